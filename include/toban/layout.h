/* layout.h: which pane stands where at which size: a table of bands, columns and cells (src/console/
 * layout.c). Two lines of header and one of footer never leave the screen. Under LAYOUT_ROWS x LAYOUT_COLS
 * there is only a notice. Pure: sizes in, rectangles out. */
#ifndef TOBAN_LAYOUT_H
#define TOBAN_LAYOUT_H
#include <stdint.h>
#include "toban/grid.h"

enum pane_id {
#define PANE(ID, name) PANE_##ID,
#include "toban/panes.list"
#undef PANE
  PANES, PANE_NONE = -1
};
#define PANE_BIT(pane) (UINT64_C(1) << (pane))

enum { LAYOUT_ROWS = 15, LAYOUT_COLS = 60, HEADER_ROWS = 2, FOOTER_ROWS = 1 };

struct placement {
  bool too_small;                       /* nothing below is set */
  struct rect header, body, footer;
  struct rect pane[PANES];              /* with their frames; h 0: not on the screen */
};
/* `only`: this pane has the whole body (a zoom, or a pane without a place at this size); PANE_NONE:
 * as the table says, with or without an open ticket. */
void layout_place(int rows, int cols, bool ticket, enum pane_id only, struct placement *out);
/* Has the pane a place of its own at this size? */
bool layout_has(int rows, int cols, bool ticket, enum pane_id pane);
struct rect rect_inside(struct rect frame);           /* without the frame's lines */
/* A box of at most h x w in the middle of area. */
struct rect rect_centre(struct rect area, int h, int w);
#endif
