/* calendar.h: opening hours with holidays, and arithmetic on open time. Pure; doc/service-levels.md,
 * "Calendars". Immutable after building; any thread may read.
 *
 * Cost: business() and add() are closed-form over whole weeks and look up the days that differ (special
 * dates, holidays, days of clock change) by bisection: a deadline ten months away costs what one tomorrow
 * costs. The list of those days is made when a calendar is first used. */
#ifndef TOBAN_CALENDAR_H
#define TOBAN_CALENDAR_H
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include "toban/lang.h"
#include "toban/utc.h"
#include "toban/zone.h"

struct calendar;
struct calendar_set;                               /* all calendars of one version; has 24x365 built in */

/* Building, from the text of the three files (doc/service-levels.md, "Calendars"). Errors are TE_DATA and
 * read "NAME:LINE: column COLUMN: why". `holidays` of a calendar is a `;` list of holiday sets, the word
 * "none" (known to have none), or empty (unknown). A set that has no row counts as unknown too. */
#define HOLIDAY_NAMED ":named"       /* ends the name of a set of days that are named and close nothing */
struct calendar_file { const char *name; const char *bytes; size_t length; };   /* bytes NULL: no such file */
struct calendar_files {
  struct calendar_file calendars, holidays, special_dates;
  bool strict;           /* importing special dates: one of an unknown calendar is an error, else it is left out */
};
struct calendar_set *calendar_set_new(const struct calendar_files *files, GError **error);
struct calendar_set *calendar_set_ref(struct calendar_set *set);
void calendar_set_unref(struct calendar_set *set);
/* A fingerprint of the offsets of all its zones, over the whole time that zone.h knows. */
uint64_t calendar_set_zones(const struct calendar_set *set);
const struct calendar *calendar_find(const struct calendar_set *set, const char *id);   /* NULL: unknown */

const char *calendar_id(const struct calendar *calendar);
struct zone *calendar_zone(const struct calendar *calendar);      /* borrowed */
bool calendar_has_holidays(const struct calendar *calendar);      /* false: holidays unknown */
bool calendar_is_always_open(const struct calendar *calendar);    /* 24x365 */

/* Seconds of open time in [a, b); 0 when b <= a. */
int64_t calendar_business(const struct calendar *calendar, utc_t a, utc_t b);
/* The earliest instant t >= a with calendar_business(a, t) == seconds (seconds 0: a itself).
 * UTC_NONE when that is more than 100 years away (a calendar that never opens). */
utc_t calendar_add(const struct calendar *calendar, utc_t a, int64_t seconds);

enum calendar_reason { CALENDAR_OPEN, CALENDAR_CLOSED, CALENDAR_WEEKEND, CALENDAR_HOLIDAY };
const char *calendar_reason_id(enum calendar_reason reason);      /* open closed weekend holiday */
struct calendar_now {
  bool open; enum calendar_reason reason;
  utc_t opens_at;          /* next opening when closed; UTC_NONE when none within 400 days */
  utc_t closes_at;         /* end of this opening when open; UTC_NONE for 24x365 */
  const char *holiday[LANG_COUNT];        /* its name, when reason is CALENDAR_HOLIDAY or a special date; else NULL */
};
struct calendar_now calendar_at(const struct calendar *calendar, utc_t at);
/* What is peculiar about one local day; false: it is like its weekday. For explanations. */
struct calendar_about {
  const char *name[LANG_COUNT];    /* of the special date or holiday; NULL: none */
  bool special;
  bool no_day_off;                 /* it only has a name: set "...:named" */
  int64_t open, usual;             /* seconds, on this day and on an ordinary one of its weekday */
  int shift;                       /* seconds by which the clock was put forward; negative: back */
};
bool calendar_about(const struct calendar *calendar, day_t day, struct calendar_about *out);
/* Open intervals of one local day as [from, to) instants, at most max; returns the count. For day lines. */
struct calendar_span { utc_t from, to; };
int calendar_day(const struct calendar *calendar, day_t day, struct calendar_span *span, int max);
#endif
