/* The line at the foot of the screen: commands by name with completion, and filters that work while
 * they are typed. */
#include <string.h>

#include "card.h"
#include "model_parts.h"
#include "toban/text.h"

void line_open(struct model *model, enum line_use use, const char *text)
{
  model->line_use = use;
  model->mode = MODE_LINE;
  prompt_set(&model->line, text);
  if (use == LINE_FILTER)
    g_strlcpy(model->line_before, model->filter[model->focus], sizeof model->line_before);
  model_touch(model, DIRTY_FOOTER);
}

static void line_close(struct model *model)
{
  model->mode = MODE_NORMAL;
  model_touch(model, DIRTY_ALL); /* candidates stood over panes */
}

/* --- filters -------------------------------------------------------------------------------------- */
void filter_set(struct model *model, enum pane_id pane, const char *text, struct effects *effects)
{
  g_strlcpy(model->filter[pane], text, sizeof model->filter[pane]);
  const char *end;
  if (!g_utf8_validate(model->filter[pane], -1, &end))
    model->filter[pane][end - model->filter[pane]] = '\0'; /* cut inside a character */
  model->list[pane] = (struct list){0};
  model_touch(model, PANE_BIT(pane) | DIRTY_FOOTER);
  if (pane == PANE_QUEUE)
    queue_anew(model, effects);
  if (pane == PANE_ASSET)
    model_ask(model, SLOT_ASSET, effects);
  pane_ask(model, pane, effects);
}

static void filter_result(struct model *model, enum prompt_result result, struct effects *effects)
{
  switch (result) {
  case PROMPT_EDITED: filter_line_edit(model, false, effects); break;
  case PROMPT_CANCEL:
    filter_set(model, model->focus, model->line_before, effects);
    line_close(model);
    break;
  case PROMPT_ACCEPT:
    if (!filter_line_edit(model, true, effects))
      break;
    line_close(model);
    if (model->focus == PANE_ASSET)
      card_scan(model, effects);
    break;
  case PROMPT_COMPLETE: filter_line_complete(model, effects); break;
  case PROMPT_IGNORED: case PROMPT_MOVED: break;
  }
}

/* While a filter is typed, keys that no text needs move in the rows. */
static bool filter_moves(struct model *model, uint32_t key, struct effects *effects)
{
  static const struct { uint32_t key; enum move move; } moves[] = {
    {KEYCODE_UP, MOVE_UP}, {KEYCODE_DOWN, MOVE_DOWN}, {KEYCODE_PGUP, MOVE_PAGE_UP}, {KEYCODE_PGDN, MOVE_PAGE_DOWN},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(moves); i++)
    if (moves[i].key == key) {
      model_move(model, moves[i].move, effects);
      return true;
    }
  return false;
}

/* --- commands ------------------------------------------------------------------------------------- */
/* A ticket's, or the end of one: 261124-0014, 0014. */
static bool is_number(const char *text)
{
  return *text >= '0' && *text <= '9' && strspn(text, "0123456789-") == strlen(text);
}

void command_perform(struct model *model, const char *text, struct effects *effects)
{
  char *clean = g_strstrip(g_strdup(text)), *arg = clean + strcspn(clean, " ");
  if (*arg != '\0')
    *arg++ = '\0';
  arg = g_strstrip(arg);
  const struct action *action = action_find(clean);
  if (action == NULL && *arg == '\0' && is_number(clean)) {
    action = action_find("goto");
    arg = clean;
  }
  if (action != NULL && action_works(action, model))
    action->run(model, *arg == '\0' ? NULL : arg, effects);
  else if (action != NULL)
    model_refuse(model, action);
  else if (*clean != '\0')
    model_say(model, ROLE_BAD, _("there is no action “%s”: Tab shows them, ? explains them"), clean);
  g_free(clean);
}

void line_candidates(const struct model *model, GPtrArray *out)
{
  const char *text = prompt_text(&model->line), *blank = strchr(text, ' ');
  int count;
  const struct action *table = action_table(&count);
  if (model->line_use != LINE_COMMAND)
    return;
  if (blank != NULL) {
    char *id = g_strndup(text, (gsize)(blank - text));
    const struct action *action = action_find(id);
    g_free(id);
    if (action != NULL)
      action_arguments(action, model, out);
    while (*blank == ' ')
      blank++;
  } else {
    for (int i = 0; i < count; i++)
      if (action_works(&table[i], model))
        g_ptr_array_add(out, g_strdup(table[i].id));
  }
  const char *begun = blank != NULL ? blank : text;
  for (guint i = out->len; i > 0; i--)
    if (!g_str_has_prefix(out->pdata[i - 1], begun))
      g_ptr_array_remove_index(out, i - 1);
}

static size_t common_prefix(const GPtrArray *texts)
{
  const char *first = texts->pdata[0];
  size_t common = strlen(first);
  for (guint i = 1; i < texts->len; i++) {
    const char *other = texts->pdata[i];
    size_t same = 0;
    while (same < common && first[same] == other[same])
      same++;
    common = same;
  }
  return common;
}

static void complete(struct model *model)
{
  GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
  line_candidates(model, found);
  if (found->len > 0) {
    const char *text = prompt_text(&model->line), *blank = strrchr(text, ' ');
    GString *line = g_string_new_len(text, blank == NULL ? 0 : blank + 1 - text);
    g_string_append_len(line, found->pdata[0], (gssize)common_prefix(found));
    const struct action *action = found->len == 1 && blank == NULL ? action_find(found->pdata[0]) : NULL;
    if (action != NULL && action->arg != ARG_NONE)
      g_string_append_c(line, ' ');
    prompt_set(&model->line, line->str);
    g_string_free(line, TRUE);
  }
  g_ptr_array_unref(found);
}

/* A command that has more than its name is words that somebody typed. */
static void keep_command(struct model *model, struct effects *effects)
{
  const char *text = prompt_text(&model->line), *blank = strchr(text, ' ');
  bool words = model->mode == MODE_LINE && blank != NULL && blank[strspn(blank, " ")] != '\0';
  if (words || draft_get(model, DRAFT_COMMAND) != NULL)
    draft_put(model, DRAFT_COMMAND, words ? text : "", effects);
}

static void command_result(struct model *model, enum prompt_result result, struct effects *effects)
{
  char *text;
  switch (result) {
  case PROMPT_COMPLETE: complete(model); break;
  case PROMPT_CANCEL: line_close(model); break;
  case PROMPT_ACCEPT:
    prompt_remember(&model->line);
    text = g_strdup(prompt_text(&model->line));
    line_close(model);
    command_perform(model, text, effects);
    g_free(text);
    break;
  case PROMPT_IGNORED: case PROMPT_MOVED: case PROMPT_EDITED: break;
  }
  keep_command(model, effects);
  model_touch(model, DIRTY_ALL);
}

void line_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  bool filter = model->line_use == LINE_FILTER;
  model_touch(model, DIRTY_FOOTER);
  if (filter && mods == 0 && filter_moves(model, key, effects))
    return;
  bool empty_back = key == 127 && *prompt_text(&model->line) == '\0';
  enum prompt_result result = empty_back ? PROMPT_CANCEL : prompt_key(&model->line, key, mods);
  if (filter)
    filter_result(model, result, effects);
  else
    command_result(model, result, effects);
}

void line_paste(struct model *model, const char *text, size_t length, struct effects *effects)
{
  if (!prompt_insert(&model->line, text, length))
    effects_add(effects, EFFECT_BELL);
  if (model->line_use == LINE_FILTER)
    filter_line_edit(model, false, effects);
  else
    keep_command(model, effects);
  model_touch(model, DIRTY_ALL);
}
