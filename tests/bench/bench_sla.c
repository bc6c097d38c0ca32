/* How long it takes to recompute the clocks of many tickets, the figures of a month of 10,000 of them, and a
 * due time that is near or far, with the calendars and policies that are shipped: bench_sla [TICKETS].
 * Prints tables of medians of five runs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "toban/resource.h"
#include "toban/sla_month.h"

enum { EVENTS = 6, RUNS = 5 };

static struct calendar_file file(const char *name)
{
  struct calendar_file out = {.name = name};
  out.bytes = resource_find(name, &out.length);
  return out;
}

static char offices[77][12], calendars[77][12];

static const char *office_calendar(void *user, const char *office)
{
  (void)user;
  return calendars[atoi(office)];
}

static uint64_t state = 88172645463325252;

static int below(int end)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (int)(state % (uint64_t)end);
}

/* Received, assigned, answered, on hold, open again, resolved; a month of 13 to begin in. */
static void ticket_make(struct ticket_event event[static EVENTS])
{
  static const struct { enum event_kind kind; const char *target; } kinds[EVENTS] = {
    {EVENT_RECEIVED, NULL}, {EVENT_ASSIGNED, "toban1"}, {EVENT_ANSWERED, NULL},
    {EVENT_STATE, "waiting-user"}, {EVENT_STATE, "open"}, {EVENT_STATE, "resolved"}};
  utc_t at = 1761900000 + below(395 * UTC_DAY);
  for (int i = 0; i < EVENTS; i++) {
    event[i] = (struct ticket_event){.ticket = "T", .at = at, .kind = kinds[i].kind, .target = kinds[i].target,
                                     .channel = CHANNEL_NONE};
    at += below(i < 2 ? 3600 : 2 * UTC_DAY);
  }
  event[0].channel = (enum channel)below(CHANNELS);
  event[0].priority = 1 + below(4);
  event[0].category = "3.3";
  event[0].office = offices[1 + below(76)];
}

static struct calendar_set *set;
static struct policy_set *policies;
static struct sla_context context;
static int64_t seen;                 /* keeps the work from being optimised away */

static double since(int64_t start)
{
  return (double)(g_get_monotonic_time() - start);
}

/* Each returns microseconds for one of `count`. */
static double clocks(int count)
{
  struct ticket_event(*event)[EVENTS] = g_malloc_n((gsize)count, sizeof *event);
  for (int i = 0; i < count; i++)
    ticket_make(event[i]);
  int64_t start = g_get_monotonic_time();
  for (int i = 0; i < count; i++) {
    struct sla_clock clock[CLOCKS];
    sla_evaluate(&context, event[i], EVENTS, 1800000000, clock);
    seen += clock[CLOCK_RESOLUTION].result == SLA_MISSED;
  }
  double us = since(start) / count;
  g_free(event);
  return us;
}

static double month(int count)
{
  struct sla_period period = sla_period_of(2026, 6);
  struct ticket_event(*event)[EVENTS] = g_malloc_n((gsize)count, sizeof *event);
  for (int i = 0; i < count; i++)
    ticket_make(event[i]);
  int64_t start = g_get_monotonic_time();
  struct sla_month *figures = sla_month_new(&context, period, period.end + 9 * UTC_DAY);
  for (int i = 0; i < count; i++)
    sla_month_add(figures, event[i], EVENTS);
  seen += sla_month_answers(figures).answered + *sla_month_digest(figures);
  double us = since(start) / count;
  sla_month_free(figures);
  g_free(event);
  return us;
}

static double add(int count, int64_t seconds)
{
  int64_t start = g_get_monotonic_time();
  for (int i = 0; i < count; i++)
    seen += calendar_add(calendar_find(set, calendars[1 + i % 76]), 1761900000 + (utc_t)i * 977, seconds);
  return since(start) / count;
}

static double near(int count)
{
  return add(count, 4 * 3600);
}

static double far(int count)
{
  return add(count, 1700 * 3600);    /* ten months of office hours */
}

static int by_value(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void measure(const char *what, int count, double (*run)(int count))
{
  double us[RUNS];
  for (int i = 0; i < RUNS; i++)
    us[i] = run(count);
  qsort(us, RUNS, sizeof *us, by_value);
  printf("%-44s %9d %10.3f %10.3f\n", what, count, us[RUNS / 2], us[RUNS / 2] * count / 1e6);
}

int main(int argc, char **argv)
{
  int tickets = argc > 1 ? atoi(argv[1]) : 1000000;
  struct calendar_files files = {file("calendars.csv"), file("holidays.csv"), file("special-dates.csv"), true};
  struct calendar_file rows = file("policies.csv");
  set = calendar_set_new(&files, NULL);
  policies = policy_set_new(&rows, set, NULL);
  context = (struct sla_context){set, policies, office_calendar, NULL};
  for (int i = 1; i < 77; i++) {
    snprintf(offices[i], sizeof offices[i], "%d", i);
    snprintf(calendars[i], sizeof calendars[i], "office-%d", i);
  }
  printf("%-44s %9s %10s %10s\n", "one core", "number", "us each", "s in all");
  measure("clocks of a ticket of 6 events, from its log", tickets, clocks);
  measure("figures of a month, a ticket", 10000, month);
  measure("a due time tomorrow", 100000, near);
  measure("a due time ten months away", 100000, far);
  policy_set_unref(policies);
  calendar_set_unref(set);
  return seen != 0 ? 0 : 1;
}
