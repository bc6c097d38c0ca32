/* read_queue.h: the pieces of queue_window_read: one row of a table for each view. */
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
  enum { NOTHING, ACTOR, NOW } parameter;
};
extern const struct queue_sql queue_sql[VIEWS];
static inline bool queue_by_change(enum queue_view view)
{
  return view == VIEW_DONE || view == VIEW_ALL;
}

/* Tickets in a view of the program. */
bool queue_view_total(struct db *db, enum queue_view view, const char *actor, utc_t now, int64_t *out, GError **error);
/* Open tickets that are late at `now`. */
bool queue_late(struct db *db, utc_t now, int64_t *out, GError **error);
#endif
