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

#define ICS(lines) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Check\r\n" lines \
                   "END:VEVENT\r\nEND:VCALENDAR\r\n"

static void rows_of(const char *ics, const char *expected)
{
  GError *error = NULL;
  GString *out = g_string_new(NULL);
  char *rows = agenda_ics_rows("c.ics", ics, strlen(ics), NOON, &error), **line = g_strsplit(rows, "\n", -1);
  g_assert_no_error(error);
  for (int i = 1; line[i] != NULL && *line[i] != '\0'; i++) {
    char **field = g_strsplit(line[i], ",", -1);
    g_string_append_printf(out, "%s %s\n", field[2], field[3]);
    g_strfreev(field);
  }
  g_assert_cmpstr(out->str, ==, expected);
  g_string_free(out, TRUE);
  g_strfreev(line);
  g_free(rows);
}

static void refuses(const char *ics, const char *why)
{
  GError *error = NULL;
  g_assert_null(agenda_ics_rows("c.ics", ics, strlen(ics), NOON, &error));
  g_assert_true(error_is(error, TE_DATA));
  if (strstr(error->message, "c.ics") == NULL || strstr(error->message, why) == NULL)
    g_error("“%s”, without “%s”", error->message, why);
  g_error_free(error);
}

/* Entries that repeat: one for each time, local times kept over a clock change (New York, 1 November 2026, 2:00). */
static void repeats(void)
{
#define NY "DTSTART;TZID=America/New_York:20261031T220000\r\nDTEND;TZID=America/New_York:20261101T060000\r\n"
  rows_of(ICS(NY "RRULE:FREQ=DAILY;COUNT=3\r\nEXDATE:20261102T030000Z\r\n"),
          "2026-11-01T02:00:00Z 2026-11-01T11:00:00Z\n2026-11-03T03:00:00Z 2026-11-03T11:00:00Z\n");
#define JP "DTSTART;TZID=Asia/Tokyo:20260314T190000\r\nDURATION:PT2H\r\n"
  rows_of(ICS(JP "RRULE:FREQ=YEARLY;UNTIL=20280101T000000Z\r\n"
                 "RDATE;VALUE=PERIOD;TZID=Asia/Tokyo:20261101T080000/PT13H\r\nRDATE;TZID=Asia/Tokyo:20260401T190000\r\n"),
          "2026-03-14T10:00:00Z 2026-03-14T12:00:00Z\n2026-04-01T10:00:00Z 2026-04-01T12:00:00Z\n"
          "2026-10-31T23:00:00Z 2026-11-01T12:00:00Z\n2027-03-14T10:00:00Z 2027-03-14T12:00:00Z\n");
  rows_of(ICS(JP "RRULE:FREQ=YEARLY\r\n"), /* without an end: for two years from now on */
          "2026-03-14T10:00:00Z 2026-03-14T12:00:00Z\n2027-03-14T10:00:00Z 2027-03-14T12:00:00Z\n"
          "2028-03-14T10:00:00Z 2028-03-14T12:00:00Z\n");
  refuses(ICS(JP "RRULE:FREQ=DAILY;COUNT=9999\r\n"), "366");
  refuses(ICS(JP "RRULE:FREQ=DAILY\r\n"), "366");
  refuses(ICS(JP "RRULE:FREQ=WHENEVER\r\n"), "RRULE");
  refuses(ICS(JP "RRULE:FREQ=DAILY;COUNT=3\r\nEXRULE:FREQ=DAILY;COUNT=1\r\n"), "EXRULE");
  refuses(ICS(JP "RDATE:tomorrow\r\n"), "RDATE");
  refuses(ICS("DTSTART;TZID=Moon/Crater:20260314T190000\r\n"), "Moon/Crater");
  refuses(ICS("DURATION:PT2H\r\n"), "beginning");
  refuses("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "no event");
}

/* Which endpoints an entry silences: those that it names, else the office whose services stand still. */
static void says_endpoints(void)
{
  static const struct { struct agenda_entry entry; const char *expected; } cases[] = {
    {{.kind = AGENDA_OUTAGE, .site = "osaka", .stops = true}, "office:osaka"},
    {{.kind = AGENDA_MAINTENANCE, .site = "osaka"}, ""},
    {{.kind = AGENDA_EVENT, .site = "osaka", .stops = true}, ""},
    {{.kind = AGENDA_OUTAGE, .site = "", .stops = true}, ""},
    {{.kind = AGENDA_OUTAGE, .site = "", .stops = true, .targets = "all"}, "all"},
    {{.kind = AGENDA_EVENT, .site = "ide", .targets = " group:File servers ,,endpoint:vpn"},
     "group:File servers|endpoint:vpn"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    char **target = agenda_targets(&cases[i].entry), *joined = g_strjoinv("|", target);
    g_assert_cmpstr(joined, ==, cases[i].expected);
    g_free(joined);
    g_strfreev(target);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  lang_set(LANG_EN);
  g_test_add_func("/agenda/rules", keeps_rules);
  g_test_add_func("/agenda/repeats", repeats);
  g_test_add_func("/agenda/edge-32-endpoints", says_endpoints);
  g_test_add("/agenda/approval", struct desk, NULL, set_up, asks_for_approval, tear_down);
  g_test_add("/agenda/files", struct desk, NULL, set_up, goes_out_and_in, tear_down);
  return g_test_run();
}
