/* caller.h: who has called before: the requesters of tickets, each with the office, a count and the last time.
 *
 * A read model of the tickets (table caller), kept by differences like the tallies: a command costs one row, and
 * the keys of a name only when it is new. */
#ifndef STORE_CALLER_H
#define STORE_CALLER_H
#include "toban/db.h"
#include "toban/ticket.h"

struct callers { GHashTable *change; };          /* ref -> what came and went */
void callers_init(struct callers *callers);
void callers_clear(struct callers *callers);
/* The ticket comes (by 1) or goes (by -1). One without a requester is nobody's. */
void callers_count(struct callers *callers, const struct ticket *ticket, int by);
/* After the tickets' rows are written. */
bool callers_write(struct callers *callers, struct db *db, GError **error);
/* From the tickets, as if there were none: for a migration and a rebuild. */
bool callers_fill(struct db *db, GError **error);
/* Takes all rows and their keys away. */
bool callers_reset(struct db *db, GError **error);

/* "田中 太郎 (2041)" is 田中 太郎: without what caller_requester() (toban/intake.h) adds. g_free. */
char *caller_bare_name(const char *requester);
/* What lookup keys of callers point to: requester and office, apart by the last line end. g_free. */
char *caller_ref(const char *requester, const char *office);
#endif
