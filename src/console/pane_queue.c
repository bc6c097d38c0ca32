/* The live queue, most urgent first. */
#include <string.h>

#include "model_parts.h"
#include "queue_columns.h"
#include "state_line.h"
#include "together.h"
#include "toban/text.h"
#include "work.h"

enum { HEADING = 1 };

/* An exact count where one is kept, whatever of the list was looked at. */
static void count_text(const struct model *model, const struct queue_window *window, GString *out)
{
  const struct saved_view *view = saved_view_shown(model);
  bool whole = view != NULL && view->count != VIEW_UNCOUNTED && *model->filter[PANE_QUEUE] == '\0';
  if (window->more && !whole)
    g_string_append_printf(out, C_("count of tickets", " %ld in the first %ld"), (long)window->total,
                           (long)window->looked);
  else
    g_string_append_printf(out, C_("count of tickets", " %ld"), (long)(window->more ? view->count : window->total));
}

/* What is shown by name, and by what it is ordered. */
static void name_text(const struct model *model, GString *out)
{
  const struct queue_shape *shape = &model->queue.shape;
  const struct saved_view *saved = saved_view_shown(model);
  enum queue_view view = model->queue.view;
  bool by_change = view == VIEW_DONE || view == VIEW_ALL;
  g_string_append(out, " [");
  text_clean(out, saved != NULL ? saved_view_title(saved) : *shape->key != '\0' ? strchr(shape->key, '/') + 1
                                                                               : queue_view_text(view), -1);
  g_string_append_printf(out, "] %s", shape->ordered ? queue_order_text(shape->order, shape->falling)
                                      : by_change ? _("newest first") : _("by due"));
}

static void title(const struct model *model, GString *out)
{
  g_string_append(out, _("Tickets"));
  if (model->queue.window != NULL)
    count_text(model, model->queue.window, out);
  name_text(model, out);
  const struct together *together = together_view(model);
  if (together != NULL && together->unreads > 0)
    g_string_append_printf(out, C_("count of tickets", "  %d new to me"), together->unreads);
  if (*model->filter[PANE_QUEUE] != '\0') {
    g_string_append(out, "  /");
    text_clean(out, model->filter[PANE_QUEUE], -1);
  }
  if (mark_count(model) > 0)
    g_string_append_printf(out, C_("count of marks", "  +%d"), mark_count(model));
}

static void place(const struct model *model, GString *out)
{
  const struct queue_window *window = model->queue.window;
  if (window != NULL && window->rows > 0)
    g_string_append_printf(out, "%ld/%ld", (long)(window->first + model->queue.cursor + 1), (long)window->total);
}

static int seen(const struct model *model)
{
  return MAX(rect_inside(model->place.pane[PANE_QUEUE]).h - HEADING, 0);
}

static void draw_heading(struct grid *grid, const struct queue_columns *columns, struct rect area)
{
  int x = area.x + 1;
  for (int i = 0; i < columns->count; i++) {
    enum queue_column column = columns->column[i];
    int width = columns->width[column];
    if (width == 0)
      continue;
    grid_fit(grid, area.y, x, width, queue_column_right(column), ROLE_QUIET, queue_column_title(columns, column));
    x += width + 1;
  }
}

/* The cursor's bar ends with the title: what stands behind it, on wide screens, need not be sent again
 * with each key. */
static int bar_width(const struct queue_columns *columns)
{
  int width = 1;
  for (int i = 0; i < columns->count; i++) {
    int own = columns->width[columns->column[i]];
    width += own == 0 ? 0 : own + 1;
    if (columns->column[i] == COLUMN_TITLE)
      break;
  }
  return width - 1;
}

static void draw_row(const struct model *model, struct grid *grid, const struct queue_columns *columns,
                     struct rect line, const struct queue_row *row, bool selected)
{
  g_autoptr(GString) text = g_string_new(NULL);
  int x = line.x + 1;
  style_t bar = selected ? STYLE_SELECTED : 0;
  grid_fill(grid, line, ROLE_NORMAL);
  grid_fill(grid, (struct rect){line.y, line.x, 1, bar_width(columns)}, ROLE_NORMAL | bar);
  enum role mark_role = ROLE_NORMAL;
  const char *mark = together_mark(model, row->t.key, &mark_role);
  bool marked = mark_has(model, row->t.key);
  enum role sign_role = marked ? ROLE_MINE : selected ? ROLE_NORMAL : mark_role;
  grid_put(grid, line.y, line.x, 1, (style_t)sign_role | bar, marked ? "+" : selected ? ">" : mark);
  for (int i = 0; i < columns->count; i++) {
    enum queue_column column = columns->column[i];
    enum role role = ROLE_NORMAL;
    int width = columns->width[column];
    if (width == 0)
      continue;
    g_string_truncate(text, 0);
    queue_cell(model, columns, row, column, text, &role);
    grid_fit(grid, line.y, x, width, queue_column_right(column), (style_t)(role | bar), text->str);
    x += width + 1;
    if (column == COLUMN_TITLE)
      bar = 0; /* what stands behind the title is without it */
  }
}

static void draw_empty(const struct model *model, struct grid *grid, struct rect area)
{
  const char *what = *model->filter[PANE_QUEUE] != '\0' ? _("No ticket of this view matches. Esc shows all of it.")
                     : model->queue.view == VIEW_OPEN ? _("No open ticket. n takes one in; v shows other views.")
                                                      : _("No ticket in this view. v shows the others.");
  state_line(grid, area, ROLE_QUIET, what);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  const struct queue_window *window = model->queue.window;
  struct queue_columns columns;
  if (state_not_there(model, grid, area, SLOT_QUEUE, window != NULL))
    return;
  queue_columns(area.w, model->queue.shape.columns, &columns);
  draw_heading(grid, &columns, area);
  struct rect below = {area.y + HEADING, area.x, area.h - HEADING, area.w};
  if (window->total == 0 && window->more)
    state_line(grid, below, ROLE_QUIET, _("Looking on ..."));
  else if (window->total == 0)
    draw_empty(model, grid, below);
  for (int line = HEADING; line < area.h; line++) {
    int64_t index = model->queue.top - window->first + line - HEADING;
    if (index >= 0 && index < window->rows)
      draw_row(model, grid, &columns, (struct rect){area.y + line, area.x, 1, area.w}, &window->row[index],
               index == model->queue.cursor);
  }
}

static void open_row(struct model *model, struct effects *effects)
{
  const struct queue_row *row = queue_current(model);
  if (row == NULL)
    return;
  model_open(model, row->t.key, effects);
  model_focus(model, PANE_TICKET);
}

static int row_at(const struct model *model, int y, int x)
{
  (void)x;
  return y < HEADING ? -1 : (int)model->queue.top + y - HEADING;
}

const struct pane_ops pane_queue = {
  .id = PANE_QUEUE, .name = "queue", .digit = 1, .filter = true, .time = PANE_TIME_SECONDS,
  .title = title, .place = place, .draw = draw, .seen = seen, .row_at = row_at, .open = open_row,
};
