/* sla_impl.h: the history of a ticket as stretches of one standing: what sla.c sums up and sla_explain.c
 * lists, so that the explanation is the calculation. */
#ifndef SLA_IMPL_H
#define SLA_IMPL_H
#include "toban/sla.h"

/* What the events up to an instant say, whatever the policy. */
struct history {
  const struct ticket_event *event;
  int events;                    /* those that count: up to the instant, before a merge */
  struct ticket ticket;          /* after them; revision 0: not received yet */
  utc_t end;                     /* the instant, or the merge */
  bool merged;
};
struct stretch {
  utc_t from, to;
  enum ticket_state state;
  enum sla_state standing;       /* SLA_RUNNING, SLA_PAUSED, SLA_STOPPED */
};
typedef void stretch_fn(const struct stretch *stretch, void *user);

void history_read(struct history *history, const struct ticket_event *event, int events, utc_t t);
/* Each stretch in order, from the receipt to `end`; empty ones too, so that no stop is missed. */
void history_walk(const struct history *history, int clock, unsigned pause, stretch_fn *each, void *user);
/* The calendar on which the policy measures this ticket; 24x365 when the named one is not there: a
 * calendar that was taken away never hides a late ticket. */
const struct calendar *sla_calendar(const struct sla_context *context, const struct policy *policy,
                                    const struct ticket *ticket);
#endif
