#include "table.h"

#include "model_parts.h"
#include "state_line.h"
#include "toban/text.h"

enum { HEADING = 1, MARKER = 1, GAP = 1, REST_PERCENT = 30, COLUMNS_MOST = 16, ROWS_LEAST = 3 };

struct widths { int column[COLUMNS_MOST]; /* 0: not shown */ };

static int rest_of(const struct table *table, const struct widths *widths, int width)
{
  int rest = width - MARKER;
  for (int i = 0; i < table->columns; i++)
    rest -= widths->column[i] > 0 ? widths->column[i] + GAP : 0;
  return rest;
}

/* The shown column of the highest rank; -1: all that are left stay. */
static int next_to_go(const struct table *table, const struct widths *widths)
{
  int found = -1;
  for (int i = 0; i < table->columns; i++)
    if (widths->column[i] > 0 && table->column[i].rank > 0 &&
        (found < 0 || table->column[i].rank > table->column[found].rank))
      found = i;
  return found;
}

static struct widths widths_of(const struct table *table, int width)
{
  struct widths widths = {{0}};
  g_assert(table->columns <= COLUMNS_MOST);
  for (int i = 0; i < table->columns; i++)
    widths.column[i] = table->column[i].width[lang_get()];
  for (int go; rest_of(table, &widths, width) * 100 < width * REST_PERCENT && (go = next_to_go(table, &widths)) >= 0;)
    widths.column[go] = 0;
  int rest = MAX(rest_of(table, &widths, width), 1);
  for (int i = 0; i < table->columns; i++)
    if (table->column[i].width[lang_get()] == 0)
      widths.column[i] = rest;
  return widths;
}

/* Room for the rows comes first. */
static int detail_of(const struct table *table, int height)
{
  return height >= HEADING + ROWS_LEAST + table->detail ? table->detail : 0;
}

static void draw_heading(struct grid *grid, struct rect area, const struct table *table, const struct widths *widths)
{
  int x = area.x + MARKER;
  grid_fill(grid, (struct rect){area.y, area.x, 1, area.w}, ROLE_QUIET);
  for (int i = 0; i < table->columns; i++) {
    if (widths->column[i] == 0)
      continue;
    grid_fit(grid, area.y, x, widths->column[i], table->column[i].right, ROLE_QUIET,
             lang_text_context(table->column[i].title));
    x += widths->column[i] + GAP;
  }
}

static void draw_row(const struct model *model, struct grid *grid, struct rect line, const struct table *table,
                     const struct widths *widths, const void *row, bool selected)
{
  g_autoptr(GString) text = g_string_new(NULL);
  style_t bar = selected ? STYLE_SELECTED : 0;
  int x = line.x + MARKER;
  grid_fill(grid, line, ROLE_NORMAL | bar);
  grid_put(grid, line.y, line.x, 1, ROLE_NORMAL | bar, selected ? ">" : " ");
  for (int i = 0; i < table->columns; i++) {
    enum role role = ROLE_NORMAL;
    if (widths->column[i] == 0)
      continue;
    g_string_truncate(text, 0);
    table->column[i].cell(model, row, text, &role);
    grid_fit(grid, line.y, x, widths->column[i], table->column[i].right, (style_t)(role | bar), text->str);
    x += widths->column[i] + GAP;
  }
}

struct lines { struct grid *grid; struct rect area; int line; };

static void detail_line(const char *line, size_t bytes, void *user)
{
  struct lines *lines = user;
  char *text = g_strndup(line, bytes);
  if (lines->line < lines->area.h)
    grid_put(lines->grid, lines->area.y + lines->line, lines->area.x + 1, lines->area.w - 2, ROLE_NORMAL, text);
  else /* there is more than fits: a mark at the end of the last line */
    grid_put(lines->grid, lines->area.y + lines->area.h - 1, lines->area.x + lines->area.w - 2, 1, ROLE_QUIET,
             TEXT_CUT);
  lines->line++;
  g_free(text);
}

static void draw_detail(const struct model *model, struct grid *grid, struct rect area, const struct table *table,
                        const void *row)
{
  g_autoptr(GString) text = g_string_new(NULL);
  struct lines lines = {grid, area, 1};
  rule_draw(model, grid, area, NULL);
  table->draw_detail(model, row, text);
  text_wrap(text->str, MAX(area.w - 2, 20), detail_line, &lines);
}

void table_draw(const struct model *model, struct grid *grid, struct rect area, enum pane_id pane,
                const struct table *table)
{
  const struct list *list = &model->list[pane];
  int rows = table->rows(model), detail = detail_of(table, area.h), seen = area.h - HEADING - detail;
  struct widths widths = widths_of(table, area.w);
  if (pane_get(pane)->read != NULL && pane_get(pane)->read->arrived == NULL &&
      state_not_there(model, grid, area, SLOT_PANE(pane), model->view[pane] != NULL))
    return;
  draw_heading(grid, area, table, &widths);
  if (rows == 0)
    state_line(grid, (struct rect){area.y + HEADING, area.x, area.h - HEADING, area.w}, ROLE_QUIET, _(table->empty));
  for (int i = 0; i < seen && list->top + i < rows; i++)
    draw_row(model, grid, (struct rect){area.y + HEADING + i, area.x, 1, area.w}, table, &widths,
             table->row(model, list->top + i), list->top + i == list->cursor);
  if (detail > 0 && list->cursor < rows)
    draw_detail(model, grid, (struct rect){area.y + area.h - detail, area.x, detail, area.w}, table,
                table->row(model, list->cursor));
}

int table_seen(const struct model *model, enum pane_id pane, const struct table *table)
{
  int height = rect_inside(model->place.pane[pane]).h;
  return MAX(height - HEADING - detail_of(table, height), 1);
}

int table_row_at(const struct model *model, enum pane_id pane, const struct table *table, int y)
{
  return y < HEADING || y >= HEADING + table_seen(model, pane, table) ? -1 : model->list[pane].top + y - HEADING;
}

const void *table_current(const struct model *model, enum pane_id pane)
{
  const struct table *table = pane_get(pane)->table;
  int cursor = model->list[pane].cursor;
  return cursor >= 0 && cursor < table->rows(model) ? table->row(model, cursor) : NULL;
}
