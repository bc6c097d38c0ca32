#include "lock_holder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "toban/csv.h"
#include "toban/lang.h"

enum { WRITER_BYTE = 120 /* WAL_WRITE_LOCK: sqlite.org/walformat.html, 2.3.1 */, LOCKS_MAX = 1 << 20 };

/* "3: POSIX  ADVISORY  WRITE 3548 08:01:1185 120 120"; who waits has "->" behind the number. */
static bool parse_line(const char *line, unsigned long inode, bool flock, int *pid, unsigned *major, unsigned *minor)
{
  char kind[16], how[16], from[24];
  unsigned long node;
  return sscanf(line, "%*d: %15s %*s %15s %d %x:%x:%lu %23s", kind, how, pid, major, minor, &node, from) == 7 &&
         node == inode && *pid > 0 && strcmp(how, "WRITE") == 0 &&
         (flock ? strcmp(kind, "FLOCK") == 0
                : strcmp(kind, "FLOCK") != 0 && strtol(from, NULL, 10) == WRITER_BYTE);
}

/* Some file systems show another device here than stat() does: then the inode alone must do. */
int lock_holder_parse(const char *locks, unsigned long inode, unsigned major, unsigned minor, bool flock)
{
  int found = 0;
  char **line = g_strsplit(locks, "\n", -1);
  for (int i = 0; line[i] != NULL; i++) {
    int pid;
    unsigned at_major, at_minor;
    if (!parse_line(line[i], inode, flock, &pid, &at_major, &at_minor))
      continue;
    found = found == 0 ? pid : found;
    if (at_major == major && at_minor == minor) {
      found = pid;
      break;
    }
  }
  g_strfreev(line);
  return found;
}

static int holder_of(const char *locks, const char *db_path, const char *suffix, bool flock)
{
  struct stat st;
  char *path = g_strconcat(db_path, suffix, NULL);
  int pid = 0;
  if (stat(path, &st) == 0)
    pid = lock_holder_parse(locks, (unsigned long)st.st_ino, major(st.st_dev), minor(st.st_dev), flock);
  g_free(path);
  return pid;
}

/* "1234 (toban) T 1 ...": the name may have blanks and brackets. */
static void read_process(struct lock_holder *out)
{
  char path[64], *text = NULL;
  size_t length;
  g_snprintf(path, sizeof path, "/proc/%d/stat", out->pid);
  if (!file_read_all(path, 4096, &text, &length, NULL))
    return;
  char *name = strchr(text, '('), *end = strrchr(text, ')');
  if (name != NULL && end != NULL && end > name) {
    g_strlcpy(out->name, name + 1, MIN(sizeof out->name, (gsize)(end - name)));
    out->stopped = end[1] == ' ' && (end[2] == 'T' || end[2] == 't');
    for (char *c = out->name; *c != '\0'; c++) /* anybody can name a process */
      *c = g_ascii_isprint(*c) ? *c : '?';
  }
  g_free(text);
}

bool lock_holder_find(const char *db_path, struct lock_holder *out)
{
  char *locks = NULL;
  size_t length;
  *out = (struct lock_holder){0};
  if (!file_read_all("/proc/locks", LOCKS_MAX, &locks, &length, NULL))
    return false;
  out->pid = holder_of(locks, db_path, "-shm", false);
  if (out->pid == 0)
    out->pid = holder_of(locks, db_path, "-gate", true);
  g_free(locks);
  if (out->pid != 0)
    read_process(out);
  return out->pid != 0;
}

char *lock_holder_text(const char *db_path)
{
  struct lock_holder holder;
  if (!lock_holder_find(db_path, &holder))
    return NULL;
  if (holder.stopped)
    return g_strdup_printf(_("process %d (%s) holds the lock and is stopped: kill -CONT %d lets it go on, kill -KILL "
                             "%d ends it; then what waits is written"),
                           holder.pid, holder.name, holder.pid, holder.pid);
  return g_strdup_printf(_("process %d (%s) holds the lock; what waits is written when it is done"), holder.pid,
                         holder.name);
}
