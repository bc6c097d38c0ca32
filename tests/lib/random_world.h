/* random_world.h: calendars, policies and tickets made by chance, both as files for the program and as
 * structures for the second implementation (slow.h). The same seed makes the same worlds. */
#ifndef RANDOM_WORLD_H
#define RANDOM_WORLD_H
#include "script.h"
#include "slow.h"

struct random_world {
  struct slow_world slow;
  struct world fast;
  GString *calendars, *holidays, *specials, *policies;     /* the rows, to show when something differs */
  utc_t pivot;                                             /* a clock change, mostly */
};
void random_zones_load(void);
void random_zones_clear(void);
void random_world_init(struct random_world *world, GRand *rand);
void random_world_clear(struct random_world *world);
/* A history of 1 to `max` events; returns how many. */
int random_events(const struct random_world *world, GRand *rand, struct ticket_event *event, int max);
void events_print(const struct ticket_event *event, int events);
#endif
