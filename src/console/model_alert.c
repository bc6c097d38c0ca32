/* Warnings of deadlines: looked for when the next one is due, claimed, and rung by the console that was first.
 * The console of the ticket's operator goes before the others. */
#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "toban/alert.h"

enum {
  LIMIT = 20,
  OLD_S = 600,           /* what became due before that passed while nobody was there */
  GRACE_S = 5,           /* for the operator's own console */
  AGAIN_S = 10,          /* after a failure */
  FLASH_S = 6, SHOWN_S = 60,
};

static bool rings_here(const struct model *model)
{
  return !model->read_only && !model->pinned && right_may(model->roles, RIGHT_WARN);
}

void *alert_args(const struct model *model)
{
  struct alert_args *args = g_new0(struct alert_args, 1);
  *args = (struct alert_args){.now = model->now, .limit = LIMIT};
  return args;
}

void alert_look(struct model *model, struct effects *effects)
{
  if (!rings_here(model) || model->ask[SLOT_ALERT].waits)
    return;
  model->alert.next = UTC_NONE;
  model_ask(model, SLOT_ALERT, effects);
}

/* --- claiming ------------------------------------------------------------------------------------------- */
static bool is_present(const struct model *model, const char *login)
{
  for (int i = 0; model->counts != NULL && i < model->counts->persons; i++)
    if (strcmp(model->counts->person[i].login, login) == 0 && model->counts->person[i].consoles > 0)
      return true;
  return false;
}

static bool belongs_to_another(const struct model *model, const struct alert_row *row)
{
  return row->assignee != NULL && strcmp(row->assignee, model->actor) != 0 && is_present(model, row->assignee);
}

static void next_look(struct model *model, utc_t at)
{
  if (at != UTC_NONE && (model->alert.next == UTC_NONE || at < model->alert.next))
    model->alert.next = at;
}

static char *text_of(const struct model *model, const struct alert_row *row)
{
  char what[64];
  g_autoptr(GString) text = g_string_new(row->key);
  warning_text(&row->warning, what, sizeof what);
  g_string_append_c(text, ' ');
  place_name(model, row->office, text);
  g_string_append_printf(text, " %s: %s", sla_clock_text(row->clock_kind), what);
  return g_strdup(text->str);
}

static void claim(struct model *model, const struct alert_row *row, struct effects *effects)
{
  struct pending pending = {.alert = strcmp(row->warning.id, "late") == 0 ? ALERT_LATE : ALERT_SOON};
  char *text = text_of(model, row);
  g_strlcpy(pending.text, text, sizeof pending.text);
  model_send(model, alert_claim(model->actor, model->now, row->id), &pending, effects);
  g_free(text);
}

void alert_arrived(struct model *model, void *take, struct effects *effects)
{
  const struct alert_list *list = take;
  int64_t old = list->total - list->rows;
  next_look(model, list->next);
  for (int i = 0; i < list->rows; i++) {
    const struct alert_row *row = &list->row[i];
    if (row->since < model->now - OLD_S)
      old++;
    else if (*row->warning.id == '\0')
      next_look(model, model->now + AGAIN_S);
    else if (model->now < row->since + GRACE_S && belongs_to_another(model, row))
      next_look(model, row->since + GRACE_S);
    else
      claim(model, row, effects);
  }
  if (old > 0) {
    struct command *command = alert_claim_old(model->actor, model->now, model->now - OLD_S);
    model_send(model, command, &(struct pending){.alert = ALERT_OLD}, effects);
  }
  snapshot_free(take);
}

/* --- ringing ---------------------------------------------------------------------------------------------- */
/* An error that nobody has seen yet stays. */
void alert_show(struct model *model, enum role role, bool stays, const char *text)
{
  if (*model->notice.text != '\0' && model->notice.role == ROLE_BAD)
    return;
  model_say(model, role, "%s", text);
  model->notice.until = stays ? UTC_NONE : model->now + SHOWN_S;
}

static void flash(struct model *model)
{
  model->alert.flash_until = model->now + FLASH_S;
  model_touch(model, PANE_BIT(PANE_DUE) | PANE_BIT(PANE_QUEUE));
}

void alert_ring(struct model *model, const char *text, struct effects *effects)
{
  effects_add(effects, EFFECT_BELL);
  if (!model->alert.notify)
    return;
  struct effect effect = {.type = EFFECT_NOTIFY, .text = g_strdup(text)};
  g_array_append_val(effects->list, effect);
}

static void ring(struct model *model, const struct pending *pending, struct effects *effects)
{
  bool late = pending->alert == ALERT_LATE;
  alert_show(model, late ? ROLE_LATE : ROLE_SOON, late, pending->text);
  flash(model);
  alert_ring(model, pending->text, effects);
}

static void ring_old(struct model *model, int64_t count, struct effects *effects)
{
  char *text = g_strdup_printf(_("deadlines that came near or passed while nobody was at the desk: %ld"), (long)count);
  alert_show(model, ROLE_SOON, true, text);
  flash(model);
  effects_add(effects, EFFECT_BELL);
  g_free(text);
}

void alert_outcome(struct model *model, const struct pending *pending, const struct message *message,
                   struct effects *effects)
{
  bool done = message->outcome != NULL && message->outcome->result == COMMAND_DONE;
  if (done && pending->alert == ALERT_OLD)
    ring_old(model, message->outcome->revision, effects);
  else if (done)
    ring(model, pending, effects);
  else if (message->error == NULL && pending->alert != ALERT_OLD)
    alert_show(model, ROLE_QUIET, false, pending->text);         /* it rang at another console */
  if (done)
    alert_look(model, effects);
  else
    next_look(model, model->now + (message->error == NULL ? 1 : AGAIN_S));
}

/* --- time ----------------------------------------------------------------------------------------------------- */
void alert_tick(struct model *model, struct effects *effects)
{
  if (model->alert.next != UTC_NONE && model->now >= model->alert.next)
    alert_look(model, effects);
  if (model->alert.flash_until == 0)
    return;
  model_touch(model, PANE_BIT(PANE_DUE) | PANE_BIT(PANE_QUEUE));
  if (model->now >= model->alert.flash_until)
    model->alert.flash_until = 0;
}

utc_t alert_wakes_at(const struct model *model)
{
  if (model->alert.flash_until != 0)
    return model->now + 1;
  return model->alert.next == UTC_NONE ? INT64_MAX : MAX(model->alert.next, model->now + 1);
}

/* Every other second the title of the panes that have the deadlines. */
bool alert_flashes(const struct model *model, enum pane_id pane)
{
  return (pane == PANE_DUE || pane == PANE_QUEUE) && model->now < model->alert.flash_until &&
         (model->alert.flash_until - model->now) % 2 == 0;
}
