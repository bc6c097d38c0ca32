/* grid.h: the screen as cells: what panes draw into, what the terminal shows, what tests read.
 *
 * A grid is drawn completely or by pane; term_render() sends only cells that differ from the last frame.
 * Text put into a grid is clean UTF-8 (text.h); the grid clips by columns, never leaves half a wide
 * character, and repairs the other half when one half is overwritten. Rows and columns from 0. */
#ifndef TOBAN_GRID_H
#define TOBAN_GRID_H
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Roles, not colours: a theme (theme.h) says how each looks. Words say the state first; roles repeat it. */
enum role {
  ROLE_NORMAL, ROLE_QUIET, ROLE_TITLE, ROLE_FRAME, ROLE_FRAME_ACTIVE, ROLE_KEY, ROLE_LATE, ROLE_SOON,
  ROLE_GOOD, ROLE_BAD, ROLE_UNKNOWN, ROLE_MINE, ROLE_SELECTED, ROLE_HEADER, ROLE_MATCH, ROLES
};
typedef uint8_t style_t;                    /* enum role, plus: */
#define STYLE_SELECTED 0x80                 /* the row the cursor is on, over any role */
#define STYLE_ROLE(s) ((enum role)((s) & 0x7f))

struct cell {
  char text[15];                            /* UTF-8 of one cluster, NUL-terminated; "": right half of a wide one */
  style_t style;
};
struct rect { int y, x, h, w; };
struct grid {
  int rows, cols;
  struct cell *cell;                        /* rows * cols */
  bool *dirty;                              /* by row: drawn since the last frame */
  int cursor_y, cursor_x;                   /* -1: hidden */
};

void grid_init(struct grid *grid, int rows, int cols);
void grid_clear(struct grid *grid);         /* frees what it holds */
void grid_resize(struct grid *grid, int rows, int cols);                /* everything becomes blank */
void grid_fill(struct grid *grid, struct rect area, style_t style);     /* blanks */
/* Puts text at (y, x), at most max columns (clipped with TEXT_CUT when too long), clipped to the grid.
 * Returns the columns used. */
int grid_put(struct grid *grid, int y, int x, int max, style_t style, const char *text);
/* Exactly `width` columns: cut or padded, right-aligned on demand. */
void grid_fit(struct grid *grid, int y, int x, int width, bool right, style_t style, const char *text);
int grid_printf(struct grid *grid, int y, int x, int max, style_t style, const char *format, ...)
    G_GNUC_PRINTF(6, 7);
void grid_restyle(struct grid *grid, struct rect area, style_t style);  /* role of cells, text stays */
void grid_select(struct grid *grid, struct rect area);  /* adds STYLE_SELECTED; roles and text stay */
/* A frame around area; strong when active; title in the upper edge, foot at the right of the lower one.
 * The inside stays as it is. Nothing is drawn below 2 x 2.
 * Plain or ASCII (+ - |) lines after grid_use_ascii(). */
void grid_box(struct grid *grid, struct rect area, bool active, const char *title, const char *foot);
void grid_use_ascii(bool ascii);
/* The grid as lines of text, right-trimmed: for `toban screen` and golden tests. */
char *grid_text(const struct grid *grid);
#endif
