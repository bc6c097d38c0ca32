#define _GNU_SOURCE 1
#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LIMIT_MS = 10000 };

struct watch {
  int terminal;           /* the master side */
  int news, orders;       /* lines from the shell; bytes to it */
  pid_t shell, group;
  GString *seen;
  gsize found;            /* how far watch_expect() came */
};

/* --- the shell: a session leader with one job ------------------------------------------------------ */

static void change_environment(const char *const *environment)
{
  for (; environment != NULL && *environment != NULL; environment++) {
    char *equals = strchr(*environment, '=');
    if (equals == NULL) {
      unsetenv(*environment);
      continue;
    }
    g_autofree char *name = g_strndup(*environment, (gsize)(equals - *environment));
    setenv(name, equals + 1, 1);
  }
}

static pid_t start_job(const char *const *argv)
{
  pid_t job = fork();
  if (job == 0) {
    setpgid(0, 0);
    tcsetpgrp(0, getpid()); /* SIGTTOU is ignored here */
    signal(SIGTTOU, SIG_DFL);
    execv(argv[0], (char *const *)argv);
    _exit(127);
  }
  setpgid(job, job);
  tcsetpgrp(0, job);
  return job;
}

G_GNUC_NORETURN static void shell(const char *const *argv, const char *const *environment, int news, int orders)
{
  int status;
  char order;
  signal(SIGTTOU, SIG_IGN);
  signal(SIGHUP, SIG_IGN); /* the job inherits it: it must see the loss of the terminal by itself */
  change_environment(environment);
  pid_t job = start_job(argv);
  dprintf(news, "group %d\n", (int)job);
  while (waitpid(job, &status, WUNTRACED) == job) {
    if (!WIFSTOPPED(status))
      break;
    tcsetpgrp(0, getpgrp());
    dprintf(news, "stopped\n");
    if (read(orders, &order, 1) != 1)
      break;
    tcsetpgrp(0, job);
    kill(-job, SIGCONT);
  }
  dprintf(news, WIFEXITED(status) ? "exit %d\n" : "signal %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
  while (read(orders, &order, 1) > 0) /* the terminal stays open until the test has seen all of it */
    ;
  _exit(0);
}

struct watch *watch_start(const char *const *argv, int rows, int cols, const char *const *environment)
{
  struct watch *watch = g_new0(struct watch, 1);
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
  int news[2], orders[2];
  g_assert_cmpint(pipe2(news, O_CLOEXEC), ==, 0);
  g_assert_cmpint(pipe2(orders, O_CLOEXEC), ==, 0);
  watch->shell = forkpty(&watch->terminal, NULL, NULL, &size);
  g_assert_cmpint(watch->shell, >=, 0);
  if (watch->shell == 0) {
    close(news[0]);
    close(orders[1]);
    shell(argv, environment, news[1], orders[0]);
  }
  close(news[1]);
  close(orders[0]);
  fcntl(watch->terminal, F_SETFL, O_NONBLOCK);
  fcntl(watch->terminal, F_SETFD, FD_CLOEXEC);
  watch->news = news[0];
  watch->orders = orders[1];
  watch->seen = g_string_new(NULL);
  g_autofree char *group = watch_news(watch);
  watch->group = (pid_t)g_ascii_strtoll(group + strlen("group "), NULL, 10);
  return watch;
}

void watch_free(struct watch *watch)
{
  if (watch->group > 0)
    kill(-watch->group, SIGKILL);
  watch_hang_up(watch);
  close(watch->orders);
  close(watch->news);
  waitpid(watch->shell, NULL, 0);
  g_string_free(watch->seen, TRUE);
  g_free(watch);
}

/* --- the terminal ---------------------------------------------------------------------------------- */

/* Waits for bytes and takes them. False at the end of the terminal, or when none came in time. */
static bool take(struct watch *watch)
{
  char bytes[65536];
  struct pollfd waits = {.fd = watch->terminal, .events = POLLIN};
  if (poll(&waits, 1, LIMIT_MS) <= 0)
    return false;
  ssize_t n = read(watch->terminal, bytes, sizeof bytes);
  if (n > 0)
    g_string_append_len(watch->seen, bytes, n);
  return n > 0;
}

void watch_expect(struct watch *watch, const char *bytes)
{
  gsize length = strlen(bytes);
  gint64 until = g_get_monotonic_time() + (gint64)LIMIT_MS * 1000; /* a clock on the screen writes for ever */
  for (;;) {
    char *at = memmem(watch->seen->str + watch->found, watch->seen->len - watch->found, bytes, length);
    if (at != NULL) {
      watch->found = (gsize)(at - watch->seen->str) + length;
      return;
    }
    if (g_get_monotonic_time() < until && take(watch))
      continue;
    g_autofree char *escaped = g_strescape(watch->seen->str + watch->found, NULL);
    g_test_message("waited for “%s”, saw: %s", bytes, escaped);
    g_assert_not_reached();
  }
}

void watch_drain(struct watch *watch)
{
  close(watch->orders); /* the shell ends, and with it the terminal */
  watch->orders = -1;
  while (take(watch))
    ;
}

const char *watch_seen(const struct watch *watch, gsize *length)
{
  *length = watch->seen->len;
  return watch->seen->str;
}

void watch_send(struct watch *watch, const char *bytes, gsize length)
{
  while (length > 0) {
    struct pollfd waits = {.fd = watch->terminal, .events = POLLOUT};
    ssize_t n = write(watch->terminal, bytes, length);
    if (n > 0) {
      bytes += n;
      length -= (gsize)n;
      continue;
    }
    g_assert_cmpint(errno, ==, EAGAIN);
    g_assert_cmpint(poll(&waits, 1, LIMIT_MS), >, 0);
  }
}

void watch_resize(struct watch *watch, int rows, int cols)
{
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
  g_assert_cmpint(ioctl(watch->terminal, TIOCSWINSZ, &size), ==, 0);
}

void watch_modes(struct watch *watch, struct termios *modes)
{
  g_assert_cmpint(tcgetattr(watch->terminal, modes), ==, 0);
}

void watch_hang_up(struct watch *watch)
{
  if (watch->terminal >= 0)
    close(watch->terminal);
  watch->terminal = -1;
}

/* --- the job --------------------------------------------------------------------------------------- */

char *watch_news(struct watch *watch)
{
  GString *line = g_string_new(NULL);
  struct pollfd waits = {.fd = watch->news, .events = POLLIN};
  for (char c = 0; c != '\n';) {
    g_assert_cmpint(poll(&waits, 1, LIMIT_MS), >, 0);
    g_assert_cmpint(read(watch->news, &c, 1), ==, 1);
    if (c != '\n')
      g_string_append_c(line, c);
  }
  if (g_str_has_prefix(line->str, "exit") || g_str_has_prefix(line->str, "signal"))
    watch->group = 0; /* its number may be another's soon */
  return g_string_free(line, FALSE);
}

void watch_signal(struct watch *watch, int number)
{
  g_assert_cmpint(kill(-watch->group, number), ==, 0);
}

void watch_foreground(struct watch *watch)
{
  g_assert_cmpint(write(watch->orders, "f", 1), ==, 1);
}
