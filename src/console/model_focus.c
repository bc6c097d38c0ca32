/* Panes: which are seen, which has the focus, moving in them and the way back. */
#include <string.h>

#include "model_parts.h"
#include "table.h"

static bool has_ticket(const struct model *model)
{
  return *model->ticket_key != '\0';
}

/* A pane without a place of its own takes the whole body while it has the focus. */
void model_place(struct model *model)
{
  struct placement before = model->place;
  enum pane_id only = PANE_NONE;
  if (model->zoom || !layout_has(model->rows, model->cols, has_ticket(model), model->focus))
    only = model->focus;
  layout_place(model->rows, model->cols, has_ticket(model), only, &model->place);
  if (memcmp(&before, &model->place, sizeof before) != 0)
    model_touch(model, DIRTY_ALL);
}

bool pane_on_screen(const struct model *model, enum pane_id pane)
{
  return !model->place.too_small && model->place.pane[pane].h > 0;
}

bool pane_in_use(const struct model *model, enum pane_id pane)
{
  bool used = model->focus == pane;
  for (int i = 0; i < model->backs; i++)
    used = used || model->back[i] == pane;
  return used;
}

static void forget(struct model *model, enum pane_id pane)
{
  int kept = 0;
  for (int i = 0; i < model->backs; i++)
    if (model->back[i] != pane)
      model->back[kept++] = model->back[i];
  model->backs = kept;
}

/* Each pane stands once in the way back; the queue, where every way ends, never. */
void model_focus(struct model *model, enum pane_id pane)
{
  if (pane == model->focus)
    return;
  forget(model, model->focus);
  forget(model, pane);
  if (pane == PANE_QUEUE)
    model->backs = 0;
  else if (model->focus != PANE_QUEUE)
    model->back[model->backs++] = model->focus;
  model_touch(model, PANE_BIT(model->focus) | PANE_BIT(pane) | DIRTY_FOOTER);
  model->focus = pane;
  model_place(model);
}

bool model_has_back(const struct model *model)
{
  return model->zoom || model->focus != PANE_QUEUE || has_ticket(model) || *model->filter[PANE_QUEUE] != '\0';
}

static void leave_pane(struct model *model)
{
  enum pane_id from = model->focus, to = PANE_QUEUE;
  if (model->backs > 0)
    to = model->back[--model->backs];
  if (from == PANE_TICKET)
    *model->ticket_key = '\0';
  model_focus(model, to);
  forget(model, from);
}

/* The innermost thing first: zoom, filter, pane, and in the queue the open ticket. */
void model_back(struct model *model, struct effects *effects)
{
  if (model->zoom)
    model->zoom = false;
  else if (*model->filter[model->focus] != '\0' && model->focus != PANE_ASSET)
    filter_set(model, model->focus, "", effects);
  else if (model->focus != PANE_QUEUE)
    leave_pane(model);
  else
    *model->ticket_key = '\0';
  model_touch(model, DIRTY_ALL);
}

int pane_seen(const struct model *model, enum pane_id pane)
{
  const struct pane_ops *ops = pane_get(pane);
  if (ops->table != NULL)
    return table_seen(model, pane, ops->table);
  return ops->seen != NULL ? ops->seen(model) : rect_inside(model->place.pane[pane]).h;
}

int pane_rows(const struct model *model, enum pane_id pane)
{
  if (pane == PANE_QUEUE)
    return model->queue.window == NULL ? 0 : model->queue.window->rows;
  const struct pane_ops *ops = pane_get(pane);
  return ops->table != NULL ? ops->table->rows(model) : ops->rows(model);
}

int model_rows(const struct model *model)
{
  return pane_rows(model, model->focus);
}

void model_move(struct model *model, enum move move, struct effects *effects)
{
  enum pane_id pane = model->focus;
  int rows = pane_rows(model, pane), seen = pane_seen(model, pane);
  if (pane == PANE_QUEUE)
    queue_move(model, move, effects);
  else if (pane_get(pane)->text)
    list_scroll(&model->list[pane], move, rows, seen);
  else
    list_move(&model->list[pane], move, rows, seen);
  model_touch(model, PANE_BIT(pane));
}

void model_settle(struct model *model)
{
  if (model->place.too_small)
    return;
  for (int id = 0; id < PANES; id++) {
    enum pane_id pane = (enum pane_id)id;
    if (!pane_on_screen(model, pane) || pane == PANE_QUEUE)
      continue;
    struct list before = model->list[pane];
    if (pane_get(pane)->text)
      list_clamp(&model->list[pane], pane_rows(model, pane), pane_seen(model, pane));
    else
      list_settle(&model->list[pane], pane_rows(model, pane), pane_seen(model, pane));
    if (before.top != model->list[pane].top)
      model_touch(model, PANE_BIT(pane));
  }
  queue_settle(model);
}

void model_open(struct model *model, const char *key, struct effects *effects)
{
  if (strcmp(model->ticket_key, key) != 0) {
    g_strlcpy(model->ticket_key, key, sizeof model->ticket_key);
    model->list[PANE_TICKET].top = LIST_END; /* the newest event is what counts */
    model->explain = false;
    model_ask(model, SLOT_TICKET, effects);
  }
  model_touch(model, DIRTY_ALL);
}
