/* clock_about.h: what the clock board says below its rows: the office under the cursor to the second, holidays and
 * clock changes to come, and the whole day of the world. */
#ifndef CONSOLE_CLOCK_ABOUT_H
#define CONSOLE_CLOCK_ABOUT_H
#include "toban/model.h"

enum { CLOCK_AHEAD_DAYS = 14, STRIP_COLUMNS = 96 /* a quarter of an hour each */ };
/* When the office's clock is put forward or back next, within 14 days; *shift in seconds. UTC_NONE: not then. */
utc_t clock_change(const struct model *model, const struct office *office, int *shift);
/* ", clock change Sydney 4 Oct" for the title, the first ones; nothing when none is near. */
void clock_changes_text(const struct model *model, GString *out);
/* Two or three lines about an office; "\n" between them. */
void clock_about(const struct model *model, const struct office *office, GString *out);
/* How many offices are open in each quarter of an hour of this day in Japan: '.' none, then 1-9 for tenths, '#' more
 * than nine tenths of them, '*' now. */
void clock_strip(const struct model *model, char out[static STRIP_COLUMNS + 1]);
#endif
