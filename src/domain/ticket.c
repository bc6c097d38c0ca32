#include "toban/ticket.h"

#include <string.h>

#include "ticket_impl.h"
#include "toban/error.h"

/* --- what may follow ------------------------------------------------------------------------------ */
#define S(state) (1u << TICKET_##state)

/* Edges that a person may take. The log itself takes any state but `new` (see ticket_may_apply). */
static const unsigned edges[TICKET_STATES] = {
  [TICKET_NEW] = S(OPEN) | S(WAITING_USER) | S(WAITING_VENDOR) | S(ESCALATED) | S(RESOLVED) | S(CLOSED),
  [TICKET_OPEN] = S(WAITING_USER) | S(WAITING_VENDOR) | S(ESCALATED) | S(RESOLVED) | S(CLOSED),
  [TICKET_WAITING_USER] = S(OPEN) | S(WAITING_VENDOR) | S(ESCALATED) | S(RESOLVED) | S(CLOSED),
  [TICKET_WAITING_VENDOR] = S(OPEN) | S(WAITING_USER) | S(ESCALATED) | S(RESOLVED) | S(CLOSED),
  [TICKET_ESCALATED] = S(OPEN) | S(WAITING_USER) | S(WAITING_VENDOR) | S(RESOLVED) | S(CLOSED),
  [TICKET_RESOLVED] = S(OPEN) | S(WAITING_USER) | S(WAITING_VENDOR) | S(ESCALATED) | S(CLOSED),
  [TICKET_CLOSED] = S(OPEN) | S(WAITING_USER) | S(WAITING_VENDOR) | S(ESCALATED),
};

static bool empty(const char *text)
{
  return text == NULL || *text == '\0';
}

static bool bad(GError **error, const char *text)
{
  error_set(error, TE_DATA, "%s", text);
  return false;
}

static bool may_receive(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  if (ticket != NULL)
    return bad(error, _("the ticket was received already"));
  if (event->channel < 0 || event->channel >= CHANNELS)
    return bad(error, _("a received event needs a channel"));
  if (event->priority < 1 || event->priority > 4)
    return bad(error, _("a received event needs a priority from 1 to 4"));
  if (empty(event->office))
    return bad(error, _("a received event needs an office"));
  return true;
}

static bool may_change(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  (void)ticket;
  if (event->priority < 0 || event->priority > 4)
    return bad(error, _("a priority is 1 to 4"));
  if (event->priority == PRIORITY_NONE && event->channel == CHANNEL_NONE && event->category == NULL &&
      empty(event->office) && event->title == NULL)
    return bad(error, _("a changed event needs a field that changes"));
  return true;
}

/* When it is expected again belongs to a ticket that waits, why it happened to one that is over. */
static bool may_say(enum ticket_state to, const struct ticket_event *event, GError **error)
{
  if (event->until != 0 && to != TICKET_WAITING_USER && to != TICKET_WAITING_VENDOR)
    return bad(error, _("only a ticket that waits is expected at a time"));
  if (event->until != 0 && event->until < event->at)
    return bad(error, _("the expected time is before the event itself"));
  if (event->reason != NULL && ticket_state_is_open(to))
    return bad(error, _("a cause belongs to a ticket that is resolved or closed"));
  return true;
}

static bool may_move(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  enum ticket_state to;
  (void)ticket;
  if (!ticket_state_parse(event->target, &to)) {
    error_set(error, TE_DATA, _("no such state: “%s”"), event->target == NULL ? "" : event->target);
    return false;
  }
  if (to == TICKET_NEW)
    return bad(error, _("no ticket goes back to “new”"));
  return may_say(to, event, error);
}

static bool may_merge(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  if (empty(event->target))
    return bad(error, _("a merged event names the other ticket"));
  if (event->ticket != NULL && strcmp(event->target, event->ticket) == 0)
    return bad(error, _("a ticket cannot be merged into itself"));
  if (ticket->merged_into != NULL) {
    error_set(error, TE_DATA, _("the ticket is merged into %s already; that is final"), ticket->merged_into);
    return false;
  }
  return true;
}

static bool has_clocks(const struct ticket_event *event, GError **error)
{
  const unsigned all = CLOCK_BIT(CLOCKS) - 1;
  if (event->clocks == 0 || (event->clocks & ~all) != 0)
    return bad(error, _("an exclusion names its clocks: response, resolution or both"));
  return true;
}

static bool may_request(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  (void)ticket;
  if (!has_clocks(event, error))
    return false;
  return exclusion_reason_known(event->reason) ||
         bad(error, _("an exclusion gives a reason: call-fault, tool-failure, local-circumstances or other"));
}

/* Approved, rejected: what was asked for and not decided yet. Withdrawn: what was asked for or approved. */
static bool may_decide(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  if (!has_clocks(event, error))
    return false;
  unsigned known = ticket->exclusion_pending;
  if (event->kind == EVENT_EXCLUSION_WITHDRAWN)
    known |= ticket->excluded;
  if ((event->clocks & ~known) != 0)
    return bad(error, _("nobody has asked for that exclusion, or it is decided already"));
  for (int clock = 0; clock < CLOCKS; clock++)
    if ((event->clocks & CLOCK_BIT(clock)) != 0 && g_strcmp0(ticket->exclusion_by[clock], event->by) == 0)
      return bad(error, _("another person than the one who asked decides on an exclusion"));
  return true;
}

static ticket_rule *const rules[EVENT_KINDS] = {
  [EVENT_RECEIVED] = may_receive,
  [EVENT_CHANGED] = may_change,
  [EVENT_STATE] = may_move,
  [EVENT_MERGED] = may_merge,
  [EVENT_EXCLUSION_REQUESTED] = may_request,
  [EVENT_EXCLUSION_APPROVED] = may_decide,
  [EVENT_EXCLUSION_REJECTED] = may_decide,
  [EVENT_EXCLUSION_WITHDRAWN] = may_decide,
  [EVENT_TAGGED] = ticket_may_tag,
  [EVENT_UNTAGGED] = ticket_may_untag,
  [EVENT_LINKED] = ticket_may_link,
  [EVENT_UNLINKED] = ticket_may_unlink,
  [EVENT_CALLBACK_PROMISED] = ticket_may_promise,
  [EVENT_CALLBACK_KEPT] = ticket_may_end_promise,
  [EVENT_CALLBACK_CANCELLED] = ticket_may_end_promise,
  [EVENT_CHECKED] = ticket_may_check,
  [EVENT_UNCHECKED] = ticket_may_check,
  [EVENT_SPENT] = ticket_may_spend,
  [EVENT_HANDED_OVER] = ticket_may_name,
  [EVENT_REMOTE] = ticket_may_name,
};

bool ticket_may_apply(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  if (event->at == UTC_NONE)
    return bad(error, _("the event has no time"));
  if (ticket == NULL && event->kind != EVENT_RECEIVED)
    return bad(error, _("the first event of a ticket is “received”"));
  return rules[event->kind] == NULL || rules[event->kind](ticket, event, error);
}

bool ticket_may_choose(const struct ticket *ticket, const struct ticket_event *event, GError **error)
{
  if (!ticket_may_apply(ticket, event, error))
    return false;
  if (ticket == NULL || event->kind == EVENT_NOTE || event->kind == EVENT_SPENT)
    return true;
  if (ticket->merged_into != NULL) {
    error_set(error, TE_DATA, _("the ticket is merged into %s: work on that one"), ticket->merged_into);
    return false;
  }
  enum ticket_state to;
  if (event->kind != EVENT_STATE || !ticket_state_parse(event->target, &to) ||
      (ticket_next_states(ticket) & 1u << to) != 0)
    return true;
  error_set(error, TE_DATA, _("a ticket that is “%s” cannot become “%s”"), ticket_state_text(ticket->state),
            ticket_state_text(to));
  return false;
}

unsigned ticket_next_states(const struct ticket *ticket)
{
  return ticket->merged_into != NULL ? 0 : edges[ticket->state];
}

/* --- the fold ------------------------------------------------------------------------------------- */
static void set_text(const char **field, const char *value)
{
  if (value != NULL)
    *field = value;
}

static void change(struct ticket *ticket, const struct ticket_event *event)
{
  if (event->channel != CHANNEL_NONE)
    ticket->channel = event->channel;
  if (event->priority != PRIORITY_NONE)
    ticket->priority = event->priority;
  set_text(&ticket->category, event->category);
  set_text(&ticket->office, event->office);
  set_text(&ticket->title, event->title);
}

static void receive(struct ticket *ticket, const struct ticket_event *event)
{
  ticket->key = event->ticket;
  ticket->state = TICKET_NEW;
  ticket->requester = event->requester;
  ticket->lang = event->lang;
  ticket->received_at = event->at;
  ticket->answered_at = ticket->closed_at = ticket->expected_at = ticket->callback_at = UTC_NONE;
  change(ticket, event);
}

static void answer(struct ticket *ticket, const struct ticket_event *event)
{
  if (ticket->answered_at == UTC_NONE)
    ticket->answered_at = event->at;
}

static void assign(struct ticket *ticket, const struct ticket_event *event)
{
  ticket->assignee = event->target;
  if (ticket->state == TICKET_NEW)
    ticket->state = TICKET_OPEN;
}

static void move(struct ticket *ticket, const struct ticket_event *event)
{
  if (!ticket_state_parse(event->target, &ticket->state))
    return;
  ticket->expected_at = event->until == 0 ? UTC_NONE : event->until;
  if (ticket_state_is_open(ticket->state)) {
    ticket->closed_at = UTC_NONE;
    ticket->cause = NULL;
    return;
  }
  set_text(&ticket->cause, event->reason);
  answer(ticket, event);
  if (ticket->closed_at == UTC_NONE)
    ticket->closed_at = event->at;
}

static void merge(struct ticket *ticket, const struct ticket_event *event)
{
  ticket->merged_into = event->target;
}

static void request(struct ticket *ticket, const struct ticket_event *event)
{
  ticket->exclusion_pending |= event->clocks;
  for (int clock = 0; clock < CLOCKS; clock++)
    if ((event->clocks & CLOCK_BIT(clock)) != 0)
      ticket->exclusion_by[clock] = event->by;
}

static void decide(struct ticket *ticket, const struct ticket_event *event)
{
  ticket->exclusion_pending &= ~event->clocks;
  if (event->kind == EVENT_EXCLUSION_APPROVED)
    ticket->excluded |= event->clocks;
  else if (event->kind == EVENT_EXCLUSION_WITHDRAWN)
    ticket->excluded &= ~event->clocks;
}

static ticket_fold *const folds[EVENT_KINDS] = {
  [EVENT_RECEIVED] = receive,
  [EVENT_ANSWERED] = answer,
  [EVENT_ASSIGNED] = assign,
  [EVENT_CHANGED] = change,
  [EVENT_STATE] = move,
  [EVENT_MERGED] = merge,
  [EVENT_EXCLUSION_REQUESTED] = request,
  [EVENT_EXCLUSION_APPROVED] = decide,
  [EVENT_EXCLUSION_REJECTED] = decide,
  [EVENT_EXCLUSION_WITHDRAWN] = decide,
  [EVENT_TAGGED] = ticket_tag,
  [EVENT_UNTAGGED] = ticket_untag,
  [EVENT_LINKED] = ticket_link,
  [EVENT_UNLINKED] = ticket_unlink,
  [EVENT_CALLBACK_PROMISED] = ticket_promise,
  [EVENT_CALLBACK_KEPT] = ticket_end_promise,
  [EVENT_CALLBACK_CANCELLED] = ticket_end_promise,
  [EVENT_SPENT] = ticket_spend,
  [EVENT_HANDED_OVER] = ticket_hand_over,
};

void ticket_apply(struct ticket *ticket, const struct ticket_event *event)
{
  if (folds[event->kind] != NULL)
    folds[event->kind](ticket, event);
  ticket->changed_at = event->at;
  ticket->revision++;
}
