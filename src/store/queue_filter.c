/* A filter is words; each must be in a ticket's folded text, or in the names of its office. */
#include <string.h>

#include "read_queue.h"
#include "reference.h"
#include "toban/text.h"

struct filter {
  const struct queue_args *args;
  char **words;
  GHashTable **offices; /* for each word the ids of offices whose names have it */
  int count;
};

static bool office_has(const struct office *office, const char *word)
{
  const char *const names[] = {office->name[LANG_JA], office->name[LANG_EN], office->code};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    char *folded = text_fold(names[i], -1);
    bool has = strstr(folded, word) != NULL;
    g_free(folded);
    if (has)
      return true;
  }
  return false;
}

static void filter_init(struct filter *filter, const struct queue_args *args, const struct reference *ref)
{
  char *folded = text_fold(args->filter, -1);
  char **pieces = g_strsplit(folded, " ", -1);
  filter->args = args;
  filter->words = g_new0(char *, g_strv_length(pieces) + 1);
  filter->offices = g_new0(GHashTable *, g_strv_length(pieces) + 1);
  filter->count = 0;
  for (int i = 0; pieces[i] != NULL; i++)
    if (*pieces[i] != '\0')
      filter->words[filter->count++] = g_strdup(pieces[i]);
  for (int i = 0; i < filter->count; i++) {
    filter->offices[i] = g_hash_table_new(g_str_hash, g_str_equal);
    for (int o = 0; o < ref->offices; o++)
      if (office_has(&ref->office[o], filter->words[i]))
        g_hash_table_add(filter->offices[i], (void *)(uintptr_t)ref->office[o].id);
  }
  g_strfreev(pieces);
  g_free(folded);
}

static void filter_clear(struct filter *filter)
{
  for (int i = 0; i < filter->count; i++)
    g_hash_table_unref(filter->offices[i]);
  g_free(filter->offices);
  g_strfreev(filter->words);
}

static bool in_view(const struct filter *filter, struct db_stmt *stmt)
{
  const char *assignee = db_text(stmt, 5);
  switch (filter->args->view) {
  case VIEW_MINE: return g_strcmp0(assignee, filter->args->actor) == 0;
  case VIEW_NEW: return db_int(stmt, 3) == TICKET_NEW;
  case VIEW_LATE: return !db_is_null(stmt, 2) && db_int(stmt, 2) <= filter->args->now;
  case VIEW_HELD: return db_int(stmt, 4) != 0;
  default: return true;
  }
}

static bool matches(const struct filter *filter, struct db_stmt *stmt)
{
  const char *office = db_text(stmt, 6), *folded = db_text(stmt, 7);
  for (int i = 0; i < filter->count; i++)
    if (strstr(folded, filter->words[i]) == NULL &&
        (office == NULL || !g_hash_table_contains(filter->offices[i], office)))
      return false;
  return in_view(filter, stmt);
}

GArray *queue_filter(struct db *db, const struct queue_args *args, bool *more, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  struct filter filter;
  if (ref == NULL)
    return NULL;
  GArray *places = g_array_new(FALSE, FALSE, sizeof(struct queue_place));
  struct db_stmt *stmt = db_prepare(db, queue_sql[args->view].scan, error);
  int got = stmt == NULL ? -1 : 1, seen = 0;
  filter_init(&filter, args, ref);
  *more = false;
  while (got > 0 && !*more && (got = db_step(stmt, error)) > 0) {
    struct queue_place place = {db_int(stmt, 0), db_int(stmt, 1)};
    *more = queue_by_change(args->view) && ++seen > QUEUE_SCAN;
    if (!*more && matches(&filter, stmt))
      g_array_append_val(places, place);
  }
  filter_clear(&filter);
  db_done(stmt);
  if (got >= 0)
    return places;
  g_array_free(places, TRUE);
  return NULL;
}
