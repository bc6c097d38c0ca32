/* What is kept for an operator: read at the start, applied, written when it is changed. What was asked for
 * at the start (model->fixed) counts before what was kept. */
#include <string.h>

#include "model_parts.h"
#include "toban/theme.h"

static void *args_for(const struct model *model, const char *name)
{
  struct setting_args *args = g_new0(struct setting_args, 1);
  g_strlcpy(args->actor, model->actor, sizeof args->actor);
  g_strlcpy(args->name, name, sizeof args->name);
  return args;
}

void *lang_args(const struct model *model)
{
  return args_for(model, "lang");
}

void *theme_args(const struct model *model)
{
  return args_for(model, "theme");
}

void *seconds_args(const struct model *model)
{
  return args_for(model, "seconds");
}

void *borders_args(const struct model *model)
{
  return args_for(model, "borders");
}

void *notify_args(const struct model *model)
{
  return args_for(model, "notify");
}

typedef bool apply_fn(struct model *model, const char *value, struct effects *effects);     /* false: no such value */

static void apply_kept(struct model *model, void *take, apply_fn *apply, struct effects *effects)
{
  const struct setting_value *setting = take;
  if (setting->value != NULL)
    apply(model, setting->value, effects);
  snapshot_free(take);
}

bool setting_lang(struct model *model, const char *value, struct effects *effects)
{
  enum lang lang;
  (void)effects;
  if (!lang_parse(value, &lang))
    return false;
  lang_set(lang);
  model_touch(model, DIRTY_ALL);
  return true;
}

bool setting_theme(struct model *model, const char *value, struct effects *effects)
{
  struct theme theme;
  if (strlen(value) >= sizeof model->theme || !theme_load(&theme, value, NULL))
    return false;
  g_strlcpy(model->theme, value, sizeof model->theme);
  effects_add(effects, EFFECT_THEME);
  model_touch(model, DIRTY_ALL);
  return true;
}

static bool one_of(const char *value, const char *yes, const char *no, bool *out)
{
  if (strcmp(value, yes) != 0 && strcmp(value, no) != 0)
    return false;
  *out = strcmp(value, yes) == 0;
  return true;
}

bool setting_seconds(struct model *model, const char *value, struct effects *effects)
{
  (void)effects;
  model_touch(model, DIRTY_ALL);
  return one_of(value, "on", "off", &model->seconds);
}

bool setting_borders(struct model *model, const char *value, struct effects *effects)
{
  if (!one_of(value, "ascii", "lines", &model->ascii))
    return false;
  effects_add(effects, EFFECT_BORDERS);
  model_touch(model, DIRTY_ALL);
  return true;
}

bool setting_notify(struct model *model, const char *value, struct effects *effects)
{
  (void)effects;
  return one_of(value, "on", "off", &model->alert.notify);
}

void notify_arrived(struct model *model, void *take, struct effects *effects)
{
  apply_kept(model, take, setting_notify, effects);
}

void lang_arrived(struct model *model, void *take, struct effects *effects)
{
  apply_kept(model, take, setting_lang, effects);
}

void theme_arrived(struct model *model, void *take, struct effects *effects)
{
  apply_kept(model, take, setting_theme, effects);
}

void seconds_arrived(struct model *model, void *take, struct effects *effects)
{
  apply_kept(model, take, setting_seconds, effects);
}

void borders_arrived(struct model *model, void *take, struct effects *effects)
{
  apply_kept(model, take, setting_borders, effects);
}
