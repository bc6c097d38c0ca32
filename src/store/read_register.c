/* Endpoints, settings. */
#include <limits.h>
#include <string.h>

#include "read_rows.h"
#include "toban/health.h"
#include "toban/read.h"

/* --- endpoints ---------------------------------------------------------------------------------------- */
static int int_or(struct db_stmt *stmt, int column, int otherwise)
{
  return db_is_null(stmt, column) ? otherwise : (int)db_int(stmt, column);
}

static void endpoint_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct endpoint_row *e = out;
  enum check_state state = CHECK_UNKNOWN, base = CHECK_UNKNOWN;
  enum check_class klass = CLASS_NONE;
  *e = (struct endpoint_row){0};
  const char **const texts[] = {&e->id,     &e->group,  &e->name[LANG_JA], &e->name[LANG_EN], &e->kind,   &e->target,
                                &e->parent, &e->office, &e->expect_status, &e->expect_body,   &e->message, &e->options,
                                &e->line};
  int *const numbers[] = {&e->interval_s, &e->timeout_s, &e->down_after, &e->up_after, &e->slow_ms};
  int n = 0;
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    *texts[i] = read_text(arena, stmt, n++);
  for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
    *numbers[i] = (int)db_int(stmt, n++);
  if (!db_is_null(stmt, n))
    check_state_parse(db_text(stmt, n), &state);
  if (!db_is_null(stmt, n + 1))
    check_class_parse(db_text(stmt, n + 1), &klass);
  e->state = (int)state;
  e->class_ = (int)klass;
  e->soft = (int)db_int(stmt, n + 2);
  e->since = db_utc(stmt, n + 3);
  e->checked_at = db_utc(stmt, n + 4);
  e->latency_ms = int_or(stmt, n + 5, LATENCY_UNKNOWN);
  e->tls_days = int_or(stmt, n + 6, TLS_DAYS_UNKNOWN);
  if (!db_is_null(stmt, n + 7))
    check_state_parse(db_text(stmt, n + 7), &base);
  e->base = (int)base;
  e->base_since = db_utc(stmt, n + 8);
  e->flaps = (uint32_t)int_or(stmt, n + 9, 1);
}

void *endpoint_list_read(struct db *db, const void *unused, GError **error)
{
  (void)unused;
  struct arena *arena = arena_new();
  struct endpoint_list *list = arena_new0(arena, struct endpoint_list, 1);
  list->s.arena = arena;
  struct db_stmt *stmt = db_prepare(
      db,
      "SELECT e.id, e.group_, e.name_ja, e.name_en, e.kind, e.target, e.parent, e.office, e.expect_status, "
      "e.expect_body,"
      " s.message, e.options, s.line, e.interval_s, e.timeout_s, e.down_after, e.up_after, e.slow_ms, s.state, s.class,"
      " s.soft, s.since,"
      " s.checked_at, s.latency_ms, s.tls_days, s.base, s.base_since, s.flaps FROM endpoint e"
      " LEFT JOIN endpoint_state s ON s.id = e.id ORDER BY e.position",
      error);
  list->row = read_rows(arena, stmt, sizeof(struct endpoint_row), endpoint_row, &list->rows, error);
  if (list->row != NULL)
    return list;
  arena_free(arena);
  return NULL;
}

/* --- settings ----------------------------------------------------------------------------------------- */
void *setting_read(struct db *db, const void *setting_args, GError **error)
{
  const struct setting_args *args = setting_args;
  struct arena *arena = arena_new();
  struct setting_value *value = arena_new0(arena, struct setting_value, 1);
  value->s.arena = arena;
  struct db_stmt *stmt = db_query(db, error, "SELECT value FROM setting WHERE actor = $1 AND name = $2", "tt",
                                  args->actor, args->name);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0)
    value->value = arena_strdup(arena, db_text(stmt, 0));
  db_done(stmt);
  if (got >= 0)
    return value;
  arena_free(arena);
  return NULL;
}
