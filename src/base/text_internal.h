/* text_internal.h: what the text_*.c files share. */
#ifndef TOBAN_TEXT_INTERNAL_H
#define TOBAN_TEXT_INTERNAL_H
#include <glib.h>

#include "toban/text.h"

/* Decodes one character of [at, end); returns its bytes, at least 1. An invalid byte is one of U+FFFD. */
static inline size_t text_decode(const char *at, const char *end, gunichar *c)
{
  if ((unsigned char)*at < 0x80) {
    *c = (unsigned char)*at;
    return 1;
  }
  gunichar got = g_utf8_get_char_validated(at, end - at);
  if (got >= 0x110000) {
    *c = 0xFFFD;
    return 1;
  }
  *c = got;
  return (size_t)(g_utf8_next_char(at) - at);
}
#endif
