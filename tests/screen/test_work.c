/* The work on tickets, key by key, on a real database: what is typed, what the screen says, in both languages. */
#include <string.h>

#include "fixture.h"
#include "toban/asset_store.h"
#include "toban/command.h"
#include "toban/look.h"
#include "toban/ticket_work.h"

static enum lang lang_here;

static const char *say(const char *ja, const char *en)
{
  return lang_here == LANG_JA ? ja : en;
}

static char *take_in(struct fixture *f, const char *title, const char *office, utc_t at)
{
  struct ticket_event event = {.kind = EVENT_RECEIVED, .at = at, .channel = CHANNEL_PHONE, .priority = 3,
                               .category = "3.3.1", .office = office, .title = title, .requester = "A. Rivera",
                               .lang = "en", .body = "It does not start. The scanner is broken too."};
  return g_strdup(fixture_do(f, command_ticket("ken", FIXTURE_NOW, 0, &event)).ticket);
}

/* A desk with these tickets; the cursor is on the first. */
static struct fixture *start(gconstpointer lang, char *key[], int tickets)
{
  static struct fixture f;
  static const char *const titles[] = {"PC does not start", "PC does not start either", "Scanner", "Other"};
  lang_here = (enum lang)GPOINTER_TO_INT(lang);
  fixture_init(&f, 43, 132, lang_here);
  for (int i = 0; i < tickets; i++)
    key[i] = take_in(&f, titles[i], i == 2 ? "tokyo" : "1", FIXTURE_NOW - 3000 + i * 60);
  fixture_live(&f);
  fixture_keys(&f, "1 g");
  return &f;
}

static void end(struct fixture *f, char *key[], int tickets)
{
  for (int i = 0; i < tickets; i++)
    g_free(key[i]);
  fixture_clear(f);
}

static const struct ticket *ticket_of(struct fixture *f)
{
  g_assert_nonnull(f->model.ticket);
  return &f->model.ticket->t;
}

static void go_to(struct fixture *f, const char *key)
{
  fixture_keys(f, "Esc Esc :");
  fixture_type(f, "goto ");
  fixture_type(f, key);
  fixture_keys(f, "Enter");
}

static void take_answer_note(gconstpointer lang)
{
  char *key[1];
  struct fixture *f = start(lang, key, 1);
  fixture_keys(f, "t");
  fixture_has(f, say("引き受けました", "yours now"));
  fixture_keys(f, "Enter a Ctrl-T");
  fixture_has(f, say("の定型文", "Prepared replies for"));
  fixture_type(f, "Solved\n");
  fixture_has(f, "Dear A. Rivera,");
  fixture_keys(f, "Ctrl-End");
  fixture_type(f, " Bye.");
  fixture_keys(f, "F2");
  fixture_has(f, say("回答を登録しました", "answer written down"));
  fixture_has(f, "IT help desk");
  g_assert_cmpint(ticket_of(f)->answered_at, ==, FIXTURE_NOW);
  fixture_keys(f, "m");
  fixture_type(f, "memo 覚書");
  fixture_keys(f, "F2");
  fixture_has(f, "memo 覚書");
  fixture_keys(f, "T");
  fixture_has(f, "yamada");
  fixture_type(f, "yamada\n");
  g_assert_cmpstr(ticket_of(f)->assignee, ==, "yamada");
  end(f, key, 1);
}

static void hold_and_back(gconstpointer lang)
{
  char *key[2];
  struct fixture *f = start(lang, key, 2);
  fixture_keys(f, "Enter a");
  fixture_type(f, "answered");
  fixture_keys(f, "F2 h 2");
  fixture_has(f, say("再開見込みは", "expected to resume?"));
  fixture_has(f, say("現地", "there"));
  fixture_type(f, "3"); /* in an hour */
  fixture_type(f, "part ordered");
  fixture_keys(f, "F2");
  fixture_has(f, say("業者待ち", "waiting: vendor"));
  fixture_has(f, "part ordered");
  fixture_has(f, say("再開見込み", "expected"));
  g_assert_cmpint(ticket_of(f)->expected_at, ==, FIXTURE_NOW + 3600);
  fixture_keys(f, "Esc");
  fixture_has(f, say("保留  1:00h", "held  1:00h"));
  /* By the line: any time, and one that is none. */
  fixture_keys(f, ":");
  fixture_type(f, "hold user yesterday\n");
  fixture_has(f, say("日時ではありません", "is no time"));
  /* Its time has come, and it says so. */
  fixture_tick(f, 3700);
  fixture_keys(f, "1 G");
  fixture_has(f, say("再開", "back"));
  fixture_keys(f, "u");
  g_assert_cmpint(f->model.queue.window->row[1].t.state, ==, TICKET_OPEN);
  end(f, key, 2);
}

static void call_back(gconstpointer lang)
{
  char *key[1];
  struct fixture *f = start(lang, key, 1);
  fixture_keys(f, "Enter C");
  fixture_has(f, say("折り返しはいつ", "Call back about"));
  fixture_keys(f, "1"); /* in half an hour */
  fixture_has(f, say("現地 11/24(火) 10:11（日本時間 11/25(水) 00:11）", "Tue 24 Nov 10:11 there (Wed 25 Nov 00:11 Japan)"));
  fixture_keys(f, "Esc");
  fixture_has(f, say("折返", "call"));
  fixture_lacks(f, say("折返 1 ", "CALL 1"));
  fixture_tick(f, 1000);
  fixture_has(f, say("折返 1", "CALL 1"));
  fixture_keys(f, "C");
  fixture_has(f, say("折り返した", "they were called"));
  fixture_keys(f, "2 2"); /* another time: in an hour */
  g_assert_cmpint(f->model.queue.window->row[0].t.callback_at, ==, FIXTURE_NOW + 1000 + 3600);
  fixture_keys(f, "C 1");
  fixture_has(f, say("折り返しました", "call-back kept"));
  g_assert_cmpint(f->model.queue.window->row[0].t.callback_at, ==, UTC_NONE);
  fixture_keys(f, "Enter");
  fixture_has(f, say("折り返し 履行 1、不履行 0", "call-backs kept 1, broken 0"));
  end(f, key, 1);
}

static void tags_time_checks(gconstpointer lang)
{
  char *key[1];
  struct fixture *f = start(lang, key, 1);
  fixture_keys(f, "Enter +");
  fixture_type(f, "vip\n");
  fixture_has(f, say("タグ vip", "tags vip"));
  fixture_keys(f, "+");
  fixture_type(f, "two words\n");
  fixture_has(f, say("タグは文字", "a tag is one word"));
  fixture_keys(f, "+");
  fixture_type(f, "-vip\n");
  g_assert_cmpint(ticket_of(f)->tags, ==, 0);
  fixture_keys(f, "$");
  fixture_type(f, "25 by phone\n");
  fixture_has(f, say("25 分", "25 min"));
  fixture_keys(f, "$");
  fixture_type(f, "long\n");
  fixture_has(f, say("分と内容", "write the minutes"));
  fixture_keys(f, ",");
  fixture_has(f, say("PC不調の切り分け", "PC trouble"));
  fixture_keys(f, "1 2 2 Esc");
  fixture_has(f, say("PC不調の切り分け 1/5", "PC trouble 1 of 5"));
  g_assert_true(ticket_checked(f->model.ticket->event, f->model.ticket->events, "pc-boot/power", NULL, NULL));
  g_assert_false(ticket_checked(f->model.ticket->event, f->model.ticket->events, "pc-boot/restart", NULL, NULL));
  end(f, key, 1);
}

static void undo(gconstpointer lang)
{
  char *key[1];
  struct fixture *f = start(lang, key, 1);
  fixture_keys(f, "Enter p 1 Z");
  fixture_has(f, say("元の値に戻しました", "former values again"));
  g_assert_cmpint(ticket_of(f)->priority, ==, 3);
  fixture_keys(f, "m");
  fixture_type(f, "said");
  fixture_keys(f, "F2 Z");
  fixture_has(f, say("取り消せない操作", "cannot be taken back"));
  fixture_keys(f, "t");
  fixture_tick(f, UNDO_SECONDS + 60);
  fixture_keys(f, "Z");
  fixture_has(f, say("15分を過ぎた", "older than 15 minutes"));
  end(f, key, 1);
}

static void family(gconstpointer lang)
{
  char *key[3];
  struct fixture *f = start(lang, key, 3);
  for (int child = 1; child < 3; child++) {
    go_to(f, key[0]);
    fixture_keys(f, "&");
    fixture_type(f, "child ");
    fixture_type(f, key[child]);
    fixture_keys(f, "Enter");
  }
  fixture_has(f, say("子 ", "child "));
  g_assert_cmpint(ticket_of(f)->children, ==, 2);
  fixture_keys(f, "a");
  fixture_type(f, "The line is up again.");
  fixture_keys(f, "F2");
  fixture_has(f, say("子案件 2 件", "its 2 children"));
  fixture_keys(f, "2");
  fixture_has(f, say("変更の確認", "Preview"));
  fixture_has(f, key[2]);
  fixture_has(f, say("未回答", "not answered"));
  fixture_keys(f, "y");
  fixture_has(f, say("変更しました: 3 件", "done: 3 tickets"));
  go_to(f, key[2]);
  fixture_has(f, "The line is up again.");
  fixture_has(f, say("親 ", "parent "));
  fixture_keys(f, ":");
  fixture_type(f, "unlink\n1");
  g_assert_null(ticket_of(f)->parent);
  end(f, key, 3);
}

static void split_and_merge(gconstpointer lang)
{
  char *key[2];
  struct fixture *f = start(lang, key, 2);
  fixture_keys(f, "Enter S");
  fixture_has(f, say("どの文面を移しますか", "go to the new ticket?"));
  fixture_keys(f, "2 1");
  fixture_type(f, "The scanner\n");
  fixture_has(f, say("分割先", "split off"));
  fixture_keys(f, "Esc 1 G");
  fixture_has(f, "The scanner");
  fixture_keys(f, "g .");
  go_to(f, key[1]);
  fixture_keys(f, ":");
  fixture_type(f, "merge ");
  fixture_type(f, key[0]);
  fixture_keys(f, "Enter");
  fixture_tells(f, "Merged for good into %s: %s", key[0], "PC does not start");
  g_assert_null(ticket_of(f)->merged_into); /* not yet */
  fixture_keys(f, "y");
  fixture_has(f, say("変更しました: 1 件", "done: 1 ticket"));
  fixture_has(f, say("印1", "+1")); /* what was marked for something else still is */
  go_to(f, key[1]);
  g_assert_cmpstr(ticket_of(f)->merged_into, ==, key[0]);
  end(f, key, 2);
}

static void over_and_again(gconstpointer lang)
{
  char *key[1];
  struct fixture *f = start(lang, key, 1);
  fixture_keys(f, "Enter >");
  fixture_has(f, say("の引継ぎ先", "Hand "));
  fixture_type(f, "admin\n");
  fixture_type(f, "their scanner");
  fixture_keys(f, "F2");
  fixture_has(f, "their scanner");
  g_assert_cmpstr(ticket_of(f)->section, ==, "admin");
  fixture_keys(f, "r");
  fixture_has(f, say("原因は", "what was the cause?"));
  fixture_type(f, "other-section\n");
  g_assert_cmpstr(ticket_of(f)->cause, ==, "other-section");
  fixture_has(f, say("他部署の所管", "Belongs to another section"));
  fixture_keys(f, "c 1");
  g_assert_cmpint(ticket_of(f)->state, ==, TICKET_CLOSED);
  fixture_keys(f, "R 1");
  g_assert_cmpint(ticket_of(f)->state, ==, TICKET_OPEN);
  fixture_keys(f, "s");
  fixture_has(f, "これまでの対応");
  fixture_keys(f, "PgDn PgDn PgDn");
  fixture_has(f, "Timeline (Japan time)");
  fixture_keys(f, "Esc '");
  fixture_has(f, say("自分の最近の案件", "My last tickets"));
  fixture_has(f, key[0]);
  end(f, key, 1);
}

static void many(gconstpointer lang)
{
  char *key[4];
  struct fixture *f = start(lang, key, 4);
  fixture_keys(f, ". .");
  fixture_has(f, say("印2", "+2"));
  fixture_keys(f, "*");
  fixture_has(f, say("2 件を変更", "Change the 2 marked tickets"));
  fixture_keys(f, "1");
  fixture_type(f, "sato\n");
  fixture_has(f, say("2 件（全 2 件）", "2 of 2 tickets"));
  fixture_keys(f, "Esc"); /* nothing was done, the marks are there */
  g_assert_null(f->model.queue.window->row[0].t.assignee);
  fixture_keys(f, "* 1");
  fixture_type(f, "sato\n");
  fixture_keys(f, "y");
  fixture_has(f, say("変更しました: 2 件", "done: 2 tickets"));
  fixture_lacks(f, say("印2", "+2"));
  fixture_keys(f, "1 g . . * 1"); /* they have it: nothing to be done, and no key that says so */
  fixture_type(f, "sato\n");
  fixture_has(f, say("0 件（全 2 件）", "0 of 2 tickets"));
  fixture_lacks(f, say("y 実行", "y do it"));
  fixture_keys(f, "Esc");
  fixture_type(f, ":unmark\n");
  /* Without marks: all of the filter. */
  fixture_keys(f, "1 g /");
  fixture_type(f, "start\n");
  fixture_keys(f, "* 6");
  fixture_type(f, "same answer");
  fixture_keys(f, "F2");
  fixture_has(f, say("2 件（全 2 件）", "2 of 2 tickets"));
  fixture_has(f, "same answer");
  fixture_keys(f, "y");
  g_assert_null(model_drafts(&f->model));
  go_to(f, key[1]);
  fixture_has(f, "same answer");
  fixture_keys(f, "Esc Esc 1 :");
  fixture_type(f, "bulk merge ");
  fixture_type(f, key[3]);
  fixture_keys(f, "Enter");
  fixture_has(f, say("変更の確認", "Preview"));
  fixture_keys(f, "y");
  go_to(f, key[1]);
  g_assert_cmpstr(ticket_of(f)->merged_into, ==, key[3]);
  end(f, key, 4);
}

static void own_editor(gconstpointer lang)
{
  char *key[1];
  struct fixture *f = start(lang, key, 1);
  fixture_keys(f, "Enter a");
  fixture_type(f, "before");
  fixture_keys(f, "Ctrl-X");
  const struct effect *effect = fixture_effect(f, EFFECT_EDIT);
  g_assert_nonnull(effect);
  g_assert_cmpstr(effect->text, ==, "before");
  g_assert_nonnull(fixture_effect(f, EFFECT_SAVE_DRAFTS));
  fixture_send(f, &(struct message){.type = MESSAGE_EDITED, .now = f->model.now, .text = "after\nlines"});
  fixture_has(f, "lines");
  fixture_keys(f, "F2");
  fixture_has(f, "after");
  fixture_keys(f, ":");
  fixture_type(f, "remote PC-1\n");
  effect = fixture_effect(f, EFFECT_REMOTE);
  g_assert_nonnull(effect);
  g_assert_cmpstr(effect->text, ==, "PC-1");
  g_assert_cmpstr(effect->ticket, ==, key[0]);
  end(f, key, 1);
}

static void told_of(struct fixture *f, unsigned topics)
{
  struct store_feed feed = {.topics = topics, .seq = 9};
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
}

/* What is unread is a filter and a view of one's own: it shrinks when one reads, here or in another console, and by
 * nothing else that others read. */
static void unread_ones(gconstpointer lang)
{
  char *key[3];
  struct fixture *f = start(lang, key, 3);
  for (int i = 0; i < 2; i++)
    fixture_do(f, command_ticket("sato", FIXTURE_NOW, 0,
                                 &(struct ticket_event){.ticket = key[i], .at = FIXTURE_NOW, .kind = EVENT_ASSIGNED,
                                                        .channel = CHANNEL_NONE, .target = "ken"}));
  told_of(f, TOPIC_TICKET);
  fixture_type(f, say("/区分：未読\n", "/is:unread\n"));
  g_assert_cmpint(f->model.queue.window->total, ==, 2);
  fixture_tells(f, NC_("count of tickets", "  %d new to me"), 2);
  fixture_type(f, ":view-save news\n");
  fixture_do(f, command_new(COMMAND_COUNT_VIEWS, "ken", FIXTURE_NOW));
  fixture_do(f, command_new(COMMAND_COUNT_VIEWS, "ken", FIXTURE_NOW));
  told_of(f, TOPIC_VIEW);
  fixture_keys(f, "v");
  fixture_has(f, say("news                            2  自分用", "news                            2  own"));
  struct command *look = look_command("ken", FIXTURE_NOW, LOOK_TICKET, key[0]);
  look->revision = 100;
  fixture_do(f, look);
  told_of(f, TOPIC_SEEN);
  fixture_has(f, say("news                            1  自分用", "news                            1  own"));
  fixture_keys(f, "Esc");
  g_assert_cmpint(f->model.queue.window->total, ==, 1);
  g_assert_cmpstr(f->model.queue.window->row[0].t.key, ==, key[1]);
  fixture_type(f, ":view open\n");
  int asked = f->asked[SLOT_QUEUE];
  told_of(f, TOPIC_SEEN); /* a list that does not ask for it is not read again */
  g_assert_cmpint(f->asked[SLOT_QUEUE], ==, asked);
  end(f, key, 3);
}

/* A way that is closed asks why it is taken: said while the line is open, above it. */
static void closed_way(gconstpointer lang)
{
  char *key[1];
  struct fixture *f = start(lang, key, 1);
  fixture_keys(f, "Enter E");
  fixture_tells(f, "Escalate %s to", key[0]);
  fixture_keys(f, "4"); /* the phone, at night */
  fixture_tells(f, "In which language?");
  fixture_keys(f, "1");
  g_assert_cmpint(f->model.mode, ==, MODE_LINE);
  fixture_tells(f, "It is closed now: add the reason why it is taken nonetheless");
  fixture_type(f, "no light");
  fixture_has(f, say("エスカレーション", "escalate"));
  fixture_keys(f, "Enter");
  g_assert_cmpint(ticket_of(f)->state, ==, TICKET_ESCALATED);
  end(f, key, 1);
}

/* "=" on a ticket: its own machine; without one, its requester's, by name or by the sign of the mail address; of several
 * one is chosen; then, and not before, the tool is started. */
static void remote_support(gconstpointer lang)
{
  char *key[2];
  struct fixture *f = start(lang, key, 2);
  fixture_keys(f, "=");
  g_assert_cmpstr(prompt_text(&f->model.line), ==, "remote "); /* no machine is known: its tag */
  fixture_keys(f, "Esc");
  fixture_import(f, "assets",
                 "tag,kind,host,serial,user,office,state\nPC-1,pc,ny-pc1,S1,Ａ． Rivera,1,in-use\n"
                 "PC-2,pc,ny-pc2,S2,A. Rivera Lopez,1,in-use\nPR-1,printer,ny-mfp,S3,,1,in-use\n"
                 "PC-9,pc,ldn-pc9,S9,A. Rivera,17,in-use\n"); /* that is another one of this name */
  fixture_keys(f, "=");
  g_assert_cmpstr(prompt_text(&f->model.line), ==, "remote PC-1");
  g_assert_null(fixture_effect(f, EFFECT_REMOTE)); /* Enter says yes */
  fixture_keys(f, "Enter");
  g_assert_cmpstr(fixture_effect(f, EFFECT_REMOTE)->text, ==, "PC-1");
  g_assert_cmpstr(fixture_effect(f, EFFECT_REMOTE)->ticket, ==, key[0]);
  fixture_do(f, asset_step("ken", FIXTURE_NOW, "PR-1", "asset-ticket", "ticket", key[0]));
  fixture_do(f, asset_step("ken", FIXTURE_NOW, "PC-2", "asset-ticket", "ticket", key[0]));
  fixture_keys(f, "Enter =");
  fixture_tells(f, "Remote support for %s: which machine?", key[0]);
  fixture_has(f, "ny-mfp");
  fixture_has(f, "A. Rivera Lopez");
  fixture_lacks(f, "PC-1 ");
  fixture_type(f, "mfp\n");
  g_assert_cmpstr(fixture_effect(f, EFFECT_REMOTE)->text, ==, "PR-1");
  g_assert_cmpstr(fixture_effect(f, EFFECT_REMOTE)->ticket, ==, key[0]);
  fixture_keys(f, "= Down Down Enter"); /* another one than these */
  g_assert_cmpstr(prompt_text(&f->model.line), ==, "remote ");
  end(f, key, 2);
}

static void remote_of_the_caller(gconstpointer lang)
{
  char *key[1], *called[2];
  struct fixture *f = start(lang, key, 1);
  fixture_intake(f);
  fixture_import(f, "assets", "tag,kind,host,serial,user,office,state\nPC-01-0099,pc,newyork-pc099,SN99,p0004,1,in-use\n"
                              "PC-01-0042,pc,newyork-pc042,SN42,見本 太郎,1,in-use\n");
  static const char *const people[] = {"見本 太郎 (2041)", "A. Mihon (2044)"}, *const lines[] = {"remote PC-01-0042",
                                                                                              "remote PC-01-0099"};
  for (int i = 0; i < 2; i++) {
    struct ticket_event event = {.kind = EVENT_RECEIVED, .at = FIXTURE_NOW - 60, .channel = CHANNEL_PHONE, .priority = 3,
                                 .office = "1", .title = "It is slow", .requester = people[i], .lang = "ja"};
    called[i] = g_strdup(fixture_do(f, command_ticket("ken", FIXTURE_NOW, 0, &event)).ticket);
    go_to(f, called[i]);
    fixture_keys(f, "=");
    g_assert_cmpstr(prompt_text(&f->model.line), ==, lines[i]);
    fixture_keys(f, "Esc");
    g_free(called[i]);
  }
  end(f, key, 1);
}

/* More than fit: how many there are, which way there is more, and words that narrow it. */
static void long_menus(gconstpointer lang)
{
  char *key[1];
  struct fixture *f = start(lang, key, 1);
  g_autoptr(GString) csv = g_string_new("tag,kind,host,serial,user,office,state\n");
  for (int i = 1; i <= 30; i++)
    g_string_append_printf(csv, "PC-%02d,pc,host-%02d,S%02d,A. Rivera,1,in-use\n", i, i, i);
  fixture_import(f, "assets", csv->str);
  fixture_keys(f, "=");
  fixture_has(f, "  1/31");
  fixture_has(f, "PC-12");
  fixture_lacks(f, "PC-13");
  fixture_has(f, "v│");
  fixture_keys(f, "PgDn Down");
  fixture_has(f, "  13/31");
  fixture_has(f, "PC-13");
  fixture_lacks(f, "PC-01");
  fixture_has(f, "^│");
  fixture_keys(f, "PgUp PgUp");
  fixture_has(f, "PC-01");
  fixture_type(f, "host-2");
  fixture_has(f, "PC-29");
  fixture_lacks(f, "PC-01");
  fixture_lacks(f, "/31"); /* all of them are seen */
  fixture_type(f, "7\n");
  g_assert_cmpstr(fixture_effect(f, EFFECT_REMOTE)->text, ==, "PC-27");
  end(f, key, 1);
}

int main(int argc, char **argv)
{
  lang_init();
  g_test_init(&argc, &argv, NULL);
  fixture_test("/work-screen/take-answer-note", take_answer_note);
  fixture_test("/work-screen/hold-and-back", hold_and_back);
  fixture_test("/work-screen/call-back", call_back);
  fixture_test("/work-screen/tags-time-checks", tags_time_checks);
  fixture_test("/work-screen/undo", undo);
  fixture_test("/work-screen/family", family);
  fixture_test("/work-screen/split-and-merge", split_and_merge);
  fixture_test("/work-screen/over-and-again", over_and_again);
  fixture_test("/work-screen/many", many);
  fixture_test("/work-screen/own-editor", own_editor);
  fixture_test("/work-screen/unread", unread_ones);
  fixture_test("/work-screen/closed-way", closed_way);
  fixture_test("/work-screen/remote-support", remote_support);
  fixture_test("/work-screen/remote-of-the-caller", remote_of_the_caller);
  fixture_test("/work-screen/long-menus", long_menus);
  return g_test_run();
}
