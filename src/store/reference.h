/* reference.h: the reference data in force, kept beside the connection until it changes. */
#ifndef STORE_REFERENCE_H
#define STORE_REFERENCE_H
#include "toban/db.h"
#include "toban/reference.h"

/* Borrowed; valid until the next call on this connection. Reads again only when the version moved. */
const struct reference *reference_cached(struct db *db, GError **error);
/* The lists that one chooses from in the middle of work: causes, sections, checklists, replies. */
bool reference_words(struct reference *ref, struct db *db, GError **error);
#endif
