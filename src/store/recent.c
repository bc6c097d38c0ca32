#include "toban/recent.h"

#include <string.h>

#include "read_rows.h"

struct found { GHashTable *seen; GArray *rows; struct arena *arena; int limit; };

static void look(struct found *found, struct db_stmt *stmt)
{
  const char *key = db_text(stmt, 0);
  struct recent_row row = {.kind = EVENT_KINDS, .at = db_utc(stmt, 2)};
  if (g_hash_table_contains(found->seen, key))
    return;
  g_hash_table_add(found->seen, g_strdup(key));
  event_kind_parse(db_text(stmt, 1), &row.kind);
  row.key = read_text(found->arena, stmt, 0);
  row.title = read_text(found->arena, stmt, 3);
  row.office = read_text(found->arena, stmt, 4);
  row.state = (enum ticket_state)db_int(stmt, 5);
  g_array_append_val(found->rows, row);
}

/* Backwards along the log, over a bounded part of it: no index is kept for this. */
static bool scan(struct db *db, const struct recent_args *args, struct found *found, GError **error)
{
  int64_t last = 0;
  if (!db_get_int(db, &last, 0, error, "SELECT max(seq) FROM event", ""))
    return false;
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT e.ticket, e.kind, e.at, t.title, t.office, t.state FROM event e"
                                  " JOIN ticket t ON t.key = e.ticket WHERE e.seq > $1 AND e.by_ = $2"
                                  " ORDER BY e.seq DESC",
                                  "it", last - RECENT_SCAN, args->actor);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (int)found->rows->len < found->limit && (got = db_step(stmt, error)) > 0)
    look(found, stmt);
  db_done(stmt);
  return got >= 0;
}

void *recent_list_read(struct db *db, const void *recent_args, GError **error)
{
  const struct recent_args *args = recent_args;
  struct arena *arena = arena_new();
  struct recent_list *list = arena_new0(arena, struct recent_list, 1);
  struct found found = {g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                        g_array_new(FALSE, FALSE, sizeof(struct recent_row)), arena,
                        CLAMP(args->limit, 1, RECENT_MOST)};
  list->s.arena = arena;
  bool done = scan(db, args, &found, error);
  struct recent_row *row = arena_new0(arena, struct recent_row, MAX(found.rows->len, 1));
  if (found.rows->len > 0)
    memcpy(row, found.rows->data, found.rows->len * sizeof *row);
  list->row = row;
  list->rows = (int)found.rows->len;
  g_array_free(found.rows, TRUE);
  g_hash_table_unref(found.seen);
  if (done)
    return list;
  arena_free(arena);
  return NULL;
}
