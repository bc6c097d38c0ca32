/* Tables of one connection that stand before stored ones of the same name: a name without a schema means the temporary
 * table while there is one. */
#include <sqlite3.h>
#include <string.h>

#include "sqlite.h"
#include "toban/error.h"
#include "toban/lang.h"

enum { NAMED = 20 };

/* "CREATE INDEX x ON t" of the stored table, as the shadow's own; NULL for one that is made with its table. */
static char *index_sql(const char *sql)
{
  static const char *const begins[] = {"CREATE INDEX ", "CREATE UNIQUE INDEX "};
  for (size_t i = 0; sql != NULL && i < G_N_ELEMENTS(begins); i++)
    if (g_str_has_prefix(sql, begins[i]))
      return g_strconcat(begins[i], "temp.", sql + strlen(begins[i]), NULL);
  return NULL;
}

/* Without them a replay that looks rows up by other columns would read the whole table each time. */
static bool shadow_indexes(struct db *db, const char *table, GError **error)
{
  GPtrArray *indexes = g_ptr_array_new_with_free_func(g_free);
  struct db_stmt *stmt =
      db_query(db, error, "SELECT sql FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = $1", "t", table);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    char *sql = index_sql(db_text(stmt, 0));
    if (sql != NULL)
      g_ptr_array_add(indexes, sql);
  }
  db_done(stmt);
  bool done = got == 0;
  for (guint i = 0; done && i < indexes->len; i++)
    done = db_run(db, indexes->pdata[i], error);
  g_ptr_array_unref(indexes);
  return done;
}

bool db_shadow(struct db *db, const char *table, GError **error)
{
  static const char create[] = "CREATE TABLE ";
  struct db_stmt *stmt =
      db_query(db, error, "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = $1", "t", table);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  char *sql = got > 0 && g_str_has_prefix(db_text(stmt, 0), create)
                  ? g_strconcat("CREATE TEMP TABLE ", db_text(stmt, 0) + strlen(create), NULL) : NULL;
  db_done(stmt);
  if (got >= 0 && sql == NULL)
    error_set(error, TE_CORRUPT, _("%s: the table “%s” is missing"), db_path(db), table);
  bool done = sql != NULL && db_run(db, sql, error) && shadow_indexes(db, table, error);
  g_free(sql);
  return done;
}

/* Rows of the one that the other has not. */
static bool tell_rows(struct db *db, const char *table, const char *one, const char *other, const char *how,
                      GString *out, int64_t *differences, GError **error)
{
  char *sql = g_strdup_printf("SELECT * FROM %s.%s EXCEPT SELECT * FROM %s.%s", one, table, other, table);
  sqlite3_stmt *stmt = NULL;
  int code = sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL);
  while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
    const char *first = (const char *)sqlite3_column_text(stmt, 0);
    if (++*differences <= NAMED)
      g_string_append_printf(out, "%s %s: %s\n", table, first == NULL ? "" : first, how);
    code = SQLITE_OK;
  }
  bool done = code == SQLITE_DONE || sqlite_fail(db, error);
  sqlite3_finalize(stmt);
  g_free(sql);
  return done;
}

bool db_unshadow(struct db *db, const char *table, GString *out, int64_t *differences, GError **error)
{
  bool done = out == NULL || (tell_rows(db, table, "main", "temp", _("is not what the log says"), out, differences,
                                        error) &&
                              tell_rows(db, table, "temp", "main", _("the log has it otherwise"), out, differences,
                                        error));
  char *sql = g_strdup_printf("DROP TABLE temp.%s", table);
  done = db_run(db, sql, done ? error : NULL) && done;
  g_free(sql);
  return done;
}
