/* demo_plan.h: when and where the demonstration's tickets arrive. */
#ifndef STORE_DEMO_PLAN_H
#define STORE_DEMO_PLAN_H
#include "demo_world.h"

/* What becomes of a ticket that the course of things would have finished by now. */
enum demo_fate { FATE_NATURAL, FATE_UNTOUCHED, FATE_WORKING, FATE_WAITING };
struct demo_arrival {
  utc_t at;
  int32_t made;                        /* when it was made: a tie-breaker */
  int32_t incident;                    /* index; -1 none */
  int32_t number;                      /* of its day in Japan: part of the key */
  uint8_t office, fate;
};
struct demo_incident { const struct demo_case *c; int office; utc_t from, end; int32_t leader; };
struct demo_plan { GArray *arrivals, *incidents; };    /* arrivals in the order of time */

void demo_plan_init(struct demo_plan *plan, const struct demo_world *world);
void demo_plan_clear(struct demo_plan *plan);
const struct demo_arrival *demo_arrival_at(const struct demo_plan *plan, guint index);
char *demo_key(const struct demo_plan *plan, guint index, char buffer[static 32]);     /* 261124-0014 */
#endif
