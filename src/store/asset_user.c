/* Assets by their user, also in the other writing: the register has 見本 花子, the list of requesters has her reading, and
 * みほん, ミホン or "mihon" is typed. */
#include <string.h>

#include "asset.h"
#include "caller.h"
#include "lookup.h"
#include "toban/text.h"

enum { KEYS_MOST = 300, PEOPLE_MOST = 8, SHORTEST = 3 /* bytes: a kana, or so many letters */ };

bool asset_find_user(struct db *db, const char *user, asset_found_fn *each, void *data, GError **error)
{
  char *folded = text_fold(user, -1), *line = g_strconcat("\n", folded, NULL), **words = g_strsplit(folded, " ", -1);
  struct db_stmt *stmt = *folded == '\0' ? NULL : asset_index_ask(db, words, error);
  int got = *folded == '\0' ? 0 : stmt == NULL ? -1 : 1, looked = 0;
  bool more = true;
  while (got > 0 && more && ++looked <= ASSET_LOOKED_AT && (got = db_step(stmt, error)) > 0)
    if (g_str_has_suffix(db_text(stmt, 1), line))
      more = each(data, db_int(stmt, 0), db_text(stmt, 2));
  db_done(stmt);
  g_strfreev(words);
  g_free(line);
  g_free(folded);
  return got >= 0;
}

/* --- readings ----------------------------------------------------------------------------------------------- */
static void keep(void *user, enum lookup_kind kind, const char *ref, bool whole)
{
  (void)whole;
  if (kind == LOOKUP_REQUESTER)
    g_hash_table_add(user, g_strdup(ref));
}

static GHashTable *people_of_word(struct db *db, const char *word, GError **error)
{
  GHashTable *refs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *wanted = lookup_wanted(word);
  bool done = true;
  for (guint i = 0; done && i < wanted->len; i++)
    done = lookup_find(db, wanted->pdata[i], KEYS_MOST, keep, refs, error);
  g_ptr_array_unref(wanted);
  if (!done)
    g_clear_pointer(&refs, g_hash_table_unref);
  return refs;
}

static gboolean is_elsewhere(void *key, void *value, void *others)
{
  (void)value;
  return !g_hash_table_contains(others, key);
}

/* Those whom all words begin; NULL on error. */
static GHashTable *people_of(struct db *db, char **words, GError **error)
{
  GHashTable *refs = NULL;
  for (int i = 0; words[i] != NULL; i++) {
    GHashTable *more = people_of_word(db, words[i], error);
    if (more == NULL || refs == NULL) {
      if (refs != NULL)
        g_hash_table_unref(refs);
      refs = more;
    } else {
      g_hash_table_foreach_remove(refs, is_elsewhere, more);
      g_hash_table_unref(more);
    }
    if (refs == NULL || g_hash_table_size(refs) == 0)
      break;
  }
  return refs;
}

static bool each_person(struct db *db, const char *ref, asset_found_fn *each, void *data, GError **error)
{
  char *name = NULL;
  struct db_stmt *stmt = db_query(db, error, "SELECT name FROM requester WHERE key = $1", "t", ref);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0)
    name = g_strdup(db_text(stmt, 0));
  db_done(stmt);
  bool done = got == 0 || (got > 0 && asset_find_user(db, name, each, data, error));
  g_free(name);
  return done;
}

/* A number is a part of a tag or of a serial number, nobody's reading. */
static bool may_be_a_name(const char *folded)
{
  return strlen(folded) >= SHORTEST && strpbrk(folded, "0123456789\"*_@/") == NULL;
}

bool asset_find_readings(struct db *db, const char *folded, asset_found_fn *each, void *data, GError **error)
{
  if (!may_be_a_name(folded))
    return true;
  char **words = g_strsplit(folded, " ", -1);
  GHashTable *people = people_of(db, words, error);
  bool done = people != NULL;
  GList *refs = people == NULL ? NULL : g_list_sort(g_hash_table_get_keys(people), (GCompareFunc)strcmp);
  int told = 0;
  for (GList *at = refs; done && at != NULL && told < PEOPLE_MOST; at = at->next, told++)
    done = each_person(db, at->data, each, data, error);
  g_list_free(refs);
  if (people != NULL)
    g_hash_table_unref(people);
  g_strfreev(words);
  return done;
}
