/* The SQLite engine behind db.h: opening, building, copying and closing a file. */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "migrate.h"
#include "sqlite.h"
#include "wal_guard.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/safety.h"

enum {
  APPLICATION_ID = 0x54424e31, /* "TBN1" in the header: file(1) and we know the file by that */
  PATIENCE_MS = 5000,
};

static const char set_up[] = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0;"
                             "PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA cache_size=-8000";
/* Nobody else sees the file, and it is removed when we die: neither journal nor sync until the end. */
static const char set_up_build[] = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
                                   "PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA cache_size=-262144";

static bool get_pragma(struct db *db, const char *sql, int64_t *out, GError **error)
{
  struct db_stmt *stmt = db_prepare(db, sql, error);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0)
    *out = db_int(stmt, 0);
  db_done(stmt);
  return got >= 0;
}

bool sqlite_is_empty(struct db *db)
{
  int64_t tables = 1;
  return get_pragma(db, "SELECT count(*) FROM sqlite_schema", &tables, NULL) && tables == 0;
}

bool sqlite_mark(struct db *db, GError **error)
{
  char sql[64];
  g_snprintf(sql, sizeof sql, "PRAGMA application_id=%d", APPLICATION_ID);
  return db_run(db, sql, error);
}

/* Ours, or empty and to be made ours. */
static bool check_identity(struct db *db, unsigned flags, GError **error)
{
  int64_t id = 0;
  if (!get_pragma(db, "PRAGMA application_id", &id, error))
    return false;
  if (id == APPLICATION_ID || (id == 0 && (flags & DB_CREATE) != 0 && sqlite_is_empty(db)))
    return true;
  return sqlite_fail_code(db->path, SQLITE_NOTADB, 0, "", error);
}

/* Others may hold the lock that the first switch to WAL needs; the busy handler is not asked there. */
static bool enter_wal(struct db *db, GError **error)
{
  int64_t until = clock_mono_ms() + db->patience;
  while (sqlite3_exec(db->handle, "PRAGMA journal_mode=WAL", NULL, NULL, NULL) != SQLITE_OK) {
    if ((sqlite3_errcode(db->handle) & 0xff) != SQLITE_BUSY || clock_mono_ms() >= until)
      return sqlite_fail(db, error);
    gate_pause();
  }
  return true;
}

static bool remember_file(struct db *db, GError **error)
{
  struct stat status;
  if (stat(db->file, &status) != 0) {
    error_set_errno(error, errno, db->file);
    return false;
  }
  db->device = status.st_dev;
  db->inode = status.st_ino;
  return true;
}

static bool prepare_connection(struct db *db, unsigned flags, GError **error)
{
  sqlite3_extended_result_codes(db->handle, 1);
  sqlite3_busy_handler(db->handle, sqlite_on_busy, db);
  sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (db->build)
    return db_run(db, set_up_build, error);
  if (!check_identity(db, flags, error) || (!db->readonly && !enter_wal(db, error)) || !db_run(db, set_up, error))
    return false;
  sqlite3_wal_hook(db->handle, sqlite_on_commit, db);
  if (!db->readonly)
    gate_init(&db->gate, db->path);
  return true;
}

/* A database on a read-only medium has no place for the WAL's index: without a WAL it can be read as a
 * file that never changes. */
static char *read_only_uri(const char *path)
{
  char *wal = g_strconcat(path, "-wal", NULL), *folder = g_path_get_dirname(path), *escaped, *uri;
  struct stat status;
  bool empty = stat(wal, &status) != 0 || status.st_size == 0;
  escaped = g_uri_escape_string(path, "/", true);
  uri = g_strconcat("file:", escaped, empty && access(folder, W_OK) != 0 ? "?immutable=1" : "", NULL);
  g_free(escaped);
  g_free(folder);
  g_free(wal);
  return uri;
}

static bool open_handle(struct db *db, unsigned flags, GError **error)
{
  int mode = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  mode |= db->readonly ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE;
  mode |= (flags & DB_CREATE) != 0 && !db->readonly ? SQLITE_OPEN_CREATE : 0;
  char *name = db->readonly ? read_only_uri(db->file) : g_strdup(db->file);
  int code = sqlite3_open_v2(name, &db->handle, mode, NULL);
  g_free(name);
  if (code != SQLITE_OK)
    return sqlite_fail(db, error);
  if (!db->readonly && sqlite3_db_readonly(db->handle, NULL) == 1)
    return sqlite_fail_code(db->path, SQLITE_READONLY, 0, "", error);
  return true;
}

/* The engine makes files that the umask decides on; the operators' group must write this one, others not even read
 * it. The files beside it follow its mode. */
static bool make_file(struct db *db, GError **error)
{
  int fd = open(db->file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, SAFETY_FILE_MODE);
  bool made = fd >= 0 && fchmod(fd, SAFETY_FILE_MODE) == 0;
  if (!made && (fd >= 0 || errno != EEXIST)) /* another process made it in this moment: as good */
    error_set_errno(error, errno, db->file);
  else
    made = true;
  if (fd >= 0)
    close(fd);
  return made;
}

static struct db *db_alloc(const char *path, bool build, bool readonly)
{
  struct db *db = g_new0(struct db, 1);
  db->path = g_strdup(path);
  db->file = build ? g_strconcat(path, ".new", NULL) : g_strdup(path);
  db->statements = g_hash_table_new_full(NULL, NULL, NULL, sqlite_stmt_free);
  db->patience = PATIENCE_MS;
  db->gate.fd = db->gate.bell = -1;
  db->build = build;
  db->readonly = readonly;
  return db;
}

static bool file_is_there(const char *path, GError **error)
{
  struct stat status;
  if (stat(path, &status) != 0 && errno == ENOENT)
    error_set(error, TE_NOINPUT, _("%s: no such database. Make one with “toban init”, or name another with --db"),
              path);
  else if (stat(path, &status) != 0)
    error_set_errno(error, errno, path);
  else if (!S_ISREG(status.st_mode))
    sqlite_fail_code(path, SQLITE_NOTADB, 0, "", error);
  else
    return true;
  return false;
}

/* The WAL comes to be with the first read. */
static void note_wal(struct db *db)
{
  if (!db->readonly && !sqlite_is_empty(db))
    wal_guard_note(&db->gate, db->path);
}

struct db *db_open(const char *path, unsigned flags, GError **error)
{
  bool is_new = !g_file_test(path, G_FILE_TEST_EXISTS) && (flags & DB_CREATE) != 0;
  if (!is_new && !file_is_there(path, error))
    return NULL;
  struct db *db = db_alloc(path, false, (flags & DB_READONLY) != 0);
  if ((!is_new || db->readonly || make_file(db, error)) &&
      (db->readonly || wal_guard_check(path, clock_mono_ms() + db->patience, error)) &&
      open_handle(db, flags, error) && prepare_connection(db, flags, error) && remember_file(db, error) &&
      ((flags & DB_NO_MIGRATE) != 0 || migrate(db, error))) {
    note_wal(db);
    return db;
  }
  db_close(db);
  return NULL;
}

struct db *db_build_open(const char *path, GError **error)
{
  struct db *db = db_alloc(path, true, false);
  if (g_file_test(path, G_FILE_TEST_EXISTS))
    error_set(error, TE_CANTCREATE, _("%s: a file is there already; move it away first"), path);
  else if (unlink(db->file) != 0 && errno != ENOENT)
    error_set_errno(error, errno, db->file);
  else if (make_file(db, error) && open_handle(db, DB_CREATE, error) && prepare_connection(db, DB_CREATE, error) &&
           migrate(db, error))
    return db;
  db_close(db);
  return NULL;
}

static void close_handle(struct db *db)
{
  g_hash_table_remove_all(db->statements);
  sqlite3_close(db->handle);
  db->handle = NULL;
}

/* A copy of the file alone is then a whole copy; and a file that was moved away takes all its commits with
 * it, and leaves none to the one that took its place. */
static void empty_wal(struct db *db)
{
  if (db->build || db->readonly || (!db->wrote && db_is_current(db)) || db->gate.fd < 0 ||
      !gate_lock(&db->gate, clock_mono_ms(), NULL))
    return;
  sqlite_checkpoint(db, SQLITE_CHECKPOINT_TRUNCATE);
  gate_unlock(&db->gate);
}

void db_close(struct db *db)
{
  if (db == NULL)
    return;
  for (int i = 0; i < DB_DATA_COUNT; i++)
    db_set_data(db, (enum db_data)i, NULL, NULL);
  if (db->handle != NULL) {
    db_rollback(db);
    empty_wal(db);
    close_handle(db);
  }
  if (db->build)
    unlink(db->file);
  gate_clear(&db->gate);
  g_hash_table_unref(db->statements);
  g_free(db->file);
  g_free(db->path);
  g_free(db);
}

/* --- building a new file --------------------------------------------------------------------------- */
static bool sync_path(const char *path, int flags, GError **error)
{
  int fd = open(path, flags | O_CLOEXEC);
  bool synced = fd >= 0 && fsync(fd) == 0;
  if (!synced)
    error_set_errno(error, errno, path);
  if (fd >= 0)
    close(fd);
  return synced;
}

/* link() refuses to replace a file that came in the meantime, where rename() would. */
static bool move_into_place(const char *from, const char *to, GError **error)
{
  char *folder = g_path_get_dirname(to);
  if (!g_file_test(to, G_FILE_TEST_EXISTS))
    wal_guard_clear(to);
  bool moved = link(from, to) == 0;
  if (!moved)
    error_set_errno(error, errno, to);
  moved = moved && unlink(from) == 0 && sync_path(folder, O_RDONLY | O_DIRECTORY, error);
  g_free(folder);
  return moved;
}

bool db_build_finish(struct db *take_db, GError **error)
{
  struct db *db = take_db;
  bool finished = db_run(db, "PRAGMA locking_mode=NORMAL; PRAGMA journal_mode=DELETE; PRAGMA optimize", error) &&
                  db_run(db, "PRAGMA journal_mode=WAL", error);
  if (finished) {
    close_handle(db);
    finished = sync_path(db->file, O_RDONLY, error) && move_into_place(db->file, db->path, error);
  }
  db_close(db);
  return finished;
}

/* --- copies, checks, watching ---------------------------------------------------------------------- */
static bool copy_all(struct db *db, struct sqlite3 *to, const char *name, GError **error)
{
  sqlite3_backup *copy = sqlite3_backup_init(to, "main", db->handle, "main");
  int code = copy == NULL ? SQLITE_ERROR : sqlite3_backup_step(copy, -1);
  code = copy == NULL ? sqlite3_errcode(to) : code;
  sqlite3_backup_finish(copy);
  if (code == SQLITE_DONE)
    return true;
  return sqlite_fail_code(name, code, sqlite3_system_errno(to), sqlite3_errmsg(to), error);
}

/* For its owner alone: a copy is the whole of people's data. */
static bool copy_to(struct db *db, const char *part, const char *to, GError **error)
{
  sqlite3 *handle = NULL;
  int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) {
    error_set_errno(error, errno, part);
    return false;
  }
  close(fd);
  int code = sqlite3_open_v2(part, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  bool copied = code == SQLITE_OK ? copy_all(db, handle, to, error)
                                  : sqlite_fail_code(to, code, errno, sqlite3_errmsg(handle), error);
  sqlite3_close(handle);
  return copied && sync_path(part, O_RDONLY, error) && move_into_place(part, to, error);
}

/* Under another name until it is whole: who finds TO finds all of it. */
bool db_backup(struct db *db, const char *to, GError **error)
{
  char *part = g_strconcat(to, ".part", NULL);
  bool copied = false;
  if (g_file_test(to, G_FILE_TEST_EXISTS))
    error_set_errno(error, EEXIST, to);
  else if (unlink(part) != 0 && errno != ENOENT) /* of one that was killed */
    error_set_errno(error, errno, part);
  else
    copied = copy_to(db, part, to, error);
  if (!copied)
    unlink(part);
  g_free(part);
  return copied;
}

bool db_integrity(struct db *db, GString *out, GError **error)
{
  struct db_stmt *stmt = db_prepare(db, "PRAGMA integrity_check(20)", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    if (g_strcmp0(db_text(stmt, 0), "ok") != 0)
      g_string_append_printf(out, "%s\n", db_text(stmt, 0));
  db_done(stmt);
  return got == 0;
}

int64_t db_version(struct db *db)
{
  int64_t version = -1;
  get_pragma(db, "PRAGMA data_version", &version, NULL);
  return version;
}

bool db_is_current(const struct db *db)
{
  struct stat status;
  return stat(db->file, &status) == 0 && status.st_ino == db->inode && status.st_dev == db->device;
}

const char *db_path(const struct db *db)
{
  return db->path;
}

bool db_is_readonly(const struct db *db)
{
  return db->readonly;
}

const char *db_engine(void)
{
  static char name[32];
  static gsize once;
  if (g_once_init_enter(&once)) {
    g_snprintf(name, sizeof name, "SQLite %s", sqlite3_libversion());
    g_once_init_leave(&once, 1);
  }
  return name;
}

void *db_data(const struct db *db, enum db_data which)
{
  return db->data[which];
}

void db_set_data(struct db *db, enum db_data which, void *take_data, GDestroyNotify destroy)
{
  if (db->data_free[which] != NULL)
    db->data_free[which](db->data[which]);
  db->data[which] = take_data;
  db->data_free[which] = destroy;
}
