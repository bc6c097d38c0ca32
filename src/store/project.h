/* project.h: the read models of tickets: what a ticket's events come to, and how its rows are written.
 *
 * Rank of an open ticket in the queue: the earliest of the due times of its running clocks, the time at which it is
 * expected to go on (so that it comes forward then) and a promised call-back; without any, RANK_LAST + time of
 * receipt, so it comes after all that have one. A merged ticket is not open. */
#ifndef STORE_PROJECT_H
#define STORE_PROJECT_H
#include "tally.h"
#include "toban/reference.h"
#include "toban/sla.h"

#define RANK_LAST (INT64_C(1) << 40)

struct ticket_row {
  int64_t id;                      /* 0: no such ticket */
  struct ticket t;
  struct sla_clock clock[CLOCKS];
  bool open, held;
  int64_t rank_at;
  utc_t late_at;                   /* when the first running clock will be (was) missed */
  utc_t clock_late[CLOCKS];
};

/* Folds and evaluates events in the order of (at, seq). False: an event may not follow, TE_DATA names the
 * ticket and why; *bad is its index. Strings of row borrow from events and ref. */
bool row_fold(struct ticket_row *row, const struct reference *ref, const struct ticket_event *event, int events,
              int *bad, GError **error);
/* The row as stored; row->id 0 when there is none. */
bool row_load(struct db *db, const char *key, struct arena *arena, struct ticket_row *row, GError **error);
/* Writes the row and its clocks, and the difference to `before` (NULL: new) into the tallies. */
bool row_write(struct db *db, const struct ticket_row *row, const struct ticket_row *before, struct tallies *tallies,
               GError **error);
void row_tally(const struct ticket_row *row, struct tallies *tallies, int by);
/* The tags of a ticket as a column has them: ";vip;printer;", NULL for none; g_free. And back. */
char *row_tags(const struct ticket *ticket);
void row_tags_set(struct ticket *ticket, const char *text, struct arena *arena);
/* What a filter looks at: key, title and requester, folded, apart by line ends; bounded. g_free. */
char *row_folded(const struct ticket *ticket);

/* The names of what differs, joined by blanks, onto `out`; true when nothing does. */
bool row_same(const struct ticket_row *a, const struct ticket_row *b, GString *out);

/* Only the time and count of its last event differ, in the ticket's own row; in one of its clocks. */
bool row_only_touched(const struct ticket_row *row, const struct ticket_row *before);
bool clock_only_touched(const struct ticket_row *row, const struct ticket_row *before, int clock);

#define TICKET_COLUMNS \
  "t.id, t.key, t.title, t.requester, t.lang, t.category, t.office, t.assignee, t.merged_into, t.state, t.channel," \
  " t.priority, t.received_at, t.changed_at, t.answered_at, t.closed_at, t.excluded, t.exclusion_pending," \
  " t.exclusion_by_response, t.exclusion_by_resolution, t.revision, t.open, t.held, t.rank_at, t.late_at," \
  " t.expected_at, t.callback_at, t.cause, t.section, t.parent, t.children, t.spent, t.tags"
enum { TICKET_COLUMN_COUNT = 33 };
/* A row that begins with TICKET_COLUMNS; clocks are not set. Strings go to the arena. */
void row_from_stmt(struct db_stmt *stmt, struct arena *arena, struct ticket_row *out);
#define CLOCK_COLUMNS \
  "c.id, c.policy, c.calendar, c.state, c.result, c.elapsed, c.target, c.at, c.due_at, c.late_at, c.met_at," \
  " c.missed_at"
void clock_from_stmt(struct db_stmt *stmt, struct arena *arena, struct sla_clock *out, utc_t *late_at);
/* The clocks of ticket row->id. Missing ones are SLA_NONE. */
bool row_load_clocks(struct db *db, struct arena *arena, struct ticket_row *row, GError **error);
#endif
