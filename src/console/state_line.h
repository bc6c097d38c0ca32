/* state_line.h: what a pane says instead of rows: empty, busy, broken; each with the next step. */
#ifndef CONSOLE_STATE_LINE_H
#define CONSOLE_STATE_LINE_H
#include "toban/model.h"

/* The text, wrapped, from the second line of the area. */
void state_line(struct grid *grid, struct rect area, enum role role, const char *text);
/* True when there is nothing to show (no answer yet, or the read failed): then says so. */
bool state_not_there(const struct model *model, struct grid *grid, struct rect area, enum slot slot, bool there);
/* A light line across the first row of the area, with a word at its left; NULL: none. */
void rule_draw(const struct model *model, struct grid *grid, struct rect area, const char *text);
/* Rows of which not all are seen have "^" (more above) and "v" (below) at their right end. top: the first that is seen.
 * more_room: what is left for the rows themselves. */
struct rect more_room(struct rect area, int count);
void more_draw(struct grid *grid, struct rect area, int top, int count);
#endif
