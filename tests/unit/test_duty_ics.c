/* Rosters out of iCalendar files: who, where, when; clock changes; whole days; what is refused. */
#include <string.h>

#include "toban/duty_ics.h"
#include "toban/error.h"

static const struct duty_ics_person people[] = {
  {"ken", "tokyo", {"夜勤 健", "Yakin Ken"}}, {"naomi", "tokyo", {"見本 ナオミ", "Mihon Naomi"}}};
static const struct duty_ics_site sites[] = {{"tokyo", "tokyo", {"東京本部", "Tokyo HQ"}},
                                             {"1", "newyork", {"ニューヨーク", "New York"}}};

static utc_t at(const char *text)
{
  utc_t out;
  g_assert_true(utc_parse(text, &out, NULL));
  return out;
}

static char *read_rows(const char *events, GError **error)
{
  char *text = g_strconcat("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", events, "END:VCALENDAR\r\n", NULL);
  struct duty_ics in = {.name = "r.ics", .bytes = text, .length = strlen(text), .from = at("2026-10-01T00:00:00Z"),
                        .to = at("2027-01-01T00:00:00Z"), .person = people, .persons = 2, .site = sites, .sites = 2};
  char *rows = duty_ics_rows(&in, error);
  g_free(text);
  return rows;
}

/* "login site from to role" lines without the header. */
static void rows_are(const char *events, const char *want)
{
  GError *error = NULL;
  char *rows = read_rows(events, &error);
  g_assert_no_error(error);
  GString *got = g_string_new(NULL);
  char **line = g_strsplit(g_strdelimit(rows, "\r", ' '), "\n", -1);
  for (int i = 1; line[i] != NULL && *g_strstrip(line[i]) != '\0'; i++) {
    char **f = g_strsplit(line[i], ",", -1);
    g_string_append_printf(got, "%s %s %s %s %s\n", f[0], f[1], f[2], f[3], f[4]);
    g_strfreev(f);
  }
  g_assert_cmpstr(got->str, ==, want);
  g_string_free(got, TRUE);
  g_strfreev(line);
  g_free(rows);
}

static void fails(const char *events, const char *want)
{
  GError *error = NULL;
  g_assert_null(read_rows(events, &error));
  g_assert_true(error_is(error, TE_DATA));
  g_assert_nonnull(strstr(error->message, want));
  g_error_free(error);
}

#define EVENT(lines) "BEGIN:VEVENT\r\nUID:a\r\n" lines "END:VEVENT\r\n"
#define NIGHT "DTSTART;TZID=Asia/Tokyo:20261120T223000\r\nDTEND;TZID=Asia/Tokyo:20261121T073000\r\n"

static void test_people(void)
{
  rows_are(EVENT("SUMMARY:ken\r\n" NIGHT), "ken tokyo 2026-11-20T13:30:00Z 2026-11-20T22:30:00Z agent\n");
  rows_are(EVENT("SUMMARY:夜勤　健: night\r\nLOCATION:New York\r\nCATEGORIES:leader-hq\r\n" NIGHT),
           "ken 1 2026-11-20T13:30:00Z 2026-11-20T22:30:00Z leader-hq\n");
  rows_are(EVENT("SUMMARY:night\r\nATTENDEE:mailto:stranger@example.org\r\n"
                 "ATTENDEE;CN=\"Mihon Naomi\":mailto:n.m@example.org\r\nLOCATION:東京本部\r\n" NIGHT),
           "naomi tokyo 2026-11-20T13:30:00Z 2026-11-20T22:30:00Z agent\n");
  rows_are(EVENT("SUMMARY:x\r\nATTENDEE:MAILTO:ken@example.org\r\nCATEGORIES:休暇\r\n" NIGHT),
           "ken tokyo 2026-11-20T13:30:00Z 2026-11-20T22:30:00Z leave\n");
  rows_are(EVENT("SUMMARY:ken\r\nSTATUS:CANCELLED\r\n" NIGHT) EVENT("SUMMARY:naomi\r\n" NIGHT),
           "naomi tokyo 2026-11-20T13:30:00Z 2026-11-20T22:30:00Z agent\n");
  fails(EVENT("SUMMARY:nobody here\r\n" NIGHT), "nobody here");
  fails(EVENT("SUMMARY:ken\r\nLOCATION:Atlantis\r\n" NIGHT), "Atlantis");
}

/* Edge case 30: an event of a whole day covers that day in Japan, midnight to midnight. */
static void test_all_day(void)
{
  rows_are(EVENT("SUMMARY:ken\r\nDTSTART;VALUE=DATE:20261121\r\nDTEND;VALUE=DATE:20261123\r\n"),
           "ken tokyo 2026-11-20T15:00:00Z 2026-11-22T15:00:00Z agent\n");
  rows_are(EVENT("SUMMARY:ken\r\nDTSTART;VALUE=DATE:20261121\r\n"),
           "ken tokyo 2026-11-20T15:00:00Z 2026-11-21T15:00:00Z agent\n");
}

/* Edge case 29: kept in another zone it keeps its local time; kept in Japan nothing moves it. New York put its clocks
 * back on 1 November 2026 at 2:00. */
static void test_clock_change(void)
{
  rows_are(EVENT("SUMMARY:ken\r\nDTSTART;TZID=America/New_York:20261030T220000\r\n"
                 "DTEND;TZID=America/New_York:20261031T060000\r\nRRULE:FREQ=DAILY;COUNT=4\r\n"),
           "ken tokyo 2026-10-31T02:00:00Z 2026-10-31T10:00:00Z agent\n"
           "ken tokyo 2026-11-01T02:00:00Z 2026-11-01T11:00:00Z agent\n"
           "ken tokyo 2026-11-02T03:00:00Z 2026-11-02T11:00:00Z agent\n"
           "ken tokyo 2026-11-03T03:00:00Z 2026-11-03T11:00:00Z agent\n");
  rows_are(EVENT("SUMMARY:ken\r\nDTSTART;TZID=Asia/Tokyo:20261031T220000\r\nDURATION:PT8H\r\n"
                 "RRULE:FREQ=DAILY;COUNT=2\r\n"),
           "ken tokyo 2026-10-31T13:00:00Z 2026-10-31T21:00:00Z agent\n"
           "ken tokyo 2026-11-01T13:00:00Z 2026-11-01T21:00:00Z agent\n");
  /* a week is a week, not an hour less */
  rows_are(EVENT("SUMMARY:ken\r\nDTSTART;TZID=America/New_York:20261028T090000\r\n"
                 "DTEND;TZID=America/New_York:20261104T090000\r\n"),
           "ken tokyo 2026-10-28T13:00:00Z 2026-11-04T14:00:00Z agent\n");
}

static void test_repetition(void)
{
#define DAY "DTSTART;TZID=Asia/Tokyo:20261116T090000\r\nDTEND;TZID=Asia/Tokyo:20261116T180000\r\n"
  rows_are(EVENT("SUMMARY:ken\r\n" DAY "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4\r\n"
                 "EXDATE;TZID=Asia/Tokyo:20261118T090000\r\n")
           EVENT("SUMMARY:naomi\r\nRECURRENCE-ID;TZID=Asia/Tokyo:20261123T090000\r\n"
                 "DTSTART;TZID=Asia/Tokyo:20261124T090000\r\nDTEND;TZID=Asia/Tokyo:20261124T180000\r\n"),
           "ken tokyo 2026-11-16T00:00:00Z 2026-11-16T09:00:00Z agent\n"
           "ken tokyo 2026-11-25T00:00:00Z 2026-11-25T09:00:00Z agent\n"
           "naomi tokyo 2026-11-24T00:00:00Z 2026-11-24T09:00:00Z agent\n");
  char *rows = read_rows(EVENT("SUMMARY:ken\r\n" DAY "RRULE:FREQ=DAILY\r\n"), NULL); /* up to the bound */
  int lines = 0;
  for (const char *c = rows; *c != '\0'; c++)
    lines += *c == '\n';
  g_assert_cmpint(lines, ==, 1 + 46); /* 16 November to 31 December */
  g_free(rows);
  fails(EVENT("SUMMARY:ken\r\n" DAY "RRULE:FREQ=SECONDLY\r\n"), "r.ics");
  rows_are(EVENT("SUMMARY:ken\r\n" DAY "RDATE;TZID=Asia/Tokyo:20261118T200000,20261116T090000\r\n"),
           "ken tokyo 2026-11-16T00:00:00Z 2026-11-16T09:00:00Z agent\n"
           "ken tokyo 2026-11-18T11:00:00Z 2026-11-18T20:00:00Z agent\n");
  fails(EVENT("SUMMARY:ken\r\n" DAY "RRULE:FREQ=WEEKLY;COUNT=9\r\nEXRULE:FREQ=DAILY;COUNT=1\r\n"), "EXRULE");
  fails(EVENT("SUMMARY:ken\r\n" DAY "RRULE:FREQ=SOMETIMES\r\n"), "RRULE");
}

static void test_zones(void)
{
  static const char own[] =
    "BEGIN:VTIMEZONE\r\nTZID:Our Zone\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\n"
    "TZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
  char *with = g_strconcat(own, EVENT("SUMMARY:ken\r\nDTSTART;TZID=Our Zone:20261120T090000\r\n"
                                      "DTEND;TZID=Our Zone:20261120T180000\r\n"), NULL);
  rows_are(with, "ken tokyo 2026-11-20T00:00:00Z 2026-11-20T09:00:00Z agent\n");
  g_free(with);
  rows_are(EVENT("SUMMARY:ken\r\nDTSTART:20261120T090000Z\r\nDTEND:20261120T180000Z\r\n"),
           "ken tokyo 2026-11-20T09:00:00Z 2026-11-20T18:00:00Z agent\n");
  fails(EVENT("SUMMARY:ken\r\nDTSTART;TZID=Mars/Olympus:20261120T090000\r\n"
              "DTEND;TZID=Mars/Olympus:20261120T180000\r\n"), "Mars/Olympus");
  fails(EVENT("SUMMARY:ken\r\nDTSTART;TZID=Asia/Tokyo:20261120T090000\r\n"
              "DTEND;TZID=Asia/Tokyo:20261120T090000\r\n"), "ken");
}

static void test_rubbish(void)
{
  fails("", "r.ics");
  struct duty_ics in = {.name = "r.ics", .bytes = "BEGIN:VCALENDAR\0x", .length = 17};
  GError *error = NULL;
  g_assert_null(duty_ics_rows(&in, &error));
  g_assert_true(error_is(error, TE_DATA));
  g_error_free(error);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/duty-ics/who-and-where", test_people);
  g_test_add_func("/duty-ics/edge-30-whole-days", test_all_day);
  g_test_add_func("/duty-ics/edge-29-clock-change", test_clock_change);
  g_test_add_func("/duty-ics/repetition", test_repetition);
  g_test_add_func("/duty-ics/zones", test_zones);
  g_test_add_func("/duty-ics/rubbish", test_rubbish);
  return g_test_run();
}
