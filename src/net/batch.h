/* batch.h: results on their way to the store. Loop thread. */
#ifndef NET_BATCH_H
#define NET_BATCH_H
#include "endpoint.h"
#include "keeper.h"

struct batch;
/* refused: the epoch has moved on; what waited is dropped. */
struct batch *batch_new(uv_loop_t *loop, struct store *store, void (*refused)(void *user), void *user);
void batch_set_site(struct batch *batch, const char *site);        /* votes for it, instead of states */
/* The newest status of an endpoint replaces one that still waits. Urgent ones (a change of state) are
 * written at once, others within FRESH_MS. */
void batch_put(struct batch *batch, const struct keeper *keeper, const struct endpoint *endpoint, bool urgent);
void batch_drop(struct batch *batch);                            /* we do not hold the lease any more */
int batch_waiting(const struct batch *batch);
/* Writes what waits, once; closed comes when nothing of it is left. */
void batch_free(struct batch *batch, void (*closed)(void *user), void *user);
#endif
