/* slow.h: a second implementation of the service levels, for tests only. Written from the text of
 * doc/service-levels.md, sharing nothing with src/domain: zones come from the C library (localtime_r), a
 * calendar is an array with one byte for each minute of a window, and clocks count through it. */
#ifndef SLOW_H
#define SLOW_H
#include <stdbool.h>
#include <stdint.h>

#include "toban/ticket.h"

/* --- zones ---------------------------------------------------------------------------------------- */
struct slow_zone {
  const char *name;
  int year_from, year_to;          /* known from 1 January to 1 January */
  int step_min;                    /* changes happen at multiples of it */
  int64_t first, count;            /* in steps since 1970 */
  short *offset_min;               /* one for each step */
  int64_t change[512];             /* UTC minutes at which the offset changes */
  int changes;
};
void slow_zone_load(struct slow_zone *zone);
void slow_zone_clear(struct slow_zone *zone);
int slow_offset(const struct slow_zone *zone, int64_t utc_min);
/* The UTC minute of a local minute (both since 1970). */
int64_t slow_minute(const struct slow_zone *zone, int64_t local_min, bool later);

/* --- calendars ------------------------------------------------------------------------------------ */
struct slow_hours { int count; struct { int from, to; } part[4]; };          /* minutes of the day, any order */
struct slow_day { int64_t day; struct slow_hours hours; };                   /* days since 1970 */
struct slow_calendar {
  char id[16];
  const struct slow_zone *zone;
  struct slow_hours week[7];       /* 0 Monday */
  struct slow_day special[6]; int specials;
  int64_t holiday[16]; int holidays;
  /* made by slow_calendar_open() for the window */
  int64_t from_min, minutes;       /* UTC minutes; the window begins at a day's beginning */
  unsigned char *open;             /* one for each minute */
  short *open_of_day;              /* open minutes of each UTC day */
};
void slow_calendar_open(struct slow_calendar *calendar, int64_t from_day, int days);
void slow_calendar_clear(struct slow_calendar *calendar);
int64_t slow_business(const struct slow_calendar *calendar, utc_t a, utc_t b);
/* The earliest t with slow_business(a, t) == seconds; UTC_NONE when the window ends before. */
utc_t slow_add(const struct slow_calendar *calendar, utc_t a, int64_t seconds);

/* --- policies and clocks -------------------------------------------------------------------------- */
struct slow_policy {
  char id[16];
  int clock;
  utc_t from, to;                  /* UTC_NONE: open-ended */
  unsigned priorities, channels;   /* 0: any */
  const char *category;            /* NULL: any */
  const char *office[3]; int offices;        /* 0: any */
  int calendar;                    /* number in the world; -1: the office's */
  int64_t target;
  unsigned pause;
};
struct slow_world {
  struct slow_calendar calendar[4]; int calendars;
  const char *office[4]; int office_calendar[4]; int offices;
  struct slow_policy policy[8]; int policies;
};
struct slow_clock {
  const char *state, *result, *policy;      /* NULL: none */
  int calendar;
  int64_t elapsed, target;
  utc_t due, met_at, missed_at;
  bool due_unknown;                /* due lies after the window, or never comes */
};
struct slow_clock slow_evaluate(const struct slow_world *world, const struct ticket_event *event, int events, utc_t t,
                                int clock);
#endif
