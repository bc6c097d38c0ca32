#include "view.h"

#include <string.h>

#include "queue_facts.h"
#include "reference.h"
#include "toban/arena.h"

/* What a view had before all time is kept with a day that is before all days. */
enum { BEGINNING = -1000000 };

struct step { const char *who /* interned */; utc_t at; };     /* UTC_NONE: from the beginning */
struct counted {
  char *key;
  struct filter *filter;               /* borrowed from the cache */
  bool me, timed;
  int64_t upto;
  GHashTable *steps;                   /* struct step * (owned) -> difference */
};
struct view_counts { GPtrArray *view; /* struct counted * */ };

/* --- compiled filters, kept with the connection ------------------------------------------------------------ */
struct compiled { int64_t seq; struct filter *filter; };
struct cache { int64_t reference; GHashTable *filters; /* key -> struct compiled */ };

static void compiled_free(void *data)
{
  struct compiled *compiled = data;
  filter_free(compiled->filter);
  g_free(compiled);
}

static void cache_free(void *data)
{
  struct cache *cache = data;
  g_hash_table_unref(cache->filters);
  g_free(cache);
}

static struct cache *cache_of(struct db *db, const struct reference *ref)
{
  struct cache *cache = db_data(db, DB_DATA_VIEWS);
  if (cache != NULL && cache->reference == ref->version)
    return cache;
  cache = g_new0(struct cache, 1);
  cache->reference = ref->version;
  cache->filters = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, compiled_free);
  db_set_data(db, DB_DATA_VIEWS, cache, cache_free);
  return cache;
}

/* NULL: it cannot be understood (any more: an office was taken away). */
static struct filter *compile(struct cache *cache, const struct reference *ref, const char *key, int64_t seq,
                              const char *text)
{
  struct compiled *compiled = g_hash_table_lookup(cache->filters, key);
  struct filter_fault fault;
  if (compiled != NULL && compiled->seq == seq)
    return compiled->filter;
  compiled = g_new0(struct compiled, 1);
  *compiled = (struct compiled){seq, filter_parse(text, ref, false, &fault)};
  g_free(fault.text);
  g_hash_table_insert(cache->filters, g_strdup(key), compiled);
  return compiled->filter;
}

/* --- differences ------------------------------------------------------------------------------------------- */
static guint step_hash(const void *data)
{
  const struct step *step = data;
  return (guint)((uint64_t)step->at * 2654435761u) ^ g_direct_hash(step->who);
}

static gboolean step_equal(const void *a, const void *b)
{
  const struct step *x = a, *y = b;
  return x->at == y->at && x->who == y->who;
}

static void counted_free(void *data)
{
  struct counted *view = data;
  g_hash_table_unref(view->steps);
  g_free(view->key);
  g_free(view);
}

static void add_counted(struct view_counts *counts, const char *key, struct filter *filter, int64_t upto)
{
  struct counted *view = g_new0(struct counted, 1);
  *view = (struct counted){.key = g_strdup(key), .filter = filter, .me = filter_has_me(filter),
                           .timed = filter_has_time(filter), .upto = upto,
                           .steps = g_hash_table_new_full(step_hash, step_equal, g_free, NULL)};
  g_ptr_array_add(counts->view, view);
}

/* All of them, or the one with this key, from its first ticket on. */
static struct view_counts *load(struct db *db, const char *only, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  if (ref == NULL)
    return NULL;
  struct cache *cache = cache_of(db, ref);
  struct view_counts *counts = g_new0(struct view_counts, 1);
  counts->view = g_ptr_array_new_with_free_func(counted_free);
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT v.key, v.seq, v.filter, c.upto FROM saved_view v JOIN view_count c"
                                  " ON c.view = v.key AND c.seq = v.seq WHERE c.reference = $1 ORDER BY v.key",
                                  "i", ref->version);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct filter *filter = compile(cache, ref, db_text(stmt, 0), db_int(stmt, 1), db_text(stmt, 2));
    if (filter != NULL && (only == NULL || strcmp(only, db_text(stmt, 0)) == 0))
      add_counted(counts, db_text(stmt, 0), filter, only == NULL ? db_int(stmt, 3) : INT64_MAX);
  }
  db_done(stmt);
  if (got == 0)
    return counts;
  view_counts_free(counts);
  return NULL;
}

struct view_counts *view_counts_new(struct db *db, GError **error)
{
  return load(db, NULL, error);
}

struct view_counts *view_counts_only(struct db *db, const char *key, GError **error)
{
  return load(db, key, error);
}

bool view_counts_empty(const struct view_counts *counts)
{
  return counts->view->len == 0;
}

void view_counts_free(struct view_counts *counts)
{
  if (counts == NULL)
    return;
  g_ptr_array_unref(counts->view);
  g_free(counts);
}

static void add_step(struct counted *view, const char *who, utc_t at, int by)
{
  struct step *step = g_new(struct step, 1);
  *step = (struct step){who, at};
  int had = GPOINTER_TO_INT(g_hash_table_lookup(view->steps, step));
  g_hash_table_insert(view->steps, step, GINT_TO_POINTER(had + by));
}

static int by_time(const void *a, const void *b)
{
  utc_t x = *(const utc_t *)a, y = *(const utc_t *)b;
  return (x > y) - (x < y);
}

/* 1, 0 or -1: what this one adds to the count of `who`, seen by them at `now`. */
static int worth(const struct counted *view, const struct filter_ticket *ticket, const char *who, utc_t now)
{
  int others = filter_matches(view->filter, ticket, &(struct filter_eyes){now, NULL});
  if (*who == '\0')
    return others;
  return filter_matches(view->filter, ticket, &(struct filter_eyes){now, who}) - others;
}

static void add_for(struct counted *view, const struct filter_ticket *ticket, const char *who, const GArray *turns,
                    int by)
{
  utc_t first = turns->len == 0 ? 0 : g_array_index(turns, utc_t, 0) - 1;
  int before = worth(view, ticket, who, first);
  if (before != 0)
    add_step(view, who, UTC_NONE, before * by);
  for (guint i = 0; i < turns->len; i++) {
    utc_t at = g_array_index(turns, utc_t, i);
    int now = worth(view, ticket, who, at);
    if (now != before)
      add_step(view, who, at, (now - before) * by);
    before = now;
  }
}

void view_counts_add(struct view_counts *counts, const struct ticket_row *row, int by)
{
  struct filter_ticket ticket;
  if (counts == NULL || counts->view->len == 0)
    return;
  char *folded = row_folded(&row->t), *tags = row_tags(&row->t);
  GArray *turns = g_array_new(FALSE, FALSE, sizeof(utc_t));
  facts_of_row(row, folded, tags, &ticket);
  for (guint i = 0; i < counts->view->len; i++) {
    struct counted *view = counts->view->pdata[i];
    if (row->id > view->upto)
      continue;
    g_array_set_size(turns, 0);
    if (view->timed)
      filter_turns(view->filter, &ticket, turns);
    g_array_sort(turns, by_time);
    add_for(view, &ticket, g_intern_static_string(""), turns, by);
    if (view->me && row->t.assignee != NULL)
      add_for(view, &ticket, g_intern_string(row->t.assignee), turns, by);
  }
  g_array_unref(turns);
  g_free(folded);
  g_free(tags);
}

/* --- in the database ----------------------------------------------------------------------------------------- */
static bool write_step(struct db *db, const char *key, const struct step *step, int64_t by, GError **error)
{
  int64_t day = step->at == UTC_NONE ? BEGINNING : utc_day(step->at);
  return (step->at == UTC_NONE ||
          (db_exec(db, error,
                   "INSERT INTO view_step (view, who, at, value) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (view, who, at) DO UPDATE SET value = view_step.value + $4",
                   "ttii", key, step->who, step->at, by) &&
           db_exec(db, error, "DELETE FROM view_step WHERE view = $1 AND who = $2 AND at = $3 AND value = 0", "tti",
                   key, step->who, step->at))) &&
         db_exec(db, error,
                 "INSERT INTO view_day (view, who, day, value) VALUES ($1, $2, $3, $4)"
                 " ON CONFLICT (view, who, day) DO UPDATE SET value = view_day.value + $4",
                 "ttii", key, step->who, day, by);
}

bool view_counts_write(struct view_counts *counts, struct db *db, GError **error)
{
  bool done = true;
  for (guint i = 0; counts != NULL && done && i < counts->view->len; i++) {
    struct counted *view = counts->view->pdata[i];
    GHashTableIter iter;
    void *step, *by;
    g_hash_table_iter_init(&iter, view->steps);
    while (done && g_hash_table_iter_next(&iter, &step, &by))
      done = by == NULL || write_step(db, view->key, step, GPOINTER_TO_INT(by), error);
    g_hash_table_remove_all(view->steps);
  }
  return done;
}

static bool subtract(struct counted *view, struct db_stmt *stmt, GError **error)
{
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    add_step(view, g_intern_string(db_text(stmt, 0)), db_is_null(stmt, 1) ? UTC_NONE : db_int(stmt, 1),
             -(int)db_int(stmt, 2));
  db_done(stmt);
  return got == 0;
}

/* Days are compared with what the steps come to, so a wrong day is seen, too. */
static bool days_agree(struct db *db, const struct counted *view, int64_t *wrong, GError **error)
{
  return db_get_int(db, wrong, 0, error,
                    "SELECT count(*) FROM view_day d WHERE d.view = $1 AND d.day <> $2 AND d.value <> (SELECT"
                    " COALESCE(sum(s.value), 0) FROM view_step s WHERE s.view = d.view AND s.who = d.who"
                    " AND s.at >= d.day * 86400 AND s.at < (d.day + 1) * 86400)",
                    "ti", view->key, (int64_t)BEGINNING);
}

bool view_counts_subtract(struct view_counts *counts, struct db *db, GError **error)
{
  bool done = true;
  for (guint i = 0; done && i < counts->view->len; i++) {
    struct counted *view = counts->view->pdata[i];
    int64_t wrong = 0;
    done = subtract(view, db_query(db, error, "SELECT who, at, value FROM view_step WHERE view = $1", "t", view->key),
                    error) &&
           subtract(view, db_query(db, error, "SELECT who, NULL, value FROM view_day WHERE view = $1 AND day = $2",
                                   "ti", view->key, (int64_t)BEGINNING), error) &&
           days_agree(db, view, &wrong, error);
    if (wrong > 0)
      add_step(view, g_intern_static_string(""), UTC_NONE, 1);
  }
  return done;
}

int view_counts_left(const struct view_counts *counts, GString *out)
{
  int left = 0;
  for (guint i = 0; i < counts->view->len; i++) {
    struct counted *view = counts->view->pdata[i];
    GHashTableIter iter;
    void *by;
    bool wrong = false;
    g_hash_table_iter_init(&iter, view->steps);
    while (!wrong && g_hash_table_iter_next(&iter, NULL, &by))
      wrong = by != NULL;
    if (wrong)
      g_string_append_printf(out, "%s\n", view->key);
    left += wrong;
  }
  return left;
}

bool view_counts_reset(struct db *db, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  return ref != NULL && db_exec(db, error, "DELETE FROM view_step", "") &&
         db_exec(db, error, "DELETE FROM view_day", "") &&
         db_exec(db, error, "DELETE FROM view_count", "") &&
         db_exec(db, error,
                 "INSERT INTO view_count (view, seq, reference, upto) SELECT key, seq, $1, $2 FROM saved_view", "ii",
                 ref->version, INT64_MAX);
}
