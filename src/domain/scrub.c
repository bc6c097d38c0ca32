#include "toban/scrub.h"

#include <string.h>

#include "toban/lang.h"

/* Letters and digits of ASCII: Japanese around them is no part of a word. */
#define AN "A-Za-z0-9"
/* Kanji and katakana by their ranges: a script's property takes punctuation in too. */
#define JA "\\x{4e00}-\\x{9fff}\\x{3400}-\\x{4dbf}\\x{3005}\\x{30a1}-\\x{30fc}"
#define ALONE_BEFORE "(?<![" AN "\\-.])"
#define ALONE_AFTER "(?![" AN "])"

static const struct { const char *id, *text, *pattern; } kinds[SCRUB_KINDS] = {
  [SCRUB_MAIL] = {"mail", NC_("finding", "mail address"),
                  "[" AN "_.+\\-]+[@＠][" AN "_\\-]+([.．][" AN "_\\-]+)*"}, /* lint: data */
  [SCRUB_TICKET] = {"ticket", NC_("finding", "ticket number"), ALONE_BEFORE "\\d{6}-\\d{4}" ALONE_AFTER},
  [SCRUB_ADDRESS] = {"address", NC_("finding", "network address"),
                     ALONE_BEFORE "[0-9]{1,3}(\\.[0-9]{1,3}){3}" ALONE_AFTER
                     "|(?<![" AN ":])([0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![" AN ":])"
                     "|(?<![" AN ":])([0-9a-f]{2}[:\\-]){5}[0-9a-f]{2}(?![" AN ":\\-])"},
  [SCRUB_PHONE] = {"phone", NC_("finding", "telephone number"),
                   "(?<![" AN ".])[+＋]?[(（]?\\d([\\-‐－ー ()（）.]{0,2}\\d){8,14}" ALONE_AFTER /* lint: data */
                   "|(内線|ext\\.?|extension)[\\s:：番号はの]{0,4}\\d{2,6}"}, /* lint: data */
  [SCRUB_HOST] = {"host", NC_("finding", "host name"),
                  ALONE_BEFORE "[" AN "][" AN "\\-]*(\\.[" AN "\\-]+)*\\.[A-Za-z]{2,24}" ALONE_AFTER
                  "|" ALONE_BEFORE "[A-Za-z]{2,}(-[A-Za-z]+)*-[A-Za-z]*[0-9]+[" AN "]*" ALONE_AFTER
                  "|\\\\\\\\[" AN "][" AN "_.\\-]*"},
  [SCRUB_TAG] = {"tag", NC_("finding", "number of a thing"),
                 ALONE_BEFORE "[A-Za-z]{1,4}-?[0-9]{4,}(-[0-9]+)*" ALONE_AFTER},
  [SCRUB_NAME] = {"name", NC_("finding", "name"),
                  "[" JA "]{1,8}(\\s[" JA "]{1,6})?(様|さん|氏)" /* lint: data */
                  "|\\b(Mr|Ms|Mrs|Dr)\\.?\\s+\\p{Lu}[\\p{L}'’\\-]+(\\s\\p{Lu}[\\p{L}'’\\-]+)?"},
};

/* Polite words that name nobody. */
static const char *const nobody[] = {"皆", "客", "利用者", "各位", "担当者", "業者", "相手", "同", "多", "仕", "無", "摸", /* lint: data */
                                     "模", "神", "奥", "王", "有り", "左", "逆", "今", "一", "異"}; /* lint: data */

const char *scrub_kind_id(enum scrub_kind kind)
{
  return kinds[kind].id;
}

const char *scrub_kind_text(enum scrub_kind kind)
{
  return lang_text_context(kinds[kind].text);
}

static bool names_nobody(const char *text, gsize bytes)
{
  static const char *const titles[] = {"様", "さん", "氏"}; /* lint: data */
  g_autofree char *name = g_strndup(text, bytes);
  for (size_t i = 0; i < G_N_ELEMENTS(titles); i++)
    if (g_str_has_suffix(name, titles[i])) {
      name[bytes - strlen(titles[i])] = '\0';
      break;
    }
  for (size_t i = 0; i < G_N_ELEMENTS(nobody); i++)
    if (g_str_has_suffix(name, nobody[i]))
      return true;
  return false;
}

static bool is_taken(const GArray *findings, guint from, guint to)
{
  for (guint i = 0; i < findings->len; i++) {
    const struct scrub_finding *f = &g_array_index(findings, struct scrub_finding, i);
    if (from < f->to && f->from < to)
      return true;
  }
  return false;
}

/* Compiled once; the regular expressions are constants that a test compiles. */
static GRegex *pattern(enum scrub_kind kind)
{
  static GRegex *compiled[SCRUB_KINDS];
  static gsize ready;
  if (g_once_init_enter(&ready)) {
    for (int i = 0; i < SCRUB_KINDS; i++)
      compiled[i] = g_regex_new(kinds[i].pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
    g_once_init_leave(&ready, 1);
  }
  return compiled[kind];
}

static void find_kind(enum scrub_kind kind, const char *text, GArray *findings)
{
  GMatchInfo *match = NULL;
  g_regex_match(pattern(kind), text, 0, &match);
  while (g_match_info_matches(match)) {
    int from, to;
    g_match_info_fetch_pos(match, 0, &from, &to);
    struct scrub_finding one = {kind, (guint)from, (guint)to};
    if (to > from && !is_taken(findings, one.from, one.to) &&
        !(kind == SCRUB_NAME && names_nobody(text + from, (gsize)(to - from))))
      g_array_append_val(findings, one);
    if (!g_match_info_next(match, NULL))
      break;
  }
  g_match_info_free(match);
}

static int by_place(gconstpointer a, gconstpointer b)
{
  const struct scrub_finding *x = a, *y = b;
  return (x->from > y->from) - (x->from < y->from);
}

void scrub_find(const char *text, GArray *findings)
{
  static const enum scrub_kind order[] = {SCRUB_MAIL, SCRUB_TICKET, SCRUB_ADDRESS, SCRUB_PHONE,
                                          SCRUB_TAG, SCRUB_HOST, SCRUB_NAME};
  for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
    find_kind(order[i], text, findings);
  g_array_sort(findings, by_place);
}

GPtrArray *scrub_words(const char *text)
{
  GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
  static const char parts[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._";
  for (const char *at = text; *at != '\0';) {
    gsize bytes = strspn(at, parts);
    gsize kept = bytes;
    while (kept > 0 && strchr("-._", at[kept - 1]) != NULL)
      kept--;
    g_autofree char *word = g_strndup(at, kept);
    if (kept >= 3 && strpbrk(word, "0123456789") != NULL &&
        !g_ptr_array_find_with_equal_func(words, word, g_str_equal, NULL))
      g_ptr_array_add(words, g_steal_pointer(&word));
    at += bytes > 0 ? bytes : 1;
  }
  return words;
}
