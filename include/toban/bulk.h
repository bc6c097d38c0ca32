/* bulk.h: many events at once: imports and the demonstration's history. And the other writes of an import.
 *
 * The result is the same as command by command in the order of (at, seq): events with their chain, tickets,
 * clocks, tallies. Differences: keys are given, not made; one line of the feed says "everything changed".
 *
 * Two ways to use it:
 *   import      db_begin(db); bulk_begin ... bulk_end; db_commit(db)     all or nothing, beside consoles
 *   new file    db_build_open(path) gives a file under another name that nobody else sees, written without
 *               a journal; db_build_finish() makes it durable and moves it into place (see db.h)
 * Events may come in any order of tickets; the tickets are folded in bulk_end, ticket by ticket. A ticket
 * that was in the log before is refused (TE_DATA). One bulk a transaction; one thread. */
#ifndef TOBAN_BULK_H
#define TOBAN_BULK_H
#include "toban/db.h"
#include "toban/ticket.h"

struct bulk;
/* Inside a write transaction. Reads the calendars, policies and offices in force now: import those first.
 * recorded_at: when the log says that it was written; UTC_NONE: each event's own `at` (a demonstration,
 * whose bytes must not depend on the hour). */
struct bulk *bulk_begin(struct db *db, utc_t recorded_at, GError **error);
/* Appends one event; strings are not kept. false: TE_DATA for an event without ticket, by or at. */
bool bulk_event(struct bulk *bulk, const struct ticket_event *event, GError **error);
/* Folds every ticket, checks that each event may follow, writes the read models. Frees the bulk. On false
 * the caller rolls back; TE_DATA then names ticket and reason, and *bad (may be NULL) is the number of the
 * offending bulk_event() call from 0, or -1. */
bool bulk_end(struct bulk *bulk, int64_t *bad, GError **error);
/* Instead of bulk_end, when the import gives up; the caller rolls back. */
void bulk_free(struct bulk *bulk);

/* --- reference data (all inside a write transaction) ------------------------------------------------
 * Kinds of documents kept as files in versions: calendars holidays special-dates policies. */
bool document_put(struct db *db, const char *kind, utc_t at, const char *by, const char *text, GError **error);
/* The newest version's text, newly allocated; NULL in *text when there is none. */
bool document_get(struct db *db, const char *kind, char **text, int64_t *version, GError **error);
/* The same; for causes, checklists and replies what is shipped with the program while there is no document. */
bool document_current(struct db *db, const char *kind, char **text, GError **error);
/* Call once after writing to office, category, operator or a document: a line of the audit log (subject,
 * who, and `detail`, a JSON object such as {"rows":79,"sha256":"..."}; may be NULL), a new reference
 * version, a line of the feed. */
bool reference_changed(struct db *db, const char *subject, utc_t at, const char *by, const char *detail,
                       GError **error);
/* The same for assets and endpoints: audit line and feed (topic: TOPIC_ of store.h). */
bool register_changed(struct db *db, unsigned topic, const char *subject, utc_t at, const char *by, const char *detail,
                      GError **error);
/* Computes every ticket's clocks again, after calendars, policies or office calendars changed; writes only
 * what differs. About 20 s for each 1,000,000 tickets. */
bool clocks_refresh(struct db *db, GError **error);
#endif
