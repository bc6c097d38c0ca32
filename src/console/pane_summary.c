/* The open ticket as a text for another section, in both languages. */
#include <string.h>

#include "model_parts.h"
#include "state_line.h"
#include "toban/summary.h"
#include "toban/text.h"

static void line_free(void *data)
{
  g_free(data);
}

static void add_line(const char *line, size_t bytes, void *user)
{
  g_ptr_array_add(user, g_strndup(line, bytes));
}

static bool there(const struct model *model)
{
  return model->ref != NULL && model->ticket != NULL && strcmp(model->ticket->t.key, model->ticket_key) == 0;
}

/* Made anew for each use: it shows clocks and the office's time as of now. */
static GPtrArray *lines_of(const struct model *model)
{
  enum { BOTH = 1u << LANG_JA | 1u << LANG_EN, LEAST = 20 };
  GPtrArray *lines = g_ptr_array_new_with_free_func(line_free);
  if (!there(model))
    return lines;
  struct summary_source source = {&model->ticket->t, model->ticket->clock, model->ticket->event, model->ticket->events,
                                  model->ref, model->now};
  char *text = ticket_summary(&source, BOTH);
  text_wrap(text, MAX(rect_inside(model->place.pane[PANE_SUMMARY]).w - 2, LEAST), add_line, lines);
  g_free(text);
  return lines;
}

static int rows(const struct model *model)
{
  GPtrArray *lines = lines_of(model);
  int count = (int)lines->len;
  g_ptr_array_unref(lines);
  return count;
}

static void title(const struct model *model, GString *out)
{
  g_string_append(out, _("Summary"));
  if (*model->ticket_key != '\0')
    g_string_append_printf(out, " %s", model->ticket_key);
}

static void place(const struct model *model, GString *out)
{
  int all = rows(model), top = model->list[PANE_SUMMARY].top, height = rect_inside(model->place.pane[PANE_SUMMARY]).h;
  if (all > height)
    g_string_append_printf(out, "%d-%d/%d", top + 1, MIN(top + height, all), all);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  if (!there(model)) {
    state_line(grid, area, ROLE_QUIET, _("No ticket is open. Enter on a row of the queue opens it."));
    return;
  }
  GPtrArray *lines = lines_of(model);
  for (int i = 0; i < area.h && model->list[PANE_SUMMARY].top + i < (int)lines->len; i++)
    grid_put(grid, area.y + i, area.x + 1, area.w - 2, ROLE_NORMAL, lines->pdata[model->list[PANE_SUMMARY].top + i]);
  g_ptr_array_unref(lines);
}

const struct pane_ops pane_summary = {
  .id = PANE_SUMMARY, .name = "summary", .time = PANE_TIME_MINUTES, .text = true,
  .title = title, .place = place, .draw = draw, .rows = rows,
};
