/* The locked screen: nothing of the desk is seen, no key does anything but type the account's password. */
#include "lock.h"

#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "toban/identity.h"
#include "toban/text.h"

enum { TYPED_MAX = 256, WIDTH = 56, HEIGHT = 9, DOTS = 24 };

struct lock {
  bool on, asking;             /* asking: the host checks what was typed */
  utc_t since, touched;        /* touched: when a key was last pressed */
  int idle_s;                  /* 0: never by itself */
  char typed[TYPED_MAX];
  size_t length;
  char *problem;
};

struct lock *lock_new(void)
{
  return g_new0(struct lock, 1);
}

static void forget(struct lock *lock)
{
  explicit_bzero(lock->typed, sizeof lock->typed);
  lock->length = 0;
}

void lock_free(struct lock *lock)
{
  forget(lock);
  g_free(lock->problem);
  g_free(lock);
}

void lock_after(struct lock *lock, int minutes)
{
  lock->idle_s = MAX(minutes, 0) * 60;
}

bool lock_is_on(const struct lock *lock)
{
  return lock->on;
}

void lock_close(struct model *model)
{
  struct lock *lock = model->lock;
  lock->on = true;
  lock->since = model->now;
  g_clear_pointer(&lock->problem, g_free);
  forget(lock);
  model_touch(model, DIRTY_ALL);
}

void lock_tick(struct model *model)
{
  struct lock *lock = model->lock;
  if (lock->touched == 0)
    lock->touched = model->now; /* the console has just begun */
  if (!lock->on && lock->idle_s > 0 && !model->pinned && model->now - lock->touched >= lock->idle_s)
    lock_close(model);
}

/* --- keys -------------------------------------------------------------------------------------------------- */
static void put(struct lock *lock, const char *text, size_t length)
{
  if (lock->length + length >= sizeof lock->typed)
    return;
  memcpy(lock->typed + lock->length, text, length);
  lock->length += length;
}

static void take_back(struct lock *lock)
{
  const char *end = g_utf8_find_prev_char(lock->typed, lock->typed + lock->length);
  lock->length = end == NULL ? 0 : (size_t)(end - lock->typed);
  lock->typed[lock->length] = '\0';
}

static void open_up(struct model *model)
{
  struct lock *lock = model->lock;
  lock->on = false;
  lock->touched = model->now;
  g_clear_pointer(&lock->problem, g_free);
  model_touch(model, DIRTY_ALL);
}

/* A demonstration has nothing to hide, and its people have no passwords. */
static void submit(struct model *model, struct effects *effects)
{
  struct lock *lock = model->lock;
  struct effect effect = {.type = EFFECT_UNLOCK};
  if (model->ref != NULL && model->ref->demo) {
    open_up(model);
    return;
  }
  lock->typed[lock->length] = '\0';
  effect.text = g_strdup(lock->typed);
  g_array_append_val(effects->list, effect);
  lock->asking = true;
  forget(lock);
}

static void press(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  struct lock *lock = model->lock;
  char text[8];
  if (key == '\r')
    submit(model, effects);
  else if (key == 127)
    take_back(lock);
  else if (key == 27 || (key == 'u' && mods == MOD_CTRL))
    forget(lock);
  else if ((mods & (MOD_CTRL | MOD_ALT)) == 0 && key >= ' ' && key < KEYCODE_BASE)
    put(lock, text, (size_t)g_unichar_to_utf8(key, text));
}

bool lock_input(struct model *model, const struct input_event *event, struct effects *effects)
{
  struct lock *lock = model->lock;
  if (event->type == INPUT_KEY || event->type == INPUT_PASTE || event->type == INPUT_MOUSE)
    lock->touched = model->now;
  if (!lock->on)
    return false;
  if (event->type == INPUT_KEY && !lock->asking)
    press(model, event->key, event->mods, effects);
  if (event->type == INPUT_PASTE && !lock->asking)
    put(lock, event->text, strcspn(event->text, "\r\n"));
  model_touch(model, DIRTY_ALL);
  return true;
}

void lock_answer(struct model *model, const struct message *message, struct effects *effects)
{
  struct lock *lock = model->lock;
  (void)effects;
  lock->asking = false;
  if (message->error == NULL) {
    open_up(model);
    return;
  }
  g_free(lock->problem);
  lock->problem = g_strdup(message->error->message);
  model_touch(model, DIRTY_ALL);
}

/* --- picture ------------------------------------------------------------------------------------------------ */
static void draw_password(const struct lock *lock, struct grid *grid, struct rect line)
{
  g_autoptr(GString) text = g_string_new(_("Password: "));
  long typed = g_utf8_strlen(lock->typed, (gssize)lock->length);
  if (lock->asking)
    g_string_append(text, _("asking the host ..."));
  for (long i = 0; i < MIN(typed, DOTS); i++)
    g_string_append_c(text, '*');
  grid->cursor_y = line.y;
  grid->cursor_x = line.x + grid_put(grid, line.y, line.x, line.w, ROLE_NORMAL, text->str);
}

void lock_draw(const struct model *model, struct grid *grid)
{
  const struct lock *lock = model->lock;
  struct rect all = {0, 0, grid->rows, grid->cols};
  struct rect box = {MAX((all.h - HEIGHT) / 2, 0), MAX((all.w - WIDTH) / 2, 0), MIN(HEIGHT, all.h), MIN(WIDTH, all.w)};
  struct rect in = {box.y + 2, box.x + 3, box.h - 4, box.w - 6};
  bool demo = model->ref != NULL && model->ref->demo;
  g_autoptr(GString) who = g_string_new(NULL), at = g_string_new(NULL);
  grid_fill(grid, all, ROLE_NORMAL);
  grid_box(grid, box, true, _("Locked"), "");
  person_full(model, model->actor, who);
  japan_time(model, lock->since, at);
  grid_printf(grid, in.y, in.x, in.w, ROLE_NORMAL, _("%s, since %s"), who->str, at->str);
  if (demo)
    grid_put(grid, in.y + 2, in.x, in.w, ROLE_NORMAL, _("A demonstration: Enter opens it again."));
  else
    draw_password(lock, grid, (struct rect){in.y + 2, in.x, 1, in.w});
  if (!demo)
    grid_printf(grid, in.y + 3, in.x, in.w, ROLE_QUIET, _("of the account “%s”"), identity_login());
  if (lock->problem != NULL)
    grid_put(grid, in.y + 4, in.x, in.w, ROLE_BAD, lock->problem);
}
