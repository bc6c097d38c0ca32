#include "slow_find.h"

#include <string.h>

static bool kana(gunichar c)
{
  return (c >= 0x30A1 && c <= 0x30FE) && c != 0x30FB;
}

static bool dense(gunichar c)
{
  GUnicodeScript script = g_unichar_get_script(c);
  return kana(c) || script == G_UNICODE_SCRIPT_HAN || script == G_UNICODE_SCRIPT_THAI;
}

/* Folded characters; a blank between two units and nowhere else. */
static GArray *units(const char *text)
{
  char *valid = g_utf8_make_valid(text, -1), *cased = g_utf8_casefold(valid, -1);
  char *normal = g_utf8_normalize(cased, -1, G_NORMALIZE_NFKC), *folded = g_utf8_casefold(normal, -1);
  GArray *out = g_array_new(TRUE, FALSE, sizeof(gunichar));
  bool apart = true;
  gunichar before = 0, blank = ' ', mark = 0x30FC;
  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (c >= 0x3041 && c <= 0x3096)
      c += 0x60;
    bool dash = c == '-' || c == mark || c == '~' || c == 0x2010 || c == 0x2212;
    if (dash && !apart && kana(before)) {
      if (before != mark)
        g_array_append_val(out, mark);
      before = mark;
    } else if (dash || !g_unichar_isalnum(c)) {
      apart = true;
    } else {
      if (out->len > 0 && (apart || dense(c) != dense(before)))
        g_array_append_val(out, blank);
      g_array_append_val(out, c);
      before = c;
      apart = false;
    }
  }
  g_free(valid);
  g_free(cased);
  g_free(normal);
  g_free(folded);
  return out;
}

static bool term_at(const gunichar *term, const gunichar *text)
{
  int sounds = 0;
  for (; *term != 0; term++) {
    bool last_kana = !kana(term[1]);
    if (*term == 0x30FC && sounds >= 3 && last_kana) { /* a mark that may be missing */
      text += term[1] != 0 && *text == 0x30FC;
      sounds = 0;
      continue;
    }
    if (*text++ != *term)
      return false;
    sounds = kana(*term) ? sounds + 1 : 0;
    if (sounds >= 3 && last_kana && *term != 0x30FC && term[1] != 0)
      text += *text == 0x30FC; /* or that may be more */
  }
  return true;
}

static bool term_in(const gunichar *term, const char *field)
{
  GArray *text = units(field);
  const gunichar *chars = (const gunichar *)(void *)text->data;
  bool found = false;
  for (guint i = 0; !found && i < text->len; i++)
    found = (dense(*term) || i == 0 || chars[i - 1] == ' ') && term_at(term, chars + i);
  g_array_free(text, TRUE);
  return found;
}

static bool term_in_any(const char *term, const char *const *field, int fields, int *terms)
{
  GArray *want = units(term);
  bool found = want->len == 0;
  *terms += want->len > 0;
  for (int i = 0; !found && i < fields; i++)
    found = field[i] != NULL && term_in((const gunichar *)(void *)want->data, field[i]);
  g_array_free(want, TRUE);
  return found;
}

bool slow_find(const char *question, const char *const *field, int fields)
{
  char **parts = g_strsplit(question, "\"", -1); /* every second one is a phrase */
  bool all = true;
  int terms = 0;
  for (int i = 0; parts[i] != NULL; i++) {
    char **words = i % 2 == 1 ? NULL : g_strsplit_set(parts[i], " \n\t", -1);
    if (words == NULL)
      all = term_in_any(parts[i], field, fields, &terms) && all;
    for (int j = 0; words != NULL && words[j] != NULL; j++)
      all = term_in_any(words[j], field, fields, &terms) && all;
    g_strfreev(words);
  }
  g_strfreev(parts);
  return all && terms > 0;
}
