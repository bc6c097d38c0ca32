/* ticket_impl.h: rules and folds of the events that are work on a ticket (ticket_work.c), for the tables of
 * ticket.c. */
#ifndef DOMAIN_TICKET_IMPL_H
#define DOMAIN_TICKET_IMPL_H
#include "toban/ticket.h"

typedef bool ticket_rule(const struct ticket *ticket, const struct ticket_event *event, GError **error);
typedef void ticket_fold(struct ticket *ticket, const struct ticket_event *event);

ticket_rule ticket_may_tag, ticket_may_untag, ticket_may_link, ticket_may_unlink, ticket_may_promise,
    ticket_may_end_promise, ticket_may_check, ticket_may_spend, ticket_may_name;
ticket_fold ticket_tag, ticket_untag, ticket_link, ticket_unlink, ticket_promise, ticket_end_promise, ticket_spend,
    ticket_hand_over;
#endif
