/* term_internal.h: the kinds of terminal behind term.h. */
#ifndef TOBAN_TERM_INTERNAL_H
#define TOBAN_TERM_INTERNAL_H
#include "toban/term.h"

struct term_kind {
  void (*size)(const struct term *term, int *rows, int *cols);
  void (*render)(struct term *term, struct grid *grid);
  void (*redraw)(struct term *term);
  void (*theme)(struct term *term, const struct theme *theme);
  void (*bell)(struct term *term);
  void (*notify)(struct term *term, const char *text);
  void (*suspend)(struct term *term);
  void (*give_back)(struct term *term);
  void (*leave)(struct term *term);
  void (*close)(struct term *term, void (*closed)(void *user), void *user);
};
struct term { const struct term_kind *kind; };
#endif
