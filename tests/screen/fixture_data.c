/* The desk that the fixture shows: offices, people, tickets, endpoints, assets. */
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "toban/arena.h"
#include "toban/board.h"
#include "toban/together.h"
#include "toban/alert.h"
#include "toban/error.h"
#include "toban/text.h"

static const struct { int no; const char *code, *region[2], *name[2], *country, *tz; } offices[] = {
  {1, "newyork", {"北米", "North America"}, {"ニューヨーク", "New York"}, "US", "America/New_York"},
  {3, "losangeles", {"北米", "North America"}, {"ロサンゼルス", "Los Angeles"}, "US", "America/Los_Angeles"},
  {9, "mexico", {"中南米", "Latin America"}, {"メキシコ", "Mexico City"}, "MX", "America/Mexico_City"},
  {14, "saopaulo", {"中南米", "Latin America"}, {"サンパウロ", "Sao Paulo"}, "BR", "America/Sao_Paulo"},
  {17, "london", {"欧州", "Europe"}, {"ロンドン", "London"}, "GB", "Europe/London"},
  {22, "dusseldorf", {"欧州", "Europe"}, {"デュッセルドルフ", "Dusseldorf"}, "DE", "Europe/Berlin"},
  {38, "dubai", {"中東", "Middle East"}, {"ドバイ", "Dubai"}, "AE", "Asia/Dubai"},
  {51, "bangkok", {"アジア", "Asia"}, {"バンコク", "Bangkok"}, "TH", "Asia/Bangkok"},
  {60, "yangon", {"アジア", "Asia"}, {"ヤンゴン", "Yangon"}, "MM", "Asia/Yangon"},
  {72, "sydney", {"大洋州", "Oceania"}, {"シドニー", "Sydney"}, "AU", "Australia/Sydney"},
  {0, "tokyo", {"国内", "Japan"}, {"東京本部", "Tokyo HQ"}, "JP", "Asia/Tokyo"},
  {0, "osaka", {"国内", "Japan"}, {"大阪本部", "Osaka HQ"}, "JP", "Asia/Tokyo"},
  {0, "ide", {"国内", "Japan"}, {"アジア経済研究所", "IDE-JETRO"}, "JP", "Asia/Tokyo"},
};
static const char calendars[] =
  "id,tz,mon,tue,wed,thu,fri,sat,sun,holidays\n"
  "office-1,America/New_York,09:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,,,none\n"
  "office-3,America/Los_Angeles,09:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,,,none\n"
  "office-9,America/Mexico_City,09:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,,,none\n"
  "office-14,America/Sao_Paulo,09:00-12:00;13:00-17:30,09:00-12:00;13:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,,,none\n"
  "office-17,Europe/London,09:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,,,uk\n"
  "office-22,Europe/Berlin,09:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,,,none\n"
  "office-38,Asia/Dubai,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,09:00-12:00,,,none\n"
  "office-51,Asia/Bangkok,08:30-17:00,08:30-17:00,08:30-17:00,08:30-17:00,08:30-17:00,,,none\n"
  "office-72,Australia/Sydney,09:00-17:00,09:00-17:00,,,,,,none\n"
  "tokyo,Asia/Tokyo,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,,,none\n"
  "osaka,Asia/Tokyo,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,,,none\n"
  "ide,Asia/Tokyo,09:00-19:00,09:00-19:00,09:00-19:00,09:00-19:00,09:00-19:00,,,none\n"
  "jetro-weekday,Asia/Tokyo,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,,,none\n";
static const char policies[] =
  "id,clock,from,to,priority,channel,category,office,calendar,target_min,goal,pause,label_ja,label_en\n"
  "answer,response,2023-04-01,,*,*,*,*,24x365,15,95,,回答 15分,Answer within 15 min\n"
  "fix,resolution,2023-04-01,,*,*,*,*,office,480,90,waiting-user;waiting-vendor,解決 8営業時間,Resolve within 8 office hours\n";
static const char holidays[] = "set,date,name_ja,name_en\nuk,2026-11-24,臨時祝日,Bank holiday\n";
static const struct category categories[] = {
  {"5", {"ヘルプデスク", "Help desk"}, 1}, {"5.1", {"PC・周辺機器", "PCs and peripherals"}, 2}, {"5.2", {"ネットワーク", "Network"}, 2},
};
static const struct operator_ operators[] = {
  {"ken", {"夜勤 健", "Yakin Ken"}, "tokyo", "ja;en", "staff"},
  {"hanako", {"窓口 花子", "Madoguchi Hanako"}, "tokyo", "ja;en", "leader"},
  {"sora", {"遅番 空", "Osoban Sora"}, "osaka", "ja;en", "staff"},
  {"midori", {"早番 緑", "Hayaban Midori"}, "ide", "ja", "staff"},
};

static const char contacts[] =
  "id,name_ja,name_en,via,address,note\n"
  "is-phone,情報システム課 電話窓口,Information Systems Section,phone,内線 0000,\n"
  "is-voice,情報システム課 音声,Information Systems Section,teams-voice,is,\n"
  "is-teams,情報システム課 Teams,Information Systems Section,teams,is,\n"
  "is-mail,情報システム課 メール,Information Systems Section,email,is-section@hq.example,\n";

struct reference *fixture_reference(void)
{
  struct arena *arena = arena_new();
  struct reference *ref = arena_new0(arena, struct reference, 1);
  struct office *office = arena_new0(arena, struct office, G_N_ELEMENTS(offices));
  for (size_t i = 0; i < G_N_ELEMENTS(offices); i++) {
    char *id = offices[i].no > 0 ? g_strdup_printf("%d", offices[i].no) : g_strdup(offices[i].code);
    char *calendar = offices[i].no > 0 ? g_strdup_printf("office-%s", id) : g_strdup(id);
    office[i] = (struct office){offices[i].no, offices[i].code, arena_strdup(arena, id),
                                {offices[i].name[0], offices[i].name[1]}, {offices[i].region[0], offices[i].region[1]},
                                offices[i].country, offices[i].tz, zone_new(offices[i].tz), arena_strdup(arena, calendar),
                                "en;ja", COUNT_UNKNOWN, COUNT_UNKNOWN, COUNT_UNKNOWN};
    g_free(id);
    g_free(calendar);
  }
  struct calendar_files files = {{"calendars", calendars, sizeof calendars - 1}, {"holidays", holidays, sizeof holidays - 1}};
  GError *error = NULL;
  struct calendar_set *set = calendar_set_new(&files, &error);
  g_assert_no_error(error);
  struct policy_set *policy = policy_set_new(&(struct calendar_file){"policies", policies, sizeof policies - 1}, set, &error);
  g_assert_no_error(error);
  struct escalation_book *book = escalation_book_new(&(struct calendar_file){"contacts", contacts, sizeof contacts - 1},
                                                     &(struct calendar_file){0}, &error);
  g_assert_no_error(error);
  *ref = (struct reference){.book = book, .arena = arena, .refs = 1, .version = 1, .office = office, .offices = G_N_ELEMENTS(offices),
                            .category = categories, .categories = G_N_ELEMENTS(categories), .operator_ = operators,
                            .operators = G_N_ELEMENTS(operators), .calendars = set, .policies = policy};
  return ref;
}

/* --- tickets -------------------------------------------------------------------------------------- */
static const struct { const char *key, *title, *office, *assignee, *requester, *category; enum ticket_state state;
                      enum channel channel; int priority, left /* seconds to the due time */, target; } cases[] = {
  {"261124-0014", "会議室の回線が落ちた（全員切断）", "1", "ken", "A. Rivera 内線204", "5.2", TICKET_OPEN, CHANNEL_PHONE, 1, -12, 3600},
  {"261124-0017", "VPN接続で証明書の期限切れの警告", "17", NULL, "J. Smith", "5.2", TICKET_NEW, CHANNEL_TEAMS, 2, 200, 3600},
  {"261124-0016", "複合機がスキャンできない", "22", NULL, "事務 太郎", "5.1", TICKET_NEW, CHANNEL_WEB, 2, 1082, 3600},
  {"261124-0011", "Shared folder: please add two people", "14", "sora", "M. Souza", "5.2", TICKET_OPEN, CHANNEL_MAIL, 3, 2515, 14400},
  {"261124-0009", "PCが起動しない（貸出機の手配を含む）", "9", "hanako", "L. Ortiz", "5.1", TICKET_WAITING_VENDOR, CHANNEL_PHONE, 3, 4350, 28800},
  {"261123-0042", "Outlook の検索結果が古い", "72", "ken", "K. Lee", "5.1", TICKET_OPEN, CHANNEL_WEB, 3, 7511, 28800},
  {"261123-0037", "Printer driver update asks for an administrator", "38", "sora", "S. Khan", "5.1", TICKET_WAITING_USER, CHANNEL_MAIL, 3, 0, 28800},
  {"261122-0105", "会議用モニターの貸出", "tokyo", "midori", "総務 次郎", "5.1", TICKET_WAITING_USER, CHANNEL_FACE, 4, 0, 86400},
  {"261121-0003", "社内ポータルの掲示が古いまま更新されない\x1b[31m", "51", "hanako", "P. Chai", NULL, TICKET_ESCALATED, CHANNEL_SALON, 4, 260000, 400000},
};

static struct sla_clock clock_for(size_t i, bool paused)
{
  utc_t due = FIXTURE_NOW + cases[i].left;
  return (struct sla_clock){.state = paused ? SLA_PAUSED : SLA_RUNNING, .result = cases[i].left < 0 ? SLA_MISSED : SLA_OPEN,
                            .policy = "p", .calendar = "24x365", .elapsed = cases[i].target - cases[i].left,
                            .target = cases[i].target, .at = FIXTURE_NOW, .due = paused ? UTC_NONE : due, .met_at = UTC_NONE,
                            .missed_at = cases[i].left < 0 ? due + 1 : UTC_NONE};
}

static void fill_row(struct arena *arena, int64_t position, struct queue_row *row)
{
  size_t i = (size_t)position % G_N_ELEMENTS(cases);
  bool paused = cases[i].left == 0;
  char *key = position < (int64_t)G_N_ELEMENTS(cases) ? g_strdup(cases[i].key) : g_strdup_printf("2611%02d-%04d", (int)(20 - position / 9), (int)position);
  *row = (struct queue_row){
    .place = {position, position},
    .t = {.key = arena_strdup(arena, key), .title = cases[i].title, .requester = cases[i].requester, .lang = "ja",
          .category = cases[i].category, .office = cases[i].office, .assignee = cases[i].assignee, .state = cases[i].state,
          .channel = cases[i].channel, .priority = cases[i].priority, .received_at = FIXTURE_NOW - 2587,
          .answered_at = FIXTURE_NOW - 2300, .changed_at = FIXTURE_NOW - 660 * (position + 1), .closed_at = UTC_NONE, .expected_at = UTC_NONE,
          .callback_at = UTC_NONE, .revision = 7}};
  row->clock[CLOCK_RESOLUTION] = clock_for(i, paused);
  g_free(key);
}

static int64_t position_of(const struct fixture *f, int64_t row)
{
  return f->gone > 0 && row >= f->gone ? row + 1 : row;
}

static bool is_gone(const struct fixture *f, const char *key)
{
  return f->gone > 0 && f->gone < (int)G_N_ELEMENTS(cases) && strcmp(cases[f->gone].key, key) == 0;
}

/* Does the row match what is typed and what a saved view asks for? */
static bool row_matches(const struct fixture *f, const struct queue_args *args, const struct queue_row *row)
{
  const char *const texts[] = {args->filter, args->expression};
  char *requester = text_fold(row->t.requester, -1), *title = text_fold(row->t.title, -1);
  char *folded = g_strdup_printf("%s\n%s\n%s", row->t.key, requester, title);
  struct filter_ticket facts = {.t = &row->t, .folded = folded, .due = row->clock[CLOCK_RESOLUTION].due,
                                .late_at = row->clock[CLOCK_RESOLUTION].due, .open = true,
                                .held = row->t.state == TICKET_WAITING_USER || row->t.state == TICKET_WAITING_VENDOR};
  bool match = true;
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    struct filter_fault fault;
    struct filter *filter = filter_parse(texts[i], f->model.ref, true, &fault);
    match = match && filter != NULL && filter_matches(filter, &facts, &(struct filter_eyes){args->now, args->actor});
    filter_free(filter);
    g_free(fault.text);
  }
  g_free(requester);
  g_free(title);
  g_free(folded);
  return match;
}

static struct queue_window *queue_window(const struct fixture *f, const struct queue_args *args)
{
  struct arena *arena = arena_new();
  struct queue_window *window = arena_new0(arena, struct queue_window, 1);
  int64_t first = 0, at = 0, count = 0, all = args->view == VIEW_LATE ? 1 : args->view == VIEW_MINE ? 0 : f->rows;
  int64_t *position = arena_new0(arena, int64_t, MAX(all, 1));
  for (int64_t i = 0; i < all; i++) {
    struct queue_row row;
    fill_row(arena, position_of(f, i), &row);
    if (!row_matches(f, args, &row))
      continue;
    position[count] = position_of(f, i);
    if ((args->where == QUEUE_KEY && strcmp(row.t.key, args->key) == 0) ||
        (args->where == QUEUE_AROUND && row.place.id <= args->place.id))
      at = count;
    count++;
  }
  if (args->where == QUEUE_BOTTOM || (args->where == QUEUE_KEY && is_gone(f, args->key)))
    at = count - 1; /* where it went: anywhere else */
  first = MAX(at - args->before, 0);
  int rows = (int)(MIN(at + args->after + 1, count) - first);
  struct queue_row *row = arena_new0(arena, struct queue_row, MAX(rows, 1));
  for (int i = 0; i < rows; i++)
    fill_row(arena, position[first + i], &row[i]);
  *window = (struct queue_window){.s = {arena}, .args = *args, .total = count, .first = first, .row = row, .rows = rows,
                                  .anchor = rows == 0 || (args->where == QUEUE_KEY && is_gone(f, args->key)) ? -1 : (int)(at - first),
                                  .turns_at = UTC_NONE};
  return window;
}

static struct ticket_view *ticket_view(const struct ticket_args *args, GError **error)
{
  static const struct ticket_event events[] = {
    {1, "", FIXTURE_NOW - 90000, "ken", EVENT_RECEIVED, CHANNEL_PHONE, 1, NULL, NULL, NULL, NULL, NULL, "全員のTeams会議が切断。ルーター NY-RT01 の再起動は未実施。", NULL},
    {2, "", FIXTURE_NOW - 2580, "ken", EVENT_ASSIGNED, CHANNEL_NONE, 0, .target = "ken"},
    {3, "", FIXTURE_NOW - 2300, "ken", EVENT_ANSWERED, CHANNEL_NONE, 0, .body = "現地保守(月-金 9-17)へ連絡中。代替としてモバイル回線を案内。\n折返し 23:30 の約束。"},
    {4, "", FIXTURE_NOW - 1500, "monitor", EVENT_NOTE, CHANNEL_NONE, 0, .body = "NY-RT01 does not answer since 23:11. \x1b[2JAll services behind it are unreachable, so nothing else is reported for the office while this lasts; the local vendor was told."},
    {5, "", FIXTURE_NOW - 900, "hanako", EVENT_CHANGED, CHANNEL_NONE, 1, .category = "5.2"},
    {6, "", FIXTURE_NOW - 660, "ken", EVENT_STATE, CHANNEL_NONE, 0, .target = "open"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    if (strcmp(cases[i].key, args->key) != 0 && strcmp(strchr(cases[i].key, '-') + 1, args->key) != 0)
      continue;
    struct arena *arena = arena_new();
    struct ticket_view *view = arena_new0(arena, struct ticket_view, 1);
    struct queue_row row;
    fill_row(arena, (int64_t)i, &row);
    *view = (struct ticket_view){.s = {arena}, .id = (int64_t)i, .t = row.t, .event = events, .events = G_N_ELEMENTS(events)};
    view->clock[CLOCK_RESOLUTION] = row.clock[CLOCK_RESOLUTION];
    view->clock[CLOCK_RESPONSE] = (struct sla_clock){.state = SLA_STOPPED, .result = SLA_MET, .elapsed = 287, .target = 900, .at = FIXTURE_NOW, .due = UTC_NONE};
    return view;
  }
  error_set(error, TE_NOINPUT, "no ticket %s", args->key);
  return NULL;
}

static struct view_list *view_list(const struct fixture *f)
{
  static const struct saved_view saved[] = {
    {.key = "ken/soon", .name = "soon", .owner = "ken", .title = {"", ""}, .filter = "due<1h is:open", .columns = "", .count = 4, .seq = 7},
    {.key = "/vpn", .name = "vpn", .owner = "", .title = {"VPN の案件", "VPN tickets"}, .filter = "vpn", .order = ORDER_RECEIVED,
     .falling = true, .columns = "received key state title office", .count = 5, .seq = 8},
  };
  struct arena *arena = arena_new();
  struct view_list *list = arena_new0(arena, struct view_list, 1);
  *list = (struct view_list){.s = {arena}, .args = {.now = f->model.now}, .row = saved, .rows = f->no_views ? 0 : G_N_ELEMENTS(saved),
                             .total = {42, 0, 3, 1, 2, 1180, 1222}, .uncounted = false, .turns_at = UTC_NONE};
  return list;
}

static struct desk_counts *desk_counts(void)
{
  static const struct desk_office_load load[] = {{"1", 4}, {"17", 2}, {"22", 11}};
  static const struct desk_person person[] = {{"ken", "tokyo", "ja", FIXTURE_NOW - 9000, 1}, {"hanako", "tokyo", "ja", FIXTURE_NOW, 1},
                                              {"sora", "osaka", "en", FIXTURE_NOW, 1}, {"midori", "ide", "ja", FIXTURE_NOW, 1}};
  struct arena *arena = arena_new();
  struct desk_counts *counts = arena_new0(arena, struct desk_counts, 1);
  *counts = (struct desk_counts){.s = {arena}, .open = 42, .late = 1, .load = load, .loads = 3, .person = person, .persons = 4,
                                 .checks_ok = 58, .checks_total = 60, .checks_bad = 1};
  counts->state[TICKET_NEW] = 3;
  return counts;
}

static struct due_list *due_list(void)
{
  struct arena *arena = arena_new();
  struct due_list *list = arena_new0(arena, struct due_list, 1);
  struct due_row *row = arena_new0(arena, struct due_row, 6);
  for (size_t i = 0; i < 6; i++)
    row[i] = (struct due_row){cases[i].key, cases[i].title, cases[i].office, cases[i].assignee, cases[i].priority,
                              cases[i].state == TICKET_NEW ? CLOCK_RESPONSE : CLOCK_RESOLUTION, clock_for(i, false)};
  *list = (struct due_list){{arena}, row, 6, 38};
  return list;
}

/* --- endpoints, assets ---------------------------------------------------------------------------- */
static struct endpoint_list *endpoint_list(void)
{
  static const struct endpoint_row rows[] = {
    {"relay", "hq", {"本部 メール中継", "HQ mail relay"}, "smtp", "relay.example:25", NULL, "tokyo", 60, 10, 3, 2, 2000, NULL, NULL, CHECK_MAINTENANCE, CLASS_NONE, 0, FIXTURE_NOW - 3600, FIXTURE_NOW - 20, 12, TLS_DAYS_UNKNOWN, ""},
    {"file", "ide", {"研究所 ファイルサーバ", "IDE file server"}, "tcp", "file.example:445", NULL, "ide", 60, 10, 3, 2, 2000, NULL, NULL, CHECK_DOWN, CLASS_CONNECT, 3, FIXTURE_NOW - 1740, FIXTURE_NOW - 20, -1, TLS_DAYS_UNKNOWN, "refused"},
    {"sase", "osaka", {"SASE 大阪", "SASE Osaka"}, "http", "https://sase.example/", NULL, "osaka", 60, 10, 3, 2, 900, NULL, NULL, CHECK_DEGRADED, CLASS_NONE, 0, FIXTURE_NOW - 240, FIXTURE_NOW - 20, 2400, 44, "slow 900"},
    {"portal", "hq", {"社内ポータル", "Portal"}, "http", "https://portal.example/", NULL, "tokyo", 60, 10, 3, 2, 2000, NULL, NULL, CHECK_OK, CLASS_NONE, 0, FIXTURE_NOW - 90000, FIXTURE_NOW - 20, 87, 61, ""},
    {"dns", "hq", {"名前解決", "Name server"}, "dns", "ns.example", NULL, "tokyo", 60, 10, 3, 2, 2000, NULL, NULL, CHECK_OK, CLASS_NONE, 0, FIXTURE_NOW - 900, FIXTURE_NOW - 9000, 3, TLS_DAYS_UNKNOWN, ""},
  };
  struct arena *arena = arena_new();
  struct endpoint_list *list = arena_new0(arena, struct endpoint_list, 1);
  *list = (struct endpoint_list){{arena}, rows, G_N_ELEMENTS(rows)};
  return list;
}

static struct asset_list *asset_list(const struct asset_args *args)
{
  static const struct asset all[] = {
    {"PC-00101", "pc", "NY-PC-101", "5CD1234ABC", "A. Rivera", "1", "調査部", "in-use", "2024-04-01", "2028-03-31", "", "架空商事", "貸出用"},
    {"PC-00102", "pc", "NY-PC-102", "5CD1234ABD", "B. Stone", "1", "総務部", "in-use", "2024-04-01", "2028-03-31", "", "架空商事", ""},
    {"RT-00007", "router", "NY-RT01", "FOC2211X0AA", "", "1", "", "in-use", "2023-05-10", "2027-05-09", "2027-05-31", "架空通信", "会議室系統"},
    {"PR-00031", "printer", "LDN-MFP-1", "X9K00311", "", "17", "", "repair", "2022-09-01", "2026-08-31", "", "架空複写", ""},
  };
  struct arena *arena = arena_new();
  struct asset_list *list = arena_new0(arena, struct asset_list, 1);
  struct asset *row = arena_new0(arena, struct asset, G_N_ELEMENTS(all));
  char *want = text_fold(args->text, -1);
  int rows = 0;
  for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
    char *host = text_fold(all[i].host, -1), *tag = text_fold(all[i].tag, -1);
    if (strstr(host, want) != NULL || strstr(tag, want) != NULL)
      row[rows++] = all[i];
    g_free(host);
    g_free(tag);
  }
  g_free(want);
  *list = (struct asset_list){{arena}, row, rows, rows, .args = *args};
  return list;
}

static struct setting_value *setting(void)
{
  struct arena *arena = arena_new();
  struct setting_value *value = arena_new0(arena, struct setting_value, 1);
  value->s.arena = arena;
  return value;
}

static struct rights_view *rights(const struct fixture *f)
{
  struct arena *arena = arena_new();
  struct rights_view *view = arena_new0(arena, struct rights_view, 1);
  *view = (struct rights_view){.s = {arena}, .roles = f->no_rights ? 0 : ROLE_BIT(ROLE_AGENT),
                               .refusal = f->no_rights ? "nobody knows you" : NULL};
  return view;
}

static struct alert_list *alert_list(const struct fixture *f)
{
  struct arena *arena = arena_new();
  struct alert_list *list = arena_new0(arena, struct alert_list, 1);
  struct alert_row *row = arena_new0(arena, struct alert_row, 1);
  *row = (struct alert_row){.id = 44, .key = "261124-0014", .office = "1", .title = "line", .assignee = f->warning_assignee,
                            .clock_kind = CLOCK_RESOLUTION, .since = f->warning_since};
  if (f->warning != NULL)
    g_strlcpy(row->warning.id, f->warning, sizeof row->warning.id);
  if (f->warning != NULL && *f->warning >= '0' && *f->warning <= '9')
    row->warning.minutes = atoi(f->warning);
  *list = (struct alert_list){{arena}, row, f->warning != NULL, f->warning != NULL, UTC_NONE};
  return list;
}

static struct sla_report *report(const struct sla_report_args *args)
{
  static const struct sla_report_row rows[] = {
    {"response-phone", {"電話の回答（折返しを含む）15分", "Answer by phone, call-backs included, 15 min"}, CLOCK_RESPONSE, 0.95, 140, 2, 1, 0, 1},
    {"response-1", {"優先度1の回答 30分", "Answer priority 1 within 30 min"}, CLOCK_RESPONSE, 0.95, 18, 1, 0, 0, 0},
    {"resolution-1", {"優先度1の解決 4時間", "Resolve priority 1 within 4 h"}, CLOCK_RESOLUTION, 0.9, 9, 3, 0, 0, 0,
     "夜勤が一名で二件が重なった", "11月から夜勤を二名とする", "jiro", FIXTURE_NOW - 3600},
    {"resolution-4", {"優先度4の解決", "Resolve priority 4"}, CLOCK_RESOLUTION, 0.9, 0, 0, 0, 0, 0},
  };
  static const struct sla_closing closings[] = {
    {1, FIXTURE_NOW - 90000, FIXTURE_NOW - 90000, "ichiro", "0123abcd", NULL, rows, 4, {170, 169}},
    {2, FIXTURE_NOW - 3600, FIXTURE_NOW - 3600, "jiro", "4567ef01", "261012-0007: 除外承認 (jiro、記録4711)", rows, 4, {170, 169}},
  };
  struct arena *arena = arena_new();
  struct sla_report *out = arena_new0(arena, struct sla_report, 1);
  bool over = args->period.end <= args->as_of;
  *out = (struct sla_report){.s = {arena}, .period = args->period, .as_of = args->as_of, .row = rows, .rows = 4,
                             .answers = {170, 169}, .closing = closings, .closings = over ? 2 : 0};
  return out;
}

static struct exclusion_list *exclusion_list(void)
{
  static const struct exclusion_row rows[] = {
    {"261112-0005", "Laptop battery is swollen", "17", "sora", "local-circumstances", "現地の停電のため連絡がつかなかった。", 3,
     CLOCK_BIT(CLOCK_RESPONSE), FIXTURE_NOW - 7200, {[CLOCK_RESPONSE] = {.result = SLA_MISSED}}, 6},
    {"261117-0019", "必要なサイトが閉じられている", "51", "ken", "call-fault", "着信の不具合により受けられなかった時間がある。", 2,
     CLOCK_BIT(CLOCK_RESPONSE) | CLOCK_BIT(CLOCK_RESOLUTION), FIXTURE_NOW - 86400 * 2, {[CLOCK_RESPONSE] = {.result = SLA_MISSED}}, 9},
  };
  struct arena *arena = arena_new();
  struct exclusion_list *list = arena_new0(arena, struct exclusion_list, 1);
  *list = (struct exclusion_list){{arena}, rows, G_N_ELEMENTS(rows), G_N_ELEMENTS(rows)};
  return list;
}

static struct approval_list *approval_list(const struct approval_args *args)
{
  static struct approval_row rows[3];
  rows[0] = (struct approval_row){.name = "exclusion-261117-0019", .ticket = "261117-0019", .clocks = 1,
    .a = {.kind = approval_kind_find("exclusion"), .subject = "261117-0019", .words = "着信の不具合により受けられなかった時間がある。",
          .asked_by = "ken", .asked_at = FIXTURE_NOW - 86400 * 2, .until = UTC_NONE}};
  rows[1] = (struct approval_row){.name = "work-plan-3",
    .a = {.number = 3, .kind = approval_kind_find("work-plan"), .subject = "ファイルサーバーの更新", .words = "12/5 19:00-22:00",
          .asked_by = "hanako", .asked_at = FIXTURE_NOW - 7200, .until = FIXTURE_NOW + 86400 * 30}};
  rows[2] = (struct approval_row){.name = "erasure-4",
    .a = {.number = 4, .kind = approval_kind_find("erasure"), .subject = "PC-12-0031", .words = "returned PC",
          .asked_by = "sora", .asked_at = FIXTURE_NOW - 60, .until = FIXTURE_NOW + 86400 * 14, .votes = 1,
          .vote = {{"chiyo", FIXTURE_NOW - 30, true, "ok"}}}};
  struct arena *arena = arena_new();
  struct approval_list *list = arena_new0(arena, struct approval_list, 1);
  *list = (struct approval_list){{arena}, rows, 3, 0};
  for (int i = 0; i < 3; i++) {
    rows[i].mine = right_may(args->roles, rows[i].a.kind->decide);
    list->mine += rows[i].mine;
  }
  return list;
}

/* A desk without a roster, unless a test has put one into fixture_db(). */
static void *no_roster(void)
{
  struct arena *arena = arena_new();
  struct duty_view *view = arena_new0(arena, struct duty_view, 1);
  view->s.arena = arena;
  return view;
}

/* Nobody else, no news; with `company` somebody writes at the first ticket, the second has news, the third speaks. */
static void *together(const struct fixture *f)
{
  static const struct together_looker looker[] = {{"261124-0014", "sora", true}, {"261124-0011", "hanako", false}};
  static const char *const unread[] = {"261124-0017"};
  static const struct together_mention mention[] = {
    {99, "261124-0016", "sora", "@ken 折り返しは 10:30 以降に。\nScan to mail only.", FIXTURE_NOW - 300, true},
    {42, "261124-0011", "hanako", "@ken done, see above", FIXTURE_NOW - 90000, false}};
  struct arena *arena = arena_new();
  struct together *t = arena_new0(arena, struct together, 1);
  t->s.arena = arena;
  if (!f->company)
    return t;
  t->looker = looker, t->lookers = 2;
  t->unread = unread, t->unreads = 1;
  t->mention = mention, t->mentions = 2, t->mentions_unread = 1, t->newest = 99;
  return t;
}

static void *board(const struct fixture *f)
{
  static const struct board_note note[] = {
    {7, "電源工事 11/27 22:00 から。研究所のファイルサーバーが止まる。", "sora", FIXTURE_NOW - 7200, FIXTURE_NOW + 270000, UTC_NONE, "", true, false},
    {9, "Spare PCs are in the cabinet of 9F; the key is with the guard.", "hanako", FIXTURE_NOW - 600, UTC_NONE, UTC_NONE, "", false, false}};
  struct arena *arena = arena_new();
  struct board_list *list = arena_new0(arena, struct board_list, 1);
  list->s.arena = arena;
  list->row = note, list->rows = f->company ? 2 : 0;
  return list;
}

void *fixture_answer(struct fixture *f, enum slot slot, const void *args, GError **error)
{
  switch ((int)slot) {
  case SLOT_QUEUE: return queue_window(f, args);
  case SLOT_VIEWS: return view_list(f);
  case SLOT_COUNTS: return desk_counts();
  case SLOT_DUE: return due_list();
  case SLOT_TICKET: return ticket_view(args, error);
  case SLOT_ASSET: return asset_list(args);
  case SLOT_ENDPOINT: return endpoint_list();
  case SLOT_RIGHTS: return rights(f);
  case SLOT_PANE(PANE_MONTH): return report(args);
  case SLOT_PANE(PANE_EXCLUSION): return exclusion_list();
  case SLOT_PANE(PANE_APPROVAL): return approval_list(args);
  case SLOT_ALERT: return alert_list(f);
  case SLOT_TOGETHER: return together(f);
  case SLOT_PANE(PANE_BOARD): return board(f);
  case SLOT_DUTY: return f->db == NULL ? no_roster() : NULL;
  case SLOT_CALLER: case SLOT_SIMILAR: case SLOT_TEMPLATE: case SLOT_SUGGEST: return NULL;
  case SLOT_REFERENCE: return fixture_reference();
  default: return slot < SLOT_OF_PANES ? setting() : NULL;
  }
}
