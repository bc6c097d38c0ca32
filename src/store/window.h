/* window.h: times at which checks raise nothing: the register "maintenance" and the entries of the calendar that
 * silence endpoints (agenda.h), as one list; and the notices of their beginnings and ends (outage.c). */
#ifndef STORE_WINDOW_H
#define STORE_WINDOW_H
#include "record.h"
#include "toban/health_store.h"

/* By start, then number. from: those that end later; UTC_NONE: all. untold: those too that were told to begin and of
 * whose end nobody has been told yet. */
bool windows_read(struct db *db, struct arena *arena, utc_t from, bool untold, const struct maintenance **out,
                  int *count, GError **error);
/* The newest notices, newest first. */
bool outage_notices_read(struct db *db, struct arena *arena, const struct outage_notice **out, int *count,
                         GError **error);
extern const struct record_ops record_outage;
#endif
