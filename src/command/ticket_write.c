/* toban ticket new, answer, note, assign, state, change, merge, exclude: one event each (service-levels.md). */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "ticket_write.h"
#include "toban/command.h"
#include "toban/csv.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/read.h"
#include "toban/received.h"
#include "toban/text.h"

enum { BODY_LIMIT = 1 << 20 };

const char ticket_body_help[] = N_("the text; “-” reads standard input");
const char ticket_once_help[] = N_("a key of your own: a repetition with it changes nothing");
const char ticket_revision_help[] = N_("only if the ticket has still this revision");
const char ticket_field_help[] = N_(
    "with --revision: what others changed since is in the way only where it is the same field");
struct ticket_option ticket_option;
static char *opt_channel, *opt_office, *opt_title, *opt_category, *opt_requester, *opt_received, *opt_language,
    *opt_clocks, *opt_reason, *opt_reply;
static int opt_priority = PRIORITY_NONE;
static gboolean opt_approve, opt_reject, opt_withdraw;

#define CHANNEL_OPTION(text) {"channel", 0, 0, G_OPTION_ARG_STRING, &opt_channel, text, "C"}
#define PRIORITY_OPTION {"priority", 0, 0, G_OPTION_ARG_INT, &opt_priority, N_("1 (highest) to 4"), "N"}
#define CATEGORY_OPTION                                                                                                \
  {                                                                                                                    \
    "category", 0, 0, G_OPTION_ARG_STRING, &opt_category, N_("a code of table 3-4, like 5.1"), "CODE"                  \
  }
#define OFFICE_OPTION                                                                                                  \
  {                                                                                                                    \
    "office", 0, 0, G_OPTION_ARG_STRING, &opt_office, N_("number, code or name of the office"), "NO|CODE"              \
  }
#define TITLE_OPTION {"title", 0, 0, G_OPTION_ARG_STRING, &opt_title, N_("one line"), "TEXT"}

static const GOptionEntry new_options[] = {
    CHANNEL_OPTION(N_("phone mail web salon face teams teams-voice")), OFFICE_OPTION, TITLE_OPTION, PRIORITY_OPTION,
    CATEGORY_OPTION,
    {"requester", 0, 0, G_OPTION_ARG_STRING, &opt_requester, N_("who asks"), "R"},
    {"language", 0, 0, G_OPTION_ARG_STRING, &opt_language, N_("of the requester (seen from the title)"), "ja|en"},
    TICKET_BODY_OPTION,
    {"received", 0, 0, G_OPTION_ARG_STRING, &opt_received,
     N_("when it came in, if that was earlier: -15m, 14:02, RFC 3339"), "TIME"},
    TICKET_COMMON_OPTIONS};
static const GOptionEntry answer_options[] = {
    CHANNEL_OPTION(N_("by which way the answer went")), TICKET_BODY_OPTION,
    {"reply", 0, 0, G_OPTION_ARG_STRING, &opt_reply,
     N_("the text of this prepared reply, with its fields filled in"), "ID"},
    {"language", 0, 0, G_OPTION_ARG_STRING, &opt_language, N_("of the prepared reply (the requester’s)"), "ja|en"},
    TICKET_COMMON_OPTIONS};
static const GOptionEntry body_options[] = {TICKET_BODY_OPTION, TICKET_COMMON_OPTIONS};
static const GOptionEntry plain_options[] = {TICKET_COMMON_OPTIONS};
static const GOptionEntry change_options[] = {
    PRIORITY_OPTION, CHANNEL_OPTION(N_("phone mail web salon face teams teams-voice")),
    CATEGORY_OPTION, OFFICE_OPTION,
    TITLE_OPTION,    TICKET_COMMON_OPTIONS};
static const GOptionEntry exclude_options[] = {
    {"clocks", 0, 0, G_OPTION_ARG_STRING, &opt_clocks, N_("response, resolution or both with “;” between"), "LIST"},
    {"reason", 0, 0, G_OPTION_ARG_STRING, &opt_reason, N_("call-fault tool-failure local-circumstances other"), "R"},
    {"approve", 0, 0, G_OPTION_ARG_NONE, &opt_approve, N_("approves what another person asked for"), NULL},
    {"reject", 0, 0, G_OPTION_ARG_NONE, &opt_reject, N_("rejects it"), NULL},
    {"withdraw", 0, 0, G_OPTION_ARG_NONE, &opt_withdraw, N_("ends an exclusion, or takes the request back"), NULL},
    TICKET_BODY_OPTION, TICKET_COMMON_OPTIONS};

static bool usage(GError **error, const char *text)
{
  error_set(error, TE_USAGE, "%s", text);
  return false;
}

/* --- reading options into an event ------------------------------------------------------------------------ */
bool ticket_take_body(struct ticket_event *event, GError **error)
{
  static char *kept;
  size_t length;
  if (ticket_option.body != NULL)
    event->body = ticket_option.body;
  if (event->body == NULL || strcmp(event->body, "-") != 0)
    return true;
  if (!file_read_all("-", BODY_LIMIT, &kept, &length, error))
    return false;
  if (!g_utf8_validate_len(kept, length, NULL)) {
    error_set(error, TE_DATA, _("standard input: not UTF-8"));
    return false;
  }
  event->body = kept;
  return true;
}

static bool take_channel(struct ticket_event *event, GError **error)
{
  if (opt_channel == NULL || channel_parse(opt_channel, &event->channel))
    return true;
  error_set(error, TE_USAGE, _("there is no channel “%s” (phone mail web salon face teams teams-voice)"), opt_channel);
  return false;
}

static bool take_fields(struct ticket_event *event, const struct reference *ref, GError **error)
{
  const struct office *office = opt_office == NULL ? NULL : cli_office(ref, opt_office, error);
  if (opt_office != NULL && office == NULL)
    return false;
  if (opt_priority != PRIORITY_NONE && (opt_priority < 1 || opt_priority > 4))
    return usage(error, _("--priority is 1 to 4"));
  event->office = office == NULL ? NULL : office->id;
  event->priority = opt_priority;
  event->category = opt_category;
  event->title = opt_title;
  return take_channel(event, error);
}

static bool take_clocks(struct ticket_event *event, GError **error)
{
  char **names = g_strsplit(opt_clocks == NULL ? "" : opt_clocks, ";", -1);
  bool ok = opt_clocks != NULL;
  for (int i = 0, clock; ok && names[i] != NULL; i++)
    if ((ok = sla_clock_parse(names[i], &clock)))
      event->clocks |= CLOCK_BIT(clock);
  g_strfreev(names);
  return ok || usage(error, _("--clocks is response, resolution or response;resolution"));
}

/* --- doing it ----------------------------------------------------------------------------------------------- */
/* What the words after the command say; argv[0] is the key of the ticket, but for new. */
typedef bool event_fn(struct ticket_event *event, const struct reference *ref, int argc, char **argv, GError **error);

static bool tell_outcome(const struct cli *cli, const struct command_outcome *outcome, bool fresh, GError **error)
{
  if (outcome->result == COMMAND_CONFLICT) {
    error_set(error, TE_CONFLICT, _("%s has moved on to revision %ld: %s"), outcome->ticket, (long)outcome->revision,
              outcome->conflict);
    return false;
  }
  if (cli->json)
    return cli_json(json_pack("{s:s, s:I, s:s}", "ticket", outcome->ticket, "revision", (json_int_t)outcome->revision,
                              "result", outcome->result == COMMAND_REPEATED ? "repeated" : "done"),
                    error);
  if (fresh)
    puts(outcome->ticket);
  return true;
}

bool ticket_carry_out(const struct cli *cli, struct db *db, struct command *take, bool fresh, GError **error)
{
  struct command_outcome outcome;
  if (ticket_option.once != NULL)
    g_strlcpy(take->key, ticket_option.once, sizeof take->key);
  take->by_field = ticket_option.by_field;
  bool ok = command_run(db, take, &outcome, error);
  if (ok && *outcome.ticket == '\0' && take->event.ticket != NULL)
    g_strlcpy(outcome.ticket, take->event.ticket, sizeof outcome.ticket);
  ok = ok && tell_outcome(cli, &outcome, fresh, error);
  command_free(take);
  return ok;
}

bool ticket_check_once(GError **error)
{
  return ticket_option.once == NULL || (*ticket_option.once != '\0' && strlen(ticket_option.once) <= 39) ||
         usage(error, _("--once is a key of 1 to 39 bytes"));
}

static bool carry_out(const struct cli *cli, struct db *db, const struct ticket_event *event, GError **error)
{
  char *actor = cli_actor(cli, db, error);
  if (actor == NULL)
    return false;
  struct command *command = command_ticket(actor, clock_now(), ticket_option.revision, event);
  g_free(actor);
  return ticket_carry_out(cli, db, command, event->kind == EVENT_RECEIVED, error);
}

/* The prepared text, with what was given as a text behind it: event->body. NULL on error; g_free. */
static char *write_reply(const struct cli *cli, struct db *db, const struct reference *ref,
                         struct ticket_event *event, GError **error)
{
  enum lang lang;
  struct ticket_view *view = ticket_look(db, event->ticket, error);
  char *actor = view == NULL ? NULL : cli_actor(cli, db, error);
  char *text = actor == NULL || !ticket_reply_lang(&view->t, opt_language, &lang, error)
                   ? NULL : ticket_reply_text(ref, &view->t, opt_reply, lang, actor, error);
  snapshot_free(view);
  g_free(actor);
  if (text != NULL && event->body != NULL) {
    char *whole = g_strconcat(text, "\n\n", event->body, NULL);
    g_free(text);
    text = whole;
  }
  if (text != NULL)
    event->body = text;
  return text;
}

static bool write_event(const struct cli *cli, enum event_kind kind, event_fn *make, int argc, char **argv,
                        GError **error)
{
  if (!ticket_check_once(error))
    return false;
  struct db *db = cli_open(cli, 0, error);
  struct reference *ref = db == NULL ? NULL : reference_read(db, NULL, error);
  struct ticket_event event = {.kind = kind, .channel = CHANNEL_NONE, .at = UTC_NONE,
                               .ticket = kind == EVENT_RECEIVED ? NULL : argv[0]};
  char *reply = NULL;
  bool ok = ref != NULL && ticket_take_body(&event, error) && make(&event, ref, argc, argv, error) &&
            (opt_reply == NULL || (reply = write_reply(cli, db, ref, &event, error)) != NULL) &&
            carry_out(cli, db, &event, error);
  g_free(reply);
  reference_free(ref);
  db_close(db);
  return ok;
}

/* --- the commands --------------------------------------------------------------------------------------------- */
static bool make_new(struct ticket_event *event, const struct reference *ref, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  enum lang lang;
  if (opt_channel == NULL || opt_office == NULL || opt_title == NULL)
    return usage(error, _("a new ticket needs --channel, --office and --title"));
  if (opt_priority == PRIORITY_NONE)
    opt_priority = 3;
  if (!take_fields(event, ref, error))
    return false;
  if (opt_language != NULL && (!lang_parse(opt_language, &lang) || opt_language[2] != '\0'))
    return usage(error, _("--language is ja or en"));
  event->requester = opt_requester;
  event->lang = opt_language != NULL ? opt_language : lang_id(text_is_japanese(opt_title) ? LANG_JA : LANG_EN);
  return opt_received == NULL || received_parse(opt_received, clock_now(), &event->at) ||
         usage(error, _("--received is not later than now: -15m, 14:02 or 11/22 14:02 in Japan, or RFC 3339"));
}

static bool make_answer(struct ticket_event *event, const struct reference *ref, int argc, char **argv, GError **error)
{
  (void)ref;
  if (argc > 1)
    event->body = argv[1];
  return take_channel(event, error);
}

static bool make_note(struct ticket_event *event, const struct reference *ref, int argc, char **argv, GError **error)
{
  (void)ref;
  if (argc > 1)
    event->body = argv[1];
  return (event->body != NULL && *event->body != '\0') || usage(error, _("a note needs a text"));
}

static bool make_assign(struct ticket_event *event, const struct reference *ref, int argc, char **argv, GError **error)
{
  (void)argc;
  event->target = strcmp(argv[1], "-") == 0 ? NULL : argv[1];
  if (event->target == NULL || reference_operator(ref, event->target) != NULL)
    return true;
  error_set(error, TE_NOINPUT, _("there is no operator “%s”"), argv[1]);
  return false;
}

static bool make_target(struct ticket_event *event, const struct reference *ref, int argc, char **argv, GError **error)
{
  (void)ref, (void)argc, (void)error;
  event->target = argv[1];
  return true;
}

static bool make_change(struct ticket_event *event, const struct reference *ref, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  return take_fields(event, ref, error);
}

static bool make_exclude(struct ticket_event *event, const struct reference *ref, int argc, char **argv, GError **error)
{
  (void)ref, (void)argc, (void)argv;
  if (opt_approve + opt_reject + opt_withdraw > 1)
    return usage(error, _("one of --approve, --reject and --withdraw"));
  if (opt_approve)
    event->kind = EVENT_EXCLUSION_APPROVED;
  else if (opt_reject)
    event->kind = EVENT_EXCLUSION_REJECTED;
  else if (opt_withdraw)
    event->kind = EVENT_EXCLUSION_WITHDRAWN;
  else if (opt_reason == NULL)
    return usage(error, _("a request needs --reason"));
  event->reason = event->kind == EVENT_EXCLUSION_REQUESTED ? opt_reason : NULL;
  return take_clocks(event, error);
}

#define COMMAND(id, event_kind_, make_) \
  static bool run_##id(const struct cli *cli, int argc, char **argv, GError **error) \
  { \
    return write_event(cli, event_kind_, make_, argc, argv, error); \
  }
COMMAND(new, EVENT_RECEIVED, make_new)
COMMAND(answer, EVENT_ANSWERED, make_answer)
COMMAND(note, EVENT_NOTE, make_note)
COMMAND(assign, EVENT_ASSIGNED, make_assign)
COMMAND(state, EVENT_STATE, make_target)
COMMAND(change, EVENT_CHANGED, make_change)
COMMAND(merge, EVENT_MERGED, make_target)
COMMAND(exclude, EVENT_EXCLUSION_REQUESTED, make_exclude)

const struct cli_command command_ticket_new = {
    .name = "ticket new", .args = "", .options = new_options, .run = run_new, .wants_json = true,
    .summary = N_("takes a ticket in and prints its number")};
const struct cli_command command_ticket_answer = {
    .name = "ticket answer", .args = "KEY [TEXT]", .min_args = 1, .max_args = 2, .options = answer_options,
    .run = run_answer, .wants_json = true, .summary = N_("writes down that an answer reached the user")};
const struct cli_command command_ticket_note = {
    .name = "ticket note", .args = "KEY [TEXT]", .min_args = 1, .max_args = 2, .options = body_options, .run = run_note,
    .wants_json = true, .summary = N_("adds an internal note")};
const struct cli_command command_ticket_assign = {
    .name = "ticket assign", .args = "KEY LOGIN|-", .min_args = 2, .max_args = 2, .options = plain_options,
    .run = run_assign, .wants_json = true, .summary = N_("gives it to an operator, or to nobody (-)")};
const struct cli_command command_ticket_state = {
    .name = "ticket state",
    .args = "KEY STATE",
    .min_args = 2,
    .max_args = 2,
    .options = body_options,
    .run = run_state,
    .wants_json = true,
    .summary = N_("changes its state: open waiting-user waiting-vendor escalated resolved closed")};
const struct cli_command command_ticket_change = {
    .name = "ticket change", .args = "KEY", .min_args = 1, .max_args = 1, .options = change_options, .run = run_change,
    .wants_json = true, .summary = N_("changes its fields")};
const struct cli_command command_ticket_merge = {
    .name = "ticket merge", .args = "KEY INTO", .min_args = 2, .max_args = 2, .options = body_options, .run = run_merge,
    .wants_json = true, .summary = N_("the same inquiry twice: merges one into the other, for good")};
const struct cli_command command_ticket_exclude = {
    .name = "ticket exclude",
    .args = "KEY",
    .min_args = 1,
    .max_args = 1,
    .options = exclude_options,
    .run = run_exclude,
    .wants_json = true,
    .summary = N_("asks for an exclusion from the service level, or decides on one")};
