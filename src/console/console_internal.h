/* console_internal.h: the console's parts, shared by console.c (life) and console_effect.c (what the model
 * wants done). */
#ifndef CONSOLE_CONSOLE_INTERNAL_H
#define CONSOLE_CONSOLE_INTERNAL_H
#include <uv.h>
#include "draft_file.h"
#include "toban/console.h"
#include "toban/courier.h"
#include "toban/http.h"
#include "toban/keymap.h"
#include "toban/pane.h"
#include "toban/poller.h"
#include "toban/store.h"
#include "toban/term.h"
#include "toban/zone_watch.h"

enum { CONSOLE_SIGNALS = 4 };
struct console; struct outside;
struct console_asked { struct console *console; enum slot slot; };
struct console {
  const struct console_options *options;
  uv_loop_t loop;
  struct term *term;
  struct store *store;
  struct net *net;
  struct poller *poller;
  struct courier *courier;
  struct zone_watch *zones;
  struct draft_file *drafts;
  struct keymap *keymap;
  struct model model;
  struct grid grid;
  struct console_asked asked[SLOTS];
  uv_timer_t tick, beat, pause;         /* the next second; presence; typing has paused */
  uv_signal_t signal[CONSOLE_SIGNALS];
  uv_prepare_t frame;
  bool leaving, store_open;
  char *successor;                      /* who goes on here; NULL: nobody */
  struct outside *outside;              /* the operator's editor has the terminal; NULL: we have it */
  GPtrArray *remotes;                   /* remote tools that run */
  char *name;                           /* of this console in the presence list: "host:pid" */
  int status;
};

/* Gives the model a message and carries out what it wants. */
void console_message(struct console *console, const struct message *message);
void console_leave(struct console *console, int status);
void console_presence(struct console *console, bool here);
/* console_program.c */
void console_edit(struct console *console, const char *text);
void console_remote(struct console *console, const char *tag, const char *ticket);
void console_programs_forget(struct console *console);       /* when leaving */
/* Colours by name; an unknown one is told and the present one stays. */
void console_theme(struct console *console, const char *name);
#endif
