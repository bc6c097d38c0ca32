/* table.h: a pane that is rows in columns: a heading, rows with a cursor, lines about the row under it. One const table
 * of columns draws it, counts what is seen and finds the row under the mouse (pane_ops.table). */
#ifndef CONSOLE_TABLE_H
#define CONSOLE_TABLE_H
#include "toban/lang.h"
#include "toban/pane.h"

/* Text of one cell, clean, appended to out; *role is ROLE_NORMAL at first. */
typedef void table_cell_fn(const struct model *model, const void *row, GString *out, enum role *role);
struct table_column {
  const char *title;                        /* NC_("column", ...) */
  int width[LANG_COUNT];                    /* columns of the screen; 0: takes what is left (one column of a table) */
  bool right;
  int rank;                                 /* the highest go first where it is narrow; 0: stays */
  table_cell_fn *cell;
};
struct table {
  const struct table_column *column; int columns;
  int (*rows)(const struct model *model);
  const void *(*row)(const struct model *model, int index);
  const char *empty;                        /* N_(): says what to do */
  int detail;                               /* lines below the rows, with their rule; 0: none */
  void (*draw_detail)(const struct model *model, const void *row, GString *out);     /* clean text; "\n" ends a line */
};
void table_draw(const struct model *model, struct grid *grid, struct rect area, enum pane_id pane,
                const struct table *table);
int table_seen(const struct model *model, enum pane_id pane, const struct table *table);
int table_row_at(const struct model *model, enum pane_id pane, const struct table *table, int y);    /* -1: none */
/* The row under the cursor of a pane that is a table; NULL: there is none. */
const void *table_current(const struct model *model, enum pane_id pane);
#endif
