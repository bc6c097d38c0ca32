/* One frame as text: the model with reads that are answered at once, no terminal, no loop. */
#include "model_parts.h"
#include "toban/console.h"
#include "toban/keymap.h"
#include "toban/log.h"
#include "toban/pane.h"

/* Through a connection of its own, that waits for nobody. */
static void record(const char *path, struct effect *effect)
{
  GError *why = NULL;
  struct command_outcome outcome;
  struct db *db = db_open(path, DB_NO_MIGRATE, &why);
  if (db != NULL) {
    db_set_patience(db, 0);
    command_run(db, effect->take_command, &outcome, &why);
  }
  if (why != NULL)
    log_warn("no record of a look: %s", why->message);
  g_clear_error(&why);
  db_close(db);
}

static void answer(struct model *model, struct db *db, struct effects *effects)
{
  for (guint i = 0; i < effects->list->len; i++) { /* grows while it is worked on */
    struct effect effect = g_array_index(effects->list, struct effect, i);
    if (effect.type == EFFECT_LOOK)
      record(db_path(db), &g_array_index(effects->list, struct effect, i));
    if (effect.type != EFFECT_ASK)
      continue;
    g_array_index(effects->list, struct effect, i).take_args = NULL;
    GError *error = NULL;
    void *take = effect.run(db, effect.take_args, &error);
    model_update(model, &(struct message){.type = MESSAGE_SNAPSHOT, .now = model->now, .slot = effect.slot, .take =
                                          take,
                                          .error = error}, effects);
    g_clear_error(&error);
    g_free(effect.take_args);
  }
}

static void update(struct model *model, struct db *db, const struct message *message)
{
  struct effects effects;
  effects_init(&effects);
  model_update(model, message, &effects);
  answer(model, db, &effects);
  effects_clear(&effects);
}

/* A pane alone: its action, then the whole body. */
static void show_pane(struct model *model, struct db *db, const struct pane_ops *pane)
{
  if (pane->id == PANE_TICKET) {
    struct input_event enter = {.type = INPUT_KEY, .key = '\r'};
    update(model, db, &(struct message){.type = MESSAGE_INPUT, .now = model->now, .input = &enter});
  }
  if (pane->read != NULL) { /* only when it is asked for */
    const struct action *action = action_find(pane->name);
    struct effects effects;
    effects_init(&effects);
    if (action != NULL)
      action->run(model, NULL, &effects);
    else
      pane_show(model, pane->id, &effects);
    answer(model, db, &effects);
    effects_clear(&effects);
  }
  model->focus = pane->id;
  model->zoom = true;
  update(model, db, &(struct message){.type = MESSAGE_RESIZE, .now = model->now, .rows = model->rows, .cols =
                                    model->cols});
}

static const struct pane_ops *pane_of(const char *name, GError **error)
{
  const struct pane_ops *pane = pane_by_name(name);
  if (pane != NULL)
    return pane;
  GString *names = g_string_new(NULL);
  for (int id = 0; id < PANES; id++)
    g_string_append_printf(names, "%s%s", id > 0 ? " " : "", pane_get((enum pane_id)id)->name);
  error_set(error, TE_USAGE, _("there is no pane “%s”; there are: %s"), name, names->str);
  g_string_free(names, TRUE);
  return NULL;
}

static char *frame(const struct console_options *options, struct db *db, int rows, int cols,
                   const struct pane_ops *pane)
{
  struct keymap *keymap = keymap_new();
  struct model model;
  struct grid grid;
  model_init(&model, options->actor, keymap, rows, cols);
  model.read_only = options->read_only;
  model.fixed = 1u << SLOT_THEME | 1u << SLOT_SECONDS | 1u << SLOT_BORDERS | (options->lang_given ? 1u << SLOT_LANG
                                                                              : 0);
  model.seconds = !options->no_seconds;
  model.pinned = clock_is_pinned();
  model.ascii = options->ascii;
  model.store.condition = STORE_OK;
  update(&model, db, &(struct message){.type = MESSAGE_START, .now = clock_now()});
  if (pane != NULL)
    show_pane(&model, db, pane);
  grid_init(&grid, rows, cols);
  grid_use_ascii(options->ascii);
  model_draw(&model, &grid, true);
  char *text = grid_text(&grid);
  grid_clear(&grid);
  model_clear(&model);
  keymap_free(keymap);
  return text;
}

char *console_screen(const struct console_options *options, int rows, int cols, const char *pane, GError **error)
{
  const struct pane_ops *only = pane == NULL ? NULL : pane_of(pane, error);
  if (pane != NULL && only == NULL)
    return NULL;
  struct db *db = db_open(options->db, DB_READONLY, error);
  if (db == NULL)
    return NULL;
  char *text = frame(options, db, rows, cols, only);
  db_close(db);
  return text;
}
