#include "queue_scan.h"

#include <string.h>

#include "feed.h"
#include "queue_facts.h"
#include "reference.h"
#include "toban/lang.h"
#include "toban/store.h"
#include "unread.h"

/* Where rows come from: in the order of an index, from behind a place ($1, $2) to the limit $3. */
struct source {
  const char *indexed, *whole;         /* the same rows, from the index alone or with all columns */
  bool falling, mine;                  /* mine: $4 is whose */
  enum queue_order order;
};
#define SELECT(columns, where, order) "SELECT " columns " FROM ticket t WHERE " where " ORDER BY " order
#define OPEN "t.open = 1 AND (t.rank_at, t.id) > ($1, $2) AND t.rank_at < $3"
#define MINE OPEN " AND t.assignee = $4"
#define DONE "t.open = 0 AND (t.changed_at, t.id) < ($1, $2) AND t.changed_at >= $3"
#define ALL "(t.changed_at, t.id) < ($1, $2) AND t.changed_at >= $3"
#define RECEIVED "(t.received_at, t.id) < ($1, $2) AND t.received_at >= $3"
#define RISING "t.rank_at, t.id"
#define FALLING "t.changed_at DESC, t.id DESC"
static const struct source source_open = {SELECT(FACTS_INDEXED, OPEN, RISING), SELECT(FACTS, OPEN, RISING), false,
                                          false, ORDER_DUE};
static const struct source source_mine = {NULL, SELECT(FACTS, MINE, RISING), false, true, ORDER_DUE};
static const struct source source_done = {NULL, SELECT(FACTS, DONE, FALLING), true, false, ORDER_CHANGED};
static const struct source source_all = {NULL, SELECT(FACTS, ALL, FALLING), true, false, ORDER_CHANGED};
static const struct source source_received = {NULL, SELECT(FACTS, RECEIVED, "t.received_at DESC, t.id DESC"), true,
                                              false, ORDER_RECEIVED};

struct queue_scan {
  struct queue_args args;              /* what was asked for; `look` and the place do not count */
  int64_t reference;                   /* its version */
  struct filter *filter;
  unsigned fields;
  bool timed;
  GHashTable *unread;                  /* what the actor has not read; NULL: it is not asked for */
  enum queue_order order;
  bool falling;

  const struct source *source;
  char mine[64];
  int64_t limit;
  struct queue_place reached;          /* in the order of the source: rows up to here were looked at */
  bool complete;
  int64_t looked;
  GArray *places;                      /* struct queue_place, in the order of the list */
  int64_t seq, version;                /* of the feed and the database that it knows */
  utc_t now, turns_at;
};

static void scan_free(void *data)
{
  struct queue_scan *scan = data;
  filter_free(scan->filter);
  if (scan->unread != NULL)
    g_hash_table_unref(scan->unread);
  g_array_unref(scan->places);
  g_free(scan);
}

/* --- what is asked for ----------------------------------------------------------------------------------- */
enum queue_order queue_order_of(const struct queue_args *args, bool *falling)
{
  bool by_change = queue_by_change(args->view);
  *falling = args->saved ? args->falling : by_change;
  return args->saved ? args->order : by_change ? ORDER_CHANGED : ORDER_DUE;
}

static bool same_list(const struct queue_args *a, const struct queue_args *b)
{
  return a->view == b->view && strcmp(a->actor, b->actor) == 0 && strcmp(a->filter, b->filter) == 0 &&
         a->strict == b->strict && strcmp(a->expression, b->expression) == 0 && a->saved == b->saved &&
         a->order == b->order && a->falling == b->falling;
}

static struct filter *parse(const char *text, const struct reference *ref, bool typing, GError **error)
{
  struct filter_fault fault;
  struct filter *filter = filter_parse(text, ref, typing, &fault);
  if (filter == NULL)
    filter_fault_set(error, text, &fault);
  g_free(fault.text);
  return filter;
}

static struct filter *filter_of(const struct queue_args *args, const struct reference *ref, GError **error)
{
  struct filter *view = parse(queue_view_filter(args->saved ? VIEW_ALL : args->view), ref, false, error);
  struct filter *saved = parse(args->expression, ref, false, error);
  struct filter *typed = saved == NULL ? NULL : parse(args->filter, ref, !args->strict, error);
  if (typed != NULL)
    return filter_both(filter_both(view, saved), typed);
  filter_free(view);
  filter_free(saved);
  return NULL;
}

/* --- where to look --------------------------------------------------------------------------------------- */
static void choose_source(struct queue_scan *scan)
{
  struct filter_eyes eyes = {scan->now, scan->args.actor};
  struct filter_narrow n;
  filter_narrow(scan->filter, &eyes, &n);
  bool open = !n.done;
  scan->source = open && n.assignee != NULL             ? &source_mine
                 : open                                 ? &source_open
                 : n.received.from > INT64_MIN          ? &source_received
                 : n.open                               ? &source_all : &source_done;
  const struct filter_range *range = open ? &n.due : scan->source == &source_received ? &n.received : &n.changed;
  g_strlcpy(scan->mine, n.assignee == NULL ? "" : n.assignee, sizeof scan->mine);
  scan->limit = open ? range->to : range->from;
  scan->reached = (struct queue_place){range->from, INT64_MIN};
  if (scan->source->falling) /* an end that moves with the time lets in rows later: they are looked at, too */
    scan->reached = scan->timed || range->to == INT64_MAX ? (struct queue_place){INT64_MAX, INT64_MAX}
                                                          : (struct queue_place){range->to, INT64_MIN};
  scan->complete = !n.open && !n.done;
  scan->looked = 0;
  scan->turns_at = UTC_NONE;
  g_array_set_size(scan->places, 0);
}

/* --- what is found ----------------------------------------------------------------------------------------- */
static int compare_places(const void *a, const void *b, void *falling)
{
  const struct queue_place *x = a, *y = b;
  int order = x->rank_at != y->rank_at ? (x->rank_at > y->rank_at) - (x->rank_at < y->rank_at)
                                       : (x->id > y->id) - (x->id < y->id);
  return *(const bool *)falling ? -order : order;
}

/* The next instant at which the answer for this one may turn. */
static void note_turns(struct queue_scan *scan, const struct filter_ticket *ticket)
{
  GArray *turns = g_array_new(FALSE, FALSE, sizeof(utc_t));
  filter_turns(scan->filter, ticket, turns);
  for (guint i = 0; i < turns->len; i++) {
    utc_t at = g_array_index(turns, utc_t, i);
    if (at > scan->now && (scan->turns_at == UTC_NONE || at < scan->turns_at))
      scan->turns_at = at;
  }
  g_array_unref(turns);
}

static bool look_at(struct queue_scan *scan, struct facts *facts, struct queue_place *place)
{
  struct filter_eyes eyes = {scan->now, scan->args.actor};
  facts->f.t = &facts->t;
  facts->f.unread = unread_has(scan->unread, facts->id);
  if (scan->timed)
    note_turns(scan, &facts->f);
  *place = (struct queue_place){facts_order(scan->order, facts->rank_at, &facts->t), facts->id};
  return filter_matches(scan->filter, &facts->f, &eyes);
}

/* Puts new places, sorted here, among the others. */
static void merge(struct queue_scan *scan, GArray *fresh)
{
  GArray *old = scan->places;
  guint i = 0, k = 0;
  g_array_sort_with_data(fresh, compare_places, &scan->falling);
  if (old->len == 0 || fresh->len == 0 ||
      compare_places(&g_array_index(old, struct queue_place, old->len - 1), fresh->data, &scan->falling) < 0) {
    if (fresh->len > 0)
      g_array_append_vals(old, fresh->data, fresh->len);
    return;
  }
  GArray *all = g_array_sized_new(FALSE, FALSE, sizeof(struct queue_place), old->len + fresh->len);
  while (i < old->len || k < fresh->len) {
    bool from_old = k == fresh->len || (i < old->len && compare_places(&g_array_index(old, struct queue_place, i),
                                                                       &g_array_index(fresh, struct queue_place, k),
                                                                       &scan->falling) < 0);
    g_array_append_val(all, g_array_index(from_old ? old : fresh, struct queue_place, from_old ? i++ : k++));
  }
  g_array_unref(old);
  scan->places = all;
}

static int64_t source_order(const struct queue_scan *scan, const struct facts *facts)
{
  return facts_order(scan->source->order, facts->rank_at, &facts->t);
}

static bool look_on(struct queue_scan *scan, struct db *db, int look, GError **error)
{
  const struct source *source = scan->source;
  bool whole = source->indexed == NULL || (scan->fields & ~FACTS_INDEXED_FIELDS) != 0 || scan->order != ORDER_DUE ||
               filter_has_flag(scan->filter, "excluded");
  struct db_stmt *stmt = db_query(db, error, whole ? source->whole : source->indexed, "iii", scan->reached.rank_at,
                                  scan->reached.id, source->falling || !scan->timed ? scan->limit : INT64_MAX);
  GArray *fresh = g_array_new(FALSE, FALSE, sizeof(struct queue_place));
  int got = stmt == NULL ? -1 : 1, seen = 0;
  if (stmt != NULL && source->mine)
    db_bind_text(stmt, 4, scan->mine);
  while (got > 0 && (look == 0 || seen < look) && (got = db_step(stmt, error)) > 0) {
    struct facts facts;
    struct queue_place place;
    facts_from_stmt(stmt, scan->fields, whole, &facts);
    if (look_at(scan, &facts, &place))
      g_array_append_val(fresh, place);
    if (!source->falling && facts.rank_at >= scan->limit) /* the first that the passing time may let in: noted */
      got = 0;
    scan->reached = (struct queue_place){source_order(scan, &facts), facts.id};
    seen++;
  }
  db_done(stmt);
  scan->looked += seen;
  scan->complete = got == 0;
  merge(scan, fresh);
  g_array_unref(fresh);
  return got >= 0;
}

/* --- what changed meanwhile -------------------------------------------------------------------------------- */
static void forget(struct queue_scan *scan, int64_t id)
{
  for (guint i = 0; i < scan->places->len; i++)
    if (g_array_index(scan->places, struct queue_place, i).id == id) {
      g_array_remove_index(scan->places, i);
      return;
    }
}

/* Has the scan passed the place where the row stands now? Else it will come to it. */
static bool passed(const struct queue_scan *scan, const struct facts *facts)
{
  struct queue_place at = {source_order(scan, facts), facts->id};
  bool falling = scan->source->falling;
  return scan->complete || compare_places(&at, &scan->reached, &falling) <= 0;
}

static bool look_again(struct queue_scan *scan, struct db *db, const char *key, GError **error)
{
  struct db_stmt *stmt = db_query(db, error, "SELECT " FACTS " FROM ticket t WHERE t.key = $1", "t", key);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    struct facts facts;
    struct queue_place place;
    GArray *fresh = g_array_new(FALSE, FALSE, sizeof(struct queue_place));
    facts_from_stmt(stmt, scan->fields, true, &facts);
    forget(scan, facts.id);
    if (look_at(scan, &facts, &place) && passed(scan, &facts))
      g_array_append_val(fresh, place);
    merge(scan, fresh);
    g_array_unref(fresh);
  }
  db_done(stmt);
  return got >= 0;
}

/* What was read meanwhile, or is news now. */
static bool read_meanwhile(struct queue_scan *scan, struct db *db, GError **error)
{
  GHashTable *unread = scan->unread == NULL ? NULL : unread_of(db, scan->args.actor, error);
  bool good = scan->unread == NULL || unread != NULL;
  if (unread == NULL)
    return good;
  GPtrArray *turned = unread_turned(scan->unread, unread);
  GHashTable *before = scan->unread;
  scan->unread = unread;
  for (guint i = 0; good && i < turned->len; i++)
    good = look_again(scan, db, turned->pdata[i], error);
  g_ptr_array_unref(turned);
  g_hash_table_unref(before);
  return good;
}

/* False: it has to begin anew (or an error is set). */
static bool catch_up(struct queue_scan *scan, struct db *db, utc_t now, GError **error)
{
  struct store_feed feed;
  GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
  int64_t version = db_version(db);
  bool good = now >= scan->now && (scan->turns_at == UTC_NONE || now < scan->turns_at) &&
              feed_since(db, scan->seq, &feed, keys, error);
  good = good && !feed.everything && !feed.many && (version == scan->version || feed.seq > scan->seq);
  if (good && (feed.topics & (TOPIC_SEEN | TOPIC_TICKET)) != 0)
    good = read_meanwhile(scan, db, error);
  for (guint i = 0; good && i < keys->len; i++)
    good = look_again(scan, db, keys->pdata[i], error);
  g_ptr_array_unref(keys);
  if (good) {
    scan->seq = feed.seq;
    scan->version = version;
    scan->now = now;
  }
  return good;
}

static bool begin(struct queue_scan *scan, struct db *db, utc_t now, GError **error)
{
  scan->now = now;
  scan->version = db_version(db);
  choose_source(scan);
  if (filter_has_flag(scan->filter, "unread")) {
    g_clear_pointer(&scan->unread, g_hash_table_unref);
    if ((scan->unread = unread_of(db, scan->args.actor, error)) == NULL)
      return false;
  }
  return db_get_int(db, &scan->seq, 0, error, "SELECT max(seq) FROM feed", "");
}

static struct queue_scan *scan_new(struct db *db, const struct queue_args *args, const struct reference *ref,
                                   GError **error)
{
  struct filter *filter = filter_of(args, ref, error);
  if (filter == NULL)
    return NULL;
  struct queue_scan *scan = g_new0(struct queue_scan, 1);
  scan->args = *args;
  scan->reference = ref->version;
  scan->filter = filter;
  scan->fields = filter_uses(filter);
  scan->timed = filter_has_time(filter);
  scan->order = queue_order_of(args, &scan->falling);
  scan->places = g_array_new(FALSE, FALSE, sizeof(struct queue_place));
  db_set_data(db, DB_DATA_SCAN, scan, scan_free);
  return scan;
}

const struct queue_scan *queue_scan(struct db *db, const struct queue_args *args, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  struct queue_scan *scan = db_data(db, DB_DATA_SCAN);
  GError *why = NULL;
  if (ref == NULL)
    return NULL;
  bool same = scan != NULL && scan->reference == ref->version && same_list(&scan->args, args);
  if (!same)
    scan = scan_new(db, args, ref, error);
  if (scan == NULL)
    return NULL;
  if (!(same && catch_up(scan, db, args->now, &why)) && (why != NULL || !begin(scan, db, args->now, &why))) {
    g_propagate_error(error, why);
    db_set_data(db, DB_DATA_SCAN, NULL, NULL);
    return NULL;
  }
  if (!scan->complete && !look_on(scan, db, args->look, error)) {
    db_set_data(db, DB_DATA_SCAN, NULL, NULL);
    return NULL;
  }
  return scan;
}

const GArray *queue_scan_places(const struct queue_scan *scan)
{
  return scan->places;
}

void queue_scan_tell(const struct queue_scan *scan, struct queue_window *window)
{
  window->more = !scan->complete;
  window->looked = scan->looked;
  window->turns_at = scan->turns_at;
  window->unread = scan->unread != NULL;
}
