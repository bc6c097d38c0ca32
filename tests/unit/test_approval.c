/* Approvals: the rules of each kind, and what the store keeps of them. */
#include "desk.h"
#include "toban/approval_store.h"
#include "toban/lang.h"
#include "toban/verify.h"

/* --- rules ------------------------------------------------------------------------------------------------- */
static struct approval asked(const char *kind)
{
  return (struct approval){.number = 1, .kind = approval_kind_find(kind), .subject = "s", .words = "w",
                           .asked_by = "sato", .asked_at = NOON, .until = NOON + 3600, .decided_at = UTC_NONE};
}

static void expect(const struct approval *a, enum approval_step step, const char *by, utc_t at, int code)
{
  GError *error = NULL;
  bool may = approval_may(a, step, by, "because", at, &error);
  g_assert_cmpint(may, ==, code < 0);
  if (may)
    g_assert_no_error(error);
  else
    assert_error(error, code);
}

static void one_person(void)
{
  struct approval a = asked("trip");
  expect(&a, STEP_GRANT, "sato", NOON, TE_PERMISSION); /* one's own */
  expect(&a, STEP_WITHDRAW, "yamada", NOON, TE_PERMISSION);
  expect(&a, STEP_GRANT, "yamada", NOON + 3599, -1);
  expect(&a, STEP_GRANT, "yamada", NOON + 3600, TE_NO); /* lapsed */
  g_assert_cmpint(approval_state_at(&a, NOON + 3600), ==, APPROVAL_LAPSED);
  GError *error = NULL;
  g_assert_false(approval_may(&a, STEP_REFUSE, "yamada", "", NOON, &error));
  assert_error(error, TE_DATA);
  approval_apply(&a, STEP_GRANT, "yamada", "yes", NOON + 60);
  g_assert_cmpint(approval_state_at(&a, NOON + 7200), ==, APPROVAL_GRANTED); /* decided in time */
  g_assert_cmpint(a.decided_at, ==, NOON + 60);
  expect(&a, STEP_REFUSE, "chief", NOON + 61, TE_NO);
  expect(&a, STEP_WITHDRAW, "sato", NOON + 61, TE_NO);
}

static void two_people(void)
{
  struct approval a = asked("erasure");
  approval_apply(&a, STEP_GRANT, "yamada", "yes", NOON + 60);
  g_assert_cmpint(a.state, ==, APPROVAL_WAITING);
  expect(&a, STEP_GRANT, "yamada", NOON + 61, TE_PERMISSION); /* two are two */
  expect(&a, STEP_GRANT, "chief", NOON + 61, -1);
  struct approval b = a;
  approval_apply(&a, STEP_GRANT, "chief", "yes", NOON + 62);
  g_assert_cmpint(a.state, ==, APPROVAL_GRANTED);
  approval_apply(&b, STEP_REFUSE, "chief", "no", NOON + 62); /* one refusal refuses */
  g_assert_cmpint(b.state, ==, APPROVAL_REFUSED);
  g_assert_cmpint(b.votes, ==, 2);
}

/* --- the store --------------------------------------------------------------------------------------------- */
static struct db *open_desk(const struct tempdb *temp)
{
  struct db *db = desk_open(temp);
  desk_person(db, "joho", "is-section");
  desk_person(db, "kikaku", "ide-planning");
  desk_person(db, "ken", "agent");
  desk_person(db, "fumi", "viewer");
  return db;
}

/* Runs and frees; code -1: it must be done, and the name of the approval comes back. */
static char *tell(struct db *db, struct command *command, int code)
{
  struct command_outcome outcome = {0};
  GError *error = NULL;
  g_assert_nonnull(command);
  command_run(db, command, &outcome, &error);
  command_free(command);
  if (code < 0)
    g_assert_no_error(error);
  else
    assert_error(error, code);
  return g_strdup(outcome.ticket);
}

static void quiet(struct db *db, struct command *command, int code)
{
  g_free(tell(db, command, code));
}

static struct approval_list *read_list(struct db *db, const char *actor, const char *role, enum approval_choice choice,
                                       utc_t now)
{
  struct approval_args args = {.now = now, .choice = choice, .roles = roles_parse(role, "tokyo", NULL)};
  GError *error = NULL;
  g_strlcpy(args.actor, actor, sizeof args.actor);
  struct approval_list *list = approval_list_read(db, &args, &error);
  g_assert_no_error(error);
  return list;
}

static void expect_list(struct db *db, const char *actor, const char *role, enum approval_choice choice, utc_t now,
                        const char *names)
{
  struct approval_list *list = read_list(db, actor, role, choice, now);
  GString *have = g_string_new(NULL);
  for (int i = 0; i < list->rows; i++)
    g_string_append_printf(have, "%s%s:%s", i == 0 ? "" : " ", list->row[i].name, approval_state_id(list->row[i].state));
  g_assert_cmpstr(have->str, ==, names);
  g_string_free(have, TRUE);
  snapshot_free(list);
}

static void assert_sound(struct db *db)
{
  struct verify_report report;
  struct chain_report chain;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error) && chain_verify(db, NULL, &chain, &error), error);
  g_assert_cmpstr(report.text->str, ==, "");
  g_assert_cmpint(report.differences, ==, 0);
  g_assert_cmpint(chain.first_bad, ==, 0);
  verify_report_clear(&report);
}

static void a_work_plan(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = open_desk(&temp);
  enum approval_state state;
  GError *error = NULL;
  quiet(db, approval_ask("fumi", NOON, "work-plan", "plan 7", "patch", UTC_NONE), TE_PERMISSION);
  quiet(db, approval_ask("ken", NOON, "work-plan", "plan 7", "", UTC_NONE), TE_DATA);
  quiet(db, approval_ask("ken", NOON, "work-plan", "plan 7", "patch", NOON - 1), TE_DATA);
  char *name = tell(db, approval_ask("ken", NOON, "work-plan", "plan 7", "patch the servers", UTC_NONE), -1);
  g_assert_cmpstr(name, ==, "work-plan-1");
  desk_ok(approval_of(db, "work-plan", "plan 7", NOON, &state, &error), error);
  g_assert_cmpint(state, ==, APPROVAL_WAITING);
  expect_list(db, "joho", "is-section", APPROVALS_MINE, NOON, "work-plan-1:waiting");
  expect_list(db, "ken", "agent", APPROVALS_MINE, NOON, "");
  expect_list(db, "yamada", "deputy", APPROVALS_MINE, NOON, ""); /* the contractor does not approve its own work */
  quiet(db, approval_take("yamada", NOON + 5, STEP_GRANT, name, "go"), TE_PERMISSION);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE subject = 'denied:decide-work' AND by_ = 'yamada'"),
                  ==, 1);
  quiet(db, approval_take("joho", NOON + 5, STEP_GRANT, "trip-1", "go"), TE_NOINPUT); /* of another kind */
  quiet(db, approval_take("joho", NOON + 5, STEP_GRANT, "work-plan-9", "go"), TE_NOINPUT);
  g_assert_null(approval_take("joho", NOON, STEP_GRANT, "work-plan", "go"));
  g_assert_null(approval_take("joho", NOON, STEP_GRANT, "work-plan-x", "go"));
  quiet(db, approval_take("joho", NOON + 10, STEP_GRANT, name, "承認します"), -1);
  desk_ok(approval_of(db, "work-plan", "plan 7", NOON + 10, &state, &error), error);
  g_assert_cmpint(state, ==, APPROVAL_GRANTED);
  expect_list(db, "joho", "is-section", APPROVALS_WAITING, NOON, "");
  expect_list(db, "joho", "is-section", APPROVALS_ALL, NOON, "work-plan-1:granted");
  assert_sound(db);
  g_free(name);
  db_close(db);
  tempdb_free(&temp);
}

static void lapse_and_withdrawal(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = open_desk(&temp);
  quiet(db, approval_ask("ken", NOON, "emergency-stop", "mail", "fire", NOON + 600), -1);
  quiet(db, approval_ask("ken", NOON, "trip", "osaka", "parts", UTC_NONE), -1);
  expect_list(db, "joho", "is-section", APPROVALS_MINE, NOON, "emergency-stop-1:waiting trip-2:waiting");
  expect_list(db, "joho", "is-section", APPROVALS_MINE, NOON + 600, "trip-2:waiting");
  expect_list(db, "joho", "is-section", APPROVALS_ALL, NOON + 600, "emergency-stop-1:lapsed trip-2:waiting");
  quiet(db, approval_take("joho", NOON + 600, STEP_GRANT, "emergency-stop-1", "late"), TE_NO);
  quiet(db, approval_take("sato", NOON + 600, STEP_WITHDRAW, "trip-2", "x"), TE_PERMISSION);
  quiet(db, approval_take("ken", NOON + 600, STEP_WITHDRAW, "trip-2", "by post"), -1);
  expect_list(db, "joho", "is-section", APPROVALS_WAITING, NOON + 600, "");
  assert_sound(db);
  db_close(db);
  tempdb_free(&temp);
}

static void two_must_agree(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = open_desk(&temp);
  quiet(db, approval_ask("yamada", NOON, "erasure", "disk 4", "end of the contract", UTC_NONE), -1);
  quiet(db, approval_take("yamada", NOON, STEP_GRANT, "erasure-1", "me"), TE_PERMISSION); /* has the right, asked itself */
  quiet(db, approval_take("joho", NOON, STEP_GRANT, "erasure-1", "yes"), -1);
  quiet(db, approval_take("joho", NOON, STEP_GRANT, "erasure-1", "yes again"), TE_PERMISSION);
  expect_list(db, "joho", "is-section", APPROVALS_MINE, NOON, "");
  expect_list(db, "kikaku", "ide-planning", APPROVALS_MINE, NOON, "erasure-1:waiting");
  quiet(db, approval_take("kikaku", NOON, STEP_GRANT, "erasure-1", "yes"), -1);
  expect_list(db, "x", "viewer", APPROVALS_ALL, NOON, "erasure-1:granted");
  assert_sound(db);
  GError *error = NULL;
  desk_ok(verify_rebuild(db, &error), error);
  expect_list(db, "x", "viewer", APPROVALS_ALL, NOON, "erasure-1:granted");
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM approval_vote"), ==, 2);
  assert_sound(db);
  db_close(db);
  tempdb_free(&temp);
}

/* Exclusions wait in the same list, and are decided by events of their ticket. */
static void an_exclusion(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = open_desk(&temp);
  struct ticket_event event = desk_received("title", NOON, 2);
  char *key = g_strdup(desk_do(db, &event).ticket), *name = g_strconcat("exclusion-", key, NULL);
  event = desk_event(key, EVENT_EXCLUSION_REQUESTED, NOON + 60, NULL);
  event.clocks = CLOCK_BIT(CLOCK_RESPONSE);
  event.reason = "call-fault";
  desk_do(db, &event); /* by sato, who may decide in general */
  char *waiting = g_strconcat(name, ":waiting", NULL);
  expect_list(db, "sato", "agent;administrator", APPROVALS_MINE, NOON + 60, "");
  expect_list(db, "joho", "is-section", APPROVALS_MINE, NOON + 60, waiting);
  quiet(db, approval_exclusion("ken", NOON + 90, true, key, 1, "ok"), TE_PERMISSION);
  quiet(db, approval_exclusion("sato", NOON + 90, true, key, 1, "ok"), TE_PERMISSION);
  quiet(db, approval_exclusion("joho", NOON + 90, true, key, 1, "ok"), -1);
  expect_list(db, "joho", "is-section", APPROVALS_WAITING, NOON + 90, "");
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM ticket WHERE excluded = 1"), ==, 1);
  assert_sound(db);
  g_free(waiting);
  g_free(name);
  g_free(key);
  db_close(db);
  tempdb_free(&temp);
}

static void changed_rows_are_found(void)
{
  static const char *const changes[] = {
      "UPDATE approval SET state = 'granted'", "UPDATE approval SET until_ = until_ + 1", "DELETE FROM approval",
      "UPDATE approval_vote SET by_ = 'ken'", "DELETE FROM approval_vote",
      ("INSERT INTO approval (number, kind, subject, words, asked_by, asked_at, state) VALUES"
       " (2, 'trip', 's', 'w', 'ken', 1, 'granted')"),
  };
  for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
    struct tempdb temp = tempdb_new();
    struct db *db = open_desk(&temp);
    struct verify_report report;
    GError *error = NULL;
    quiet(db, approval_ask("ken", NOON, "erasure", "disk 4", "end", UTC_NONE), -1);
    quiet(db, approval_take("joho", NOON, STEP_GRANT, "erasure-1", "yes"), -1);
    assert_sound(db);
    verify_report_init(&report);
    desk_ok(db_run(db, changes[i], &error) && verify_run(db, &report, &error), error);
    g_assert_cmpint(report.differences, ==, 1);
    verify_report_clear(&report);
    db_close(db);
    tempdb_free(&temp);
  }
}

int main(int argc, char **argv)
{
  lang_init();
  lang_set(LANG_EN);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/approval/one-person", one_person);
  g_test_add_func("/approval/two-people", two_people);
  g_test_add_func("/approval/a-work-plan", a_work_plan);
  g_test_add_func("/approval/lapse-and-withdrawal", lapse_and_withdrawal);
  g_test_add_func("/approval/two-must-agree", two_must_agree);
  g_test_add_func("/approval/an-exclusion", an_exclusion);
  g_test_add_func("/approval/changed-rows-are-found", changed_rows_are_found);
  return g_test_run();
}
