#include "toban/identity.h"

#include <glib.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENTRY_MAX = 1 << 16 };

static char *login, *name;

static char *name_of(const char *comment)
{
  char *first = g_strndup(comment == NULL ? "" : comment, comment == NULL ? 0 : strcspn(comment, ","));
  g_strstrip(first);
  if (*first != '\0' && g_utf8_validate(first, -1, NULL))
    return first;
  g_free(first);
  return g_strdup(login);
}

static void look_up(void)
{
  struct passwd entry, *found = NULL;
  char *buffer = g_malloc(ENTRY_MAX);
  uid_t uid = getuid();
  if (getpwuid_r(uid, &entry, buffer, ENTRY_MAX, &found) != 0)
    found = NULL;
  login = found != NULL && *found->pw_name != '\0' ? g_strdup(found->pw_name)
                                                   : g_strdup_printf("uid-%lu", (unsigned long)uid);
  name = name_of(found == NULL ? NULL : found->pw_gecos);
  g_free(buffer);
}

static void once(void)
{
  static gsize done;
  if (g_once_init_enter(&done)) {
    look_up();
    g_once_init_leave(&done, 1);
  }
}

const char *identity_login(void)
{
  once();
  return login;
}

const char *identity_name(void)
{
  once();
  return name;
}

bool identity_owns(const char *path)
{
  struct stat status;
  return stat(path, &status) == 0 && status.st_uid == getuid();
}
