/* Who else is there, what is new, who was spoken to, what is on the board. */
#include "desk.h"
#include "toban/board.h"
#include "toban/lang.h"
#include "toban/look.h"
#include "toban/mention.h"
#include "toban/record.h"
#include "toban/together.h"
#include "toban/verify.h"

static void check_mentions(const char *text, const char *wanted)
{
  GPtrArray *found = mentions_in(text);
  g_ptr_array_add(found, NULL);
  char *joined = g_strjoinv(" ", (char **)found->pdata);
  g_assert_cmpstr(joined, ==, wanted);
  g_free(joined);
  g_ptr_array_unref(found);
}

static void mentions_of_texts(void)
{
  check_mentions("@ken", "ken");
  check_mentions("Please look, @Ken. And @sora, @ken too", "ken sora");
  check_mentions("a.rivera@example.com mailed; x@y", "");
  check_mentions("確認お願いします@midoriさん ＠hanako", "midori hanako");
  check_mentions("@@ken @ @. @-", "ken");
  check_mentions("(@a_b-c.d)", "a_b-c.d");
  check_mentions("", "");
  check_mentions(NULL, "");
  check_mentions("\xff@ken", "");
}

static struct together *read(struct db *db, const char *login, utc_t now)
{
  struct together_args args = {.now = now};
  GError *error = NULL;
  g_strlcpy(args.actor, login, sizeof args.actor);
  struct together *t = together_read(db, &args, &error);
  g_assert_no_error(error);
  return t;
}

static void do_by(struct db *db, const char *actor, struct ticket_event event)
{
  struct command *command = command_ticket(actor, event.at, 0, &event);
  struct command_outcome outcome;
  GError *error = NULL;
  desk_ok(command_run(db, command, &outcome, &error), error);
  command_free(command);
}

static void note(struct db *db, const char *actor, const char *key, const char *body, utc_t at)
{
  struct ticket_event event = desk_event(key, EVENT_NOTE, at, NULL);
  event.body = body;
  do_by(db, actor, event);
}

/* As the console does when the ticket stands on its screen. */
static void see(struct db *db, const char *login, const char *key, utc_t at)
{
  GError *error = NULL;
  int64_t revision = 0, seq = 0;
  desk_ok(db_get_int(db, &revision, 0, &error, "SELECT revision FROM ticket WHERE key = $1", "t", key) &&
          db_get_int(db, &seq, 0, &error, "SELECT max(seq) FROM event WHERE ticket = $1", "t", key), error);
  struct command *command = look_command(login, at, LOOK_TICKET, key);
  struct command_outcome outcome;
  command->revision = revision;
  command->event.seq = seq;
  desk_ok(command_run(db, command, &outcome, &error), error);
  command_free(command);
}

static struct db *two_tickets(const struct tempdb *temp)
{
  struct db *db = desk_open(temp);
  for (int i = 0; i < 2; i++) {
    struct ticket_event made = desk_received("title", NOON + i, 2);
    made.ticket = i == 0 ? "A" : "B";
    desk_do(db, &made);
  }
  return db;
}

static void assert_sound(struct db *db, bool sound)
{
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  g_assert_cmpint(report.differences == 0, ==, sound);
  verify_report_clear(&report);
}

static void news_since_one_looked(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = two_tickets(&temp);
  struct together *t = read(db, "yamada", NOON + 10);
  g_assert_cmpint(t->unreads, ==, 0); /* never looked, not given to: no news */
  snapshot_free(t);
  see(db, "yamada", "A", NOON + 20);
  note(db, "sato", "A", "text", NOON + 30);
  t = read(db, "yamada", NOON + 40);
  g_assert_cmpint(t->unreads, ==, 1);
  g_assert_true(together_is_unread(t, "A"));
  g_assert_false(together_is_unread(t, "B"));
  snapshot_free(t);
  see(db, "yamada", "A", NOON + 50);
  note(db, "yamada", "A", "my own", NOON + 60); /* is no news to me */
  t = read(db, "yamada", NOON + 70);
  g_assert_cmpint(t->unreads, ==, 0);
  snapshot_free(t);
  struct ticket_event give = desk_event("B", EVENT_ASSIGNED, NOON + 80, "yamada");
  do_by(db, "sato", give);
  t = read(db, "yamada", NOON + 90);
  g_assert_true(together_is_unread(t, "B")); /* mine, and never looked at */
  snapshot_free(t);
  note(db, "sato", "A", "more", NOON + 95);
  do_by(db, "sato", desk_event("A", EVENT_STATE, NOON + 100, "resolved"));
  t = read(db, "yamada", NOON + 110);
  g_assert_false(together_is_unread(t, "A")); /* no longer open */
  snapshot_free(t);
  assert_sound(db, true);
  db_close(db);
  tempdb_free(&temp);
}

static void spoken_to(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = two_tickets(&temp);
  GError *error = NULL;
  note(db, "sato", "A", "@yamada @sato look", NOON + 30);
  note(db, "chief", "B", "＠yamada これも", NOON + 40);
  struct together *t = read(db, "yamada", NOON + 50);
  g_assert_cmpint(t->mentions, ==, 2);
  g_assert_cmpint(t->mentions_unread, ==, 2);
  g_assert_cmpstr(t->mention[0].ticket, ==, "B");
  g_assert_cmpstr(t->mention[0].by, ==, "chief");
  g_assert_cmpint(t->newest, ==, t->mention[0].seq);
  snapshot_free(t);
  see(db, "yamada", "A", NOON + 60);
  t = read(db, "yamada", NOON + 70);
  g_assert_cmpint(t->mentions_unread, ==, 1);
  g_assert_false(t->mention[1].unread);
  snapshot_free(t);
  t = read(db, "sato", NOON + 70);
  g_assert_cmpint(t->mentions, ==, 0); /* nobody speaks to himself */
  snapshot_free(t);
  assert_sound(db, true);
  desk_ok(db_exec(db, &error, "DELETE FROM mention WHERE ticket = 'A'", ""), error);
  assert_sound(db, false);
  desk_ok(verify_rebuild(db, &error), error);
  assert_sound(db, true);
  desk_ok(db_exec(db, &error, "UPDATE mention SET login = 'other' WHERE ticket = 'A'", ""), error);
  assert_sound(db, false);
  db_close(db);
  tempdb_free(&temp);
}

static void here(struct db *db, const char *login, const char *console, const char *value, utc_t at)
{
  struct command *command = command_new(COMMAND_PRESENCE, login, at);
  struct command_outcome outcome;
  GError *error = NULL;
  command_set(command, &command->name, console);
  command_set(command, &command->value, value);
  desk_ok(command_run(db, command, &outcome, &error), error);
  command_free(command);
}

static void who_is_at_it(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = two_tickets(&temp);
  here(db, "sato", "h:1", "tokyo\tja\tA\t0", NOON);
  here(db, "sato", "h:2", "tokyo\tja\tA\t1", NOON);
  here(db, "yamada", "h:3", "tokyo\tja\tB\t0", NOON);
  here(db, "chief", "h:4", "tokyo\tja", NOON); /* as older programs say it */
  struct together *t = read(db, "yamada", NOON + 10);
  g_assert_cmpint(t->lookers, ==, 1);
  g_assert_cmpstr(t->looker[0].ticket, ==, "A");
  g_assert_cmpstr(t->looker[0].login, ==, "sato");
  g_assert_true(t->looker[0].writes); /* in one of his consoles */
  snapshot_free(t);
  int64_t told = desk_count(db, "SELECT count(*) FROM feed WHERE topic = 8");
  here(db, "sato", "h:2", "tokyo\tja\tA\t1", NOON + 60); /* nothing new: nobody is woken */
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM feed WHERE topic = 8"), ==, told);
  here(db, "sato", "h:2", "tokyo\tja\tB\t1", NOON + 70);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM feed WHERE topic = 8"), ==, told + 1);
  here(db, "sato", "h:2", NULL, NOON + 80);
  t = read(db, "yamada", NOON + 90);
  g_assert_cmpint(t->lookers, ==, 1);
  g_assert_false(t->looker[0].writes);
  snapshot_free(t);
  t = read(db, "yamada", NOON + 300); /* killed: silent for three minutes */
  g_assert_cmpint(t->lookers, ==, 0);
  snapshot_free(t);
  db_close(db);
  tempdb_free(&temp);
}

/* --- the board ------------------------------------------------------------------------------------------------ */
static bool run(struct db *db, struct command *take_command, GError **error)
{
  struct command_outcome outcome;
  bool done = command_run(db, take_command, &outcome, error);
  command_free(take_command);
  return done;
}

static struct board_list *board(struct db *db, utc_t now, bool all)
{
  struct board_args args = {.now = now, .all = all};
  GError *error = NULL;
  struct board_list *list = board_list_read(db, &args, &error);
  g_assert_no_error(error);
  return list;
}

static void on_the_board(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GError *error = NULL;
  desk_person(db, "fumi", "viewer");
  desk_ok(run(db, board_post("sato", NOON, "電源工事 11/27", NOON + 3600, false), &error), error);
  desk_ok(run(db, board_post("yamada", NOON + 1, "second", UTC_NONE, false), &error), error);
  desk_ok(run(db, board_post("yamada", NOON + 2, "third", UTC_NONE, false), &error), error);
  desk_ok(run(db, board_take("sato", NOON + 3, BOARD_PIN, 2), &error), error);
  struct board_list *list = board(db, NOON + 10, false);
  g_assert_cmpint(list->rows, ==, 3);
  g_assert_cmpint(list->row[0].number, ==, 2); /* pinned */
  g_assert_cmpint(list->row[1].number, ==, 3);
  g_assert_cmpstr(list->row[2].text, ==, "電源工事 11/27");
  snapshot_free(list);
  list = board(db, NOON + 3600, false);
  g_assert_cmpint(list->rows, ==, 2); /* its time is over */
  snapshot_free(list);
  desk_ok(run(db, board_take("chief", NOON + 4000, BOARD_DONE, 2), &error), error);
  desk_ok(run(db, board_take("chief", NOON + 4001, BOARD_UNPIN, 3), &error), error);
  list = board(db, NOON + 5000, true);
  g_assert_cmpint(list->rows, ==, 3);
  g_assert_cmpstr(list->row[2].done_by, ==, "chief");
  g_assert_true(list->row[1].over);
  snapshot_free(list);
  g_assert_false(run(db, board_take("chief", NOON + 5000, BOARD_DONE, 2), &error)); /* is done */
  assert_error(error, TE_NOINPUT);
  g_assert_false(run(db, board_take("chief", NOON + 5000, BOARD_PIN, 99), &error));
  assert_error(error, TE_NOINPUT);
  g_assert_false(run(db, board_post("sato", NOON, "  ", UTC_NONE, false), &error));
  assert_error(error, TE_DATA);
  g_assert_false(run(db, board_post("sato", NOON, "late", NOON - 1, false), &error));
  assert_error(error, TE_DATA);
  char *longer = g_strnfill(BOARD_TEXT_MOST + 1, 'x');
  g_assert_false(run(db, board_post("sato", NOON, longer, UTC_NONE, false), &error));
  assert_error(error, TE_DATA);
  g_free(longer);
  g_assert_false(run(db, board_post("fumi", NOON, "text", UTC_NONE, false), &error));
  assert_error(error, TE_PERMISSION);
  assert_sound(db, true);
  desk_ok(db_exec(db, &error, "UPDATE desk_note SET text = 'other' WHERE number = 1", ""), error);
  assert_sound(db, false);
  desk_ok(verify_rebuild(db, &error), error);
  assert_sound(db, true);
  db_close(db);
  tempdb_free(&temp);
}

static void ends(void)
{
  static const struct { const char *text; utc_t at; } good[] = {
      {"18:00", NOON + 6 * 3600}, {"12:00", NOON + 24 * 3600}, {"0:00", NOON + 12 * 3600},
      {"11/22", NOON + 12 * 3600}, {"11/30", NOON + 8 * 86400 + 12 * 3600},
      {"1/5", NOON + (9 + 31 + 5 - 1) * 86400 + 12 * 3600 - 12 * 3600 + 12 * 3600},
      {"2026-11-30", NOON + 8 * 86400 + 12 * 3600}, {"+8h", NOON + 8 * 3600}, {"+3d", NOON + 3 * 86400},
      {"2026-11-22T03:30:00Z", NOON + 1800}};
  static const char *const bad[] = {"", "soon", "25:00", "+0h", "+3w", "13/1", "2/30", "-1d", "11/30 x"};
  utc_t at;
  GError *error = NULL;
  for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
    desk_ok(board_until(good[i].text, NOON, &at, &error), error);
    g_assert_cmpint(at, ==, good[i].at);
  }
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_assert_false(board_until(bad[i], NOON, &at, &error));
    assert_error(error, TE_DATA);
  }
}

int main(int argc, char **argv)
{
  lang_init();
  lang_set(LANG_EN);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/together/mentions-of-texts", mentions_of_texts);
  g_test_add_func("/together/news", news_since_one_looked);
  g_test_add_func("/together/spoken-to", spoken_to);
  g_test_add_func("/together/who-is-at-it", who_is_at_it);
  g_test_add_func("/together/board", on_the_board);
  g_test_add_func("/together/ends", ends);
  return g_test_run();
}
