/* zone_store.h: deadlines in the store and the time zone database that they were computed with.
 *
 * The store remembers a fingerprint of the calendars' zones. When a process sees others (an upgrade under it, or since
 * the last time), the clocks of all tickets are computed again, ZONES_STEP tickets with each command, so that nobody
 * waits for a lock: several consoles share the work, since the store keeps how far it is. At the beginning the
 * reference data get a new version: every process looks at the database on disk before it writes on. A machine
 * whose database is an older release than the one that was used last changes nothing. */
#ifndef TOBAN_ZONE_STORE_H
#define TOBAN_ZONE_STORE_H
#include "toban/command.h"

enum { ZONES_STEP = 500 };
/* One step: COMMAND_ZONES. Its outcome's revision is 1 while there is more to do; COMMAND_REPEATED: nothing to do. */
struct command *zones_step(const char *actor, utc_t at);
#endif
