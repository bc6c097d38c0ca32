#include "span.h"

#include "toban/zone.h"

int span_month(utc_t at)
{
  day_t day;
  int second;
  zone_local(zone_tokyo(), at, &day, &second);
  struct civil civil = civil_from_day(day);
  return civil.year * 12 + civil.month - 1;
}

struct span { int from, to; };           /* months [from, to) at whose end the ticket was not over */

static struct span span_of(const struct ticket_row *row)
{
  if (row == NULL || row->id == 0)
    return (struct span){0, 0};
  return (struct span){span_month(row->t.received_at), span_month(row->t.changed_at)};
}

static bool holds(struct span span, int month)
{
  return month >= span.from && month < span.to;
}

static bool change(struct db *db, int64_t id, struct span before, struct span after, GError **error)
{
  bool done = true;
  for (int m = before.from; done && m < before.to; m++)
    if (!holds(after, m))
      done = db_exec(db, error, "DELETE FROM ticket_span WHERE month = $1 AND id = $2", "ii", (int64_t)m, id);
  for (int m = after.from; done && m < after.to; m++)
    if (!holds(before, m))
      done = db_exec(db, error,
                     "INSERT INTO ticket_span (month, id) VALUES ($1, $2) ON CONFLICT (month, id) DO NOTHING", "ii",
                     (int64_t)m, id);
  return done;
}

bool span_write(struct db *db, const struct ticket_row *row, const struct ticket_row *before, GError **error)
{
  return change(db, row->id, span_of(before), span_of(row), error);
}

bool span_fill(struct db *db, GError **error)
{
  if (!db_exec(db, error, "DELETE FROM ticket_span", ""))
    return false;
  struct db_stmt *stmt = db_prepare(db, "SELECT id, received_at, changed_at FROM ticket ORDER BY id", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct ticket_row row = {.id = db_int(stmt, 0)};
    row.t.received_at = db_utc(stmt, 1);
    row.t.changed_at = db_utc(stmt, 2);
    if (!span_write(db, &row, NULL, error))
      got = -1;
  }
  db_done(stmt);
  return got == 0;
}

static void add(GHashTable *months, int month, int by)
{
  void *key = GINT_TO_POINTER(month);
  g_hash_table_insert(months, key, GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(months, key)) + by));
}

void span_count(GHashTable *months, const struct ticket_row *row)
{
  struct span span = span_of(row);
  for (int m = span.from; m < span.to; m++)
    add(months, m, 1);
}

bool span_subtract(struct db *db, GHashTable *months, GError **error)
{
  struct db_stmt *stmt = db_prepare(db, "SELECT month, count(*) FROM ticket_span GROUP BY month", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    add(months, (int)db_int(stmt, 0), -(int)db_int(stmt, 1));
  db_done(stmt);
  return got == 0;
}
