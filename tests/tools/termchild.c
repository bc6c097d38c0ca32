/* A small program on term.h, for tests that watch a terminal from the other side. It shows the size and a list;
 * every event is written down on row 1. Keys: j k move, r fills the screen at random (i.e. with what the count of
 * r says), w writes the file $MARK, Ctrl-L redraws, Ctrl-Z suspends, i shows the cursor, b rings, a aborts, e exits at once, q leaves.
 * Exit status: 0 left by q, 3 the terminal was lost, 69 it could not be opened. */
#include <stdio.h>
#include <stdlib.h>

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
  guint32 fills;
  char event[80];
} child;

/* Over what stands there already, so that halves of wide characters are hit. */
static void fill(void)
{
  static const char *const texts[] = {"漢字", "x", "回線が落ちた", "abc def", "か\xE3\x82\x99", "  ", "─│┌", "é", "🙂", "~"};
  GRand *random = g_rand_new_with_seed(child.fills);
  for (int i = 0; i < 200; i++) {
    int y = g_rand_int_range(random, 2, MAX(child.grid.rows, 3)), x = g_rand_int_range(random, -3, MAX(child.grid.cols, 1));
    style_t style = (style_t)(g_rand_int_range(random, 0, ROLES) | (i % 4 == 0 ? STYLE_SELECTED : 0));
    grid_put(&child.grid, y, x, g_rand_int_range(random, 1, 30), style, texts[i % (int)G_N_ELEMENTS(texts)]);
  }
  g_rand_free(random);
}

static void draw(void)
{
  struct grid *grid = &child.grid;
  struct rect all = {0, 0, child.fills > 0 ? 2 : grid->rows, grid->cols};
  grid_fill(grid, all, ROLE_NORMAL);
  grid_printf(grid, 0, 0, grid->cols, ROLE_HEADER, "当番 %dx%d", grid->cols, grid->rows);
  grid_put(grid, 1, 0, grid->cols, ROLE_KEY, child.event);
  for (int y = FIRST_ROW; child.fills == 0 && y < grid->rows; y++) {
    int row = y - FIRST_ROW;
    bool here = row == child.at;
    grid_printf(grid, y, 0, grid->cols, row % 5 == 0 ? ROLE_LATE : ROLE_NORMAL, "%c%3d 会議室の回線が落ちた",
                here ? '>' : ' ', row);
    if (here)
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

static void on_control(uint32_t key)
{
  if (key == 'l')
    term_redraw(child.term);
  else if (key == 'z')
    term_suspend(child.term);
}

static void on_key(uint32_t key, unsigned mods)
{
  g_autofree char *name = key_label(key, mods);
  g_snprintf(child.event, sizeof child.event, "key %s %u", name, child.fills);
  if (mods & MOD_CTRL) {
    on_control(key);
    return;
  }
  switch (key) {
  case 'j': child.at++; break;
  case 'k': child.at--; break;
  case 'r': child.fills++; fill(); break;
  case 'i': child.editing = !child.editing; break;
  case 'w': g_file_set_contents(g_getenv("MARK"), "", 0, NULL); break;
  case 'b': term_bell(child.term); break;
  case 'a': abort();
  case 'e': exit(7);
  case 'q': leave(0); break;
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
    g_snprintf(child.event, sizeof child.event, "paste %d %.30s", (int)event->length, event->text);
  else if (event->type == INPUT_MOUSE)
    g_snprintf(child.event, sizeof child.event, "mouse %d %d,%d", event->button, event->row, event->col);
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

int main(void)
{
  const struct term_hooks hooks = {.input = on_input, .resized = on_resized, .lost = on_lost};
  struct term_options options = {.mouse = true, .ascii = g_getenv("ASCII") != NULL};
  GError *error = NULL;
  int rows, cols;
  lang_init();
  uv_loop_init(&child.loop);
  if (theme_load(&options.theme, "dark", &error))
    child.term = term_open(&child.loop, &options, &hooks, &error);
  if (child.term == NULL) {
    fprintf(stderr, "%s\n", error->message);
    g_error_free(error);
    uv_loop_close(&child.loop);
    return 69;
  }
  term_size(child.term, &rows, &cols);
  grid_init(&child.grid, rows, cols);
  child.dirty = true;
  uv_prepare_init(&child.loop, &child.prepare);
  uv_prepare_start(&child.prepare, on_prepare);
  uv_run(&child.loop, UV_RUN_DEFAULT);
  grid_clear(&child.grid);
  return uv_loop_close(&child.loop) == 0 ? child.status : 70;
}
