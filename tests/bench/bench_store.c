/* What the store costs: commits beside bare SQLite, how soon another console knows, windows at three sizes.
 *
 *   bench_store FOLDER [TICKETS,...]      databases are made in FOLDER when they are not there */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fill.h"
#include "toban/command.h"
#include "toban/error.h"
#include "toban/read.h"
#include "toban/store.h"

static double now_us(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_value(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void print_times(const char *what, double *us, int count)
{
  qsort(us, (size_t)count, sizeof *us, by_value);
  printf("  %-44s %10.1f %10.1f %10.1f\n", what, us[count / 2], us[count * 99 / 100], us[count - 1]);
}

/* A macro: the call sets the error, so it must be looked at after it. */
#define must(done, error) \
  do { \
    if (!(done)) { \
      fprintf(stderr, "%s\n", (error) == NULL ? "failed" : (error)->message); \
      exit(1); \
    } \
  } while (0)

static struct db *open_db(const char *path)
{
  GError *error = NULL;
  struct db *db = db_open(path, 0, &error);
  must(db != NULL, error);
  return db;
}

static char *make_database(const char *folder, int tickets)
{
  char *path = g_strdup_printf("%s/bench-%d.db", folder, tickets);
  GError *error = NULL;
  if (g_file_test(path, G_FILE_TEST_EXISTS))
    return path;
  double before = now_us();
  must(fill_database(path, tickets, &error), error);
  printf("filled with %d tickets in %.1f s\n", tickets, (now_us() - before) / 1e6);
  return path;
}

/* --- reads -------------------------------------------------------------------------------------------- */
enum { ROUNDS = 200 };

static void time_window(struct db *db, const char *what, struct queue_args args)
{
  double us[ROUNDS];
  GError *error = NULL;
  struct queue_window *window = NULL;
  for (int i = 0; i < ROUNDS; i++) {
    double before = now_us();
    snapshot_free(window);
    must((window = queue_window_read(db, &args, &error)) != NULL, error);
    us[i] = now_us() - before;
  }
  char *line = g_strdup_printf("%s (%d of %d)", what, window->rows, (int)window->total);
  print_times(line, us, ROUNDS);
  g_free(line);
  snapshot_free(window);
}

static struct queue_place place_at(struct db *db, enum queue_view view, const char *sql)
{
  struct queue_place place = {0, 0};
  (void)view;
  struct db_stmt *stmt = db_prepare(db, sql, NULL);
  if (db_step(stmt, NULL) > 0)
    place = (struct queue_place){db_int(stmt, 0), db_int(stmt, 1)};
  db_done(stmt);
  return place;
}

static void bench_reads(const char *path, int tickets)
{
  struct queue_args args = {.now = FILL_END, .after = 60, .before = 60, .actor = "yamada"};
  GError *error = NULL;
  double us[ROUNDS];
  printf("reads at %d tickets, us: median, 99 of 100, worst\n", tickets);
  for (int i = 0; i < 20; i++) {
    double before = now_us();
    struct db *db = open_db(path);
    struct desk_args desk = {FILL_END};
    snapshot_free(queue_window_read(db, &args, &error));
    snapshot_free(desk_counts_read(db, &desk, &error));
    reference_free(reference_read(db, NULL, &error));
    us[i] = now_us() - before;
    db_close(db);
  }
  print_times("open, first window, counts, reference", us, 20);
  struct db *db = open_db(path);
  time_window(db, "open, top", args);
  args.where = QUEUE_BOTTOM;
  time_window(db, "open, bottom", args);
  args.where = QUEUE_AROUND;
  args.place = place_at(db, VIEW_OPEN,
                        "SELECT rank_at, id FROM ticket WHERE open = 1 ORDER BY rank_at DESC, id DESC LIMIT 1");
  time_window(db, "open, around the last", args);
  args.view = VIEW_LATE;
  time_window(db, "late", args);
  args.view = VIEW_MINE;
  time_window(db, "mine", args);
  args.view = VIEW_HELD;
  time_window(db, "held", args);
  args.view = VIEW_ALL;
  args.place = place_at(db, VIEW_ALL,
                        "SELECT changed_at, id FROM ticket WHERE id > (SELECT max(id) / 2 FROM ticket) LIMIT 1");
  time_window(db, "all, in the middle", args);
  args.view = VIEW_OPEN;
  args.where = QUEUE_TOP;
  g_strlcpy(args.filter, "vpn", sizeof args.filter);
  time_window(db, "open, filtered by a word", args);
  args.view = VIEW_ALL;
  time_window(db, "all, filtered by a word", args);
  for (int i = 0; i < ROUNDS; i++) {
    struct desk_args desk = {FILL_END};
    double before = now_us();
    snapshot_free(desk_counts_read(db, &desk, &error));
    us[i] = now_us() - before;
  }
  print_times("counts of the header", us, ROUNDS);
  for (int i = 0; i < ROUNDS; i++) {
    struct due_args due = {FILL_END, 20};
    double before = now_us();
    snapshot_free(due_list_read(db, &due, &error));
    us[i] = now_us() - before;
  }
  print_times("next deadlines", us, ROUNDS);
  db_close(db);
}

/* --- commits ------------------------------------------------------------------------------------------ */
enum { RUNS = 7, WRITERS_MAX = 8, COMMITS_MAX = 200000 };
struct score {
  int commits;
  double us[COMMITS_MAX];
};

/* Tickets to write to: as many that no one grows out of proportion. */
static GPtrArray *keys_of(struct db *db)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
  struct db_stmt *stmt = db_prepare(db, "SELECT key FROM ticket ORDER BY id", NULL);
  while (db_step(stmt, NULL) > 0)
    g_ptr_array_add(keys, g_strdup(db_text(stmt, 0)));
  db_done(stmt);
  return keys;
}

static void write_once(struct db *db, const GPtrArray *keys, int n)
{
  struct ticket_event event = {.ticket = g_ptr_array_index(keys, (guint)(n * 7919 + getpid() * 101) % keys->len),
                               .kind = EVENT_NOTE,
                               .channel = CHANNEL_NONE,
                               .body = "利用者へ電話。"};
  char title[32];
  g_snprintf(title, sizeof title, "title %d", n);
  if (n % 8 == 0)
    event = (struct ticket_event){
        .kind = EVENT_RECEIVED, .channel = CHANNEL_PHONE, .priority = 2, .office = "12", .title = title};
  struct command *command = command_ticket("bench", FILL_END + 86400, 0, &event);
  struct command_outcome outcome;
  GError *error = NULL;
  must(command_run(db, command, &outcome, &error), error);
  command_free(command);
}

typedef void write_fn(const char *path, struct score *score, double until);

static void write_commands(const char *path, struct score *score, double until)
{
  struct db *db = open_db(path);
  GPtrArray *keys = keys_of(db);
  db_set_patience(db, 60000);
  while (score->commits < COMMITS_MAX && now_us() < until) {
    double before = now_us();
    write_once(db, keys, score->commits + 1);
    score->us[score->commits++] = now_us() - before;
  }
  g_ptr_array_unref(keys);
  db_close(db);
}

static int short_sleep(void *user, int count)
{
  (void)user, (void)count;
  usleep((useconds_t)(200 + rand() % 800));
  return 1;
}

/* A note by hand: the same tables, the same rows, nothing that checks, folds or chains. ?1 a number that
 * grows, ?2 a ticket's id. */
static const char *const bare_sql[] = {
    "BEGIN IMMEDIATE",
    "SELECT 1 FROM applied WHERE command = ?1",
    "SELECT * FROM ticket WHERE id = ?2",
    "SELECT * FROM ticket_clock WHERE id BETWEEN ?2 * 4 AND ?2 * 4 + 1",
    "INSERT INTO event (seq, ticket, at, by_, kind, body, recorded_at, command, hash) SELECT (SELECT max(seq) + 1 "
    "FROM event),"
    " key, changed_at + 1, 'bench', 'note', 'x', 5, ?1, '0123456789012345678901234567890123456789012' FROM ticket"
    " WHERE id = ?2",
    "SELECT * FROM event WHERE ticket = (SELECT key FROM ticket WHERE id = ?2) ORDER BY at, seq",
    "UPDATE ticket SET changed_at = changed_at + 1, revision = revision + 1 WHERE id = ?2",
    "UPDATE ticket_clock SET at = at + 1 WHERE id BETWEEN ?2 * 4 AND ?2 * 4 + 1",
    "UPDATE tally_day SET value = value WHERE kind = 'all' AND day = 20000",
    "INSERT INTO feed (seq, topic, subject) SELECT coalesce(max(seq), 0) + 1, 1, 'x' FROM feed",
    "DELETE FROM feed WHERE seq <= (SELECT max(seq) FROM feed) - 10000",
    "INSERT INTO applied (command, at, actor, ticket, revision) VALUES (hex(randomblob(16)), ?1, 'bench', 'x', 1)",
    "COMMIT",
};
enum { BARE = G_N_ELEMENTS(bare_sql) };

static void write_bare(const char *path, struct score *score, double until)
{
  sqlite3 *db;
  sqlite3_stmt *stmt[BARE];
  sqlite3_open(path, &db);
  srand((unsigned)getpid());
  sqlite3_busy_handler(db, short_sleep, NULL);
  sqlite3_exec(db, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
  for (int i = 0; i < BARE; i++)
    if (sqlite3_prepare_v2(db, bare_sql[i], -1, &stmt[i], NULL) != SQLITE_OK)
      exit(1);
  while (score->commits < COMMITS_MAX && now_us() < until) {
    double before = now_us();
    for (int i = 0; i < BARE; i++) {
      sqlite3_bind_int(stmt[i], 1, score->commits);
      sqlite3_bind_int(stmt[i], 2, 2 + 5 * (rand() % 9000));
      while (sqlite3_step(stmt[i]) == SQLITE_ROW)
        continue;
      sqlite3_reset(stmt[i]);
    }
    score->us[score->commits++] = now_us() - before;
  }
  for (int i = 0; i < BARE; i++)
    sqlite3_finalize(stmt[i]);
  sqlite3_close(db);
}

/* One second of so many writers; adds to *us what each commit took. */
static double run_writers(const char *path, int writers, write_fn *body, GArray *us)
{
  size_t size = sizeof(struct score) * WRITERS_MAX;
  struct score *score = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  double until = now_us() + 1e6;
  guint before = us->len;
  fflush(stdout);
  for (int i = 0; i < writers; i++)
    if (fork() == 0) {
      body(path, &score[i], until);
      _exit(0);
    }
  while (wait(NULL) > 0)
    continue;
  for (int i = 0; i < writers; i++)
    g_array_append_vals(us, score[i].us, (guint)score[i].commits);
  munmap(score, size);
  return us->len - before;
}

/* By turns, so that what else the machine does meets both. */
static void bench_writers(char *const path[2], int writers)
{
  static const char *const names[] = {"bare SQLite, the same rows", "commands of a ticket"};
  static write_fn *const bodies[] = {write_bare, write_commands};
  GArray *us[2] = {g_array_new(FALSE, FALSE, sizeof(double)), g_array_new(FALSE, FALSE, sizeof(double))};
  double rate[2][RUNS];
  for (int run = 0; run < RUNS; run++)
    for (int i = 0; i < 2; i++)
      rate[i][run] = run_writers(path[i], writers, bodies[i], us[i]);
  for (int i = 0; i < 2; i++) {
    double *all = (double *)(void *)us[i]->data;
    qsort(rate[i], RUNS, sizeof rate[i][0], by_value);
    qsort(all, us[i]->len, sizeof *all, by_value);
    printf("  %-34s %d writers %7.0f/s %10.1f %10.1f %10.1f\n", names[i], writers, rate[i][RUNS / 2],
           all[us[i]->len / 2], all[us[i]->len * 99 / 100], all[us[i]->len - 1]);
    g_array_free(us[i], TRUE);
  }
}

static void bench_commits(const char *folder)
{
  char *path[2] = {g_strdup_printf("%s/bench-commits.db", folder), g_strdup_printf("%s/bench-bare.db", folder)};
  GError *error = NULL;
  for (int i = 0; i < 2; i++) {
    unlink(path[i]);
    must(fill_database(path[i], 10000, &error), error);
  }
  printf("commits, synchronous=FULL, us: median, 99 of 100, worst\n");
  static const int writers[] = {1, 4, 8};
  for (size_t i = 0; i < G_N_ELEMENTS(writers); i++)
    bench_writers(path, writers[i]);
  g_free(path[0]);
  g_free(path[1]);
}

/* --- two consoles ------------------------------------------------------------------------------------- */
enum { NEWS = 600 };
struct news {
  volatile double before;
  double us[NEWS];
  int seen;
  uv_loop_t loop;
  struct store *store;
  int ready[2], go[2];
};

static void on_changed(void *user, const struct store_feed *feed)
{
  struct news *news = user;
  if ((feed->topics & TOPIC_TICKET) == 0 || news->seen == NEWS)
    return;
  news->us[news->seen++] = now_us() - news->before;
  if (news->seen == NEWS)
    store_close(news->store, 1000, NULL, NULL);
  if (write(news->go[1], "!", 1) != 1)
    exit(1);
}

static void on_status(void *user, const struct store_status *status)
{
  struct news *news = user;
  if (status->condition == STORE_OK && write(news->go[1], "!", 1) != 1)
    exit(1);
}

static void bench_news(const char *path)
{
  struct news *news = mmap(NULL, sizeof *news, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  char byte;
  if (pipe(news->go) != 0)
    exit(1);
  fflush(stdout);
  if (fork() == 0) {
    struct db *db = open_db(path);
    GPtrArray *keys = keys_of(db);
    for (int i = 0; i < NEWS && read(news->go[0], &byte, 1) == 1; i++) {
      news->before = now_us();
      write_once(db, keys, i);
    }
    g_ptr_array_unref(keys);
    db_close(db);
    _exit(0);
  }
  struct store_hooks hooks = {news, on_changed, on_status};
  uv_loop_init(&news->loop);
  news->store = store_new(&news->loop, path, 0, &hooks);
  uv_run(&news->loop, UV_RUN_DEFAULT);
  uv_loop_close(&news->loop);
  wait(NULL);
  printf("two consoles, from before the command to the other's hook, us: median, 99 of 100, worst\n");
  print_times("600 commits", news->us, NEWS);
  munmap(news, sizeof *news);
}

int main(int argc, char **argv)
{
  if (argc < 2) {
    fprintf(stderr, "usage: bench_store FOLDER [TICKETS,...]\n");
    return 64;
  }
  g_mkdir_with_parents(argv[1], 0700);
  char **sizes = g_strsplit(argc > 2 ? argv[2] : "10000", ",", -1);
  for (int i = 0; sizes[i] != NULL; i++) {
    char *made = make_database(argv[1], atoi(sizes[i]));
    bench_reads(made, atoi(sizes[i]));
    g_free(made);
  }
  g_strfreev(sizes);
  bench_commits(argv[1]);
  char *path = g_strdup_printf("%s/bench-commits.db", argv[1]);
  bench_news(path);
  g_free(path);
  return 0;
}
