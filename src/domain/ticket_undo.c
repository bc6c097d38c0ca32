/* What can be taken back, and the event that does it. */
#include <string.h>

#include "toban/error.h"
#include "toban/ticket_work.h"

struct undo {
  const struct ticket_event *last;
  const struct ticket *before;       /* the ticket without the last event */
  struct ticket_event *out;
  char **said;
};

static bool refuse(GError **error, const char *text)
{
  error_set(error, TE_DATA, "%s", text);
  return false;
}

static bool undo_assigned(struct undo *undo, GError **error)
{
  (void)error;
  undo->out->kind = EVENT_ASSIGNED;
  undo->out->target = undo->before->assignee;
  *undo->said = undo->before->assignee == NULL
                    ? g_strdup(_("assigned to nobody again"))
                    : g_strdup_printf(_("assigned to %s again"), undo->before->assignee);
  return true;
}

static bool undo_state(struct undo *undo, GError **error)
{
  enum ticket_state then = undo->before->state == TICKET_NEW ? TICKET_OPEN : undo->before->state;
  struct ticket now = *undo->before;
  ticket_apply(&now, undo->last);
  if (now.state == then)
    return refuse(error, _("a ticket that was “new” stays “open”: nothing to take back"));
  if ((ticket_next_states(&now) & 1u << then) == 0) {
    error_set(error, TE_DATA, _("a ticket that is “%s” cannot become “%s”"), ticket_state_text(now.state),
              ticket_state_text(then));
    return false;
  }
  undo->out->kind = EVENT_STATE;
  undo->out->target = ticket_state_id(then);
  if (undo->before->expected_at != UTC_NONE && undo->before->expected_at >= undo->out->at)
    undo->out->until = undo->before->expected_at;
  *undo->said = g_strdup_printf(_("the state is “%s” again"), ticket_state_text(then));
  return true;
}

static bool undo_changed(struct undo *undo, GError **error)
{
  const struct ticket_event *last = undo->last;
  const struct ticket *before = undo->before;
  if ((last->category != NULL && before->category == NULL) || (last->title != NULL && before->title == NULL))
    return refuse(error, _("a field that had no value before is changed, not taken back"));
  undo->out->kind = EVENT_CHANGED;
  undo->out->channel = last->channel == CHANNEL_NONE ? CHANNEL_NONE : before->channel;
  undo->out->priority = last->priority == PRIORITY_NONE ? PRIORITY_NONE : before->priority;
  undo->out->category = last->category == NULL ? NULL : before->category;
  undo->out->office = last->office == NULL ? NULL : before->office;
  undo->out->title = last->title == NULL ? NULL : before->title;
  *undo->said = g_strdup(_("the fields have their former values again"));
  return true;
}

/* Those that have an opposite. */
static bool undo_opposite(struct undo *undo, GError **error)
{
  static const enum event_kind back[EVENT_KINDS] = {
      [EVENT_TAGGED] = EVENT_UNTAGGED, [EVENT_UNTAGGED] = EVENT_TAGGED,
      [EVENT_CHECKED] = EVENT_UNCHECKED, [EVENT_UNCHECKED] = EVENT_CHECKED,
      [EVENT_CALLBACK_PROMISED] = EVENT_CALLBACK_CANCELLED, [EVENT_SPENT] = EVENT_SPENT};
  (void)error;
  undo->out->kind = back[undo->last->kind];
  undo->out->target = undo->last->target;
  undo->out->reason = undo->last->reason;
  undo->out->amount = -undo->last->amount;
  *undo->said = g_strdup_printf(_("taken back: %s"), event_kind_text(undo->last->kind));
  return true;
}

/* A cancelled or moved promise is given again; one that the cancelling event followed too late is not. */
static bool undo_promise(struct undo *undo, GError **error)
{
  if (undo->before->callback_at == UTC_NONE)
    return undo_opposite(undo, error);
  if (undo->before->callback_at < undo->out->at)
    return refuse(error, _("the time of that call-back is over: promise another one"));
  undo->out->kind = EVENT_CALLBACK_PROMISED;
  undo->out->until = undo->before->callback_at;
  *undo->said = g_strdup(_("the call-back is promised for its former time again"));
  return true;
}

typedef bool undo_fn(struct undo *undo, GError **error);
static undo_fn *const ways[EVENT_KINDS] = {
    [EVENT_ASSIGNED] = undo_assigned,
    [EVENT_STATE] = undo_state,
    [EVENT_CHANGED] = undo_changed,
    [EVENT_TAGGED] = undo_opposite,
    [EVENT_UNTAGGED] = undo_opposite,
    [EVENT_CHECKED] = undo_opposite,
    [EVENT_UNCHECKED] = undo_opposite,
    [EVENT_SPENT] = undo_opposite,
    [EVENT_CALLBACK_PROMISED] = undo_promise,
    [EVENT_CALLBACK_CANCELLED] = undo_promise,
};

static bool may_undo(const struct ticket_event *last, const char *actor, utc_t now, GError **error)
{
  if (g_strcmp0(last->by, actor) != 0) {
    error_set(error, TE_DATA, _("the last step is another person’s: %s (%s)"), event_kind_text(last->kind), last->by);
    return false;
  }
  if (now - last->at > UNDO_SECONDS)
    return refuse(error, _("it is older than 15 minutes: what happened since counts; do the opposite yourself"));
  if (ways[last->kind] != NULL)
    return true;
  error_set(error, TE_DATA, _("this cannot be taken back: %s"), event_kind_text(last->kind));
  return false;
}

bool ticket_undo(const struct ticket_event *event, int events, const char *actor, utc_t now, struct ticket_event *out,
                 char **said, GError **error)
{
  struct ticket before = {0};
  *said = NULL;
  int newest = -1;
  for (int i = 0; i < events; i++) /* written last, whatever time it is dated */
    if (newest < 0 || event[i].seq > event[newest].seq)
      newest = i;
  if (newest < 0)
    return refuse(error, _("nothing to take back"));
  const struct ticket_event *last = &event[newest];
  if (!may_undo(last, actor, now, error))
    return false;
  if (newest != events - 1)
    return refuse(error, _("the last step was dated back: it is not taken back"));
  for (int i = 0; i < events - 1; i++)
    ticket_apply(&before, &event[i]);
  *out = (struct ticket_event){.ticket = last->ticket, .at = now, .by = actor, .channel = CHANNEL_NONE};
  struct undo undo = {last, &before, out, said};
  return ways[last->kind](&undo, error);
}
