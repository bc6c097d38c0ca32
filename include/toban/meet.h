/* meet.h: two edits of one ticket that meet: which fields an event writes, and which it must not find changed by
 * somebody else in between. Pure. Source: requirements H1; edge cases 24, 26. */
#ifndef TOBAN_MEET_H
#define TOBAN_MEET_H
#include "toban/ticket.h"

/* What a person can change of a ticket. ids: title category office channel priority assignee state answer exclusion */
enum ticket_field {
  FIELD_OF_TITLE, FIELD_OF_CATEGORY, FIELD_OF_OFFICE, FIELD_OF_CHANNEL, FIELD_OF_PRIORITY, FIELD_OF_ASSIGNEE,
  FIELD_OF_STATE, FIELD_OF_ANSWER, FIELD_OF_EXCLUSION, TICKET_FIELDS
};
#define FIELD_BIT(field) (1u << (field))

const char *ticket_field_id(enum ticket_field field);
const char *ticket_field_text(enum ticket_field field);           /* 件名 / title */
bool ticket_field_parse(const char *id, enum ticket_field *out);
/* The fields that the event writes, as a set of FIELD_BIT. A note writes none. */
unsigned event_writes(const struct ticket_event *event);
/* Of those fields, and of others that its author looked at (who answers looks at the state): where another person's
 * event since then wrote one of them, and not the same value, both must be shown. */
unsigned event_meets(const struct ticket_event *event, const struct ticket_event *other);
/* The value that the event gives to the field, as it is stored; NULL: none (taken from everybody, no text). */
const char *event_value(const struct ticket_event *event, enum ticket_field field, char buffer[static 16]);
/* Takes the fields of `fields` out of a `changed` event; false when nothing is left of it. */
bool event_without(struct ticket_event *event, unsigned fields);
#endif
