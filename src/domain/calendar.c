#include "toban/calendar.h"

#include <string.h>

#include "calendar_impl.h"

enum { LOOK_AHEAD = 400, OPENINGS = 720 };    /* days; openings of a day are minutes apart */

const char *calendar_id(const struct calendar *calendar)
{
  return calendar->id;
}

struct zone *calendar_zone(const struct calendar *calendar)
{
  return calendar->zone;
}

bool calendar_has_holidays(const struct calendar *calendar)
{
  return calendar->holidays_known;
}

bool calendar_is_always_open(const struct calendar *calendar)
{
  return calendar->always_open;
}

const char *calendar_reason_id(enum calendar_reason reason)
{
  static const char *const ids[] = {"open", "closed", "weekend", "holiday"};
  return ids[reason];
}

/* --- one day -------------------------------------------------------------------------------------- */
/* Both kinds of days begin with their date, so one bisection finds them. */
static const void *find_day(const GArray *days, size_t size, day_t day)
{
  guint low = 0, high = days->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    const void *at = days->data + middle * size;
    day_t there = *(const day_t *)at;
    if (there == day)
      return at;
    if (there < day)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

const struct special *calendar_special(const struct calendar *calendar, day_t day)
{
  return find_day(calendar->specials, sizeof(struct special), day);
}

static const struct holiday *find_in_sets(const GPtrArray *sets, day_t day)
{
  for (guint i = 0; i < sets->len; i++) {
    const struct holiday_set *set = g_ptr_array_index(sets, i);
    const struct holiday *found = find_day(set->days, sizeof(struct holiday), day);
    if (found != NULL)
      return found;
  }
  return NULL;
}

const struct holiday *calendar_holiday(const struct calendar *calendar, day_t day)
{
  return find_in_sets(calendar->holidays, day);
}

const struct hours *calendar_hours(const struct calendar *calendar, day_t day)
{
  static const struct hours closed;
  const struct special *special = calendar_special(calendar, day);
  if (special != NULL)
    return &special->hours;
  return calendar_holiday(calendar, day) != NULL ? &closed : &calendar->week[day_weekday(day)];
}

int calendar_spans(const struct calendar *calendar, day_t day, struct calendar_span *span, int max)
{
  const struct hours *hours = calendar_hours(calendar, day), *yesterday = calendar_hours(calendar, day - 1);
  utc_t free_from = INT64_MIN;
  int count = 0;
  if (yesterday->count > 0)
    free_from = zone_instant(calendar->zone, day - 1, yesterday->opening[yesterday->count - 1].to, true);
  for (int i = 0; i < hours->count && count < max; i++) {
    utc_t from = MAX(zone_instant(calendar->zone, day, hours->opening[i].from, false), free_from);
    utc_t to = zone_instant(calendar->zone, day, hours->opening[i].to, true);
    free_from = MAX(free_from, to);
    if (from < to)
      span[count++] = (struct calendar_span){from, to};
  }
  return count;
}

int calendar_day(const struct calendar *calendar, day_t day, struct calendar_span *span, int max)
{
  return calendar_spans(calendar, day, span, max);
}

/* The names of the day, one standing in for the other where it is empty. */
static void names_of(const struct special *special, const struct holiday *holiday, const char *out[LANG_COUNT])
{
  char *const *name = special != NULL ? special->name : holiday != NULL ? holiday->name : NULL;
  for (int i = 0; i < LANG_COUNT; i++)
    out[i] = name == NULL ? NULL : *name[i] != '\0' ? name[i] : name[1 - i];
}

bool calendar_about(const struct calendar *calendar, day_t day, struct calendar_about *out)
{
  const struct special *special = calendar_special(calendar, day);
  const struct holiday *holiday = special == NULL ? calendar_holiday(calendar, day) : NULL;
  const struct hours *week = &calendar->week[day_weekday(day)];
  struct calendar_span span[OPENINGS];
  *out = (struct calendar_about){.special = special != NULL};
  const struct holiday *named = special == NULL && holiday == NULL ? find_in_sets(calendar->named, day) : NULL;
  out->no_day_off = named != NULL;
  names_of(special, holiday != NULL ? holiday : named, out->name);
  for (int i = calendar_spans(calendar, day, span, OPENINGS); i > 0; i--)
    out->open += span[i - 1].to - span[i - 1].from;
  for (int i = 0; i < week->count; i++)
    out->usual += week->opening[i].to - week->opening[i].from;
  utc_t begin = zone_instant(calendar->zone, day, 0, false), end = zone_instant(calendar->zone, day, UTC_DAY, true);
  out->shift = zone_offset(calendar->zone, end) - zone_offset(calendar->zone, begin - 1);
  return special != NULL || holiday != NULL || named != NULL || out->shift != 0;
}

/* --- now ------------------------------------------------------------------------------------------ */
/* Looks from the day before (its last opening may reach over midnight where the clock is put back) for
 * the opening that holds `at`, or the next one; openings that touch are one. */
static void look_ahead(const struct calendar *calendar, day_t day, utc_t at, struct calendar_now *now)
{
  struct calendar_span span[OPENINGS];
  utc_t end = UTC_NONE;
  for (day_t d = day - 1; d <= day + LOOK_AHEAD; d++) {
    int count = calendar_spans(calendar, d, span, OPENINGS);
    for (int i = 0; i < count; i++) {
      if (end != UTC_NONE && span[i].from > end) {
        now->closes_at = end;
        return;
      }
      if (end == UTC_NONE && span[i].from > at) {
        now->opens_at = span[i].from;
        return;
      }
      if (end != UTC_NONE || at < span[i].to) {
        now->open = true;
        end = span[i].to;
      }
    }
    if (end != UTC_NONE && d > day && count == 0) {
      now->closes_at = end;
      return;
    }
  }
}

struct calendar_now calendar_at(const struct calendar *calendar, utc_t at)
{
  struct calendar_now now = {.opens_at = UTC_NONE, .closes_at = UTC_NONE};
  day_t day;
  int second;
  zone_local(calendar->zone, at, &day, &second);
  const struct special *special = calendar_special(calendar, day);
  const struct holiday *holiday = special == NULL ? calendar_holiday(calendar, day) : NULL;
  names_of(special, holiday, now.holiday);
  if (calendar->always_open)
    now.open = true;
  else
    look_ahead(calendar, day, at, &now);
  if (now.open)
    now.reason = CALENDAR_OPEN;
  else if (holiday != NULL || (special != NULL && special->hours.count == 0))
    now.reason = CALENDAR_HOLIDAY;
  else
    now.reason = calendar_hours(calendar, day)->count == 0 ? CALENDAR_WEEKEND : CALENDAR_CLOSED;
  return now;
}
