/* A folder that appears whole: written beside its place, synced, moved there in one step. */
#define _GNU_SOURCE /* renameat2 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "site_internal.h"
#include "toban/error.h"

#define SIGN "toban-site.txt" /* says that the folder is one of ours, to be replaced */
static const char sign[] = "Made by toban knowledge publish. The whole folder is replaced the next time.\n";

static bool fail(GError **error, int number, const char *path)
{
  error_set_errno(error, number, path);
  if (error != NULL && (error_is(*error, TE_NOINPUT) || number == EEXIST || number == ENOTEMPTY || number == ENOTDIR))
    (*error)->code = TE_CANTCREATE;
  return false;
}

/* Files and folders of two levels: more than that nobody made. */
static void remove_tree(const char *path, int depth)
{
  GDir *dir = depth > 2 ? NULL : g_dir_open(path, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
    g_autofree char *inner = g_build_filename(path, name, NULL);
    if (g_file_test(inner, G_FILE_TEST_IS_DIR) && !g_file_test(inner, G_FILE_TEST_IS_SYMLINK))
      remove_tree(inner, depth + 1);
    else
      g_unlink(inner);
  }
  if (dir != NULL)
    g_dir_close(dir);
  g_rmdir(path);
}

static bool is_empty_folder(const char *path)
{
  GDir *dir = g_dir_open(path, 0, NULL);
  bool empty = dir != NULL && g_dir_read_name(dir) == NULL;
  if (dir != NULL)
    g_dir_close(dir);
  return empty;
}

/* May what is there be replaced? */
static bool check_place(const char *place, GError **error)
{
  g_autofree char *mark = g_build_filename(place, SIGN, NULL);
  if (!g_file_test(place, G_FILE_TEST_EXISTS) || g_file_test(mark, G_FILE_TEST_IS_REGULAR) || is_empty_folder(place))
    return true;
  error_set(error, TE_CANTCREATE, _("%s: is there already, and is no site that was published before"), place);
  return false;
}

bool site_folder_open(struct site_folder *folder, const char *place, GError **error)
{
  *folder = (struct site_folder){.place = g_strdup(place)};
  size_t length = strlen(folder->place);
  while (length > 1 && folder->place[length - 1] == '/')
    folder->place[--length] = '\0';
  folder->beside = g_strconcat(folder->place, ".new-XXXXXX", NULL);
  if (!check_place(folder->place, error))
    return false;
  if (g_mkdtemp_full(folder->beside, 0755) == NULL) {
    int number = errno;
    g_clear_pointer(&folder->beside, g_free);
    return fail(error, number, folder->place);
  }
  return site_folder_put(folder, SIGN, sign, sizeof sign - 1, error);
}

bool site_folder_put(struct site_folder *folder, const char *name, const char *bytes, gsize length, GError **error)
{
  g_autofree char *path = g_build_filename(folder->beside, name, NULL), *inside = g_path_get_dirname(path);
  if (g_mkdir(inside, 0755) != 0 && errno != EEXIST)
    return fail(error, errno, inside);
  FILE *file = fopen(path, "wxe");
  if (file == NULL)
    return fail(error, errno, path);
  bool written = fwrite(bytes, 1, length, file) == length && fflush(file) == 0 && fsync(fileno(file)) == 0;
  int number = errno;
  if (fclose(file) != 0 && written) {
    written = false;
    number = errno;
  }
  return written || fail(error, number, path);
}

static void sync_folder(const char *path)
{
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0) {
    fsync(fd);
    close(fd);
  }
}

/* Exchanged with what was there, so that there is a whole site at every instant. */
static bool move_in(struct site_folder *folder, GError **error)
{
  if (g_file_test(folder->place, G_FILE_TEST_EXISTS) && !is_empty_folder(folder->place)) {
    if (renameat2(AT_FDCWD, folder->beside, AT_FDCWD, folder->place, RENAME_EXCHANGE) != 0)
      return fail(error, errno, folder->place);
    remove_tree(folder->beside, 0);
    return true;
  }
  return rename(folder->beside, folder->place) == 0 || fail(error, errno, folder->place);
}

bool site_folder_close(struct site_folder *folder, bool done, GError **error)
{
  if (folder->beside != NULL && done) {
    sync_folder(folder->beside);
    done = move_in(folder, error);
    g_autofree char *above = g_path_get_dirname(folder->place);
    sync_folder(above);
  }
  if (folder->beside != NULL && !done)
    remove_tree(folder->beside, 0);
  g_free(folder->place);
  g_free(folder->beside);
  return done;
}
