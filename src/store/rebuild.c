/* Read models of all tickets made anew: after new policies (clocks_refresh), or from nothing. */
#include "closing.h"
#include "escalation.h"
#include "event.h"
#include "feed.h"
#include "people.h"
#include "project.h"
#include "reference.h"
#include "search_index.h"
#include "toban/approval_store.h"
#include "toban/bulk.h"
#include "toban/record.h"
#include "toban/store.h"
#include "toban/together.h"
#include "toban/verify.h"
#include "view.h"
#include "zones.h"

struct refresh {
  struct db *db;
  const struct reference *ref;
  struct tallies tallies;
  GString *names;
  int64_t written;
};

static bool refresh_ticket(void *user, const struct ticket_event *event, int events, GError **error)
{
  struct refresh *refresh = user;
  struct arena *arena = arena_new();
  struct ticket_row row, before;
  int bad;
  bool done = row_fold(&row, refresh->ref, event, events, &bad, error) &&
              row_load(refresh->db, event->ticket, arena, &before, error);
  if (done && !row_same(&row, &before, refresh->names)) {
    tallies_key(&refresh->tallies, row.t.key);
    refresh->written++;
    done = row_write(refresh->db, &row, &before, &refresh->tallies, error);
  }
  arena_free(arena);
  return done;
}

static bool refresh_begin(struct refresh *refresh, struct db *db, GError **error)
{
  *refresh = (struct refresh){.db = db, .ref = reference_cached(db, error)};
  if (refresh->ref == NULL)
    return false;
  tallies_init(&refresh->tallies);
  refresh->names = g_string_new(NULL);
  return true;
}

static bool refresh_end(struct refresh *refresh, bool done, GError **error)
{
  done = done && tallies_write(&refresh->tallies, refresh->db, error) &&
         (refresh->written == 0 || feed_put(refresh->db, TOPIC_TICKET, NULL, error));
  g_string_free(refresh->names, TRUE);
  tallies_clear(&refresh->tallies);
  return done;
}

bool clocks_refresh(struct db *db, GError **error)
{
  struct refresh refresh;
  return refresh_begin(&refresh, db, error) &&
         refresh_end(&refresh, events_by_ticket(db, refresh_ticket, &refresh, error), error) &&
         zones_used(db, refresh.ref, error) && closing_after_many(db, UTC_NONE, clock_now(), error);
}

static GPtrArray *keys_behind(struct db *db, int64_t after, int limit, int64_t *last, GError **error)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
  struct db_stmt *stmt = db_query(db, error, "SELECT key, id FROM ticket WHERE id > $1 ORDER BY id LIMIT $2", "ii",
                                  after, (int64_t)limit);
  int got = stmt == NULL ? -1 : 1;
  *last = after;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    g_ptr_array_add(keys, g_strdup(db_text(stmt, 0)));
    *last = db_int(stmt, 1);
  }
  db_done(stmt);
  if (got == 0)
    return keys;
  g_ptr_array_unref(keys);
  return NULL;
}

static bool refresh_key(struct refresh *refresh, const char *key, GError **error)
{
  struct arena *arena = arena_new();
  GArray *events = events_of_ticket(refresh->db, key, arena, error);
  bool done = events != NULL &&
              (events->len == 0 || refresh_ticket(refresh, (const struct ticket_event *)(void *)events->data,
                                                  (int)events->len, error));
  if (events != NULL)
    g_array_free(events, TRUE);
  arena_free(arena);
  return done;
}

bool clocks_refresh_some(struct db *db, int64_t after, int limit, int64_t *last, GError **error)
{
  struct refresh refresh;
  GPtrArray *keys = keys_behind(db, after, limit, last, error);
  bool done = keys != NULL && refresh_begin(&refresh, db, error);
  if (done) {
    for (guint i = 0; done && i < keys->len; i++)
      done = refresh_key(&refresh, keys->pdata[i], error);
    done = refresh_end(&refresh, done, error);
  }
  if (keys != NULL)
    g_ptr_array_unref(keys);
  return done;
}

bool verify_rebuild(struct db *db, GError **error)
{
  if (!db_begin(db, error))
    return false;
  if (db_exec(db, error, "DELETE FROM ticket", "") && db_exec(db, error, "DELETE FROM ticket_clock", "") &&
      db_exec(db, error, "DELETE FROM alert_next", "") && db_exec(db, error, "DELETE FROM ticket_span", "") &&
      tallies_reset(db, error) && records_rebuild(db, error) && view_counts_reset(db, error) &&
      clocks_refresh(db, error) && approvals_rebuild(db, error) && mentions_rebuild(db, error) &&
      requesters_index(db, error) &&
      search_index_rebuild(db, error) && escalation_plan_all(db, error))
    return db_commit(db, error);
  db_rollback(db);
  return false;
}
