#include "toban/lang.h"

#include <glib.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "toban/paths.h"

#define DOMAIN "toban-ja"
enum { CONTEXT_END = '\004' }; /* between a context and its msgid, as gettext has it */

static int current = LANG_JA; /* enum lang; atomic */
static const char *const ids[LANG_COUNT] = {"ja", "en"};
static bool begun;
static char *before; /* of lang_init() */

void lang_init(void)
{
  if (!begun)
    before = g_strdup(g_getenv("LANGUAGE"));
  begun = true;
  setlocale(LC_ALL, "C.UTF-8");
  g_setenv("LANGUAGE", ids[LANG_JA], TRUE);
  char *path = path_locale();
  bindtextdomain(DOMAIN, path);
  bind_textdomain_codeset(DOMAIN, "UTF-8");
  g_free(path);
  lang_set(lang_from_environment());
}

const char *lang_of_others(void)
{
  return begun ? before : g_getenv("LANGUAGE");
}

void lang_set(enum lang lang)
{
  __atomic_store_n(&current, (int)lang, __ATOMIC_RELAXED);
}

enum lang lang_get(void)
{
  return (enum lang)__atomic_load_n(&current, __ATOMIC_RELAXED);
}

bool lang_parse(const char *text, enum lang *out)
{
  for (int i = 0; i < LANG_COUNT; i++)
    if (g_str_has_prefix(text, ids[i]) && strchr("_.-@", text[2]) != NULL) {
      *out = (enum lang)i;
      return true;
    }
  return false;
}

const char *lang_id(enum lang lang)
{
  return ids[lang];
}

enum lang lang_from_environment(void)
{
  static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    const char *value = g_getenv(names[i]);
    enum lang lang;
    if (value == NULL || *value == '\0')
      continue;
    return lang_parse(value, &lang) ? lang : LANG_JA; /* C, C.UTF-8, POSIX say nothing of a person */
  }
  return LANG_JA;
}

const char *lang_text_in(enum lang lang, const char *msgid)
{
  return lang == LANG_JA && *msgid != '\0' ? dgettext(DOMAIN, msgid) : msgid;
}

const char *lang_text(const char *msgid)
{
  return lang_text_in(lang_get(), msgid);
}

const char *lang_text_context(const char *context_and_id)
{
  const char *text = lang_text(context_and_id);
  const char *end = strchr(text, CONTEXT_END);
  return end == NULL ? text : end + 1;
}

const char *lang_plural(const char *one, const char *many, unsigned long n)
{
  if (lang_get() == LANG_JA)
    return dngettext(DOMAIN, one, many, n);
  return n == 1 ? one : many;
}
