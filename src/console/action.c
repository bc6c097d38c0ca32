#include "toban/action.h"

#include <string.h>

#include "actions.h"
#include "model_parts.h"
#include "toban/error.h"
#include "toban/pane.h"

#define TICKETS (PANE_BIT(PANE_QUEUE) | PANE_BIT(PANE_TICKET))
#define ON(state) (1u << (state))
#define OPEN_STATES (ON(TICKET_OPEN) | ON(TICKET_WAITING_USER) | ON(TICKET_WAITING_VENDOR) | ON(TICKET_ESCALATED))

static const struct action actions[] = {
  {"new", "n", NC_("action", "new"), N_("take in a new ticket"), GROUP_DESK, 0, 0, 0, ARG_NONE, 2, act_new,
   RIGHT_TICKET_NEW},
  {"queue", "1", NC_("action", "queue"), N_("go to the queue"), GROUP_DESK, .run = act_focus_queue},
  {"due", "2", NC_("action", "due"), N_("go to the next deadlines"), GROUP_DESK, .run = act_focus_due},
  {"clock", "o 3", NC_("action", "offices"), N_("go to the clocks of the offices"), GROUP_DESK, .foot = 11,
   .run = act_focus_clock},
  {"health", "4", NC_("action", "checks"), N_("go to the checked endpoints"), GROUP_DESK, .run = act_focus_health},
  {"asset", "A 5", NC_("action", "assets"), N_("look an asset up: type and see"), GROUP_DESK, .arg = ARG_TEXT, .foot =
   12,
   .run = act_focus_asset},
  {"ticket", "6", NC_("action", "ticket"), N_("go to the open ticket"), GROUP_DESK, .run = act_focus_ticket},
  {"filter", "/", NC_("action", "filter"), N_("show only what has these words"), GROUP_DESK, 0, NEED_FILTER, 0,
   ARG_TEXT, 3,
   act_filter},
  {"view", "v", NC_("action", "view"), N_("the queue's next view (open, mine, new, late ...)"), GROUP_DESK,
   PANE_BIT(PANE_QUEUE), 0, 0, ARG_VIEW, -2, act_view},
  {"view-back", "V", NC_("action", "view back"), N_("the queue's view before"), GROUP_DESK, PANE_BIT(PANE_QUEUE),
   .run = act_view_back},
  {"month", "M", NC_("action", "month"), N_("the service levels of a month"), GROUP_DESK, .arg = ARG_TEXT, .foot = 18,
   .run = act_month},
  {"month-before", "[", NC_("action", "before"), N_("the month before"), GROUP_DESK, PANE_BIT(PANE_MONTH), .foot = -2,
   .run = act_month_before},
  {"month-after", "]", NC_("action", "after"), N_("the month after"), GROUP_DESK, PANE_BIT(PANE_MONTH), .foot = -3,
   .run = act_month_after},
  {"cause", "e", NC_("action", "cause"), N_("why this level was missed, and what is done: cause // countermeasure"),
   GROUP_DESK, PANE_BIT(PANE_MONTH), NEED_ROWS, 0, ARG_TEXT, -1, act_cause, RIGHT_CAUSE},
  {"close-month", "C", NC_("action", "close month"), N_("freeze the figures of this month"), GROUP_DESK,
   PANE_BIT(PANE_MONTH), 0, 0, ARG_NONE, -5, act_close_month, RIGHT_MONTH_CLOSE},
  {"exclusions", "X", NC_("action", "exclusions"), N_("exclusions that wait for a decision"), GROUP_DESK, .foot = 19,
   .run = act_exclusions},
  {"approve", "+", NC_("action", "approve"), N_("approve the exclusion"), GROUP_DESK, PANE_BIT(PANE_EXCLUSION),
   NEED_ROWS, 0, ARG_NONE, -1, act_approve, RIGHT_EXCLUSION_DECIDE},
  {"reject", "-", NC_("action", "reject"), N_("reject the exclusion"), GROUP_DESK, PANE_BIT(PANE_EXCLUSION), NEED_ROWS,
   0, ARG_NONE, -2, act_reject, RIGHT_EXCLUSION_DECIDE},
  {"approvals", "W", NC_("action", "approvals"), N_("what waits for an approval, and what for mine"), GROUP_DESK,
   .foot = 21, .run = act_approvals},
  {"grant", "+", NC_("action", "approve"), N_("approve it, and why"), GROUP_DESK, PANE_BIT(PANE_APPROVAL), NEED_ROWS, 0,
   ARG_TEXT, -1, act_grant, RIGHT_SETTING},
  {"refuse", "-", NC_("action", "refuse"), N_("refuse it, and why"), GROUP_DESK, PANE_BIT(PANE_APPROVAL), NEED_ROWS, 0,
   ARG_TEXT, -2, act_refuse, RIGHT_SETTING},
  {"goto", "", NC_("action", "go to"), N_("open a ticket by its key"), GROUP_DESK, .arg = ARG_TICKET, .run = act_goto},

  {"down", "j Down Ctrl-N", NC_("action", "down"), N_("down"), GROUP_MOVE, 0, NEED_ROWS, .run = act_down},
  {"up", "k Up Ctrl-P", NC_("action", "up"), N_("up"), GROUP_MOVE, 0, NEED_ROWS, .run = act_up},
  {"page-down", "PgDn Ctrl-F Space", NC_("action", "page down"), N_("a page down"), GROUP_MOVE, 0, NEED_ROWS,
   .run = act_page_down},
  {"page-up", "PgUp Ctrl-B b", NC_("action", "page up"), N_("a page up"), GROUP_MOVE, 0, NEED_ROWS, .run = act_page_up},
  {"half-down", "Ctrl-D", NC_("action", "half down"), N_("half a page down"), GROUP_MOVE, 0, NEED_ROWS,
   .run = act_half_down},
  {"half-up", "Ctrl-U", NC_("action", "half up"), N_("half a page up"), GROUP_MOVE, 0, NEED_ROWS, .run = act_half_up},
  {"first", "g Home", NC_("action", "first"), N_("to the first row"), GROUP_MOVE, 0, NEED_ROWS, .run = act_first},
  {"last", "G End", NC_("action", "last"), N_("to the last row"), GROUP_MOVE, 0, NEED_ROWS, .run = act_last},
  {"open", "Enter", NC_("action", "open"), N_("open what the cursor is on"), GROUP_MOVE,
   PANE_BIT(PANE_QUEUE) | PANE_BIT(PANE_DUE) | PANE_BIT(PANE_EXCLUSION) | PANE_BIT(PANE_APPROVAL), NEED_ROWS,
   .foot = -1, .run = act_open},
  {"back", "Esc q", NC_("action", "back"), N_("one step back: close, leave, undo the zoom or the filter"), GROUP_MOVE,
   0,
   NEED_BACK, .foot = -4, .run = act_back},
  {"next-pane", "Tab", NC_("action", "next pane"), N_("to the next pane"), GROUP_MOVE, .run = act_next_pane},
  {"previous-pane", "Shift-Tab", NC_("action", "previous pane"), N_("to the pane before"), GROUP_MOVE,
   .run = act_previous_pane},
  {"zoom", "z", NC_("action", "zoom"), N_("give the pane the whole screen, and back"), GROUP_MOVE, .foot = -3,
   .run = act_zoom},

  {"take", "t", NC_("action", "take"), N_("take the ticket: it is yours"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_OPEN | NEED_OTHERS, 0, ARG_NONE, 5, act_take, RIGHT_TICKET_ASSIGN},
  {"assign", "T", NC_("action", "assign"), N_("give the ticket to an operator"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_OPEN, 0,
   ARG_OPERATOR, 13, act_assign, RIGHT_TICKET_ASSIGN},
  {"answer", "a", NC_("action", "answer"), N_("write down the answer to the requester"), GROUP_TICKET, TICKETS,
   NEED_TICKET, 0,
   ARG_NONE, 6, act_answer, RIGHT_TICKET_ANSWER},
  {"note", "m", NC_("action", "note"), N_("write an internal note"), GROUP_TICKET, TICKETS, NEED_TICKET, 0, ARG_NONE, 7,
   act_note, RIGHT_TICKET_NOTE},
  {"hold", "h", NC_("action", "hold"), N_("wait for the user or for a vendor"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_OPEN,
   ON(TICKET_WAITING_USER) | ON(TICKET_WAITING_VENDOR), ARG_NONE, 8, act_hold, RIGHT_TICKET_STATE},
  {"resume", "u", NC_("action", "resume"), N_("go on with a ticket that waited or was escalated"), GROUP_TICKET,
   TICKETS,
   NEED_TICKET | NEED_HELD, ON(TICKET_OPEN), ARG_NONE, 5, act_resume, RIGHT_TICKET_STATE},
  {"resolve", "r", NC_("action", "resolve"), N_("the ticket is resolved"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_OPEN,
   ON(TICKET_RESOLVED), ARG_NONE, 9, act_resolve, RIGHT_TICKET_STATE},
  {"escalate", "E", NC_("action", "escalate"), N_("escalate to the information systems section"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_OPEN, ON(TICKET_ESCALATED), ARG_NONE, 10, act_escalate, RIGHT_ESCALATE},
  {"close", "c", NC_("action", "close"), N_("close the ticket for good"), GROUP_TICKET, TICKETS, NEED_TICKET,
   ON(TICKET_CLOSED),
   ARG_NONE, 15, act_close, RIGHT_TICKET_STATE},
  {"reopen", "R", NC_("action", "reopen"), N_("work on a resolved or closed ticket again"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_DONE, OPEN_STATES, ARG_NONE, 5, act_reopen, RIGHT_TICKET_STATE},
  {"priority", "p", NC_("action", "priority"), N_("change the priority"), GROUP_TICKET, TICKETS,
   NEED_TICKET | NEED_OPEN, 0,
   ARG_PRIORITY, 14, act_priority, RIGHT_TICKET_CHANGE},
  {"exclude", "e", NC_("action", "exclude"), N_("ask for an exclusion from the service level, or take it back"),
   GROUP_TICKET, TICKETS, NEED_TICKET, 0, ARG_NONE, 20, act_exclude, RIGHT_EXCLUSION_REQUEST},

  {"explain", "x", NC_("action", "explain"), N_("how the ticket's clocks came to their figures"), GROUP_TICKET,
   PANE_BIT(PANE_TICKET), NEED_TICKET, .foot = -2, .run = act_explain},

  {"help", "? F1", NC_("action", "help"), N_("this help"), GROUP_PROGRAM, .foot = 1, .run = act_help},
  {"command", ":", NC_("action", "command"), N_("type an action by its name (Tab completes)"), GROUP_PROGRAM, .foot = 4,
   .run = act_command},
  {"language", "L", NC_("action", "language"), N_("switch between Japanese and English"), GROUP_PROGRAM, .arg =
   ARG_LANG,
   .foot = 16, .run = act_language},
  {"theme", "", NC_("action", "theme"), N_("choose the colours"), GROUP_PROGRAM, .arg = ARG_THEME, .run = act_theme},
  {"seconds", "", NC_("action", "seconds"), N_("show seconds, or wake only once a minute"), GROUP_PROGRAM,
   .arg = ARG_SWITCH, .run = act_seconds},
  {"borders", "", NC_("action", "borders"), N_("frames of lines, or of ASCII where a terminal draws lines too wide"),
   GROUP_PROGRAM, .arg = ARG_BORDERS, .run = act_borders},
  {"notify", "", NC_("action", "notify"), N_("tell the window system of warnings too (OSC 9)"), GROUP_PROGRAM,
   .arg = ARG_SWITCH, .run = act_notify},
  {"drafts", "D", NC_("action", "drafts"), N_("texts that were not sent yet"), GROUP_PROGRAM, .run = act_drafts},
  {"redraw", "Ctrl-L", NC_("action", "redraw"), N_("draw the screen anew"), GROUP_PROGRAM, .run = act_redraw},
  {"suspend", "Ctrl-Z", NC_("action", "suspend"), N_("back to the shell for a while (fg returns)"), GROUP_PROGRAM,
   .run = act_suspend},
  {"lock", "K", NC_("action", "lock"), N_("hide the screen until the account's password is typed"), GROUP_PROGRAM,
   .run = act_lock},
  {"change", "", NC_("action", "change"), N_("leave, and let another person go on here"), GROUP_PROGRAM,
   .arg = ARG_OPERATOR, .run = act_change},
  {"quit", "Q q", NC_("action", "quit"), N_("leave; unsent texts are kept"), GROUP_PROGRAM, .foot = 17, .run =
   act_quit},
};

const struct action *action_table(int *count)
{
  *count = (int)G_N_ELEMENTS(actions);
  return actions;
}

const struct action *action_find(const char *id)
{
  for (size_t i = 0; i < G_N_ELEMENTS(actions); i++)
    if (strcmp(actions[i].id, id) == 0)
      return &actions[i];
  return NULL;
}

const char *action_group_title(enum action_group group)
{
  static const char *const titles[GROUPS] = {N_("The desk"), N_("Moving about"), N_("Work on a ticket"),
                                             N_("The program")};
  return titles[group];
}

static bool ticket_fits(const struct action *action, const struct model *model)
{
  const struct ticket *ticket = model_subject(model);
  if (ticket == NULL)
    return (action->needs & NEED_TICKET) == 0;
  bool open = ticket_state_is_open(ticket->state), merged = ticket->merged_into != NULL;
  bool held = ticket->state == TICKET_WAITING_USER || ticket->state == TICKET_WAITING_VENDOR ||
              ticket->state == TICKET_ESCALATED;
  if ((action->needs & NEED_OTHERS) && g_strcmp0(ticket->assignee, model->actor) == 0)
    return false;
  if (((action->needs & NEED_OPEN) && !open) || (action->right != RIGHT_READ && merged))
    return false;
  if (((action->needs & NEED_HELD) && !held) || ((action->needs & NEED_DONE) && open))
    return false;
  return action->next == 0 || (ticket_next_states(ticket) & action->next) != 0;
}

bool action_permitted(const struct action *action, const struct model *model, char **why)
{
  GError *error = NULL;
  if (action->right == RIGHT_READ)
    return true;
  if (model->read_only)
    error_set(&error, TE_READONLY, "%s", _("read-only: nothing can be written from this console"));
  else if (!right_may(model->roles, action->right))
    right_refuse(model->roles, action->right, &error);
  if (error != NULL && why != NULL)
    *why = g_strdup(error->message);
  bool permitted = error == NULL;
  g_clear_error(&error);
  return permitted;
}

bool action_has_place(const struct action *action, const struct model *model)
{
  if (action->panes != 0 && (action->panes & PANE_BIT(model->focus)) == 0)
    return false;
  if (!action_permitted(action, model, NULL))
    return false;
  if ((action->needs & NEED_FILTER) && !pane_get(model->focus)->filter)
    return false;
  if ((action->needs & NEED_ROWS) && model_rows(model) == 0)
    return false;
  if ((action->needs & NEED_BACK) && !model_has_back(model))
    return false;
  if ((action->needs & NEED_TICKET) == 0)
    return true;
  return model_subject(model) != NULL && ((action->needs & (NEED_HELD | NEED_DONE)) == 0 || ticket_fits(action, model));
}

bool action_works(const struct action *action, const struct model *model)
{
  return action_has_place(action, model) && ((action->needs & NEED_TICKET) == 0 || ticket_fits(action, model));
}
