/* The terminal of the process, on its own descriptor of /dev/tty: making *that* one non-blocking leaves stdin and
 * stdout as they are. Frames are written as far as the terminal takes them; the rest waits for it, and while it
 * waits newer frames replace each other, so a stalled ssh costs one frame of memory and no time. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "painter.h"
#include "term_internal.h"
#include "term_rescue.h"
#include "toban/lang.h"
#include "toban/text.h"

enum { ESCAPE_MS = 40, READ_SIZE = 16384, READS_A_TURN = 16, HANDLES = 4 };

struct tty {
  struct term term;
  struct term_hooks hooks;
  int fd;
  struct termios shell, raw;
  uv_poll_t poll;
  uv_timer_t timer;              /* a lone ESC; or the news that the terminal is gone */
  uv_signal_t resized, continued;
  int open_handles;
  struct painter *painter;
  struct input *input;
  int rows, cols;
  struct grid want;              /* the newest frame */
  bool behind;                   /* it differs from what was painted */
  GString *out;                  /* bytes for the terminal, sent up to `sent` */
  size_t sent;
  bool active, lost, closing;
  void (*closed)(void *user);
  void *closed_user;
};

static void on_poll(uv_poll_t *handle, int status, int events);

/* --- writing --------------------------------------------------------------------------------------- */

static void on_lost(uv_timer_t *timer)
{
  struct tty *tty = timer->data;
  if (tty->lost || tty->closing)
    return;
  tty->lost = true;
  tty->active = false;
  rescue_disarm();
  uv_poll_stop(&tty->poll);
  uv_timer_stop(&tty->timer);
  if (tty->hooks.lost != NULL)
    tty->hooks.lost(tty->hooks.user);
}

static void watch(struct tty *tty)
{
  bool pending = tty->sent < tty->out->len;
  uv_poll_start(&tty->poll, UV_READABLE | (pending ? UV_WRITABLE : 0), on_poll);
}

/* Writes what the terminal takes now. True when nothing is left. */
static bool drain(struct tty *tty)
{
  while (tty->sent < tty->out->len) {
    ssize_t n = write(tty->fd, tty->out->str + tty->sent, tty->out->len - tty->sent);
    if (n >= 0) {
      tty->sent += (size_t)n;
      continue;
    }
    if (errno == EINTR)
      continue;
    if (errno != EAGAIN)
      uv_timer_start(&tty->timer, on_lost, 0, 0); /* told on the next turn, not inside a drawing */
    return false;
  }
  g_string_truncate(tty->out, 0);
  tty->sent = 0;
  return true;
}

static void send_bytes(struct tty *tty, const char *bytes, size_t length)
{
  bool idle = tty->sent == tty->out->len;
  g_string_append_len(tty->out, bytes, (gssize)length);
  if (idle && !drain(tty) && !tty->lost)
    watch(tty);
}

static void paint(struct tty *tty)
{
  size_t length;
  if (!tty->active || tty->sent < tty->out->len || tty->want.rows == 0)
    return;
  tty->behind = false;
  const char *bytes = painter_frame(tty->painter, &tty->want, &length);
  send_bytes(tty, bytes, length);
}

/* --- taking and leaving ---------------------------------------------------------------------------- */

static void measure(const struct tty *tty, int *rows, int *cols)
{
  struct winsize size = {0};
  *rows = 24; /* a line without a size is a serial one */
  *cols = 80;
  if (ioctl(tty->fd, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
    *rows = size.ws_row;
    *cols = size.ws_col;
  }
}

static void update_size(struct tty *tty)
{
  int rows, cols;
  measure(tty, &rows, &cols);
  painter_resize(tty->painter, rows, cols);
  if (rows == tty->rows && cols == tty->cols) {
    paint(tty);
    return;
  }
  tty->rows = rows;
  tty->cols = cols;
  grid_resize(&tty->want, 0, 0); /* of the old size: the owner draws anew */
  if (tty->hooks.resized != NULL)
    tty->hooks.resized(tty->hooks.user, rows, cols);
}

/* What cfmakeraw() does, with flow control and signals as keys: ^S, ^Z and ^C are the program's. */
static void make_raw(struct tty *tty)
{
  tty->raw = tty->shell;
  cfmakeraw(&tty->raw);
  tty->raw.c_iflag &= (tcflag_t) ~(IXOFF | IXANY);
  tty->raw.c_cc[VMIN] = 1;
  tty->raw.c_cc[VTIME] = 0;
}

static void take(struct tty *tty)
{
  const char *enter = painter_enter(tty->painter);
  rescue_arm(tty->fd, &tty->shell, painter_leave(tty->painter));
  tcsetattr(tty->fd, TCSANOW, &tty->raw);
  tty->active = true;
  send_bytes(tty, enter, strlen(enter));
}

static void tty_leave(struct term *term)
{
  struct tty *tty = (struct tty *)term;
  if (!tty->active)
    return;
  tty->active = false;
  g_string_truncate(tty->out, 0); /* a sequence that was cut ends at the next ESC */
  tty->sent = 0;
  rescue_restore();
  uv_timer_stop(&tty->timer);
  uv_poll_stop(&tty->poll);
}

static void on_continued(uv_signal_t *handle, int number)
{
  struct tty *tty = handle->data;
  (void)number;
  if (!tty->active)
    return;
  take(tty);
  update_size(tty);
}

/* The group first, ourselves by a signal to this very thread: it returns only after we were continued. (A signal
 * to the process may be taken by another thread while this one runs on.) */
static void stop_group(void)
{
  struct sigaction ignore = {.sa_handler = SIG_IGN}, stop = {.sa_handler = SIG_DFL}, old;
  sigaction(SIGTSTP, &ignore, &old);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &stop, NULL);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &old, NULL);
}

static void tty_suspend(struct term *term)
{
  struct tty *tty = (struct tty *)term;
  if (!tty->active)
    return;
  tty_leave(term);
  uv_signal_stop(&tty->continued);
  stop_group();
  tcgetattr(tty->fd, &tty->shell); /* what the shell has now is what it gets back */
  take(tty);
  uv_signal_start(&tty->continued, on_continued, SIGCONT);
  watch(tty);
  update_size(tty);
}

/* Another program had the terminal meanwhile. */
static void tty_return(struct term *term)
{
  struct tty *tty = (struct tty *)term;
  if (tty->active || tty->lost || tty->closing)
    return;
  tcgetattr(tty->fd, &tty->shell);
  take(tty);
  watch(tty);
  update_size(tty);
}

/* --- reading --------------------------------------------------------------------------------------- */

static void on_input(const struct input_event *event, void *user)
{
  struct tty *tty = user;
  if (!tty->closing && tty->hooks.input != NULL)
    tty->hooks.input(tty->hooks.user, event);
}

static void on_escape(uv_timer_t *timer)
{
  struct tty *tty = timer->data;
  input_timeout(tty->input);
}

static void read_keys(struct tty *tty)
{
  char bytes[READ_SIZE];
  for (int i = 0; i < READS_A_TURN && tty->active && !tty->closing; i++) {
    ssize_t n = read(tty->fd, bytes, sizeof bytes);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
      break;
    if (n <= 0) {
      on_lost(&tty->timer);
      return;
    }
    input_feed(tty->input, bytes, (size_t)n);
    if (n < (ssize_t)sizeof bytes)
      break;
  }
  if (!tty->active || tty->closing)
    return;
  if (input_waits(tty->input))
    uv_timer_start(&tty->timer, on_escape, ESCAPE_MS, 0);
  else
    uv_timer_stop(&tty->timer);
}

static void on_poll(uv_poll_t *handle, int status, int events)
{
  struct tty *tty = handle->data;
  if (status < 0) {
    on_lost(&tty->timer);
    return;
  }
  if ((events & UV_WRITABLE) && drain(tty)) {
    watch(tty);
    if (tty->behind)
      paint(tty);
  }
  if (events & UV_READABLE)
    read_keys(tty);
}

static void on_resized(uv_signal_t *handle, int number)
{
  struct tty *tty = handle->data;
  (void)number;
  if (tty->active)
    update_size(tty);
}

/* --- the operations -------------------------------------------------------------------------------- */

static void tty_size(const struct term *term, int *rows, int *cols)
{
  const struct tty *tty = (const struct tty *)term;
  *rows = tty->rows;
  *cols = tty->cols;
}

static void tty_render(struct term *term, struct grid *grid)
{
  struct tty *tty = (struct tty *)term;
  struct grid *want = &tty->want;
  if (want->rows != grid->rows || want->cols != grid->cols)
    grid_resize(want, grid->rows, grid->cols);
  size_t row = (size_t)grid->cols;
  for (int y = 0; y < grid->rows; y++) {
    if (grid->dirty[y] || want->dirty[y])
      memcpy(want->cell + (size_t)y * row, grid->cell + (size_t)y * row, row * sizeof *grid->cell);
    want->dirty[y] |= grid->dirty[y];
    grid->dirty[y] = false;
  }
  want->cursor_y = grid->cursor_y;
  want->cursor_x = grid->cursor_x;
  tty->behind = true;
  paint(tty);
}

static void tty_redraw(struct term *term)
{
  struct tty *tty = (struct tty *)term;
  painter_forget(tty->painter);
  tty->behind = true;
  paint(tty);
}

/* Without colours a theme that tells roles by them would tell nothing. */
static void tty_theme(struct term *term, const struct theme *theme)
{
  struct tty *tty = (struct tty *)term;
  struct theme mono;
  bool plain = painter_colours(tty->painter) == 0 && theme_load(&mono, "mono", NULL);
  painter_theme(tty->painter, plain ? &mono : theme);
  tty_redraw(term);
}

static void tty_bell(struct term *term)
{
  struct tty *tty = (struct tty *)term;
  if (tty->active)
    send_bytes(tty, "\a", 1);
}

/* OSC 9, the message of iTerm2, ConEmu and others; text_clean() has taken all control characters out. */
static void tty_notify(struct term *term, const char *text)
{
  struct tty *tty = (struct tty *)term;
  GString *bytes = g_string_new("\033]9;");
  text_clean(bytes, text, -1);
  g_string_append(bytes, "\033\\");
  if (tty->active)
    send_bytes(tty, bytes->str, bytes->len);
  g_string_free(bytes, TRUE);
}

static void free_tty(struct tty *tty)
{
  if (tty->painter != NULL)
    painter_free(tty->painter);
  input_free(tty->input);
  grid_clear(&tty->want);
  g_string_free(tty->out, TRUE);
  if (tty->fd >= 0)
    close(tty->fd);
  g_free(tty);
}

static void on_closed(uv_handle_t *handle)
{
  struct tty *tty = handle->data;
  if (--tty->open_handles > 0)
    return;
  void (*closed)(void *user) = tty->closed;
  void *user = tty->closed_user;
  free_tty(tty);
  if (closed != NULL)
    closed(user);
}

static void tty_close(struct term *term, void (*closed)(void *user), void *user)
{
  struct tty *tty = (struct tty *)term;
  tty_leave(term);
  tty->closing = true;
  tty->closed = closed;
  tty->closed_user = user;
  uv_handle_t *handles[HANDLES] = {(uv_handle_t *)&tty->poll, (uv_handle_t *)&tty->timer,
                                   (uv_handle_t *)&tty->resized, (uv_handle_t *)&tty->continued};
  for (size_t i = 0; i < HANDLES; i++)
    uv_close(handles[i], on_closed);
}

static const struct term_kind tty_kind = {
  .size = tty_size, .render = tty_render, .redraw = tty_redraw, .theme = tty_theme,
  .bell = tty_bell, .notify = tty_notify, .suspend = tty_suspend, .give_back = tty_return, .leave = tty_leave,
  .close = tty_close,
};

/* --- opening --------------------------------------------------------------------------------------- */

static bool start_handles(struct tty *tty, uv_loop_t *loop)
{
  if (uv_poll_init(loop, &tty->poll, tty->fd) != 0)
    return false;
  uv_timer_init(loop, &tty->timer);
  uv_signal_init(loop, &tty->resized);
  uv_signal_init(loop, &tty->continued);
  tty->poll.data = tty->timer.data = tty->resized.data = tty->continued.data = tty;
  tty->open_handles = HANDLES;
  uv_signal_start(&tty->resized, on_resized, SIGWINCH);
  uv_signal_start(&tty->continued, on_continued, SIGCONT);
  return true;
}

static bool open_tty(struct tty *tty, const struct term_options *options, GError **error)
{
  tty->fd = open("/dev/tty", O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (tty->fd < 0 || tcgetattr(tty->fd, &tty->shell) != 0) {
    error_set(error, TE_UNAVAILABLE, _("no terminal: /dev/tty: %s"), error_text_of(errno));
    return false;
  }
  make_raw(tty);
  measure(tty, &tty->rows, &tty->cols);
  tty->painter = painter_new(options, tty->rows, tty->cols, error);
  return tty->painter != NULL;
}

struct term *term_open(uv_loop_t *loop, const struct term_options *options, const struct term_hooks *hooks,
                       GError **error)
{
  struct tty *tty = g_new0(struct tty, 1);
  *tty = (struct tty){.term = {&tty_kind}, .hooks = *hooks, .fd = -1};
  tty->out = g_string_new(NULL);
  tty->input = input_new(on_input, tty);
  grid_init(&tty->want, 0, 0);
  bool opened = open_tty(tty, options, error);
  if (opened && !start_handles(tty, loop)) {
    error_set(error, TE_UNAVAILABLE, _("no terminal: /dev/tty: %s"), error_text_of(EPERM));
    opened = false;
  }
  if (!opened) {
    free_tty(tty);
    return NULL;
  }
  take(tty);
  watch(tty);
  tty_theme(&tty->term, &options->theme);
  return &tty->term;
}
