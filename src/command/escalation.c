/* toban escalation channels, send, list and the steps after it. */
#include <stdio.h>
#include <string.h>

#include "carry.h"
#include "commands.h"
#include "toban/error.h"
#include "toban/escalation_store.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/summary.h"
#include "toban/text.h"

/* --- channels ------------------------------------------------------------------------------------------------ */
static void print_channels(const struct calendar *hours, utc_t now)
{
  static const char *const titles[] = {N_("way"), N_("now"), N_("opens (UTC)"), N_("closes (UTC)")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < REACHES; i++) {
    struct reach_now r = reach_at((enum reach)i, hours, now);
    char opens[32] = "", closes[32] = "";
    if (r.opens_at != UTC_NONE)
      utc_format(r.opens_at, opens);
    if (r.closes_at != UTC_NONE)
      utc_format(r.closes_at, closes);
    cli_table_add(table, reach_text((enum reach)i));
    cli_table_add(table, r.open ? C_("way", "open") : C_("way", "closed"));
    cli_table_add(table, opens);
    cli_table_add(table, closes);
  }
  cli_table_print(table);
}

static json_t *channels_json(const struct calendar *hours, utc_t now)
{
  json_t *list = json_array();
  for (int i = 0; i < REACHES; i++) {
    struct reach_now r = reach_at((enum reach)i, hours, now);
    json_array_append_new(list, json_pack("{s:s, s:b, s:o, s:o}", "channel", reach_id((enum reach)i), "open", r.open,
                                          "opens_at", json_utc(r.opens_at), "closes_at", json_utc(r.closes_at)));
  }
  return list;
}

static bool channels(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct reference *ref = cli_read(cli, reference_read, NULL, error);
  if (ref == NULL)
    return false;
  const struct calendar *hours = calendar_find(ref->calendars, REACH_CALENDAR);
  bool done = !cli->json || cli_json(channels_json(hours, clock_now()), error);
  if (!cli->json)
    print_channels(hours, clock_now());
  reference_free(ref);
  return done;
}

/* --- send ---------------------------------------------------------------------------------------------------- */
static char *opt_to, *opt_via, *opt_language, *opt_reason, *opt_text;
static const GOptionEntry send_options[] = {
    {"to", 0, 0, G_OPTION_ARG_STRING, &opt_to, N_("the contact (toban export contacts)"), "CONTACT"},
    {"via", 0, 0, G_OPTION_ARG_STRING, &opt_via, N_("the first contact of this way: teams, teams-voice, email, phone"),
     "WAY"},
    {"in", 0, 0, G_OPTION_ARG_STRING, &opt_language, N_("language of the summary: ja or en"), "LANG"},
    {"reason", 0, 0, G_OPTION_ARG_STRING, &opt_reason, N_("why a closed way is taken nonetheless"), "TEXT"},
    {"text", 0, 0, G_OPTION_ARG_STRING, &opt_text, N_("these words instead of the summary"), "TEXT"},
    {NULL}};

/* --to, else the first of --via, else the one by which somebody is reached soonest. */
static const struct contact *choose(const struct reference *ref, utc_t now, GError **error)
{
  enum reach order[REACHES], via;
  const struct escalation_book *book = ref->book;
  if (opt_to != NULL) {
    const struct contact *contact = escalation_contact(book, opt_to);
    if (contact == NULL)
      error_set(error, TE_NOINPUT, _("there is no contact “%s”"), opt_to);
    return contact;
  }
  if (opt_via != NULL && !reach_parse(opt_via, &via)) {
    error_set(error, TE_USAGE, _("no such way: “%s” (teams, teams-voice, email or phone)"), opt_via);
    return NULL;
  }
  reach_order(calendar_find(ref->calendars, REACH_CALENDAR), now, order);
  for (int i = 0; i < REACHES; i++)
    for (int j = 0; j < book->contacts; j++)
      if (book->contact[j].via == (opt_via != NULL ? via : order[i]))
        return &book->contact[j];
  error_set(error, TE_NOINPUT, _("nobody is named to escalate to: toban import contacts FILE"));
  return NULL;
}

static struct command *order_of(const struct reference *ref, const struct ticket_view *view, const char *actor,
                                GError **error)
{
  utc_t now = clock_now();
  enum lang lang = lang_get();
  const struct contact *contact = choose(ref, now, error);
  if (contact == NULL)
    return NULL;
  if (opt_language != NULL && !lang_parse(opt_language, &lang)) {
    error_set(error, TE_USAGE, _("there is no language “%s”: ja or en"), opt_language);
    return NULL;
  }
  struct summary_source source = {.ticket = &view->t, .clock = view->clock, .event = view->event,
                                  .events = view->events, .ref = ref, .now = now};
  char *text = opt_text != NULL ? g_strdup(opt_text) : ticket_summary(&source, 1u << lang);
  char *subject = ticket_summary_subject(&source, lang);
  struct escalation_order order = {.ticket = view->t.key, .contact = contact, .lang = lang, .subject = subject,
                                   .text = text, .reason = opt_reason};
  struct command *command = escalate(actor, now, view->t.revision, &view->t, &order);
  g_free(subject);
  g_free(text);
  return command;
}

static bool send_one(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  struct reference *ref = actor == NULL ? NULL : reference_read(db, NULL, error);
  struct ticket_args args = {.now = clock_now()};
  g_strlcpy(args.key, argv[0], sizeof args.key);
  struct ticket_view *view = ref == NULL ? NULL : ticket_view_read(db, &args, error);
  bool done = view != NULL && carry_command(cli, db, order_of(ref, view, actor, error), "done", false, error);
  snapshot_free(view);
  reference_free(ref);
  g_free(actor);
  db_close(db);
  return done;
}

/* --- list ---------------------------------------------------------------------------------------------------- */
static gboolean opt_all;
static char *opt_ticket;
static const GOptionEntry list_options[] = {
    {"all", 0, 0, G_OPTION_ARG_NONE, &opt_all, N_("what is over too"), NULL},
    {"ticket", 0, 0, G_OPTION_ARG_STRING, &opt_ticket, N_("only of this ticket"), "KEY"},
    {NULL}};

static json_t *row_json(const struct escalation_row *r)
{
  return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:o, s:i, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "number",
                   (json_int_t)r->number, "ticket", r->ticket, "state", escalation_state_id(r->state), "channel",
                   reach_id(r->via), "contact", r->contact, "by", r->by, "rule",
                   *r->rule == '\0' ? json_null() : json_string(r->rule), "level", r->level, "reason", r->reason, "at",
                   json_utc(r->at), "acknowledge_by", json_utc(r->ack_due), "call_at", json_utc(r->call_next),
                   "ended_at", json_utc(r->done_at), "words", json_text(r->words), "message",
                   r->has_message ? json_integer(r->message.number) : json_null(), "message_state",
                   r->has_message ? json_string(outbox_state_id(r->message.state)) : json_null());
}

static void print_rows(const struct escalation_list *list)
{
  static const char *const titles[] = {N_(">no."), N_("ticket"), N_("state"), N_("way"), N_("sent to"),
                                       N_("since (UTC)"), N_("message"), N_("title")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    const struct escalation_row *r = &list->row[i];
    char number[24], at[32];
    g_snprintf(number, sizeof number, "%ld", (long)r->number);
    cli_table_add(table, number);
    cli_table_add(table, r->ticket);
    cli_table_add(table, escalation_state_text(r->state));
    cli_table_add(table, reach_text(r->via));
    cli_table_add(table, r->contact);
    cli_table_add(table, utc_format(r->at, at));
    cli_table_add(table, r->has_message ? outbox_state_text(r->message.state) : "");
    cli_table_add(table, r->title);
  }
  cli_table_print(table);
}

static bool list(const struct cli *cli, int argc, char **argv, GError **error)
{
  enum { MOST = 100000 };
  (void)argc, (void)argv;
  struct escalation_args args = {.all = opt_all, .limit = MOST};
  g_strlcpy(args.ticket, opt_ticket == NULL ? "" : opt_ticket, sizeof args.ticket);
  struct escalation_list *found = cli_read(cli, escalation_list_read, &args, error);
  bool done = found != NULL;
  json_t *out = json_array();
  for (int i = 0; done && i < found->rows; i++)
    json_array_append_new(out, row_json(&found->row[i]));
  if (done && cli->json)
    done = cli_json(json_incref(out), error);
  else if (done)
    print_rows(found);
  json_decref(out);
  snapshot_free(found);
  return done;
}

/* --- steps --------------------------------------------------------------------------------------------------- */
static int opt_again = 10;
static const GOptionEntry called_options[] = {
    {"again", 0, 0, G_OPTION_ARG_INT, &opt_again, N_("when to call again (10)"), "MINUTES"}, {NULL}};

static bool step(const struct cli *cli, int argc, char **argv, enum escalation_step what, GError **error)
{
  guint64 number;
  utc_t now = clock_now(), next = what == STEP_CALLED ? now + CLAMP(opt_again, 1, 1440) * 60 : UTC_NONE;
  if (!g_ascii_string_to_unsigned(argv[0], 10, 1, G_MAXINT64, &number, NULL)) {
    error_set(error, TE_USAGE, _("“%s” is no number of an escalation"), argv[0]);
    return false;
  }
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool done = actor != NULL &&
              carry_command(cli, db, escalation_step(actor, now, (int64_t)number, what, argc > 1 ? argv[1] : "", next),
                            "done", false, error);
  g_free(actor);
  db_close(db);
  return done;
}

static bool answer(const struct cli *cli, int argc, char **argv, GError **error)
{
  return step(cli, argc, argv, STEP_ANSWERED, error);
}

static bool acknowledge(const struct cli *cli, int argc, char **argv, GError **error)
{
  return step(cli, argc, argv, STEP_ACKNOWLEDGED, error);
}

static bool called(const struct cli *cli, int argc, char **argv, GError **error)
{
  return step(cli, argc, argv, STEP_CALLED, error);
}

static bool end(const struct cli *cli, int argc, char **argv, GError **error)
{
  return step(cli, argc, argv, STEP_ENDED, error);
}

const struct cli_command command_escalation_channels = {
    .name = "escalation channels", .args = "", .run = channels, .wants_json = true,
    .summary = N_("which ways to the information systems section are open now")};
const struct cli_command command_escalation_send = {
    .name = "escalation send", .args = "KEY", .min_args = 1, .max_args = 1, .options = send_options, .run = send_one,
    .wants_json = true, .summary = N_("escalates a ticket"),
    .detail = N_("The summary of the ticket goes along. Without --to and --via the way is taken by which somebody is "
                 "reached soonest. A closed way asks for a --reason. Mail and Teams go through the outbox: a console "
                 "or a daemon sends them; telephone and voice are a step to be carried out.")};
const struct cli_command command_escalation_list = {
    .name = "escalation list", .args = "", .options = list_options, .run = list, .wants_json = true,
    .summary = N_("what was escalated, and what came of it")};
const struct cli_command command_escalation_answer = {
    .name = "escalation answer", .args = "NUMBER WORDS", .min_args = 2, .max_args = 2, .run = answer,
    .wants_json = true, .summary = N_("writes down what the other side said")};
const struct cli_command command_escalation_acknowledge = {
    .name = "escalation acknowledge", .args = "NUMBER [WORDS]", .min_args = 1, .max_args = 2, .run = acknowledge,
    .wants_json = true, .summary = N_("somebody has taken it: the rule goes no further")};
const struct cli_command command_escalation_called = {
    .name = "escalation called", .args = "NUMBER [WORDS]", .min_args = 1, .max_args = 2, .options = called_options,
    .run = called, .wants_json = true, .summary = N_("called, and nobody was reached")};
const struct cli_command command_escalation_end = {
    .name = "escalation end", .args = "NUMBER WORDS", .min_args = 2, .max_args = 2, .run = end, .wants_json = true,
    .summary = N_("it is over without an answer, and why")};
