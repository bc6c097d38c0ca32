/* Taking in, key by key, in both languages: what is typed, what is found, what is sent. */
#include <string.h>

#include "fixture.h"
#include "toban/command.h"
#include "toban/intake.h"
#include "toban/received.h"
#include "toban/text.h"

static struct fixture *start(int rows, int cols, enum lang lang)
{
  static struct fixture f;
  fixture_init(&f, rows, cols, lang);
  fixture_intake(&f);
  return &f;
}

static const struct ticket_event *sent(struct fixture *f)
{
  const struct effect *effect = fixture_effect(f, EFFECT_TELL);
  g_assert_nonnull(effect);
  return &effect->take_command->event;
}

/* Counts the keys that are no words. */
static int pressed;
static void press(struct fixture *f, const char *key)
{
  pressed++;
  fixture_keys(f, key);
}

/* From the ringing phone to the ticket: the channel's key, Enter on the caller, F2; and the words. */
static void three_keys(gconstpointer data)
{
  static const struct { const char *key; enum channel channel; } ways[] = {
    {"F3", CHANNEL_PHONE}, {"n", CHANNEL_PHONE}, {"F4", CHANNEL_MAIL}, {"F5", CHANNEL_WEB}, {"F6", CHANNEL_SALON},
    {"F7", CHANNEL_FACE}, {"F8", CHANNEL_TEAMS}, {"F9", CHANNEL_TEAMS_VOICE}};
  enum lang lang = (enum lang)GPOINTER_TO_INT(data);
  for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
    struct fixture *f = start(24, 80, lang);
    pressed = 0;
    press(f, ways[i].key);
    fixture_type(f, lang == LANG_JA ? "みほん た" : "mihon ta");
    fixture_has(f, "見本 太郎");
    fixture_lacks(f, "見本 花子");
    fixture_has(f, "09:41"); /* the time there, before anything is chosen */
    press(f, "Enter");
    fixture_has(f, lang == LANG_JA ? "ニューヨーク" : "New York");
    fixture_has(f, lang == LANG_JA ? "内線 2041" : "ext. 2041");
    fixture_type(f, lang == LANG_JA ? "会議室の回線がまた切れた" : "The line is down again");
    press(f, "F2");
    g_assert_cmpint(pressed, ==, 3);
    const struct ticket_event *event = sent(f);
    g_assert_cmpint(event->kind, ==, EVENT_RECEIVED);
    g_assert_cmpint(event->channel, ==, ways[i].channel);
    g_assert_cmpstr(event->requester, ==, "見本 太郎 (2041)");
    g_assert_cmpstr(event->office, ==, "1");
    g_assert_cmpstr(event->lang, ==, "ja");
    g_assert_cmpint(event->at, ==, FIXTURE_NOW);
    g_assert_cmpint(f->model.mode, ==, MODE_NORMAL);
    fixture_clear(f);
  }
}

static void callers_of_all_kinds(gconstpointer data)
{
  enum lang lang = (enum lang)GPOINTER_TO_INT(data);
  static const struct { const char *typed, *requester, *office; } rows[] = {
    {"見本 花", "見本 花子 (2042)", "tokyo"}, {"2043", "架空 学 (2043)", "tokyo"}, {"p0004", "A. Mihon (2044)", "1"},
    {"newyork-pc042", "見本 太郎 (2041)", "1"}, {"visitor", "B. Visitor", "1"}, {"kakuu", "架空 学 (2043)", "tokyo"}};
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    struct fixture *f = start(24, 80, lang);
    fixture_keys(f, "n");
    fixture_type(f, rows[i].typed);
    fixture_keys(f, "Enter");
    fixture_type(f, "x");
    fixture_keys(f, "F2");
    g_assert_cmpstr(sent(f)->requester, ==, rows[i].requester);
    g_assert_cmpstr(sent(f)->office, ==, rows[i].office);
    if (strcmp(rows[i].typed, "newyork-pc042") == 0)
      g_assert_cmpstr(sent(f)->body, ==, "[PC-01-0042 newyork-pc042]\n");
    fixture_clear(f);
  }
}

/* A name that nobody has: Tab leaves it as it was typed. A place alone: the office. */
static void strangers(gconstpointer data)
{
  enum lang lang = (enum lang)GPOINTER_TO_INT(data);
  struct fixture *f = start(24, 80, lang);
  fixture_keys(f, "n");
  fixture_type(f, "Mihon");
  fixture_has(f, lang == LANG_JA ? "だれからか" : "Who calls?");
  fixture_keys(f, "Tab");
  fixture_type(f, "los");
  fixture_keys(f, "Tab");
  fixture_type(f, "Cannot sign in");
  fixture_keys(f, "F2");
  g_assert_cmpstr(sent(f)->requester, ==, "Mihon");
  g_assert_cmpstr(sent(f)->office, ==, "3");
  fixture_keys(f, "n");
  fixture_type(f, "New York");
  fixture_has(f, lang == LANG_JA ? "事務所のみ" : "the office, no name");
  fixture_keys(f, "Enter");
  fixture_type(f, "y");
  fixture_keys(f, "F2");
  g_assert_cmpstr(sent(f)->office, ==, "1");
  g_assert_null(sent(f)->requester);
  fixture_keys(f, "n F2");
  fixture_has(f, lang == LANG_JA ? "どの事務所" : "which office?");
  fixture_clear(f);
}

/* Who types faster than the store answers loses nothing: Enter means the first one when it comes. */
static void faster_than_the_store(gconstpointer data)
{
  enum lang lang = (enum lang)GPOINTER_TO_INT(data);
  struct fixture *f = start(24, 80, lang);
  fixture_keys(f, "F3");
  fixture_type(f, "tarou");
  f->mute = true;
  fixture_type(f, " "); /* asked anew, not answered yet */
  fixture_keys(f, "Enter");
  fixture_type(f, "Line down");
  f->mute = false;
  GError *error = NULL;
  struct caller_args args = {.text = "tarou ", .limit = 8};
  void *take = caller_find_read(fixture_db(f), &args, &error);
  g_assert_no_error(error);
  fixture_send(f, &(struct message){.type = MESSAGE_SNAPSHOT, .now = f->model.now, .slot = SLOT_CALLER, .take = take});
  fixture_keys(f, "F2");
  g_assert_cmpstr(sent(f)->requester, ==, "見本 太郎 (2041)");
  g_assert_cmpstr(sent(f)->office, ==, "1");
  g_assert_cmpstr(sent(f)->title, ==, "Line down");
  fixture_clear(f);
}

static void what_is_there_already(gconstpointer data)
{
  enum lang lang = (enum lang)GPOINTER_TO_INT(data);
  struct fixture *f = start(24, 80, lang);
  fixture_keys(f, "n");
  fixture_type(f, "tarou");
  fixture_keys(f, "Enter");
  fixture_has(f, lang == LANG_JA ? "同じ依頼者" : "same caller"); /* before a word of the title */
  fixture_type(f, "Printer jam");
  fixture_has(f, "Printer jams at every page");
  fixture_keys(f, "Down");
  fixture_keys(f, "Enter");
  g_assert_cmpint(f->model.mode, ==, MODE_NORMAL);
  g_assert_cmpint(f->model.focus, ==, PANE_TICKET);
  g_assert_true(g_str_has_prefix(f->model.ticket_key, "261124-"));
  char *drafts = model_drafts(&f->model);
  g_assert_nonnull(strstr(drafts, "Printer jam")); /* nothing typed is lost */
  g_free(drafts);
  fixture_clear(f);
}

/* Knowledge that fits is there while the title is typed; a draft of an article is not. */
static void what_helps(gconstpointer data)
{
  static const char articles[] =
    "{\"id\":\"vpn-certificate\",\"category\":\"3.4.2\",\"use_case\":\"\",\"status\":\"internal\","
    "\"ja\":{\"question\":\"VPN接続で証明書の期限切れと出る\",\"answer\":\"証明書を再発行する\"},"
    "\"en\":{\"question\":\"VPN says the certificate has expired\",\"answer\":\"Issue a new certificate\"}}\n"
    "{\"id\":\"vpn-draft\",\"category\":\"3.4.2\",\"use_case\":\"\",\"status\":\"draft\","
    "\"ja\":{\"question\":\"VPN証明書の下書き\",\"answer\":\"未定\"},"
    "\"en\":{\"question\":\"VPN certificate, a draft\",\"answer\":\"open\"}}\n";
  enum lang lang = (enum lang)GPOINTER_TO_INT(data);
  struct fixture *f = start(24, 80, lang);
  fixture_import(f, "knowledge", articles);
  fixture_keys(f, "n Tab Tab");
  fixture_type(f, lang == LANG_JA ? "VPNの証明書の期限" : "VPN certificate expired");
  fixture_has(f, "vpn-certificate");
  fixture_has(f, lang == LANG_JA ? "VPN接続で証明書の期限切れと出る" : "VPN says the certificate has expired");
  fixture_lacks(f, "vpn-draft");
  fixture_clear(f);
}

static void earlier(gconstpointer data)
{
  enum lang lang = (enum lang)GPOINTER_TO_INT(data);
  static const struct { const char *typed; utc_t at; } rows[] = {
    {"-15m", FIXTURE_NOW - 900}, {"-1h30m", FIXTURE_NOW - 5400}, {"-90", FIXTURE_NOW - 5400}, {"-2h", FIXTURE_NOW - 7200},
    {"", FIXTURE_NOW}, {"23:02", FIXTURE_NOW - 39 * 60 - 7}, {"11/24 9:05", FIXTURE_NOW - 7 - (14 * 60 + 36) * 60},
    {"2026-11-24T14:00:00Z", FIXTURE_NOW - 41 * 60 - 7}};
  static const char *const wrong[] = {"-", "-1x", "--5", "-1m2h", "-h", "25:00", "11/31 9:05", "23:61", "-9999h", "2030-01-01T00:00:00Z"};
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    utc_t at;
    g_assert_true(received_parse(rows[i].typed, FIXTURE_NOW, &at));
    g_assert_cmpint(at, ==, rows[i].at);
  }
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    utc_t at;
    if (received_parse(wrong[i], FIXTURE_NOW, &at))
      g_error("%s was taken", wrong[i]);
  }
  struct fixture *f = start(24, 80, lang);
  fixture_keys(f, "n");
  fixture_type(f, "tarou");
  fixture_keys(f, "Enter");
  fixture_type(f, "x");
  fixture_keys(f, "Shift-Tab Shift-Tab Shift-Tab Shift-Tab Shift-Tab");
  fixture_type(f, "-15m");
  fixture_has(f, lang == LANG_JA ? "= 11/24 23:26" : "= 24 Nov 23:26");
  fixture_keys(f, "F2");
  g_assert_cmpint(sent(f)->at, ==, FIXTURE_NOW - 900);
  fixture_clear(f);
}

static void templates(gconstpointer data)
{
  enum lang lang = (enum lang)GPOINTER_TO_INT(data);
  struct fixture *f = start(24, 80, lang);
  fixture_keys(f, "n");
  fixture_type(f, lang == LANG_JA ? "hanako" : "A. Mihon");
  fixture_keys(f, "Enter Tab Tab Tab");
  fixture_type(f, "vpn");
  fixture_keys(f, "Enter");
  fixture_has(f, lang == LANG_JA ? "VPNに接続できない:" : "Cannot connect by VPN:");
  fixture_keys(f, "F2");
  g_assert_cmpint(sent(f)->priority, ==, 2);
  g_assert_true(g_str_has_prefix(sent(f)->title, lang == LANG_JA ? "VPNに接続できない" : "Cannot connect by VPN"));
  g_assert_nonnull(strstr(sent(f)->body, lang == LANG_JA ? "端末名" : "Name of the PC"));
  fixture_clear(f);

  f = start(24, 80, lang); /* what was typed stays */
  fixture_keys(f, "n");
  fixture_type(f, "A. Mihon");
  fixture_keys(f, "Enter");
  fixture_type(f, "My own words");
  fixture_keys(f, "Tab Tab Tab");
  fixture_type(f, "vpn");
  fixture_keys(f, "Enter F2");
  g_assert_cmpstr(sent(f)->title, ==, "My own words");
  fixture_clear(f);
}

/* Several calls at once: each its own draft; listed with title and age, switched, forgotten, there after a crash. */
static void several_drafts(gconstpointer data)
{
  enum lang lang = (enum lang)GPOINTER_TO_INT(data);
  struct fixture *f = start(24, 80, lang);
  fixture_keys(f, "F4");
  fixture_type(f, "hanako");
  fixture_keys(f, "Enter");
  fixture_type(f, "first one");
  fixture_tick(f, 125);
  fixture_keys(f, "F3"); /* the phone rings */
  fixture_lacks(f, "first one");
  fixture_type(f, "tarou");
  fixture_keys(f, "Enter");
  fixture_type(f, "second one");
  fixture_keys(f, "Ctrl-T");
  fixture_has(f, "first one");
  fixture_keys(f, "Ctrl-T");
  fixture_has(f, "second one");
  char *left = model_drafts(&f->model); /* as it lies on the disk when the console is killed */
  fixture_clear(f);

  f = start(24, 80, lang);
  fixture_send(f, &(struct message){.type = MESSAGE_DRAFTS, .now = f->model.now + 125, .text = left});
  fixture_has(f, "first one / 見本 花子 (2042)");
  fixture_has(f, lang == LANG_JA ? "(2:05 前から)" : "(begun 2:05 ago)");
  fixture_has(f, "second one / 見本 太郎 (2041)");
  fixture_keys(f, "Delete");
  fixture_has(f, lang == LANG_JA ? "消してよいか" : "for good?");
  fixture_keys(f, "1"); /* keep */
  fixture_has(f, "first one");
  fixture_keys(f, "Delete 2");
  fixture_lacks(f, "first one");
  fixture_keys(f, "1");
  fixture_has(f, lang == LANG_JA ? "内線 2041" : "ext. 2041");
  fixture_keys(f, "F2");
  g_assert_cmpstr(sent(f)->title, ==, "second one");
  unsigned tag = fixture_effect(f, EFFECT_TELL)->tag;
  fixture_outcome(f, tag, COMMAND_DONE, NULL);
  g_assert_null(model_drafts(&f->model));
  g_free(left);
  fixture_clear(f);
}

/* The phone rings in the middle of an answer: it is kept, the form is there. */
static void a_call_while_typing(gconstpointer data)
{
  enum lang lang = (enum lang)GPOINTER_TO_INT(data);
  struct fixture *f = start(24, 80, lang);
  fixture_keys(f, "a");
  fixture_type(f, "half an answer");
  fixture_keys(f, "F3");
  g_assert_cmpint(f->model.mode, ==, MODE_FORM);
  fixture_keys(f, "Esc a");
  fixture_has(f, "half an answer");
  fixture_keys(f, "Esc :");
  fixture_keys(f, "F9");
  g_assert_cmpint(f->model.mode, ==, MODE_FORM);
  fixture_has(f, lang == LANG_JA ? "Teams通話" : "Teams voice");
  fixture_keys(f, "F4");
  fixture_has(f, lang == LANG_JA ? "メール" : "mail");
  fixture_keys(f, "Esc T F3");
  g_assert_cmpint(f->model.mode, ==, MODE_FORM);
  g_assert_null(f->model.menu);
  fixture_clear(f);
}

/* Carries out what the console told, in the fixture's database, and lets it be read. */
static void carry_out(struct fixture *f)
{
  const struct effect *effect = fixture_effect(f, EFFECT_TELL);
  struct command_outcome outcome;
  GError *error = NULL;
  g_assert_nonnull(effect);
  bool done = command_run(fixture_db(f), effect->take_command, &outcome, &error);
  g_assert_no_error(error);
  g_assert_true(done);
  struct store_feed feed = {.topics = TOPIC_TICKET, .seq = 1, .everything = true};
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
}

static void the_card(gconstpointer data)
{
  enum lang lang = (enum lang)GPOINTER_TO_INT(data);
  struct fixture *f = start(24, 80, lang);
  fixture_keys(f, "O"); /* of the ticket under the cursor */
  g_assert_cmpint(f->model.focus, ==, PANE_OFFICE);
  fixture_has(f, lang == LANG_JA ? "日本より 14:00 遅い" : "14:00 behind Japan");
  fixture_has(f, "New York Example IT Care");
  fixture_has(f, lang == LANG_JA ? "月-金 08:00-18:00  営業 18:00まで" : "Mon-Fri 08:00-18:00  open until 18:00");
  fixture_has(f, lang == LANG_JA ? "未完了 2" : "2 open");
  fixture_has(f, lang == LANG_JA ? "サーバー 未報告" : "server not reported");
  fixture_has(f, lang == LANG_JA ? "言語        英語、日本語" : "Languages   English, Japanese");
  fixture_has(f, lang == LANG_JA ? "営業  17:30まで、祝日不明" : "open  until 17:30, holidays unknown"); /* no list of holidays came in */
  fixture_keys(f, "PgDn");
  fixture_has(f, "PR-01-0001");
  fixture_keys(f, "Esc Enter O"); /* of an open ticket */
  g_assert_cmpint(f->model.focus, ==, PANE_OFFICE);
  fixture_keys(f, "Esc 3 j O"); /* of the clock board */
  g_assert_cmpint(f->model.focus, ==, PANE_OFFICE);
  fixture_keys(f, "Esc 4 O"); /* where there is none: asked */
  g_assert_cmpint(f->model.mode, ==, MODE_MENU);
  fixture_type(f, "tokyo");
  fixture_keys(f, "Enter");
  fixture_has(f, lang == LANG_JA ? "保守業者は登録されていません" : "no maintenance vendor is registered");
  fixture_type(f, ":office New York\n");
  fixture_has(f, "New York Example IT Care");
  fixture_keys(f, "+");
  fixture_type(f, lang == LANG_JA ? "金曜は停電\n" : "Power cut on Friday\n");
  carry_out(f);
  fixture_has(f, lang == LANG_JA ? "1: 金曜は停電" : "1: Power cut on Friday");
  fixture_keys(f, "-");
  fixture_type(f, "1\n");
  carry_out(f);
  fixture_lacks(f, lang == LANG_JA ? "金曜は停電" : "Power cut");
  const struct ticket_event done[] = {
    {.ticket = "261124-0002", .at = FIXTURE_NOW - 120, .kind = EVENT_ANSWERED, .channel = CHANNEL_NONE, .body = "x"},
    {.ticket = "261124-0002", .at = FIXTURE_NOW - 60, .kind = EVENT_STATE, .channel = CHANNEL_NONE, .target = "open"},
    {.ticket = "261124-0002", .at = FIXTURE_NOW, .kind = EVENT_STATE, .channel = CHANNEL_NONE, .target = "resolved"}};
  for (size_t i = 0; i < G_N_ELEMENTS(done); i++)
    fixture_do(f, command_ticket("ken", FIXTURE_NOW, 0, &done[i]));
  fixture_type(f, ":office New York\n"); /* what changed of late */
  fixture_has(f, lang == LANG_JA ? "最近の完了  261124-0002" : "Closed      261124-0002");
  fixture_type(f, ":office Atlantis\n");
  fixture_has(f, "Atlantis");
  fixture_keys(f, "n");
  fixture_type(f, "tarou");
  fixture_keys(f, "Enter Ctrl-O");
  fixture_has(f, "New York Example IT Care");
  fixture_type(f, "x"); /* goes on to the form */
  fixture_lacks(f, "New York Example IT Care");
  g_assert_cmpint(f->model.mode, ==, MODE_FORM);
  fixture_keys(f, "Ctrl-O Esc");
  g_assert_cmpint(f->model.mode, ==, MODE_FORM);
  fixture_clear(f);
}

/* Many calls at once: a key each; then they are called back, and by that answered (L2). */
static void burst(gconstpointer data)
{
  enum lang lang = (enum lang)GPOINTER_TO_INT(data);
  struct fixture *f = start(24, 80, lang);
  fixture_keys(f, "P");
  fixture_has(f, lang == LANG_JA ? "折り返しが必要な電話はありません" : "No call-back is owed");
  for (int i = 0; i < 3; i++) {
    fixture_keys(f, "P");
    g_assert_cmpint(sent(f)->kind, ==, EVENT_RECEIVED);
    g_assert_cmpint(sent(f)->channel, ==, CHANNEL_PHONE);
    g_assert_cmpint(sent(f)->at, ==, f->model.now);
    carry_out(f);
    fixture_tick(f, 60);
  }
  fixture_has(f, lang == LANG_JA ? "折り返し待ち 3" : "Call-backs owed 3");
  fixture_has(f, "3:00"); /* the first one waits so long */
  fixture_tick(f, 14 * 60);
  fixture_has(f, lang == LANG_JA ? "超過 2:00" : "LATE 2:00");
  fixture_keys(f, "f");
  g_assert_cmpint(f->model.mode, ==, MODE_LINE);
  fixture_type(f, "Password reset done\n");
  g_assert_cmpint(sent(f)->kind, ==, EVENT_ANSWERED);
  carry_out(f);
  fixture_has(f, lang == LANG_JA ? "折り返し待ち 2" : "Call-backs owed 2");
  struct db_stmt *stmt = db_query(fixture_db(f), NULL, "SELECT count(*) FROM ticket WHERE answered_at IS NOT NULL", "");
  g_assert_cmpint(db_step(stmt, NULL), ==, 1);
  g_assert_cmpint(db_int(stmt, 0), ==, 1);
  db_done(stmt);
  fixture_keys(f, "Enter");
  g_assert_cmpint(f->model.focus, ==, PANE_TICKET);
  fixture_clear(f);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  fixture_test("/taking-in/three-keys", three_keys);
  fixture_test("/taking-in/there-already", what_is_there_already);
  fixture_test("/taking-in/templates", templates);
  fixture_test("/taking-in/several-drafts", several_drafts);
  fixture_test("/taking-in/card", the_card);
  fixture_test("/taking-in/burst", burst);
  fixture_test("/taking-in/callers", callers_of_all_kinds);
  fixture_test("/taking-in/strangers", strangers);
  fixture_test("/taking-in/what-helps", what_helps);
  fixture_test("/taking-in/faster-than-the-store", faster_than_the_store);
  fixture_test("/taking-in/earlier", earlier);
  fixture_test("/taking-in/while-typing", a_call_while_typing);
  return g_test_run();
}
