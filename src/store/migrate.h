/* migrate.h: brings a database to the tables of this program.
 *
 * The table in schema.c is append-only: a migration that a database may have had is never changed. A
 * database of a newer program is refused; one of an older program is copied to PATH.vN.bak before it is
 * changed, under the write lock; all of it is one transaction. Another engine reads INTEGER as
 * its 64-bit type (PostgreSQL: BIGINT); nothing else in the texts differs. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H
#include "toban/db.h"

struct migration {
  const char *name;
  const char *const *sql;                            /* statements, NULL-terminated; may be NULL */
  bool (*step)(struct db *db, GError **error);       /* when all statements of all are done; may be NULL */
};
extern const struct migration schema[];
extern const int schema_count;                       /* also the newest version */

bool migrate(struct db *db, GError **error);
/* The same with a table of its own, for tests. */
bool migrate_with(struct db *db, const struct migration *table, int count, GError **error);
bool migrate_version(struct db *db, int64_t *version, GError **error);    /* 0: empty */
#endif
