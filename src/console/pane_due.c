/* The next deadlines, each with a bar: time used (#), left (-), over (!). */
#include "due_text.h"
#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/text.h"

enum { BARS_FROM = 9 /* rows of the pane */, BAR_MAX = 60 };

static bool with_bars(const struct model *model)
{
  return rect_inside(model->place.pane[PANE_DUE]).h >= BARS_FROM;
}

static int rows(const struct model *model)
{
  return model->due == NULL ? 0 : model->due->rows;
}

static int seen(const struct model *model)
{
  int height = rect_inside(model->place.pane[PANE_DUE]).h;
  return with_bars(model) ? height / 2 : height;
}

static void title(const struct model *model, GString *out)
{
  g_string_append(out, _("Due"));
  if (model->due != NULL)
    g_string_append_printf(out, C_("count of deadlines", " %ld"), (long)model->due->running);
}

static void place(const struct model *model, GString *out)
{
  if (rows(model) > 0)
    g_string_append_printf(out, "%d/%d", model->list[PANE_DUE].cursor + 1, rows(model));
}

static const char *clock_word(int clock)
{
  return clock == CLOCK_RESPONSE ? C_("short clock", "answer") : C_("short clock", "fix");
}

static void draw_text(const struct model *model, struct grid *grid, const struct due_row *row, struct rect line,
                      style_t select)
{
  struct due_text due;
  g_autoptr(GString) text = g_string_new(NULL), right = g_string_new(NULL);
  due_text_clock(model, &row->clock, &due);
  text_fit(right, due.word, DUE_WORD, false);
  g_string_append_c(right, ' ');
  text_fit(right, due.number, DUE_NUMBER, true);
  int word = MAX(text_width(clock_word(CLOCK_RESPONSE)), text_width(clock_word(CLOCK_RESOLUTION)));
  int room = line.w - DUE_WIDTH - word - 3;
  place_name(model, row->office, text);
  g_string_append_c(text, ' ');
  text_clean(text, row->title == NULL ? "" : row->title, -1);
  grid_fill(grid, line, ROLE_NORMAL | select);
  grid_put(grid, line.y, line.x, 1, ROLE_NORMAL | select, select != 0 ? ">" : " ");
  grid_fit(grid, line.y, line.x + 1, room, false, ROLE_NORMAL | select, text->str);
  grid_fit(grid, line.y, line.x + room + 2, word, false, ROLE_QUIET | select, clock_word(row->clock_kind));
  grid_fit(grid, line.y, line.x + line.w - DUE_WIDTH, DUE_WIDTH, false, (style_t)(due.role | select), right->str);
}

/* Late: the bar is target and overrun together, so both are seen in proportion. */
static void draw_bar(const struct model *model, struct grid *grid, const struct due_row *row, struct rect line)
{
  struct sla_clock now = sla_clock_now(&row->clock, model_calendar(model, row->clock.calendar), model->now);
  int width = MIN(line.w - 1, BAR_MAX), x = line.x + 1;
  int64_t target = MAX(now.target, 1), whole = MAX(target, now.elapsed);
  int over = (int)((whole - target) * width / whole);
  if (now.elapsed > target)
    over = CLAMP(over, 1, width - 1);
  int used = now.elapsed > target ? width - over : (int)(now.elapsed * width / whole);
  enum role role = now.elapsed > target ? ROLE_LATE : due_remaining(model, &row->clock) <= target / 4 ? ROLE_SOON
      : ROLE_NORMAL;
  grid_fill(grid, line, ROLE_NORMAL);
  for (int i = 0; i < width; i++)
    grid_put(grid, line.y, x + i, 1, (style_t)(i < used ? (over > 0 ? ROLE_NORMAL : role) : over > 0 ? ROLE_LATE
                                               : ROLE_QUIET),
             i < used ? "#" : over > 0 ? "!" : "-");
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  const struct list *list = &model->list[PANE_DUE];
  int per = with_bars(model) ? 2 : 1;
  if (state_not_there(model, grid, area, SLOT_DUE, model->due != NULL))
    return;
  if (model->due->rows == 0)
    state_line(grid, area, ROLE_QUIET, _("No deadline is running."));
  for (int line = 0; line + per <= area.h && list->top + line / per < model->due->rows; line += per) {
    int index = list->top + line / per;
    const struct due_row *row = &model->due->row[index];
    bool selected = index == list->cursor && model->focus == PANE_DUE;
    draw_text(model, grid, row, (struct rect){area.y + line, area.x, 1, area.w}, selected ? STYLE_SELECTED : 0);
    if (per == 2)
      draw_bar(model, grid, row, (struct rect){area.y + line + 1, area.x, 1, area.w});
  }
}

static void open_row(struct model *model, struct effects *effects)
{
  int cursor = model->list[PANE_DUE].cursor;
  if (cursor >= rows(model))
    return;
  model_open(model, model->due->row[cursor].key, effects);
  model_focus(model, PANE_TICKET);
}

const struct pane_ops pane_due = {
  .id = PANE_DUE, .name = "due", .digit = 2, .time = PANE_TIME_SECONDS,
  .title = title, .place = place, .draw = draw, .rows = rows, .seen = seen, .open = open_row,
};
