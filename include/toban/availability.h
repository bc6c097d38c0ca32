/* availability.h: how much of a stretch of time an endpoint was up (pure).
 *
 * Time under maintenance, paused, unreachable behind its parent, not checked yet or without a poller was not measured:
 * it counts for neither side. Failures that were not yet down count as down when they became it, else as up. */
#ifndef TOBAN_AVAILABILITY_H
#define TOBAN_AVAILABILITY_H
#include "toban/health.h"

struct check_span {
  utc_t at, end;                       /* end: of the stretch, for the last one */
  enum check_state state, base;
  const char *message;                 /* as stored; NULL */
};
struct availability { int64_t up_s, down_s, unmeasured_s; int outages; };
void availability_of(const struct check_span *spans, int count, struct availability *out);
double availability_share(const struct availability *a);         /* 0..1; -1: nothing was measured */
#endif
