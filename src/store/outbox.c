/* The register of messages that leave the desk. */
#include "toban/outbox.h"

#include <string.h>

#include "record.h"
#include "toban/arena.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/store.h"

static const struct { const char *id, *text; } states[OUTBOX_STATES] = {
    [OUTBOX_WAITING] = {"waiting", NC_("outbox", "waiting")},
    [OUTBOX_SENDING] = {"sending", NC_("outbox", "sending")},
    [OUTBOX_SENT] = {"sent", NC_("outbox", "sent")},
    [OUTBOX_FAILED] = {"failed", NC_("outbox", "failed")},
    [OUTBOX_CANCELLED] = {"cancelled", NC_("outbox", "cancelled")},
};

const char *outbox_state_id(enum outbox_state state)
{
  return states[state].id;
}

const char *outbox_state_text(enum outbox_state state)
{
  return lang_text_context(states[state].text);
}

enum outbox_state outbox_state_parse(const char *id)
{
  for (int i = 0; i < OUTBOX_STATES; i++)
    if (g_strcmp0(states[i].id, id) == 0)
      return (enum outbox_state)i;
  return OUTBOX_FAILED;
}

/* --- commands ------------------------------------------------------------------------------------------ */
static json_t *data_of(const struct outbox_message *m)
{
  return json_pack("{s:s, s:o, s:o, s:o, s:o}", "via", reach_id(m->via), "address", json_text(m->address), "subject",
                   json_text(m->subject), "body", json_text(m->body), "origin", json_text(m->origin));
}

void outbox_add(struct command *command, const char *key, const struct outbox_message *message)
{
  char *subject = g_strconcat("outbox:", key, NULL);
  record_command_add(command, subject, "outbox-queue", data_of(message));
  g_free(subject);
}

static struct command *step(const char *actor, utc_t at, const char *key, const char *kind, json_t *take_data)
{
  char *subject = g_strconcat("outbox:", key, NULL);
  struct command *command = record_command(actor, at, 0, subject, kind, take_data);
  g_free(subject);
  return command;
}

struct command *outbox_queue(const char *actor, utc_t at, const struct outbox_message *message)
{
  struct command *command = step(actor, at, "", "outbox-queue", data_of(message));
  char *subject = g_strconcat("outbox:", command->key, NULL);
  command_set(command, &command->name, subject);
  json_object_set_new(json_array_get(command->records, 0), "subject", json_string(subject));
  g_free(subject);
  return command;
}

struct command *outbox_claim(const char *actor, utc_t at, const char *key, const char *holder)
{
  return step(actor, at, key, "outbox-claim", json_pack("{s:s}", "holder", holder));
}

struct command *outbox_sent(const char *actor, utc_t at, const char *key, const char *holder, const char *answer)
{
  return step(actor, at, key, "outbox-sent", json_pack("{s:s, s:o}", "holder", holder, "answer", json_text(answer)));
}

struct command *outbox_problem(const char *actor, utc_t at, const char *key, const char *holder, const char *problem,
                               const char *answer, bool final, bool doubt)
{
  return step(actor, at, key, final ? "outbox-failed" : "outbox-deferred",
              json_pack("{s:s, s:o, s:o, s:b}", "holder", holder, "problem", json_text(problem), "answer",
                        json_text(answer), "doubt", doubt));
}

struct command *outbox_retry(const char *actor, utc_t at, const char *key)
{
  return step(actor, at, key, "outbox-retry", NULL);
}

struct command *outbox_cancel(const char *actor, utc_t at, const char *key, const char *why)
{
  return step(actor, at, key, "outbox-cancel", json_pack("{s:o}", "why", json_text(why)));
}

/* --- the register -------------------------------------------------------------------------------------- */
struct present { bool there; enum outbox_state state; utc_t next_at, claim_until; int attempts; char holder[128]; };

static bool load(struct db *db, const char *key, struct present *out, GError **error)
{
  struct db_stmt *stmt = db_query(
      db, error, "SELECT state, next_at, claim_until, attempts, holder FROM outbox WHERE key = $1", "t", key);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *out = (struct present){.there = got > 0};
  if (got > 0) {
    out->state = outbox_state_parse(db_text(stmt, 0));
    out->next_at = db_utc(stmt, 1);
    out->claim_until = db_utc(stmt, 2);
    out->attempts = (int)db_int(stmt, 3);
    g_strlcpy(out->holder, db_text(stmt, 4), sizeof out->holder);
  }
  db_done(stmt);
  return got >= 0;
}

static bool may_queue(const struct record *record, GError **error)
{
  enum reach via;
  if (!reach_parse(record_text(record, "via"), &via) || reach_is_call(via) || *record_text(record, "address") == '\0')
    error_set(error, TE_DATA, _("a message needs a way and an address"));
  else if (strlen(record_text(record, "body")) > OUTBOX_BODY_MAX)
    error_set(error, TE_DATA, _("the message is longer than %d KB"), OUTBOX_BODY_MAX / 1024);
  else
    return true;
  return false;
}

static bool claimable(const struct present *now, utc_t at)
{
  return (now->state == OUTBOX_WAITING && now->next_at <= at) ||
         (now->state == OUTBOX_SENDING && now->claim_until <= at);
}

static bool may(struct db *db, const struct record *record, GError **error)
{
  struct present now;
  const char *kind = record->kind;
  if (!load(db, record->key, &now, error))
    return false;
  if (strcmp(kind, "outbox-queue") == 0 && !now.there)
    return may_queue(record, error);
  if (!now.there) {
    error_set(error, TE_NOINPUT, _("there is no such message: %s"), record->key);
    return false;
  }
  bool rests = now.state == OUTBOX_WAITING || now.state == OUTBOX_FAILED || now.state == OUTBOX_CANCELLED;
  bool good = strcmp(kind, "outbox-claim") == 0    ? claimable(&now, record->at)
              : strcmp(kind, "outbox-retry") == 0  ? rests
              : strcmp(kind, "outbox-cancel") == 0 ? rests && now.state != OUTBOX_CANCELLED
                                                   : now.state == OUTBOX_SENDING &&
                                                         strcmp(now.holder, record_text(record, "holder")) == 0;
  if (!good)
    error_set(error, TE_NO, _("the message is in another state: %s"), outbox_state_text(now.state));
  return good;
}

static bool queue(struct db *db, const struct record *r, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO outbox (key, seq, via, address, subject, body, origin, by_, queued_at, state, next_at,"
                 " attempts, doubt, holder, claim_until, done_at, problem, answer)"
                 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $9, 0, 0, '', NULL, NULL, '', '')"
                 " ON CONFLICT (key) DO NOTHING",
                 "tittttttu", r->key, r->seq, record_text(r, "via"), record_text(r, "address"),
                 record_text(r, "subject"), record_text(r, "body"), record_text(r, "origin"), r->by, r->at);
}

/* Who claims what somebody else was sending cannot know whether that one got through. */
static bool claim(struct db *db, const struct record *r, GError **error)
{
  return db_exec(db, error,
                 "UPDATE outbox SET doubt = CASE WHEN state = 'sending' THEN 1 ELSE doubt END, state = 'sending',"
                 " attempts = attempts + 1, holder = $1, claim_until = $2 WHERE key = $3",
                 "tut", record_text(r, "holder"), r->at + OUTBOX_CLAIM_S, r->key);
}

static bool settle(struct db *db, const struct record *r, enum outbox_state state, utc_t next, GError **error)
{
  return db_exec(db, error,
                 "UPDATE outbox SET state = $1, next_at = $2, done_at = $3, holder = '', claim_until = NULL,"
                 " problem = $4, answer = $5, doubt = CASE WHEN $6 = 1 THEN 1 ELSE doubt END WHERE key = $7",
                 "tuuttit", states[state].id, next, next == UTC_NONE ? r->at : UTC_NONE, record_text(r, "problem"),
                 record_text(r, "answer"), record_int(r, "doubt", 0), r->key);
}

static bool defer(struct db *db, const struct record *r, GError **error)
{
  struct present now;
  if (!load(db, r->key, &now, error))
    return false;
  int delay = outbox_delay(now.attempts);
  return delay < 0 ? settle(db, r, OUTBOX_FAILED, UTC_NONE, error)
                   : settle(db, r, OUTBOX_WAITING, r->at + delay, error);
}

static bool apply(struct db *db, const struct record *r, GError **error)
{
  if (strcmp(r->kind, "outbox-queue") == 0)
    return queue(db, r, error);
  if (strcmp(r->kind, "outbox-claim") == 0)
    return claim(db, r, error);
  if (strcmp(r->kind, "outbox-sent") == 0)
    return settle(db, r, OUTBOX_SENT, UTC_NONE, error);
  if (strcmp(r->kind, "outbox-deferred") == 0)
    return defer(db, r, error);
  if (strcmp(r->kind, "outbox-failed") == 0)
    return settle(db, r, OUTBOX_FAILED, UTC_NONE, error);
  if (strcmp(r->kind, "outbox-cancel") == 0)
    return settle(db, r, OUTBOX_CANCELLED, UTC_NONE, error);
  return settle(db, r, OUTBOX_WAITING, r->at, error) &&
         db_exec(db, error, "UPDATE outbox SET attempts = 0 WHERE key = $1", "t", r->key);
}

static const struct record_kind kinds[] = {
    {"outbox-queue", RIGHT_ESCALATE}, {"outbox-claim", RIGHT_ESCALATE},  {"outbox-sent", RIGHT_ESCALATE},
    {"outbox-failed", RIGHT_ESCALATE}, {"outbox-deferred", RIGHT_ESCALATE}, {"outbox-retry", RIGHT_ESCALATE},
    {"outbox-cancel", RIGHT_ESCALATE},
};
static const char *const tables[] = {"outbox", NULL};
const struct record_ops record_outbox = {.prefix = "outbox", .kind = kinds, .kinds = (int)G_N_ELEMENTS(kinds),
                                         .tables = tables, .topic = TOPIC_ESCALATION, .may = may, .apply = apply};

/* --- reading ------------------------------------------------------------------------------------------- */
#define COLUMNS \
  "o.key, o.seq, o.via, o.address, o.subject, o.body, o.origin, o.by_, o.queued_at, o.state, o.next_at, o.attempts," \
  " o.doubt, o.done_at, o.problem, o.answer"

static struct outbox_row row_of(struct db_stmt *stmt, struct arena *arena)
{
  struct outbox_row row = {.number = db_int(stmt, 1), .queued_at = db_utc(stmt, 8),
                           .state = outbox_state_parse(db_text(stmt, 9)),
                           .next_at = db_utc(stmt, 10), .attempts = (int)db_int(stmt, 11),
                           .doubt = db_int(stmt, 12) != 0, .done_at = db_utc(stmt, 13)};
  const struct { const char **text; int column; } texts[] = {
      {&row.key, 0}, {&row.address, 3}, {&row.subject, 4}, {&row.body, 5}, {&row.origin, 6}, {&row.by, 7},
      {&row.problem, 14}, {&row.answer, 15}};
  reach_parse(db_text(stmt, 2), &row.via);
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    *texts[i].text = arena_strdup(arena, db_text(stmt, texts[i].column));
  return row;
}

static bool read_rows(struct db_stmt *stmt, struct arena *arena, const struct outbox_row **row, int *rows,
                      GError **error)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(struct outbox_row));
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct outbox_row one = row_of(stmt, arena);
    g_array_append_val(list, one);
  }
  db_done(stmt);
  struct outbox_row *copy = arena_new0(arena, struct outbox_row, MAX(list->len, 1));
  if (list->len > 0)
    memcpy(copy, list->data, list->len * sizeof *copy);
  *row = copy;
  *rows = (int)list->len;
  g_array_free(list, TRUE);
  return got == 0;
}

static bool count(struct db *db, const char *sql, int *out, GError **error)
{
  int64_t value;
  bool done = db_get_int(db, &value, 0, error, sql, "");
  *out = done ? (int)value : 0;
  return done;
}

void *outbox_list_read(struct db *db, const void *outbox_args, GError **error)
{
  const struct outbox_args *args = outbox_args;
  struct arena *arena = arena_new();
  struct outbox_list *list = arena_new0(arena, struct outbox_list, 1);
  list->s.arena = arena;
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT " COLUMNS " FROM outbox o WHERE ($1 = 1 OR o.done_at IS NULL OR"
                                  " o.state = 'failed') AND ($2 = 0 OR o.seq = $2) ORDER BY o.seq DESC LIMIT $3",
                                  "iii", (int64_t)args->all, args->number, (int64_t)args->limit);
  if (read_rows(stmt, arena, &list->row, &list->rows, error) &&
      count(db, "SELECT count(*) FROM outbox WHERE done_at IS NULL", &list->waiting, error) &&
      count(db, "SELECT count(*) FROM outbox WHERE state = 'failed'", &list->failed, error))
    return list;
  arena_free(arena);
  return NULL;
}

void *outbox_due_read(struct db *db, const void *outbox_due_args, GError **error)
{
  const struct outbox_due_args *args = outbox_due_args;
  struct arena *arena = arena_new();
  struct outbox_due *due = arena_new0(arena, struct outbox_due, 1);
  due->s.arena = arena;
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT " COLUMNS " FROM outbox o WHERE o.done_at IS NULL AND"
                                  " CASE WHEN o.state = 'sending' THEN o.claim_until ELSE o.next_at END <= $1"
                                  " ORDER BY o.seq LIMIT $2",
                                  "ui", args->now, (int64_t)args->limit);
  int64_t next;
  if (read_rows(stmt, arena, &due->row, &due->rows, error) &&
      db_get_int(db, &next, UTC_NONE, error,
                 "SELECT min(CASE WHEN state = 'sending' THEN claim_until ELSE next_at END) FROM outbox"
                 " WHERE done_at IS NULL", "")) {
    due->next = next;
    return due;
  }
  arena_free(arena);
  return NULL;
}
