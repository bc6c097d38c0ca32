/* What a keystroke costs while a ticket is taken in: finding the caller, and what is there already.
 *
 *   bench_intake DATABASE NOW       NOW: RFC 3339, the end of its history
 *
 * Names and titles are taken out of the database itself and typed letter by letter. The floor is one row by its key, in
 * the same run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "toban/intake.h"
#include "toban/office_card.h"

enum { PEOPLE = 120, TITLES = 120, TIMES = 40000 };

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

struct times { double us[TIMES]; int count; };
static struct times times[4];

static void add(struct times *t, double us)
{
  if (t->count < TIMES)
    t->us[t->count++] = us;
}

static double print(const char *what, struct times *t)
{
  qsort(t->us, (size_t)t->count, sizeof *t->us, by_value);
  printf("  %-48s %6d %10.1f %10.1f %10.1f\n", what, t->count, t->us[t->count / 2], t->us[t->count * 99 / 100],
         t->us[t->count - 1]);
  return t->us[t->count / 2];
}

static GPtrArray *column(struct db *db, const char *sql, int limit)
{
  GError *error = NULL;
  GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
  struct db_stmt *stmt = db_query(db, &error, sql, "i", (int64_t)limit);
  while (stmt != NULL && db_step(stmt, &error) > 0)
    g_ptr_array_add(out, g_strdup_printf("%s\t%s", db_text(stmt, 0), db_text(stmt, 1)));
  db_done(stmt);
  if (error != NULL || out->len == 0) {
    fprintf(stderr, "%s\n", error == NULL ? "nothing in the database" : error->message);
    exit(1);
  }
  return out;
}

static void must(void *result)
{
  if (result == NULL)
    exit(1);
  snapshot_free(result);
}

/* Letter by letter. */
static void type_callers(struct db *db, GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++) {
    const char *text = names->pdata[i], *end = strchr(text, '\t');
    for (const char *at = g_utf8_next_char(text); at <= end; at = g_utf8_next_char(at)) {
      struct caller_args args = {.limit = 8};
      memcpy(args.text, text, MIN((size_t)(at - text), sizeof args.text - 1));
      double before = now_us();
      void *found = caller_find_read(db, &args, NULL);
      add(&times[0], now_us() - before);
      must(found);
    }
  }
}

static void type_titles(struct db *db, GPtrArray *titles, utc_t now)
{
  for (guint i = 0; i < titles->len; i++) {
    const char *text = titles->pdata[i], *end = strchr(text, '\t');
    for (const char *at = g_utf8_next_char(text); at <= end; at = g_utf8_next_char(at)) {
      struct similar_args args = {.now = now, .limit = 5};
      memcpy(args.text, text, MIN((size_t)(at - text), sizeof args.text - 1));
      g_strlcpy(args.office, end + 1, sizeof args.office);
      double before = now_us();
      void *found = similar_read(db, &args, NULL);
      add(&times[1], now_us() - before);
      must(found);
    }
    struct office_card_args card = {.now = now};
    g_strlcpy(card.office, end + 1, sizeof card.office);
    double before = now_us();
    void *found = office_card_read(db, &card, NULL);
    add(&times[2], now_us() - before);
    must(found);
  }
}

static void floor_of(struct db *db, int64_t tickets)
{
  for (int i = 0; i < 2000; i++) {
    int64_t id = 0;
    double before = now_us();
    db_get_int(db, &id, 0, NULL, "SELECT id FROM ticket WHERE id >= $1 ORDER BY id LIMIT 1", "i",
               tickets * ((i * 7919) % 2000) / 2000);
    add(&times[3], now_us() - before);
  }
}

int main(int argc, char **argv)
{
  GError *error = NULL;
  utc_t now;
  int64_t tickets = 0, last = 0;
  if (argc != 3 || !utc_parse(argv[2], &now, &error)) {
    fprintf(stderr, "usage: bench_intake DATABASE NOW\n");
    return 64;
  }
  struct db *db = db_open(argv[1], 0 /* an older one is brought up */, &error);
  if (db == NULL || !db_get_int(db, &tickets, 0, &error, "SELECT value FROM tally WHERE kind = 'all'", "") ||
      !db_get_int(db, &last, 0, &error, "SELECT max(id) FROM ticket", "")) {
    fprintf(stderr, "%s\n", error->message);
    return 1;
  }
  GPtrArray *names = column(db, "SELECT requester, office FROM caller ORDER BY tickets % 97, requester LIMIT $1", PEOPLE),
            *titles = column(db, "SELECT title, office FROM ticket WHERE open = 1 ORDER BY rank_at, id LIMIT $1", TITLES);
  type_callers(db, names);
  type_titles(db, titles, now);
  floor_of(db, last);
  printf("%" G_GINT64_FORMAT " tickets\n  %-48s %6s %10s %10s %10s\n", tickets, "", "keys", "median us", "p99", "most");
  double floor = print("floor: one row by its key", &times[3]);
  double caller = print("caller, for each letter of a name", &times[0]);
  double similar = print("what is there already, for each letter of a title", &times[1]);
  print("office card", &times[2]);
  printf("  caller %.0f and similar %.0f times the floor; both under 10000 us: %s\n", caller / floor, similar / floor,
         caller < 10000 && similar < 10000 ? "yes" : "NO");
  g_ptr_array_unref(names);
  g_ptr_array_unref(titles);
  db_close(db);
  return caller < 10000 && similar < 10000 ? 0 : 1;
}
