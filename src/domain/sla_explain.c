#include "toban/sla_explain.h"

#include <string.h>

#include "sla_impl.h"

enum { DAYS_MAX = 800 };             /* peculiar days are looked for over two years and no more */

struct listing {
  struct sla_stretch *stretch;
  int count;
  const struct calendar *calendar;
};

static void list(const struct stretch *stretch, void *user)
{
  struct listing *l = user;
  struct sla_stretch *out = &l->stretch[l->count++];
  *out = (struct sla_stretch){stretch->from, stretch->to, stretch->state, stretch->standing, 0, 0};
  out->open = calendar_business(l->calendar, stretch->from, stretch->to);
  out->counted = stretch->standing == SLA_RUNNING ? out->open : 0;
}

static void list_days(struct arena *arena, struct sla_explanation *out, utc_t from, utc_t to)
{
  struct sla_day found[DAYS_MAX];
  day_t day, last;
  int second;
  struct zone *zone = calendar_zone(out->calendar);
  zone_local(zone, from, &day, &second);
  zone_local(zone, to, &last, &second);
  for (last = MIN(last, day + DAYS_MAX - 1); day <= last; day++)
    if (calendar_about(out->calendar, day, &found[out->days].about))
      found[out->days++].day = day;
  struct sla_day *days = arena_new0(arena, struct sla_day, out->days);
  memcpy(days, found, sizeof *days * (size_t)out->days);
  out->day = days;
}

/* The end of the last stretch that was not over: later days explain nothing. */
static utc_t worked_until(const struct sla_explanation *e)
{
  utc_t end = e->stretch[0].from;
  for (int i = 0; i < e->stretches; i++)
    if (e->stretch[i].standing != SLA_STOPPED)
      end = e->stretch[i].to;
  return end;
}

/* Is the calendar another one than the policy asks for? */
static bool stands_in(const struct sla_context *context, const struct policy *policy, const struct ticket *ticket)
{
  const char *id = policy->calendar;
  if (strcmp(id, "office") == 0)
    id = ticket->office == NULL ? NULL : context->office_calendar(context->user, ticket->office);
  return calendar_find(context->calendars, id) == NULL;
}

const struct sla_explanation *sla_explain(struct arena *arena, const struct sla_context *context,
                                          const struct ticket_event *event, int events, utc_t t, int clock)
{
  struct sla_explanation *out = arena_new0(arena, struct sla_explanation, 1);
  struct sla_clock clocks[CLOCKS];
  struct history history;
  sla_evaluate(context, event, events, t, clocks);
  history_read(&history, event, events, t);
  out->clock = clocks[clock];
  out->policy = out->clock.row;
  if (out->policy == NULL)
    return out;
  struct listing l = {arena_new0(arena, struct sla_stretch, history.events + 1), 0, NULL};
  l.calendar = out->calendar = sla_calendar(context, out->policy, &history.ticket);
  out->stand_in = stands_in(context, out->policy, &history.ticket);
  history_walk(&history, clock, out->policy->pause, list, &l);
  out->stretch = l.stretch;
  out->stretches = l.count;
  list_days(arena, out, history.ticket.received_at, MAX(out->clock.due, worked_until(out)));
  return out;
}
