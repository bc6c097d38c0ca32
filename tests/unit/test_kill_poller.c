/* Pollers killed and frozen at random moments while troubles and outages come and go: each trouble has one ticket, each
 * outage one notice of its beginning and one of its end, none is told twice, none is lost; who wakes late writes nothing.
 * KILLS: how many (50). */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk.h"
#include "toban/check_store.h"
#include "toban/health_store.h"
#include "toban/lang.h"
#include "toban/verify.h"

enum { ENDPOINTS = 4, LIFE_US = 40000, HOUR = 3600, REFUSED = 3 };
enum { OUTAGES = 40, EACH = 10, BEGINS_AT = 2, ENDS_AT = 5 };    /* in steps */

/* --- the world: at step n the endpoint n % ENDPOINTS goes down, and is good again at its next turn ------------- */
static bool is_down_at(long n)
{
  return (n / ENDPOINTS) % 2 == 0;
}

static void write_of(long n, struct check_write *write)
{
  *write = (struct check_write){.interval_s = 60};
  check_status_init(&write->status);
  g_snprintf(write->id, sizeof write->id, "e%ld", n % ENDPOINTS);
  write->status.state = write->status.base = is_down_at(n) ? CHECK_DOWN : CHECK_OK;
  write->status.since = write->status.base_since = write->status.checked_at = NOON + n * HOUR;
  if (is_down_at(n))
    check_message_make(REASON_REFUSED, NULL, write->status.message);
}

/* Outage k is from step k * EACH + BEGINS_AT to k * EACH + ENDS_AT. Told before this step and at it: */
static long outages_told(long n, int at)
{
  return CLAMP((n - at) / EACH + (n >= at), 0, OUTAGES);
}

static bool tell_outage(struct db *db, const struct lease *lease, long n, GError **error)
{
  struct outage_args args = {.epoch = lease->epoch, .now = NOON + n * HOUR, .number = n / EACH + 1, .endpoints = ENDPOINTS,
                             .what = n % EACH == BEGINS_AT ? OUTAGE_BEGINS : OUTAGE_ENDS};
  g_strlcpy(args.holder, lease->holder, sizeof args.holder);
  return n >= OUTAGES * EACH || (n % EACH != BEGINS_AT && n % EACH != ENDS_AT) || outage_tell(db, &args, error);
}

/* --- a poller: this program again, with the database and the step from which it goes on -------------------------- */
/* As one that has watched the lease long enough: it takes it. */
static bool take_over(struct db *db, struct lease *lease, GError **error)
{
  char holder[64];
  g_snprintf(holder, sizeof holder, "poller:%d:x", (int)getpid());
  return lease_take(db, LEASE_POLLER, holder, 0, 1, lease, error) &&
         (strcmp(lease->holder, holder) == 0 || lease_take(db, LEASE_POLLER, holder, lease->until, 1, lease, error)) &&
         strcmp(lease->holder, holder) == 0;
}

static int be_poller(const char *path, long n)
{
  GError *error = NULL;
  struct lease lease;
  struct db *db = NULL;
  while ((db == NULL && (db = db_open(path, 0, &error)) == NULL) || !take_over(db, &lease, &error)) {
    if (!error_is(error, TE_BUSY)) {
      fprintf(stderr, "# poller: %s\n", error == NULL ? "no lease" : error->message);
      return 1;
    }
    g_clear_error(&error);
  }
  for (;; n++) {
    struct check_write one;
    struct check_batch batch = {.epoch = lease.epoch, .now = NOON + n * HOUR, .count = 1, .write = &one};
    write_of(n, &one);
    g_strlcpy(batch.holder, lease.holder, sizeof batch.holder);
    while (!check_write_batch(db, &batch, &error) || !tell_outage(db, &lease, n, &error)) {
      if (error_is(error, TE_CONFLICT))
        return REFUSED;
      if (!error_is(error, TE_BUSY)) {
        fprintf(stderr, "# poller: %s\n", error->message);
        return 1;
      }
      g_clear_error(&error);
    }
    if (write(STDOUT_FILENO, &n, sizeof n) != (ssize_t)sizeof n)
      return 1;
  }
}

/* --- the killer ------------------------------------------------------------------------------------------------ */
struct poller { pid_t pid; int pipe; };

static struct poller start(const char *path, long from)
{
  int ends[2];
  char text[32];
  g_assert_cmpint(pipe(ends), ==, 0);
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  g_snprintf(text, sizeof text, "%ld", from);
  fflush(NULL);
  struct poller poller = {.pid = fork(), .pipe = ends[0]};
  g_assert_cmpint(poller.pid, >=, 0);
  if (poller.pid == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[1]);
    execl("/proc/self/exe", "test_kill_poller", "--poller", path, text, (char *)NULL);
    _exit(127);
  }
  close(ends[1]);
  return poller;
}

/* Waits for its first step, so that it holds the lease; then for a moment of chance. */
static void let_live(struct poller *poller, long *done)
{
  g_assert_cmpint(read(poller->pipe, done, sizeof *done), ==, sizeof *done);
  g_usleep((gulong)g_test_rand_int_range(0, LIFE_US));
}

/* The end of what it wrote down as done. */
static void drain(struct poller *poller, long *done)
{
  for (long n; read(poller->pipe, &n, sizeof n) == (ssize_t)sizeof n;)
    *done = n;
  close(poller->pipe);
}

static void bury(struct poller *poller, long *done)
{
  int status;
  g_assert_cmpint(kill(poller->pid, SIGKILL), ==, 0);
  g_assert_cmpint(waitpid(poller->pid, &status, 0), ==, poller->pid);
  g_assert_true(WIFSIGNALED(status));
  drain(poller, done);
}

/* One is frozen, the next takes over; when the first wakes, it is refused and ends. */
static void freeze(struct db *db, const char *path, struct poller *poller, long *done)
{
  int status;
  long late = *done;
  g_assert_cmpint(kill(poller->pid, SIGSTOP), ==, 0);
  g_assert_cmpint(waitpid(poller->pid, &status, WUNTRACED), ==, poller->pid);
  db_set_patience(db, 20);
  if (!db_begin(db, NULL)) { /* frozen inside of its transaction: nobody writes until it wakes */
    bury(poller, done);
    return;
  }
  db_rollback(db);
  fcntl(poller->pipe, F_SETFL, O_NONBLOCK);
  for (long n; read(poller->pipe, &n, sizeof n) == (ssize_t)sizeof n;)
    *done = n;
  fcntl(poller->pipe, F_SETFL, 0);
  struct poller next = start(path, *done + 1);
  let_live(&next, done);
  g_assert_cmpint(kill(poller->pid, SIGCONT), ==, 0);
  g_assert_cmpint(waitpid(poller->pid, &status, 0), ==, poller->pid);
  g_assert_true(WIFEXITED(status));
  g_assert_cmpint(WEXITSTATUS(status), ==, REFUSED);
  drain(poller, &late); /* one step may have been done just before it was frozen, and told only now */
  bury(&next, done);
}

static void check_world(struct db *db, long done)
{
  struct verify_report report;
  GError *error = NULL;
  int64_t downs = 0;
  for (long n = 0; n <= done; n++)
    downs += is_down_at(n);
  int64_t tickets = desk_count(db, "SELECT count(*) FROM ticket");
  /* The step after the last that was told may have been done. */
  g_assert_true(tickets == downs || tickets == downs + is_down_at(done + 1));
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE kind = 'alert-opened'"), ==, tickets);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event WHERE kind = 'received'"), ==, tickets);
  int64_t open = desk_count(db, "SELECT count(*) FROM ticket WHERE open = 1");
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM endpoint_alert WHERE ended_at IS NULL"), ==, open);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM endpoint_state WHERE state = 'down'"), ==, open);
  int64_t begun = desk_count(db, "SELECT count(*) FROM event WHERE kind = 'outage-begins'"),
          ended = desk_count(db, "SELECT count(*) FROM event WHERE kind = 'outage-ends'");
  g_assert_true(begun == outages_told(done, BEGINS_AT) || begun == outages_told(done + 1, BEGINS_AT));
  g_assert_true(ended == outages_told(done, ENDS_AT) || ended == outages_told(done + 1, ENDS_AT));
  g_assert_cmpint(begun, >, 0);
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  g_assert_cmpstr(report.text->str, ==, "");
  verify_report_clear(&report);
}

static void plan_outages(struct db *db)
{
  static const char *const all[] = {"all", NULL};
  for (int i = 0; i < OUTAGES; i++) {
    utc_t first = NOON + (utc_t)(i * EACH) * HOUR;
    struct command *command = maintenance_plan("sato", NOON, first + BEGINS_AT * HOUR, first + ENDS_AT * HOUR, all, "x");
    struct command_outcome outcome;
    GError *error = NULL;
    desk_ok(command_run(db, command, &outcome, &error), error);
    command_free(command);
  }
}

static void kills(void)
{
  struct tempdb temp = tempdb_new();
  const char *wanted = g_getenv("KILLS");
  int count = wanted == NULL ? 50 : atoi(wanted);
  long done = -1;
  GError *error = NULL;
  struct db *db = desk_open(&temp);
  for (int i = 0; i < ENDPOINTS; i++) {
    char id[16];
    g_snprintf(id, sizeof id, "e%d", i);
    desk_ok(db_exec(db, &error,
                    "INSERT INTO endpoint (id, position, group_, name_ja, name_en, kind, target, interval_s, timeout_s,"
                    " down_after, up_after, expect_status, expect_body, slow_ms, parent, office) VALUES ($1, 1, '', $1, $1,"
                    " 'http', 'http://127.0.0.1/', 60, 10, 1, 1, '', '', 0, '', '12')", "t", id), error);
  }
  plan_outages(db);
  for (int k = 0; k < count; k++) {
    struct poller poller = start(temp.path, done + 1);
    let_live(&poller, &done);
    if (k % 5 == 4)
      freeze(db, temp.path, &poller, &done);
    else
      bury(&poller, &done);
  }
  check_world(db, done);
  g_test_message("%d kills, %ld steps, no alert and no notice twice, none lost", count, done + 1);
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  lang_init();
  lang_set(LANG_EN);
  if (argc == 4 && strcmp(argv[1], "--poller") == 0)
    return be_poller(argv[2], atol(argv[3]));
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/kill-poller/edge-38-once", kills);
  return g_test_run();
}
