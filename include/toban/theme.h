/* theme.h: how roles look. Themes are data (data/themes/NAME.theme, a key file); built in: dark, light,
 * safe (for colour-blind eyes), mono. NO_COLOR selects mono. State is never shown by colour alone. */
#ifndef TOBAN_THEME_H
#define TOBAN_THEME_H
#include <stdbool.h>
#include "toban/error.h"
#include "toban/grid.h"

enum { COLOUR_DEFAULT = -1 };
struct look { int fg, bg;                        /* 0xRRGGBB, or COLOUR_DEFAULT */
              int fg16, bg16;                    /* for terminals with 8 or 16 colours; -1 default */
              bool bold, dim, reverse, underline; };
struct theme { char name[32]; struct look role[ROLES]; struct look selected; };

/* A built-in theme by name, or a file when the name has a '/'; mono whatever the name while NO_COLOR is set.
 * Errors name file, group and key; *theme is untouched then. */
bool theme_load(struct theme *theme, const char *name, GError **error);
int theme_count(void);
const char *theme_name(int index);
#endif
