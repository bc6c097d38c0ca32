/* Many calls at once: each a key; called back later, and answered by that. */
#include <string.h>

#include "actions.h"
#include "model_parts.h"
#include "table.h"
#include "toban/callback.h"

/* Nobody knows yet where a call came from: the operator's own site, until it is called back. */
static const char *own_site(const struct model *model)
{
  const struct operator_ *me = model->ref == NULL ? NULL : reference_operator(model->ref, model->actor);
  const struct office *site = me == NULL ? NULL : reference_office(model->ref, me->site);
  if (site != NULL)
    return site->id;
  return model->ref != NULL && model->ref->offices > 0 ? model->ref->office[model->ref->offices - 1].id : NULL;
}

static void take_call(struct model *model, struct effects *effects)
{
  const char *office = own_site(model);
  if (office == NULL)
    return;
  struct pending pending = {.done = N_("%s: taken in, to be called back")};
  model_send(model,
             callback_take(model->actor, model->now, office, _("Call to be called back"),
                           _("Machine voice and recording; a call-back is owed.")),
             &pending, effects);
}

/* The first key goes there, each further one is a call. */
static void act_burst(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  if (model->focus == PANE_CALLBACK)
    take_call(model, effects);
  else
    pane_show(model, PANE_CALLBACK, effects);
}

static void act_called_back(struct model *model, const char *arg, struct effects *effects)
{
  const struct callback_row *row = table_current(model, PANE_CALLBACK);
  if (row == NULL)
    return;
  if (arg == NULL || *arg == '\0') {
    line_open(model, LINE_COMMAND, "called-back ");
    return;
  }
  struct pending pending = {.done = N_("%s: called back and answered")};
  g_strlcpy(pending.ticket, row->key, sizeof pending.ticket);
  model_send(model, callback_done(model->actor, model->now, row->key, row->revision, arg), &pending, effects);
}

static const struct action rows[] = {
  {"burst", "P", NC_("action", "call-backs"),
   N_("calls to be called back: goes there, then each key is one call taken in"), GROUP_DESK, .foot = 19,
   .run = act_burst, .right = RIGHT_TICKET_NEW},
  {"called-back", "f", NC_("action", "called back"), N_("called back: what was answered"), GROUP_DESK,
   PANE_BIT(PANE_CALLBACK), NEED_ROWS, 0, ARG_TEXT, -2, act_called_back, RIGHT_TICKET_ANSWER},
};
const struct action_part actions_callback = {rows, (int)G_N_ELEMENTS(rows)};
