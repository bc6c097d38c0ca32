#include "toban/sla.h"

#include <string.h>

#include "sla_impl.h"

const char *sla_state_id(enum sla_state state)
{
  static const char *const ids[SLA_STATES] = {
    [SLA_NONE] = "not-measured",   [SLA_RUNNING] = "running",
    [SLA_PAUSED] = "paused",       [SLA_STOPPED] = "stopped",
    [SLA_EXCLUDED] = "excluded",   [SLA_NOT_MEASURED] = "not-measured",
  };
  return ids[state];
}

const char *sla_result_id(enum sla_result result)
{
  static const char *const ids[] = {NULL, "met", "missed"};
  return ids[result];
}

const struct calendar *sla_calendar(const struct sla_context *context, const struct policy *policy,
                                    const struct ticket *ticket)
{
  const char *id = policy->calendar;
  if (strcmp(id, "office") == 0)
    id = ticket->office == NULL ? NULL : context->office_calendar(context->user, ticket->office);
  const struct calendar *calendar = calendar_find(context->calendars, id);
  return calendar != NULL ? calendar : calendar_find(context->calendars, "24x365");
}

/* Summing up one clock, stretch by stretch. Running stretches that touch are one: `from` is where it began. */
struct summing {
  struct sla_clock *clock;
  const struct calendar *calendar;
  utc_t running_since;           /* UTC_NONE while it does not run */
  utc_t stopped_at;              /* UTC_NONE unless stopped */
};

static void run(struct summing *s, utc_t from, utc_t to)
{
  struct sla_clock *clock = s->clock;
  int64_t before = clock->elapsed;
  clock->elapsed += calendar_business(s->calendar, from, to);
  if (clock->due == UTC_NONE && clock->elapsed >= clock->target)
    clock->due = calendar_add(s->calendar, from, clock->target - before);
  if (clock->missed_at == UTC_NONE && clock->elapsed > clock->target)
    clock->missed_at = calendar_add(s->calendar, from, clock->target + 1 - before);
}

static void sum(const struct stretch *stretch, void *user)
{
  struct summing *s = user;
  if (stretch->standing == SLA_RUNNING && s->running_since == UTC_NONE) {
    s->running_since = stretch->from;
  } else if (stretch->standing != SLA_RUNNING && s->running_since != UTC_NONE) {
    run(s, s->running_since, stretch->from);
    s->running_since = UTC_NONE;
  }
  if (stretch->standing != SLA_STOPPED)
    s->stopped_at = UTC_NONE;
  else if (s->stopped_at == UTC_NONE)
    s->stopped_at = stretch->from;
  s->clock->state = stretch->standing;
}

/* What holds whatever the clock itself says: a merge, an exclusion. Such a clock is due no more. */
static void set_aside(const struct history *history, int number, struct sla_clock *clock)
{
  if (history->merged && clock->missed_at >= history->end)
    clock->missed_at = UTC_NONE;         /* from the merge on nothing is missed */
  if (history->merged)
    clock->state = SLA_NOT_MEASURED;
  else if ((history->ticket.excluded & CLOCK_BIT(number)) != 0)
    clock->state = SLA_EXCLUDED;
  else
    return;
  clock->due = UTC_NONE;
}

static void evaluate(const struct sla_context *context, const struct history *history, int number,
                     struct sla_clock *clock)
{
  const struct policy *policy = policy_match(context->policies, number, &history->ticket);
  if (policy == NULL)
    return;
  struct summing s = {clock, sla_calendar(context, policy, &history->ticket), UTC_NONE, UTC_NONE};
  clock->policy = policy->id;
  clock->row = policy;
  clock->calendar = calendar_id(s.calendar);
  clock->target = policy->target;
  history_walk(history, number, policy->pause, sum, &s);
  if (s.running_since != UTC_NONE) {
    int64_t before = clock->elapsed;
    run(&s, s.running_since, history->end);
    if (clock->due == UTC_NONE)
      clock->due = calendar_add(s.calendar, s.running_since, clock->target - before);
  }
  set_aside(history, number, clock);
  if (clock->missed_at != UTC_NONE)
    clock->result = SLA_MISSED;
  else if (s.stopped_at != UTC_NONE) {
    clock->result = SLA_MET;
    clock->met_at = s.stopped_at;
  }
}

void sla_evaluate(const struct sla_context *context, const struct ticket_event *event, int events, utc_t t,
                  struct sla_clock out[static CLOCKS])
{
  struct history history;
  history_read(&history, event, events, t);
  for (int i = 0; i < CLOCKS; i++) {
    out[i] = (struct sla_clock){.at = t, .due = UTC_NONE, .met_at = UTC_NONE, .missed_at = UTC_NONE};
    if (history.ticket.revision > 0)
      evaluate(context, &history, i, &out[i]);
  }
}

/* --- a clock later ---------------------------------------------------------------------------------- */
static int64_t open_between(const struct calendar *calendar, utc_t a, utc_t b)
{
  return calendar == NULL ? MAX(b - a, 0) : calendar_business(calendar, a, b);
}

static utc_t open_after(const struct calendar *calendar, utc_t a, int64_t seconds)
{
  return calendar == NULL ? a + seconds : calendar_add(calendar, a, seconds);
}

struct sla_clock sla_clock_now(const struct sla_clock *clock, const struct calendar *calendar, utc_t now)
{
  struct sla_clock later = *clock;
  if (now <= clock->at)
    return later;
  later.at = now;
  if (clock->state != SLA_RUNNING)
    return later;
  later.elapsed += open_between(calendar, clock->at, now);
  if (later.missed_at == UTC_NONE && later.elapsed > later.target) {
    later.missed_at = open_after(calendar, clock->at, clock->target + 1 - clock->elapsed);
    later.result = SLA_MISSED;
  }
  return later;
}

int64_t sla_remaining(const struct sla_clock *clock, const struct calendar *calendar, utc_t now)
{
  if (clock->due == UTC_NONE)
    return INT64_MAX;
  struct sla_clock later = sla_clock_now(clock, calendar, now);
  return later.target - later.elapsed;
}

utc_t sla_reaches(const struct sla_clock *clock, const struct calendar *calendar, int64_t elapsed)
{
  if (elapsed <= clock->elapsed)
    return clock->at;
  return clock->state == SLA_RUNNING ? open_after(calendar, clock->at, elapsed - clock->elapsed) : UTC_NONE;
}
