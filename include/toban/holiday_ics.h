/* holiday_ics.h: holidays out of an iCalendar feed (RFC 5545, by libical), as the rows of holidays.csv.
 *
 * Every event becomes a holiday on each of its days: all-day events from DTSTART up to DTEND (not with it),
 * others on their local date; recurring ones over HOLIDAY_ICS_YEARS from the first; what is CANCELLED or in
 * EXDATE is left out. Feeds contain days that are no days off (edge case 20): what the feed itself calls an
 * observance (in its description or categories), and what lasts only part of a day, goes into the set
 * "SET:named": it closes nothing, and the explanation of a clock names it. All else is a day off, named too. */
#ifndef TOBAN_HOLIDAY_ICS_H
#define TOBAN_HOLIDAY_ICS_H
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum { HOLIDAY_ICS_YEARS = 30, HOLIDAY_ICS_ROWS = 5000 };

bool holiday_ics_is(const char *bytes, size_t length);               /* does it begin like a feed? */
/* The set that a file is for: its name without folder and ".ics", lower case; g_free. NULL with TE_DATA when
 * that is no name for a set. */
char *holiday_ics_set(const char *path, GError **error);
/* Rows `set,date,name_ja,name_en` without a header line, by date; g_free. TE_DATA names the file. */
char *holiday_ics_rows(const char *name, const char *bytes, size_t length, const char *set, GError **error);
#endif
