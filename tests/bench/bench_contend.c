/* Eight programs that write without pause: ours, through the command layer, and bare SQLite with the same statements:
 *   bench_contend [FOLDER] [SECONDS]
 * First the statements of our commands are recorded as SQLite sees them, with their values. Then eight bare writers play
 * their records on a copy of the database, with prepared statements, the same settings and a busy handler of short
 * random sleeps, and eight of ours work on another copy: in turns of a second, SECONDS (5) for each, so that both meet the same
 * machine. Prints commits a second and the longest wait of each. Wanted: at least half of the bare commits, no wait over 0.5 s. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit/desk.h"
#include "toban/lang.h"

enum { WRITERS = 8, STEPS = 4, MOST = 3000 /* recorded commands of a writer */, PATIENCE_MS = 20000 };

struct slot { int commits; double longest_s, total_s; };

static double now_s(void)
{
  return (double)g_get_monotonic_time() / 1e6;
}

static void die(const char *what, const char *why)
{
  fprintf(stderr, "bench_contend: %s: %s\n", what, why);
  _exit(1);
}

/* --- our commands: a ticket is taken in, given to somebody, noted on, resolved ----------------------------------- */
static void one_command(struct db *db, int writer, int n)
{
  char key[32];
  struct command_outcome outcome;
  GError *error = NULL;
  g_snprintf(key, sizeof key, "W%d-%06d", writer, n / STEPS);
  struct ticket_event e = desk_event(key, EVENT_NOTE, NOON + 100, NULL);
  if (n % STEPS == 0)
    e = desk_received("複合機の印刷が途中で止まる", NOON, 3);
  else if (n % STEPS == 1)
    e.kind = EVENT_ASSIGNED, e.target = "sato";
  else if (n % STEPS == 3)
    e.kind = EVENT_STATE, e.target = "resolved";
  e.ticket = key;
  if (n % STEPS == 2)
    e.body = "紙詰まりの表示はありません。再起動しても同じです。";
  struct command *command = command_ticket("sato", NOON + 200, 0, &e);
  if (!command_run(db, command, &outcome, &error))
    die("ours", error->message);
  command_free(command);
}

/* --- what they come to in SQL -------------------------------------------------------------------------------------- */
struct call { const char *sql; GPtrArray *value; /* "i7", "tTEXT", "n" */ };
static GPtrArray *recording;        /* of struct call; NULL: nothing is recorded */
static GHashTable *templates;       /* one copy of each statement */

/* A value as sqlite3_expanded_sql() writes it; *at moves behind it. */
static char *take_value(const char **at)
{
  const char *s = *at;
  if (g_str_has_prefix(s, "NULL")) {
    *at += 4;
    return g_strdup("n");
  }
  if (*s != '\'') {
    size_t length = strspn(s, "-0123456789");
    char *number = g_strndup(s, length), *out = g_strconcat("i", number, NULL);
    *at += length;
    g_free(number);
    return out;
  }
  GString *text = g_string_new("t");
  for (s++; *s != '\'' || s[1] == '\''; s++) {
    g_string_append_c(text, *s);
    s += *s == '\'';
  }
  *at = s + 1;
  return g_string_free(text, FALSE);
}

/* The values of $1, $2 ...: where the statement has one, the expanded text has the value. */
static GPtrArray *values_of(const char *sql, const char *expanded)
{
  GPtrArray *out = g_ptr_array_new();
  bool quoted = false;
  while (*sql != '\0') {
    quoted ^= *sql == '\'';
    if (*sql != '$' || quoted) {
      if (*sql++ != *expanded++)
        die("recording", sql);
      continue;
    }
    size_t index = (size_t)strtoul(sql + 1, (char **)(void *)&sql, 10);
    char *value = take_value(&expanded);
    if (out->len < index)
      g_ptr_array_set_size(out, (int)index);
    out->pdata[index - 1] = value;
  }
  return out;
}

static int on_statement(unsigned event, void *user, void *stmt, void *text)
{
  (void)event, (void)user;
  if (recording == NULL || g_str_has_prefix(text, "--"))
    return 0;
  char *expanded = sqlite3_expanded_sql(stmt), *sql = g_hash_table_lookup(templates, text);
  if (sql == NULL) {
    sql = g_strdup(text);
    g_hash_table_insert(templates, sql, sql);
  }
  struct call *call = g_new(struct call, 1);
  *call = (struct call){sql, values_of(sql, expanded)};
  g_ptr_array_add(recording, call);
  sqlite3_free(expanded);
  return 0;
}

static int on_open(sqlite3 *handle, char **problem, const struct sqlite3_api_routines *api)
{
  (void)problem, (void)api;
  return sqlite3_trace_v2(handle, SQLITE_TRACE_STMT, on_statement, NULL);
}

static GPtrArray *record(struct db *db, int writer)
{
  GPtrArray *calls = g_ptr_array_new();
  for (int n = 0; n < MOST; n++) {
    recording = calls;
    one_command(db, writer, n);
    recording = NULL;
  }
  return calls;
}

/* --- the bare writer ---------------------------------------------------------------------------------------------- */
static int on_busy(void *user, int count)
{
  (void)count;
  usleep((useconds_t)(200 + (*(unsigned *)user = *(unsigned *)user * 1103515245u + 12345u) % 800));
  return 1;
}

static void play(sqlite3_stmt *stmt, const GPtrArray *values)
{
  for (guint i = 0; i < values->len; i++) {
    const char *value = values->pdata[i];
    if (*value == 'i')
      sqlite3_bind_int64(stmt, (int)i + 1, g_ascii_strtoll(value + 1, NULL, 10));
    else if (*value == 't')
      sqlite3_bind_text(stmt, (int)i + 1, value + 1, -1, SQLITE_STATIC);
    else
      sqlite3_bind_null(stmt, (int)i + 1);
  }
  int code;
  while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
    ;
  if (code != SQLITE_DONE)
    die(sqlite3_sql(stmt), sqlite3_errmsg(sqlite3_db_handle(stmt)));
  sqlite3_reset(stmt);
}

static sqlite3_stmt *prepared(sqlite3 *handle, GHashTable *statements, const char *sql)
{
  sqlite3_stmt *stmt = g_hash_table_lookup(statements, sql);
  if (stmt == NULL && sqlite3_prepare_v3(handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) != SQLITE_OK)
    die(sql, sqlite3_errmsg(handle));
  g_hash_table_insert(statements, (void *)(uintptr_t)sql, stmt);
  return stmt;
}

static void add_time(struct slot *slot, double begin)
{
  double took = now_s() - begin;
  slot->commits++;
  slot->total_s += took;
  slot->longest_s = MAX(slot->longest_s, took);
}

static void write_bare(const char *path, struct slot *slot, int writer, const GPtrArray *calls, double until)
{
  sqlite3 *handle;
  unsigned seed = (unsigned)writer + 1;
  GHashTable *statements = g_hash_table_new(NULL, NULL);
  if (sqlite3_open(path, &handle) != SQLITE_OK)
    die(path, sqlite3_errmsg(handle));
  sqlite3_busy_handler(handle, on_busy, &seed);
  sqlite3_exec(handle, "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON", NULL, NULL, NULL);
  double begin = now_s();
  for (guint i = 0; i < calls->len; i++) {
    const struct call *call = calls->pdata[i];
    if (g_str_has_prefix(call->sql, "BEGIN")) {
      if ((begin = now_s()) >= until)
        break;
    }
    play(prepared(handle, statements, call->sql), call->value);
    if (g_str_has_prefix(call->sql, "COMMIT"))
      add_time(slot, begin);
  }
}

static void write_ours(const char *path, struct slot *slot, int writer, const GPtrArray *calls, double until)
{
  GError *error = NULL;
  struct db *db = db_open(path, 0, &error);
  (void)calls;
  if (db == NULL)
    die(path, error->message);
  db_set_patience(db, PATIENCE_MS);
  for (int n = 0; n < MOST; n++) {
    double begin = now_s();
    if (begin >= until)
      break;
    one_command(db, writer, n);
    add_time(slot, begin);
  }
  db_close(db);
}

/* --- one after the other ------------------------------------------------------------------------------------------- */
typedef void writer_fn(const char *path, struct slot *slot, int writer, const GPtrArray *calls, double until);

struct sum { const char *name; writer_fn *write; int commits; double longest_s, took_s; };

/* A second of it, on a copy of its own. */
static void turn(struct sum *sum, const char *path, GPtrArray *const *calls)
{
  size_t size = sizeof(struct slot) * WRITERS;
  struct slot *slots = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  double begin = now_s();
  fflush(NULL);
  for (int i = 0; i < WRITERS; i++)
    if (fork() == 0) {
      sum->write(path, &slots[i], i, calls[i], begin + 1);
      _exit(0);
    }
  int status;
  while (wait(&status) > 0)
    if (status != 0)
      die(sum->name, "a writer failed");
  sum->took_s += now_s() - begin;
  for (int i = 0; i < WRITERS; i++) {
    sum->commits += slots[i].commits;
    sum->longest_s = MAX(sum->longest_s, slots[i].longest_s);
  }
  munmap(slots, size);
}

static double tell(const struct sum *sum)
{
  printf("%-28s %8.0f commits/s   longest wait %6.3f s   (%d commits)\n", sum->name, sum->commits / sum->took_s,
         sum->longest_s, sum->commits);
  return sum->commits / sum->took_s;
}

static void copy_of(const char *from, const char *to)
{
  char *bytes;
  gsize length;
  if (!g_file_get_contents(from, &bytes, &length, NULL) || !g_file_set_contents(to, bytes, (gssize)length, NULL))
    die(to, "cannot be copied");
  g_free(bytes);
}

int main(int argc, char **argv)
{
  GPtrArray *calls[WRITERS];
  GError *error = NULL;
  const char *folder = argc > 1 ? argv[1] : "bench";
  int seconds = argc > 2 ? atoi(argv[2]) : 5;
  struct sum bare = {.name = "bare SQLite", .write = write_bare}, ours = {.name = "toban", .write = write_ours};
  lang_init();
  g_mkdir_with_parents(folder, 0700);
  if (access("/dev/shm", W_OK) == 0) /* recording asks the disk nothing */
    g_setenv("TMPDIR", "/dev/shm", FALSE);
  struct tempdb temp = tempdb_new(), work = {g_build_filename(folder, "contend.XXXXXX", NULL), NULL};
  if (g_mkdtemp(work.folder) == NULL)
    die(folder, "cannot be written");
  char *empty = g_strconcat(temp.path, ".empty", NULL);
  db_close(desk_open(&temp));
  copy_of(temp.path, empty);
  templates = g_hash_table_new(g_str_hash, g_str_equal);
  sqlite3_auto_extension((void (*)(void))(uintptr_t)on_open);
  struct db *db = db_open(temp.path, 0, &error);
  for (int i = 0; i < WRITERS; i++)
    calls[i] = record(db, i);
  db_close(db);
  sqlite3_reset_auto_extension();
  printf("%d writers, %d statements a command\n", WRITERS, (int)calls[0]->len / MOST);
  for (int i = 0; i < 2 * seconds; i++) {
    char *path = g_strdup_printf("%s/%d.db", work.folder, i);
    copy_of(empty, path);
    turn(i % 2 == 0 ? &bare : &ours, path, calls);
    g_free(path);
  }
  double floor = tell(&bare), own = tell(&ours);
  printf("%-28s %8.2f of the bare ones\n", "toban", own / floor);
  tempdb_free(&temp);
  tempdb_free(&work);
  g_free(empty);
  return 0;
}
