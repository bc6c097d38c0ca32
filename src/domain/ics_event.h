/* ics_event.h: when the events of an iCalendar file take place (RFC 5545, by libical): its own zones and those of the
 * tz database, rules of repetition, dates beside them, instances that were left out or moved. For duty_ics.c and
 * agenda_ics.c. What is not understood is refused by its name, never passed over. */
#ifndef DOMAIN_ICS_EVENT_H
#define DOMAIN_ICS_EVENT_H
#include <libical/ical.h>

#include "toban/zone.h"

struct ics { const char *name; icalcomponent *calendar; GPtrArray *event; GHashTable *moved; };
struct ics_time { utc_t from, to; };
/* Only what touches [from, to); a rule without an end goes on to `endless`; more than `most` times of one event are
 * TE_DATA. */
struct ics_bounds { utc_t from, to, endless; int most; };

/* `name` is borrowed, and begins all errors. TE_DATA: not UTF-8, or no event in it. ics->event: those that are not
 * cancelled, as icalcomponent *. */
bool ics_open(struct ics *ics, const char *name, const char *bytes, size_t length, GError **error);
void ics_close(struct ics *ics);
/* What of the event's times nobody understands: "EXRULE"; NULL: nothing. ics_times() refuses that. */
const char *ics_not_understood(icalcomponent *event);
/* Appends struct ics_time, by beginning. In one zone an instance ends at the same local time each day, whatever the
 * clock does in between. Without an end a day lasts a day, anything else `plain_s` seconds. */
bool ics_times(const struct ics *ics, icalcomponent *event, const struct ics_bounds *bounds, int plain_s, GArray *out,
               GError **error);
#endif
