/* feed.h: the ring of what changed, read by other consoles after the bell. */
#ifndef STORE_FEED_H
#define STORE_FEED_H
#include "toban/store.h"

enum { FEED_KEPT = 10000, FEED_KEYS = 64 };
/* In a write transaction. subject: a ticket's key, an endpoint's id ...; NULL: many of that topic. Each
 * transaction of ours puts at least one line; topic 0 is nothing that a screen shows. */
bool feed_put(struct db *db, unsigned topic, const char *subject, GError **error);

/* How far a console has read. */
struct feed_place {
  int64_t seq;
  int64_t version;         /* of the database, for writers that know no feed */
};
/* Keys of tickets that changed after `after`; out->seq is the newest line. false: an error. Inside a transaction. */
bool feed_since(struct db *db, int64_t after, struct store_feed *out, GPtrArray *keys, GError **error);
void feed_place_init(struct db *db, struct feed_place *place);
/* True: there is news for a screen, in *out; the keys in it belong to *keys. False: none, or an error. A
 * change that left no line in the feed (another program's), or more lines than are kept: `everything`. */
bool feed_read(struct db *db, struct feed_place *place, struct store_feed *out, GPtrArray **keys, GError **error);
#endif
