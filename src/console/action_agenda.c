/* The calendar: going there, and through its months. */
#include "actions.h"
#include "agenda_edit.h"
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

/* --- entries ------------------------------------------------------------------------------------------- */
static void act_add(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  pane_show(model, PANE_AGENDA, effects);
  agenda_edit_open(model, NULL);
}

static bool is_entry(const struct model *model)
{
  const struct agenda_row *row = agenda_current(model);
  return row != NULL && !row->holiday;
}

static void act_edit(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  agenda_edit_open(model, &agenda_current(model)->entry);
}

static void act_drop(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL || *arg == '\0') {
    line_open(model, LINE_COMMAND, "calendar-drop ");
    return;
  }
  struct pending pending = {.done = N_("entry %s of the calendar is taken out")};
  model_send(model, agenda_drop(model->actor, model->now, agenda_current(model)->entry.number, arg), &pending, effects);
}

#define HERE PANE_BIT(PANE_AGENDA)
static const struct action rows[] = {
  {"calendar", "Y", NC_("action", "calendar"), N_("the calendar: seasons, holidays, outages, work plans"), GROUP_DESK,
   .foot = 24, .run = act_agenda},
  {"calendar-before", "[", NC_("action", "before"), N_("the month before"), GROUP_DESK, HERE, .foot = -1,
   .run = act_before},
  {"calendar-after", "]", NC_("action", "after"), N_("the month after"), GROUP_DESK, HERE, .foot = -2,
   .run = act_after},
  {"calendar-add", "a", NC_("action", "add"),
   N_("enter an outage, maintenance, a work plan, an emergency stop, an event"),
   GROUP_DESK, HERE, .foot = -3, .run = act_add, .right = RIGHT_AGENDA},
  {"calendar-edit", "e", NC_("action", "edit"), N_("change the entry under the cursor"), GROUP_DESK, HERE, .foot = -4,
   .run = act_edit, .right = RIGHT_AGENDA, .works = is_entry},
  {"calendar-drop", "-", NC_("action", "take out"), N_("take the entry under the cursor out of the calendar, and why"),
   GROUP_DESK, HERE, .arg = ARG_TEXT, .foot = -5, .run = act_drop, .right = RIGHT_AGENDA, .works = is_entry},
};
const struct action_part actions_agenda = {rows, (int)G_N_ELEMENTS(rows)};
