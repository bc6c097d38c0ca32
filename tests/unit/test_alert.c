/* Warnings: when, how often, and for whom they are quiet. */
#include "desk.h"
#include "script.h"
#include "toban/alert.h"

enum { M = 60, LATE = 15 * M + 1 };      /* desk_policies: an answer to priority 1 within 15 minutes */

static struct alert_list *list_at(struct db *db, utc_t now)
{
  struct alert_args args = {.now = now, .limit = 8};
  GError *error = NULL;
  struct alert_list *list = alert_list_read(db, &args, &error);
  g_assert_no_error(error);
  return list;
}

static void due_is(struct db *db, utc_t now, const char *want, utc_t next)
{
  struct alert_list *list = list_at(db, now);
  g_assert_cmpstr(list->rows == 0 ? "" : list->row[0].warning.id, ==, want);
  g_assert_cmpint(list->next, ==, next);
  g_assert_cmpint(list->rows, ==, list->total);
  arena_free(list->s.arena);
}

static struct command_outcome send(struct db *db, struct command *take)
{
  struct command_outcome outcome;
  GError *error = NULL;
  desk_ok(command_run(db, take, &outcome, &error), error);
  command_free(take);
  return outcome;
}

static int64_t first_due(struct db *db, utc_t now)
{
  struct alert_list *list = list_at(db, now);
  g_assert_cmpint(list->rows, >, 0);
  int64_t id = list->row[0].id;
  arena_free(list->s.arena);
  return id;
}

static enum command_result claim(struct db *db, utc_t now, int64_t id)
{
  return send(db, alert_claim("sato", now, id)).result;
}

/* A ticket of priority 1, received at NOON; its key. */
static void receive(struct db *db, char key[32])
{
  struct ticket_event event = desk_received("line down", NOON, 1);
  g_strlcpy(key, desk_do(db, &event).ticket, 32);
}

/* Only the response clock is of interest. */
static void only_response(struct db *db)
{
  GError *error = NULL;
  desk_ok(db_exec(db, &error, "DELETE FROM alert_next WHERE id % 4 = 1", ""), error);
}

static void parsing(void)
{
  static const char *const bad[] = {"0%", "101%", "x", "50", "15min", "50%;50%", "-5m", "99999m"};
  struct warning_list list;
  GError *error = NULL;
  g_assert_true(warnings_parse(WARNINGS_USUAL, &list, &error));
  g_assert_cmpint(list.count, ==, 6);
  g_assert_cmpstr(list.warning[5].id, ==, "late");
  g_assert_true(warnings_parse("", &list, &error));
  g_assert_cmpint(list.count, ==, 1);
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_assert_false(warnings_parse(bad[i], &list, &error));
    assert_error(error, TE_DATA);
  }
}

/* Edge case 4: fifteen minutes before Monday 9:10 is Friday 17:55, not Monday 8:55. */
static void open_time(void)
{
  struct world world;
  struct script script;
  struct sla_clock clock[CLOCKS];
  struct warning_list list;
  char text[32];
  world_init(&world, "d,Asia/Tokyo,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,,,none\n", NULL, NULL,
             "a,response,2026-01-01,,*,*,*,*,d,70,95,,,\n");
  script_init(&script, "2026-11-20 17:00 received 3 mail 5.1 1\n");
  sla_evaluate(&world.context, script.event, script.events, script_time("2026-11-20 17:00"), clock);
  const struct calendar *calendar = calendar_find(world.calendars, "d");
  warnings_parse("15m", &list, NULL);
  g_assert_cmpstr(script_text(clock[0].due, text), ==, "2026-11-23T00:10:00Z");
  g_assert_cmpstr(script_text(warnings_next(&list, 1, &clock[0], calendar), text), ==, "2026-11-20T08:55:00Z");
  g_assert_cmpstr(script_text(warnings_next(&list, 2, &clock[0], calendar), text), ==, "2026-11-23T00:10:01Z");
  warnings_parse("90m", &list, NULL);
  g_assert_cmpint(warnings_next(&list, 1, &clock[0], calendar), ==, UTC_NONE);
  script_clear(&script);
  world_clear(&world);
}

/* Edge case 19: the moments come with no event in the store; each is given once, over two consoles and a restart. */
static void once(void)
{
  struct tempdb temp = tempdb_new();
  struct db *one = desk_open(&temp), *two = tempdb_open(&temp, 0);
  char key[32];
  receive(one, key);
  only_response(one);
  due_is(one, NOON + 1, "", NOON + 450);          /* the target is 900 s, so "15m" is never */
  due_is(two, NOON + 450, "50%", UTC_NONE);
  int64_t id = first_due(one, NOON + 450);
  g_assert_cmpint(claim(two, NOON + 450, id), ==, COMMAND_DONE);
  g_assert_cmpint(claim(one, NOON + 450, id), ==, COMMAND_REPEATED);
  due_is(one, NOON + 451, "", NOON + 675);
  due_is(one, NOON + 895, "90%", UTC_NONE);       /* 75 % passed unseen: only the gravest is shown */
  g_assert_cmpint(claim(one, NOON + 895, id), ==, COMMAND_DONE);
  db_close(one);
  one = tempdb_open(&temp, 0);
  due_is(one, NOON + 899, "", NOON + 900);
  g_assert_cmpint(claim(one, NOON + 900, id), ==, COMMAND_DONE);
  due_is(one, NOON + 900, "", NOON + LATE);
  due_is(two, NOON + LATE, "late", UTC_NONE);
  g_assert_cmpint(claim(two, NOON + LATE, id), ==, COMMAND_DONE);
  due_is(one, NOON + 86400, "", UTC_NONE);
  db_close(one);
  db_close(two);
  tempdb_free(&temp);
}

/* Answered, on hold, merged: no warning. After the hold: what was said is not said again. */
static void quiet(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  char key[32], other[32];
  receive(db, key);
  receive(db, other);
  struct ticket_event answered = desk_event(key, EVENT_ANSWERED, NOON + M, NULL);
  struct ticket_event wait = desk_event(key, EVENT_STATE, NOON + 121 * M, "waiting-user");
  struct ticket_event go_on = desk_event(key, EVENT_STATE, NOON + 500 * M, "open");
  struct ticket_event merge = desk_event(other, EVENT_MERGED, NOON + M, key);
  answered.body = "called back";
  desk_do(db, &answered);
  desk_do(db, &merge);
  due_is(db, NOON + 119 * M, "", NOON + 120 * M);       /* resolution within 240 minutes */
  due_is(db, NOON + 120 * M, "50%", UTC_NONE);
  g_assert_cmpint(claim(db, NOON + 120 * M, first_due(db, NOON + 120 * M)), ==, COMMAND_DONE);
  desk_do(db, &wait);
  due_is(db, NOON + 400 * M, "", UTC_NONE);
  desk_do(db, &go_on);
  due_is(db, NOON + 500 * M, "", NOON + 559 * M);       /* 75 %: 180 minutes, 121 of them are over */
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM alert_next"), ==, 1);
  db_close(db);
  tempdb_free(&temp);
}

/* Another policy begins anew. */
static void another_policy(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  struct ticket_event event = desk_received("slow", NOON, 2), change;
  struct command_outcome outcome = desk_do(db, &event);
  only_response(db);
  due_is(db, NOON + 30 * M, "50%", UTC_NONE);           /* an hour */
  g_assert_cmpint(claim(db, NOON + 30 * M, first_due(db, NOON + 30 * M)), ==, COMMAND_DONE);
  change = desk_event(outcome.ticket, EVENT_CHANGED, NOON + 31 * M, NULL);
  change.priority = 1;
  desk_do(db, &change);
  only_response(db);
  due_is(db, NOON + 31 * M, "late", UTC_NONE);          /* fifteen minutes now */
  g_assert_cmpint(claim(db, NOON + 31 * M, first_due(db, NOON + 31 * M)), ==, COMMAND_DONE);
  change.at = NOON + 32 * M;
  change.priority = 2;
  desk_do(db, &change);
  only_response(db);
  due_is(db, NOON + 33 * M, "", NOON + 45 * M);
  db_close(db);
  tempdb_free(&temp);
}

/* Edge case 14: a policy that was taken away warns no more; edge case 13: its target never was another clock's. */
static void removed_policy(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GError *error = NULL;
  char key[32];
  receive(db, key);
  due_is(db, NOON + 450, "50%", NOON + 120 * M);        /* the answer's; the resolution's is its own */
  char *rest = strstr(desk_policies, "s1,"), *header = g_strndup(desk_policies, strcspn(desk_policies, "\n") + 1);
  char *policies = g_strconcat(header, rest, NULL);
  g_assert_true(db_begin(db, &error));
  desk_ok(document_put(db, "policies", NOON, "sato", policies, &error) &&
          reference_changed(db, "policies", NOON, "sato", NULL, &error) && clocks_refresh(db, &error), error);
  desk_ok(db_commit(db, &error), error);
  due_is(db, NOON + 450, "", NOON + 120 * M);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM alert_next"), ==, 1);
  g_free(policies);
  g_free(header);
  db_close(db);
  tempdb_free(&temp);
}

/* What passed while nobody was there is claimed in one go. */
static void old(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  char key[32];
  for (int i = 0; i < 5; i++)
    receive(db, key);
  struct command_outcome outcome = send(db, alert_claim_old("sato", NOON + 20 * M, NOON + 10 * M));
  g_assert_cmpint(outcome.revision, ==, 5);
  due_is(db, NOON + 20 * M, "", NOON + 120 * M);
  outcome = send(db, alert_claim_old("sato", NOON + 20 * M, NOON + 10 * M));
  g_assert_cmpint(outcome.result, ==, COMMAND_REPEATED);
  db_close(db);
  tempdb_free(&temp);
}

static void thresholds(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GError *error = NULL;
  char key[32];
  receive(db, key);
  g_assert_true(db_begin(db, &error));
  desk_ok(alert_set_warnings(db, "10m;80%", "sato", NOON, &error), error);
  desk_ok(db_commit(db, &error), error);
  only_response(db);
  due_is(db, NOON, "", NOON + 5 * M);
  due_is(db, NOON + 12 * M, "80%", UTC_NONE);
  g_assert_true(db_begin(db, &error));
  g_assert_false(alert_set_warnings(db, "eighty", "sato", NOON, &error));
  assert_error(error, TE_DATA);
  db_rollback(db);
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/alert/parsing", parsing);
  g_test_add_func("/alert/open-time", open_time);
  g_test_add_func("/alert/once", once);
  g_test_add_func("/alert/quiet", quiet);
  g_test_add_func("/alert/another-policy", another_policy);
  g_test_add_func("/alert/removed-policy", removed_policy);
  g_test_add_func("/alert/old", old);
  g_test_add_func("/alert/thresholds", thresholds);
  return g_test_run();
}
