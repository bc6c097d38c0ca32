#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/migrate.h"
#include "tempdb.h"

static int64_t count(struct db *db, const char *sql)
{
  int64_t n = -1;
  GError *error = NULL;
  db_get_int(db, &n, -1, &error, sql, "");
  g_assert_no_error(error);
  return n;
}

static void put(struct db *db, const char *name, int64_t value)
{
  GError *error = NULL;
  if (!db_begin(db, &error))
    g_error("%s", error->message);
  db_exec(db, &error, "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2", "ti", name, value);
  g_assert_no_error(error);
  g_assert_true(db_commit(db, &error));
}

static void make_and_reopen(void)
{
  struct tempdb temp = tempdb_new();
  GError *error = NULL;
  g_assert_null(db_open(temp.path, 0, &error));
  g_assert_nonnull(strstr(error->message, "init"));
  assert_error(error, TE_NOINPUT);
  struct db *db = tempdb_open(&temp, DB_CREATE);
  put(db, "a", 7);
  db_close(db);
  char *wal = g_strconcat(temp.path, "-wal", NULL);
  struct stat status;
  g_assert_true(stat(wal, &status) != 0 || status.st_size == 0); /* the file alone is the whole */
  g_free(wal);
  db = tempdb_open(&temp, 0);
  g_assert_cmpint(count(db, "SELECT value FROM meta WHERE name = 'a'"), ==, 7);
  g_assert_cmpint(count(db, "SELECT value FROM meta WHERE name = 'schema'"), ==, schema_count);
  db_close(db);
  tempdb_free(&temp);
}

static void statements(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = tempdb_open(&temp, DB_CREATE);
  GError *error = NULL;
  g_assert_true(db_exec(db, &error, "INSERT INTO setting (actor, name, value) VALUES ($1, $2, $3)", "ttt", "a", "b", "日本"));
  static const char all[] = "SELECT actor, name, value, NULL, $1, $2 FROM setting";
  struct db_stmt *stmt = db_query(db, &error, all, "ui", UTC_NONE, (int64_t)1 << 40);
  g_assert_cmpint(db_step(stmt, &error), ==, 1);
  g_assert_cmpstr(db_text(stmt, 2), ==, "日本");
  g_assert_true(db_is_null(stmt, 3));
  g_assert_null(db_text(stmt, 3));
  g_assert_true(db_utc(stmt, 4) == UTC_NONE);
  g_assert_cmpint(db_int(stmt, 5), ==, (int64_t)1 << 40);
  struct db_stmt *inner = db_query(db, &error, all, "ui", (utc_t)3, (int64_t)0); /* the same text within its loop */
  g_assert_true(inner != stmt);
  g_assert_cmpint(db_step(inner, &error), ==, 1);
  g_assert_cmpint(db_utc(inner, 4), ==, 3);
  db_done(inner);
  g_assert_cmpint(db_step(stmt, &error), ==, 0);
  db_done(stmt);
  g_assert_true(db_query(db, &error, all, "") == stmt);
  db_done(stmt);
  g_assert_false(db_exec(db, &error, "INSERT INTO nothing (a) VALUES (1)", ""));
  g_assert_nonnull(error);
  g_clear_error(&error);
  db_close(db);
  tempdb_free(&temp);
}

/* $2 before $1 would be bound wrong, silently: it is refused instead. */
static void parameters_in_order(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = tempdb_open(&temp, DB_CREATE);
  GError *error = NULL;
  g_assert_false(db_exec(db, &error, "UPDATE meta SET value = $2 WHERE name = $1", "ti", "a", INT64_C(1)));
  assert_error(error, TE_INTERNAL);
  g_assert_true(db_exec(db, &error, "UPDATE meta SET value = $1 WHERE name = $2 AND value <> $1", "it", INT64_C(1), "a"));
  db_close(db);
  tempdb_free(&temp);
}

static void transactions(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = tempdb_open(&temp, DB_CREATE), *other = tempdb_open(&temp, 0);
  GError *error = NULL;
  int64_t seen = db_version(other);
  put(db, "a", 1);
  g_assert_cmpint(db_version(other), !=, seen);
  g_assert_true(db_begin(db, &error));
  g_assert_true(db_exec(db, &error, "UPDATE meta SET value = 2 WHERE name = 'a'", ""));
  db_set_patience(other, 20);
  g_assert_false(db_begin(other, &error)); /* one writer at a time; it waits, then says so */
  g_assert_true(error_is_transient(error));
  assert_error(error, TE_BUSY);
  g_assert_cmpint(count(other, "SELECT value FROM meta WHERE name = 'a'"), ==, 1);
  db_set_patience(other, 5000); /* the rest is not about waiting */
  db_rollback(db);
  db_rollback(db);
  put(other, "a", 3);
  g_assert_true(db_begin_read(db, &error));
  g_assert_cmpint(count(db, "SELECT value FROM meta WHERE name = 'a'"), ==, 3);
  put(other, "a", 4);
  g_assert_cmpint(count(db, "SELECT value FROM meta WHERE name = 'a'"), ==, 3); /* one view */
  db_rollback(db);
  g_assert_cmpint(count(db, "SELECT value FROM meta WHERE name = 'a'"), ==, 4);
  db_close(other);
  db_close(db);
  tempdb_free(&temp);
}

static void set_file(const char *path, const char *bytes, gssize length)
{
  g_assert_true(g_file_set_contents(path, bytes, length, NULL));
}

static void strange_files(void)
{
  static const struct { const char *bytes; gssize length; } strange[] = {
      {"", 0}, {"key,title\n", 10}, {"SQLite format 3", 16}, {"\0\0\0\0", 4},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(strange); i++) {
    struct tempdb temp = tempdb_new();
    GError *error = NULL;
    set_file(temp.path, strange[i].bytes, strange[i].length);
    g_assert_null(db_open(temp.path, 0, &error));
    g_assert_nonnull(strstr(error->message, temp.path));
    g_assert_nonnull(strstr(error->message, "--db"));
    assert_error(error, TE_NOT_DATABASE);
    tempdb_free(&temp);
  }
  GError *error = NULL;
  g_assert_null(db_open("/", DB_CREATE, &error));
  assert_error(error, TE_NOT_DATABASE);
  g_assert_null(db_open("/nowhere/at/all.db", DB_CREATE, &error));
  g_assert_nonnull(error);
  g_clear_error(&error);
}

static void truncated(void)
{
  struct tempdb temp = tempdb_new();
  db_close(tempdb_open(&temp, DB_CREATE));
  struct stat status;
  g_assert_cmpint(stat(temp.path, &status), ==, 0);
  for (off_t size = status.st_size - 4096; size > 4096; size -= 5 * 4096) {
    GError *error = NULL;
    g_assert_cmpint(truncate(temp.path, size), ==, 0);
    g_assert_null(db_open(temp.path, 0, &error));
    assert_error(error, TE_CORRUPT);
  }
  tempdb_free(&temp);
}

/* --- migrations ------------------------------------------------------------------------------------- */
static const char *const add_table[] = {"CREATE TABLE added (a INTEGER)", NULL};
static const char *const add_broken[] = {"CREATE TABLE second (a INTEGER)", "CREATE TABLE broken (", NULL};

static bool fill(struct db *db, GError **error)
{
  return db_exec(db, error, "INSERT INTO added (a) VALUES (5)", "");
}

static void migrations(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = tempdb_open(&temp, DB_CREATE);
  GError *error = NULL;
  struct migration table[128];
  memcpy(table, schema, sizeof schema[0] * (size_t)schema_count);
  table[schema_count] = (struct migration){"one more", add_table, fill};
  table[schema_count + 1] = (struct migration){"broken", add_broken, NULL};
  g_assert_true(migrate_with(db, table, schema_count + 1, &error));
  g_assert_cmpint(count(db, "SELECT a FROM added"), ==, 5);

  char *copy = g_strdup_printf("%s.v%d.bak", temp.path, schema_count);
  struct db *old = db_open(copy, 0, &error); /* the state before, whole */
  g_assert_no_error(error);
  g_assert_cmpint(count(old, "SELECT count(*) FROM sqlite_schema WHERE name = 'added'"), ==, 0);
  db_close(old);
  g_free(copy);

  g_assert_false(migrate_with(db, table, schema_count + 2, &error)); /* all or nothing */
  g_clear_error(&error);
  g_assert_cmpint(count(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'second'"), ==, 0);
  g_assert_cmpint(count(db, "SELECT value FROM meta WHERE name = 'schema'"), ==, schema_count + 1);
  db_close(db);
  g_assert_null(db_open(temp.path, 0, &error)); /* this program does not know that version */
  assert_error(error, TE_NEWER);
  tempdb_free(&temp);
}

/* --- places that cannot be written ----------------------------------------------------------------- */
static void read_only(void)
{
  struct tempdb temp = tempdb_new();
  db_close(tempdb_open(&temp, DB_CREATE));
  struct db *db = tempdb_open(&temp, DB_READONLY);
  GError *error = NULL;
  g_assert_true(db_is_readonly(db));
  g_assert_cmpint(count(db, "SELECT count(*) FROM event"), ==, 0);
  g_assert_false(db_begin(db, &error));
  assert_error(error, TE_READONLY);
  db_close(db);
  tempdb_free(&temp);
}

/* Runs the body as a user whom the bits of the file bind; root is bound by none. */
static void as_nobody(void (*body)(const struct tempdb *), const struct tempdb *temp)
{
  pid_t child = fork();
  if (child == 0) {
    if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
      _exit(3);
    body(temp);
    _exit(0);
  }
  int status = -1;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_cmpint(status, ==, 0);
}

static void expect_not_writable(const struct tempdb *temp)
{
  GError *error = NULL;
  struct db *db = db_open(temp->path, 0, &error);
  if (db != NULL || !(error_is(error, TE_READONLY) || error_is(error, TE_PERMISSION)))
    _exit(4);
  db = db_open(temp->path, DB_READONLY, NULL);
  int64_t n;
  if (db == NULL || !db_get_int(db, &n, -1, NULL, "SELECT count(*) FROM event", ""))
    _exit(5);
  db_close(db);
  g_clear_error(&error);
}

static void read_only_folder(void)
{
  struct tempdb temp = tempdb_new();
  db_close(tempdb_open(&temp, DB_CREATE));
  char *rest[] = {g_strconcat(temp.path, "-wal", NULL), g_strconcat(temp.path, "-shm", NULL)};
  for (size_t i = 0; i < G_N_ELEMENTS(rest); i++) {
    g_remove(rest[i]);
    g_free(rest[i]);
  }
  g_assert_cmpint(chmod(temp.path, 0444), ==, 0);
  g_assert_cmpint(chmod(temp.folder, 0555), ==, 0);
  as_nobody(expect_not_writable, &temp);
  g_assert_cmpint(chmod(temp.folder, 0755), ==, 0);
  tempdb_free(&temp);
}

/* A limit on the size of files is what a full disk looks like to SQLite. */
static void with_full_disk(const struct tempdb *temp)
{
  struct db *db = db_open(temp->path, 0, NULL);
  GError *error = NULL;
  char *big = g_strnfill(1 << 20, 'x');
  signal(SIGXFSZ, SIG_IGN);
  struct rlimit was, limit;
  getrlimit(RLIMIT_FSIZE, &was);
  limit = (struct rlimit){.rlim_cur = 1 << 19, .rlim_max = was.rlim_max};
  setrlimit(RLIMIT_FSIZE, &limit);
  bool wrote = db_begin(db, &error) &&
               db_exec(db, &error, "INSERT INTO setting (actor, name, value) VALUES ('a', 'b', $1)", "t", big) &&
               db_commit(db, &error);
  if (wrote || !error_is(error, TE_FULL) || !error_is_transient(error))
    _exit(6);
  g_clear_error(&error);
  db_rollback(db);
  setrlimit(RLIMIT_FSIZE, &was);
  if (!db_begin(db, &error) || !db_exec(db, &error, "INSERT INTO setting (actor, name, value) VALUES ('a', 'b', $1)", "t", big) ||
      !db_commit(db, &error))
    _exit(7); /* room again: the same connection goes on */
  g_free(big);
  db_close(db);
}

static void full_disk(void)
{
  struct tempdb temp = tempdb_new();
  db_close(tempdb_open(&temp, DB_CREATE));
  g_assert_cmpint(chmod(temp.folder, 0777), ==, 0);
  pid_t child = fork();
  if (child == 0) {
    with_full_disk(&temp);
    _exit(0);
  }
  int status = -1;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_cmpint(status, ==, 0);
  struct db *db = tempdb_open(&temp, 0);
  g_assert_cmpint(count(db, "SELECT count(*) FROM setting"), ==, 1);
  db_close(db);
  tempdb_free(&temp);
}

static void replaced(void)
{
  struct tempdb temp = tempdb_new(), other = tempdb_new();
  struct db *db = tempdb_open(&temp, DB_CREATE);
  GError *error = NULL;
  db_close(tempdb_open(&other, DB_CREATE));
  g_assert_true(db_is_current(db));
  g_assert_cmpint(rename(other.path, temp.path), ==, 0);
  g_assert_false(db_is_current(db));
  g_assert_false(db_begin(db, &error));
  g_assert_true(error_is_transient(error));
  assert_error(error, TE_REPLACED);
  db_close(db);
  tempdb_free(&temp);
  tempdb_free(&other);
}

static void moved_before_commit(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = tempdb_open(&temp, DB_CREATE);
  GError *error = NULL;
  char *away = g_strconcat(temp.path, ".away", NULL);
  g_assert_true(db_begin(db, &error));
  g_assert_true(db_exec(db, &error, "INSERT INTO meta (name, value) VALUES ('lost', 1)", ""));
  g_assert_cmpint(rename(temp.path, away), ==, 0);
  g_assert_false(db_commit(db, &error)); /* never told as done what nobody will find */
  assert_error(error, TE_REPLACED);
  g_assert_false(db_in_transaction(db));
  db_close(db);
  g_free(away);
  tempdb_free(&temp);
}

/* --- building, copying, watching --------------------------------------------------------------------- */
static void build(void)
{
  struct tempdb temp = tempdb_new();
  GError *error = NULL;
  struct db *db = db_build_open(temp.path, &error);
  g_assert_no_error(error);
  put(db, "a", 9);
  g_assert_false(g_file_test(temp.path, G_FILE_TEST_EXISTS));
  g_assert_true(db_build_finish(db, &error));
  db = tempdb_open(&temp, 0);
  g_assert_cmpint(count(db, "SELECT value FROM meta WHERE name = 'a'"), ==, 9);
  struct db_stmt *stmt = db_prepare(db, "PRAGMA journal_mode", &error);
  g_assert_cmpint(db_step(stmt, &error), ==, 1);
  g_assert_cmpstr(db_text(stmt, 0), ==, "wal");
  db_done(stmt);
  db_close(db);
  g_assert_null(db_build_open(temp.path, &error)); /* never over a file that is there */
  assert_error(error, TE_CANTCREATE);

  struct tempdb given_up = tempdb_new();
  db_close(db_build_open(given_up.path, &error));
  g_assert_cmpint(g_rmdir(given_up.folder), ==, 0); /* left nothing behind */
  tempdb_free(&temp);
  g_free(given_up.folder);
  g_free(given_up.path);
}

static void copies(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = tempdb_open(&temp, DB_CREATE);
  GError *error = NULL;
  char *to = g_strconcat(temp.path, ".copy", NULL);
  put(db, "a", 11);
  g_assert_true(db_backup(db, to, &error));
  g_assert_false(db_backup(db, to, &error));
  assert_error(error, TE_CANTCREATE);
  struct db *copy = db_open(to, 0, &error);
  g_assert_no_error(error);
  g_assert_cmpint(count(copy, "SELECT value FROM meta WHERE name = 'a'"), ==, 11);
  GString *faults = g_string_new(NULL);
  g_assert_true(db_integrity(copy, faults, &error));
  g_assert_cmpstr(faults->str, ==, "");
  g_string_free(faults, TRUE);
  db_close(copy);
  g_free(to);
  db_close(db);
  tempdb_free(&temp);
}

static void bell_and_checkpoint(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = tempdb_open(&temp, DB_CREATE);
  char *bell = db_bell_path(temp.path), *wal = g_strconcat(temp.path, "-wal", NULL), *big = g_strnfill(100000, 'x');
  struct stat status;
  GError *error = NULL;
  put(db, "a", 1);
  g_assert_cmpint(stat(bell, &status), ==, 0);
  g_assert_cmpint(status.st_size, ==, 1);
  for (int i = 0; i < 400; i++) { /* 40 MB go through the log, which stays near 16 */
    g_assert_true(db_begin(db, &error));
    g_assert_true(db_exec(db, &error, "INSERT INTO setting (actor, name, value) VALUES ('a', $1, $2)"
                          " ON CONFLICT (actor, name) DO UPDATE SET value = $2", "tt", i % 2 == 0 ? "b" : "c", big));
    g_assert_true(db_commit(db, &error));
  }
  g_assert_cmpint(stat(wal, &status), ==, 0);
  g_assert_cmpint(status.st_size, <, 20 << 20);
  g_free(bell);
  g_free(wal);
  g_free(big);
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  g_setenv("LANG", "en_US.UTF-8", TRUE);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/db/make-and-reopen", make_and_reopen);
  g_test_add_func("/db/statements", statements);
  g_test_add_func("/db/parameters-in-order", parameters_in_order);
  g_test_add_func("/db/transactions", transactions);
  g_test_add_func("/db/strange-files", strange_files);
  g_test_add_func("/db/truncated", truncated);
  g_test_add_func("/db/migrations", migrations);
  g_test_add_func("/db/read-only", read_only);
  g_test_add_func("/db/read-only-folder", read_only_folder);
  g_test_add_func("/db/full-disk", full_disk);
  g_test_add_func("/db/replaced", replaced);
  g_test_add_func("/db/moved-before-commit", moved_before_commit);
  g_test_add_func("/db/build", build);
  g_test_add_func("/db/copies", copies);
  g_test_add_func("/db/bell-and-checkpoint", bell_and_checkpoint);
  return g_test_run();
}
