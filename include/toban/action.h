/* action.h: everything an operator can do, in one table (src/console/action.c).
 *
 * Keys, footer, help pane, `:` completion and the manual page all come from this table. An action whose
 * guard does not hold now is neither shown nor carried out (edge case 27). */
#ifndef TOBAN_ACTION_H
#define TOBAN_ACTION_H
#include "toban/model.h"
#include "toban/right.h"

/* What must hold; all set bits count. */
enum action_need {
  NEED_TICKET = 1,          /* the focused pane has a ticket under the cursor */
  NEED_OTHERS = 4,          /* the ticket is not mine yet */
  NEED_OPEN = 8,            /* the ticket is neither resolved nor closed nor merged */
  NEED_FILTER = 16,         /* the focused pane can be filtered */
  NEED_ROWS = 32,           /* the focused pane has rows to move in */
  NEED_BACK = 64,           /* there is something to go back from */
  NEED_HELD = 128,          /* the ticket waits or is escalated */
  NEED_DONE = 256,          /* the ticket is resolved or closed */
  NEED_OPENS = 512,         /* the focused pane's rows can be opened */
  NEED_EARLIER = 1024,      /* an earlier version of the article is shown */
  NEED_PRESENT = 2048,      /* none is */
};
/* What `:ID` takes behind the name, for completion. */
enum action_arg { ARG_NONE, ARG_VIEW, ARG_LANG, ARG_THEME, ARG_SWITCH, ARG_BORDERS, ARG_TICKET, ARG_OPERATOR,
                  ARG_PRIORITY, ARG_SAVED, ARG_ORDER, ARG_COLUMN, ARG_TEXT, ARG_ASSET };
/* Groups of the help pane and of the manual page, in this order. */
enum action_group { GROUP_DESK, GROUP_MOVE, GROUP_TICKET, GROUP_PROGRAM, GROUPS };

typedef void action_fn(struct model *model, const char *arg, struct effects *effects);    /* arg NULL: none */
struct action {
  const char *id;           /* "take": of keys.conf and `:` */
  const char *keys;         /* defaults, separated by blanks; "" none */
  const char *name;         /* NC_("action", ...): a word for the footer */
  const char *help;         /* N_(): a line */
  enum action_group group;
  uint64_t panes;           /* PANE_BITs where it works; 0: everywhere */
  unsigned needs;           /* enum action_need */
  unsigned next;            /* bits 1u << ticket_state: one of them must be a possible next state; 0: any */
  enum action_arg arg;
  int foot;                 /* > 0: place in the last line; < 0: place in the pane's foot; 0: in neither */
  action_fn *run;
  enum right right;         /* that it asks for (right.h); RIGHT_READ: none, works read-only too */
  bool (*works)(const struct model *model);     /* what else must hold; NULL: nothing */
};

const struct action *action_table(int *count);
const struct action *action_find(const char *id);                 /* NULL: no such action */
const char *action_group_title(enum action_group group);          /* msgid; _() it */
/* May the operator do such a thing at all? When not, *why (may be NULL) says why; newly allocated. */
bool action_permitted(const struct action *action, const struct model *model, char **why);
/* Does it work now, in the focused pane? */
bool action_works(const struct action *action, const struct model *model);
/* Has it a place in the last line, even while only this ticket's state rules it out? The place stays blank then, so
 * that the other keys stay where they are as the cursor moves. */
bool action_has_place(const struct action *action, const struct model *model);
/* Values that fit the argument, as new strings; for completion. */
void action_arguments(const struct action *action, const struct model *model, GPtrArray *out);
#endif
