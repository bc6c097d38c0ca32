#include "painter_bytes.h"

#include <string.h>

static size_t starts(const char *at, const char *end, const char *what)
{
  size_t length = strlen(what);
  return (size_t)(end - at) >= length && memcmp(at, what, length) == 0 ? length : 0;
}

/* Selects the character set that is in use anyway: nothing of ours ever selects another. */
static size_t charset(const char *at, const char *end)
{
  return *at == '\017' ? 1 : starts(at, end, "\033(B");
}

/* Default colours just before everything is reset, colours too. */
static size_t colours(const char *at, const char *end)
{
  static const char *const defaults[] = {"\033[39m", "\033[49m", "\033[39;49m"};
  size_t length = 0;
  for (size_t i = 0; i < G_N_ELEMENTS(defaults) && length == 0; i++)
    length = starts(at, end, defaults[i]);
  const char *next = at + length;
  while (length > 0 && next < end && charset(next, end) > 0)
    next += charset(next, end);
  bool resets = starts(next, end, "\033[m") || starts(next, end, "\033[0m") || starts(next, end, "\033[0;");
  return resets ? length : 0;
}

void painter_shorten(GString *bytes)
{
  const char *at = bytes->str, *end = at + bytes->len;
  char *to = bytes->str;
  while (at < end) {
    size_t skip = charset(at, end);
    if (skip == 0)
      skip = colours(at, end);
    if (skip > 0)
      at += skip;
    else
      *to++ = *at++;
  }
  g_string_truncate(bytes, (gsize)(to - bytes->str));
}

bool painter_can_shorten(const char *op, const char *sgr0)
{
  g_autoptr(GString) plain = g_string_new(NULL);
  for (const char *at = sgr0, *end = sgr0 + strlen(sgr0); at < end;) {
    size_t skip = charset(at, end);
    if (skip == 0)
      g_string_append_c(plain, *at);
    at += MAX(skip, 1);
  }
  bool resets = strcmp(plain->str, "\033[m") == 0 || strcmp(plain->str, "\033[0m") == 0;
  return strcmp(op, "\033[39;49m") == 0 && resets;
}
