/* sla_explain.h: how a clock came to its figures: every stretch of its life with what it counted, the
 * days that were peculiar, the policy and the calendar. The same walk as sla_evaluate() makes, so the
 * explanation is the calculation. Edge case 20: each holiday is named. */
#ifndef TOBAN_SLA_EXPLAIN_H
#define TOBAN_SLA_EXPLAIN_H
#include "toban/arena.h"
#include "toban/sla.h"

struct sla_stretch {
  utc_t from, to;
  enum ticket_state state;
  enum sla_state standing;               /* SLA_RUNNING, SLA_PAUSED, SLA_STOPPED */
  int64_t open;                          /* open seconds of the calendar in it */
  int64_t counted;                       /* what went onto the clock: open, or 0 */
};
struct sla_day { day_t day; struct calendar_about about; };

/* In the arena; names belong to the calendars and policies of the context. */
struct sla_explanation {
  struct sla_clock clock;                /* SLA_NONE: no row holds, and nothing below is set */
  const struct policy *policy;
  const struct calendar *calendar;
  bool stand_in;                         /* the policy's calendar is not there: 24x365 stands in */
  const struct sla_stretch *stretch; int stretches;
  const struct sla_day *day; int days;   /* peculiar ones from the receipt to the end or the due time */
};
const struct sla_explanation *sla_explain(struct arena *arena, const struct sla_context *context,
                                          const struct ticket_event *event, int events, utc_t t, int clock);

/* The explanation as lines of text in the current language, times in the calendar's zone. */
typedef void sla_line_fn(const char *line, void *user);
void sla_explain_text(const struct sla_explanation *explanation, sla_line_fn *each, void *user);
#endif
