/* console.h: the console as a program: the loop, the terminal, the store and the model wired together. */
#ifndef TOBAN_CONSOLE_H
#define TOBAN_CONSOLE_H
#include <stdbool.h>
#include "toban/error.h"
#include "toban/lang.h"

struct console_options {
  const char *db;                   /* path of the database */
  const char *actor;                /* login of the operator */
  const char *keys;                 /* keys.conf; NULL: the usual place */
  GKeyFile *settings;               /* the configuration file, for the network; NULL: none */
  const char *theme;                /* NULL: as kept for the operator, else "dark" (NO_COLOR: mono) */
  bool lang_given;                  /* the language was asked for (--lang): the kept one does not count */
  bool read_only, ascii, no_mouse, no_seconds;
  bool no_poll;                     /* never check endpoints from here */
  int lock_minutes;                 /* without a key the screen locks; 0: never */
  char **successor;                 /* set to the login of who shall go on here (g_free), or to NULL; may be NULL */
};
/* Runs until the operator leaves (0), a signal ends it (128 + its number) or the terminal is lost (0);
 * TE_USAGE without a terminal, naming `toban screen`. Returns the exit status, -1 with an error. */
int console_run(const struct console_options *options, GError **error);
/* One frame as text, right-trimmed lines. pane: a name of pane.h that gets the whole body, or NULL.
 * Reads through a connection of its own, at once. Free with g_free; NULL with an error. */
char *console_screen(const struct console_options *options, int rows, int cols, const char *pane, GError **error);
#endif
