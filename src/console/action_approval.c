/* Approvals: looking at them, deciding with words. */
#include <string.h>

#include "actions.h"
#include "model_parts.h"
#include "table.h"

static void act_approvals(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  pane_show(model, PANE_APPROVAL, effects);
}

/* A decision has words: without them the line asks for some. */
static void decide(struct model *model, enum approval_step step, const char *words, struct effects *effects)
{
  const struct approval_row *row = table_current(model, PANE_APPROVAL);
  if (row == NULL)
    return;
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

static void act_grant(struct model *model, const char *arg, struct effects *effects)
{
  decide(model, STEP_GRANT, arg, effects);
}

static void act_refuse(struct model *model, const char *arg, struct effects *effects)
{
  decide(model, STEP_REFUSE, arg, effects);
}

static const struct action rows[] = {
  {"approvals", "W", NC_("action", "approvals"), N_("what waits for an approval, and what for mine"), GROUP_DESK,
   .foot = 21, .run = act_approvals},
  {"grant", "+", NC_("action", "approve"), N_("approve it, and why"), GROUP_DESK, PANE_BIT(PANE_APPROVAL), NEED_ROWS, 0,
   ARG_TEXT, -1, act_grant, RIGHT_SETTING},
  {"refuse", "-", NC_("action", "refuse"), N_("refuse it, and why"), GROUP_DESK, PANE_BIT(PANE_APPROVAL), NEED_ROWS, 0,
   ARG_TEXT, -2, act_refuse, RIGHT_SETTING},
};
const struct action_part actions_approval = {rows, (int)G_N_ELEMENTS(rows)};
