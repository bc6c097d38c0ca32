/* poll_list.h: the endpoints as the store has them, read on its thread for the poller. */
#ifndef NET_POLL_LIST_H
#define NET_POLL_LIST_H
#include "endpoint.h"

/* print: of everything that a poller goes by, but for the states that checks give; endpoints is NULL when it is still
 * the one that was asked with. */
struct poll_list { struct endpoint_list *endpoints; bool demo; uint64_t print; };
void *poll_list_run(struct db *db, const void *print, GError **error);      /* store_run_fn; args: uint64_t */
void poll_list_free(void *list);               /* NULL-safe */
/* A demonstration checks only what is on this machine. */
bool poll_list_has(const struct poll_list *list, const struct endpoint_row *row);
#endif
