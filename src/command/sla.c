/* toban sla verify, close, cause, exclusions, warnings. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/alert.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/person.h"
#include "toban/sla_store.h"
#include "toban/verify.h"

enum { EXCLUSIONS_SHOWN = 1000 };

static char *opt_month, *opt_policy, *opt_cause, *opt_measure;
#define MONTH_OPTION {"month", 0, 0, G_OPTION_ARG_STRING, &opt_month, N_("the month, of Japan"), "YYYY-MM"}
static const GOptionEntry close_options[] = {MONTH_OPTION, {NULL}};
static const GOptionEntry cause_options[] = {
    MONTH_OPTION,
    {"policy", 0, 0, G_OPTION_ARG_STRING, &opt_policy, N_("the level that was missed: its id"), "ID"},
    {"cause", 0, 0, G_OPTION_ARG_STRING, &opt_cause, N_("why it was missed"), "TEXT"},
    {"measure", 0, 0, G_OPTION_ARG_STRING, &opt_measure, N_("what is done about it"), "TEXT"},
    {NULL}};

/* Runs a command and frees it; as the actor who is in it. */
static bool send(struct db *db, struct command *take, struct command_outcome *outcome, GError **error)
{
  bool ok = command_run(db, take, outcome, error);
  command_free(take);
  return ok;
}

/* --- verify ------------------------------------------------------------------------------------------ */
static bool tell_verified(const struct cli *cli, const struct verify_report *report, GError **error)
{
  if (cli->json)
    return cli_json(json_pack("{s:I, s:I, s:I, s:o}", "tickets", (json_int_t)report->tickets, "events",
                              (json_int_t)report->events, "differences", (json_int_t)report->differences, "named",
                              json_lines(report->text->str)),
                    error);
  printf(_("%ld tickets, %ld events: %ld differences\n"), (long)report->tickets, (long)report->events,
         (long)report->differences);
  fputs(report->text->str, stdout);
  return true;
}

static bool run_verify(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct verify_report report;
  verify_report_init(&report);
  struct db *db = cli_open(cli, DB_READONLY, error);
  bool ok = db != NULL && verify_run(db, &report, error) &&
            sla_closings_verify(db, report.text, &report.differences, error) && tell_verified(cli, &report, error);
  db_close(db);
  if (ok && report.differences > 0) {
    error_set(error, TE_NO, "%s", _("what is stored is not what the log comes to (toban verify --rebuild mends it)"));
    ok = false;
  }
  verify_report_clear(&report);
  return ok;
}

/* --- close, cause ------------------------------------------------------------------------------------ */
static bool tell_closed(const struct cli *cli, struct sla_period period, GError **error)
{
  struct sla_report_args args = {period, clock_now()};
  struct sla_report *report = cli_read(cli, sla_report_read, &args, error);
  char month[16];
  if (report == NULL || report->closings == 0) {
    snapshot_free(report);
    return report != NULL;
  }
  const struct sla_closing *closing = &report->closing[report->closings - 1];
  sla_period_format(period, month);
  bool ok = true;
  if (cli->json)
    ok = cli_json(json_pack("{s:s, s:i, s:o, s:o}", "month", month, "version", closing->version, "as_of",
                            json_utc(closing->as_of), "digest", json_text(closing->digest)),
                  error);
  else
    printf(_("%s is closed. Digest of what its figures rest on: %s\n"), month, closing->digest);
  snapshot_free(report);
  return ok;
}

static bool run_close(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct sla_period period;
  struct command_outcome outcome;
  if (!sla_month_option(opt_month, &period, error))
    return false;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool ok = actor != NULL && send(db, sla_close(actor, clock_now(), period), &outcome, error);
  g_free(actor);
  db_close(db);
  return ok && tell_closed(cli, period, error);
}

static bool run_cause(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct sla_period period;
  struct command_outcome outcome;
  if (!sla_month_option(opt_month, &period, error))
    return false;
  if (opt_policy == NULL || opt_cause == NULL || opt_measure == NULL) {
    error_set(error, TE_USAGE, "%s", _("it takes --policy, --cause and --measure"));
    return false;
  }
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool ok = actor != NULL && send(db, sla_cause(actor, clock_now(), period, opt_policy, opt_cause, opt_measure),
                                  &outcome, error);
  g_free(actor);
  db_close(db);
  return ok && (!cli->json || cli_json(json_pack("{s:s, s:s}", "month", opt_month, "policy", opt_policy), error));
}

/* --- exclusions -------------------------------------------------------------------------------------- */
static char *clocks_of(const struct exclusion_row *row)
{
  GString *text = g_string_new(NULL);
  for (int i = 0; i < CLOCKS; i++)
    if ((row->clocks & CLOCK_BIT(i)) != 0)
      g_string_append_printf(text, "%s%s", text->len == 0 ? "" : ", ", sla_clock_text(i));
  return g_string_free(text, FALSE);
}

static json_t *exclusion_json(const struct exclusion_row *row)
{
  json_t *clocks = json_array();
  for (int i = 0; i < CLOCKS; i++)
    if ((row->clocks & CLOCK_BIT(i)) != 0)
      json_array_append_new(clocks, json_pack("{s:s, s:o}", "clock", sla_clock_id(i), "result",
                                              json_text(sla_result_id(row->clock[i].result))));
  return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "ticket", json_text(row->key), "clocks", clocks,
                   "reason", json_text(row->reason), "by", json_text(row->requester), "at", json_utc(row->at), "body",
                   json_text(row->body), "title", json_text(row->title), "office", json_text(row->office));
}

static void print_exclusions(const struct exclusion_list *list)
{
  static const char *const titles[] = {N_("Ticket"), N_("Clock"), N_("Reason"), N_("Asked by"), N_("Title"), N_("Why")};
  if (list->rows == 0) {
    printf(_("No exclusion waits for a decision.\n"));
    return;
  }
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    const struct exclusion_row *row = &list->row[i];
    char *clocks = clocks_of(row);
    const char *const cells[] = {row->key, clocks, exclusion_reason_text(row->reason), row->requester, row->title,
                                 row->body};
    for (size_t c = 0; c < G_N_ELEMENTS(cells); c++)
      cli_table_add(table, cells[c]);
    g_free(clocks);
  }
  cli_table_print(table);
  if (list->total > list->rows)
    printf(_("... and %ld more\n"), (long)(list->total - list->rows));
  printf(_("Decide: toban ticket exclude KEY --clocks LIST --approve (or --reject), by another person.\n"));
}

static bool run_exclusions(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct exclusion_args args = {.limit = EXCLUSIONS_SHOWN};
  struct exclusion_list *list = cli_read(cli, exclusion_list_read, &args, error);
  bool ok = list != NULL;
  if (ok && cli->json) {
    json_t *out = json_array();
    for (int i = 0; i < list->rows; i++)
      json_array_append_new(out, exclusion_json(&list->row[i]));
    ok = cli_json(out, error);
  } else if (ok) {
    print_exclusions(list);
  }
  snapshot_free(list);
  return ok;
}

/* --- warnings ---------------------------------------------------------------------------------------- */
static bool set_warnings(struct db *db, const char *actor, const char *text, GError **error)
{
  if (!person_demand(db, actor, RIGHT_RULES, "warnings", clock_now(), error) || !db_begin(db, error))
    return false;
  if (alert_set_warnings(db, text, actor, clock_now(), error))
    return db_commit(db, error);
  db_rollback(db);
  return false;
}

static bool run_warnings(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct db *db = cli_open(cli, argc > 0 ? 0 : DB_READONLY, error);
  char *actor = db == NULL || argc == 0 ? NULL : cli_actor(cli, db, error);
  bool ok = db != NULL && (argc == 0 || (actor != NULL && set_warnings(db, actor, argv[0], error)));
  char *text = NULL;
  ok = ok && alert_get_warnings(db, &text, error);
  if (ok && cli->json)
    ok = cli_json(json_pack("{s:s}", "warnings", text), error);
  else if (ok)
    puts(text);
  g_free(text);
  g_free(actor);
  db_close(db);
  return ok;
}

const struct cli_command command_sla_verify = {
    .name = "sla verify", .args = "", .run = run_verify, .wants_json = true,
    .summary = N_("computes all deadlines and closed months anew from the log and names what differs")};
const struct cli_command command_sla_close = {
    .name = "sla close", .args = "", .options = close_options, .run = run_close, .wants_json = true,
    .summary = N_("freezes the figures of a month that is over"),
    .detail = N_("The figures and a digest of what they rest on go into the log. What changes them later, a back-dated "
                 "event or a late approval, adds a version that names it; the old ones stay (toban sla report "
                 "--frozen N).")};
const struct cli_command command_sla_cause = {
    .name = "sla cause", .args = "", .options = cause_options, .run = run_cause, .wants_json = true,
    .summary = N_("writes down why a level was missed, and what is done about it")};
const struct cli_command command_sla_exclusions = {
    .name = "sla exclusions", .args = "", .run = run_exclusions, .wants_json = true,
    .summary = N_("the exclusions that wait for a decision")};
const struct cli_command command_sla_warnings = {
    .name = "sla warnings", .args = "[LIST]", .max_args = 1, .run = run_warnings, .wants_json = true,
    .summary = N_("shows or sets when running clocks warn: 50%;75%;90%;100%;15m")};
