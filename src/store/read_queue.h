/* read_queue.h: the pieces of queue_window_read: one row of a table for each view, and the filtered scan. */
#ifndef STORE_READ_QUEUE_H
#define STORE_READ_QUEUE_H
#include "project.h"
#include "toban/read.h"

/* SQL of a view. Parameters: $1 $2 the place, then the view's own (`parameter`) if it has one, then the
 * limit; in `total` only its own. Places are compared as pairs, which an index answers. Where there may be
 * very many rows, whole days come from tally_day, and the statement counts within the last day ($1 ... $3,
 * the end of the day that is nearer to the beginning of the view). */
struct queue_sql {
  const char *id, *text;
  const char *from, *before;           /* rows at or after the place in the order shown; before it, backwards */
  const char *total;                   /* one number; NULL: late ones, see queue_late() */
  const char *first;                   /* rows before the place, or within its day */
  const char *day_kind;                /* of tally_day, for whole days; NULL: `first` counts all */
  const char *scan;                    /* all rows for the filter: place, late, state, held, assignee, office, folded */
  enum { NOTHING, ACTOR, NOW } parameter;
};
extern const struct queue_sql queue_sql[VIEWS];
static inline bool queue_by_change(enum queue_view view)
{
  return view == VIEW_DONE || view == VIEW_ALL;
}

/* Open tickets that are late at `now`. */
bool queue_late(struct db *db, utc_t now, int64_t *out, GError **error);
/* Places of all rows that match args->filter, in order, as a GArray of struct queue_place; NULL on error.
 * *more: the scan ended at QUEUE_SCAN rows. */
GArray *queue_filter(struct db *db, const struct queue_args *args, bool *more, GError **error);
#endif
