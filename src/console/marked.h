/* marked.h: text with its matches marked (find.h: FIND_HIT ... FIND_END), drawn. */
#ifndef CONSOLE_MARKED_H
#define CONSOLE_MARKED_H
#include "toban/grid.h"

/* At most `width` columns, cut with the mark; matches have ROLE_MATCH. Returns the columns used. */
int marked_put(struct grid *grid, int y, int x, int width, style_t style, const char *marked);
#endif
