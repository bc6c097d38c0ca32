/* The live queue, most urgent first. */
#include "model_parts.h"
#include "queue_columns.h"
#include "state_line.h"
#include "together.h"
#include "toban/text.h"

enum { HEADING = 1 };

static void title(const struct model *model, GString *out)
{
  const struct queue_window *window = model->queue.window;
  enum queue_view view = model->queue.view;
  bool by_due = view != VIEW_DONE && view != VIEW_ALL;
  g_string_append(out, _("Tickets"));
  if (window != NULL)
    g_string_append_printf(out, window->more ? C_("count of tickets", " over %ld") : C_("count of tickets", " %ld"),
                           (long)window->total);
  g_string_append_printf(out, " [%s] %s", queue_view_text(view), by_due ? _("by due") : _("newest first"));
  const struct together *together = together_view(model);
  if (together != NULL && together->unreads > 0)
    g_string_append_printf(out, C_("count of tickets", "  %d new to me"), together->unreads);
  if (*model->filter[PANE_QUEUE] != '\0') {
    g_string_append(out, "  /");
    text_clean(out, model->filter[PANE_QUEUE], -1);
  }
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
  for (int i = 0; i < COLUMNS; i++) {
    if (columns->width[i] == 0)
      continue;
    grid_fit(grid, area.y, x, columns->width[i], queue_column_right((enum queue_column)i), ROLE_QUIET,
             queue_column_title(columns, (enum queue_column)i));
    x += columns->width[i] + 1;
  }
}

/* The cursor's bar ends with the title: what stands behind it, on wide screens, need not be sent again
 * with each key. */
static int bar_width(const struct queue_columns *columns)
{
  int width = 1;
  for (int i = 0; i <= COLUMN_TITLE; i++)
    width += columns->width[i] == 0 ? 0 : columns->width[i] + 1;
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
  grid_put(grid, line.y, line.x, 1, (style_t)(selected ? ROLE_NORMAL : mark_role) | bar, selected ? ">" : mark);
  for (int i = 0; i < COLUMNS; i++) {
    enum role role = ROLE_NORMAL;
    if (columns->width[i] == 0)
      continue;
    g_string_truncate(text, 0);
    queue_cell(model, columns, row, (enum queue_column)i, text, &role);
    grid_fit(grid, line.y, x, columns->width[i], queue_column_right((enum queue_column)i),
             (style_t)(role | (i <= COLUMN_TITLE ? bar : 0)), text->str);
    x += columns->width[i] + 1;
  }
}

static void draw_empty(const struct model *model, struct grid *grid, struct rect area)
{
  const char *what = *model->filter[PANE_QUEUE] != '\0' ? _("No ticket has these words. Esc shows all of the view.")
                     : model->queue.view == VIEW_OPEN ? _("No open ticket. n takes one in; v shows other views.")
                                                      : _("No ticket in this view. v goes on to the next one.");
  state_line(grid, area, ROLE_QUIET, what);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  const struct queue_window *window = model->queue.window;
  struct queue_columns columns;
  if (state_not_there(model, grid, area, SLOT_QUEUE, window != NULL))
    return;
  queue_columns(area.w, &columns);
  draw_heading(grid, &columns, area);
  if (window->total == 0)
    draw_empty(model, grid, (struct rect){area.y + HEADING, area.x, area.h - HEADING, area.w});
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
