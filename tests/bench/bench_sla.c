/* How long it takes to recompute the clocks of many tickets, with the calendars and policies that are
 * shipped: bench_sla [TICKETS]. Prints a table; median of five runs of a fifth each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "toban/resource.h"
#include "toban/sla.h"

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

static int by_value(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
  int tickets = argc > 1 ? atoi(argv[1]) : 1000000, each = tickets / RUNS;
  struct calendar_files files = {file("calendars.csv"), file("holidays.csv"), file("special-dates.csv"), true};
  struct calendar_file rows = file("policies.csv");
  struct calendar_set *set = calendar_set_new(&files, NULL);
  struct policy_set *policies = policy_set_new(&rows, set, NULL);
  struct sla_context context = {set, policies, office_calendar, NULL};
  double us[RUNS], sum = 0;
  int64_t missed = 0;
  for (int i = 1; i < 77; i++) {
    snprintf(offices[i], sizeof offices[i], "%d", i);
    snprintf(calendars[i], sizeof calendars[i], "office-%d", i);
  }
  for (int run = 0; run < RUNS; run++) {
    struct ticket_event(*event)[EVENTS] = g_malloc_n((gsize)each, sizeof *event);
    for (int i = 0; i < each; i++)
      ticket_make(event[i]);
    int64_t start = g_get_monotonic_time();
    for (int i = 0; i < each; i++) {
      struct sla_clock clock[CLOCKS];
      sla_evaluate(&context, event[i], EVENTS, 1800000000, clock);
      missed += clock[CLOCK_RESOLUTION].result == SLA_MISSED;
    }
    us[run] = (double)(g_get_monotonic_time() - start) / MAX(each, 1);
    sum += us[run] * each / 1e6;
    g_free(event);
  }
  qsort(us, RUNS, sizeof *us, by_value);
  printf("%-44s %10s %10s\n", "clocks of tickets of 6 events, one core", "us each", "s in all");
  printf("%-44d %10.2f %10.2f\n", tickets, us[RUNS / 2], sum);
  policy_set_unref(policies);
  calendar_set_unref(set);
  return missed > 0 ? 0 : 1;
}
