/* cover.h: what lies over an endpoint now: a pause, a maintenance, its parent's trouble, other sites. Loop thread. */
#ifndef NET_COVER_H
#define NET_COVER_H
#include "endpoint.h"

/* parent: as the poller knows it; NULL: none. now: the wall clock. */
void cover_context(const struct endpoint *endpoint, const struct endpoint *parent, utc_t now,
                   struct check_context *out);
/* Must the parent be looked at before this endpoint is down: is the failure younger than its last result? */
bool cover_asks_parent(const struct endpoint *endpoint, const struct endpoint *parent);
/* By one of its windows. */
bool cover_in_maintenance(const struct endpoint *endpoint, utc_t now);
#endif
