#include "feed.h"

bool feed_put(struct db *db, unsigned topic, const char *subject, GError **error)
{
  int64_t last;
  return db_get_int(db, &last, 0, error, "SELECT max(seq) FROM feed", "") &&
         db_exec(db, error, "INSERT INTO feed (seq, topic, subject) VALUES ($1, $2, $3)", "iit", last + 1,
                 (int64_t)topic, subject) &&
         db_exec(db, error, "DELETE FROM feed WHERE seq <= $1", "i", last + 1 - FEED_KEPT);
}
