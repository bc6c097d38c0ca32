/* What the chain costs: appending an event with it and without, and checking a long log: bench_audit [EVENTS]
 * (1,000,000). Prints a table; appending is the median of five runs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/event.h"
#include "toban/verify.h"

enum { RUNS = 5, BATCH = 100000 };

static const char body[] = "複合機の印刷が途中で止まります。紙詰まりの表示はありません。再起動しても同じです。"
                           "至急お願いします。Printer stops half way; no paper jam is shown.";

static struct event_record record(int64_t n)
{
  static char key[32];
  g_snprintf(key, sizeof key, "261122-%04d", (int)(n / 6));
  struct ticket_event e = {.ticket = key, .at = 1795358467 + n, .by = "hanako", .kind = EVENT_NOTE,
                           .channel = CHANNEL_NONE, .body = body};
  return (struct event_record){.e = e, .recorded_at = 1795358467 + n, .command = "4f1c0e6a5b7d4a3e9c2b1a0f8e7d6c5b"};
}

static void die(const GError *error)
{
  fprintf(stderr, "bench_audit: %s\n", error->message);
  exit(1);
}

/* Microseconds for each hash of BATCH events: all that the chain adds to an append. */
static double hash_us(void)
{
  struct chain chain;
  char head[CHAIN_HASH] = "";
  chain_init(&chain);
  int64_t begin = g_get_monotonic_time();
  for (int64_t i = 1; i <= BATCH; i++) {
    struct event_record r = record(i);
    r.e.seq = i;
    chain_hash(&chain, head, &r, head);
  }
  double us = (double)(g_get_monotonic_time() - begin) / BATCH;
  chain_clear(&chain);
  return us;
}

static double append(struct db *db, int64_t events)
{
  struct event_log log;
  GError *error = NULL;
  if (!db_begin(db, &error) || !event_log_open(&log, db, &error))
    die(error);
  int64_t begin = g_get_monotonic_time();
  for (int64_t i = 0; i < events; i++) {
    struct event_record r = record(log.seq);
    if (!event_append(&log, &r, &error))
      die(error);
  }
  double us = (double)(g_get_monotonic_time() - begin) / (double)events;
  event_log_close(&log);
  if (!db_commit(db, &error))
    die(error);
  return us;
}

static int by_value(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *values)
{
  qsort(values, RUNS, sizeof *values, by_value);
  return values[RUNS / 2];
}

static double verify_s(const char *path, struct chain_report *report)
{
  GError *error = NULL;
  struct db *db = db_open(path, DB_READONLY, &error);
  int64_t begin = g_get_monotonic_time();
  if (db == NULL || !chain_verify(db, NULL, report, &error))
    die(error);
  double s = (double)(g_get_monotonic_time() - begin) / 1e6;
  db_close(db);
  return s;
}

int main(int argc, char **argv)
{
  int64_t events = argc > 1 ? g_ascii_strtoll(argv[1], NULL, 10) : 1000000;
  char *folder = g_dir_make_tmp("toban-bench-XXXXXX", NULL), *path = g_build_filename(folder, "b.db", NULL);
  double hash[RUNS], write[RUNS];
  struct chain_report report;
  GError *error = NULL;
  struct db *db = db_build_open(path, &error);
  if (db == NULL)
    die(error);
  for (int i = 0; i < RUNS; i++) {
    hash[i] = hash_us();
    write[i] = append(db, events / RUNS);
  }
  if (!db_build_finish(db, &error))
    die(error);
  double seconds = verify_s(path, &report);
  printf("append an event, with the chain     %8.2f us\n", median(write));
  printf("  of that the chain                 %8.2f us\n", median(hash));
  printf("audit verify of %8ld events     %8.2f s   (%s)\n", (long)report.events, seconds,
         report.first_bad == 0 ? "whole" : "BROKEN");
  static const char *const beside[] = {"", "-wal", "-shm"};
  for (int i = 0; i < 3; i++) {
    char *name = g_strconcat(path, beside[i], NULL);
    unlink(name);
    g_free(name);
  }
  rmdir(folder);
  g_free(path);
  g_free(folder);
  return report.first_bad != 0;
}
