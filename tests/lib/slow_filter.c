#include "slow_filter.h"

#include <string.h>

#include "small_desk.h"
#include "toban/text.h"

enum kind { ALL, ANY, NOT, LEAF };
enum leaf { STATE, CHANNEL_, PLACE, CATEGORY, PRIORITY, WHO, TEXT, LANGUAGE, TIME, FLAG, KEY, TAG, LEAVES };
enum { DAY = 86400, JAPAN = 9 * 3600 };
static const char *const signs[] = {":", "<", "<=", ">", ">="}, *const wide_signs[] = {"：", "＜", "＜＝", "＞", "＞＝"};

struct slow_node {
  enum kind kind;
  struct slow_node *child[3];
  int children;
  enum leaf leaf;
  int a, b, c, op;
};

static int pick(GRand *rand, int count)
{
  return g_rand_int_range(rand, 0, count);
}

/* --- tables: how a value is written, and what it means --------------------------------------------------- */
static const char *const states[][2] = {{"new", "新規"}, {"open", "対応中"}, {"waiting-user", "利用者待ち"},
                                        {"waiting-vendor", "業者待ち"}, {"escalated", "上位対応"}, {"resolved", "解決"},
                                        {"closed", "完了"}};
static const char *const channels[][2] = {{"phone", "電話"}, {"mail", "メール"}, {"web", "ウェブ"}, {"salon", "ITサロン"},
                                          {"face", "対面"}, {"teams", "チームズ"}, {"teams-voice", "Teams通話"}};
/* Field, value, ids that it means. */
static const struct { const char *field[2], *value, *ids; } places[] = {
  {{"office", "事務所"}, "1", "1"}, {{"office", "事務所"}, "40", "40"}, {{"office", "事務所"}, "メキシコ", "12"},
  {{"office", "事務所"}, "asia", "40 41"}, {{"office", "事務所"}, "国内", "tokyo osaka"}, {{"office", "事務所"}, "VN", "41"},
  {{"office", "事務所"}, "new", "1"}, {{"region", "地域"}, "アジア", "40 41"}, {{"region", "地域"}, "america", "1 12"},
  {{"region", "地域"}, "北米", "1"}, {{"country", "国"}, "jp", "tokyo osaka"}, {{"country", "国"}, "TH", "40"},
  {{"site", "拠点"}, "tokyo", "tokyo"}, {{"site", "拠点"}, "hq", "tokyo osaka"}, {{"site", "拠点"}, "大阪", "osaka"},
  {{"office", "事務所"}, "none", ""}, {{"region", "地域"}, "なし", ""},
};
static const struct { const char *value, *codes; } categories[] = {
  {"5", "5 5.1 5.1.2 5.10"}, {"5.1", "5.1 5.1.2"}, {"5.10", "5.10"}, {"6", "6"}, {"printing", "5.1"}, {"紙詰まり", "5.1.2"},
  {"none", ""},
};
static const struct { const char *value, *logins; } people[] = {
  {"me", NULL}, {"自分", NULL}, {"none", ""}, {"なし", ""}, {"ichiro", "ichiro"}, {"花子", "hanako"}, {"当番", "ichiro hanako"},
  {"left", "left"},
};
/* Field, value, the line of the folded text (-1: any, and names of offices). */
static const struct { const char *field[2], *value; int line; const char *ids; } texts[] = {
  {{"title", "件名"}, "\"vpn\"", 2, ""}, {{"title", "件名"}, "ぷりんた", 2, ""}, {{"requester", "依頼者"}, "rivera", 1, ""},
  {{"requester", "依頼者"}, "\"a. r\"", 1, ""}, {{"text", "語"}, "バンコク", -1, "40"}, {{"word", "語"}, "vpn", -1, ""},
  {{"", ""}, "vpn", -1, ""}, {{"", ""}, "ＶＰＮ", -1, ""}, {{"", ""}, "\"会議室 の\"", -1, ""}, {{"", ""}, "york", -1, "1"},
  {{"", ""}, "rivera", -1, ""}, {{"", ""}, "261125", -1, ""}, {{"", ""}, "ハノイ", -1, "41"},
};
static const char *const flags[][2] = {{"open", "未完了"}, {"done", "完了"}, {"late", "超過"}, {"mine", "自分"},
                                       {"new", "未対応"}, {"held", "保留"}, {"excluded", "除外"}, {"merged", "統合"},
                                       {"unread", "未読"}};
static const char *const time_fields[][2] = {{"due", "期限"}, {"received", "受付"}, {"changed", "更新"}, {"answered", "回答"},
                                             {"until", "再開予定"}, {"callback", "折返し"}};
static const char *const tags[] = {"vip", "ＶＩＰ", "プリンター", "none"}, *const tags_folded[] = {"vip", "vip", "プリンタ"};
static const char *const keys[] = {"261125", "261124-0014", "14", "0014", "2", "120"};
static const char *const days[][2] = {{"yesterday", "昨日"}, {"today", "今日"}, {"tomorrow", "明日"}};
enum time_kind { LENGTH, MOMENT, DAYS, DATE, CLOCK, LENGTHS, NONE, TIME_KINDS };

/* --- made by chance ---------------------------------------------------------------------------------------- */
static void make_leaf(GRand *rand, struct slow_node *n)
{
  static const int values[LEAVES] = {7, 7, G_N_ELEMENTS(places), G_N_ELEMENTS(categories), 4, G_N_ELEMENTS(people),
                                     G_N_ELEMENTS(texts), 3, 6, G_N_ELEMENTS(flags), G_N_ELEMENTS(keys), 4};
  n->leaf = (enum leaf)pick(rand, LEAVES);
  n->a = pick(rand, values[n->leaf]);
  n->b = n->leaf == TIME ? pick(rand, TIME_KINDS) : pick(rand, values[n->leaf]);
  n->op = n->leaf == PRIORITY || n->leaf == TIME ? pick(rand, 5) : 0;
  if (n->leaf != TIME)
    return;
  if (n->b == NONE)
    n->op = 0, n->a = n->a % 2 == 0 ? 0 : 3 + n->a / 2; /* due; answered, until, callback */
  if (n->b == LENGTHS)
    n->op = 0;
  if (n->b == MOMENT && n->op == 0)
    n->op = 1;
  n->c = n->b == DAYS ? pick(rand, 3) - 1 : n->b == DATE ? pick(rand, 7) - 3 : n->b == CLOCK ? pick(rand, 24 * 60)
                                                                                         : pick(rand, 60 * 72);
}

struct slow_node *slow_make(GRand *rand, int depth)
{
  struct slow_node *n = g_new0(struct slow_node, 1);
  n->kind = depth == 0 ? LEAF : (enum kind)pick(rand, 4);
  n->children = n->kind == LEAF ? 0 : n->kind == NOT ? 1 : 2 + pick(rand, 2);
  for (int i = 0; i < n->children; i++)
    n->child[i] = slow_make(rand, depth - 1);
  if (n->kind == LEAF)
    make_leaf(rand, n);
  return n;
}

void slow_free(struct slow_node *n)
{
  for (int i = 0; i < n->children; i++)
    slow_free(n->child[i]);
  g_free(n);
}

/* --- written --------------------------------------------------------------------------------------------------- */
static void put_field(GString *out, GRand *rand, const char *const field[2], int op)
{
  g_string_append(out, field[pick(rand, 2)]);
  g_string_append(out, pick(rand, 4) == 0 ? wide_signs[op] : signs[op]);
}

static void put_two(GString *out, GRand *rand, const char *const a[2], const char *const b[2])
{
  g_string_append_printf(out, "%s%s%s", a[pick(rand, 2)], pick(rand, 2) == 0 ? "," : "、", b[pick(rand, 2)]);
}

/* Minutes in one of their ways. */
static void put_length(GString *out, GRand *rand, int minutes)
{
  if (pick(rand, 3) == 0)
    g_string_append_printf(out, "%d分", minutes);
  else if (minutes % 60 == 0)
    g_string_append_printf(out, pick(rand, 2) == 0 ? "%dh" : "%d時間", minutes / 60);
  else
    g_string_append_printf(out, "%dh%dm", minutes / 60, minutes % 60);
}

static day_t day_in_japan(utc_t at)
{
  return (day_t)((at + JAPAN) / DAY);
}

static utc_t write_now; /* dates are written around it */

static void put_time(GString *out, GRand *rand, const struct slow_node *n)
{
  char date[16];
  put_field(out, rand, time_fields[n->a], n->op);
  switch ((enum time_kind)n->b) {
  case MOMENT: g_string_append(out, n->c % 2 == 0 ? "+" : "-"); put_length(out, rand, n->c); break;
  case LENGTH: put_length(out, rand, n->c); break;
  case DAYS: g_string_append(out, days[n->c + 1][pick(rand, 2)]); break;
  case DATE: g_string_append(out, day_format(day_in_japan(write_now) + n->c, date)); break;
  case CLOCK: g_string_append_printf(out, "%02d:%02d", n->c / 60, n->c % 60); break;
  case LENGTHS:
    put_length(out, rand, n->c / 2);
    g_string_append(out, "..");
    put_length(out, rand, n->c);
    break;
  default: g_string_append(out, "none");
  }
}

static void put_leaf(GString *out, GRand *rand, const struct slow_node *n)
{
  static const char *const names[LEAVES][2] = {[STATE] = {"state", "状態"}, [CHANNEL_] = {"channel", "経路"},
                                               [CATEGORY] = {"category", "分類"}, [PRIORITY] = {"priority", "優先度"},
                                               [WHO] = {"assignee", "担当"}, [LANGUAGE] = {"lang", "言語"},
                                               [FLAG] = {"is", "区分"}, [KEY] = {"key", "番号"}, [TAG] = {"tag", "タグ"}};
  static const char *const languages[] = {"ja", "英語", "none"};
  if (names[n->leaf][0] != NULL)
    put_field(out, rand, names[n->leaf], n->op);
  switch (n->leaf) {
  case STATE: put_two(out, rand, states[n->a], states[n->b]); break;
  case CHANNEL_: put_two(out, rand, channels[n->a], channels[n->b]); break;
  case FLAG: put_two(out, rand, flags[n->a], flags[n->b]); break;
  case PLACE: put_field(out, rand, places[n->a].field, 0); g_string_append(out, places[n->a].value); break;
  case CATEGORY: g_string_append(out, categories[n->a].value); break;
  case PRIORITY: g_string_append_printf(out, "%d", n->a + 1); break;
  case WHO: g_string_append(out, people[n->a].value); break;
  case LANGUAGE: g_string_append(out, languages[n->a]); break;
  case KEY: g_string_append(out, keys[n->a]); break;
  case TAG: g_string_append(out, tags[n->a]); break;
  case TEXT:
    if (*texts[n->a].field[0] != '\0')
      put_field(out, rand, texts[n->a].field, 0);
    g_string_append(out, texts[n->a].value);
    break;
  default: put_time(out, rand, n);
  }
}

void slow_write(const struct slow_node *n, GRand *rand, GString *out)
{
  static const char *const ors[] = {" or ", " OR ", " | ", "　または　"}, *const alls[] = {" ", "  ", "　", " and "};
  if (n->kind == LEAF) {
    put_leaf(out, rand, n);
    return;
  }
  bool group = n->kind != NOT || n->child[0]->kind != LEAF;
  g_string_append(out, n->kind == NOT ? pick(rand, 4) == 0 ? "－" : "-" : "");
  g_string_append(out, group ? pick(rand, 4) == 0 ? "（" : "(" : "");
  for (int i = 0; i < n->children; i++) {
    g_string_append(out, i == 0 ? "" : n->kind == ANY ? ors[pick(rand, 4)] : alls[pick(rand, 4)]);
    slow_write(n->child[i], rand, out);
  }
  g_string_append(out, group ? pick(rand, 4) == 0 ? " ）" : ")" : "");
}

/* --- what it means ------------------------------------------------------------------------------------------------ */
static bool listed(const char *list, const char *word)
{
  char **words = g_strsplit(list, " ", -1);
  bool found = word != NULL && *list != '\0' && g_strv_contains((const char *const *)words, word);
  g_strfreev(words);
  return found;
}

static bool compare(int op, int64_t a, int64_t b)
{
  return op == 0 ? a == b : op == 1 ? a < b : op == 2 ? a <= b : op == 3 ? a > b : a >= b;
}

static bool time_holds(const struct slow_node *n, const struct filter_ticket *f, utc_t now)
{
  const struct ticket *t = f->t;
  utc_t due = f->open ? f->due : UTC_NONE;
  const utc_t times[] = {due, t->received_at, t->changed_at, t->answered_at, t->expected_at, t->callback_at};
  utc_t at = times[n->a];
  if (n->b == NONE || at == UTC_NONE)
    return n->b == NONE && at == UTC_NONE;
  int64_t away = n->a == 0 || n->a > 3 ? at - now : now - at;
  switch ((enum time_kind)n->b) {
  case LENGTH: return compare(n->op == 0 ? 2 : n->op, away, n->c * 60);
  case LENGTHS: return away >= n->c / 2 * 60 && away <= n->c * 60;
  case MOMENT: return compare(n->op, at - now, n->c % 2 == 0 ? n->c * 60 : -n->c * 60);
  case DAYS: return compare(n->op, day_in_japan(at), day_in_japan(now) + n->c);
  case DATE: return compare(n->op, day_in_japan(at), day_in_japan(write_now) + n->c);
  default: return compare(n->op, (at + JAPAN) / 60, (int64_t)day_in_japan(now) * 24 * 60 + n->c);
  }
}

static bool flag_holds(int flag, const struct filter_ticket *f, utc_t now, const char *me)
{
  const struct ticket *t = f->t;
  const bool holds[] = {f->open, !f->open, f->open && f->late_at != UTC_NONE && now >= f->late_at,
                        me != NULL && t->assignee != NULL && strcmp(me, t->assignee) == 0,
                        f->open && t->state == TICKET_NEW, f->open && f->held, t->excluded != 0, t->merged_into != NULL,
                        f->open && f->unread};
  return holds[flag];
}

static bool text_holds(const struct slow_node *n, const struct filter_ticket *f)
{
  char **lines = g_strsplit(f->folded, "\n", -1), **bare = g_strsplit(texts[n->a].value, "\"", -1);
  char *joined = g_strjoinv("", bare), *wanted = text_fold(joined, -1);
  bool found = listed(texts[n->a].ids, f->t->office);
  for (int i = 0; lines[i] != NULL; i++)
    found = found || ((texts[n->a].line < 0 || texts[n->a].line == i) && strstr(lines[i], wanted) != NULL);
  g_strfreev(lines);
  g_strfreev(bare);
  g_free(joined);
  g_free(wanted);
  return found;
}

static bool key_holds(const char *wanted, const char *key)
{
  const char *number = strchr(key, '-') + 1;
  if (g_str_has_prefix(key, wanted))
    return true;
  return strchr(wanted, '-') == NULL && g_ascii_strtoll(wanted, NULL, 10) == g_ascii_strtoll(number, NULL, 10);
}

static bool tag_holds(int tag, const struct filter_ticket *f)
{
  char **words = g_strsplit(f->tags == NULL ? "" : f->tags, ";", -1);
  bool found = tag == 3 && f->tags == NULL;
  for (int i = 0; words[i] != NULL && tag < 3; i++) {
    char *folded = text_fold(words[i], -1);
    found = found || strcmp(folded, tags_folded[tag]) == 0;
    g_free(folded);
  }
  g_strfreev(words);
  return found;
}

static bool leaf_holds(const struct slow_node *n, const struct filter_ticket *f, utc_t now, const char *me)
{
  const struct ticket *t = f->t;
  switch (n->leaf) {
  case STATE: return t->merged_into == NULL && ((int)t->state == n->a || (int)t->state == n->b);
  case CHANNEL_: return (int)t->channel == n->a || (int)t->channel == n->b;
  case PLACE: return *places[n->a].ids == '\0' ? t->office == NULL : listed(places[n->a].ids, t->office);
  case CATEGORY: return *categories[n->a].codes == '\0' ? t->category == NULL : listed(categories[n->a].codes, t->category);
  case PRIORITY: return t->priority != 0 && compare(n->op, t->priority, n->a + 1);
  case WHO:
    if (people[n->a].logins == NULL)
      return me != NULL && t->assignee != NULL && strcmp(me, t->assignee) == 0;
    return *people[n->a].logins == '\0' ? t->assignee == NULL : listed(people[n->a].logins, t->assignee);
  case TEXT: return text_holds(n, f);
  case LANGUAGE: return n->a == 2 ? t->lang == NULL : g_strcmp0(t->lang, n->a == 0 ? "ja" : "en") == 0;
  case TIME: return time_holds(n, f, now);
  case TAG: return tag_holds(n->a, f);
  case FLAG: return flag_holds(n->a, f, now, me) || flag_holds(n->b, f, now, me);
  default: return key_holds(keys[n->a], t->key);
  }
}

bool slow_matches(const struct slow_node *n, const struct filter_ticket *f, utc_t now, const char *me)
{
  int held = 0;
  if (n->kind == LEAF)
    return leaf_holds(n, f, now, me);
  for (int i = 0; i < n->children; i++)
    held += slow_matches(n->child[i], f, now, me);
  return n->kind == NOT ? held == 0 : n->kind == ANY ? held > 0 : held == n->children;
}

/* --- tickets -------------------------------------------------------------------------------------------------------- */
static utc_t around(GRand *rand, utc_t now)
{
  static const int64_t reach[] = {3600, DAY, 4 * DAY, 40 * DAY};
  int64_t far = reach[pick(rand, 4)];
  return now - far + g_rand_int_range(rand, 0, (gint32)(2 * far));
}

void slow_ticket(GRand *rand, struct arena *arena, utc_t now, struct ticket *t, struct filter_ticket *out)
{
  static const char *const offices[] = {"1", "12", "40", "41", "tokyo", "osaka", "99", NULL};
  static const char *const codes[] = {"5", "5.1", "5.1.2", "5.10", "6", NULL};
  static const char *const logins[] = {"ichiro", "hanako", "left", NULL};
  static const char *const titles[] = {"VPN接続", "会議室 のプリンター", "printer", "回線断", ""};
  static const char *const requesters[] = {"A. Rivera", "研究 太郎", "vpn user"};
  static const char *const tagged[] = {NULL, ";vip;", ";VIP;プリンター;", ";other;"};
  write_now = now;
  *t = (struct ticket){.title = titles[pick(rand, 5)], .requester = requesters[pick(rand, 3)],
                       .lang = pick(rand, 3) == 0 ? NULL : pick(rand, 2) == 0 ? "ja" : "en",
                       .category = codes[pick(rand, 6)], .office = offices[pick(rand, 8)],
                       .assignee = logins[pick(rand, 4)], .merged_into = pick(rand, 12) == 0 ? "261101-0001" : NULL,
                       .state = (enum ticket_state)pick(rand, TICKET_STATES), .channel = (enum channel)(pick(rand, 8) - 1),
                       .priority = pick(rand, 5), .received_at = around(rand, now), .changed_at = around(rand, now),
                       .answered_at = pick(rand, 2) == 0 ? UTC_NONE : around(rand, now), .closed_at = UTC_NONE,
                       .excluded = pick(rand, 6) == 0 ? 1 : 0,
                       .expected_at = pick(rand, 2) == 0 ? UTC_NONE : around(rand, now),
                       .callback_at = pick(rand, 2) == 0 ? UTC_NONE : around(rand, now)};
  char *key = g_strdup_printf("2611%02d-%04d", 22 + pick(rand, 5), 1 + pick(rand, 130));
  char *requester = text_fold(t->requester, -1), *title = text_fold(t->title, -1);
  char *folded = g_strdup_printf("%s\n%s\n%s", key, requester, title);
  t->key = arena_strdup(arena, key);
  *out = (struct filter_ticket){.t = t, .folded = arena_strdup(arena, folded),
                                .open = t->merged_into == NULL && ticket_state_is_open(t->state),
                                .held = t->state == TICKET_WAITING_USER || t->state == TICKET_WAITING_VENDOR,
                                .tags = tagged[pick(rand, 4)], .unread = pick(rand, 3) == 0,
                                .due = pick(rand, 3) == 0 ? UTC_NONE : around(rand, now),
                                .late_at = pick(rand, 3) == 0 ? UTC_NONE : around(rand, now)};
  g_free(key);
  g_free(requester);
  g_free(title);
  g_free(folded);
}
