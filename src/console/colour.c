#include "colour.h"

#include <stdlib.h>

enum { COLOURS_DIRECT = 1 << 24, FIRST_DIRECT = 8 /* below it, the "direct" terminals have their palette */ };

static int nearest_level(int value)
{
  static const int levels[] = {0, 95, 135, 175, 215, 255}; /* of xterm's 6 x 6 x 6 cube */
  int best = 0;
  for (int i = 1; i < 6; i++)
    if (abs(levels[i] - value) < abs(levels[best] - value))
      best = i;
  return best;
}

static int distance(int r, int g, int b, int rgb)
{
  int dr = r - (rgb >> 16 & 255), dg = g - (rgb >> 8 & 255), db = b - (rgb & 255);
  return dr * dr + dg * dg + db * db;
}

int colour_256(int rgb)
{
  static const int levels[] = {0, 95, 135, 175, 215, 255};
  int r = nearest_level(rgb >> 16 & 255), g = nearest_level(rgb >> 8 & 255), b = nearest_level(rgb & 255);
  int mean = ((rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255)) / 3;
  int grey = mean < 8 ? 0 : mean > 238 ? 23 : (mean - 3) / 10;
  int level = 8 + 10 * grey;
  if (distance(level, level, level, rgb) < distance(levels[r], levels[g], levels[b], rgb))
    return 232 + grey;
  return 16 + 36 * r + 6 * g + b;
}

static int map(int rgb, int basic, int colours)
{
  if (colours < 256)
    return basic;
  if (rgb == COLOUR_DEFAULT)
    return COLOUR_DEFAULT;
  if (colours < COLOURS_DIRECT)
    return colour_256(rgb);
  return rgb < FIRST_DIRECT ? FIRST_DIRECT : rgb;
}

/* With eight colours the bright ones are their twins in bold; bright black is dim text. */
static void squeeze_8(struct shade *shade)
{
  if (shade->fg == 8) {
    shade->fg = COLOUR_DEFAULT;
    shade->dim = true;
  } else if (shade->fg > 8) {
    shade->fg -= 8;
    shade->bold = true;
  }
  if (shade->bg >= 8)
    shade->bg -= 8;
}

struct shade colour_shade(const struct theme *theme, style_t style, int colours)
{
  enum role role = STYLE_ROLE(style) < ROLES ? STYLE_ROLE(style) : ROLE_NORMAL;
  struct look look = theme->role[role];
  if (style & STYLE_SELECTED) {
    const struct look *over = &theme->selected;
    look.fg = over->fg != COLOUR_DEFAULT ? over->fg : look.fg;
    look.bg = over->bg != COLOUR_DEFAULT ? over->bg : look.bg;
    look.fg16 = over->fg16 != COLOUR_DEFAULT ? over->fg16 : look.fg16;
    look.bg16 = over->bg16 != COLOUR_DEFAULT ? over->bg16 : look.bg16;
    look.bold |= over->bold;
    look.dim = over->dim || (look.dim && !over->reverse); /* dim on reverse cannot be read */
    look.reverse |= over->reverse;
    look.underline |= over->underline;
  }
  struct shade shade = {map(look.fg, look.fg16, colours), map(look.bg, look.bg16, colours),
                        look.bold, look.dim, look.reverse, look.underline};
  if (colours < 8)
    shade.fg = shade.bg = COLOUR_DEFAULT;
  else if (colours < 16)
    squeeze_8(&shade);
  return shade;
}
