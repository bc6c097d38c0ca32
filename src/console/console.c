/* The life of a console: open, run, leave. Everything is a message to the model; frames are drawn once
 * for each turn of the loop, before it waits, and only what changed. */
#include "toban/console.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "console_internal.h"
#include "lock.h"
#include "together.h"
#include "toban/log.h"
#include "toban/paths.h"

enum { BEAT_MS = 60000, STORE_PATIENCE_MS = 500, EXIT_SIGNAL = 128, EARLY_MS = 5 /* time(2) lags behind the clock */ };
static const int signals[CONSOLE_SIGNALS] = {SIGTERM, SIGINT, SIGHUP, SIGCONT};

/* --- time ----------------------------------------------------------------------------------------- */
static void arm_tick(struct console *console);

static void on_tick(uv_timer_t *timer)
{
  struct console *console = timer->data;
  console_message(console, &(struct message){.type = MESSAGE_TICK, .now = clock_now()});
  arm_tick(console);
}

/* Wakes when the picture changes next, just behind the full second. A pinned clock never does. */
static void arm_tick(struct console *console)
{
  if (clock_is_pinned() || console->leaving)
    return;
  int64_t now_ms = g_get_real_time() / 1000, at_ms = model_wakes_at(&console->model) * 1000 + EARLY_MS;
  uv_update_time(&console->loop);
  uv_timer_start(&console->tick, on_tick, (uint64_t)CLAMP(at_ms - now_ms, 1, 60000), 0);
}

/* The time zones were upgraded: the offices and calendars are read again. */
static void zones_changed(void *user)
{
  struct console *console = user;
  struct store_feed feed = {.topics = TOPIC_REFERENCE};
  if (!console->leaving)
    console_message(console, &(struct message){.type = MESSAGE_FEED, .now = clock_now(), .feed = &feed});
}

static void on_beat(uv_timer_t *timer)
{
  console_presence(timer->data, true);
}

static void presence_told(void *user, const struct command_outcome *outcome, const GError *error)
{
  (void)user, (void)outcome;
  if (error != NULL)
    log_warn("presence: %s", error->message);
}

void console_presence(struct console *console, bool here)
{
  if (console->options->read_only || clock_is_pinned() || !right_may(console->model.roles, RIGHT_PRESENCE))
    return;
  const struct operator_ *me = console->model.ref == NULL ? NULL
                               : reference_operator(console->model.ref, console->model.actor);
  bool writes;
  const char *ticket = together_ticket(&console->model, &writes);
  char *value = g_strdup_printf("%s\t%s\t%s\t%d", me == NULL || me->site == NULL ? "" : me->site, lang_id(lang_get()),
                                ticket, writes);
  struct command *command = command_new(COMMAND_PRESENCE, console->model.actor, clock_now());
  command_set(command, &command->name, console->name);
  command_set(command, &command->value, here ? value : NULL);
  store_tell(console->store, command, presence_told, console);
  g_free(value);
}

/* --- what comes in -------------------------------------------------------------------------------- */
static void on_input(void *user, const struct input_event *event)
{
  console_message(user, &(struct message){.type = MESSAGE_INPUT, .now = clock_now(), .input = event});
}

static void on_resized(void *user, int rows, int cols)
{
  struct console *console = user;
  grid_resize(&console->grid, rows, cols);
  console_message(console, &(struct message){.type = MESSAGE_RESIZE, .now = clock_now(), .rows = rows, .cols = cols});
}

static void on_lost(void *user)
{
  console_leave(user, EXIT_SIGNAL + SIGHUP);
}

static void on_changed(void *user, const struct store_feed *feed)
{
  struct console *console = user;
  console_message(console, &(struct message){.type = MESSAGE_FEED, .now = clock_now(), .feed = feed});
  if (console->poller != NULL)
    poller_feed(console->poller, feed);
  if (console->courier != NULL)
    courier_feed(console->courier, feed);
}

static void on_status(void *user, const struct store_status *status)
{
  console_message(user, &(struct message){.type = MESSAGE_STATUS, .now = clock_now(), .status = status});
}

static void on_signal(uv_signal_t *handle, int number)
{
  struct console *console = handle->data;
  if (number == SIGINT && console->outside != NULL)
    return; /* it was for the program that has the terminal */
  if (number != SIGCONT) {
    console_leave(console, EXIT_SIGNAL + number);
    return;
  }
  term_redraw(console->term);
  console->model.dirty = DIRTY_ALL;
}

static void on_frame(uv_prepare_t *prepare)
{
  struct console *console = prepare->data;
  if (console->model.dirty == 0 || console->leaving)
    return;
  model_draw(&console->model, &console->grid, console->model.dirty == DIRTY_ALL);
  console->model.dirty = 0;
  term_render(console->term, &console->grid);
}

/* --- leaving -------------------------------------------------------------------------------------- */
static void poller_closed(void *user)
{
  struct console *console = user;
  net_free(console->net);
  console->net = NULL;
  store_close(console->store, STORE_PATIENCE_MS, NULL, NULL);
  console->store = NULL;
}

static void courier_closed(void *user)
{
  struct console *console = user;
  console->courier = NULL;
  poller_free(console->poller, poller_closed, console);
}

static void close_handle(uv_handle_t *handle, void *user)
{
  (void)user;
  if (!uv_is_closing(handle))
    uv_close(handle, NULL);
}

/* Drafts first, then the terminal, so that the operator has the shell again; then what the store still has. */
void console_leave(struct console *console, int status)
{
  if (console->leaving)
    return;
  console->leaving = true;
  console->status = status;
  console_programs_forget(console);
  char *text = model_drafts(&console->model);
  draft_file_save_now(console->drafts, text);
  g_free(text);
  uv_handle_t *own[] = {(uv_handle_t *)&console->tick, (uv_handle_t *)&console->beat, (uv_handle_t *)&console->pause,
                        (uv_handle_t *)&console->frame};
  for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
    close_handle(own[i], NULL);
  for (int i = 0; i < CONSOLE_SIGNALS; i++)
    close_handle((uv_handle_t *)&console->signal[i], NULL);
  term_close(console->term, NULL, NULL);
  console_presence(console, false);
  console->store_open = false;
  zone_watch_free(console->zones);
  console->zones = NULL;
  if (console->courier != NULL)
    courier_free(console->courier, courier_closed, console);
  else
    poller_closed(console);
}

/* --- opening -------------------------------------------------------------------------------------- */
static void start_handles(struct console *console)
{
  uv_loop_t *loop = &console->loop;
  uv_timer_init(loop, &console->tick);
  uv_timer_init(loop, &console->beat);
  uv_timer_init(loop, &console->pause);
  uv_prepare_init(loop, &console->frame);
  console->tick.data = console->beat.data = console->pause.data = console->frame.data = console;
  for (int i = 0; i < CONSOLE_SIGNALS; i++) {
    uv_signal_init(loop, &console->signal[i]);
    console->signal[i].data = console;
    uv_signal_start(&console->signal[i], on_signal, signals[i]);
  }
  uv_prepare_start(&console->frame, on_frame);
  uv_timer_start(&console->beat, on_beat, BEAT_MS, BEAT_MS);
}

/* What works beside the screen: checks, messages. The courier begins when it is known who this is. */
static void start_network(struct console *console)
{
  if (console->options->no_poll || console->options->read_only || clock_is_pinned())
    return;
  console->net = net_from_settings(&console->loop, console->options->settings);
  console->poller = poller_new(&console->loop, console->store, console->net, &(struct poller_hooks){.user = console});
  console->courier = courier_new(&console->loop, console->store, console->net, console->options->settings, NULL);
}

static bool open_term(struct console *console, GError **error)
{
  const struct console_options *options = console->options;
  struct term_options term = {.ascii = options->ascii, .mouse = !options->no_mouse};
  struct term_hooks hooks = {console, on_input, on_resized, on_lost};
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
    error_set(error, TE_USAGE, "%s", _("the console needs a terminal; `toban screen` prints one frame of it as text"));
    return false;
  }
  const char *no_colour = g_getenv("NO_COLOR"), *name = options->theme == NULL ? "dark" : options->theme;
  if (no_colour != NULL && *no_colour != '\0')
    name = "mono";
  if (!theme_load(&term.theme, name, error))
    return false;
  console->term = term_open(&console->loop, &term, &hooks, error);
  return console->term != NULL;
}

static void start_model(struct console *console)
{
  const struct console_options *options = console->options;
  struct model *model = &console->model;
  int rows, cols;
  term_size(console->term, &rows, &cols);
  grid_init(&console->grid, rows, cols);
  grid_use_ascii(options->ascii);
  model_init(model, options->actor, console->keymap, rows, cols);
  model->now = clock_now();
  model->read_only = options->read_only;
  model->ascii = options->ascii;
  model->pinned = clock_is_pinned();
  model->fixed = (options->lang_given ? 1u << SLOT_LANG : 0) | (options->theme != NULL ? 1u << SLOT_THEME : 0) |
                 (options->no_seconds ? 1u << SLOT_SECONDS : 0) | (options->ascii ? 1u << SLOT_BORDERS : 0);
  model->seconds = !options->no_seconds;
  lock_after(model->lock, options->lock_minutes);
  if (options->theme != NULL)
    g_strlcpy(model->theme, options->theme, sizeof model->theme);
  for (int slot = 0; slot < SLOTS; slot++)
    console->asked[slot] = (struct console_asked){console, (enum slot)slot};
}

static void load_keys(struct console *console, GError **problem)
{
  char *path = console->options->keys != NULL ? g_strdup(console->options->keys) : path_keys();
  console->keymap = keymap_new();
  keymap_load(console->keymap, path, problem);
  g_free(path);
}

/* The first messages: everything is asked for, drafts of the last time are offered, a bad keys.conf is told. */
static void first_messages(struct console *console, const GError *keys_problem)
{
  utc_t now = clock_now();
  console_message(console, &(struct message){.type = MESSAGE_START, .now = now});
  char *left = draft_file_adopt(console->drafts);
  if (left != NULL)
    console_message(console, &(struct message){.type = MESSAGE_DRAFTS, .now = now, .text = left});
  g_free(left);
  if (keys_problem != NULL)
    console_message(console, &(struct message){.type = MESSAGE_NOTICE, .now = now, .error = keys_problem});
}

static void console_start(struct console *console)
{
  struct store_hooks hooks = {console, on_changed, on_status};
  GError *keys_problem = NULL;
  console->remotes = g_ptr_array_new();
  load_keys(console, &keys_problem);
  start_model(console);
  start_handles(console);
  console->name = g_strdup_printf("%s:%d", g_get_host_name(), (int)uv_os_getpid());
  console->drafts = draft_file_new(&console->loop, console->options->actor);
  console->store = store_new(&console->loop, console->options->db, console->options->read_only ? DB_READONLY : 0,
                             &hooks);
  console->store_open = true;
  if (!clock_is_pinned())
    console->zones = zone_watch_new(&console->loop, console->store, 0,
                                    &(struct zone_watch_hooks){console, zones_changed});
  first_messages(console, keys_problem);
  start_network(console);
  arm_tick(console);
  g_clear_error(&keys_problem);
}

int console_run(const struct console_options *options, GError **error)
{
  struct console console = {.options = options};
  uv_loop_init(&console.loop);
  bool open = open_term(&console, error);
  if (open) {
    char *folder = path_state_dir(), *path = g_build_filename(folder, "toban.log", NULL);
    log_open(path);
    g_free(path);
    g_free(folder);
    console_start(&console);
  }
  uv_run(&console.loop, UV_RUN_DEFAULT);
  if (uv_loop_close(&console.loop) != 0)
    log_error("the loop still had handles at the end");
  if (!open)
    return -1;
  model_clear(&console.model);
  grid_clear(&console.grid);
  keymap_free(console.keymap);
  draft_file_free(console.drafts);
  g_ptr_array_unref(console.remotes);
  g_free(console.name);
  if (options->successor != NULL)
    *options->successor = g_steal_pointer(&console.successor);
  g_free(console.successor);
  log_close();
  return console.status;
}
