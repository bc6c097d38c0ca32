/* Golden screens: every pane, both languages, 80x24 and 132x43 (the main one 200x60 too), byte for byte.
 * TOBAN_GOLDEN=write writes them anew; then look at what changed. Beside the text, each screen must fill
 * its frames: no line longer than the terminal, all of one width. */
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "toban/escalation_store.h"
#include "toban/agenda_store.h"
#include "toban/handover_store.h"
#include "toban/text.h"

/* Others are at the desk. */
static void fixture_company(struct fixture *f)
{
  struct store_feed feed = {.topics = TOPIC_SEEN, .seq = 9};
  f->company = true;
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
}

typedef void fill_fn(struct fixture *f);       /* writes into fixture_db() first; NULL: nothing */
struct picture { const char *name, *keys, *typed; fill_fn *fill; int rows, cols; enum lang lang; };

/* Three escalations: a mail that could not be sent, a call that reached nobody, one that was acknowledged. */
static void fill_escalations(struct fixture *f)
{
  static const struct { const char *title, *contact, *reason; enum escalation_step step; } cases[] = {
    {"会議室の回線が落ちた（全員切断）", "is-mail", "", STEP_ENDED},
    {"VPN接続で証明書の期限切れと表示される", "is-phone", "本部の回線も不通のため", STEP_CALLED},
    {"Shared folder is read-only for everybody", "is-teams", "", STEP_ACKNOWLEDGED}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    utc_t at = FIXTURE_NOW - 3600 + (int)i * 600;
    struct ticket_event event = {.kind = EVENT_RECEIVED, .at = at, .channel = CHANNEL_PHONE, .priority = 1, .category = "5.2",
                                 .office = "1", .title = cases[i].title, .requester = "A. Rivera", .lang = "ja"};
    struct command_outcome made = fixture_do(f, command_ticket("ken", at, 0, &event));
    struct ticket ticket = {.key = made.ticket, .state = TICKET_OPEN};
    struct escalation_order order = {.ticket = made.ticket, .lang = LANG_JA, .subject = cases[i].title, .reason = cases[i].reason,
                                     .contact = escalation_contact(f->model.ref->book, cases[i].contact),
                                     .text = "案件の要約がここに入ります。\nルーターは再起動済み。"};
    fixture_do(f, escalate("ken", at + 60, 0, &ticket, &order));
    if (cases[i].step != STEP_ENDED)
      fixture_do(f, escalation_step("sato", at + 300, (int64_t)i + 1, cases[i].step, "担当: 夜間窓口", FIXTURE_NOW + 600));
  }
  struct outbox_due *due = outbox_due_read(f->db, &(struct outbox_due_args){FIXTURE_NOW, 1}, NULL);
  fixture_do(f, outbox_claim("ken", FIXTURE_NOW - 60, due->row[0].key, "x"));
  fixture_do(f, outbox_problem("ken", FIXTURE_NOW - 50, due->row[0].key, "x", "status 550", "550 no such mailbox", true, false));
  snapshot_free(due);
}

/* An outage of two days, a work plan, one that breaks a rule with an approval. */
static void fill_agenda(struct fixture *f)
{
  static const utc_t day = 86400, evening = 1796814000;          /* 2026-12-09T20:00 in Japan */
  struct agenda_entry entry = {.kind = AGENDA_OUTAGE, .site = "tokyo", .from = evening, .to = evening + 2 * day,
                               .title = {"電源設備法定点検", "Power inspection"}, .note = "全機器", .stops = true,
                               .reason = "", .approval = ""};
  fixture_do(f, agenda_put("yamada", FIXTURE_NOW, &entry));
  entry = (struct agenda_entry){.kind = AGENDA_WORK, .site = "osaka", .from = evening + 5 * day,
                                .to = evening + 5 * day + 7200, .title = {"ルール更新", "Update of the rules"},
                                .note = "", .reason = "", .approval = ""};
  fixture_do(f, agenda_put("yamada", FIXTURE_NOW, &entry));
  fixture_do(f, approval_ask("yamada", FIXTURE_NOW, "work-plan", "patch", "a grave fault", UTC_NONE));
  fixture_do(f, approval_take("joho", FIXTURE_NOW, STEP_GRANT, "work-plan-1", "at night"));
  entry = (struct agenda_entry){.kind = AGENDA_WORK, .site = "ide", .from = evening - 6 * day,
                                .to = evening - 6 * day + 7200, .title = {"緊急パッチ", "Urgent patch"}, .note = "",
                                .stops = true, .reason = "重大な脆弱性", .approval = "work-plan-1"};
  fixture_do(f, agenda_put("yamada", FIXTURE_NOW, &entry));
}

/* Definitions that are old, detections, a disk that is full and one that will be, and what is good. */
static void fill_measures(struct fixture *f)
{
  fixture_import(f, "measures",
                 "at,measure,subject,value\n"
                 "2026-11-23,antivirus-days,tokyo-fs01,1\n2026-11-23,antivirus-days,osaka-pc0412,12\n"
                 "2026-11-23,malware,海外調査部,2\n2026-11-23,malware,総務部,0\n"
                 "2026-11-16,disk-used,tokyo-fs01:/data,88.5\n2026-11-23,disk-used,tokyo-fs01:/data,93.4\n"
                 "2026-11-02,disk-used,ide-db01:/var/lib/postgresql,70\n2026-11-09,disk-used,ide-db01:/var/lib/postgresql,74\n"
                 "2026-11-16,disk-used,ide-db01:/var/lib/postgresql,79\n2026-11-23,disk-used,ide-db01:/var/lib/postgresql,84\n"
                 "2026-11-23,disk-used,osaka-web02:/,41.2\n");
}

/* A sheet that sato has handed over, half confirmed. */
static void fill_handover(struct fixture *f)
{
  static const char due[] = "261124-0014";
  const struct handover_item items[] = {
    {1, HANDOVER_DUE, due, {"会議室の回線が落ちた（全員切断）", "会議室の回線が落ちた（全員切断）"}, "resolution", "ken", "1",
     FIXTURE_NOW - 60, UTC_NONE, 1, 0, NULL, UTC_NONE},
    {2, HANDOVER_PROMISE, "261124-0017", {"VPN", "VPN"}, "", "", "17", FIXTURE_NOW + 3600, UTC_NONE, 0, 0, NULL, UTC_NONE},
    {3, HANDOVER_PAUSED, "261124-0009", {"PCが起動しない", "PCが起動しない"}, "waiting-vendor", "代替機を手配中", "9", UTC_NONE,
     UTC_NONE, 0, 0, NULL, UTC_NONE},
    {4, HANDOVER_ENDPOINT, "sv", {"研究所 ファイルサーバー", "IDE file server"}, "down", "refused", "", FIXTURE_NOW - 1800,
     UTC_NONE, 0, 0, NULL, UTC_NONE},
    {5, HANDOVER_GAP, "language:en", {"英語", "English"}, "", "", "", FIXTURE_NOW + 7200, FIXTURE_NOW + 9000, 0, 1, NULL,
     UTC_NONE},
    {6, HANDOVER_CHAIN, "4671", {"", ""}, "", "i+c/q6/JBAaysCziO1JD6Gs87ERke+Y30W+Ck/TCI48", "", UTC_NONE, UTC_NONE, 0, 0,
     NULL, UTC_NONE}};
  struct handover_sheet sheet = {.until = FIXTURE_NOW + 8 * 3600, .item = items, .items = G_N_ELEMENTS(items)};
  struct store_feed feed = {.topics = TOPIC_HANDOVER};
  fixture_do(f, handover_write("sato", FIXTURE_NOW, 0, "ja", "複合機の業者は10時に来ます。"));
  fixture_do(f, handover_write("sato", FIXTURE_NOW, 0, "en", "The line to New York is still bad."));
  sheet.number = 1;
  fixture_do(f, handover_give("sato", FIXTURE_NOW, &sheet));
  fixture_do(f, handover_confirm("ken", FIXTURE_NOW, 1, 1));
  fixture_do(f, handover_confirm("ken", FIXTURE_NOW, 1, 3));
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = FIXTURE_NOW, .feed = &feed});
}

/* The endpoint under the cursor, with a morning that it had. */
static void fill_endpoint(struct fixture *f)
{
  struct db *db = fixture_db(f);
  GError *error = NULL;
  static const char *const sql[] = {
    "DELETE FROM endpoint",
    "INSERT INTO endpoint (id, position, group_, name_ja, name_en, kind, target, interval_s, timeout_s, down_after,"
    " up_after, expect_status, expect_body, slow_ms, parent, office) VALUES ('file', 1, 'ide', '研究所 ファイルサーバ',"
    " 'IDE file server', 'tcp', 'file.example:445', 60, 10, 3, 2, '', '', 0, '', 'ide')",
    "INSERT INTO endpoint_state (id, state, class, soft, since, checked_at, latency_ms, tls_days, message, base,"
    " base_since, line) VALUES ('file', 'down', 'connect', 0, 1795529567, 1795531247, -1, NULL, 'refused', 'down',"
    " 1795529567, '14962760:12,14,,15,90,14,12,x,x,x,x,x')",
    "INSERT INTO endpoint_hold (id, acked_by, acked_at, acked_until, acked_why) VALUES ('file', 'sato', 1795529600,"
    " 1795540000, '業者が 1:00 に到着 / vendor at 1:00')",
    "INSERT INTO endpoint_alert (id, alert, ticket, opened_at, message) VALUES ('file', 'trouble', '261124-0016',"
    " 1795529700, 'refused')",
    "INSERT INTO maintenance (number, start_, end_, reason, by_, at, cancelled) VALUES (3, 1795554000, 1795561200,"
    " 'ディスク交換', 'sato', 1795500000, 0)",
    "INSERT INTO maintenance_target (number, target) VALUES (3, 'group:ide')",
    "INSERT INTO endpoint_change (id, at, state, base, message) VALUES ('file', 1795000000, 'ok', 'ok', ''),"
    " ('file', 1795480000, 'maintenance', 'ok', ''), ('file', 1795483600, 'ok', 'ok', ''),"
    " ('file', 1795510000, 'degraded', 'degraded', 'slow 2400'), ('file', 1795510300, 'ok', 'ok', ''),"
    " ('file', 1795529567, 'soft', 'soft', 'refused'), ('file', 1795529687, 'down', 'down', 'refused')",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(sql); i++)
    if (!db_run(db, sql[i], &error))
      g_error("%s: %s", sql[i], error->message);
}

static const struct { const char *name, *keys, *typed; bool large; fill_fn *fill; } screens[] = {
  {"main", "", "", true},
  {"ticket", "Enter", "", true},
  {"answer", "a", "現地の保守が 10:30 に着く見込みです。\nPlease use the mobile line until then.", false},
  {"explain", "Enter x z", "", false},
  {"due", "2 z", "", false},
  {"clock", "3 z", "", false},
  {"health", "4 z", "", false},
  {"endpoint", "4 Enter", "", false, fill_endpoint},
  {"asset", "5", "ny", false},
  {"help", "?", "", false},
  {"new", "n Tab", "ニュー", false},
  {"caller", "F3", "mihon", false, fixture_intake},
  {"similar", "F3 m i h o n Space t a Enter", "会議室の回線が切れた", false, fixture_intake},
  {"office", "O", "", false, fixture_intake},
  {"burst", "P", "", false, fixture_burst},
  {"hold", "j j j h", "", false},
  {"month", "M [ j j", "", false},
  {"exclusions", "X j", "", false},
  {"approvals", "W j", "", false},
  {"held", "j j j j j j Enter", "", false},
  {"assign", "T", "so", false},
  {"escalate", "Enter E", "", false},
  {"escalations", "! j", "", false, fill_escalations},
  {"command", ":", "th", false},
  {"duty", "d", "", true, fixture_roster},
  {"card", "5 Enter Enter", "", false, fixture_register},
  {"loans", "Alt-l", "", false, fixture_register},
  {"licences", "Alt-c j", "", false, fixture_register},
  {"renewals", "Alt-w v", "", false, fixture_register},
  {"stocktake", "Alt-i", "", false, fixture_register},
  {"survey", "Alt-s", "", false, fixture_register},
  {"surveys-none", "Alt-s", "", false, fixture_roster},
  {"together", "Enter", "", false, fixture_company},
  {"mentions", "@", "", false, fixture_company},
  {"board", "B", "", false, fixture_company},
  {"calendar", "Y ]", "", false, fill_agenda},
  {"calendar-form", "Y ] j e", "", false, fill_agenda},
  {"measures", "U j", "", false, fill_measures},
  {"measures-none", "U", "", false, fixture_roster},
  {"handover", "H j j j", "", false, fill_handover},
  {"empty", "V", "", false},
  {"views", "v j", "", false},
  {"view-saved", "v 9", "", false},
  {"filter", "/", "state:new,wa", false},
  {"filter-wrong", "/", "vpn 優先:7 x", false},
  {"search", "F", "紙詰", false, fixture_knowledge},
  {"search-empty", "F", "", false, fixture_knowledge},
  {"knowledge", "J j", "", false, fixture_knowledge},
  {"article", "J G Enter", "", false, fixture_knowledge},
  {"article-edit", "J Enter e", "", false, fixture_knowledge},
};

static char *path_of(const struct picture *picture)
{
  return g_strdup_printf("%s/tests/screen/golden/%s-%dx%d-%s.txt", g_getenv("top_srcdir"), picture->name, picture->cols,
                         picture->rows, lang_id(picture->lang));
}

static void check_shape(const struct picture *picture, const char *text)
{
  char **line = g_strsplit(text, "\n", -1);
  g_assert_cmpint((int)g_strv_length(line), ==, picture->rows + 1);
  for (int i = 0; i < picture->rows; i++) {
    int width = text_width(line[i]);
    bool frame = g_str_has_prefix(line[i], "│") || g_str_has_prefix(line[i], "┌") || g_str_has_prefix(line[i], "└");
    g_assert_cmpint(width, <=, picture->cols);
    if (frame && width != picture->cols)
      g_error("line %d is %d columns wide, not %d:\n%s", i, width, picture->cols, text);
  }
  g_strfreev(line);
}

static void compare(gconstpointer data)
{
  const struct picture *picture = data;
  struct fixture f;
  fixture_init(&f, picture->rows, picture->cols, picture->lang);
  if (picture->fill != NULL)
    picture->fill(&f);
  if (*picture->keys != '\0')
    fixture_keys(&f, picture->keys);
  fixture_type(&f, picture->typed);
  char *text = fixture_screen(&f), *path = path_of(picture), *want = NULL;
  check_shape(picture, text);
  if (g_strcmp0(g_getenv("TOBAN_GOLDEN"), "write") == 0)
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
  g_assert_true(g_file_get_contents(path, &want, NULL, NULL));
  if (strcmp(text, want) != 0)
    g_error("%s differs; now it is:\n%s", path, text);
  g_free(want);
  g_free(path);
  g_free(text);
  fixture_clear(&f);
}

static void add(size_t screen, int rows, int cols, enum lang lang)
{
  struct picture *picture = g_new(struct picture, 1);
  *picture = (struct picture){screens[screen].name, screens[screen].keys, screens[screen].typed, screens[screen].fill, rows, cols, lang};
  char *name = g_strdup_printf("/golden/%s/%dx%d/%s", picture->name, cols, rows, lang_id(lang));
  g_test_add_data_func_full(name, picture, compare, g_free);
  g_free(name);
}

/* What was drawn by parts, after each message, is what drawing everything gives. */
static void parts_make_the_whole(void)
{
  static const char *const keys[] = {"j", "j", "v", "Esc", "V", "Enter", "j", "Esc", "2", "j", "3", "G", "z", "z", "Tab", "4", "A", "Esc",
                                     "?", "PgDn", "Esc", "L", "L", "a", "x", "Esc", "n", "Esc", "h", "Esc", ":", "Esc", "G", "g"};
  struct fixture f;
  struct grid whole;
  fixture_init(&f, 43, 132, LANG_JA);
  grid_init(&whole, 43, 132);
  g_free(fixture_screen(&f));
  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
    fixture_keys(&f, keys[i]);
    fixture_tick(&f, 1);
    model_draw(&f.model, &f.grid, false);
    f.model.dirty = 0;
    model_draw(&f.model, &whole, true);
    char *part = grid_text(&f.grid), *all = grid_text(&whole);
    if (strcmp(part, all) != 0)
      g_error("after %s the parts are\n%s\nthe whole is\n%s", keys[i], part, all);
    g_free(part);
    g_free(all);
  }
  grid_clear(&whole);
  fixture_clear(&f);
}

/* Every size draws, and every row stays inside; under 60x15 there is a notice. */
static void every_size(void)
{
  static const int sizes[][2] = {{5, 20}, {14, 60}, {15, 59}, {15, 60}, {16, 80}, {20, 60}, {24, 80}, {33, 109}, {34, 110},
                                 {43, 132}, {48, 170}, {60, 200}, {100, 300}};
  struct fixture f;
  fixture_init(&f, 24, 80, LANG_JA);
  for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++)
    for (int pane = 0; pane < 7; pane++) {
      char key[] = {(char)('1' + pane), '\0'};
      int rows = sizes[i][0], cols = sizes[i][1];
      fixture_send(&f, &(struct message){.type = MESSAGE_RESIZE, .now = f.model.now, .rows = rows, .cols = cols});
      fixture_keys(&f, pane < 6 ? key : "?");
      char *text = fixture_screen(&f), **line = g_strsplit(text, "\n", -1);
      g_assert_cmpint((int)g_strv_length(line), ==, rows + 1);
      for (int y = 0; y < rows; y++)
        g_assert_cmpint(text_width(line[y]), <=, cols);
      g_assert_true(f.model.place.too_small == (rows < LAYOUT_ROWS || cols < LAYOUT_COLS));
      g_strfreev(line);
      g_free(text);
      fixture_keys(&f, "Esc");
    }
  fixture_clear(&f);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  for (size_t i = 0; i < G_N_ELEMENTS(screens); i++)
    for (int lang = 0; lang < LANG_COUNT; lang++) {
      add(i, 24, 80, (enum lang)lang);
      add(i, 43, 132, (enum lang)lang);
      if (screens[i].large)
        add(i, 60, 200, (enum lang)lang);
    }
  g_test_add_func("/screen/parts-make-the-whole", parts_make_the_whole);
  g_test_add_func("/screen/every-size", every_size);
  return g_test_run();
}
