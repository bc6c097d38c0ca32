/* zone.h: local time of an IANA zone (over GLib's GTimeZone; never setenv("TZ")). Thread-safe reads. */
#ifndef TOBAN_ZONE_H
#define TOBAN_ZONE_H
#include "toban/utc.h"

struct zone;                                        /* refcounted, atomic */
struct zone *zone_new(const char *iana);            /* NULL: this machine does not know it */
struct zone *zone_ref(struct zone *zone);
void zone_unref(struct zone *zone);
const char *zone_id(const struct zone *zone);
struct zone *zone_tokyo(void);                      /* borrowed; never NULL (fixed +9 h when tzdata is missing) */

int zone_offset(const struct zone *zone, utc_t at);             /* seconds east of UTC */
/* Local date and second of the day (0..86399). */
void zone_local(const struct zone *zone, utc_t at, day_t *day, int *second);
/* Local to UTC. second may be 86400 (the next day's 00:00). In a gap: the instant of the jump. In an
 * overlap: the earlier occurrence when !later, else the later one. */
utc_t zone_instant(const struct zone *zone, day_t day, int second, bool later);
#endif
