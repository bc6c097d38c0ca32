/* toban stocktake list, show, start, seen, close. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "carry.h"
#include "commands.h"
#include "toban/csv.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/loan.h"
#include "toban/stocktake_store.h"

static bool number_of(const char *text, int64_t *out, GError **error)
{
  char *end;
  *out = g_ascii_strtoll(text, &end, 10);
  if (*out > 0 && *end == '\0')
    return true;
  error_set(error, TE_USAGE, _("“%s” is no number of a stock-take"), text);
  return false;
}

/* --- list, show ------------------------------------------------------------------------------------------- */
static json_t *one_json(const struct stocktake *one)
{
  return json_pack("{s:I, s:o, s:o, s:o, s:o, s:I, s:I, s:I}", "number", (json_int_t)one->number, "office",
                   json_text(one->office), "started_at", json_utc(one->started_at), "by", json_text(one->by),
                   "closed_at", json_utc(one->closed_at), "expected",
                   (json_int_t)(one->count[STOCK_EXPECTED] + one->count[STOCK_SEEN]), "seen",
                   (json_int_t)one->count[STOCK_SEEN], "unknown", (json_int_t)one->count[STOCK_UNKNOWN]);
}

static void print_list(const struct stocktake_view *view)
{
  static const char *const titles[] = {N_(">number"), N_("Office"), N_("started (Japan)"), N_("closed (Japan)"),
                                       N_(">expected"), N_(">seen"), N_(">unknown")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < view->lists; i++) {
    const struct stocktake *one = &view->list[i];
    const int64_t numbers[] = {one->count[STOCK_EXPECTED] + one->count[STOCK_SEEN], one->count[STOCK_SEEN],
                               one->count[STOCK_UNKNOWN]};
    char text[32];
    g_snprintf(text, sizeof text, "%ld", (long)one->number);
    cli_table_add(table, text);
    cli_table_add(table, one->office);
    cli_table_add(table, japan_format(one->started_at, text));
    cli_table_add(table, japan_format(one->closed_at, text));
    for (size_t n = 0; n < G_N_ELEMENTS(numbers); n++) {
      g_snprintf(text, sizeof text, "%ld", (long)numbers[n]);
      cli_table_add(table, text);
    }
  }
  cli_table_print(table);
}

static struct stocktake_view *read_view(const struct cli *cli, int64_t number, GError **error)
{
  struct stocktake_args args = {.number = number};
  struct stocktake_view *view = cli_read(cli, stocktake_read, &args, error);
  if (view == NULL || number == 0 || view->one != NULL)
    return view;
  error_set(error, TE_NOINPUT, _("there is no stock-take %ld"), (long)number);
  snapshot_free(view);
  return NULL;
}

static bool run_list(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct stocktake_view *view = read_view(cli, 0, error);
  json_t *array = json_array();
  for (int i = 0; view != NULL && i < view->lists; i++)
    json_array_append_new(array, one_json(&view->list[i]));
  if (view != NULL && !cli->json)
    print_list(view);
  bool ok = view != NULL;
  if (ok && cli->json)
    ok = cli_json(array, error);
  else
    json_decref(array);
  snapshot_free(view);
  return ok;
}

static gboolean opt_csv;
static const GOptionEntry show_options[] = {
    {"csv", 0, 0, G_OPTION_ARG_NONE, &opt_csv, N_("as a table for a spreadsheet"), NULL}, {NULL}};

static bool show_json(const struct stocktake_view *view, GError **error)
{
  json_t *object = one_json(view->one), *lines = json_array();
  for (int i = 0; i < view->lines; i++) {
    const struct stocktake_line *line = &view->line[i];
    json_array_append_new(lines, json_pack("{s:o, s:s, s:o, s:o, s:o, s:o}", "tag", json_text(line->tag), "result",
                                           stocktake_result_id(line->result), "at", json_utc(line->at), "by",
                                           json_text(line->by), "host", json_text(line->host), "registered",
                                           json_text(line->office)));
  }
  json_object_set_new(object, "lines", lines);
  return cli_json(object, error);
}

static void show_csv(const struct stocktake_view *view)
{
  static const char *const head[] = {"number", "office", "tag", "result", "seen_at", "by", "kind", "host",
                                     "registered_office"};
  GString *out = g_string_new(NULL);
  char number[32];
  csv_write_row(out, head, G_N_ELEMENTS(head));
  g_snprintf(number, sizeof number, "%ld", (long)view->one->number);
  for (int i = 0; i < view->lines; i++) {
    const struct stocktake_line *line = &view->line[i];
    char at[32] = "";
    if (line->at != UTC_NONE)
      utc_format(line->at, at);
    const char *const row[] = {number, view->one->office, line->tag, stocktake_result_id(line->result), at, line->by,
                               line->kind, line->host, line->office};
    csv_write_row(out, row, G_N_ELEMENTS(row));
  }
  fputs(out->str, stdout);
  g_string_free(out, TRUE);
}

static void show_table(const struct stocktake_view *view)
{
  static const char *const titles[] = {N_("Tag"), N_("result"), N_("Host"), N_("registered at"), N_("seen (Japan)"),
                                       N_("by")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < view->lines; i++) {
    const struct stocktake_line *line = &view->line[i];
    char at[32];
    cli_table_add(table, line->tag);
    cli_table_add(table, stocktake_result_text(line->result, view->one->closed_at != UTC_NONE));
    cli_table_add(table, line->host);
    cli_table_add(table, line->office);
    cli_table_add(table, japan_format(line->at, at));
    cli_table_add(table, line->by);
  }
  cli_table_print(table);
}

static bool run_show(const struct cli *cli, int argc, char **argv, GError **error)
{
  int64_t number;
  (void)argc;
  struct stocktake_view *view = number_of(argv[0], &number, error) ? read_view(cli, number, error) : NULL;
  bool ok = view != NULL && (!cli->json || show_json(view, error));
  if (ok && !cli->json && opt_csv)
    show_csv(view);
  else if (ok && !cli->json)
    show_table(view);
  snapshot_free(view);
  return ok;
}

/* --- steps ------------------------------------------------------------------------------------------------ */
static struct command *make_start(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  struct reference *ref = reference_read(db, NULL, error);
  const struct office *office = ref == NULL ? NULL : cli_office(ref, argv[0], error);
  struct stocktake_args args = {.number = 0};
  if (office != NULL)
    g_strlcpy(args.start, office->id, sizeof args.start);
  reference_free(ref);
  struct stocktake_view *view = office == NULL ? NULL : stocktake_read(db, &args, error);
  struct command *command =
      view == NULL ? NULL : stocktake_start(actor, clock_now(), view->start, view->tag, view->tags);
  snapshot_free(view);
  return command;
}

static struct command *step(const char *actor, char **argv, const char *kind, GError **error)
{
  int64_t number;
  if (!number_of(argv[0], &number, error))
    return NULL;
  return stocktake_step(actor, clock_now(), number, kind, strcmp(kind, "stocktake-closed") == 0 ? NULL : argv[1]);
}

static gboolean opt_undo;
static const GOptionEntry seen_options[] = {
    {"undo", 0, 0, G_OPTION_ARG_NONE, &opt_undo, N_("takes it back"), NULL}, {NULL}};

static struct command *make_seen(struct db *db, const char *actor, void *user, GError **error)
{
  (void)db;
  return step(actor, user, opt_undo ? "stocktake-unseen" : "stocktake-seen", error);
}

static struct command *make_close(struct db *db, const char *actor, void *user, GError **error)
{
  (void)db;
  return step(actor, user, "stocktake-closed", error);
}

static bool run_start(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return carry_out(cli, make_start, argv, error);
}

static bool run_seen(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return carry_out(cli, make_seen, argv, error);
}

static bool run_close(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return carry_out(cli, make_close, argv, error);
}

const struct cli_command command_stocktake_list = {
    .name = "stocktake list", .args = "", .run = run_list, .wants_json = true, .summary = N_("the stock-takes")};
const struct cli_command command_stocktake_show = {
    .name = "stocktake show", .args = "NUMBER", .min_args = 1, .max_args = 1, .options = show_options, .run = run_show,
    .wants_json = true, .summary = N_("what was expected, seen, unknown")};
const struct cli_command command_stocktake_start = {
    .name = "stocktake start", .args = "OFFICE", .min_args = 1, .max_args = 1, .run = run_start, .wants_json = true,
    .summary = N_("begins a stock-take of an office; prints its number"),
    .detail = N_("What the register has for the office now is what is expected; later changes of the register do not "
                 "change that.")};
const struct cli_command command_stocktake_seen = {
    .name = "stocktake seen", .args = "NUMBER TAG", .min_args = 2, .max_args = 2, .options = seen_options,
    .run = run_seen, .wants_json = true, .summary = N_("a tag was seen there")};
const struct cli_command command_stocktake_close = {
    .name = "stocktake close", .args = "NUMBER", .min_args = 1, .max_args = 1, .run = run_close, .wants_json = true,
    .summary = N_("ends a stock-take: what was not seen is missing")};
