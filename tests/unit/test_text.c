#include <string.h>

#include "toban/lang.h"
#include "toban/text.h"

static char *cleaned(const char *bytes, gssize length, bool lines)
{
  GString *out = g_string_new(NULL);
  return g_string_free(lines ? text_clean_lines(out, bytes, length) : text_clean(out, bytes, length), FALSE);
}

static void widths(void)
{
  static const struct { gunichar c; int width; } known[] = {
    {'a', 1}, {0xAD, 1}, {0x3042, 2}, {0x30FC, 2}, {0x6F22, 2}, {0xFF71, 1}, {0xFF21, 2}, {0x2500, 1}, {0x25CB, 1},
    {0x2460, 1}, {0x3248, 2}, {0x4DC0, 2}, {0x0301, 0}, {0x200B, 0}, {0x0600, 1}, {0x1F600, 2}, {0xFFFD, 1}, {0xAC00, 2},
    {0x3000, 2}, {0x20000, 2}, {0x3099, 0}, {0x2026, 1},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
    g_assert_cmpint(text_char_width(known[i].c), ==, known[i].width);
  g_assert_cmpint(text_width("当番 toban"), ==, 10);
}

static void fits(void)
{
  static const struct { const char *text; int columns; bool right; const char *want; } rows[] = {
    {"abc", 5, false, "abc  "},  {"abc", 5, true, "  abc"},  {"abcdef", 5, false, "abcd~"},
    {"漢字列", 4, false, "漢~ "}, {"漢字列", 5, false, "漢字~"}, {"漢字列", 4, true, " 漢~"},
    {"漢字", 4, false, "漢字"},   {"漢字", 1, false, "~"},      {"漢字", 2, false, "~ "},
    {"", 2, false, "  "},         {"x", 0, false, ""},          {"x", -3, false, ""},
    {"か\xE3\x82\x99", 2, false, "か\xE3\x82\x99"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    GString *out = text_fit(g_string_new(NULL), rows[i].text, rows[i].columns, rows[i].right);
    g_assert_cmpstr(out->str, ==, rows[i].want);
    g_string_free(out, TRUE);
  }
}

static void cleans(void)
{
  static const char *const rows[][2] = {
    {"a\tb\r\nc\n", "a b c "},
    {"\033[31mred\033[0m", "red"},
    {"\033]0;title\007x\033]8;;http://example\033\\y\033Pq#0\033\\z", "xyz"},
    {"\033]0;never ended", "0;never ended"},
    {"\033[", ""},
    {"x\033", "x�"},
    {"\xC2\x9B""31mred\xC2\x85", "red "},
    {"a\xE2\x80\xAE""b", "a�b"},
    {"\xE2\x81\xA6x\xE2\x81\xA9", "�x�"},
    {"👨\xE2\x80\x8D👩", "👨👩"},
    {"❤\xEF\xB8\x8F", "❤"},
    {"\xF0\x9F\x87\xAF\xF0\x9F\x87\xB5", "JP"},
    {"\xF3\xA0\x81\xA7x", "x"},
    {"\xFF\xC0\x80\xE3\x81", "�����"},
    {"\xE2\x80\xA8x\xE2\x80\xA9", " x "},
    {"ﾌﾟﾘﾝﾀｰ ｳﾞ ﾊﾞｶﾞ ｱﾞ ﾟ", "プリンター ヴ バガ ア゛ ゜"},
    {"\xCC\x81x\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81", "x\xCC\x81\xCC\x81\xCC\x81\xCC\x81"},
    {"\xEF\xBB\xBFtext\xC2\xA0here", "text here"},
    {"\x01\x7F", "��"},
    {"\033(B\033=\033cok", "ok"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    char *got = cleaned(rows[i][0], -1, false);
    g_assert_cmpstr(got, ==, rows[i][1]);
    g_free(got);
  }
  char *lines = cleaned("a\tb\r\nc\rd\n漢\te\0f", 16, true);
  g_assert_cmpstr(lines, ==, "a   b\nc\nd\n漢  e�f");
  g_free(lines);
}

static void folds(void)
{
  static const char *const rows[][2] = {
    {"ＶＰＮ接続", "vpn接続"},  {"ﾌﾟﾘﾝﾀ", "プリンタ"},     {"ぷりんたー", "プリンタ"}, {"プリンター", "プリンタ"},
    {"プリンタ－", "プリンタ"}, {"キー", "キー"},           {"エラー", "エラー"},       {"サーバーの再起動", "サーバノ再起動"},
    {"サーバールーム", "サーバールーム"}, {"ny‐rt01", "ny-rt01"}, {"  a \t\n b　c ", "a b c"}, {"STRASSE ß", "strasse ss"},
    {"㌔ ① ℡", "キロ 1 tel"},  {"", ""},                    {"メール 届かない", "メール 届カナイ"}, {"\xFF", "\xEF\xBF\xBD"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    char *got = text_fold(rows[i][0], -1);
    g_assert_cmpstr(got, ==, rows[i][1]);
    char *again = text_fold(got, -1);
    g_assert_cmpstr(again, ==, got);
    g_free(got);
    g_free(again);
  }
  g_assert_true(text_is_japanese("VPN接続"));
  g_assert_true(text_is_japanese("ﾌﾟ"));
  g_assert_false(text_is_japanese("VPN – café"));
}

static void gather(const char *line, size_t bytes, void *user)
{
  GString *out = user;
  g_string_append_len(out, line, (gssize)bytes);
  g_string_append_c(out, '|');
}

static void wraps(void)
{
  static const struct { const char *text; int columns; const char *want; } rows[] = {
    {"hello big world", 9, "hello big|world|"},
    {"hello big world", 8, "hello|big|world|"},
    {"abcdefgh", 3, "abc|def|gh|"},
    {"会議室の回線が落ちた。", 20, "会議室の回線が落ち|た。|"},
    {"会議（室）", 6, "会議|（室）|"},
    {"a\n\nb", 4, "a||b|"},
    {"VPN接続で", 5, "VPN接|続で|"},
    {"x漢。", 3, "x|漢|。|"},
    {"", 4, "|"},
    {"か\xE3\x82\x99き", 2, "か\xE3\x82\x99|き|"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    GString *out = g_string_new(NULL);
    text_wrap(rows[i].text, rows[i].columns, gather, out);
    g_assert_cmpstr(out->str, ==, rows[i].want);
    g_string_free(out, TRUE);
  }
}

struct bounds { int columns; const char *end; };

static void within(const char *line, size_t bytes, void *user)
{
  struct bounds *bounds = user;
  char *copy = g_strndup(line, bytes);
  g_assert_cmpint(text_width(copy), <=, bounds->columns);
  g_assert_true(line >= bounds->end);
  bounds->end = line + bytes;
  g_free(copy);
}

/* Random bytes, half of them from what hurts. */
static gsize rubbish(char *bytes, gsize size)
{
  static const char *const nasty[] = {"\033", "\033[", "\033]", "\007", "m", "ﾊ", "ﾞ", "ﾟ", "漢", "ー", "か", " ", "\n", "\r",
                                      "\t", "\xE2\x80\x8D", "\xCC\x81", "\xC2\x9B", "\xF0\x9F\x87\xAF", "（", "。", "-", "\xE3"};
  gsize length = 0, want = (gsize)g_test_rand_int_range(0, (gint32)size - 8);
  while (length < want) {
    if (g_test_rand_bit())
      bytes[length++] = (char)g_test_rand_int_range(1, 256);
    else
      length += (gsize)g_strlcpy(bytes + length, nasty[g_test_rand_int_range(0, G_N_ELEMENTS(nasty))], size - length);
  }
  bytes[length] = '\0';
  return length;
}

static void check_clean(const char *bytes, gsize length, bool lines)
{
  char *once = cleaned(bytes, (gssize)length, lines);
  char *twice = cleaned(once, -1, lines);
  g_assert_cmpstr(twice, ==, once);
  g_assert_true(g_utf8_validate(once, -1, NULL));
  for (const char *at = once; *at != '\0'; at++)
    g_assert_true(((unsigned char)*at >= 0x20 && *at != 0x7F) || (lines && *at == '\n'));
  struct bounds bounds = {g_test_rand_int_range(2, 60), once};
  text_wrap(once, bounds.columns, within, &bounds);
  int columns = g_test_rand_int_range(0, 40);
  GString *fit = text_fit(g_string_new(NULL), once, columns, g_test_rand_bit());
  if (!lines)
    g_assert_cmpint(text_width(fit->str), ==, columns);
  g_assert_true(g_utf8_validate(fit->str, -1, NULL));
  g_string_free(fit, TRUE);
  g_free(once);
  g_free(twice);
}

static void rubbish_is_harmless(void)
{
  char bytes[128];
  for (int i = 0; i < 20000; i++) {
    gsize length = rubbish(bytes, sizeof bytes);
    check_clean(bytes, length, i % 2 == 0);
    int used;
    gsize prefix = text_bytes_for(bytes, i % 30, &used);
    g_assert_cmpint(used, <=, i % 30);
    g_assert_cmpuint(prefix, <=, length);
    char *folded = text_fold(bytes, (gssize)length);
    g_assert_true(g_utf8_validate(folded, -1, NULL));
    g_free(folded);
  }
}

static void dates(void)
{
  static const struct { enum lang lang; enum date_style style; const char *want; } rows[] = {
    {LANG_JA, DATE_FULL, "2026年11月22日(日)"}, {LANG_JA, DATE_SHORT, "11/22(日)"}, {LANG_JA, DATE_MINIMAL, "11/22"},
    {LANG_EN, DATE_FULL, "Sun 22 Nov 2026"},    {LANG_EN, DATE_SHORT, "Sun 22 Nov"}, {LANG_EN, DATE_MINIMAL, "22 Nov"},
  };
  char text[64];
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    lang_set(rows[i].lang);
    date_text(1795358467, 32400, rows[i].style, text, sizeof text);
    g_assert_cmpstr(text, ==, rows[i].want);
  }
  time_text(1795358467, 32400, true, text, sizeof text);
  g_assert_cmpstr(text, ==, "23:41:07");
  time_text(-1, -3600, false, text, sizeof text);
  g_assert_cmpstr(text, ==, "22:59");
  g_assert_cmpstr(weekday_text(0), ==, "Mon");
  date_text(0, 0, DATE_FULL, text, 5);
  g_assert_cmpstr(text, ==, "Thu ");
}

static void durations(void)
{
  static const struct { int64_t seconds; const char *ja, *en; } rows[] = {
    {0, "0:00", "0:00"},           {12, "0:12", "0:12"},         {2515, "41:55", "41:55"}, {4350, "1:12:30", "1:12:30"},
    {86399, "23:59:59", "23:59:59"}, {273600, "3日4時間", "3d 4h"}, {-12, "-0:12", "-0:12"}, {-86400, "-1日0時間", "-1d 0h"},
    {INT64_MIN, "-106751991167300日15時間", "-106751991167300d 15h"},
  };
  char text[64];
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    lang_set(LANG_JA);
    duration_text(rows[i].seconds, text, sizeof text);
    g_assert_cmpstr(text, ==, rows[i].ja);
    lang_set(LANG_EN);
    duration_text(rows[i].seconds, text, sizeof text);
    g_assert_cmpstr(text, ==, rows[i].en);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/text/widths", widths);
  g_test_add_func("/text/fits", fits);
  g_test_add_func("/text/cleans", cleans);
  g_test_add_func("/text/folds", folds);
  g_test_add_func("/text/wraps", wraps);
  g_test_add_func("/text/rubbish", rubbish_is_harmless);
  g_test_add_func("/text/dates", dates);
  g_test_add_func("/text/durations", durations);
  return g_test_run();
}
