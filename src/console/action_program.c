/* Actions about the program itself. */
#include <string.h>

#include "actions.h"
#include "lock.h"
#include "model_parts.h"

void act_command(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  line_open(model, LINE_COMMAND, "");
  model_touch(model, DIRTY_ALL);
}

void act_language(struct model *model, const char *arg, struct effects *effects)
{
  const char *lang = arg != NULL ? arg : lang_id(lang_get() == LANG_JA ? LANG_EN : LANG_JA);
  if (setting_lang(model, lang, effects))
    model_keep(model, "lang", lang_id(lang_get()), effects);
  else
    model_say(model, ROLE_BAD, _("there is no language “%s”: ja or en"), arg);
}

void act_theme(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL)
    line_open(model, LINE_COMMAND, "theme ");
  else if (setting_theme(model, arg, effects))
    model_keep(model, "theme", arg, effects);
  else
    model_say(model, ROLE_BAD, _("there is no theme “%s”: Tab shows them"), arg);
}

void act_seconds(struct model *model, const char *arg, struct effects *effects)
{
  const char *value = arg != NULL ? arg : model->seconds ? "off" : "on";
  if (setting_seconds(model, value, effects))
    model_keep(model, "seconds", value, effects);
  else
    model_say(model, ROLE_BAD, _("“%s”: on or off"), arg);
}

void act_notify(struct model *model, const char *arg, struct effects *effects)
{
  const char *value = arg != NULL ? arg : model->alert.notify ? "off" : "on";
  if (setting_notify(model, value, effects))
    model_keep(model, "notify", value, effects);
  else
    model_say(model, ROLE_BAD, _("“%s”: on or off"), arg);
}

void act_borders(struct model *model, const char *arg, struct effects *effects)
{
  const char *value = arg != NULL ? arg : model->ascii ? "lines" : "ascii";
  if (setting_borders(model, value, effects))
    model_keep(model, "borders", value, effects);
  else
    model_say(model, ROLE_BAD, _("“%s”: lines or ascii"), arg);
}

void act_redraw(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  effects_add(effects, EFFECT_REDRAW);
  model_touch(model, DIRTY_ALL);
}

void act_suspend(struct model *model, const char *arg, struct effects *effects)
{
  (void)model, (void)arg;
  effects_add(effects, EFFECT_SUSPEND);
}

void act_quit(struct model *model, const char *arg, struct effects *effects)
{
  (void)model, (void)arg;
  effects_add(effects, EFFECT_QUIT);
}

static void draft_chosen(struct model *model, const char *value, struct effects *effects)
{
  char *id = g_strdup(value);
  menu_close(model);
  draft_open(model, id, effects);
  g_free(id);
}

static int by_id(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

void act_drafts(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  guint count;
  gpointer *id = g_hash_table_get_keys_as_array(model->drafts, &count);
  if (count == 0) {
    g_free(id);
    model_say(model, ROLE_NORMAL, "%s", _("there are no unsent texts"));
    return;
  }
  qsort(id, count, sizeof *id, by_id);
  struct menu *menu = menu_open(model, _("Texts that were not sent"), draft_chosen);
  for (guint i = 0; i < count; i++) {
    GString *title = g_string_new(NULL);
    draft_title(id[i], title);
    menu_add(menu, id[i], title->str);
    g_string_free(title, TRUE);
  }
  menu_ready(model, false);
  g_free(id);
}

void act_lock(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  lock_close(model);
}

/* The host asks the other person for the password, or a demonstration goes on as that person. */
void act_change(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL) {
    line_open(model, LINE_COMMAND, "change ");
    return;
  }
  if (model->ref == NULL || reference_operator(model->ref, arg) == NULL) {
    model_say(model, ROLE_BAD, _("there is no operator “%s”"), arg);
    return;
  }
  struct effect effect = {.type = EFFECT_QUIT, .text = g_strdup(arg)};
  g_array_append_val(effects->list, effect);
}
