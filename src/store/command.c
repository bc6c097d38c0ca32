#include "command.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "alert.h"
#include "approval.h"
#include "closing.h"
#include "feed.h"
#include "record.h"
#include "look.h"
#include "toban/arena.h"
#include "toban/error.h"
#include "toban/person.h"
#include "toban/store.h"
#include "view.h"
#include "zones.h"

/* 128 bits straight from the system: GLib's generator would give the same ones after a fork. */
static void make_key(char *out, size_t size)
{
  guint8 bits[16];
  if (getentropy(bits, sizeof bits) != 0)
    g_error("getentropy: %s", g_strerror(errno)); /* cannot fail on a system that has started */
  for (size_t i = 0; i < sizeof bits; i++)
    g_snprintf(out + 2 * i, size - 2 * i, "%02x", bits[i]);
}

struct command *command_new(enum command_kind kind, const char *actor, utc_t at)
{
  struct arena *arena = arena_new();
  struct command *command = arena_new0(arena, struct command, 1);
  command->strings = arena;
  command->kind = kind;
  command->at = at;
  command->actor = arena_strdup(arena, actor);
  command->event.channel = CHANNEL_NONE;
  make_key(command->key, sizeof command->key);
  return command;
}

static void copy_event(struct command *command, struct ticket_event *e, const struct ticket_event *event)
{
  *e = *event;
  const char **const texts[] = {&e->ticket,    &e->by,   &e->category, &e->office, &e->title,
                                &e->requester, &e->lang, &e->body,     &e->target, &e->reason};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    *texts[i] = arena_strdup(command->strings, *texts[i]);
  if (e->by == NULL)
    e->by = command->actor;
  if (e->at == 0 || e->at == UTC_NONE)
    e->at = command->at;
}

struct command *command_ticket(const char *actor, utc_t at, int64_t revision, const struct ticket_event *event)
{
  struct command *command = command_new(COMMAND_TICKET, actor, at);
  copy_event(command, &command->event, event);
  command->revision = revision;
  return command;
}

/* The room doubles: the arena keeps the old ones until the command is done. */
void command_ticket_add(struct command *command, int64_t revision, const struct ticket_event *event)
{
  int n = command->mores;
  if ((n & (n - 1)) == 0) {
    struct ticket_step *room = arena_new0(command->strings, struct ticket_step, MAX(2 * n, 1));
    if (n > 0)
      memcpy(room, command->more, (size_t)n * sizeof *room);
    command->more = room;
  }
  command->more[n].revision = revision;
  copy_event(command, &command->more[n].event, event);
  command->mores++;
}

void command_set(struct command *command, char **field, const char *value)
{
  *field = arena_strdup(command->strings, value);
}

void command_free(struct command *command)
{
  if (command == NULL)
    return;
  json_decref(command->records);
  arena_free(command->strings); /* holds the command too */
}

/* --- the small kinds ------------------------------------------------------------------------------ */
static bool run_setting(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  (void)outcome;
  bool done = command->value == NULL ? db_exec(db, error, "DELETE FROM setting WHERE actor = $1 AND name = $2", "tt",
                                               command->actor, command->name)
                                     : db_exec(db, error,
                                               "INSERT INTO setting (actor, name, value) VALUES ($1, $2, $3)"
                                               " ON CONFLICT (actor, name) DO UPDATE SET value = $3",
                                               "ttt", command->actor, command->name, command->value);
  return done && feed_put(db, TOPIC_SETTING, command->actor, error);
}

/* Records first: what is planned for the ticket's row sees them. */
static bool run_ticket(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  return (command->records == NULL || record_run_with(db, command, error)) &&
         command_run_ticket(db, command, outcome, error);
}

/* --- running ------------------------------------------------------------------------------------------ */
typedef bool run_fn(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error);
static const struct {
  run_fn *run;
  bool once;
} kinds[] = {
    [COMMAND_TICKET] = {run_ticket, true},
    [COMMAND_SETTING] = {run_setting, true},
    [COMMAND_PRESENCE] = {command_run_presence, false}, /* the last sign counts; no use in remembering each */
    [COMMAND_ALERT] = {command_run_alert, false}, /* what is claimed is claimed */
    [COMMAND_CLOSE] = {command_run_close, true},
    [COMMAND_CAUSE] = {command_run_cause, true},
    [COMMAND_ZONES] = {command_run_zones, false}, /* the store knows how far it is */
    [COMMAND_COUNT_VIEWS] = {command_run_count_views, false}, /* what is counted is counted */
    [COMMAND_APPROVAL] = {command_run_approval, true},
    [COMMAND_RECORD] = {command_run_record, true},
    [COMMAND_LOOK] = {command_run_look, false}, /* the first of a day counts */
};

/* 1 when the command was carried out before, and the outcome says what came of it; -1 error. */
static int find_applied(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  struct db_stmt *stmt = db_query(db, error, "SELECT ticket, revision FROM applied WHERE command = $1", "t",
                                  command->key);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    outcome->result = COMMAND_REPEATED;
    g_strlcpy(outcome->ticket, db_is_null(stmt, 0) ? "" : db_text(stmt, 0), sizeof outcome->ticket);
    outcome->revision = db_int(stmt, 1);
  }
  db_done(stmt);
  return got;
}

enum right command_right(const struct command *command)
{
  switch (command->kind) {
  case COMMAND_TICKET: return right_of_event(command->event.kind);
  case COMMAND_SETTING: return RIGHT_SETTING;
  case COMMAND_PRESENCE: return RIGHT_PRESENCE;
  case COMMAND_ALERT: return RIGHT_WARN;
  case COMMAND_CLOSE: return RIGHT_MONTH_CLOSE;
  case COMMAND_CAUSE: return RIGHT_CAUSE;
  case COMMAND_ZONES: return RIGHT_READ;
  case COMMAND_COUNT_VIEWS: return RIGHT_READ;
  case COMMAND_APPROVAL: return approval_command_right(command->name);
  case COMMAND_RECORD: return record_command_right(command);
  case COMMAND_LOOK: return RIGHT_READ;
  }
  return RIGHT_NONE;
}

/* The person's entry is read in the transaction of the write: who is taken off the list writes nothing more. */
static bool run_in_transaction(struct db *db, const struct command *command, struct command_outcome *outcome,
                               GError **error)
{
  if (!person_permit(db, command->actor, command_right(command), clock_now(), error))
    return false;
  int applied = kinds[command->kind].once ? find_applied(db, command, outcome, error) : 0;
  if (applied != 0)
    return applied > 0;
  if (!kinds[command->kind].run(db, command, outcome, error))
    return false;
  if (outcome->result == COMMAND_CONFLICT || !kinds[command->kind].once)
    return true;
  return db_exec(db, error, "INSERT INTO applied (command, at, actor, ticket, revision) VALUES ($1, $2, $3, $4, $5)",
                 "tutti", command->key, command->at, command->actor, *outcome->ticket == '\0' ? NULL : outcome->ticket,
                 outcome->revision);
}

bool command_run(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  GError *why = NULL;
  *outcome = (struct command_outcome){.result = COMMAND_DONE};
  if (!db_begin(db, error))
    return false;
  bool done = run_in_transaction(db, command, outcome, &why);
  if (done && outcome->result == COMMAND_DONE)
    return db_commit(db, error);
  db_rollback(db);
  const char *on = command->event.ticket != NULL ? command->event.ticket : command->name;
  if (error_is(why, TE_PERMISSION))
    person_refused(db, command->actor, command_right(command), on, clock_now());
  if (why != NULL)
    g_propagate_error(error, why);
  return done;
}
