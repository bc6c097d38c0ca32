/* The queue: a window of rows around the cursor. However many tickets there are, only the window is in
 * memory; it is read again when something changed and when the cursor nears its end. The cursor stays on
 * its ticket when rows move; when the ticket leaves the view, it stays at its place. */
#include <string.h>

#include "model_parts.h"

enum { MARGIN = 100, MARGIN_FILTER = 10 }; /* rows wanted beyond the screen on each side; while a filter is typed */

static int height_of(const struct model *model)
{
  return MAX(pane_seen(model, PANE_QUEUE), 1);
}

const struct queue_row *queue_current(const struct model *model)
{
  const struct queue_state *queue = &model->queue;
  return queue->window == NULL || queue->cursor < 0 || queue->cursor >= queue->window->rows
           ? NULL : &queue->window->row[queue->cursor];
}

static void shape_args(const struct queue_shape *shape, struct queue_args *args)
{
  args->saved = shape->ordered;
  args->order = shape->order;
  args->falling = shape->falling;
  g_strlcpy(args->expression, shape->expression, sizeof args->expression);
}

/* Is it what is to be shown now, or of a view that was left meanwhile? */
static bool is_wanted(const struct model *model, const struct queue_args *args)
{
  struct queue_args now = {0};
  shape_args(&model->queue.shape, &now);
  return args->view == model->queue.view && strcmp(args->filter, model->filter[PANE_QUEUE]) == 0 &&
         args->saved == now.saved && args->order == now.order && args->falling == now.falling &&
         strcmp(args->expression, now.expression) == 0;
}

void queue_args_of_view(const struct model *model, struct queue_args *out)
{
  *out = (struct queue_args){.view = model->queue.view, .now = model->now, .strict = true};
  g_strlcpy(out->actor, model->actor, sizeof out->actor);
  g_strlcpy(out->filter, model->filter[PANE_QUEUE], sizeof out->filter);
  shape_args(&model->queue.shape, out);
}

void queue_ask(struct model *model, enum queue_where where, struct effects *effects)
{
  const struct queue_row *row = queue_current(model);
  struct queue_args *args = g_new0(struct queue_args, 1);
  args->view = model->queue.view;
  args->now = model->now;
  args->look = QUEUE_LOOK;
  g_strlcpy(args->actor, model->actor, sizeof args->actor);
  g_strlcpy(args->filter, model->filter[PANE_QUEUE], sizeof args->filter);
  shape_args(&model->queue.shape, args);
  bool typing = model->mode == MODE_LINE || (model->queue.window != NULL && model->queue.window->more);
  args->before = args->after = typing ? MARGIN_FILTER + height_of(model) : MARGIN + model->rows;
  if (model->queue.pending != 0)
    where = (enum queue_where)(model->queue.pending - 1);
  args->where = row == NULL && where != QUEUE_BOTTOM ? QUEUE_TOP : where;
  if (row != NULL) {
    args->place = row->place;
    g_strlcpy(args->key, row->t.key, sizeof args->key);
  }
  queue_ask_args(model, args, effects);
}

static void jump(struct model *model, enum queue_where where, struct effects *effects)
{
  model->queue.pending = (int)where + 1;
  queue_ask(model, where, effects);
}

static int find_key(const struct queue_window *window, const char *key)
{
  for (int i = 0; i < window->rows; i++)
    if (strcmp(window->row[i].t.key, key) == 0)
      return i;
  return -1;
}

/* Where the cursor is in the new window: on its ticket, else where that one stood. */
static int new_cursor(const struct model *model, const struct queue_window *window)
{
  const struct queue_state *queue = &model->queue;
  const struct queue_row *row = queue_current(model);
  if (window->args.where == QUEUE_TOP && queue->pending == QUEUE_TOP + 1)
    return 0;
  if (window->args.where == QUEUE_BOTTOM)
    return window->rows - 1;
  int cursor = row == NULL ? 0 : find_key(window, row->t.key);
  if (cursor >= 0)
    return cursor;
  if (window->anchor >= 0)
    return window->anchor;
  return (int)CLAMP(queue->window->first + queue->cursor - window->first, 0, MAX(window->rows - 1, 0));
}

/* The ticket that the cursor was on has left the view, and the window is where it went to. */
static bool went_away(const struct model *model, const struct queue_window *window)
{
  const struct queue_row *row = queue_current(model);
  return window->args.where == QUEUE_KEY && window->anchor < 0 && window->total > 0 && row != NULL &&
         find_key(window, row->t.key) < 0;
}

void queue_arrived(struct model *model, struct queue_window *take_window, struct effects *effects)
{
  struct queue_state *queue = &model->queue;
  if (went_away(model, take_window)) {
    snapshot_free(take_window);
    queue_ask(model, QUEUE_AROUND, effects);
    return;
  }
  if (!is_wanted(model, &take_window->args)) {
    snapshot_free(take_window);
    return;
  }
  int cursor = new_cursor(model, take_window);
  bool at_top = queue->window == NULL || queue->top == 0; /* then what comes in above is seen at once */
  int64_t line = queue->window == NULL ? 0 : queue->window->first + queue->cursor - queue->top;
  if (queue->pending == (int)take_window->args.where + 1)
    queue->pending = 0;
  snapshot_free(queue->window);
  queue->window = take_window;
  queue->cursor = take_window->rows == 0 ? -1 : cursor;
  queue->top = at_top ? 0 : take_window->first + cursor - line; /* the same line of the screen */
  model_touch(model, PANE_BIT(PANE_QUEUE) | DIRTY_FOOTER);
  if (take_window->more && !model->ask[SLOT_QUEUE].waits) /* the search goes on, a bit at a time */
    queue_ask(model, QUEUE_KEY, effects);
}

/* The passing time changes what a filter shows. */
bool queue_turns(const struct model *model, utc_t now)
{
  const struct queue_window *window = model->queue.window;
  return window != NULL && window->turns_at > window->args.now && window->turns_at <= now;
}

/* The window must cover the screen with room to move; the answer keeps the cursor's ticket. */
static void extend(struct model *model, struct effects *effects)
{
  const struct queue_state *queue = &model->queue;
  const struct queue_window *window = queue->window;
  int height = height_of(model);
  bool above = window->first > 0 && queue->cursor < height;
  bool below = window->first + window->rows < window->total && queue->cursor > window->rows - 1 - height;
  if ((above || below) && !model->ask[SLOT_QUEUE].waits)
    queue_ask(model, QUEUE_AROUND, effects);
}

/* The open ticket beside the queue is the one under the cursor. */
static void follow(struct model *model, struct effects *effects)
{
  const struct queue_row *row = queue_current(model);
  if (row != NULL && *model->ticket_key != '\0' && model->editor == NULL && pane_on_screen(model, PANE_TICKET))
    model_open(model, row->t.key, effects);
  model_touch(model, PANE_BIT(PANE_QUEUE) | DIRTY_FOOTER);
}

void queue_select(struct model *model, int64_t position, struct effects *effects)
{
  struct queue_state *queue = &model->queue;
  if (queue->window == NULL || queue->window->rows == 0)
    return;
  queue->cursor = (int)CLAMP(position - queue->window->first, 0, queue->window->rows - 1);
  extend(model, effects);
  follow(model, effects);
}

void queue_move(struct model *model, enum move move, struct effects *effects)
{
  struct queue_state *queue = &model->queue;
  const struct queue_window *window = queue->window;
  if (window == NULL || window->rows == 0)
    return;
  if (move == MOVE_FIRST && window->first > 0)
    jump(model, QUEUE_TOP, effects);
  else if (move == MOVE_LAST && window->first + window->rows < window->total)
    jump(model, QUEUE_BOTTOM, effects);
  else
    queue_select(model, window->first + queue->cursor + list_step(move, height_of(model)), effects);
}

void queue_settle(struct model *model)
{
  struct queue_state *queue = &model->queue;
  const struct queue_window *window = queue->window;
  if (window == NULL || !pane_on_screen(model, PANE_QUEUE))
    return;
  int64_t before = queue->top, at = window->first + MAX(queue->cursor, 0);
  int height = height_of(model);
  if (at < queue->top || at >= queue->top + height) /* half a page at once: most keys then move two rows only */
    queue->top = at < before ? at - height + 1 + height / 2 : at - height / 2;
  queue->top = CLAMP(queue->top, at - height + 1, at);
  queue->top = CLAMP(queue->top, 0, MAX(window->total - height, 0));
  if (before != queue->top)
    model_touch(model, PANE_BIT(PANE_QUEUE));
}

void queue_view_set(struct model *model, enum queue_view view, struct effects *effects)
{
  model->queue.view = view;
  model->queue.shape = (struct queue_shape){0};
  queue_anew(model, effects);
}

void queue_anew(struct model *model, struct effects *effects)
{
  jump(model, QUEUE_TOP, effects);
  model_touch(model, PANE_BIT(PANE_QUEUE) | DIRTY_FOOTER);
}
