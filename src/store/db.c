/* Conveniences of db.h that need no engine. */
#include "toban/db.h"

#include <stdarg.h>

static void bind_all(struct db_stmt *stmt, const char *format, va_list values)
{
  for (int i = 0; format[i] != '\0'; i++)
    if (format[i] == 't')
      db_bind_text(stmt, i + 1, va_arg(values, const char *));
    else if (format[i] == 'u')
      db_bind_utc(stmt, i + 1, va_arg(values, utc_t));
    else
      db_bind_int(stmt, i + 1, va_arg(values, int64_t));
}

static struct db_stmt *prepare_bound(struct db *db, GError **error, const char *sql, const char *format,
                                     va_list values)
{
  struct db_stmt *stmt = db_prepare(db, sql, error);
  if (stmt != NULL)
    bind_all(stmt, format, values);
  return stmt;
}

struct db_stmt *db_query(struct db *db, GError **error, const char *sql, const char *format, ...)
{
  va_list values;
  va_start(values, format);
  struct db_stmt *stmt = prepare_bound(db, error, sql, format, values);
  va_end(values);
  return stmt;
}

bool db_exec(struct db *db, GError **error, const char *sql, const char *format, ...)
{
  va_list values;
  va_start(values, format);
  struct db_stmt *stmt = prepare_bound(db, error, sql, format, values);
  va_end(values);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  db_done(stmt);
  return got >= 0;
}

bool db_get_int(struct db *db, int64_t *out, int64_t otherwise, GError **error, const char *sql, const char *format,
                ...)
{
  va_list values;
  va_start(values, format);
  struct db_stmt *stmt = prepare_bound(db, error, sql, format, values);
  va_end(values);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got >= 0)
    *out = got > 0 && !db_is_null(stmt, 0) ? db_int(stmt, 0) : otherwise;
  db_done(stmt);
  return got >= 0;
}
