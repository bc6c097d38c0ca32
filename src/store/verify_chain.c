#include <string.h>

#include "event.h"
#include "toban/verify.h"

static void record_from_row(struct db_stmt *stmt, struct event_record *out)
{
  *out = (struct event_record){0};
  event_from_row(stmt, NULL, &out->e);
  out->kind = db_text(stmt, 4);
  out->subject = db_text(stmt, EVENT_COLUMN_COUNT);
  out->data = db_text(stmt, EVENT_COLUMN_COUNT + 1);
  out->recorded_at = db_utc(stmt, EVENT_COLUMN_COUNT + 2);
  out->command = db_text(stmt, EVENT_COLUMN_COUNT + 3);
}

static bool walk(struct db_stmt *stmt, struct chain *chain, struct chain_report *report, GError **error)
{
  int got;
  while ((got = db_step(stmt, error)) > 0) {
    struct event_record record;
    char hash[CHAIN_HASH];
    record_from_row(stmt, &record);
    chain_hash(chain, report->head, &record, hash);
    bool whole = record.e.seq == report->events + 1 && g_strcmp0(hash, db_text(stmt, EVENT_COLUMN_COUNT + 4)) == 0;
    if (!whole) {
      report->first_bad = report->events + 1;
      return true;
    }
    report->events++;
    memcpy(report->head, hash, sizeof hash);
  }
  return got == 0;
}

bool chain_verify(struct db *db, struct chain_report *report, GError **error)
{
  struct chain chain;
  *report = (struct chain_report){0};
  struct db_stmt *stmt = db_prepare(
      db, "SELECT " EVENT_COLUMNS ", subject, data, recorded_at, command, hash FROM event ORDER BY seq", error);
  if (stmt == NULL)
    return false;
  chain_init(&chain);
  bool done = walk(stmt, &chain, report, error);
  chain_clear(&chain);
  db_done(stmt);
  return done;
}
