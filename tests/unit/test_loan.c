/* Loans: a thing is with one person at a time, whatever the order in which it is written down; days and hours of Japan
 * (edge case 52); licences are counted by their hand-outs (53); growth against the contract. */
#include "desk.h"
#include "toban/asset_store.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/licence_store.h"
#include "toban/loan_store.h"
#include "toban/transfer.h"
#include "toban/verify.h"

enum { HOUR = 3600 };
struct shelf { struct tempdb temp; struct db *db; };

static void import(struct db *db, const char *kind, const char *csv, int code)
{
  struct transfer_input input = {.kind = kind, .name = "f", .bytes = csv, .length = strlen(csv), .by = "sato",
                                 .at = NOON};
  int64_t rows;
  GError *error = NULL;
  bool done = transfer_import(db, &input, &rows, &error);
  if (code < 0)
    g_assert_no_error(error);
  else
    g_assert_true(error_is(error, (enum toban_error)code));
  g_assert_cmpint(done, ==, code < 0);
  g_clear_error(&error);
}

static void set_up(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  shelf->temp = tempdb_new();
  shelf->db = desk_open(&shelf->temp);
  clock_pin(NOON);
  import(shelf->db, "assets", "tag,kind,host,state\nA,pc,ha,stock\nB,pc,hb,stock\nM,medium,,stock\nX,pc,hx,broken\n",
         -1);
}

static void tear_down(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  clock_pin(UTC_NONE);
  db_close(shelf->db);
  tempdb_free(&shelf->temp);
}

static void tell(struct db *db, struct command *command, int code)
{
  struct command_outcome outcome = {0};
  GError *error = NULL;
  bool done = command_run(db, command, &outcome, &error);
  command_free(command);
  if (code < 0)
    g_assert_no_error(error);
  else
    g_assert_true(error_is(error, (enum toban_error)code));
  g_assert_cmpint(done, ==, code < 0);
  g_clear_error(&error);
}

static int64_t differences(struct db *db)
{
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  int64_t found = report.differences;
  verify_report_clear(&report);
  return found;
}

/* --- pure --------------------------------------------------------------------------------------------------- */
static void expect_time(const char *text, utc_t want)
{
  utc_t got = 0;
  GError *error = NULL;
  bool done = japan_parse(text, NOON, &got, &error);
  g_assert_cmpint(done, ==, want != UTC_NONE);
  if (done)
    g_assert_cmpint(got, ==, want);
  else
    g_assert_true(error_is(error, TE_DATA));
  g_clear_error(&error);
}

static void times(void)
{
  char text[32];
  expect_time("12:30", NOON + HOUR / 2); /* after noon, not after midnight */
  expect_time("0:30", NOON - 12 * HOUR + HOUR / 2);
  expect_time("2026-11-22 23:59", NOON + 12 * HOUR - 60);
  expect_time("2026/11/22 00:00", NOON - 12 * HOUR);
  expect_time("2026-11-22", NOON - 12 * HOUR);
  expect_time("2026-11-22T03:00:00Z", NOON);
  expect_time("2026-11-22T12:00:00+09:00", NOON);
  expect_time("2026-11-22T12:00", NOON);
  static const char *const wrong[] = {"12:30 PM", "24:00", "9", "", "2026-02-30", "2026-11-22 25:00", "9:5:99", "x",
                                      "1:2:3:4", "-1:00", "２０:00"};
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
    expect_time(wrong[i], UTC_NONE);
  g_assert_cmpstr(japan_format(NOON + HOUR / 2, text), ==, "2026-11-22 12:30");
  for (utc_t at = NOON - 40 * HOUR; at < NOON + 40 * HOUR; at += 60) /* what is written is read */
    expect_time(japan_format(at, text), at);
}

static void states(void)
{
  g_assert_cmpint(loan_state_of("2026-11-22", UTC_NONE, "", NOON), ==, LOAN_DUE);
  g_assert_cmpint(loan_state_of("2026-11-22", UTC_NONE, "", NOON + 12 * HOUR - 1), ==, LOAN_DUE);
  g_assert_cmpint(loan_state_of("2026-11-22", UTC_NONE, "", NOON + 12 * HOUR), ==, LOAN_OVERDUE);
  g_assert_cmpint(loan_days_overdue("2026-11-22", NOON + 12 * HOUR), ==, 1);
  g_assert_cmpint(loan_state_of("2026-11-24", UTC_NONE, "", NOON), ==, LOAN_OUT);
  g_assert_cmpint(loan_state_of("", UTC_NONE, "", NOON), ==, LOAN_OUT);
  g_assert_cmpint(loan_state_of("2020-01-01", NOON, "", NOON), ==, LOAN_BACK);
  g_assert_cmpint(loan_state_of("2020-01-01", NOON, "broken", NOON), ==, LOAN_BROKEN);
  g_assert_cmpint(loan_state_of("2020-01-01", UTC_NONE, "lost", NOON), ==, LOAN_LOST);
}

static void grows(void)
{
  static const struct { enum growth_of of; int64_t base, now; enum growth_state want; } cases[] = {
      {GROWTH_HARDWARE, -1, 5, GROWTH_UNKNOWN}, {GROWTH_HARDWARE, 1000, 900, GROWTH_FINE},
      {GROWTH_HARDWARE, 1000, 1149, GROWTH_FINE}, {GROWTH_HARDWARE, 1000, 1150, GROWTH_NEAR},
      {GROWTH_HARDWARE, 1000, 1200, GROWTH_NEAR}, {GROWTH_HARDWARE, 1000, 1201, GROWTH_OVER},
      {GROWTH_OF_KINDS, 10, 13, GROWTH_FINE},     {GROWTH_OF_KINDS, 10, 14, GROWTH_NEAR},
      {GROWTH_OF_KINDS, 10, 15, GROWTH_NEAR},     {GROWTH_OF_KINDS, 10, 16, GROWTH_OVER},
      {GROWTH_LICENCES, 0, 0, GROWTH_FINE},       {GROWTH_LICENCES, 0, 1, GROWTH_OVER}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    struct growth growth = {cases[i].base, cases[i].now};
    g_assert_cmpint(growth_state(cases[i].of, &growth), ==, cases[i].want);
  }
}

/* --- lending ------------------------------------------------------------------------------------------------ */
static struct loan_list *list(struct db *db, enum loan_choice choice, utc_t now)
{
  struct loan_args args = {.choice = choice, .now = now, .limit = 100};
  GError *error = NULL;
  struct loan_list *found = loan_list_read(db, &args, &error);
  g_assert_no_error(error);
  return found;
}

static void lends(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  struct db *db = shelf->db;
  day_t today = japan_day(NOON);
  tell(db, loan_out("sato", NOON - HOUR, "A", "見本 花子", today + 1, ""), -1);
  tell(db, loan_out("sato", NOON, "A", "other", today + 1, ""), TE_DATA);      /* it is with somebody */
  tell(db, loan_out("sato", NOON - 2 * HOUR, "A", "other", DAY_NONE, ""), TE_DATA); /* also seen from before */
  tell(db, loan_out("sato", NOON, "B", "x", today - 1, ""), TE_DATA);          /* due before it goes out */
  tell(db, loan_out("sato", NOON + 1, "B", "x", DAY_NONE, ""), TE_DATA);       /* still to come */
  tell(db, loan_out("sato", NOON, "B", "", DAY_NONE, ""), TE_DATA);
  tell(db, loan_out("sato", NOON, "X", "x", DAY_NONE, ""), TE_DATA);           /* broken */
  tell(db, loan_out("sato", NOON, "?", "x", DAY_NONE, ""), TE_NOINPUT);
  tell(db, loan_back("sato", NOON - 2 * HOUR, "A", "", ""), TE_DATA);          /* before it went out */
  tell(db, loan_back("sato", NOON, "B", "", ""), TE_NOINPUT);
  struct asset_args find = {.text = "A", .limit = 1};
  struct asset_list *assets = asset_find_read(db, &find, NULL);
  g_assert_cmpstr(assets->row[0].state, ==, "lent");
  snapshot_free(assets);
  struct loan_list *late = list(db, LOANS_OVERDUE, NOON + 3 * 24 * HOUR);
  g_assert_cmpint(late->rows, ==, 1);
  g_assert_cmpint(late->row[0].days, ==, 2);
  snapshot_free(late);
  tell(db, loan_back("sato", NOON - HOUR / 2, "A", "broken", "screen"), -1);   /* half an hour ago: kept so */
  struct loan_list *all = list(db, LOANS_ALL, NOON);
  g_assert_cmpint(all->row[0].back_at, ==, NOON - HOUR / 2);
  g_assert_cmpint(all->row[0].state, ==, LOAN_BROKEN);
  g_assert_cmpint(all->out, ==, 0);
  snapshot_free(all);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM asset WHERE tag = 'A' AND state = 'broken'"), ==, 1);
  g_assert_cmpint(desk_count(db, "SELECT recorded_at - at FROM event WHERE kind = 'loan-back'"), ==, HOUR / 2);
  tell(db, loan_out("sato", NOON - 30 * HOUR, "B", "x", DAY_NONE, ""), -1);
  tell(db, loan_back("sato", NOON, "B", "lost", ""), -1);
  tell(db, loan_out("sato", NOON, "B", "x", DAY_NONE, ""), TE_DATA);           /* lost */
  tell(db, loan_back("sato", NOON, "B", "", "found"), -1);
  g_assert_cmpint(differences(db), ==, 0);
}

static void promises(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  struct db *db = shelf->db;
  day_t today = japan_day(NOON);
  tell(db, loan_reserve("sato", NOON, "M", "a", today + 3, today + 5, ""), -1);
  tell(db, loan_reserve("sato", NOON, "M", "b", today + 5, today + 6, ""), TE_DATA);
  tell(db, loan_reserve("sato", NOON, "M", "b", today + 7, today + 6, ""), TE_DATA);
  tell(db, loan_out("sato", NOON, "M", "b", today + 3, ""), TE_DATA);
  tell(db, loan_out("sato", NOON, "M", "b", DAY_NONE, ""), TE_DATA);
  tell(db, loan_out("sato", NOON, "M", "b", today + 2, ""), -1);
  tell(db, loan_reserve("sato", NOON, "M", "c", today + 1, today + 1, ""), TE_DATA);
  struct loan_calendar_args args = {.now = NOON, .from = today, .days = 8};
  struct loan_calendar *calendar = loan_calendar_read(db, &args, NULL);
  g_assert_cmpint(calendar->rows, ==, 1);
  g_assert_cmpstr(calendar->row[0].bar, ==, "===rrr..");
  snapshot_free(calendar);
  args.now = NOON + 2 * 24 * HOUR + 24 * HOUR;
  calendar = loan_calendar_read(db, &args, NULL);
  g_assert_cmpstr(calendar->row[0].bar, ==, "===!rr..");
  snapshot_free(calendar);
  tell(db, loan_back("sato", NOON, "M", "", ""), -1);
  clock_pin(NOON + 4 * 24 * HOUR);
  tell(db, loan_out("sato", NOON + 4 * 24 * HOUR, "M", "a", today + 5, ""), -1); /* the promise is kept */
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM loan_reservation"), ==, 0);
  tell(db, loan_unreserve("sato", NOON, "M", today + 3), TE_NOINPUT);
  g_assert_cmpint(differences(db), ==, 0);
}

static void imports(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  struct db *db = shelf->db;
  import(db, "loans", "tag,borrower,out_at,due_on,back_at,note\n"
                      "A,見本,2026/11/20 9:05,2026/11/21,,\nB,x,2026-11-01 10:00,,2026-11-02 12:30,n\n", -1);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM loan WHERE tag = 'A' AND out_at = 1795133100"), ==, 1);
  int64_t events = desk_count(db, "SELECT count(*) FROM event WHERE subject LIKE 'loan:%'");
  import(db, "loans", "tag,borrower,out_at\nA,見本,2026-11-20T00:05:00Z\n", -1);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE subject LIKE 'loan:%'"), ==, events);
  import(db, "loans", "tag,borrower,out_at\nA,other,2026-11-21 9:00\n", TE_DATA); /* it is out */
  import(db, "loans", "tag,borrower,out_at\n?,other,2026-11-21 9:00\n", TE_DATA);
  import(db, "loans", "tag,borrower,out_at,back_at\nM,o,2026-11-21 9:00,2026-11-21 8:59\n", TE_DATA);
  import(db, "loans", "tag,borrower,out_at\nM,o,2026-11-21 9:00 PM\n", TE_DATA);
  g_assert_cmpint(differences(db), ==, 0);
}

/* Things go out and come back in any order; never is one with two people at a time. */
static void once_at_a_time(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  static const char *const tags[] = {"A", "B", "M"};
  GRand *random = g_rand_new_with_seed(7);
  for (int i = 0; i < 200; i++) {
    const char *tag = tags[g_rand_int_range(random, 0, 3)];
    utc_t at = NOON - 110 * HOUR + i * HOUR / 2 + g_rand_int_range(random, 0, 10 * HOUR);
    struct command *command = g_rand_boolean(random) ? loan_out("sato", at, tag, "x", DAY_NONE, "")
                                                     : loan_back("sato", at, tag, "", "");
    struct command_outcome outcome;
    command_run(shelf->db, command, &outcome, NULL);
    command_free(command);
  }
  g_rand_free(random);
  g_assert_cmpint(desk_count(shelf->db, "SELECT count(*) FROM loan"), >, 10);
  g_assert_cmpint(desk_count(shelf->db, "SELECT count(*) FROM loan a JOIN loan b ON a.tag = b.tag AND b.out_at > a.out_at"
                                        " AND (a.back_at IS NULL OR a.back_at > b.out_at)"), ==, 0);
  g_assert_cmpint(differences(shelf->db), ==, 0);
}

/* --- reminders -------------------------------------------------------------------------------------------- */
#define MINUTE 60
static const char hours_text[] = "id,tz,mon,tue,wed,thu,fri,sat,sun,holidays\n"
                                 "desk,Asia/Tokyo,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,,,none\n"
                                 "late,Asia/Tokyo,13:00-22:00,13:00-22:00,13:00-22:00,13:00-22:00,13:00-22:00,,,none\n"
                                 "never,Asia/Tokyo,,,,,,,,none\n";

static struct calendar_set *calendars(void)
{
  struct calendar_files files = {.calendars = {"c", hours_text, sizeof hours_text - 1}};
  GError *error = NULL;
  struct calendar_set *set = calendar_set_new(&files, &error);
  g_assert_no_error(error);
  return set;
}

static void expect_step(const char *hours, const char *due_on, int sent, const char *now, int days, const char *at)
{
  struct calendar_set *set = calendars();
  struct loan_steps steps = {{-1, 1, 7}, 3};
  utc_t from = 0, want = UTC_NONE;
  day_t due = 0;
  g_assert_true(japan_parse(now, NOON, &from, NULL) && day_parse(due_on, &due, NULL));
  g_assert_true(at == NULL || japan_parse(at, NOON, &want, NULL));
  struct loan_step got = loan_step_next(&steps, due, sent, zone_tokyo(), calendar_find(set, hours), from);
  g_assert_cmpint(got.at, ==, want);
  g_assert_cmpint(got.days, ==, at == NULL ? LOAN_STEP_NONE : days);
  calendar_set_unref(set);
}

/* 2026-11-20 is a Friday. Never at midnight, never while it is closed (edge case 31). */
static void steps(void)
{
  expect_step("desk", "2026-11-20", LOAN_STEP_NONE, "2026-11-10 12:00", -1, "2026-11-19 9:00");
  expect_step("desk", "2026-11-20", LOAN_STEP_NONE, "2026-11-19 8:59", -1, "2026-11-19 9:00");
  expect_step("desk", "2026-11-20", LOAN_STEP_NONE, "2026-11-19 10:00", -1, "2026-11-19 10:00");
  expect_step("late", "2026-11-20", LOAN_STEP_NONE, "2026-11-10 12:00", -1, "2026-11-19 13:00");
  expect_step("desk", "2026-11-20", -1, "2026-11-19 10:00", 1, "2026-11-23 9:00");      /* Saturday: Monday */
  expect_step("desk", "2026-11-22", LOAN_STEP_NONE, "2026-11-20 18:00", 1, "2026-11-23 9:00"); /* both come to Monday */
  expect_step("desk", "2026-11-20", LOAN_STEP_NONE, "2026-11-25 20:00", 1, "2026-11-26 9:00"); /* one, not two */
  expect_step("desk", "2026-11-20", LOAN_STEP_NONE, "2026-11-27 08:00", 7, "2026-11-27 9:00");
  expect_step("desk", "2026-11-20", 1, "2026-11-23 9:00", 7, "2026-11-27 9:00");
  expect_step("desk", "2026-11-20", LOAN_STEP_NONE, "2027-03-06 0:00", 7, "2027-03-08 9:00");  /* long ago: once */
  expect_step("desk", "2026-11-20", 7, "2026-11-27 9:00", 0, NULL);
  expect_step("never", "2026-11-20", LOAN_STEP_NONE, "2026-11-10 12:00", 0, NULL);
  expect_step("unknown", "2026-11-20", LOAN_STEP_NONE, "2026-11-10 12:00", 0, NULL);
  struct loan_steps kept = {.count = 0};
  g_assert_true(loan_steps_add(&kept, 7) && loan_steps_add(&kept, -1) && loan_steps_add(&kept, 1));
  g_assert_true(!loan_steps_add(&kept, 1) && kept.days[0] == -1 && kept.days[1] == 1 && kept.days[2] == 7);
}

/* A second implementation: walks minute by minute. Each step comes once at most, in an open minute, none after its
 * successor. */
static void steps_walk(void)
{
  struct calendar_set *set = calendars();
  const struct calendar *hours = calendar_find(set, "desk");
  struct loan_steps steps = {{-3, 0, 1, 2, 9}, 5};
  for (day_t due = japan_day(NOON); due < japan_day(NOON) + 7; due++) {
    int sent = LOAN_STEP_NONE, slow = LOAN_STEP_NONE;
    for (utc_t now = NOON - 6 * UTC_DAY; now < NOON + 22 * UTC_DAY; now += 10 * MINUTE) {
      struct loan_step next = loan_step_next(&steps, due, sent, zone_tokyo(), hours, now);
      int want = slow;
      for (int i = 0; i < steps.count; i++)
        if (zone_instant(zone_tokyo(), due + steps.days[i], 9 * HOUR, false) <= now && calendar_at(hours, now).open)
          want = MAX(want, steps.days[i]);
      g_assert_cmpint(next.at == now, ==, want != slow);
      if (next.at == now) {
        g_assert_cmpint(next.days, ==, want);
        sent = next.days;
      }
      slow = want;
    }
    g_assert_cmpint(sent, ==, 9);
  }
  calendar_set_unref(set);
}

static struct loan_remind_due *due_now(struct db *db, utc_t now)
{
  struct loan_remind_args args = {.now = now};
  GError *error = NULL;
  struct loan_remind_due *due = loan_remind_due_read(db, &args, &error);
  g_assert_no_error(error);
  return due;
}

static void expect_mail(struct db *db, utc_t now, const char *address, const char *in_body)
{
  struct loan_remind_due *due = due_now(db, now);
  g_assert_cmpint(due->rows, ==, 1);
  g_assert_cmpstr(due->row[0].reminder.address, ==, address);
  struct command *command = loan_remind_mail("sato", now, &due->row[0], due->row[0].reminder.next.days);
  struct command *again = loan_remind_mail("yamada", now, &due->row[0], due->row[0].reminder.next.days);
  tell(db, command, -1);
  int64_t messages = desk_count(db, "SELECT count(*) FROM outbox");
  tell(db, again, -1); /* another console: done before */
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM outbox"), ==, messages);
  snapshot_free(due);
  struct outbox_args box = {.now = now, .all = true, .limit = 1};
  struct outbox_list *list = outbox_list_read(db, &box, NULL);
  g_assert_cmpstr(list->row[0].address, ==, address);
  g_assert_nonnull(strstr(list->row[0].body, in_body));
  snapshot_free(list);
  due = due_now(db, now);
  g_assert_cmpint(due->rows, ==, 0);
  snapshot_free(due);
}

static void reminds(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  struct db *db = shelf->db;
  day_t today = japan_day(NOON);
  import(db, "requesters", "name,reading,mail,extension,office,language\n"
                           "見本 花子,みほん はなこ,hanako@desk.test,1,12,ja\n"
                           "Ann Example,,ann@desk.test,2,12,en\n同名 一,,one@desk.test,3,12,ja\n"
                           "同名 一,,two@desk.test,4,12,ja\n同名 一,,three@desk.test,5,1,ja\n無 宛先,,,5,12,ja\n", -1);
  tell(db, loan_out("sato", NOON - HOUR, "A", "見本花子", today + 1, ""), -1);            /* without the blank */
  expect_mail(db, NOON, "hanako@desk.test", "見本 花子");
  tell(db, loan_due("sato", NOON, "A", today + 2), -1);                                  /* another due day: anew */
  struct loan_remind_due *due = due_now(db, NOON);
  g_assert_cmpint(due->rows, ==, 0);
  g_assert_cmpint(due->next, ==, NOON + 21 * HOUR);                                      /* 9:00 tomorrow */
  snapshot_free(due);
  tell(db, loan_remind("sato", NOON, "A"), -1);                                          /* by voice: the mail still goes */
  expect_mail(db, NOON + 21 * HOUR, "hanako@desk.test", "2026-11-24");
  tell(db, loan_back("sato", NOON, "A", "", ""), -1);
  tell(db, loan_out("sato", NOON - 30 * HOUR, "B", "ann example", today - 1, ""), -1);
  expect_mail(db, NOON, "ann@desk.test", "Dear Ann Example,");
  tell(db, loan_out("sato", NOON, "M", "同名 一", today + 1, ""), -1);
  due = due_now(db, NOON);
  g_assert_cmpint(due->rows, ==, 0);
  snapshot_free(due);
  struct loan_list *open = list(db, LOANS_OPEN, NOON);
  g_assert_cmpint(open->rows, ==, 2);
  g_assert_cmpstr(open->row[1].tag, ==, "M");
  g_assert_cmpint(open->row[1].reminder.mail, ==, LOAN_MAIL_SEVERAL);
  g_assert_cmpint(open->row[0].reminder.state, ==, OUTBOX_WAITING);
  g_assert_cmpstr(open->row[0].reminder.to, ==, "ann@desk.test");
  snapshot_free(open);
  import(db, "assets", "tag,kind,office\nM,medium,1\n", -1); /* the one of three who is where the thing is */
  due = due_now(db, NOON);
  g_assert_cmpint(due->rows, ==, 1);
  g_assert_cmpstr(due->row[0].reminder.address, ==, "three@desk.test");
  snapshot_free(due);
  import(db, "assets", "tag,kind,office\nM,medium,12\n", -1); /* there are two of them */
  open = list(db, LOANS_OPEN, NOON);
  g_assert_cmpint(open->row[1].reminder.mail, ==, LOAN_MAIL_SEVERAL);
  snapshot_free(open);
  tell(db, loan_back("sato", NOON, "M", "", ""), -1);
  clock_pin(NOON + HOUR);
  tell(db, loan_out("sato", NOON + HOUR, "M", "同名　一 (4)", today + 1, ""), -1);         /* the extension tells */
  expect_mail(db, NOON + HOUR, "two@desk.test", "同名 一");
  tell(db, loan_back("sato", NOON + HOUR, "M", "", ""), -1);
  clock_pin(NOON + 2 * HOUR);
  tell(db, loan_out("sato", NOON + 2 * HOUR, "M", "無宛先", today + 1, ""), -1);
  open = list(db, LOANS_OPEN, NOON + 2 * HOUR);
  g_assert_cmpint(open->row[1].reminder.mail, ==, LOAN_MAIL_NONE);
  snapshot_free(open);
  g_assert_cmpint(differences(db), ==, 0);
}

static void letters(void)
{
  static const struct { const char *due; int days; const char *subject[LANG_COUNT]; } cases[] = {
      {"2026-11-24", 0, {"【ご返却のお願い】A-1：返却期限 2026-11-24", "Please return A-1 by 2026-11-24"}},
      {"2026-11-24", 3, {"【至急・ご返却のお願い】A-1：返却期限 2026-11-24 を過ぎています",
                         "Please return A-1: it was due on 2026-11-24"}},
      {"", 0, {"【ご返却のお願い】A-1", "Please return A-1 when you no longer need it"}}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    for (int lang = 0; lang < LANG_COUNT; lang++) {
      struct loan_letter letter = {"例示 花子", "A-1", "", "2026-11-01", cases[i].due, cases[i].days};
      char *subject = loan_letter_subject(&letter, (enum lang)lang), *body = loan_letter_body(&letter, (enum lang)lang);
      g_assert_cmpstr(subject, ==, cases[i].subject[lang]);
      g_assert_nonnull(strstr(body, lang == LANG_JA ? "例示 花子 様" : "Dear 例示 花子,"));
      g_assert_cmpint(strstr(body, "2026-11-24") != NULL, ==, *cases[i].due != '\0');
      g_assert_null(strstr(body, lang == LANG_JA ? "機器名" : "Machine")); /* it has none */
      g_free(body);
      g_free(subject);
    }
}

/* A person sends one by hand: the steps up to today are done with it. And the whole can be ended. */
static void reminds_by_hand(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  struct db *db = shelf->db;
  day_t today = japan_day(NOON);
  import(db, "assets", "tag,kind,office\nA,pc,12\n", -1); /* whose hours and language hold: nothing else is known */
  tell(db, loan_out("sato", NOON - 50 * HOUR, "A", "x@desk.test", today - 2, ""), -1);
  struct loan_list *open = list(db, LOANS_OPEN, NOON);
  g_assert_cmpint(open->row[0].reminder.next.at, ==, NOON);
  tell(db, loan_remind_mail("sato", NOON, &open->row[0], LOAN_STEP_NONE), -1);
  g_assert_false(loan_mailed_today(&open->row[0], NOON));
  snapshot_free(open);
  open = list(db, LOANS_OPEN, NOON);
  g_assert_true(loan_mailed_today(&open->row[0], NOON) && !loan_mailed_today(&open->row[0], NOON + UTC_DAY));
  g_assert_cmpint(open->row[0].reminder.next.days, ==, 7);
  struct loan_step next = open->row[0].reminder.next;
  snapshot_free(open);
  import(db, "loan-reminders", "days\n3\n-2\n", -1);
  import(db, "loan-reminders", "days\n3\n3\n", TE_DATA);
  import(db, "loan-reminders", "days\nsoon\n", TE_DATA);
  import(db, "loan-reminders", "days\n99999\n", TE_DATA);
  open = list(db, LOANS_OPEN, NOON);
  g_assert_cmpint(open->row[0].reminder.next.days, ==, 3);
  g_assert_cmpint(open->row[0].reminder.next.at, ==, next.at - 4 * UTC_DAY);
  snapshot_free(open);
  import(db, "loan-reminders", "days\n", -1);
  open = list(db, LOANS_OPEN, NOON + 99 * UTC_DAY);
  g_assert_cmpint(open->row[0].reminder.next.at, ==, UTC_NONE);
  snapshot_free(open);
  g_assert_cmpint(differences(db), ==, 0);
}

/* --- licences ------------------------------------------------------------------------------------------------ */
static void licences(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
  struct db *db = shelf->db;
  GError *error = NULL;
  tell(db, licence_set("sato", NOON, "Mail", 2, DAY_NONE), -1);
  tell(db, licence_set("sato", NOON, "Mail", -1, DAY_NONE), TE_DATA);
  tell(db, licence_step("sato", NOON, "Mail", "licence-given", "a"), -1);
  tell(db, licence_step("sato", NOON, "Mail", "licence-given", "a"), TE_DATA);
  tell(db, licence_step("sato", NOON, "Mail", "licence-given", "b"), -1);
  tell(db, licence_step("sato", NOON, "Mail", "licence-given", "c"), TE_DATA); /* none is left */
  tell(db, licence_step("sato", NOON, "Mail", "licence-taken", "c"), TE_NOINPUT);
  tell(db, licence_set("sato", NOON, "Mail", 1, DAY_NONE), -1);                /* fewer than are handed out: told */
  struct licence_args args = {.product = "Mail"};
  struct licence_list *list = licence_list_read(db, &args, &error);
  g_assert_no_error(error);
  g_assert_cmpint(list->row[0].seats - list->row[0].given, ==, -1);
  g_assert_cmpint(list->row[0].holders, ==, list->row[0].given);
  snapshot_free(list);
  import(db, "licences", "product,seats,renewal_on,holder\nMail,3,2027/1/5,c\nMail,4,2027/1/5,d\n", TE_DATA);
  import(db, "licences", "product,seats,renewal_on,holder\n\"Ma\nil\",3,,c\n", TE_DATA);
  import(db, "licences", "product,seats,renewal_on,holder\nMail,3,2027/1/5,c\nOffice,9,,\n", -1);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM licence_seat WHERE product = 'Mail'"), ==, 3);
  tell(db, growth_base("sato", NOON, (int64_t[GROWTHS]){4, 10, 3}), -1);
  list = licence_list_read(db, &args, NULL);
  g_assert_cmpint(growth_state(GROWTH_HARDWARE, &list->growth[GROWTH_HARDWARE]), ==, GROWTH_FINE);
  g_assert_cmpint(growth_state(GROWTH_LICENCES, &list->growth[GROWTH_LICENCES]), ==, GROWTH_NEAR);
  g_assert_cmpint(list->growth[GROWTH_OF_KINDS].now, ==, 4);
  snapshot_free(list);
  struct renewal_args soon = {.now = NOON, .days = 90, .limit = 10};
  struct renewal_list *renewals = renewal_list_read(db, &soon, &error);
  g_assert_cmpint(renewals->rows, ==, 1);
  g_assert_cmpint(renewals->row[0].days, ==, 44);
  snapshot_free(renewals);
  tell(db, licence_step("sato", NOON, "Mail", "licence-removed", NULL), -1);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM licence_seat"), ==, 0);
  g_assert_cmpint(differences(db), ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/loan/edge-52-times", times);
  g_test_add_func("/loan/states", states);
  g_test_add_func("/loan/grows", grows);
  g_test_add_func("/loan/letters", letters);
  g_test_add_func("/loan/steps", steps);
  g_test_add_func("/loan/steps-walk", steps_walk);
#define ADD(name, function) g_test_add("/loan/" name, struct shelf, NULL, set_up, function, tear_down)
  ADD("lends", lends);
  ADD("promises", promises);
  ADD("imports", imports);
  ADD("once-at-a-time", once_at_a_time);
  ADD("reminds", reminds);
  ADD("reminds-by-hand", reminds_by_hand);
  ADD("edge-53-licences", licences);
  return g_test_run();
}
