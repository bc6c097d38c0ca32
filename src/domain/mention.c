#include "toban/mention.h"

#include <stdbool.h>
#include <string.h>

enum { LOGIN_MOST = 63 };

static bool is_login(gunichar c)
{
  return c < 0x80 && (g_ascii_isalnum((char)c) || c == '_' || c == '-' || c == '.');
}

/* Mail addresses have a word before the @. Japanese has no blanks: a kanji before it begins no address. */
static bool begins_word(const char *text, const char *at)
{
  if (at == text)
    return true;
  return !is_login(g_utf8_get_char(g_utf8_prev_char(at)));
}

static void add(GPtrArray *out, const char *from, size_t bytes)
{
  while (bytes > 0 && (from[bytes - 1] == '.' || from[bytes - 1] == '-')) /* the sentence's, not the name's */
    bytes--;
  if (bytes == 0 || bytes > LOGIN_MOST)
    return;
  char *login = g_ascii_strdown(from, (gssize)bytes);
  for (guint i = 0; i < out->len; i++)
    if (strcmp(out->pdata[i], login) == 0) {
      g_free(login);
      return;
    }
  g_ptr_array_add(out, login);
}

GPtrArray *mentions_in(const char *text)
{
  enum { AT = '@', WIDE_AT = 0xff20 };
  GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
  if (text == NULL || !g_utf8_validate(text, -1, NULL))
    return out;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if ((c != AT && c != WIDE_AT) || !begins_word(text, p))
      continue;
    const char *from = g_utf8_next_char(p), *end = from;
    while (is_login(g_utf8_get_char(end)))
      end = g_utf8_next_char(end);
    add(out, from, (size_t)(end - from));
  }
  return out;
}
