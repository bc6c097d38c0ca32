/* The roster: looking at it by weeks, swapping shifts, leave and who stands in. */
#include <string.h>

#include "actions.h"
#include "duty_rows.h"
#include "model_parts.h"
#include "names.h"

enum { WEEKS_BACK = -1, WEEKS_AHEAD = 2 };

static day_t today(const struct model *model)
{
  day_t day;
  int second;
  zone_local(zone_tokyo(), model->now, &day, &second);
  return day;
}

static void act_duty(struct model *model, const char *arg, struct effects *effects)
{
  static struct duty_row row[DUTY_ROWS];
  (void)arg;
  model->duty_week = 0;
  model->duty_day = day_weekday(today(model));
  pane_show(model, PANE_DUTY, effects);
  int count = duty_rows(model, row), first = 0; /* the operator's own row, when it is there */
  for (int i = 0; i < count && first == 0; i++)
    if (row[i].kind == DUTY_ROW_PERSON && strcmp(model->duty->plan.person[row[i].index].login, model->actor) == 0)
      first = i;
  if (model->list[PANE_DUTY].cursor == 0)
    model->list[PANE_DUTY].cursor = first;
  model_settle(model);
}

static void move_day(struct model *model, int by)
{
  int day = model->duty_week * DUTY_WEEK + model->duty_day + by;
  day = CLAMP(day, WEEKS_BACK * DUTY_WEEK, (WEEKS_AHEAD + 1) * DUTY_WEEK - 1);
  int week = day >= 0 ? day / DUTY_WEEK : -((-day + DUTY_WEEK - 1) / DUTY_WEEK);
  model->duty_week = week;
  model->duty_day = day - week * DUTY_WEEK;
  model_settle(model);
  model_touch(model, PANE_BIT(PANE_DUTY) | DIRTY_FOOTER);
}

static void act_day_before(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  move_day(model, -1);
}

static void act_day_after(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  move_day(model, 1);
}

static void act_week_before(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  move_day(model, -DUTY_WEEK);
}

static void act_week_after(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  move_day(model, DUTY_WEEK);
}

/* The shift under the cursor; NULL: there is none. */
static const struct duty_shift *shift_here(const struct model *model)
{
  struct duty_row row;
  bool more;
  const struct duty_piece *piece = NULL;
  if (duty_current(model, &row) && row.kind == DUTY_ROW_PERSON)
    piece = duty_of_day(model->duty, row.index, duty_first_day(model) + model->duty_day, &more);
  return piece == NULL ? NULL : &model->duty->plan.shift[piece->shift];
}

static const struct duty_leave *leave_here(const struct model *model)
{
  struct duty_row row;
  if (!duty_current(model, &row) || row.kind != DUTY_ROW_PERSON)
    return NULL;
  return duty_leave_of_day(model->duty, row.index, duty_first_day(model) + model->duty_day);
}

static const struct duty_swap *swap_here(const struct model *model)
{
  struct duty_row row;
  return duty_current(model, &row) && row.kind == DUTY_ROW_SWAP ? &model->duty->swap[row.index] : NULL;
}

/* --- when they work --------------------------------------------------------------------------------------- */
static bool is_my_shift(const struct model *model)
{
  return shift_here(model) != NULL && strcmp(shift_here(model)->login, model->actor) == 0;
}

static bool is_shift(const struct model *model)
{
  return shift_here(model) != NULL;
}

static bool is_leave(const struct model *model)
{
  return leave_here(model) != NULL;
}

static bool is_for_me(const struct model *model)
{
  return swap_here(model) != NULL && strcmp(swap_here(model)->asks, model->actor) == 0;
}

static bool is_for_me_or_mine(const struct model *model)
{
  return is_for_me(model) || (swap_here(model) != NULL && strcmp(swap_here(model)->asked_by, model->actor) == 0);
}

/* --- what they do ----------------------------------------------------------------------------------------- */
static void tell(struct model *model, struct command *command, const char *done, const char *name,
                 struct effects *effects)
{
  struct pending pending = {.done = done};
  g_strlcpy(pending.ticket, name, sizeof pending.ticket);
  model_send(model, command, &pending, effects);
}

/* --- what is taken in return ------------------------------------------------------------------------------ */
static void return_chosen(struct model *model, const char *value, struct effects *effects)
{
  char *whom = g_strdup(model->menu->note);
  utc_t shift = model->menu->revision, back = *value == '\0' ? UTC_NONE : g_ascii_strtoll(value, NULL, 10);
  menu_close(model);
  tell(model, duty_swap_ask(model->actor, model->now, shift, whom, back, ""),
       back == UTC_NONE ? N_("%s is asked to take the shift") : N_("%s is asked to change shifts"), whom, effects);
  g_free(whom);
}

/* Their shifts to come, and none at all. false: they have none. */
static bool choose_return(struct model *model, const struct duty_shift *shift, const char *whom)
{
  const struct duty_plan *plan = &model->duty->plan;
  struct menu *menu = menu_open(model, _("What do you take in return?"), return_chosen);
  g_strlcpy(menu->note, whom, sizeof menu->note);
  menu->revision = shift->from;
  menu_add(menu, "", _("nothing"));
  for (int i = 0; i < plan->shifts; i++) {
    const struct duty_shift *other = &plan->shift[i];
    if (strcmp(other->login, whom) != 0 || other->from <= model->now)
      continue;
    g_autoptr(GString) label = g_string_new(NULL);
    char *value = g_strdup_printf("%" G_GINT64_FORMAT, other->from);
    duty_period(model, other->from, other->to, label);
    g_string_append_printf(label, "  %s", site_short(other->site));
    menu_add(menu, value, label->str);
    g_free(value);
  }
  if (menu->item->len > 1)
    menu_ready(model, false);
  else
    menu_close(model);
  return model->menu != NULL;
}

static void act_swap(struct model *model, const char *arg, struct effects *effects)
{
  const struct duty_shift *shift = shift_here(model);
  if (arg == NULL || *arg == '\0') {
    line_open(model, LINE_COMMAND, "swap ");
    return;
  }
  if (!choose_return(model, shift, arg))
    tell(model, duty_swap_ask(model->actor, model->now, shift->from, arg, UTC_NONE, ""),
         N_("%s is asked to take the shift"), arg, effects);
}

static void answer(struct model *model, enum duty_answer answer, const char *done, struct effects *effects)
{
  const struct duty_swap *swap = swap_here(model);
  bool mine = strcmp(swap->asked_by, model->actor) == 0;
  if (mine && answer == SWAP_REFUSE)
    answer = SWAP_WITHDRAW;
  tell(model, duty_swap_answer(model->actor, model->now, swap->asked_by, swap->shift, answer), done, swap->asked_by,
       effects);
}

static void act_agree(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  answer(model, SWAP_AGREE, N_("you take the shift of %s"), effects);
}

static void act_refuse(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  answer(model, SWAP_REFUSE, N_("the swap that %s asked for is off"), effects);
}

/* Leave over the hours of the shift; with words. */
static void act_leave(struct model *model, const char *arg, struct effects *effects)
{
  const struct duty_shift *shift = shift_here(model);
  if (arg == NULL || *arg == '\0') {
    line_open(model, LINE_COMMAND, "leave ");
    return;
  }
  struct duty_leave leave = {.login = shift->login, .from = shift->from, .to = shift->to, .substitute = "",
                             .note = arg};
  tell(model, duty_put_leave(model->actor, model->now, &leave), N_("%s is on leave; say who stands in (:stand-in)"),
       shift->login, effects);
}

static void act_stand_in(struct model *model, const char *arg, struct effects *effects)
{
  const struct duty_leave *leave = leave_here(model);
  if (arg == NULL || *arg == '\0') {
    line_open(model, LINE_COMMAND, "stand-in ");
    return;
  }
  struct duty_leave with = *leave;
  with.substitute = arg;
  tell(model, duty_put_leave(model->actor, model->now, &with), N_("%s stands in"), arg, effects);
}

#define HERE PANE_BIT(PANE_DUTY)
static const struct action rows[] = {
  {"duty", "d", NC_("action", "roster"), N_("the roster: this week, gaps, swaps, broken rules"), GROUP_DESK,
   .foot = 22, .run = act_duty},
  {"day-before", "Left <", NC_("action", "day before"), N_("the day before"), GROUP_DESK, HERE, .run = act_day_before},
  {"day-after", "Right >", NC_("action", "day after"), N_("the day after"), GROUP_DESK, HERE, .run = act_day_after},
  {"week-before", "[", NC_("action", "week before"), N_("the week before"), GROUP_DESK, HERE, .foot = -4,
   .run = act_week_before},
  {"week-after", "]", NC_("action", "week after"), N_("the week after"), GROUP_DESK, HERE, .foot = -5,
   .run = act_week_after},
  {"swap", "s", NC_("action", "swap"),
   N_("offers your shift under the cursor to somebody, for one of theirs or for nothing"), GROUP_DESK, HERE,
   NEED_ROWS, 0, ARG_OPERATOR, -1, act_swap, RIGHT_SWAP, is_my_shift},
  {"agree", "+", NC_("action", "agree"), N_("takes the shift that is offered to you"), GROUP_DESK, HERE, NEED_ROWS, 0,
   ARG_NONE, -2, act_agree, RIGHT_SWAP, is_for_me},
  {"decline", "-", NC_("action", "decline"), N_("refuses a swap, or takes your own back"), GROUP_DESK, HERE, NEED_ROWS,
   0, ARG_NONE, -3, act_refuse, RIGHT_SWAP, is_for_me_or_mine},
  {"leave", "l", NC_("action", "leave"), N_("leave for the shift under the cursor, and why"), GROUP_DESK, HERE,
   NEED_ROWS, 0, ARG_TEXT, -6, act_leave, RIGHT_DUTY_PLAN, is_shift},
  {"stand-in", "i", NC_("action", "stand-in"), N_("who stands in for the one on leave under the cursor"), GROUP_DESK,
   HERE, NEED_ROWS, 0, ARG_OPERATOR, -7, act_stand_in, RIGHT_DUTY_PLAN, is_leave},
};
const struct action_part actions_duty = {rows, (int)G_N_ELEMENTS(rows)};
