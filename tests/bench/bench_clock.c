/* What a frame of the clock board costs: all 76 offices of the reference data and the strip of the world, at 132x43 and
 * 300x100, by region and by who is next. Floor: filling as many cells with text that is there already.
 * usage: bench_clock */
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "toban/keymap.h"
#include "toban/lang.h"
#include "toban/pane.h"
#include "toban/transfer.h"

enum { RUNS = 200, NOW = 1795531267 };

static double seconds(void)
{
  return (double)g_get_monotonic_time() / 1e6;
}

static int by_value(const void *a, const void *b)
{
  const double *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

static struct reference *offices(const char *path)
{
  GError *error = NULL;
  struct db *db = db_open(path, DB_CREATE, &error);
  if (db == NULL || !db_begin(db, &error) || !transfer_initial(db, "bench", NOW, &error) || !db_commit(db, &error))
    g_error("%s", error->message);
  struct reference *ref = reference_read(db, NULL, &error);
  db_close(db);
  return ref;
}

static double frame(struct model *model, struct grid *grid)
{
  static double took[RUNS];
  for (int i = 0; i < RUNS; i++) {
    double begun = seconds();
    pane_get(PANE_CLOCK)->draw(model, grid, rect_inside(model->place.pane[PANE_CLOCK]));
    took[i] = seconds() - begun;
  }
  qsort(took, RUNS, sizeof *took, by_value);
  return took[RUNS / 2];
}

static double fill(struct grid *grid)
{
  double begun = seconds();
  for (int i = 0; i < RUNS; i++)
    for (int y = 0; y < grid->rows; y++)
      grid_fit(grid, y, 0, grid->cols, false, ROLE_NORMAL, "ニューヨーク 火 09:41  4 .........*=======....... 営業 17:30まで");
  return (seconds() - begun) / RUNS;
}

static int measure(struct reference *ref, const struct keymap *keys, int rows, int cols, bool by_next)
{
  struct model model;
  struct grid grid;
  model_init(&model, "bench", keys, rows, cols);
  model.ref = reference_ref(ref);
  model.now = NOW;
  model.focus = PANE_CLOCK;
  model.clock.by_next = by_next;
  layout_place(rows, cols, false, PANE_CLOCK, &model.place);
  grid_init(&grid, rows, cols);
  double took = frame(&model, &grid), floor = fill(&grid);
  printf("clock board %dx%d %s: %.0f us a frame (limit 1000), floor %.0f us\n", cols, rows,
         by_next ? "by who is next" : "by region", took * 1e6, floor * 1e6);
  grid_clear(&grid);
  model_clear(&model);
  return took < 1e-3 ? 0 : 1;
}

int main(void)
{
  char folder[] = "/tmp/toban-bench.XXXXXX";
  if (g_mkdtemp(folder) == NULL)
    return 1;
  lang_init();
  lang_set(LANG_JA);
  char *path = g_build_filename(folder, "d.db", NULL), *command = g_strdup_printf("rm -rf '%s'", folder);
  struct reference *ref = offices(path);
  struct keymap *keys = keymap_new();
  int slow = measure(ref, keys, 43, 132, false) + measure(ref, keys, 43, 132, true) +
             measure(ref, keys, 100, 300, false) + measure(ref, keys, 100, 300, true);
  keymap_free(keys);
  reference_free(ref);
  int removed = system(command);
  g_free(command);
  g_free(path);
  return slow + (removed != 0);
}
