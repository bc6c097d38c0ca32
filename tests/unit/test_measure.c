/* Figures of servers and clients: what warns, and when a disk will be full. */
#include <math.h>
#include <string.h>

#include "toban/lang.h"
#include "toban/measure.h"

enum { NOW = 1795316400 };
static const struct measure_rule antivirus = {true, 7 * MEASURE_ONE, 0, 0}, malware = {true, 0, 0, 0},
                                 disk = {true, 90 * MEASURE_ONE, 100 * MEASURE_ONE, 30};

static struct measure_finding judge(enum measure_kind kind, const struct measure_rule *rule,
                                    const struct measure_point *points, int count)
{
  struct measure_finding finding;
  measure_judge(kind, rule, points, count, NOW, &finding);
  return finding;
}

static void values(void)
{
  int64_t value;
  char text[32];
  static const struct { const char *text; int64_t value; const char *back; } good[] = {
    {"7", 7000, "7"}, {"90.5", 90500, "90.5"}, {"0", 0, "0"}, {"0.001", 1, "0.001"}, {"100.10", 100100, "100.1"},
    {"1000000", 1000000000, "1000000"}};
  for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
    g_assert_true(measure_value_parse(good[i].text, &value));
    g_assert_cmpint(value, ==, good[i].value);
    g_assert_cmpstr(measure_value_text(value, text), ==, good[i].back);
  }
  static const char *const bad[] = {"", "-1", "nan", "inf", "7 days", "1e9", "0x10", ".5", "90,5"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
    g_assert_false(measure_value_parse(bad[i], &value) && value > 1000000000);
  g_assert_false(measure_value_parse("90,5", &value));
  g_assert_false(measure_value_parse("-1", &value));
  g_assert_false(measure_value_parse("nan", &value));
}

/* Definitions that were 5 days old three days ago are 8 days old, whether or not anybody reports it. */
static void definitions_grow_old(void)
{
  struct measure_point seven = {NOW, 7 * MEASURE_ONE}, old = {NOW - 3 * UTC_DAY, 5 * MEASURE_ONE};
  g_assert_cmpint(judge(MEASURE_ANTIVIRUS, &antivirus, &seven, 1).state, ==, MEASURE_GOOD);
  g_assert_cmpint(judge(MEASURE_ANTIVIRUS, &antivirus, &old, 1).state, ==, MEASURE_OVER);
  g_assert_cmpint(judge(MEASURE_ANTIVIRUS, &antivirus, &old, 1).value, ==, 8 * MEASURE_ONE);
}

static void malware_of_the_week(void)
{
  struct measure_point points[] = {{NOW - 8 * UTC_DAY, 5000}, {NOW - 6 * UTC_DAY, 2000}, {NOW, 1000}};
  g_assert_cmpint(judge(MEASURE_MALWARE, &malware, points, 3).value, ==, 3000);
  g_assert_cmpint(judge(MEASURE_MALWARE, &malware, points, 3).state, ==, MEASURE_OVER);
  g_assert_cmpint(judge(MEASURE_MALWARE, &malware, points, 1).state, ==, MEASURE_GOOD);
}

static struct measure_finding of_line(double start, double each_day, int days)
{
  struct measure_point points[100];
  for (int i = 0; i <= days; i++)
    points[i] = (struct measure_point){NOW - (days - i) * UTC_DAY, (int64_t)((start + each_day * i) * MEASURE_ONE)};
  return judge(MEASURE_DISK, &disk, points, days + 1);
}

static void disks(void)
{
  g_assert_cmpint(of_line(91, 0, 10).state, ==, MEASURE_OVER);
  g_assert_cmpint(of_line(90, 0, 10).state, ==, MEASURE_GOOD);
  g_assert_cmpint(of_line(90, 0, 10).days_left, ==, MEASURE_NO_FORECAST);
  g_assert_cmpint(of_line(60, 1, 20).days_left, ==, 20);
  g_assert_cmpint(of_line(60, 1, 20).state, ==, MEASURE_SOON);
  g_assert_cmpint(of_line(20, 1, 20).days_left, ==, 60);
  g_assert_cmpint(of_line(20, 1, 20).state, ==, MEASURE_GOOD);
  g_assert_cmpint(of_line(80, -1, 20).days_left, ==, MEASURE_NO_FORECAST);
  g_assert_cmpint(of_line(80, 5, 1).days_left, ==, MEASURE_NO_FORECAST); /* two days say nothing */
}

/* The forecast against one that is found by trying lines. */
static void against_a_slow_fit(void)
{
  for (int round = 0; round < 200; round++) {
    enum { DAYS = 15 };
    struct measure_point points[DAYS];
    double slope = g_test_rand_double_range(0.2, 2), best = 1e300, best_slope = 0, best_today = 0, mean = 0, day = 0;
    for (int i = 0; i < DAYS; i++) {
      double value = 30 + slope * i + g_test_rand_double_range(-1, 1);
      points[i] = (struct measure_point){NOW - (DAYS - 1 - i) * UTC_DAY, (int64_t)(value * MEASURE_ONE)};
      mean += (double)points[i].value / DAYS, day += (double)(i - DAYS + 1) / DAYS;
    }
    for (double s = 0; s < 3; s += 0.001) { /* the best line goes through the middle */
      double error = 0, today = mean / MEASURE_ONE - s * day;
      for (int i = 0; i < DAYS; i++)
        error += pow(today + s * (i - DAYS + 1) - (double)points[i].value / MEASURE_ONE, 2);
      if (error < best)
        best = error, best_slope = s, best_today = today;
    }
    int days = judge(MEASURE_DISK, &disk, points, DAYS).days_left;
    double slow = (100 - best_today) / best_slope;
    g_assert_cmpfloat(fabs(days - slow), <, 1 + slow * 0.01);
  }
}

static void ids(void)
{
  for (int i = 0; i < MEASURES; i++) {
    enum measure_kind back;
    g_assert_true(measure_parse(measure_id((enum measure_kind)i), &back));
    g_assert_cmpint(back, ==, i);
    lang_set(LANG_JA);
    char *ja = g_strdup(measure_text((enum measure_kind)i));
    lang_set(LANG_EN);
    g_assert_cmpstr(ja, !=, measure_text((enum measure_kind)i));
    g_free(ja);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/measure/ids", ids);
  g_test_add_func("/measure/values", values);
  g_test_add_func("/measure/antivirus", definitions_grow_old);
  g_test_add_func("/measure/malware", malware_of_the_week);
  g_test_add_func("/measure/disk", disks);
  g_test_add_func("/measure/slow-fit", against_a_slow_fit);
  return g_test_run();
}
