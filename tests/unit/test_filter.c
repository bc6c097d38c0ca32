/* The language of filters: what it takes, what it says when it does not, how it is written again. */
#include <locale.h>
#include <string.h>

#include "small_desk.h"
#include "toban/error.h"
#include "toban/filter.h"

#define NOW INT64_C(1795617667) /* 2026-11-25T14:41:07Z, 23:41:07 in Japan */

/* --- written again --------------------------------------------------------------------------------- */
static const struct { const char *text, *print; } written[] = {
  {"", ""},
  {"  ", ""},
  {"printer", "printer"},
  {"state:open office:asia due<2h \"印刷\" -title:vip", "state:open office:asia due<2h \"印刷\" -title:vip"},
  {"状態:対応中", "state:open"},
  {"状態：対応中　優先度＜＝２", "state:open priority<=2"},
  {"ｓｔａｔｅ：ｎｅｗ，対応中", "state:new,open"},
  {"state:new、解決", "state:new,resolved"},
  {"（is:late or is:new） -「紙 詰まり」", "(is:late or is:new) -\"紙 詰まり\""},
  {"a b or c d", "a b or c d"},
  {"a (b or c) d", "a (b or c) d"},
  {"a and b かつ c", "a b c"},
  {"a または b | c", "a or b or c"},
  {"((a) (b c))", "a b c"},
  {"-(a b)", "-(a b)"},
  {"--a", "--a"},
  {"- (a)", NULL},
  {"\"or\" x", "\"or\" x"},
  {"oracle android", "oracle android"},
  {"VPN-01 10:30 C:\\x http://x foo=1", "VPN-01 \"10:30\" \"C:\\\\x\" \"http://x\" \"foo=1\""},
  {"VPN(東京)", "\"VPN(東京)\""},
  {"(VPN(東京))", "\"VPN(東京)\""},
  {"\"a \\\"b\\\" \\\\\"", "\"a \\\"b\\\" \\\\\""},
  {"due<90m", "due<1h30m"},
  {"due<=1w", "due<=7d"},
  {"期限<2時間", "due<2h"},
  {"期限:今日", "due:today"},
  {"due:none", "due:none"},
  {"due<-1h", "due<-1h"},
  {"due>+30m", "due>+30m"},
  {"due<14:00", "due<14:00"},
  {"received:2026/11/24", "received:2026-11-24"},
  {"received>=2026-11", "received>=2026-11"},
  {"received:1d..3d", "received:1d..3d"},
  {"received:2026-11-01..yesterday", "received:2026-11-01..yesterday"},
  {"changed>2026-11-24T14:00", "changed>2026-11-24t14:00"},
  {"changed<now", "changed<now"},
  {"-answered:none", "-answered:none"},
  {"priority:1,2", "priority:1,2"},
  {"優先:P1", "priority:1"},
  {"priority:2..3", "priority:2..3"},
  {"assignee:me,none", "assignee:me,none"},
  {"担当:自分", "assignee:me"},
  {"assignee:花子", "assignee:花子"},
  {"requester:\"山田 太郎\"", "requester:\"山田 太郎\""},
  {"requester:none", "requester:none"},
  {"requester:\"none\"", "requester:\"none\""},
  {"category:5.1", "category:5.1"},
  {"key:261124", "key:261124"},
  {"番号:14", "key:14"},
  {"言語:英語", "lang:en"},
  {"区分:超過,保留", "is:late,held"},
  {"語:障害", "text:障害"},
};

static void test_written(void)
{
  for (size_t i = 0; i < G_N_ELEMENTS(written); i++) {
    struct filter_fault fault, again;
    struct filter *filter = filter_parse(written[i].text, &small_desk, false, &fault);
    if (written[i].print == NULL) {
      g_assert_null(filter);
      g_free(fault.text);
      continue;
    }
    if (filter == NULL)
      g_error("%s: %s", written[i].text, fault.text);
    char *print = filter_print(filter);
    g_assert_cmpstr(print, ==, written[i].print);
    struct filter *second = filter_parse(print, &small_desk, false, &again);
    g_assert_nonnull(second);
    char *twice = filter_print(second);
    g_assert_cmpstr(twice, ==, print);
    g_free(twice);
    g_free(print);
    filter_free(second);
    filter_free(filter);
  }
}

/* --- what is wrong, and where ----------------------------------------------------------------------- */
/* The mark stands under what is between | and |; `word` is a part of the reason. */
static const struct { const char *marked, *word; bool unfinished; } wrong[] = {
  {"state:|opne|", "対応中", true},
  {"state:new,|opne| x", "対応中", false},
  {"|ofice|:asia", "ofice", false},
  {"office:|atlantis| x", "atlantis", false},
  {"region:|hanoi|", "hanoi", true},
  {"country:|asia|", "asia", true},
  {"site:|hanoi|", "hanoi", true},
  {"category:|9.9| x", "9.9", false},
  {"priority:|5|", "5", true},
  {"priority<|none|", "none", true},
  {"due<|soon|", "soon", true},
  {"due<|2026-13-01|", "2026", true},
  {"due<|25:00|", "25:00", true},
  {"due<|99999999d|", "99999999d", true},
  {"due:|+2h|", "+2h", true},
  {"received:1d..|today|", "", true},
  {"due<|1h..2h|", "", true},
  {"|state<|new", "state", false},
  {"|due<1h,2h|", "", true},
  {"|state:|", "state", true},
  {"|状態：| x", "状態", false},
  {"|state:new,|", "state", true},
  {"a |or|", NULL, false},
  {"|or| a", "or", false},
  {"a or |or| b", "or", false},
  {"a |(|b", "", true},
  {"a|)|", "", true},
  {"a |)| b", "", false},
  {"|()|", "", true},
  {"|-| a", "-", false},
  {"a |-|", "-", true},
  {"|\"a b|", "", true},
  {"|番号:\"\"|", "番号", true},
};

static void test_wrong(void)
{
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    struct filter_fault fault;
    const char *first = strchr(wrong[i].marked, '|'), *last = strrchr(wrong[i].marked, '|');
    GString *text = g_string_new(wrong[i].marked);
    g_string_erase(text, last - wrong[i].marked, 1);
    g_string_erase(text, first - wrong[i].marked, 1);
    struct filter *filter = filter_parse(text->str, &small_desk, false, &fault);
    if (filter != NULL || fault.text == NULL)
      g_error("%s is not wrong", text->str);
    if (wrong[i].word != NULL) {
      if (fault.at != (size_t)(first - wrong[i].marked) || fault.length != (size_t)(last - first - 1) ||
          strstr(fault.text, wrong[i].word) == NULL || fault.unfinished != wrong[i].unfinished)
        g_error("%s: %zu %zu %s %d", text->str, fault.at, fault.length, fault.text, fault.unfinished);
    } else {
      g_assert_cmpuint(fault.at, ==, text->len);
    }
    g_free(fault.text);
    g_string_free(text, TRUE);
  }
}

static void test_limits(void)
{
  struct filter_fault fault;
  GString *text = g_string_new(NULL);
  for (int i = 0; i < 40; i++)
    g_string_append_c(text, '(');
  g_string_append_c(text, 'a');
  g_assert_null(filter_parse(text->str, NULL, true, &fault));
  g_free(fault.text);
  g_string_truncate(text, 0);
  for (int i = 0; i < 120; i++)
    g_string_append(text, "a ");
  g_assert_null(filter_parse(text->str, NULL, false, &fault));
  g_assert_cmpuint(fault.at, ==, 200);
  g_free(fault.text);
  g_string_truncate(text, 0);
  while (text->len < FILTER_MAX)
    g_string_append(text, "あ");
  g_assert_null(filter_parse(text->str, NULL, true, &fault));
  g_assert_true(g_utf8_validate(text->str + fault.at, (gssize)fault.length, NULL));
  g_free(fault.text);
  g_assert_null(filter_parse("a \xff", NULL, false, &fault));
  g_assert_cmpuint(fault.at, ==, 2);
  g_free(fault.text);
  g_string_free(text, TRUE);
}

/* While it is typed, what has no end yet is left out, and the rest filters. */
/* What reaches a limit with its last sign is refused at once, also while it is typed. */
static void test_limits_at_the_end(void)
{
  static const char *const signs[] = {"(", "-(", "(a ", "x "};
  for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
    GString *text = g_string_new(NULL);
    bool refused = false;
    for (int n = 0; n < 130; n++) {
      struct filter_fault fault;
      g_string_append(text, signs[i]);
      struct filter *filter = filter_parse(text->str, &small_desk, true, &fault);
      refused = filter == NULL;
      filter_free(filter);
      g_free(fault.text);
    }
    g_assert_true(refused);
    g_string_free(text, TRUE);
  }
}

static void test_typing(void)
{
  static const struct { const char *text, *print; } typed[] = {
    {"printer st", "printer st"}, {"printer state:", "printer"}, {"printer state:op", "printer"},
    {"printer state:open", "printer state:open"}, {"printer -", "printer"}, {"printer or", "printer"},
    {"printer (", "printer"}, {"printer (is:new", "printer is:new"}, {"printer \"紙 ", "printer \"紙 \""},
    {"printer state:op x", NULL}, {"printer due<2", "printer"}, {"printer due<2h", "printer due<2h"},
    {"state:new,", ""}, {"-state:", ""}, {"printer ofice:", NULL}, {"printer )", NULL},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(typed); i++) {
    struct filter_fault fault;
    struct filter *filter = filter_parse(typed[i].text, &small_desk, true, &fault);
    char *print = filter == NULL ? NULL : filter_print(filter);
    if (g_strcmp0(print, typed[i].print) != 0)
      g_error("%s: %s", typed[i].text, print);
    g_free(print);
    g_free(fault.text);
    filter_free(filter);
  }
}

static void test_mark(void)
{
  GError *error = NULL;
  struct filter_fault fault;
  g_assert_null(filter_parse("印刷 state:opne x", &small_desk, false, &fault));
  filter_fault_set(&error, "印刷 state:opne x", &fault);
  g_assert_true(error_is(error, TE_DATA));
  char **lines = g_strsplit(error->message, "\n", -1);
  g_assert_cmpuint(g_strv_length(lines), ==, 3);
  g_assert_cmpstr(lines[1], ==, "  印刷 state:opne x");
  g_assert_cmpstr(lines[2], ==, "             ^^^^");
  g_strfreev(lines);
  g_error_free(error);
}

/* --- a few tickets by hand ------------------------------------------------------------------------------ */
static bool matches(const char *text, const struct filter_ticket *ticket, const char *me)
{
  struct filter_fault fault;
  struct filter *filter = filter_parse(text, &small_desk, false, &fault);
  if (filter == NULL)
    g_error("%s: %s", text, fault.text);
  bool result = filter_matches(filter, ticket, &(struct filter_eyes){NOW, me});
  filter_free(filter);
  return result;
}

static void test_matches(void)
{
  struct ticket t = {.key = "261125-0014", .title = "会議室のプリンター", .requester = "A. Rivera", .lang = "en",
                     .category = "5.1.2", .office = "40", .assignee = "ichiro", .state = TICKET_OPEN,
                     .channel = CHANNEL_MAIL, .priority = 2, .received_at = NOW - 3000, .changed_at = NOW - 10,
                     .answered_at = UTC_NONE, .closed_at = UTC_NONE, .expected_at = NOW + 7200, .callback_at = UTC_NONE};
  struct filter_ticket ticket = {&t, "261125-0014\na. rivera\n会議室ノプリンタ", NOW + 3600, NOW + 3601, true, false,
                                 ";vip;printer;", true};
  static const char *const yes[] = {
    "", "プリンタ", "ぷりんた rivera", "bangkok", "バンコク", "office:asia", "office:40", "office:アジア", "region:asia",
    "country:th", "office:bang", "category:5.1", "category:5", "category:紙詰まり", "priority<3", "priority:1..2",
    "assignee:me", "assignee:一郎", "is:mine", "requester:rivera", "title:会議室", "lang:en", "due<2h", "due<=1h", "due:1h",
    "received<1h", "received:today", "changed<1m", "answered:none", "is:open", "-is:late", "key:14", "key:261125-",
    "key:0014", "state:open,new", "-state:new", "channel:mail", "due>now", "received>-1h", "received:2026-11-25",
    "received:22:51", "received<23:00", "\"会議室の\"", "a. or zzz", "due:30m..2h", "received:40m..1h", "text:rivera",
    "tag:vip", "-tag:none", "タグ：ＶＩＰ", "until<1d", "callback:none", "is:unread", "区分：未読 is:mine",
  };
  static const char *const no[] = {
    "zzz", "newyork", "office:1", "region:japan", "category:5.10", "category:6",
    "priority>2", "assignee:none", "assignee:hanako", "title:rivera", "requester:会議", "due<1h", "due<now",
    "received<50m", "received:yesterday", "-answered:none", "is:late", "key:15", "key:4", "state:new", "-プリンタ",
    "is:done", "is:held", "due:none", "tag:vi", "tag:none", "until<1h", "received>1h", "received:2026-10", "-is:unread",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(yes); i++)
    if (!matches(yes[i], &ticket, "ichiro"))
      g_error("%s does not match", yes[i]);
  for (size_t i = 0; i < G_N_ELEMENTS(no); i++)
    if (matches(no[i], &ticket, "ichiro"))
      g_error("%s matches", no[i]);
  g_assert_false(matches("is:mine", &ticket, NULL));
  t.merged_into = "261125-0001";
  ticket.open = false;
  g_assert_false(matches("state:open", &ticket, NULL));
  g_assert_true(matches("is:merged is:done", &ticket, NULL));
  g_assert_false(matches("due<2h", &ticket, NULL));
  g_assert_false(matches("is:unread", &ticket, "ichiro")); /* what is done is news for nobody */
}

/* --- completion -------------------------------------------------------------------------------------------- */
static void check_complete(const char *text, size_t from, const char *want)
{
  GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
  size_t at;
  filter_complete(text, &small_desk, &at, found);
  g_ptr_array_add(found, NULL);
  char *all = g_strjoinv(" ", (char **)found->pdata);
  g_assert_cmpstr(all, ==, want);
  g_assert_cmpuint(at, ==, from);
  g_free(all);
  g_ptr_array_unref(found);
}

static void test_complete(void)
{
  lang_set(LANG_EN);
  check_complete("printer st", 8, "state:");
  check_complete("-st", 1, "state:");
  check_complete("(re", 1, "region: requester: received<");
  check_complete("state:wa", 0, "state:waiting-user state:waiting-vendor");
  check_complete("x state:new,re", 2, "state:new,resolved");
  check_complete("office:ba", 0, "office:bangkok");
  check_complete("region:", 0, "region:\"North America\" region:\"Latin America\" region:Asia region:Japan region:none");
  check_complete("site:", 0, "site:tokyo site:osaka");
  check_complete("zzz", 0, "");
  check_complete("x is:un", 2, "is:unread");
  lang_set(LANG_JA);
  check_complete("状", 0, "状態:");
  check_complete("期限<", 0, "期限<今日 期限<昨日 期限<明日 期限<1時間 期限<2時間 期限<1日 期限<7日 期限<なし");
  check_complete("担当:な", 0, "担当:なし");
  check_complete("区分:未", 0, "区分:未完了 区分:未対応 区分:未読");
  check_complete("状態：対", 0, "状態：対応中 状態：対応");
}

int main(int argc, char **argv)
{
  setlocale(LC_ALL, "C.UTF-8"); /* failures name Japanese expressions */
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/filter/written", test_written);
  g_test_add_func("/filter/wrong", test_wrong);
  g_test_add_func("/filter/limits", test_limits);
  g_test_add_func("/filter/limits-at-the-end", test_limits_at_the_end);
  g_test_add_func("/filter/typing", test_typing);
  g_test_add_func("/filter/mark", test_mark);
  g_test_add_func("/filter/matches", test_matches);
  g_test_add_func("/filter/complete", test_complete);
  return g_test_run();
}
