/* The remote tool for an asset: of the register, or named on a ticket. */
#include <string.h>

#include "actions.h"
#include "work.h"

/* The asset that the cursor is on; NULL: none. */
static const char *tag_here(const struct model *model)
{
  int cursor = model->list[PANE_ASSET].cursor;
  if (model->focus != PANE_ASSET || model->assets == NULL || cursor >= model->assets->rows)
    return NULL;
  return model->assets->row[cursor].tag;
}

static void act_remote(struct model *model, const char *arg, struct effects *effects)
{
  const char *tag = arg != NULL ? arg : tag_here(model);
  const struct ticket *ticket = model->focus == PANE_ASSET ? NULL : model_subject(model);
  if (tag == NULL) {
    line_open(model, LINE_COMMAND, "remote ");
    return;
  }
  struct effect effect = {.type = EFFECT_REMOTE, .text = g_strdup(tag),
                          .ticket = ticket == NULL ? NULL : g_strdup(ticket->key)};
  g_array_append_val(effects->list, effect);
  model_say(model, ROLE_NORMAL, _("starting the remote tool for %s"), tag);
}

static const struct action rows[] = {
  {"remote", "=", NC_("action", "remote"), N_("start the remote tool for an asset"), GROUP_TICKET,
   TICKETS | PANE_BIT(PANE_ASSET), 0, 0, ARG_ASSET, 0, act_remote, RIGHT_REMOTE},
};
const struct action_part actions_remote = {rows, (int)G_N_ELEMENTS(rows)};
