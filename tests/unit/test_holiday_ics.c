#include <string.h>

#include "toban/error.h"
#include "toban/holiday_ics.h"
#include "toban/lang.h"

#define CALENDAR(events) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" events "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n" lines "END:VEVENT\r\n"

static void rows_are(const char *feed, const char *want)
{
  GError *error = NULL;
  g_assert_true(holiday_ics_is(feed, strlen(feed)));
  char *rows = holiday_ics_rows("egypt.ics", feed, strlen(feed), "egypt", &error);
  g_assert_no_error(error);
  char **lines = g_strsplit(rows, "\r\n", -1), *plain = g_strjoinv("\n", lines);
  g_assert_cmpstr(plain, ==, want);
  g_strfreev(lines);
  g_free(plain);
  g_free(rows);
}

static void days(void)
{
  rows_are(CALENDAR(EVENT("DTSTART;VALUE=DATE:20260720\r\nDTEND;VALUE=DATE:20260721\r\nSUMMARY:Revolution Day\\, 1952\r\n")
                    EVENT("DTSTART;VALUE=DATE:20260320\r\nDTEND;VALUE=DATE:20260323\r\nSUMMARY;LANGUAGE=en:Eid\r\n")),
           "egypt,2026-03-20,Eid,Eid\negypt,2026-03-21,Eid,Eid\negypt,2026-03-22,Eid,Eid\n"
           "egypt,2026-07-20,\"Revolution Day, 1952\",\"Revolution Day, 1952\"\n");
  rows_are(CALENDAR(EVENT("DTSTART;VALUE=DATE:20261123\r\nSUMMARY:勤労感謝の日\r\n")
                    EVENT("DTSTART;VALUE=DATE:20261123\r\nSUMMARY:Second name\r\n")
                    EVENT("DTSTART;VALUE=DATE:20261124\r\nSTATUS:CANCELLED\r\nSUMMARY:No\r\n")),
           "egypt,2026-11-23,勤労感謝の日,勤労感謝の日\n");
}

/* Edge case 20: what the feed calls an observance has a name and closes nothing; so has what is no whole day. */
static void no_days_off(void)
{
  rows_are(CALENDAR(EVENT("DTSTART;VALUE=DATE:20260214\r\nDESCRIPTION:Observance\\nTo hide observances\r\nSUMMARY:Valentine\r\n")
                    EVENT("DTSTART;VALUE=DATE:20260101\r\nDESCRIPTION:Public holiday\r\nSUMMARY:New Year\r\n")
                    EVENT("DTSTART;VALUE=DATE:20260303\r\nDESCRIPTION:祭日\r\nSUMMARY:ひな祭り\r\n")
                    EVENT("DTSTART;VALUE=DATE:20260504\r\nCATEGORIES:Observance\r\nSUMMARY:Bird Day\r\n")
                    EVENT("DTSTART:20260605T180000Z\r\nSUMMARY:Reception\r\n")
                    EVENT("DTSTART;VALUE=DATE:20260101\r\nDESCRIPTION:Observance\r\nSUMMARY:Day of something\r\n")),
           "egypt,2026-01-01,New Year,New Year\negypt:named,2026-02-14,Valentine,Valentine\n"
           "egypt:named,2026-03-03,ひな祭り,ひな祭り\negypt:named,2026-05-04,Bird Day,Bird Day\n"
           "egypt:named,2026-06-05,Reception,Reception\n");
}

static void recurring(void)
{
  rows_are(CALENDAR(EVENT("DTSTART;VALUE=DATE:20250107\r\nRRULE:FREQ=YEARLY;COUNT=4\r\nEXDATE;VALUE=DATE:20270107\r\n"
                          "SUMMARY:Christmas\r\n")),
           "egypt,2025-01-07,Christmas,Christmas\negypt,2026-01-07,Christmas,Christmas\negypt,2028-01-07,Christmas,Christmas\n");
  const char *feed = CALENDAR(EVENT("DTSTART;VALUE=DATE:20250101\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:New Year\r\n"));
  char *rows = holiday_ics_rows("x.ics", feed, strlen(feed), "x", NULL);
  char **lines = g_strsplit(rows, "\n", -1);
  g_assert_cmpuint(g_strv_length(lines), ==, HOLIDAY_ICS_YEARS + 1);
  g_strfreev(lines);
  g_free(rows);
}

static void refused(const char *feed)
{
  GError *error = NULL;
  g_assert_null(holiday_ics_rows("x.ics", feed, strlen(feed), "x", &error));
  g_assert_true(error_is(error, TE_DATA));
  g_assert_true(g_str_has_prefix(error->message, "x.ics: "));
  g_error_free(error);
}

static void refusals(void)
{
  refused("");
  refused("BEGIN:VCALENDAR");
  refused(CALENDAR(""));
  refused(CALENDAR(EVENT("SUMMARY:Without a day\r\n")));
  refused(CALENDAR(EVENT("DTSTART;VALUE=DATE:20260101\r\nSUMMARY:\xff\r\n")));
  refused(CALENDAR(EVENT("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY\r\nSUMMARY:Every day\r\n")));
  refused(CALENDAR(EVENT("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=NEVER\r\nSUMMARY:New Year\r\n")));
  g_assert_false(holiday_ics_is("set,date\n", 9));
}

static void names(void)
{
  GError *error = NULL;
  char *set = holiday_ics_set("/tmp/Egypt.ICS", NULL);
  g_assert_cmpstr(set, ==, "egypt");
  g_free(set);
  const char *bad[] = {"-", "none.ics", "エジプト.ics", "a;b.ics", ".ics"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_assert_null(holiday_ics_set(bad[i], &error));
    g_assert_true(error_is(error, TE_DATA));
    g_clear_error(&error);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  lang_set(LANG_EN);
  g_test_add_func("/holiday-ics/days", days);
  g_test_add_func("/holiday-ics/no-days-off", no_days_off);
  g_test_add_func("/holiday-ics/recurring", recurring);
  g_test_add_func("/holiday-ics/refusals", refusals);
  g_test_add_func("/holiday-ics/names", names);
  return g_test_run();
}
