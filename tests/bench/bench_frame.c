/* What a frame costs: time of drawing cells, of comparing and painting them, and the bytes for the terminal.
 * usage: bench_frame [TERM]     one line for each case and size, tab-separated; medians of REPEATS frames */
#include <stdio.h>
#include <stdlib.h>

#include "console/painter.h"
#include "toban/lang.h"

enum { REPEATS = 400 };

static const char *const offices[] = {"ニューヨーク", "ロンドン", "デュッセルドルフ", "サンパウロ", "シドニー", "ドバイ"};
static const char *const titles[] = {"会議室の回線が落ちた（全員切断）", "VPN接続で証明書の期限切れと表示される",
                                     "MFP does not scan to folder", "共有フォルダーの権限を追加してほしい",
                                     "Outlook の検索結果が古い", "PCが起動しない（貸出機を希望）"};

struct view { int top, at; bool wide_bar; };

static void draw_row(struct grid *grid, int y, int n, bool selected)
{
  int width = grid->cols, x = 1;
  grid_fill(grid, (struct rect){y, 0, 1, width}, ROLE_NORMAL);
  grid_put(grid, y, 0, 1, ROLE_KEY, selected ? ">" : " ");
  grid_printf(grid, y, x, 9, n % 9 == 0 ? ROLE_LATE : n % 7 == 0 ? ROLE_SOON : ROLE_NORMAL, "%6d:%02d", n % 60, n * 7 % 60);
  grid_printf(grid, y, x + 10, 11, ROLE_NORMAL, "261124-%04d", n % 10000);
  grid_printf(grid, y, x + 22, 1, ROLE_NORMAL, "%d", 1 + n % 4);
  grid_fit(grid, y, x + 24, 12, false, ROLE_NORMAL, offices[n % 6]);
  grid_put(grid, y, x + 37, 10, ROLE_QUIET, n % 3 ? "対応中" : "利用者待ち");
  grid_put(grid, y, x + 48, 8, ROLE_NORMAL, n % 2 ? "当番 一郎" : "-");
  grid_fit(grid, y, x + 58, width - x - 58, false, ROLE_NORMAL, titles[n % 6]);
}

static void draw(struct grid *grid, const struct view *view)
{
  for (int y = 1; y < grid->rows - 1; y++) {
    int n = view->top + y - 1;
    draw_row(grid, y, n, n == view->at);
    if (n == view->at)
      grid_select(grid, (struct rect){y, 0, 1, view->wide_bar ? grid->cols : 22});
  }
  grid_printf(grid, 0, 0, 40, ROLE_HEADER, " 当番  東京本部 %05d", view->at);
  grid_printf(grid, grid->rows - 1, 0, 20, ROLE_QUIET, "%d/100000", view->at + 1);
}

typedef void step_fn(struct painter *painter, struct view *view, int rows);
static void still(struct painter *painter, struct view *view, int rows)
{
  (void)painter, (void)view, (void)rows;
}
static void move_mark(struct painter *painter, struct view *view, int rows)
{
  (void)painter, (void)rows;
  view->wide_bar = false;
  view->at = view->top + (view->at - view->top + 1) % 20;
}
static void move_bar(struct painter *painter, struct view *view, int rows)
{
  move_mark(painter, view, rows);
  view->wide_bar = true;
}
static void scroll_line(struct painter *painter, struct view *view, int rows)
{
  (void)painter, (void)rows;
  view->wide_bar = false;
  view->top++, view->at++;
}
static void page(struct painter *painter, struct view *view, int rows)
{
  (void)painter;
  view->top += rows - 2, view->at = view->top;
}
static void everything(struct painter *painter, struct view *view, int rows)
{
  (void)view, (void)rows;
  painter_forget(painter);
}

static int compare(const void *a, const void *b)
{
  gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;
  return (left > right) - (left < right);
}

static gint64 median(gint64 *values)
{
  qsort(values, REPEATS, sizeof *values, compare);
  return values[REPEATS / 2];
}

static void measure(struct painter *painter, struct grid *grid, const char *name, step_fn *step)
{
  static gint64 drawing[REPEATS], painting[REPEATS], bytes[REPEATS];
  struct view view = {0};
  size_t length;
  draw(grid, &view);
  painter_frame(painter, grid, &length);
  for (int i = 0; i < REPEATS; i++) {
    step(painter, &view, grid->rows);
    gint64 start = g_get_monotonic_time();
    draw(grid, &view);
    gint64 drawn = g_get_monotonic_time();
    painter_frame(painter, grid, &length);
    painting[i] = g_get_monotonic_time() - drawn;
    drawing[i] = drawn - start;
    bytes[i] = (gint64)length;
  }
  printf("%dx%d\t%s\tdraw %d us\tpaint %d us\t%d bytes\n", grid->cols, grid->rows, name, (int)median(drawing),
         (int)median(painting), (int)median(bytes));
}

int main(int argc, char **argv)
{
  static const struct { int cols, rows; } sizes[] = {{80, 24}, {120, 40}, {200, 60}, {300, 100}};
  static const struct { const char *name; step_fn *step; } cases[] = {
    {"nothing changed", still}, {"cursor moves, short bar", move_mark}, {"cursor moves, full bar", move_bar},
    {"list moves by a line", scroll_line}, {"page", page}, {"everything", everything},
  };
  struct term_options options = {0};
  lang_init();
  g_setenv("TERM", argc > 1 ? argv[1] : "xterm-256color", TRUE);
  if (!theme_load(&options.theme, "dark", NULL))
    return 70;
  for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++) {
    struct grid grid;
    GError *error = NULL;
    struct painter *painter = painter_new(&options, sizes[s].rows, sizes[s].cols, &error);
    if (painter == NULL) {
      fprintf(stderr, "%s\n", error->message);
      return 69;
    }
    grid_init(&grid, sizes[s].rows, sizes[s].cols);
    for (size_t c = 0; c < G_N_ELEMENTS(cases); c++)
      measure(painter, &grid, cases[c].name, cases[c].step);
    grid_clear(&grid);
    painter_free(painter);
  }
  return 0;
}
