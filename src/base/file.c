#include "toban/csv.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "toban/error.h"
#include "toban/lang.h"

enum { PIECE = 1 << 16 };

static bool read_all(int fd, const char *name, size_t limit, GString *out, GError **error)
{
  for (;;) {
    size_t had = out->len;
    g_string_set_size(out, had + PIECE);
    ssize_t got = read(fd, out->str + had, PIECE);
    if (got < 0 && errno == EINTR)
      got = 0, g_string_set_size(out, had);
    else if (got <= 0) {
      int n = errno;
      g_string_set_size(out, had);
      if (got < 0)
        error_set_errno(error, n, name);
      return got == 0;
    } else
      g_string_set_size(out, had + (size_t)got);
    if (out->len > limit) {
      error_set(error, TE_DATA, _("%s: larger than %zu megabytes"), name, limit >> 20);
      return false;
    }
  }
}

bool file_read_all(const char *path, size_t limit, char **bytes, size_t *length, GError **error)
{
  bool standard = strcmp(path, "-") == 0;
  int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    error_set_errno(error, errno, path);
    return false;
  }
  GString *out = g_string_new(NULL);
  bool ok = read_all(fd, standard ? _("standard input") : path, limit, out, error);
  if (!standard)
    close(fd);
  *length = ok ? out->len : 0;
  *bytes = g_string_free(out, !ok);
  return ok;
}
