/* actions.h: the parts of the action table: each action_*.c has its own rows at its foot, actions.list names them. */
#ifndef CONSOLE_ACTIONS_H
#define CONSOLE_ACTIONS_H
#include "toban/action.h"

struct action_part { const struct action *row; int count; };
#define ACTIONS(name) extern const struct action_part actions_##name;
#include "actions.list"
#undef ACTIONS

/* What rows of several parts need. */
#define TICKETS (PANE_BIT(PANE_QUEUE) | PANE_BIT(PANE_TICKET))
#define ON(state) (1u << (state))
#define OPEN_STATES (ON(TICKET_OPEN) | ON(TICKET_WAITING_USER) | ON(TICKET_WAITING_VENDOR) | ON(TICKET_ESCALATED))
#endif
