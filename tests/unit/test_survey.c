/* Stock-takes and surveys: what may be done when, what is counted, and that the log makes it all again. */
#include "desk.h"
#include "toban/error.h"
#include "toban/stocktake_store.h"
#include "toban/survey_store.h"
#include "toban/transfer.h"
#include "toban/verify.h"

struct shelf { struct tempdb temp; struct db *db; };

static void set_up(struct shelf *shelf, gconstpointer unused)
{
  static const char csv[] = "tag,kind,office\nA-1,pc,1\nA-2,pc,1\nB-1,pc,12\n";
  struct transfer_input input = {.kind = "assets", .name = "f", .bytes = csv, .length = sizeof csv - 1, .by = "sato",
                                 .at = NOON};
  int64_t rows;
  GError *error = NULL;
  (void)unused;
  shelf->temp = tempdb_new();
  shelf->db = desk_open(&shelf->temp);
  desk_person(shelf->db, "ken", "agent");
  desk_ok(transfer_import(shelf->db, &input, &rows, &error), error);
}

static void tear_down(struct shelf *shelf, gconstpointer unused)
{
  (void)unused;
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

/* Nothing differs, neither before nor after everything is made anew. */
static void proved(struct db *db)
{
  GError *error = NULL;
  for (int i = 0; i < 2; i++) {
    struct verify_report report;
    verify_report_init(&report);
    desk_ok(verify_run(db, &report, &error), error);
    g_assert_cmpstr(report.text->str, ==, "");
    verify_report_clear(&report);
    desk_ok(verify_rebuild(db, &error), error);
  }
}

static void counts(struct shelf *shelf, gconstpointer unused)
{
  static const char *const tags[] = {"A-1", "A-2"};
  struct db *db = shelf->db;
  struct stocktake_args args = {.start = "1"};
  (void)unused;
  struct stocktake_view *view = stocktake_read(db, &args, NULL);
  g_assert_cmpint(view->tags, ==, 2);
  g_assert_cmpstr(view->tag[1], ==, "A-2");
  snapshot_free(view);
  tell(db, stocktake_start("ken", NOON, "1", tags, 2), TE_PERMISSION);
  tell(db, stocktake_start("sato", NOON, "99", tags, 2), TE_DATA);
  tell(db, stocktake_start("sato", NOON, "1", tags, 2), -1);
  tell(db, stocktake_start("sato", NOON, "1", tags, 2), TE_DATA); /* one at a time */
  tell(db, stocktake_step("ken", NOON + 1, 1, "stocktake-seen", "ａ-１"), -1);
  tell(db, stocktake_step("ken", NOON + 2, 1, "stocktake-seen", "A-1"), -1); /* the same one twice */
  tell(db, stocktake_step("ken", NOON + 3, 1, "stocktake-seen", "b-1"), -1);
  tell(db, stocktake_step("ken", NOON + 4, 1, "stocktake-seen", "Q"), -1);
  tell(db, stocktake_step("ken", NOON + 4, 1, "stocktake-seen", ""), TE_DATA);
  tell(db, stocktake_step("ken", NOON + 4, 2, "stocktake-seen", "Q"), TE_NOINPUT);
  args = (struct stocktake_args){0};
  view = stocktake_read(db, &args, NULL);
  g_assert_cmpint(view->one->count[STOCK_EXPECTED], ==, 1);
  g_assert_cmpint(view->one->count[STOCK_SEEN], ==, 1);
  g_assert_cmpint(view->one->count[STOCK_UNKNOWN], ==, 2);
  g_assert_cmpstr(view->line[0].tag, ==, "Q"); /* unknown ones first, the newest of them */
  g_assert_cmpstr(view->line[1].office, ==, "12"); /* where the register has it */
  snapshot_free(view);
  tell(db, stocktake_step("ken", NOON + 5, 1, "stocktake-unseen", "Q"), -1);
  tell(db, stocktake_step("ken", NOON + 5, 1, "stocktake-unseen", "A-1"), -1);
  tell(db, stocktake_step("ken", NOON + 6, 1, "stocktake-closed", NULL), TE_PERMISSION);
  tell(db, stocktake_step("sato", NOON + 6, 1, "stocktake-closed", NULL), -1);
  tell(db, stocktake_step("sato", NOON + 7, 1, "stocktake-seen", "A-2"), TE_DATA);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM stocktake_line WHERE result = 0"), ==, 2);
  tell(db, stocktake_start("sato", NOON + 8, "1", tags, 2), -1);
  proved(db);
}

static json_t *question(const char *kind, const char *choices)
{
  return json_pack("{s:s, s:s, s:s, s:s}", "kind", kind, "choices", choices, "ja", "問", "en", "Q");
}

static json_t *answer(const char *office, const char *place, const char *text)
{
  return json_pack("{s:s, s:{s:s}}", "office", office, "answers", place, text);
}

static void asks(struct shelf *shelf, gconstpointer unused)
{
  struct db *db = shelf->db;
  (void)unused;
  tell(db, survey_make("sato", NOON, "題", "", DAY_NONE), TE_DATA);
  tell(db, survey_make("sato", NOON, "題", "Title", DAY_NONE), -1);
  tell(db, survey_step("sato", NOON, 1, "survey-sent", NULL), TE_DATA); /* no question yet */
  tell(db, survey_step("sato", NOON, 1, "survey-asked", question("poem", "")), TE_DATA);
  tell(db, survey_step("sato", NOON, 1, "survey-asked", question("choice", "")), TE_DATA);
  tell(db, survey_step("sato", NOON, 1, "survey-asked", question("choice", "a; b")), -1);
  tell(db, survey_step("sato", NOON, 1, "survey-asked", question("number", "")), -1);
  tell(db, survey_step("sato", NOON, 1, "survey-sent", NULL), TE_DATA); /* to nobody yet */
  tell(db, survey_step("sato", NOON, 1, "survey-addressed", json_pack("{s:s}", "office", "99")), TE_DATA);
  tell(db, survey_step("sato", NOON, 1, "survey-addressed", json_pack("{s:s}", "office", "1")), -1);
  tell(db, survey_step("sato", NOON, 1, "survey-addressed", json_pack("{s:s}", "office", "12")), -1);
  tell(db, survey_step("sato", NOON, 1, "survey-answered", answer("1", "1", "a")), TE_DATA); /* not sent */
  tell(db, survey_step("sato", NOON, 1, "survey-sent", NULL), -1);
  tell(db, survey_step("sato", NOON, 1, "survey-asked", question("text", "")), TE_DATA); /* stands still now */
  tell(db, survey_step("sato", NOON, 1, "survey-answered", answer("tokyo", "1", "a")), TE_NOINPUT);
  tell(db, survey_step("sato", NOON, 1, "survey-answered", answer("1", "3", "a")), TE_DATA);
  tell(db, survey_step("sato", NOON, 1, "survey-answered", answer("1", "1", "c")), TE_DATA);
  tell(db, survey_step("sato", NOON, 1, "survey-answered", answer("1", "2", "12x")), TE_DATA);
  tell(db, survey_step("sato", NOON, 1, "survey-answered", answer("1", "1", "a")), -1);
  tell(db, survey_step("sato", NOON, 1, "survey-answered", answer("1", "1", "b")), -1); /* the newest counts */
  tell(db, survey_step("ken", NOON, 1, "survey-reminded", json_pack("{s:s}", "office", "12")), -1);
  struct survey_args args = {0};
  struct survey_view *view = survey_read(db, &args, NULL);
  g_assert_cmpint(view->one->answered, ==, 1);
  g_assert_cmpstr(view->office[0].office, ==, "12"); /* who has not answered comes first */
  g_assert_cmpint(view->office[0].reminders, ==, 1);
  g_assert_cmpstr(view->office[1].answer[0], ==, "b");
  char *letter = survey_letter(view, "ロンドン", "London", true), *subject = survey_subject(view, false);
  g_assert_nonnull(strstr(letter, "London"));
  g_assert_nonnull(strstr(letter, "1. Q (a; b)"));
  g_assert_cmpstr(subject, ==, "題 / Title");
  g_free(subject);
  g_free(letter);
  snapshot_free(view);
  tell(db, survey_step("sato", NOON, 1, "survey-closed", NULL), -1);
  tell(db, survey_step("sato", NOON, 1, "survey-answered", answer("1", "1", "a")), TE_DATA);
  proved(db);
}

static void answers(void)
{
  static const struct { const char *kind, *choices, *answer; bool fits; } cases[] = {
      {"text", "", "what ever", true}, {"text", "", "", true}, {"yes-no", "", "yes", true}, {"yes-no", "", "Yes", false},
      {"number", "", "12.5", true},    {"number", "", "-3", true}, {"number", "", "nan", false},
      {"number", "", "0x10", false},   {"number", "", "1 2", false}, {"choice", "a;b", "b", true},
      {"choice", "a;b", "a;b", false}, {"choice", "a;b", "", true}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    if (survey_answer_fits(cases[i].kind, cases[i].choices, cases[i].answer) != cases[i].fits)
      g_error("%s “%s”", cases[i].kind, cases[i].answer);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/survey/answers", answers);
  g_test_add("/survey/counts", struct shelf, NULL, set_up, counts, tear_down);
  g_test_add("/survey/asks", struct shelf, NULL, set_up, asks, tear_down);
  return g_test_run();
}
