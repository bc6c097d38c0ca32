#include "people.h"

#include "caller.h"
#include "lookup.h"

#define KEYED_COLUMNS "key, name, reading, mail, extension, department"

static bool index_row(struct db *db, struct db_stmt *stmt, GError **error)
{
  enum { TEXTS = 5 };
  char *ref = g_strdup(db_text(stmt, 0)), *text[TEXTS + 1] = {NULL};
  for (int i = 0; i < TEXTS; i++)
    text[i] = g_strdup(db_text(stmt, i + 1));
  bool done = lookup_put(db, LOOKUP_REQUESTER, ref, (const char *const *)text, error);
  for (int i = 0; i < TEXTS; i++)
    g_free(text[i]);
  g_free(ref);
  return done;
}

bool requester_index(struct db *db, const char *key, GError **error)
{
  struct db_stmt *stmt = db_query(db, error, "SELECT " KEYED_COLUMNS " FROM requester WHERE key = $1", "t", key);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  bool done = got == 0 || (got > 0 && index_row(db, stmt, error));
  db_done(stmt);
  return done;
}

bool requesters_index(struct db *db, GError **error)
{
  if (!db_exec(db, error, "DELETE FROM lookup_key WHERE kind = $1", "i", (int64_t)LOOKUP_REQUESTER))
    return false;
  struct db_stmt *stmt = db_prepare(db, "SELECT " KEYED_COLUMNS " FROM requester ORDER BY key", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    if (!index_row(db, stmt, error))
      got = -1;
  db_done(stmt);
  return got == 0;
}

bool people_verify(struct db *db, GString *out, int64_t *differences, GError **error)
{
  static const char *const tables[] = {"caller", "lookup_key"};
  size_t shadowed = 0;
  bool done = true;
  while (done && shadowed < G_N_ELEMENTS(tables)) {
    done = db_shadow(db, tables[shadowed], error);
    shadowed += done;
  }
  done = done && callers_fill(db, error) && requesters_index(db, error);
  while (shadowed-- > 0)
    done = db_unshadow(db, tables[shadowed], done ? out : NULL, differences, done ? error : NULL) && done;
  return done;
}
