/* bench_health: what one round of HTTP checks costs us, in CPU and in time.
 *
 * usage: bench_health FILE [ROUNDS]      a URL on each line; prints a line for each round. Compare with bare
 * libcurl, curl --parallel and forked plugins on the same servers. TOBAN_DNS=HOST:PORT names the name server.
 * turn: CPU of this thread in one turn of the loop, which is what a key would wait for beside its own. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "toban/probe.h"

struct round { int good, bad; int *latency; int answers; };

static void each(void *user, int index, const struct check_result *result)
{
  struct round *round = user;
  (void)index;
  if (result->ok)
    round->latency[round->answers++] = result->latency_ms;
  round->good += result->ok;
  round->bad += !result->ok;
}

/* CPU of each turn: between two sleeps of the loop. */
struct turns { uv_prepare_t prepare; double before; double ms[1 << 20]; int count; };

static double thread_ms(void)
{
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void sleeps(uv_prepare_t *prepare)
{
  struct turns *turns = prepare->data;
  double now = thread_ms();
  if (turns->before > 0 && turns->count < (int)G_N_ELEMENTS(turns->ms))
    turns->ms[turns->count++] = now - turns->before;
  turns->before = now;
}

static int by_time(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double cpu_ms(void)
{
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e3 +
         (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e3;
}

static long peak_kb(void)
{
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return use.ru_maxrss;
}

static int by_size(const void *a, const void *b)
{
  return *(const int *)a - *(const int *)b;
}

int main(int argc, char **argv)
{
  char *text = NULL;
  if (argc < 2 || !g_file_get_contents(argv[1], &text, NULL, NULL)) {
    fprintf(stderr, "usage: bench_health FILE [ROUNDS]\n");
    return 64;
  }
  char **lines = g_strsplit(g_strchomp(text), "\n", -1);
  int count = (int)g_strv_length(lines), rounds = argc > 2 ? atoi(argv[2]) : 1;
  struct probe_plan *plans = g_new0(struct probe_plan, count);
  for (int i = 0; i < count; i++)
    plans[i] = (struct probe_plan){.kind = ENDPOINT_HTTP, .target = lines[i], .timeout_ms = 5000};
  uv_loop_t loop;
  uv_loop_init(&loop);
  struct net_options options = {.name_servers = g_getenv("TOBAN_DNS")};
  struct net *net = net_new(&loop, options.name_servers == NULL ? NULL : &options);
  static struct turns turns;
  uv_prepare_init(&loop, &turns.prepare);
  turns.prepare.data = &turns;
  uv_prepare_start(&turns.prepare, sleeps);
  uv_unref((uv_handle_t *)&turns.prepare);
  int bad = 0;
  for (int r = 1; r <= rounds; r++) {
    struct round round = {.latency = g_new0(int, count + 1)};
    double cpu = cpu_ms();
    int64_t began = g_get_monotonic_time();
    probe_all(net, plans, count, each, &round);
    uv_run(&loop, UV_RUN_DEFAULT);
    double wall = (double)(g_get_monotonic_time() - began) / 1e3;
    qsort(round.latency, (size_t)round.answers, sizeof(int), by_size);
    printf("round %d good=%d bad=%d wall_ms=%.1f cpu_ms=%.1f check_ms median=%d p99=%d peak_rss_kb=%ld\n", r, round.good,
           round.bad, wall, cpu_ms() - cpu, round.latency[round.answers / 2], round.latency[round.answers * 99 / 100],
           peak_kb());
    qsort(turns.ms, (size_t)turns.count, sizeof turns.ms[0], by_time);
    printf("  turns=%d cpu_ms median=%.3f p99=%.3f max=%.3f\n", turns.count, turns.ms[turns.count / 2],
           turns.ms[turns.count * 99 / 100], turns.ms[turns.count - 1]);
    turns.count = 0;
    bad += round.bad;
    g_free(round.latency);
  }
  uv_close((uv_handle_t *)&turns.prepare, NULL);
  net_free(net);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
  g_free(plans);
  g_strfreev(lines);
  g_free(text);
  return bad > 0;
}
