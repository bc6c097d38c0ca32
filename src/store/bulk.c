#include "toban/bulk.h"

#include <string.h>

#include "closing.h"
#include "event.h"
#include "feed.h"
#include "project.h"
#include "reference.h"
#include "search_index.h"
#include "together.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/store.h"

struct bulk {
  struct db *db;
  struct event_log log;
  struct reference *ref;
  struct tallies tallies;
  utc_t recorded_at;
  int64_t first;    /* seq of the first event of this bulk */
  GHashTable *keys; /* tickets of this bulk; NULL when the log was empty: then all are */
  int64_t bad;      /* seq of the offending event; 0 none */
  utc_t from;       /* earliest receipt; UTC_NONE: no ticket */
  struct search_fill *search;
};

struct bulk *bulk_begin(struct db *db, utc_t recorded_at, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  struct bulk *bulk = g_new0(struct bulk, 1);
  bulk->db = db;
  bulk->recorded_at = recorded_at;
  bulk->from = UTC_NONE;
  bulk->ref = ref == NULL ? NULL : reference_ref(db_data(db, DB_DATA_REFERENCE));
  tallies_init(&bulk->tallies);
  if (ref == NULL || !event_log_open(&bulk->log, db, error)) {
    bulk_free(bulk);
    return NULL;
  }
  bulk->first = bulk->log.seq + 1;
  if (bulk->first > 1)
    bulk->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return bulk;
}

void bulk_free(struct bulk *bulk)
{
  event_log_close(&bulk->log);
  tallies_clear(&bulk->tallies);
  reference_free(bulk->ref);
  if (bulk->keys != NULL)
    g_hash_table_unref(bulk->keys);
  g_free(bulk);
}

bool bulk_event(struct bulk *bulk, const struct ticket_event *event, GError **error)
{
  struct event_record record = {.e = *event,
                                .recorded_at = bulk->recorded_at == UTC_NONE ? event->at : bulk->recorded_at};
  if (event->ticket == NULL || *event->ticket == '\0' || event->by == NULL || event->at == UTC_NONE) {
    error_set(error, TE_DATA, _("an event needs its ticket, its time and who did it"));
    return false;
  }
  if (bulk->keys != NULL && !g_hash_table_contains(bulk->keys, event->ticket))
    g_hash_table_add(bulk->keys, g_strdup(event->ticket));
  return event_append(&bulk->log, &record, error) && mention_after_event(bulk->db, &record, error);
}

static bool fold_ticket(void *user, const struct ticket_event *event, int events, GError **error)
{
  struct bulk *bulk = user;
  struct ticket_row row;
  int bad = 0;
  if (!row_fold(&row, bulk->ref, event, events, &bad, error)) {
    bulk->bad = event[bad].seq;
    return false;
  }
  tallies_key(&bulk->tallies, row.t.key);
  if (bulk->from == UTC_NONE || row.t.received_at < bulk->from)
    bulk->from = row.t.received_at;
  return row_write(bulk->db, &row, NULL, &bulk->tallies, error) &&
         search_fill_ticket(bulk->search, event, events, error);
}

/* An import adds tickets, it never adds to one. */
static bool is_new(struct bulk *bulk, const struct ticket_event *event, int events, GError **error)
{
  int64_t ours = 0;
  bool known = false;
  for (int i = 0; i < events; i++)
    if (event[i].seq < bulk->first)
      known = true;
    else if (ours == 0 || event[i].seq < ours)
      ours = event[i].seq;
  if (!known)
    return true;
  bulk->bad = ours;
  error_set(error, TE_DATA, _("%s: a ticket with this number is there already"), event->ticket);
  return false;
}

static bool fold_key(struct bulk *bulk, const char *key, GError **error)
{
  struct arena *arena = arena_new();
  GArray *events = events_of_ticket(bulk->db, key, arena, error);
  bool done = false;
  if (events != NULL) {
    const struct ticket_event *event = (const struct ticket_event *)(void *)events->data;
    done = is_new(bulk, event, (int)events->len, error) && fold_ticket(bulk, event, (int)events->len, error);
    g_array_free(events, TRUE);
  }
  arena_free(arena);
  return done;
}

/* In the order of keys, so that the same import writes the same pages. */
static bool fold_keys(struct bulk *bulk, GError **error)
{
  GList *keys = g_list_sort(g_hash_table_get_keys(bulk->keys), (GCompareFunc)strcmp);
  bool done = true;
  for (GList *at = keys; done && at != NULL; at = at->next)
    done = fold_key(bulk, at->data, error);
  g_list_free(keys);
  return done;
}

static bool fold_all(struct bulk *bulk, GError **error)
{
  bulk->search = search_fill_new(bulk->db, error);
  if (bulk->search == NULL)
    return false;
  bool done = bulk->keys == NULL ? events_by_ticket(bulk->db, fold_ticket, bulk, error) : fold_keys(bulk, error);
  return search_fill_end(bulk->search, done, error);
}

bool bulk_end(struct bulk *bulk, int64_t *bad, GError **error)
{
  bool done = fold_all(bulk, error) && tallies_write(&bulk->tallies, bulk->db, error) &&
              feed_put(bulk->db, TOPIC_TICKET, NULL, error) &&
              (bulk->from == UTC_NONE || closing_after_many(bulk->db, bulk->from, clock_now(), error));
  if (bad != NULL)
    *bad = bulk->bad == 0 ? -1 : bulk->bad - bulk->first;
  bulk_free(bulk);
  return done;
}
