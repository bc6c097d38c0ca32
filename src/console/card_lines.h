/* card_lines.h: the office card in lines of a width, for the pane and beside the form. */
#ifndef CONSOLE_CARD_LINES_H
#define CONSOLE_CARD_LINES_H
#include "toban/grid.h"
#include "toban/model.h"

struct card_line { char *label, *text; enum role role; };
/* Lines of the card that was read; none before it came. Free with g_ptr_array_unref. */
GPtrArray *card_lines(const struct model *model, int width);
/* From line `top`, or the last page; returns how many lines there are. */
int card_draw(const struct model *model, struct grid *grid, struct rect area, int top);
/* The card that is there is of model->office. */
bool card_there(const struct model *model);
void card_title(const struct model *model, GString *out);
#endif
