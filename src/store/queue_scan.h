/* queue_scan.h: the rows of a filtered list, found bit by bit.
 *
 * A scan begins with the narrowest index that the filter allows, looks at so many rows a call, and goes on in the next
 * call; what it found stays with the connection. When tickets change, those are looked at again (the feed names them);
 * when the passing time turns an answer, or the reference changes, it begins anew. One scan a connection: another
 * filter takes its place. */
#ifndef STORE_QUEUE_SCAN_H
#define STORE_QUEUE_SCAN_H
#include "read_queue.h"

struct queue_scan;
/* The scan of these args, brought to the present and on by args->look rows. Borrowed until the next call. NULL: TE_DATA
 * with the place in the expression, or the database failed. Within a read transaction. */
const struct queue_scan *queue_scan(struct db *db, const struct queue_args *args, GError **error);
/* Places found so far in the order of the list (struct queue_place). */
const GArray *queue_scan_places(const struct queue_scan *scan);
/* Fills more, looked and turns_at. */
void queue_scan_tell(const struct queue_scan *scan, struct queue_window *window);
/* By what, and which way, a list is ordered. */
enum queue_order queue_order_of(const struct queue_args *args, bool *falling);
#endif
