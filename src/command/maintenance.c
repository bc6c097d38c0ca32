/* toban maintenance list, plan, cancel: times at which checks raise nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "carry.h"
#include "commands.h"
#include "toban/error.h"
#include "toban/health_store.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/moment.h"

/* --- list ------------------------------------------------------------------------------------------------- */
static gboolean opt_all;
static const GOptionEntry list_options[] = {
    {"all", 0, 0, G_OPTION_ARG_NONE, &opt_all, N_("what is over or was cancelled too"), NULL}, {NULL}};

static json_t *window_json(const struct maintenance *m)
{
  json_t *targets = json_array();
  for (int i = 0; m->target[i] != NULL; i++)
    json_array_append_new(targets, json_text(m->target[i]));
  return json_pack("{s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:b}", "source", m->calendar ? "calendar" : "maintenance",
                   "number", (json_int_t)m->number, "start", json_utc(m->start),
                   "end", json_utc(m->end), "targets", targets, "reason", json_text(maintenance_title(m)),
                   "by", json_text(m->by),
                   "cancelled", m->cancelled);
}

static void local_text(utc_t at, char *out, size_t size)
{
  char date[32], time[16];
  int offset = zone_offset(zone_tokyo(), at);
  date_text(at, offset, DATE_SHORT, date, sizeof date);
  time_text(at, offset, false, time, sizeof time);
  g_snprintf(out, (gulong)size, "%s %s", date, time);
}

static void add_window(struct cli_table *table, const struct maintenance *m, utc_t now)
{
  char number[64], start[64], end[64];
  char *targets = g_strjoinv(" ", (char **)(uintptr_t)m->target);
  if (m->calendar)
    g_snprintf(number, sizeof number, C_("maintenance", "calendar %ld"), (long)m->number);
  else
    g_snprintf(number, sizeof number, "%ld", (long)m->number);
  local_text(m->start, start, sizeof start);
  local_text(m->end, end, sizeof end);
  cli_table_add(table, number);
  cli_table_add(table, m->cancelled      ? C_("maintenance", "cancelled")
                       : now >= m->end   ? C_("maintenance", "over")
                       : now >= m->start ? C_("maintenance", "now")
                                         : C_("maintenance", "planned"));
  cli_table_add(table, start);
  cli_table_add(table, end);
  cli_table_add(table, targets);
  cli_table_add(table, m->by);
  cli_table_add(table, maintenance_title(m));
  g_free(targets);
}

static bool run_list(const struct cli *cli, int argc, char **argv, GError **error)
{
  static const char *const titles[] = {N_(">No."), N_("State"),     N_("From (JST)"), N_("To (JST)"),
                                       N_("What"), N_("Planned by"), N_("Reason")};
  struct maintenance_args args = {.from = opt_all ? UTC_NONE : clock_now()};
  (void)argc, (void)argv;
  struct maintenance_list *list = cli_read(cli, maintenance_list_read, &args, error);
  if (list == NULL)
    return false;
  json_t *array = cli->json ? json_array() : NULL;
  struct cli_table *table = cli->json ? NULL : cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    if (list->row[i].cancelled && !opt_all)
      continue;
    if (cli->json)
      json_array_append_new(array, window_json(&list->row[i]));
    else
      add_window(table, &list->row[i], clock_now());
  }
  snapshot_free(list);
  if (cli->json)
    return cli_json(array, error);
  cli_table_print(table);
  return true;
}

/* --- plan, cancel --------------------------------------------------------------------------------------------- */
static char *opt_from, *opt_to, *opt_reason, *opt_zone;
static const GOptionEntry plan_options[] = {
    {"from", 0, 0, G_OPTION_ARG_STRING, &opt_from, N_("when it begins: \"2026-11-29 02:00\", 02:00; now without it"),
     "TIME"},
    {"to", 0, 0, G_OPTION_ARG_STRING, &opt_to, N_("when it ends: \"2026-11-29 04:00\", 04:00, +2h"), "TIME"},
    {"zone", 0, 0, G_OPTION_ARG_STRING, &opt_zone, N_("whose local time that is: Asia/Tokyo, America/New_York"),
     "ZONE"},
    {"reason", 0, 0, G_OPTION_ARG_STRING, &opt_reason, N_("why; others read it"), "TEXT"},
    {NULL}};

/* A bare name is an endpoint's. */
static char **targets_of(int argc, char **argv)
{
  GPtrArray *out = g_ptr_array_new();
  for (int i = 0; i < argc; i++) {
    bool whole = strchr(argv[i], ':') != NULL || strcmp(argv[i], "all") == 0;
    g_ptr_array_add(out, whole ? g_strdup(argv[i]) : g_strconcat("endpoint:", argv[i], NULL));
  }
  g_ptr_array_add(out, NULL);
  return (char **)g_ptr_array_free(out, FALSE);
}

static bool times(utc_t now, utc_t *start, utc_t *end, GError **error)
{
  struct zone *zone = opt_zone == NULL ? zone_ref(zone_tokyo()) : zone_new(opt_zone);
  if (zone == NULL) {
    error_set(error, TE_USAGE, _("this machine knows no time zone “%s”"), opt_zone);
    return false;
  }
  *start = now;
  if (opt_to == NULL)
    error_set(error, TE_USAGE, "%s", _("a maintenance needs its end: --to TIME"));
  bool good = opt_to != NULL && (opt_from == NULL || moment_parse(opt_from, now, zone, false, start, error)) &&
              moment_parse(opt_to, *start, zone, true, end, error);
  zone_unref(zone);
  return good;
}

static bool run_plan(const struct cli *cli, int argc, char **argv, GError **error)
{
  utc_t now = clock_now(), start, end;
  if (!times(now, &start, &end, error))
    return false;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  char **targets = targets_of(argc, argv);
  const char *const *whose = (const char *const *)targets;
  bool done = actor != NULL && carry_command(cli, db, maintenance_plan(actor, now, start, end, whose, opt_reason),
                                             "number", true, error);
  g_strfreev(targets);
  g_free(actor);
  db_close(db);
  return done;
}

static bool run_cancel(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool done = actor != NULL && carry_command(cli, db, maintenance_cancel(actor, clock_now(), atoll(argv[0])), "number",
                                             true, error);
  g_free(actor);
  db_close(db);
  return done;
}

const struct cli_command command_maintenance_list = {
    .name = "maintenance list", .args = "", .summary = N_("times at which checks raise nothing"),
    .options = list_options, .run = run_list, .wants_json = true,
};

const struct cli_command command_maintenance_plan = {
    .name = "maintenance plan", .args = "TARGET...", .min_args = 1, .max_args = 100,
    .summary = N_("plans a maintenance of endpoints"),
    .detail = N_("TARGET is an endpoint’s id, group:NAME, office:ID or all. From the first second on its endpoints "
                 "are shown "
                 "as under maintenance and raise nothing; after the end each is looked at afresh, and what is still "
                 "bad is "
                 "raised after its own number of failures. Entries of the calendar that silence endpoints are listed "
                 "too (toban calendar put, drop). Local times are kept as instants: a clock change moves "
                 "nothing."),
    .options = plan_options, .run = run_plan, .wants_json = true,
};

const struct cli_command command_maintenance_cancel = {
    .name = "maintenance cancel", .args = "NUMBER", .min_args = 1, .max_args = 1,
    .summary = N_("cancels a maintenance, or ends it now"), .run = run_cancel, .wants_json = true,
};
