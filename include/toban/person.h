/* person.h: the people of a database: who somebody is here, what they may do, and the record of refusals.
 *
 * A person is an account of the host (identity.h) that the list of operators names; roles come from the list
 * (right.h). In a demonstration database one may act as anybody of the list; in a real one only as oneself. Who makes a
 * database is entered as its first administrator; as long as nobody in the list is one (a copy from elsewhere,
 * an old file), the owner of the file counts as administrator, who could write into it anyway.
 * All functions run on the thread that owns the db. Requirements E4, P9; doc/security.md. */
#ifndef TOBAN_PERSON_H
#define TOBAN_PERSON_H
#include "toban/db.h"
#include "toban/right.h"

struct person {
  unsigned roles;             /* of right.h; 0: none */
  bool listed;                /* in the list, today */
  bool self;                  /* the account that runs this program */
  bool demo;                  /* of the database */
  bool expired;               /* in the list, but not today */
};
/* now: decides whether the entry is valid today (days of Japan; valid_to is the last day). */
bool person_read(struct db *db, const char *login, utc_t now, struct person *out, GError **error);

/* May `login` do it now? Reads only, in the caller's transaction or without one. TE_PERMISSION says why not, and
 * what to do. Any other error: it could not be found out. */
bool person_permit(struct db *db, const char *login, enum right right, utc_t now, GError **error);
/* Writes a refusal down: an event with the subject "denied:RIGHT" by `login`; `on` (may be NULL) says on what. Repeats
 * within an hour are counted and written at 10, 100, 1,000 ... of them. Not inside a transaction. What hinders it
 * goes to the log of the program: a refusal stands without its record. */
void person_refused(struct db *db, const char *login, enum right right, const char *on, utc_t now);
/* Both of them, for what is not a command: not inside a transaction. */
bool person_demand(struct db *db, const char *login, enum right right, const char *on, utc_t now, GError **error);

/* db_begin() for who may do it: the right is looked at inside of the transaction, a refusal is written down. */
bool person_begin(struct db *db, const char *login, enum right right, const char *on, GError **error);

/* Writes down that `login` read what is personal or privileged: an event with the subject "read:RIGHT"; `on` says
 * what. In the caller's transaction or one of its own. */
bool person_reads(struct db *db, const char *login, enum right right, const char *on, utc_t now, GError **error);

/* Enters `login` as administrator, or makes who is in the list one; with the names of the account. In a write
 * transaction. For `toban init`. */
bool person_found(struct db *db, const char *login, utc_t now, GError **error);
/* Enters a person or changes an entry: what is NULL stays (or is made: the login as name, Tokyo, Japanese). In a
 * transaction of its own. */
struct person_change { const char *login, *name_ja, *name_en, *site, *languages, *roles, *valid_from, *valid_to; };
bool person_change(struct db *db, const char *by, const struct person_change *change, utc_t now, GError **error);
/* TE_DATA when no valid administrator would be left: for the end of a change to the list. */
bool person_keeps_administrator(struct db *db, utc_t now, GError **error);
#endif
