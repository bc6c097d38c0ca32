/* Counters of the header and the next deadlines. */
#include "project.h"
#include "read_queue.h"
#include "read_rows.h"

enum { PRESENCE_S = 180 }; /* a console that said nothing for so long is not there */

/* --- counters ----------------------------------------------------------------------------------------- */
static bool read_states(struct db *db, struct desk_counts *counts, GError **error)
{
  struct db_stmt *stmt = db_prepare(db, "SELECT name, value FROM tally WHERE kind = 'state'", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    enum ticket_state state;
    if (ticket_state_parse(db_text(stmt, 0), &state))
      counts->state[state] = db_int(stmt, 1);
  }
  db_done(stmt);
  return got == 0;
}

static void load_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct desk_office_load *)out = (struct desk_office_load){read_text(arena, stmt, 0), (int)db_int(stmt, 1)};
}

static void person_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct desk_person *)out = (struct desk_person){.login = read_text(arena, stmt, 0),
                                                    .site = read_text(arena, stmt, 1),
                                                    .lang = read_text(arena, stmt, 2),
                                                    .since = db_utc(stmt, 3),
                                                    .consoles = (int)db_int(stmt, 4)};
}

/* Stale: three intervals without a result, before or after now (health.h). */
static bool read_checks(struct db *db, struct desk_counts *counts, utc_t now, GError **error)
{
  struct db_stmt *stmt = db_query(
      db, error,
      "SELECT count(*), sum(CASE WHEN s.state IN ('ok', 'degraded') THEN 1 ELSE 0 END),"
      " sum(CASE WHEN (s.state IN ('down', 'flapping') AND (h.acked_by IS NULL OR h.acked_until <= $1))"
      " OR abs($1 - s.checked_at) > 3 * e.interval_s THEN 1 ELSE 0 END)"
      " FROM endpoint e LEFT JOIN endpoint_state s ON s.id = e.id LEFT JOIN endpoint_hold h ON h.id = e.id"
      " WHERE (s.state IS NULL OR s.state <> 'paused') AND (h.paused_by IS NULL OR h.paused_until <= $1)",
      "u", now);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    counts->checks_total = (int)db_int(stmt, 0);
    counts->checks_ok = (int)db_int(stmt, 1);
    counts->checks_bad = (int)db_int(stmt, 2);
  }
  db_done(stmt);
  return got >= 0;
}

static bool read_counts(struct db *db, struct desk_counts *counts, utc_t now, GError **error)
{
  struct arena *arena = counts->s.arena;
  if (!queue_late(db, now, &counts->late, error) || !tally_get(db, "open", "", &counts->open, error) ||
      !read_states(db, counts, error) || !read_checks(db, counts, now, error))
    return false;
  struct db_stmt *stmt = db_prepare(
      db, "SELECT name, value FROM tally WHERE kind = 'office' AND value > 0 ORDER BY name", error);
  counts->load = read_rows(arena, stmt, sizeof(struct desk_office_load), load_row, &counts->loads, error);
  if (counts->load == NULL)
    return false;
  stmt = db_query(db, error,
                  "SELECT login, min(site), min(lang), min(since), count(*) FROM presence WHERE seen_at > $1"
                  " GROUP BY login ORDER BY login",
                  "u", now - PRESENCE_S);
  counts->person = read_rows(arena, stmt, sizeof(struct desk_person), person_row, &counts->persons, error);
  return counts->person != NULL;
}

void *desk_counts_read(struct db *db, const void *desk_args, GError **error)
{
  struct arena *arena = arena_new();
  struct desk_counts *counts = arena_new0(arena, struct desk_counts, 1);
  counts->s.arena = arena;
  bool done = db_begin_read(db, error) && read_counts(db, counts, ((const struct desk_args *)desk_args)->now, error);
  db_rollback(db);
  if (done)
    return counts;
  arena_free(arena);
  return NULL;
}

/* --- deadlines ---------------------------------------------------------------------------------------- */
static void due_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct due_row *row = out;
  utc_t late_at;
  *row = (struct due_row){.key = read_text(arena, stmt, 12),
                          .title = read_text(arena, stmt, 13),
                          .office = read_text(arena, stmt, 14),
                          .assignee = arena_strdup(arena, db_text(stmt, 15)),
                          .priority = (int)db_int(stmt, 16),
                          .clock_kind = (int)(db_int(stmt, 0) % 4)};
  clock_from_stmt(stmt, arena, &row->clock, &late_at);
}

static void callback_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct due_row *)out = (struct due_row){.key = read_text(arena, stmt, 0),
                                            .title = read_text(arena, stmt, 1),
                                            .office = read_text(arena, stmt, 2),
                                            .assignee = arena_strdup(arena, db_text(stmt, 3)),
                                            .priority = (int)db_int(stmt, 4),
                                            .clock_kind = DUE_CALLBACK,
                                            .clock = {.state = SLA_RUNNING, .due = db_utc(stmt, 5),
                                                      .met_at = UTC_NONE, .missed_at = UTC_NONE}};
}

/* Two lists in order become one. */
static void join_due(struct due_list *list, const struct due_row *clock, int clocks, const struct due_row *call,
                     int calls, int limit)
{
  struct due_row *row = arena_new0(list->s.arena, struct due_row, MAX(clocks + calls, 1));
  int c = 0, k = 0, n = 0;
  while (n < limit && (c < clocks || k < calls))
    row[n++] = k == calls || (c < clocks && clock[c].clock.due <= call[k].clock.due) ? clock[c++] : call[k++];
  list->row = row;
  list->rows = n;
}

static bool read_due(struct db *db, struct due_list *list, int limit, GError **error)
{
  int clocks = 0, calls = 0;
  if (!tally_get(db, "running", "", &list->running, error))
    return false;
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT " CLOCK_COLUMNS ", t.key, t.title, t.office, t.assignee, t.priority"
                                  " FROM ticket_clock c JOIN ticket t ON t.id = c.id / 4"
                                  " WHERE c.state = 1 AND c.due_at IS NOT NULL ORDER BY c.due_at, c.id LIMIT $1",
                                  "i", (int64_t)limit);
  const struct due_row *clock = read_rows(list->s.arena, stmt, sizeof(struct due_row), due_row, &clocks, error);
  if (clock == NULL)
    return false;
  stmt = db_query(db, error,
                  "SELECT key, title, office, assignee, priority, callback_at FROM ticket WHERE callback_at IS NOT NULL"
                  " AND merged_into IS NULL ORDER BY callback_at, id LIMIT $1",
                  "i", (int64_t)limit);
  const struct due_row *call = read_rows(list->s.arena, stmt, sizeof(struct due_row), callback_row, &calls, error);
  if (call == NULL)
    return false;
  join_due(list, clock, clocks, call, calls, limit);
  return true;
}

void *due_list_read(struct db *db, const void *due_args, GError **error)
{
  const struct due_args *args = due_args;
  struct arena *arena = arena_new();
  struct due_list *list = arena_new0(arena, struct due_list, 1);
  list->s.arena = arena;
  bool done = db_begin_read(db, error) && read_due(db, list, args->limit, error);
  db_rollback(db);
  if (done)
    return list;
  arena_free(arena);
  return NULL;
}
