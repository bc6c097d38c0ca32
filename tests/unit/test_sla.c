/* One test for each line of the edge cases that are about clocks, and for the sentences of
 * doc/service-levels.md that they leave out. Times are Japan's unless they end in Z. */
#include <string.h>

#include "script.h"

#define CALENDARS \
  "jp,Asia/Tokyo,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,,,jp\n" \
  "lunch,Asia/Tokyo,09:00-12:00;13:00-18:00,09:00-12:00;13:00-18:00,09:00-12:00;13:00-18:00,09:00-12:00;13:00-18:00," \
  "09:00-12:00;13:00-18:00,,,none\n" \
  "tokyo,Asia/Tokyo,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,,,jp\n" \
  "office-1,America/New_York,09:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,,,\n" \
  "office-63,Africa/Cairo,09:00-17:30,09:00-17:30,09:00-17:30,09:00-17:30,,,09:00-17:30,\n" \
  "all-days,Asia/Tokyo,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,none\n" \
  "to-59,Asia/Tokyo,00:00-23:59,00:00-23:59,00:00-23:59,00:00-23:59,00:00-23:59,00:00-23:59,00:00-23:59,none\n"
#define HOLIDAYS "jp,2026-11-23,勤労感謝の日,Labour Thanksgiving Day\njp,2026-11-03,文化の日,Culture Day\n"
#define SPECIALS "jp,2026-12-30,09:00-12:00,仕事納め,Last day of the year's work\n"

/* Two rows for all tickets: the response and the resolution clock, on one calendar. */
#define RESPONSE(calendar, minutes, pause) "answer,response,2026-01-01,,*,*,*,*," calendar "," minutes ",95," pause ",,\n"
#define RESOLUTION(calendar, minutes, pause) "solve,resolution,2026-01-01,,*,*,*,*," calendar "," minutes ",95," pause ",,\n"

static struct world last;              /* the texts of the clock that was asked for last live here */

static struct sla_clock clock_at(const char *policies, const char *events, const char *t, int clock)
{
  struct script script;
  struct sla_clock out[CLOCKS];
  if (last.calendars != NULL)
    world_clear(&last);
  world_init(&last, CALENDARS, HOLIDAYS, SPECIALS, policies);
  script_init(&script, events);
  sla_evaluate(&last.context, script.event, script.events, script_time(t), out);
  script_clear(&script);
  return out[clock];
}

static void instant_is(utc_t at, const char *want)
{
  char got[32], right[32];
  g_assert_cmpstr(script_text(at, got), ==, want == NULL ? "none" : script_text(script_time(want), right));
}

static void is(struct sla_clock clock, enum sla_state state, enum sla_result result, int64_t elapsed, const char *due)
{
  g_assert_cmpstr(sla_state_id(clock.state), ==, sla_state_id(state));
  g_assert_cmpint(clock.result, ==, result);
  g_assert_cmpint(clock.elapsed, ==, elapsed);
  instant_is(clock.due, due);
}

#define RECEIVED "2026-11-20 16:00 received 3 mail 5.1 1\n"           /* a Friday; Monday 23 is a holiday */

/* 1: 24 x 7 loses nothing at midnight, whether built in or written out; 23:59 would lose a minute a day. */
static void edge_01(void)
{
  is(clock_at(RESOLUTION("24x365", "10080", ""), RECEIVED, "2026-11-27 16:00", CLOCK_RESOLUTION), SLA_RUNNING, SLA_OPEN,
     7 * 86400, "2026-11-27 16:00");
  is(clock_at(RESOLUTION("all-days", "10080", ""), RECEIVED, "2026-11-27 16:00", CLOCK_RESOLUTION), SLA_RUNNING, SLA_OPEN,
     7 * 86400, "2026-11-27 16:00");
  is(clock_at(RESOLUTION("to-59", "10080", ""), RECEIVED, "2026-11-27 16:00", CLOCK_RESOLUTION), SLA_RUNNING, SLA_OPEN,
     7 * 86340, "2026-11-27 16:07");
}

/* 2: every subset of weekdays, Monday closed included: a target of four open hours, day by day. */
static void edge_02(void)
{
  for (unsigned mask = 1; mask < 128; mask++) {
    GString *row = g_string_new("days,Asia/Tokyo");
    for (int day = 0; day < 7; day++)
      g_string_append(row, (mask & 1u << day) != 0 ? ",10:00-12:00" : ",");
    g_string_append(row, ",none\n");
    struct world world;
    struct script script;
    struct sla_clock out[CLOCKS];
    world_init(&world, row->str, NULL, NULL, RESOLUTION("days", "240", ""));
    script_init(&script, "2026-11-16 12:00 received 3 mail 5.1 1\n");         /* a Monday, after closing */
    sla_evaluate(&world.context, script.event, 1, script.event[0].at, out);
    day_t monday = day_from_civil(2026, 11, 16), day = monday;
    for (int open = 0; open < 2;)
      if ((mask & 1u << day_weekday(++day)) != 0)
        open++;
    g_assert_cmpint(out[CLOCK_RESOLUTION].due, ==, (utc_t)day * UTC_DAY + 3 * 3600);
    script_clear(&script);
    world_clear(&world);
    g_string_free(row, TRUE);
  }
}

/* 3: lunch is not open time. */
static void edge_03(void)
{
  is(clock_at(RESOLUTION("lunch", "180", ""), "2026-11-20 10:30 received 3 mail 5.1 1\n", "2026-11-20 12:30", CLOCK_RESOLUTION),
     SLA_RUNNING, SLA_OPEN, 5400, "2026-11-20 14:30");
}

/* 4: a warning 30 minutes before the end is 30 open minutes before, on the Friday. */
static void edge_04(void)
{
  struct sla_clock clock = clock_at(RESOLUTION("jp", "135", ""), RECEIVED, "2026-11-20 16:00", CLOCK_RESOLUTION);
  struct world world;
  world_init(&world, CALENDARS, HOLIDAYS, SPECIALS, NULL);
  const struct calendar *jp = calendar_find(world.calendars, "jp");
  instant_is(clock.due, "2026-11-24 09:15");
  instant_is(sla_reaches(&clock, jp, clock.target - 30 * 60), "2026-11-20 17:45");
  instant_is(sla_reaches(&clock, jp, clock.target / 2), "2026-11-20 17:07:30");
  instant_is(sla_reaches(&clock, jp, 0), "2026-11-20 16:00");
  clock.state = SLA_PAUSED;
  instant_is(sla_reaches(&clock, jp, clock.target), NULL);
  world_clear(&world);
}

/* 5: a pause over a weekend takes no open time away, in the same unit as everything else. */
static void edge_05(void)
{
  is(clock_at(RESOLUTION("jp", "240", "waiting-user"),
              RECEIVED "2026-11-20 17:00 state waiting-user\n2026-11-24 10:00 state open\n", "2026-11-24 11:00",
              CLOCK_RESOLUTION), SLA_RUNNING, SLA_OPEN, 2 * 3600, "2026-11-24 13:00");
}

/* 6: received outside hours, the clock waits for the next opening. */
static void edge_06(void)
{
  const char *events = "2026-11-21 12:00 received 3 mail 5.1 1\n";
  is(clock_at(RESPONSE("jp", "60", ""), events, "2026-11-24 08:59:59", CLOCK_RESPONSE), SLA_RUNNING, SLA_OPEN, 0,
     "2026-11-24 10:00");
}

/* 7: after a pause the end never falls outside hours. */
static void edge_07(void)
{
  const char *events = RECEIVED "2026-11-20 16:30 state waiting-vendor\n2026-11-20 17:45 state open\n";
  is(clock_at(RESOLUTION("jp", "60", "waiting-vendor"), events, "2026-11-20 19:00", CLOCK_RESOLUTION), SLA_RUNNING, SLA_OPEN,
     45 * 60, "2026-11-24 09:15");
}

/* 8: paused, then resolved in one step: the pause counts. */
static void edge_08(void)
{
  const char *events = RECEIVED "2026-11-20 16:10 state waiting-user\n2026-11-20 17:50 state resolved\n";
  struct sla_clock clock = clock_at(RESOLUTION("24x365", "20", "waiting-user"), events, "2026-11-30 09:00", CLOCK_RESOLUTION);
  is(clock, SLA_STOPPED, SLA_MET, 600, NULL);
  instant_is(clock.met_at, "2026-11-20 17:50");
}

/* 9: a change of priority keeps earlier pauses; the whole history is read under the new row. */
static void edge_09(void)
{
  const char *policies =
    "low,resolution,2026-01-01,,3;4,*,*,*,24x365,600,95,waiting-user,,\n"
    "high,resolution,2026-01-01,,1;2,*,*,*,24x365,60,95,waiting-user,,\n";
  const char *events = RECEIVED "2026-11-20 16:10 state waiting-user\n2026-11-20 18:00 state open\n"
                                "2026-11-20 18:05 changed priority=1\n";
  struct sla_clock clock = clock_at(policies, events, "2026-11-20 18:05", CLOCK_RESOLUTION);
  g_assert_cmpstr(clock.policy, ==, "high");
  is(clock, SLA_RUNNING, SLA_OPEN, 15 * 60, "2026-11-20 18:50");
  clock = clock_at(policies, events, "2026-11-20 18:04:59", CLOCK_RESOLUTION);
  g_assert_cmpstr(clock.policy, ==, "low");
}

/* 10: no breach while paused, and no figure that counts it. */
static void edge_10(void)
{
  const char *events = RECEIVED "2026-11-20 16:30 state waiting-user\n";
  is(clock_at(RESOLUTION("24x365", "31", "waiting-user"), events, "2027-11-20 16:00", CLOCK_RESOLUTION), SLA_PAUSED, SLA_OPEN,
     1800, NULL);
}

/* 11: the time while resolved is not running time. */
static void edge_11(void)
{
  const char *events = RECEIVED "2026-11-20 16:30 state resolved\n2026-11-25 10:00 state open\n";
  is(clock_at(RESOLUTION("24x365", "60", ""), events, "2026-11-25 10:10", CLOCK_RESOLUTION), SLA_RUNNING, SLA_OPEN, 40 * 60,
     "2026-11-25 10:30");
  struct sla_clock clock = clock_at(RESOLUTION("24x365", "60", ""), events, "2026-11-25 09:59:59", CLOCK_RESOLUTION);
  is(clock, SLA_STOPPED, SLA_MET, 1800, NULL);
  clock = clock_at(RESOLUTION("24x365", "60", ""), events, "2026-11-26 09:00", CLOCK_RESOLUTION);
  instant_is(clock.missed_at, "2026-11-25 10:30:01");
}

/* 12: the first answer stops the clock, not the second; a reopening does not start it again. */
static void edge_12(void)
{
  const char *events = RECEIVED "2026-11-20 16:20 answered\n2026-11-20 17:00 answered\n2026-11-20 17:10 state resolved\n"
                                "2026-11-20 17:20 state open\n";
  struct sla_clock clock = clock_at(RESPONSE("24x365", "30", ""), events, "2026-11-21 16:20", CLOCK_RESPONSE);
  is(clock, SLA_STOPPED, SLA_MET, 1200, NULL);
  instant_is(clock.met_at, "2026-11-20 16:20");
}

/* 13: each clock has its own target. */
static void edge_13(void)
{
  const char *policies = RESPONSE("24x365", "15", "") RESOLUTION("24x365", "480", "");
  is(clock_at(policies, RECEIVED, "2026-11-20 16:20", CLOCK_RESPONSE), SLA_RUNNING, SLA_MISSED, 1200, "2026-11-20 16:15");
  is(clock_at(policies, RECEIVED, "2026-11-20 16:20", CLOCK_RESOLUTION), SLA_RUNNING, SLA_OPEN, 1200, "2026-11-21 00:00");
}

/* 14: no row, no clock, nothing to warn of. */
static void edge_14(void)
{
  struct sla_clock clock = clock_at(RESPONSE("24x365", "15", ""), RECEIVED, "2026-11-22 16:20", CLOCK_RESOLUTION);
  is(clock, SLA_NONE, SLA_OPEN, 0, NULL);
  g_assert_null(clock.policy);
  g_assert_cmpint(sla_remaining(&clock, NULL, clock.at), ==, INT64_MAX);
}

/* 15: any channel's answer stops the clock, and so does a resolution. */
static void edge_15(void)
{
  const char *events[] = {RECEIVED "2026-11-20 16:05 answered\n", RECEIVED "2026-11-20 16:05 state resolved\n",
                          RECEIVED "2026-11-20 16:05 state closed\n"};
  for (size_t i = 0; i < G_N_ELEMENTS(events); i++)
    is(clock_at(RESPONSE("24x365", "15", ""), events[i], "2026-11-21 16:05", CLOCK_RESPONSE), SLA_STOPPED, SLA_MET, 300, NULL);
}

/* 16: from the merge on nothing is measured; what was missed before stays, a reply revives nothing. */
static void edge_16(void)
{
  const char *policy = RESPONSE("24x365", "15", "") RESOLUTION("24x365", "60", "");
  const char *events = RECEIVED "2026-11-20 16:30 merged T2\n2026-11-20 16:40 answered\n2026-11-20 16:50 changed priority=1\n"
                                "2026-11-20 17:00 exclusion-approved both leader1\n";
  struct sla_clock clock = clock_at(policy, events, "2026-12-20 16:00", CLOCK_RESPONSE);
  is(clock, SLA_NOT_MEASURED, SLA_MISSED, 1800, NULL);
  instant_is(clock.missed_at, "2026-11-20 16:15:01");
  is(clock_at(policy, events, "2026-12-20 16:00", CLOCK_RESOLUTION), SLA_NOT_MEASURED, SLA_OPEN, 1800, NULL);
  is(clock_at(policy, events, "2026-11-20 16:29:59", CLOCK_RESOLUTION), SLA_RUNNING, SLA_OPEN, 1799, "2026-11-20 17:00");
  /* The second of the breach is the second of the merge: not missed before. */
  events = RECEIVED "2026-11-20 16:15:01 merged T2\n";
  is(clock_at(policy, events, "2026-11-20 17:00", CLOCK_RESPONSE), SLA_NOT_MEASURED, SLA_OPEN, 901, NULL);
}

/* 17: a second assignment recalculates nothing. */
static void edge_17(void)
{
  const char *once = RECEIVED "2026-11-20 16:05 assigned toban2\n";
  const char *twice = RECEIVED "2026-11-20 16:05 assigned toban2\n2026-11-20 17:00 assigned toban3\n2026-11-20 17:10 assigned\n";
  for (int i = 0; i < 2; i++)
    is(clock_at(RESOLUTION("jp", "300", "new"), i == 0 ? once : twice, "2026-11-20 17:30", CLOCK_RESOLUTION), SLA_RUNNING,
       SLA_OPEN, 85 * 60, "2026-11-24 12:05");
}

/* 18: pauses of seconds, two in a minute, and one over the repeated hour of New York. */
static void edge_18(void)
{
  const char *events = RECEIVED "2026-11-20 16:00:05 state waiting-user\n2026-11-20 16:00:25 state open\n"
                                "2026-11-20 16:00:30 state waiting-user\n2026-11-20 16:00:50 state open\n";
  is(clock_at(RESOLUTION("24x365", "1", "waiting-user"), events, "2026-11-20 16:00:50", CLOCK_RESOLUTION), SLA_RUNNING,
     SLA_OPEN, 10, "2026-11-20 16:01:40");
  events = "2026-10-30T21:00:00Z received 3 mail 5.1 1\n2026-11-01T05:45:00Z state waiting-user\n"
           "2026-11-01T06:15:00Z state open\n";
  is(clock_at(RESOLUTION("office", "120", "waiting-user"), events, "2026-11-02T14:30:00Z", CLOCK_RESOLUTION), SLA_RUNNING,
     SLA_OPEN, 3600, "2026-11-02T15:30:00Z");
  is(clock_at(RESOLUTION("24x365", "4320", "waiting-user"), events, "2026-11-01T07:00:00Z", CLOCK_RESOLUTION), SLA_RUNNING,
     SLA_OPEN, (34 * 60 - 30) * 60, "2026-11-02T21:30:00Z");
}

/* 19: a clock is late at its second without any event: what was read before is carried on. */
static void edge_19(void)
{
  struct sla_clock clock = clock_at(RESOLUTION("jp", "150", ""), RECEIVED, "2026-11-20 16:00", CLOCK_RESOLUTION);
  struct world world;
  world_init(&world, CALENDARS, HOLIDAYS, SPECIALS, NULL);
  const struct calendar *jp = calendar_find(world.calendars, "jp");
  struct sla_clock now = sla_clock_now(&clock, jp, script_time("2026-11-24 09:30"));
  is(now, SLA_RUNNING, SLA_OPEN, 9000, "2026-11-24 09:30");
  g_assert_cmpint(sla_remaining(&clock, jp, now.at), ==, 0);
  now = sla_clock_now(&clock, jp, script_time("2026-11-24 09:30:01"));
  is(now, SLA_RUNNING, SLA_MISSED, 9001, "2026-11-24 09:30");
  instant_is(now.missed_at, "2026-11-24 09:30:01");
  g_assert_cmpint(sla_remaining(&clock, jp, script_time("2026-11-25 09:30")), ==, -9 * 3600);
  g_assert_cmpint(sla_remaining(&clock, jp, script_time("2026-11-22 09:30")), ==, 30 * 60);
  world_clear(&world);
}

/* 21: a short day before holidays; a holiday ends with its day, not at 23:59:59. */
static void edge_21(void)
{
  is(clock_at(RESOLUTION("jp", "240", ""), "2026-12-30 11:00 received 3 mail 5.1 1\n", "2026-12-30 15:00", CLOCK_RESOLUTION),
     SLA_RUNNING, SLA_OPEN, 3600, "2026-12-31 12:00");
  is(clock_at(RESOLUTION("jp", "180", ""), "2026-11-22 15:00 received 3 mail 5.1 1\n", "2026-11-24 09:00:01", CLOCK_RESOLUTION),
     SLA_RUNNING, SLA_OPEN, 1, "2026-11-24 12:00");
}

/* 22: Cairo changes its clock at a Friday's midnight, in the week-end; New York's office keeps its hours. */
static void edge_22(void)
{
  const char *cairo = "2026-10-29T13:30:00Z received 3 mail 5.1 63\n";       /* Thursday 16:30 there, summer time */
  is(clock_at(RESOLUTION("office", "120", ""), cairo, "2026-10-30T00:00:00Z", CLOCK_RESOLUTION), SLA_RUNNING, SLA_OPEN, 3600,
     "2026-11-01T08:00:00Z");                                                /* Sunday 10:00, winter time */
  const char *york = "2026-03-06T21:30:00Z received 3 mail 5.1 1\n";         /* Friday 16:30 there */
  is(clock_at(RESOLUTION("office", "120", ""), york, "2026-03-08T12:00:00Z", CLOCK_RESOLUTION), SLA_RUNNING, SLA_OPEN, 3600,
     "2026-03-09T14:00:00Z");
}

/* Exactly the target is in time; missed one open second later: due at Friday's closing, missed on Tuesday. */
static void boundary(void)
{
  const char *row = RESOLUTION("jp", "120", "");
  struct sla_clock clock = clock_at(row, RECEIVED "2026-11-20 18:00 state resolved\n", "2026-12-01 09:00", CLOCK_RESOLUTION);
  is(clock, SLA_STOPPED, SLA_MET, 7200, "2026-11-20 18:00");
  instant_is(clock.met_at, "2026-11-20 18:00");
  is(clock_at(row, RECEIVED, "2026-11-24 09:00", CLOCK_RESOLUTION), SLA_RUNNING, SLA_OPEN, 7200, "2026-11-20 18:00");
  clock = clock_at(row, RECEIVED, "2026-11-24 09:00:01", CLOCK_RESOLUTION);
  is(clock, SLA_RUNNING, SLA_MISSED, 7201, "2026-11-20 18:00");
  instant_is(clock.missed_at, "2026-11-24 09:00:01");
  clock = clock_at(row, RECEIVED "2026-11-24 10:00 state closed\n", "2026-11-24 12:00", CLOCK_RESOLUTION);
  is(clock, SLA_STOPPED, SLA_MISSED, 10800, "2026-11-20 18:00");
  instant_is(clock.met_at, NULL);
}

/* Excluded from the approval on, for the clocks that it names; a withdrawal ends it. */
static void exclusion(void)
{
  const char *policies = RESPONSE("24x365", "15", "") RESOLUTION("24x365", "60", "");
  const char *events = RECEIVED "2026-11-20 16:10 exclusion-requested response toban1\n"
                                "2026-11-20 17:00 exclusion-approved response leader1\n"
                                "2026-11-20 18:00 exclusion-withdrawn response leader1\n";
  is(clock_at(policies, events, "2026-11-20 16:59:59", CLOCK_RESPONSE), SLA_RUNNING, SLA_MISSED, 3599, "2026-11-20 16:15");
  struct sla_clock clock = clock_at(policies, events, "2026-11-20 17:00", CLOCK_RESPONSE);
  is(clock, SLA_EXCLUDED, SLA_MISSED, 3600, NULL);
  is(clock_at(policies, events, "2026-11-20 17:00", CLOCK_RESOLUTION), SLA_RUNNING, SLA_OPEN, 3600, "2026-11-20 17:00");
  is(clock_at(policies, events, "2026-11-20 18:00", CLOCK_RESPONSE), SLA_RUNNING, SLA_MISSED, 7200, "2026-11-20 16:15");
}

/* Resolved, then closed: the stop is the first; before the receipt there is nothing. */
static void stops(void)
{
  const char *row = RESOLUTION("24x365", "60", "");
  const char *events = RECEIVED "2026-11-20 16:30 state resolved\n2026-11-27 16:30 state closed\n";
  struct sla_clock clock = clock_at(row, events, "2026-12-01 00:00", CLOCK_RESOLUTION);
  is(clock, SLA_STOPPED, SLA_MET, 1800, NULL);
  instant_is(clock.met_at, "2026-11-20 16:30");
  is(clock_at(row, events, "2026-11-20 15:59:59", CLOCK_RESOLUTION), SLA_NONE, SLA_OPEN, 0, NULL);
  is(clock_at(row, events, "2026-11-20 16:00", CLOCK_RESOLUTION), SLA_RUNNING, SLA_OPEN, 0, "2026-11-20 17:00");
}

/* `office` is the calendar of the ticket's office, as it is now; one that is not there hides no late ticket. */
static void office_calendar(void)
{
  const char *row = RESOLUTION("office", "60", "");
  struct sla_clock clock = clock_at(row, RECEIVED, "2026-11-20 16:00", CLOCK_RESOLUTION);
  g_assert_cmpstr(clock.calendar, ==, "office-1");
  clock = clock_at(row, RECEIVED "2026-11-20 16:10 changed office=tokyo\n", "2026-11-20 16:10", CLOCK_RESOLUTION);
  g_assert_cmpstr(clock.calendar, ==, "tokyo");
  is(clock, SLA_RUNNING, SLA_OPEN, 600, "2026-11-20 17:00");
  clock = clock_at(row, RECEIVED "2026-11-20 16:10 changed office=99\n", "2026-11-20 16:10", CLOCK_RESOLUTION);
  g_assert_cmpstr(clock.calendar, ==, "24x365");
}

int main(int argc, char **argv)
{
  static const struct { const char *name; void (*run)(void); } tests[] = {
    {"/sla/edge-01", edge_01}, {"/sla/edge-02", edge_02}, {"/sla/edge-03", edge_03}, {"/sla/edge-04", edge_04},
    {"/sla/edge-05", edge_05}, {"/sla/edge-06", edge_06}, {"/sla/edge-07", edge_07}, {"/sla/edge-08", edge_08},
    {"/sla/edge-09", edge_09}, {"/sla/edge-10", edge_10}, {"/sla/edge-11", edge_11}, {"/sla/edge-12", edge_12},
    {"/sla/edge-13", edge_13}, {"/sla/edge-14", edge_14}, {"/sla/edge-15", edge_15}, {"/sla/edge-16", edge_16},
    {"/sla/edge-17", edge_17}, {"/sla/edge-18", edge_18}, {"/sla/edge-19", edge_19}, {"/sla/edge-21", edge_21},
    {"/sla/edge-22", edge_22}, {"/sla/boundary", boundary}, {"/sla/exclusion", exclusion}, {"/sla/stops", stops},
    {"/sla/office-calendar", office_calendar},
  };
  g_test_init(&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add_func(tests[i].name, tests[i].run);
  int status = g_test_run();
  world_clear(&last);
  return status;
}
