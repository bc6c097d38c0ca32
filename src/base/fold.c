#include <string.h>

#include "text_internal.h"

/* JIS Z 8301 (2008, G.6.2.2) drops the prolonged sound mark at the end of words of three sounds and more, everyday
 * writing keeps it: プリンタ and プリンター are one word here, キー and キ are not. */
enum { PROLONGED = 0x30FC, LONG_WORD = 3 };

static bool is_hiragana(gunichar c)
{
  return (c >= 0x3041 && c <= 0x3096) || c == 0x309D || c == 0x309E;
}

static bool is_katakana(gunichar c)
{
  return (c >= 0x30A1 && c <= 0x30FA) || c == 0x30FD || c == 0x30FE;
}

/* Everything that people type for a prolonged sound or a hyphen. */
static bool is_dash(gunichar c)
{
  return c == '-' || c == PROLONGED || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2043 || c == 0xFE63 ||
         c == 0x2500 || c == 0x2501 || c == 0x301C || c == 0x3030;
}

struct folder {
  GString *out;
  bool blank;       /* a blank is due before the next character */
  bool katakana;    /* script of the running kana word */
  int sounds;       /* its length so far, without a held mark */
  int held;         /* prolonged sound marks that wait for the next character */
};

/* Ends a kana word: its held marks go when it is long enough. */
static void end_word(struct folder *folder)
{
  if (folder->held > 0 && folder->sounds < LONG_WORD)
    g_string_append_unichar(folder->out, PROLONGED);
  folder->held = folder->sounds = 0;
}

static void flush_blank(struct folder *folder)
{
  if (folder->blank && folder->out->len > 0)
    g_string_append_c(folder->out, ' ');
  folder->blank = false;
}

static void put_kana(struct folder *folder, gunichar c)
{
  bool katakana = is_katakana(c);
  if (folder->sounds > 0 && katakana != folder->katakana)
    end_word(folder);
  if (folder->held > 0) {
    g_string_append_unichar(folder->out, PROLONGED);
    folder->sounds++;
  }
  folder->held = 0;
  flush_blank(folder);
  folder->katakana = katakana;
  folder->sounds++;
  g_string_append_unichar(folder->out, katakana ? c : c + 0x60);
}

static void put(struct folder *folder, gunichar c)
{
  if (is_hiragana(c) || is_katakana(c)) {
    put_kana(folder, c);
    return;
  }
  if (folder->sounds > 0 && is_dash(c)) {
    folder->held++;
    return;
  }
  end_word(folder);
  if (g_unichar_isspace(c)) {
    folder->blank = true;
    return;
  }
  flush_blank(folder);
  g_string_append_unichar(folder->out, is_dash(c) ? '-' : c);
}

char *text_fold(const char *text, gssize length)
{
  char *valid = g_utf8_make_valid(text, length);
  char *cased = g_utf8_casefold(valid, -1);
  char *normal = g_utf8_normalize(cased, -1, G_NORMALIZE_NFKC);
  char *again = g_utf8_casefold(normal, -1); /* NFKC makes new capitals: ㎅, ℡ */
  struct folder folder = {.out = g_string_sized_new(strlen(again))};
  for (const char *at = again; *at != '\0'; at = g_utf8_next_char(at))
    put(&folder, g_utf8_get_char(at));
  end_word(&folder);
  g_free(valid);
  g_free(cased);
  g_free(normal);
  g_free(again);
  return g_string_free(folder.out, FALSE);
}

bool text_is_japanese(const char *text)
{
  const char *end = text + strlen(text);
  for (gunichar c; text < end;) {
    text += text_decode(text, end, &c);
    if (c < 0x3040)
      continue;
    GUnicodeScript script = g_unichar_get_script(c);
    if (script == G_UNICODE_SCRIPT_HAN || script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA)
      return true;
  }
  return false;
}
