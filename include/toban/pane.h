/* pane.h: the parts of the screen. Each pane is a const table of operations at the foot of its file
 * (src/console/pane_*.c); drawing reads the model and writes cells, nothing else. */
#ifndef TOBAN_PANE_H
#define TOBAN_PANE_H
#include "toban/grid.h"
#include "toban/model.h"

/* What of the passing time a pane shows, so that a tick draws only what changes. */
enum pane_time { PANE_TIME_NONE, PANE_TIME_MINUTES, PANE_TIME_SECONDS };

/* What a pane reads of its own: asked for when one goes there (pane_show) and, while it is in use, when one of the
 * topics (store.h) changed. The answer lies in model->view[id], unless `arrived` takes it. Errors stand in the pane. */
struct pane_read {
  store_run_fn *run;                        /* gives a structure that begins with struct snapshot */
  void *(*args)(const struct model *model); /* g_free'd; NULL: none */
  unsigned topics;
  bool minutes;                             /* also each minute */
  void (*arrived)(struct model *model, void *take, struct effects *effects);
};
struct table;                               /* src/console/table.h: rows in columns */

struct pane_ops {
  enum pane_id id;
  const char *name;                         /* "queue": of `toban screen --pane` */
  int digit;                                /* the key that goes there; 0: none */
  bool filter;                              /* `/` filters its rows */
  enum pane_time time;
  void (*title)(const struct model *model, GString *out);            /* in the frame, behind the digit */
  void (*place)(const struct model *model, GString *out);            /* "1/42"; may be NULL */
  void (*draw)(const struct model *model, struct grid *grid, struct rect area);
  int (*rows)(const struct model *model);                            /* rows to move in; NULL: windowed (queue) */
  int (*seen)(const struct model *model);                            /* of them seen at once; NULL: the area's height */
  /* The row drawn at (y, x) of the area, from 0: for the mouse; -1: none. NULL: a row a line, from the top. */
  int (*row_at)(const struct model *model, int y, int x);
  bool text;                                                         /* rows are lines that scroll, without a cursor */
  void (*open)(struct model *model, struct effects *effects);        /* Enter; NULL: nothing to open */
  const struct pane_read *read;                                      /* NULL: what it shows is read elsewhere */
  const struct table *table;                                         /* draws, counts and finds rows; NULL: as above */
};
const struct pane_ops *pane_get(enum pane_id id);
const struct pane_ops *pane_by_name(const char *name);               /* NULL: unknown */

/* Draws the dirty parts (all when `all`) and clears nothing: the caller resets model->dirty. */
void model_draw(const struct model *model, struct grid *grid, bool all);
#endif
