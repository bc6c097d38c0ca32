/* Any bytes as a text from outside: cleaned it is UTF-8 without controls, clean stays clean, and cut or wrapped it
 * is never wider than asked.   usage: fuzz_text [-max_total_time=60] [CORPUS]   (libFuzzer) */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "toban/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_line(const char *line, size_t bytes, void *user)
{
  char *copy = g_strndup(line, bytes);
  if (text_width(copy) > *(int *)user)
    abort();
  g_free(copy);
}

static void check(const char *bytes, size_t size, int columns, bool lines)
{
  GString *(*clean)(GString *, const char *, gssize) = lines ? text_clean_lines : text_clean;
  GString *once = clean(g_string_new(NULL), bytes, (gssize)size);
  GString *twice = clean(g_string_new(NULL), once->str, (gssize)once->len);
  if (!g_string_equal(once, twice) || !g_utf8_validate(once->str, (gssize)once->len, NULL))
    abort();
  for (gsize i = 0; i < once->len; i++)
    if (g_ascii_iscntrl(once->str[i]) && !(lines && once->str[i] == '\n'))
      abort();
  GString *fit = text_fit(g_string_new(NULL), once->str, columns, size % 2 == 0);
  if (!lines && text_width(fit->str) != columns)
    abort();
  columns = columns < 2 ? 2 : columns;
  text_wrap(once->str, columns, check_line, &columns);
  char *folded = text_fold(bytes, (gssize)size);
  if (!g_utf8_validate(folded, -1, NULL))
    abort();
  g_free(folded);
  g_string_free(fit, TRUE);
  g_string_free(once, TRUE);
  g_string_free(twice, TRUE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  if (size > 0)
    check((const char *)data + 1, size - 1, *data & 0x7F, *data >> 7);
  return 0;
}
