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
#include "toban/duty_store.h"
#include "toban/health.h"
#include "toban/input.h"
#include "toban/layout.h"
#include "toban/message.h"
#include "toban/prompt.h"
#include "toban/read.h"
#include "toban/record.h"
#include "toban/sla_store.h"
#include "toban/store.h"
#include "toban/view.h"

struct keymap; struct model;

/* The answer of SLOT_RIGHTS: what the operator may do; refusal: why not even be shown as present, or NULL. */
struct rights_view { struct snapshot s; unsigned roles; const char *refusal; };

/* --- the state ------------------------------------------------------------------------------------ */
G_STATIC_ASSERT(PANES <= 60);
#define DIRTY_HEADER PANE_BIT(PANES)
#define DIRTY_FOOTER PANE_BIT(PANES + 1)
#define DIRTY_ALL (PANE_BIT(PANES + 2) - 1)
enum mode { MODE_NORMAL, MODE_LINE, MODE_EDIT, MODE_MENU, MODE_FORM, MODE_ARTICLE, MODE_AGENDA };

struct list { int cursor, top; };           /* rows of a pane: src/console/list.h */
/* How the list differs from the program's view: a saved view, or an order or columns that were chosen. */
struct queue_shape {
  char key[RECORD_KEY_MAX];                 /* of the saved view; "": none */
  char expression[FILTER_MAX + 1];
  bool ordered; enum queue_order order; bool falling;       /* ordered: by this, not by the view's own */
  char columns[VIEW_COLUMNS_MAX];           /* ids; "": the usual ones */
};
struct queue_state {
  struct queue_window *window;              /* NULL until the first answer */
  enum queue_view view;                     /* VIEW_ALL for a saved one */
  struct queue_shape shape;
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
  uint64_t dirty;                           /* PANE_BIT, DIRTY_ */

  enum mode mode;
  enum pane_id focus, back[PANES];          /* back: panes to return to */
  int backs;
  bool zoom;
  unsigned roles;                           /* of right.h; 0 until they are known */
  struct reference *ref;                    /* snapshots; NULL until they come */
  struct desk_counts *counts;
  struct view_list *views;
  struct due_list *due;
  struct ticket_view *ticket;
  struct asset_list *assets;
  struct endpoint_list *endpoints;
  struct month_state month;
  struct duty_view *duty; int duty_week, duty_day;   /* the roster; the week (0: this one) and day under the cursor */
  struct { bool by_next, open_only; } clock;  /* the clock board: in which order, which offices */
  int64_t outage_told;                      /* the newest notice of an outage that was shown: see health_store.h */
  int agenda_month;                         /* of the calendar pane; 0: this one */
  utc_t reminded;                           /* end of the shift at which the operator was told to hand over */
  int64_t handover;                         /* the sheet that is shown: see handover_store.h */
  void *view[PANES];                        /* snapshots of panes' own reads (pane.h) */
  struct ask_state ask[SLOTS];
  struct store_status store; utc_t busy_told;        /* since when a lock was waited for when that was told */
  struct queue_state queue;
  struct list list[PANES];                  /* of all panes but the queue */
  char filter[PANES][256];
  int64_t choice[PANES];                    /* of panes that show one of several things: which */
  char card[256], stock_office[64];         /* the asset of its pane; where a stock-take shall begin, "" */
  char scan[256];                           /* a tag was typed with Enter and its answer is not there yet; "" */
  char ticket_key[32];                      /* "": no ticket is open */
  char office[64];                          /* the card is of this one; "": of none yet */
  bool explain;                             /* the open ticket shows how its clocks came about */
  unsigned search_kinds;                    /* of the search pane: bits of enum search_kind; 0: all */
  char article[64];                         /* id of the article that is open */
  int article_version;                      /* an earlier one of it is shown; 0: as it is */
  struct article_edit *article_edit;        /* MODE_ARTICLE; NULL: nobody edits */
  struct agenda_edit *agenda_edit;          /* MODE_AGENDA; as that */
  struct notice notice;
  struct alert_state alert; struct lock *lock; struct looked *looked;
  struct together_state *together; struct meet *meet;     /* src/console/together.h */
  struct prompt line;                       /* MODE_LINE; drawn in the footer */
  enum line_use line_use;
  char line_before[256];                    /* the filter before it was edited */
  struct editor *editor;                    /* not NULL while its area is open */
  struct menu *menu;                        /* MODE_MENU */
  struct form *form;                        /* MODE_FORM */
  struct bulk_state *bulk;                  /* marks, and a change to many; NULL: none yet (work.h) */
  GArray *split;                            /* int64_t: events chosen for a split */
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
