/* toban calendar: busy seasons, holidays, outages, maintenance and work plans. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "toban/agenda_store.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/text.h"

enum { DAYS = 60 };

static char *opt_from, *opt_to, *opt_en, *opt_note, *opt_reason, *opt_approval, *opt_targets;
static gboolean opt_ics, opt_stops;
static int opt_number;
static const GOptionEntry list_options[] = {
    {"from", 0, 0, G_OPTION_ARG_STRING, &opt_from, N_("from this moment (now)"), "TIME"},
    {"to", 0, 0, G_OPTION_ARG_STRING, &opt_to, N_("up to this moment (60 days later)"), "TIME"},
    {"ics", 0, 0, G_OPTION_ARG_NONE, &opt_ics, N_("as an iCalendar file"), NULL},
    {NULL}};
static const GOptionEntry put_options[] = {
    {"number", 0, 0, G_OPTION_ARG_INT, &opt_number, N_("changes this entry"), "N"},
    {"title-en", 0, 0, G_OPTION_ARG_STRING, &opt_en, N_("the title in English"), "TEXT"},
    {"stops", 0, 0, G_OPTION_ARG_NONE, &opt_stops, N_("services stand still"), NULL},
    {"targets", 0, 0, G_OPTION_ARG_STRING, &opt_targets,
     N_("endpoints that raise nothing meanwhile: group:NAME, office:ID, endpoint:ID, all; with commas between"),
     "LIST"},
    {"note", 0, 0, G_OPTION_ARG_STRING, &opt_note, N_("a note"), "TEXT"},
    {"reason", 0, 0, G_OPTION_ARG_STRING, &opt_reason, N_("why a rule is broken"), "TEXT"},
    {"approval", 0, 0, G_OPTION_ARG_STRING, &opt_approval, N_("the approval that was granted: its name"), "NAME"},
    {NULL}};

/* --- list --------------------------------------------------------------------------------------------- */
static json_t *rules_json(unsigned broken)
{
  json_t *list = json_array();
  for (int i = 0; i < AGENDA_RULES; i++)
    if (broken & (1u << i))
      json_array_append_new(list, json_string(agenda_rule_id((enum agenda_rule)i)));
  return list;
}

static json_t *targets_json(const struct agenda_entry *entry)
{
  char **target = agenda_targets(entry);
  json_t *list = json_array();
  for (int i = 0; target[i] != NULL; i++)
    json_array_append_new(list, json_string(target[i]));
  g_strfreev(target);
  return list;
}

static json_t *row_json(const struct agenda_row *row)
{
  const struct agenda_entry *e = &row->entry;
  return json_pack("{s:o, s:s, s:s, s:o, s:o, s:s, s:s, s:s, s:b, s:o, s:b, s:s, s:s, s:o}", "number",
                   e->number > 0 ? json_integer(e->number) : json_null(), "kind",
                   row->holiday ? "holiday" : agenda_kind_id(e->kind), "site", e->site, "from", json_utc(e->from), "to",
                   json_utc(e->to), "title_ja", e->title[LANG_JA], "title_en", e->title[LANG_EN], "note", e->note,
                   "stops", e->stops, "breaks", rules_json(row->broken), "approved", row->approved, "reason", e->reason,
                   "approval", e->approval, "targets", targets_json(e));
}

static void add_time(struct cli_table *table, utc_t at)
{
  char date[64], time[16], both[96];
  int offset = zone_offset(zone_tokyo(), at);
  date_text(at, offset, DATE_SHORT, date, sizeof date);
  time_text(at, offset, false, time, sizeof time);
  g_snprintf(both, sizeof both, "%s %s", date, time);
  cli_table_add(table, both);
}

static void row_text(struct cli_table *table, const struct agenda_row *row)
{
  const struct agenda_entry *e = &row->entry;
  char number[32] = "", *rules = agenda_rules_text(row->broken);
  const char *title = e->title[lang_get()];
  if (e->number > 0)
    g_snprintf(number, sizeof number, "%" G_GINT64_FORMAT, e->number);
  cli_table_add(table, number);
  add_time(table, e->from);
  add_time(table, e->to);
  cli_table_add(table, row->holiday ? C_("agenda", "holiday") : agenda_kind_text(e->kind));
  cli_table_add(table, e->site);
  cli_table_add(table, *title != '\0' ? title : e->title[1 - lang_get()]);
  cli_table_add(table, rules);
  g_free(rules);
}

static bool print_ics(const struct agenda_view *view)
{
  struct agenda_entry *entry = g_new0(struct agenda_entry, view->rows + 1);
  int count = 0;
  for (int i = 0; i < view->rows; i++)
    if (!view->row[i].holiday)
      entry[count++] = view->row[i].entry;
  char *text = agenda_ics(entry, count, clock_now());
  fputs(text, stdout);
  g_free(text);
  g_free(entry);
  return true;
}

static bool print(const struct cli *cli, const struct agenda_view *view, GError **error)
{
  static const char *const titles[] = {N_(">entry"), N_("from (Japan)"), N_("to"), N_("kind"), N_("Site"), N_("title"),
                                       N_("breaks")};
  if (opt_ics)
    return print_ics(view);
  json_t *list = json_array();
  struct cli_table *table = cli->json ? NULL : cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < view->rows; i++)
    if (cli->json)
      json_array_append_new(list, row_json(&view->row[i]));
    else
      row_text(table, &view->row[i]);
  if (cli->json)
    return cli_json(list, error);
  json_decref(list);
  cli_table_print(table);
  return true;
}

static bool list(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct agenda_args args;
  (void)argc, (void)argv;
  bool known = cli_period(opt_from, opt_to, DAYS, &args.from, &args.to, error);
  struct agenda_view *view = known ? cli_read(cli, agenda_read, &args, error) : NULL;
  bool ok = view != NULL && print(cli, view, error);
  snapshot_free(view);
  return ok;
}

/* --- put, drop ------------------------------------------------------------------------------------------ */
static bool carry_out(const struct cli *cli, struct command *(*make)(const char *actor, char **argv, GError **error),
                      char **argv, GError **error)
{
  struct command_outcome outcome;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  struct command *command = actor == NULL ? NULL : make(actor, argv, error);
  bool ok = command != NULL && command_run(db, command, &outcome, error);
  command_free(command);
  g_free(actor);
  db_close(db);
  if (ok && cli->json)
    return cli_json(json_pack("{s:i}", "number", atoi(outcome.ticket)), error);
  if (ok)
    puts(outcome.ticket);
  return ok;
}

static const char *or_empty(const char *text)
{
  return text == NULL ? "" : text;
}

static struct command *make_put(const char *actor, char **argv, GError **error)
{
  struct agenda_entry entry = {.number = opt_number, .site = strcmp(argv[1], "all") == 0 ? "" : argv[1],
                               .note = or_empty(opt_note), .stops = opt_stops, .reason = or_empty(opt_reason),
                               .approval = or_empty(opt_approval), .targets = or_empty(opt_targets)};
  entry.title[LANG_JA] = argv[4];
  entry.title[LANG_EN] = opt_en == NULL ? argv[4] : opt_en;
  if (!agenda_kind_parse(argv[0], &entry.kind)) {
    error_set(error, TE_USAGE, "%s", _("a kind is one of outage maintenance work emergency event"));
    return NULL;
  }
  if (!utc_parse(argv[2], &entry.from, error) || !utc_parse(argv[3], &entry.to, error))
    return NULL;
  return agenda_put(actor, clock_now(), &entry);
}

static bool put(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return carry_out(cli, make_put, argv, error);
}

static struct command *make_drop(const char *actor, char **argv, GError **error)
{
  int64_t number = g_ascii_strtoll(argv[0], NULL, 10);
  if (number > 0)
    return agenda_drop(actor, clock_now(), number, argv[1]);
  error_set(error, TE_USAGE, _("“%s” is no number of an entry"), argv[0]);
  return NULL;
}

static bool drop(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return carry_out(cli, make_drop, argv, error);
}

const struct cli_command command_calendar_list = {
    .name = "calendar list", .args = "", .options = list_options, .run = list, .wants_json = true,
    .summary = N_("outages, maintenance, work plans and holidays to come"),
    .detail = N_("Files come in with toban import agenda (CSV, JSON, iCalendar); busy seasons with "
                 "toban import seasons.")};
const struct cli_command command_calendar_put = {
    .name = "calendar put", .args = "KIND SITE FROM TO TITLE", .min_args = 5, .max_args = 5, .options = put_options,
    .run = put, .wants_json = true, .summary = N_("enters something in the calendar, or changes it"),
    .detail = N_("KIND: outage maintenance work emergency event; SITE: tokyo osaka ide, or all; times are RFC 3339. A "
                 "work plan is submitted 14 days before; services do not stand still in a busy season; an emergency "
                 "stop is outside of 9:00-18:45 and has a permission. What breaks a rule needs a reason and an "
                 "approval that was granted (toban approval ask work-plan, emergency-stop).")};
const struct cli_command command_calendar_drop = {
    .name = "calendar drop", .args = "NUMBER REASON", .min_args = 2, .max_args = 2, .run = drop, .wants_json = true,
    .summary = N_("takes an entry out of the calendar, and says why")};
