/* Reference data and registers: the writes of an import beside its rows (bulk.h). */
#include <string.h>

#include "event.h"
#include "feed.h"
#include "toban/bulk.h"
#include "toban/resource.h"
#include "toban/store.h"

bool document_put(struct db *db, const char *kind, utc_t at, const char *by, const char *text, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO document (kind, version, at, by_, text) VALUES"
                 " ($1, (SELECT coalesce(max(version), 0) + 1 FROM document WHERE kind = $1), $2, $3, $4)",
                 "tutt", kind, at, by, text);
}

bool document_get(struct db *db, const char *kind, char **text, int64_t *version, GError **error)
{
  *text = NULL;
  struct db_stmt *stmt = db_query(
      db, error, "SELECT text, version FROM document WHERE kind = $1 ORDER BY version DESC LIMIT 1", "t", kind);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0)
    *text = g_strdup(db_text(stmt, 0));
  if (version != NULL)
    *version = got > 0 ? db_int(stmt, 1) : 0;
  db_done(stmt);
  return got >= 0;
}

bool document_current(struct db *db, const char *kind, char **text, GError **error)
{
  static const char *const shipped[] = {"causes", "checklists", "replies"};
  if (!document_get(db, kind, text, NULL, error))
    return false;
  for (size_t i = 0; *text == NULL && i < G_N_ELEMENTS(shipped); i++)
    if (strcmp(kind, shipped[i]) == 0) {
      size_t length;
      char *name = g_strconcat(kind, ".csv", NULL);
      const char *bytes = resource_find(name, &length);
      *text = bytes == NULL ? NULL : g_strndup(bytes, length);
      g_free(name);
    }
  return true;
}

bool register_changed(struct db *db, unsigned topic, const char *subject, utc_t at, const char *by, const char *detail,
                      GError **error)
{
  return event_subject(db, subject, "imported", at, by, detail, NULL, error) && feed_put(db, topic, NULL, error);
}

/* The version must not come again after a rollback, when another process counts on from the old one: caches
 * go by it. So it is the time in microseconds, but always grows. */
bool reference_changed(struct db *db, const char *subject, utc_t at, const char *by, const char *detail,
                       GError **error)
{
  return register_changed(db, TOPIC_REFERENCE, subject, at, by, detail, error) &&
         db_exec(db, error,
                 "INSERT INTO meta (name, value) VALUES ('reference', $1) ON CONFLICT (name) DO UPDATE SET value ="
                 " CASE WHEN meta.value < $1 THEN $1 ELSE meta.value + 1 END",
                 "i", g_get_real_time());
}
