/* event_text.h: what an event of a ticket says, in words of the current language; and times as people of two places
 * read them. Pure. All appended text is clean (text.h). */
#ifndef TOBAN_EVENT_TEXT_H
#define TOBAN_EVENT_TEXT_H
#include "toban/reference.h"
#include "toban/ticket.h"

/* Everything but the body: "waiting: vendor, expected Fri 27 Nov 14:30 there (27 Nov 22:30 Japan)". ref and office
 * (the ticket's) may be NULL: then ids stand for names, and Japan time alone. Nothing for a note or an answer. */
void event_text(const struct reference *ref, const struct office *office, const struct ticket_event *event,
                GString *out);
/* The same and the body behind a colon, its lines kept. */
void event_text_full(const struct reference *ref, const struct office *office, const struct ticket_event *event,
                     GString *out);
/* "Fri 27 Nov 14:30 Japan": an instant on Japan's clock; "... there (... Japan)" where the office's differs. */
void event_time_both(const struct office *office, utc_t at, GString *out);
void event_person(const struct reference *ref, const char *login, GString *out);     /* "-" for NULL */
void event_place(const struct reference *ref, const char *office, GString *out);     /* "-" for NULL */

/* Prepared replies: `text` with {ticket} {title} {requester} {office} {operator} {category} {priority} {received}
 * {callback} {local-time} {japan-time} filled in, in `lang`; other words in braces stay as they are, for the operator
 * to see. Unknown values become "…". g_free. */
char *reply_fill(const char *text, enum lang lang, const struct reference *ref, const struct ticket *ticket,
                    const char *actor, utc_t now);
#endif
