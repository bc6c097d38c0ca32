#include "fixture.h"

#include <string.h>

static void drop_effects(struct fixture *f)
{
  if (f->effects.list != NULL)
    effects_clear(&f->effects);
  effects_init(&f->effects);
}

/* Answers the asks among the effects until none is left; the others stay. */
static void answer(struct fixture *f)
{
  for (guint i = 0; i < f->effects.list->len;) {
    struct effect effect = g_array_index(f->effects.list, struct effect, i);
    if (effect.type != EFFECT_ASK) {
      i++;
      continue;
    }
    g_array_index(f->effects.list, struct effect, i).take_args = NULL;
    g_array_remove_index(f->effects.list, i);
    f->asked[effect.slot]++;
    if (!f->mute) {
      GError *error = NULL;
      void *take = f->live ? NULL : fixture_answer(f, effect.slot, effect.take_args, &error);
      if (take == NULL && error == NULL)
        take = effect.run(fixture_db(f), effect.take_args, &error);
      struct message message = {.type = MESSAGE_SNAPSHOT, .now = f->model.now, .slot = effect.slot, .take = take, .error = error};
      model_update(&f->model, &message, &f->effects);
      g_clear_error(&error);
    }
    g_free(effect.take_args);
  }
}

void fixture_send(struct fixture *f, const struct message *message)
{
  drop_effects(f);
  model_update(&f->model, message, &f->effects);
  answer(f);
  if (f->live)
    fixture_carry_out(f);
}

void fixture_test(const char *path, GTestDataFunc run)
{
  for (int lang = 0; lang < LANG_COUNT; lang++) {
    char *name = g_strdup_printf("%s/%s", path, lang_id((enum lang)lang));
    g_test_add_data_func(name, GINT_TO_POINTER(lang), run);
    g_free(name);
  }
}

void fixture_init(struct fixture *f, int rows, int cols, enum lang lang)
{
  *f = (struct fixture){.rows = 42, .keymap = keymap_new()};
  lang_set(lang);
  model_init(&f->model, "ken", f->keymap, rows, cols);
  f->model.fixed = 1u << SLOT_LANG;
  grid_init(&f->grid, rows, cols);
  fixture_send(f, &(struct message){.type = MESSAGE_START, .now = FIXTURE_NOW});
  struct store_status status = {.condition = STORE_OK, .since = FIXTURE_NOW};
  fixture_send(f, &(struct message){.type = MESSAGE_STATUS, .now = FIXTURE_NOW, .status = &status});
}

void fixture_clear(struct fixture *f)
{
  effects_clear(&f->effects);
  model_clear(&f->model);
  grid_clear(&f->grid);
  keymap_free(f->keymap);
  fixture_db_free(f);
}

static void send_key(struct fixture *f, uint32_t key, unsigned mods)
{
  struct input_event event = {.type = INPUT_KEY, .key = key, .mods = mods};
  fixture_send(f, &(struct message){.type = MESSAGE_INPUT, .now = f->model.now, .input = &event});
}

void fixture_keys(struct fixture *f, const char *names)
{
  char **name = g_strsplit(names, " ", -1);
  for (int i = 0; name[i] != NULL; i++) {
    uint32_t key;
    unsigned mods;
    g_assert_true(key_parse(name[i], &key, &mods));
    send_key(f, key, mods);
  }
  g_strfreev(name);
}

void fixture_type(struct fixture *f, const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char(text))
    send_key(f, *text == '\n' ? '\r' : g_utf8_get_char(text), 0);
}

void fixture_paste(struct fixture *f, const char *text)
{
  struct input_event event = {.type = INPUT_PASTE, .text = text, .length = strlen(text)};
  fixture_send(f, &(struct message){.type = MESSAGE_INPUT, .now = f->model.now, .input = &event});
}

void fixture_tick(struct fixture *f, int seconds)
{
  fixture_send(f, &(struct message){.type = MESSAGE_TICK, .now = f->model.now + seconds});
}

char *fixture_screen(struct fixture *f)
{
  if (f->grid.rows != f->model.rows || f->grid.cols != f->model.cols)
    grid_resize(&f->grid, f->model.rows, f->model.cols);
  model_draw(&f->model, &f->grid, true);
  f->model.dirty = 0;
  return grid_text(&f->grid);
}

static bool shown(struct fixture *f, const char *text, char **screen)
{
  *screen = fixture_screen(f);
  return strstr(*screen, text) != NULL;
}

void fixture_has(struct fixture *f, const char *text)
{
  char *screen;
  if (!shown(f, text, &screen))
    g_error("“%s” is not on the screen:\n%s", text, screen);
  g_free(screen);
}

/* Also when it goes on in the next line: with a blank between words, without one in Japanese. */
static bool wrapped(const char *screen, const char *text)
{
  static const char *const joints[] = {"", " "};
  bool found = false;
  for (size_t i = 0; !found && i < G_N_ELEMENTS(joints); i++) {
    char **lines = g_strsplit(screen, "\n ", -1), *joined = g_strjoinv(joints[i], lines);
    found = strstr(joined, text) != NULL;
    g_strfreev(lines);
    g_free(joined);
  }
  return found;
}

void fixture_tells(struct fixture *f, const char *format, ...)
{
  va_list values;
  va_start(values, format);
  char *text = g_strdup_vprintf(strchr(format, '\004') == NULL ? lang_text(format) : lang_text_context(format), values);
  va_end(values);
  char *screen = fixture_screen(f);
  if (!wrapped(screen, text))
    g_error("“%s” is not on the screen:\n%s", text, screen);
  g_free(screen);
  g_free(text);
}

void fixture_lacks(struct fixture *f, const char *text)
{
  char *screen;
  if (shown(f, text, &screen))
    g_error("“%s” is on the screen:\n%s", text, screen);
  g_free(screen);
}

const struct effect *fixture_effect(const struct fixture *f, enum effect_type type)
{
  for (guint i = 0; i < f->effects.list->len; i++)
    if (g_array_index(f->effects.list, struct effect, i).type == type)
      return &g_array_index(f->effects.list, struct effect, i);
  return NULL;
}

void fixture_outcome(struct fixture *f, unsigned tag, enum command_result result, const char *conflict)
{
  struct command_outcome outcome = {.result = result, .ticket = "261124-0014", .revision = 9};
  g_strlcpy(outcome.conflict, conflict == NULL ? "" : conflict, sizeof outcome.conflict);
  fixture_send(f, &(struct message){.type = MESSAGE_OUTCOME, .now = f->model.now, .tag = tag, .outcome = &outcome});
}
