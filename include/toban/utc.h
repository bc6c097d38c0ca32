/* utc.h: instants, dates and the injected clock.
 *
 * An instant is a count of whole seconds since 1970-01-01T00:00:00Z (no leap seconds), everywhere: in
 * structures, in the database, in calculations. Only text for people is local. Nothing in domain/ reads
 * the machine's clock: "now" is a parameter; the one place that reads it is clock_now(). */
#ifndef TOBAN_UTC_H
#define TOBAN_UTC_H
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef int64_t utc_t;              /* seconds, UTC */
#define UTC_NONE INT64_MIN          /* "no instant"; NULL in the database, null in JSON */
#define UTC_DAY 86400

/* A civil date as days since 1970-01-01 (proleptic Gregorian). */
typedef int32_t day_t;
#define DAY_NONE INT32_MIN
struct civil { int year, month, day; };          /* month 1-12, day 1-31 */
day_t day_from_civil(int year, int month, int day);
struct civil civil_from_day(day_t day);
int day_weekday(day_t day);                      /* 0 Monday ... 6 Sunday */
bool civil_valid(int year, int month, int day);

/* RFC 3339. Parsing needs a zone ("Z" or an offset), accepts 'T', 't' or one blank between date and
 * time, drops a fraction, refuses everything else (leap second :60 is the following second). */
bool utc_parse(const char *text, utc_t *out, GError **error);
char *utc_format(utc_t at, char buffer[static 32]);            /* 2026-11-22T14:41:07Z; returns buffer */
char *utc_format_offset(utc_t at, int offset_s, char buffer[static 32]); /* 2026-11-22T07:12:00-05:00 */
bool day_parse(const char *text, day_t *out, GError **error);  /* YYYY-MM-DD */
char *day_format(day_t day, char buffer[static 16]);

/* The clock of the process. Pinned by --at: then it stands still. Call from any thread. */
utc_t clock_now(void);
int64_t clock_mono_ms(void);                     /* monotonic, for intervals only */
void clock_pin(utc_t at);                        /* UTC_NONE lets it run again */
bool clock_is_pinned(void);
#endif
