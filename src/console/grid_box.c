/* Frames. Light lines are as wide as heavy ones to every terminal (all are "ambiguous"), and more fonts have
 * them: the pane that is active differs by its role, in ASCII by its lines. */
#include "toban/grid.h"
#include "toban/text.h"

struct lines { const char *top_left, *top_right, *bottom_left, *bottom_right, *across, *down; };

static const struct lines light = {"┌", "┐", "└", "┘", "─", "│"};
static const struct lines ascii_quiet = {"+", "+", "+", "+", "-", "|"};
static const struct lines ascii_strong = {"+", "+", "+", "+", "=", "|"};
static bool use_ascii;

void grid_use_ascii(bool ascii)
{
  use_ascii = ascii;
}

static void edge(struct grid *grid, struct rect area, int y, style_t style, const char *left, const char *across,
                 const char *right)
{
  grid_put(grid, y, area.x, 1, style, left);
  for (int x = area.x + 1; x < area.x + area.w - 1; x++)
    grid_put(grid, y, x, 1, style, across);
  grid_put(grid, y, area.x + area.w - 1, 1, style, right);
}

/* " text " inside an edge; nothing when there is no room for a word. */
static void label(struct grid *grid, int y, int x, int room, style_t style, const char *text)
{
  if (room < 4 || text == NULL || *text == '\0')
    return;
  grid_put(grid, y, x, 1, style, " ");
  int used = grid_put(grid, y, x + 1, room - 2, style, text);
  grid_put(grid, y, x + 1 + used, 1, style, " ");
}

void grid_box(struct grid *grid, struct rect area, bool active, const char *title, const char *foot)
{
  const struct lines *lines = !use_ascii ? &light : active ? &ascii_strong : &ascii_quiet;
  style_t style = active ? ROLE_FRAME_ACTIVE : ROLE_FRAME;
  int bottom = area.y + area.h - 1, room = area.w - 4;
  if (area.h < 2 || area.w < 2)
    return;
  edge(grid, area, area.y, style, lines->top_left, lines->across, lines->top_right);
  edge(grid, area, bottom, style, lines->bottom_left, lines->across, lines->bottom_right);
  for (int y = area.y + 1; y < bottom; y++) {
    grid_put(grid, y, area.x, 1, style, lines->down);
    grid_put(grid, y, area.x + area.w - 1, 1, style, lines->down);
  }
  label(grid, area.y, area.x + 2, room, active ? ROLE_FRAME_ACTIVE : ROLE_TITLE, title);
  if (foot != NULL) {
    int width = MIN(text_width(foot) + 2, room);
    label(grid, bottom, area.x + area.w - 2 - width, width, active ? ROLE_KEY : ROLE_FRAME, foot);
  }
}
