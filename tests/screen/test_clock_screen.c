/* The clock board: order, who is open, clock changes, the office under the cursor to the second. */
#include <string.h>

#include "console/clock_about.h"
#include "fixture.h"

static utc_t at(const char *text)
{
  utc_t out;
  g_assert_true(utc_parse(text, &out, NULL));
  return out;
}

static void order(void)
{
  struct fixture f;
  fixture_init(&f, 24, 80, LANG_EN);
  fixture_keys(&f, "3 z s");
  fixture_has(&f, "next ones first");
  char *screen = fixture_screen(&f);
  const char *mexico = strstr(screen, "Mexico City"), *dusseldorf = strstr(screen, "Dusseldorf");
  const char *new_york = strstr(screen, "New York "), *unknown = strstr(screen, "Yangon");
  g_assert_true(mexico != NULL && mexico < dusseldorf && dusseldorf < new_york && new_york < unknown);
  g_free(screen);
  fixture_keys(&f, "S");
  fixture_has(&f, "open ones only");
  fixture_has(&f, "Sao Paulo");
  fixture_lacks(&f, "Mexico City");
  fixture_tick(&f, 19 * 60);                     /* 15:00 there: Sao Paulo shuts at noon, Mexico opens at 9 */
  fixture_has(&f, "Mexico City");
  fixture_lacks(&f, "Sao Paulo");
  fixture_clear(&f);
}

static void seconds(void)
{
  struct fixture f;
  fixture_init(&f, 24, 80, LANG_EN);
  fixture_keys(&f, "3 z j");
  fixture_has(&f, "Tue 09:41:07  closes in 7:48:53, at 17:30");
  fixture_tick(&f, 1);
  fixture_has(&f, "Tue 09:41:08  closes in 7:48:52, at 17:30");
  fixture_clear(&f);
}

/* New York put its clocks back on 1 November 2026 at 6:00 UTC: told in the 14 days before, not earlier, not afterwards. */
static void changes(void)
{
  static const struct { const char *at; bool told; } times[] = {
    {"2026-10-18T05:59:59Z", false}, {"2026-10-18T06:00:00Z", true}, {"2026-11-01T05:59:59Z", true},
    {"2026-11-01T06:00:00Z", false}};
  struct fixture f;
  int shift = 0;
  fixture_init(&f, 24, 80, LANG_EN);
  const struct office *office = reference_office(f.model.ref, "1");
  for (size_t i = 0; i < G_N_ELEMENTS(times); i++) {
    f.model.now = at(times[i].at);
    utc_t change = clock_change(&f.model, office, &shift);
    g_assert_cmpint(change, ==, times[i].told ? at("2026-11-01T06:00:00Z") : UTC_NONE);
    if (times[i].told)
      g_assert_cmpint(shift, ==, -3600);
  }
  f.model.now = at("2026-10-30T00:00:00Z");
  fixture_keys(&f, "3 z j");
  fixture_has(&f, "clock change New York 1 Nov");
  fixture_has(&f, "1 Nov: the clock is put back 60 min");
  fixture_clear(&f);
}

/* The strip against a look at each quarter's beginning and end. */
static void strip(void)
{
  struct fixture f;
  char line[STRIP_COLUMNS + 1];
  fixture_init(&f, 43, 132, LANG_EN);
  f.model.now = at("2026-11-26T15:00:00Z");
  clock_strip(&f.model, line);
  g_assert_cmpint(line[0], ==, '*');
  for (int quarter = 1; quarter < STRIP_COLUMNS; quarter++) {
    int open = 0, offices = 0;
    for (int i = 0; i < f.model.ref->offices; i++) {
      const struct office *office = &f.model.ref->office[i];
      const struct calendar *calendar = calendar_find(f.model.ref->calendars, office->calendar);
      utc_t from = f.model.now + quarter * 900;
      offices += office->zone != NULL;
      open += office->zone != NULL && calendar != NULL && calendar_business(calendar, from, from + 900) == 900;
    }
    int tenths = (open * 10 + offices - 1) / offices;
    g_assert_cmpint(line[quarter], ==, open == 0 ? '.' : tenths > 9 ? '#' : '0' + tenths);
  }
  fixture_clear(&f);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/clock-screen/order-and-open-now", order);
  g_test_add_func("/clock-screen/seconds", seconds);
  g_test_add_func("/clock-screen/clock-changes", changes);
  g_test_add_func("/clock-screen/strip", strip);
  return g_test_run();
}
