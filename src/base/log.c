#include "toban/log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "toban/error.h"
#include "toban/utc.h"

static GMutex lock;
static int log_fd = -1; /* -1: stderr */
static const char *const names[] = {"error", "warn", "info", "debug"};

void log_open(const char *path)
{
  log_close();
  if (path == NULL)
    return;
  int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    log_error("%s: %s", path, error_text_of(errno));
  g_mutex_lock(&lock);
  log_fd = fd;
  g_mutex_unlock(&lock);
}

void log_close(void)
{
  g_mutex_lock(&lock);
  if (log_fd >= 0)
    close(log_fd);
  log_fd = -1;
  g_mutex_unlock(&lock);
}

/* A file takes everything but debug lines, stderr what a person should know; TOBAN_DEBUG takes all. */
static bool wanted(enum log_level level)
{
  if (g_getenv("TOBAN_DEBUG") != NULL)
    return true;
  return level <= (log_fd >= 0 ? LOG_INFO_ : LOG_WARN_);
}

void log_write(enum log_level level, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  char *text = g_strdup_vprintf(format, args);
  va_end(args);
  for (char *c = text; *c != '\0'; c++)
    if ((unsigned char)*c < ' ' || *c == 0x7f)
      *c = ' '; /* one line each; nothing that a terminal would obey */
  char at[32];
  g_mutex_lock(&lock);
  if (wanted(level)) {
    char *line = log_fd >= 0 ? g_strdup_printf("%s %s %s\n", utc_format(clock_now(), at), names[level], text)
                             : g_strdup_printf("toban: %s: %s\n", names[level], text);
    ssize_t done = write(log_fd >= 0 ? log_fd : STDERR_FILENO, line, strlen(line));
    (void)done; /* there is nowhere left to say that a log line was lost */
    g_free(line);
  }
  g_mutex_unlock(&lock);
  g_free(text);
}
