/* Escalation: ways and their hours, rules, the register, the outbox. */
#include <string.h>

#include "desk.h"
#include "toban/escalation_store.h"
#include "toban/lang.h"
#include "toban/resource.h"
#include "toban/verify.h"

/* --- ways and their hours -------------------------------------------------------------------------------- */
static struct calendar_file shipped(const char *name)
{
  struct calendar_file file = {.name = name};
  file.bytes = resource_find(name, &file.length);
  g_assert_nonnull(file.bytes);
  return file;
}

static struct calendar_set *shipped_calendars(void)
{
  struct calendar_files files = {shipped("calendars.csv"), shipped("holidays.csv"), shipped("special-dates.csv"), false};
  GError *error = NULL;
  struct calendar_set *set = calendar_set_new(&files, &error);
  g_assert_no_error(error);
  return set;
}

/* Table 3-8 by the calendar on the wall: weekday, 9 to 18, no holiday of Japan, not 12/29 to 1/3. `holidays` is the
 * shipped file as text; nothing of the program's calendars is used. */
static bool wall_says_open(const char *holidays, utc_t at)
{
  time_t local = (time_t)(at + 9 * 3600);
  struct tm tm;
  char line[32];
  gmtime_r(&local, &tm);
  bool year_end = (tm.tm_mon == 11 && tm.tm_mday >= 29) || (tm.tm_mon == 0 && tm.tm_mday <= 3);
  g_snprintf(line, sizeof line, "\njp,%04d-%02d-%02d,", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
  return tm.tm_wday >= 1 && tm.tm_wday <= 5 && tm.tm_hour >= 9 && tm.tm_hour < 18 && !year_end &&
         strstr(holidays, line) == NULL;
}

/* Every quarter of an hour of 2023 to 2027, and the seconds around each: a call is offered as open exactly then. */
static void voice_only_in_its_hours(void)
{
  struct calendar_set *set = shipped_calendars();
  const struct calendar *hours = calendar_find(set, REACH_CALENDAR);
  struct calendar_file file = shipped("holidays.csv");
  char *holidays = g_strndup(file.bytes, file.length);
  g_assert_nonnull(hours);
  int open = 0;
  for (utc_t at = 1672498800 /* 2023-01-01 in Japan */; at < 1830265200 /* 2028-01-01 */; at += 900)
    for (int step = -1; step <= 1; step++) {
      bool want = wall_says_open(holidays, at + step);
      enum reach order[REACHES];
      open += want;
      reach_order(hours, at + step, order);
      for (int i = 0; i < REACHES; i++) {
        struct reach_now now = reach_at((enum reach)i, hours, at + step);
        if (now.open != (want || !reach_is_call((enum reach)i)))
          g_error("%s at %ld", reach_id((enum reach)i), (long)(at + step));
        if (!now.open)
          g_assert_true(wall_says_open(holidays, now.opens_at) && !wall_says_open(holidays, now.opens_at - 1));
      }
      g_assert_cmpint(reach_is_call(order[0]), ==, want);      /* an open call is soonest; a closed one never first */
    }
  g_assert_cmpint(open, >, 100000);
  g_free(holidays);
  calendar_set_unref(set);
}

static void order(void)
{
  struct calendar_set *set = shipped_calendars();
  const struct calendar *hours = calendar_find(set, REACH_CALENDAR);
  enum reach got[REACHES];
  reach_order(hours, 1795485600 /* Tue 2026-11-24 11:00 */, got);
  const enum reach day[] = {REACH_PHONE, REACH_TEAMS_VOICE, REACH_TEAMS, REACH_EMAIL};
  g_assert_true(memcmp(got, day, sizeof got) == 0);
  reach_order(hours, NOON /* a Sunday */, got);
  const enum reach night[] = {REACH_TEAMS, REACH_EMAIL, REACH_PHONE, REACH_TEAMS_VOICE};
  g_assert_true(memcmp(got, night, sizeof got) == 0);
  reach_order(NULL, NOON, got); /* no calendar: no call */
  g_assert_true(memcmp(got, night, sizeof got) == 0);
  calendar_set_unref(set);
}

/* --- rules ------------------------------------------------------------------------------------------------ */
static const char contacts[] = "id,name_ja,name_en,via,address,note\n"
                               "mail,窓口,Window,email,is@hq.example,\nphone,電話,Phone,phone,0000,\nteams,課,Section,teams,is,\n";
#define RULES "id,clock,priority,category,at,to,ack_min,rounds,lang,label_ja,label_en\n"

static struct escalation_book *book_of(const char *rules, GError **error)
{
  struct calendar_file c = {"contacts", contacts, strlen(contacts)}, r = {"rules", rules, strlen(rules)};
  return escalation_book_new(&c, &r, error);
}

static void rules_are_read(void)
{
  GError *error = NULL;
  struct escalation_book *book = book_of(RULES "p1,resolution,1;2,5.1,75%,mail;phone,10,2,en,急,Urgent\n", &error);
  g_assert_no_error(error);
  const struct escalation_rule *rule = escalation_rule_find(book, "p1");
  struct ticket t = {.priority = 2, .category = "5.1.2"};
  g_assert_true(escalation_rule_matches(rule, &t, CLOCK_RESOLUTION));
  g_assert_false(escalation_rule_matches(rule, &t, CLOCK_RESPONSE));
  t.category = "5.10";
  g_assert_false(escalation_rule_matches(rule, &t, CLOCK_RESOLUTION));
  const char *const levels[] = {"mail", "phone", "mail", "phone", NULL};
  for (int i = 0; i < 5; i++)
    g_assert_cmpstr(escalation_rule_contact(rule, i), ==, levels[i]);
  escalation_book_free(book);
}

static void bad_rules(void)
{
  static const char *const bad[] = {
    "p1,other,1,*,75%,mail,10,1,en,,", "p1,response,5,*,75%,mail,10,1,en,,", "p1,response,1,*,75,mail,10,1,en,,",
    "p1,response,1,*,75%,nobody,10,1,en,,", "p1,response,1,*,75%,mail,0,1,en,,", "p1,response,1,*,75%,mail,10,99,en,,",
    "p1,response,1,*,75%,mail,10,1,fr,,", ",response,1,*,75%,mail,10,1,en,,", "p1,response,1,*,75%;90%,mail,10,1,en,,",
    "p1,response,1,*,75%,,10,1,en,,"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    char *text = g_strconcat(RULES, bad[i], "\n", NULL);
    GError *error = NULL;
    g_assert_null(book_of(text, &error));
    g_assert_true(g_str_has_prefix(error->message, "rules:2: "));
    assert_error(error, TE_DATA);
    g_free(text);
  }
}

static void delays_grow_and_end(void)
{
  for (int i = 1; i < OUTBOX_ATTEMPTS; i++)
    g_assert_cmpint(outbox_delay(i), >=, i == 1 ? 1 : outbox_delay(i - 1));
  g_assert_cmpint(outbox_delay(OUTBOX_ATTEMPTS), ==, -1);
  g_assert_cmpint(outbox_delay(0), ==, -1);
}

/* --- the store ---------------------------------------------------------------------------------------------- */
struct desk { struct tempdb temp; struct db *db; char key[32]; };

static void set_up(struct desk *desk, gconstpointer rules)
{
  GError *error = NULL;
  desk->temp = tempdb_new();
  desk->db = desk_open(&desk->temp);
  desk_ok(db_begin(desk->db, &error), error);
  struct calendar_file files[] = {shipped("calendars.csv"), shipped("holidays.csv")};
  for (int i = 0; i < 2; i++) {
    char *text = g_strndup(files[i].bytes, files[i].length);
    desk_ok(document_put(desk->db, i == 0 ? "calendars" : "holidays", NOON, "sato", text, &error), error);
    g_free(text);
  }
  desk_ok(document_put(desk->db, "contacts", NOON, "sato", contacts, &error), error);
  desk_ok(document_put(desk->db, "escalation-rules", NOON, "sato", rules == NULL ? RULES : rules, &error), error);
  desk_ok(reference_changed(desk->db, "contacts", NOON, "sato", NULL, &error), error);
  desk_ok(db_commit(desk->db, &error), error);
  struct ticket_event event = desk_received("Line is down", NOON, 1);
  g_strlcpy(desk->key, desk_do(desk->db, &event).ticket, sizeof desk->key);
}

static void tear_down(struct desk *desk, gconstpointer unused)
{
  (void)unused;
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(desk->db, &report, &error), error);
  g_assert_cmpstr(report.text->str, ==, "");
  desk_ok(verify_rebuild(desk->db, &error), error);
  verify_report_clear(&report);
  db_close(desk->db);
  tempdb_free(&desk->temp);
}

static struct command *order_of(struct desk *desk, const char *contact, const char *reason, utc_t at)
{
  GError *error = NULL;
  struct reference *ref = reference_read(desk->db, NULL, &error);
  g_assert_no_error(error);
  struct ticket_args args = {.now = at};
  g_strlcpy(args.key, desk->key, sizeof args.key);
  struct ticket_view *view = ticket_view_read(desk->db, &args, &error);
  g_assert_no_error(error);
  struct escalation_order o = {.ticket = desk->key, .contact = escalation_contact(ref->book, contact), .lang = LANG_EN,
                               .subject = "Line is down", .text = "All of it.", .reason = reason};
  struct command *command = escalate("sato", at, 0, &view->t, &o);
  snapshot_free(view);
  reference_free(ref);
  return command;
}

static struct escalation_list *list_of(struct desk *desk)
{
  GError *error = NULL;
  struct escalation_list *list = escalation_list_read(desk->db, &(struct escalation_args){.all = true, .limit = 50}, &error);
  g_assert_no_error(error);
  return list;
}

static void by_mail(struct desk *desk, gconstpointer unused)
{
  (void)unused;
  desk_tell(desk->db, order_of(desk, "mail", NULL, NOON + 60), -1);
  g_assert_cmpint(desk_count(desk->db, "SELECT count(*) FROM ticket WHERE state = 4"), ==, 1);
  struct escalation_list *list = list_of(desk);
  g_assert_cmpint(list->rows, ==, 1);
  g_assert_cmpint(list->waiting, ==, 1);
  const struct escalation_row *row = &list->row[0];
  g_assert_cmpstr(row->by, ==, "sato");
  g_assert_true(row->has_message && row->message.state == OUTBOX_WAITING);
  g_assert_cmpstr(row->message.body, ==, "All of it.");
  int64_t number = row->number;
  snapshot_free(list);
  desk_tell(desk->db, escalation_step("yamada", NOON + 120, number, STEP_ANSWERED, "", UTC_NONE), TE_DATA);
  desk_tell(desk->db, escalation_step("yamada", NOON + 120, number, STEP_ANSWERED, "Restart it.", UTC_NONE), -1);
  desk_tell(desk->db, escalation_step("yamada", NOON + 130, number, STEP_ENDED, "", UTC_NONE), TE_NO);
  desk_tell(desk->db, escalation_step("yamada", NOON + 130, 99, STEP_ENDED, "", UTC_NONE), TE_NOINPUT);
  list = list_of(desk);
  g_assert_cmpint(list->row[0].state, ==, ESCALATION_ANSWERED);
  g_assert_cmpstr(list->row[0].words, ==, "Restart it.");
  g_assert_cmpint(list->waiting, ==, 0);
  snapshot_free(list);
  desk_tell(desk->db, order_of(desk, "teams", NULL, NOON + 200), -1); /* once more: a note, it is escalated already */
}

/* A closed way is refused unless a reason is given; nothing is half done. */
static void a_closed_way(struct desk *desk, gconstpointer unused)
{
  (void)unused;
  desk_tell(desk->db, order_of(desk, "phone", NULL, NOON + 60), TE_NO);
  g_assert_cmpint(desk_count(desk->db, "SELECT count(*) FROM ticket WHERE state = 4"), ==, 0);
  g_assert_cmpint(desk_count(desk->db, "SELECT count(*) FROM escalation"), ==, 0);
  desk_tell(desk->db, order_of(desk, "phone", "the head office is dark", NOON + 60), -1);
  struct escalation_list *list = list_of(desk);
  g_assert_cmpstr(list->row[0].reason, ==, "the head office is dark");
  g_assert_cmpint(list->row[0].call_next, ==, NOON + 60);
  g_assert_false(list->row[0].has_message);
  int64_t number = list->row[0].number;
  snapshot_free(list);
  desk_tell(desk->db, escalation_step("sato", NOON + 90, number, STEP_CALLED, "nobody", NOON + 690), -1);
  list = list_of(desk);
  g_assert_cmpint(list->row[0].call_next, ==, NOON + 690);
  g_assert_cmpint(list->row[0].calls, ==, 1);
  snapshot_free(list);
}

/* --- the outbox --------------------------------------------------------------------------------------------- */
static struct outbox_row only(struct desk *desk)
{
  GError *error = NULL;
  struct outbox_list *list = outbox_list_read(desk->db, &(struct outbox_args){.all = true, .limit = 9}, &error);
  g_assert_no_error(error);
  g_assert_cmpint(list->rows, ==, 1);
  struct outbox_row row = list->row[0];
  row.key = g_intern_string(row.key);
  row.problem = g_intern_string(row.problem);
  snapshot_free(list);
  return row;
}

static int due_at(struct desk *desk, utc_t now, utc_t *next)
{
  GError *error = NULL;
  struct outbox_due *due = outbox_due_read(desk->db, &(struct outbox_due_args){now, 10}, &error);
  g_assert_no_error(error);
  int rows = due->rows;
  *next = due->next;
  snapshot_free(due);
  return rows;
}

static void sent_once(struct desk *desk, gconstpointer unused)
{
  (void)unused;
  utc_t next;
  g_assert_cmpint(due_at(desk, NOON, &next), ==, 0);
  g_assert_cmpint(next, ==, UTC_NONE);
  desk_tell(desk->db, outbox_queue("sato", NOON, &(struct outbox_message){REACH_EMAIL, "is@hq.example", "s", "b", "test:1"}), -1);
  const char *key = only(desk).key;
  g_assert_cmpint(due_at(desk, NOON, &next), ==, 1);
  desk_tell(desk->db, outbox_claim("sato", NOON, key, "one"), -1);
  desk_tell(desk->db, outbox_claim("yamada", NOON, key, "two"), TE_NO);
  g_assert_cmpint(due_at(desk, NOON + 60, &next), ==, 0);
  g_assert_cmpint(next, ==, NOON + OUTBOX_CLAIM_S);
  desk_tell(desk->db, outbox_sent("yamada", NOON + 1, key, "two", "250"), TE_NO);
  desk_tell(desk->db, outbox_sent("sato", NOON + 1, key, "one", "250 ok"), -1);
  desk_tell(desk->db, outbox_claim("sato", NOON + 9999, key, "one"), TE_NO);
  g_assert_cmpint(only(desk).state, ==, OUTBOX_SENT);
  g_assert_false(only(desk).doubt);
}

static void tried_again(struct desk *desk, gconstpointer unused)
{
  (void)unused;
  utc_t now = NOON, next;
  desk_tell(desk->db, outbox_queue("sato", NOON, &(struct outbox_message){REACH_TEAMS, "is", "s", "b", "test:1"}), -1);
  const char *key = only(desk).key;
  for (int i = 1; i <= OUTBOX_ATTEMPTS; i++) {
    desk_tell(desk->db, outbox_claim("sato", now, key, "one"), -1);
    desk_tell(desk->db, outbox_problem("sato", now, key, "one", "refused 127.0.0.1", "", false, false), -1);
    if (i == OUTBOX_ATTEMPTS)
      break;
    g_assert_cmpint(only(desk).next_at, ==, now + outbox_delay(i));
    g_assert_cmpint(due_at(desk, only(desk).next_at - 1, &next), ==, 0);
    now = only(desk).next_at;
  }
  g_assert_cmpint(only(desk).state, ==, OUTBOX_FAILED);
  g_assert_cmpstr(only(desk).problem, ==, "refused 127.0.0.1");
  desk_tell(desk->db, outbox_retry("sato", now + 5, key), -1);
  g_assert_cmpint(due_at(desk, now + 5, &next), ==, 1);
  desk_tell(desk->db, outbox_cancel("sato", now + 6, key, "by phone instead"), -1);
  g_assert_cmpint(only(desk).state, ==, OUTBOX_CANCELLED);
}

/* A sender that died may have sent it: the next try is marked. */
static void a_doubt_is_kept(struct desk *desk, gconstpointer unused)
{
  (void)unused;
  desk_tell(desk->db, outbox_queue("sato", NOON, &(struct outbox_message){REACH_EMAIL, "is@hq.example", "s", "b", "test:1"}), -1);
  const char *key = only(desk).key;
  desk_tell(desk->db, outbox_claim("sato", NOON, key, "dead"), -1);
  desk_tell(desk->db, outbox_claim("sato", NOON + OUTBOX_CLAIM_S - 1, key, "two"), TE_NO);
  desk_tell(desk->db, outbox_claim("sato", NOON + OUTBOX_CLAIM_S, key, "two"), -1);
  g_assert_true(only(desk).doubt);
  desk_tell(desk->db, outbox_sent("sato", NOON + OUTBOX_CLAIM_S + 1, key, "dead", ""), TE_NO);
  desk_tell(desk->db, outbox_sent("sato", NOON + OUTBOX_CLAIM_S + 1, key, "two", ""), -1);
}

/* --- rules at work -------------------------------------------------------------------------------------------- */
static struct escalation_due *due_of(struct desk *desk, utc_t now)
{
  GError *error = NULL;
  struct escalation_due *due = escalation_due_read(desk->db, &(struct escalation_due_args){now, 10}, &error);
  g_assert_no_error(error);
  return due;
}

/* Carries out what is due, twice: the second console comes too late. */
static int carry_out(struct desk *desk, utc_t now)
{
  struct escalation_due *due = due_of(desk, now);
  int done = due->rows;
  for (int i = 0; i < 2 * due->rows; i++) {
    const struct escalation_due_row *row = &due->row[i / 2];
    struct escalation_order o = {.ticket = desk->key, .contact = row->contact, .lang = row->rule->lang, .subject = "s",
                                 .text = "t", .rule = row->rule, .clock = row->clock, .level = row->level};
    struct command_outcome outcome = {.result = COMMAND_REPEATED};
    if (row->contact != NULL)
      outcome = desk_tell(desk->db, escalate(i % 2 == 0 ? "sato" : "yamada", now, 0, &row->view->t, &o), -1);
    else if (i % 2 == 0)
      desk_tell(desk->db, escalation_step("sato", now, row->after, STEP_EXHAUSTED, "", UTC_NONE), -1);
    g_assert_cmpint(outcome.result, ==, i % 2 == 0 && row->contact != NULL ? COMMAND_DONE : COMMAND_REPEATED);
  }
  escalation_due_free(due);
  return done;
}

static void rules_escalate(struct desk *desk, gconstpointer unused)
{
  (void)unused;
  const utc_t at = NOON + 3 * 3600; /* 75 % of 4 hours */
  struct escalation_due *due = due_of(desk, at - 1);
  g_assert_cmpint(due->rows, ==, 0);
  g_assert_cmpint(due->next, ==, at);
  escalation_due_free(due);
  g_assert_cmpint(carry_out(desk, at), ==, 1);
  due = due_of(desk, at + 1);
  g_assert_cmpint(due->rows, ==, 0);
  g_assert_cmpint(due->next, ==, at + 600);
  escalation_due_free(due);
  g_assert_cmpint(carry_out(desk, at + 600), ==, 1);      /* nobody acknowledged: the next person */
  g_assert_cmpint(carry_out(desk, at + 1200), ==, 1);     /* nobody left */
  g_assert_cmpint(carry_out(desk, at + 99999), ==, 0);
  struct escalation_list *list = list_of(desk);
  g_assert_cmpint(list->rows, ==, 2);
  g_assert_cmpint(list->row[0].state, ==, ESCALATION_UNANSWERED);
  g_assert_cmpstr(list->row[0].contact, ==, "teams");
  g_assert_cmpstr(list->row[1].contact, ==, "mail");
  g_assert_cmpint(list->row[0].level, ==, 1);
  snapshot_free(list);
}

static void an_acknowledgement_ends_it(struct desk *desk, gconstpointer unused)
{
  (void)unused;
  const utc_t at = NOON + 3 * 3600;
  g_assert_cmpint(carry_out(desk, at), ==, 1);
  desk_tell(desk->db, escalation_step("yamada", at + 60, 1, STEP_ACKNOWLEDGED, "", UTC_NONE), -1);
  g_assert_cmpint(carry_out(desk, at + 600), ==, 0);
}

/* What stands still does not reach its threshold. */
static void a_pause_moves_the_threshold(struct desk *desk, gconstpointer unused)
{
  (void)unused;
  struct ticket_event wait = desk_event(desk->key, EVENT_STATE, NOON + 3600, "waiting-user");
  struct ticket_event resume = desk_event(desk->key, EVENT_STATE, NOON + 7200, "open");
  desk_do(desk->db, &wait);
  struct escalation_due *due = due_of(desk, NOON + 99999);
  g_assert_cmpint(due->rows, ==, 0);
  g_assert_cmpint(due->next, ==, UTC_NONE);
  escalation_due_free(due);
  desk_do(desk->db, &resume);
  due = due_of(desk, NOON + 4 * 3600 - 1);
  g_assert_cmpint(due->next, ==, NOON + 4 * 3600);
  escalation_due_free(due);
}

int main(int argc, char **argv)
{
  static const char rules[] = RULES "p1,resolution,1,*,75%,mail;teams,10,1,en,急,Urgent\n";
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/escalation/voice-only-in-its-hours-2023-2027", voice_only_in_its_hours);
  g_test_add_func("/escalation/order", order);
  g_test_add_func("/escalation/rules-are-read", rules_are_read);
  g_test_add_func("/escalation/bad-rules", bad_rules);
  g_test_add_func("/outbox/delays-grow-and-end", delays_grow_and_end);
#define ADD(name, function, with) g_test_add(name, struct desk, with, set_up, function, tear_down)
  ADD("/escalation/by-mail", by_mail, NULL);
  ADD("/escalation/a-closed-way", a_closed_way, NULL);
  ADD("/outbox/sent-once", sent_once, NULL);
  ADD("/outbox/tried-again", tried_again, NULL);
  ADD("/outbox/a-doubt-is-kept", a_doubt_is_kept, NULL);
  ADD("/escalation/rules-escalate", rules_escalate, rules);
  ADD("/escalation/an-acknowledgement-ends-it", an_acknowledgement_ends_it, rules);
  ADD("/escalation/a-pause-moves-the-threshold", a_pause_moves_the_threshold, rules);
  return g_test_run();
}
