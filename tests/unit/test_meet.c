/* Two edits of one ticket: what meets, what goes through, and what its author is told. */
#include "desk.h"
#include "toban/lang.h"
#include "toban/verify.h"

static struct command_outcome run(struct db *db, const char *actor, int64_t revision, const struct ticket_event *event)
{
  struct command *command = command_ticket(actor, NOON + 100000, revision, event);
  struct command_outcome outcome;
  GError *error = NULL;
  command->by_field = true;
  desk_ok(command_run(db, command, &outcome, &error), error);
  command_free(command);
  return outcome;
}

static struct db *one_ticket(const struct tempdb *temp)
{
  struct db *db = desk_open(temp);
  struct ticket_event made = desk_received("件名", NOON, 2);
  made.ticket = "T";
  desk_do(db, &made);
  return db;
}

static void assert_sound(struct db *db)
{
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  g_assert_cmpstr(report.text->str, ==, "");
  verify_report_clear(&report);
}

static void other_fields_go_through(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = one_ticket(&temp);
  struct ticket_event mine = desk_event("T", EVENT_CHANGED, NOON + 60, NULL), theirs = mine;
  theirs.title = "会議室の回線";
  mine.priority = 1;
  g_assert_cmpint(run(db, "yamada", 1, &theirs).result, ==, COMMAND_DONE);
  struct command_outcome outcome = run(db, "sato", 1, &mine);
  g_assert_cmpint(outcome.result, ==, COMMAND_DONE);
  g_assert_cmpint(outcome.revision, ==, 3);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM ticket WHERE title = '会議室の回線' AND priority = 1"), ==, 1);
  struct ticket_event note = desk_event("T", EVENT_NOTE, NOON + 70, NULL);
  note.body = "text";
  g_assert_cmpint(run(db, "yamada", 1, &note).result, ==, COMMAND_DONE);
  assert_sound(db);
  db_close(db);
  tempdb_free(&temp);
}

static void the_same_field_is_shown(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = one_ticket(&temp);
  struct ticket_event mine = desk_event("T", EVENT_CHANGED, NOON + 60, NULL), theirs = mine;
  theirs.title = "first", theirs.office = "12", theirs.priority = 3;
  run(db, "yamada", 1, &theirs);
  theirs = (struct ticket_event){.ticket = "T", .kind = EVENT_CHANGED, .at = NOON + 61, .channel = CHANNEL_NONE,
                                 .title = "second"};
  run(db, "chief", 2, &theirs);
  mine.title = "mine", mine.priority = 3, mine.category = "5.1";
  struct command_outcome outcome = run(db, "sato", 1, &mine);
  g_assert_cmpint(outcome.result, ==, COMMAND_CONFLICT);
  g_assert_cmpint(outcome.revision, ==, 3);
  g_assert_cmpint(outcome.meetings, ==, 1); /* priority: both want 3; category: nobody else's */
  g_assert_cmpint(outcome.meeting[0].field, ==, FIELD_OF_TITLE);
  g_assert_cmpstr(outcome.meeting[0].theirs, ==, "second");
  g_assert_cmpstr(outcome.meeting[0].by, ==, "chief");
  g_assert_nonnull(strstr(outcome.conflict, "chief"));
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM ticket WHERE title = 'second'"), ==, 1);
  g_assert_true(event_without(&mine, FIELD_BIT(FIELD_OF_TITLE))); /* theirs stays, the rest is sent again */
  g_assert_cmpint(run(db, "sato", outcome.revision, &mine).result, ==, COMMAND_DONE);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM ticket WHERE title = 'second' AND category = '5.1'"), ==, 1);
  assert_sound(db);
  db_close(db);
  tempdb_free(&temp);
}

/* Nobody stands in one's own way (two consoles of one person), and an answer is not sent past another one. */
static void own_and_answers(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = one_ticket(&temp);
  struct ticket_event title = desk_event("T", EVENT_CHANGED, NOON + 60, NULL);
  title.title = "one";
  run(db, "sato", 1, &title);
  title.title = "two";
  g_assert_cmpint(run(db, "sato", 1, &title).result, ==, COMMAND_DONE);
  struct ticket_event answer = desk_event("T", EVENT_ANSWERED, NOON + 70, NULL);
  answer.body = "restart it";
  g_assert_cmpint(run(db, "yamada", 1, &answer).result, ==, COMMAND_DONE);
  answer.body = "do not restart it";
  struct command_outcome outcome = run(db, "sato", 1, &answer);
  g_assert_cmpint(outcome.result, ==, COMMAND_CONFLICT);
  g_assert_cmpstr(outcome.meeting[0].theirs, ==, "restart it");
  struct ticket_event done = desk_event("T", EVENT_STATE, NOON + 80, "resolved");
  run(db, "yamada", 4, &done);
  outcome = run(db, "chief", 4, &answer);
  g_assert_cmpint(outcome.result, ==, COMMAND_CONFLICT);
  g_assert_cmpint(outcome.meeting[0].field, ==, FIELD_OF_STATE);
  db_close(db);
  tempdb_free(&temp);
}

/* Edge case 26: two take one ticket with what both saw; one wins, the other one is told who. */
static void two_take_one(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = one_ticket(&temp), *other = tempdb_open(&temp, 0);
  struct ticket_event take = desk_event("T", EVENT_ASSIGNED, NOON + 60, "yamada");
  struct command_outcome won = run(other, "yamada", 1, &take);
  take.target = "sato";
  struct command_outcome lost = run(db, "sato", 1, &take);
  g_assert_cmpint(won.result, ==, COMMAND_DONE);
  g_assert_cmpint(lost.result, ==, COMMAND_CONFLICT);
  g_assert_cmpstr(lost.meeting[0].by, ==, "yamada");
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM ticket WHERE assignee = 'yamada'"), ==, 1);
  db_close(other);
  db_close(db);
  tempdb_free(&temp);
}

/* --- against a second opinion: a table of values, compared by hand ----------------------------------------------- */
static struct ticket_event random_change(char title[static 8])
{
  static const char *const offices[] = {"1", "12", "tokyo"};
  struct ticket_event e = desk_event("T", EVENT_CHANGED, NOON + 60, NULL);
  g_snprintf(title, 8, "t%d", g_test_rand_int_range(0, 3));
  e.title = g_test_rand_bit() ? title : NULL;
  e.office = g_test_rand_bit() ? offices[g_test_rand_int_range(0, 3)] : NULL;
  e.priority = g_test_rand_bit() ? g_test_rand_int_range(1, 4) : PRIORITY_NONE;
  e.channel = g_test_rand_bit() || (e.title == NULL && e.office == NULL && e.priority == 0) ? CHANNEL_MAIL : CHANNEL_NONE;
  return e;
}

static bool differs(const char *a, const char *b)
{
  return a != NULL && b != NULL && strcmp(a, b) != 0;
}

static void random_pairs(void)
{
  for (int i = 0; i < 20000; i++) {
    char a[8], b[8];
    struct ticket_event x = random_change(a), y = random_change(b);
    unsigned meets = event_meets(&x, &y);
    g_assert_cmpint((meets & FIELD_BIT(FIELD_OF_TITLE)) != 0, ==, differs(x.title, y.title));
    g_assert_cmpint((meets & FIELD_BIT(FIELD_OF_OFFICE)) != 0, ==, differs(x.office, y.office));
    g_assert_cmpint((meets & FIELD_BIT(FIELD_OF_PRIORITY)) != 0, ==,
                    x.priority != 0 && y.priority != 0 && x.priority != y.priority);
    g_assert_cmpint(meets & FIELD_BIT(FIELD_OF_CHANNEL), ==, 0); /* both say mail */
    g_assert_cmpuint(event_meets(&y, &x), ==, meets);
    unsigned left = event_writes(&x) & ~meets;
    g_assert_cmpint(event_without(&x, meets), ==, left != 0);
    g_assert_cmpuint(event_writes(&x), ==, left);
    g_assert_cmpuint(event_meets(&x, &y), ==, 0);
  }
}

static void names(void)
{
  for (int field = 0; field < TICKET_FIELDS; field++) {
    enum ticket_field back;
    g_assert_true(ticket_field_parse(ticket_field_id((enum ticket_field)field), &back));
    g_assert_cmpint(back, ==, field);
    g_assert_cmpuint(strlen(ticket_field_text((enum ticket_field)field)), >, 0);
  }
}

int main(int argc, char **argv)
{
  lang_init();
  lang_set(LANG_EN);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/meet/other-fields-go-through", other_fields_go_through);
  g_test_add_func("/meet/the-same-field-is-shown", the_same_field_is_shown);
  g_test_add_func("/meet/own-and-answers", own_and_answers);
  g_test_add_func("/meet/edge-26-two-take-one", two_take_one);
  g_test_add_func("/meet/random-pairs", random_pairs);
  g_test_add_func("/meet/names", names);
  return g_test_run();
}
