/* toban loan list, calendar, out, due, back, lost, reserve, cancel, remind. */
#include <stdio.h>
#include <string.h>

#include "carry.h"
#include "commands.h"
#include "toban/asset.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/loan_store.h"

enum { LIMIT = 1000000, CALENDAR_DAYS = 28, CALENDAR_MOST = 366 };

/* --- list ------------------------------------------------------------------------------------------------- */
static char *opt_view, *opt_text;
static const GOptionEntry list_options[] = {
    {"view", 0, 0, G_OPTION_ARG_STRING, &opt_view, N_("which ones (open)"), "open|overdue|reserved|all"},
    {"find", 0, 0, G_OPTION_ARG_STRING, &opt_text, N_("only what has these words in tag, host or borrower"), "TEXT"},
    {NULL}};

static void add_reminder(json_t *object, const struct loan *loan)
{
  const struct loan_reminder *r = &loan->reminder;
  bool mailed = *r->message != '\0';
  json_object_set_new(object, "reminded_at", json_utc(loan->reminded_at));
  json_object_set_new(object, "mail", *r->address == '\0' ? json_null() : json_text(r->address));
  json_object_set_new(object, "mail_state", json_string(loan_mail_id(r->mail)));
  json_object_set_new(object, "next_mail_at", json_utc(r->next.at));
  json_object_set_new(object, "mailed_at", json_utc(r->sent_at));
  json_object_set_new(object, "mailed_state", mailed ? json_string(outbox_state_id(r->state)) : json_null());
}

static json_t *loan_json(const struct loan *loan)
{
  json_t *object = json_pack("{s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:i, s:o}", "tag", json_text(loan->tag), "host",
                             json_text(loan->host), "kind", json_text(loan->kind), "borrower",
                             json_text(loan->borrower), "state", loan_state_id(loan->state), "out_at",
                             json_utc(loan->out_at), "due_on", *loan->due_on == '\0' ? json_null()
                                                                                     : json_text(loan->due_on),
                             "back_at", json_utc(loan->back_at), "overdue_days", loan->days, "note",
                             json_text(loan->note));
  if (*loan->from_on != '\0')
    json_object_set_new(object, "from_on", json_text(loan->from_on));
  if (loan->state <= LOAN_OVERDUE)
    add_reminder(object, loan);
  return object;
}

static bool list_json(const struct loan_list *list, GError **error)
{
  json_t *array = json_array();
  for (int i = 0; i < list->rows; i++)
    json_array_append_new(array, loan_json(&list->row[i]));
  return cli_json(array, error);
}

static void print_list(const struct loan_list *list)
{
  static const char *const titles[] = {N_("Tag"), N_("Host"), N_("borrower"), N_("state"), N_("out (Japan)"),
                                       N_("due"), N_("back (Japan)"), N_("note")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    const struct loan *loan = &list->row[i];
    char out[32], back[32], *state;
    state = loan->days > 0 ? g_strdup_printf(_("overdue, %d days"), loan->days)
                           : g_strdup(loan_state_text(loan->state));
    cli_table_add(table, loan->tag);
    cli_table_add(table, loan->host);
    cli_table_add(table, loan->borrower);
    cli_table_add(table, state);
    cli_table_add(table, loan->state == LOAN_RESERVED ? loan->from_on : japan_format(loan->out_at, out));
    cli_table_add(table, loan->due_on);
    cli_table_add(table, japan_format(loan->back_at, back));
    cli_table_add(table, loan->note);
    g_free(state);
  }
  cli_table_print(table);
}

static bool run_list(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct loan_args args = {.choice = LOANS_OPEN, .now = clock_now(), .limit = LIMIT};
  if (opt_view != NULL && !loan_choice_parse(opt_view, &args.choice)) {
    error_set(error, TE_USAGE, _("--view is open, overdue, reserved or all, not “%s”"), opt_view);
    return false;
  }
  g_strlcpy(args.text, opt_text == NULL ? "" : opt_text, sizeof args.text);
  struct loan_list *list = cli_read(cli, loan_list_read, &args, error);
  bool ok = list != NULL && (!cli->json || list_json(list, error));
  if (ok && !cli->json)
    print_list(list);
  if (ok)
    cli_looked(cli, LOOK_ASSETS, "loans");
  snapshot_free(list);
  return ok;
}

/* --- calendar --------------------------------------------------------------------------------------------- */
static char *opt_from;
static int opt_days = CALENDAR_DAYS;
static const GOptionEntry calendar_options[] = {
    {"from", 0, 0, G_OPTION_ARG_STRING, &opt_from, N_("its first day (today)"), "DAY"},
    {"days", 0, 0, G_OPTION_ARG_INT, &opt_days, N_("how many (28)"), "N"},
    {NULL}};

static bool calendar_json(const struct loan_calendar *calendar, GError **error)
{
  char from[16];
  json_t *rows = json_array();
  for (int i = 0; i < calendar->rows; i++)
    json_array_append_new(rows, json_pack("{s:o, s:o, s:o}", "tag", json_text(calendar->row[i].tag), "host",
                                          json_text(calendar->row[i].host), "days", json_text(calendar->row[i].bar)));
  return cli_json(json_pack("{s:s, s:i, s:o}", "from", day_format(calendar->from, from), "days", calendar->days,
                            "assets", rows), error);
}

static void print_calendar(const struct loan_calendar *calendar)
{
  static const char *const titles[] = {N_("Tag"), N_("Host"), N_("days")};
  char from[16], to[16];
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < calendar->rows; i++) {
    cli_table_add(table, calendar->row[i].tag);
    cli_table_add(table, calendar->row[i].host);
    cli_table_add(table, calendar->row[i].bar);
  }
  printf(_("From %s to %s: = out, ! overdue, r reserved, . free\n"), day_format(calendar->from, from),
         day_format(calendar->from + calendar->days - 1, to));
  cli_table_print(table);
}

static bool run_calendar(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct loan_calendar_args args = {.now = clock_now(), .days = opt_days};
  if (opt_days < 1 || opt_days > CALENDAR_MOST) {
    error_set(error, TE_USAGE, _("--days is a number from 1 to %d"), CALENDAR_MOST);
    return false;
  }
  if (!japan_day_parse(opt_from == NULL ? "+0" : opt_from, args.now, &args.from, error))
    return false;
  struct loan_calendar *calendar = cli_read(cli, loan_calendar_read, &args, error);
  bool ok = calendar != NULL && (!cli->json || calendar_json(calendar, error));
  if (ok && !cli->json)
    print_calendar(calendar);
  snapshot_free(calendar);
  return ok;
}

/* --- steps ------------------------------------------------------------------------------------------------ */
static char *opt_due, *opt_note, *opt_time;
static gboolean opt_broken, opt_lost, opt_mail;
#define NOTE {"note", 0, 0, G_OPTION_ARG_STRING, &opt_note, N_("words about it"), "TEXT"}
#define TIME                                                                                              \
  {"time", 0, 0, G_OPTION_ARG_STRING, &opt_time,                                                          \
   N_("when it was, if not now: “2026-11-24 9:05” or “9:05” (Japan, 24 hours), RFC 3339"), "TIME"}
static const GOptionEntry out_options[] = {
    {"due", 0, 0, G_OPTION_ARG_STRING, &opt_due, N_("until which day: 2026-12-01, or +14 days from today"), "DAY"},
    NOTE, TIME, {NULL}};
static const GOptionEntry back_options[] = {
    {"broken", 0, 0, G_OPTION_ARG_NONE, &opt_broken, N_("it came back broken"), NULL},
    {"lost", 0, 0, G_OPTION_ARG_NONE, &opt_lost, N_("it does not come back"), NULL}, NOTE, TIME, {NULL}};
static const GOptionEntry remind_options[] = {
    {"mail", 0, 0, G_OPTION_ARG_NONE, &opt_mail, N_("sends a mail now"), NULL}, {NULL}};
static const GOptionEntry note_options[] = {NOTE, {NULL}};

static bool when(utc_t *at, GError **error)
{
  *at = clock_now();
  return opt_time == NULL || japan_parse(opt_time, *at, at, error);
}

static const char *note(void)
{
  return opt_note == NULL ? "" : opt_note;
}

static struct command *make_out(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  utc_t at;
  day_t due;
  (void)db;
  if (!when(&at, error) || !japan_day_parse(opt_due == NULL ? "" : opt_due, clock_now(), &due, error))
    return NULL;
  return loan_out(actor, at, argv[0], argv[1], due, note());
}

static struct command *make_back(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  utc_t at;
  (void)db;
  if (!when(&at, error))
    return NULL;
  return loan_back(actor, at, argv[0], opt_lost ? "lost" : opt_broken ? "broken" : "", note());
}

static struct command *make_due(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  day_t due;
  (void)db;
  return japan_day_parse(argv[1], clock_now(), &due, error) ? loan_due(actor, clock_now(), argv[0], due) : NULL;
}

static struct command *make_reserve(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  day_t from, to;
  (void)db;
  if (!japan_day_parse(argv[2], clock_now(), &from, error) || !japan_day_parse(argv[3], clock_now(), &to, error))
    return NULL;
  return loan_reserve(actor, clock_now(), argv[0], argv[1], from, to, note());
}

static struct command *make_cancel(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  day_t from;
  (void)db;
  return japan_day_parse(argv[1], clock_now(), &from, error) ? loan_unreserve(actor, clock_now(), argv[0], from) : NULL;
}

static struct command *make_remind(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  struct loan_args args = {.choice = LOANS_OPEN, .now = clock_now(), .limit = 1};
  g_strlcpy(args.tag, argv[0], sizeof args.tag);
  if (!opt_mail)
    return loan_remind(actor, clock_now(), argv[0]);
  struct loan_list *list = loan_list_read(db, &args, error);
  struct command *command = NULL;
  if (list != NULL && list->rows == 0)
    error_set(error, TE_NOINPUT, _("%s is not lent"), argv[0]);
  else if (list != NULL && *list->row[0].reminder.address == '\0')
    error_set(error, TE_DATA, _("%s: no mail to %s: %s"), argv[0], list->row[0].borrower,
              loan_mail_text(list->row[0].reminder.mail));
  else if (list != NULL && loan_mailed_today(&list->row[0], args.now))
    error_set(error, TE_NO, _("%s: a reminder went out by mail today"), argv[0]);
  else if (list != NULL)
    command = loan_remind_mail(actor, args.now, &list->row[0], LOAN_STEP_NONE);
  snapshot_free(list);
  return command;
}

#define RUN(name)                                                                         \
  static bool run_##name(const struct cli *cli, int argc, char **argv, GError **error)    \
  {                                                                                       \
    (void)argc;                                                                           \
    return carry_out(cli, make_##name, argv, error);                                      \
  }
RUN(out)
RUN(back)
RUN(due)
RUN(reserve)
RUN(cancel)
RUN(remind)

const struct cli_command command_loan_list = {
    .name = "loan list", .args = "", .options = list_options, .run = run_list, .wants_json = true,
    .summary = N_("what is lent, to whom, until when; the longest overdue first")};
const struct cli_command command_loan_calendar = {
    .name = "loan calendar", .args = "", .options = calendar_options, .run = run_calendar, .wants_json = true,
    .summary = N_("day by day, what is out and what is reserved")};
const struct cli_command command_loan_out = {
    .name = "loan out", .args = "TAG BORROWER", .min_args = 2, .max_args = 2, .options = out_options, .run = run_out,
    .wants_json = true, .summary = N_("lends an asset")};
const struct cli_command command_loan_due = {
    .name = "loan due", .args = "TAG DAY", .min_args = 2, .max_args = 2, .run = run_due, .wants_json = true,
    .summary = N_("changes the day until which it is lent")};
const struct cli_command command_loan_back = {
    .name = "loan back", .args = "TAG", .min_args = 1, .max_args = 1, .options = back_options, .run = run_back,
    .wants_json = true, .summary = N_("takes a lent asset back: whole, broken, or says that it is lost")};
const struct cli_command command_loan_reserve = {
    .name = "loan reserve", .args = "TAG BORROWER FROM TO", .min_args = 4, .max_args = 4, .options = note_options,
    .run = run_reserve, .wants_json = true, .summary = N_("promises an asset for some days")};
const struct cli_command command_loan_cancel = {
    .name = "loan cancel", .args = "TAG FROM", .min_args = 2, .max_args = 2, .run = run_cancel, .wants_json = true,
    .summary = N_("takes a reservation back")};
const struct cli_command command_loan_remind = {
    .name = "loan remind", .args = "TAG", .min_args = 1, .max_args = 1, .options = remind_options, .run = run_remind,
    .wants_json = true, .summary = N_("writes down that the borrower was reminded, or reminds by mail"),
    .detail = N_("Borrowers whose mail address the list of requesters has are reminded by themselves, in their "
                 "language, by a console or daemon that can send mail: at 9:00 of their office, some days before the "
                 "due day and behind it, never while the office is closed. Which days is data: `toban export "
                 "loan-reminders`; a file with the heading alone ends it.")};
