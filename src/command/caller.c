/* toban caller find, ticket similar: what the form of a new ticket shows while it is filled in. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/intake.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/similar.h"

enum { LIMIT = 20, LIMIT_MOST = 1000 };

static int opt_limit = LIMIT;
static char *opt_office, *opt_requester;
static const GOptionEntry find_options[] = {
    {"limit", 0, 0, G_OPTION_ARG_INT, &opt_limit, N_("at most so many (20)"), "N"}, {NULL}};
static const GOptionEntry similar_options[] = {
    {"office", 0, 0, G_OPTION_ARG_STRING, &opt_office, N_("number, code or name of the office"), "NO|CODE"},
    {"requester", 0, 0, G_OPTION_ARG_STRING, &opt_requester, N_("who asks"), "R"},
    {"limit", 0, 0, G_OPTION_ARG_INT, &opt_limit, N_("at most so many (20)"), "N"}, {NULL}};

static bool check_limit(GError **error)
{
  if (opt_limit >= 1 && opt_limit <= LIMIT_MOST)
    return true;
  error_set(error, TE_USAGE, _("--limit is a number from 1"));
  return false;
}

/* --- callers ---------------------------------------------------------------------------------------- */
static const char *source_id(enum caller_source source)
{
  static const char *const ids[] = {[CALLER_PERSON] = "requesters", [CALLER_BEFORE] = "tickets",
                                    [CALLER_ASSET] = "assets", [CALLER_OFFICE] = "offices"};
  return ids[source];
}

static bool callers_json(const struct caller_list *list, GError **error)
{
  json_t *array = json_array();
  for (int i = 0; i < list->rows; i++) {
    const struct caller_row *r = &list->row[i];
    json_array_append_new(
        array, json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:o}", "source",
                         source_id(r->source), "name", json_text(r->name), "reading", json_text(r->reading), "mail",
                         json_text(r->mail), "extension", json_text(r->extension), "office", json_text(r->office),
                         "language", json_text(r->lang), "department", json_text(r->department), "vip",
                         json_text(r->vip), "asset", json_text(r->asset), "tickets", (json_int_t)r->tickets,
                         "newest", json_utc(r->newest)));
  }
  return cli_json(array, error);
}

static void callers_table(const struct caller_list *list, const struct reference *ref)
{
  static const char *const titles[] = {N_("Name"), N_("Office"), N_("Extension"), N_("Mail"), N_("Department"),
                                       N_("Machine")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    const struct caller_row *r = &list->row[i];
    const struct office *office = reference_office(ref, r->office);
    const char *const cells[] = {*r->name == '\0' ? "-" : r->name, office == NULL ? r->office : office_name(office),
                                 r->extension, r->mail, r->department, r->asset};
    for (size_t c = 0; c < G_N_ELEMENTS(cells); c++)
      cli_table_add(table, cells[c]);
  }
  cli_table_print(table);
}

static bool print_callers(const struct cli *cli, struct db *db, const char *text, GError **error)
{
  struct caller_args args = {.limit = opt_limit};
  if (g_strlcpy(args.text, text, sizeof args.text) >= sizeof args.text) {
    error_set(error, TE_USAGE, _("the text is too long"));
    return false;
  }
  struct reference *ref = reference_read(db, NULL, error);
  struct caller_list *list = ref == NULL ? NULL : caller_find_read(db, &args, error);
  bool ok = list != NULL;
  if (ok && cli->json)
    ok = callers_json(list, error);
  else if (ok)
    callers_table(list, ref);
  snapshot_free(list);
  reference_free(ref);
  return ok;
}

static bool run_find(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct db *db = check_limit(error) ? cli_open(cli, DB_READONLY, error) : NULL;
  bool ok = db != NULL && print_callers(cli, db, argv[0], error);
  db_close(db);
  return ok;
}

/* --- what is there already ------------------------------------------------------------------------------ */
static bool print_similar(const struct cli *cli, const struct similar_list *list, GError **error)
{
  static const char *const titles[] = {N_(">Alike"), N_("Key"), N_("State"), N_("Requester"), N_("Title")};
  struct cli_table *table = cli->json ? NULL : cli_table_new(titles, G_N_ELEMENTS(titles));
  json_t *array = json_array();
  for (int i = 0; i < list->rows; i++) {
    const struct similar_row *r = &list->row[i];
    char score[16];
    g_snprintf(score, sizeof score, "%d", r->score * 100 / PAIRS_FULL);
    json_array_append_new(array, json_pack("{s:s, s:o, s:s, s:o, s:i, s:b, s:o}", "ticket", r->key, "title",
                                           json_text(r->title), "state", ticket_state_id(r->state), "requester",
                                           r->requester == NULL ? json_null() : json_text(r->requester), "score",
                                           r->score, "same_caller", r->same_caller, "received_at",
                                           json_utc(r->received_at)));
    if (table == NULL)
      continue;
    const char *const cells[] = {score, r->key, ticket_state_text(r->state), r->requester, r->title};
    for (size_t c = 0; c < G_N_ELEMENTS(cells); c++)
      cli_table_add(table, cells[c]);
  }
  if (table == NULL)
    return cli_json(array, error);
  json_decref(array);
  cli_table_print(table);
  return true;
}

static bool find_similar(const struct cli *cli, struct db *db, const char *text, GError **error)
{
  struct similar_args args = {.now = clock_now(), .limit = opt_limit};
  struct reference *ref = reference_read(db, NULL, error);
  const struct office *office = ref == NULL || opt_office == NULL ? NULL : cli_office(ref, opt_office, error);
  bool ok = ref != NULL && (opt_office == NULL || office != NULL);
  if (office != NULL)
    g_strlcpy(args.office, office->id, sizeof args.office);
  if (opt_requester != NULL)
    g_strlcpy(args.requester, opt_requester, sizeof args.requester);
  g_strlcpy(args.text, text, sizeof args.text);
  struct similar_list *list = ok ? similar_read(db, &args, error) : NULL;
  ok = list != NULL && print_similar(cli, list, error);
  snapshot_free(list);
  reference_free(ref);
  return ok;
}

static bool run_similar(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  if (opt_office == NULL && opt_requester == NULL) {
    error_set(error, TE_USAGE, _("like which tickets? Of an --office, or of a --requester"));
    return false;
  }
  struct db *db = check_limit(error) ? cli_open(cli, DB_READONLY, error) : NULL;
  bool ok = db != NULL && find_similar(cli, db, argv[0], error);
  db_close(db);
  return ok;
}

const struct cli_command command_caller_find = {
    .name = "caller find", .args = "TEXT", .min_args = 1, .max_args = 1, .options = find_options, .run = run_find,
    .wants_json = true,
    .summary = N_("who calls: by name (kanji, kana, romaji), mail, extension, machine or office")};
const struct cli_command command_ticket_similar = {
    .name = "ticket similar", .args = "TEXT", .min_args = 1, .max_args = 1, .options = similar_options,
    .run = run_similar, .wants_json = true,
    .summary = N_("open and recent tickets of an office or a requester with words like these")};
