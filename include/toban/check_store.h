/* check_store.h: endpoints' results in the store, and the lease that makes one process the poller.
 *
 * One process at a time polls: it holds the lease "poller". Each take-over has a higher epoch; results that
 * carry an older one are refused (TE_CONFLICT), so a poller that slept through its lease writes nothing.
 * All functions are one transaction each, on the thread that owns the db; the *_run ones are
 * store_run_fn-compatible, for store_ask() with slot 0 (check_list: any slot). */
#ifndef TOBAN_CHECK_STORE_H
#define TOBAN_CHECK_STORE_H
#include "toban/db.h"
#include "toban/latency_line.h"

#define LEASE_POLLER "poller"
void check_lease_name(const char *site, char name[static 32]);   /* "poller", "poller@osaka" */
struct lease { char name[32]; char holder[64]; int64_t epoch; utc_t until; };

/* Take (or keep) the lease until now + seconds. Free, run out or ours already: true, *out is ours, with the
 * epoch to write with (it grows when the holder changes or the lease had run out). Somebody else's: true
 * too, *out says whose (compare out->holder). false: the database failed. Writes nothing when it is
 * somebody else's. An account that may not check endpoints (right.h) gets a lease without a holder. */
bool lease_take(struct db *db, const char *name, const char *holder, utc_t now, int seconds,
                struct lease *out, GError **error);
/* Ends it now if it is ours with that epoch; else does nothing. */
bool lease_release(struct db *db, const char *name, const char *holder, int64_t epoch, utc_t now, GError **error);

/* Within a transaction: is it held by `holder` with that epoch? TE_CONFLICT says by whom else. */
bool lease_check(struct db *db, const char *name, const char *holder, int64_t epoch, GError **error);

/* A batch of new statuses, in one transaction with one line of the feed for each endpoint whose state,
 * class or message changed (a mere latency is no news), the tickets of what became bad or good (trouble.h), and the
 * history. TE_CONFLICT when the lease moved on: nothing written. */
struct check_write { char id[64]; struct check_status status; char line[LATENCY_TEXT]; int interval_s; };
/* site: "" for the poller of the desk; else the holder of the lease "poller@SITE" votes for its site, and writes no
 * state. */
struct check_batch { char holder[64], site[24]; int64_t epoch; utc_t now; int count; const struct check_write *write; };
bool check_write_batch(struct db *db, const struct check_batch *batch, GError **error);

/* The same for store_ask(): args struct lease_args gives struct lease * (g_free); args struct check_batch gives
 * a non-NULL token (g_free). The result NULL means an error. */
struct lease_args { char name[32], holder[64]; utc_t now; int seconds; bool release; int64_t epoch; };
void *lease_run(struct db *db, const void *lease_args, GError **error);
void *check_batch_run(struct db *db, const void *check_batch, GError **error);
#endif
