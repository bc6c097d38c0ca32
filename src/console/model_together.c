#include "together.h"

#include <string.h>

#include "lock.h"
#include "names.h"
#include "toban/text.h"

struct together_state {
  struct together *view;
  int64_t told;                 /* the newest mention that was told */
  char ticket[32];              /* where the others were last told that this console is */
  bool writes;
};

struct together_state *together_new(void)
{
  return g_new0(struct together_state, 1);
}

void together_free(struct together_state *state)
{
  snapshot_free(state->view);
  g_free(state);
}

const struct together *together_view(const struct model *model)
{
  return model->together->view;
}

void *together_args(const struct model *model)
{
  struct together_args *args = g_new0(struct together_args, 1);
  args->now = model->now;
  g_strlcpy(args->actor, model->actor, sizeof args->actor);
  return args;
}

/* --- mentions ----------------------------------------------------------------------------------------------- */
static void tell_newest(struct model *model, const struct together_mention *mention, struct effects *effects)
{
  g_autoptr(GString) by = g_string_new(NULL), body = g_string_new(NULL);
  person_full(model, mention->by, by);
  text_clean(body, mention->body, -1);
  model_say(model, ROLE_MINE, _("%s speaks to you in %s: %s"), by->str, mention->ticket, body->str);
  model->notice.until = UTC_NONE; /* until a key: it is meant for this person */
  alert_ring(model, model->notice.text, effects);
}

/* What waited before this console began is told as a number, without a bell. */
void together_arrived(struct model *model, void *take, struct effects *effects)
{
  struct together_state *state = model->together;
  struct together *view = take;
  bool first = state->view == NULL;
  snapshot_free(state->view);
  state->view = view;
  if (first && view->mentions_unread > 0)
    model_say(model, ROLE_MINE, _("%d notes speak to you that you have not seen: @ shows them"), view->mentions_unread);
  else if (!first && view->newest > state->told && view->mentions > 0 && view->mention[0].unread)
    tell_newest(model, &view->mention[0], effects);
  state->told = MAX(state->told, view->newest);
  model_touch(model, DIRTY_HEADER | PANE_BIT(PANE_QUEUE) | PANE_BIT(PANE_TICKET) | PANE_BIT(PANE_MENTION));
}

/* --- who is where -------------------------------------------------------------------------------------------- */
const char *together_ticket(const struct model *model, bool *writes)
{
  bool typing = model->editor != NULL;
  *writes = typing;
  if (lock_is_on(model->lock) || (!typing && model->focus != PANE_TICKET))
    return "";
  return typing ? model->editor->key : model->ticket_key;
}

void together_settle(struct model *model, struct effects *effects)
{
  struct together_state *state = model->together;
  bool writes;
  const char *ticket = together_ticket(model, &writes);
  if (state->writes == writes && strcmp(state->ticket, ticket) == 0)
    return;
  state->writes = writes;
  g_strlcpy(state->ticket, ticket, sizeof state->ticket);
  effects_add(effects, EFFECT_PRESENT);
}

bool together_others(const struct model *model, const char *ticket, GString *out)
{
  const struct together *view = together_view(model);
  bool any = false;
  for (int i = 0; view != NULL && i < view->lookers; i++) {
    const struct together_looker *looker = &view->looker[i];
    if (strcmp(looker->ticket, ticket) != 0)
      continue;
    g_string_append(out, any ? C_("between names", ", ") : "");
    person_short(model, looker->login, out);
    g_string_append(out, looker->writes ? _(" (writing)") : "");
    any = true;
  }
  return any;
}

const char *together_mark(const struct model *model, const char *ticket, enum role *role)
{
  const struct together *view = together_view(model);
  for (int i = 0; view != NULL && i < view->mentions; i++)
    if (view->mention[i].unread && strcmp(view->mention[i].ticket, ticket) == 0) {
      *role = ROLE_MINE;
      return "@";
    }
  if (together_is_unread(view, ticket)) {
    *role = ROLE_MINE;
    return "*";
  }
  for (int i = 0; view != NULL && i < view->lookers; i++)
    if (strcmp(view->looker[i].ticket, ticket) == 0) {
      *role = ROLE_QUIET;
      return "&";
    }
  return " ";
}
