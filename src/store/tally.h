/* tally.h: counts kept beside the tickets, so that headers and positions in a list cost no scan.
 *
 * Table tally (kind, name): state/ID tickets in a state (merged ones apart); office/ID open tickets of an
 * office; all, open, done and running clocks with the name ''. Table tally_day (kind, day): all and done,
 * tickets by the UTC day of their last change, for positions in those views; rank and late, open ones by the
 * day of their rank and of the instant at which they are missed; key, the highest number given out on a day in
 * Japan. Differences are collected and written together. */
#ifndef STORE_TALLY_H
#define STORE_TALLY_H
#include "caller.h"
#include "toban/db.h"
#include "toban/ticket.h"

enum { DAYS_ALL, DAYS_DONE, DAYS_RANK, DAYS_LATE, DAYS_KEY, TALLY_DAYS };
extern const char *const tally_day_kinds[TALLY_DAYS];
struct view_counts;                /* view.h */
struct tallies {
  struct view_counts *views;       /* NULL: not asked for yet (tallies_views) */
  int64_t state[TICKET_STATES], all, open, done, running;
  GHashTable *offices;             /* id (owned) -> difference */
  GHashTable *days[TALLY_DAYS];    /* day -> difference; of keys: day -> number */
  struct callers callers;
};
void tallies_init(struct tallies *tallies);
void tallies_clear(struct tallies *tallies);
/* Saved views are counted too from now on. */
bool tallies_views(struct tallies *tallies, struct db *db, GError **error);
void tallies_office(struct tallies *tallies, const char *office, int by);
void tallies_day(GHashTable *days, utc_t at, int by);
/* Notes a key of the form YYMMDD-NNNN; others are nobody's number. */
void tallies_key(struct tallies *tallies, const char *key);
bool tallies_write(struct tallies *tallies, struct db *db, GError **error);
/* Deletes all tallies in the database. */
bool tallies_reset(struct db *db, GError **error);

bool tally_get(struct db *db, const char *kind, const char *name, int64_t *out, GError **error);
day_t utc_day(utc_t at);                         /* of UTC, for tally_day */
bool ticket_key_parse(const char *key, day_t *day, int64_t *number);
#endif
