/* words.js: what the search of the site looks into, folded by the rules of tokens.h. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "site_internal.h"
#include "toban/tokens.h"

/* The runs of a text, parted by one blank; NULL when there are none. */
static json_t *folded(const char *text)
{
  struct tokens tokens;
  g_autoptr(GString) out = g_string_new(NULL);
  tokens_init(&tokens);
  tokens_read(&tokens, text, -1);
  for (guint r = 0; r < tokens.runs->len; r++) {
    const struct token_run *run = tokens_run(&tokens, r);
    if (r > 0)
      g_string_append_c(out, ' ');
    for (guint i = 0; i < run->count; i++)
      g_string_append_unichar(out, tokens_char(&tokens, run->first + i)->c);
  }
  tokens_clear(&tokens);
  return out->len == 0 ? NULL : json_string(out->str);
}

static int add(json_t *words, const char *text)
{
  json_t *one = folded(text);
  if (one != NULL)
    json_array_append_new(words, one);
  return one != NULL;
}

static json_t *entry(const struct knowledge *a)
{
  json_t *words = json_array(), *title = json_object();
  g_autofree char *page = site_page_name(a);
  int titles = add(words, a->use_case);
  for (int i = 0; i < LANG_COUNT; i++)
    titles += add(words, a->side[i].question);
  for (int i = 0; i < LANG_COUNT; i++) {
    g_autoptr(GString) text = g_string_new(NULL);
    add(words, a->side[i].answer);
    add(words, a->side[i].steps);
    knowledge_title(a, (enum lang)i, text);
    json_object_set_new(title, lang_id((enum lang)i), json_string(text->str));
  }
  return json_pack("{s:s, s:o, s:i, s:o}", "page", page, "title", title, "titles", titles, "words", words);
}

/* ASCII alone, and no "<": whatever reads it sees nothing but a literal. */
void site_words(const struct site *site, GString *out)
{
  json_t *list = json_array();
  for (int i = 0; i < site->articles; i++)
    json_array_append_new(list, entry(site->article[i]));
  char *text = json_dumps(list, JSON_COMPACT | JSON_ENSURE_ASCII);
  g_string_append(out, "window.tobanWords = ");
  for (const char *at = text; *at != '\0'; at++)
    if (*at == '<')
      g_string_append(out, "\\u003c");
    else
      g_string_append_c(out, *at);
  g_string_append(out, ";\n");
  free(text);
  json_decref(list);
}
