/* db.h: one connection to the database, whatever the engine (the only SQL interface of the program).
 *
 * SQL is the portable kind: $1..$n in order of first use, integers (64 bits) for times and flags, ids made
 * by the program, INSERT ... ON CONFLICT, no RETURNING, no now(), no JSON operators. Statements are cached
 * by the address of their text, so pass string literals. A connection belongs to one thread.
 * src/store/sqlite.c is the SQLite engine; the only file that includes sqlite3.h. */
#ifndef TOBAN_DB_H
#define TOBAN_DB_H
#include <glib.h>
#include <stdbool.h>
#include "toban/utc.h"

struct db;
struct db_stmt;                                     /* borrowed from the cache; reset by db_done() */

enum db_open_flags { DB_CREATE = 1, DB_READONLY = 2, DB_NO_MIGRATE = 4 };
/* Opens, sets up (WAL, synchronous=FULL, foreign keys, own busy handler), migrates. Errors name the file
 * and the next step: TE_NOINPUT, TE_NOT_DATABASE, TE_NEWER, TE_CORRUPT, TE_BUSY, TE_READONLY, TE_FULL ... */
struct db *db_open(const char *path, unsigned flags, GError **error);
void db_close(struct db *db);                       /* rolls back what is open; NULL-safe */
const char *db_path(const struct db *db);
bool db_is_readonly(const struct db *db);
const char *db_engine(void);                        /* "SQLite 3.40.1", for doctor */

/* A new database, written fast beside its place (PATH.new) without a journal, for what nobody else sees
 * yet. Finish checks, syncs and moves it to PATH (TE_CANTCREATE when a file is there), then closes;
 * db_close() instead removes it. */
struct db *db_build_open(const char *path, GError **error);
bool db_build_finish(struct db *take_db, GError **error);

struct db_stmt *db_prepare(struct db *db, const char *sql, GError **error);  /* NULL on error */
void db_bind_int(struct db_stmt *stmt, int index, int64_t value);            /* index from 1 */
void db_bind_text(struct db_stmt *stmt, int index, const char *text);        /* NULL binds NULL; copied */
void db_bind_utc(struct db_stmt *stmt, int index, utc_t at);                 /* UTC_NONE binds NULL */
/* 1 a row, 0 no more rows, -1 error. */
int db_step(struct db_stmt *stmt, GError **error);
int64_t db_int(struct db_stmt *stmt, int column);                            /* columns from 0; 0 for NULL */
const char *db_text(struct db_stmt *stmt, int column);                       /* until the next step; may be NULL */
utc_t db_utc(struct db_stmt *stmt, int column);
bool db_is_null(struct db_stmt *stmt, int column);
/* The value as it is stored, a number in decimal, with its length (a text may hold NUL bytes); until the next
 * db_raw(). NULL for no value, and for what no column of ours has (*foreign is set then): fractions, blobs. */
const char *db_raw(struct db_stmt *stmt, int column, size_t *length, bool *foreign);
void db_done(struct db_stmt *stmt);                                          /* NULL-safe */
/* Prepare and bind by format ('i' int64_t, 't' const char *, 'u' utc_t), ready for db_step(). */
struct db_stmt *db_query(struct db *db, GError **error, const char *sql, const char *format, ...);
/* The same, step once, done. For statements without rows. */
bool db_exec(struct db *db, GError **error, const char *sql, const char *format, ...);
/* The same, for one integer; `otherwise` when there is no row or it is NULL. false on error. */
bool db_get_int(struct db *db, int64_t *out, int64_t otherwise, GError **error, const char *sql,
                const char *format, ...);
/* For statements without parameters that are not literals (migrations); not cached. */
bool db_run(struct db *db, const char *sql, GError **error);

/* Transactions. db_begin is for writing and takes the write lock at once (BEGIN IMMEDIATE); waits at
 * most db_set_patience() for it, then TE_BUSY; TE_REPLACED when the path names another file by now.
 * db_begin_read gives one consistent view. A failed db_commit has rolled back. */
bool db_begin(struct db *db, GError **error);
bool db_begin_read(struct db *db, GError **error);
bool db_commit(struct db *db, GError **error);
void db_rollback(struct db *db);                                             /* safe when none is open */
bool db_in_transaction(const struct db *db);
void db_set_patience(struct db *db, int milliseconds);                       /* 5000 at first */

/* Watching. The version changes with each commit of another connection; the file is current while its
 * path still names it. The bell is a file beside the database: each commit writes a byte to it. */
int64_t db_version(struct db *db);
bool db_is_current(const struct db *db);
char *db_bell_path(const char *path);                                        /* g_free */

/* A copy of the whole database, consistent, while others write. The target must not exist. */
bool db_backup(struct db *db, const char *to, GError **error);
/* The engine's own check of the file: appends one line for each fault; false when it could not be made. */
bool db_integrity(struct db *db, GString *out, GError **error);

/* An empty table of the same shape stands before the stored one, for this connection alone, until db_unshadow(): what
 * is written meanwhile goes there. That tells the rows in which the two differ (out NULL: nothing), a line each for the
 * first ones, and takes it away. In a transaction that is rolled back in the end. */
bool db_shadow(struct db *db, const char *table, GError **error);
bool db_unshadow(struct db *db, const char *table, GString *out, int64_t *differences, GError **error);

/* Pointers that live as long as the connection: what the layer above keeps beside it (caches). */
enum db_data { DB_DATA_REFERENCE, DB_DATA_SCAN, DB_DATA_VIEWS, DB_DATA_COUNT };
void *db_data(const struct db *db, enum db_data which);
void db_set_data(struct db *db, enum db_data which, void *take_data, GDestroyNotify destroy);
#endif
