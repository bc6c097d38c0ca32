/* Drafts: typed texts that are not in the store yet, by what they are for: "answer/KEY", "note/KEY",
 * "new", "command". Their file is written by console.c; here they are only text (a JSON object id -> text). */
#include <jansson.h>
#include <string.h>

#include "agenda_edit.h"
#include "model_parts.h"
#include "toban/text.h"

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

static bool is_new(const char *id)
{
  return strcmp(id, "new") == 0 || g_str_has_prefix(id, "new/");
}

/* "a new ticket: VPN does not connect (A. Rivera), 0:12" */
static void new_title(const struct model *model, const char *id, GString *out)
{
  const char *text = draft_get(model, id);
  json_t *all = text == NULL ? NULL : json_loads(text, 0, NULL);
  const char *title = json_string_value(json_object_get(all, "title")), *requester =
      json_string_value(json_object_get(all, "requester"));
  const json_t *begun = json_object_get(all, "begun");
  g_string_append(out, _("a new ticket"));
  if (title != NULL && *title != '\0')
    g_string_append(out, ": "), text_clean(out, title, -1);
  if (requester != NULL && *requester != '\0')
    g_string_append(out, " / "), text_clean(out, requester, -1);
  if (json_is_integer(begun)) {
    char age[32];
    duration_text(MAX(model->now - (utc_t)json_integer_value(begun), 0), age, sizeof age);
    g_string_append_printf(out, _("  (begun %s ago)"), age);
  }
  json_decref(all);
}

/* "answer/KEY~4711" is another text for the same place: see draft_file.c. */
static char *place_of(const char *id)
{
  return g_strndup(id, strcspn(id, "~"));
}

void draft_title(const struct model *model, const char *id, GString *out)
{
  char *place = place_of(id);
  const char *key = strchr(place, '/');
  if (strcmp(place, DRAFT_COMMAND) == 0)
    g_string_append(out, _("a command"));
  else if (key == NULL || is_new(place))
    new_title(model, id, out);
  else if (g_str_has_prefix(place, "article/"))
    g_string_append_printf(out, _("%s: article"), key + 1);
  else if (strcmp(place, "calendar/0") == 0)
    g_string_append(out, _("a new entry of the calendar"));
  else if (g_str_has_prefix(place, "calendar/"))
    g_string_append_printf(out, _("entry %s of the calendar"), key + 1);
  else if (strcmp(key + 1, "*") == 0)
    g_string_append(out, _("words for many tickets"));
  else if (g_str_has_prefix(id, "hold/"))
    g_string_append_printf(out, _("%s: why it waits"), key + 1);
  else if (g_str_has_prefix(id, "handover/"))
    g_string_append_printf(out, _("%s: words for the section"), key + 1);
  else if (g_str_has_prefix(id, "answer/"))
    g_string_append_printf(out, _("%s: answer to the requester"), key + 1);
  else
    g_string_append_printf(out, _("%s: internal note"), key + 1);
  g_free(place);
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

/* The text takes its place; what was there waits under the other name. */
static void swap(struct model *model, const char *id, const char *place, struct effects *effects)
{
  char *text = g_strdup(draft_get(model, id)), *there = g_strdup(draft_get(model, place));
  if (strcmp(id, place) != 0 && text != NULL) {
    draft_put(model, place, text, effects);
    draft_put(model, id, there == NULL ? "" : there, effects);
  }
  g_free(there);
  g_free(text);
}

/* Opens what the draft is for, with its text: forms by their own id, others in the one place for them. The revision is
 * unknown after a restart: any. */
void draft_open(struct model *model, const char *id, struct effects *effects)
{
  char *place = place_of(id);
  bool command = strcmp(place, DRAFT_COMMAND) == 0, form = !command && (strchr(place, '/') == NULL || is_new(place));
  if (!form)
    swap(model, id, place, effects);
  if (form)
    form_open(model, CHANNEL_NONE, id, effects);
  else if (command)
    line_open(model, LINE_COMMAND, draft_get(model, place));
  else if (g_str_has_prefix(place, "article/"))
    article_open(model, strchr(place, '/') + 1, effects); /* its edit begins with the draft */
  else if (g_str_has_prefix(place, "calendar/")) {
    pane_show(model, PANE_AGENDA, effects);
    agenda_edit_open_draft(model, g_ascii_strtoll(strchr(place, '/') + 1, NULL, 10));
  } else if (g_str_has_suffix(place, "/*")) {
    model_focus(model, PANE_QUEUE);
    model_say(model, ROLE_NORMAL, "%s", _("*, then the answer or note to all, goes on with these words"));
  } else if (g_str_has_prefix(place, "hold/") || g_str_has_prefix(place, "handover/")) {
    model_open(model, strchr(place, '/') + 1, effects);
    model_focus(model, PANE_TICKET);
    model_say(model, ROLE_NORMAL, "%s", _("the words are there again when the same is chosen once more"));
  } else
    editor_open(model, g_str_has_prefix(place, "answer/") ? EDIT_ANSWER : EDIT_NOTE, strchr(place, '/') + 1, 0,
                effects);
  g_free(place);
}
