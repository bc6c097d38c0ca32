#include "unread.h"

#include <string.h>

#include "queue_facts.h"
#include "reference.h"

GHashTable *unread_of(struct db *db, const char *login, GError **error)
{
  GHashTable *out = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
  struct db_stmt *stmt = db_query(db, error, UNREAD("u.id, u.key"), "t", login);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    int64_t id = db_int(stmt, 0);
    g_hash_table_insert(out, g_memdup2(&id, sizeof id), g_strdup(db_text(stmt, 1)));
  }
  db_done(stmt);
  if (got == 0)
    return out;
  g_hash_table_unref(out);
  return NULL;
}

bool unread_has(const GHashTable *unread, int64_t id)
{
  return unread != NULL && g_hash_table_contains((GHashTable *)unread, &id);
}

static void add_missing(GHashTable *these, GHashTable *those, GPtrArray *out)
{
  GHashTableIter iter;
  void *id, *key;
  g_hash_table_iter_init(&iter, these);
  while (g_hash_table_iter_next(&iter, &id, &key))
    if (!g_hash_table_contains(those, id))
      g_ptr_array_add(out, key);
}

GPtrArray *unread_turned(GHashTable *before, GHashTable *after)
{
  GPtrArray *out = g_ptr_array_new();
  add_missing(before, after, out);
  add_missing(after, before, out);
  return out;
}

/* --- counts of views ---------------------------------------------------------------------------------------- */
struct asking { struct saved_view *view; struct filter *filter; unsigned fields; };

static void asking_clear(void *data)
{
  filter_free(((struct asking *)data)->filter);
}

/* Those of the views that are counted and ask for what is unread. */
static GArray *asking_of(struct view_list *list, struct saved_view *view, const struct reference *ref)
{
  GArray *out = g_array_new(FALSE, FALSE, sizeof(struct asking));
  g_array_set_clear_func(out, asking_clear);
  for (int i = 0; i < list->rows; i++) {
    struct filter_fault fault;
    if (strstr(view[i].filter, "unread") == NULL) /* stored in their canonical form */
      continue;
    struct filter *filter = filter_parse(view[i].filter, ref, false, &fault);
    struct asking asking = {&view[i], filter, filter_uses(filter)};
    bool asks = filter_has_flag(filter, "unread");
    g_free(fault.text);
    list->unread = list->unread || asks;
    if (asks && view[i].count != VIEW_UNCOUNTED)
      g_array_append_val(out, asking);
    else
      filter_free(filter);
  }
  return out;
}

static void note_turns(struct view_list *list, const struct asking *asking, const struct filter_ticket *ticket)
{
  GArray *turns = g_array_new(FALSE, FALSE, sizeof(utc_t));
  filter_turns(asking->filter, ticket, turns);
  for (guint i = 0; i < turns->len; i++) {
    utc_t at = g_array_index(turns, utc_t, i);
    if (at > list->args.now && (list->turns_at == UTC_NONE || at < list->turns_at))
      list->turns_at = at;
  }
  g_array_unref(turns);
}

static void add_ticket(struct view_list *list, const struct asking *asking, struct db_stmt *stmt)
{
  struct filter_eyes eyes = {list->args.now, list->args.actor};
  struct facts facts;
  facts_from_stmt(stmt, asking->fields, true, &facts);
  facts.f.t = &facts.t;
  int kept = filter_matches(asking->filter, &facts.f, &eyes);
  facts.f.unread = true;
  asking->view->count += filter_matches(asking->filter, &facts.f, &eyes) - kept;
  note_turns(list, asking, &facts.f);
}

bool unread_count(struct db *db, struct view_list *list, struct saved_view *view, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  if (ref == NULL)
    return false;
  GArray *asking = asking_of(list, view, ref);
  struct db_stmt *stmt =
      asking->len == 0 ? NULL : db_query(db, error, "SELECT " FACTS " FROM ticket t WHERE t.id IN (" UNREAD("u.id") ")",
                                         "t", list->args.actor);
  int got = asking->len == 0 ? 0 : stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    for (guint i = 0; i < asking->len; i++)
      add_ticket(list, &g_array_index(asking, struct asking, i), stmt);
  db_done(stmt);
  g_array_unref(asking);
  return got == 0;
}
