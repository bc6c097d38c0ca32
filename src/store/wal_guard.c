#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* statx */
#endif
#include "wal_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "toban/error.h"
#include "toban/log.h"

enum { NOTE_SIZE = 160 };
struct identity {
  char text[64];
  uint64_t inode, size;
  bool there;
};

static struct identity identity_of(const char *path, const char *suffix)
{
  struct identity identity = {.text = "none"};
  struct statx status;
  char *name = g_strconcat(path, suffix, NULL);
  identity.there = statx(AT_FDCWD, name, 0, STATX_BASIC_STATS | STATX_BTIME, &status) == 0;
  g_free(name);
  if (!identity.there)
    return identity;
  bool born = (status.stx_mask & STATX_BTIME) != 0;
  identity.inode = status.stx_ino;
  identity.size = status.stx_size;
  g_snprintf(identity.text, sizeof identity.text, "%x:%x:%" G_GINT64_MODIFIER "x:%" G_GINT64_MODIFIER "x.%x",
             status.stx_dev_major, status.stx_dev_minor, (guint64)status.stx_ino,
             born ? (guint64)status.stx_btime.tv_sec : 0, born ? status.stx_btime.tv_nsec : 0);
  return identity;
}

/* "db IDENTITY wal IDENTITY\n", padded with blanks to NOTE_SIZE. */
static void note_text(const char *db, const char *wal, char out[static NOTE_SIZE + 1])
{
  char text[NOTE_SIZE];
  g_snprintf(text, sizeof text, "db %s wal %s", db, wal);
  snprintf(out, NOTE_SIZE + 1, "%-*s\n", NOTE_SIZE - 1, text);
}

static bool read_note(struct gate *gate, char db[static 64], char wal[static 64])
{
  char text[NOTE_SIZE + 1] = "";
  ssize_t got = gate->fd < 0 ? -1 : pread(gate->fd, text, NOTE_SIZE, 0);
  return got == NOTE_SIZE && sscanf(text, "db %63s wal %63s", db, wal) == 2;
}

static bool is_strange(struct gate *gate, const char *path)
{
  char noted_db[64], noted_wal[64];
  struct identity wal = identity_of(path, "-wal");
  return wal.there && wal.size > 0 && read_note(gate, noted_db, noted_wal) && strcmp(noted_wal, wal.text) == 0 &&
         strcmp(noted_db, identity_of(path, "").text) != 0;
}

static bool set_aside(const char *path, GError **error)
{
  char *wal = g_strconcat(path, "-wal", NULL), *shm = g_strconcat(path, "-shm", NULL);
  char *aside = g_strdup_printf("%s.%" G_GINT64_MODIFIER "u", wal, (guint64)identity_of(path, "-wal").inode);
  bool done = rename(wal, aside) == 0 && (unlink(shm) == 0 || errno == ENOENT);
  if (done)
    log_warn("%s belonged to another file: set aside as %s", wal, aside);
  else
    error_set_errno(error, errno, wal);
  g_free(aside);
  g_free(shm);
  g_free(wal);
  return done;
}

static bool check_locked(struct gate *gate, const char *path, int64_t until_ms, GError **error)
{
  if (!is_strange(gate, path))
    return true;
  if (!gate_lock(gate, until_ms, error))
    return false;
  bool done = !is_strange(gate, path) || set_aside(path, error);
  gate_unlock(gate);
  return done;
}

bool wal_guard_check(const char *path, int64_t until_ms, GError **error)
{
  struct gate gate = {.path = g_strconcat(path, "-gate", NULL), .bell = -1};
  gate.fd = open(gate.path, O_RDWR | O_CLOEXEC);
  bool done = gate.fd < 0 || check_locked(&gate, path, until_ms, error);
  gate_clear(&gate);
  return done;
}

void wal_guard_note(struct gate *gate, const char *path)
{
  char db[64] = "", wal[64] = "", text[NOTE_SIZE + 1];
  struct identity now_db = identity_of(path, ""), now_wal = identity_of(path, "-wal");
  if (read_note(gate, db, wal) && strcmp(db, now_db.text) == 0 && strcmp(wal, now_wal.text) == 0)
    return;
  note_text(now_db.text, now_wal.text, text);
  if (gate->fd >= 0 && pwrite(gate->fd, text, NOTE_SIZE, 0) != NOTE_SIZE)
    log_warn("%s: %s", gate->path, g_strerror(errno)); /* a full disk: the next one notes it */
}

void wal_guard_clear(const char *path)
{
  static const char *const suffixes[] = {"-wal", "-shm"};
  for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
    char *name = g_strconcat(path, suffixes[i], NULL);
    unlink(name);
    g_free(name);
  }
}
