/* Endpoints with their states, and what people decided about them. */
#include <limits.h>
#include <string.h>

#include "read_rows.h"
#include "toban/availability.h"
#include "toban/health_store.h"
#include "toban/zone.h"
#include "window.h"

/* --- maintenance ---------------------------------------------------------------------------------------- */
void *maintenance_list_read(struct db *db, const void *maintenance_args, GError **error)
{
  const struct maintenance_args *args = maintenance_args;
  struct arena *arena = arena_new();
  struct maintenance_list *list = arena_new0(arena, struct maintenance_list, 1);
  list->s.arena = arena;
  if (windows_read(db, arena, args->from, false, &list->row, &list->rows, error))
    return list;
  arena_free(arena);
  return NULL;
}

/* --- endpoints ------------------------------------------------------------------------------------------ */
static int int_or(struct db_stmt *stmt, int column, int otherwise)
{
  return db_is_null(stmt, column) ? otherwise : (int)db_int(stmt, column);
}

/* The state's columns, from n on. */
static void take_state(struct db_stmt *stmt, int n, struct endpoint_row *e)
{
  enum check_state state = CHECK_UNKNOWN, base = CHECK_UNKNOWN;
  enum check_class klass = CLASS_NONE;
  if (!db_is_null(stmt, n)) {
    check_state_parse(db_text(stmt, n), &state);
    check_class_parse(db_text(stmt, n + 1), &klass);
    check_state_parse(db_text(stmt, n + 7), &base);
  }
  e->state = (int)state;
  e->class_ = (int)klass;
  e->soft = (int)db_int(stmt, n + 2);
  e->since = db_utc(stmt, n + 3);
  e->checked_at = db_utc(stmt, n + 4);
  e->latency_ms = int_or(stmt, n + 5, LATENCY_UNKNOWN);
  e->tls_days = int_or(stmt, n + 6, TLS_DAYS_UNKNOWN);
  e->base = (int)base;
  e->base_since = db_utc(stmt, n + 8);
  e->flaps = (uint32_t)int_or(stmt, n + 9, 1);
  e->paused_until = db_utc(stmt, n + 10);
  e->acked_until = db_utc(stmt, n + 11);
  e->alert_since = db_utc(stmt, n + 12);
}

static void endpoint_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct endpoint_row *e = out;
  int n = 0;
  *e = (struct endpoint_row){0};
  const char **const texts[] = {&e->id,       &e->group,      &e->name[LANG_JA], &e->name[LANG_EN], &e->kind,
                                &e->target,   &e->parent,     &e->office,        &e->expect_status, &e->expect_body,
                                &e->message,  &e->options,    &e->line,          &e->paused_by,     &e->paused_why,
                                &e->acked_by, &e->acked_why,  &e->ticket};
  int *const numbers[] = {&e->interval_s, &e->timeout_s, &e->down_after, &e->up_after, &e->slow_ms};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    *texts[i] = read_text(arena, stmt, n++);
  for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
    *numbers[i] = (int)db_int(stmt, n++);
  take_state(stmt, n, e);
}

static void vote_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  enum check_state base = CHECK_UNKNOWN;
  check_state_parse(db_text(stmt, 2), &base);
  *(struct endpoint_vote *)out = (struct endpoint_vote){.id = read_text(arena, stmt, 0),
                                                        .site = read_text(arena, stmt, 1),
                                                        .bad = base == CHECK_SOFT || base == CHECK_DOWN,
                                                        .at = db_utc(stmt, 3)};
}

static bool read_list(struct db *db, struct arena *arena, utc_t now, struct endpoint_list *list, GError **error)
{
  struct db_stmt *stmt = db_prepare(
      db,
      "SELECT e.id, e.group_, e.name_ja, e.name_en, e.kind, e.target, e.parent, e.office, e.expect_status,"
      " e.expect_body, s.message, e.options, s.line, h.paused_by, h.paused_why, h.acked_by, h.acked_why, a.ticket,"
      " e.interval_s, e.timeout_s, e.down_after, e.up_after, e.slow_ms, s.state, s.class, s.soft, s.since,"
      " s.checked_at, s.latency_ms, s.tls_days, s.base, s.base_since, s.flaps, h.paused_until, h.acked_until,"
      " a.opened_at FROM endpoint e LEFT JOIN endpoint_state s ON s.id = e.id LEFT JOIN endpoint_hold h ON h.id = e.id"
      " LEFT JOIN endpoint_alert a ON a.id = e.id AND a.alert = 'trouble' AND a.ended_at IS NULL ORDER BY e.position",
      error);
  list->row = read_rows(arena, stmt, sizeof(struct endpoint_row), endpoint_row, &list->rows, error);
  if (list->row == NULL || !windows_read(db, arena, now, true, &list->window, &list->windows, error) ||
      !outage_notices_read(db, arena, &list->notice, &list->notices, error))
    return false;
  stmt = db_prepare(db, "SELECT id, site, base, at FROM endpoint_vote ORDER BY id, site", error);
  list->vote = read_rows(arena, stmt, sizeof(struct endpoint_vote), vote_row, &list->votes, error);
  return list->vote != NULL;
}

void *endpoint_list_read(struct db *db, const void *unused, GError **error)
{
  (void)unused;
  struct arena *arena = arena_new();
  struct endpoint_list *list = arena_new0(arena, struct endpoint_list, 1);
  list->s.arena = arena;
  if (read_list(db, arena, clock_now(), list, error))
    return list;
  arena_free(arena);
  return NULL;
}

/* --- history ---------------------------------------------------------------------------------------------- */
static void span_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct check_span *span = out;
  *span = (struct check_span){.at = db_utc(stmt, 0), .message = read_text(arena, stmt, 3)};
  check_state_parse(db_text(stmt, 1), &span->state);
  check_state_parse(db_text(stmt, 2), &span->base);
}

/* The last change before the stretch is the state at its beginning. */
static bool read_spans(struct db *db, struct arena *arena, const char *id, utc_t from, utc_t to,
                       const struct check_span **out, int *count, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT at, state, base, message FROM endpoint_change WHERE id = $1 AND at < $2"
                                  " AND at >= coalesce((SELECT max(at) FROM endpoint_change WHERE id = $1 AND at <= "
                                  "$3),"
                                  " $3) ORDER BY at",
                                  "tuu", id, to, from);
  struct check_span *spans = read_rows(arena, stmt, sizeof *spans, span_row, count, error);
  for (int i = 0; spans != NULL && i < *count; i++) {
    spans[i].at = MAX(spans[i].at, from);
    spans[i].end = i + 1 < *count ? MAX(spans[i + 1].at, from) : to;
  }
  *out = spans;
  return spans != NULL;
}

void *endpoint_history_read(struct db *db, const void *endpoint_history_args, GError **error)
{
  const struct endpoint_history_args *args = endpoint_history_args;
  struct arena *arena = arena_new();
  struct endpoint_history *history = arena_new0(arena, struct endpoint_history, 1);
  history->s.arena = arena;
  if (read_spans(db, arena, args->id, args->from, args->to, &history->span, &history->spans, error))
    return history;
  arena_free(arena);
  return NULL;
}

/* --- one endpoint ------------------------------------------------------------------------------------------- */
static void take_row(const struct endpoint_list *list, struct arena *arena, struct endpoint_view *view)
{
  struct maintenance *windows = arena_new0(arena, struct maintenance, list->windows + 1);
  for (int i = 0; i < list->rows; i++)
    if (strcmp(list->row[i].id, view->id) == 0)
      view->row = &list->row[i];
  for (int i = 0; view->row != NULL && i < list->windows; i++)
    if (list->window[i].end > view->now &&
        maintenance_covers(&list->window[i], view->id, view->row->group, view->row->office))
      windows[view->windows++] = list->window[i];
  view->window = windows;
}

void *endpoint_view_read(struct db *db, const void *endpoint_args, GError **error)
{
  const struct endpoint_args *args = endpoint_args;
  struct arena *arena = arena_new();
  struct endpoint_view *view = arena_new0(arena, struct endpoint_view, 1);
  struct endpoint_list list = {{arena}};
  const struct check_span *spans;
  int second, count;
  day_t day;
  zone_local(zone_tokyo(), args->now, &day, &second);
  struct civil c = civil_from_day(day);
  *view = (struct endpoint_view){.s = {arena}, .now = args->now, .day = zone_instant(zone_tokyo(), day, 0, false),
                                 .month = zone_instant(zone_tokyo(), day - (c.day - 1), 0, false)};
  g_strlcpy(view->id, args->id, sizeof view->id);
  if (read_list(db, arena, args->now, &list, error) &&
      read_spans(db, arena, view->id, view->month, args->now, &spans, &count, error) &&
      read_spans(db, arena, view->id, view->day, args->now, &view->span, &view->spans, error)) {
    take_row(&list, arena, view);
    availability_of(spans, count, &view->available);
    return view;
  }
  arena_free(arena);
  return NULL;
}
