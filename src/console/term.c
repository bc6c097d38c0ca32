#include "toban/term.h"

#include "term_internal.h"

struct headless { struct term term; int rows, cols; };

void term_size(const struct term *term, int *rows, int *cols)
{
  term->kind->size(term, rows, cols);
}

void term_render(struct term *term, struct grid *grid)
{
  term->kind->render(term, grid);
}

void term_redraw(struct term *term)
{
  term->kind->redraw(term);
}

void term_theme(struct term *term, const struct theme *theme)
{
  term->kind->theme(term, theme);
}

void term_bell(struct term *term)
{
  term->kind->bell(term);
}

void term_notify(struct term *term, const char *text)
{
  term->kind->notify(term, text);
}

void term_return(struct term *term)
{
  term->kind->give_back(term);
}

void term_suspend(struct term *term)
{
  term->kind->suspend(term);
}

void term_leave(struct term *term)
{
  term->kind->leave(term);
}

void term_close(struct term *term, void (*closed)(void *user), void *user)
{
  if (term != NULL)
    term->kind->close(term, closed, user);
  else if (closed != NULL)
    closed(user);
}

/* --- headless: a size, and nobody who looks -------------------------------------------------------- */

static void headless_size(const struct term *term, int *rows, int *cols)
{
  const struct headless *headless = (const struct headless *)term;
  *rows = headless->rows;
  *cols = headless->cols;
}

static void headless_render(struct term *term, struct grid *grid)
{
  (void)term;
  for (int y = 0; y < grid->rows; y++)
    grid->dirty[y] = false;
}

static void headless_theme(struct term *term, const struct theme *theme)
{
  (void)term;
  (void)theme;
}

static void headless_nothing(struct term *term)
{
  (void)term;
}

static void headless_notify(struct term *term, const char *text)
{
  (void)term, (void)text;
}

static void headless_close(struct term *term, void (*closed)(void *user), void *user)
{
  g_free(term);
  if (closed != NULL)
    closed(user);
}

static const struct term_kind headless_kind = {
  .size = headless_size, .render = headless_render, .redraw = headless_nothing, .theme = headless_theme,
  .bell = headless_nothing, .notify = headless_notify,
  .suspend = headless_nothing, .give_back = headless_nothing, .leave = headless_nothing, .close = headless_close,
};

struct term *term_open_headless(int rows, int cols)
{
  struct headless *headless = g_new(struct headless, 1);
  *headless = (struct headless){{&headless_kind}, rows, cols};
  return &headless->term;
}
