/* Exclusions that wait for a decision: which clocks, why, by whom; what the clock came to by itself. */
#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "state_line.h"
#include "toban/text.h"

enum { DETAIL = 6, KEY = 12, OFFICE = 14, CLOCK = 12, REASON = 20 };

static const struct exclusion_list *list_of(const struct model *model)
{
  return model->exclusions;
}

static int rows(const struct model *model)
{
  return list_of(model) == NULL ? 0 : list_of(model)->rows;
}

static int seen(const struct model *model)
{
  return MAX(rect_inside(model->place.pane[PANE_EXCLUSION]).h - DETAIL, 1);
}

static void title(const struct model *model, GString *out)
{
  g_string_append(out, _("Exclusions to decide"));
  if (list_of(model) != NULL)
    g_string_append_printf(out, " %ld", (long)list_of(model)->total);
}

static void clocks_of(const struct exclusion_row *row, GString *out)
{
  for (int i = 0; i < CLOCKS; i++)
    if ((row->clocks & CLOCK_BIT(i)) != 0)
      g_string_append_printf(out, "%s%s", out->len == 0 ? "" : ", ", sla_clock_text(i));
}

static void draw_row(const struct model *model, struct grid *grid, struct rect line, const struct exclusion_row *row,
                     bool selected)
{
  style_t select = selected ? STYLE_SELECTED : 0;
  g_autoptr(GString) office = g_string_new(NULL), clocks = g_string_new(NULL), text = g_string_new(NULL);
  int x = line.x + 1;
  place_name(model, row->office, office);
  clocks_of(row, clocks);
  text_clean(text, row->title == NULL ? "" : row->title, -1);
  grid_fill(grid, line, ROLE_NORMAL | select);
  grid_put(grid, line.y, line.x, 1, ROLE_NORMAL | select, selected ? ">" : " ");
  const struct { const char *text; int width; enum role role; } cells[] = {
    {row->key, KEY, ROLE_NORMAL}, {office->str, OFFICE, ROLE_NORMAL}, {clocks->str, CLOCK, ROLE_NORMAL},
    {exclusion_reason_text(row->reason), REASON, ROLE_QUIET}};
  size_t shown = line.w >= 100 ? G_N_ELEMENTS(cells) : G_N_ELEMENTS(cells) - 1; /* the reason stands below too */
  for (size_t i = 0; i < shown; i++) {
    grid_fit(grid, line.y, x, cells[i].width, false, (style_t)(cells[i].role | select), cells[i].text);
    x += cells[i].width + 1;
  }
  grid_fit(grid, line.y, x, MAX(line.x + line.w - x, 0), false, ROLE_NORMAL | select, text->str);
}

struct lines { struct grid *grid; struct rect area; int line; };

static void detail_line(const char *line, size_t bytes, void *user)
{
  struct lines *lines = user;
  char *text = g_strndup(line, bytes);
  if (lines->line < lines->area.h)
    grid_put(lines->grid, lines->area.y + lines->line++, lines->area.x + 1, lines->area.w - 2, ROLE_NORMAL, text);
  g_free(text);
}

static const char *result_text(const struct sla_clock *clock)
{
  switch (clock->result) {
  case SLA_MET: return C_("result", "met");
  case SLA_MISSED: return C_("result", "missed");
  default: return C_("result", "still open");
  }
}

static void draw_detail(const struct model *model, struct grid *grid, struct rect area, const struct exclusion_row *row)
{
  g_autoptr(GString) text = g_string_new(NULL), by = g_string_new(NULL), at = g_string_new(NULL);
  struct lines lines = {grid, area, 1};
  rule_draw(model, grid, area, NULL);
  person_full(model, row->requester, by);
  japan_time(model, row->at, at);
  g_string_printf(text, _("asked by %s, %s: %s"), by->str, at->str, exclusion_reason_text(row->reason));
  for (int i = 0; i < CLOCKS; i++)
    if ((row->clocks & CLOCK_BIT(i)) != 0)
      g_string_append_printf(text, _("; %s by its own measure: %s"), sla_clock_text(i), result_text(&row->clock[i]));
  g_string_append_c(text, '\n');
  text_clean_lines(text, row->body == NULL ? "" : row->body, -1);
  text_wrap(text->str, MAX(area.w - 2, 20), detail_line, &lines);
}

static void draw(const struct model *model, struct grid *grid, struct rect area)
{
  const struct list *list = &model->list[PANE_EXCLUSION];
  if (state_not_there(model, grid, area, SLOT_EXCLUSION, list_of(model) != NULL))
    return;
  if (rows(model) == 0)
    state_line(grid, area, ROLE_QUIET, _("No exclusion waits for a decision."));
  for (int i = 0; i < seen(model) && list->top + i < rows(model); i++)
    draw_row(model, grid, (struct rect){area.y + i, area.x, 1, area.w}, &list_of(model)->row[list->top + i],
             list->top + i == list->cursor);
  if (list->cursor < rows(model) && area.h > DETAIL)
    draw_detail(model, grid, (struct rect){area.y + area.h - DETAIL, area.x, DETAIL, area.w},
                &list_of(model)->row[list->cursor]);
}

static void open_row(struct model *model, struct effects *effects)
{
  int cursor = model->list[PANE_EXCLUSION].cursor;
  if (cursor >= rows(model))
    return;
  model_open(model, list_of(model)->row[cursor].key, effects);
  model_focus(model, PANE_TICKET);
}

const struct pane_ops pane_exclusion = {
  .id = PANE_EXCLUSION, .name = "exclusions", .time = PANE_TIME_NONE,
  .title = title, .draw = draw, .rows = rows, .seen = seen, .open = open_row,
};
