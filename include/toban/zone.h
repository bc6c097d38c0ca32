/* zone.h: local time of an IANA zone (over GLib's GTimeZone; never setenv("TZ")).
 *
 * A zone is one object for each name, shared and immutable: reading it from several threads is safe.
 * It is exact from 1980 to 2060; before and after, the first and the last offset of that time stay. */
#ifndef TOBAN_ZONE_H
#define TOBAN_ZONE_H
#include "toban/utc.h"

struct zone;                                        /* refcounted, atomic */
struct zone *zone_new(const char *iana);            /* NULL: this machine does not know it */
struct zone *zone_ref(struct zone *zone);
void zone_unref(struct zone *zone);                 /* NULL-safe */
const char *zone_id(const struct zone *zone);
struct zone *zone_tokyo(void);                      /* borrowed; never NULL (fixed +9 h when tzdata is missing) */

/* Has the database on disk become another one since the first zone was made, or since the last call? Then zone_new()
 * gives zones of the new one from now on, and whoever has old ones should ask for them anew. Any thread. */
bool zone_refresh(void);
unsigned zone_generation(void);                     /* grows each time */

/* "2026b", of the database on disk; NULL: not to be seen. g_free. */
char *zone_version(void);

int zone_offset(const struct zone *zone, utc_t at);             /* seconds east of UTC; 0.2 us */
/* Local date and second of the day (0..86399). */
void zone_local(const struct zone *zone, utc_t at, day_t *day, int *second);
/* Local to UTC. second may be 86400 (the next day's 00:00). In a gap: the instant of the jump. In an
 * overlap: the earlier occurrence when !later, else the later one. */
utc_t zone_instant(const struct zone *zone, day_t day, int second, bool later);

/* Times of one offset, in order and without gaps; the first begins at INT64_MIN, the last ends at
 * INT64_MAX, neighbours differ. Found once for each zone, when first asked for (about 0.5 ms). */
struct zone_span { utc_t from, to; int offset; };
const struct zone_span *zone_spans(const struct zone *zone, int *count);
const struct zone_span *zone_span_at(const struct zone *zone, utc_t at);
#endif
