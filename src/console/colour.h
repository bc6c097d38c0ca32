/* colour.h: looks of a theme as attributes of terminals with fewer colours. */
#ifndef TOBAN_COLOUR_H
#define TOBAN_COLOUR_H
#include "toban/theme.h"

/* What a style is on a terminal with that many colours: fg and bg are its colour numbers, -1 the default. */
struct shade { int fg, bg; bool bold, dim, reverse, underline; };
struct shade colour_shade(const struct theme *theme, style_t style, int colours);
int colour_256(int rgb);                        /* nearest of the cube and the greys, 16-255 */
#endif
