/* Who looked at what: entered once a day, told to the log in batches, by whoever writes next. */
#include "desk.h"
#include "toban/lang.h"
#include "toban/look.h"
#include "toban/verify.h"

static void look(struct db *db, const char *login, enum look_area area, const char *what, utc_t at)
{
  struct command *command = look_command(login, at, area, what);
  struct command_outcome outcome;
  GError *error = NULL;
  desk_ok(command_run(db, command, &outcome, &error), error);
  command_free(command);
}

static int64_t readings(struct db *db)
{
  return desk_count(db, "SELECT count(*) FROM event WHERE kind = 'read'");
}

static void flush(struct db *db, utc_t now, bool all)
{
  GError *error = NULL;
  desk_ok(db_begin(db, &error) && look_flush(db, now, all, &error) && db_commit(db, &error), error);
}

static void assert_whole(struct db *db)
{
  struct chain_report chain;
  GError *error = NULL;
  desk_ok(chain_verify(db, NULL, &chain, &error), error);
  g_assert_cmpint(chain.first_bad, ==, 0);
}

static void once_a_day(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  for (int i = 0; i < 50; i++)
    look(db, "sato", LOOK_TICKET, "T-1", NOON + i);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM reading"), ==, 1);
  look(db, "sato", LOOK_ASSETS, "T-1", NOON);        /* another thing */
  look(db, "yamada", LOOK_TICKET, "T-1", NOON);      /* another person */
  look(db, "sato", LOOK_TICKET, "T-1", NOON + 43199); /* 23:59:59 in Japan */
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM reading"), ==, 3);
  look(db, "sato", LOOK_TICKET, "T-1", NOON + 43200); /* another day */
  g_assert_cmpint(readings(db), ==, 3);
  flush(db, NOON + 43201, true);
  g_assert_cmpint(readings(db), ==, 4); /* and the rows of the day before are gone */
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM reading WHERE written = 1 AND at < 1795359600"), ==, 0);
  assert_whole(db);
  db_close(db);
  tempdb_free(&temp);
}

static void twenty_make_one_event(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  char key[16];
  for (int i = 0; i < 40; i++) {
    g_snprintf(key, sizeof key, "T-%02d", i);
    look(db, "sato", LOOK_TICKET, key, NOON + i);
    g_assert_cmpint(readings(db), ==, (i + 1) / 20);
  }
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE subject = 'read:ticket' AND by_ = 'sato'"
                                 " AND data LIKE '{\"on\":[\"T-00\",\"T-01\",%\"T-19\"],\"from\":\"2026-11-22T03:00:00Z\""
                                 ",\"to\":\"2026-11-22T03:00:19Z\"}'"), ==, 1);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM reading WHERE written = 0"), ==, 0);
  look(db, "sato", LOOK_TICKET, "T-05", NOON + 100); /* this day it is in the log already */
  flush(db, NOON + 100, true);
  g_assert_cmpint(readings(db), ==, 2);
  assert_whole(db);
  db_close(db);
  tempdb_free(&temp);
}

/* Who went home is told by whoever is there; in the name of the one who looked. */
static void others_write_it(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  desk_person(db, "fumi", "viewer");
  look(db, "fumi", LOOK_TICKET, "T-1", NOON); /* a viewer writes nothing else */
  look(db, "fumi", LOOK_TICKETS, "open 印刷", NOON + 1);
  look(db, "sato", LOOK_TICKET, "T-2", NOON + 899);
  g_assert_cmpint(readings(db), ==, 0);
  struct command *here = command_new(COMMAND_PRESENCE, "yamada", NOON + 901);
  command_set(here, &here->name, "host:1");
  command_set(here, &here->value, "tokyo\tja");
  struct command_outcome outcome;
  GError *error = NULL;
  desk_ok(command_run(db, here, &outcome, &error), error);
  command_free(here);
  g_assert_cmpint(readings(db), ==, 2);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE by_ = 'fumi' AND subject = 'read:ticket'"), ==, 1);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE by_ = 'fumi' AND data LIKE '%印刷%'"), ==, 1);
  flush(db, NOON + 901, true);
  g_assert_cmpint(readings(db), ==, 3);
  assert_whole(db);
  db_close(db);
  tempdb_free(&temp);
}

/* What is looked for comes from anybody: long, or no text at all. */
static void hostile_words(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  char *longer = g_strnfill(5000, 'x');
  look(db, "sato", LOOK_ASSETS, longer, NOON);
  look(db, "sato", LOOK_ASSETS, "\xff\xfe\"'; DROP TABLE reading", NOON);
  look(db, "sato", LOOK_ASSETS, "", NOON);
  flush(db, NOON, true);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM reading"), ==, 3);
  g_assert_cmpint(desk_count(db, "SELECT max(length(data)) FROM event WHERE kind = 'read'"), <, 700);
  g_assert_cmpint(readings(db), ==, 1);
  assert_whole(db);
  g_free(longer);
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  lang_init();
  lang_set(LANG_EN);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/look/once-a-day", once_a_day);
  g_test_add_func("/look/twenty-make-one-event", twenty_make_one_event);
  g_test_add_func("/look/others-write-it", others_write_it);
  g_test_add_func("/look/hostile-words", hostile_words);
  return g_test_run();
}
