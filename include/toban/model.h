/* model.h: all state of the console and the one function that changes it.
 *
 *   message (key, tick, snapshot, feed, outcome ...) -> model_update() -> effects + dirty parts
 *
 * model_update() does no I/O and calls nobody: what shall happen outside is in the effects, which the
 * caller (console.c, or a test) carries out and answers with further messages. Drawing (pane.h) only
 * reads the model. Everything here belongs to the loop thread. Times: `now` comes with each message.
 *
 * Ownership: a message's `take` result belongs to the model from the call on; an effect's `take_args`
 * and `take_command` belong to whoever carries the effect out (effects_clear frees what nobody took). */
#ifndef TOBAN_MODEL_H
#define TOBAN_MODEL_H
#include "toban/approval_store.h"
#include "toban/health.h"
#include "toban/input.h"
#include "toban/layout.h"
#include "toban/prompt.h"
#include "toban/read.h"
#include "toban/sla_store.h"
#include "toban/store.h"

struct keymap; struct model;

/* --- what comes in -------------------------------------------------------------------------------- */
enum slot { SLOT_NONE, SLOT_QUEUE, SLOT_COUNTS, SLOT_DUE, SLOT_TICKET, SLOT_ASSET, SLOT_ENDPOINT, SLOT_REFERENCE,
            SLOT_RIGHTS, SLOT_ALERT, SLOT_MONTH, SLOT_EXCLUSION, SLOT_APPROVAL,
            SLOT_LANG, SLOT_THEME, SLOT_SECONDS, SLOT_BORDERS, SLOT_NOTIFY, SLOTS };
enum message_type {
  MESSAGE_START,            /* ask for everything */
  MESSAGE_INPUT,            /* input: a key, a paste, the mouse */
  MESSAGE_TICK,             /* only time went by */
  MESSAGE_RESIZE,           /* rows, cols */
  MESSAGE_SNAPSHOT,         /* slot, take (NULL with error) */
  MESSAGE_FEED, MESSAGE_STATUS,
  MESSAGE_OUTCOME,          /* tag, outcome or error: of a command that was told */
  MESSAGE_DRAFTS,           /* text: the draft file as it was left; once, after the start */
  MESSAGE_NOTICE, MESSAGE_UNLOCK, /* text, error: something to tell; error: the password was not right */
};
struct message {
  enum message_type type;
  utc_t now;
  const struct input_event *input;
  int rows, cols;
  enum slot slot; void *take;
  const struct store_feed *feed;
  const struct store_status *status;
  unsigned tag; const struct command_outcome *outcome;
  const char *text;
  const GError *error;
};

/* --- what goes out -------------------------------------------------------------------------------- */
enum effect_type {
  EFFECT_ASK,               /* slot, run, take_args (g_free); free_result */
  EFFECT_TELL,              /* take_command, tag */
  EFFECT_QUIT /* text: who goes on here, or NULL */, EFFECT_SUSPEND, EFFECT_BELL, EFFECT_REDRAW,
  EFFECT_SAVE_DRAFTS,       /* soon: typing paused; text from model_drafts() */
  EFFECT_THEME, EFFECT_BORDERS, /* look at model->theme, model->ascii */
  EFFECT_PRESENT,           /* it is known who this is: tell the others */
  EFFECT_NOTIFY, EFFECT_UNLOCK, /* text: a message of the window system, by the terminal; a password */
  EFFECT_LOOK /* take_command: see look.h */
};
struct effect {
  enum effect_type type;
  enum slot slot; store_run_fn *run; void *take_args; GDestroyNotify free_result;
  struct command *take_command; unsigned tag;
  char *text;
};
struct effects { GArray *list; };           /* of struct effect */
void effects_init(struct effects *effects);
void effects_clear(struct effects *effects);
void effects_add(struct effects *effects, enum effect_type type);

/* The answer of SLOT_RIGHTS: what the operator may do; refusal: why not even be shown as present, or NULL. */
struct rights_view { struct snapshot s; unsigned roles; const char *refusal; };

/* --- the state ------------------------------------------------------------------------------------ */
enum { DIRTY_HEADER = 1 << PANES, DIRTY_FOOTER = 2 << PANES, DIRTY_ALL = (4 << PANES) - 1 };
enum mode { MODE_NORMAL, MODE_LINE, MODE_EDIT, MODE_MENU, MODE_FORM };

struct list { int cursor, top; };           /* rows of a pane: src/console/list.h */
struct queue_state {
  struct queue_window *window;              /* NULL until the first answer */
  enum queue_view view;
  int cursor;                               /* index in the window */
  int64_t top;                              /* position in the view of the first row on the screen */
  int pending;                              /* enum queue_where + 1 of a jump that waits for its window */
};
struct ask_state { bool waits; utc_t since; char *error; };
struct notice { char text[512]; enum role role; utc_t until; /* UTC_NONE: until a key */ };
/* Warnings: when to look again (UTC_NONE: not known, or under way); 0: nothing flashes; tell the window system? */
struct alert_state { utc_t next, flash_until; bool notify; };
struct month_state { struct sla_period period; struct sla_report *report; };   /* end 0: none was chosen yet */
enum line_use { LINE_COMMAND, LINE_FILTER };
struct menu; struct form; struct editor; struct pending;

struct model {
  char actor[64];                           /* login of the operator */
  bool read_only, pinned, ascii, seconds;
  unsigned fixed;                           /* 1u << SLOT_LANG ...: given at the start, what was kept does not count */
  char theme[64];
  const struct keymap *keymap;              /* borrowed */
  utc_t now;
  int rows, cols;
  struct placement place;
  unsigned dirty;                           /* PANE_BIT, DIRTY_ */

  enum mode mode;
  enum pane_id focus, back[PANES];          /* back: panes to return to */
  int backs;
  bool zoom;
  unsigned roles;                           /* of right.h; 0 until they are known */
  struct reference *ref;                    /* snapshots; NULL until they come */
  struct desk_counts *counts;
  struct due_list *due;
  struct ticket_view *ticket;
  struct asset_list *assets;
  struct endpoint_list *endpoints;
  struct month_state month;
  struct exclusion_list *exclusions; struct approval_list *approvals;
  struct ask_state ask[SLOTS];
  struct store_status store;
  struct queue_state queue;
  struct list list[PANES];                  /* of all panes but the queue */
  char filter[PANES][256];
  char ticket_key[32];                      /* "": no ticket is open */
  bool explain;                             /* the open ticket shows how its clocks came about */
  struct notice notice;
  struct alert_state alert; struct lock *lock; struct looked *looked;
  struct prompt line;                       /* MODE_LINE; drawn in the footer */
  enum line_use line_use;
  char line_before[256];                    /* the filter before it was edited */
  struct editor *editor;                    /* not NULL while its area is open */
  struct menu *menu;                        /* MODE_MENU */
  struct form *form;                        /* MODE_FORM */
  GHashTable *drafts;                       /* id ("answer/KEY", "note/KEY", "new") -> text */
  GArray *pending;                          /* struct pending: commands under way */
  unsigned last_tag;
};

void model_init(struct model *model, const char *actor, const struct keymap *keymap, int rows, int cols);
void model_clear(struct model *model);
void model_update(struct model *model, const struct message *message, struct effects *effects);
/* When the picture changes next if nothing happens: the next second, minute or breach. */
utc_t model_wakes_at(const struct model *model);
/* The drafts as the text of the draft file (JSON); NULL when there are none. Free with g_free. */
char *model_drafts(const struct model *model);
/* The ticket that actions are for: of the focused pane; NULL: none. */
const struct ticket *model_subject(const struct model *model);
#endif
