/* Coverage of 60 people over a year, and what breaks a rule in it; beside it the floor: sorting as many edges.
 * usage: bench_duty */
#include <stdio.h>
#include <stdlib.h>

#include "toban/duty.h"
#include "toban/resource.h"

enum { PEOPLE = 60, DAYS = 365, RUNS = 5 };

static struct calendar_file shipped(const char *name)
{
  struct calendar_file file = {.name = name};
  file.bytes = resource_find(name, &file.length);
  return file;
}

static double seconds(void)
{
  return (double)g_get_monotonic_time() / 1e6;
}

static int by_value(const void *a, const void *b)
{
  const utc_t *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

static double floor_sort(int edges)
{
  utc_t *value = g_new(utc_t, edges);
  GRand *rand = g_rand_new_with_seed(1);
  for (int i = 0; i < edges; i++)
    value[i] = g_rand_int(rand);
  double begun = seconds();
  qsort(value, (size_t)edges, sizeof *value, by_value);
  double took = seconds() - begun;
  g_rand_free(rand);
  g_free(value);
  return took;
}

static int fill(struct duty_person *person, struct duty_shift *shift, utc_t from)
{
  static const char *const sites[] = {"tokyo", "osaka", "ide"}, *const languages[] = {"ja", "ja;en", "en;ja"};
  int shifts = 0;
  for (int i = 0; i < PEOPLE; i++)
    person[i] = (struct duty_person){g_strdup_printf("p%d", i), sites[i % 3], languages[i % 3], "agent", "3y;aws",
                                     DAY_NONE, DAY_NONE};
  for (int day = 0; day < DAYS; day++)
    for (int i = 0; i < PEOPLE; i++) {
      utc_t begin = from + (utc_t)day * UTC_DAY + (i % 3) * 8 * 3600;
      if ((day + i) % 7 < 5)
        shift[shifts++] = (struct duty_shift){"s", person[i].login, sites[i % 3], "agent", "", begin, begin + 9 * 3600};
    }
  return shifts;
}

int main(void)
{
  static struct duty_person person[PEOPLE];
  static struct duty_shift shift[PEOPLE * DAYS];
  struct calendar_files files = {.calendars = shipped("calendars.csv"), .holidays = shipped("holidays.csv"),
                                 .special_dates = shipped("special-dates.csv")};
  struct calendar_file needs = shipped("needs.csv"), qualifications = shipped("qualifications.csv");
  struct calendar_set *calendars = calendar_set_new(&files, NULL);
  struct duty_rules *rules = duty_rules_new(&needs, &qualifications, calendars, NULL);
  utc_t from = zone_instant(zone_tokyo(), day_from_civil(2026, 4, 1), 0, false);
  struct duty_plan plan = {.person = person, .persons = PEOPLE, .shift = shift, .rules = rules, .calendars = calendars};
  double best = 1e9, breaches = 1e9;
  guint gaps = 0;
  plan.shifts = fill(person, shift, from);
  for (int run = 0; run < RUNS; run++) {
    double begun = seconds();
    GArray *found = duty_gaps(&plan, from, from + (utc_t)DAYS * UTC_DAY);
    best = MIN(best, seconds() - begun);
    gaps = found->len;
    g_array_unref(found);
    begun = seconds();
    g_array_unref(duty_breaches(&plan, from, from + (utc_t)DAYS * UTC_DAY));
    breaches = MIN(breaches, seconds() - begun);
  }
  double sort = floor_sort(plan.shifts * 2 * 5);
  printf("duty: %d people, %d days, %d shifts: coverage %.1f ms (%u gaps; limit 200), broken rules %.1f ms;"
         " floor (sorting as many edges) %.1f ms\n",
         PEOPLE, DAYS, plan.shifts, best * 1e3, gaps, breaches * 1e3, sort * 1e3);
  return best < 0.2 ? 0 : 1;
}
