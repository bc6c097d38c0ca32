/* term.h: the terminal. One of two: curses (src/console/term_curses.c, the only file with curses) or
 * headless (tests, `toban screen`). Input comes from an own descriptor on /dev/tty watched by libuv;
 * ncurses draws only. Restores the terminal in every way out: exit, SIGTERM, SIGHUP, abort, Ctrl-Z. */
#ifndef TOBAN_TERM_H
#define TOBAN_TERM_H
#include <uv.h>
#include "toban/grid.h"
#include "toban/input.h"
#include "toban/theme.h"

struct term;
struct term_hooks {
  void *user;
  void (*input)(void *user, const struct input_event *event);
  void (*resized)(void *user, int rows, int cols);
  void (*lost)(void *user);                      /* hang-up, end of file, an error on the tty */
};
struct term_options { struct theme theme; bool ascii; bool mouse; int colours; /* 0: ask the terminal */ };
struct term *term_open(uv_loop_t *loop, const struct term_options *options, const struct term_hooks *hooks,
                       GError **error);
struct term *term_open_headless(int rows, int cols);
void term_size(const struct term *term, int *rows, int *cols);
void term_render(struct term *term, struct grid *grid);          /* sends what differs, clears dirty */
void term_redraw(struct term *term);                             /* forget the last frame (Ctrl-L) */
void term_theme(struct term *term, const struct theme *theme);
void term_bell(struct term *term);
void term_notify(struct term *term, const char *text);           /* OSC 9, where the terminal knows it; clean text */
void term_suspend(struct term *term);                            /* Ctrl-Z: restore, stop, take again */
void term_return(struct term *term);                             /* take it again after term_leave() */
void term_leave(struct term *term);                              /* restore now; safe twice, from a signal's callback */
void term_close(struct term *term, void (*closed)(void *user), void *user);
#endif
