/* The calendar: going there, and through its months. */
#include "actions.h"
#include "model_parts.h"

enum { MONTHS = 24 };

static void act_agenda(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  model->agenda_month = 0;
  pane_show(model, PANE_AGENDA, effects);
}

static void move(struct model *model, int by, struct effects *effects)
{
  model->agenda_month = CLAMP(model->agenda_month + by, -MONTHS, MONTHS);
  model->list[PANE_AGENDA] = (struct list){0};
  pane_ask(model, PANE_AGENDA, effects);
  model_touch(model, PANE_BIT(PANE_AGENDA));
}

static void act_before(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  move(model, -1, effects);
}

static void act_after(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  move(model, 1, effects);
}

#define HERE PANE_BIT(PANE_AGENDA)
static const struct action rows[] = {
  {"calendar", "Y", NC_("action", "calendar"), N_("the calendar: seasons, holidays, outages, work plans"), GROUP_DESK,
   .run = act_agenda},
  {"calendar-before", "[", NC_("action", "month before"), N_("the month before"), GROUP_DESK, HERE, .foot = -1,
   .run = act_before},
  {"calendar-after", "]", NC_("action", "month after"), N_("the month after"), GROUP_DESK, HERE, .foot = -2,
   .run = act_after},
};
const struct action_part actions_agenda = {rows, (int)G_N_ELEMENTS(rows)};
