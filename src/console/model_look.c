/* What of the desk's personal data is on the screen now, for the record (toban/look.h). Each thing once a day. */
#include <string.h>

#include "lock.h"
#include "look.h"
#include "model_parts.h"
#include "toban/look.h"

struct looked {
  GHashTable *at;               /* what is recorded this day */
  int64_t day;                  /* of Japan */
  char ticket[32];              /* that is on the screen; "": none */
  int64_t revision, seq;        /* of it, as it is shown */
  utc_t since;
};

struct looked *looked_new(void)
{
  struct looked *looked = g_new0(struct looked, 1);
  looked->at = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return looked;
}

void looked_free(struct looked *looked)
{
  g_hash_table_unref(looked->at);
  g_free(looked);
}

/* A database that is open for reading only takes no record. */
static bool may_record(const struct model *model)
{
  return !model->read_only && model->store.condition != STORE_READONLY && model->store.condition != STORE_OPENING &&
         !lock_is_on(model->lock);
}

static void record(struct model *model, enum look_area area, const char *what, struct effects *effects)
{
  struct effect effect = {.type = EFFECT_LOOK, .take_command = look_command(model->actor, model->now, area, what)};
  if (area == LOOK_TICKET) {
    effect.take_command->revision = model->looked->revision;
    effect.take_command->event.seq = model->looked->seq;
  }
  g_array_append_val(effects->list, effect);
}

static const char *ticket_shown(const struct model *model)
{
  return model->ticket != NULL && strcmp(model->ticket->t.key, model->ticket_key) == 0 &&
                 pane_on_screen(model, PANE_TICKET) ? model->ticket_key : "";
}

/* What was looked for, when it is no longer being typed. */
static const char *assets_shown(const struct model *model)
{
  if (model->focus == PANE_CARD && model->view[PANE_CARD] != NULL)
    return model->card;
  if (model->focus == PANE_LOAN && model->view[PANE_LOAN] != NULL)
    return "loans";
  if (model->focus == PANE_LICENCE && model->view[PANE_LICENCE] != NULL)
    return "licences";
  return model->assets != NULL && model->focus == PANE_ASSET && model->mode == MODE_NORMAL &&
                 !model->ask[SLOT_ASSET].waits ? model->filter[PANE_ASSET] : NULL;
}

static void look_at(struct model *model, enum look_area area, const char *what, struct effects *effects)
{
  int64_t revision = area == LOOK_TICKET ? model->looked->revision : 0; /* what is added is looked at anew */
  char *id = what == NULL ? NULL : g_strdup_printf("%s %s %" G_GINT64_FORMAT, look_area_id(area), what, revision);
  if (id != NULL && g_hash_table_add(model->looked->at, id))
    record(model, area, what, effects);
}

static void note_ticket(struct model *model, const char *key)
{
  struct looked *looked = model->looked;
  if (strcmp(looked->ticket, key) != 0) {
    g_strlcpy(looked->ticket, key, sizeof looked->ticket);
    looked->since = model->now;
  }
  if (*key == '\0')
    return;
  looked->revision = model->ticket->t.revision;
  looked->seq = 0;
  for (int i = 0; i < model->ticket->events; i++)
    looked->seq = MAX(looked->seq, model->ticket->event[i].seq);
}

/* Tickets that only flash past under a cursor that runs through the queue were not read: one counts when the keys are
 * in it, or when it stood there for a second. */
static void look_at_ticket(struct model *model, struct effects *effects)
{
  struct looked *looked = model->looked;
  const char *now = ticket_shown(model);
  bool stood = *looked->ticket != '\0' && model->now > looked->since;
  if (stood)
    look_at(model, LOOK_TICKET, looked->ticket, effects);
  note_ticket(model, now);
  if (*now != '\0' && model->focus == PANE_TICKET)
    look_at(model, LOOK_TICKET, now, effects);
}

void look_settle(struct model *model, struct effects *effects)
{
  enum { DAY = 86400, JAPAN = 9 * 3600 };
  int64_t day = (model->now + JAPAN) / DAY;
  if (!may_record(model))
    return;
  if (day != model->looked->day)
    g_hash_table_remove_all(model->looked->at);
  model->looked->day = day;
  look_at_ticket(model, effects);
  look_at(model, LOOK_ASSETS, assets_shown(model), effects);
}
