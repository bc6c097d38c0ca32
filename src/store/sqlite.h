/* sqlite.h: what the files of the SQLite engine share; nobody else includes it. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H
#include <sys/stat.h>

#include "gate.h"
#include "toban/db.h"

struct sqlite3;
enum { WAL_PAGES = 4000 };  /* checkpoint beyond; 16 MB: hot pages are moved once for many commits */
enum transaction { NONE, READING, WRITING };

struct db {
  struct sqlite3 *handle;
  char *path;               /* as given; of the finished file for a build */
  char *file;               /* the file that is open */
  GHashTable *statements;   /* address of the text -> struct db_stmt */
  struct gate gate;
  dev_t device;
  ino_t inode;
  enum transaction transaction;
  int patience, wal_pages;
  int64_t until;            /* clock_mono_ms() at which waiting ends */
  bool readonly, build, wrote, checkpointing;
  void *data[DB_DATA_COUNT];
  GDestroyNotify data_free[DB_DATA_COUNT];
};


/* The fault of the last call in words; always false. */
bool sqlite_fail(struct db *db, GError **error);
/* The same for a code of the engine and an errno (0: none). */
bool sqlite_fail_code(const char *path, int code, int number, const char *detail, GError **error);
void sqlite_stmt_free(void *stmt);
/* Moves the WAL into the database; the caller holds the gate. What a reader still needs stays. */
void sqlite_checkpoint(struct db *db, int mode);
bool sqlite_is_empty(struct db *db);
/* Writes our mark into the header of a new database. */
bool sqlite_mark(struct db *db, GError **error);
int sqlite_on_busy(void *db, int count);
int sqlite_on_commit(void *db, struct sqlite3 *handle, const char *name, int pages);
#endif
