/* queue_facts.h: rows of tickets as a filter sees them. */
#ifndef STORE_QUEUE_FACTS_H
#define STORE_QUEUE_FACTS_H
#include "project.h"
#include "toban/filter.h"
#include "toban/read.h"

/* Those in the index of open tickets (ticket_open), and all. */
#define FACTS_INDEXED "t.id, t.rank_at, t.late_at, t.state, t.held, t.assignee, t.office, t.folded"
#define FACTS \
  FACTS_INDEXED ", t.category, t.channel, t.priority, t.lang, t.received_at, t.answered_at, t.excluded, t.tags," \
                " t.expected_at, t.callback_at, t.open, t.changed_at, t.merged_into, t.key"
/* What a filter asks about that the index has; `is` too, but for exclusions. */
#define FACTS_INDEXED_FIELDS \
  (1u << FILTER_TEXT | 1u << FILTER_STATE | 1u << FILTER_OFFICE | 1u << FILTER_REGION | 1u << FILTER_COUNTRY | \
   1u << FILTER_SITE | 1u << FILTER_ASSIGNEE | 1u << FILTER_REQUESTER | 1u << FILTER_TITLE | 1u << FILTER_DUE | \
   1u << FILTER_IS)

struct facts { int64_t id, rank_at; struct ticket t; struct filter_ticket f; };
/* Borrows from the statement until its next step. `fields`: those that will be asked about. `whole`: all columns are
 * there; else the row is open, and nothing of it is excluded. */
void facts_from_stmt(struct db_stmt *stmt, unsigned fields, bool whole, struct facts *out);
/* Of a row in memory; folded and tags as row_folded() and row_tags() give them. */
void facts_of_row(const struct ticket_row *row, const char *folded, const char *tags, struct filter_ticket *out);
/* What the row is ordered by. */
int64_t facts_order(enum queue_order order, int64_t rank_at, const struct ticket *t);
#endif
