#include "termchild.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "toban/lang.h"
#include "toban/term.h"

enum { FIRST_ROW = 3 };

static struct {
  uv_loop_t loop;
  uv_prepare_t prepare;
  struct term *term;
  struct grid grid;
  bool dirty, editing;
  int at, status;
  char event[80];
} child;

static void draw(void)
{
  struct grid *grid = &child.grid;
  struct rect all = {0, 0, grid->rows, grid->cols};
  grid_fill(grid, all, ROLE_NORMAL);
  grid_printf(grid, 0, 0, grid->cols, ROLE_HEADER, "当番 %dx%d", grid->cols, grid->rows);
  grid_put(grid, 1, 0, grid->cols, ROLE_KEY, child.event);
  for (int y = FIRST_ROW; y < grid->rows; y++) {
    int row = y - FIRST_ROW;
    grid_printf(grid, y, 0, grid->cols, row % 5 == 0 ? ROLE_LATE : ROLE_NORMAL, "%c%3d 会議室の回線が落ちた", row == child.at ? '>' : ' ', row);
    if (row == child.at)
      grid_select(grid, (struct rect){y, 0, 1, 20});
  }
  grid->cursor_y = child.editing ? 1 : -1;
  grid->cursor_x = child.editing ? 2 : -1;
}

static void on_prepare(uv_prepare_t *prepare)
{
  (void)prepare;
  if (!child.dirty || child.term == NULL)
    return;
  child.dirty = false;
  draw();
  term_render(child.term, &child.grid);
}

static void on_term_closed(void *user)
{
  (void)user;
  uv_close((uv_handle_t *)&child.prepare, NULL);
}

static void leave(int status)
{
  child.status = status;
  if (child.term != NULL)
    term_close(child.term, on_term_closed, NULL);
  child.term = NULL;
}

static void on_key(uint32_t key, unsigned mods)
{
  char *name = key_label(key, mods);
  snprintf(child.event, sizeof child.event, "key %s", name);
  g_free(name);
  switch (key) {
  case 'j': child.at++; break;
  case 'k': child.at--; break;
  case 'i': child.editing = !child.editing; break;
  case 'b': term_bell(child.term); break;
  case 'a': abort();
  case 'e': exit(7);
  case 'q': leave(0); break;
  case 'l': if (mods & MOD_CTRL) term_redraw(child.term); break;
  case 'z': if (mods & MOD_CTRL) term_suspend(child.term); break;
  default: break;
  }
}

static void on_input(void *user, const struct input_event *event)
{
  (void)user;
  child.dirty = true;
  if (event->type == INPUT_KEY)
    on_key(event->key, event->mods);
  else if (event->type == INPUT_PASTE)
    snprintf(child.event, sizeof child.event, "paste %zu %.*s", event->length, (int)MIN(event->length, 40), event->text);
  else if (event->type == INPUT_MOUSE)
    snprintf(child.event, sizeof child.event, "mouse %d %d,%d", event->button, event->row, event->col);
}

static void on_resized(void *user, int rows, int cols)
{
  (void)user;
  grid_resize(&child.grid, rows, cols);
  child.dirty = true;
}

static void on_lost(void *user)
{
  (void)user;
  leave(3);
}

int termchild_main(void)
{
  const struct term_hooks hooks = {.input = on_input, .resized = on_resized, .lost = on_lost};
  struct term_options options = {.mouse = true, .ascii = getenv("ASCII") != NULL};
  GError *error = NULL;
  int rows, cols;
  lang_init();
  uv_loop_init(&child.loop);
  uv_prepare_init(&child.loop, &child.prepare);
  if (theme_load(&options.theme, "dark", &error))
    child.term = term_open(&child.loop, &options, &hooks, &error);
  if (child.term == NULL) {
    fprintf(stderr, "%s\n", error->message);
    return 69;
  }
  term_size(child.term, &rows, &cols);
  grid_init(&child.grid, rows, cols);
  child.dirty = true;
  uv_prepare_start(&child.prepare, on_prepare);
  uv_run(&child.loop, UV_RUN_DEFAULT);
  grid_clear(&child.grid);
  return uv_loop_close(&child.loop) == 0 ? child.status : 70;
}
