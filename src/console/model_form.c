/* Taking a ticket in: the form's keys. Everything typed is the draft "new" until the ticket is stored. */
#include <string.h>

#include "form.h"

void form_open(struct model *model, struct effects *effects)
{
  (void)effects;
  form_close(model);
  struct form *form = g_new0(struct form, 1);
  model->form = form;
  for (int i = 0; i < FIELDS; i++)
    prompt_init(&form->text[i], i == FIELD_BODY);
  form_set(model, FIELD_CHANNEL, channel_id(CHANNEL_PHONE));
  form_set(model, FIELD_PRIORITY, "3");
  form_set(model, FIELD_LANG, lang_id(lang_get()));
  const char *draft = draft_get(model, "new");
  if (draft != NULL)
    form_restore(model, draft);
  model->mode = MODE_FORM;
  model_touch(model, DIRTY_ALL);
}

void form_close(struct model *model)
{
  if (model->form == NULL)
    return;
  for (int i = 0; i < FIELDS; i++)
    prompt_clear(&model->form->text[i]);
  g_clear_pointer(&model->form, g_free);
  model->mode = MODE_NORMAL;
  model_touch(model, DIRTY_ALL);
}

static void go(struct model *model, int step)
{
  struct form *form = model->form;
  form->at = (form->at + step + FIELDS) % FIELDS;
  form->list = (struct list){0};
}

/* --- one of a few --------------------------------------------------------------------------------- */
static bool choice_key(struct model *model, uint32_t key)
{
  struct form *form = model->form;
  GPtrArray *all = form_candidates(model, form->at);
  int count = (int)all->len, now = 0;
  for (int i = 0; i < count; i++)
    if (strcmp(((struct candidate *)all->pdata[i])->value, form->value[form->at]) == 0)
      now = i;
  int to = -1;
  if (key == KEYCODE_LEFT || key == KEYCODE_RIGHT || key == ' ')
    to = (now + (key == KEYCODE_LEFT ? count - 1 : 1)) % count;
  else if (key >= '1' && (int)(key - '1') < count)
    to = (int)(key - '1');
  if (to >= 0)
    form_set(model, form->at, ((struct candidate *)all->pdata[to])->value);
  g_ptr_array_unref(all);
  return to >= 0;
}

/* --- type and pick -------------------------------------------------------------------------------- */
static bool picking(const struct form *form)
{
  return form_fields[form->at].kind == FORM_PICK && *form->value[form->at] == '\0' &&
         *prompt_text(&form->text[form->at]) != '\0';
}

static void pick(struct model *model)
{
  struct form *form = model->form;
  if (!picking(form))
    return;
  GPtrArray *found = form_candidates(model, form->at);
  if (form->list.cursor < (int)found->len)
    form_set(model, form->at, ((struct candidate *)found->pdata[form->list.cursor])->value);
  g_ptr_array_unref(found);
}

static bool pick_moves(struct model *model, uint32_t key, unsigned mods)
{
  struct form *form = model->form;
  bool up = key == KEYCODE_UP || (key == 'p' && (mods & MOD_CTRL)), down = key == KEYCODE_DOWN || (key == 'n' &&
                                                                                                   (mods & MOD_CTRL));
  if ((!up && !down) || !picking(form))
    return false;
  GPtrArray *found = form_candidates(model, form->at);
  list_move(&form->list, up ? MOVE_UP : MOVE_DOWN, (int)found->len, (int)found->len);
  g_ptr_array_unref(found);
  return true;
}

/* What was picked gives way to what is typed now. */
static void begin_typing(struct form *form)
{
  if (*form->value[form->at] == '\0')
    return;
  *form->value[form->at] = '\0';
  prompt_set(&form->text[form->at], "");
}

/* --- keys ----------------------------------------------------------------------------------------- */
static void leave(struct model *model, struct effects *effects)
{
  form_keep(model, effects);
  bool kept = draft_get(model, "new") != NULL;
  form_close(model);
  if (kept)
    model_say(model, ROLE_NORMAL, "%s", _("kept as a draft: the same key goes on with it"));
}

/* Keys that have the same meaning in all fields. */
static bool form_moves(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  struct form *form = model->form;
  bool body = form->at == FIELD_BODY;
  if (key == KEYCODE_F2 || (key == 'd' && (mods & MOD_CTRL)))
    pick(model), form_send(model, effects);
  else if (key == 27 || ((key == 'c' || key == 'g') && (mods & MOD_CTRL)))
    leave(model, effects);
  else if (key == KEYCODE_BTAB || (key == '\t' && (mods & MOD_SHIFT)))
    pick(model), go(model, -1);
  else if (key == '\t' || (key == '\r' && !body))
    pick(model), go(model, 1);
  else if (pick_moves(model, key, mods))
    return true;
  else if (key == KEYCODE_UP && !body)
    pick(model), go(model, -1);
  else if (key == KEYCODE_DOWN && !body)
    pick(model), go(model, 1);
  else
    return false;
  return true;
}

void form_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  model_touch(model, DIRTY_ALL);
  if (form_moves(model, key, mods, effects))
    return;
  struct form *form = model->form;
  enum form_kind kind = form_fields[form->at].kind;
  if (kind == FORM_CHOICE) {
    choice_key(model, key_half_width(key));
    return;
  }
  if (kind == FORM_PICK && key >= 32 && key != KEYCODE_LEFT && key != KEYCODE_RIGHT)
    begin_typing(form);
  enum prompt_result result = prompt_key(&form->text[form->at], key, mods);
  if (result == PROMPT_IGNORED && (key == KEYCODE_UP || key == KEYCODE_DOWN))
    go(model, key == KEYCODE_UP ? -1 : 1);
  if (result != PROMPT_EDITED)
    return;
  form->list = (struct list){0};
  form_keep(model, effects);
}

void form_paste(struct model *model, const char *text, size_t length, struct effects *effects)
{
  struct form *form = model->form;
  if (form_fields[form->at].kind == FORM_CHOICE)
    return;
  if (form_fields[form->at].kind == FORM_PICK)
    begin_typing(form);
  if (!prompt_insert(&form->text[form->at], text, length))
    effects_add(effects, EFFECT_BELL);
  form_keep(model, effects);
  model_touch(model, DIRTY_ALL);
}
