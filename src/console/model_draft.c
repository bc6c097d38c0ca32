/* Drafts: typed texts that are not in the store yet, by what they are for: "answer/KEY", "note/KEY",
 * "new". Their file is written by console.c; here they are only text (a JSON object id -> text). */
#include <jansson.h>
#include <string.h>

#include "model_parts.h"

void draft_put(struct model *model, const char *id, const char *text, struct effects *effects)
{
  if (*text == '\0')
    g_hash_table_remove(model->drafts, id);
  else
    g_hash_table_insert(model->drafts, g_strdup(id), g_strdup(text));
  for (guint i = 0; i < effects->list->len; i++)
    if (g_array_index(effects->list, struct effect, i).type == EFFECT_SAVE_DRAFTS)
      return;
  effects_add(effects, EFFECT_SAVE_DRAFTS);
}

const char *draft_get(const struct model *model, const char *id)
{
  return g_hash_table_lookup(model->drafts, id);
}

char *model_drafts(const struct model *model)
{
  GHashTableIter iter;
  gpointer id, text;
  if (g_hash_table_size(model->drafts) == 0)
    return NULL;
  json_t *all = json_object();
  g_hash_table_iter_init(&iter, model->drafts);
  while (g_hash_table_iter_next(&iter, &id, &text))
    json_object_set_new(all, id, json_string(text));
  char *dumped = json_dumps(all, JSON_INDENT(1) | JSON_SORT_KEYS), *out = g_strdup(dumped);
  free(dumped);
  json_decref(all);
  return out;
}

void draft_title(const char *id, GString *out)
{
  const char *key = strchr(id, '/');
  if (key == NULL)
    g_string_append(out, _("a new ticket"));
  else if (g_str_has_prefix(id, "answer/"))
    g_string_append_printf(out, _("%s: answer to the requester"), key + 1);
  else
    g_string_append_printf(out, _("%s: internal note"), key + 1);
}

void draft_load(struct model *model, const char *json, struct effects *effects)
{
  json_t *all = json_loads(json, 0, NULL);
  const char *id;
  json_t *text;
  json_object_foreach(all, id, text)
    if (json_is_string(text))
      g_hash_table_insert(model->drafts, g_strdup(id), g_strdup(json_string_value(text)));
  json_decref(all);
  if (g_hash_table_size(model->drafts) > 0)
    action_find("drafts")->run(model, NULL, effects);
}

/* Opens what the draft is for, with its text. The revision is unknown after a restart: any. */
void draft_open(struct model *model, const char *id, struct effects *effects)
{
  const char *key = strchr(id, '/');
  if (key == NULL)
    form_open(model, effects);
  else
    editor_open(model, g_str_has_prefix(id, "answer/") ? EDIT_ANSWER : EDIT_NOTE, key + 1, 0, effects);
}
