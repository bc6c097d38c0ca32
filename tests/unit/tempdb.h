/* tempdb.h: a folder of its own for each test, and a database in it. */
#ifndef TESTS_TEMPDB_H
#define TESTS_TEMPDB_H
#include <glib.h>
#include <glib/gstdio.h>

#include "toban/db.h"
#include "toban/error.h"

struct tempdb { char *folder, *path; };

static inline struct tempdb tempdb_new(void)
{
  struct tempdb temp = {g_dir_make_tmp("toban-test-XXXXXX", NULL), NULL};
  g_assert_nonnull(temp.folder);
  temp.path = g_build_filename(temp.folder, "t.db", NULL);
  return temp;
}

static inline void tempdb_free(struct tempdb *temp)
{
  GDir *dir = g_dir_open(temp->folder, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
    char *path = g_build_filename(temp->folder, name, NULL);
    g_remove(path);
    g_free(path);
  }
  if (dir != NULL)
    g_dir_close(dir);
  g_rmdir(temp->folder);
  g_free(temp->folder);
  g_free(temp->path);
}

static inline struct db *tempdb_open(const struct tempdb *temp, unsigned flags)
{
  GError *error = NULL;
  struct db *db = db_open(temp->path, flags, &error);
  g_assert_no_error(error);
  return db;
}

#define assert_error(error, code) \
  do { \
    g_assert_error((error), TOBAN_ERROR, (int)(code)); \
    g_clear_error(&(error)); \
  } while (0)
#endif
