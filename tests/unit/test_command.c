#include <sys/wait.h>
#include <unistd.h>

#include "desk.h"
#include "toban/verify.h"

static struct command_outcome run(struct db *db, const char *actor, int64_t revision, const struct ticket_event *event,
                                  GError **error)
{
  struct command *command = command_ticket(actor, NOON + 100000, revision, event);
  struct command_outcome outcome;
  command_run(db, command, &outcome, error);
  command_free(command);
  return outcome;
}

static void assert_sound(struct db *db)
{
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  g_assert_cmpstr(report.text->str, ==, "");
  g_assert_cmpint(report.differences, ==, 0);
  verify_report_clear(&report);
}

static void keys(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  struct ticket_event late = desk_received("a", NOON + 12 * 3600 - 1, 2); /* 23:59:59 in Japan */
  struct ticket_event next = desk_received("b", NOON + 12 * 3600, 2), given = desk_received("c", NOON, 2);
  g_assert_cmpstr(desk_do(db, &late).ticket, ==, "261122-0001");
  g_assert_cmpstr(desk_do(db, &late).ticket, ==, "261122-0002");
  g_assert_cmpstr(desk_do(db, &next).ticket, ==, "261123-0001");
  given.ticket = "261122-9999";
  g_assert_cmpstr(desk_do(db, &given).ticket, ==, "261122-9999");
  g_assert_cmpstr(desk_do(db, &late).ticket, ==, "261122-10000");
  given.ticket = "OLD/17";
  g_assert_cmpstr(desk_do(db, &given).ticket, ==, "OLD/17");
  GError *error = NULL;
  run(db, "sato", 0, &given, &error); /* twice */
  assert_error(error, TE_DATA);
  given.ticket = "has blank";
  run(db, "sato", 0, &given, &error);
  assert_error(error, TE_DATA);
  assert_sound(db);
  db_close(db);
  tempdb_free(&temp);
}

static void once(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  struct ticket_event event = desk_received("title", NOON, 1);
  struct command *command = command_ticket("sato", NOON, 0, &event);
  struct command_outcome first, second;
  GError *error = NULL;
  desk_ok(command_run(db, command, &first, &error), error);
  int64_t events = desk_count(db, "SELECT count(*) FROM event");
  desk_ok(command_run(db, command, &second, &error), error);
  g_assert_cmpint(second.result, ==, COMMAND_REPEATED);
  g_assert_cmpstr(second.ticket, ==, first.ticket);
  g_assert_cmpint(second.revision, ==, 1);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event"), ==, events);
  command_free(command);
  db_close(db);
  tempdb_free(&temp);
}

static void conflict(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  struct ticket_event event = desk_received("title", NOON, 2);
  struct command_outcome made = desk_do(db, &event);
  struct ticket_event take = desk_event(made.ticket, EVENT_ASSIGNED, NOON + 60, "sato");
  GError *error = NULL;
  struct command_outcome won = run(db, "sato", 1, &take, &error), lost;
  g_assert_no_error(error);
  g_assert_cmpint(won.result, ==, COMMAND_DONE);
  g_assert_cmpint(won.revision, ==, 2);
  take.target = "yamada";
  lost = run(db, "yamada", 1, &take, &error);
  g_assert_no_error(error);
  g_assert_cmpint(lost.result, ==, COMMAND_CONFLICT);
  g_assert_cmpint(lost.revision, ==, 2);
  g_assert_nonnull(strstr(lost.conflict, "sato"));
  g_assert_null(strstr(lost.conflict, "title"));
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM ticket WHERE assignee = 'sato'"), ==, 1);
  lost = run(db, "yamada", 2, &take, &error); /* having seen it */
  g_assert_cmpint(lost.result, ==, COMMAND_DONE);
  assert_sound(db);
  db_close(db);
  tempdb_free(&temp);
}

static void refusals(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  struct ticket_event event = desk_received("title", NOON, 2);
  char key[32];
  g_strlcpy(key, desk_do(db, &event).ticket, sizeof key);
  struct ticket_event nowhere = event, future = event, other = event, unknown = event;
  nowhere.office = "99";
  future.at = NOON + 200000;
  other.by = "yamada";
  unknown.category = "9.9";
  struct ticket_event missing = desk_event("261122-0777", EVENT_NOTE, NOON, NULL), self = desk_event(key, EVENT_MERGED, NOON, key),
                      lost = desk_event(key, EVENT_MERGED, NOON, "261122-0777"), early = desk_event(key, EVENT_NOTE, NOON - 1, NULL),
                      odd = desk_event(key, EVENT_STATE, NOON, "new");
  const struct { const struct ticket_event *event; enum toban_error code; } bad[] = {
      {&nowhere, TE_DATA}, {&future, TE_DATA}, {&other, TE_PERMISSION}, {&unknown, TE_DATA}, {&missing, TE_NOINPUT},
      {&self, TE_DATA}, {&lost, TE_NOINPUT}, {&early, TE_DATA}, {&odd, TE_DATA},
  };
  int64_t events = desk_count(db, "SELECT count(*) FROM event WHERE kind <> 'denied'");
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    GError *error = NULL;
    run(db, "sato", 0, bad[i].event, &error);
    g_test_message("%zu: %s", i, error == NULL ? "no error" : error->message);
    assert_error(error, bad[i].code);
  }
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE kind <> 'denied'"), ==, events); /* nothing half done */
  assert_sound(db);
  db_close(db);
  tempdb_free(&temp);
}

/* The whole life of a ticket; the rows follow at each step. */
static void life(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  struct ticket_event event = desk_received("title", NOON, 2);
  char key[32];
  g_strlcpy(key, desk_do(db, &event).ticket, sizeof key);
  g_assert_cmpint(desk_count(db, "SELECT rank_at FROM ticket"), ==, NOON + 3600);
  g_assert_cmpint(desk_count(db, "SELECT late_at FROM ticket"), ==, NOON + 3601);
  g_assert_cmpint(desk_count(db, "SELECT value FROM tally WHERE kind = 'running'"), ==, 2);
  struct ticket_event answered = desk_event(key, EVENT_ANSWERED, NOON + 600, NULL), held = desk_event(key, EVENT_STATE, NOON + 1200, "waiting-user"),
                      done = desk_event(key, EVENT_STATE, NOON + 2400, "resolved"), again = desk_event(key, EVENT_STATE, NOON + 3000, "open"),
                      back = desk_event(key, EVENT_NOTE, NOON + 30, NULL), urgent = desk_event(key, EVENT_CHANGED, NOON + 3060, NULL);
  desk_do(db, &answered);
  g_assert_cmpint(desk_count(db, "SELECT rank_at FROM ticket"), ==, NOON + 86400);
  desk_do(db, &held);
  g_assert_cmpint(desk_count(db, "SELECT rank_at FROM ticket"), >, INT64_C(1) << 40);
  g_assert_cmpint(desk_count(db, "SELECT held FROM ticket"), ==, 1);
  g_assert_cmpint(desk_count(db, "SELECT value FROM tally WHERE kind = 'running'"), ==, 0);
  desk_do(db, &done);
  g_assert_cmpint(desk_count(db, "SELECT open FROM ticket"), ==, 0);
  g_assert_cmpint(desk_count(db, "SELECT value FROM tally WHERE kind = 'open'"), ==, 0);
  g_assert_cmpint(desk_count(db, "SELECT value FROM tally WHERE kind = 'office' AND name = '12'"), ==, 0);
  desk_do(db, &again);
  g_assert_cmpint(desk_count(db, "SELECT value FROM tally WHERE kind = 'open'"), ==, 1);
  struct command *command = command_ticket("sato", NOON + 3050, 0, &back); /* dated back: takes its place */
  struct command_outcome outcome;
  GError *error = NULL;
  desk_ok(command_run(db, command, &outcome, &error), error);
  command_free(command);
  g_assert_cmpint(outcome.revision, ==, 6);
  urgent.priority = 1;
  desk_do(db, &urgent);
  g_assert_cmpint(desk_count(db, "SELECT due_at FROM ticket_clock WHERE policy = 's1'"), ==, NOON + 14400 + 1800);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM feed WHERE topic = 1"), ==, 7);
  assert_sound(db);
  db_close(db);
  tempdb_free(&temp);
}

static void small_kinds(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GError *error = NULL;
  struct command_outcome outcome;
  static const char *const values[] = {"dark", "light", NULL};
  for (int i = 0; i < 3; i++) {
    struct command *command = command_new(COMMAND_SETTING, "sato", NOON);
    command_set(command, &command->name, "theme");
    command_set(command, &command->value, values[i]);
    desk_ok(command_run(db, command, &outcome, &error), error);
    command_free(command);
    g_assert_cmpint(desk_count(db, "SELECT count(*) FROM setting"), ==, i == 2 ? 0 : 1);
  }
  static const struct { const char *value; int rows, topics; } signs[] = {{"tokyo\tja", 1, 1}, {"tokyo\tja", 1, 1}, {"osaka\tja", 1, 2}, {NULL, 0, 3}};
  for (int i = 0; i < 4; i++) {
    struct command *command = command_new(COMMAND_PRESENCE, "sato", NOON + i);
    command_set(command, &command->name, "host:1");
    command_set(command, &command->value, signs[i].value);
    desk_ok(command_run(db, command, &outcome, &error), error);
    command_free(command);
    g_assert_cmpint(desk_count(db, "SELECT count(*) FROM presence"), ==, signs[i].rows);
    g_assert_cmpint(desk_count(db, "SELECT count(*) FROM feed WHERE topic = 8"), ==, signs[i].topics);
  }
  db_close(db);
  tempdb_free(&temp);
}

/* --- many writers ------------------------------------------------------------------------------------ */
enum { WRITERS = 4, EACH = 60 };

/* Takes tickets in, and works on any: some lose a race and are told. */
static void write_much(const struct tempdb *temp, unsigned seed)
{
  struct db *db = db_open(temp->path, 0, NULL);
  GRand *dice = g_rand_new_with_seed(seed);
  static const char *const states[] = {"open", "waiting-user", "resolved", "escalated", "closed"};
  db_set_patience(db, 60000);
  for (int i = 0; i < EACH; i++) {
    char key[32];
    struct ticket_event event = desk_received("a title", NOON + i, g_rand_int_range(dice, 1, 5));
    if (i % 3 != 0) {
      g_snprintf(key, sizeof key, "261122-%04d", g_rand_int_range(dice, 1, 10));
      event = desk_event(key, i % 3 == 1 ? EVENT_STATE : EVENT_ASSIGNED, NOON + 1000 + i, states[g_rand_int_range(dice, 0, 5)]);
    }
    struct command *command = command_ticket("sato", NOON + 5000, 0, &event);
    struct command_outcome outcome;
    for (int twice = 0; twice < 2; twice++) { /* each sent twice: the second finds it done */
      GError *error = NULL;
      if (!command_run(db, command, &outcome, &error) && !error_is(error, TE_DATA) && !error_is(error, TE_NOINPUT)) {
        fprintf(stderr, "# writer %u: %s\n", seed, error->message);
        _exit(10);
      }
      g_clear_error(&error);
    }
    command_free(command);
  }
  g_rand_free(dice);
  db_close(db);
}

static void many_writers(void)
{
  struct tempdb temp = tempdb_new();
  db_close(desk_open(&temp));
  pid_t child[WRITERS];
  for (unsigned i = 0; i < WRITERS; i++)
    if ((child[i] = fork()) == 0) {
      write_much(&temp, i + 1);
      _exit(0);
    }
  for (int i = 0; i < WRITERS; i++) {
    int status = -1;
    g_assert_cmpint(waitpid(child[i], &status, 0), ==, child[i]);
    g_assert_cmpint(status, ==, 0);
  }
  struct db *db = tempdb_open(&temp, 0);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM ticket"), ==, WRITERS * EACH / 3);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE kind = 'received'"), ==, WRITERS * EACH / 3);
  g_assert_cmpint(desk_count(db, "SELECT count(*) - count(DISTINCT command) FROM event WHERE command IS NOT NULL"), ==, 0);
  assert_sound(db);
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/command/keys", keys);
  g_test_add_func("/command/once", once);
  g_test_add_func("/command/conflict", conflict);
  g_test_add_func("/command/refusals", refusals);
  g_test_add_func("/command/life", life);
  g_test_add_func("/command/small-kinds", small_kinds);
  g_test_add_func("/command/many-writers", many_writers);
  return g_test_run();
}
