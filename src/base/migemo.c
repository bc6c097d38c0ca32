#include "toban/migemo.h"

#include <dlfcn.h>
#include <string.h>

#include "toban/text.h"

/* Of migemo.h, whose package need not be there when this is built. */
struct migemo;
static struct {
  bool tried;
  struct migemo *handle;
  unsigned char *(*query)(struct migemo *, const unsigned char *);
  void (*release)(struct migemo *, unsigned char *);
} library;

static void *symbol(void *from, const char *name)
{
  return from == NULL ? NULL : dlsym(from, name);
}

static void load(void)
{
  const char *folder = g_getenv("TOBAN_MIGEMO");
  library.tried = true;
  if (folder == NULL)
    folder = "/usr/share/cmigemo/utf-8";
  g_autofree char *dictionary = g_build_filename(folder, "migemo-dict", NULL);
  if (*folder == '\0' || !g_file_test(dictionary, G_FILE_TEST_IS_REGULAR))
    return;
  void *from = dlopen("libmigemo.so.1", RTLD_NOW | RTLD_LOCAL);
  struct migemo *(*open)(const char *) = NULL;
  int (*is_enabled)(struct migemo *) = NULL;
  *(void **)&open = symbol(from, "migemo_open");
  *(void **)&is_enabled = symbol(from, "migemo_is_enable");
  *(void **)&library.query = symbol(from, "migemo_query");
  *(void **)&library.release = symbol(from, "migemo_release");
  if (open == NULL || is_enabled == NULL || library.query == NULL || library.release == NULL)
    return;
  struct migemo *handle = open(dictionary);
  library.handle = handle != NULL && is_enabled(handle) != 0 ? handle : NULL;
}

bool migemo_there(void)
{
  if (!library.tried)
    load();
  return library.handle != NULL;
}

/* --- patterns --------------------------------------------------------------------------------------------- */
struct expansion { GPtrArray *words; guint most; };

static const char *group_end(const char *at)
{
  int depth = 0;
  for (; *at != '\0'; at = g_utf8_next_char(at)) {
    if (*at == '\\' && at[1] != '\0')
      at++;
    else if (*at == '(')
      depth++;
    else if (*at == ')' && --depth == 0)
      return at;
  }
  return at;
}

static void expand(struct expansion *expansion, const char *before, const char *at, const char *rest);

/* Each branch of "a|b(c|d)" up to `end`, and behind it `after`. */
static void expand_branches(struct expansion *expansion, const char *before, const char *at, const char *end,
                            const char *after)
{
  const char *from = at;
  for (;; at = g_utf8_next_char(at)) {
    if (at + 1 < end && *at == '\\') {
      at++;
      continue;
    }
    at = at < end && *at == '(' ? group_end(at) : at;
    if (at < end && *at != '|')
      continue;
    g_autofree char *branch = g_strndup(from, (gsize)(at - from));
    expand(expansion, before, branch, after);
    if (at >= end)
      break;
    from = at + 1;
  }
}

static void expand_class(struct expansion *expansion, const char *before, const char *at, const char *rest)
{
  const char *end = strchr(at, ']');
  if (end == NULL)
    return;
  g_autofree char *after = g_strconcat(end + 1, rest, NULL);
  for (at++; at < end; at = g_utf8_next_char(at)) {
    g_autofree char *one = g_strndup(at, (gsize)(g_utf8_next_char(at) - at));
    g_autofree char *word = g_strconcat(before, one, NULL);
    expand(expansion, word, after, "");
  }
}

/* `before` is settled; `at` and then `rest` follow. */
static void expand(struct expansion *expansion, const char *before, const char *at, const char *rest)
{
  g_autoptr(GString) word = g_string_new(before);
  if (expansion->words->len >= expansion->most)
    return;
  while (*at != '\0' || *rest != '\0') {
    if (*at == '\0') {
      at = rest;
      rest = "";
    } else if (*at == '(') {
      const char *end = group_end(at);
      g_autofree char *after = g_strconcat(*end == '\0' ? end : end + 1, rest, NULL);
      expand_branches(expansion, word->str, at + 1, end, after);
      return;
    } else if (*at == '[') {
      expand_class(expansion, word->str, at, rest);
      return;
    } else {
      if (*at == '\\' && at[1] != '\0')
        at++;
      g_string_append_unichar(word, g_utf8_get_char(at));
      at = g_utf8_next_char(at);
    }
  }
  if (expansion->words->len < expansion->most)
    g_ptr_array_add(expansion->words, g_strdup(word->str));
}

GPtrArray *migemo_expand(const char *pattern, guint most)
{
  struct expansion expansion = {g_ptr_array_new_with_free_func(g_free), most};
  g_autofree char *valid = g_utf8_make_valid(pattern, -1);
  expand_branches(&expansion, "", valid, valid + strlen(valid), "");
  return expansion.words;
}

/* --- words ------------------------------------------------------------------------------------------------ */
static bool is_wanted(const char *word)
{
  return g_utf8_strlen(word, -1) >= 2 && (unsigned char)*word >= 0x80;
}

static bool is_romaji(const char *word)
{
  size_t length = strlen(word);
  for (size_t i = 0; i < length; i++)
    if (!g_ascii_isalpha(word[i]) && word[i] != '-' && word[i] != '\'')
      return false;
  return length >= 3 && length <= 40;
}

GPtrArray *migemo_words(const char *word)
{
  if (!is_romaji(word) || !migemo_there())
    return NULL;
  g_autofree char *lower = g_ascii_strdown(word, -1);
  unsigned char *pattern = library.query(library.handle, (const unsigned char *)lower);
  if (pattern == NULL)
    return NULL;
  g_autoptr(GPtrArray) all = migemo_expand((const char *)pattern, 400);
  library.release(library.handle, pattern);
  GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add(taken, text_fold(lower, -1)); /* full-width letters are the same word, kana of both kinds one */
  for (guint i = 0; i < all->len && words->len < MIGEMO_WORDS; i++)
    if (is_wanted(g_ptr_array_index(all, i)) && g_hash_table_add(taken, text_fold(g_ptr_array_index(all, i), -1)))
      g_ptr_array_add(words, g_strdup(g_ptr_array_index(all, i)));
  if (words->len > 0)
    return words;
  g_ptr_array_unref(words);
  return NULL;
}
