/* demo.h: a believable history for `toban init --demo`: tickets of many months, assets, endpoints, people.
 *
 * The same bytes of events for the same options (tickets, months, seed, now) and the same reference data, on
 * every machine: own numbers (src/store/demo_random.h), integers only, no clock, no address, no hash order.
 * People are plainly fictitious; endpoints have names and addresses that are reserved for documentation
 * (RFC 2606, RFC 5737), and the poller leaves a demonstration's endpoints alone. */
#ifndef TOBAN_DEMO_H
#define TOBAN_DEMO_H
#include "toban/db.h"
#include "toban/reference.h"
#include "toban/ticket.h"

struct demo_options { int64_t tickets; int months; uint64_t seed; utc_t now; };
#define DEMO_TICKETS 8000
#define DEMO_MONTHS 13
#define DEMO_SEED 20230401
enum { DEMO_TICKETS_MOST = 5000000, DEMO_MONTHS_MOST = 50 };

/* Every event of the history, in the order of time, to each(); strings live during the call. */
typedef bool demo_event_fn(const struct ticket_event *event, void *user, GError **error);
bool demo_events(const struct reference *ref, const struct demo_options *options, demo_event_fn *each, void *user,
                 GError **error);
/* People, assets and endpoints with their states, then all events. Inside a write transaction, after the
 * reference data; marks the database as a demonstration. */
bool demo_fill(struct db *db, const struct demo_options *options, GError **error);
#endif
