#include <string.h>

#include "text_internal.h"

/* Where wcwidth() of glibc 2.36 (which tmux and ncurses ask) and xterm differ from GLib's tables: Arabic and
 * Indic signs that stand before a number take a column; the circled tens and the hexagrams are wide. */
static const struct { gunichar first, last; int width; } exceptions[] = {
  {0x0600, 0x0605, 1}, {0x06DD, 0x06DD, 1}, {0x070F, 0x070F, 1},   {0x0890, 0x0891, 1},   {0x08E2, 0x08E2, 1},
  {0x3248, 0x324F, 2}, {0x4DC0, 0x4DFF, 2}, {0x110BD, 0x110BD, 1}, {0x110CD, 0x110CD, 1},
};

int text_char_width(gunichar c)
{
  if (c < 0x300)
    return 1;
  if ((c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FF) || (c >= 0x4E00 && c <= 0x9FFF))
    return 2; /* most of what a Japanese desk shows, without a table look-up */
  for (size_t i = 0; i < G_N_ELEMENTS(exceptions) && c >= exceptions[i].first; i++)
    if (c <= exceptions[i].last)
      return exceptions[i].width;
  return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

int text_width(const char *text)
{
  const char *end = text + strlen(text);
  int columns = 0;
  for (gunichar c; text < end;) {
    text += text_decode(text, end, &c);
    columns += text_char_width(c);
  }
  return columns;
}

size_t text_bytes_for(const char *text, int columns, int *used)
{
  const char *at = text, *end = text + strlen(text);
  int sum = 0;
  while (at < end) {
    gunichar c;
    size_t n = text_decode(at, end, &c);
    int w = text_char_width(c);
    if (sum + w > columns)
      break;
    sum += w;
    at += n;
  }
  if (used != NULL)
    *used = sum;
  return (size_t)(at - text);
}

static void pad(GString *out, int columns)
{
  for (; columns > 0; columns--)
    g_string_append_c(out, ' ');
}

GString *text_fit(GString *out, const char *text, int columns, bool right)
{
  if (columns <= 0)
    return out;
  int used;
  size_t bytes = text_bytes_for(text, columns, &used);
  const char *mark = "";
  if (text[bytes] != '\0') {
    bytes = text_bytes_for(text, columns - 1, &used);
    used++;
    mark = TEXT_CUT;
  }
  if (right)
    pad(out, columns - used);
  g_string_append_len(out, text, (gssize)bytes);
  g_string_append(out, mark);
  if (!right)
    pad(out, columns - used);
  return out;
}
