/* ticket_json.h: tickets and their events as JSON. */
#ifndef COMMAND_TICKET_JSON_H
#define COMMAND_TICKET_JSON_H
#include <jansson.h>

#include "toban/sla.h"
#include "toban/ticket.h"

json_t *ticket_json(const struct ticket *ticket, const struct sla_clock *clock);      /* clock: of CLOCKS */
json_t *event_json(const struct ticket_event *event);
#endif
