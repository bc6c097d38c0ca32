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

bool clocks_refresh(struct db *db, GError **error)
{
  struct refresh refresh = {.db = db, .ref = reference_cached(db, error)};
  if (refresh.ref == NULL)
    return false;
  tallies_init(&refresh.tallies);
  refresh.names = g_string_new(NULL);
  bool done = events_by_ticket(db, refresh_ticket, &refresh, error) && tallies_write(&refresh.tallies, db, error) &&
              (refresh.written == 0 || feed_put(db, TOPIC_TICKET, NULL, error)) &&
              closing_after_many(db, UTC_NONE, clock_now(), error);
  g_string_free(refresh.names, TRUE);
  tallies_clear(&refresh.tallies);
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
