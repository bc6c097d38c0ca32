/* How long the figures of each month take out of a database: bench_month DB [AS-OF]. One line a month, medians of
 * seven runs with a warm cache: tickets looked at, of these from their events, milliseconds. */
#include <stdio.h>
#include <stdlib.h>

#include "toban/error.h"
#include "toban/sla_store.h"

enum { RUNS = 7 };

static int by_value(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int fail(GError *error)
{
  fprintf(stderr, "bench_month: %s\n", error->message);
  return error_exit_status(error);
}

static bool one_month(struct db *db, struct sla_period period, utc_t as_of, GError **error)
{
  struct sla_report_args args = {period, as_of};
  double took[RUNS];
  char month[16];
  for (int i = 0; i < RUNS; i++) {
    gint64 from = g_get_monotonic_time();
    struct sla_report *report = sla_report_read(db, &args, error);
    took[i] = (double)(g_get_monotonic_time() - from) / 1000;
    if (report == NULL)
      return false;
    if (i == 0)
      printf("%s %9ld %9ld", sla_period_format(period, month), (long)report->tickets, (long)report->folded);
    snapshot_free(report);
  }
  qsort(took, RUNS, sizeof *took, by_value);
  printf(" %9.1f\n", took[RUNS / 2]);
  return true;
}

static bool all_months(struct db *db, utc_t as_of, GError **error)
{
  int64_t first, last;
  if (!db_get_int(db, &first, 0, error, "SELECT min(received_at) FROM ticket", "") ||
      !db_get_int(db, &last, 0, error, "SELECT max(received_at) FROM ticket", ""))
    return false;
  printf("month     tickets    folded        ms\n");
  bool done = true;
  for (struct sla_period p = sla_period_at(first); done && p.start <= last; p = sla_period_at(p.end))
    done = one_month(db, p, as_of, error);
  return done;
}

int main(int argc, char **argv)
{
  GError *error = NULL;
  utc_t as_of = clock_now();
  if (argc < 2) {
    fprintf(stderr, "usage: bench_month DB [AS-OF]\n");
    return 64;
  }
  lang_init();
  if (argc > 2 && !utc_parse(argv[2], &as_of, &error))
    return fail(error);
  struct db *db = db_open(argv[1], DB_READONLY, &error);
  if (db == NULL || !all_months(db, as_of, &error)) {
    db_close(db);
    return fail(error);
  }
  db_close(db);
  return 0;
}
