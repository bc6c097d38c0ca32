/* What intake rests on: names in romaji, likeness of titles, hours of vendors, and who has called before. */
#include "desk.h"
#include "toban/lang.h"
#include "toban/similar.h"
#include "toban/text.h"
#include "toban/transfer.h"
#include "toban/vendor.h"
#include "toban/verify.h"

/* --- romaji ----------------------------------------------------------------------------------------- */
static char *romaji(const char *text)
{
  char *folded = text_fold(text, -1), *out = text_romaji(folded);
  g_free(folded);
  return out;
}

static void romaji_is_one_spelling(void)
{
  static const char *const same[][6] = {
      {"さとう", "サトウ", "Sato", "SATOU", "Satoh", "Satō"},
      {"しんいち", "シンイチ", "Shin'ichi", "sin-iti", "Shinichi", "siniti"},
      {"おおにし", "オオニシ", "Onishi", "Ohnishi", "oonisi", "Ōnishi"},
      {"ちば じゅん", "チバ ジュン", "Chiba Jun", "tiba zyun", "chiba jyun", "Tiba Jun"},
      {"ほった", "ホッタ", "Hotta", "hotta", "HOTTA", "hotta"},
      {"まっちゃ", "マッチャ", "matcha", "maccha", "mattya", "Matcha"},
      {"しんばし", "シンバシ", "Shimbashi", "shinbashi", "sinbasi", "Shinbashi"},
      {"ふじつ", "フジツ", "Fujitsu", "huzitu", "fujitu", "Hujitsu"},
      {"シェフ", "しぇふ", "shefu", "syehu", "Shefu", "syefu"},
      {"ウィリアム", "うぃりあむ", "wiriamu", "Wiliamu", "wiriamu", "wiriamu"},
      {"ひょうど う", "ヒョウド ウ", "Hyodo u", "hyoudo u", "hyoodo u", "Hyōdo u"}};
  for (size_t i = 0; i < G_N_ELEMENTS(same); i++) {
    char *want = romaji(same[i][0]);
    g_assert_nonnull(want);
    for (int k = 1; k < 6; k++) {
      char *have = romaji(same[i][k]);
      g_assert_cmpstr(have, ==, want);
      g_free(have);
    }
    g_free(want);
  }
  g_assert_null(romaji("田中"));
  g_assert_null(romaji("佐トウ"));
  g_assert_null(romaji("-'"));
}

/* While a name is typed in Hepburn, what is there finds it, but for letters that wait for the next one. */
static void romaji_while_typing(void)
{
  static const char *const names[][2] = {{"タナカ", "tanaka"},     {"シバタ", "shibata"}, {"チヨ", "chiyo"},
                                         {"ツジ", "tsuji"},        {"フクダ", "fukuda"}, {"ジョウジマ", "joujima"},
                                         {"シュウヘイ", "shuuhei"}, {"イノウエ", "inoue"}, {"ヨシオ", "yoshio"}};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    char *full = romaji(names[i][0]);
    for (size_t n = 1; n <= strlen(names[i][1]); n++) {
      char *typed = g_strndup(names[i][1], n), *key = romaji(typed);
      if (!g_str_has_prefix(full, key))
        g_error("%s: typed %s is %s, not a beginning of %s", names[i][1], typed, key, full);
      g_free(key);
      g_free(typed);
    }
    g_free(full);
  }
}

static void romaji_takes_anything(void)
{
  static const char *const pieces[] = {"a", "sh", "ch", "t", "ッ", "ャ", "ァ", "ー", "ン", "n", "m", "ō", "-", "'", " ", "漢", "1"};
  GRand *rand = g_rand_new_with_seed(7);
  for (int i = 0; i < 20000; i++) {
    GString *text = g_string_new(NULL);
    for (int n = g_rand_int_range(rand, 0, 8); n > 0; n--)
      g_string_append(text, pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
    char *folded = text_fold(text->str, -1), *one = text_romaji(folded), *two = one == NULL ? NULL : text_romaji(one);
    g_assert_true(one == NULL || g_utf8_validate(one, -1, NULL));
    g_free(two);
    g_free(one);
    g_free(folded);
    g_string_free(text, TRUE);
  }
  g_rand_free(rand);
}

/* --- likeness --------------------------------------------------------------------------------------- */
static int slow_shared(const char *a, const char *b)
{
  GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), *shared =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (int round = 0; round < 2; round++)
    for (const char *at = round == 0 ? a : b; *at != '\0' && *g_utf8_next_char(at) != '\0'; at = g_utf8_next_char(at)) {
      gunichar x = g_utf8_get_char(at), y = g_utf8_get_char(g_utf8_next_char(at));
      if (g_unichar_isspace(x) || g_unichar_isspace(y) || g_unichar_ispunct(x) || g_unichar_ispunct(y))
        continue;
      char *pair = g_strndup(at, (gsize)(g_utf8_next_char(g_utf8_next_char(at)) - at));
      if (round == 0)
        g_hash_table_add(seen, pair);
      else if (g_hash_table_contains(seen, pair))
        g_hash_table_add(shared, pair);
      else
        g_free(pair);
    }
  int count = (int)g_hash_table_size(shared);
  g_hash_table_unref(seen);
  g_hash_table_unref(shared);
  return count;
}

static void likeness_is_what_a_slow_count_says(void)
{
  static const char *const letters[] = {"印", "刷", "紙", "詰", "プ", "リ", "a", "b", " ", "-"};
  GRand *rand = g_rand_new_with_seed(11);
  for (int i = 0; i < 5000; i++) {
    GString *text[2] = {g_string_new(NULL), g_string_new(NULL)};
    struct pairs pairs[2];
    for (int k = 0; k < 2; k++) {
      for (int n = g_rand_int_range(rand, 0, 14); n > 0; n--)
        g_string_append(text[k], letters[g_rand_int_range(rand, 0, G_N_ELEMENTS(letters))]);
      pairs[k] = pairs_of(text[k]->str);
    }
    g_assert_cmpint(pairs_shared(&pairs[0], &pairs[1]), ==, slow_shared(text[0]->str, text[1]->str));
    g_assert_cmpint(pairs_score(&pairs[0], &pairs[1]), ==, pairs_score(&pairs[1], &pairs[0]));
    g_assert_cmpint(pairs_score(&pairs[0], &pairs[1]), <=, PAIRS_FULL);
    for (int k = 0; k < 2; k++) {
      pairs_clear(&pairs[k]);
      g_string_free(text[k], TRUE);
    }
  }
  g_rand_free(rand);
}

/* --- vendors ---------------------------------------------------------------------------------------- */
static bool slow_open(const char *hours, const struct zone *zone, utc_t at)
{
  static const char *const days = "montuewedthufrisatsun";
  day_t day;
  int second;
  bool open = false;
  zone_local(zone, at, &day, &second);
  char **piece = g_strsplit(hours, ";", -1);
  for (int i = 0; piece[i] != NULL; i++) {
    char first[4], last[4];
    int from[2], to[2];
    if (sscanf(piece[i], "%3[a-z]-%3[a-z] %d:%d-%d:%d", first, last, &from[0], &from[1], &to[0], &to[1]) != 6) {
      g_assert_cmpint(sscanf(piece[i], "%3[a-z] %d:%d-%d:%d", first, &from[0], &from[1], &to[0], &to[1]), ==, 5);
      strcpy(last, first);
    }
    int a = (int)(strstr(days, first) - days) / 3, b = (int)(strstr(days, last) - days) / 3;
    for (int d = a;; d = (d + 1) % 7) {
      open = open || (d == day_weekday(day) && second >= from[0] * 3600 + from[1] * 60 &&
                      second < to[0] * 3600 + to[1] * 60);
      if (d == b)
        break;
    }
  }
  g_strfreev(piece);
  return open;
}

static void vendors_open_and_close(void)
{
  static const char *const hours[] = {"mon-fri 09:00-17:00", "mon-fri 09:00-12:00;mon-fri 13:00-18:00;sat 9:00-12:00",
                                      "fri-mon 20:00-24:00;sat-tue 00:00-04:00", "sun 10:00-11:00"};
  struct zone *zone = zone_new("America/New_York");
  for (size_t h = 0; h < G_N_ELEMENTS(hours); h++) {
    g_assert_null(vendor_hours_check(hours[h]));
    bool before = slow_open(hours[h], zone, NOON - 900);
    for (utc_t at = NOON; at < NOON + 15 * UTC_DAY; at += 900) {
      struct vendor_now now = vendor_at(hours[h], zone, at);
      bool open = slow_open(hours[h], zone, at);
      g_assert_true(now.known);
      g_assert_cmpint(now.open, ==, open);
      g_assert_cmpint(now.until, >, at);
      g_assert_cmpint(slow_open(hours[h], zone, now.until), !=, open);
      g_assert_cmpint(slow_open(hours[h], zone, now.until - 1), ==, open);
      before = open;
    }
    (void)before;
  }
  zone_unref(zone);
}

static void vendors_hours_are_checked(void)
{
  static const char *const bad[] = {"9-17", "mon 09:00", "mon 17:00-09:00", "mon-xyz 09:00-17:00", "mon 09:00-25:00",
                                    "mon09:00-17:00", "mon 09:00-17:00,tue 09:00-17:00", "24x8", "mon 09:60-17:00"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
    g_assert_nonnull(vendor_hours_check(bad[i]));
  g_assert_null(vendor_hours_check(""));
  g_assert_null(vendor_hours_check("24x7"));
  g_assert_false(vendor_at("", zone_tokyo(), NOON).known);
  g_assert_false(vendor_at("mon 09:00-17:00", NULL, NOON).known);
  g_assert_true(vendor_at("24x7", NULL, NOON).open);
  lang_set(LANG_JA);
  char *text = vendor_hours_text("mon-fri 09:00-17:00;sat 09:00-12:00");
  g_assert_cmpstr(text, ==, "月-金 09:00-17:00; 土 09:00-12:00");
  g_free(text);
  lang_set(LANG_EN);
}

/* --- who has called before -------------------------------------------------------------------------- */
static void assert_verified(struct db *db)
{
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  g_assert_cmpstr(report.text->str, ==, "");
  g_assert_cmpint(report.differences, ==, 0);
  verify_report_clear(&report);
}

/* Tickets come, and move between offices: the callers stay what the tickets say. */
static void callers_follow_the_tickets(void)
{
  static const char *const names[] = {"田中 太郎", "A. Rivera", "佐藤", "line\nend"}, *const offices[] = {"1", "12", "tokyo"};
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GRand *rand = g_rand_new_with_seed(3);
  GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
  for (int i = 0; i < 60; i++) {
    struct ticket_event event = desk_received("x", NOON + g_rand_int_range(rand, 0, 5000), 3);
    event.requester = names[g_rand_int_range(rand, 0, 4)];
    event.office = offices[g_rand_int_range(rand, 0, 3)];
    if (keys->len > 3 && g_rand_boolean(rand)) {
      event = desk_event(keys->pdata[g_rand_int_range(rand, 0, (gint32)keys->len)], EVENT_CHANGED, NOON + 9000, NULL);
      event.office = offices[g_rand_int_range(rand, 0, 3)];
    }
    struct command_outcome outcome = desk_do(db, &event);
    if (event.kind == EVENT_RECEIVED)
      g_ptr_array_add(keys, g_strdup(outcome.ticket));
  }
  g_assert_cmpint(desk_count(db, "SELECT sum(tickets) FROM caller"), ==, (int64_t)keys->len);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM caller"), >, 3);
  assert_verified(db);
  GError *error = NULL;
  desk_ok(db_exec(db, &error, "UPDATE caller SET tickets = tickets + 1 WHERE office = '1'", ""), error);
  struct verify_report report;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  g_assert_cmpint(report.differences, >, 0);
  verify_report_clear(&report);
  desk_ok(verify_rebuild(db, &error), error);
  assert_verified(db);
  g_ptr_array_unref(keys);
  g_rand_free(rand);
  db_close(db);
  tempdb_free(&temp);
}

static bool import(struct db *db, const char *kind, const char *text, bool replace, GError **error)
{
  struct transfer_input input = {.kind = kind, .name = "file", .bytes = text, .length = strlen(text), .by = "sato",
                                 .at = NOON, .replace = replace};
  int64_t rows;
  return transfer_import(db, &input, &rows, error);
}

static void lists_are_checked(void)
{
  static const struct { const char *kind, *text, *words; } bad[] = {
      {"requesters", "name,office\n田中,99\n", "file:2: column office:"},
      {"requesters", "name,office,mail\n田中,1,x y\n", "file:2: column mail:"},
      {"requesters", "name,office,language\n田中,1,Japanese\n", "file:2: column language:"},
      {"requesters", "name,office,mail\n田中,1,t@x.example\n別人,1,T@x.example\n", "file:3: column mail:"},
      {"requesters", "name,office\n,1\n", "file:2: column name:"},
      {"vendors", "office,name,contact,contract,hours,tz,languages,note\n1,V,,,9-17,,,\n", "file:2: column hours:"},
      {"vendors", "office,name,contact,contract,hours,tz,languages,note\n1,V,,,,Mars/X,,\n", "file:2: column tz:"},
      {"vendors", "office,name,contact,contract,hours,tz,languages,note\n1,V,,,,,,\nnewyork,V,,,,,,\n", "file:3:"},
      {"templates", "id,category,priority,checklist,name_ja,name_en,title_ja,title_en,body_ja,body_en\n"
                    "a,9.9,3,,x,x,,,,\n", "file:2: column category:"},
      {"templates", "id,category,priority,checklist,name_ja,name_en,title_ja,title_en,body_ja,body_en\n"
                    "a,5.1,7,,x,x,,,,\n", "file:2: column priority:"}};
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    GError *error = NULL;
    g_assert_false(import(db, bad[i].kind, bad[i].text, false, &error));
    if (strstr(error->message, bad[i].words) == NULL)
      g_error("%s: %s", bad[i].text, error->message);
    assert_error(error, TE_DATA);
  }
  GError *error = NULL;
  desk_ok(import(db, "requesters", "name,reading,office,mail\n田中 太郎,タナカ タロウ,1,t@x.example\n佐藤,サトウ,12,\n", false, &error),
          error);
  assert_verified(db);
  /* A file without a column leaves what is there; --replace takes away who is not in it, and the keys too. */
  desk_ok(import(db, "requesters", "name,office,mail\n田中 次郎,12,t@x.example\n", true, &error), error);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM requester WHERE reading = 'タナカ タロウ' AND office = '12'"), ==, 1);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM requester"), ==, 1);
  assert_verified(db);
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  lang_set(LANG_EN);
  g_test_add_func("/intake/romaji", romaji_is_one_spelling);
  g_test_add_func("/intake/romaji-typing", romaji_while_typing);
  g_test_add_func("/intake/romaji-anything", romaji_takes_anything);
  g_test_add_func("/intake/likeness", likeness_is_what_a_slow_count_says);
  g_test_add_func("/intake/vendors", vendors_open_and_close);
  g_test_add_func("/intake/vendor-hours", vendors_hours_are_checked);
  g_test_add_func("/intake/callers", callers_follow_the_tickets);
  g_test_add_func("/intake/lists", lists_are_checked);
  return g_test_run();
}
