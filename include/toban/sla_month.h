/* sla_month.h: the figures of one month, folded from the events of its tickets, one ticket after the
 * other. Pure; doc/service-levels.md, "A month's figures". Requirements L1-L3.
 *
 *   struct sla_month *month = sla_month_new(&context, period, as_of);
 *   ... sla_month_add(month, event, events) for each ticket that may count, in the order of their receipt ...
 *   sla_month_figure(month, i) for each policy row; sla_month_answers(month); sla_month_digest(month)
 *
 * A month that is not over at `as_of` is seen as it stands then: nothing is counted that lies ahead. */
#ifndef TOBAN_SLA_MONTH_H
#define TOBAN_SLA_MONTH_H
#include "toban/sla.h"

/* [start, end): a month of Japan. */
struct sla_period { utc_t start, end; };
struct sla_period sla_period_of(int year, int month);
bool sla_period_parse(const char *text, struct sla_period *out, GError **error);     /* "2026-11"; TE_USAGE */
struct sla_period sla_period_at(utc_t at);                                           /* the month it lies in */
char *sla_period_format(struct sla_period period, char buffer[static 16]);           /* "2026-11" */

struct sla_figure {
  const struct policy *policy;
  int met, missed;                       /* measured */
  int excluded;                          /* counted apart: of these ... */
  int excluded_met, excluded_missed;     /* ... so many by their own result */
};
struct sla_answers { int received, answered; };
/* met / (met + missed); false when nothing was measured. */
bool sla_rate(int met, int missed, double *out);
bool sla_reached(double rate, double goal);          /* rate >= goal, whatever the last binary digit */

/* One clock that counts in the month: clock->result is what it counts as, `excluded` counts it apart. */
struct sla_counted { const char *ticket; int number; const struct sla_clock *clock; bool excluded; };
typedef void sla_counted_fn(const struct sla_counted *counted, void *user);

struct sla_month;
struct sla_month *sla_month_new(const struct sla_context *context, struct sla_period period, utc_t as_of);
void sla_month_free(struct sla_month *month);
/* Calls `each` for every clock that counts, for lists of what was missed. Before the first ticket. */
void sla_month_watch(struct sla_month *month, sla_counted_fn *each, void *user);
/* All events of one ticket, in order. Allocates nothing. */
void sla_month_add(struct sla_month *month, const struct ticket_event *event, int events);
/* The same, but for the digest, from what the rows of a ticket say that was not merged and had no event after
 * the instant looked at: the clocks at that instant (policy, result, met_at, missed_at). */
void sla_month_add_folded(struct sla_month *month, const struct ticket *ticket,
                          const struct sla_clock clock[static CLOCKS]);
int sla_month_figures(const struct sla_month *month);                          /* as many as policy rows */
const struct sla_figure *sla_month_figure(const struct sla_month *month, int index);     /* in file order */
struct sla_answers sla_month_answers(const struct sla_month *month);
/* SHA-256 of what counted: the events up to as_of of each ticket that did or was received in the month, in
 * hexadecimal. Depends on the order in which they were added. */
const char *sla_month_digest(struct sla_month *month);

/* May this ticket count in the period (figures or answer rate)? From what a list of tickets knows: receipt,
 * last event, and the clocks as they were at the last event. Never says no to one that counts. */
bool sla_month_may_count(struct sla_period period, utc_t received_at, utc_t changed_at,
                         const struct sla_clock clock[static CLOCKS]);
#endif
