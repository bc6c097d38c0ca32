#define _GNU_SOURCE /* close_range */
#include "toban/safety.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "toban/error.h"
#include "toban/lang.h"

/* --- the database's folder and files ------------------------------------------------------------------- */
struct look { safety_fault_fn *each; void *user; int faults; bool private; gid_t group; };

static void fault(struct look *look, const char *path, bool open, char *take_remedy, const char *what)
{
  look->each(look->user, path, what, take_remedy, open);
  look->faults++;
  g_free(take_remedy);
}

static char *command(const char *words, const char *path)
{
  char *quoted = g_shell_quote(path), *text = g_strconcat(words, " ", quoted, NULL);
  g_free(quoted);
  return text;
}

static void check_folder(struct look *look, const char *folder)
{
  struct stat status;
  char what[160];
  if (stat(folder, &status) != 0)
    return;
  unsigned mode = status.st_mode & 07777;
  look->private = (mode & 077) == 0;
  look->group = status.st_gid;
  if (look->private || mode == SAFETY_FOLDER_MODE)
    return;
  if ((mode & S_IWOTH) != 0) {
    g_snprintf(what, sizeof what, _("anybody on this machine may put files into it (mode %04o)"), mode);
    fault(look, folder, false, g_strdup(_("keep the database in a folder of its own, mode 2770")), what);
    return;
  }
  g_snprintf(what, sizeof what, _("mode %04o; a folder of operators has 2770, a private one 0700"), mode);
  fault(look, folder, false, command("chmod 2770", folder), what);
}

static void check_group(struct look *look, const char *path, const struct stat *status)
{
  const struct group *group = getgrgid(look->group);
  char words[96];
  if (look->private || status->st_gid == look->group)
    return;
  if (group != NULL)
    g_snprintf(words, sizeof words, "chgrp %s", group->gr_name);
  else
    g_snprintf(words, sizeof words, "chgrp %lu", (unsigned long)look->group);
  fault(look, path, false, command(words, path), _("belongs to another group than its folder"));
}

static void check_file(struct look *look, const char *path)
{
  struct stat status;
  char what[160];
  if (lstat(path, &status) != 0 || !S_ISREG(status.st_mode))
    return;
  unsigned mode = status.st_mode & 07777;
  if ((mode & S_IRWXO) != 0) {
    g_snprintf(what, sizeof what,
               _("anybody on this machine may read or change it (mode %04o): it holds people’s data"), mode);
    fault(look, path, (mode & S_IWOTH) != 0, command("chmod o=", path), what);
  }
  check_group(look, path, &status);
}

/* Consoles of others need to write what consoles use together. */
static void check_shared(struct look *look, const char *path)
{
  struct stat status;
  char what[160];
  if (look->private || stat(path, &status) != 0 || (status.st_mode & 0660) == SAFETY_FILE_MODE)
    return;
  g_snprintf(what, sizeof what, _("mode %04o: the operators of the group cannot write it"), status.st_mode & 07777);
  fault(look, path, false, command("chmod 660", path), what);
}

static bool is_shared(const char *rest)
{
  static const char *const ours[] = {"", "-wal", "-shm", "-gate", "-bell"};
  for (size_t i = 0; i < G_N_ELEMENTS(ours); i++)
    if (strcmp(ours[i], rest) == 0)
      return true;
  return false;
}

int safety_check_database(const char *path, safety_fault_fn *each, void *user)
{
  struct look look = {.each = each, .user = user};
  char *folder = g_path_get_dirname(path), *name = g_path_get_basename(path);
  GDir *dir = g_dir_open(folder, 0, NULL);
  check_folder(&look, folder);
  for (const char *entry; dir != NULL && (entry = g_dir_read_name(dir)) != NULL;) {
    if (!g_str_has_prefix(entry, name))
      continue;
    char *file = g_build_filename(folder, entry, NULL);
    check_file(&look, file);
    if (is_shared(entry + strlen(name)))
      check_shared(&look, file);
    g_free(file);
  }
  if (dir != NULL)
    g_dir_close(dir);
  g_free(folder);
  g_free(name);
  return look.faults;
}

/* --- secrets ---------------------------------------------------------------------------------------------- */
static bool is_secret(const char *key)
{
  static const char *const ends[] = {"password", "secret", "token", "webhook"};
  for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
    if (g_str_has_suffix(key, ends[i]))
      return true;
  return false;
}

/* Says where the secret is, and is none. */
static bool is_reference(const char *value)
{
  return (g_str_has_prefix(value, "${file:/") || g_str_has_prefix(value, "${env:")) && g_str_has_suffix(value, "}");
}

static bool group_holds_secret(GKeyFile *settings, const char *group)
{
  bool found = false;
  char **keys = g_key_file_get_keys(settings, group, NULL, NULL);
  for (int i = 0; keys != NULL && keys[i] != NULL && !found; i++) {
    char *value = is_secret(keys[i]) ? g_key_file_get_value(settings, group, keys[i], NULL) : NULL;
    found = value != NULL && *value != '\0' && !is_reference(value);
    g_free(value);
  }
  g_strfreev(keys);
  return found;
}

bool safety_holds_secret(GKeyFile *settings)
{
  bool found = false;
  char **groups = g_key_file_get_groups(settings, NULL);
  for (int i = 0; groups[i] != NULL && !found; i++)
    found = group_holds_secret(settings, groups[i]);
  g_strfreev(groups);
  return found;
}

bool safety_check_secret(const char *path, GError **error)
{
  struct stat status;
  if (stat(path, &status) != 0) {
    error_set_errno(error, errno, path);
    return false;
  }
  if ((status.st_mode & 077) == 0 && (status.st_uid == getuid() || status.st_uid == 0))
    return true;
  char *remedy = command("chmod 600", path);
  error_set(error, TE_PERMISSION,
            _("%s holds a secret and is not its owner’s alone (mode %04o). Do: %s; then change the secret, since others"
              " may have read it"),
            path, status.st_mode & 07777, remedy);
  g_free(remedy);
  return false;
}

/* --- descriptors ------------------------------------------------------------------------------------------ */
void safety_seal(void)
{
  if (close_range(3, ~0u, CLOSE_RANGE_CLOEXEC) == 0)
    return;
  GDir *dir = g_dir_open("/proc/self/fd", 0, NULL); /* before Linux 5.11 */
  for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
    int fd = atoi(name), flags = fd > 2 ? fcntl(fd, F_GETFD) : -1;
    if (flags >= 0)
      fcntl(fd, F_SETFD, flags | FD_CLOEXEC);
  }
  if (dir != NULL)
    g_dir_close(dir);
}

static bool is_ours(const char *name)
{
  static const char *const ends[] = {"PASSWORD", "SECRET", "TOKEN"};
  for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
    if (g_str_has_suffix(name, ends[i]))
      return true;
  return g_str_has_prefix(name, "TOBAN_") || strcmp(name, "LANGUAGE") == 0;
}

char **safety_environment(void)
{
  char **all = g_get_environ();
  GPtrArray *kept = g_ptr_array_new();
  for (int i = 0; all[i] != NULL; i++) {
    char *name = g_strndup(all[i], strcspn(all[i], "="));
    if (!is_ours(name))
      g_ptr_array_add(kept, g_strdup(all[i]));
    g_free(name);
  }
  g_strfreev(all);
  if (lang_of_others() != NULL)
    g_ptr_array_add(kept, g_strconcat("LANGUAGE=", lang_of_others(), NULL));
  g_ptr_array_add(kept, NULL);
  return (char **)g_ptr_array_free(kept, FALSE);
}
