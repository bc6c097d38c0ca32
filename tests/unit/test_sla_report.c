/* The figures of a month out of the store: the same as those of all tickets by the pure rules; months that
 * are closed, and what changes them later. */
#include "desk.h"
#include "random_world.h"
#include "toban/sla_store.h"
#include "toban/verify.h"

enum { TICKETS = 40, EVENTS = 10 };

static struct sla_report *report_at(struct db *db, struct sla_period period, utc_t as_of)
{
  struct sla_report_args args = {period, as_of};
  GError *error = NULL;
  struct sla_report *report = sla_report_read(db, &args, &error);
  g_assert_no_error(error);
  return report;
}

static struct command_outcome send(struct db *db, struct command *take, enum toban_error want)
{
  struct command_outcome outcome;
  GError *error = NULL;
  bool done = command_run(db, take, &outcome, &error);
  if (want == TE_INTERNAL)
    desk_ok(done, error);
  else
    assert_error(error, want);
  command_free(take);
  return outcome;
}
#define DONE TE_INTERNAL                 /* no error is wanted */

/* --- by chance ------------------------------------------------------------------------------------ */
struct history { struct ticket_event event[EVENTS]; int events; char key[16]; };

/* A history that the log takes: what may not follow is left out. */
static void make_history(const struct random_world *world, GRand *rand, int number, struct history *out)
{
  struct ticket_event event[EVENTS];
  struct ticket ticket = {0};
  int events = random_events(world, rand, event, EVENTS);
  g_snprintf(out->key, sizeof out->key, "T%04d", number);
  out->events = 0;
  for (int i = 0; i < events; i++) {
    event[i].ticket = out->key;
    event[i].title = i == 0 ? "title" : NULL;
    event[i].body = "text";
    if (event[i].kind == EVENT_EXCLUSION_REQUESTED) {
      event[i].by = "asker";
      event[i].reason = "other";
    }
    if (ticket_may_apply(out->events == 0 ? NULL : &ticket, &event[i], NULL)) {
      ticket_apply(&ticket, &event[i]);
      out->event[out->events++] = event[i];
    }
  }
}

static void put_rows(struct db *db, const char *kind, const char *header, const char *rows)
{
  GError *error = NULL;
  char *text = g_strconcat(header, rows, NULL);
  desk_ok(document_put(db, kind, 0, "sato", text, &error), error);
  g_free(text);
}

static void put_world(struct db *db, const struct random_world *world)
{
  static const char *const offices[] = {"1", "2", "tokyo"}, *const calendars[] = {"office-1", "office-2", "tokyo"};
  GError *error = NULL;
  g_assert_true(db_begin(db, &error));
  for (int i = 0; i < 3; i++)
    desk_ok(db_exec(db, &error,
                    "INSERT INTO office (id, position, no, code, region_ja, region_en, name_ja, name_en, country, tz,"
                    " calendar, languages) VALUES ($1, 1, 0, $1, '', '', '', '', 'JP', 'Asia/Tokyo', $2, 'ja')",
                    "tt", offices[i], calendars[i]), error);
  put_rows(db, "calendars", "id,tz,mon,tue,wed,thu,fri,sat,sun,holidays\n", world->calendars->str);
  put_rows(db, "holidays", "set,date,name_ja,name_en\n", world->holidays->str);
  put_rows(db, "special-dates", "calendar,date,hours,name_ja,name_en\n", world->specials->str);
  put_rows(db, "policies",
           "id,clock,from,to,priority,channel,category,office,calendar,target_min,goal,pause,label_ja,label_en\n",
           world->policies->str);
  desk_person(db, "sato", "agent;deputy;administrator");
  db_exec(db, &error, "INSERT INTO meta (name, value) VALUES ('demo', 1)", "");
  desk_ok(reference_changed(db, "policies", 0, "sato", NULL, &error), error);
  desk_ok(db_commit(db, &error), error);
}

static void put_tickets(struct db *db, const struct history *history, int count)
{
  GError *error = NULL;
  g_assert_true(db_begin(db, &error));
  struct bulk *bulk = bulk_begin(db, UTC_NONE, &error);
  g_assert_no_error(error);
  for (int i = 0; i < count; i++)
    for (int e = 0; e < history[i].events; e++)
      desk_ok(bulk_event(bulk, &history[i].event[e], &error), error);
  desk_ok(bulk_end(bulk, NULL, &error), error);
  desk_ok(db_commit(db, &error), error);
}

static void rows_are(const struct sla_report *report, struct sla_month *want)
{
  g_assert_cmpint(report->rows, ==, sla_month_figures(want));
  int misses = 0;
  for (int i = 0; i < report->rows; i++) {
    const struct sla_figure *figure = sla_month_figure(want, i);
    g_assert_cmpstr(report->row[i].policy, ==, figure->policy->id);
    g_assert_cmpint(report->row[i].met, ==, figure->met);
    g_assert_cmpint(report->row[i].missed, ==, figure->missed);
    g_assert_cmpint(report->row[i].excluded, ==, figure->excluded);
    g_assert_cmpint(report->row[i].excluded_met, ==, figure->excluded_met);
    misses += figure->missed + figure->excluded_missed;
  }
  g_assert_cmpint(report->misses, ==, misses);
  g_assert_cmpint(report->answers.received, ==, sla_month_answers(want).received);
  g_assert_cmpint(report->answers.answered, ==, sla_month_answers(want).answered);
}

static void compare(struct db *db, const struct random_world *world, const struct history *history, int count,
                    struct sla_period period, utc_t as_of)
{
  struct sla_report *report = report_at(db, period, as_of);
  struct sla_month *want = sla_month_new(&world->fast.context, period, as_of);
  for (int i = 0; i < count; i++)
    sla_month_add(want, history[i].event, history[i].events);
  rows_are(report, want);
  sla_month_free(want);
  arena_free(report->s.arena);
}

static void random_months(void)
{
  GRand *rand = g_rand_new_with_seed(20261124);
  random_zones_load();
  for (int w = 0; w < 40; w++) {
    struct random_world world;
    struct tempdb temp = tempdb_new();
    struct db *db = tempdb_open(&temp, DB_CREATE);
    struct history history[TICKETS];
    random_world_init(&world, rand);
    for (int i = 0; i < TICKETS; i++)
      make_history(&world, rand, i, &history[i]);
    put_world(db, &world);
    put_tickets(db, history, TICKETS);
    for (int i = 0; i < 20; i++) {
      struct sla_period period = sla_period_at(world.pivot + g_rand_int_range(rand, -40, 80) * UTC_DAY);
      utc_t as_of = i % 4 == 0 ? world.pivot + 4000 * (utc_t)UTC_DAY
                               : period.end + g_rand_int_range(rand, -40 * UTC_DAY, 40 * UTC_DAY);
      compare(db, &world, history, TICKETS, period, as_of);
    }
    random_world_clear(&world);
    db_close(db);
    tempdb_free(&temp);
  }
  random_zones_clear();
  g_rand_free(rand);
}

/* --- closing -------------------------------------------------------------------------------------- */
#define OCTOBER (sla_period_of(2026, 10))
#define DAY(n) (OCTOBER.start + ((n) - 1) * (utc_t)UTC_DAY)

/* Received on a day of October; answered after so many minutes (0: not). */
static void ticket(struct db *db, int day, int minutes, char key[32])
{
  struct ticket_event event = desk_received("line down", DAY(day), 1);
  g_strlcpy(key, desk_do(db, &event).ticket, 32);
  event = desk_event(key, EVENT_ANSWERED, DAY(day) + minutes * 60, NULL);
  event.body = "done";
  if (minutes > 0)
    desk_do(db, &event);
}

/* met, missed, excluded of the response row of priority 1, in a version. */
static void version_is(const struct sla_report *report, int version, int met, int missed, int excluded)
{
  g_assert_cmpint(report->closings, >=, version);
  const struct sla_closing *closing = &report->closing[version - 1];
  g_assert_cmpint(closing->version, ==, version);
  g_assert_cmpstr(closing->row[0].policy, ==, "r1");
  g_assert_cmpint(closing->row[0].met, ==, met);
  g_assert_cmpint(closing->row[0].missed, ==, missed);
  g_assert_cmpint(closing->row[0].excluded, ==, excluded);
}

static void sound(struct db *db)
{
  struct verify_report report;
  struct chain_report chain;
  GString *text = g_string_new(NULL);
  GError *error = NULL;
  int64_t differences = 0;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  desk_ok(sla_closings_verify(db, text, &differences, &error), error);
  desk_ok(chain_verify(db, NULL, &chain, &error), error);
  g_assert_cmpstr(report.text->str, ==, "");
  g_assert_cmpstr(text->str, ==, "");
  g_assert_cmpint(report.differences + differences + chain.first_bad, ==, 0);
  verify_report_clear(&report);
  g_string_free(text, TRUE);
}

static void decide(struct db *db, const char *key, enum event_kind kind, utc_t at, const char *by)
{
  struct ticket_event event = desk_event(key, kind, at, NULL);
  event.clocks = CLOCK_BIT(CLOCK_RESPONSE);
  event.reason = kind == EVENT_EXCLUSION_REQUESTED ? "call-fault" : NULL;
  event.body = "line fault at the exchange";
  send(db, command_ticket(by, at, 0, &event), DONE);
}

static void amendments(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  char good[32], late[32], open[32];
  ticket(db, 5, 10, good);
  ticket(db, 6, 20, late);
  ticket(db, 30, 0, open);
  send(db, sla_close("yamada", DAY(31), OCTOBER), TE_NO);               /* not over */
  desk_person(db, "suzuki", "agent");
  send(db, sla_close("suzuki", OCTOBER.end + 3600, OCTOBER), TE_PERMISSION);
  send(db, sla_close("yamada", OCTOBER.end + 3600, OCTOBER), DONE);
  send(db, sla_close("yamada", OCTOBER.end + 7200, OCTOBER), TE_NO);    /* once */
  struct ticket_event note = desk_event(late, EVENT_NOTE, OCTOBER.end + 8000, NULL);
  note.body = "nothing new";
  desk_do(db, &note);
  decide(db, late, EVENT_EXCLUSION_REQUESTED, OCTOBER.end + 9000, "sato");
  struct sla_report *report = report_at(db, OCTOBER, OCTOBER.end + 10000);
  g_assert_cmpint(report->closings, ==, 1);
  version_is(report, 1, 1, 2, 0);
  g_assert_cmpint(report->closing[0].answers.received, ==, 3);
  g_assert_cmpint(report->closing[0].answers.answered, ==, 2);
  g_assert_cmpuint(strlen(report->closing[0].digest), ==, 64);
  arena_free(report->s.arena);

  decide(db, late, EVENT_EXCLUSION_APPROVED, OCTOBER.end + 11000, "chief");                      /* a late approval */
  struct ticket_event back = desk_event(open, EVENT_ANSWERED, DAY(30) + 300, NULL);        /* a back-dated event */
  back.body = "called back";
  send(db, command_ticket("sato", OCTOBER.end + 12000, 0, &back), DONE);
  report = report_at(db, OCTOBER, OCTOBER.end + 13000);
  g_assert_cmpint(report->closings, ==, 3);
  version_is(report, 1, 1, 2, 0);
  version_is(report, 2, 1, 1, 1);
  version_is(report, 3, 2, 0, 1);
  g_assert_null(report->closing[0].why);
  g_assert_nonnull(strstr(report->closing[1].why, late));
  g_assert_nonnull(strstr(report->closing[1].why, "chief"));
  g_assert_nonnull(strstr(report->closing[2].why, open));
  g_assert_cmpstr(report->closing[1].digest, !=, report->closing[2].digest);
  arena_free(report->s.arena);
  sound(db);
  db_close(db);
  tempdb_free(&temp);
}

/* Imports amend too: tickets of the past, other rules. */
static void imports(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GError *error = NULL;
  char key[32];
  ticket(db, 5, 20, key);
  send(db, sla_close("yamada", OCTOBER.end + 3600, OCTOBER), DONE);
  struct history history = {.events = 2};
  history.event[0] = desk_received("from elsewhere", DAY(9), 1);
  history.event[1] = desk_event("X1", EVENT_ANSWERED, DAY(9) + 60, NULL);
  history.event[0].ticket = "X1";
  history.event[1].body = "done";
  history.event[0].by = history.event[1].by = "importer";
  put_tickets(db, &history, 1);
  char *policies = g_strdup(desk_policies), *fifteen = strstr(policies, "24x365,15");
  memcpy(fifteen, "24x365,30", 9);
  g_assert_true(db_begin(db, &error));
  desk_ok(document_put(db, "policies", OCTOBER.end + 9000, "sato", policies, &error) &&
          reference_changed(db, "policies", OCTOBER.end + 9000, "sato", NULL, &error) && clocks_refresh(db, &error), error);
  desk_ok(db_commit(db, &error), error);
  struct sla_report *report = report_at(db, OCTOBER, clock_now());
  g_assert_cmpint(report->closings, ==, 3);
  version_is(report, 1, 0, 1, 0);
  version_is(report, 2, 1, 1, 0);
  version_is(report, 3, 2, 0, 0);
  g_assert_nonnull(strstr(report->closing[2].why, "policies"));
  arena_free(report->s.arena);
  sound(db);
  g_free(policies);
  db_close(db);
  tempdb_free(&temp);
}

/* Somebody who alters what was frozen is found out twice: by the figures and by the chain. */
static void altered(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GString *text = g_string_new(NULL);
  GError *error = NULL;
  int64_t differences = 0;
  char key[32];
  ticket(db, 5, 20, key);
  send(db, sla_close("yamada", OCTOBER.end + 3600, OCTOBER), DONE);
  sound(db);
  desk_ok(db_exec(db, &error, "UPDATE event SET data = replace(data, '\"missed\":1', '\"missed\":0') WHERE kind ="
                              " 'sla-closed'", ""), error);
  desk_ok(sla_closings_verify(db, text, &differences, &error), error);
  g_assert_cmpint(differences, ==, 1);
  g_assert_nonnull(strstr(text->str, "2026-10"));
  g_string_free(text, TRUE);
  db_close(db);
  tempdb_free(&temp);
}

/* Months closed by chance, then commands by chance: the latest version is always what the log comes to. */
static void random_amendments(void)
{
  static const char *const states[] = {"open", "waiting-user", "resolved", "closed", "waiting-vendor", "escalated"};
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GRand *rand = g_rand_new_with_seed(7);
  char key[12][32];
  for (int i = 0; i < 12; i++)
    ticket(db, 1 + i * 2, g_rand_int_range(rand, 0, 25), key[i]);
  send(db, sla_close("yamada", OCTOBER.end + 1, OCTOBER), DONE);
  utc_t now = OCTOBER.end + 100;
  for (int i = 0; i < 150; i++) {
    struct ticket_event event = desk_event(key[g_rand_int_range(rand, 0, 12)], EVENT_STATE, now, NULL);
    event.target = states[g_rand_int_range(rand, 0, 6)];
    event.body = "text";
    if (g_rand_int_range(rand, 0, 2) == 0)
      event.at = now - g_rand_int_range(rand, 0, 45 * UTC_DAY);
    if (g_rand_int_range(rand, 0, 3) == 0) {
      event.kind = g_rand_boolean(rand) ? EVENT_CHANGED : EVENT_ANSWERED;
      event.target = NULL;
      event.priority = event.kind == EVENT_CHANGED ? 1 + g_rand_int_range(rand, 0, 4) : PRIORITY_NONE;
    }
    struct command *command = command_ticket("sato", now, 0, &event);
    struct command_outcome outcome;
    command_run(db, command, &outcome, NULL);      /* some may not be done: fine */
    command_free(command);
    now += g_rand_int_range(rand, 1, 7200);
    if (i == 70 && now < OCTOBER.end + 31 * UTC_DAY)
      now = OCTOBER.end + 31 * UTC_DAY;
    if (i == 71)
      send(db, sla_close("yamada", now, sla_period_of(2026, 11)), DONE);
    if (i % 10 == 0)
      sound(db);
  }
  sound(db);
  struct sla_report *report = report_at(db, OCTOBER, now);
  g_test_message("%d versions", report->closings);
  g_assert_cmpint(report->closings, >, 3);
  arena_free(report->s.arena);
  g_rand_free(rand);
  db_close(db);
  tempdb_free(&temp);
}

/* A month reads its own tickets and those that reach into it, whatever else is stored. */
static void reads_what_can_count(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  char key[32];
  for (int day = 1; day <= 20; day++)
    ticket(db, day, 10, key);                          /* October; the resolutions run and are missed there too */
  for (int day = 40; day <= 60; day++)
    ticket(db, day, 10, key);                          /* November */
  struct ticket_event note = desk_event(key, EVENT_NOTE, DAY(130), NULL);
  note.body = "a word in February";
  desk_do(db, &note);
  const struct { int year, month; int64_t tickets, folded; } want[] = {
      {2026, 9, 0, 0}, {2026, 10, 20, 0}, {2026, 11, 21, 1}, {2026, 12, 1, 1}, {2027, 1, 1, 1}, {2027, 2, 0, 0}};
  for (size_t i = 0; i < G_N_ELEMENTS(want); i++) {
    struct sla_report *report = report_at(db, sla_period_of(want[i].year, want[i].month), DAY(400));
    g_assert_cmpint(report->tickets, ==, want[i].tickets);
    g_assert_cmpint(report->folded, ==, want[i].folded);
    arena_free(report->s.arena);
  }
  db_close(db);
  tempdb_free(&temp);
}

/* --- causes, exclusions --------------------------------------------------------------------------- */
static void causes(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  char key[32];
  ticket(db, 5, 20, key);
  send(db, sla_cause("yamada", OCTOBER.end, OCTOBER, "nobody", "a", "b"), TE_DATA);
  send(db, sla_cause("yamada", OCTOBER.end, OCTOBER, "r1", "night shift of one", ""), TE_DATA);
  send(db, sla_cause("yamada", OCTOBER.end, OCTOBER, "r1", "night shift of one", "two from November on"), DONE);
  send(db, sla_cause("chief", OCTOBER.end + 60, OCTOBER, "r1", "夜勤が一名", "十一月から二名"), DONE);
  struct sla_report *report = report_at(db, OCTOBER, OCTOBER.end + 3600);
  g_assert_cmpstr(report->row[0].cause, ==, "夜勤が一名");
  g_assert_cmpstr(report->row[0].cause_by, ==, "chief");
  g_assert_null(report->row[1].cause);
  g_assert_cmpint(report->misses, ==, 2);          /* the resolution of priority 1 too */
  g_assert_cmpstr(report->miss[0].key, ==, key);
  g_assert_cmpint(report->miss[0].missed_at, ==, DAY(5) + 15 * 60 + 1);
  g_assert_cmpstr(report->miss[0].title, ==, "line down");
  arena_free(report->s.arena);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE kind = 'sla-cause'"), ==, 2);
  db_close(db);
  tempdb_free(&temp);
}

static void pending(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  struct exclusion_args args = {.limit = 10};
  GError *error = NULL;
  char key[32], other[32];
  ticket(db, 5, 20, key);
  ticket(db, 6, 20, other);
  decide(db, key, EVENT_EXCLUSION_REQUESTED, DAY(7), "sato");
  decide(db, other, EVENT_EXCLUSION_REQUESTED, DAY(8), "sato");
  decide(db, other, EVENT_EXCLUSION_REJECTED, DAY(8) + 60, "chief");
  struct exclusion_list *list = exclusion_list_read(db, &args, &error);
  g_assert_no_error(error);
  g_assert_cmpint(list->rows, ==, 1);
  g_assert_cmpint(list->total, ==, 1);
  g_assert_cmpstr(list->row[0].key, ==, key);
  g_assert_cmpstr(list->row[0].requester, ==, "sato");
  g_assert_cmpstr(list->row[0].reason, ==, "call-fault");
  g_assert_cmpint(list->row[0].clocks, ==, CLOCK_BIT(CLOCK_RESPONSE));
  g_assert_cmpint(list->row[0].clock[CLOCK_RESPONSE].result, ==, SLA_MISSED);
  arena_free(list->s.arena);
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sla/report/random", random_months);
  g_test_add_func("/sla/report/amendments", amendments);
  g_test_add_func("/sla/report/imports", imports);
  g_test_add_func("/sla/report/altered", altered);
  g_test_add_func("/sla/report/random-amendments", random_amendments);
  g_test_add_func("/sla/report/reads-what-can-count", reads_what_can_count);
  g_test_add_func("/sla/report/causes", causes);
  g_test_add_func("/sla/report/pending", pending);
  return g_test_run();
}
