/* Other programs: what they get of ours, what we hear of them. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "console/program.h"
#include "toban/error.h"
#include "toban/lang.h"

static struct { int status; char said[256]; int calls; } heard;

static void ended(void *user, int status, const char *said)
{
  (void)user;
  heard.status = status;
  g_strlcpy(heard.said, said, sizeof heard.said);
  heard.calls++;
}

static bool run(const char *const *words, int terminal, GError **error)
{
  uv_loop_t loop;
  memset(&heard, 0, sizeof heard);
  g_assert_cmpint(uv_loop_init(&loop), ==, 0);
  bool started = program_start(&loop, (char *const *)(uintptr_t)words, terminal, ended, NULL, error) != NULL;
  uv_run(&loop, UV_RUN_DEFAULT);
  g_assert_cmpint(uv_loop_close(&loop), ==, 0);
  return started;
}

static void status_and_words(void)
{
  const char *const words[] = {"sh", "-c", "echo 'no \033[31mhost' >&2; echo more >&2; exit 3", NULL};
  g_assert_true(run(words, -1, NULL));
  g_assert_cmpint(heard.calls, ==, 1);
  g_assert_cmpint(heard.status, ==, 3);
  g_assert_cmpstr(heard.said, ==, "no host");
  const char *const killed[] = {"sh", "-c", "kill -9 $$", NULL};
  g_assert_true(run(killed, -1, NULL));
  g_assert_cmpint(heard.status, ==, 128 + 9);
  const char *const missing[] = {"/nowhere/no-such-program", NULL};
  GError *error = NULL;
  g_assert_false(run(missing, -1, &error));
  g_assert_true(error_is(error, TE_UNAVAILABLE));
  g_assert_nonnull(strstr(error->message, "no-such-program"));
  g_error_free(error);
  g_assert_cmpint(heard.calls, ==, 0);
}

/* No descriptor, no name of ours; words with signs of a shell stay words. */
static void nothing_of_ours(void)
{
  int leaked = open("/dev/null", O_RDONLY); /* without O_CLOEXEC, as a careless library opens */
  g_setenv("TOBAN_DB", "/secret/place", TRUE);
  g_setenv("MAIL_PASSWORD", "hunter2", TRUE);
  g_setenv("ORDINARY", "kept", TRUE);
  const char *const words[] = {"sh", "-c",
                               "[ -z \"$TOBAN_DB$MAIL_PASSWORD\" ] || echo environment >&2;"
                               "[ \"$ORDINARY\" = kept ] || echo ordinary >&2;"
                               "for fd in /proc/self/fd/*; do case ${fd##*/} in [0-2]) ;; *) [ -e \"$fd\" ] && readlink \"$fd\""
                               " | grep -qv /proc && echo \"descriptor $fd\" >&2;; esac; done;"
                               "[ \"$1\" = '$(id) `id`; *' ] || echo \"words $1\" >&2", "sh", "$(id) `id`; *", NULL};
  g_assert_true(run(words, -1, NULL));
  g_assert_cmpstr(heard.said, ==, "");
  close(leaked);
  g_unsetenv("TOBAN_DB");
  g_unsetenv("MAIL_PASSWORD");
}

static void terminal_is_given(void)
{
  char path[] = "/tmp/toban-program-XXXXXX";
  int fd = g_mkstemp(path);
  const char *const words[] = {"sh", "-c", "echo out; echo err >&2", NULL};
  g_assert_true(run(words, fd, NULL));
  char *text = NULL;
  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_assert_cmpstr(text, ==, "out\nerr\n");
  g_assert_cmpstr(heard.said, ==, "");
  g_free(text);
  unlink(path);
  close(fd);
}

/* Forgotten: the loop ends at once, the program lives on, nobody is told. */
static void forgotten(void)
{
  uv_loop_t loop;
  char *folder = g_dir_make_tmp("toban-program-XXXXXX", NULL), *gate = g_build_filename(folder, "gate", NULL);
  const char *const words[] = {"sh", "-c", "read line <\"$1\"", "sh", gate, NULL};
  g_assert_cmpint(mkfifo(gate, 0600), ==, 0);
  memset(&heard, 0, sizeof heard);
  uv_loop_init(&loop);
  struct program *program = program_start(&loop, (char *const *)(uintptr_t)words, -1, ended, NULL, NULL);
  g_assert_nonnull(program);
  program_forget(program);
  uv_run(&loop, UV_RUN_DEFAULT);
  g_assert_cmpint(uv_loop_close(&loop), ==, 0);
  g_assert_cmpint(heard.calls, ==, 0);
  int fd = open(gate, O_WRONLY); /* it is there to read */
  g_assert_cmpint(fd, >=, 0);
  close(fd); /* and ends */
  unlink(gate);
  rmdir(folder);
  g_free(gate);
  g_free(folder);
}

int main(int argc, char **argv)
{
  lang_init();
  lang_set(LANG_EN);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/program/status-and-words", status_and_words);
  g_test_add_func("/program/nothing-of-ours", nothing_of_ours);
  g_test_add_func("/program/terminal-is-given", terminal_is_given);
  g_test_add_func("/program/forgotten", forgotten);
  return g_test_run();
}
