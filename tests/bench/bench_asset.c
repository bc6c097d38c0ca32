/* Looking assets up while typing: bench_asset DB [ASSETS]. Makes the database with so many assets when it is not there
 * (a million), then types 300 names a letter at a time, as the console does: tags, hosts, serials and users, in Latin and
 * Japanese, and words that are nowhere. Prints how long taking them in took, medians and worst cases of a look-up by the
 * length of what was typed; the floor, in the same run: reading fifty rows by their keys, which every answer has to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "toban/error.h"
#include "toban/person.h"
#include "toban/read.h"
#include "toban/transfer.h"

enum { NAMES = 300, LENGTHS = 12, ROWS = 50, BATCH = 100000 };
static const char *const families[] = {"見本", "当番", "架空", "例示", "試験", "Sample", "Example", "Specimen"};
static const char *const givens[] = {"一郎", "花子", "次郎", "三郎", "梅子", "Kim", "Robin", "Alex", "Sam"};

static int fail(GError *error)
{
  fprintf(stderr, "bench_asset: %s\n", error->message);
  return error_exit_status(error);
}

static double now_ms(void)
{
  return (double)g_get_monotonic_time() / 1000;
}

static void asset_row(GRand *random, int i, GString *out)
{
  g_string_append_printf(out, "PC-%02d-%06d,pc,office%02d-pc%06d,SN%08X%02d,%s %s,in-use\n", i % 76 + 1, i, i % 76 + 1,
                         i, g_rand_int(random), i % 100, families[g_rand_int_range(random, 0, 8)],
                         givens[g_rand_int_range(random, 0, 9)]);
}

static bool take_in(struct db *db, int assets, GError **error)
{
  GRand *random = g_rand_new_with_seed(1);
  bool done = true;
  for (int from = 0; done && from < assets; from += BATCH) {
    GString *csv = g_string_new("tag,kind,host,serial,user,state\n");
    for (int i = from; i < MIN(from + BATCH, assets); i++)
      asset_row(random, i, csv);
    struct transfer_input input = {.kind = "assets", .name = "bench", .bytes = csv->str, .length = csv->len,
                                   .by = g_get_user_name(), .at = clock_now()};
    int64_t rows;
    double begin = now_ms();
    done = transfer_import(db, &input, &rows, error);
    printf("taken in from %7d: %6.0f ms\n", from, now_ms() - begin);
    g_string_free(csv, TRUE);
  }
  g_rand_free(random);
  return done;
}

static struct db *open_or_make(const char *path, int assets, GError **error)
{
  bool there = access(path, F_OK) == 0;
  struct db *db = db_open(path, there ? 0 : DB_CREATE, error);
  if (db == NULL || there)
    return db;
  if (db_begin(db, error) && transfer_initial(db, g_get_user_name(), clock_now(), error) &&
      person_found(db, g_get_user_name(), clock_now(), error) && db_commit(db, error) && take_in(db, assets, error))
    return db;
  db_close(db);
  return NULL;
}

/* A name that somebody might look for. */
static void name_of(GRand *random, int assets, char *out, size_t size)
{
  int i = g_rand_int_range(random, 0, assets);
  switch (g_rand_int_range(random, 0, 5)) {
  case 0: g_snprintf(out, size, "pc-%02d-%06d", i % 76 + 1, i); break;
  case 1: g_snprintf(out, size, "office%02d-pc%06d", i % 76 + 1, i); break;
  case 2: g_snprintf(out, size, "%06d", i); break;
  case 3: g_snprintf(out, size, "%s %s", families[i % 8], givens[i % 9]); break;
  default: g_snprintf(out, size, "nowhere%06d", i); break;
  }
}

static int by_value(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void tell(const char *what, GArray *took)
{
  qsort(took->data, took->len, sizeof(double), by_value);
  if (took->len > 0)
    printf("%-18s %6u  median %7.2f  p95 %7.2f  worst %7.2f ms\n", what, took->len,
           g_array_index(took, double, took->len / 2), g_array_index(took, double, took->len * 95 / 100),
           g_array_index(took, double, took->len - 1));
}

static bool look_up(struct db *db, const char *text, GArray *all, GArray *of_length, GError **error)
{
  struct asset_args args = {.limit = ROWS};
  g_strlcpy(args.text, text, sizeof args.text);
  double begin = now_ms();
  struct asset_list *list = asset_find_read(db, &args, error);
  double took = now_ms() - begin;
  snapshot_free(list);
  g_array_append_val(all, took);
  g_array_append_val(of_length, took);
  return list != NULL;
}

static bool type_names(struct db *db, int assets, GError **error)
{
  GRand *random = g_rand_new_with_seed(2);
  GArray *all = g_array_new(FALSE, FALSE, sizeof(double)), *length[LENGTHS];
  bool done = true;
  for (int i = 0; i < LENGTHS; i++)
    length[i] = g_array_new(FALSE, FALSE, sizeof(double));
  for (int n = 0; done && n < NAMES; n++) {
    char name[64], typed[64] = "";
    name_of(random, assets, name, sizeof name);
    int letters = 0;
    for (const char *at = name; done && *at != '\0'; letters++) {
      at = g_utf8_next_char(at);
      g_strlcpy(typed, name, (gsize)(at - name) + 1);
      done = look_up(db, typed, all, length[MIN(letters, LENGTHS - 1)], error);
    }
  }
  for (int i = 0; i < LENGTHS; i++) {
    char what[32];
    g_snprintf(what, sizeof what, "%d letters%s", i + 1, i + 1 == LENGTHS ? " or more" : "");
    tell(what, length[i]);
    g_array_free(length[i], TRUE);
  }
  tell("all", all);
  g_array_free(all, TRUE);
  g_rand_free(random);
  return done;
}

/* What every answer has to do: its rows by their keys. */
static bool read_rows_floor(struct db *db, GError **error)
{
  GArray *took = g_array_new(FALSE, FALSE, sizeof(double));
  bool done = true;
  for (int n = 0; done && n < NAMES; n++) {
    double begin = now_ms();
    for (int i = 0; done && i < ROWS; i++) {
      struct db_stmt *stmt = db_query(db, error, "SELECT tag, host, user_ FROM asset WHERE id >= $1 LIMIT 1", "i",
                                      (int64_t)n * 997 % 900 * 1000 + i * 37);
      done = stmt != NULL && db_step(stmt, error) >= 0;
      db_done(stmt);
    }
    double took_ms = now_ms() - begin;
    g_array_append_val(took, took_ms);
  }
  tell("floor: 50 rows", took);
  g_array_free(took, TRUE);
  return done;
}

int main(int argc, char **argv)
{
  GError *error = NULL;
  int assets = argc > 2 ? atoi(argv[2]) : 1000000;
  if (argc < 2 || assets < 1) {
    fprintf(stderr, "usage: bench_asset DB [ASSETS]\n");
    return 64;
  }
  lang_init();
  struct db *db = open_or_make(argv[1], assets, &error);
  bool done = db != NULL && read_rows_floor(db, &error) && type_names(db, assets, &error);
  db_close(db);
  return done ? 0 : fail(error);
}
