/* message.h: what goes into the model and what comes out of it (model.h): messages, and effects that its caller carries
 * out. A slot is one kind of read: a new ask of a slot replaces one that waits. */
#ifndef TOBAN_MESSAGE_H
#define TOBAN_MESSAGE_H
#include "toban/input.h"
#include "toban/layout.h"
#include "toban/store.h"

/* --- what comes in -------------------------------------------------------------------------------- */
enum slot { SLOT_NONE, SLOT_LANG, SLOT_THEME, SLOT_SECONDS, SLOT_BORDERS, SLOT_NOTIFY, SLOT_QUEUE, SLOT_COUNTS,
            SLOT_CALLER, SLOT_SIMILAR, SLOT_TEMPLATE, SLOT_SUGGEST, SLOT_REMOTE,
            SLOT_DUE, SLOT_TICKET, SLOT_ASSET, SLOT_ENDPOINT, SLOT_REFERENCE, SLOT_RIGHTS, SLOT_ALERT, SLOT_DUTY,
            SLOT_TOGETHER, SLOT_VIEWS, SLOT_OF_PANES, SLOTS = SLOT_OF_PANES + PANES };
#define SLOT_PANE(pane) ((enum slot)(SLOT_OF_PANES + (int)(pane)))      /* of pane_ops.read */
enum message_type {
  MESSAGE_START,            /* ask for everything */
  MESSAGE_INPUT,            /* input: a key, a paste, the mouse */
  MESSAGE_TICK,             /* only time went by */
  MESSAGE_RESIZE,           /* rows, cols */
  MESSAGE_SNAPSHOT,         /* slot, take (NULL with error) */
  MESSAGE_FEED, MESSAGE_STATUS,
  MESSAGE_OUTCOME,          /* tag, outcome or error: of a command that was told */
  MESSAGE_DRAFTS,           /* text: the draft file as it was left; once, after the start */
  MESSAGE_EDITED,           /* text, as it came out of the operator's editor; or error */
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
  EFFECT_LOOK,              /* take_command: see look.h */
  EFFECT_EDIT,              /* text: into the operator's editor; MESSAGE_EDITED comes back */
  EFFECT_REMOTE,            /* text: the tag of an asset; ticket: the key, or NULL */
};
struct effect {
  enum effect_type type;
  enum slot slot; store_run_fn *run; void *take_args; GDestroyNotify free_result;
  struct command *take_command; unsigned tag;
  char *text, *ticket;
};
struct effects { GArray *list; };           /* of struct effect */
void effects_init(struct effects *effects);
void effects_clear(struct effects *effects);
void effects_add(struct effects *effects, enum effect_type type);
#endif
