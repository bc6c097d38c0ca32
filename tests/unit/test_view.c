/* Saved views: who may keep them, and counts that are right at every "now" while tickets change, without a scan. */
#include "desk_random.h"
#include "store/project.h"
#include "store/queue_facts.h"
#include "store/reference.h"
#include "toban/arena.h"
#include "toban/verify.h"
#include "toban/view.h"

enum { SEED = 20261126 };
static GError *error;

static struct view_list *views(struct db *db, const char *actor, utc_t now)
{
  struct view_args args = {.now = now};
  g_strlcpy(args.actor, actor, sizeof args.actor);
  struct view_list *list = view_list_read(db, &args, &error);
  g_assert_no_error(error);
  return list;
}

static bool run(struct db *db, struct command *take_command, int64_t *more)
{
  struct command_outcome outcome = {.revision = 0};
  bool done = command_run(db, take_command, &outcome, &error);
  command_free(take_command);
  if (more != NULL)
    *more = outcome.revision;
  return done;
}

static void count_all(struct db *db)
{
  int64_t more = 1;
  while (more > 0)
    desk_ok(run(db, command_new(COMMAND_COUNT_VIEWS, "sato", NOON), &more), error);
}

static bool save(struct db *db, const char *actor, const char *owner, const char *name, const char *filter)
{
  struct saved_view view = {.name = name, .owner = owner, .title = {"", ""}, .filter = filter, .columns = ""};
  return run(db, view_save(actor, NOON, &view), NULL);
}

/* --- the plain way ---------------------------------------------------------------------------------- */
static int64_t plainly(struct db *db, const char *expression, const char *actor, utc_t now)
{
  struct filter_fault fault;
  struct filter *filter = filter_parse(expression, reference_cached(db, &error), false, &fault);
  int64_t count = 0;
  for (int i = 0; i < DESK_TICKETS; i++) {
    struct arena *arena = arena_new();
    struct ticket_row row;
    struct filter_ticket facts;
    char key[16];
    g_snprintf(key, sizeof key, "T-%03d", i);
    g_assert_true(row_load(db, key, arena, &row, &error));
    char *folded = row_folded(&row.t), *tags = row_tags(&row.t);
    facts_of_row(&row, folded, tags, &facts);
    facts.unread = desk_unread(db, key, actor);
    count += filter_matches(filter, &facts, &(struct filter_eyes){now, actor});
    g_free(folded);
    g_free(tags);
    arena_free(arena);
  }
  filter_free(filter);
  return count;
}

static void check_counts(struct db *db, utc_t now)
{
  static const char *const actors[] = {"sato", "yamada", "chief"};
  for (size_t a = 0; a < G_N_ELEMENTS(actors); a++) {
    struct view_list *list = views(db, actors[a], now);
    g_assert_false(list->uncounted);
    for (int i = 0; i < list->rows; i++) {
      int64_t want = plainly(db, list->row[i].filter, actors[a], now);
      if (list->row[i].count != want)
        g_error("%s for %s: %d, not %d", list->row[i].filter, actors[a], (int)list->row[i].count, (int)want);
      if (list->turns_at != UTC_NONE) { /* until then nothing moves */
        g_assert_cmpint(list->turns_at, >, now);
        g_assert_cmpint(plainly(db, list->row[i].filter, actors[a], list->turns_at - 1), ==, want);
      }
    }
    snapshot_free(list);
  }
}

static void check_verify(struct db *db, int64_t differences)
{
  struct verify_report report;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  if (report.differences != differences)
    g_error("%d differences: %s", (int)report.differences, report.text->str);
  verify_report_clear(&report);
}

static const char *const expressions[] = {
  "", "is:open", "state:open,new", "due<2h", "due<1d is:open", "received<6h", "received:today or is:late", "is:mine",
  "assignee:me -state:closed", "-is:mine is:open", "is:mine due<3h", "vpn", "priority<2", "changed<30m", "answered:none",
  "london or tokyo", "is:late", "received>2h received<8h", "due:today,tomorrow",
  "is:unread", "is:open -is:unread", "is:unread due<3h", "is:mine or is:unread", "-is:unread -is:mine changed<2h",
};

static void save_all(struct db *db)
{
  for (size_t i = 0; i < G_N_ELEMENTS(expressions); i++) {
    char name[16];
    g_snprintf(name, sizeof name, "v%d", (int)i);
    desk_ok(save(db, "chief", "", name, expressions[i]), error);
  }
}

static void counts(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp), *other = tempdb_open(&temp, 0);
  GRand *rand = g_rand_new_with_seed(SEED);
  utc_t now = NOON + 22000;
  desk_random(db, rand);
  save_all(db);
  struct view_list *list = views(db, "sato", now);
  g_assert_cmpint(list->rows, ==, G_N_ELEMENTS(expressions));
  g_assert_true(list->uncounted);
  g_assert_cmpint(list->row[0].count, ==, VIEW_UNCOUNTED);
  snapshot_free(list);
  count_all(db);
  for (int round = 0; round < 40; round++) {
    now += g_rand_int_range(rand, 0, 3000);
    desk_change(round % 2 == 0 ? db : other, rand, g_rand_int_range(rand, 0, DESK_TICKETS), now);
    desk_read(round % 3 == 0 ? db : other, rand, g_rand_int_range(rand, 0, DESK_TICKETS), now);
    check_counts(round % 3 == 0 ? other : db, now + g_rand_int_range(rand, 0, 90000));
  }
  check_counts(db, NOON); /* looking back */
  check_verify(db, 0);
  desk_ok(verify_rebuild(db, &error), error);
  check_counts(other, now);
  check_verify(other, 0);
  g_rand_free(rand);
  db_close(other);
  db_close(db);
  tempdb_free(&temp);
}

/* What a name means may change with the reference: then it is counted anew; a wrong count is found. */
static void reference_and_verify(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GRand *rand = g_rand_new_with_seed(SEED);
  desk_random(db, rand);
  desk_ok(save(db, "sato", "sato", "london", "office:london"), error);
  count_all(db);
  struct view_list *list = views(db, "sato", NOON + 30000);
  g_assert_cmpint(list->row[0].count, ==, DESK_TICKETS / 3);
  snapshot_free(list);
  g_assert_true(db_begin(db, &error));
  desk_ok(db_exec(db, &error, "UPDATE office SET name_en = 'London East', code = 'east' WHERE id = '1'", "") &&
          reference_changed(db, "offices", NOON, "sato", NULL, &error) && db_commit(db, &error), error);
  desk_change(db, rand, 3, NOON + 40000);
  list = views(db, "sato", NOON + 30000);
  g_assert_true(list->uncounted);
  snapshot_free(list);
  check_verify(db, 0); /* what is not counted is not wrong */
  count_all(db);
  check_counts(db, NOON + 40000);
  desk_ok(db_exec(db, &error, "UPDATE view_day SET value = value + 1", ""), error);
  check_verify(db, 1);
  desk_ok(verify_rebuild(db, &error), error);
  check_verify(db, 0);
  desk_ok(run(db, view_remove("sato", NOON, "sato/london"), NULL), error);
  count_all(db);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM view_day"), ==, 0);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM view_count"), ==, 0);
  g_rand_free(rand);
  db_close(db);
  tempdb_free(&temp);
}

/* A change of a ticket asks for no ticket but itself, whatever views there are; reading a count asks for none. */
static void without_a_scan(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GRand *rand = g_rand_new_with_seed(SEED);
  desk_random(db, rand);
  save_all(db);
  count_all(db);
  desk_ok(db_exec(db, &error, "UPDATE ticket SET title = 'nobody looks here', folded = 'zzz', state = 6 WHERE id % 2 = 0", ""),
          error);
  struct view_list *before = views(db, "sato", NOON + 30000), *after;
  struct ticket_event note = desk_event("T-001", EVENT_NOTE, NOON + 29000, NULL);
  note.body = "said";
  desk_do(db, &note);
  after = views(db, "sato", NOON + 30000);
  for (int i = 0; i < after->rows; i++)
    if (strstr(after->row[i].filter, "changed<") == NULL) /* those have it now */
      g_assert_cmpint(after->row[i].count, ==, before->row[i].count);
  snapshot_free(before);
  snapshot_free(after);
  g_rand_free(rand);
  db_close(db);
  tempdb_free(&temp);
}

static void rights(void)
{
  static const struct { const char *actor, *owner, *name, *filter; enum toban_error code; } refused[] = {
    {"yamada", "sato", "x", "", TE_PERMISSION},        /* another's own */
    {"sato", "sato", "late", "", TE_DATA},             /* the program's */
    {"sato", "sato", "two words", "", TE_DATA},
    {"sato", "sato", "a/b", "", TE_DATA},
    {"sato", "sato", "x", "state:opne", TE_DATA},
    {"ken", "", "x", "", TE_PERMISSION},               /* an agent shares nothing */
  };
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  desk_person(db, "ken", "agent");
  for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
    g_assert_false(save(db, refused[i].actor, refused[i].owner, refused[i].name, refused[i].filter));
    if (!error_is(error, refused[i].code))
      g_error("%d: %s", (int)i, error->message);
    g_clear_error(&error);
  }
  desk_ok(save(db, "ken", "ken", "x", "is:mine"), error);
  desk_ok(save(db, "chief", "", "x", "is:late"), error);
  struct view_list *list = views(db, "ken", NOON);
  g_assert_cmpint(list->rows, ==, 2);
  g_assert_cmpstr(view_find(list, "x")->key, ==, "ken/x"); /* one's own goes before */
  snapshot_free(list);
  list = views(db, "sato", NOON);
  g_assert_cmpint(list->rows, ==, 1);
  g_assert_cmpstr(view_find(list, "x")->key, ==, "/x");
  snapshot_free(list);
  g_assert_false(run(db, view_remove("ken", NOON, "/x"), NULL));
  g_assert_true(error_is(error, TE_PERMISSION));
  g_clear_error(&error);
  g_assert_false(run(db, view_remove("ken", NOON, "ken/none"), NULL));
  g_assert_true(error_is(error, TE_NOINPUT));
  g_clear_error(&error);
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/view/counts", counts);
  g_test_add_func("/view/reference-and-verify", reference_and_verify);
  g_test_add_func("/view/without-a-scan", without_a_scan);
  g_test_add_func("/view/rights", rights);
  return g_test_run();
}
