/* summary.h: a ticket in full as a text that can be sent to another section: facts, office card, what was tried,
 * timeline. Pure. Source: requirements E2 ("collect and summarise all information before escalating"), H8. */
#ifndef TOBAN_SUMMARY_H
#define TOBAN_SUMMARY_H
#include "toban/reference.h"
#include "toban/sla.h"
#include "toban/ticket.h"

struct summary_source {
  const struct ticket *ticket;
  const struct sla_clock *clock;                     /* of CLOCKS, as of now */
  const struct ticket_event *event; int events;      /* oldest first */
  const struct reference *ref;
  utc_t now;
};
/* UTF-8, lines ended by "\n", clean (nothing from the ticket can be an escape sequence), in the languages of the set
 * `langs` (1u << LANG_JA ...), one after the other. g_free. Sets and restores the current language: loop thread. */
char *ticket_summary(const struct summary_source *source, unsigned langs);
/* The subject of a message that carries it: "[261124-0014] New York: Meeting room line is down". g_free. */
char *ticket_summary_subject(const struct summary_source *source, enum lang lang);
#endif
