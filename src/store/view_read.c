/* Saved views read, with their counts; and views that are not counted yet, counted bit by bit. */
#include <string.h>

#include "feed.h"
#include "queue_facts.h"
#include "read_queue.h"
#include "read_rows.h"
#include "reference.h"
#include "toban/arena.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/store.h"
#include "unread.h"
#include "view.h"

/* --- counts ----------------------------------------------------------------------------------------------- */
bool view_count_read(struct db *db, const char *key, const char *actor, utc_t now, int64_t *out, utc_t *turns_at,
                     GError **error)
{
  int64_t days, steps, next[2] = {INT64_MAX, INT64_MAX}, day = utc_day(now);
  const char *const who[] = {"", actor};
  if (!db_get_int(db, &days, 0, error,
                  "SELECT sum(value) FROM view_day WHERE view = $1 AND who IN ('', $2) AND day < $3", "tti", key, actor,
                  day) ||
      !db_get_int(db, &steps, 0, error,
                  "SELECT sum(value) FROM view_step WHERE view = $1 AND who IN ('', $2) AND at >= $3 AND at <= $4",
                  "ttii", key, actor, day * UTC_DAY, now))
    return false;
  for (int i = 0; i < 2; i++)
    if (!db_get_int(db, &next[i], INT64_MAX, error,
                    "SELECT min(at) FROM view_step WHERE view = $1 AND who = $2 AND at > $3", "tti", key, who[i], now))
      return false;
  *out = days + steps;
  *turns_at = MIN(next[0], next[1]) == INT64_MAX ? UTC_NONE : MIN(next[0], next[1]);
  return true;
}

static bool read_count(struct db *db, struct view_list *list, struct saved_view *view, GError **error)
{
  utc_t turns_at = UTC_NONE;
  if (view->count != INT64_MAX) { /* how far it is counted, until here */
    list->uncounted = list->uncounted || view->count >= 0;
    view->count = VIEW_UNCOUNTED;
    return true;
  }
  if (!view_count_read(db, view->key, list->args.actor, list->args.now, &view->count, &turns_at, error))
    return false;
  if (turns_at != UTC_NONE && (list->turns_at == UTC_NONE || turns_at < list->turns_at))
    list->turns_at = turns_at;
  return true;
}

/* --- the list ---------------------------------------------------------------------------------------------- */
static void view_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct saved_view *view = out;
  *view = (struct saved_view){.key = read_text(arena, stmt, 0), .name = read_text(arena, stmt, 1),
                              .owner = read_text(arena, stmt, 2), .filter = read_text(arena, stmt, 5),
                              .columns = read_text(arena, stmt, 6), .falling = db_int(stmt, 8) != 0,
                              .seq = db_int(stmt, 9), .count = db_int(stmt, 10)};
  view->title[LANG_JA] = read_text(arena, stmt, 3);
  view->title[LANG_EN] = read_text(arena, stmt, 4);
  queue_order_parse(db_text(stmt, 7), &view->order);
}

static bool read_list(struct db *db, struct view_list *list, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  if (ref == NULL)
    return false;
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT v.key, v.name, v.owner, v.ja, v.en, v.filter, v.columns, v.order_, v.falling,"
                                  " v.seq, CASE WHEN c.seq = v.seq AND c.reference = $1 THEN c.upto ELSE 0 END"
                                  " FROM saved_view v LEFT JOIN view_count c ON c.view = v.key"
                                  " WHERE v.owner IN ('', $2) ORDER BY v.owner = '', v.name",
                                  "it", ref->version, list->args.actor);
  struct saved_view *view = read_rows(list->s.arena, stmt, sizeof *view, view_row, &list->rows, error);
  list->row = view;
  for (int i = 0; view != NULL && i < list->rows; i++)
    if (!read_count(db, list, &view[i], error))
      return false;
  if (view != NULL && !unread_count(db, list, view, error))
    return false;
  for (int i = 0; view != NULL && i < VIEWS; i++)
    if (!queue_view_total(db, (enum queue_view)i, list->args.actor, list->args.now, &list->total[i], error))
      return false;
  return view != NULL;
}

void *view_list_read(struct db *db, const void *view_args, GError **error)
{
  struct arena *arena = arena_new();
  struct view_list *list = arena_new0(arena, struct view_list, 1);
  *list = (struct view_list){.s = {arena}, .args = *(const struct view_args *)view_args, .turns_at = UTC_NONE};
  bool done = db_begin_read(db, error) && read_list(db, list, error);
  db_rollback(db);
  if (done)
    return list;
  arena_free(arena);
  return NULL;
}

bool view_choose(struct db *db, const char *name, struct queue_args *args, GError **error)
{
  struct view_args who = {.now = args->now};
  if (queue_view_parse(name, &args->view))
    return true;
  g_strlcpy(who.actor, args->actor, sizeof who.actor);
  struct view_list *list = view_list_read(db, &who, error);
  const struct saved_view *view = view_find(list, name);
  if (view != NULL)
    view_to_args(view, args);
  else if (list != NULL)
    error_set(error, TE_USAGE, _("there is no view “%s”: open, mine, new, late, held, done, all or the name of a saved"
                                 " one (toban view list)"), name);
  bool found = view != NULL;
  snapshot_free(list);
  return found;
}

/* --- counting on ------------------------------------------------------------------------------------------- */
/* The first view that is not counted to the end; 0: there is none. One that cannot be understood is none (-1). */
static int find_uncounted(struct db *db, int64_t reference, char **key, int64_t *seq, bool *begun, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT v.key, v.seq, CASE WHEN c.seq = v.seq AND c.reference = $1 THEN 1 ELSE 0 END"
                                  " FROM saved_view v"
                                  " LEFT JOIN view_count c ON c.view = v.key WHERE c.view IS NULL OR c.seq <> v.seq"
                                  " OR c.reference <> $1 OR (c.upto >= 0 AND c.upto < $2) ORDER BY v.key LIMIT 1",
                                  "ii", reference, INT64_MAX);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    *key = g_strdup(db_text(stmt, 0));
    *seq = db_int(stmt, 1);
    *begun = db_int(stmt, 2) != 0;
  }
  db_done(stmt);
  return got;
}

static bool forget(struct db *db, const char *key, GError **error)
{
  return db_exec(db, error, "DELETE FROM view_step WHERE view = $1", "t", key) &&
         db_exec(db, error, "DELETE FROM view_day WHERE view = $1", "t", key) &&
         db_exec(db, error, "DELETE FROM view_count WHERE view = $1", "t", key);
}

/* Those of views that are gone. */
static bool forget_strays(struct db *db, GError **error)
{
  struct db_stmt *stmt = db_prepare(
      db, "SELECT view FROM view_count WHERE NOT EXISTS (SELECT 1 FROM saved_view v WHERE v.key = view_count.view)",
      error);
  GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    g_ptr_array_add(keys, g_strdup(db_text(stmt, 0)));
  db_done(stmt);
  for (guint i = 0; got == 0 && i < keys->len; i++)
    got = forget(db, keys->pdata[i], error) ? 0 : -1;
  g_ptr_array_unref(keys);
  return got == 0;
}

/* The next tickets, into the counts of the view alone. *last: the id of the last one; INT64_MAX: there are no more. */
static bool count_tickets(struct db *db, struct view_counts *counts, int64_t after, int64_t *last, GError **error)
{
  struct db_stmt *stmt = db_query(
      db, error, "SELECT " TICKET_COLUMNS " FROM ticket t WHERE t.id > $1 ORDER BY t.id LIMIT $2", "ii", after,
      (int64_t)VIEW_COUNT_STEP);
  int got = stmt == NULL ? -1 : 1, rows = 0;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct arena *arena = arena_new();
    struct ticket_row row;
    row_from_stmt(stmt, arena, &row);
    view_counts_add(counts, &row, 1);
    *last = row.id;
    rows++;
    arena_free(arena);
  }
  db_done(stmt);
  if (got == 0 && rows < VIEW_COUNT_STEP)
    *last = INT64_MAX;
  return got == 0;
}

static bool count_on(struct db *db, const char *key, int64_t reference, int64_t seq, bool begun, GError **error)
{
  int64_t upto = 0, last = 0;
  if (!begun && (!forget(db, key, error) ||
                 !db_exec(db, error, "INSERT INTO view_count (view, seq, reference, upto) VALUES ($1, $2, $3, 0)",
                          "tii", key, seq, reference)))
    return false;
  if (!db_get_int(db, &upto, 0, error, "SELECT upto FROM view_count WHERE view = $1", "t", key))
    return false;
  struct view_counts *counts = view_counts_only(db, key, error);
  if (counts == NULL)
    return false;
  bool understood = !view_counts_empty(counts);
  bool done = !understood || (count_tickets(db, counts, upto, &last, error) && view_counts_write(counts, db, error));
  view_counts_free(counts);
  return done && db_exec(db, error, "UPDATE view_count SET upto = $1 WHERE view = $2", "it",
                         understood ? last : (int64_t)-1, key);
}

bool command_run_count_views(struct db *db, const struct command *command, struct command_outcome *outcome,
                             GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  char *key = NULL;
  int64_t seq = 0;
  bool begun = false;
  (void)command;
  if (ref == NULL)
    return false;
  int got = find_uncounted(db, ref->version, &key, &seq, &begun, error);
  bool done = got == 0 ? forget_strays(db, error) : got > 0 && count_on(db, key, ref->version, seq, begun, error);
  outcome->revision = got > 0;
  g_free(key);
  return done && feed_put(db, got > 0 ? TOPIC_VIEW : 0, NULL, error);
}
