/* span.h: which tickets went on after the end of a month: table ticket_span (month, id).
 *
 * A ticket's row tells how its clocks stood at its last event. For a month that ended before that event only
 * the log can tell; these are the tickets for which it has to be asked. Months are those of Japan, numbered
 * year * 12 + month - 1. */
#ifndef STORE_SPAN_H
#define STORE_SPAN_H
#include "project.h"

int span_month(utc_t at);
/* After a row was written; `before` as in row_write(). */
bool span_write(struct db *db, const struct ticket_row *row, const struct ticket_row *before, GError **error);
/* All rows anew, from the tickets. */
bool span_fill(struct db *db, GError **error);
/* Counts of rows by month: adds those of a ticket, subtracts those that are stored. For verify.c. */
void span_count(GHashTable *months, const struct ticket_row *row);
bool span_subtract(struct db *db, GHashTable *months, GError **error);
#endif
