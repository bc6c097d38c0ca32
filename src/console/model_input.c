/* Keys, pastes and the mouse: to the mode that is on, else to the action table. */
#include <string.h>

#include "agenda_edit.h"
#include "article_edit.h"
#include "model_parts.h"
#include "table.h"
#include "toban/keymap.h"

typedef void key_fn(struct model *model, uint32_t key, unsigned mods, struct effects *effects);

static void normal_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  bool works;
  const struct action *action = keymap_find(model->keymap, model, key, mods, &works);
  if (action == NULL)
    return;
  if (works) {
    action->run(model, NULL, effects);
    return;
  }
  if ((action->needs & NEED_BACK) == 0)
    model_refuse(model, action);
}

/* The phone rings while something else is typed: that is kept, as Esc keeps it, and a form opens. */
static bool call_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  enum channel channel;
  if (model->mode == MODE_NORMAL || model->mode == MODE_FORM || !form_channel_of_key(key, mods, &channel) ||
      !action_permitted(action_find("new"), model, NULL))
    return false;
  if (model->mode == MODE_LINE)
    line_key(model, 27, 0, effects);
  if (model->mode == MODE_EDIT)
    editor_key(model, 27, 0, effects);
  if (model->mode == MODE_ARTICLE)
    article_edit_key(model, 27, 0, effects);
  if (model->mode == MODE_AGENDA)
    agenda_edit_leave(model);
  menu_close(model);
  form_open(model, channel, NULL, effects);
  return true;
}

static void any_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  static key_fn *const by_mode[] = {
    [MODE_NORMAL] = normal_key, [MODE_LINE] = line_key, [MODE_EDIT] = editor_key, [MODE_MENU] = menu_key,
    [MODE_FORM] = form_key, [MODE_ARTICLE] = article_edit_key,
    [MODE_AGENDA] = agenda_edit_key,
  };
  model_unsay(model);
  if (call_key(model, key, mods, effects))
    return;
  by_mode[model->mode](model, key, mods, effects);
}

/* A paste never runs anything: where no text is being typed it is only told about. */
static void paste(struct model *model, const char *text, size_t length, struct effects *effects)
{
  switch (model->mode) {
  case MODE_LINE: line_paste(model, text, length, effects); break;
  case MODE_EDIT: editor_paste(model, text, length, effects); break;
  case MODE_MENU: menu_paste(model, text, length); break;
  case MODE_FORM: form_paste(model, text, length, effects); break;
  case MODE_ARTICLE: article_edit_paste(model, text, length, effects); break;
  case MODE_AGENDA: agenda_edit_paste(model, text, length, effects); break;
  case MODE_NORMAL: model_say(model, ROLE_QUIET, "%s", _("pasted text was left out: nothing is being typed")); break;
  }
}

static enum pane_id pane_at(const struct model *model, int row, int col)
{
  for (int id = 0; id < PANES && !model->place.too_small; id++) {
    const struct rect *at = &model->place.pane[id];
    if (row >= at->y && row < at->y + at->h && col >= at->x && col < at->x + at->w)
      return (enum pane_id)id;
  }
  return PANE_NONE;
}

static int row_at(const struct model *model, enum pane_id pane, int y, int x)
{
  const struct pane_ops *ops = pane_get(pane);
  if (ops->table != NULL)
    return table_row_at(model, pane, ops->table, y);
  if (ops->row_at != NULL)
    return ops->row_at(model, y, x);
  return y < pane_seen(model, pane) ? model->list[pane].top + y : -1;
}

static bool select_row(struct model *model, enum pane_id pane, int row, struct effects *effects)
{
  bool same = model->list[pane].cursor == row;
  if (pane == PANE_QUEUE) {
    const struct queue_row *before = queue_current(model);
    queue_select(model, row, effects);
    return queue_current(model) == before;
  }
  model->list[pane].cursor = row;
  return same;
}

/* The first click selects, one more on the selected row of the focused pane opens it. */
static void click(struct model *model, enum pane_id pane, int y, int x, struct effects *effects)
{
  const struct pane_ops *ops = pane_get(pane);
  struct rect inside = rect_inside(model->place.pane[pane]);
  bool focused = model->focus == pane;
  model_focus(model, pane);
  if (y < inside.y || y >= inside.y + inside.h || x < inside.x || x >= inside.x + inside.w || ops->text)
    return;
  const struct queue_window *window = model->queue.window;
  int64_t count = pane != PANE_QUEUE ? pane_rows(model, pane) : window == NULL ? 0 : window->total;
  int row = row_at(model, pane, y - inside.y, x - inside.x);
  if (row >= 0 && row < count && select_row(model, pane, row, effects) && focused && ops->open != NULL)
    ops->open(model, effects);
  model_touch(model, PANE_BIT(pane) | DIRTY_FOOTER);
}

static void mouse(struct model *model, const struct input_event *event, struct effects *effects)
{
  enum { LEFT = 1, WHEEL_UP = 4, WHEEL_DOWN = 5, WHEEL_ROWS = 3 };
  enum pane_id pane = pane_at(model, event->row, event->col);
  if (!event->press || pane == PANE_NONE || model->mode != MODE_NORMAL)
    return;
  if (event->button == LEFT)
    click(model, pane, event->row, event->col, effects);
  if (event->button != WHEEL_UP && event->button != WHEEL_DOWN)
    return;
  model_focus(model, pane);
  for (int i = 0; i < WHEEL_ROWS; i++)
    model_move(model, event->button == WHEEL_UP ? MOVE_UP : MOVE_DOWN, effects);
}

void model_input(struct model *model, const struct input_event *event, struct effects *effects)
{
  switch (event->type) {
  case INPUT_KEY: any_key(model, event->key, event->mods, effects); break;
  case INPUT_PASTE: paste(model, event->text, event->length, effects); break;
  case INPUT_MOUSE: mouse(model, event, effects); break;
  case INPUT_FOCUS: case INPUT_NONE: break;
  }
}
