#include "toban/layout.h"

enum { BANDS = 3, COLUMNS = 3, CELLS = 2 };
#define NOTHING {PANE_NONE, 0}

struct layout_cell { enum pane_id pane; int weight; };
struct layout_column { int fixed /* columns; 0: by weight */, weight; struct layout_cell cell[CELLS]; };
struct layout_band { int weight; struct layout_column column[COLUMNS]; };
struct layout { int rows, cols; bool ticket; struct layout_band band[BANDS]; };

/* One pane over the whole height of a column; or one above another. A cell of weight 0 is none. */
#define ONE(pane) {{pane, 1}}
#define TWO(a, wa, b, wb) {{a, wa}, {b, wb}}

/* First match wins: the largest sizes come first. */
static const struct layout layouts[] = {
  {48, 170, false,
   {{24, {{0, 1, ONE(PANE_QUEUE)}}},
    {13, {{0, 5, ONE(PANE_DUE)}, {0, 6, ONE(PANE_HEALTH)}, {0, 7, ONE(PANE_ASSET)}}},
    {20, {{0, 1, ONE(PANE_CLOCK)}}}}},
  {48, 170, true,
   {{20, {{0, 1, ONE(PANE_QUEUE)}}},
    {22, {{0, 13, ONE(PANE_TICKET)}, {0, 7, TWO(PANE_DUE, 1, PANE_HEALTH, 1)}}},
    {15, {{0, 1, ONE(PANE_CLOCK)}}}}},
  {34, 110, false,
   {{24, {{0, 1, ONE(PANE_QUEUE)}, {34, 0, TWO(PANE_DUE, 6, PANE_HEALTH, 5)}}},
    {16, {{0, 1, ONE(PANE_CLOCK)}}}}},
  {34, 110, true,
   {{16, {{0, 1, ONE(PANE_QUEUE)}, {34, 0, TWO(PANE_DUE, 9, PANE_HEALTH, 7)}}},
    {15, {{0, 1, ONE(PANE_TICKET)}}},
    {9, {{0, 1, ONE(PANE_CLOCK)}}}}},
  {20, 60, false, {{12, {{0, 1, ONE(PANE_QUEUE)}}}, {9, {{0, 1, ONE(PANE_DUE)}, {0, 1, ONE(PANE_CLOCK)}}}}},
  {20, 60, true, {{8, {{0, 1, ONE(PANE_QUEUE)}}}, {13, {{0, 1, ONE(PANE_TICKET)}}}}},
  {LAYOUT_ROWS, LAYOUT_COLS, false, {{1, {{0, 1, ONE(PANE_QUEUE)}}}}},
  {LAYOUT_ROWS, LAYOUT_COLS, true, {{1, {{0, 1, ONE(PANE_TICKET)}}}}},
};

static const struct layout *choose(int rows, int cols, bool ticket)
{
  for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++)
    if (rows >= layouts[i].rows && cols >= layouts[i].cols && ticket == layouts[i].ticket)
      return &layouts[i];
  return NULL;
}

/* Place of the part that begins after `before` of `total` weights, in a length; parts fill it exactly. */
static void share(int length, int before, int weight, int total, int *from, int *size)
{
  *from = length * before / total;
  *size = length * (before + weight) / total - *from;
}

static void place_column(const struct layout_column *column, struct rect area, struct placement *out)
{
  int total = 0, before = 0;
  for (int i = 0; i < CELLS; i++)
    total += column->cell[i].weight;
  for (int i = 0; i < CELLS && column->cell[i].weight > 0; i++) {
    int from, size;
    share(area.h, before, column->cell[i].weight, total, &from, &size);
    out->pane[column->cell[i].pane] = (struct rect){area.y + from, area.x, size, area.w};
    before += column->cell[i].weight;
  }
}

static void place_band(const struct layout_band *band, struct rect area, struct placement *out)
{
  int fixed = 0, total = 0, before = 0, x = area.x;
  for (int i = 0; i < COLUMNS; i++) {
    fixed += band->column[i].fixed;
    total += band->column[i].weight;
  }
  for (int i = 0; i < COLUMNS && (band->column[i].fixed > 0 || band->column[i].weight > 0); i++) {
    const struct layout_column *column = &band->column[i];
    int from, width = column->fixed;
    if (width == 0)
      share(area.w - fixed, before, column->weight, total, &from, &width);
    place_column(column, (struct rect){area.y, x, area.h, width}, out);
    before += column->weight;
    x += width;
  }
}

static void place_all(const struct layout *layout, struct placement *out)
{
  int total = 0, before = 0;
  for (int i = 0; i < BANDS; i++)
    total += layout->band[i].weight;
  for (int i = 0; i < BANDS && layout->band[i].weight > 0; i++) {
    int from, size;
    share(out->body.h, before, layout->band[i].weight, total, &from, &size);
    place_band(&layout->band[i], (struct rect){out->body.y + from, out->body.x, size, out->body.w}, out);
    before += layout->band[i].weight;
  }
}

void layout_place(int rows, int cols, bool ticket, enum pane_id only, struct placement *out)
{
  *out = (struct placement){.too_small = rows < LAYOUT_ROWS || cols < LAYOUT_COLS};
  if (out->too_small)
    return;
  out->header = (struct rect){0, 0, HEADER_ROWS, cols};
  out->body = (struct rect){HEADER_ROWS, 0, rows - HEADER_ROWS - FOOTER_ROWS, cols};
  out->footer = (struct rect){rows - FOOTER_ROWS, 0, FOOTER_ROWS, cols};
  if (only != PANE_NONE)
    out->pane[only] = out->body;
  else
    place_all(choose(rows, cols, ticket), out);
}

bool layout_has(int rows, int cols, bool ticket, enum pane_id pane)
{
  struct placement placement;
  layout_place(rows, cols, ticket, PANE_NONE, &placement);
  return !placement.too_small && placement.pane[pane].h > 0;
}

struct rect rect_inside(struct rect frame)
{
  return (struct rect){frame.y + 1, frame.x + 1, MAX(frame.h - 2, 0), MAX(frame.w - 2, 0)};
}

struct rect rect_centre(struct rect area, int h, int w)
{
  h = MIN(h, area.h);
  w = MIN(w, area.w);
  return (struct rect){area.y + (area.h - h) / 2, area.x + (area.w - w) / 2, h, w};
}
