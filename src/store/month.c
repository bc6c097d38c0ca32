/* Which tickets can count in a month, and what each of them adds. */
#include "month.h"

#include "event.h"
#include "span.h"

void month_fold_init(struct month_fold *fold, const struct reference *ref, struct sla_period period, utc_t as_of)
{
  *fold = (struct month_fold){.context = sla_context_of(ref), .period = period, .as_of = as_of};
  fold->month = sla_month_new(&fold->context, period, as_of);
}

void month_fold_clear(struct month_fold *fold)
{
  sla_month_free(fold->month);
}

/* The instant at which each ticket is looked at. */
static utc_t moment(const struct month_fold *fold)
{
  return MIN(fold->period.end - 1, fold->as_of);
}

/* --- candidates --------------------------------------------------------------------------------------- */
static bool collect(GArray *ids, struct db_stmt *stmt, GError **error)
{
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    int64_t id = db_int(stmt, 0);
    g_array_append_val(ids, id);
  }
  db_done(stmt);
  return got == 0;
}

static int by_value(const void *a, const void *b)
{
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static void sort_once(GArray *ids)
{
  guint kept = 0;
  g_array_sort(ids, by_value);
  for (guint i = 0; i < ids->len; i++)
    if (i == 0 || g_array_index(ids, int64_t, i) != g_array_index(ids, int64_t, kept - 1))
      g_array_index(ids, int64_t, kept++) = g_array_index(ids, int64_t, i);
  g_array_set_size(ids, kept);
}

/* A clock that ended in the month did so by its row, or by what came later: then the ticket spans the month's
 * end, or changed between as_of and the end. An excluded clock that was still open has no late_at. */
static bool find_candidates(const struct month_fold *fold, struct db *db, GArray *ids, GError **error)
{
  utc_t from = fold->period.start, to = moment(fold);
#define IN_MONTH(column, table, id) \
  collect(ids, db_query(db, error, "SELECT " id " FROM " table " WHERE " column " BETWEEN $1 AND $2", "uu", from, to), \
          error)
  bool done = IN_MONTH("met_at", "ticket_clock", "id / 4") && IN_MONTH("missed_at", "ticket_clock", "id / 4") &&
              IN_MONTH("late_at", "ticket_clock", "id / 4") && IN_MONTH("received_at", "ticket", "id") &&
              collect(ids,
                      db_query(db, error, "SELECT id FROM ticket_span WHERE month = $1", "i",
                               (int64_t)span_month(from)),
                      error) &&
              collect(ids,
                      db_query(db, error, "SELECT id FROM ticket WHERE changed_at > $1 AND changed_at < $2", "uu", to,
                               fold->period.end),
                      error) &&
              collect(ids,
                      db_prepare(db,
                                 "SELECT id / 4 FROM ticket_clock WHERE state = 5 AND met_at IS NULL"
                                 " AND missed_at IS NULL",
                                 error),
                      error);
#undef IN_MONTH
  if (done)
    sort_once(ids);
  return done;
}

/* --- one ticket --------------------------------------------------------------------------------------- */
static bool add_events(struct month_fold *fold, struct db *db, const char *key, GError **error)
{
  struct arena *arena = arena_new();
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT seq, ticket, at, by_, kind, channel, priority, category, office, NULL, NULL,"
                                  " NULL, NULL, target, clocks, reason, NULL, NULL FROM event WHERE ticket = $1"
                                  " ORDER BY at, seq",
                                  "t", key);
  GArray *events = events_read(stmt, arena, error);
  bool read = events != NULL;
  if (read) {
    sla_month_add(fold->month, (const struct ticket_event *)(void *)events->data, (int)events->len);
    g_array_free(events, TRUE);
  }
  fold->folded++;
  arena_free(arena);
  return read;
}

/* What a month needs to know of a row. */
enum { KEY, RECEIVED, CHANGED, ANSWERED, MERGED, EXCLUDED, CLOCK };
#define ROW \
  "SELECT t.key, t.received_at, t.changed_at, t.answered_at, t.merged_into, t.excluded, c.id, c.policy, c.state," \
  " c.elapsed, c.target, c.at, c.late_at, c.met_at, c.missed_at FROM ticket t" \
  " JOIN ticket_clock c ON c.id BETWEEN t.id * 4 AND t.id * 4 + 1 WHERE t.id = $1 ORDER BY c.id"

static void read_ticket(struct db_stmt *stmt, struct arena *arena, struct ticket *out)
{
  *out = (struct ticket){.key = arena_strdup(arena, db_text(stmt, KEY)),
                         .received_at = db_utc(stmt, RECEIVED),
                         .changed_at = db_utc(stmt, CHANGED),
                         .answered_at = db_utc(stmt, ANSWERED),
                         .merged_into = arena_strdup(arena, db_text(stmt, MERGED)),
                         .excluded = (unsigned)db_int(stmt, EXCLUDED)};
}

/* A running clock was missed at late_at, if that came. */
static void read_clock(struct db_stmt *stmt, struct arena *arena, utc_t t, struct sla_clock out[static CLOCKS])
{
  struct sla_clock *c = &out[db_int(stmt, CLOCK) % 4];
  utc_t late = db_utc(stmt, CLOCK + 6);
  *c = (struct sla_clock){.policy = arena_strdup(arena, db_text(stmt, CLOCK + 1)),
                          .state = (enum sla_state)db_int(stmt, CLOCK + 2),
                          .elapsed = db_int(stmt, CLOCK + 3),
                          .target = db_int(stmt, CLOCK + 4),
                          .at = db_utc(stmt, CLOCK + 5),
                          .due = UTC_NONE,
                          .met_at = db_utc(stmt, CLOCK + 7),
                          .missed_at = db_utc(stmt, CLOCK + 8)};
  if (c->missed_at == UTC_NONE && late != UTC_NONE && late <= t)
    c->missed_at = late;
  c->result = c->missed_at != UTC_NONE ? SLA_MISSED : c->met_at != UTC_NONE ? SLA_MET : SLA_OPEN;
}

static bool is_open_question(const struct sla_clock clock[static CLOCKS])
{
  for (int i = 0; i < CLOCKS; i++)
    if (clock[i].state == SLA_EXCLUDED && clock[i].result == SLA_OPEN)
      return true;
  return false;
}

static bool add_ticket(struct month_fold *fold, struct db *db, int64_t id, struct arena *arena, GError **error)
{
  struct ticket ticket = {.received_at = UTC_NONE};
  struct sla_clock clock[CLOCKS];
  for (int i = 0; i < CLOCKS; i++)
    clock[i] = (struct sla_clock){.met_at = UTC_NONE, .missed_at = UTC_NONE};
  struct db_stmt *stmt = db_query(db, error, ROW, "i", id);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    if (ticket.key == NULL)
      read_ticket(stmt, arena, &ticket);
    read_clock(stmt, arena, moment(fold), clock);
  }
  db_done(stmt);
  if (got < 0 || ticket.key == NULL || ticket.received_at > moment(fold))
    return got == 0;
  fold->tickets++;
  bool tells_all = ticket.changed_at <= moment(fold) && ticket.merged_into == NULL && !is_open_question(clock);
  if (fold->all_events || !tells_all)
    return add_events(fold, db, ticket.key, error);
  sla_month_add_folded(fold->month, &ticket, clock);
  return true;
}

/* In the order of their numbers, which is that of the log: a digest depends on it. */
bool month_fold_run(struct month_fold *fold, struct db *db, GError **error)
{
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  struct arena *arena = arena_new();
  bool done = find_candidates(fold, db, ids, error);
  for (guint i = 0; done && i < ids->len; i++)
    done = add_ticket(fold, db, g_array_index(ids, int64_t, i), arena, error);
  arena_free(arena);
  g_array_free(ids, TRUE);
  return done;
}
