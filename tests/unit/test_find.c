/* What a text is made of, what a question finds in it: known answers, then thousands of random ones beside a slow
 * second implementation. */
#include <string.h>

#include "slow_find.h"
#include "toban/find.h"
#include "toban/migemo.h"
#include "toban/text.h"

static char *printed(const char *text)
{
  struct tokens tokens;
  GString *out = g_string_new(NULL);
  tokens_init(&tokens);
  tokens_read(&tokens, text, -1);
  tokens_print(&tokens, out);
  tokens_clear(&tokens);
  return g_string_free(out, FALSE);
}

static void tokens(void)
{
  static const char *const rows[][2] = {
    {"", ""}, {" 、。-", ""},
    {"紙詰", " 紙詰 詰"}, {"紙", " 紙"},
    {"VPN接続", " vpn 接続 続"}, {"ＰＣ ＰＣ", " pc pc"},
    {"ﾌﾟﾘﾝﾀ", " プリ リン ンタ タ"}, {"ぷりんた", " プリ リン ンタ タ"}, {"プリンター", " プリ リン ンタ ター ー"},
    {"かﾞ", " ガ"}, {"か\xE3\x82\x99", " ガ"}, {"データ—―x", " デー ータ ター ー x"}, {"ー東ー京", " 東 京"},
    {"tokyo-fs01.example:8080/a_b", " tokyo fs01 example 8080 a b"},
    {"㍉℡①Ⅳ", " ミリ リ tel1iv"}, {"Straße İ", " strasse i\xCC\x87"},
    {"葛\xF3\xA0\x84\x80城", " 葛城 城"}, {"soft\xC2\xADware", " software"},
    {"ห้อง", " ห\xE0\xB9\x89 \xE0\xB9\x89อ อง ง"},
    {"a\xFF""b\xE7\xB4", " a b"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    char *got = printed(rows[i][0]);
    g_assert_cmpstr(got, ==, rows[i][1]);
    g_free(got);
  }
}

static void long_words(void)
{
  GString *text = g_string_new(NULL);
  for (int i = 0; i < 1000; i++)
    g_string_append(text, "é");
  char *got = printed(text->str);
  char **parts = g_strsplit(got + 1, " ", -1);
  g_assert_cmpint(g_strv_length(parts), ==, 16);
  g_assert_cmpint(g_utf8_strlen(parts[0], -1), ==, TOKEN_WORD_MOST);
  g_strfreev(parts);
  g_free(got);
  g_string_free(text, TRUE);
}

static void letters(void)
{
  struct tokens tokens;
  struct token_set seen = {0};
  GString *out = g_string_new(NULL);
  tokens_init(&tokens);
  tokens_read(&tokens, "VPN接続、接 vp printer", -1);
  tokens_letters(&tokens, &seen, out);
  g_assert_cmpstr(out->str, ==, " v vp vpn 接 続 p pr pri");
  tokens_letters(&tokens, &seen, out);
  g_assert_cmpstr(out->str, ==, " v vp vpn 接 続 p pr pri");
  token_set_empty(&seen);
  g_string_truncate(out, 0);
  tokens_letters(&tokens, &seen, out);
  g_assert_cmpstr(out->str, ==, " v vp vpn 接 続 p pr pri");
  tokens_clear(&tokens);
  token_set_clear(&seen);
  g_string_free(out, TRUE);
}

/* Every character of the fold is that of text_fold, marks and what separates apart. */
static void folds_as_text_fold(void)
{
  static const char *const texts[] = {"ﾌﾟﾘﾝﾀ が印刷ＡＢＣ", "ﾊﾞｯｸｱｯﾌﾟ㌔ﾊﾞｲﾄ", "Éçà ßΣς", "가각", "ﬁﬂ㈱"};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    struct tokens tokens;
    GString *ours = g_string_new(NULL);
    tokens_init(&tokens);
    tokens_read(&tokens, texts[i], -1);
    for (guint c = 0; c < tokens.chars->len; c++)
      g_string_append_unichar(ours, tokens_char(&tokens, c)->c);
    char *folded = text_fold(texts[i], -1);
    char **parts = g_strsplit_set(folded, " ()", -1), *plain = g_strjoinv("", parts);
    g_assert_cmpstr(ours->str, ==, plain);
    tokens_clear(&tokens);
    g_string_free(ours, TRUE);
    g_strfreev(parts);
    g_free(folded);
    g_free(plain);
  }
}

static void finds(void)
{
  static const struct { const char *question, *text; bool found; } rows[] = {
    {"紙詰", "複合機で紙詰まりが続く", true}, {"紙", "用紙", true}, {"停電", "停 電", false},
    {"ﾌﾟﾘﾝﾀ", "新しいプリンターを", true}, {"プリンター", "ぷりんた", true}, {"ター", "プリンター", true},
    {"キー", "キャッシュ", false}, {"キー", "キーボード", true}, {"キ", "キーボード", true},
    {"サーバー証明書", "サーバ証明書", true}, {"サーバ証明書", "サーバー証明書", true},
    {"ＰＣ", "my pc-01", true}, {"vpn接続", "VPN接続できない", true}, {"VPN接続", "VPN 接続", true},
    {"接続vpn", "接続VPNs", true}, {"続できな", "VPN接続できない", true}, {"接続いvpn", "接続VPN", false},
    {"printer", "Printers", true}, {"rinter", "printer", false}, {"fs01", "tokyo-fs01", true},
    {"tokyo-f", "tokyo-fs01", true}, {"okyo-fs01", "tokyo-fs01", false}, {"tokyo-fs01", "tokyo fs01", true},
    {"example.com/a", "see https://example.com/a?b=1", true}, {"https://example.com", "example.com", false},
    {"printer jam", "jam in a printer", true}, {"\"printer jam\"", "jam in a printer", false},
    {"\"printer jam\"", "the Printer,\njams", true}, {"“紙 詰”", "紙 詰まり", true}, {"\"紙 詰", "紙詰まり", false},
    {"printer 紙詰", "printer", false}, {"", "x", false}, {"- \"\" !", "x - !", false}, {"! x", "x", true},
    {"\xFFx", "x", true},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    struct find_query *query = find_query_new(rows[i].question);
    if (find_all(query, rows[i].text) != rows[i].found)
      g_error("“%s” in “%s”", rows[i].question, rows[i].text);
    find_query_free(query);
  }
}

static void others_words(void)
{
  struct find_query *query = find_query_new("insatsu error");
  g_assert_false(find_all(query, "印刷のerror"));
  find_query_also(query, 0, "印刷");
  find_query_also(query, 0, "いんさつ");
  g_assert_true(find_all(query, "印刷のerror"));
  g_assert_true(find_all(query, "インサツ Errors"));
  g_assert_true(find_all(query, "insatsu error"));
  g_assert_false(find_all(query, "印刷"));
  find_query_free(query);
}

/* --- random ------------------------------------------------------------------------------------------------ */
static const char *const pieces[] = {"サ", "バ", "ー", "タ", "さ", "ﾊﾞ", "ﾀｰ", "印", "刷", "紙", "詰", "VPN", "Ｐ", "ｃ", "a",
                                     "b", "1", "-", " ", "、", "\n", "㍉", "か\xE3\x82\x99", "print", "printer", "error",
                                     "/", "~", "ห้", "é", "ウェブ", "サーバー", "ー"};

static char *random_text(GRand *rand, int most, bool quotes)
{
  GString *out = g_string_new(NULL);
  for (int n = g_rand_int_range(rand, 0, most + 1); n > 0; n--)
    if (quotes && g_rand_int_range(rand, 0, 12) == 0)
      g_string_append_c(out, '"');
    else
      g_string_append(out, pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
  return g_string_free(out, FALSE);
}

static void random_ones(void)
{
  GRand *rand = g_rand_new_with_seed(28);
  int found = 0;
  for (int i = 0; i < 60000; i++) {
    char *text = random_text(rand, 12, false), *question = random_text(rand, 4, true);
    const char *const fields[] = {text};
    struct find_query *query = find_query_new(question);
    bool want = slow_find(question, fields, 1), got = find_all(query, text);
    if (want != got)
      g_error("“%s” in “%s”: %s", question, text, got ? "found" : "not found");
    found += got;
    find_query_free(query);
    g_free(text);
    g_free(question);
  }
  g_assert_cmpint(found, >, 3000);
  g_rand_free(rand);
}

/* --- shown --------------------------------------------------------------------------------------------------- */
static void marks(const char *question, const char *text, int columns, const char *want)
{
  struct find_query *query = find_query_new(question);
  char *got = columns == 0 ? find_marked(query, text) : find_snippet(query, text, columns);
  for (char *at = got; got != NULL && *at != '\0'; at++)
    *at = *at == FIND_HIT ? '<' : *at == FIND_END ? '>' : *at;
  g_assert_cmpstr(got, ==, want);
  g_free(got);
  find_query_free(query);
}

static void snippets(void)
{
  marks("プリンタ", "新しいﾌﾟﾘﾝﾀｰを", 0, "新しい<プリンタ>ーを");
  marks("紙詰 mfp", "tokyo-mfp013で紙詰まり", 0, "tokyo-<mfp>013で<紙詰>まり");
  marks("zzz", "a\033[31mb\n", 0, "ab ");
  marks("b a", "ab a\tb", 0, "<a>b <a> <b>");
  marks("詰", "紙詰", 40, "紙<詰>");
  marks("x", "紙詰", 40, NULL);
  marks("target", "aaaa bbbb cccc dddd target eeee ffff gggg", 24, "~cc dddd <target> eeee ff~");
  marks("停電", "東京の事務所で停電がありました", 12, "~所で<停電>が~");
  marks("ﾐﾘ", "5㍉", 0, "5<㍉>");
}

static void snippets_fit(void)
{
  GRand *rand = g_rand_new_with_seed(5);
  for (int i = 0; i < 5000; i++) {
    char *text = random_text(rand, 60, false), *question = random_text(rand, 2, false);
    struct find_query *query = find_query_new(question);
    int columns = g_rand_int_range(rand, 4, 60);
    char *got = find_snippet(query, text, columns);
    GString *plain = g_string_new(NULL);
    for (char *at = got; got != NULL && *at != '\0'; at++)
      if (*at != FIND_HIT && *at != FIND_END)
        g_string_append_c(plain, *at);
    g_assert_true(g_utf8_validate(plain->str, -1, NULL));
    g_assert_cmpint(text_width(plain->str), <=, columns);
    g_string_free(plain, TRUE);
    g_free(got);
    find_query_free(query);
    g_free(text);
    g_free(question);
  }
  g_rand_free(rand);
}

/* --- romaji ---------------------------------------------------------------------------------------------------- */
static void expands(void)
{
  static const char *const rows[][2] = {
    {"insatsu", "insatsu"}, {"(印刷|insatsu)", "印刷 insatsu"}, {"印[刷字](物|所)?", "印刷物? 印刷所? 印字物? 印字所?"},
    {"a(b|c(d|e))f|g", "abf acdf acef g"}, {"\\(x\\)", "(x)"}, {"(a", "a"}, {"[ab", ""}, {"", ""},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    GPtrArray *words = migemo_expand(rows[i][0], 10);
    g_ptr_array_add(words, NULL);
    char *joined = g_strjoinv(" ", (char **)words->pdata);
    g_assert_cmpstr(joined, ==, rows[i][1]);
    g_free(joined);
    g_ptr_array_unref(words);
  }
  GPtrArray *words = migemo_expand("(a|b)(a|b)(a|b)(a|b)", 5);
  g_assert_cmpint(words->len, ==, 5);
  g_ptr_array_unref(words);
}

static void migemo(void)
{
  if (!migemo_there()) {
    g_test_skip("no C/Migemo here");
    return;
  }
  GPtrArray *words = migemo_words("insatsu");
  g_assert_nonnull(words);
  g_assert_true(g_ptr_array_find_with_equal_func(words, "印刷", g_str_equal, NULL));
  g_ptr_array_unref(words);
  words = migemo_words("vpn"); /* in full-width letters it is the same word */
  g_assert_true(words == NULL || !g_ptr_array_find_with_equal_func(words, "ｖｐｎ", g_str_equal, NULL));
  if (words != NULL)
    g_ptr_array_unref(words);
  g_assert_null(migemo_words("in"));
  g_assert_null(migemo_words("印刷"));
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/tokens/known", tokens);
  g_test_add_func("/tokens/long-words", long_words);
  g_test_add_func("/tokens/letters", letters);
  g_test_add_func("/tokens/folds-as-text-fold", folds_as_text_fold);
  g_test_add_func("/find/edge-28-known", finds);
  g_test_add_func("/find/other-words", others_words);
  g_test_add_func("/find/random", random_ones);
  g_test_add_func("/find/snippets", snippets);
  g_test_add_func("/find/snippets-fit", snippets_fit);
  g_test_add_func("/romaji/expand", expands);
  g_test_add_func("/romaji/migemo", migemo);
  return g_test_run();
}
