#include "feed.h"

#include <string.h>

bool feed_put(struct db *db, unsigned topic, const char *subject, GError **error)
{
  int64_t last;
  return db_get_int(db, &last, 0, error, "SELECT max(seq) FROM feed", "") &&
         db_exec(db, error, "INSERT INTO feed (seq, topic, subject) VALUES ($1, $2, $3)", "iit", last + 1,
                 (int64_t)topic, subject) &&
         db_exec(db, error, "DELETE FROM feed WHERE seq <= $1", "i", last + 1 - FEED_KEPT);
}

static void add_key(struct store_feed *out, GPtrArray *keys, const char *key)
{
  if (key == NULL || keys->len == FEED_KEYS) {
    out->many = true;
    return;
  }
  for (guint i = 0; i < keys->len; i++)
    if (strcmp(g_ptr_array_index(keys, i), key) == 0)
      return;
  g_ptr_array_add(keys, g_strdup(key));
}

static bool read_lines(struct db *db, int64_t after, struct store_feed *out, GPtrArray *keys, GError **error)
{
  struct db_stmt *stmt = db_query(db, error, "SELECT seq, topic, subject FROM feed WHERE seq > $1 ORDER BY seq", "i",
                                  after);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    out->seq = db_int(stmt, 0);
    out->topics |= (unsigned)db_int(stmt, 1);
    if ((db_int(stmt, 1) & TOPIC_TICKET) != 0)
      add_key(out, keys, db_text(stmt, 2));
  }
  db_done(stmt);
  return got == 0;
}

bool feed_since(struct db *db, int64_t after, struct store_feed *out, GPtrArray *keys, GError **error)
{
  int64_t oldest;
  *out = (struct store_feed){.seq = after};
  if (!db_get_int(db, &oldest, 0, error, "SELECT min(seq) FROM feed", "") || !read_lines(db, after, out, keys, error))
    return false;
  out->everything = oldest > after + 1;
  return true;
}

/* In one view, so that the version is that of the lines: else our next look would take them for a stranger's. */
static bool read_view(struct db *db, struct feed_place *place, struct store_feed *out, GPtrArray *keys, GError **error)
{
  int64_t oldest, version;
  *out = (struct store_feed){.seq = place->seq};
  if (!db_get_int(db, &oldest, 0, error, "SELECT min(seq) FROM feed", ""))
    return false;
  version = db_version(db);
  bool changed = version != place->version;
  if (!read_lines(db, place->seq, out, keys, error))
    return false;
  out->everything = oldest > place->seq + 1 || (changed && out->seq == place->seq);
  place->version = version;
  place->seq = out->seq;
  return true;
}

bool feed_read(struct db *db, struct feed_place *place, struct store_feed *out, GPtrArray **keys, GError **error)
{
  *keys = g_ptr_array_new_with_free_func(g_free);
  bool done = db_begin_read(db, error) && read_view(db, place, out, *keys, error);
  db_rollback(db);
  out->tickets = (const char *const *)(*keys)->pdata;
  out->ticket_count = (int)(*keys)->len;
  return done && (out->topics != 0 || out->everything);
}

void feed_place_init(struct db *db, struct feed_place *place)
{
  *place = (struct feed_place){0};
  db_get_int(db, &place->seq, 0, NULL, "SELECT max(seq) FROM feed", "");
  place->version = db_version(db);
}
