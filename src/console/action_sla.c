/* Service levels: the month's figures, causes, closing; exclusions asked for and decided. */
#include <string.h>

#include "actions.h"
#include "model_parts.h"
#include "table.h"

/* --- the month ---------------------------------------------------------------------------------------- */
static void show_month(struct model *model, struct sla_period period, struct effects *effects)
{
  if (model->month.period.start != period.start)
    g_clear_pointer(&model->month.report, snapshot_free);
  model->month.period = period;
  pane_show(model, PANE_MONTH, effects);
}

static void act_month(struct model *model, const char *arg, struct effects *effects)
{
  struct sla_period period = model->month.period.end > 0 ? model->month.period : sla_period_at(model->now);
  GError *error = NULL;
  if (arg == NULL || sla_period_parse(arg, &period, &error))
    show_month(model, period, effects);
  else
    model_say(model, ROLE_BAD, "%s", error->message);
  g_clear_error(&error);
}

static void act_month_before(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  show_month(model, sla_period_at(model->month.period.start - 1), effects);
}

static void act_month_after(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  show_month(model, sla_period_at(model->month.period.end), effects);
}

#define BETWEEN " // "             /* cause and countermeasure, as they are typed */

static void act_cause(struct model *model, const char *arg, struct effects *effects)
{
  const struct sla_report *report = model->month.report;
  int cursor = model->list[PANE_MONTH].cursor;
  if (report == NULL || cursor >= report->rows)
    return;
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "cause ");
    return;
  }
  char **part = g_strsplit(arg, BETWEEN, 2);
  if (part[0] == NULL || part[1] == NULL)
    model_say(model, ROLE_BAD, _("write it so: cause%scountermeasure"), BETWEEN);
  else
    model_send(model, sla_cause(model->actor, model->now, report->period, report->row[cursor].policy, part[0], part[1]),
               &(struct pending){.done = N_("the cause is written down")}, effects);
  g_strfreev(part);
}

static void close_chosen(struct model *model, const char *value, struct effects *effects)
{
  if (strcmp(value, "yes") == 0)
    model_send(model, sla_close(model->actor, model->now, model->month.period),
               &(struct pending){.done = N_("the month is closed")}, effects);
}

static void act_close_month(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  char month[16], *title;
  title = g_strdup_printf(_("Close the month %s?"), sla_period_format(model->month.period, month));
  struct menu *menu = menu_open(model, title, close_chosen);
  menu->info = g_strdup(_("Its figures are frozen; what changes them later is an amendment."));
  menu_add(menu, "no", _("no"));
  menu_add(menu, "yes", _("yes, close it"));
  menu_ready(model, false);
  g_free(title);
}

/* --- exclusions ----------------------------------------------------------------------------------------- */
static void act_exclusions(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  pane_show(model, PANE_EXCLUSION, effects);
}

static void tell_exclusion(struct model *model, const char *key, int64_t revision, enum event_kind kind,
                           unsigned clocks, const char *reason, struct effects *effects)
{
  static const char *const done[EVENT_KINDS] = {
    [EVENT_EXCLUSION_REQUESTED] = N_("%s: the exclusion waits for another person's decision"),
    [EVENT_EXCLUSION_APPROVED] = N_("%s: excluded"),
    [EVENT_EXCLUSION_REJECTED] = N_("%s: the exclusion is rejected"),
    [EVENT_EXCLUSION_WITHDRAWN] = N_("%s: no longer excluded"),
  };
  struct ticket_event event = {.ticket = key, .at = model->now, .by = model->actor, .kind = kind,
                               .channel = CHANNEL_NONE, .clocks = clocks, .reason = reason};
  model_tell(model, &event, revision, done[kind], NULL, effects);
}

static void decide(struct model *model, enum event_kind kind, struct effects *effects)
{
  const struct exclusion_row *row = table_current(model, PANE_EXCLUSION);
  if (row != NULL)
    tell_exclusion(model, row->key, row->revision, kind, row->clocks, NULL, effects);
}

static void act_approve(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  decide(model, EVENT_EXCLUSION_APPROVED, effects);
}

static void act_reject(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  decide(model, EVENT_EXCLUSION_REJECTED, effects);
}

/* value: "CLOCKS REASON" */
static void reason_chosen(struct model *model, const char *value, struct effects *effects)
{
  unsigned clocks = (unsigned)(*value - '0');
  tell_exclusion(model, model->menu->ticket, model->menu->revision, EVENT_EXCLUSION_REQUESTED, clocks, value + 2,
                 effects);
}

static void ask_reason(struct model *model, const char *key, int64_t revision, unsigned clocks)
{
  struct menu *menu = menu_open(model, _("Why is it not measured?"), reason_chosen);
  g_strlcpy(menu->ticket, key, sizeof menu->ticket);
  menu->revision = revision;
  for (int i = 0; i < REASONS; i++) {
    char *value = g_strdup_printf("%u %s", clocks, exclusion_reason_id(i));
    menu_add(menu, value, exclusion_reason_text(exclusion_reason_id(i)));
    g_free(value);
  }
  menu_ready(model, false);
}

/* value: the clocks as a number; "w" takes an exclusion back. */
static void clocks_chosen(struct model *model, const char *value, struct effects *effects)
{
  char key[32];
  int64_t revision = model->menu->revision;
  const struct ticket *ticket = model_subject(model);
  g_strlcpy(key, model->menu->ticket, sizeof key);
  if (*value != 'w')
    ask_reason(model, key, revision, (unsigned)(*value - '0'));
  else if (ticket != NULL && strcmp(ticket->key, key) == 0)
    tell_exclusion(model, key, revision, EVENT_EXCLUSION_WITHDRAWN, ticket->excluded | ticket->exclusion_pending, NULL,
                   effects);
}

static void act_exclude(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  const struct ticket *ticket = model_subject(model);
  char *title = g_strdup_printf(_("Exclude %s from the service level"), ticket->key);
  struct menu *menu = menu_open(model, title, clocks_chosen);
  menu->info = g_strdup(_("Another person decides. The figures are printed with it and without."));
  for (unsigned clocks = 1; clocks < 1u << CLOCKS; clocks++) {
    char value[] = {(char)('0' + clocks), '\0'};
    int one = clocks == CLOCK_BIT(CLOCK_RESPONSE) ? CLOCK_RESPONSE : CLOCK_RESOLUTION;
    menu_add(menu, value, clocks == CLOCK_BIT(CLOCK_RESPONSE) + CLOCK_BIT(CLOCK_RESOLUTION) ? _("both clocks")
                                                                                         : sla_clock_text(one));
  }
  if ((ticket->excluded | ticket->exclusion_pending) != 0)
    menu_add(menu, "w", _("take the exclusion back"));
  menu_ready(model, false);
  g_free(title);
}

static const struct action rows[] = {
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
  {"exclude", "e", NC_("action", "exclude"), N_("ask for an exclusion from the service level, or take it back"),
   GROUP_TICKET, TICKETS, NEED_TICKET, 0, ARG_NONE, 20, act_exclude, RIGHT_EXCLUSION_REQUEST},
};
const struct action_part actions_sla = {rows, (int)G_N_ELEMENTS(rows)};
