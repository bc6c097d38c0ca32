#include <string.h>

#include "text_internal.h"

/* Sources: ECMA-48 (control sequences, 5.4 and 8.3), Unicode 15 (bidirectional controls, UAX #9 2.1; default
 * ignorable code points), JIS X 0201 (half-width kana). */
enum { ESC = 0x1B, BEL = 0x07, MARK = 0xFFFD, MAX_MARKS = 4 /* combining marks on one base */ };

struct cleaner {
  GString *out;
  bool lines;
  int column;    /* for tabs; in columns since the last line break */
  int marks;     /* combining marks that the last base still takes; 0: there is no base */
};

static void emit(struct cleaner *cleaner, gunichar c)
{
  int width = text_char_width(c);
  if (width == 0 && cleaner->marks-- <= 0) {
    cleaner->marks = 0;
    return;
  }
  if (width > 0)
    cleaner->marks = c == ' ' || c == MARK ? 0 : MAX_MARKS;
  cleaner->column += width;
  g_string_append_unichar(cleaner->out, c);
}

static void line_break(struct cleaner *cleaner)
{
  if (!cleaner->lines) {
    emit(cleaner, ' ');
    return;
  }
  g_string_append_c(cleaner->out, '\n');
  cleaner->column = cleaner->marks = 0;
}

static void tab(struct cleaner *cleaner)
{
  do
    emit(cleaner, ' ');
  while (cleaner->lines && cleaner->column % 4 != 0);
}

/* The end of a control string (OSC, DCS, ...) that starts at `at`: after BEL, ESC \ or U+009C; `at` itself when
 * it has no end in its line: then the introducer alone goes, the text stays to be seen. */
static const char *string_end(const char *at, const char *end)
{
  for (const char *p = at; p < end && *p != '\n' && *p != '\r'; p++) {
    if (*p == BEL)
      return p + 1;
    if (*p == ESC)
      return p + 1 < end && p[1] == '\\' ? p + 2 : p;
    if ((unsigned char)*p == 0xC2 && p + 1 < end && (unsigned char)p[1] == 0x9C)
      return p + 2;
  }
  return at;
}

/* After CSI: parameters 0x30-0x3F, intermediates 0x20-0x2F, one final 0x40-0x7E; `at` when it is none. */
static const char *csi_end(const char *at, const char *end)
{
  const char *p = at;
  while (p < end && *p >= 0x30 && *p <= 0x3F)
    p++;
  while (p < end && *p >= 0x20 && *p <= 0x2F)
    p++;
  return p < end && *p >= 0x40 && *p <= 0x7E ? p + 1 : at;
}

/* `at` is behind an ESC; returns the end of the sequence, or NULL when the ESC stands alone. */
static const char *escape_end(const char *at, const char *end)
{
  if (at >= end)
    return NULL;
  if (*at == '[')
    return csi_end(at + 1, end);
  if (strchr("]PX^_", *at) != NULL && *at != '\0')
    return string_end(at + 1, end);
  const char *p = at;
  while (p < end && *p >= 0x20 && *p <= 0x2F)
    p++;
  return p < end && *p >= 0x30 && *p <= 0x7E ? p + 1 : NULL;
}

/* Half-width U+FF61-FF9F to full-width; a following voiced mark joins. Returns the bytes taken from `at`. */
static size_t kana(struct cleaner *cleaner, gunichar c, const char *at, const char *end)
{
  static const guint16 full[] = {
    0x3002, 0x300C, 0x300D, 0x3001, 0x30FB, 0x30F2, 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30E3, 0x30E5,
    0x30E7, 0x30C3, 0x30FC, 0x30A2, 0x30A4, 0x30A6, 0x30A8, 0x30AA, 0x30AB, 0x30AD, 0x30AF, 0x30B1, 0x30B3,
    0x30B5, 0x30B7, 0x30B9, 0x30BB, 0x30BD, 0x30BF, 0x30C1, 0x30C4, 0x30C6, 0x30C8, 0x30CA, 0x30CB, 0x30CC,
    0x30CD, 0x30CE, 0x30CF, 0x30D2, 0x30D5, 0x30D8, 0x30DB, 0x30DE, 0x30DF, 0x30E0, 0x30E1, 0x30E2, 0x30E4,
    0x30E6, 0x30E8, 0x30E9, 0x30EA, 0x30EB, 0x30EC, 0x30ED, 0x30EF, 0x30F3, 0x309B, 0x309C,
  };
  gunichar wide = full[c - 0xFF61], next = 0;
  size_t bytes = at < end ? text_decode(at, end, &next) : 0;
  bool row_h = wide >= 0x30CF && wide <= 0x30DB;
  bool voiced = row_h || (wide >= 0x30AB && wide <= 0x30C8 && wide != 0x30C3);
  if (next == 0xFF9E && (voiced || wide == 0x30A6)) {
    emit(cleaner, wide == 0x30A6 ? 0x30F4 : wide + 1);
    return bytes;
  }
  if (next == 0xFF9F && row_h) {
    emit(cleaner, wide + 2);
    return bytes;
  }
  emit(cleaner, wide);
  return 0;
}

/* What becomes of a range of characters. */
enum fate { DROP, BLANK, SHOW, BREAK, LETTER };
static const struct { gunichar first, last; enum fate fate; } fates[] = {
  {0x00A0, 0x00A0, BLANK}, {0x00AD, 0x00AD, DROP},    {0x034F, 0x034F, DROP},    {0x061C, 0x061C, SHOW},
  {0x115F, 0x1160, DROP},  {0x17B4, 0x17B5, DROP},    {0x180B, 0x180F, DROP},    {0x2000, 0x200A, BLANK},
  {0x200B, 0x200D, DROP},  {0x200E, 0x200F, SHOW},    {0x2028, 0x2029, BREAK},   {0x202A, 0x202E, SHOW},
  {0x202F, 0x202F, BLANK}, {0x205F, 0x205F, BLANK},   {0x2060, 0x2065, DROP},    {0x2066, 0x2069, SHOW},
  {0x206A, 0x206F, DROP},  {0x3164, 0x3164, BLANK},   {0xE000, 0xF8FF, SHOW},    {0xFE00, 0xFE0F, DROP},
  {0xFEFF, 0xFEFF, DROP},  {0xFFA0, 0xFFA0, BLANK},   {0xFFF0, 0xFFFC, SHOW},    {0x1D173, 0x1D17A, DROP},
  {0x1F1E6, 0x1F1FF, LETTER}, {0x1F3FB, 0x1F3FF, DROP}, {0xE0000, 0xE0FFF, DROP}, {0xF0000, 0x10FFFF, SHOW},
};

static bool fated(struct cleaner *cleaner, gunichar c)
{
  for (size_t i = 0; i < G_N_ELEMENTS(fates) && c >= fates[i].first; i++) {
    if (c > fates[i].last)
      continue;
    switch (fates[i].fate) {
    case DROP: break;
    case BLANK: emit(cleaner, ' '); break;
    case SHOW: emit(cleaner, MARK); break;
    case BREAK: line_break(cleaner); break;
    case LETTER: emit(cleaner, 'A' + c - 0x1F1E6); break; /* flags: terminals disagree about their width */
    }
    return true;
  }
  return false;
}

/* A control character, C0, DEL or C1; returns where the text goes on. */
static const char *control(struct cleaner *cleaner, gunichar c, const char *at, const char *end)
{
  const char *next = NULL;
  if (c == ESC)
    next = escape_end(at, end);
  else if (c == 0x9B)
    next = csi_end(at, end);
  else if (c == 0x90 || c == 0x98 || (c >= 0x9D && c <= 0x9F))
    next = string_end(at, end);
  if (next != NULL)
    return next;
  if (c == '\r' && at < end && *at == '\n')
    at++;
  if (c == '\t')
    tab(cleaner);
  else if ((c >= '\n' && c <= '\r') || c == 0x85)
    line_break(cleaner);
  else
    emit(cleaner, MARK);
  return at;
}

static const char *one(struct cleaner *cleaner, const char *at, const char *end)
{
  gunichar c;
  at += text_decode(at, end, &c);
  if (c < 0x20 || (c >= 0x7F && c <= 0x9F))
    return control(cleaner, c, at, end);
  if (c >= 0xFF61 && c <= 0xFF9F)
    return at + kana(cleaner, c, at, end);
  if (c >= 0x80 && fated(cleaner, c))
    return at;
  emit(cleaner, c < 0x80 || g_unichar_isdefined(c) ? c : MARK);
  return at;
}

static GString *clean(GString *out, const char *bytes, gssize length, bool lines)
{
  struct cleaner cleaner = {.out = out, .lines = lines};
  const char *end = bytes + (length < 0 ? strlen(bytes) : (size_t)length);
  while (bytes < end) {
    const char *run = bytes;
    while (bytes < end && *bytes >= 0x20 && *bytes < 0x7F)
      bytes++;
    if (bytes > run) {
      g_string_append_len(out, run, bytes - run);
      cleaner.column += (int)(bytes - run);
      cleaner.marks = bytes[-1] == ' ' ? 0 : MAX_MARKS;
    }
    if (bytes < end)
      bytes = one(&cleaner, bytes, end);
  }
  return out;
}

GString *text_clean(GString *out, const char *bytes, gssize length)
{
  return clean(out, bytes, length, false);
}

GString *text_clean_lines(GString *out, const char *bytes, gssize length)
{
  return clean(out, bytes, length, true);
}
