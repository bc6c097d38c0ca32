/* actions.h: handlers of the action table; one for each row that needs its own. */
#ifndef CONSOLE_ACTIONS_H
#define CONSOLE_ACTIONS_H
#include "toban/action.h"

/* action_view.c: what is seen and where the cursor is */
action_fn act_focus_queue, act_focus_due, act_focus_clock, act_focus_health, act_focus_asset, act_focus_ticket,
    act_help;
action_fn act_next_pane, act_previous_pane, act_zoom, act_back, act_open;
action_fn act_up, act_down, act_page_up, act_page_down, act_half_up, act_half_down, act_first, act_last;
action_fn act_view, act_view_back, act_filter, act_goto, act_explain;

/* action_program.c: the program itself */
action_fn act_command, act_language, act_theme, act_seconds, act_borders,
    act_notify, act_redraw, act_suspend, act_quit, act_drafts;

/* action_sla.c: service levels */
action_fn act_month, act_month_before, act_month_after, act_cause, act_close_month;
action_fn act_exclusions, act_approve, act_reject, act_exclude;

/* action_ticket.c: work on a ticket */
action_fn act_new, act_take, act_assign, act_answer, act_note, act_hold, act_resume, act_resolve, act_close, act_reopen;
action_fn act_priority, act_escalate;

/* action_approval.c */
action_fn act_lock, act_change;            /* action_program.c */
action_fn act_approvals, act_grant, act_refuse;
#endif
