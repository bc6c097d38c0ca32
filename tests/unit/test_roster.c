/* The roster in the store: what may be entered and by whom, swaps, warnings, what verify sees. */
#include "desk.h"
#include "toban/duty_store.h"
#include "toban/error.h"
#include "toban/store.h"
#include "toban/transfer.h"
#include "toban/verify.h"

struct roster { struct tempdb temp; struct db *db; };
#define MORNING (NOON - 3 * 3600)
#define EVENING (NOON + 6 * 3600)

static void set_up(struct roster *roster, gconstpointer unused)
{
  (void)unused;
  roster->temp = tempdb_new();
  roster->db = desk_open(&roster->temp);
  desk_person(roster->db, "ken", "agent");
  desk_person(roster->db, "mei", "agent");
}

static void tear_down(struct roster *roster, gconstpointer unused)
{
  (void)unused;
  db_close(roster->db);
  tempdb_free(&roster->temp);
}

static struct command *shift(const char *by, const char *login, utc_t from, utc_t to)
{
  struct duty_shift s = {.login = login, .site = "tokyo", .role = "agent", .note = "", .from = from, .to = to};
  return duty_put_shift(by, NOON, &s);
}

static void assert_verified(struct db *db)
{
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  g_assert_cmpstr(report.text->str, ==, "");
  g_assert_cmpint(report.differences, ==, 0);
  verify_report_clear(&report);
  desk_ok(verify_rebuild(db, &error), error);
}

static void enters(struct roster *r, gconstpointer unused)
{
  (void)unused;
  struct duty_leave leave = {.login = "ken", .from = NOON, .to = EVENING, .substitute = "", .note = ""};
  desk_tell(r->db, shift("chief", "ken", MORNING, EVENING), -1);
  desk_tell(r->db, shift("ken", "ken", MORNING, EVENING), TE_PERMISSION);
  desk_tell(r->db, shift("chief", "nobody", MORNING, EVENING), TE_DATA);
  desk_tell(r->db, shift("chief", "ken", EVENING, MORNING), TE_DATA);
  desk_tell(r->db, shift("chief", "ken", MORNING, MORNING + 40 * UTC_DAY), TE_DATA);
  desk_tell(r->db, duty_put_leave("chief", NOON, &leave), -1);
  leave.substitute = "ken";
  desk_tell(r->db, duty_put_leave("chief", NOON, &leave), TE_DATA);
  leave.substitute = "mei";
  desk_tell(r->db, duty_put_leave("chief", NOON, &leave), -1);
  assert_verified(r->db);
  struct duty_args args = {.from = MORNING, .to = EVENING};
  GError *error = NULL;
  struct duty_view *view = duty_read(r->db, &args, &error);
  g_assert_no_error(error);
  g_assert_cmpint(view->pieces, ==, 2);
  g_assert_cmpstr(view->plan.person[view->piece[1].person].login, ==, "mei");
  g_assert_true(view->piece[1].substitute);
  snapshot_free(view);
  desk_tell(r->db, duty_drop_leave("chief", NOON, "ken", NOON), -1);
  desk_tell(r->db, duty_drop_leave("chief", NOON, "ken", NOON), TE_DATA);
  desk_tell(r->db, duty_drop_shift("chief", NOON, "ken", MORNING), -1);
  desk_tell(r->db, duty_drop_shift("chief", NOON, "ken", MORNING), TE_DATA);
  assert_verified(r->db);
  g_assert_cmpint(desk_count(r->db, "SELECT count(*) FROM duty_shift"), ==, 0);
}

static void owner_is(struct db *db, utc_t from, const char *login)
{
  GError *error = NULL;
  int64_t n = 0;
  char *key = g_strdup_printf("%s@", login);
  desk_ok(db_get_int(db, &n, 0, &error,
                     "SELECT count(*) FROM duty_shift WHERE from_ = $1 AND login = $2 AND key LIKE $3 || '%'", "itt",
                     from, login, key), error);
  g_assert_cmpint(n, ==, 1);
  g_free(key);
}

static void swaps(struct roster *r, gconstpointer unused)
{
  (void)unused;
  desk_tell(r->db, shift("chief", "ken", MORNING, EVENING), -1);
  desk_tell(r->db, shift("chief", "mei", MORNING, EVENING), -1);
  desk_tell(r->db, shift("chief", "mei", MORNING + UTC_DAY, EVENING + UTC_DAY), -1);
  desk_tell(r->db, duty_swap_ask("mei", NOON, MORNING + 9, "ken", UTC_NONE, ""), TE_DATA);          /* no such shift */
  desk_tell(r->db, duty_swap_ask("mei", NOON, MORNING, "mei", UTC_NONE, ""), TE_DATA);              /* with herself */
  desk_tell(r->db, duty_swap_ask("mei", NOON, MORNING, "ken", UTC_NONE, ""), TE_NO);                /* he is on then */
  desk_tell(r->db, duty_swap_ask("mei", NOON, MORNING + UTC_DAY, "ken", UTC_NONE, "please"), -1);
  desk_tell(r->db, duty_swap_answer("mei", NOON, "mei", MORNING + UTC_DAY, SWAP_AGREE), TE_PERMISSION);
  desk_tell(r->db, duty_swap_answer("ken", NOON, "mei", MORNING + UTC_DAY, SWAP_WITHDRAW), TE_PERMISSION);
  desk_tell(r->db, duty_swap_answer("ken", NOON, "mei", MORNING + UTC_DAY, SWAP_REFUSE), -1);
  owner_is(r->db, MORNING + UTC_DAY, "mei");
  desk_tell(r->db, duty_swap_answer("ken", NOON, "mei", MORNING + UTC_DAY, SWAP_AGREE), TE_NO);
  desk_tell(r->db, duty_swap_ask("mei", NOON, MORNING + UTC_DAY, "ken", MORNING, ""), TE_NO);       /* she is on then */
  desk_tell(r->db, duty_swap_ask("mei", NOON, MORNING + UTC_DAY, "ken", UTC_NONE, "please"), -1);
  desk_tell(r->db, duty_swap_answer("mei", NOON, "mei", MORNING + UTC_DAY, SWAP_WITHDRAW), -1);
  desk_tell(r->db, duty_swap_ask("mei", NOON, MORNING, "ken", MORNING, "the same hours"), -1);
  desk_tell(r->db, duty_swap_answer("ken", NOON, "mei", MORNING, SWAP_AGREE), -1);
  owner_is(r->db, MORNING, "mei");
  desk_tell(r->db, duty_swap_ask("mei", NOON, MORNING + UTC_DAY, "ken", UTC_NONE, ""), -1);
  desk_tell(r->db, duty_swap_answer("ken", NOON, "mei", MORNING + UTC_DAY, SWAP_AGREE), -1);
  owner_is(r->db, MORNING + UTC_DAY, "ken");
  assert_verified(r->db);
}

/* Edge case 30: one warning for each gap, over all consoles and whatever the gap does later. */
static void warns_once(struct roster *r, gconstpointer unused)
{
  (void)unused;
  struct duty_gap gap = {.need = "language:en", .from = EVENING, .to = EVENING + 3600, .want = 1};
  desk_tell(r->db, duty_warn("ken", NOON, &gap), -1);
  desk_tell(r->db, duty_warn("mei", NOON, &gap), TE_NO);
  gap.from += 600; /* it became shorter */
  desk_tell(r->db, duty_warn("mei", NOON, &gap), TE_NO);
  gap.to += 7200; /* longer: that is news */
  desk_tell(r->db, duty_warn("mei", NOON, &gap), -1);
  gap.need = "language:ja";
  desk_tell(r->db, duty_warn("mei", NOON, &gap), -1);
  assert_verified(r->db);
}

static bool import(struct db *db, const char *text, bool replace, GError **error)
{
  int64_t rows;
  struct transfer_input input = {.kind = "roster", .name = "r.csv", .bytes = text, .length = strlen(text),
                                 .by = "chief", .at = NOON, .replace = replace};
  return transfer_import(db, &input, &rows, error);
}

static void imports(struct roster *r, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
#define HEAD "login,site,from,to,role,note\n"
#define ROW "ken,tokyo,2026-11-22T22:00:00+09:00,2026-11-23T07:00:00+09:00,agent,night\n"
  static const struct { const char *text, *want; } bad[] = {
    {HEAD "ken,tokyo,2026-11-22T22:00:00+09:00,2026-11-22T22:00:00+09:00,,\n", "r.csv:2: column to"},
    {HEAD "nobody,tokyo,2026-11-22T22:00:00+09:00,2026-11-22T23:00:00+09:00,,\n", "r.csv:2: "},
    {HEAD "ken,nowhere,2026-11-22T22:00:00+09:00,2026-11-22T23:00:00+09:00,,\n", "r.csv:2: column site"},
    {HEAD "ken,tokyo,2026-11-22 22:00,2026-11-22T23:00:00+09:00,,\n", "r.csv:2: column from"},
    {HEAD "ken,tokyo,2026-11-22T22:00:00+09:00,2026-11-22T23:00:00+09:00,king,\n", "r.csv:2: "},
    {HEAD ROW ROW, "r.csv:3: column from"}};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_assert_false(import(r->db, bad[i].text, false, &error));
    g_assert_true(error_is(error, TE_DATA));
    g_assert_nonnull(strstr(error->message, bad[i].want));
    g_clear_error(&error);
  }
  desk_ok(import(r->db, HEAD ROW "ken,,2026-11-23T00:00:00+09:00,2026-11-24T00:00:00+09:00,leave,ill\n", false, &error),
          error);
  g_assert_cmpint(desk_count(r->db, "SELECT count(*) FROM duty_leave"), ==, 1);
  desk_ok(import(r->db, HEAD "mei,tokyo,2026-11-22T22:00:00+09:00,2026-11-23T07:00:00+09:00,,\n", true, &error), error);
  g_assert_cmpint(desk_count(r->db, "SELECT count(*) FROM duty_leave"), ==, 0);
  g_assert_cmpint(desk_count(r->db, "SELECT count(*) FROM duty_shift WHERE login = 'mei'"), ==, 1);
  g_assert_cmpint(desk_count(r->db, "SELECT count(*) FROM duty_shift"), ==, 1);
  assert_verified(r->db);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define TEST(name) g_test_add("/roster/" #name, struct roster, NULL, set_up, name, tear_down)
  TEST(enters);
  TEST(swaps);
  TEST(imports);
  g_test_add("/roster/edge-30-warns-once", struct roster, NULL, set_up, warns_once, tear_down);
  return g_test_run();
}
