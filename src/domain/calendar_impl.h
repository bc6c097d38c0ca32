/* calendar_impl.h: the inside of a calendar. calendar_build.c fills it from the three files; after that
 * it never changes, but for the index, which calendar_index.c makes once when it is first needed. */
#ifndef CALENDAR_IMPL_H
#define CALENDAR_IMPL_H
#include "toban/calendar.h"

/* Local opening times of one day: seconds of the day, sorted, neither overlapping nor touching. */
struct opening { int from, to; };            /* to: up to 86400 */
struct hours { struct opening *opening; int count; };

struct special { day_t day; struct hours hours; char *name[LANG_COUNT]; };
struct holiday { day_t day; char *name[LANG_COUNT]; };
struct holiday_set { char *id; GArray *days; /* of struct holiday, by day */ };

struct calendar_index;
struct calendar {
  char *id;
  struct zone *zone;
  struct hours week[7];                      /* 0 Monday */
  GArray *specials;                          /* of struct special, by day */
  GPtrArray *holidays;                       /* of struct holiday_set *, borrowed from the calendar_set */
  GPtrArray *named;                          /* the same: days that have a name and are no days off */
  bool holidays_known, always_open;
  struct calendar_index *index;              /* made once, by calendar_index.c */
};

const struct special *calendar_special(const struct calendar *calendar, day_t day);     /* NULL: none */
const struct holiday *calendar_holiday(const struct calendar *calendar, day_t day);     /* NULL: none */
/* The hours that hold on this day: special date, else holiday, else weekday. */
const struct hours *calendar_hours(const struct calendar *calendar, day_t day);
/* The open spans of that local day as instants, without what the day before covers already (where the
 * clock is put back over midnight). At most `max`; returns how many there are. */
int calendar_spans(const struct calendar *calendar, day_t day, struct calendar_span *span, int max);

/* "09:00-12:00;13:00-18:00" to sorted, merged openings. false: `why` says what is wrong (static text). */
bool hours_parse(const char *text, struct hours *out, const char **why);
void hours_clear(struct hours *hours);
void calendar_index_free(struct calendar_index *index);
#endif
