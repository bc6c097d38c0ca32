/* zone_watch.h: an upgrade of the time zone database under a running console or daemon: seen within LOOK seconds, then
 * the owner is told to read its offices anew, and deadlines are computed again by small commands (zone_store.h), one
 * after the other with a pause between them. Also once at the beginning: the upgrade may have come while nobody was
 * there. Loop thread; nothing blocks it. */
#ifndef TOBAN_ZONE_WATCH_H
#define TOBAN_ZONE_WATCH_H
#include "toban/store.h"

struct zone_watch;
struct zone_watch_hooks { void *user; void (*changed)(void *user); /* may be NULL */ };
/* look_ms 0: the usual 20 s. */
struct zone_watch *zone_watch_new(uv_loop_t *loop, struct store *store, int look_ms,
                                  const struct zone_watch_hooks *hooks);
/* Who computes; before it is known nobody does. The same again does nothing. */
void zone_watch_actor(struct zone_watch *watch, const char *actor);
void zone_watch_free(struct zone_watch *watch);         /* NULL-safe */
#endif
