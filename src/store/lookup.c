#include "lookup.h"

#include <string.h>

#include "toban/text.h"

enum { KEYS_MOST = 60 /* of a row */, KEY_BYTES = 120, TAIL_MOST = 12 /* beginnings inside a word */ };

static void add_key(GHashTable *keys, const char *lead, const char *text)
{
  if (text == NULL || *text == '\0' || g_hash_table_size(keys) >= KEYS_MOST)
    return;
  char *key = g_strconcat(lead, text, NULL);
  if (strlen(key) > KEY_BYTES)
    *(char *)g_utf8_find_prev_char(key, key + KEY_BYTES + 1) = '\0';
  g_hash_table_add(keys, key);
}

static void add_beginning(GHashTable *keys, const char *text)
{
  char *romaji = text_romaji(text);
  add_key(keys, "", text);
  add_key(keys, LOOKUP_ROMAJI, romaji);
  g_free(romaji);
}

static void add_word(GHashTable *keys, const char *word)
{
  add_beginning(keys, word);
  if (!text_is_japanese(word))
    return;
  int tails = 0;
  for (const char *at = g_utf8_next_char(word); *at != '\0' && tails < TAIL_MOST; at = g_utf8_next_char(at), tails++)
    if (g_utf8_strlen(at, -1) > 1)
      add_beginning(keys, at);
}

/* "花子.依頼@x" is 花子, 依頼 and the whole of it. */
static void add_text(GHashTable *keys, const char *text)
{
  char *folded = text_fold(text, -1), **words = g_strsplit_set(folded, " ", -1);
  for (int i = 0; words[i] != NULL; i++) {
    add_word(keys, words[i]);
    if (strpbrk(words[i], ".@_-/()") == NULL)
      continue;
    char *own = g_strndup(words[i], strcspn(words[i], "@")); /* the domain is everybody's */
    char **parts = g_strsplit_set(own, "._-/()", -1);
    g_free(own);
    for (int p = 0; parts[p] != NULL; p++)
      add_word(keys, parts[p]);
    g_strfreev(parts);
  }
  g_strfreev(words);
  g_free(folded);
}

bool lookup_forget(struct db *db, enum lookup_kind kind, const char *ref, GError **error)
{
  return db_exec(db, error, "DELETE FROM lookup_key WHERE kind = $1 AND ref = $2", "it", (int64_t)kind, ref);
}

bool lookup_put(struct db *db, enum lookup_kind kind, const char *ref, const char *const *texts, GError **error)
{
  GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  void *key;
  for (int i = 0; texts[i] != NULL; i++)
    add_text(keys, texts[i]);
  bool done = lookup_forget(db, kind, ref, error);
  g_hash_table_iter_init(&iter, keys);
  while (done && g_hash_table_iter_next(&iter, &key, NULL))
    done = db_exec(db, error, "INSERT INTO lookup_key (key, kind, ref) VALUES ($1, $2, $3)", "tit",
                   (const char *)key, (int64_t)kind, ref);
  g_hash_table_unref(keys);
  return done;
}

GPtrArray *lookup_wanted(const char *word)
{
  GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
  char *romaji = strpbrk(word, "@0123456789") == NULL ? text_romaji(word) : NULL;
  g_ptr_array_add(out, g_strdup(word));
  if (romaji != NULL)
    g_ptr_array_add(out, g_strconcat(LOOKUP_ROMAJI, romaji, NULL));
  g_free(romaji);
  return out;
}

bool lookup_find(struct db *db, const char *beginning, int limit, lookup_fn *each, void *user, GError **error)
{
  char *end = g_strconcat(beginning, "\xf4\x8f\xbf\xbf", NULL); /* the last code point there is */
  struct db_stmt *stmt = db_query(
      db, error, "SELECT key, kind, ref FROM lookup_key WHERE key >= $1 AND key < $2 ORDER BY key LIMIT $3", "tti",
      beginning, end, (int64_t)limit);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    each(user, (enum lookup_kind)db_int(stmt, 1), db_text(stmt, 2), strcmp(db_text(stmt, 0), beginning) == 0);
  db_done(stmt);
  g_free(end);
  return got == 0;
}
