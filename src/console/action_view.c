/* Actions that change what is seen. */
#include <string.h>

#include "actions.h"
#include "model_parts.h"

static void focus(struct model *model, enum pane_id pane)
{
  model->zoom = false;
  model_focus(model, pane);
  model_touch(model, DIRTY_ALL);
}

static void act_focus_queue(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  focus(model, PANE_QUEUE);
}

static void act_focus_due(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  focus(model, PANE_DUE);
}

static void clock_again(struct model *model)
{
  model->list[PANE_CLOCK] = (struct list){0};
  model_settle(model);
  model_touch(model, PANE_BIT(PANE_CLOCK) | DIRTY_FOOTER);
}

static void act_clock_order(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  model->clock.by_next = !model->clock.by_next;
  clock_again(model);
}

static void act_clock_open(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  model->clock.open_only = !model->clock.open_only;
  clock_again(model);
}

static void act_focus_clock(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  focus(model, PANE_CLOCK);
}

static void act_focus_health(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  focus(model, PANE_HEALTH);
}

/* Type and see: the search is open at once. */
static void act_focus_asset(struct model *model, const char *arg, struct effects *effects)
{
  focus(model, PANE_ASSET);
  if (arg != NULL)
    filter_set(model, PANE_ASSET, arg, effects);
  else
    line_open(model, LINE_FILTER, model->filter[PANE_ASSET]);
}

static void act_open(struct model *model, const char *arg, struct effects *effects)
{
  const struct pane_ops *ops = pane_get(model->focus);
  (void)arg;
  if (ops->open != NULL)
    ops->open(model, effects);
}

static void act_focus_ticket(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  if (*model->ticket_key == '\0')
    act_open(model, NULL, effects);
  if (*model->ticket_key != '\0')
    focus(model, PANE_TICKET);
}

static void act_help(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  model->list[PANE_HELP] = (struct list){0};
  focus(model, PANE_HELP);
}

/* The panes on the screen, around in the order of their digits. */
static void step_pane(struct model *model, int step)
{
  for (int i = 1; i <= PANES; i++) {
    enum pane_id pane = (enum pane_id)((model->focus + step * i + PANES * i) % PANES);
    if (pane != PANE_HELP && pane_on_screen(model, pane)) {
      model_focus(model, pane);
      return;
    }
  }
}

static void act_next_pane(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  step_pane(model, 1);
}

static void act_previous_pane(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  step_pane(model, -1);
}

static void act_zoom(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  model->zoom = !model->zoom;
  model_touch(model, DIRTY_ALL);
}

static void act_back(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_back(model, effects);
}

/* --- moving --------------------------------------------------------------------------------------- */
static void act_up(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_UP, effects);
}

static void act_down(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_DOWN, effects);
}

static void act_page_up(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_PAGE_UP, effects);
}

static void act_page_down(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_PAGE_DOWN, effects);
}

static void act_half_up(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_HALF_UP, effects);
}

static void act_half_down(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_HALF_DOWN, effects);
}

static void act_first(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_FIRST, effects);
}

static void act_last(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model_move(model, MOVE_LAST, effects);
}

/* --- filters ---------------------------------------------------------------------------- */
static void act_filter(struct model *model, const char *arg, struct effects *effects)
{
  if (arg != NULL)
    filter_set(model, model->focus, arg, effects);
  else
    line_open(model, LINE_FILTER, model->filter[model->focus]);
}

/* In the place of the timeline; from its beginning, back to the newest event. */
static void act_explain(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  model->explain = !model->explain;
  model->list[PANE_TICKET].top = model->explain ? 0 : LIST_END;
  model_touch(model, PANE_BIT(PANE_TICKET) | DIRTY_FOOTER);
}

static const struct action rows[] = {
  {"queue", "1", NC_("action", "queue"), N_("go to the queue"), GROUP_DESK, .run = act_focus_queue},
  {"due", "2", NC_("action", "due"), N_("go to the next deadlines"), GROUP_DESK, .run = act_focus_due},
  {"clock-order", "s", NC_("action", "order"), N_("offices by region, or who opens or closes next first"), GROUP_DESK,
   PANE_BIT(PANE_CLOCK), .foot = -1, .run = act_clock_order},
  {"clock-open", "S", NC_("action", "open now"), N_("only the offices that are open now, or all"), GROUP_DESK,
   PANE_BIT(PANE_CLOCK), .foot = -2, .run = act_clock_open},
  {"clock", "o 3", NC_("action", "offices"), N_("go to the clocks of the offices"), GROUP_DESK, .foot = 11,
   .run = act_focus_clock},
  {"health", "4", NC_("action", "checks"), N_("go to the checked endpoints"), GROUP_DESK, .run = act_focus_health},
  {"asset", "A 5", NC_("action", "assets"), N_("look an asset up: type and see"), GROUP_DESK, .arg = ARG_TEXT, .foot =
   12,
   .run = act_focus_asset},
  {"ticket", "6", NC_("action", "ticket"), N_("go to the open ticket"), GROUP_DESK, .run = act_focus_ticket},
  {"filter", "/", NC_("action", "filter"),
   N_("show only what has these words; in the queue a small language (state:open due<2h)"), GROUP_DESK, 0, NEED_FILTER,
   0, ARG_TEXT, 3, act_filter},
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
   0, NEED_ROWS | NEED_OPENS, .foot = -1, .run = act_open},
  {"back", "Esc q", NC_("action", "back"), N_("one step back: close, leave, undo the zoom or the filter"), GROUP_MOVE,
   0,
   NEED_BACK, .foot = -9, .run = act_back},
  {"next-pane", "Tab", NC_("action", "next pane"), N_("to the next pane"), GROUP_MOVE, .run = act_next_pane},
  {"previous-pane", "Shift-Tab", NC_("action", "previous pane"), N_("to the pane before"), GROUP_MOVE,
   .run = act_previous_pane},
  {"zoom", "z", NC_("action", "zoom"), N_("give the pane the whole screen, and back"), GROUP_MOVE, .foot = -8,
   .run = act_zoom},
  {"explain", "x", NC_("action", "explain"), N_("how the ticket's clocks came to their figures"), GROUP_TICKET,
   PANE_BIT(PANE_TICKET), NEED_TICKET, .foot = -2, .run = act_explain},
  {"help", "? F1", NC_("action", "help"), N_("this help"), GROUP_PROGRAM, .foot = 1, .run = act_help},
};
const struct action_part actions_view = {rows, (int)G_N_ELEMENTS(rows)};
