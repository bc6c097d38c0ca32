/* feed.h: the ring of what changed, read by other consoles after the bell. */
#ifndef STORE_FEED_H
#define STORE_FEED_H
#include "toban/db.h"

enum { FEED_KEPT = 10000 };
/* In a write transaction. subject: a ticket's key, an endpoint's id ...; NULL: many of that topic. */
bool feed_put(struct db *db, unsigned topic, const char *subject, GError **error);
#endif
