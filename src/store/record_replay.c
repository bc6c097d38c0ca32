/* Registers out of the log: their tables made anew, and compared. */
#include <string.h>

#include "record.h"
#include "toban/error.h"
#include "toban/lang.h"

/* An event that no version of the program wrote (somebody did, by hand) changes nothing. */
static bool replay_one(struct db *db, const struct record_ops *ops, struct db_stmt *stmt, GError **error)
{
  GError *why = NULL;
  json_t *data = db_is_null(stmt, 4) ? NULL : json_loads(db_text(stmt, 4), 0, NULL);
  const char *subject = db_text(stmt, 1);
  struct record record = {.seq = db_int(stmt, 0), .key = subject + strlen(ops->prefix) + 1, .kind = db_text(stmt, 2),
                          .at = db_utc(stmt, 3), .by = db_text(stmt, 5), .data = data, .replay = true};
  bool ours = json_is_object(data) && *record.key != '\0';
  bool done = !ours || ops->apply(db, &record, &why);
  json_decref(data);
  if (error_is(why, TE_DATA)) {
    g_clear_error(&why);
    return true;
  }
  if (why != NULL)
    g_propagate_error(error, why);
  return done;
}

static bool replay(struct db *db, const struct record_ops *ops, GError **error)
{
  char *from = g_strconcat(ops->prefix, ":", NULL), *to = g_strconcat(ops->prefix, ";", NULL);
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT seq, subject, kind, at, data, by_ FROM event WHERE subject >= $1"
                                  " AND subject < $2 ORDER BY seq",
                                  "tt", from, to);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    if (!replay_one(db, ops, stmt, error))
      got = -1;
  db_done(stmt);
  g_free(from);
  g_free(to);
  return got == 0;
}

bool records_rebuild(struct db *db, GError **error)
{
  const struct record_ops *ops;
  for (int i = 0; (ops = record_ops_at(i)) != NULL; i++) {
    for (int j = 0; ops->tables[j] != NULL; j++) {
      char *sql = g_strdup_printf("DELETE FROM %s", ops->tables[j]);
      bool done = db_run(db, sql, error);
      g_free(sql);
      if (!done)
        return false;
    }
    if (!replay(db, ops, error) || (ops->rebuilt != NULL && !ops->rebuilt(db, error)))
      return false;
  }
  return true;
}

/* Empty tables of the same names, seen by this connection alone, stand before the stored ones meanwhile. */
static bool verify_one(struct db *db, const struct record_ops *ops, GString *out, int64_t *differences, GError **error)
{
  int shadows = 0;
  bool done = true;
  while (done && ops->tables[shadows] != NULL)
    if ((done = db_shadow(db, ops->tables[shadows], error)))
      shadows++;
  done = done && replay(db, ops, error);
  for (int i = 0; i < shadows; i++)
    done = db_unshadow(db, ops->tables[i], done ? out : NULL, differences, done ? error : NULL) && done;
  return done;
}

bool records_verify(struct db *db, GString *out, int64_t *differences, GError **error)
{
  const struct record_ops *ops;
  for (int i = 0; (ops = record_ops_at(i)) != NULL; i++)
    if (!verify_one(db, ops, out, differences, error) ||
        (ops->verify != NULL && !ops->verify(db, out, differences, error)))
      return false;
  return true;
}
