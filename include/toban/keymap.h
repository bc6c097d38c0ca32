/* keymap.h: which key does what: the defaults of the action table, changed by the operator's file.
 *
 * keys.conf, a line each: `take = t Alt-t` gives the action these keys instead of its own (nothing behind
 * the sign: none). `#` begins a comment. A key given to an action is taken from those that had it in the
 * same panes. Errors are TE_DATA and read "FILE:LINE: why". Key names: input.h. */
#ifndef TOBAN_KEYMAP_H
#define TOBAN_KEYMAP_H
#include "toban/action.h"

struct keymap;
struct keymap *keymap_new(void);                                       /* the defaults */
/* A missing file is no error. On an error the map is as it was. */
bool keymap_load(struct keymap *map, const char *path, GError **error);
void keymap_free(struct keymap *map);
/* The action of a key in the focused pane that works now; else one that does not work now (for telling
 * so, *works false); NULL: the key means nothing. Full-width keys count as their ASCII twins. */
const struct action *keymap_find(const struct keymap *map, const struct model *model, uint32_t key, unsigned mods,
                                 bool *works);
/* Keys of an action, "t", "Tab / 2": the first, or all joined; newly allocated; "" when it has none. */
char *keymap_first(const struct keymap *map, const struct action *action);
char *keymap_all(const struct keymap *map, const struct action *action);
#endif
