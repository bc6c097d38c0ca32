/* Checks: acknowledging, pausing, maintenance. */
#include <string.h>

#include "actions.h"
#include "endpoint_row.h"
#include "model_parts.h"
#include "toban/moment.h"

#define CHECKS (PANE_BIT(PANE_HEALTH) | PANE_BIT(PANE_ENDPOINT))

static void send_for(struct model *model, const struct endpoint_row *row, struct command *take_command,
                     const char *done, struct effects *effects)
{
  struct pending pending = {.done = done};
  g_strlcpy(pending.ticket, row->id, sizeof pending.ticket);
  model_send(model, take_command, &pending, effects);
}

/* "[until] [words]": the first word when it is a time. */
static const char *take_until(const struct model *model, const char *arg, utc_t *until)
{
  size_t length = strcspn(arg, " ");
  char *word = g_strndup(arg, length);
  *until = UTC_NONE;
  bool is_time = moment_parse(word, model->now, zone_tokyo(), true, until, NULL);
  g_free(word);
  return is_time ? arg + length + strspn(arg + length, " ") : arg;
}

typedef struct command *hold_fn(const char *actor, utc_t at, const char *id, utc_t until, const char *reason);

/* Others read why, so it is asked for. */
static void hold(struct model *model, const char *id, const char *arg, hold_fn *run, const char *done,
                 struct effects *effects)
{
  const struct endpoint_row *row = endpoint_current(model);
  utc_t until;
  if (row == NULL)
    return;
  if (arg == NULL || *arg == '\0') {
    line_open(model, LINE_COMMAND, id);
    return;
  }
  const char *words = take_until(model, arg, &until);
  send_for(model, row, run(model->actor, model->now, row->id, until, words), done, effects);
}

static void act_ack(struct model *model, const char *arg, struct effects *effects)
{
  hold(model, "check-ack +4h ", arg, endpoint_acknowledge, N_("%s: trouble acknowledged"), effects);
}

static void act_pause(struct model *model, const char *arg, struct effects *effects)
{
  hold(model, "check-pause +1d ", arg, endpoint_pause, N_("%s: paused"), effects);
}

/* Takes back what is in force: the pause, else the acknowledgement. */
static void act_resume(struct model *model, const char *arg, struct effects *effects)
{
  const struct endpoint_row *row = endpoint_current(model);
  (void)arg;
  if (row == NULL)
    return;
  if (endpoint_is_paused(row, model->now))
    send_for(model, row, endpoint_resume(model->actor, model->now, row->id), N_("%s: checked again"), effects);
  else if (endpoint_is_acknowledged(row, model->now))
    send_for(model, row, endpoint_unacknowledge(model->actor, model->now, row->id), N_("%s: not acknowledged any more"),
         effects);
  else
    model_say(model, ROLE_QUIET, "%s", _("It is neither paused nor acknowledged."));
}

static void act_maintenance(struct model *model, const char *arg, struct effects *effects)
{
  const struct endpoint_row *row = endpoint_current(model);
  utc_t until;
  if (row == NULL)
    return;
  if (arg == NULL || *arg == '\0') {
    line_open(model, LINE_COMMAND, "check-maintenance +2h ");
    return;
  }
  const char *words = take_until(model, arg, &until);
  if (until == UTC_NONE) {
    model_say(model, ROLE_BAD, "%s", _("A maintenance needs its end first: +2h, 18:00"));
    return;
  }
  char *target = g_strconcat("endpoint:", row->id, NULL);
  const char *targets[] = {target, NULL};
  send_for(model, row, maintenance_plan(model->actor, model->now, model->now, until, targets, words),
       N_("maintenance %s begins"), effects);
  g_free(target);
}

static void act_measures(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  pane_show(model, PANE_MEASURE, effects);
}

static const struct action rows[] = {
  {"check-ack", "y", NC_("action", "acknowledge"), N_("say that you take care of it, until when and how"), GROUP_DESK,
   CHECKS, NEED_ROWS, 0, ARG_TEXT, -1, act_ack, RIGHT_HEALTH_WORK},
  {"check-pause", "p", NC_("action", "pause"), N_("check it no more, until when and why"), GROUP_DESK, CHECKS,
   NEED_ROWS, 0, ARG_TEXT, -2, act_pause, RIGHT_HEALTH_WORK},
  {"check-resume", "u", NC_("action", "check again"), N_("end its pause, or take the acknowledgement back"), GROUP_DESK,
   CHECKS, NEED_ROWS, 0, ARG_NONE, -3, act_resume, RIGHT_HEALTH_WORK},
  {"check-maintenance", "m", NC_("action", "maintenance"), N_("under maintenance from now on, until when and why"),
   GROUP_DESK, CHECKS, NEED_ROWS, 0, ARG_TEXT, -4, act_maintenance, RIGHT_HEALTH_WORK},
  {"measures", "U", NC_("action", "figures"), N_("antivirus definitions, malware and disks"), GROUP_DESK,
   .foot = 28, .run = act_measures},
};
const struct action_part actions_health = {rows, (int)G_N_ELEMENTS(rows)};
