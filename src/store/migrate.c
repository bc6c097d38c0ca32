#include "migrate.h"

#include "sqlite.h"
#include "toban/error.h"
#include "toban/lang.h"

bool migrate_version(struct db *db, int64_t *version, GError **error)
{
  *version = 0;
  return sqlite_is_empty(db) || db_get_int(db, version, 0, error, "SELECT value FROM meta WHERE name = 'schema'", "");
}

static bool refuse_newer(struct db *db, int64_t version, int count, GError **error)
{
  error_set(error, TE_NEWER,
            _("%s: made by a newer toban (its tables are version %d, this program knows %d). Update this program"),
            db_path(db), (int)version, count);
  return false;
}

static bool run_statements(struct db *db, const struct migration *migration, GError **error)
{
  for (const char *const *sql = migration->sql; sql != NULL && *sql != NULL; sql++)
    if (!db_run(db, *sql, error))
      return false;
  return true;
}

/* First the statements of all, then their steps: a step is code of today and reads tables as they are today. */
static bool run_from(struct db *db, const struct migration *table, int from, int count, GError **error)
{
  for (int i = from; i < count; i++)
    if (!run_statements(db, &table[i], error))
      return false;
  for (int i = from; i < count; i++)
    if (table[i].step != NULL && !table[i].step(db, error))
      return false;
  return db_exec(db, error,
                 "INSERT INTO meta (name, value) VALUES ('schema', $1) ON CONFLICT (name) DO UPDATE SET value = $1",
                 "i", (int64_t)count);
}

static bool keep_copy(struct db *db, int64_t version, GError **error)
{
  char *to = g_strdup_printf("%s.v%d.bak", db_path(db), (int)version);
  GError *why = NULL;
  bool kept = db_backup(db, to, &why);
  if (!kept && error_is(why, TE_CANTCREATE)) { /* an earlier try got this far: that copy is as good */
    g_clear_error(&why);
    kept = true;
  }
  if (!kept)
    g_propagate_error(error, why);
  g_free(to);
  return kept;
}

/* Under the write lock: another process may have done it while this one waited. */
static bool migrate_locked(struct db *db, const struct migration *table, int count, GError **error)
{
  int64_t version;
  if (!migrate_version(db, &version, error))
    return false;
  if (version > count)
    return refuse_newer(db, version, count, error);
  if (version < count && !run_from(db, table, (int)version, count, error))
    return false;
  return version > 0 || sqlite_mark(db, error);
}

bool migrate_with(struct db *db, const struct migration *table, int count, GError **error)
{
  int64_t version;
  if (!migrate_version(db, &version, error))
    return false;
  if (version == count)
    return true;
  if (version > count)
    return refuse_newer(db, version, count, error);
  if (db_is_readonly(db)) {
    error_set(error, TE_READONLY,
              _("%s: made by an older toban and opened for reading only. Open it once for writing"), db_path(db));
    return false;
  }
  if ((version > 0 && !keep_copy(db, version, error)) || !db_begin(db, error))
    return false;
  if (migrate_locked(db, table, count, error))
    return db_commit(db, error);
  db_rollback(db);
  return false;
}

bool migrate(struct db *db, GError **error)
{
  return migrate_with(db, schema, schema_count, error);
}
