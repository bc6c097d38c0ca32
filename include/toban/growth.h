/* growth.h: how far the number of things may grow before the contract is looked at again (specification 6.5 (6),
 * requirement S5): hardware and licences by 20 %, kinds by 5. Pure. Three quarters of the way there is a warning. */
#ifndef TOBAN_GROWTH_H
#define TOBAN_GROWTH_H
#include <stdint.h>

enum growth_of { GROWTH_HARDWARE, GROWTH_LICENCES, GROWTH_OF_KINDS, GROWTHS };
enum growth_state { GROWTH_UNKNOWN /* no base */, GROWTH_FINE, GROWTH_NEAR, GROWTH_OVER };
struct growth { int64_t base /* -1: not set */, now; };

const char *growth_id(enum growth_of of);            /* hardware licences kinds */
const char *growth_text(enum growth_of of);
/* The most that is within the contract. */
int64_t growth_limit(enum growth_of of, int64_t base);
enum growth_state growth_state(enum growth_of of, const struct growth *growth);
const char *growth_state_id(enum growth_state state);      /* unknown fine near over */
const char *growth_state_text(enum growth_state state);
#endif
