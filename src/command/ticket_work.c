/* toban ticket tag, link, callback, spend, hold, resolve, handover, undo, split: work on a ticket as events. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "ticket_write.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/read.h"
#include "toban/split.h"
#include "toban/ticket_work.h"
#include "toban/when.h"

static gboolean opt_remove;
static char *opt_until, *opt_cause, *opt_title, **opt_events;

static const GOptionEntry remove_options[] = {
    {"remove", 0, 0, G_OPTION_ARG_NONE, &opt_remove, N_("takes it away"), NULL}, TICKET_COMMON_OPTIONS};
static const GOptionEntry text_options[] = {TICKET_BODY_OPTION, TICKET_COMMON_OPTIONS};
static const GOptionEntry hold_options[] = {
    {"until", 0, 0, G_OPTION_ARG_STRING, &opt_until, N_("when work is expected to resume"), "TIME"},
    TICKET_BODY_OPTION, TICKET_COMMON_OPTIONS};
static const GOptionEntry resolve_options[] = {
    {"cause", 0, 0, G_OPTION_ARG_STRING, &opt_cause, N_("a code of the list “causes”"), "CODE"},
    TICKET_BODY_OPTION, TICKET_COMMON_OPTIONS};
static const GOptionEntry split_options[] = {
    {"title", 0, 0, G_OPTION_ARG_STRING, &opt_title, N_("of the new ticket"), "TEXT"},
    {"event", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt_events,
     N_("number of an event (“seq” of ticket show --json) whose words go along; may be given again"), "SEQ"},
    TICKET_BODY_OPTION, TICKET_COMMON_OPTIONS};
static const GOptionEntry plain_options[] = {TICKET_COMMON_OPTIONS};

static bool usage(GError **error, const char *text)
{
  error_set(error, TE_USAGE, "%s", text);
  return false;
}

/* RFC 3339, or as one says it: see when.h. "... there" needs the ticket's office. */
static bool parse_time(const struct cli *cli, const char *key, const char *text, utc_t *out, GError **error)
{
  struct db *db = cli_open(cli, DB_READONLY, error);
  struct reference *ref = db == NULL ? NULL : reference_read(db, NULL, error);
  struct ticket_view *view = ref == NULL ? NULL : ticket_look(db, key, error);
  const struct office *office = view == NULL ? NULL : reference_office(ref, view->t.office);
  bool ok = view != NULL && when_parse(text, clock_now(), office == NULL ? NULL : office->zone, out, error);
  snapshot_free(view);
  reference_free(ref);
  db_close(db);
  return ok;
}

static struct ticket_event event_of(enum event_kind kind, const char *key, const char *target, const char *body)
{
  return (struct ticket_event){.ticket = key, .at = UTC_NONE, .kind = kind, .channel = CHANNEL_NONE, .target = target,
                               .body = body};
}

/* Opens, reads the text, makes the command with `event` and, when there is one, `second`, and runs it. */
static bool write_pair(const struct cli *cli, struct ticket_event *event, const struct ticket_event *second,
                       GError **error)
{
  if (!ticket_check_once(error) || !ticket_take_body(event, error))
    return false;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool ok = actor != NULL;
  if (ok) {
    struct command *command = command_ticket(actor, clock_now(), ticket_option.revision, event);
    if (second != NULL)
      command_ticket_add(command, 0, second);
    ok = ticket_carry_out(cli, db, command, false, error);
  }
  g_free(actor);
  db_close(db);
  return ok;
}

static bool run_tag(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct ticket_event event = event_of(opt_remove ? EVENT_UNTAGGED : EVENT_TAGGED, argv[0], argv[1], NULL);
  return write_pair(cli, &event, NULL, error);
}

static bool run_link(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct ticket_event pair[2];
  enum ticket_relation relation;
  if (!ticket_relation_parse(argv[1], &relation))
    return usage(error, _("a link is parent, child, related, split-from or split-to"));
  ticket_link_pair(argv[0], relation, argv[2], opt_remove, pair);
  return write_pair(cli, &pair[0], &pair[1], error);
}

static bool run_callback(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct ticket_event event = event_of(EVENT_CALLBACK_PROMISED, argv[0], NULL, argc > 2 ? argv[2] : NULL);
  if (strcmp(argv[1], "kept") == 0)
    event.kind = EVENT_CALLBACK_KEPT;
  else if (strcmp(argv[1], "cancelled") == 0)
    event.kind = EVENT_CALLBACK_CANCELLED;
  else if (!parse_time(cli, argv[0], argv[1], &event.until, error))
    return false;
  return write_pair(cli, &event, NULL, error);
}

static bool run_spend(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct ticket_event event = event_of(EVENT_SPENT, argv[0], NULL, argc > 2 ? argv[2] : NULL);
  char *end;
  event.amount = g_ascii_strtoll(argv[1], &end, 10);
  if (end == argv[1] || *end != '\0')
    return usage(error, _("MINUTES is a number"));
  return write_pair(cli, &event, NULL, error);
}

static bool run_hold(const struct cli *cli, int argc, char **argv, GError **error)
{
  bool vendor = strcmp(argv[1], "vendor") == 0;
  if (!vendor && strcmp(argv[1], "user") != 0)
    return usage(error, _("it waits for “user” or “vendor”"));
  struct ticket_event event =
      event_of(EVENT_STATE, argv[0], ticket_state_id(vendor ? TICKET_WAITING_VENDOR : TICKET_WAITING_USER),
               argc > 2 ? argv[2] : NULL);
  if (opt_until != NULL && !parse_time(cli, argv[0], opt_until, &event.until, error))
    return false;
  return write_pair(cli, &event, NULL, error);
}

static bool run_resolve(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct ticket_event event =
      event_of(EVENT_STATE, argv[0], ticket_state_id(TICKET_RESOLVED), argc > 1 ? argv[1] : NULL);
  if (opt_cause == NULL)
    return usage(error, _("a resolution needs --cause (toban export causes lists the codes)"));
  event.reason = opt_cause;
  return write_pair(cli, &event, NULL, error);
}

static bool run_handover(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct ticket_event event = event_of(EVENT_HANDED_OVER, argv[0], argv[1], argc > 2 ? argv[2] : NULL);
  return write_pair(cli, &event, NULL, error);
}

/* --- undo ------------------------------------------------------------------------------------------------------ */
static bool undo_in(const struct cli *cli, struct db *db, const struct ticket_view *view, GError **error)
{
  struct ticket_event event;
  char *said, *actor = cli_actor(cli, db, error);
  bool ok = actor != NULL && ticket_undo(view->event, view->events, actor, clock_now(), &event, &said, error);
  if (ok) {
    struct command *command = command_ticket(actor, clock_now(), view->t.revision, &event);
    ok = ticket_carry_out(cli, db, command, false, error);
    if (ok && !cli->json)
      puts(said);
    g_free(said);
  }
  g_free(actor);
  return ok;
}

static bool run_undo(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  if (!ticket_check_once(error))
    return false;
  struct db *db = cli_open(cli, 0, error);
  struct ticket_view *view = db == NULL ? NULL : ticket_look(db, argv[0], error);
  bool ok = view != NULL && undo_in(cli, db, view, error);
  snapshot_free(view);
  db_close(db);
  return ok;
}

/* --- split ----------------------------------------------------------------------------------------------------- */
static bool chosen_words(const struct ticket_view *view, GPtrArray *out, GError **error)
{
  for (int i = 0; opt_events != NULL && opt_events[i] != NULL; i++) {
    int64_t seq = g_ascii_strtoll(opt_events[i], NULL, 10);
    int found = -1;
    for (int e = 0; e < view->events; e++)
      if (view->event[e].seq == seq)
        found = e;
    if (found < 0 || view->event[found].body == NULL) {
      error_set(error, TE_USAGE, _("%s has no event %s with words"), view->t.key, opt_events[i]);
      return false;
    }
    g_ptr_array_add(out, (void *)(uintptr_t)&view->event[found]);
  }
  return true;
}

static bool run_split(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct ticket_event words = {.kind = EVENT_NOTE};
  if (opt_title == NULL || *opt_title == '\0')
    return usage(error, _("a new ticket needs --title"));
  if (!ticket_check_once(error) || !ticket_take_body(&words, error))
    return false;
  struct db *db = cli_open(cli, 0, error);
  struct ticket_view *view = db == NULL ? NULL : ticket_look(db, argv[0], error);
  char *actor = view == NULL ? NULL : cli_actor(cli, db, error);
  GPtrArray *events = g_ptr_array_new();
  bool ok = actor != NULL && chosen_words(view, events, error);
  if (ok) {
    struct split split = {&view->t, (const struct ticket_event *const *)events->pdata, (int)events->len, opt_title,
                          words.body};
    ok = ticket_carry_out(cli, db, command_split(actor, clock_now(), ticket_option.revision, &split), true, error);
  }
  g_ptr_array_free(events, TRUE);
  g_free(actor);
  snapshot_free(view);
  db_close(db);
  return ok;
}

#define COMMAND(id, name_, args_, least, most, options_, summary_) \
  const struct cli_command command_ticket_##id = { \
      .name = "ticket " name_, .args = args_, .min_args = least, .max_args = most, .options = options_, \
      .run = run_##id, .wants_json = true, .summary = summary_}
COMMAND(tag, "tag", "KEY TAG", 2, 2, remove_options, N_("puts a tag on a ticket, or takes it off"));
COMMAND(link, "link", "KEY RELATION OTHER", 3, 3, remove_options,
        N_("OTHER is the parent, child, related or split ticket of KEY: says so on both"));
COMMAND(callback, "callback", "KEY TIME|kept|cancelled [TEXT]", 2, 3, text_options,
        N_("promises a call-back, or says that it was kept or is not needed"));
COMMAND(spend, "spend", "KEY MINUTES [TEXT]", 2, 3, text_options, N_("writes down time spent"));
COMMAND(hold, "hold", "KEY user|vendor [TEXT]", 2, 3, hold_options,
        N_("lets it wait for somebody, until a time, for a reason"));
COMMAND(resolve, "resolve", "KEY [TEXT]", 1, 2, resolve_options, N_("resolves it, with the cause"));
COMMAND(handover, "handover", "KEY SECTION [TEXT]", 2, 3, text_options,
        N_("hands it over to the section in charge (toban export sections)"));
COMMAND(undo, "undo", "KEY", 1, 1, plain_options,
        N_("takes back the last step, if it was yours and can be taken back"));
COMMAND(split, "split", "KEY", 1, 1, split_options, N_("makes a new ticket of a part of this one, and links the two"));
