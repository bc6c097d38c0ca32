/* Actions that change what is seen. */
#include <string.h>

#include "actions.h"
#include "model_parts.h"

static void focus(struct model *model, enum pane_id pane)
{
  model->zoom = false;
  model_focus(model, pane);
  model_touch(model, DIRTY_ALL);
}

void act_focus_queue(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  focus(model, PANE_QUEUE);
}

void act_focus_due(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  focus(model, PANE_DUE);
}

void act_focus_clock(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  focus(model, PANE_CLOCK);
}

void act_focus_health(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  focus(model, PANE_HEALTH);
}

/* Type and see: the search is open at once. */
void act_focus_asset(struct model *model, const char *arg, struct effects *effects)
{
  focus(model, PANE_ASSET);
  if (arg != NULL)
    filter_set(model, PANE_ASSET, arg, effects);
  else
    line_open(model, LINE_FILTER, model->filter[PANE_ASSET]);
}

void act_focus_ticket(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  if (*model->ticket_key == '\0')
    act_open(model, NULL, effects);
  if (*model->ticket_key != '\0')
    focus(model, PANE_TICKET);
}

void act_help(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  model->list[PANE_HELP] = (struct list){0};
  focus(model, PANE_HELP);
}

/* The panes on the screen, around in the order of their digits. */
static void step_pane(struct model *model, int step)
{
  for (int i = 1; i <= PANES; i++) {
    enum pane_id pane = (enum pane_id)((model->focus + step * i + PANES * i) % PANES);
    if (pane != PANE_HELP && pane_on_screen(model, pane)) {
      model_focus(model, pane);
      return;
    }
  }
}

void act_next_pane(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  step_pane(model, 1);
}

void act_previous_pane(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  step_pane(model, -1);
}

void act_zoom(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  model->zoom = !model->zoom;
  model_touch(model, DIRTY_ALL);
}

void act_back(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_back(model, effects);
}

void act_open(struct model *model, const char *arg, struct effects *effects)
{
  const struct pane_ops *ops = pane_get(model->focus);
  (void)arg;
  if (ops->open != NULL)
    ops->open(model, effects);
}

/* --- moving --------------------------------------------------------------------------------------- */
void act_up(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_UP, effects);
}

void act_down(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_DOWN, effects);
}

void act_page_up(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_PAGE_UP, effects);
}

void act_page_down(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_PAGE_DOWN, effects);
}

void act_half_up(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_HALF_UP, effects);
}

void act_half_down(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_HALF_DOWN, effects);
}

void act_first(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_FIRST, effects);
}

void act_last(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_LAST, effects);
}

/* --- views and filters ---------------------------------------------------------------------------- */
static void step_view(struct model *model, int step, struct effects *effects)
{
  queue_view_set(model, (enum queue_view)(((int)model->queue.view + step + VIEWS) % VIEWS), effects);
}

void act_view(struct model *model, const char *arg, struct effects *effects)
{
  enum queue_view view;
  if (arg == NULL)
    step_view(model, 1, effects);
  else if (queue_view_parse(arg, &view))
    queue_view_set(model, view, effects);
  else
    model_say(model, ROLE_BAD, _("there is no view “%s”: Tab shows them"), arg);
}

void act_view_back(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  step_view(model, -1, effects);
}

void act_filter(struct model *model, const char *arg, struct effects *effects)
{
  if (arg != NULL)
    filter_set(model, model->focus, arg, effects);
  else
    line_open(model, LINE_FILTER, model->filter[model->focus]);
}

void act_goto(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "goto ");
    return;
  }
  model_open(model, arg, effects);
  focus(model, PANE_TICKET);
}

/* In the place of the timeline; from its beginning, back to the newest event. */
void act_explain(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  model->explain = !model->explain;
  model->list[PANE_TICKET].top = model->explain ? 0 : LIST_END;
  model_touch(model, PANE_BIT(PANE_TICKET) | DIRTY_FOOTER);
}
