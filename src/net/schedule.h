/* schedule.h: when each endpoint is due. Pure: time is a parameter (monotonic milliseconds).
 *
 * Each slot has a beat of its own: base, base + interval, ... spread over the interval by its key, so that
 * endpoints of one interval do not come all at once; a run starts up to a twentieth of the interval after
 * its beat (jitter), which never adds up: the beat itself does not drift. A beat that passes while the
 * slot's run is not over, or while the process slept, is skipped and counted, never made up for. */
#ifndef NET_SCHEDULE_H
#define NET_SCHEDULE_H
#include <glib.h>
#include <stdint.h>

struct slot {
  int64_t base;                /* the beat that comes next */
  int64_t at;                  /* due: the beat and its jitter */
  int64_t interval_ms;
  uint32_t random;             /* state of the jitter */
  guint place;                 /* in the heap + 1; 0: not in it */
};
struct schedule { GPtrArray *heap; };          /* of slots, the next one first */

void schedule_init(struct schedule *schedule);
void schedule_clear(struct schedule *schedule);                  /* slots belong to the caller */
/* A new slot: a first run soon (within FIRST_RUN_MS, or within its interval when that is shorter), then its
 * beat, at least half an interval later. */
enum { FIRST_RUN_MS = 15000 };
void schedule_add(struct schedule *schedule, struct slot *slot, int64_t interval_ms, const char *key, int64_t now);
/* Once more before its time, after `wait`; the beat that comes next is not touched. */
void schedule_soon(struct schedule *schedule, struct slot *slot, int64_t now, int64_t wait);
void schedule_remove(struct schedule *schedule, struct slot *slot);     /* fine when it is not in it */
/* The next due slot if its time has come, set to its next beat; NULL: none is due. *skipped is how many beats
 * had passed beside the one that is run now. */
struct slot *schedule_take(struct schedule *schedule, int64_t now, int *skipped);
int64_t schedule_next(const struct schedule *schedule);          /* due time of the first; INT64_MAX when empty */
#endif
