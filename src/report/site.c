#include "toban/site.h"

#include "site_internal.h"
#include "toban/error.h"
#include "toban/resource.h"

static bool put_resource(struct site_folder *folder, const char *resource, const char *name, GError **error)
{
  size_t length = 0;
  const char *bytes = resource_find(resource, &length);
  if (bytes == NULL) {
    error_set(error, TE_INTERNAL, "%s", resource);
    return false;
  }
  return site_folder_put(folder, name, bytes, length, error);
}

static bool put(struct site_folder *folder, const char *name, GString *take, GError **error)
{
  bool done = site_folder_put(folder, name, take->str, take->len, error);
  g_string_free(take, TRUE);
  return done;
}

static bool put_articles(const struct site *site, enum lang lang, struct site_folder *folder, GError **error)
{
  bool done = true;
  for (int i = 0; done && i < site->articles; i++) {
    GString *page = g_string_new(NULL);
    g_autofree char *base = site_page_name(site->article[i]);
    g_autofree char *name = g_strdup_printf("%s/%s.html", lang_id(lang), base);
    site_article_page(site, site->article[i], lang, page);
    done = put(folder, name, page, error);
  }
  return done;
}

static bool put_language(const struct site *site, enum lang lang, struct site_folder *folder, GError **error)
{
  GString *index = g_string_new(NULL);
  g_autofree char *name = g_strdup_printf("%s/index.html", lang_id(lang));
  site_index_page(site, lang, index);
  return put(folder, name, index, error) && put_articles(site, lang, folder, error);
}

static bool put_all(const struct site *site, struct site_folder *folder, GError **error)
{
  GString *start = g_string_new(NULL), *words = g_string_new(NULL);
  site_start_page(site, start);
  site_words(site, words);
  bool done = put(folder, "index.html", start, error);
  done = put(folder, "words.js", words, done ? error : NULL) && done;
  return done && put_resource(folder, "site/search.js", "search.js", error) &&
         put_resource(folder, "site/style.css", "style.css", error) && put_language(site, LANG_JA, folder, error) &&
         put_language(site, LANG_EN, folder, error);
}

bool site_write(const struct site *site, const char *place, GError **error)
{
  struct site_folder folder;
  bool done = site_folder_open(&folder, place, error) && put_all(site, &folder, error);
  return site_folder_close(&folder, done, error);
}
