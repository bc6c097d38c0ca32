/* Commands: what is written, and what became of it. A text that was typed stays a draft until the store
 * says that it is kept; a conflict shows what the other did and leaves the text. */
#include <string.h>

#include "agenda_edit.h"
#include "model_parts.h"
#include "together.h"

void model_send(struct model *model, struct command *take_command, const struct pending *pending,
                struct effects *effects)
{
  struct pending entry = *pending;
  entry.tag = ++model->last_tag;
  g_array_append_val(model->pending, entry);
  struct effect effect = {.type = EFFECT_TELL, .take_command = take_command, .tag = entry.tag};
  g_array_append_val(effects->list, effect);
}

void model_tell(struct model *model, const struct ticket_event *event, int64_t revision, const char *done,
                const char *draft,
                struct effects *effects)
{
  struct pending pending = {.done = done};
  if (draft != NULL)
    g_strlcpy(pending.draft, draft, sizeof pending.draft);
  if (event->ticket != NULL)
    g_strlcpy(pending.ticket, event->ticket, sizeof pending.ticket);
  struct command *command = command_ticket(model->actor, model->now, revision, event);
  command->by_field = true;
  if (event->kind == EVENT_CHANGED)
    pending.edit = command_ticket(model->actor, model->now, revision, event);
  model_send(model, command, &pending, effects);
}

void model_keep(struct model *model, const char *name, const char *value, struct effects *effects)
{
  if (model->read_only || !right_may(model->roles, RIGHT_SETTING))
    return;
  struct command *command = command_new(COMMAND_SETTING, model->actor, model->now);
  command_set(command, &command->name, name);
  command_set(command, &command->value, value);
  model_send(model, command, &(struct pending){.done = NULL}, effects);
}

static bool take_pending(struct model *model, unsigned tag, struct pending *out)
{
  for (guint i = 0; i < model->pending->len; i++) {
    *out = g_array_index(model->pending, struct pending, i);
    if (out->tag == tag) {
      g_array_remove_index(model->pending, i);
      return true;
    }
  }
  return false;
}

/* Shows the text again where it can be sent once more, unless the operator is typing something else. */
static void offer_again(struct model *model, const struct pending *pending, struct effects *effects)
{
  if (*pending->draft != '\0' && model->mode == MODE_NORMAL)
    draft_open(model, pending->draft, effects);
}

static void done(struct model *model, const struct pending *pending, const struct command_outcome *outcome,
                 struct effects *effects)
{
  const char *key = *outcome->ticket != '\0' ? outcome->ticket : pending->ticket;
  if (*pending->draft != '\0')
    draft_put(model, pending->draft, "", effects);
  if (*pending->told != '\0')
    model_say(model, ROLE_GOOD, "%s", pending->told);
  if (pending->done == NULL)
    return;
  char *text = g_strdup_printf("%s", _(pending->done)), **part = g_strsplit(text, "%s", 2);
  char *told = g_strjoinv(key, part);
  model_say(model, ROLE_GOOD, "%s", told);
  g_free(told);
  g_strfreev(part);
  g_free(text);
}

void model_outcome(struct model *model, const struct message *message, struct effects *effects)
{
  struct pending pending;
  if (!take_pending(model, message->tag, &pending))
    return;
  if (pending.alert != ALERT_NONE) {
    alert_outcome(model, &pending, message, effects);
    return;
  }
  if (message->error != NULL) {
    command_free(pending.edit);
    offer_again(model, &pending, effects);
    model_say(model, ROLE_BAD, *pending.draft == '\0' ? "%s" : _("%s (your text is kept)"), message->error->message);
    return;
  }
  if (message->outcome->result != COMMAND_CONFLICT) {
    command_free(pending.edit);
    done(model, &pending, message->outcome, effects);
    return;
  }
  if (strcmp(pending.ticket, model->ticket_key) == 0)
    model_ask(model, SLOT_TICKET, effects);
  model_ask(model, SLOT_QUEUE, effects);
  if (pending.edit != NULL && message->outcome->meetings > 0) {
    meet_open(model, pending.edit, message->outcome, pending.done);
    return;
  }
  command_free(pending.edit);
  offer_again(model, &pending, effects);
  if (model->editor != NULL && strcmp(model->editor->key, pending.ticket) == 0)
    model->editor->revision = message->outcome->revision; /* the next sending has seen it */
  if (model->agenda_edit != NULL)
    model->agenda_edit->revision = message->outcome->revision;
  model_say(model, ROLE_BAD,
            *pending.draft == '\0' ? _("%s: not done, somebody was faster: %s")
                                   : _("%s: not sent, it was changed meanwhile: %s (text kept; F2 sends it)"),
            pending.ticket, message->outcome->conflict);
}
