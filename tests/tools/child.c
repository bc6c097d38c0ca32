#include "child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct child { GPid pid; int in; GHashTable *ports; };

struct child *child_start(const char *const *argv)
{
  struct child *child = g_new0(struct child, 1);
  GError *error = NULL;
  int out;
  char line[256], name[128];
  int port;
  if (!g_spawn_async_with_pipes(NULL, (char **)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL,
                                &child->pid, &child->in, &out, NULL, &error))
    g_error("%s", error->message);
  child->ports = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  FILE *lines = fdopen(out, "r");
  while (fgets(line, sizeof line, lines) != NULL && line[0] != '.')
    if (sscanf(line, "%127s %d", name, &port) == 2)
      g_hash_table_insert(child->ports, g_strdup(name), GINT_TO_POINTER(port));
  fclose(lines);
  g_assert_cmpint((int)g_hash_table_size(child->ports), >, 0);
  return child;
}

int child_port(const struct child *child, const char *name)
{
  int port = GPOINTER_TO_INT(g_hash_table_lookup(child->ports, name));
  g_assert_cmpint(port, >, 0);
  return port;
}

char *child_url(const struct child *child, const char *scheme, const char *name, const char *rest)
{
  return g_strdup_printf("%s%s127.0.0.1:%d%s", scheme, *scheme != '\0' ? "://" : "", child_port(child, name), rest);
}

GPid child_pid(const struct child *child)
{
  return child->pid;
}

void child_stop(struct child *child)
{
  close(child->in);
  waitpid(child->pid, NULL, 0);
  g_hash_table_destroy(child->ports);
  g_free(child);
}

static char *in_folder(const char *variable, const char *path)
{
  const char *folder = g_getenv(variable);
  return g_build_filename(folder == NULL ? "." : folder, path, NULL);
}

char *test_source(const char *path)
{
  return in_folder("top_srcdir", path);
}

char *test_program(const char *path)
{
  return in_folder("top_builddir", path);
}
