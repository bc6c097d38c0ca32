/* The time zone database is upgraded while the program runs: zones that are asked for afterwards are the new ones. */
#include <glib/gstdio.h>
#include <stdlib.h>

#include "toban/zone.h"

static char *folder;

static void put(const char *name, const char *from)
{
  char *source = g_build_filename("/usr/share/zoneinfo", from, NULL), *bytes;
  char *path = g_build_filename(folder, name, NULL), *next = g_strconcat(path, ".new", NULL);
  gsize length;
  g_assert_true(g_file_get_contents(source, &bytes, &length, NULL));
  g_assert_true(g_file_set_contents(next, bytes, (gssize)length, NULL));
  g_assert_cmpint(g_rename(next, path), ==, 0);
  g_free(bytes);
  g_free(source);
  g_free(path);
  g_free(next);
}

/* As a package does: the files are replaced, their list last. */
static void install(const char *rules)
{
  put("Place", rules);
  put("tzdata.zi", "tzdata.zi");
}

static int offset(const char *id, utc_t at)
{
  struct zone *zone = zone_new(id);
  g_assert_nonnull(zone);
  int out = zone_offset(zone, at);
  zone_unref(zone);
  return out;
}

static void upgrade(void)
{
  utc_t winter = 1795316400;                    /* November 2026 */
  install("Asia/Tokyo");
  struct zone *held = zone_new("Place");
  g_assert_cmpint(zone_offset(held, winter), ==, 9 * 3600);
  g_assert_false(zone_refresh());
  install("Europe/London");
  g_assert_true(zone_refresh());
  g_assert_false(zone_refresh());
  g_assert_cmpint(zone_offset(held, winter), ==, 9 * 3600);    /* who has the old one keeps it */
  g_assert_cmpint(offset("Place", winter), ==, 0);
  struct zone *second = zone_new("Place");
  g_assert_true(second != held);
  g_assert_cmpint(zone_offset(second, winter), ==, 0);
  install("America/New_York");
  g_assert_true(zone_refresh());
  g_assert_cmpint(offset("Place", winter), ==, -5 * 3600);
  g_assert_cmpint(zone_offset(second, winter), ==, 0);
  zone_unref(second);
  zone_unref(held);
  g_assert_cmpuint(zone_generation(), ==, 2);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  if (!g_file_test("/usr/share/zoneinfo/tzdata.zi", G_FILE_TEST_EXISTS)) {
    g_test_skip("no tzdata.zi");
    return 0;
  }
  folder = g_dir_make_tmp("toban-zones.XXXXXX", NULL);
  g_assert_nonnull(folder);
  g_setenv("TZDIR", folder, TRUE);
  g_test_add_func("/zone/upgrade-under-a-running-program", upgrade);
  int failed = g_test_run();
  const char *const names[] = {"Place", "tzdata.zi"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    char *path = g_build_filename(folder, names[i], NULL);
    g_unlink(path);
    g_free(path);
  }
  g_rmdir(folder);
  g_free(folder);
  return failed;
}
