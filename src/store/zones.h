/* zones.h: what zones.c and rebuild.c share: see toban/zone_store.h. */
#ifndef STORE_ZONES_H
#define STORE_ZONES_H
#include "command.h"
#include "toban/reference.h"

bool command_run_zones(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error);
/* All clocks were computed with the zones of `ref`. */
bool zones_used(struct db *db, const struct reference *ref, GError **error);
/* rebuild.c: the clocks of at most `limit` tickets behind `after` (by id), only what differs is written; *last is the
 * id of the last one, `after` when there was none. */
bool clocks_refresh_some(struct db *db, int64_t after, int limit, int64_t *last, GError **error);
#endif
