#include "event.h"

#include <string.h>

bool event_log_open(struct event_log *log, struct db *db, GError **error)
{
  *log = (struct event_log){.db = db};
  struct db_stmt *stmt = db_prepare(db, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", error);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    log->seq = db_int(stmt, 0);
    g_strlcpy(log->hash, db_text(stmt, 1), sizeof log->hash);
  }
  db_done(stmt);
  if (got >= 0)
    chain_init(&log->chain);
  return got >= 0;
}

void event_log_close(struct event_log *log)
{
  if (log->chain.sum != NULL)
    chain_clear(&log->chain);
  log->chain.sum = NULL;
}

static void bind_some(struct db_stmt *stmt, int index, int value, int none)
{
  if (value != none)
    db_bind_int(stmt, index, value);
}

static void bind_wide(struct db_stmt *stmt, int index, int64_t value)
{
  if (value != 0)
    db_bind_int(stmt, index, value);
}

static void bind_record(struct db_stmt *stmt, const struct event_record *r)
{
  const struct ticket_event *e = &r->e;
  const char *const texts[] = {e->category, e->office, e->title,  e->requester,
                               e->lang,     e->body,   e->target, clocks_text(e->clocks),
                               e->reason,   r->data};
  db_bind_int(stmt, 1, e->seq);
  db_bind_text(stmt, 2, e->ticket);
  db_bind_text(stmt, 3, r->subject);
  db_bind_utc(stmt, 4, e->at);
  db_bind_text(stmt, 5, e->by);
  db_bind_text(stmt, 6, r->kind != NULL ? r->kind : event_kind_id(e->kind));
  db_bind_text(stmt, 7, e->channel == CHANNEL_NONE ? NULL : channel_id(e->channel));
  bind_some(stmt, 8, e->priority, PRIORITY_NONE);
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    db_bind_text(stmt, 9 + (int)i, texts[i]);
  db_bind_utc(stmt, 19, r->recorded_at);
  db_bind_text(stmt, 20, r->command);
  db_bind_text(stmt, 21, r->hash);
  bind_wide(stmt, 22, e->until);
  bind_wide(stmt, 23, e->amount);
}

bool event_append(struct event_log *log, struct event_record *record, GError **error)
{
  record->e.seq = log->seq + 1;
  chain_hash(&log->chain, log->hash, record, record->hash);
  struct db_stmt *stmt = db_prepare(
      log->db,
      "INSERT INTO event (seq, ticket, subject, at, by_, kind, channel, priority, category, office, title, requester,"
      " lang, body, target, clocks, reason, data, recorded_at, command, hash, until_, amount)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,"
      " $23)",
      error);
  if (stmt == NULL)
    return false;
  bind_record(stmt, record);
  int got = db_step(stmt, error);
  db_done(stmt);
  if (got < 0)
    return false;
  log->seq = record->e.seq;
  memcpy(log->hash, record->hash, sizeof log->hash);
  return true;
}

bool event_subject(struct db *db, const char *subject, const char *kind, utc_t at, const char *by, const char *data,
                   const char *command, GError **error)
{
  struct event_log log;
  struct event_record record = {.e = {.at = at, .by = by, .channel = CHANNEL_NONE},
                                .kind = kind,
                                .subject = subject,
                                .data = data,
                                .recorded_at = clock_now(),
                                .command = command};
  bool done = event_log_open(&log, db, error) && event_append(&log, &record, error);
  event_log_close(&log);
  return done;
}

static const char *text_of(struct db_stmt *stmt, int column, struct arena *arena)
{
  const char *text = db_text(stmt, column);
  return arena == NULL ? text : arena_strdup(arena, text);
}

void event_from_row(struct db_stmt *stmt, struct arena *arena, struct ticket_event *out)
{
  const char *kind = db_text(stmt, 4), *channel = db_text(stmt, 5);
  *out = (struct ticket_event){
      .seq = db_int(stmt, 0), .at = db_utc(stmt, 2), .kind = EVENT_KINDS, .channel = CHANNEL_NONE};
  out->ticket = text_of(stmt, 1, arena);
  out->by = text_of(stmt, 3, arena);
  event_kind_parse(kind, &out->kind);
  if (channel != NULL)
    channel_parse(channel, &out->channel);
  out->priority = (int)db_int(stmt, 6);
  const char **const texts[] = {&out->category, &out->office, &out->title, &out->requester,
                                &out->lang,     &out->body,   &out->target};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    *texts[i] = text_of(stmt, 7 + (int)i, arena);
  out->clocks = db_is_null(stmt, 14) ? 0 : clocks_parse(db_text(stmt, 14));
  out->reason = text_of(stmt, 15, arena);
  out->until = db_int(stmt, 16);
  out->amount = db_int(stmt, 17);
}

GArray *events_read(struct db_stmt *stmt, struct arena *arena, GError **error)
{
  GArray *events = g_array_new(FALSE, FALSE, sizeof(struct ticket_event));
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct ticket_event event;
    event_from_row(stmt, arena, &event);
    g_array_append_val(events, event);
  }
  db_done(stmt);
  if (got == 0)
    return events;
  g_array_free(events, TRUE);
  return NULL;
}

GArray *events_of_ticket(struct db *db, const char *key, struct arena *arena, GError **error)
{
  return events_read(db_query(db, error, "SELECT " EVENT_COLUMNS " FROM event WHERE ticket = $1 ORDER BY at, seq", "t",
                              key), arena, error);
}
