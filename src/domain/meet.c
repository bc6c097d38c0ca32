#include "toban/meet.h"

#include <string.h>

static const struct { const char *id, *text; } names[TICKET_FIELDS] = {
    [FIELD_OF_TITLE] = {"title", NC_("field", "title")},
    [FIELD_OF_CATEGORY] = {"category", NC_("field", "category")},
    [FIELD_OF_OFFICE] = {"office", NC_("field", "office")},
    [FIELD_OF_CHANNEL] = {"channel", NC_("field", "channel")},
    [FIELD_OF_PRIORITY] = {"priority", NC_("field", "priority")},
    [FIELD_OF_ASSIGNEE] = {"assignee", NC_("field", "assignee")},
    [FIELD_OF_STATE] = {"state", NC_("field", "state")},
    [FIELD_OF_ANSWER] = {"answer", NC_("field", "answer")},
    [FIELD_OF_EXCLUSION] = {"exclusion", NC_("field", "exclusion")},
};

const char *ticket_field_id(enum ticket_field field)
{
  return names[field].id;
}

const char *ticket_field_text(enum ticket_field field)
{
  return lang_text_context(names[field].text);
}

bool ticket_field_parse(const char *id, enum ticket_field *out)
{
  for (int i = 0; i < TICKET_FIELDS; i++)
    if (strcmp(names[i].id, id) == 0) {
      *out = (enum ticket_field)i;
      return true;
    }
  return false;
}

static unsigned changed_fields(const struct ticket_event *e)
{
  return (e->title != NULL ? FIELD_BIT(FIELD_OF_TITLE) : 0) | (e->category != NULL ? FIELD_BIT(FIELD_OF_CATEGORY) : 0) |
         (e->office != NULL ? FIELD_BIT(FIELD_OF_OFFICE) : 0) |
         (e->channel != CHANNEL_NONE ? FIELD_BIT(FIELD_OF_CHANNEL) : 0) |
         (e->priority != PRIORITY_NONE ? FIELD_BIT(FIELD_OF_PRIORITY) : 0);
}

unsigned event_writes(const struct ticket_event *event)
{
  switch (event->kind) {
  case EVENT_CHANGED: return changed_fields(event);
  case EVENT_ANSWERED: return FIELD_BIT(FIELD_OF_ANSWER);
  case EVENT_ASSIGNED: return FIELD_BIT(FIELD_OF_ASSIGNEE);
  case EVENT_STATE:
  case EVENT_MERGED: return FIELD_BIT(FIELD_OF_STATE);
  case EVENT_EXCLUSION_REQUESTED:
  case EVENT_EXCLUSION_APPROVED:
  case EVENT_EXCLUSION_REJECTED:
  case EVENT_EXCLUSION_WITHDRAWN: return FIELD_BIT(FIELD_OF_EXCLUSION);
  default: return 0; /* adds to the ticket and changes nothing of it */
  }
}

const char *event_value(const struct ticket_event *event, enum ticket_field field, char buffer[static 16])
{
  switch (field) {
  case FIELD_OF_TITLE: return event->title;
  case FIELD_OF_CATEGORY: return event->category;
  case FIELD_OF_OFFICE: return event->office;
  case FIELD_OF_CHANNEL: return event->channel == CHANNEL_NONE ? NULL : channel_id(event->channel);
  case FIELD_OF_PRIORITY: g_snprintf(buffer, 16, "%d", event->priority); return buffer;
  case FIELD_OF_ASSIGNEE:
  case FIELD_OF_STATE: return event->target;
  default: return event->body;
  }
}

unsigned event_meets(const struct ticket_event *event, const struct ticket_event *other)
{
  unsigned mine = event_writes(event), both;
  char a[16], b[16];
  if (event->kind == EVENT_ANSWERED)
    mine |= FIELD_BIT(FIELD_OF_STATE);
  both = mine & event_writes(other);
  for (int field = 0; field <= FIELD_OF_PRIORITY; field++) /* two who want the same want it once */
    if ((both & FIELD_BIT(field)) != 0 && g_strcmp0(event_value(event, (enum ticket_field)field, a),
                                                    event_value(other, (enum ticket_field)field, b)) == 0)
      both &= ~FIELD_BIT(field);
  return both;
}

bool event_without(struct ticket_event *event, unsigned fields)
{
  if ((fields & FIELD_BIT(FIELD_OF_TITLE)) != 0)
    event->title = NULL;
  if ((fields & FIELD_BIT(FIELD_OF_CATEGORY)) != 0)
    event->category = NULL;
  if ((fields & FIELD_BIT(FIELD_OF_OFFICE)) != 0)
    event->office = NULL;
  if ((fields & FIELD_BIT(FIELD_OF_CHANNEL)) != 0)
    event->channel = CHANNEL_NONE;
  if ((fields & FIELD_BIT(FIELD_OF_PRIORITY)) != 0)
    event->priority = PRIORITY_NONE;
  return event_writes(event) != 0;
}
