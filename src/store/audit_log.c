#include "toban/arena.h"
#include "toban/audit.h"

enum { MOST = 100000 };

/* All that begins with the word itself or the word and a colon; ';' is the byte after ':'. */
static struct db_stmt *select_entries(struct db *db, const struct audit_args *args, GError **error)
{
  const char *subject = args->subject == NULL ? "" : args->subject;
  return db_query(db, error,
                  "SELECT seq, at, recorded_at, by_, kind, subject, data FROM event WHERE subject IS NOT NULL"
                  " AND ($1 = '' OR subject = $1 OR (subject > $1 || ':' AND subject < $1 || ';'))"
                  " AND ($2 = '' OR by_ = $2) ORDER BY seq DESC LIMIT $3",
                  "tti", subject, args->by == NULL ? "" : args->by, (int64_t)CLAMP(args->limit, 0, MOST));
}

static struct audit_entry entry_of(struct db_stmt *stmt, struct arena *arena)
{
  return (struct audit_entry){.seq = db_int(stmt, 0),
                              .at = db_utc(stmt, 1),
                              .recorded_at = db_utc(stmt, 2),
                              .by = arena_strdup(arena, db_text(stmt, 3)),
                              .kind = arena_strdup(arena, db_text(stmt, 4)),
                              .subject = arena_strdup(arena, db_text(stmt, 5)),
                              .data = arena_strdup(arena, db_text(stmt, 6))};
}

void *audit_log_read(struct db *db, const void *audit_args, GError **error)
{
  struct arena *arena = arena_new();
  struct audit_log *log = arena_new0(arena, struct audit_log, 1);
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct audit_entry));
  struct db_stmt *stmt = select_entries(db, audit_args, error);
  int got = stmt == NULL ? -1 : 1;
  log->s.arena = arena;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct audit_entry entry = entry_of(stmt, arena);
    g_array_append_val(rows, entry);
  }
  db_done(stmt);
  log->rows = (int)rows->len;
  struct audit_entry *row = arena_new0(arena, struct audit_entry, rows->len);
  for (guint i = 0; i < rows->len; i++)
    row[i] = g_array_index(rows, struct audit_entry, i);
  log->row = row;
  g_array_free(rows, TRUE);
  if (got == 0)
    return log;
  arena_free(arena);
  return NULL;
}
