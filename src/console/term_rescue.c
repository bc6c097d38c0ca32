#include "term_rescue.h"

#include <errno.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Read by signal handlers: written only while `armed` is 0. */
static volatile sig_atomic_t armed;
static int terminal = -1;
static struct termios before;
static char farewell[512];
static size_t farewell_length;

/* Crashes first; then the polite ones, in case that nobody handles them. */
static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGQUIT, SIGINT, SIGTERM, SIGHUP};
static struct sigaction replaced[G_N_ELEMENTS(fatal)];

static void write_farewell(void)
{
  for (size_t sent = 0; sent < farewell_length;) {
    ssize_t n = write(terminal, farewell + sent, farewell_length - sent);
    if (n > 0) {
      sent += (size_t)n;
      continue;
    }
    struct pollfd waits = {.fd = terminal, .events = POLLOUT};
    if (n < 0 && errno == EINTR)
      continue;
    if (n == 0 || errno != EAGAIN || poll(&waits, 1, 200) <= 0)
      return;
  }
}

void rescue_restore(void)
{
  if (!armed)
    return;
  armed = 0;
  int number = errno;
  sigset_t output, old;
  sigemptyset(&output);
  sigaddset(&output, SIGTTOU); /* blocked, a process in the background may set the modes */
  pthread_sigmask(SIG_BLOCK, &output, &old);
  write_farewell();
  tcsetattr(terminal, TCSANOW, &before);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  errno = number;
}

/* Restores, then lets happen what would have happened without us. */
static void on_fatal(int number)
{
  rescue_restore();
  for (size_t i = 0; i < G_N_ELEMENTS(fatal); i++)
    if (fatal[i] == number)
      sigaction(number, &replaced[i], NULL);
  raise(number); /* delivered when this handler returns */
}

static void install(void)
{
  static bool installed;
  if (installed)
    return;
  installed = true;
  atexit(rescue_restore);
  for (size_t i = 0; i < G_N_ELEMENTS(fatal); i++) {
    struct sigaction action = {.sa_handler = on_fatal};
    sigemptyset(&action.sa_mask);
    sigaction(fatal[i], NULL, &replaced[i]);
    bool crash = i < 6, untouched = (replaced[i].sa_flags & SA_SIGINFO) == 0 && replaced[i].sa_handler == SIG_DFL;
    if (crash || untouched)
      sigaction(fatal[i], &action, NULL);
  }
}

void rescue_arm(int fd, const struct termios *modes, const char *bytes)
{
  armed = 0;
  terminal = fd;
  before = *modes;
  farewell_length = MIN(strlen(bytes), sizeof farewell);
  memcpy(farewell, bytes, farewell_length);
  install();
  armed = 1;
}

void rescue_disarm(void)
{
  armed = 0;
}
