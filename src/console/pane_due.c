/* The next deadlines, each with a bar: time used (#), left (-), over (!). */
#include "due_text.h"
#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/event_text.h"
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
  if (clock == DUE_CALLBACK)
    return C_("short clock", "call");
  return clock == CLOCK_RESPONSE ? C_("short clock", "answer") : C_("short clock", "fix");
}

static int word_width(void)
{
  int width = text_width(clock_word(DUE_CALLBACK));
  for (int clock = 0; clock < CLOCKS; clock++)
    width = MAX(width, text_width(clock_word(clock)));
  return width;
}

static void append_what(const struct model *model, const struct due_row *row, GString *out)
{
  place_name(model, row->office, out);
  g_string_append_c(out, ' ');
  text_clean(out, row->title == NULL ? "" : row->title, -1);
}

/* A call-back that is over is late; its column says already that it is one. */
static void due_of(const struct model *model, const struct due_row *row, struct due_text *out)
{
  if (row->clock_kind != DUE_CALLBACK) {
    due_text_clock(model, &row->clock, out);
    return;
  }
  due_text_callback(model, row->clock.due, out);
  g_strlcpy(out->word, out->role == ROLE_LATE ? C_("due", "LATE") : "", sizeof out->word);
}

/* When they are called, on their own clock and on Japan's: what a bar cannot say. */
static void draw_times(const struct model *model, struct grid *grid, const struct due_row *row, struct rect line)
{
  g_autoptr(GString) text = g_string_new(NULL);
  event_time_both(place_of(model, row->office), row->clock.due, text);
  grid_fit(grid, line.y, line.x, line.w, false, ROLE_QUIET, text->str);
}

/* "fix    LATE  0:12" at the right end of a line; returns its columns. */
static int draw_when(const struct model *model, struct grid *grid, const struct due_row *row, struct rect line,
                     style_t select)
{
  struct due_text due;
  g_autoptr(GString) text = g_string_new(NULL);
  int word = word_width(), width = word + 1 + DUE_WIDTH, x = line.x + line.w - width;
  due_of(model, row, &due);
  text_fit(text, due.word, DUE_WORD, false);
  g_string_append_c(text, ' ');
  text_fit(text, due.number, DUE_NUMBER, true);
  grid_fit(grid, line.y, x, word, false, ROLE_QUIET | select, clock_word(row->clock_kind));
  grid_fit(grid, line.y, x + word + 1, DUE_WIDTH, false, (style_t)(due.role | select), text->str);
  return width;
}

/* Late: the bar is target and overrun together, so both are seen in proportion. */
static void draw_bar(const struct model *model, struct grid *grid, const struct due_row *row, struct rect line)
{
  struct sla_clock now = sla_clock_now(&row->clock, model_calendar(model, row->clock.calendar), model->now);
  int width = MIN(line.w, BAR_MAX);
  int64_t target = MAX(now.target, 1), whole = MAX(target, now.elapsed);
  bool late = now.elapsed > target;
  int over = late ? CLAMP((int)((whole - target) * width / whole), 1, width - 1) : 0;
  int used = late ? width - over : (int)(now.elapsed * width / whole);
  struct due_text due;
  due_text_clock(model, &row->clock, &due);
  for (int i = 0; i < width; i++) {
    const char *sign = i < used ? "#" : late ? "!" : "-";
    enum role role = i >= used ? (late ? ROLE_LATE : ROLE_QUIET) : late ? ROLE_NORMAL : due.role;
    grid_put(grid, line.y, line.x + i, 1, (style_t)role, sign);
  }
}

/* One line, or two: what it is; then the bar and when. */
static void draw_row(const struct model *model, struct grid *grid, const struct due_row *row, struct rect at,
                     bool selected)
{
  g_autoptr(GString) what = g_string_new(NULL);
  style_t select = selected ? STYLE_SELECTED : 0;
  struct rect line = {at.y, at.x, 1, at.w}, below = {at.y + 1, at.x, 1, at.w};
  append_what(model, row, what);
  grid_fill(grid, line, ROLE_NORMAL | select);
  grid_put(grid, at.y, at.x, 1, ROLE_NORMAL | select, selected ? ">" : " ");
  int taken = at.h > 1 ? draw_when(model, grid, row, below, 0) : draw_when(model, grid, row, line, select) + 1;
  grid_fit(grid, at.y, at.x + 1, at.w - 1 - (at.h > 1 ? 0 : taken), false, ROLE_NORMAL | select, what->str);
  struct rect rest = {below.y, below.x + 1, 1, below.w - 2 - taken};
  if (at.h > 1 && row->clock_kind == DUE_CALLBACK)
    draw_times(model, grid, row, rest);
  else if (at.h > 1)
    draw_bar(model, grid, row, rest);
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
    draw_row(model, grid, row, (struct rect){area.y + line, area.x, per, area.w}, selected);
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

static int row_at(const struct model *model, int y, int x)
{
  (void)x;
  return model->list[PANE_DUE].top + y / (with_bars(model) ? 2 : 1);
}

const struct pane_ops pane_due = {
  .id = PANE_DUE, .name = "due", .digit = 2, .time = PANE_TIME_SECONDS,
  .title = title, .place = place, .draw = draw, .rows = rows, .seen = seen, .row_at = row_at, .open = open_row,
};
