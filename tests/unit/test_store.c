/* The store of a console: asked, told, disturbed in every way that a file can be. No sleeps: each step waits
 * on the loop for what must come. */
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk.h"
#include "store/feed.h"
#include "store/lock_holder.h"
#include "toban/read.h"
#include "toban/store.h"
#include "toban/verify.h"

struct rig {
  uv_loop_t loop;
  uv_timer_t limit;
  struct tempdb temp;
  struct store *store;
  bool closed;
  unsigned seen;                       /* conditions that were reported, as bits */
  enum store_condition condition;
  char message[400];
  int waiting;
  int changes, everything;
  unsigned topics;
  GString *keys;
  int told, failed;
  struct command_outcome outcome;
  int error;
  struct queue_window *window;
};

static void on_changed(void *user, const struct store_feed *feed)
{
  struct rig *rig = user;
  rig->changes++;
  rig->everything += feed->everything;
  rig->topics |= feed->topics;
  for (int i = 0; i < feed->ticket_count; i++)
    g_string_append_printf(rig->keys, "%s ", feed->tickets[i]);
}

static void on_status(void *user, const struct store_status *status)
{
  struct rig *rig = user;
  rig->seen |= 1u << status->condition;
  rig->condition = status->condition;
  rig->waiting = status->waiting;
  g_strlcpy(rig->message, status->message, sizeof rig->message);
}

static void on_limit(uv_timer_t *timer)
{
  (void)timer;
  g_error("what was waited for did not come within a minute");
}

static void on_closed(void *user)
{
  ((struct rig *)user)->closed = true;
}

/* Turns the loop until the condition holds. */
#define UNTIL(rig, condition) \
  do { \
    while (!(condition)) \
      uv_run(&(rig)->loop, UV_RUN_ONCE); \
  } while (0)

static void rig_open(struct rig *rig, const char *path, unsigned flags)
{
  struct store_hooks hooks = {rig, on_changed, on_status};
  uv_loop_init(&rig->loop);
  uv_timer_init(&rig->loop, &rig->limit);
  uv_timer_start(&rig->limit, on_limit, 60000, 0);
  rig->keys = g_string_new(NULL);
  rig->store = store_new(&rig->loop, path, flags, &hooks);
}

static void rig_close(struct rig *rig, int patience)
{
  store_close(rig->store, patience, on_closed, rig);
  UNTIL(rig, rig->closed);
  uv_close((uv_handle_t *)&rig->limit, NULL);
  uv_run(&rig->loop, UV_RUN_DEFAULT);
  g_assert_cmpint(uv_loop_close(&rig->loop), ==, 0);
  g_string_free(rig->keys, TRUE);
  snapshot_free(rig->window);
}

static struct rig *rig_new(void)
{
  struct rig *rig = g_new0(struct rig, 1);
  rig->temp = tempdb_new();
  db_close(desk_open(&rig->temp));
  rig_open(rig, rig->temp.path, 0);
  return rig;
}

static void rig_free(struct rig *rig)
{
  rig_close(rig, 5000);
  tempdb_free(&rig->temp);
  g_free(rig);
}

static void on_told(void *user, const struct command_outcome *outcome, const GError *error)
{
  struct rig *rig = user;
  rig->told++;
  rig->failed += error != NULL;
  rig->error = error == NULL ? -1 : error->code;
  rig->outcome = *outcome;
}

static void tell_received(struct rig *rig, const char *title)
{
  struct ticket_event event = desk_received(title, NOON, 2);
  store_tell(rig->store, command_ticket("sato", NOON, 0, &event), on_told, rig);
}

static void on_window(void *user, void *take_result, const GError *error)
{
  struct rig *rig = user;
  g_assert_no_error((GError *)(uintptr_t)error);
  snapshot_free(rig->window);
  rig->window = take_result;
}

static void ask_window(struct rig *rig, int slot, int after)
{
  struct queue_args *args = g_new0(struct queue_args, 1);
  args->view = VIEW_ALL;
  args->after = after;
  struct store_job job = {.slot = slot, .run = queue_window_read, .args = args, .free_args = g_free,
                          .free_result = snapshot_free, .done = on_window, .user = rig};
  store_ask(rig->store, &job);
}

/* Asks and waits for the answer. */
static int64_t total(struct rig *rig)
{
  snapshot_free(rig->window);
  rig->window = NULL;
  ask_window(rig, 0, 5);
  UNTIL(rig, rig->window != NULL);
  return rig->window->total;
}

static void assert_sound(const struct tempdb *temp, int64_t tickets)
{
  struct db *db = tempdb_open(temp, 0);
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  g_assert_cmpstr(report.text->str, ==, "");
  verify_report_clear(&report);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM ticket"), ==, tickets);
  db_close(db);
}

/* --- the usual way ------------------------------------------------------------------------------------ */
static void ask_and_tell(void)
{
  struct rig *rig = rig_new();
  g_assert_cmpint(store_status(rig->store)->condition, ==, STORE_OPENING);
  g_assert_cmpint(total(rig), ==, 0);
  tell_received(rig, "first");
  UNTIL(rig, rig->told == 1 && rig->changes > 0);
  g_assert_cmpint(rig->failed, ==, 0);
  g_assert_cmpstr(rig->outcome.ticket, ==, "261122-0001");
  g_assert_cmpstr(rig->keys->str, ==, "261122-0001 ");
  g_assert_cmpint(rig->topics, ==, TOPIC_TICKET);
  g_assert_cmpint(rig->everything, ==, 0);
  g_assert_cmpint(total(rig), ==, 1);
  g_assert_cmpint(rig->condition, ==, STORE_OK);
  struct ticket_event wrong = desk_event("nowhere", EVENT_NOTE, NOON, NULL);
  store_tell(rig->store, command_ticket("sato", NOON, 0, &wrong), on_told, rig);
  UNTIL(rig, rig->told == 2);
  g_assert_cmpint(rig->error, ==, TE_NOINPUT);
  rig_free(rig);
}

/* Only the newest ask of a slot is answered while the thread is busy. */
static void slots(void)
{
  struct rig *rig = rig_new();
  for (int i = 0; i < 500; i++)
    ask_window(rig, 7, i);
  UNTIL(rig, rig->window != NULL && rig->window->args.after == 499);
  rig_free(rig);
}

/* Another connection's commits are seen by the bell. */
static void other_writer(void)
{
  struct rig *rig = rig_new();
  UNTIL(rig, rig->condition == STORE_OK);
  struct db *other = tempdb_open(&rig->temp, 0);
  for (int i = 0; i < 20; i++) {
    struct ticket_event event = desk_received("x", NOON, 2);
    struct command_outcome made = desk_do(other, &event);
    UNTIL(rig, strstr(rig->keys->str, made.ticket) != NULL);
  }
  char last[32] = "";
  for (int i = 0; i < 150; i++) { /* faster than it looks: still no commit is taken for a stranger's */
    struct ticket_event event = desk_received("x", NOON, 2);
    g_strlcpy(last, desk_do(other, &event).ticket, sizeof last);
    uv_run(&rig->loop, UV_RUN_NOWAIT);
  }
  UNTIL(rig, strstr(rig->keys->str, last) != NULL);
  g_assert_cmpint(rig->everything, ==, 0);
  db_close(other);
  g_assert_cmpint(total(rig), ==, 170);
  rig_free(rig);
}

/* More lines at once than the ring keeps: what fell out is not known, so everything is read anew. */
static void overrun(void)
{
  struct rig *rig = rig_new();
  UNTIL(rig, rig->condition == STORE_OK);
  struct db *other = tempdb_open(&rig->temp, 0);
  GError *error = NULL;
  desk_ok(db_begin(other, &error), error);
  for (int i = 0; i < FEED_KEPT + 10; i++)
    desk_ok(feed_put(other, TOPIC_TICKET, "261122-0001", &error), error);
  desk_ok(db_commit(other, &error), error);
  UNTIL(rig, rig->everything > 0);
  g_assert_cmpint(desk_count(other, "SELECT count(*) FROM feed"), ==, FEED_KEPT);
  db_close(other);
  rig_free(rig);
}

/* A program that knows neither bell nor feed is seen too, within the second. */
static void stranger(void)
{
  struct rig *rig = rig_new();
  UNTIL(rig, rig->condition == STORE_OK);
  struct db *other = tempdb_open(&rig->temp, 0);
  GError *error = NULL;
  desk_ok(db_run(other, "UPDATE office SET name_en = 'x'", &error), error);
  UNTIL(rig, rig->everything > 0);
  db_close(other);
  rig_free(rig);
}

/* --- trouble ------------------------------------------------------------------------------------------ */
static void locked(void)
{
  struct rig *rig = rig_new();
  UNTIL(rig, rig->condition == STORE_OK);
  struct db *other = tempdb_open(&rig->temp, 0);
  GError *error = NULL;
  desk_ok(db_begin(other, &error), error);
  tell_received(rig, "waits");
  tell_received(rig, "waits too");
  UNTIL(rig, rig->condition == STORE_BUSY && rig->waiting == 2);
  g_assert_cmpint(total(rig), ==, 0); /* reading goes on */
  g_assert_cmpint(rig->told, ==, 0);
  db_rollback(other);
  UNTIL(rig, rig->told == 2 && rig->condition == STORE_OK);
  g_assert_cmpint(rig->failed, ==, 0);
  g_assert_cmpint(total(rig), ==, 2);
  db_close(other);
  rig_free(rig);
}

/* The program ends while the lock is held: the authors are told that their words were not written. */
static void closed_while_locked(void)
{
  struct rig *rig = rig_new();
  UNTIL(rig, rig->condition == STORE_OK);
  struct db *other = tempdb_open(&rig->temp, 0);
  GError *error = NULL;
  desk_ok(db_begin(other, &error), error);
  tell_received(rig, "lost");
  UNTIL(rig, rig->condition == STORE_BUSY);
  rig_close(rig, 50);
  g_assert_cmpint(rig->told, ==, 1);
  g_assert_cmpint(rig->error, ==, TE_BUSY);
  db_rollback(other);
  db_close(other);
  assert_sound(&rig->temp, 0);
  tempdb_free(&rig->temp);
  g_free(rig);
}

/* What was told before the end is done before the end. */
static void told_then_closed(void)
{
  struct rig *rig = rig_new();
  for (int i = 0; i < 30; i++)
    tell_received(rig, "in time");
  rig_close(rig, 20000);
  g_assert_cmpint(rig->told, ==, 30);
  g_assert_cmpint(rig->failed, ==, 0);
  assert_sound(&rig->temp, 30);
  tempdb_free(&rig->temp);
  g_free(rig);
}

static void move(const char *from, const char *to)
{
  g_assert_cmpint(rename(from, to), ==, 0);
}

static void replaced(void)
{
  struct rig *rig = rig_new();
  struct tempdb second = tempdb_new();
  char *away = g_strconcat(rig->temp.path, ".away", NULL);
  tell_received(rig, "in the first file");
  UNTIL(rig, rig->told == 1);
  struct db *db = desk_open(&second);
  struct ticket_event event = desk_received("in the second file", NOON, 1);
  desk_do(db, &event);
  desk_do(db, &event);
  db_close(db);

  move(rig->temp.path, away); /* gone: said at once, and the work waits */
  UNTIL(rig, rig->condition == STORE_REPLACED && strstr(rig->message, "init") != NULL);
  tell_received(rig, "told between the files");
  UNTIL(rig, rig->waiting == 1);
  move(second.path, rig->temp.path); /* another one in its place */
  UNTIL(rig, rig->condition == STORE_OK && rig->told == 2);
  g_assert_cmpint(rig->everything, >, 0);
  g_assert_cmpint(total(rig), ==, 3);
  rig_close(rig, 5000);
  assert_sound(&rig->temp, 3);
  g_free(rig->temp.path);
  rig->temp.path = away;
  assert_sound(&rig->temp, 1); /* whole, without its log */
  tempdb_free(&rig->temp);
  tempdb_free(&second);
  g_free(rig);
}

/* Moved over in one step while commits are only in the log: they stay with the old file, never in the new. */
static void replaced_with_log(void)
{
  struct tempdb first = tempdb_new(), second = tempdb_new();
  struct db *old = desk_open(&first), *new = desk_open(&second);
  struct ticket_event event = desk_received("x", NOON, 1);
  for (int i = 0; i < 5; i++)
    desk_do(old, &event);
  db_close(new);
  char *keep = g_strconcat(first.path, ".keep", NULL);
  g_assert_cmpint(link(first.path, keep), ==, 0);
  move(second.path, first.path);
  assert_sound(&first, 0);             /* opened by another program before ours sees it */
  db_close(old);
  assert_sound(&first, 0);
  g_free(first.path);
  first.path = keep;
  assert_sound(&first, 5);
  tempdb_free(&first);
  tempdb_free(&second);
}

static void replaced_by_rubbish(void)
{
  struct rig *rig = rig_new();
  UNTIL(rig, rig->condition == STORE_OK);
  char *away = g_strconcat(rig->temp.path, ".away", NULL);
  move(rig->temp.path, away);
  g_assert_true(g_file_set_contents(rig->temp.path, "no database at all, but long enough to be looked at", -1, NULL));
  UNTIL(rig, rig->condition == STORE_REPLACED && strstr(rig->message, "--db") != NULL);
  tell_received(rig, "waits for the right file");
  move(away, rig->temp.path);
  UNTIL(rig, rig->told == 1 && rig->condition == STORE_OK);
  g_assert_cmpint(total(rig), ==, 1);
  g_free(away);
  rig_free(rig);
}

static void cannot_open(void)
{
  struct rig *rig = g_new0(struct rig, 1);
  rig->temp = tempdb_new();
  rig_open(rig, rig->temp.path, 0);
  UNTIL(rig, rig->condition == STORE_FAILED);
  db_close(desk_open(&rig->temp)); /* made meanwhile: no restart needed */
  UNTIL(rig, rig->condition == STORE_OK);
  g_assert_cmpint(total(rig), ==, 0);
  rig_free(rig);
}

static void opened_for_reading(void)
{
  struct rig *rig = g_new0(struct rig, 1);
  rig->temp = tempdb_new();
  db_close(desk_open(&rig->temp));
  rig_open(rig, rig->temp.path, DB_READONLY);
  g_assert_cmpint(total(rig), ==, 0);
  tell_received(rig, "refused");
  UNTIL(rig, rig->told == 1); /* at once: waiting would not help */
  g_assert_cmpint(rig->error, ==, TE_READONLY);
  rig_free(rig);
}

/* --- in a child, for limits and rights that hold for a whole process -------------------------------------- */
static void in_child(void (*body)(const char *path), const char *path)
{
  pid_t child = fork();
  if (child == 0) {
    body(path);
    _exit(0);
  }
  int status = -1;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_cmpint(status, ==, 0);
}

/* A process that is stopped in the middle of a write, as a frozen poller would be. */
static pid_t stopped_writer(const char *path)
{
  pid_t child = fork();
  if (child == 0) {
    GError *error = NULL;
    struct db *db = db_open(path, 0, &error);
    if (db == NULL || !db_begin(db, &error) || !db_run(db, "UPDATE office SET name_en = 'x'", &error))
      _exit(1);
    raise(SIGSTOP);
    bool done = db_commit(db, &error);
    db_close(db);
    _exit(done ? 0 : 2);
  }
  int status = -1;
  g_assert_cmpint(waitpid(child, &status, WUNTRACED), ==, child);
  g_assert_true(WIFSTOPPED(status));
  return child;
}

/* Its locks stay: writes wait, and say for whom; reads go on. Let go on or killed, what waited is written by itself. */
static void stopped_in_a_write(void)
{
  static const int ways[] = {SIGCONT, SIGKILL};
  for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
    struct rig *rig = g_new0(struct rig, 1);
    rig->temp = tempdb_new();
    db_close(desk_open(&rig->temp));
    pid_t child = stopped_writer(rig->temp.path);
    char *who = g_strdup_printf("process %d (", (int)child);
    rig_open(rig, rig->temp.path, 0);
    UNTIL(rig, rig->condition == STORE_OK);
    tell_received(rig, "waits");
    UNTIL(rig, rig->condition == STORE_BUSY && rig->waiting == 1);
    g_assert_cmpint(total(rig), ==, 0); /* reading goes on */
    if (g_file_test("/proc/locks", G_FILE_TEST_EXISTS) &&
        (strstr(rig->message, who) == NULL || strstr(rig->message, "is stopped") == NULL))
      g_error("“%s” does not name %s", rig->message, who);
    kill(child, ways[i]);
    UNTIL(rig, rig->told == 1 && rig->condition == STORE_OK);
    g_assert_cmpint(rig->failed, ==, 0);
    int status = -1;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_cmpint(status, ==, ways[i] == SIGKILL ? SIGKILL : 0);
    g_free(who);
    rig_free(rig);
  }
}

static void lock_lines(void)
{
  static const char locks[] = "1: POSIX  ADVISORY  WRITE 77 08:01:1185 120 120\n"
                              "1: -> POSIX  ADVISORY  WRITE 78 08:01:1185 120 120\n"
                              "2: POSIX  ADVISORY  READ  79 08:01:1185 123 123\n"
                              "3: FLOCK  ADVISORY  WRITE 80 00:2f:1186 0 EOF\n"
                              "4: OFDLCK ADVISORY  WRITE -1 08:01:1187 120 120\n"
                              "5: POSIX  ADVISORY  WRITE 81 08:02:1185 120 120\nrubbish\n6: POSIX\n";
  g_assert_cmpint(lock_holder_parse(locks, 1185, 8, 1, false), ==, 77);
  g_assert_cmpint(lock_holder_parse(locks, 1185, 8, 2, false), ==, 81);
  g_assert_cmpint(lock_holder_parse(locks, 1185, 9, 9, false), ==, 77); /* the inode alone */
  g_assert_cmpint(lock_holder_parse(locks, 1186, 0, 0x2f, true), ==, 80);
  g_assert_cmpint(lock_holder_parse(locks, 1186, 0, 0x2f, false), ==, 0);
  g_assert_cmpint(lock_holder_parse(locks, 1187, 8, 1, false), ==, 0);
  g_assert_cmpint(lock_holder_parse("", 1, 1, 1, true), ==, 0);
}

static void set_limit(rlim_t bytes)
{
  struct rlimit limit;
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = MIN(bytes, limit.rlim_max);
  setrlimit(RLIMIT_FSIZE, &limit);
}

static void with_full_disk(const char *path)
{
  struct rig rig = {0};
  signal(SIGXFSZ, SIG_IGN);
  rig_open(&rig, path, 0);
  UNTIL(&rig, rig.condition == STORE_OK);
  set_limit(4096);
  tell_received(&rig, "waits for room");
  UNTIL(&rig, rig.condition == STORE_FULL && rig.waiting == 1);
  g_assert_cmpint(total(&rig), ==, 0);
  set_limit(RLIM_INFINITY);
  UNTIL(&rig, rig.told == 1 && rig.condition == STORE_OK);
  g_assert_cmpint(rig.failed, ==, 0);
  g_assert_cmpint(total(&rig), ==, 1);
  rig_close(&rig, 5000);
}

static void full_disk(void)
{
  struct tempdb temp = tempdb_new();
  db_close(desk_open(&temp));
  in_child(with_full_disk, temp.path);
  assert_sound(&temp, 1);
  tempdb_free(&temp);
}

/* Rights come back while the console runs; the helper is a process that still may change them. */
static void without_rights(const char *path)
{
  struct rig rig = {0};
  if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
    _exit(3);
  rig_open(&rig, path, 0);
  UNTIL(&rig, rig.condition == STORE_READONLY);
  g_assert_cmpint(total(&rig), ==, 0); /* there is something to see meanwhile */
  tell_received(&rig, "waits for rights");
  UNTIL(&rig, rig.waiting == 1);
  g_assert_cmpint(write(STDOUT_FILENO, "\n", 1), ==, 1); /* now */
  UNTIL(&rig, rig.told == 1 && rig.condition == STORE_OK);
  g_assert_cmpint(rig.failed, ==, 0);
  rig_close(&rig, 5000);
}

static void read_only_place(void)
{
  struct tempdb temp = tempdb_new();
  int ends[2];
  char byte;
  db_close(desk_open(&temp));
  g_assert_cmpint(chmod(temp.path, 0444), ==, 0);
  g_assert_cmpint(chmod(temp.folder, 0555), ==, 0);
  g_assert_cmpint(pipe(ends), ==, 0);
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    without_rights(temp.path);
    _exit(0);
  }
  close(ends[1]);
  g_assert_cmpint(read(ends[0], &byte, 1), ==, 1);
  GDir *dir = g_dir_open(temp.folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
    char *path = g_build_filename(temp.folder, name, NULL);
    g_assert_cmpint(chmod(path, 0666), ==, 0);
    g_free(path);
  }
  g_dir_close(dir);
  g_assert_cmpint(chmod(temp.folder, 0777), ==, 0);
  int status = -1;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_cmpint(status, ==, 0);
  close(ends[0]);
  assert_sound(&temp, 1);
  tempdb_free(&temp);
}

enum { KILLED = 3 };

/* Says "!" for each command that was acknowledged, until it is killed. */
static void write_until_killed(const char *path, int out)
{
  struct db *db = db_open(path, 0, NULL);
  db_set_patience(db, 60000);
  for (;;) {
    struct ticket_event event = desk_received("x", NOON, 2);
    desk_do(db, &event);
    if (write(out, "!", 1) != 1)
      _exit(1);
  }
}

/* Starts writers, kills them after some commands; returns how many were acknowledged. */
static int kill_round(const char *path, int stop_after)
{
  pid_t child[KILLED];
  int ends[2], acknowledged = 0;
  char byte;
  g_assert_cmpint(pipe(ends), ==, 0);
  for (int i = 0; i < KILLED; i++)
    if ((child[i] = fork()) == 0)
      write_until_killed(path, ends[1]);
  close(ends[1]);
  while (acknowledged < stop_after && read(ends[0], &byte, 1) == 1)
    acknowledged++;
  for (int i = 0; i < KILLED; i++)
    kill(child[i], SIGKILL);
  while (read(ends[0], &byte, 1) == 1)
    acknowledged++;
  for (int i = 0; i < KILLED; i++)
    waitpid(child[i], NULL, 0);
  close(ends[0]);
  return acknowledged;
}

/* Writers are killed at any moment: what they were told is there, once; the rest of their work never shows. */
static void kill_writers(void)
{
  struct tempdb temp = tempdb_new();
  GRand *dice = g_rand_new_with_seed(11);
  int acknowledged = 0, rounds = g_test_slow() ? 1000 : 12;
  db_close(desk_open(&temp));
  for (int i = 0; i < rounds; i++)
    acknowledged += kill_round(temp.path, g_rand_int_range(dice, 0, 20));
  g_rand_free(dice);
  struct db *db = tempdb_open(&temp, 0);
  int64_t tickets = desk_count(db, "SELECT count(*) FROM ticket");
  g_assert_cmpint(tickets, >=, acknowledged);
  g_assert_cmpint(tickets, <=, acknowledged + rounds * KILLED); /* at most one each was safe but not yet said */
  GString *faults = g_string_new(NULL);
  GError *error = NULL;
  struct chain_report chain;
  desk_ok(db_integrity(db, faults, &error), error);
  g_assert_cmpstr(faults->str, ==, "");
  desk_ok(chain_verify(db, NULL, &chain, &error), error);
  g_assert_cmpint(chain.first_bad, ==, 0);
  g_string_free(faults, TRUE);
  db_close(db);
  assert_sound(&temp, tickets);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_set(LANG_EN);
  g_test_add_func("/store/ask-and-tell", ask_and_tell);
  g_test_add_func("/store/slots", slots);
  g_test_add_func("/store/other-writer", other_writer);
  g_test_add_func("/store/overrun", overrun);
  g_test_add_func("/store/stranger", stranger);
  g_test_add_func("/store/locked", locked);
  g_test_add_func("/store/stopped-in-a-write", stopped_in_a_write);
  g_test_add_func("/store/lock-lines", lock_lines);
  g_test_add_func("/store/closed-while-locked", closed_while_locked);
  g_test_add_func("/store/told-then-closed", told_then_closed);
  g_test_add_func("/store/replaced", replaced);
  g_test_add_func("/store/replaced-with-log", replaced_with_log);
  g_test_add_func("/store/replaced-by-rubbish", replaced_by_rubbish);
  g_test_add_func("/store/cannot-open", cannot_open);
  g_test_add_func("/store/opened-for-reading", opened_for_reading);
  g_test_add_func("/store/full-disk", full_disk);
  g_test_add_func("/store/read-only-place", read_only_place);
  g_test_add_func("/store/kill-writers", kill_writers);
  return g_test_run();
}
