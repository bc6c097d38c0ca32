/* when.h: a time as an operator writes it. Pure. */
#ifndef TOBAN_WHEN_H
#define TOBAN_WHEN_H
#include "toban/zone.h"

/* What `text` says, seen at `now`, on Japan's clock, or on `there`'s where it ends in " there" or " 現地" (NULL: not
 * known, an error then):
 *   "+30m" "+2h" "+3d"                   from now
 *   "14:30"                              the next time that the clock shows this
 *   "11/27 14:30" (month/day), "2026-11-27 14:30", "tomorrow 9:00", "明日 9:00"; without a time: at 9:00
 *   "2026-11-27T14:30:00+09:00"          RFC 3339, for programs
 * Not in the past: a date without a year is the next such date. TE_USAGE, the message says what can be written. */
bool when_parse(const char *text, utc_t now, const struct zone *there, utc_t *out, GError **error);
#endif
