/* What the model wants done: reads, writes, the terminal, drafts. */
#include "console_internal.h"

#include <string.h>

#include "toban/authenticate.h"
#include "toban/identity.h"
#include "toban/log.h"

enum { DRAFT_PAUSE_MS = 150 };

struct told { struct console *console; unsigned tag; };

static void asked_done(void *user, void *take_result, const GError *error)
{
  struct console_asked *asked = user;
  console_message(asked->console, &(struct message){.type = MESSAGE_SNAPSHOT, .now = clock_now(), .slot = asked->slot,
                                                    .take = take_result, .error = error});
}

static void do_ask(struct console *console, struct effect *effect)
{
  struct store_job job = {.slot = (int)effect->slot, .run = effect->run, .args = g_steal_pointer(&effect->take_args),
                          .free_args = g_free, .free_result = effect->free_result, .done = asked_done,
                          .user = &console->asked[effect->slot]};
  store_ask(console->store, &job);
}

static void told_done(void *user, const struct command_outcome *outcome, const GError *error)
{
  struct told *told = user;
  console_message(told->console, &(struct message){.type = MESSAGE_OUTCOME, .now = clock_now(), .tag = told->tag,
                                                   .outcome = outcome, .error = error});
  g_free(told);
}

static void look_told(void *user, const struct command_outcome *outcome, const GError *error)
{
  (void)user, (void)outcome;
  if (error != NULL)
    log_warn("no record of a look: %s", error->message);
}

static void do_tell(struct console *console, struct effect *effect)
{
  struct told *told = g_new(struct told, 1);
  *told = (struct told){console, effect->tag};
  store_tell(console->store, g_steal_pointer(&effect->take_command), told_done, told);
}

static void do_look(struct console *console, struct effect *effect)
{
  store_tell(console->store, g_steal_pointer(&effect->take_command), look_told, NULL);
}

static void do_quit(struct console *console, struct effect *effect)
{
  console->successor = g_steal_pointer(&effect->text);
  console_leave(console, 0);
}

static void save_now(struct console *console)
{
  char *text = model_drafts(&console->model);
  draft_file_save_now(console->drafts, text);
  g_free(text);
}

static void do_suspend(struct console *console, struct effect *effect)
{
  (void)effect;
  save_now(console);
  term_suspend(console->term);
  console->model.dirty = DIRTY_ALL;
}

static void do_bell(struct console *console, struct effect *effect)
{
  (void)effect;
  term_bell(console->term);
}

static void do_notify(struct console *console, struct effect *effect)
{
  term_notify(console->term, effect->text);
}

static void do_redraw(struct console *console, struct effect *effect)
{
  (void)effect;
  term_redraw(console->term);
}

static void on_pause(uv_timer_t *timer)
{
  struct console *console = timer->data;
  draft_file_save_later(console->drafts, model_drafts(&console->model));
}

static void do_save_drafts(struct console *console, struct effect *effect)
{
  (void)effect;
  if (!uv_is_active((uv_handle_t *)&console->pause)) /* at the latest so long after the first change */
    uv_timer_start(&console->pause, on_pause, DRAFT_PAUSE_MS, 0);
}

static void do_theme(struct console *console, struct effect *effect)
{
  (void)effect;
  console_theme(console, console->model.theme);
}

static void do_borders(struct console *console, struct effect *effect)
{
  (void)effect;
  grid_use_ascii(console->model.ascii);
}

static void do_present(struct console *console, struct effect *effect)
{
  (void)effect;
  console_presence(console, true);
  if (console->courier != NULL && right_may(console->model.roles, RIGHT_ESCALATE))
    courier_actor(console->courier, console->model.actor);
  if (!console->options->read_only)
    zone_watch_actor(console->zones, console->model.actor);
}

static void do_edit(struct console *console, struct effect *effect)
{
  save_now(console); /* what is in the editor is a draft already */
  console_edit(console, effect->text);
}

static void do_remote(struct console *console, struct effect *effect)
{
  console_remote(console, effect->text, effect->ticket);
}

/* --- the lock ---------------------------------------------------------------------------------------- */
struct unlock { uv_work_t work; struct console *console; char *password; GError *error; };

static void on_worker(uv_work_t *work)
{
  struct unlock *unlock = work->data;
  authenticate(identity_login(), unlock->password, &unlock->error);
  explicit_bzero(unlock->password, strlen(unlock->password));
}

static void on_checked(uv_work_t *work, int status)
{
  struct unlock *unlock = work->data;
  (void)status; /* never cancelled */
  console_message(unlock->console,
                  &(struct message){.type = MESSAGE_UNLOCK, .now = clock_now(), .error = unlock->error});
  g_clear_error(&unlock->error);
  g_free(unlock->password);
  g_free(unlock);
}

/* The host takes seconds over a wrong password: the loop goes on meanwhile. */
static void do_unlock(struct console *console, struct effect *effect)
{
  struct unlock *unlock = g_new0(struct unlock, 1);
  unlock->work.data = unlock;
  unlock->console = console;
  unlock->password = g_steal_pointer(&effect->text);
  uv_queue_work(&console->loop, &unlock->work, on_worker, on_checked);
}

void console_theme(struct console *console, const char *name)
{
  struct theme theme;
  GError *error = NULL;
  if (g_getenv("NO_COLOR") != NULL && *g_getenv("NO_COLOR") != '\0')
    name = "mono";
  if (theme_load(&theme, name, &error)) {
    term_theme(console->term, &theme);
    console->model.dirty = DIRTY_ALL;
    return;
  }
  log_warn("%s", error->message);
  console_message(console, &(struct message){.type = MESSAGE_NOTICE, .now = clock_now(), .error = error});
  g_error_free(error);
}

void console_message(struct console *console, const struct message *message)
{
  typedef void effect_fn(struct console *, struct effect *);
  static effect_fn *const carry_out[] = {
    [EFFECT_ASK] = do_ask, [EFFECT_TELL] = do_tell, [EFFECT_QUIT] = do_quit, [EFFECT_SUSPEND] = do_suspend,
    [EFFECT_BELL] = do_bell, [EFFECT_REDRAW] = do_redraw, [EFFECT_SAVE_DRAFTS] = do_save_drafts,
    [EFFECT_THEME] = do_theme, [EFFECT_BORDERS] = do_borders, [EFFECT_PRESENT] = do_present,
    [EFFECT_NOTIFY] = do_notify, [EFFECT_UNLOCK] = do_unlock, [EFFECT_LOOK] = do_look, [EFFECT_EDIT] = do_edit,
    [EFFECT_REMOTE] = do_remote,
  };
  struct effects effects;
  effects_init(&effects);
  model_update(&console->model, message, &effects);
  for (guint i = 0; i < effects.list->len && console->store_open; i++) {
    struct effect *effect = &g_array_index(effects.list, struct effect, i);
    carry_out[effect->type](console, effect);
  }
  effects_clear(&effects);
}
