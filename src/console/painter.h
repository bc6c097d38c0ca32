/* painter.h: cells become the bytes of a terminal. The implementation (term_curses.c) is the only file that
 * knows curses; it writes to memory, never to the terminal, so that a frame is one write() of the owner's
 * (term_tty.c), its size is known, and a terminal that stops reading cannot stop the program.
 *
 * curses keeps one screen for the process: at most one painter at a time, on one thread. */
#ifndef TOBAN_PAINTER_H
#define TOBAN_PAINTER_H
#include "toban/term.h"

struct painter;
/* For the terminal that $TERM names; fails when it is unknown or cannot move its cursor. Needs an UTF-8 locale
 * (lang_init()). */
struct painter *painter_new(const struct term_options *options, int rows, int cols, GError **error);
void painter_free(struct painter *painter);
void painter_theme(struct painter *painter, const struct theme *theme);
void painter_resize(struct painter *painter, int rows, int cols);  /* the next frame paints everything */
void painter_forget(struct painter *painter);                      /* likewise: the screen shows something else */
/* The bytes that turn the last frame into this one, valid until the next call; *length 0 when nothing differs.
 * Clears grid->dirty. Rows and columns that the terminal lacks are left out. */
const char *painter_frame(struct painter *painter, struct grid *grid, size_t *length);
/* Bytes that take the terminal (alternate screen, paste and mouse reports) and give it back; they live as long as
 * the painter does, so a signal handler may write them. */
const char *painter_enter(const struct painter *painter);
const char *painter_leave(const struct painter *painter);
int painter_colours(const struct painter *painter);                /* 0, 8, 16, 256 or 1 << 24 */
#endif
