#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "slow.h"

enum { DAY_MIN = 24 * 60 };

/* --- zones ---------------------------------------------------------------------------------------- */
static int64_t january(int year)
{
  struct tm tm = {.tm_year = year - 1900, .tm_mday = 1};
  return timegm(&tm) / 60;
}

void slow_zone_load(struct slow_zone *zone)
{
  char *before = g_strdup(g_getenv("TZ"));
  g_setenv("TZ", zone->name, TRUE);
  tzset();
  zone->first = january(zone->year_from) / zone->step_min;
  zone->count = january(zone->year_to) / zone->step_min - zone->first;
  zone->offset_min = g_new(short, (gsize)zone->count);
  zone->changes = 0;
  for (int64_t i = 0; i < zone->count; i++) {
    time_t at = (time_t)((zone->first + i) * zone->step_min * 60);
    struct tm tm;
    localtime_r(&at, &tm);
    zone->offset_min[i] = (short)(tm.tm_gmtoff / 60);
    if (i > 0 && zone->offset_min[i] != zone->offset_min[i - 1])
      zone->change[zone->changes++] = (zone->first + i) * zone->step_min;
  }
  if (before == NULL)
    g_unsetenv("TZ");
  else
    g_setenv("TZ", before, TRUE);
  tzset();
  g_free(before);
}

void slow_zone_clear(struct slow_zone *zone)
{
  g_free(zone->offset_min);
}

int slow_offset(const struct slow_zone *zone, int64_t utc_min)
{
  int64_t i = utc_min / zone->step_min - zone->first;
  return zone->offset_min[CLAMP(i, 0, zone->count - 1)];
}

/* All UTC minutes whose local time it is; without one, the first whose local time is past it. */
int64_t slow_minute(const struct slow_zone *zone, int64_t local_min, bool later)
{
  int64_t found = INT64_MIN;
  bool near = false;
  for (int i = 0; i < zone->changes; i++)
    near = near || llabs(zone->change[i] - local_min) < 2 * DAY_MIN;
  if (!near)
    return local_min - slow_offset(zone, local_min);
  for (int64_t m = local_min - 15 * 60; m <= local_min + 15 * 60; m++)
    if (m + slow_offset(zone, m) == local_min && (found == INT64_MIN || later))
      found = m;
  if (found != INT64_MIN)
    return found;
  for (found = local_min - 15 * 60; found + slow_offset(zone, found) <= local_min; found++)
    ;
  return found;
}

/* --- calendars ------------------------------------------------------------------------------------ */
static const struct slow_hours *hours_on(const struct slow_calendar *calendar, int64_t day)
{
  static const struct slow_hours closed;
  for (int i = 0; i < calendar->specials; i++)
    if (calendar->special[i].day == day)
      return &calendar->special[i].hours;
  for (int i = 0; i < calendar->holidays; i++)
    if (calendar->holiday[i] == day)
      return &closed;
  return &calendar->week[((day + 3) % 7 + 7) % 7];      /* 1 January 1970 was a Thursday */
}

static void open_day(struct slow_calendar *calendar, int64_t day)
{
  const struct slow_hours *hours = hours_on(calendar, day);
  for (int i = 0; i < hours->count; i++) {
    int from = hours->part[i].from, to = hours->part[i].to;
    for (bool grown = true; grown;) {                   /* overlapping or touching intervals are merged */
      grown = false;
      for (int j = 0; j < hours->count; j++)
        if (hours->part[j].from <= to && hours->part[j].to >= from && (hours->part[j].from < from || hours->part[j].to > to)) {
          from = MIN(from, hours->part[j].from);
          to = MAX(to, hours->part[j].to);
          grown = true;
        }
    }
    int64_t a = slow_minute(calendar->zone, day * DAY_MIN + from, false) - calendar->from_min;
    int64_t b = slow_minute(calendar->zone, day * DAY_MIN + to, true) - calendar->from_min;
    for (a = MAX(a, 0); a < MIN(b, calendar->minutes); a++)
      calendar->open[a] = 1;
  }
}

void slow_calendar_open(struct slow_calendar *calendar, int64_t from_day, int days)
{
  calendar->from_min = from_day * DAY_MIN;
  calendar->minutes = (int64_t)days * DAY_MIN;
  calendar->open = g_new0(unsigned char, (gsize)calendar->minutes);
  calendar->open_of_day = g_new0(short, (gsize)days);
  for (int64_t day = from_day - 2; day < from_day + days + 2; day++)
    open_day(calendar, day);
  for (int64_t m = 0; m < calendar->minutes; m++)
    calendar->open_of_day[m / DAY_MIN] = (short)(calendar->open_of_day[m / DAY_MIN] + calendar->open[m]);
}

void slow_calendar_clear(struct slow_calendar *calendar)
{
  g_free(calendar->open);
  g_free(calendar->open_of_day);
}

/* Steps through the window: whole days where it can, then minutes, then what is left of one. */
static int64_t stride(const struct slow_calendar *calendar, utc_t at, utc_t end, int64_t *open)
{
  int64_t minute = at / 60 - calendar->from_min;
  if (minute < 0 || minute >= calendar->minutes) {
    *open = -1;
    return 0;
  }
  if (at % 86400 == 0 && end - at >= 86400) {
    *open = calendar->open_of_day[minute / DAY_MIN] * 60;
    return 86400;
  }
  int64_t length = MIN(60 - at % 60, end - at);
  *open = calendar->open[minute] ? length : 0;
  return length;
}

int64_t slow_business(const struct slow_calendar *calendar, utc_t a, utc_t b)
{
  int64_t sum = 0, open;
  while (a < b) {
    a += stride(calendar, a, b, &open);
    g_assert_cmpint(open, >=, 0);                        /* the window is long enough */
    sum += open;
  }
  return sum;
}

utc_t slow_add(const struct slow_calendar *calendar, utc_t a, int64_t seconds)
{
  while (seconds > 0) {
    int64_t open, length = stride(calendar, a, a + 86400, &open);
    if (open < 0)
      return UTC_NONE;
    if (open >= seconds && length > 60)                  /* this day is the one: go through it by minutes */
      length = stride(calendar, a, a + 60, &open);
    if (open >= seconds)
      return a + seconds;
    seconds -= open;
    a += length;
  }
  return a;
}
