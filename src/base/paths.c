#include "toban/paths.h"

#include <glib.h>
#include <stdbool.h>
#include <glib/gstdio.h>

char *path_default_db(void)
{
  return g_build_filename(g_get_user_data_dir(), "toban", "toban.db", NULL);
}

char *path_config(void)
{
  return g_build_filename(g_get_user_config_dir(), "toban", "toban.conf", NULL);
}

char *path_keys(void)
{
  return g_build_filename(g_get_user_config_dir(), "toban", "keys.conf", NULL);
}

char *path_state_dir(void)
{
  char *path = g_build_filename(g_get_user_state_dir(), "toban", NULL);
  g_mkdir_with_parents(path, 0700);
  return path;
}

char *path_locale(void)
{
  char *program = g_file_read_link("/proc/self/exe", NULL);
  char *folder = program == NULL ? NULL : g_path_get_dirname(program);
  char *path = folder == NULL ? NULL : g_build_filename(folder, "locale", NULL);
  for (int up = 0; up < 3 && path != NULL && !g_file_test(path, G_FILE_TEST_IS_DIR); up++) {
    char *parent = g_path_get_dirname(folder); /* tests run some folders below the program */
    g_free(folder);
    g_free(path);
    folder = parent;
    path = g_build_filename(folder, "locale", NULL);
  }
  bool found = path != NULL && g_file_test(path, G_FILE_TEST_IS_DIR) && !g_str_has_prefix(path, "/locale");
  g_free(folder);
  g_free(program);
  if (found)
    return path;
  g_free(path);
  return g_strdup(LOCALEDIR);
}
