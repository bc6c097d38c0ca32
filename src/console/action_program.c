/* Actions about the program itself. */
#include <string.h>

#include "actions.h"
#include "lock.h"
#include "model_parts.h"
#include "toban/text.h"

static void act_command(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  line_open(model, LINE_COMMAND, "");
  model_touch(model, DIRTY_ALL);
}

static void act_language(struct model *model, const char *arg, struct effects *effects)
{
  const char *lang = arg != NULL ? arg : lang_id(lang_get() == LANG_JA ? LANG_EN : LANG_JA);
  if (setting_lang(model, lang, effects))
    model_keep(model, "lang", lang_id(lang_get()), effects);
  else
    model_say(model, ROLE_BAD, _("there is no language “%s”: ja or en"), arg);
}

static void act_theme(struct model *model, const char *arg, struct effects *effects)
{
  if (arg == NULL)
    line_open(model, LINE_COMMAND, "theme ");
  else if (setting_theme(model, arg, effects))
    model_keep(model, "theme", arg, effects);
  else
    model_say(model, ROLE_BAD, _("there is no theme “%s”: Tab shows them"), arg);
}

static void act_seconds(struct model *model, const char *arg, struct effects *effects)
{
  const char *value = arg != NULL ? arg : model->seconds ? "off" : "on";
  if (setting_seconds(model, value, effects))
    model_keep(model, "seconds", value, effects);
  else
    model_say(model, ROLE_BAD, _("“%s”: on or off"), arg);
}

static void act_notify(struct model *model, const char *arg, struct effects *effects)
{
  const char *value = arg != NULL ? arg : model->alert.notify ? "off" : "on";
  if (setting_notify(model, value, effects))
    model_keep(model, "notify", value, effects);
  else
    model_say(model, ROLE_BAD, _("“%s”: on or off"), arg);
}

static void act_borders(struct model *model, const char *arg, struct effects *effects)
{
  const char *value = arg != NULL ? arg : model->ascii ? "lines" : "ascii";
  if (setting_borders(model, value, effects))
    model_keep(model, "borders", value, effects);
  else
    model_say(model, ROLE_BAD, _("“%s”: lines or ascii"), arg);
}

static void act_redraw(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg;
  effects_add(effects, EFFECT_REDRAW);
  model_touch(model, DIRTY_ALL);
}

static void act_suspend(struct model *model, const char *arg, struct effects *effects)
{
  (void)model, (void)arg;
  effects_add(effects, EFFECT_SUSPEND);
}

static void act_quit(struct model *model, const char *arg, struct effects *effects)
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

/* Forgetting asks once more: the words are nowhere else. */
static void forget_chosen(struct model *model, const char *value, struct effects *effects)
{
  if (*value != '\0')
    draft_put(model, value, "", effects);
  action_find("drafts")->run(model, NULL, effects);
}

static void draft_forget(struct model *model, const char *value, struct effects *effects)
{
  (void)effects;
  GString *info = g_string_new(NULL);
  char *id = g_strdup(value);
  draft_title(model, id, info);
  struct menu *menu = menu_open(model, _("Forget this text for good?"), forget_chosen);
  menu->info = g_string_free(info, FALSE);
  menu_add(menu, "", _("keep it"));
  menu_add(menu, id, _("forget it"));
  menu_ready(model, false);
  g_free(id);
}

static int by_id(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Which of two texts it is. A form's is none to read. */
static void add_beginning(const char *text, GString *out)
{
  enum { COLUMNS = 32 };
  g_autoptr(GString) clean = g_string_new(NULL);
  if (*text == '{')
    return;
  text_clean(clean, text, -1);
  g_string_append(out, ": ");
  text_fit(out, clean->str, MIN(text_width(clean->str), COLUMNS), false);
}

static void act_drafts(struct model *model, const char *arg, struct effects *effects)
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
  menu->remove = draft_forget;
  for (guint i = 0; i < count; i++) {
    GString *title = g_string_new(NULL);
    draft_title(model, id[i], title);
    add_beginning(draft_get(model, id[i]), title);
    menu_add(menu, id[i], title->str);
    g_string_free(title, TRUE);
  }
  menu_ready(model, false);
  g_free(id);
}

static void act_lock(struct model *model, const char *arg, struct effects *effects)
{
  (void)arg, (void)effects;
  lock_close(model);
}

/* The host asks the other person for the password, or a demonstration goes on as that person. */
static void act_change(struct model *model, const char *arg, struct effects *effects)
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

static const struct action rows[] = {
  {"command", ":", NC_("action", "command"), N_("type an action by its name (Tab completes)"), GROUP_PROGRAM, .foot = 4,
   .run = act_command},
  {"language", "L", NC_("action", "language"), N_("switch between Japanese and English"), GROUP_PROGRAM, .arg =
   ARG_LANG,
   .foot = 16, .run = act_language},
  {"theme", "", NC_("action", "theme"), N_("choose the colours"), GROUP_PROGRAM, .arg = ARG_THEME, .run = act_theme},
  {"seconds", "", NC_("action", "seconds"), N_("show seconds, or wake only once a minute"), GROUP_PROGRAM,
   .arg = ARG_SWITCH, .run = act_seconds},
  {"borders", "", NC_("action", "borders"), N_("frames of lines, or of ASCII where a terminal draws lines too wide"),
   GROUP_PROGRAM, .arg = ARG_BORDERS, .run = act_borders},
  {"notify", "", NC_("action", "notify"), N_("tell the window system of warnings too (OSC 9)"), GROUP_PROGRAM,
   .arg = ARG_SWITCH, .run = act_notify},
  {"drafts", "D", NC_("action", "drafts"), N_("texts that were not sent yet"), GROUP_PROGRAM, .run = act_drafts},
  {"redraw", "Ctrl-L", NC_("action", "redraw"), N_("draw the screen anew"), GROUP_PROGRAM, .run = act_redraw},
  {"suspend", "Ctrl-Z", NC_("action", "suspend"), N_("back to the shell for a while (fg returns)"), GROUP_PROGRAM,
   .run = act_suspend},
  {"lock", "K", NC_("action", "lock"), N_("hide the screen until the account's password is typed"), GROUP_PROGRAM,
   .run = act_lock},
  {"change", "", NC_("action", "change"), N_("leave, and let another person go on here"), GROUP_PROGRAM,
   .arg = ARG_OPERATOR, .run = act_change},
  {"quit", "Q q", NC_("action", "quit"), N_("leave; unsent texts are kept"), GROUP_PROGRAM, .foot = 17, .run =
   act_quit},
};
const struct action_part actions_program = {rows, (int)G_N_ELEMENTS(rows)};
