/* Tables of checks: what was decided about them, their troubles, the states in time, the votes of other sites. See
 * health_store.h; migrate.h for the rules. */
#include "schema_health.h"

#include <glib.h>

/* Figures of servers and clients over time, in thousandths: measure.h. */
const char *const schema_measure[] = {
  "CREATE TABLE measure (measure TEXT NOT NULL, subject TEXT NOT NULL, at INTEGER NOT NULL, value INTEGER NOT NULL,"
  " PRIMARY KEY (measure, subject, at))",
  NULL,
};

/* endpoint_hold, endpoint_alert, maintenance...: made of records. endpoint_change: the states in time, base included.
 * endpoint_vote: what pollers of other sites see. */
const char *const schema_health[] = {
  "CREATE TABLE endpoint_hold (id TEXT PRIMARY KEY, paused_by TEXT, paused_at INTEGER, paused_until INTEGER,"
  " paused_why TEXT, acked_by TEXT, acked_at INTEGER, acked_until INTEGER, acked_why TEXT)",
  "CREATE TABLE endpoint_alert (id TEXT NOT NULL, alert TEXT NOT NULL, ticket TEXT NOT NULL, opened_at INTEGER NOT "
  "NULL,"
  " ended_at INTEGER, message TEXT NOT NULL, PRIMARY KEY (id, alert))",
  "CREATE TABLE maintenance (number INTEGER PRIMARY KEY, start_ INTEGER NOT NULL, end_ INTEGER NOT NULL,"
  " reason TEXT NOT NULL, by_ TEXT NOT NULL, at INTEGER NOT NULL, cancelled INTEGER NOT NULL)",
  "CREATE INDEX maintenance_end ON maintenance (end_)",
  "CREATE TABLE maintenance_target (number INTEGER NOT NULL, target TEXT NOT NULL, PRIMARY KEY (number, target))",
  "CREATE TABLE endpoint_change (id TEXT NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL, base TEXT NOT NULL,"
  " message TEXT NOT NULL, PRIMARY KEY (id, at))",
  "CREATE INDEX endpoint_change_at ON endpoint_change (at)",
  "CREATE TABLE endpoint_vote (id TEXT NOT NULL, site TEXT NOT NULL, base TEXT NOT NULL, message TEXT NOT NULL,"
  " at INTEGER NOT NULL, PRIMARY KEY (id, site))",
  "INSERT INTO endpoint_change (id, at, state, base, message) SELECT id, since, state, base, message"
  " FROM endpoint_state WHERE since IS NOT NULL",
  NULL,
};
