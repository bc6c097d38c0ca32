/* Approvals: looking at them, deciding with words. */
#include <string.h>

#include "actions.h"
#include "model_parts.h"

void act_approvals(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model->zoom = false;
  model_focus(model, PANE_APPROVAL);
  model_ask(model, SLOT_APPROVAL, effects);
  model_touch(model, DIRTY_ALL);
}

/* A decision has words: without them the line asks for some. */
static void decide(struct model *model, enum approval_step step, const char *words, struct effects *effects)
{
  const struct approval_list *list = model->approvals;
  int cursor = model->list[PANE_APPROVAL].cursor;
  if (list == NULL || cursor >= list->rows)
    return;
  const struct approval_row *row = &list->row[cursor];
  const char *done = step == STEP_GRANT ? N_("%s: approved") : N_("%s: refused");
  if (words == NULL || *words == '\0') {
    line_open(model, LINE_COMMAND, step == STEP_GRANT ? "grant " : "refuse ");
    return;
  }
  if (!right_may(model->roles, row->a.kind->decide) && !model->read_only) {
    GError *error = NULL;
    right_refuse(model->roles, row->a.kind->decide, &error);
    model_say(model, ROLE_BAD, "%s", error->message);
    g_clear_error(&error);
    return;
  }
  struct pending pending = {.done = done};
  g_strlcpy(pending.ticket, row->name, sizeof pending.ticket);
  struct command *command =
      row->ticket == NULL ? approval_take(model->actor, model->now, step, row->name, words)
                          : approval_exclusion(model->actor, model->now, step == STEP_GRANT, row->ticket, row->clocks,
                                               words);
  model_send(model, command, &pending, effects);
}

void act_grant(struct model *model, const char *arg, struct effects *effects)
{
  decide(model, STEP_GRANT, arg, effects);
}

void act_refuse(struct model *model, const char *arg, struct effects *effects)
{
  decide(model, STEP_REFUSE, arg, effects);
}
