/* The SQLite engine behind db.h: statements and transactions of a connection, its errors in words. */
#include <errno.h>
#include <sqlite3.h>

#include "sqlite.h"
#include "lock_holder.h"
#include "toban/error.h"
#include "toban/lang.h"

struct db_stmt {
  sqlite3_stmt *stmt;
  struct db *db;
  bool busy, once; /* once: not in the cache; ends with db_done() */
  int failed;      /* what a binding came to; told by the next step */
  char number[24]; /* of db_raw() */
};

/* --- errors --------------------------------------------------------------------------------------- */
static const struct {
  int primary;
  enum toban_error code;
  const char *text;
} faults[] = {
    {SQLITE_BUSY, TE_BUSY, N_("locked by another program; try again in a moment")},
    {SQLITE_LOCKED, TE_BUSY, N_("locked by another program; try again in a moment")},
    {SQLITE_FULL, TE_FULL, N_("no room left; nothing was written. Make room on that disk, then try again")},
    {SQLITE_READONLY, TE_READONLY, N_("cannot be written. Check the rights of the file and its folder")},
    {SQLITE_NOTADB, TE_NOT_DATABASE, N_("not a toban database. Name another file with --db")},
    {SQLITE_CORRUPT, TE_CORRUPT, N_("the database is damaged. Take a copy, then “toban doctor”, or restore a backup")},
    {SQLITE_PERM, TE_PERMISSION, N_("not permitted. Check the rights of the file and its folder")},
    {SQLITE_AUTH, TE_PERMISSION, N_("not permitted. Check the rights of the file and its folder")},
    {SQLITE_CANTOPEN, TE_IO, N_("cannot be opened. Check the rights of the file and its folder")},
    {SQLITE_IOERR, TE_IO, N_("the disk reports an error. Check the disk, then “toban doctor”")},
    {SQLITE_NOMEM, TE_INTERNAL, N_("out of memory")},
};

/* What the system said under an SQLITE_IOERR or SQLITE_CANTOPEN tells more than the engine's code. */
static int refine(int code, int number)
{
  int primary = code & 0xff;
  if (primary != SQLITE_IOERR && primary != SQLITE_CANTOPEN)
    return primary;
  switch (number) {
  case ENOSPC:
  case EDQUOT:
  case EFBIG: return SQLITE_FULL;
  case EROFS: return SQLITE_READONLY;
  case EACCES:
  case EPERM: return SQLITE_PERM;
  default: return primary;
  }
}

bool sqlite_fail_code(const char *path, int code, int number, const char *detail, GError **error)
{
  int primary = refine(code, number);
  if (code == SQLITE_READONLY_DBMOVED) {
    error_set(error, TE_REPLACED, _("%s: the file was moved or replaced while in use"), path);
    return false;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(faults); i++)
    if (faults[i].primary == primary) {
      error_set(error, faults[i].code, "%s: %s", path, _(faults[i].text));
      return false;
    }
  error_set(error, TE_INTERNAL, "%s: %s (%d)", path, detail, code);
  return false;
}

bool sqlite_fail(struct db *db, GError **error)
{
  int code = sqlite3_extended_errcode(db->handle), number = sqlite3_system_errno(db->handle);
  number = number != 0 ? number : errno; /* a failing COMMIT does not note it */
  return sqlite_fail_code(db->path, code, number, sqlite3_errmsg(db->handle), error);
}

/* --- statements ----------------------------------------------------------------------------------- */
void sqlite_stmt_free(void *user)
{
  struct db_stmt *stmt = user;
  sqlite3_finalize(stmt->stmt);
  g_free(stmt);
}

/* To SQLite "$2" is a name, numbered where it first stands: a statement that uses $2 before $1 would be bound wrong,
 * silently. */
static bool in_order(sqlite3_stmt *stmt, const char *sql, GError **error)
{
  for (int i = 1; i <= sqlite3_bind_parameter_count(stmt); i++) {
    char want[16];
    g_snprintf(want, sizeof want, "$%d", i);
    if (g_strcmp0(sqlite3_bind_parameter_name(stmt, i), want) != 0) {
      error_set(error, TE_INTERNAL, "parameters are not in the order of their first use: %s", sql);
      return false;
    }
  }
  return true;
}

static struct db_stmt *stmt_new(struct db *db, const char *sql, bool keep, GError **error)
{
  sqlite3_stmt *made = NULL;
  if (sqlite3_prepare_v3(db->handle, sql, -1, keep ? SQLITE_PREPARE_PERSISTENT : 0, &made, NULL) != SQLITE_OK) {
    sqlite_fail(db, error);
    return NULL;
  }
  if (!in_order(made, sql, error)) {
    sqlite3_finalize(made);
    return NULL;
  }
  struct db_stmt *stmt = g_new0(struct db_stmt, 1);
  *stmt = (struct db_stmt){.stmt = made, .db = db, .busy = true, .once = !keep};
  return stmt;
}

struct db_stmt *db_prepare(struct db *db, const char *sql, GError **error)
{
  struct db_stmt *stmt = g_hash_table_lookup(db->statements, sql);
  if (stmt != NULL && stmt->busy)
    return stmt_new(db, sql, false, error); /* the same text inside its own loop */
  if (stmt != NULL) {
    stmt->busy = true;
    return stmt;
  }
  stmt = stmt_new(db, sql, true, error);
  if (stmt != NULL)
    g_hash_table_insert(db->statements, (void *)(uintptr_t)sql, stmt);
  return stmt;
}

static void note(struct db_stmt *stmt, int code)
{
  if (code != SQLITE_OK && stmt->failed == SQLITE_OK)
    stmt->failed = code;
}

void db_bind_int(struct db_stmt *stmt, int index, int64_t value)
{
  note(stmt, sqlite3_bind_int64(stmt->stmt, index, value));
}

void db_bind_text(struct db_stmt *stmt, int index, const char *text)
{
  note(stmt, sqlite3_bind_text(stmt->stmt, index, text, -1, SQLITE_TRANSIENT));
}

void db_bind_utc(struct db_stmt *stmt, int index, utc_t at)
{
  if (at == UTC_NONE)
    note(stmt, sqlite3_bind_null(stmt->stmt, index));
  else
    note(stmt, sqlite3_bind_int64(stmt->stmt, index, at));
}

/* Reading a text may need memory. Without it a value would look like none, and be written as none elsewhere: so all
 * texts of a row are fetched before anybody looks at one. */
static bool fetch_texts(struct db_stmt *stmt)
{
  for (int i = sqlite3_column_count(stmt->stmt) - 1; i >= 0; i--)
    if (sqlite3_column_type(stmt->stmt, i) == SQLITE_TEXT && sqlite3_column_text(stmt->stmt, i) == NULL)
      return false;
  return true;
}

int db_step(struct db_stmt *stmt, GError **error)
{
  errno = 0;
  int code = stmt->failed == SQLITE_OK ? sqlite3_step(stmt->stmt) : stmt->failed;
  if (code == SQLITE_DONE)
    return 0;
  if (code == SQLITE_ROW && fetch_texts(stmt))
    return 1;
  if (code == SQLITE_ROW || stmt->failed != SQLITE_OK)
    sqlite_fail_code(stmt->db->path, code == SQLITE_ROW ? SQLITE_NOMEM : code, 0, sqlite3_errstr(code), error);
  else
    sqlite_fail(stmt->db, error);
  sqlite3_reset(stmt->stmt);
  return -1;
}

int64_t db_int(struct db_stmt *stmt, int column)
{
  return sqlite3_column_int64(stmt->stmt, column);
}

const char *db_text(struct db_stmt *stmt, int column)
{
  return (const char *)sqlite3_column_text(stmt->stmt, column);
}

utc_t db_utc(struct db_stmt *stmt, int column)
{
  return db_is_null(stmt, column) ? UTC_NONE : sqlite3_column_int64(stmt->stmt, column);
}

bool db_is_null(struct db_stmt *stmt, int column)
{
  return sqlite3_column_type(stmt->stmt, column) == SQLITE_NULL;
}

const char *db_raw(struct db_stmt *stmt, int column, size_t *length, bool *foreign)
{
  int type = sqlite3_column_type(stmt->stmt, column);
  *foreign = type != SQLITE_NULL && type != SQLITE_INTEGER && type != SQLITE_TEXT;
  if (type == SQLITE_NULL || *foreign)
    return NULL;
  if (type == SQLITE_INTEGER) {
    *length = (size_t)g_snprintf(stmt->number, sizeof stmt->number, "%" G_GINT64_FORMAT, db_int(stmt, column));
    return stmt->number;
  }
  const char *text = (const char *)sqlite3_column_text(stmt->stmt, column);
  *length = (size_t)sqlite3_column_bytes(stmt->stmt, column);
  return text;
}

void db_done(struct db_stmt *stmt)
{
  if (stmt == NULL)
    return;
  if (stmt->once) {
    sqlite_stmt_free(stmt);
    return;
  }
  sqlite3_reset(stmt->stmt);
  sqlite3_clear_bindings(stmt->stmt);
  stmt->failed = SQLITE_OK;
  stmt->busy = false;
}

bool db_run(struct db *db, const char *sql, GError **error)
{
  errno = 0;
  return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK || sqlite_fail(db, error);
}

/* --- transactions --------------------------------------------------------------------------------- */
/* SQLite's own handler sleeps longer and longer, and starves (seconds with eight writers). */
int sqlite_on_busy(void *user, int count)
{
  struct db *db = user;
  if (db->checkpointing)
    return 0; /* whoever holds the lock may be waiting for our gate */
  if (count == 0 && db->transaction == NONE)
    db->until = clock_mono_ms() + db->patience;
  if (clock_mono_ms() >= db->until)
    return 0;
  gate_pause();
  return 1;
}

int sqlite_on_commit(void *user, sqlite3 *handle, const char *name, int pages)
{
  struct db *db = user;
  (void)handle, (void)name;
  db->wal_pages = pages;
  gate_ring(&db->gate);
  return SQLITE_OK;
}

/* The caller holds the gate. What a reader still needs stays for the next time. */
void sqlite_checkpoint(struct db *db, int mode)
{
  db->checkpointing = true;
  sqlite3_wal_checkpoint_v2(db->handle, NULL, mode, NULL, NULL);
  db->checkpointing = false;
}

static bool still_named(struct db *db, GError **error)
{
  if (db->build || db_is_current(db))
    return true;
  error_set(error, TE_REPLACED, _("%s: the file was moved or replaced while in use"), db->path);
  return false;
}

/* Whom a write waits for: who looks at it can let that process go on, or end it. Always false. */
static bool name_holder(struct db *db, GError **error)
{
  char *text = error != NULL && error_is(*error, TE_BUSY) ? lock_holder_text(db->file) : NULL;
  if (text != NULL) {
    g_clear_error(error);
    error_set(error, TE_BUSY, "%s", text);
  }
  g_free(text);
  return false;
}

bool db_begin(struct db *db, GError **error)
{
  if (db->readonly)
    return sqlite_fail_code(db->path, SQLITE_READONLY, 0, "", error);
  if (!still_named(db, error))
    return false;
  db->until = clock_mono_ms() + db->patience;
  if (!db_run(db, "BEGIN IMMEDIATE", error))
    return name_holder(db, error);
  if (!db->build && !gate_lock(&db->gate, db->until, error)) {
    db_run(db, "ROLLBACK", NULL);
    return name_holder(db, error);
  }
  db->transaction = WRITING;
  return true;
}

bool db_begin_read(struct db *db, GError **error)
{
  if (!db_run(db, "BEGIN", error))
    return false;
  db->transaction = READING;
  return true;
}

static void leave(struct db *db)
{
  bool writing = db->transaction == WRITING;
  db->transaction = NONE;
  if (writing && !db->build)
    gate_unlock(&db->gate);
}

void db_rollback(struct db *db)
{
  if (!sqlite3_get_autocommit(db->handle))
    db_run(db, "ROLLBACK", NULL);
  leave(db);
}

bool db_commit(struct db *db, GError **error)
{
  bool writing = db->transaction == WRITING;
  if ((writing && !still_named(db, error)) || !db_run(db, "COMMIT", error)) {
    db_rollback(db);
    return false;
  }
  db->wrote |= writing;
  if (writing && !db->build && db->wal_pages >= WAL_PAGES)
    sqlite_checkpoint(db, SQLITE_CHECKPOINT_PASSIVE);
  leave(db);
  return true;
}

bool db_in_transaction(const struct db *db)
{
  return db->transaction != NONE;
}

void db_set_patience(struct db *db, int milliseconds)
{
  db->patience = milliseconds;
}
