/* Taking a ticket in: the form's keys. Everything typed is a draft of its own until the ticket is stored. */
#include <string.h>

#include "form.h"

/* The smallest number that no draft has. */
static void free_draft(const struct model *model, char *out, size_t size)
{
  for (int n = 1;; n++) {
    g_snprintf(out, (gulong)size, "new/%d", n);
    if (draft_get(model, out) == NULL)
      return;
  }
}

void form_open(struct model *model, enum channel channel, const char *draft, struct effects *effects)
{
  form_close(model);
  struct form *form = g_new0(struct form, 1);
  model->form = form;
  form->begun = model->now;
  form->similar_at = -1;
  form->at = FIELD_REQUESTER;
  for (int i = 0; i < FIELDS; i++)
    prompt_init(&form->text[i], i == FIELD_BODY);
  form_set(model, FIELD_CHANNEL, channel_id(channel == CHANNEL_NONE ? CHANNEL_PHONE : channel));
  form_set(model, FIELD_PRIORITY, "3");
  form_set(model, FIELD_LANG, lang_id(lang_get()));
  if (draft != NULL)
    g_strlcpy(form->draft, draft, sizeof form->draft);
  else
    free_draft(model, form->draft, sizeof form->draft);
  const char *text = draft_get(model, form->draft);
  if (text != NULL)
    form_restore(model, text);
  model->mode = MODE_FORM;
  form_ask_all(model, effects);
  model_touch(model, DIRTY_ALL);
}

void form_close(struct model *model)
{
  struct form *form = model->form;
  if (form == NULL)
    return;
  for (int i = 0; i < FIELDS; i++)
    prompt_clear(&form->text[i]);
  snapshot_free(form->callers);
  snapshot_free(form->similar);
  snapshot_free(form->templates);
  snapshot_free(form->knowledge);
  g_clear_pointer(&model->form, g_free);
  model->mode = MODE_NORMAL;
  model_touch(model, DIRTY_ALL);
}

static void go_to(struct form *form, int field)
{
  form->at = (field + FIELDS) % FIELDS;
  form->list = (struct list){0};
  form->similar_at = -1;
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
static void pick(struct model *model, struct effects *effects)
{
  struct form *form = model->form;
  if (!form_picking(form))
    return;
  GPtrArray *found = form_candidates(model, form->at);
  char *value = form->list.cursor < (int)found->len
                    ? g_strdup(((struct candidate *)found->pdata[form->list.cursor])->value) : NULL;
  g_ptr_array_unref(found);
  if (value == NULL)
    return;
  form_set(model, form->at, value);
  if (form->at == FIELD_OFFICE)
    form_office_known(model, effects);
  if (form->at == FIELD_TEMPLATE)
    form_apply_template(model, value, effects);
  form_keep(model, effects);
  g_free(value);
}

/* Rows to choose from below the fields: candidates, callers, tickets that are there already. */
static int rows_to_choose(const struct model *model)
{
  const struct form *form = model->form;
  if (form_picking(form)) {
    GPtrArray *found = form_candidates(model, form->at);
    int count = (int)found->len;
    g_ptr_array_unref(found);
    return count;
  }
  return form_calling(form) ? form->callers->rows : 0;
}

static bool similar_moves(struct form *form, bool up)
{
  if (form->at != FIELD_TITLE || form->similar == NULL || form->similar->rows == 0 || (up && form->similar_at < 0))
    return false;
  form->similar_at = CLAMP(form->similar_at + (up ? -1 : 1), -1, form->similar->rows - 1);
  return true;
}

static bool choice_moves(struct model *model, uint32_t key, unsigned mods)
{
  struct form *form = model->form;
  bool up = key == KEYCODE_UP || (key == 'p' && (mods & MOD_CTRL)),
       down = key == KEYCODE_DOWN || (key == 'n' && (mods & MOD_CTRL));
  int count = up || down ? rows_to_choose(model) : 0;
  if (count == 0)
    return (up || down) && similar_moves(form, up);
  list_move(&form->list, up ? MOVE_UP : MOVE_DOWN, count, count);
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

/* --- other tickets -------------------------------------------------------------------------------- */
static void leave(struct model *model, struct effects *effects)
{
  form_keep(model, effects);
  bool kept = draft_get(model, model->form->draft) != NULL;
  form_close(model);
  if (kept)
    model_say(model, ROLE_NORMAL, "%s", _("kept as a draft: D goes on with it"));
}

static void open_similar(struct model *model, struct effects *effects)
{
  char *key = g_strdup(model->form->similar->row[model->form->similar_at].key);
  leave(model, effects);
  model_open(model, key, effects);
  model_focus(model, PANE_TICKET);
  g_free(key);
}

bool form_channel_of_key(uint32_t key, unsigned mods, enum channel *out)
{
  static const enum channel order[] = {CHANNEL_PHONE, CHANNEL_MAIL, CHANNEL_WEB, CHANNEL_SALON, CHANNEL_FACE,
                                       CHANNEL_TEAMS, CHANNEL_TEAMS_VOICE};
  if (mods != 0 || key < KEYCODE_F3 || key > KEYCODE_F9)
    return false;
  *out = order[key - KEYCODE_F3];
  return true;
}

/* Another call while this one is written down: a form of its own. An empty one only changes its channel. */
static bool channel_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  enum channel channel;
  if (!form_channel_of_key(key, mods, &channel))
    return false;
  form_keep(model, effects);
  if (form_is_empty(model->form))
    form_set(model, FIELD_CHANNEL, channel_id(channel));
  else
    form_open(model, channel, NULL, effects);
  return true;
}

/* Around among the drafts of new tickets, in the order of their names. */
static void other_draft(struct model *model, struct effects *effects)
{
  form_keep(model, effects);
  const char *now = model->form->draft, *first = NULL, *next = NULL;
  GHashTableIter iter;
  gpointer id;
  g_hash_table_iter_init(&iter, model->drafts);
  while (g_hash_table_iter_next(&iter, &id, NULL)) {
    if (!g_str_has_prefix(id, "new") || strcmp(id, now) == 0)
      continue;
    first = first == NULL || strcmp(id, first) < 0 ? id : first;
    if (strcmp(id, now) > 0 && (next == NULL || strcmp(id, next) < 0))
      next = id;
  }
  char *to = g_strdup(next != NULL ? next : first);
  if (to == NULL)
    model_say(model, ROLE_NORMAL, "%s", _("there is no other draft of a new ticket"));
  else
    form_open(model, CHANNEL_NONE, to, effects);
  g_free(to);
}

/* --- keys ----------------------------------------------------------------------------------------- */
static bool card_key(struct model *model, uint32_t key, unsigned mods)
{
  struct form *form = model->form;
  enum { PAGE = 8 };
  if (key == 'o' && (mods & MOD_CTRL)) {
    form->card = !form->card;
    form->card_top = 0;
    return true;
  }
  if (key == KEYCODE_PGUP || key == KEYCODE_PGDN) {
    form->card_top = MAX(form->card_top + (key == KEYCODE_PGUP ? -PAGE : PAGE), 0);
    return true;
  }
  if (!form->card)
    return false;
  form->card = false; /* the key goes on to the form, but for the one that closes */
  return key == 27;
}

static void enter(struct model *model, struct effects *effects)
{
  struct form *form = model->form;
  if (form->at == FIELD_TITLE && form->similar_at >= 0) {
    open_similar(model, effects);
    return;
  }
  if (form->at == FIELD_REQUESTER) {
    form_choose_caller(model, effects);
    return;
  }
  pick(model, effects);
  go_to(form, form->at + 1);
}

/* Keys that have the same meaning in all fields. */
static bool form_moves(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  struct form *form = model->form;
  bool body = form->at == FIELD_BODY;
  if (key == KEYCODE_F2 || (key == 'd' && (mods & MOD_CTRL)))
    pick(model, effects), form_send(model, effects);
  else if (key == 27 || ((key == 'c' || key == 'g') && (mods & MOD_CTRL)))
    leave(model, effects);
  else if (key == 't' && (mods & MOD_CTRL))
    other_draft(model, effects);
  else if (key == KEYCODE_BTAB || (key == '\t' && (mods & MOD_SHIFT)))
    pick(model, effects), go_to(form, form->at - 1);
  else if (key == '\t')
    pick(model, effects), go_to(form, form->at + 1);
  else if (key == '\r' && !body)
    enter(model, effects);
  else if (choice_moves(model, key, mods))
    return true;
  else if (key == KEYCODE_UP && !body)
    pick(model, effects), go_to(form, form->at - 1);
  else if (key == KEYCODE_DOWN && !body)
    pick(model, effects), go_to(form, form->at + 1);
  else
    return false;
  return true;
}

static void type_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  struct form *form = model->form;
  if (form_fields[form->at].kind == FORM_PICK && key >= 32 && key != KEYCODE_LEFT && key != KEYCODE_RIGHT)
    begin_typing(form);
  enum prompt_result result = prompt_key(&form->text[form->at], key, mods);
  if (result == PROMPT_IGNORED && (key == KEYCODE_UP || key == KEYCODE_DOWN))
    go_to(form, form->at + (key == KEYCODE_UP ? -1 : 1));
  if (result != PROMPT_EDITED)
    return;
  form->list = (struct list){0};
  form->similar_at = -1;
  form_keep(model, effects);
  form_typed(model, effects);
}

void form_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  model_touch(model, DIRTY_ALL);
  if (channel_key(model, key, mods, effects) || card_key(model, key, mods) || form_moves(model, key, mods, effects))
    return;
  if (form_fields[model->form->at].kind == FORM_CHOICE) {
    if (choice_key(model, key_half_width(key)))
      form_keep(model, effects);
    return;
  }
  type_key(model, key, mods, effects);
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
  form_typed(model, effects);
  model_touch(model, DIRTY_ALL);
}
