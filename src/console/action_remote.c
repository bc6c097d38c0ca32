/* The remote tool for an asset: of the register, of the ticket or its requester, or named. */
#include <string.h>

#include "actions.h"
#include "model_parts.h"
#include "toban/asset.h"
#include "toban/text.h"
#include "work.h"

enum { ASSETS_MOST = 60 };

/* The asset that the cursor is on; NULL: none. */
static const char *tag_here(const struct model *model)
{
  int cursor = model->list[PANE_ASSET].cursor;
  if (model->focus != PANE_ASSET || model->assets == NULL || cursor >= model->assets->rows)
    return NULL;
  return model->assets->row[cursor].tag;
}

static void start(struct model *model, const char *tag, const char *key, struct effects *effects)
{
  struct effect effect = {.type = EFFECT_REMOTE, .text = g_strdup(tag), .ticket = g_strdup(key)};
  g_array_append_val(effects->list, effect);
  model_say(model, ROLE_NORMAL, _("starting the remote tool for %s"), tag);
}

/* --- the machines of a ticket ---------------------------------------------------------------------- */
void *remote_args(const struct model *model)
{
  struct asset_args *args = g_new0(struct asset_args, 1);
  const struct ticket *ticket = model_subject(model);
  args->limit = ASSETS_MOST;
  g_strlcpy(args->text, ticket == NULL ? "" : ticket->key, sizeof args->text);
  return args;
}

static void asset_chosen(struct model *model, const char *value, struct effects *effects)
{
  if (*value == '\0')
    line_open(model, LINE_COMMAND, "remote ");
  else
    start(model, value, model->menu->ticket, effects);
}

static char *label_of(const struct asset *asset)
{
  enum { TAG_WIDTH = 12, KIND_WIDTH = 14, HOST_WIDTH = 18 };
  const char *const words[] = {asset->tag, asset_kind_text(asset->kind), asset->host};
  static const int widths[] = {TAG_WIDTH, KIND_WIDTH, HOST_WIDTH};
  GString *text = g_string_new(NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
    g_autoptr(GString) clean = text_clean(g_string_new(NULL), words[i], -1);
    text_fit(text, clean->str, widths[i], false);
    g_string_append_c(text, ' ');
  }
  text_clean(text, asset->user, -1);
  return g_string_free(text, FALSE);
}

static void choose(struct model *model, const struct ticket *ticket, const struct asset_list *list)
{
  struct menu *menu = work_menu(model, _("Remote support for %s: which machine?"), ticket->key, ticket->revision,
                                asset_chosen);
  for (int i = 0; i < list->rows; i++) {
    char *label = label_of(&list->row[i]);
    menu_add(menu, list->row[i].tag, label);
    g_free(label);
  }
  menu_add(menu, "", _("another one: its tag ..."));
  menu_ready(model, true);
}

/* What was gone from meanwhile asks nothing any more. */
void remote_arrived(struct model *model, void *take, struct effects *effects)
{
  struct asset_list *list = take;
  const struct ticket *ticket = model->mode == MODE_NORMAL ? model_subject(model) : NULL;
  (void)effects;
  if (ticket != NULL && strcmp(ticket->key, list->args.text) == 0) {
    char *line = g_strconcat("remote ", list->rows == 1 ? list->row[0].tag : "", NULL);
    if (list->rows > 1)
      choose(model, ticket, list);
    else
      line_open(model, LINE_COMMAND, line);
    g_free(line);
  }
  snapshot_free(list);
}

static void act_remote(struct model *model, const char *arg, struct effects *effects)
{
  const char *tag = arg != NULL ? arg : tag_here(model);
  const struct ticket *ticket = model->focus == PANE_ASSET ? NULL : model_subject(model);
  if (tag != NULL)
    start(model, tag, ticket == NULL ? NULL : ticket->key, effects);
  else if (ticket != NULL)
    model_ask(model, SLOT_REMOTE, effects);
  else
    line_open(model, LINE_COMMAND, "remote ");
}

static const struct action rows[] = {
  {"remote", "=", NC_("action", "remote"), N_("start the remote tool for an asset"), GROUP_TICKET,
   TICKETS | PANE_BIT(PANE_ASSET), 0, 0, ARG_ASSET, 0, act_remote, RIGHT_REMOTE},
};
const struct action_part actions_remote = {rows, (int)G_N_ELEMENTS(rows)};
