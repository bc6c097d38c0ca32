/* What keys do: typed into the model, looked for on the screen and in the effects. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "console/lock.h"
#include "console/together.h"
#include "fixture.h"
#include "toban/error.h"

static struct fixture *start(int rows, int cols, enum lang lang)
{
  static struct fixture f;
  fixture_init(&f, rows, cols, lang);
  return &f;
}

static const struct command *told(struct fixture *f)
{
  const struct effect *effect = fixture_effect(f, EFFECT_TELL);
  g_assert_nonnull(effect);
  return effect->take_command;
}

#define LANG(data) ((enum lang)GPOINTER_TO_INT(data))

static void has_tickets(struct fixture *f, long count)
{
  char *number = g_strdup_printf(C_("count of tickets", " %ld"), count), *title = g_strconcat(_("Tickets"), number, NULL);
  fixture_has(f, title);
  g_free(title);
  g_free(number);
}

/* In the list of texts that were not sent: what it is, a colon, and how it begins. */
static void has_draft(struct fixture *f, const char *what, const char *words)
{
  char *line = g_strconcat(what, ": ", words, NULL);
  fixture_has(f, line);
  g_free(line);
}

static const char *sora(const struct fixture *f)
{
  return operator_name(reference_operator(f->model.ref, "sora"));
}

static void cursor_stays_on_its_ticket(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  fixture_keys(f, "j j j");
  g_assert_cmpstr(model_subject(&f->model)->key, ==, "261124-0011");
  struct store_feed feed = {.topics = TOPIC_TICKET, .seq = 9};
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
  g_assert_cmpstr(model_subject(&f->model)->key, ==, "261124-0011");
  fixture_clear(f);
}

static void cursor_stays_at_its_place(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  fixture_keys(f, "j j j");
  f->gone = 3;
  struct store_feed feed = {.topics = TOPIC_TICKET, .seq = 9};
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
  g_assert_cmpint(f->model.queue.window->first + f->model.queue.cursor, <=, 3);
  g_assert_cmpint(f->model.queue.window->first + f->model.queue.cursor, >=, 2);
  fixture_clear(f);
}

static void a_million_rows(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  f->rows = 1000000;
  fixture_type(f, ":view late\n:view open\nG");
  fixture_has(f, "1000000/1000000");
  g_assert_cmpint(f->model.queue.window->rows, <, 300);
  fixture_keys(f, "k PgUp PgUp");
  fixture_keys(f, "g");
  fixture_has(f, " 1/1000000");
  for (int i = 0; i < 40; i++) {
    fixture_keys(f, "PgDn");
    g_assert_cmpint(f->model.queue.window->rows, <, 300);
  }
  g_assert_nonnull(model_subject(&f->model));
  g_assert_cmpint(f->model.queue.window->first + f->model.queue.cursor, ==, 320);
  fixture_clear(f);
}

static void views_and_filter(gconstpointer lang)
{
  struct fixture *f = start(24, 80, LANG(lang));
  fixture_keys(f, "V");
  g_assert_cmpint(f->model.queue.view, ==, VIEW_MINE);
  fixture_tells(f, "No ticket in this view. v shows the others.");
  fixture_keys(f, ":");
  fixture_type(f, "view la");
  fixture_keys(f, "Tab Enter");
  g_assert_cmpint(f->model.queue.view, ==, VIEW_LATE);
  fixture_type(f, ":view nonsense\n");
  fixture_tells(f, "there is no view “%s”: Tab shows them", "nonsense");
  fixture_type(f, ":view open\n/vpn");
  g_assert_cmpstr(f->model.queue.window->args.filter, ==, "vpn");
  has_tickets(f, 5);
  fixture_keys(f, "Esc");
  has_tickets(f, 42);
  fixture_type(f, "/vpn\n");
  fixture_has(f, "/vpn");
  fixture_keys(f, "Esc");
  g_assert_cmpstr(f->model.filter[PANE_QUEUE], ==, "");
  fixture_clear(f);
}

static void back_one_step_always(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  fixture_keys(f, "Enter");
  g_assert_cmpint(f->model.focus, ==, PANE_TICKET);
  fixture_keys(f, "o ? z z Esc");
  g_assert_cmpint(f->model.focus, ==, PANE_CLOCK);
  fixture_keys(f, "Esc");
  g_assert_cmpint(f->model.focus, ==, PANE_TICKET);
  fixture_keys(f, "Esc");
  g_assert_cmpint(f->model.focus, ==, PANE_QUEUE);
  g_assert_cmpstr(f->model.ticket_key, ==, "");
  fixture_keys(f, "Esc Esc");
  g_assert_cmpint(f->model.focus, ==, PANE_QUEUE);
  g_assert_null(fixture_effect(f, EFFECT_QUIT));
  fixture_keys(f, "Enter q");
  g_assert_cmpint(f->model.focus, ==, PANE_QUEUE);
  fixture_keys(f, "q");
  g_assert_nonnull(fixture_effect(f, EFFECT_QUIT));
  fixture_clear(f);
}

static void queue_leads_the_open_ticket(void)
{
  struct fixture *f = start(43, 132, LANG_EN);
  fixture_keys(f, "Enter 1 j");
  g_assert_cmpstr(f->model.ticket_key, ==, "261124-0017");
  fixture_has(f, "Ticket 261124-0017");
  fixture_clear(f);
}

static void take_and_states(gconstpointer lang)
{
  struct fixture *f = start(24, 80, LANG(lang));
  fixture_keys(f, "t"); /* it is ours already */
  g_assert_null(fixture_effect(f, EFFECT_TELL));
  fixture_tells(f, "“%s” does not work here now", C_("action", "take"));
  fixture_keys(f, "j t");
  g_assert_cmpint(told(f)->event.kind, ==, EVENT_ASSIGNED);
  g_assert_cmpstr(told(f)->event.ticket, ==, "261124-0017");
  g_assert_cmpstr(told(f)->event.target, ==, "ken");
  g_assert_cmpint(told(f)->revision, ==, 7);
  fixture_outcome(f, 1, COMMAND_DONE, NULL);
  fixture_tells(f, "%s: yours now", "261124-0014");
  fixture_keys(f, "h");
  fixture_tells(f, "What does %s wait for?", "261124-0017");
  fixture_keys(f, "2");
  fixture_tells(f, "When is work on %s expected to resume?", "261124-0017");
  fixture_keys(f, "1 F2");
  g_assert_cmpstr(told(f)->event.target, ==, "waiting-vendor");
  fixture_keys(f, "Esc r");
  fixture_keys(f, "Esc");
  g_assert_null(fixture_effect(f, EFFECT_TELL));
  fixture_keys(f, "r Enter");
  g_assert_cmpstr(told(f)->event.target, ==, "resolved");
  fixture_keys(f, "p 1");
  g_assert_cmpint(told(f)->event.priority, ==, 1);
  fixture_keys(f, "T");
  fixture_type(f, "sora\n");
  g_assert_cmpstr(told(f)->event.target, ==, "sora");
  fixture_keys(f, "j j j u");
  g_assert_cmpstr(told(f)->event.target, ==, "open");
  fixture_clear(f);
}

static void conflict_keeps_the_text(gconstpointer lang)
{
  struct fixture *f = start(24, 80, LANG(lang));
  fixture_keys(f, "a");
  fixture_type(f, "折返しました。\nLine two");
  g_assert_nonnull(fixture_effect(f, EFFECT_SAVE_DRAFTS));
  fixture_keys(f, "F2");
  g_assert_cmpstr(told(f)->event.body, ==, "折返しました。\nLine two");
  g_assert_cmpint(told(f)->event.kind, ==, EVENT_ANSWERED);
  g_assert_cmpint(f->model.mode, ==, MODE_NORMAL);
  fixture_outcome(f, f->model.last_tag, COMMAND_CONFLICT, "Osoban changed the priority to 1");
  fixture_has(f, "Osoban changed");
  g_assert_cmpint(f->model.mode, ==, MODE_EDIT);
  fixture_has(f, "Line two");
  fixture_keys(f, "Ctrl-D");
  g_assert_cmpint(told(f)->revision, ==, 9);
  fixture_outcome(f, f->model.last_tag, COMMAND_DONE, NULL);
  g_assert_null(model_drafts(&f->model));
  fixture_clear(f);
}

static void told_conflict(struct fixture *f, enum ticket_field field, const char *theirs)
{
  struct command_outcome outcome = {.result = COMMAND_CONFLICT, .ticket = "261124-0014", .revision = 9, .meetings = 1,
                                    .meeting = {{.field = field, .by = "sora"}}};
  g_strlcpy(outcome.meeting[0].theirs, theirs, sizeof outcome.meeting[0].theirs);
  fixture_send(f, &(struct message){.type = MESSAGE_OUTCOME, .now = f->model.now, .tag = f->model.last_tag,
                                    .outcome = &outcome});
}

/* Two edits of one field: both versions are shown and the operator chooses; put off, the words are kept. */
static void two_edits_meet(gconstpointer lang)
{
  struct fixture *f = start(24, 80, LANG(lang));
  fixture_keys(f, "i");
  fixture_has(f, channel_text(CHANNEL_PHONE)); /* fields are shown by their names */
  fixture_keys(f, "1");
  g_assert_cmpint(f->model.mode, ==, MODE_LINE); /* with the title as it is */
  fixture_keys(f, "Ctrl-U");
  fixture_type(f, "set title 会議室の回線\n");
  g_assert_cmpstr(told(f)->event.title, ==, "会議室の回線");
  g_assert_true(told(f)->by_field);
  told_conflict(f, FIELD_OF_TITLE, "Meeting room line is down");
  fixture_tells(f, "%s: %s was changed meanwhile", "261124-0014", ticket_field_text(FIELD_OF_TITLE));
  fixture_tells(f, "%s: %s", sora(f), "Meeting room line is down");
  fixture_tells(f, "mine: %s", "会議室の回線");
  fixture_keys(f, "2");
  g_assert_cmpstr(told(f)->event.title, ==, "会議室の回線");
  g_assert_cmpint(told(f)->revision, ==, 9); /* having seen it */
  told_conflict(f, FIELD_OF_TITLE, "once more");
  fixture_keys(f, "1");
  g_assert_null(fixture_effect(f, EFFECT_TELL));
  fixture_tells(f, "%s: stays as the other person left it", "261124-0014");
  fixture_type(f, ":set priority 2\n");
  told_conflict(f, FIELD_OF_PRIORITY, "1");
  fixture_keys(f, "Esc");
  fixture_tells(f, "%s: the other version stays; yours is kept: D shows it", "261124-0014");
  char *left = model_drafts(&f->model);
  g_assert_nonnull(strstr(left, "set priority 2"));
  g_free(left);
  fixture_keys(f, "m"); /* somebody who types is not interrupted: the choice comes afterwards */
  fixture_keys(f, "Esc");
  fixture_type(f, ":set office 17\n");
  fixture_keys(f, "m");
  told_conflict(f, FIELD_OF_OFFICE, "12");
  g_assert_cmpint(f->model.mode, ==, MODE_EDIT);
  fixture_keys(f, "Esc");
  fixture_tells(f, "%s: %s was changed meanwhile", "261124-0014", ticket_field_text(FIELD_OF_OFFICE));
  fixture_keys(f, "1");
  fixture_type(f, ":set colour red\n");
  fixture_has(f, LANG(lang) == LANG_EN ? "set FIELD VALUE: title" : "set 項目 値: title");
  fixture_clear(f);
}

/* Who else is at the ticket, what is new, who speaks to me: seen in the queue, the ticket, the header, and told once. */
static void others_at_the_desk(gconstpointer lang)
{
  struct fixture *f = start(43, 132, LANG(lang));
  fixture_lacks(f, _("also here: "));
  f->company = true;
  struct store_feed feed = {.topics = TOPIC_SEEN, .seq = 9};
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
  g_assert_nonnull(fixture_effect(f, EFFECT_BELL));
  fixture_tells(f, "%s speaks to you in %s: %s", sora(f), "261124-0016", "");
  fixture_tells(f, NC_("count of tickets", "  %d new to me"), 1);
  fixture_has(f, "@1  ");
  fixture_tells(f, "store ok");
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
  g_assert_null(fixture_effect(f, EFFECT_BELL)); /* told once */
  fixture_keys(f, "Enter");
  fixture_tells(f, "also here: ");
  fixture_tells(f, " (writing)");
  g_assert_nonnull(fixture_effect(f, EFFECT_PRESENT));
  bool writes;
  g_assert_cmpstr(together_ticket(&f->model, &writes), ==, "261124-0014");
  g_assert_false(writes);
  fixture_keys(f, "m");
  g_assert_nonnull(fixture_effect(f, EFFECT_PRESENT));
  together_ticket(&f->model, &writes);
  g_assert_true(writes);
  fixture_keys(f, "Esc Esc");
  g_assert_cmpstr(together_ticket(&f->model, &writes), ==, "");
  fixture_keys(f, "@");
  fixture_tells(f, "Notes that speak to me");
  fixture_tells(f, NC_("count of mentions", " %d, %d new"), 2, 1);
  fixture_keys(f, "Enter");
  g_assert_cmpstr(f->model.ticket_key, ==, "261124-0016");
  fixture_clear(f);
}

static void desk_board(gconstpointer lang)
{
  struct fixture *f = start(24, 80, LANG(lang));
  fixture_keys(f, "B");
  fixture_tells(f, "Nothing is on the board. + posts a note for everybody on duty.");
  fixture_keys(f, "+");
  g_assert_cmpint(f->model.mode, ==, MODE_LINE);
  fixture_type(f, "Key of 9F // soon\n");
  fixture_tells(f, "“%s” is no end: write 18:00, 11/30, 2026-11-30, +8h or +3d", "soon");
  fixture_keys(f, "D Enter"); /* the words are still there */
  fixture_has(f, "post Key of 9F // soon");
  fixture_keys(f, "Esc +");
  fixture_type(f, "Key of 9F // 11/30\n");
  g_assert_cmpstr(told(f)->name, ==, "note:");
  g_assert_cmpint(command_right(told(f)), ==, RIGHT_BOARD);
  f->company = true;
  struct store_feed feed = {.topics = TOPIC_BOARD, .seq = 9};
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
  fixture_has(f, "Spare PCs");
  fixture_keys(f, "p");
  g_assert_cmpstr(told(f)->name, ==, "note:7"); /* is pinned: no longer */
  fixture_keys(f, "j x");
  g_assert_cmpstr(told(f)->name, ==, "note:9");
  fixture_clear(f);
}

static void drafts_survive(gconstpointer lang)
{
  struct fixture *f = start(24, 80, LANG(lang));
  fixture_keys(f, "m");
  fixture_type(f, "half a thought");
  fixture_keys(f, "Esc");
  fixture_tells(f, "kept as a draft: the same key goes on with it");
  fixture_keys(f, "n Tab Tab");
  fixture_type(f, "B. Stone");
  fixture_keys(f, "Esc");
  char *left = model_drafts(&f->model);
  fixture_clear(f);

  f = start(24, 80, LANG(lang));
  fixture_send(f, &(struct message){.type = MESSAGE_DRAFTS, .now = f->model.now, .text = left});
  fixture_tells(f, "Texts that were not sent");
  fixture_keys(f, "Enter"); /* the form comes first by name: "new" behind "note/..." */
  fixture_keys(f, "Esc D 2");
  fixture_has(f, "half a thought");
  fixture_keys(f, "Ctrl-U F2");
  fixture_tells(f, "there is no text yet; Esc closes without sending");
  fixture_keys(f, "Esc");
  g_free(left);
  fixture_clear(f);
}

/* Texts of two consoles that ended over the same ticket, and a command: each is there, and stays until it is sent. */
static void two_texts_for_one_place(gconstpointer lang)
{
  struct fixture *f = start(24, 80, LANG(lang));
  fixture_send(f, &(struct message){.type = MESSAGE_DRAFTS, .now = f->model.now, .text =
      "{\"note/261124-0014\":\"first words\",\"note/261124-0014~77\":\"other words\",\"command\":\"priority 1\"}"});
  has_draft(f, _("a command"), "priority 1");
  has_draft(f, _("internal note"), "first words");
  has_draft(f, _("internal note"), "other words");
  fixture_keys(f, "3");
  g_assert_cmpint(f->model.mode, ==, MODE_EDIT);
  fixture_has(f, "other words");
  fixture_keys(f, "F2");
  g_assert_cmpstr(told(f)->event.body, ==, "other words");
  fixture_outcome(f, f->model.last_tag, COMMAND_DONE, NULL);
  fixture_keys(f, "D 2");
  fixture_keys(f, "F2");
  g_assert_cmpstr(told(f)->event.body, ==, "first words");
  fixture_outcome(f, f->model.last_tag, COMMAND_DONE, NULL);
  fixture_keys(f, "D 1");
  g_assert_cmpint(f->model.mode, ==, MODE_LINE);
  fixture_has(f, "priority 1");
  fixture_keys(f, "Esc");
  g_assert_null(model_drafts(&f->model)); /* given up on purpose */
  fixture_keys(f, ":");
  fixture_type(f, "theme");
  g_assert_null(model_drafts(&f->model)); /* a name is no words */
  fixture_type(f, " dark");
  char *left = model_drafts(&f->model);
  g_assert_nonnull(strstr(left, "theme dark"));
  g_free(left);
  fixture_keys(f, "Enter");
  g_assert_null(model_drafts(&f->model));
  fixture_clear(f);
}

static void take_in(gconstpointer lang)
{
  struct fixture *f = start(24, 80, LANG(lang));
  fixture_keys(f, "n F2");
  fixture_tells(f, "which office? Type a part of its name, then Enter");
  fixture_type(f, "ロンド");
  fixture_has(f, LANG(lang) == LANG_JA ? "ロンドン" : "London");
  fixture_keys(f, "Shift-Tab");
  fixture_type(f, "J. Smith");
  fixture_keys(f, "Tab Tab");
  fixture_type(f, "VPN does not connect");
  fixture_keys(f, "Tab Tab");
  fixture_type(f, "network");
  fixture_keys(f, "Tab Tab Tab");
  fixture_type(f, "25:00");
  fixture_keys(f, "F2");
  fixture_tells(f, "when was it received? Not later than now: -15m, 9:05 or 11/22 9:05, Japan time");
  fixture_keys(f, "Ctrl-U");
  fixture_type(f, "23:50"); /* later than now: yesterday's */
  fixture_keys(f, "Tab Tab");
  fixture_type(f, "2");
  fixture_keys(f, "Tab Tab Tab Tab");
  fixture_paste(f, "two\nlines");
  fixture_keys(f, "F2");
  const struct ticket_event *event = &told(f)->event;
  g_assert_cmpint(event->kind, ==, EVENT_RECEIVED);
  g_assert_cmpstr(event->office, ==, "17");
  g_assert_cmpstr(event->title, ==, "VPN does not connect");
  g_assert_cmpstr(event->category, ==, "5.2");
  g_assert_cmpstr(event->body, ==, "two\nlines");
  g_assert_cmpint(event->priority, ==, 2);
  g_assert_cmpint(event->at, ==, FIXTURE_NOW - 41 * 60 - 7 - 24 * 3600 + 50 * 60);
  g_assert_cmpint(told(f)->at, ==, FIXTURE_NOW);
  fixture_clear(f);
}

static void paste_never_runs(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  fixture_paste(f, "q\nQ\n:quit\n");
  g_assert_null(fixture_effect(f, EFFECT_QUIT));
  g_assert_cmpint(f->model.mode, ==, MODE_NORMAL);
  fixture_has(f, "pasted text was left out");
  fixture_keys(f, ":");
  fixture_paste(f, "quit\n");
  g_assert_null(fixture_effect(f, EFFECT_QUIT));
  g_assert_cmpint(f->model.mode, ==, MODE_LINE);
  fixture_clear(f);
}

static void one_key_switches_every_word(void)
{
  struct fixture *f = start(43, 132, LANG_EN);
  fixture_has(f, "Tickets");
  fixture_keys(f, "L");
  g_assert_cmpstr(told(f)->name, ==, "lang");
  g_assert_cmpstr(told(f)->value, ==, "ja");
  fixture_has(f, "ニューヨーク");
  fixture_has(f, "11/24(火) 23:41:07 JST");
  fixture_lacks(f, "Tickets");
  fixture_keys(f, "L");
  fixture_has(f, "Tue 24 Nov 23:41:07 JST");
  fixture_clear(f);
}

static void full_width_keys(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  fixture_type(f, "ｊ");
  g_assert_cmpstr(model_subject(&f->model)->key, ==, "261124-0017");
  fixture_type(f, "？");
  g_assert_cmpint(f->model.focus, ==, PANE_HELP);
  fixture_clear(f);
}

static void read_only_shows_no_writing(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  f->model.read_only = true;
  fixture_lacks(f, "a answer");
  fixture_lacks(f, "n new");
  fixture_keys(f, "n");
  g_assert_cmpint(f->model.mode, ==, MODE_NORMAL);
  fixture_has(f, "read-only");
  fixture_clear(f);
}

static void without_rights(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  f->no_rights = true;
  fixture_send(f, &(struct message){.type = MESSAGE_START, .now = f->model.now});
  fixture_has(f, "nobody knows you");
  fixture_keys(f, "j");
  fixture_lacks(f, "a answer");
  fixture_keys(f, "r");
  g_assert_cmpint(f->model.mode, ==, MODE_NORMAL);
  fixture_has(f, "change the state of a ticket");
  fixture_keys(f, "L");
  g_assert_null(fixture_effect(f, EFFECT_TELL));
  lang_set(LANG_EN);
  fixture_clear(f);
}

static void time_goes_by(void)
{
  struct fixture *f = start(43, 132, LANG_EN);
  g_free(fixture_screen(f));
  fixture_tick(f, 1);
  g_assert_true(f->model.dirty & PANE_BIT(PANE_QUEUE));
  g_assert_true(f->model.dirty & DIRTY_HEADER);
  g_assert_false(f->model.dirty & PANE_BIT(PANE_CLOCK));
  fixture_has(f, "23:41:08");
  fixture_has(f, "LATE  0:13");
  int counted = f->asked[SLOT_COUNTS];
  fixture_tick(f, 200); /* the second deadline passes: nothing in the store says so */
  g_assert_cmpint(f->asked[SLOT_COUNTS], >, counted);
  fixture_clear(f);
}

static void without_seconds(void)
{
  struct fixture *f = start(43, 132, LANG_EN);
  fixture_type(f, ":seconds off\n");
  g_assert_cmpstr(told(f)->name, ==, "seconds");
  fixture_has(f, "Tue 24 Nov 23:41 JST");
  fixture_has(f, "18m");
  g_assert_cmpint(model_wakes_at(&f->model), ==, FIXTURE_NOW + 53);
  f->model.dirty = 0;
  fixture_tick(f, 1);
  g_assert_cmpint((int)f->model.dirty, ==, 0);
  fixture_tick(f, 52);
  g_assert_true(f->model.dirty & DIRTY_HEADER);
  fixture_clear(f);
}

static void assets_type_and_see(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  fixture_keys(f, "A");
  fixture_type(f, "rt");
  fixture_has(f, "FOC2211X0AA");
  fixture_lacks(f, "PC-00101");
  fixture_keys(f, "BackSpace BackSpace Down Enter");
  g_assert_cmpint(f->model.list[PANE_ASSET].cursor, ==, 1);
  g_assert_cmpint(f->model.mode, ==, MODE_NORMAL);
  fixture_clear(f);
}

static void failures_are_told(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  fixture_type(f, ":goto 990101-0001\n");
  fixture_has(f, "no ticket 990101-0001");
  fixture_keys(f, "Esc");
  struct store_status status = {.condition = STORE_FULL, .since = FIXTURE_NOW, .waiting = 2};
  fixture_send(f, &(struct message){.type = MESSAGE_STATUS, .now = f->model.now, .status = &status});
  fixture_has(f, "DISK FULL");
  fixture_has(f, "2 unsaved");
  fixture_clear(f);
}

static void send_status(struct fixture *f, const struct store_status *status)
{
  fixture_send(f, &(struct message){.type = MESSAGE_STATUS, .now = f->model.now, .status = status});
}

/* Who holds the lock is told after some seconds, once; a key takes it away, the end does too; the screen stays usable. */
static void a_held_lock_is_named(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  struct store_status ok = {.condition = STORE_OK},
                      busy = {.condition = STORE_BUSY, .since = FIXTURE_NOW, .waiting = 1,
                              .message = "process 4711 (toban) holds the lock and is stopped"};
  f->model.seconds = false;
  send_status(f, &busy);
  fixture_has(f, "waits for a lock");
  fixture_lacks(f, "4711");
  g_assert_cmpint(model_wakes_at(&f->model), ==, FIXTURE_NOW + 3);
  fixture_tick(f, 3);
  fixture_has(f, "process 4711 (toban) holds the lock and is stopped");
  fixture_keys(f, "j");
  fixture_lacks(f, "4711");
  fixture_tick(f, 60);
  fixture_lacks(f, "4711"); /* once is enough; the header still says that it waits */
  fixture_has(f, "waits for a lock");
  send_status(f, &ok);
  busy.since = f->model.now;
  send_status(f, &busy);
  fixture_tick(f, 3);
  fixture_has(f, "4711");
  send_status(f, &ok);
  fixture_lacks(f, "4711");
  fixture_has(f, "store ok");
  fixture_clear(f);
}

static void press(struct fixture *f, int row, int col, int button)
{
  struct input_event event = {.type = INPUT_MOUSE, .row = row, .col = col, .button = button, .press = true};
  fixture_send(f, &(struct message){.type = MESSAGE_INPUT, .now = f->model.now, .input = &event});
}

static void mouse(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  press(f, 6, 20, 1);
  g_assert_cmpstr(model_subject(&f->model)->key, ==, "261124-0016");
  press(f, 6, 20, 5);
  g_assert_cmpint(f->model.queue.cursor, ==, 5);
  press(f, 3, 20, 1); /* the column titles */
  g_assert_cmpint(f->model.queue.cursor, ==, 5);
  press(f, 17, 4, 1);
  g_assert_cmpint(f->model.focus, ==, PANE_DUE);
  g_assert_cmpint(f->model.list[PANE_DUE].cursor, ==, 2);
  press(f, 17, 4, 1);
  g_assert_cmpstr(f->model.ticket_key, ==, "261124-0016");
  fixture_keys(f, "Esc 4");
  press(f, 5, 4, 1);
  g_assert_cmpint(f->model.list[PANE_HEALTH].cursor, ==, 1);
  press(f, 4, 4, 1); /* the second line of the first endpoint */
  g_assert_cmpint(f->model.list[PANE_HEALTH].cursor, ==, 0);
  g_assert_cmpint(f->model.focus, ==, PANE_HEALTH);
  press(f, 4, 4, 1); /* a second time opens it */
  g_assert_cmpint(f->model.focus, ==, PANE_ENDPOINT);
  fixture_clear(f);
}

/* Where the input method draws: the cursor is on what is typed, hidden otherwise. */
static void cursor_follows_the_text(void)
{
  struct fixture *f = start(24, 80, LANG_JA);
  g_free(fixture_screen(f));
  g_assert_cmpint(f->grid.cursor_y, ==, -1);
  fixture_keys(f, "/");
  fixture_type(f, "回線");
  g_free(fixture_screen(f));
  g_assert_cmpint(f->grid.cursor_y, ==, 23);
  g_assert_cmpint(f->grid.cursor_x, ==, 6);
  fixture_keys(f, "Esc m");
  fixture_type(f, "日本\na");
  g_free(fixture_screen(f));
  g_assert_cmpint(f->grid.cursor_x, ==, 3);
  fixture_clear(f);
}

/* Any keys in any state: the program stands, the screen keeps its shape. */
static void any_keys(void)
{
  static const char *const keys[] = {"j", "k", "Enter", "Esc", "Tab", "z", "v", "/", ":", "a", "m", "n", "t", "T", "h", "u", "r",
                                     "c", "R", "p", "E", "g", "G", "PgDn", "L", "?", "A", "1", "2", "3", "4", "5", "6", "D", "F2",
                                     "Left", "Up", "Down", "BackSpace", "Ctrl-C", "Space", "x", "o", "Ctrl-W", "Home", "Ctrl-D"};
  struct fixture *f = start(24, 80, LANG_EN);
  g_test_message("seed is G_TEST's");
  for (int i = 0; i < 3000; i++) {
    int pick = g_test_rand_int_range(0, (int)G_N_ELEMENTS(keys) + 3);
    if (pick >= (int)G_N_ELEMENTS(keys)) {
      static const int sizes[][2] = {{5, 20}, {15, 60}, {43, 132}, {24, 80}, {60, 200}};
      int size = g_test_rand_int_range(0, G_N_ELEMENTS(sizes));
      fixture_send(f, &(struct message){.type = MESSAGE_RESIZE, .now = f->model.now, .rows = sizes[size][0],
                                        .cols = sizes[size][1]});
    } else {
      fixture_keys(f, keys[pick]);
    }
    if (fixture_effect(f, EFFECT_TELL) != NULL)
      fixture_outcome(f, f->model.last_tag, g_test_rand_bit() ? COMMAND_DONE : COMMAND_CONFLICT, "somebody");
    g_free(fixture_screen(f));
  }
  fixture_clear(f);
}

/* A warning that is due is claimed; who was first rings, the other says it quietly. */
static void due_now(struct fixture *f, const char *warning, utc_t since, const char *assignee)
{
  struct store_feed feed = {.topics = TOPIC_TICKET, .seq = 9};
  f->warning = warning;
  f->warning_since = since;
  f->warning_assignee = assignee;
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
}

static void warned(struct fixture *f, enum command_result result)
{
  g_assert_cmpint(told(f)->kind, ==, COMMAND_ALERT);
  f->warning = NULL;
  fixture_outcome(f, f->model.last_tag, result, NULL);
}

static void a_warning_rings_once(void)
{
  struct fixture *f = start(43, 132, LANG_EN);
  due_now(f, "15m", FIXTURE_NOW, NULL);
  warned(f, COMMAND_DONE);
  g_assert_nonnull(fixture_effect(f, EFFECT_BELL));
  g_assert_null(fixture_effect(f, EFFECT_NOTIFY));
  fixture_has(f, "261124-0014 New York resolution: 15 min left");
  g_assert_cmpint(model_wakes_at(&f->model), ==, FIXTURE_NOW + 1);
  g_assert_true(f->model.dirty == 0);
  fixture_tick(f, 1);
  g_assert_true(f->model.dirty & PANE_BIT(PANE_DUE));       /* it flashes */
  due_now(f, "late", FIXTURE_NOW + 1, NULL);
  warned(f, COMMAND_REPEATED);
  g_assert_null(fixture_effect(f, EFFECT_BELL));
  fixture_has(f, "261124-0014 New York resolution: missed");
  fixture_clear(f);
}

static void a_warning_goes_to_its_operator_first(void)
{
  struct fixture *f = start(43, 132, LANG_EN);
  due_now(f, "late", FIXTURE_NOW, "sora");                  /* is at a console */
  g_assert_null(fixture_effect(f, EFFECT_TELL));
  fixture_tick(f, 4);
  g_assert_null(fixture_effect(f, EFFECT_TELL));
  fixture_tick(f, 1);
  warned(f, COMMAND_REPEATED);
  fixture_tick(f, 60);
  due_now(f, "late", f->model.now, "ken");                  /* that is me */
  warned(f, COMMAND_DONE);
  g_assert_nonnull(fixture_effect(f, EFFECT_BELL));
  fixture_clear(f);
}

static void warnings_of_the_night(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  due_now(f, "late", FIXTURE_NOW - 3600, NULL);
  g_assert_null(told(f)->name);                             /* all that is old, in one go */
  warned(f, COMMAND_DONE);
  fixture_has(f, "nobody was at the desk: 9");
  fixture_clear(f);
}

static void warnings_are_quiet(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  f->model.read_only = true;
  due_now(f, "late", FIXTURE_NOW, NULL);
  g_assert_null(fixture_effect(f, EFFECT_TELL));
  f->model.read_only = false;
  fixture_type(f, ":notify on\n");
  due_now(f, "late", FIXTURE_NOW, NULL);
  warned(f, COMMAND_DONE);
  const struct effect *effect = fixture_effect(f, EFFECT_NOTIFY);
  g_assert_nonnull(effect);
  g_assert_nonnull(strstr(effect->text, "261124-0014"));
  fixture_clear(f);
}

static void month_and_causes(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  f->model.roles |= ROLE_BIT(ROLE_DEPUTY);
  fixture_keys(f, "M");
  fixture_has(f, "Service levels 2026-11 [not over]");
  fixture_keys(f, "[ j j");
  fixture_has(f, "Service levels 2026-10 [closed, version 2]");
  fixture_type(f, "enothing between\n");
  g_assert_null(fixture_effect(f, EFFECT_TELL));
  fixture_type(f, "ealone at night // two from December on\n");
  g_assert_cmpint(told(f)->kind, ==, COMMAND_CAUSE);
  g_assert_cmpstr(told(f)->name, ==, "2026-10");
  g_assert_nonnull(strstr(told(f)->value, "\"resolution-1\""));
  g_assert_nonnull(strstr(told(f)->value, "two from December on"));
  fixture_outcome(f, f->model.last_tag, COMMAND_DONE, NULL);
  fixture_has(f, "the cause is written down");
  fixture_keys(f, "C 2");
  g_assert_cmpint(told(f)->kind, ==, COMMAND_CLOSE);
  int asked = f->asked[SLOT_PANE(PANE_MONTH)];
  struct store_feed feed = {.topics = TOPIC_TICKET, .seq = 9};
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
  g_assert_cmpint(f->asked[SLOT_PANE(PANE_MONTH)], ==, asked + 1);
  fixture_keys(f, "Esc");
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
  g_assert_cmpint(f->asked[SLOT_PANE(PANE_MONTH)], ==, asked + 1);      /* nobody looks */
  fixture_clear(f);
}

static void exclusions(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  fixture_keys(f, "e 3 2");
  const struct command *command = told(f);
  g_assert_cmpint(command->event.kind, ==, EVENT_EXCLUSION_REQUESTED);
  g_assert_cmpint(command->event.clocks, ==, CLOCK_BIT(CLOCK_RESPONSE) + CLOCK_BIT(CLOCK_RESOLUTION));
  g_assert_cmpstr(command->event.reason, ==, "tool-failure");
  g_assert_cmpstr(command->event.ticket, ==, "261124-0014");
  fixture_outcome(f, f->model.last_tag, COMMAND_DONE, NULL);
  fixture_keys(f, "X j +");
  g_assert_null(fixture_effect(f, EFFECT_TELL));             /* an agent may not */
  f->model.roles |= ROLE_BIT(ROLE_DEPUTY);
  fixture_keys(f, "j");
  fixture_has(f, "+ approve");
  fixture_keys(f, "+");
  command = told(f);
  g_assert_cmpint(command->event.kind, ==, EVENT_EXCLUSION_APPROVED);
  g_assert_cmpstr(command->event.ticket, ==, "261117-0019");
  g_assert_cmpint(command->revision, ==, 9);
  fixture_keys(f, "k -");
  g_assert_cmpint(told(f)->event.kind, ==, EVENT_EXCLUSION_REJECTED);
  fixture_keys(f, "Enter");
  g_assert_cmpint(f->model.focus, ==, PANE_TICKET);
  fixture_clear(f);
}

static void unlock(struct fixture *f, const GError *error)
{
  fixture_send(f, &(struct message){.type = MESSAGE_UNLOCK, .now = f->model.now, .error = error});
}

/* Locked, nothing of the desk is seen and no key does anything; the password goes to the host, and nowhere else. */
static void locked_screen(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  GError *wrong = g_error_new_literal(TOBAN_ERROR, TE_PERMISSION, "that is not the password");
  fixture_has(f, "New York");
  fixture_keys(f, "K");
  fixture_has(f, "Locked");
  char *text = fixture_screen(f);
  g_assert_null(strstr(text, "New York"));
  g_free(text);
  fixture_keys(f, "n : Q Esc");
  g_assert_null(fixture_effect(f, EFFECT_QUIT));
  g_assert_cmpint(f->model.mode, ==, MODE_NORMAL);
  fixture_type(f, "secret");
  fixture_has(f, "Password: ******");
  fixture_keys(f, "Enter");
  g_assert_cmpstr(fixture_effect(f, EFFECT_UNLOCK)->text, ==, "secret");
  fixture_has(f, "asking the host");
  unlock(f, wrong);
  fixture_has(f, "that is not the password");
  fixture_type(f, "other");
  fixture_keys(f, "Enter");
  unlock(f, NULL);
  fixture_has(f, "New York");
  g_error_free(wrong);
  fixture_clear(f);
}

static void locks_by_itself(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  lock_after(f->model.lock, 5);
  utc_t now = f->model.now;
  fixture_keys(f, "j");
  fixture_send(f, &(struct message){.type = MESSAGE_TICK, .now = now + 299});
  g_assert_false(lock_is_on(f->model.lock));
  fixture_send(f, &(struct message){.type = MESSAGE_TICK, .now = now + 300});
  g_assert_true(lock_is_on(f->model.lock));
  f->model.ref->demo = true; /* there it has nothing to hide */
  fixture_has(f, "Enter opens it again");
  fixture_keys(f, "Enter");
  g_assert_false(lock_is_on(f->model.lock));
  g_assert_null(fixture_effect(f, EFFECT_UNLOCK));
  fixture_clear(f);
}

static void change_of_person(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  fixture_keys(f, ":");
  fixture_type(f, "change nobody");
  fixture_keys(f, "Enter");
  g_assert_null(fixture_effect(f, EFFECT_QUIT));
  fixture_keys(f, ":");
  fixture_type(f, "change sora");
  fixture_keys(f, "Enter");
  g_assert_cmpstr(fixture_effect(f, EFFECT_QUIT)->text, ==, "sora");
  fixture_clear(f);
}

/* Every action of the console by every role: the guard says what the table of rights says, and why. */
static void every_action_by_every_role(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  int count;
  const struct action *table = action_table(&count);
  for (int i = 0; i < count; i++)
    for (int role = 0; role < PERSON_ROLES; role++) {
      char *why = NULL;
      f->model.roles = ROLE_BIT(role);
      bool may = action_permitted(&table[i], &f->model, &why);
      g_assert_cmpint(may, ==, right_may(ROLE_BIT(role), table[i].right));
      g_assert_cmpint(may, ==, why == NULL);
      g_assert_true(may || strstr(why, right_text(table[i].right)) != NULL);
      g_free(why);
    }
  f->model.roles = ~0u;
  f->model.read_only = true; /* then not even an administrator */
  for (int i = 0; i < count; i++)
    g_assert_cmpint(action_permitted(&table[i], &f->model, NULL), ==, table[i].right == RIGHT_READ);
  fixture_clear(f);
}

/* In a demonstration anybody plays anybody: the first word of the screen says that it is one. */
static void demonstration_is_seen(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  char *before = fixture_screen(f);
  g_assert_null(strstr(before, "[demo]"));
  f->model.ref->demo = true;
  f->model.dirty = DIRTY_ALL;
  fixture_has(f, "toban [demo]");
  g_free(before);
  fixture_clear(f);
}

/* Decided with words, by who may; the line asks for them. */
static void approvals(void)
{
  struct fixture *f = start(24, 80, LANG_EN);
  fixture_keys(f, "W +");
  g_assert_cmpint(f->model.mode, ==, MODE_LINE);
  fixture_type(f, "no line that day");
  fixture_keys(f, "Enter");
  g_assert_null(fixture_effect(f, EFFECT_TELL));             /* an agent may not */
  fixture_has(f, "not permitted");
  f->model.roles |= ROLE_BIT(ROLE_IS_SECTION);
  fixture_keys(f, "+");
  fixture_type(f, "no line that day");
  fixture_keys(f, "Enter");
  const struct command *command = told(f);
  g_assert_cmpint(command->event.kind, ==, EVENT_EXCLUSION_APPROVED);
  g_assert_cmpstr(command->event.body, ==, "no line that day");
  fixture_outcome(f, f->model.last_tag, COMMAND_DONE, NULL);
  fixture_keys(f, "j -");
  fixture_type(f, "too early");
  fixture_keys(f, "Enter");
  command = told(f);
  g_assert_cmpint(command->kind, ==, COMMAND_APPROVAL);
  g_assert_cmpint(command_right(command), ==, RIGHT_DECIDE_WORK);
  g_assert_cmpstr(command->name, ==, "refuse work-plan-3");
  int asked = f->asked[SLOT_PANE(PANE_APPROVAL)];
  struct store_feed feed = {.topics = TOPIC_APPROVAL, .seq = 9};
  fixture_send(f, &(struct message){.type = MESSAGE_FEED, .now = f->model.now, .feed = &feed});
  g_assert_cmpint(f->asked[SLOT_PANE(PANE_APPROVAL)], ==, asked + 1);
  fixture_keys(f, "k Enter");
  g_assert_cmpint(f->model.focus, ==, PANE_TICKET);
  fixture_clear(f);
}

static const struct command *looked(const struct fixture *f)
{
  const struct effect *effect = fixture_effect(f, EFFECT_LOOK);
  return effect == NULL ? NULL : effect->take_command;
}

/* What is personal and on the screen is told to the store, once; not what only flashes past. */
static void looks_are_recorded(void)
{
  struct fixture *f = start(43, 132, LANG_EN);
  g_assert_null(looked(f));
  fixture_keys(f, "Enter");
  g_assert_cmpstr(looked(f)->name, ==, "ticket");
  g_assert_cmpstr(looked(f)->value, ==, "261124-0014");
  fixture_keys(f, "1 j"); /* the queue leads the open ticket */
  g_assert_null(looked(f));
  fixture_keys(f, "j");
  g_assert_null(looked(f));
  fixture_tick(f, 1);
  g_assert_cmpstr(looked(f)->value, ==, f->model.ticket_key);
  fixture_tick(f, 1);
  g_assert_null(looked(f));
  fixture_keys(f, "k");
  f->model.now += 2; /* moved on before any tick */
  fixture_keys(f, "k");
  g_assert_nonnull(looked(f));
  fixture_tick(f, 86400);
  g_assert_cmpstr(looked(f)->value, ==, "261124-0014"); /* another day */
  fixture_keys(f, "A");
  fixture_type(f, "pc");
  g_assert_null(looked(f));
  fixture_keys(f, "Enter");
  g_assert_cmpstr(looked(f)->name, ==, "assets");
  g_assert_cmpstr(looked(f)->value, ==, "pc");
  fixture_clear(f);
}

static void read_only_records_nothing(void)
{
  struct fixture *f = start(43, 132, LANG_EN);
  f->model.read_only = true;
  fixture_keys(f, "Enter");
  g_assert_null(looked(f));
  f->model.read_only = false;
  f->model.store.condition = STORE_READONLY; /* the file cannot be written by this account */
  fixture_tick(f, 1);
  g_assert_null(looked(f));
  fixture_clear(f);
}

/* Typed and seen: each letter asks, the answer of an older question is told from its own. */
static void searches(gconstpointer lang)
{
  struct fixture *f = start(24, 80, LANG(lang));
  fixture_knowledge(f);
  fixture_keys(f, "F");
  g_assert_cmpint(f->model.mode, ==, MODE_LINE);
  int asked = f->asked[SLOT_PANE(PANE_SEARCH)];
  fixture_type(f, "紙詰");
  g_assert_cmpint(f->asked[SLOT_PANE(PANE_SEARCH)], ==, asked + 2);
  fixture_has(f, "261124-0001");
  fixture_has(f, "print-jam");
  fixture_keys(f, "Enter f");
  fixture_lacks(f, "print-jam");
  fixture_keys(f, "f f");
  fixture_has(f, "print-jam");
  fixture_lacks(f, "261124-0001");
  fixture_keys(f, "Enter");
  g_assert_cmpint(f->model.focus, ==, PANE_ARTICLE);
  fixture_has(f, "紙詰まりが繰り返す");
  fixture_keys(f, "Esc f Enter");
  fixture_keys(f, "Esc");
  fixture_keys(f, ":");
  fixture_type(f, "search printer floor");
  fixture_keys(f, "Enter");
  fixture_has(f, "261124-0002");
  fixture_has(f, "カミヅマリ");
  fixture_keys(f, "Enter");
  g_assert_cmpint(f->model.focus, ==, PANE_TICKET);
  g_assert_cmpstr(f->model.ticket_key, ==, "261124-0002");
  fixture_clear(f);
}

/* From the list to the article, edited beside each other; what is typed is kept; votes and moves are commands. */
static void knowledge(void)
{
  struct fixture *f = start(43, 132, LANG_EN);
  fixture_knowledge(f);
  f->model.roles |= ROLE_BIT(ROLE_LEADER_HQ);
  fixture_keys(f, "J /");
  fixture_type(f, "jam");
  fixture_keys(f, "Enter Enter");
  fixture_has(f, "Paper jams again and again");
  fixture_has(f, "紙詰まりが繰り返す");
  fixture_has(f, "older than the other side");
  fixture_keys(f, "+");
  g_assert_cmpint(command_right(told(f)), ==, RIGHT_KNOWLEDGE_EDIT);
  fixture_outcome(f, f->model.last_tag, COMMAND_DONE, NULL);
  fixture_keys(f, "i");
  g_assert_cmpint(command_right(told(f)), ==, RIGHT_KNOWLEDGE_PUBLISH);
  fixture_outcome(f, f->model.last_tag, COMMAND_DONE, NULL);
  fixture_keys(f, "e");
  g_assert_cmpint(f->model.mode, ==, MODE_ARTICLE);
  fixture_type(f, " End.");
  fixture_keys(f, "Tab");
  fixture_type(f, " おわり。");
  fixture_keys(f, "Esc");
  g_assert_cmpint(f->model.mode, ==, MODE_NORMAL);
  fixture_keys(f, "e");                       /* nothing typed is lost */
  fixture_has(f, "おわり。");
  fixture_keys(f, "F2");
  const struct command *command = told(f);
  char *data = json_dumps(command->records, 0);
  g_assert_nonnull(strstr(data, "knowledge-saved"));
  g_assert_nonnull(strstr(data, "\"Paper jams again and again\""));
  g_assert_nonnull(strstr(data, "After three jams in one place stop using it and tell us End."));
  free(data);
  fixture_outcome(f, f->model.last_tag, COMMAND_DONE, NULL);
  g_assert_cmpint(g_hash_table_size(f->model.drafts), ==, 0);
  fixture_clear(f);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/console/cursor-stays", cursor_stays_on_its_ticket);
  g_test_add_func("/console/cursor-stays-at-place", cursor_stays_at_its_place);
  g_test_add_func("/console/a-million-rows", a_million_rows);
  fixture_test("/console/views-and-filter", views_and_filter);
  g_test_add_func("/console/back-one-step", back_one_step_always);
  g_test_add_func("/console/queue-leads-ticket", queue_leads_the_open_ticket);
  fixture_test("/console/take-and-states", take_and_states);
  fixture_test("/console/conflict", conflict_keeps_the_text);
  fixture_test("/console/two-edits", two_edits_meet);
  fixture_test("/console/others", others_at_the_desk);
  fixture_test("/console/board", desk_board);
  fixture_test("/console/drafts", drafts_survive);
  fixture_test("/console/two-texts", two_texts_for_one_place);
  fixture_test("/console/take-in", take_in);
  g_test_add_func("/console/paste", paste_never_runs);
  g_test_add_func("/console/language", one_key_switches_every_word);
  g_test_add_func("/console/full-width", full_width_keys);
  g_test_add_func("/console/read-only", read_only_shows_no_writing);
  g_test_add_func("/console/without-rights", without_rights);
  g_test_add_func("/console/time", time_goes_by);
  g_test_add_func("/console/without-seconds", without_seconds);
  g_test_add_func("/console/assets", assets_type_and_see);
  g_test_add_func("/console/failures", failures_are_told);
  g_test_add_func("/console/a-held-lock-is-named", a_held_lock_is_named);
  g_test_add_func("/console/mouse", mouse);
  g_test_add_func("/console/cursor", cursor_follows_the_text);
  g_test_add_func("/console/month", month_and_causes);
  g_test_add_func("/console/exclusions", exclusions);
  g_test_add_func("/console/approvals", approvals);
  fixture_test("/console/searches", searches);
  g_test_add_func("/console/knowledge", knowledge);
  g_test_add_func("/console/locked-screen", locked_screen);
  g_test_add_func("/console/locks-by-itself", locks_by_itself);
  g_test_add_func("/console/change-of-person", change_of_person);
  g_test_add_func("/console/every-action-by-every-role", every_action_by_every_role);
  g_test_add_func("/console/demonstration", demonstration_is_seen);
  g_test_add_func("/console/warning", a_warning_rings_once);
  g_test_add_func("/console/warning-operator", a_warning_goes_to_its_operator_first);
  g_test_add_func("/console/warning-old", warnings_of_the_night);
  g_test_add_func("/console/warning-quiet", warnings_are_quiet);
  g_test_add_func("/console/looks", looks_are_recorded);
  g_test_add_func("/console/looks-read-only", read_only_records_nothing);
  g_test_add_func("/console/any-keys", any_keys);
  return g_test_run();
}
