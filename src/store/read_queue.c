#include "read_queue.h"

#include <string.h>

#include "queue_facts.h"
#include "queue_scan.h"
#include "toban/arena.h"

void snapshot_free(void *snapshot)
{
  if (snapshot != NULL)
    arena_free(((struct snapshot *)snapshot)->arena); /* holds the structure too */
}

struct reader {
  struct db *db;
  struct queue_window *window;
  const struct queue_args *args;
  const struct queue_sql *sql;
  struct queue_place place; /* around which rows are read */
  bool found;               /* QUEUE_KEY: there is such a ticket */
  GArray *rows;             /* struct queue_row */
  enum queue_order order;
  bool falling;
};

/* --- one row ------------------------------------------------------------------------------------------ */
static bool add_row(struct reader *reader, struct db_stmt *stmt, GError **error)
{
  struct arena *arena = reader->window->s.arena;
  struct ticket_row row;
  row_from_stmt(stmt, arena, &row);
  if (!row_load_clocks(reader->db, arena, &row, error))
    return false;
  struct queue_row made = {.place = {db_int(stmt, TICKET_COLUMN_COUNT), row.id}, .t = row.t};
  memcpy(made.clock, row.clock, sizeof made.clock);
  g_array_append_val(reader->rows, made);
  return true;
}

static bool add_rows(struct reader *reader, struct db_stmt *stmt, GError **error)
{
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    if (!add_row(reader, stmt, error))
      got = -1;
  db_done(stmt);
  return got == 0;
}

/* --- by keyset ---------------------------------------------------------------------------------------- */
/* Binds the view's own parameter; returns the next index. */
static int bind_own(const struct reader *reader, struct db_stmt *stmt, int index)
{
  if (reader->sql->parameter == ACTOR)
    db_bind_text(stmt, index++, reader->args->actor);
  else if (reader->sql->parameter == NOW)
    db_bind_utc(stmt, index++, reader->args->now);
  return index;
}

static struct db_stmt *at_place(const struct reader *reader, const char *sql, int *index, GError **error)
{
  struct db_stmt *stmt = db_prepare(reader->db, sql, error);
  if (stmt == NULL)
    return NULL;
  db_bind_int(stmt, 1, reader->place.rank_at);
  db_bind_int(stmt, 2, reader->place.id);
  *index = bind_own(reader, stmt, 3);
  return stmt;
}

static bool read_side(struct reader *reader, const char *sql, int count, GError **error)
{
  int index;
  struct db_stmt *stmt = at_place(reader, sql, &index, error);
  if (stmt != NULL)
    db_bind_int(stmt, index, count);
  return add_rows(reader, stmt, error);
}

static void reverse(GArray *rows)
{
  for (guint i = 0; i < rows->len / 2; i++) {
    struct queue_row *a = &g_array_index(rows, struct queue_row, i),
                     *b = &g_array_index(rows, struct queue_row, rows->len - 1 - i);
    struct queue_row other = *a;
    *a = *b;
    *b = other;
  }
}

/* One number from a statement that is ready to step. */
static bool one_number(struct db_stmt *stmt, int64_t *out, GError **error)
{
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got >= 0)
    *out = got > 0 ? db_int(stmt, 0) : 0;
  db_done(stmt);
  return got >= 0;
}

bool queue_view_total(struct db *db, enum queue_view view, const char *actor, utc_t now, int64_t *out, GError **error)
{
  const struct queue_sql *sql = &queue_sql[view];
  if (sql->total == NULL)
    return queue_late(db, now, out, error);
  struct db_stmt *stmt = db_prepare(db, sql->total, error);
  if (stmt != NULL && sql->parameter == ACTOR)
    db_bind_text(stmt, 1, actor);
  return one_number(stmt, out, error);
}

static bool count_total(struct reader *reader, GError **error)
{
  const struct queue_args *args = reader->args;
  return queue_view_total(reader->db, args->view, args->actor, args->now, &reader->window->total, error);
}

/* Rows before the place, in two parts where there may be a million. */
static bool count_before(struct reader *reader, int64_t *before, GError **error)
{
  int index;
  int64_t days = 0, rest = 0, day = utc_day(reader->place.rank_at);
  bool by_change = queue_by_change(reader->args->view);
  struct db_stmt *stmt = at_place(reader, reader->sql->first, &index, error);
  if (stmt != NULL && reader->sql->day_kind != NULL)
    db_bind_int(stmt, index, (by_change ? day + 1 : day) * UTC_DAY);
  if (!one_number(stmt, &rest, error))
    return false;
  const char *sql = by_change ? "SELECT sum(value) FROM tally_day WHERE kind = $1 AND day > $2"
                              : "SELECT sum(value) FROM tally_day WHERE kind = $1 AND day < $2";
  if (reader->sql->day_kind != NULL && !db_get_int(reader->db, &days, 0, error, sql, "ti", reader->sql->day_kind, day))
    return false;
  *before = days + rest;
  return true;
}

bool queue_late(struct db *db, utc_t now, int64_t *out, GError **error)
{
  int64_t days = 0, today = 0, day = utc_day(now);
  bool done = db_get_int(db, &days, 0, error, "SELECT sum(value) FROM tally_day WHERE kind = 'late' AND day < $1", "i",
                         day) &&
              db_get_int(db, &today, 0, error,
                         "SELECT count(*) FROM ticket t WHERE t.open = 1 AND t.late_at >= $1 AND t.late_at <= $2",
                         "iu", day * UTC_DAY, now);
  *out = days + today;
  return done;
}

static bool read_keyset(struct reader *reader, GError **error)
{
  int64_t position = 0;
  const struct queue_args *args = reader->args;
  if (!count_total(reader, error))
    return false;
  if (args->where != QUEUE_TOP && args->before > 0 && !read_side(reader, reader->sql->before, args->before, error))
    return false;
  reverse(reader->rows);
  int before = (int)reader->rows->len;
  if (args->where == QUEUE_BOTTOM)
    position = reader->window->total;
  else if (args->where != QUEUE_TOP && !count_before(reader, &position, error))
    return false;
  reader->window->first = MAX(position - before, 0);
  reader->window->anchor = before;
  return args->where == QUEUE_BOTTOM || read_side(reader, reader->sql->from, args->after + 1, error);
}

/* --- by filter ---------------------------------------------------------------------------------------- */
static bool comes_before(const struct reader *reader, const struct queue_place *a, const struct queue_place *b)
{
  bool smaller = a->rank_at < b->rank_at || (a->rank_at == b->rank_at && a->id < b->id);
  bool same = a->rank_at == b->rank_at && a->id == b->id;
  return reader->falling ? !smaller && !same : smaller;
}

static guint index_of(const struct reader *reader, const GArray *places)
{
  guint low = 0, high = places->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (comes_before(reader, &g_array_index(places, struct queue_place, middle), &reader->place))
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static bool read_ids(struct reader *reader, const GArray *places, guint from, guint to, GError **error)
{
  for (guint i = from; i < to; i++) {
    const struct queue_place *place = &g_array_index(places, struct queue_place, i);
    guint before = reader->rows->len;
    struct db_stmt *stmt = db_query(
        reader->db, error, "SELECT " TICKET_COLUMNS ", t.rank_at FROM ticket t WHERE t.id = $1", "i", place->id);
    if (!add_rows(reader, stmt, error))
      return false;
    if (reader->rows->len > before)
      g_array_index(reader->rows, struct queue_row, before).place = *place;
  }
  return true;
}

static bool read_filtered(struct reader *reader, GError **error)
{
  const struct queue_args *args = reader->args;
  const struct queue_scan *scan = queue_scan(reader->db, args, error);
  if (scan == NULL)
    return false;
  const GArray *places = queue_scan_places(scan);
  guint at = args->where == QUEUE_TOP ? 0 : args->where == QUEUE_BOTTOM ? places->len : index_of(reader, places);
  guint from = at > (guint)args->before ? at - (guint)args->before : 0;
  guint to = MIN(at + (guint)args->after + 1, places->len);
  queue_scan_tell(scan, reader->window);
  reader->window->total = places->len;
  reader->window->first = from;
  reader->window->anchor = (int)(at - from);
  return read_ids(reader, places, from, to, error);
}

/* --- the window --------------------------------------------------------------------------------------- */
static bool find_place(struct reader *reader, GError **error)
{
  const struct queue_args *args = reader->args;
  bool at_end = (args->where == QUEUE_BOTTOM) != reader->falling;
  reader->place = args->place;
  if (args->where == QUEUE_TOP || args->where == QUEUE_BOTTOM)
    reader->place = at_end ? (struct queue_place){INT64_MAX, INT64_MAX} : (struct queue_place){INT64_MIN, INT64_MIN};
  if (args->where != QUEUE_KEY)
    return true;
  struct db_stmt *stmt = db_query(
      reader->db, error, "SELECT id, rank_at, changed_at, received_at, priority FROM ticket WHERE key = $1", "t",
      args->key);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  reader->found = got > 0;
  if (reader->found) {
    struct ticket t = {.changed_at = db_int(stmt, 2), .received_at = db_int(stmt, 3), .priority = (int)db_int(stmt, 4)};
    reader->place = (struct queue_place){facts_order(reader->order, db_int(stmt, 1), &t), db_int(stmt, 0)};
  }
  db_done(stmt);
  return got >= 0;
}

/* The row asked for by key must be that ticket; else any row near the place will do. */
static void settle_anchor(struct reader *reader)
{
  struct queue_window *window = reader->window;
  window->anchor = MIN(window->anchor, window->rows - 1);
  if (reader->args->where == QUEUE_KEY && window->anchor >= 0 &&
      (!reader->found || window->row[window->anchor].place.id != reader->place.id))
    window->anchor = -1;
}

static bool read_window(struct reader *reader, GError **error)
{
  char *words = g_strstrip(g_strdup(reader->args->filter));
  bool filtered = *words != '\0' || reader->args->saved;
  g_free(words);
  return find_place(reader, error) && (filtered ? read_filtered(reader, error) : read_keyset(reader, error));
}

void *queue_window_read(struct db *db, const void *queue_args, GError **error)
{
  struct arena *arena = arena_new();
  struct queue_window *window = arena_new0(arena, struct queue_window, 1);
  window->s.arena = arena;
  window->args = *(const struct queue_args *)queue_args;
  struct reader reader = {.db = db, .window = window, .args = &window->args, .sql = &queue_sql[window->args.view]};
  reader.rows = g_array_new(FALSE, FALSE, sizeof(struct queue_row));
  reader.order = queue_order_of(&window->args, &reader.falling);
  window->turns_at = UTC_NONE;
  bool done = db_begin_read(db, error) && read_window(&reader, error);
  db_rollback(db);
  struct queue_row *rows = arena_new0(arena, struct queue_row, reader.rows->len + 1);
  if (reader.rows->len > 0)
    memcpy(rows, reader.rows->data, reader.rows->len * sizeof *rows);
  window->row = rows;
  window->rows = (int)reader.rows->len;
  g_array_free(reader.rows, TRUE);
  if (done) {
    settle_anchor(&reader);
    return window;
  }
  arena_free(arena);
  return NULL;
}
