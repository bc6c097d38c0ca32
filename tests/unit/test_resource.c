#include <stdlib.h>
#include <string.h>

#include "toban/csv.h"
#include "toban/resource.h"

/* The program carries each file of data/ byte for byte. */
static void same_bytes(void)
{
  const char *top = g_getenv("top_srcdir");
  int count = 0;
  for (const char *name; (name = resource_name(count)) != NULL; count++) {
    size_t length, on_disk;
    char *path = g_build_filename(top == NULL ? "." : top, "data", name, NULL), *bytes;
    const char *inside = resource_find(name, &length);
    g_assert_true(file_read_all(path, 1 << 24, &bytes, &on_disk, NULL));
    g_assert_cmpuint(length, ==, on_disk);
    g_assert_true(memcmp(inside, bytes, length) == 0);
    g_free(bytes);
    g_free(path);
  }
  g_assert_cmpint(count, >=, 3);
  size_t length;
  g_assert_null(resource_find("no-such-file", &length));
}

struct sums { int offices, domestic, count[3], reported[3]; };

static bool add(const struct csv_row *row, void *user, GError **error)
{
  struct sums *s = user;
  if (*row->field[0] == '\0') {
    s->domestic++;
    return true;
  }
  if (atoi(row->field[0]) != ++s->offices)
    return csv_fail(row, "no", error, "not in the order of the table");
  for (int i = 0; i < 3; i++)
    if (*row->field[i + 2] != '\0')
      s->count[i] += atoi(row->field[i + 2]), s->reported[i]++;
  return true;
}

/* Table 3-5 of the specification, added up by column: 76 offices; PCs reported by 74, servers by 23,
 * printers by 70 (Shanghai, Chengdu, Seoul, Auckland, Johannesburg and Maputo reported none). */
static void table_3_5(void)
{
  static const struct csv_column columns[] = {
      {"no", true}, {"code", true}, {"pcs", true}, {"servers", true}, {"printers", true}, {"region_ja", true},
      {"region_en", true}, {"name_ja", true}, {"name_en", true}, {"country", true}, {"tz", true}, {"calendar", true},
      {"languages", true}};
  size_t length;
  const char *bytes = resource_find("offices.csv", &length);
  struct sums s = {0};
  GError *error = NULL;
  csv_read("offices.csv", bytes, length, columns, G_N_ELEMENTS(columns), add, &s, &error);
  g_assert_no_error(error);
  g_assert_cmpint(s.offices, ==, 76);
  g_assert_cmpint(s.domestic, ==, 4);
  static const int count[3] = {1340, 27, 285}, reported[3] = {74, 23, 70};
  for (int i = 0; i < 3; i++) {
    g_assert_cmpint(s.count[i], ==, count[i]);
    g_assert_cmpint(s.reported[i], ==, reported[i]);
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/resource/same-bytes", same_bytes);
  g_test_add_func("/resource/table-3-5", table_3_5);
  return g_test_run();
}
