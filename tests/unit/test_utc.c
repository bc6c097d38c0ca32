#include "toban/error.h"
#include "toban/utc.h"

static void round_trip(void)
{
  char text[32];
  for (utc_t at = -5000000000; at < 8000000000; at += 86399 * 37) {
    utc_t back = 0;
    g_assert_true(utc_parse(utc_format(at, text), &back, NULL));
    g_assert_cmpint(back, ==, at);
    g_assert_true(utc_parse(utc_format_offset(at, -16200, text), &back, NULL));
    g_assert_cmpint(back, ==, at);
  }
}

static void known_instants(void)
{
  utc_t at;
  g_assert_true(utc_parse("2026-11-22T23:41:07+09:00", &at, NULL));
  g_assert_cmpint(at, ==, 1795358467);
  g_assert_true(utc_parse("2016-12-31 23:59:60Z", &at, NULL));
  g_assert_cmpint(at, ==, 1483228800);
  g_assert_true(utc_parse("1970-01-01t00:00:00.25z", &at, NULL));
  g_assert_cmpint(at, ==, 0);
}

static void refusals(void)
{
  const char *bad[] = {"", "2026-11-22", "2026-11-22T23:41:07", "2026-02-29T00:00:00Z", "2026-11-22T24:00:00Z",
                       "2026-11-22T23:41:07.Z", "2026-11-22T23:41:07Zx", "2026-11-22T23:41:07+9:00", "0000-01-01T00:00:00Z"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    GError *error = NULL;
    utc_t at;
    g_assert_false(utc_parse(bad[i], &at, &error));
    g_assert_true(error_is(error, TE_DATA));
    g_error_free(error);
  }
}

static void weekdays(void)
{
  g_assert_cmpint(day_weekday(day_from_civil(2026, 11, 22)), ==, 6); /* a Sunday */
  g_assert_cmpint(day_weekday(day_from_civil(1969, 12, 29)), ==, 0); /* a Monday before the epoch */
  for (day_t day = -800000; day < 800000; day += 13) {
    struct civil c = civil_from_day(day);
    g_assert_cmpint(day_from_civil(c.year, c.month, c.day), ==, day);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/utc/round-trip", round_trip);
  g_test_add_func("/utc/known-instants", known_instants);
  g_test_add_func("/utc/refusals", refusals);
  g_test_add_func("/utc/weekdays", weekdays);
  return g_test_run();
}
