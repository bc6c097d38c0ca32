/* outage.h: the notices of outages (health_store.h) by who polls: one when an outage with endpoints in it begins, one
 * when it is over and each of them was looked at afresh, or END_PATIENCE_S after its end. Loop thread.
 *
 * What was told is in the store, so a new poller goes on where the last one stopped; a late one is refused by its
 * epoch. Source: edge case 32. */
#ifndef NET_OUTAGE_H
#define NET_OUTAGE_H
#include "keeper.h"
#include "toban/read.h"

enum { END_PATIENCE_S = 120 };
struct outages;
struct outages *outages_new(struct store *store, const struct keeper *keeper);
void outages_free(struct outages *outages, void (*closed)(void *user), void *user);
void outages_take(struct outages *outages, const struct endpoint_list *list);
/* Every second while we poll; endpoints: struct endpoint * by id. */
void outages_look(struct outages *outages, GHashTable *endpoints, utc_t now);
#endif
