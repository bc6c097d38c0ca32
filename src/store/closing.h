/* closing.h: versions of closed months. Each is an event with the subject "sla-2026-11": the kind sla-closed for
 * the first, sla-amended for those after it; its data is
 *   {"month","version","as_of","digest","figures":{"policies":[...],"answer":{...}},"why":{...}}
 * why (amendments): {"event":seq,"by","at"} and "ticket","kind" of the event that changed the figures, or
 * "subject","kind" of the import. */
#ifndef STORE_CLOSING_H
#define STORE_CLOSING_H
#include "chain.h"
#include "project.h"
#include "toban/sla_store.h"

/* Inside the write transaction that appended `record` to a ticket, after its rows were written: writes an
 * amendment to each closed month whose figures it changes. */
bool closing_after_event(struct db *db, const struct event_record *record, utc_t received_at, utc_t now,
                         GError **error);
/* The same after many events or new rules: the last event of the log is named as the reason. `from`: months that
 * ended before it are left alone (UTC_NONE: none is). */
bool closing_after_many(struct db *db, utc_t from, utc_t now, GError **error);
/* All versions of a month, oldest first, in the arena. */
bool closing_list(struct db *db, int month, struct arena *arena, struct sla_report *out, GError **error);

bool command_run_close(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error);
bool command_run_cause(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error);
#endif
