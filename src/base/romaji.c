/* Kana and Latin letters brought to one spelling, so that a name is found however it is written in romaji.
 *
 * The spelling is that of Kunrei (si, ti, tu, hu, zi, sya): its beginnings are beginnings of the Hepburn ones too, so a
 * name is found while it is still being typed. Long vowels are short (Satou, Satoh, Satō, Sato are one). */
#include <string.h>

#include "text_internal.h"
#include "toban/text.h"

enum { FIRST = 0x30A1, LAST = 0x30F6, SOKUON = 0x30C3, PROLONGED = 0x30FC };

/* U+30A1 ... U+30F6; small vowels and ya, yu, yo are marked by a capital. */
static const char *const kana[LAST - FIRST + 1] = {
    "A",  "a",  "I",  "i",  "U",  "u",  "E",  "e",  "O",  "o",  "ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge",
    "ko", "go", "sa", "za", "si", "zi", "su", "zu", "se", "ze", "so", "zo", "ta", "da", "ti", "zi", "",   "tu",
    "zu", "te", "de", "to", "do", "na", "ni", "nu", "ne", "no", "ha", "ba", "pa", "hi", "bi", "pi", "hu", "bu",
    "pu", "he", "be", "pe", "ho", "bo", "po", "ma", "mi", "mu", "me", "mo", "Ya", "ya", "Yu", "yu", "Yo", "yo",
    "ra", "ri", "ru", "re", "ro", "wa", "wa", "i",  "e",  "o",  "n",  "bu", "ka", "ke"};

static bool is_vowel(char c)
{
  return c != '\0' && strchr("aiueo", c) != NULL;
}

/* A small kana changes the sound before it: ki + small ya is kya, hu + small a is ha, u + small i is wi. */
static void put_small(GString *out, const char *sound)
{
  char vowel = g_ascii_tolower(sound[sound[0] == 'Y']);
  if (out->len == 0 || !is_vowel(out->str[out->len - 1])) {
    g_string_append_printf(out, "%s%c", sound[0] == 'Y' ? "y" : "", vowel);
    return;
  }
  bool bare = out->len == 1 || is_vowel(out->str[out->len - 2]) || out->str[out->len - 2] == 'n';
  char last = out->str[out->len - 1];
  g_string_truncate(out, out->len - 1);
  if (last == 'u' && bare && sound[0] != 'Y')
    g_string_append_c(out, 'w');
  else if (sound[0] == 'Y' || (last == 'i' && vowel != 'i'))
    g_string_append_c(out, 'y');
  g_string_append_c(out, vowel);
}

static void put_sound(GString *out, const char *sound, bool doubled)
{
  if (doubled)
    g_string_append_c(out, *sound);
  g_string_append(out, sound);
}

/* Kana and Latin letters as Latin letters; false: something else is in it. */
static bool spell(const char *folded, GString *out)
{
  bool doubled = false;
  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (c == PROLONGED || (c < 0x80 && !g_ascii_isalnum((char)c) && c != ' '))
      continue; /* apostrophes, hyphens, dots */
    if (c == SOKUON) {
      doubled = true;
      continue;
    }
    const char *sound = c >= FIRST && c <= LAST ? kana[c - FIRST] : NULL;
    if (sound == NULL && c >= 0x80)
      return false;
    if (sound != NULL && g_ascii_isupper(*sound))
      put_small(out, sound);
    else if (sound != NULL)
      put_sound(out, sound, doubled);
    else
      g_string_append_c(out, (char)c);
    doubled = false;
  }
  return true;
}

/* What Hepburn writes otherwise: the letters, what may follow ('i': that vowel, 'v': another one, '.': anything), and
 * the spelling here. The first that fits wins. */
static const struct {
  const char *from;
  char next;
  const char *to;
} rules[] = {
    {"sh", 'i', "s"}, {"sh", 'v', "sy"}, {"sh", '.', "s"}, {"ch", 'i', "t"}, {"ch", 'v', "ty"},
    {"ch", '.', "t"}, {"ts", '.', "t"},  {"jy", 'v', "zy"}, {"j", 'i', "z"},    {"j", 'v', "zy"}, {"j", '.', "z"},
    {"dz", '.', "z"}, {"f", '.', "h"},   {"v", '.', "b"},  {"l", '.', "r"},     {"c", '.', "c"}};

static bool rule_fits(size_t i, const char *at)
{
  size_t length = strlen(rules[i].from);
  if (strncmp(at, rules[i].from, length) != 0)
    return false;
  char next = at[length];
  return rules[i].next == '.' || (rules[i].next == 'i' ? next == 'i' : is_vowel(next) && next != 'i');
}

static void put_letters(const char *at, GString *out, size_t *used)
{
  *used = 1;
  if (strncmp(at, "tch", 3) == 0 || strncmp(at, "cch", 3) == 0 || strcmp(at, "c") == 0) { /* doubled; not whole yet */
    g_string_append_c(out, 't');
    return;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
    if (rule_fits(i, at)) {
      g_string_append(out, rules[i].to);
      *used = strlen(rules[i].from);
      return;
    }
  g_string_append_c(out, at[0] == 'm' && at[1] != '\0' && strchr("bpm", at[1]) != NULL ? 'n' : at[0]);
}

/* Vowels that only lengthen the one before: oo ou oh, and any twice. */
static bool lengthens(const GString *out, const char *at)
{
  char before = out->len == 0 ? '\0' : out->str[out->len - 1];
  if (!is_vowel(before))
    return false;
  if (*at == 'h')
    return before == 'o' && !is_vowel(at[1]) && at[1] != 'y';
  return *at == before || (before == 'o' && *at == 'u');
}

/* Letters with marks become plain ones: ō, é. */
static char *plain(const char *folded)
{
  GString *out = g_string_new(NULL);
  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH], c = g_utf8_get_char(at);
    bool latin = c >= 0x80 && g_unichar_get_script(c) == G_UNICODE_SCRIPT_LATIN;
    if (latin && g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts)) > 0)
      c = parts[0];
    g_string_append_unichar(out, c);
  }
  return g_string_free(out, FALSE);
}

char *text_romaji(const char *folded)
{
  GString *letters = g_string_new(NULL), *out = g_string_new(NULL);
  char *marks_off = plain(folded);
  bool fine = spell(marks_off, letters);
  size_t used;
  for (const char *at = letters->str; fine && *at != '\0'; at += used) {
    used = 1;
    if (!lengthens(out, at))
      put_letters(at, out, &used);
  }
  g_free(marks_off);
  g_string_free(letters, TRUE);
  if (fine && out->len > 0)
    return g_string_free(out, FALSE);
  g_string_free(out, TRUE);
  return NULL;
}
