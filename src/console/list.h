/* list.h: a cursor in rows of which some are seen: shared by all panes that have rows. */
#ifndef CONSOLE_LIST_H
#define CONSOLE_LIST_H
#include "toban/model.h"

enum move { MOVE_UP, MOVE_DOWN, MOVE_PAGE_UP, MOVE_PAGE_DOWN, MOVE_HALF_UP, MOVE_HALF_DOWN, MOVE_FIRST, MOVE_LAST };

enum { LIST_END = 1 << 24 };    /* a top that is beyond any list: the end */
/* How many rows a move means where `height` rows are seen; first and last are beyond any list. */
int list_step(enum move move, int height);
void list_move(struct list *list, enum move move, int count, int height);
/* Keeps the cursor within count rows and within height rows from top. */
void list_settle(struct list *list, int count, int height);
/* For text without a cursor: moves top, keeps it within. */
void list_scroll(struct list *list, enum move move, int count, int height);
void list_clamp(struct list *list, int count, int height);
#endif
