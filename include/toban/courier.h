/* courier.h: sends what is in the outbox, and carries out what the rules of escalation ask for. Loop thread.
 *
 * Consoles and daemons of one database each have a courier. Each message is claimed in the database before it goes
 * out, so it goes out once; an automatic escalation has a key made from what it is about, so it is made once. A courier
 * claims only what its own configuration can send: groups [mail] and [teams] (doc/operations.md). A demonstration sends
 * nothing off this machine. With a pinned clock (--at) nothing is sent at all. */
#ifndef TOBAN_COURIER_H
#define TOBAN_COURIER_H
#include "toban/http.h"
#include "toban/store.h"

struct courier;
/* settings: the configuration file (may be NULL), borrowed like store and net for as long as the courier lives.
 * actor: in whose name; not known yet: NULL, then courier_actor() starts it. */
struct courier *courier_new(uv_loop_t *loop, struct store *store, struct net *net, GKeyFile *settings,
                            const char *actor);
void courier_actor(struct courier *courier, const char *actor);
void courier_feed(struct courier *courier, const struct store_feed *feed);       /* from the store's hook */
/* Claims nothing more; what is under way is left as claimed. Then closed(user): the store may be closed. */
void courier_free(struct courier *courier, void (*closed)(void *user), void *user);

/* Can this configuration send at all? TE_DATA, TE_PERMISSION with what is wrong and where: for doctor. Sets *mail and
 * *teams to whether they are set up. */
bool courier_check(GKeyFile *settings, bool *mail, bool *teams, GError **error);
#endif
