/* office_time.h: what the clock board says of an office. */
#ifndef CONSOLE_OFFICE_TIME_H
#define CONSOLE_OFFICE_TIME_H
#include "toban/model.h"

enum { OFFICE_LINE = 24 };              /* columns of a day line, one an hour */
struct office_time {
  bool known;                           /* the zone and the calendar are known */
  bool holidays_known;                  /* else "open" may be a holiday that nobody told us of */
  const char *weekday;                  /* there; "" without a zone */
  char clock[8];                        /* "09:41"; "--:--" without a zone */
  struct calendar_now now;              /* when known */
};
struct office_time office_time(const struct model *model, const struct office *office);
/* "open to 17:30", "shut Tue 9:00", "holiday Thanksgiving": as much as `width` columns take. */
void office_status(const struct model *model, const struct office *office, const struct office_time *time, int width,
                   GString *out);
/* An instant on the office's own clock: "9:00" today, "Tue 9:00" on another day. Needs its zone. */
void office_instant(const struct model *model, const struct office *office, utc_t at, GString *out);
/* The local day: `.` shut, `=` open for the greater part of the hour, `*` now. */
void office_line(const struct model *model, const struct office *office, char out[static OFFICE_LINE + 1]);
#endif
