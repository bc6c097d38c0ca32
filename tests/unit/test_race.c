/* Eight programs write to one database at once, in random sequences: afterwards the read models are what the log comes
 * to, the chain is whole, every idempotency key was applied once, and nobody waited for long.
 * RACES: how many sequences (200). The same seed (--seed) gives the same commands, in an order that the machine makes. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk.h"
#include "toban/lang.h"
#include "toban/look.h"
#include "toban/verify.h"

enum { WRITERS = 8, COMMANDS = 10, TICKETS = 3, SEQUENCES = 200, PATIENCE_MS = 20000 };

/* --- a writer ---------------------------------------------------------------------------------------------------- */
static const char *const people[] = {"sato", "yamada", "chief"};

static int pick(GRand *rand, int count)
{
  return g_rand_int_range(rand, 0, count);
}

static const char *person(GRand *rand)
{
  return people[pick(rand, (int)G_N_ELEMENTS(people))];
}

struct choice { char key[16], other[16], title[16]; };

static struct ticket_event random_event(GRand *rand, struct choice *choice, int writer, int n)
{
  static const char *const offices[] = {"1", "12", "tokyo"};
  static const char *const states[] = {"open", "waiting-user", "waiting-vendor", "escalated", "resolved", "closed"};
  enum event_kind kind = (enum event_kind)pick(rand, EVENT_EXCLUSION_WITHDRAWN + 1);
  g_snprintf(choice->key, sizeof choice->key, "T-%d", pick(rand, TICKETS));
  g_snprintf(choice->other, sizeof choice->other, "T-%d", pick(rand, TICKETS));
  g_snprintf(choice->title, sizeof choice->title, "件名 %d", pick(rand, 9));
  struct ticket_event e = desk_event(choice->key, kind, NOON + pick(rand, 5000), NULL);
  if (kind == EVENT_RECEIVED) {
    e = desk_received(choice->title, NOON + pick(rand, 5000), 1 + pick(rand, 4));
    g_snprintf(choice->key, sizeof choice->key, "N%d-%d", writer, n);
    e.ticket = pick(rand, 2) == 0 ? choice->key : NULL; /* or a number of the program's own */
  }
  if (kind == EVENT_CHANGED) {
    e.title = pick(rand, 2) == 0 ? choice->title : NULL;
    e.office = pick(rand, 2) == 0 ? offices[pick(rand, 3)] : NULL;
    e.priority = 1 + pick(rand, 4);
  }
  if (kind == EVENT_ANSWERED)
    e.channel = CHANNEL_MAIL;
  if (kind == EVENT_ANSWERED || kind == EVENT_NOTE)
    e.body = "@yamada 確認 please";
  e.target = kind == EVENT_ASSIGNED ? person(rand) : kind == EVENT_STATE ? states[pick(rand, 6)]
             : kind == EVENT_MERGED ? choice->other : NULL;
  if (kind >= EVENT_EXCLUSION_REQUESTED)
    e.clocks = (unsigned)(1 + pick(rand, 3));
  e.reason = kind == EVENT_EXCLUSION_REQUESTED ? "other" : NULL;
  return e;
}

static struct command *random_command(GRand *rand, int writer, int n)
{
  struct choice choice;
  struct command *command;
  int kind = pick(rand, 12);
  if (kind == 0) {
    command = command_new(COMMAND_SETTING, person(rand), NOON + 6000);
    command_set(command, &command->name, "lang");
    command_set(command, &command->value, pick(rand, 2) == 0 ? "ja" : "en");
    return command;
  }
  if (kind == 1)
    return look_command(person(rand), NOON + 6000, LOOK_TICKET, "T-1");
  struct ticket_event event = random_event(rand, &choice, writer, n);
  command = command_ticket(person(rand), NOON + 6000, pick(rand, 2) == 0 ? 0 : 1 + pick(rand, 6), &event);
  command->by_field = pick(rand, 2) == 0;
  return command;
}

/* Until the lock was free. What the rules refuse is no fault of the store's. */
static bool carry_out(struct db *db, const struct command *command, struct command_outcome *outcome)
{
  GError *error = NULL;
  bool done = command_run(db, command, outcome, &error);
  if (!done && !error_is(error, TE_DATA) && !error_is(error, TE_PERMISSION) && !error_is(error, TE_NOINPUT))
    g_error("writer: %s", error->message);
  g_clear_error(&error);
  return done;
}

static int64_t events_with_key(struct db *db, const char *key)
{
  int64_t n = -1;
  GError *error = NULL;
  desk_ok(db_get_int(db, &n, -1, &error, "SELECT count(*) FROM event WHERE command = $1", "t", key), error);
  return n;
}

/* Sends each command once, and one in three again: at once, or after another one. */
static void write_sequence(const char *path, guint32 seed, int writer)
{
  GRand *rand = g_rand_new_with_seed(seed * WRITERS + (guint32)writer);
  GError *error = NULL;
  struct db *db = db_open(path, 0, &error);
  g_assert_no_error(error);
  db_set_patience(db, PATIENCE_MS);
  for (int n = 0; n < COMMANDS; n++) {
    struct command *command = random_command(rand, writer, n);
    struct command_outcome first, again;
    bool done = carry_out(db, command, &first);
    if (pick(rand, 3) == 0 && carry_out(db, command, &again) && done && first.result == COMMAND_DONE &&
        command->kind == COMMAND_TICKET) {
      g_assert_cmpint(again.result, ==, COMMAND_REPEATED);
      g_assert_cmpstr(again.ticket, ==, first.ticket);
      g_assert_cmpint(again.revision, ==, first.revision);
    }
    if (done && first.result == COMMAND_DONE && command->kind == COMMAND_TICKET)
      g_assert_cmpint(events_with_key(db, command->key), ==, 1);
    command_free(command);
  }
  db_close(db);
  g_rand_free(rand);
}

/* For each number that comes in, one sequence in the database PATH.NUMBER; then a byte goes out. */
static void be_writer(int in, int out, const char *path, int writer)
{
  guint32 number;
  while (read(in, &number, sizeof number) == (ssize_t)sizeof number) {
    char *name = g_strdup_printf("%s.%u", path, number);
    write_sequence(name, number, writer);
    g_free(name);
    if (write(out, "", 1) != 1)
      _exit(1);
  }
  _exit(0);
}

/* --- the judge ---------------------------------------------------------------------------------------------------- */
struct writer { pid_t pid; int in, out; };

static void start(struct writer *writers, int number, const char *path)
{
  int in[2], out[2];
  g_assert_true(pipe(in) == 0 && pipe(out) == 0);
  fflush(NULL);
  pid_t pid = fork();
  g_assert_cmpint(pid, >=, 0);
  if (pid == 0) {
    for (int i = 0; i < number; i++)
      close(writers[i].in), close(writers[i].out); /* else nobody's input ever ends */
    close(in[1]), close(out[0]);
    be_writer(in[0], out[1], path, number);
  }
  close(in[0]), close(out[1]);
  writers[number] = (struct writer){pid, in[1], out[0]};
}

static void check(const char *path)
{
  struct chain_report chain;
  struct verify_report report;
  GError *error = NULL;
  struct db *db = db_open(path, 0, &error);
  g_assert_no_error(error);
  for (int rebuilt = 0; rebuilt < 2; rebuilt++) {
    verify_report_init(&report);
    desk_ok(chain_verify(db, NULL, &chain, &error) && verify_run(db, &report, &error), error);
    g_assert_cmpint(chain.first_bad, ==, 0);
    g_assert_cmpstr(report.text->str, ==, "");
    verify_report_clear(&report);
    desk_ok(rebuilt > 0 || verify_rebuild(db, &error), error);
  }
  g_assert_cmpint(desk_count(db, "SELECT count(*) - count(DISTINCT command) FROM event WHERE command IS NOT NULL"), ==, 0);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM event e WHERE command IS NOT NULL AND NOT EXISTS"
                                 " (SELECT 1 FROM applied a WHERE a.command = e.command)"), ==, 0);
  db_close(db);
}

static void copy_model(const struct tempdb *model, const char *to)
{
  char *bytes;
  gsize length;
  g_assert_true(g_file_get_contents(model->path, &bytes, &length, NULL));
  g_assert_true(g_file_set_contents(to, bytes, (gssize)length, NULL));
  g_free(bytes);
}

static void one_sequence(struct writer *writers, const struct tempdb *model, guint32 number)
{
  char *path = g_strdup_printf("%s.%u", model->path, number), byte;
  copy_model(model, path);
  for (int i = 0; i < WRITERS; i++)
    g_assert_cmpint(write(writers[i].in, &number, sizeof number), ==, (ssize_t)sizeof number);
  for (int i = 0; i < WRITERS; i++)
    g_assert_cmpint(read(writers[i].out, &byte, 1), ==, 1); /* nothing: it failed, and said why */
  g_test_message("sequence %u", number);
  check(path);
  static const char *const beside[] = {"", "-wal", "-shm", "-gate", "-bell"};
  for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
    char *file = g_strconcat(path, beside[i], NULL);
    g_remove(file);
    g_free(file);
  }
  g_free(path);
}

static void make_model(const struct tempdb *temp)
{
  struct db *db = desk_open(temp);
  for (int i = 0; i < TICKETS; i++) {
    struct ticket_event event = desk_received("title", NOON + i, 1 + i);
    char key[16];
    g_snprintf(key, sizeof key, "T-%d", i);
    event.ticket = key;
    desk_do(db, &event);
  }
  db_close(db);
}

static void eight_writers(void)
{
  const char *wanted = g_getenv("RACES");
  int sequences = wanted == NULL ? SEQUENCES : atoi(wanted);
  struct writer writers[WRITERS] = {{0, 0, 0}};
  struct tempdb temp = tempdb_new();
  guint32 seed = (guint32)g_test_rand_int();
  make_model(&temp);
  for (int i = 0; i < WRITERS; i++)
    start(writers, i, temp.path);
  for (int i = 0; i < sequences; i++)
    one_sequence(writers, &temp, seed + (guint32)i);
  for (int i = 0; i < WRITERS; i++) {
    int status;
    close(writers[i].in), close(writers[i].out);
    g_assert_cmpint(waitpid(writers[i].pid, &status, 0), ==, writers[i].pid);
    g_assert_cmpint(status, ==, 0);
  }
  g_test_message("%d sequences of %d commands by each of %d writers", sequences, COMMANDS, WRITERS);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  signal(SIGPIPE, SIG_IGN);
  if (access("/dev/shm", W_OK) == 0) /* the order of writers is what is tried, not the disk */
    g_setenv("TMPDIR", "/dev/shm", FALSE);
  lang_init();
  lang_set(LANG_EN);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/race/eight-writers", eight_writers);
  return g_test_run();
}
