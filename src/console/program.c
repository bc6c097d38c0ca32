#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "toban/error.h"
#include "toban/lang.h"
#include "toban/safety.h"
#include "toban/text.h"

enum { SAID = 200, EXIT_SIGNAL = 128, DESCRIPTORS = 3 };

struct program {
  uv_process_t process;
  int said;                     /* an unlinked file that its standard error goes to; -1: none */
  program_done_fn *done;        /* NULL: forgotten */
  void *user;
};

/* What it said last of all is often the reason; the beginning is where programs say it. */
static void read_said(const struct program *program, GString *out)
{
  char bytes[SAID];
  ssize_t n = program->said < 0 ? -1 : pread(program->said, bytes, sizeof bytes, 0);
  if (n <= 0)
    return;
  const char *line = memchr(bytes, '\n', (size_t)n);
  text_clean(out, bytes, line == NULL ? (gssize)n : line - bytes);
}

static void on_closed(uv_handle_t *handle)
{
  struct program *program = handle->data;
  if (program->said >= 0)
    close(program->said);
  g_free(program);
}

static void on_ended(uv_process_t *process, int64_t status, int signal)
{
  struct program *program = process->data;
  program_done_fn *done = program->done;
  g_autoptr(GString) said = g_string_new(NULL);
  read_said(program, said);
  program->done = NULL;
  if (done != NULL)
    done(program->user, signal != 0 ? EXIT_SIGNAL + signal : (int)status, said->str);
  if (!uv_is_closing((uv_handle_t *)process))
    uv_close((uv_handle_t *)process, on_closed);
}

static int open_said(void)
{
  char *path = NULL;
  int fd = g_file_open_tmp("toban-XXXXXX", &path, NULL);
  if (fd >= 0)
    unlink(path);
  g_free(path);
  return fd;
}

static void set_streams(const struct program *program, int terminal, uv_stdio_container_t streams[static DESCRIPTORS])
{
  for (int i = 0; i < DESCRIPTORS; i++)
    streams[i] = terminal >= 0 ? (uv_stdio_container_t){.flags = UV_INHERIT_FD, .data.fd = terminal}
                               : (uv_stdio_container_t){.flags = UV_IGNORE};
  if (terminal < 0 && program->said >= 0)
    streams[2] = (uv_stdio_container_t){.flags = UV_INHERIT_FD, .data.fd = program->said};
}

static void tell(const char *name, int problem, GError **error)
{
  if (problem == UV_ENOENT)
    error_set(error, TE_UNAVAILABLE, _("%s: there is no such program"), name);
  else
    error_set(error, TE_UNAVAILABLE, _("%s: cannot be started: %s"), name, g_strerror(-problem));
}

struct program *program_start(uv_loop_t *loop, char *const *words, int terminal, program_done_fn *done, void *user,
                              GError **error)
{
  struct program *program = g_new0(struct program, 1);
  uv_stdio_container_t streams[DESCRIPTORS];
  char **environment = safety_environment();
  *program = (struct program){.said = terminal >= 0 ? -1 : open_said(), .done = done, .user = user};
  program->process.data = program;
  set_streams(program, terminal, streams);
  uv_process_options_t options = {.file = words[0], .args = (char **)(uintptr_t)words, .env = environment,
                                  .stdio = streams, .stdio_count = DESCRIPTORS, .exit_cb = on_ended};
  options.flags = terminal >= 0 ? 0 : UV_PROCESS_DETACHED;
  if (getegid() != getgid()) {
    options.flags |= UV_PROCESS_SETGID;
    options.gid = getgid();
  }
  safety_seal();
  int problem = uv_spawn(loop, &program->process, &options);
  g_strfreev(environment);
  if (problem == 0)
    return program;
  tell(words[0], problem, error);
  uv_close((uv_handle_t *)&program->process, on_closed);
  return NULL;
}

void program_forget(struct program *program)
{
  if (program == NULL)
    return;
  program->done = NULL;
  if (!uv_is_closing((uv_handle_t *)&program->process))
    uv_close((uv_handle_t *)&program->process, on_closed);
}
