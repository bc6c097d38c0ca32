#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/child.h"
#include "tools/watch.h"
#include "toban/grid.h"
#include "toban/term.h"

#define SEND(watch, bytes) watch_send(watch, bytes, sizeof bytes - 1)
static const char enter[] = "\033[?1049h", paste_on[] = "\033[?2004h";
static const char leave[] = "\033[?2004l\033[?1006l\033[?1000l\033(B\033[m\033[39;49m\033[?12l\033[?25h\033[?1049l";

static struct watch *start(int rows, int cols, const char *const *environment)
{
  static char *program;
  if (program == NULL)
    program = test_program("tests/tools/termchild");
  return watch_start((const char *const[]){program, NULL}, rows, cols, environment);
}

static const char *const xterm[] = {"TERM=xterm-256color", "NO_COLOR", "ESCDELAY", "LINES=9", "COLUMNS=9", NULL};

static struct watch *start_xterm(void)
{
  struct watch *watch = start(24, 80, xterm);
  watch_expect(watch, "当番 80x24");
  return watch;
}

static void expect_news(struct watch *watch, const char *want)
{
  g_autofree char *news = watch_news(watch);
  g_assert_cmpstr(news, ==, want);
}

static void expect_cooked(struct watch *watch, bool cooked)
{
  struct termios modes;
  watch_modes(watch, &modes);
  g_assert_true(((modes.c_lflag & (ICANON | ECHO | ISIG)) == (ICANON | ECHO | ISIG)) == cooked);
  g_assert_true(((modes.c_iflag & ICRNL) != 0) == cooked);
  g_assert_true(((modes.c_oflag & OPOST) != 0) == cooked);
}

static void enters_and_leaves(void)
{
  struct watch *watch = start(24, 80, xterm);
  watch_expect(watch, enter);
  watch_expect(watch, paste_on);
  watch_expect(watch, "当番 80x24");
  watch_expect(watch, "回線");
  expect_cooked(watch, false);
  SEND(watch, "q");
  watch_expect(watch, leave);
  expect_news(watch, "exit 0");
  expect_cooked(watch, true);
  watch_free(watch);
}

/* exit(), abort() and signals that nobody handles: all give the terminal back. */
static void every_way_out(void)
{
  static const struct { const char *keys; int number; const char *news; } rows[] = {
    {"e", 0, "exit 7"}, {"a", 0, "signal 6"}, {"", SIGTERM, "signal 15"}, {"", SIGSEGV, "signal 11"},
    {"", SIGINT, "signal 2"}, {"", SIGQUIT, "signal 3"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    struct watch *watch = start_xterm();
    watch_send(watch, rows[i].keys, strlen(rows[i].keys));
    if (rows[i].number != 0)
      watch_signal(watch, rows[i].number);
    watch_expect(watch, leave);
    g_autofree char *news = watch_news(watch);
    if (rows[i].number != SIGSEGV) /* a sanitizer makes an exit of it */
      g_assert_cmpstr(news, ==, rows[i].news);
    expect_cooked(watch, true);
    watch_free(watch);
  }
}

static void keys_arrive(void)
{
  struct watch *watch = start_xterm();
  SEND(watch, "\xE6");
  SEND(watch, "\xBC");
  SEND(watch, "\xA2");
  watch_expect(watch, "key 漢");
  SEND(watch, "\033");
  watch_expect(watch, "Esc"); /* after 40 ms, by the timer */
  SEND(watch, "\033[1;5A");
  watch_expect(watch, "Ctrl-Up");
  SEND(watch, "\x03");
  watch_expect(watch, "C");
  SEND(watch, "\033[200~:q\rq\nq\033[201~");
  watch_expect(watch, "paste 6 :q");
  SEND(watch, "\033[<0;5;6M");
  watch_expect(watch, "mouse 1 5,4");
  SEND(watch, "b");
  watch_expect(watch, "\a");
  SEND(watch, "i");
  watch_expect(watch, "\033[?12l\033[?25h");
  SEND(watch, "i");
  watch_expect(watch, "\033[?25l");
  SEND(watch, "q");
  expect_news(watch, "exit 0");
  watch_free(watch);
}

static void suspends_and_comes_back(void)
{
  struct watch *watch = start_xterm();
  SEND(watch, "\x1A");
  watch_expect(watch, leave);
  expect_news(watch, "stopped");
  expect_cooked(watch, true);
  watch_resize(watch, 20, 70); /* in the background nobody is told of it */
  watch_foreground(watch);
  watch_expect(watch, enter);
  watch_expect(watch, "当番 70x20");
  expect_cooked(watch, false);
  SEND(watch, "jq");
  watch_expect(watch, leave);
  expect_news(watch, "exit 0");
  watch_free(watch);
}

/* Stopped from outside, without a chance to restore: on its return it takes the terminal again. */
static void is_stopped_and_comes_back(void)
{
  struct watch *watch = start_xterm();
  watch_signal(watch, SIGSTOP);
  expect_news(watch, "stopped");
  watch_foreground(watch);
  watch_expect(watch, enter);
  watch_expect(watch, "当番 80x24");
  SEND(watch, "q");
  expect_news(watch, "exit 0");
  watch_free(watch);
}

static void resizes(void)
{
  static const struct { int rows, cols; const char *text; } sizes[] = {
    {5, 20, "当番 20x5"}, {100, 300, "当番 300x100"}, {1, 1, NULL}, {2, 2, NULL}, {1, 300, "当番 300x1"}, {200, 500, "当番 500x200"},
    {100, 1, NULL},       {16, 60, "当番 60x16"},
  };
  struct watch *watch = start_xterm();
  for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
    watch_resize(watch, sizes[i].rows, sizes[i].cols);
    if (sizes[i].text != NULL)
      watch_expect(watch, sizes[i].text);
    else
      watch_expect(watch, "\033[2J");
    SEND(watch, "r\x0C");
  }
  SEND(watch, "q");
  watch_expect(watch, leave);
  expect_news(watch, "exit 0");
  watch_free(watch);
}

static void hang_up(void)
{
  struct watch *watch = start_xterm();
  watch_hang_up(watch);
  expect_news(watch, "exit 3");
  watch_free(watch);
}

/* A terminal that reads nothing: keys still work, and the program leaves when told to. */
static void stalled_terminal(void)
{
  struct watch *watch = start_xterm();
  for (int i = 0; i < 400; i++)
    SEND(watch, "jjkr\x0C");
  SEND(watch, "q");
  expect_news(watch, "exit 0");
  watch_free(watch);
}

/* When it reads again it gets the newest frame, not all that it missed. */
static void slow_terminal(void)
{
  enum { FRAMES = 400, TERMINALS_BUFFER = 1 << 16, FRAME_MOST = 1 << 14 };
  g_autofree char *folder = g_dir_make_tmp("term-XXXXXX", NULL);
  g_autofree char *mark = g_build_filename(folder, "mark", NULL);
  g_autofree char *setting = g_strconcat("MARK=", mark, NULL);
  struct watch *watch = start(24, 80, (const char *const[]){"TERM=xterm-256color", "NO_COLOR", setting, NULL});
  gsize before, after;
  watch_expect(watch, "当番 80x24");
  watch_seen(watch, &before);
  for (int i = 0; i < FRAMES; i++)
    SEND(watch, "\x0Cr");
  SEND(watch, "w");
  for (int i = 0; i < 10000 && !g_file_test(mark, G_FILE_TEST_EXISTS); i++)
    g_usleep(1000); /* until it has seen all keys, with nobody reading what it writes */
  watch_expect(watch, "key w 400");
  watch_seen(watch, &after);
  g_assert_cmpuint(after - before, <, TERMINALS_BUFFER + 3 * FRAME_MOST);
  SEND(watch, "q");
  watch_expect(watch, leave);
  expect_news(watch, "exit 0");
  watch_free(watch);
  g_unlink(mark);
  g_rmdir(folder);
}

/* Those of ncurses-base, which every Debian has: 8 colours, none, 256. */
static void kinds_of_terminals(void)
{
  static const char *const types[] = {"TERM=linux", "TERM=vt100", "TERM=screen", "TERM=tmux-256color", "TERM=rxvt"};
  for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
    struct watch *watch = start(24, 80, (const char *const[]){types[i], "NO_COLOR", NULL});
    watch_expect(watch, "80x24");
    SEND(watch, "jq");
    expect_news(watch, "exit 0");
    expect_cooked(watch, true);
    watch_free(watch);
  }
}

static void refuses(const char *type, const char *says)
{
  struct watch *watch = start(24, 80, (const char *const[]){type, "LC_ALL=en_US.UTF-8", NULL});
  watch_expect(watch, says);
  expect_news(watch, "exit 69");
  expect_cooked(watch, true);
  watch_free(watch);
}

static void refusals(void)
{
  refuses("TERM=dumb", "cannot move its cursor");
  refuses("TERM=no-such-terminal", "is not known here");
  refuses("TERM", "TERM is not set");
}

static void no_colour(void)
{
  static const char *const variants[][4] = {
    {"TERM=xterm-256color", "NO_COLOR=1", NULL}, {"TERM=vt100", "NO_COLOR", NULL}};
  for (size_t i = 0; i < G_N_ELEMENTS(variants); i++) {
    struct watch *watch = start(24, 80, variants[i]);
    watch_expect(watch, "80x24");
    SEND(watch, "jq");
    expect_news(watch, "exit 0");
    watch_drain(watch);
    gsize length;
    const char *seen = watch_seen(watch, &length);
    g_assert_null(strstr(seen, "\033[38;"));
    g_assert_null(strstr(seen, "\033[3" "1m"));
    g_assert_nonnull(strstr(seen, "7m")); /* the cursor's row is in reverse */
    watch_free(watch);
  }
}

/* Where ambiguous characters are two columns wide, none may be sent. */
static void ascii(void)
{
  struct watch *watch = start(24, 80, (const char *const[]){"TERM=xterm-256color", "NO_COLOR", "ASCII=1", NULL});
  gsize length;
  watch_expect(watch, "80x24");
  SEND(watch, "rrrr");
  watch_expect(watch, "key r 3");
  SEND(watch, "q");
  expect_news(watch, "exit 0");
  watch_drain(watch);
  const char *seen = watch_seen(watch, &length);
  for (const char *at = seen; *at != '\0'; at = g_utf8_next_char(at))
    g_assert_true(!g_unichar_iswide_cjk(g_utf8_get_char(at)) || g_unichar_iswide(g_utf8_get_char(at)));
  g_assert_nonnull(strstr(seen, "漢"));
  watch_free(watch);
}

static void without_a_terminal(void)
{
  g_autofree char *program = test_program("tests/tools/termchild");
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) {
    setsid();
    freopen("/dev/null", "w", stderr);
    execl(program, program, NULL);
    _exit(127);
  }
  int status;
  g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
  g_assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 69);
}

static void note_closed(void *user)
{
  *(bool *)user = true;
}

static void headless(void)
{
  struct term *term = term_open_headless(43, 132);
  struct grid grid;
  struct theme theme;
  int rows, cols;
  bool closed = false;
  term_size(term, &rows, &cols);
  g_assert_true(rows == 43 && cols == 132);
  g_assert_true(theme_load(&theme, "light", NULL));
  grid_init(&grid, rows, cols);
  term_theme(term, &theme);
  term_render(term, &grid);
  g_assert_false(grid.dirty[0]);
  term_redraw(term);
  term_bell(term);
  term_suspend(term);
  term_leave(term);
  term_close(term, note_closed, &closed);
  g_assert_true(closed);
  term_close(NULL, note_closed, &closed);
  grid_clear(&grid);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/term/enters-and-leaves", enters_and_leaves);
  g_test_add_func("/term/every-way-out", every_way_out);
  g_test_add_func("/term/keys", keys_arrive);
  g_test_add_func("/term/suspend", suspends_and_comes_back);
  g_test_add_func("/term/stopped", is_stopped_and_comes_back);
  g_test_add_func("/term/resize", resizes);
  g_test_add_func("/term/hang-up", hang_up);
  g_test_add_func("/term/stalled", stalled_terminal);
  g_test_add_func("/term/slow", slow_terminal);
  g_test_add_func("/term/kinds", kinds_of_terminals);
  g_test_add_func("/term/refusals", refusals);
  g_test_add_func("/term/no-colour", no_colour);
  g_test_add_func("/term/ascii", ascii);
  g_test_add_func("/term/no-terminal", without_a_terminal);
  g_test_add_func("/term/headless", headless);
  return g_test_run();
}
