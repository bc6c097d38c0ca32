#include "desk.h"
#include "store/event.h"
#include "toban/verify.h"

/* All rows of a statement as text: two databases are compared by it. */
static char *dump(struct db *db, const char *sql, int columns)
{
  GString *text = g_string_new(NULL);
  GError *error = NULL;
  struct db_stmt *stmt = db_prepare(db, sql, &error);
  g_assert_no_error(error);
  while (db_step(stmt, &error) > 0)
    for (int i = 0; i < columns; i++)
      g_string_append_printf(text, "%s%c", db_is_null(stmt, i) ? "-" : db_text(stmt, i), i + 1 < columns ? '|' : '\n');
  db_done(stmt);
  return g_string_free(text, FALSE);
}

static const struct { const char *sql; int columns; } models[] = {
    {"SELECT * FROM ticket ORDER BY id", 34},
    {"SELECT * FROM ticket_clock ORDER BY id", 12},
    {"SELECT * FROM tally WHERE value <> 0 ORDER BY kind, name", 3},
    {"SELECT * FROM tally_day WHERE value <> 0 ORDER BY kind, day", 3},
    {"SELECT seq, ticket, at, by_, kind, channel, priority, category, office, title, requester, lang, body, target,"
     " clocks, reason, until_, amount FROM event ORDER BY seq", 18},
};

static void assert_same(struct db *a, struct db *b)
{
  for (size_t i = 0; i < G_N_ELEMENTS(models); i++) {
    char *left = dump(a, models[i].sql, models[i].columns), *right = dump(b, models[i].sql, models[i].columns);
    g_assert_cmpstr(left, ==, right);
    g_free(left);
    g_free(right);
  }
}

static void assert_sound(struct db *db)
{
  struct verify_report report;
  struct chain_report chain;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  g_assert_cmpstr(report.text->str, ==, "");
  verify_report_clear(&report);
  desk_ok(chain_verify(db, NULL, &chain, &error), error);
  g_assert_cmpint(chain.first_bad, ==, 0);
}

/* The fields of an event of work; some events come out wrong and are refused. */
static void work_fields(struct ticket_event *event, const char *other, GRand *dice)
{
  static const char *const tags[] = {"vip", "印刷", "vpn", "bad tag"};
  static const char *const relations[] = {"parent", "child", "related", "split-from", "split-to"};
  enum event_kind kind = event->kind;
  if (kind == EVENT_TAGGED || kind == EVENT_UNTAGGED)
    event->target = tags[g_rand_int_range(dice, 0, 4)];
  else if (kind == EVENT_LINKED || kind == EVENT_UNLINKED)
    event->target = other, event->reason = relations[g_rand_int_range(dice, 0, 5)];
  else if (kind == EVENT_CHECKED || kind == EVENT_UNCHECKED)
    event->target = g_rand_boolean(dice) ? "pc-boot/power" : "wrong";
  else if (kind == EVENT_HANDED_OVER || kind == EVENT_REMOTE)
    event->target = "it-1";
  else if (kind == EVENT_STATE && strcmp(event->target, "resolved") == 0)
    event->reason = "other";
  if (kind == EVENT_CALLBACK_PROMISED || (kind == EVENT_STATE && g_str_has_prefix(event->target, "waiting")))
    event->until = event->at + g_rand_int_range(dice, -100, 10000);
  event->amount = kind == EVENT_SPENT ? g_rand_int_range(dice, -20, 60) : 0;
}

/* Random commands, those that are allowed: times go up, now and then one is dated back. */
static void work_at_random(struct db *db, unsigned seed, int commands)
{
  static const char *const states[] = {"open", "waiting-user", "waiting-vendor", "escalated", "resolved", "closed"};
  GRand *dice = g_rand_new_with_seed(seed);
  int tickets = 0;
  for (int i = 0; i < commands; i++) {
    char key[32], other[32];
    utc_t at = NOON + i * 977 - (g_rand_int_range(dice, 0, 8) == 0 ? 3000 : 0);
    g_snprintf(key, sizeof key, "T-%d", tickets == 0 ? 0 : g_rand_int_range(dice, 0, tickets));
    g_snprintf(other, sizeof other, "T-%d", tickets == 0 ? 0 : g_rand_int_range(dice, 0, tickets));
    int kind = tickets == 0 || i % 5 == 0 ? EVENT_RECEIVED : g_rand_int_range(dice, EVENT_ANSWERED, EVENT_KINDS);
    struct ticket_event event = desk_event(key, (enum event_kind)kind, at, NULL);
    if (kind == EVENT_RECEIVED) {
      g_snprintf(key, sizeof key, "T-%d", tickets);
      event = desk_received("件名 title", at, g_rand_int_range(dice, 1, 5));
      event.ticket = key;
    }
    event.target = kind == EVENT_STATE ? states[g_rand_int_range(dice, 0, 6)] : kind == EVENT_ASSIGNED ? "sato" : kind == EVENT_MERGED ? other : NULL;
    event.priority = kind == EVENT_CHANGED ? g_rand_int_range(dice, 1, 5) : event.priority;
    event.office = kind == EVENT_CHANGED && i % 2 == 0 ? "tokyo" : event.office;
    event.clocks = kind >= EVENT_EXCLUSION_REQUESTED && kind <= EVENT_EXCLUSION_WITHDRAWN ? (unsigned)g_rand_int_range(dice, 1, 4) : 0;
    event.reason = kind == EVENT_EXCLUSION_REQUESTED ? "other" : NULL;
    work_fields(&event, other, dice);
    /* Refusals leave a record: no one decides here on what he or she asked for. */
    const char *actor = kind > EVENT_EXCLUSION_REQUESTED && kind <= EVENT_EXCLUSION_WITHDRAWN ? "chief" : i % 2 == 0 ? "sato" : "yamada";
    struct command *command = command_ticket(actor, NOON + INT64_C(10000000), 0, &event);
    struct command_outcome outcome;
    if (command_run(db, command, &outcome, NULL) && kind == EVENT_RECEIVED)
      tickets++;
    command_free(command);
  }
  g_rand_free(dice);
}

static void copy_events(struct db *from, struct db *to)
{
  GError *error = NULL;
  struct db_stmt *stmt = db_prepare(from, "SELECT " EVENT_COLUMNS " FROM event WHERE ticket IS NOT NULL ORDER BY seq", &error);
  g_assert_true(db_begin(to, &error));
  struct bulk *bulk = bulk_begin(to, UTC_NONE, &error);
  g_assert_no_error(error);
  while (db_step(stmt, &error) > 0) {
    struct ticket_event event;
    event_from_row(stmt, NULL, &event);
    desk_ok(bulk_event(bulk, &event, &error), error);
  }
  db_done(stmt);
  int64_t bad = 0;
  desk_ok(bulk_end(bulk, &bad, &error), error);
  g_assert_cmpint(bad, ==, -1);
  desk_ok(db_commit(to, &error), error);
}

/* The same log, written at once or one command after the other, gives the same rows; rebuilding too. */
static void same_as_commands(void)
{
  for (unsigned seed = 1; seed <= 6; seed++) {
    struct tempdb first = tempdb_new(), second = tempdb_new();
    struct db *a = desk_open(&first), *b = desk_open(&second);
    work_at_random(a, seed, 150);
    assert_sound(a);
    copy_events(a, b);
    assert_same(a, b);
    assert_sound(b);
    GError *error = NULL;
    desk_ok(verify_rebuild(b, &error), error);
    assert_same(a, b);
    assert_sound(b);
    db_close(a);
    db_close(b);
    tempdb_free(&first);
    tempdb_free(&second);
  }
}

/* --- refusals ------------------------------------------------------------------------------------------ */
static void expect_refused(struct db *db, const struct ticket_event *event, int events, int64_t want_bad)
{
  GError *error = NULL;
  int64_t bad = 0, before = desk_count(db, "SELECT count(*) FROM event");
  g_assert_true(db_begin(db, &error));
  struct bulk *bulk = bulk_begin(db, NOON, &error);
  for (int i = 0; i < events; i++)
    desk_ok(bulk_event(bulk, &event[i], &error), error);
  g_assert_false(bulk_end(bulk, &bad, &error));
  g_test_message("%s", error->message);
  assert_error(error, TE_DATA);
  g_assert_cmpint(bad, ==, want_bad);
  db_rollback(db);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event"), ==, before);
  assert_sound(db);
}

static void refusals(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  struct ticket_event old = desk_received("old", NOON, 1);
  old.ticket = "A";
  desk_do(db, &old);
  struct ticket_event events[4];
  for (int i = 0; i < 4; i++) {
    events[i] = i % 2 == 0 ? desk_received("new", NOON + i, 2) : desk_event(NULL, EVENT_NOTE, NOON + i, NULL);
    events[i].ticket = i < 2 ? "B" : "C";
    events[i].by = "sato";
  }
  events[3].kind = EVENT_STATE;
  events[3].target = "nonsense";
  expect_refused(db, events, 4, 3);
  events[3].kind = EVENT_NOTE;
  events[2].ticket = events[3].ticket = "A"; /* a ticket that is there */
  expect_refused(db, events, 4, 2);
  events[2].at = events[3].at = NOON - 10; /* even dated before its beginning */
  expect_refused(db, events, 4, 2);
  events[1].at = NOON - 1;
  expect_refused(db, events, 2, 1); /* a note before the receipt */
  GError *error = NULL;
  g_assert_true(db_begin(db, &error));
  struct bulk *bulk = bulk_begin(db, NOON, &error);
  events[0].by = NULL;
  g_assert_false(bulk_event(bulk, &events[0], &error));
  assert_error(error, TE_DATA);
  bulk_free(bulk);
  db_rollback(db);
  db_close(db);
  tempdb_free(&temp);
}

/* In a file under construction, by the fast way; then it is like any other. */
static void built(void)
{
  struct tempdb first = tempdb_new(), second = tempdb_new();
  struct db *a = desk_open(&first);
  GError *error = NULL;
  work_at_random(a, 77, 100);
  struct db *b = db_build_open(second.path, &error);
  g_assert_no_error(error);
  desk_fill(b);
  copy_events(a, b);
  desk_ok(db_build_finish(b, &error), error);
  b = tempdb_open(&second, 0);
  assert_same(a, b);
  assert_sound(b);
  db_close(a);
  db_close(b);
  tempdb_free(&first);
  tempdb_free(&second);
}

/* --- what verify finds ---------------------------------------------------------------------------------- */
static void tamper(struct db *db, const char *sql)
{
  GError *error = NULL;
  desk_ok(db_run(db, sql, &error), error);
}

static void expect_difference(struct db *db, const char *word)
{
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  g_test_message("%s", report.text->str);
  g_assert_cmpint(report.differences, >, 0);
  g_assert_nonnull(strstr(report.text->str, word));
  verify_report_clear(&report);
  desk_ok(verify_rebuild(db, &error), error);
  assert_sound(db);
}

static void changed_models(void)
{
  static const struct { const char *sql, *word; } changes[] = {
      {"UPDATE ticket SET title = 'x' WHERE key = 'T-1'", "T-1: title"},
      {"UPDATE ticket SET rank_at = rank_at + 1 WHERE key = 'T-0'", "rank_at"},
      {"UPDATE ticket SET folded = '' WHERE key = 'T-0'", "folded"},
      {"DELETE FROM ticket WHERE key = 'T-2'", "T-2"},
      {"INSERT INTO ticket SELECT id + 9999, 'stray', title, requester, lang, category, office, assignee, merged_into, state,"
       " channel, priority, received_at, changed_at, answered_at, closed_at, excluded, exclusion_pending, NULL, NULL,"
       " revision, open, held, rank_at, late_at, folded, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL FROM ticket WHERE key = 'T-0'", "stray"},
      {"UPDATE ticket_clock SET due_at = 5, elapsed = 7 WHERE id = (SELECT id * 4 + 1 FROM ticket WHERE key = 'T-0')", "resolution."},
      {"UPDATE ticket SET tags = ';stray;' WHERE key = 'T-1'", "T-1: tags tag"},
      {"UPDATE ticket SET callback_at = 5, spent = spent + 1, children = 9 WHERE key = 'T-0'", "callback_at children spent"},
      {"UPDATE tally SET value = value + 1 WHERE kind = 'all'", "tally"},
      {"UPDATE tally SET value = value + 1 WHERE kind = 'office' AND name = '12'", "tally office"},
      {"UPDATE tally_day SET value = value + 1 WHERE kind = 'done'", "tally_day"},
  };
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  work_at_random(db, 5, 80);
  for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
    tamper(db, changes[i].sql);
    expect_difference(db, changes[i].word);
  }
  db_close(db);
  tempdb_free(&temp);
}

static void broken_chain(void)
{
  static const struct { const char *sql; int64_t bad; } changes[] = {
      {"UPDATE event SET body = 'changed' WHERE seq = 10", 10},
      {"UPDATE event SET recorded_at = recorded_at + 1 WHERE seq = 1", 1},
      {"DELETE FROM event WHERE seq = 7", 7},
      {"UPDATE event SET seq = CASE seq WHEN 5 THEN -6 ELSE -5 END WHERE seq IN (5, 6);"
       " UPDATE event SET seq = -seq WHERE seq < 0", 5},
      {"UPDATE event SET hash = (SELECT hash FROM event WHERE seq = 3) WHERE seq = 4", 4},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(changes); i++) {
    struct tempdb temp = tempdb_new();
    struct db *db = desk_open(&temp);
    struct chain_report report;
    GError *error = NULL;
    work_at_random(db, 9, 40);
    tamper(db, changes[i].sql);
    desk_ok(chain_verify(db, NULL, &report, &error), error);
    g_assert_cmpint(report.first_bad, ==, changes[i].bad);
    db_close(db);
    tempdb_free(&temp);
  }
}

/* New policies decide for all tickets at once. */
static void new_policies(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GError *error = NULL;
  work_at_random(db, 3, 60);
  g_assert_true(db_begin(db, &error));
  document_put(db, "policies", NOON, "sato",
               "id,clock,from,to,priority,channel,category,office,calendar,target_min,goal,pause,label_ja,label_en\n"
               "only,response,2023-04-01,,*,*,*,*,24x365,30,95,,a,b\n", &error);
  desk_ok(reference_changed(db, "policies", NOON, "sato", "{}", &error) && clocks_refresh(db, &error), error);
  desk_ok(db_commit(db, &error), error);
  assert_sound(db);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM ticket_clock WHERE policy <> 'only'"), ==, 0);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM document WHERE kind = 'policies'"), ==, 2); /* the old one stays */
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/bulk/same-as-commands", same_as_commands);
  g_test_add_func("/bulk/refusals", refusals);
  g_test_add_func("/bulk/built", built);
  g_test_add_func("/verify/changed-models", changed_models);
  g_test_add_func("/verify/broken-chain", broken_chain);
  g_test_add_func("/verify/new-policies", new_policies);
  return g_test_run();
}
