/* trouble.h: endpoints' troubles become tickets, in the transaction that writes the state. */
#ifndef STORE_TROUBLE_H
#define STORE_TROUBLE_H
#include "toban/check_store.h"

/* After the state of write->id was stored and is another one than before: opens, continues or ends its alerts. What
 * counts is what the store has (endpoint_alert), not who polls or since when: a restart, a second poller or a late one
 * tell nothing twice, and what a killed one could not write is told by the next. */
bool trouble_step(struct db *db, const struct check_write *write, utc_t now, GError **error);
#endif
