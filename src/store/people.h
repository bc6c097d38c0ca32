/* people.h: the imported list of people who may call (table requester), and the check of everything by which they are
 * found. */
#ifndef STORE_PEOPLE_H
#define STORE_PEOPLE_H
#include "toban/db.h"

/* Makes the lookup keys of one of the list, or of all of them, anew. */
bool requester_index(struct db *db, const char *key, GError **error);
bool requesters_index(struct db *db, GError **error);
/* callers and lookup keys against the tickets and the list; a line for each difference. */
bool people_verify(struct db *db, GString *out, int64_t *differences, GError **error);
#endif
