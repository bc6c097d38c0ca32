/* What filters and the counts of views cost: bench_filter DATABASE (written to: views are added, notes are written). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "toban/command.h"
#include "toban/error.h"
#include "toban/view.h"

enum { ROUNDS = 60, NOTES = 150 };
static GError *error;
static utc_t now;

static double now_us(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void must(bool done)
{
  if (done)
    return;
  fprintf(stderr, "%s\n", error == NULL ? "failed" : error->message);
  exit(1);
}

static int by_value(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void print_times(const char *what, double *us, int count)
{
  qsort(us, (size_t)count, sizeof *us, by_value);
  printf("  %-58s %9.2f %9.2f %9.2f\n", what, us[count / 2] / 1e3, us[count * 99 / 100] / 1e3, us[count - 1] / 1e3);
}

/* --- keys -------------------------------------------------------------------------------------------- */
/* Each key of the expression, one after the other; a round each. */
static void time_keys(struct db *db, enum queue_view view, const char *text)
{
  double first[4000];
  int count = 0;
  size_t length = strlen(text);
  for (int round = 0; round < ROUNDS / 4; round++)
    for (size_t keys = 1; keys <= length; keys++) {
      struct queue_args args = {.view = view, .actor = "bench", .now = now, .after = 50, .look = QUEUE_LOOK};
      memcpy(args.filter, text, keys);
      if (!g_utf8_validate(args.filter, -1, NULL))
        continue;
      double before = now_us();
      struct queue_window *window = queue_window_read(db, &args, &error);
      must(window != NULL);
      first[count++] = now_us() - before;
      snapshot_free(window);
    }
  char *what = g_strdup_printf("%s: a key of  %s", queue_view_id(view), text);
  print_times(what, first, count);
  g_free(what);
}

static void time_rest(struct db *db, enum queue_view view, const char *text)
{
  double steps[4000], whole = now_us();
  int count = 0;
  struct queue_args args = {.view = view, .actor = "bench", .now = now, .after = 50, .look = QUEUE_LOOK};
  g_strlcpy(args.filter, text, sizeof args.filter);
  struct queue_window *window = NULL;
  do {
    double before = now_us();
    snapshot_free(window);
    must((window = queue_window_read(db, &args, &error)) != NULL);
    steps[count++] = now_us() - before;
  } while (window->more && count < (int)G_N_ELEMENTS(steps));
  char *what = g_strdup_printf("%s: %s  looks on (%d found of %d in %.0f ms)", queue_view_id(view), text,
                               (int)window->total, (int)window->looked, (now_us() - whole) / 1e3);
  print_times(what, steps, count);
  g_free(what);
  snapshot_free(window);
}

/* The floor: the same first rows out of the same index, and nothing done with them. */
static void time_floor(struct db *db)
{
  double us[ROUNDS];
  for (int i = 0; i < ROUNDS; i++) {
    double before = now_us();
    struct db_stmt *stmt = db_query(db, &error, "SELECT id, folded FROM ticket WHERE open = 1 ORDER BY rank_at, id LIMIT $1",
                                    "i", (int64_t)QUEUE_LOOK);
    size_t bytes = 0;
    while (db_step(stmt, &error) > 0)
      bytes += strlen(db_text(stmt, 1));
    db_done(stmt);
    us[i] = now_us() - before + (double)(bytes == 0);
  }
  print_times("floor: as many rows of the index, read only", us, ROUNDS);
}

/* --- views ------------------------------------------------------------------------------------------- */
static void run(struct db *db, struct command *take_command, int64_t *more)
{
  struct command_outcome outcome;
  must(command_run(db, take_command, &outcome, &error));
  if (more != NULL)
    *more = outcome.revision;
  command_free(take_command);
}

static void time_notes(struct db *db, const char *actor, const char *what)
{
  static int number;
  double us[NOTES];
  for (int i = 0; i < NOTES; i++) {
    char key[40] = "", body[32];
    struct db_stmt *stmt = db_query(db, &error, "SELECT key FROM ticket WHERE open = 1 ORDER BY rank_at, id LIMIT 1 OFFSET $1",
                                    "i", (int64_t)(i * 13));
    if (db_step(stmt, &error) > 0)
      g_strlcpy(key, db_text(stmt, 0), sizeof key);
    db_done(stmt);
    g_snprintf(body, sizeof body, "note %d", number++);
    struct ticket_event event = {.ticket = key, .kind = EVENT_CHANGED, .at = now, .channel = CHANNEL_NONE,
                                 .priority = 1 + number % 4, .body = body};
    double before = now_us();
    run(db, command_ticket(actor, now, 0, &event), NULL);
    us[i] = now_us() - before;
  }
  print_times(what, us, NOTES);
}

static void time_views(struct db *db, const char *actor)
{
  static const char *const filters[] = {"is:open", "is:mine is:open", "due<2h", "due<1d priority<3", "office:asia is:open",
                                        "vpn", "received:today", "is:late", "state:new", "lang:en -is:done"};
  time_notes(db, actor, "a change of a ticket, no saved view");
  for (size_t i = 0; i < 2 * G_N_ELEMENTS(filters); i++) {
    char name[16];
    g_snprintf(name, sizeof name, "bench%d", (int)i);
    struct saved_view view = {.name = name, .owner = actor, .title = {"", ""}, .columns = "",
                              .filter = filters[i % G_N_ELEMENTS(filters)]};
    run(db, view_save(actor, now, &view), NULL);
  }
  double steps[20000];
  int count = 0;
  for (int64_t more = 1; more > 0 && count < (int)G_N_ELEMENTS(steps);) {
    double before = now_us();
    run(db, command_new(COMMAND_COUNT_VIEWS, actor, now), &more);
    steps[count++] = now_us() - before;
  }
  print_times("counting 20 new views: a transaction of it", steps, count);
  time_notes(db, actor, "a change of a ticket, 20 saved views");
  double us[ROUNDS];
  for (int i = 0; i < ROUNDS; i++) {
    struct view_args args = {.now = now + i};
    g_strlcpy(args.actor, actor, sizeof args.actor);
    double before = now_us();
    snapshot_free(view_list_read(db, &args, &error));
    us[i] = now_us() - before;
  }
  print_times("the counts of 20 saved views and the program's, read", us, ROUNDS);
  for (size_t i = 0; i < 2 * G_N_ELEMENTS(filters); i++) {
    char *key = g_strdup_printf("%s/bench%d", actor, (int)i);
    run(db, view_remove(actor, now, key), NULL);
    g_free(key);
  }
}

int main(int argc, char **argv)
{
  struct db *db = argc < 2 ? NULL : db_open(argv[1], 0, &error);
  must(db != NULL);
  int64_t latest = 0;
  must(db_get_int(db, &latest, 0, &error, "SELECT max(changed_at) FROM ticket", ""));
  now = latest + 60;
  clock_pin(now);
  struct db_stmt *stmt = db_prepare(db, "SELECT login FROM operator WHERE roles LIKE '%agent%' ORDER BY position LIMIT 1", &error);
  must(db_step(stmt, &error) > 0);
  char *actor = g_strdup(db_text(stmt, 0));
  db_done(stmt);
  printf("filters and views, %s (ms: median, 99 of 100, worst)\n", argv[1]);
  time_floor(db);
  time_keys(db, VIEW_OPEN, "vpn office:asia");
  time_keys(db, VIEW_OPEN, "状態:対応中 期限<2時間");
  time_keys(db, VIEW_ALL, "vpn priority<2");
  time_keys(db, VIEW_ALL, "received<7d 印刷");
  time_rest(db, VIEW_OPEN, "vpn");
  time_rest(db, VIEW_ALL, "vpn priority<2");
  time_rest(db, VIEW_ALL, "received<7d 印刷");
  time_views(db, actor);
  g_free(actor);
  db_close(db);
  return 0;
}
