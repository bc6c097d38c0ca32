/* What the search costs: in process, the page cache warm, beside the bare index asked for the same.
 * bench_search FILE ...: databases of the demonstration, whose texts have the words. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "toban/search.h"

enum { RUNS = 300, FIRST_SCREEN = 50 };
static const struct { const char *what, *text, *match; } questions[] = {
  {"two kanji", "印刷", "{title body} : \"印刷\""},
  {"two kanji, rare", "膨ら", "{title body} : \"膨ラ\""},
  {"one kanji", "紙", "letters : \"紙\""},
  {"katakana", "プリンター", "{title body} : \"プリ リン ンタ\""},
  {"an English word", "printer", "{title body} : \"printer\""},
  {"a beginning", "vp", "letters : \"vp\""},
  {"a phrase", "\"shared folder\"", "{title body} : \"shared folder\""},
  {"a Japanese phrase", "証明書の期限切れ", "{title body} : \"証明 明書 書ノ ノ期 期限 限切 切レ\""},
  {"two words", "VPN 証明書", "({title body} : \"vpn\") AND ({title body} : \"証明 明書\")"},
  {"a host name", "tokyo-mfp013", "{title body} : \"tokyo mfp013\""},
  {"nothing", "存在しない語句", "{title body} : \"存在 在シ シナ ナイ イ語 語句\""},
};

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

static void die(const char *why)
{
  fprintf(stderr, "%s\n", why);
  exit(1);
}

/* The newest 50 numbers and titles, by nothing but SQLite. */
static int floor_run(sqlite3 *bare, const char *match)
{
  sqlite3_stmt *stmt;
  int rows = 0;
  if (sqlite3_prepare_v2(bare, "SELECT t.key, t.title FROM search_ticket s JOIN ticket t ON t.id = s.rowid"
                         " WHERE search_ticket MATCH ?1 ORDER BY s.rowid DESC LIMIT 50", -1, &stmt, NULL) != SQLITE_OK)
    die(sqlite3_errmsg(bare));
  sqlite3_bind_text(stmt, 1, match, -1, SQLITE_STATIC);
  while (sqlite3_step(stmt) == SQLITE_ROW)
    rows++;
  sqlite3_finalize(stmt);
  return rows;
}

static int ours_run(struct db *db, const char *text)
{
  struct search_args args = {.kinds = SEARCH_ALL, .limit = FIRST_SCREEN};
  GError *error = NULL;
  g_strlcpy(args.text, text, sizeof args.text);
  args.kinds = 1u << SEARCH_TICKET_KIND | 1u << SEARCH_KNOWLEDGE_KIND;
  struct search_result *result = search_read(db, &args, &error);
  if (result == NULL)
    die(error->message);
  int hits = result->hits;
  snapshot_free(result);
  return hits;
}

static void measure(struct db *db, sqlite3 *bare, size_t q)
{
  static double ours[RUNS], floor_us[RUNS];
  int hits = ours_run(db, questions[q].text);
  floor_run(bare, questions[q].match);
  for (int i = 0; i < RUNS; i++) {
    double start = now_us();
    ours_run(db, questions[q].text);
    double middle = now_us();
    floor_run(bare, questions[q].match);
    ours[i] = middle - start;
    floor_us[i] = now_us() - middle;
  }
  qsort(ours, RUNS, sizeof *ours, by_value);
  qsort(floor_us, RUNS, sizeof *floor_us, by_value);
  printf("  %-20s %5d %10.0f %10.0f %10.0f %8.1f\n", questions[q].what, hits, ours[RUNS / 2], ours[RUNS * 99 / 100],
         floor_us[RUNS / 2], ours[RUNS / 2] / floor_us[RUNS / 2]);
}

static void measure_file(const char *path)
{
  GError *error = NULL;
  sqlite3 *bare = NULL;
  struct db *db = db_open(path, DB_READONLY, &error);
  if (db == NULL)
    die(error->message);
  if (sqlite3_open_v2(path, &bare, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
    die(sqlite3_errmsg(bare));
  printf("search in %s (microseconds)\n  %-20s %5s %10s %10s %10s %8s\n", path, "", "hits", "median", "p99", "bare FTS5",
         "ratio");
  for (size_t q = 0; q < G_N_ELEMENTS(questions); q++)
    measure(db, bare, q);
  sqlite3_close(bare);
  db_close(db);
}

int main(int argc, char **argv)
{
  g_setenv("TOBAN_MIGEMO", "", TRUE);
  for (int i = 1; i < argc; i++)
    measure_file(argv[i]);
  return 0;
}
