/* keeper.h: holding the poller's lease, or watching who does. Loop thread.
 *
 * No clock is compared between processes, so none can mislead them: the lease's `until` is used as a count
 * of beats. The holder raises it every BEAT_MS; who watches looks every LOOK_MS and takes over when he saw no
 * beat for DEAD_MS of his own monotonic time, by a take that only succeeds if the count is still what he
 * saw. Death to take-over: at most DEAD_MS + LOOK_MS and the store's time, under 10 s. A holder that was
 * only slow finds the epoch moved on: its writes are refused, and it stands by. */
#ifndef NET_KEEPER_H
#define NET_KEEPER_H
#include "toban/check_store.h"
#include "toban/store.h"

enum { BEAT_MS = 2500, LOOK_MS = 1000, DEAD_MS = 6500 };
struct keeper_pace { int beat_ms, look_ms, dead_ms; };

struct keeper;
struct keeper_hooks {
  void *user;
  void (*gained)(void *user);
  void (*lost)(void *user);                    /* to somebody else, or given up because not wanted any more */
  void (*seen)(void *user);                    /* keeper_holder() is another one; may be NULL */
};
/* pace NULL: the one above. */
struct keeper *keeper_new(uv_loop_t *loop, struct store *store, const struct keeper_pace *pace,
                          const struct keeper_hooks *hooks);
void keeper_set_lease(struct keeper *keeper, const char *name);     /* another than LEASE_POLLER; before it is wanted */
/* Gives the lease back if it is ours; closed comes when nothing of it is left, hooks do not. */
void keeper_free(struct keeper *keeper, void (*closed)(void *user), void *user);
void keeper_want(struct keeper *keeper, bool wanted);            /* false at first: does not even look */
void keeper_refused(struct keeper *keeper);                      /* a write with our epoch was refused */
bool keeper_holds(const struct keeper *keeper);
int64_t keeper_epoch(const struct keeper *keeper);
const char *keeper_self(const struct keeper *keeper);            /* "host:pid:random" */
const char *keeper_holder(const struct keeper *keeper);          /* as last seen; "" nobody known */
utc_t keeper_since(const struct keeper *keeper);                 /* when we first saw that holder; UTC_NONE */
#endif
