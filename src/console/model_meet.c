/* Two edits of one field: both versions are shown, one after the other, and the author of the later one chooses. What
 * was chosen is sent again with the revision that was seen here; what was typed is in no case lost. */
#include <string.h>

#include "names.h"
#include "toban/text.h"
#include "together.h"

struct meet {
  struct command *edit;
  struct command_outcome outcome;
  const char *done;             /* msgid */
  int at, asked;                /* the field that is asked for; + 1: what was asked for last */
  unsigned theirs;              /* FIELD_BITs where the other version stays */
};

void meet_free(struct meet *meet)
{
  if (meet == NULL)
    return;
  command_free(meet->edit);
  g_free(meet);
}

/* Ids in words, as the ticket shows them. */
void field_value_text(const struct model *model, enum ticket_field field, const char *value, GString *out)
{
  enum channel channel;
  const struct category *category = field == FIELD_OF_CATEGORY && model->ref != NULL
                                      ? reference_category(model->ref, value) : NULL;
  if (field == FIELD_OF_OFFICE)
    place_name(model, value, out);
  else if (field == FIELD_OF_CHANNEL && channel_parse(value, &channel))
    g_string_append(out, channel_text(channel));
  else
    text_clean(out, category != NULL ? category_name(category) : value, -1);
}

static void finish(struct model *model, struct effects *effects)
{
  struct meet *meet = model->meet;
  struct ticket_event event = meet->edit->event;
  model->meet = NULL;
  if (event_without(&event, meet->theirs)) {
    event.at = model->now;
    model_tell(model, &event, meet->outcome.revision, meet->done, NULL, effects);
  } else {
    model_say(model, ROLE_NORMAL, _("%s: stays as the other person left it"), event.ticket);
  }
  meet_free(meet);
}

static void chosen(struct model *model, const char *value, struct effects *effects)
{
  struct meet *meet = model->meet;
  if (meet == NULL)
    return;
  if (strcmp(value, "theirs") == 0)
    meet->theirs |= FIELD_BIT(meet->outcome.meeting[meet->at].field);
  meet->at++;
  if (meet->at >= meet->outcome.meetings)
    finish(model, effects);
}

static void ask(struct model *model)
{
  const struct meet *meet = model->meet;
  const struct command_meeting *m = &meet->outcome.meeting[meet->at];
  char buffer[16];
  g_autoptr(GString) by = g_string_new(NULL), theirs = g_string_new(NULL), mine = g_string_new(NULL);
  person_full(model, m->by, by);
  field_value_text(model, m->field, m->theirs, theirs);
  field_value_text(model, m->field, event_value(&meet->edit->event, m->field, buffer), mine);
  char *title = g_strdup_printf(_("%s: %s was changed meanwhile"), meet->edit->event.ticket,
                                ticket_field_text(m->field));
  char *other = g_strdup_printf(_("%s: %s"), by->str, theirs->str), *own = g_strdup_printf(_("mine: %s"), mine->str);
  struct menu *menu = menu_open(model, title, chosen);
  menu_add(menu, "theirs", other);
  menu_add(menu, "mine", own);
  menu_ready(model, false);
  g_free(title);
  g_free(other);
  g_free(own);
}

void meet_open(struct model *model, struct command *take_edit, const struct command_outcome *outcome, const char *done)
{
  struct meet *meet = g_new0(struct meet, 1);
  *meet = (struct meet){.edit = take_edit, .outcome = *outcome, .done = done};
  meet_free(model->meet);
  model->meet = meet;
}

/* Esc: the other version stays, and what was typed is a draft, as the command that would set it. */
static void put_off(struct model *model, struct effects *effects)
{
  struct meet *meet = model->meet;
  char buffer[16];
  for (int i = 0; i < meet->outcome.meetings; i++) {
    enum ticket_field field = meet->outcome.meeting[i].field;
    char *id = g_strdup_printf(DRAFT_COMMAND "~%u%d", model->last_tag, i);
    char *line = g_strdup_printf("set %s %s", ticket_field_id(field), event_value(&meet->edit->event, field, buffer));
    if ((meet->theirs & FIELD_BIT(field)) == 0)
      draft_put(model, id, line, effects);
    g_free(line);
    g_free(id);
  }
  model_say(model, ROLE_NORMAL, _("%s: the other version stays; yours is kept: D shows it"), meet->edit->event.ticket);
  model->meet = NULL;
  meet_free(meet);
}

void meet_settle(struct model *model, struct effects *effects)
{
  struct meet *meet = model->meet;
  if (meet == NULL || model->mode != MODE_NORMAL)
    return;
  if (meet->asked == meet->at + 1) {
    put_off(model, effects);
    return;
  }
  meet->asked = meet->at + 1;
  ask(model);
}
