#include "sla_impl.h"

void history_read(struct history *history, const struct ticket_event *event, int events, utc_t t)
{
  *history = (struct history){.event = event, .end = t};
  for (int i = 0; i < events && event[i].at <= t; i++) {
    if (event[i].kind == EVENT_MERGED) {
      history->merged = true;
      history->end = event[i].at;
      return;
    }
    ticket_apply(&history->ticket, &event[i]);
    history->events = i + 1;
  }
}

/* The response clock is over for good with the first answer; the other stands while there is nothing to do. */
static enum sla_state standing(int clock, unsigned pause, enum ticket_state state, bool answered)
{
  if (clock == CLOCK_RESPONSE ? answered : !ticket_state_is_open(state))
    return SLA_STOPPED;
  return (pause & 1u << state) != 0 ? SLA_PAUSED : SLA_RUNNING;
}

void history_walk(const struct history *history, int clock, unsigned pause, stretch_fn *each, void *user)
{
  struct stretch stretch = {.from = history->ticket.received_at, .standing = standing(clock, pause, TICKET_NEW, false)};
  bool answered = false;
  for (int i = 0; i < history->events; i++) {
    const struct ticket_event *event = &history->event[i];
    enum ticket_state state = stretch.state;
    if (event->kind == EVENT_STATE)
      ticket_state_parse(event->target, &state);
    else if (event->kind == EVENT_ASSIGNED && state == TICKET_NEW)
      state = TICKET_OPEN;
    answered = answered || event->kind == EVENT_ANSWERED || !ticket_state_is_open(state);
    enum sla_state next = standing(clock, pause, state, answered);
    if (state != stretch.state || next != stretch.standing) {
      stretch.to = event->at;
      each(&stretch, user);
      stretch = (struct stretch){.from = event->at, .state = state, .standing = next};
    }
  }
  stretch.to = history->end;
  each(&stretch, user);
}
