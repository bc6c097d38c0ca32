/* event.h: the one place where the log grows, and the way back from rows to events. */
#ifndef STORE_EVENT_H
#define STORE_EVENT_H
#include "chain.h"
#include "toban/arena.h"
#include "toban/db.h"

/* The end of the log within one write transaction. */
struct event_log {
  struct db *db;
  int64_t seq;                     /* of the last event; 0: none */
  char hash[CHAIN_HASH];           /* of the last event; "" */
  struct chain chain;
};
/* In a write transaction; reads the end of the log. */
bool event_log_open(struct event_log *log, struct db *db, GError **error);
void event_log_close(struct event_log *log);
/* Appends; sets seq and hash of the record. */
bool event_append(struct event_log *log, struct event_record *record, GError **error);
/* One event about something that is no ticket. */
bool event_subject(struct db *db, const char *subject, const char *kind, utc_t at, const char *by, const char *data,
                   const char *command, GError **error);

#define EVENT_COLUMNS "seq, ticket, at, by_, kind, channel, priority, category, office, title, requester, lang, body," \
                      " target, clocks, reason, until_, amount"
enum { EVENT_COLUMN_COUNT = 18 };
/* A row that begins with EVENT_COLUMNS. With an arena the strings are copied into it, without (NULL) they
 * live until the next step. Kinds of other subjects give kind EVENT_KINDS. */
void event_from_row(struct db_stmt *stmt, struct arena *arena, struct ticket_event *out);
/* The events of a query whose rows begin so, as a GArray of struct ticket_event; strings in arena. Ends the query;
 * NULL with its error, also when stmt is NULL. */
GArray *events_read(struct db_stmt *stmt, struct arena *arena, GError **error);
/* All events of a ticket in the order of (at, seq), as a GArray of struct ticket_event; strings in arena. */
GArray *events_of_ticket(struct db *db, const char *key, struct arena *arena, GError **error);

/* Calls `each` with all events of one ticket after the other, in the order of keys, from one pass over the
 * log. The events live during the call. */
typedef bool ticket_events_fn(void *user, const struct ticket_event *event, int events, GError **error);
bool events_by_ticket(struct db *db, ticket_events_fn *each, void *user, GError **error);
#endif
