#include "gate.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "toban/db.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/safety.h"

enum { PAUSE_MIN_US = 200, PAUSE_MAX_US = 1000 };

/* Who makes it makes it for the whole group, whatever the umask. */
static int open_beside(const char *path)
{
  int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd >= 0 || errno != ENOENT)
    return fd;
  fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, SAFETY_FILE_MODE);
  if (fd < 0 && errno == EEXIST)
    return open(path, O_RDWR | O_CLOEXEC);
  if (fd >= 0 && fchmod(fd, SAFETY_FILE_MODE) != 0)
    errno = 0; /* still ours to use */
  return fd;
}

char *db_bell_path(const char *path)
{
  return g_strconcat(path, "-bell", NULL);
}

void gate_init(struct gate *gate, const char *db_path)
{
  char *bell = db_bell_path(db_path);
  gate->path = g_strconcat(db_path, "-gate", NULL);
  gate->fd = open_beside(gate->path);
  gate->bell = open_beside(bell);
  g_free(bell);
}

void gate_clear(struct gate *gate)
{
  if (gate->fd >= 0)
    close(gate->fd);
  if (gate->bell >= 0)
    close(gate->bell);
  g_free(gate->path);
  *gate = (struct gate){.fd = -1, .bell = -1};
}

void gate_pause(void)
{
  g_usleep((gulong)g_random_int_range(PAUSE_MIN_US, PAUSE_MAX_US));
}

/* Somebody may have tidied the file away: a lock on a nameless file would keep nobody out. */
static bool is_named(const struct gate *gate)
{
  struct stat mine, named;
  return fstat(gate->fd, &mine) == 0 && stat(gate->path, &named) == 0 && mine.st_ino == named.st_ino &&
         mine.st_dev == named.st_dev;
}

enum try { TRY_FAILED, TRY_AGAIN, TRY_LOCKED };

static enum try try_lock(struct gate *gate)
{
  if (gate->fd < 0 && (gate->fd = open_beside(gate->path)) < 0)
    return TRY_FAILED;
  if (flock(gate->fd, LOCK_EX | LOCK_NB) != 0)
    return errno == EWOULDBLOCK || errno == EINTR ? TRY_AGAIN : TRY_FAILED;
  if (is_named(gate))
    return TRY_LOCKED;
  close(gate->fd);
  gate->fd = open_beside(gate->path);
  return gate->fd < 0 ? TRY_FAILED : TRY_AGAIN;
}

bool gate_lock(struct gate *gate, int64_t until_ms, GError **error)
{
  for (enum try got; (got = try_lock(gate)) != TRY_LOCKED;) {
    if (got == TRY_FAILED) {
      error_set_errno(error, errno, gate->path);
      return false;
    }
    if (clock_mono_ms() >= until_ms) {
      error_set(error, TE_BUSY, _("%s: another program holds the lock; try again"), gate->path);
      return false;
    }
    gate_pause();
  }
  return true;
}

void gate_unlock(struct gate *gate)
{
  if (gate->fd >= 0)
    flock(gate->fd, LOCK_UN);
}

void gate_ring(struct gate *gate)
{
  if (gate->bell >= 0 && pwrite(gate->bell, "!", 1, 0) != 1)
    errno = 0; /* a disk that is full: the others look for themselves each second */
}
