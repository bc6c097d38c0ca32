/* toban asset find, asset show. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/asset.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/read.h"
#include "toban/text.h"

enum { LIMIT = 50, LIMIT_MOST = 1000000 };

static int opt_limit = LIMIT;
static const GOptionEntry find_options[] = {
    {"limit", 0, 0, G_OPTION_ARG_INT, &opt_limit, N_("at most so many (50)"), "N"}, {NULL}};

static json_t *brief_json(const struct asset *a)
{
  return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "tag", json_text(a->tag), "kind", json_text(a->kind), "host",
                   json_text(a->host), "serial", json_text(a->serial), "user", json_text(a->user), "office",
                   json_text(a->office), "state", json_text(a->state));
}

static struct asset_list *find(const struct cli *cli, struct reference **ref, const char *text, int limit,
                               GError **error)
{
  struct asset_args args = {.limit = limit};
  struct db *db = cli_open(cli, DB_READONLY, error);
  struct asset_list *list = NULL;
  if (g_strlcpy(args.text, text, sizeof args.text) >= sizeof args.text)
    error_set(error, TE_USAGE, _("the text is too long"));
  else if (db != NULL && (*ref = reference_read(db, NULL, error)) != NULL)
    list = asset_find_read(db, &args, error);
  db_close(db);
  return list;
}

static const char *place(const struct reference *ref, const char *id)
{
  const struct office *office = *id == '\0' ? NULL : reference_office(ref, id);
  return office == NULL ? id : office_name(office);
}

static bool print_list(const struct cli *cli, const struct asset_list *list, const struct reference *ref,
                       GError **error)
{
  static const char *const titles[] = {N_("Tag"),  N_("Kind"),   N_("Host"), N_("Serial"),
                                       N_("User"), N_("Office"), N_("State")};
  if (cli->json) {
    json_t *array = json_array();
    for (int i = 0; i < list->rows; i++)
      json_array_append_new(array, brief_json(&list->row[i]));
    return cli_json(array, error);
  }
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    const struct asset *a = &list->row[i];
    const char *const cells[] = {a->tag, asset_kind_text(a->kind), a->host, a->serial, a->user, place(ref, a->office),
                                 asset_state_text(a->state)};
    for (size_t c = 0; c < G_N_ELEMENTS(cells); c++)
      cli_table_add(table, cells[c]);
  }
  cli_table_print(table);
  if (list->rows < list->total)
    fprintf(stderr, _("%d of %ld assets; --limit shows more\n"), list->rows, (long)list->total);
  return true;
}

static bool run_find(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct reference *ref = NULL;
  if (opt_limit < 1 || opt_limit > LIMIT_MOST) {
    error_set(error, TE_USAGE, _("--limit is a number from 1"));
    return false;
  }
  struct asset_list *list = find(cli, &ref, argv[0], opt_limit, error);
  bool ok = list != NULL && print_list(cli, list, ref, error);
  snapshot_free(list);
  reference_free(ref);
  if (ok)
    cli_looked(cli, LOOK_ASSETS, argv[0]);
  return ok;
}

static bool print_asset(const struct cli *cli, const struct asset *a, const struct reference *ref, GError **error)
{
  const struct { const char *name, *label, *value, *shown; } fields[] = {
      {"tag", N_("Tag"), a->tag, a->tag},
      {"kind", N_("Kind"), a->kind, asset_kind_text(a->kind)},
      {"host", N_("Host"), a->host, a->host},
      {"serial", N_("Serial"), a->serial, a->serial},
      {"user", N_("User"), a->user, a->user},
      {"office", N_("Office"), a->office, place(ref, a->office)},
      {"department", N_("Department"), a->department, a->department},
      {"state", N_("State"), a->state, asset_state_text(a->state)},
      {"bought_on", N_("Bought"), a->bought_on, a->bought_on},
      {"warranty_until", N_("Warranty until"), a->warranty_until, a->warranty_until},
      {"renewal_on", N_("Renewal"), a->renewal_on, a->renewal_on},
      {"supplier", N_("Supplier"), a->supplier, a->supplier},
      {"note", N_("Note"), a->note, a->note}};
  json_t *object = json_object();
  for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
    json_object_set_new(object, fields[i].name, json_text(fields[i].value));
    if (cli->json || *fields[i].value == '\0')
      continue;
    GString *line = g_string_new(NULL);
    text_fit(line, lang_text(fields[i].label), 16, false);
    text_clean(line, fields[i].shown, -1);
    puts(line->str);
    g_string_free(line, TRUE);
  }
  if (cli->json)
    return cli_json(object, error);
  json_decref(object);
  return true;
}

static bool run_show(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct reference *ref = NULL;
  struct asset_list *list = find(cli, &ref, argv[0], LIMIT_MOST, error);
  const struct asset *found = NULL;
  for (int i = 0; list != NULL && found == NULL && i < list->rows; i++)
    if (strcmp(list->row[i].tag, argv[0]) == 0)
      found = &list->row[i];
  bool ok = found != NULL && print_asset(cli, found, ref, error);
  if (list != NULL && found == NULL)
    error_set(error, TE_NOINPUT, _("there is no asset “%s”"), argv[0]);
  snapshot_free(list);
  reference_free(ref);
  if (ok)
    cli_looked(cli, LOOK_ASSETS, argv[0]);
  return ok;
}

const struct cli_command command_asset_find = {
    .name = "asset find", .args = "TEXT", .min_args = 1, .max_args = 1, .options = find_options, .run = run_find,
    .wants_json = true, .summary = N_("the register: any part of tag, host name, serial number, user")};
const struct cli_command command_asset_show = {
    .name = "asset show", .args = "TAG", .min_args = 1, .max_args = 1, .run = run_show, .wants_json = true,
    .summary = N_("everything about one")};
