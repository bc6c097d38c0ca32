/* poller.h: who checks the endpoints of a database, and when. Loop thread.
 *
 * Consoles and daemons of one database each have a poller; the one that holds the lease (keeper.h) polls, the
 * others stand by and take over within 10 s of its death. Results go to the store in batches that carry the
 * lease's epoch; while the store is busy they wait, and nothing is taken for down because of that. A
 * demonstration database sends no packet outside: only targets on loopback are checked. With a pinned clock
 * (--at) nothing is polled at all. */
#ifndef TOBAN_POLLER_H
#define TOBAN_POLLER_H
#include "toban/http.h"
#include "toban/store.h"

struct poller;
struct poller_hooks {
  void *user;
  const char *site;                    /* votes for this site (votes=N), instead of being the desk's poller; NULL */
  void (*changed)(void *user);         /* poller_status() says something else: who polls, how many endpoints */
};
struct poller_status {
  bool polling;                        /* this process does */
  char who[64];                        /* "host:pid" of who does; "" nobody known */
  utc_t since;                         /* when we first saw that; UTC_NONE */
  int endpoints;                       /* that would be polled here */
  int running, waiting;                /* checks now; waiting for their turn (caps for all and by host) */
  int unwritten;                       /* results that the store has not taken yet */
  int64_t checks, skipped;             /* since the start: finished, and beats that passed unused */
};

/* store and net outlive the poller. */
struct poller *poller_new(uv_loop_t *loop, struct store *store, struct net *net, const struct poller_hooks *hooks);
/* Ends its checks, writes what there is, gives the lease back; then closed(user), at the latest after half a
 * second, when the store may be closed. */
void poller_free(struct poller *poller, void (*closed)(void *user), void *user);
void poller_feed(struct poller *poller, const struct store_feed *feed);      /* from the store's hook */
void poller_status(const struct poller *poller, struct poller_status *out);
#endif
