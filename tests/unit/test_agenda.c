/* The calendar: the rules of work, busy seasons, approvals, iCalendar in and out. */
#include "desk.h"
#include "toban/agenda_store.h"
#include "toban/approval_store.h"
#include "toban/error.h"
#include "toban/resource.h"
#include "toban/transfer.h"
#include "toban/verify.h"

static utc_t at(const char *text)
{
  utc_t out;
  g_assert_true(utc_parse(text, &out, NULL));
  return out;
}

static struct calendar_file shipped(const char *name)
{
  struct calendar_file file = {.name = name};
  file.bytes = resource_find(name, &file.length);
  return file;
}

struct rules { struct agenda_seasons *seasons; struct calendar_set *calendars; };

static void load(struct rules *rules)
{
  struct calendar_files files = {.calendars = shipped("calendars.csv"), .holidays = shipped("holidays.csv"),
                                 .special_dates = shipped("special-dates.csv")};
  struct calendar_file seasons = shipped("seasons.csv");
  rules->calendars = calendar_set_new(&files, NULL);
  rules->seasons = agenda_seasons_new(&seasons, NULL);
  g_assert_nonnull(rules->calendars);
  g_assert_nonnull(rules->seasons);
}

static unsigned check(const struct rules *rules, enum agenda_kind kind, const char *site, const char *submitted,
                      const char *from, const char *to, bool stops)
{
  struct agenda_entry e = {.kind = kind, .site = site, .from = at(from), .to = at(to), .submitted = at(submitted),
                           .stops = stops, .title = {"x", "x"}, .note = "", .reason = "", .approval = ""};
  return agenda_check(&e, rules->seasons, rules->calendars);
}
#define BIT(rule) (1u << (rule))
#define JUNE "2026-06-01T00:00:00Z"

static void keeps_rules(void)
{
  struct rules r;
  load(&r);
  /* 14 days, to the second */
  g_assert_cmpuint(check(&r, AGENDA_WORK, "tokyo", JUNE, "2026-06-15T00:00:00Z", "2026-06-15T01:00:00Z", false), ==, 0);
  g_assert_cmpuint(check(&r, AGENDA_WORK, "tokyo", JUNE, "2026-06-14T23:59:59Z", "2026-06-15T01:00:00Z", false), ==,
                   BIT(AGENDA_LATE));
  /* tables 3-1, 3-2: March to May and July, August at HQ; December to May at the institute */
  static const struct { const char *month, *site; bool busy; } months[] = {
    {"02", "tokyo", false}, {"03", "tokyo", true}, {"05", "osaka", true}, {"06", "tokyo", false}, {"07", "osaka", true},
    {"08", "tokyo", true}, {"09", "tokyo", false}, {"12", "tokyo", false}, {"12", "ide", true}, {"01", "ide", true},
    {"05", "ide", true}, {"06", "ide", false}, {"11", "ide", false}, {"01", "", true}, {"06", "", false}};
  for (size_t i = 0; i < G_N_ELEMENTS(months); i++) {
    char from[32], to[32];
    g_snprintf(from, sizeof from, "2026-%s-10T12:00:00Z", months[i].month);
    g_snprintf(to, sizeof to, "2026-%s-10T13:00:00Z", months[i].month);
    g_assert_cmpuint(check(&r, AGENDA_MAINTENANCE, months[i].site, JUNE, from, to, true), ==,
                     months[i].busy ? BIT(AGENDA_BUSY) : 0);
    g_assert_cmpuint(check(&r, AGENDA_MAINTENANCE, months[i].site, JUNE, from, to, false), ==, 0);
    g_assert_cmpuint(check(&r, AGENDA_OUTAGE, months[i].site, JUNE, from, to, true), ==, 0);
  }
  /* an emergency stop: outside of 9:00 to 18:45 of working days, and always with the permission */
  static const struct { const char *from, *to; bool hours; } stops[] = {
    {"2026-11-20T18:45:00+09:00", "2026-11-20T22:00:00+09:00", false},
    {"2026-11-20T18:44:59+09:00", "2026-11-20T22:00:00+09:00", true},
    {"2026-11-20T07:00:00+09:00", "2026-11-20T09:00:00+09:00", false},
    {"2026-11-20T07:00:00+09:00", "2026-11-20T09:00:01+09:00", true},
    {"2026-11-21T10:00:00+09:00", "2026-11-21T12:00:00+09:00", false},      /* Saturday */
    {"2026-11-23T10:00:00+09:00", "2026-11-23T12:00:00+09:00", false},      /* a holiday */
    {"2026-11-22T10:00:00+09:00", "2026-11-24T12:00:00+09:00", true}};
  for (size_t i = 0; i < G_N_ELEMENTS(stops); i++)
    g_assert_cmpuint(check(&r, AGENDA_EMERGENCY, "tokyo", JUNE, stops[i].from, stops[i].to, true), ==,
                     BIT(AGENDA_PERMISSION) | (stops[i].hours ? BIT(AGENDA_HOURS) : 0));
  agenda_seasons_unref(r.seasons);
  calendar_set_unref(r.calendars);
}

struct desk { struct tempdb temp; struct db *db; };

static void set_up(struct desk *desk, gconstpointer unused)
{
  (void)unused;
  desk->temp = tempdb_new();
  desk->db = desk_open(&desk->temp);
  desk_person(desk->db, "joho", "is-section");
}

static void tear_down(struct desk *desk, gconstpointer unused)
{
  (void)unused;
  db_close(desk->db);
  tempdb_free(&desk->temp);
}

static void asks_for_approval(struct desk *d, gconstpointer unused)
{
  (void)unused;
  struct agenda_entry e = {.kind = AGENDA_WORK, .site = "ide", .from = NOON + 3 * UTC_DAY, .to = NOON + 3 * UTC_DAY + 60,
                           .title = {"パッチ", "patch"}, .note = "", .reason = "", .approval = ""};
  desk_tell(d->db, agenda_put("sato", NOON, &e), TE_DATA);                          /* less than 14 days */
  e.reason = "a grave fault";
  desk_tell(d->db, agenda_put("sato", NOON, &e), TE_DATA);
  desk_tell(d->db, approval_ask("sato", NOON, "work-plan", "patch", "x", UTC_NONE), -1);
  e.approval = "work-plan-1";
  desk_tell(d->db, agenda_put("sato", NOON, &e), TE_DATA);                          /* not granted yet */
  desk_tell(d->db, approval_take("joho", NOON, STEP_GRANT, "work-plan-1", "yes"), -1);
  e.reason = "";
  desk_tell(d->db, agenda_put("sato", NOON, &e), TE_DATA);                          /* no reason */
  e.reason = "a grave fault";
  desk_tell(d->db, agenda_put("joho", NOON, &e), TE_PERMISSION);
  desk_tell(d->db, agenda_put("sato", NOON, &e), -1);
  struct agenda_args args = {.from = NOON, .to = NOON + 5 * UTC_DAY};
  struct agenda_view *view = agenda_read(d->db, &args, NULL);
  g_assert_cmpint(view->rows, ==, 1);
  g_assert_cmpuint(view->row[0].broken, ==, BIT(AGENDA_LATE));
  g_assert_true(view->row[0].approved);
  snapshot_free(view);
  e = (struct agenda_entry){.kind = AGENDA_WORK, .site = "", .from = NOON + 20 * UTC_DAY, .to = NOON + 20 * UTC_DAY + 60,
                            .title = {"計画", "plan"}, .note = "", .reason = "", .approval = ""};
  desk_tell(d->db, agenda_put("sato", NOON, &e), -1);
  e.number = 2; /* moved a week later on: what counts is when it was submitted first */
  e.from -= UTC_DAY, e.to -= UTC_DAY;
  desk_tell(d->db, agenda_put("sato", NOON + 10 * UTC_DAY, &e), -1);
  e.to = e.from;
  desk_tell(d->db, agenda_put("sato", NOON, &e), TE_DATA);
  desk_tell(d->db, agenda_drop("sato", NOON, 2, "not needed"), -1);
  desk_tell(d->db, agenda_drop("sato", NOON, 2, "not needed"), TE_NOINPUT);
  struct verify_report report;
  verify_report_init(&report);
  g_assert_true(verify_run(d->db, &report, NULL));
  g_assert_cmpstr(report.text->str, ==, "");
  verify_report_clear(&report);
}

static int64_t import(struct db *db, const char *text, GError **error)
{
  int64_t rows = 0;
  struct transfer_input in = {.kind = "agenda", .name = "a", .bytes = text, .length = strlen(text), .by = "sato",
                              .at = NOON};
  return transfer_import(db, &in, &rows, error) ? rows : -1;
}

static void goes_out_and_in(struct desk *d, gconstpointer unused)
{
  (void)unused;
  struct agenda_entry e = {.number = 7, .kind = AGENDA_OUTAGE, .site = "osaka", .from = at("2026-11-29T08:00:00+09:00"),
                           .to = at("2026-11-29T21:00:00+09:00"), .title = {"点検、電源; A", "inspection, power; A"},
                           .note = "line 1\nline 2", .stops = true};
  GError *error = NULL;
  char *ics = agenda_ics(&e, 1, NOON);
  g_assert_cmpint(import(d->db, ics, &error), ==, 1);
  g_assert_no_error(error);
  g_assert_cmpint(import(d->db, ics, NULL), ==, 1);                            /* again: it is there already */
  g_assert_cmpint(desk_count(d->db, "SELECT count(*) FROM agenda WHERE kind = 'outage' AND site = 'osaka' AND stops = 1"
                                    " AND note = 'line 1' || char(10) || 'line 2'"), ==, 1);
  g_assert_cmpint(desk_count(d->db, "SELECT to_ - from_ FROM agenda"), ==, 13 * 3600);
  g_free(ics);
  g_assert_cmpint(import(d->db, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Fair\r\n"
                                "DTSTART;VALUE=DATE:20261201\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", &error), ==, 1);
  g_assert_no_error(error);
  g_assert_cmpint(desk_count(d->db, "SELECT from_ FROM agenda WHERE kind = 'event'"), ==, at("2026-12-01T00:00:00+09:00"));
  g_assert_cmpint(import(d->db, "kind,site,from,to,title_ja,title_en\nwork,mars,2026-12-20T00:00:00Z,2026-12-20T01:00:00Z,"
                                "x,x\n", &error), ==, -1);
  g_assert_true(error_is(error, TE_DATA));
  g_assert_nonnull(strstr(error->message, "a:2: "));
  g_clear_error(&error);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  lang_set(LANG_EN);
  g_test_add_func("/agenda/rules", keeps_rules);
  g_test_add("/agenda/approval", struct desk, NULL, set_up, asks_for_approval, tear_down);
  g_test_add("/agenda/files", struct desk, NULL, set_up, goes_out_and_in, tear_down);
  return g_test_run();
}
