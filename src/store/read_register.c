/* Endpoints, settings. */
#include <limits.h>
/* Assets, settings. */
#include <string.h>

#include "read_rows.h"
#include "toban/read.h"

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
