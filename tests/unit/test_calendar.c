#include <pthread.h>
#include <string.h>

#include "toban/calendar.h"
#include "toban/error.h"

#define HEADER "id,tz,mon,tue,wed,thu,fri,sat,sun,holidays\n"
#define H "09:00-17:30"
#define WEEK "," H "," H "," H "," H "," H ",,"

static const char calendars[] = HEADER
  "office-1,America/New_York" WEEK ",\n"
  "tokyo,Asia/Tokyo,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,,,jp;jp-yearend\n"
  "lunch,Asia/Tokyo,09:00-12:00;13:00-18:00,13:00-18:00 ; 09:00-12:00,,,,,,none\n"
  "night,Asia/Tokyo,22:00-24:00,00:00-06:00,,,,,,none\n"
  "london,Europe/London,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,\n"
  "santiago,America/Santiago,,,,,,,00:00-24:00,\n"
  "cairo,Africa/Cairo" WEEK ",nowhere\n"
  "shut,Asia/Tokyo,,,,,,,,\n";
static const char holidays[] = "set,date,name_ja,name_en\n"
  "jp,2026-11-23,勤労感謝の日,Labour Thanksgiving Day\n"
  "jp,2026-11-03,文化の日,Culture Day\n"
  "jp-yearend,2026-12-31,年末年始,Year-end closing\n";
static const char specials[] = "calendar,date,hours,name_ja,name_en\n"
  "tokyo,2026-11-03,10:00-12:00,文化の日の出勤,On duty\n"
  "tokyo,2026-11-24,,停電,Power inspection\n"
  "gone,2026-11-24,,,\n";

static struct calendar_set *build(const char *c, const char *h, const char *s, bool strict, GError **error)
{
  struct calendar_files files = {.strict = strict};
  files.calendars = (struct calendar_file){"c.csv", c, c == NULL ? 0 : strlen(c)};
  files.holidays = (struct calendar_file){"h.csv", h, h == NULL ? 0 : strlen(h)};
  files.special_dates = (struct calendar_file){"s.csv", s, s == NULL ? 0 : strlen(s)};
  return calendar_set_new(&files, error);
}

static struct calendar_set *fixture(void)
{
  GError *error = NULL;
  struct calendar_set *set = build(calendars, holidays, specials, false, &error);
  g_assert_no_error(error);
  return set;
}

static utc_t at(const char *text)
{
  utc_t out;
  g_assert_true(utc_parse(text, &out, NULL));
  return out;
}

static void open_seconds(const struct calendar_set *set, const char *id, const char *a, const char *b, int64_t want)
{
  const struct calendar *calendar = calendar_find(set, id);
  int64_t got = calendar_business(calendar, at(a), at(b));
  g_assert_cmpint(got, ==, want);
  if (want > 0) {
    utc_t t = calendar_add(calendar, at(a), want);
    g_assert_cmpint(t, <=, at(b));
    g_assert_cmpint(calendar_business(calendar, at(a), t), ==, want);
    g_assert_cmpint(calendar_business(calendar, at(a), t - 1), ==, want - 1);
  }
}

static void weeks(void)
{
  struct calendar_set *set = fixture();
  open_seconds(set, "tokyo", "2026-11-16T00:00:00+09:00", "2026-11-23T00:00:00+09:00", 5 * 9 * 3600);
  open_seconds(set, "tokyo", "2026-11-20T17:59:30+09:00", "2026-11-25T09:00:30+09:00", 60);
  open_seconds(set, "lunch", "2026-11-16T11:00:00+09:00", "2026-11-16T14:00:00+09:00", 2 * 3600);
  open_seconds(set, "lunch", "2026-11-17T00:00:00+09:00", "2026-11-18T00:00:00+09:00", 8 * 3600);
  open_seconds(set, "night", "2026-11-16T23:00:00+09:00", "2026-11-17T01:00:00+09:00", 2 * 3600);
  open_seconds(set, "office-1", "2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z", 261 * 30600);
  open_seconds(set, "shut", "2026-01-01T00:00:00Z", "2036-01-01T00:00:00Z", 0);
  open_seconds(set, "tokyo", "2026-11-20T12:00:00+09:00", "2026-11-20T11:00:00+09:00", 0);
  calendar_set_unref(set);
}

static void special_before_holiday_before_weekday(void)
{
  struct calendar_set *set = fixture();
  open_seconds(set, "tokyo", "2026-11-03T00:00:00+09:00", "2026-11-04T00:00:00+09:00", 2 * 3600);
  open_seconds(set, "tokyo", "2026-11-23T00:00:00+09:00", "2026-11-25T00:00:00+09:00", 0);
  open_seconds(set, "tokyo", "2026-12-31T00:00:00+09:00", "2027-01-01T00:00:00+09:00", 0);
  calendar_set_unref(set);
}

/* 86,400 s on a normal day, 82,800 or 90,000 on a day of change; nothing is lost at midnight. */
static void always_open(void)
{
  struct calendar_set *set = fixture();
  const struct calendar *built_in = calendar_find(set, "24x365");
  g_assert_true(calendar_is_always_open(built_in));
  g_assert_cmpint(calendar_business(built_in, 1, 1000000001), ==, 1000000000);
  g_assert_cmpint(calendar_add(built_in, 7, 1000000000), ==, 1000000007);
  open_seconds(set, "london", "2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z", 82800);
  open_seconds(set, "london", "2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z", 90000);
  /* Santiago's Sunday without midnight, and the one that follows a Saturday of 25 hours. */
  open_seconds(set, "santiago", "2026-09-05T00:00:00Z", "2026-09-09T00:00:00Z", 82800);
  open_seconds(set, "santiago", "2026-04-03T00:00:00Z", "2026-04-07T00:00:00Z", 86400);
  calendar_set_unref(set);
}

static void adding(void)
{
  struct calendar_set *set = fixture();
  const struct calendar *tokyo = calendar_find(set, "tokyo");
  g_assert_cmpint(calendar_add(tokyo, at("2026-11-22T12:00:00+09:00"), 0), ==, at("2026-11-22T12:00:00+09:00"));
  g_assert_cmpint(calendar_add(tokyo, at("2026-11-22T12:00:00+09:00"), 1), ==, at("2026-11-25T09:00:01+09:00"));
  g_assert_cmpint(calendar_add(tokyo, at("2026-11-20T17:00:00+09:00"), 3600), ==, at("2026-11-20T18:00:00+09:00"));
  g_assert_cmpint(calendar_add(tokyo, at("2026-11-20T17:00:00+09:00"), 3601), ==, at("2026-11-25T09:00:01+09:00"));
  g_assert_cmpint(calendar_add(calendar_find(set, "shut"), 0, 1), ==, UTC_NONE);
  g_assert_cmpint(calendar_add(tokyo, 0, (int64_t)1 << 40), ==, UTC_NONE);
  calendar_set_unref(set);
}

static void now(const struct calendar_set *set, const char *id, const char *t, enum calendar_reason reason,
                const char *opens, const char *closes)
{
  struct calendar_now now = calendar_at(calendar_find(set, id), at(t));
  g_assert_cmpstr(calendar_reason_id(now.reason), ==, calendar_reason_id(reason));
  g_assert_cmpint(now.open, ==, reason == CALENDAR_OPEN);
  g_assert_cmpint(now.opens_at, ==, opens == NULL ? UTC_NONE : at(opens));
  g_assert_cmpint(now.closes_at, ==, closes == NULL ? UTC_NONE : at(closes));
}

static void open_now(void)
{
  struct calendar_set *set = fixture();
  now(set, "tokyo", "2026-11-20T09:00:00+09:00", CALENDAR_OPEN, NULL, "2026-11-20T18:00:00+09:00");
  now(set, "tokyo", "2026-11-20T08:59:59+09:00", CALENDAR_CLOSED, "2026-11-20T09:00:00+09:00", NULL);
  now(set, "tokyo", "2026-11-20T18:00:00+09:00", CALENDAR_CLOSED, "2026-11-25T09:00:00+09:00", NULL);
  now(set, "tokyo", "2026-11-22T12:00:00+09:00", CALENDAR_WEEKEND, "2026-11-25T09:00:00+09:00", NULL);
  now(set, "tokyo", "2026-11-23T12:00:00+09:00", CALENDAR_HOLIDAY, "2026-11-25T09:00:00+09:00", NULL);
  now(set, "tokyo", "2026-11-24T12:00:00+09:00", CALENDAR_HOLIDAY, "2026-11-25T09:00:00+09:00", NULL);
  now(set, "tokyo", "2026-11-03T11:00:00+09:00", CALENDAR_OPEN, NULL, "2026-11-03T12:00:00+09:00");
  now(set, "night", "2026-11-16T23:00:00+09:00", CALENDAR_OPEN, NULL, "2026-11-17T06:00:00+09:00");
  now(set, "24x365", "2026-11-16T23:00:00+09:00", CALENDAR_OPEN, NULL, NULL);
  now(set, "shut", "2026-11-16T23:00:00+09:00", CALENDAR_WEEKEND, NULL, NULL);
  struct calendar_now named = calendar_at(calendar_find(set, "tokyo"), at("2026-11-23T12:00:00+09:00"));
  g_assert_cmpstr(named.holiday[LANG_JA], ==, "勤労感謝の日");
  named = calendar_at(calendar_find(set, "tokyo"), at("2026-11-03T12:30:00+09:00"));
  g_assert_cmpstr(named.holiday[LANG_EN], ==, "On duty");
  g_assert_cmpint(named.reason, ==, CALENDAR_CLOSED);
  calendar_set_unref(set);
}

static void day_spans(void)
{
  struct calendar_set *set = fixture();
  struct calendar_span span[4];
  day_t day = day_from_civil(2026, 11, 17);
  g_assert_cmpint(calendar_day(calendar_find(set, "lunch"), day, span, 4), ==, 2);
  g_assert_cmpint(span[1].from, ==, at("2026-11-17T13:00:00+09:00"));
  g_assert_cmpint(calendar_day(calendar_find(set, "lunch"), day, span, 1), ==, 1);
  g_assert_cmpint(calendar_day(calendar_find(set, "shut"), day, span, 4), ==, 0);
  calendar_set_unref(set);
}

static void unknown_is_not_none(void)
{
  struct calendar_set *set = fixture();
  g_assert_true(calendar_has_holidays(calendar_find(set, "tokyo")));
  g_assert_true(calendar_has_holidays(calendar_find(set, "lunch")));
  g_assert_true(calendar_has_holidays(calendar_find(set, "24x365")));
  g_assert_false(calendar_has_holidays(calendar_find(set, "office-1")));
  g_assert_false(calendar_has_holidays(calendar_find(set, "cairo")));
  g_assert_null(calendar_find(set, "office-99"));
  g_assert_null(calendar_find(set, NULL));
  calendar_set_unref(set);
}

/* The index of a calendar is made by the first thread that needs it; all see the same one. */
static void *reader(void *data)
{
  const struct calendar *calendar = data;
  return GSIZE_TO_POINTER((gsize)calendar_business(calendar, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")));
}

static void threads(void)
{
  for (int round = 0; round < 20; round++) {
    struct calendar_set *set = fixture();
    pthread_t thread[4];
    for (int i = 0; i < 4; i++)
      g_assert_cmpint(pthread_create(&thread[i], NULL, reader, (void *)calendar_find(set, "office-1")), ==, 0);
    for (int i = 0; i < 4; i++) {
      void *sum;
      g_assert_cmpint(pthread_join(thread[i], &sum), ==, 0);
      g_assert_cmpuint(GPOINTER_TO_SIZE(sum), ==, 261 * 30600);
    }
    calendar_set_unref(set);
  }
}

/* A name that is missing in one language is shown in the other. */
static void one_language(void)
{
  GError *error = NULL;
  struct calendar_set *set = build(calendars, "set,date,name_ja,name_en\njp,2026-11-23,,Labour Thanksgiving Day\n", NULL,
                                   false, &error);
  g_assert_no_error(error);
  struct calendar_now now = calendar_at(calendar_find(set, "tokyo"), at("2026-11-23T12:00:00+09:00"));
  g_assert_cmpstr(now.holiday[LANG_JA], ==, "Labour Thanksgiving Day");
  g_assert_cmpstr(now.holiday[LANG_EN], ==, "Labour Thanksgiving Day");
  calendar_set_unref(set);
}

/* A bad row names file, line and column; nothing is built. */
static void bad_rows(void)
{
  static const struct { const char *calendars, *holidays, *specials, *where; } bad[] = {
    {HEADER "x,Mars/Base,,,,,,,,\n", NULL, NULL, "c.csv:2: column tz:"},
    {HEADER "x,Asia/Tokyo,,,,,,,,\ny,Asia/Tokyo,,18:00-09:00,,,,,,\n", NULL, NULL, "c.csv:3: column tue:"},
    {HEADER "x,Asia/Tokyo,09:00-09:00,,,,,,,\n", NULL, NULL, "c.csv:2: column mon:"},
    {HEADER "x,Asia/Tokyo,09:00,,,,,,,\n", NULL, NULL, "c.csv:2: column mon:"},
    {HEADER "x,Asia/Tokyo,09:00-24:01,,,,,,,\n", NULL, NULL, "c.csv:2: column mon:"},
    {HEADER "x,Asia/Tokyo,09:00-17:0,,,,,,,\n", NULL, NULL, "c.csv:2: column mon:"},
    {HEADER "x,Asia/Tokyo,9-17,,,,,,,\n", NULL, NULL, "c.csv:2: column mon:"},
    {HEADER "x,Asia/Tokyo,,,,,,,,\nx,Asia/Tokyo,,,,,,,,\n", NULL, NULL, "c.csv:3: column id:"},
    {HEADER "24x365,Asia/Tokyo,,,,,,,,\n", NULL, NULL, "c.csv:2: column id:"},
    {HEADER "office,Asia/Tokyo,,,,,,,,\n", NULL, NULL, "c.csv:2: column id:"},
    {NULL, "set,date,name_ja,name_en\njp,2026-02-29,,\n", NULL, "h.csv:2: column date:"},
    {NULL, "set,date,name_ja,name_en\n,2026-02-28,,\n", NULL, "h.csv:2: column set:"},
    {NULL, NULL, "calendar,date,hours,name_ja,name_en\ngone,2026-11-24,,,\n", "s.csv:2: column calendar:"},
    {calendars, NULL, "calendar,date,hours,name_ja,name_en\ntokyo,2026-11-24,,,\ntokyo,2026-11-24,,,\n", "s.csv:3: column date:"},
    {calendars, NULL, "calendar,date,hours,name_ja,name_en\ntokyo,2026-11-24,10:00-09:00,,\n", "s.csv:2: column hours:"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    GError *error = NULL;
    g_assert_null(build(bad[i].calendars, bad[i].holidays, bad[i].specials, true, &error));
    g_assert_true(error_is(error, TE_DATA));
    if (!g_str_has_prefix(error->message, bad[i].where))
      g_error("%s, not %s", error->message, bad[i].where);
    g_error_free(error);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  lang_set(LANG_EN);
  g_test_add_func("/calendar/weeks", weeks);
  g_test_add_func("/calendar/special-before-holiday-before-weekday", special_before_holiday_before_weekday);
  g_test_add_func("/calendar/always-open", always_open);
  g_test_add_func("/calendar/adding", adding);
  g_test_add_func("/calendar/open-now", open_now);
  g_test_add_func("/calendar/day-spans", day_spans);
  g_test_add_func("/calendar/unknown-is-not-none", unknown_is_not_none);
  g_test_add_func("/calendar/threads", threads);
  g_test_add_func("/calendar/one-language", one_language);
  g_test_add_func("/calendar/bad-rows", bad_rows);
  return g_test_run();
}
