/* kill -9 at random moments, while several programs write: every acknowledged write is there, once; the log's chain, the
 * read models and the file are whole.
 * KILLS: how many (60); `make fault-long` has 1,000. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk.h"
#include "toban/lang.h"
#include "toban/verify.h"

enum { WRITERS = 3, LIFE_US = 40000, CHECK_EACH = 50 };

/* --- a writer: this program again, with the database, its number and where it goes on ------------------------- */
/* One ticket and one note for each n, with idempotency keys that say which: after a crash the same are sent again. */
static bool write_one(struct db *db, const char *key, const struct ticket_event *event)
{
  struct command *command = command_ticket("sato", NOON + 10, 0, event);
  struct command_outcome outcome;
  GError *error = NULL;
  g_strlcpy(command->key, key, sizeof command->key);
  bool done = command_run(db, command, &outcome, &error);
  if (!done && !error_is(error, TE_BUSY))
    fprintf(stderr, "# writer: %s: %s\n", key, error->message);
  g_clear_error(&error);
  command_free(command);
  return done;
}

static bool write_both(struct db *db, int writer, long n)
{
  char ticket[32], key[40];
  struct ticket_event made = desk_received("件名", NOON, 1 + (int)(n % 4)), note;
  g_snprintf(ticket, sizeof ticket, "W%d-%ld", writer, n);
  made.ticket = ticket;
  note = desk_event(ticket, EVENT_NOTE, NOON + 5, NULL);
  note.body = "text";
  g_snprintf(key, sizeof key, "made-%s", ticket);
  if (!write_one(db, key, &made))
    return false;
  g_snprintf(key, sizeof key, "note-%s", ticket);
  return write_one(db, key, &note);
}

/* Acknowledges on standard output: a pipe keeps what was written by who is dead. */
static int be_writer(char **argv)
{
  GError *error = NULL;
  int writer = atoi(argv[1]);
  struct db *db = NULL;
  for (long n = atol(argv[2]);; n++) {
    while (db == NULL && (db = db_open(argv[0], 0, &error)) == NULL)
      g_clear_error(&error);
    while (!write_both(db, writer, n))
      ;
    if (write(STDOUT_FILENO, &n, sizeof n) != (ssize_t)sizeof n)
      return 1;
  }
}

/* --- the killer ------------------------------------------------------------------------------------------------ */
struct writer { pid_t pid; int pipe; long acknowledged; /* the last n; -1 none */ };

static void start(struct writer *writer, int number, const char *path)
{
  int ends[2];
  char id[16], from[32];
  g_assert_cmpint(pipe(ends), ==, 0);
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  g_snprintf(id, sizeof id, "%d", number);
  g_snprintf(from, sizeof from, "%ld", writer->acknowledged + 1);
  fflush(NULL);
  writer->pid = fork();
  g_assert_cmpint(writer->pid, >=, 0);
  if (writer->pid == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[1]);
    execl("/proc/self/exe", "test_kill", "--writer", path, id, from, (char *)NULL);
    _exit(127);
  }
  close(ends[1]);
  writer->pipe = ends[0];
}

/* What it had acknowledged when it died. */
static void bury(struct writer *writer)
{
  int status;
  long n;
  g_assert_cmpint(kill(writer->pid, SIGKILL), ==, 0);
  g_assert_cmpint(waitpid(writer->pid, &status, 0), ==, writer->pid);
  g_assert_true(WIFSIGNALED(status)); /* it did not end by itself */
  while (read(writer->pipe, &n, sizeof n) == (ssize_t)sizeof n) {
    g_assert_cmpint(n, ==, writer->acknowledged + 1);
    writer->acknowledged = n;
  }
  close(writer->pipe);
}

static void check_counts(struct db *db, const struct writer *writer, int number)
{
  int64_t made = 0, notes = 0, tickets = 0;
  char prefix[16], end[16];
  GError *error = NULL;
  long n = writer->acknowledged + 1; /* what was sent but not acknowledged may be there too */
  g_snprintf(prefix, sizeof prefix, "W%d-", number);
  g_snprintf(end, sizeof end, "W%d.", number);
  desk_ok(db_get_int(db, &made, 0, &error, "SELECT count(DISTINCT ticket) FROM event WHERE ticket >= $1 AND ticket < $2"
                     " AND kind = 'received'", "tt", prefix, end), error);
  desk_ok(db_get_int(db, &notes, 0, &error, "SELECT count(*) FROM event WHERE ticket >= $1 AND ticket < $2"
                     " AND kind = 'note'", "tt", prefix, end), error);
  desk_ok(db_get_int(db, &tickets, 0, &error, "SELECT count(*) FROM ticket WHERE key >= $1 AND key < $2", "tt", prefix,
                     end), error);
  g_assert_true(made == n || made == n + 1);
  g_assert_true(notes == n || notes == n + 1);
  g_assert_true(notes <= made);
  g_assert_cmpint(tickets, ==, made);
}

static void check_all(const char *path, const struct writer *writers)
{
  GError *error = NULL;
  struct chain_report chain;
  struct verify_report report;
  GString *file = g_string_new(NULL);
  struct db *db = db_open(path, 0, &error);
  g_assert_no_error(error);
  verify_report_init(&report);
  desk_ok(db_integrity(db, file, &error) && chain_verify(db, NULL, &chain, &error) && verify_run(db, &report, &error),
          error);
  g_assert_cmpstr(file->str, ==, "");
  g_assert_cmpint(chain.first_bad, ==, 0);
  g_assert_cmpstr(report.text->str, ==, "");
  g_assert_cmpint(desk_count(db, "SELECT count(*) - count(DISTINCT command) FROM event WHERE command IS NOT NULL"), ==, 0);
  for (int i = 0; i < WRITERS; i++)
    check_counts(db, &writers[i], i);
  verify_report_clear(&report);
  g_string_free(file, TRUE);
  db_close(db);
}

static void stop_all(struct writer *writers)
{
  for (int i = 0; i < WRITERS; i++)
    if (writers[i].pid != 0)
      bury(&writers[i]);
  for (int i = 0; i < WRITERS; i++)
    writers[i].pid = 0;
}

static void kills(void)
{
  struct tempdb temp = tempdb_new();
  struct writer writers[WRITERS];
  const char *wanted = g_getenv("KILLS");
  int count = wanted == NULL ? 60 : atoi(wanted);
  long written = 0;
  db_close(desk_open(&temp));
  for (int i = 0; i < WRITERS; i++)
    writers[i] = (struct writer){.acknowledged = -1};
  for (int k = 0; k < count; k++) {
    for (int i = 0; i < WRITERS; i++)
      if (writers[i].pid == 0)
        start(&writers[i], i, temp.path);
    g_usleep((gulong)g_test_rand_int_range(0, LIFE_US)); /* the moment is what is tried, not how long something takes */
    int victim = g_test_rand_int_range(0, WRITERS);
    bury(&writers[victim]);
    writers[victim].pid = 0;
    if (k % CHECK_EACH == CHECK_EACH - 1) {
      stop_all(writers);
      check_all(temp.path, writers);
    }
  }
  stop_all(writers);
  check_all(temp.path, writers);
  for (int i = 0; i < WRITERS; i++)
    written += writers[i].acknowledged + 1;
  g_test_message("%d kills, %ld acknowledged tickets, none lost", count, written);
  g_assert_cmpint(written, >, 0);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  lang_init();
  lang_set(LANG_EN);
  if (argc == 5 && strcmp(argv[1], "--writer") == 0)
    return be_writer(argv + 2);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/kill/acknowledged-is-there", kills);
  return g_test_run();
}
