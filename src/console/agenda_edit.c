#include "agenda_edit.h"

#include <jansson.h>
#include <string.h>

#include "model_parts.h"
#include "toban/approval_store.h"
#include "toban/text.h"

static const char *const names[AGENDA_FIELDS] = {"kind", "site", "from", "to", "ja", "en", "stops", "targets", "note",
                                                 "reason", "approval"};

/* --- drafts ------------------------------------------------------------------------------------------- */
static void draft_name(const struct agenda_edit *edit, char out[static 64])
{
  g_snprintf(out, 64, "calendar/%" G_GINT64_FORMAT, edit->number);
}

static void keep(struct model *model, struct effects *effects)
{
  const struct agenda_edit *edit = model->agenda_edit;
  char id[64];
  json_t *all = json_pack("{s:I}", "submitted", (json_int_t)edit->submitted);
  for (int i = 0; i < AGENDA_FIELDS; i++)
    json_object_set_new(all, names[i], json_string(prompt_text(&edit->text[i])));
  char *text = json_dumps(all, JSON_COMPACT);
  draft_name(edit, id);
  draft_put(model, id, text, effects);
  free(text);
  json_decref(all);
}

static void take_draft(const struct model *model, struct agenda_edit *edit)
{
  char id[64];
  draft_name(edit, id);
  const char *text = draft_get(model, id);
  json_t *all = text == NULL ? NULL : json_loads(text, 0, NULL);
  if (json_is_integer(json_object_get(all, "submitted")))
    edit->submitted = json_integer_value(json_object_get(all, "submitted"));
  for (int i = 0; i < AGENDA_FIELDS; i++) {
    const char *kept = json_string_value(json_object_get(all, names[i]));
    if (kept != NULL)
      prompt_set(&edit->text[i], kept);
  }
  json_decref(all);
}

/* --- opening ------------------------------------------------------------------------------------------ */
static void set_time(struct prompt *prompt, utc_t at)
{
  char text[32];
  day_t day;
  int second;
  zone_local(zone_tokyo(), at, &day, &second);
  struct civil c = civil_from_day(day);
  g_snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, second / 3600, second / 60 % 60);
  prompt_set(prompt, text);
}

static void take_entry(struct agenda_edit *edit, const struct agenda_entry *entry)
{
  const struct { int field; const char *text; } texts[] = {
    {AGENDA_FIELD_KIND, agenda_kind_id(entry->kind)}, {AGENDA_FIELD_SITE, entry->site},
    {AGENDA_FIELD_JA, entry->title[LANG_JA]},         {AGENDA_FIELD_EN, entry->title[LANG_EN]},
    {AGENDA_FIELD_STOPS, entry->stops ? "yes" : "no"}, {AGENDA_FIELD_TARGETS, entry->targets},
    {AGENDA_FIELD_NOTE, entry->note},                 {AGENDA_FIELD_REASON, entry->reason},
    {AGENDA_FIELD_APPROVAL, entry->approval}};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    prompt_set(&edit->text[texts[i].field], texts[i].text);
  set_time(&edit->text[AGENDA_FIELD_FROM], entry->from);
  set_time(&edit->text[AGENDA_FIELD_TO], entry->to);
  edit->submitted = entry->submitted;
}

/* As the calendar shows it now: a draft of before goes on from there. */
static int64_t revision_of(const struct model *model, int64_t number)
{
  const struct agenda_view *view = model->view[PANE_AGENDA];
  for (int i = 0; view != NULL && i < view->rows; i++)
    if (number != 0 && view->row[i].entry.number == number)
      return view->row[i].entry.revision;
  return 0;
}

static struct agenda_edit *begin(struct model *model, int64_t number)
{
  agenda_edit_free(model);
  struct agenda_edit *edit = g_new0(struct agenda_edit, 1);
  edit->number = number;
  edit->revision = revision_of(model, number);
  edit->submitted = UTC_NONE;
  for (int i = 0; i < AGENDA_FIELDS; i++)
    prompt_init(&edit->text[i], false);
  prompt_set(&edit->text[AGENDA_FIELD_KIND], agenda_kind_id(AGENDA_WORK));
  prompt_set(&edit->text[AGENDA_FIELD_STOPS], "no");
  model->agenda_edit = edit;
  model->mode = MODE_AGENDA;
  model_touch(model, DIRTY_ALL);
  return edit;
}

void agenda_edit_open(struct model *model, const struct agenda_entry *entry)
{
  struct agenda_edit *edit = begin(model, entry == NULL ? 0 : entry->number);
  if (entry != NULL)
    take_entry(edit, entry);
  take_draft(model, edit);
}

void agenda_edit_open_draft(struct model *model, int64_t number)
{
  take_draft(model, begin(model, number));
}

void agenda_edit_free(struct model *model)
{
  if (model->agenda_edit == NULL)
    return;
  for (int i = 0; i < AGENDA_FIELDS; i++)
    prompt_clear(&model->agenda_edit->text[i]);
  g_clear_pointer(&model->agenda_edit, g_free);
}

static void close_form(struct model *model)
{
  agenda_edit_free(model);
  model->mode = MODE_NORMAL;
  model_touch(model, DIRTY_ALL);
}

void agenda_edit_leave(struct model *model)
{
  char id[64];
  draft_name(model->agenda_edit, id);
  bool kept = draft_get(model, id) != NULL;
  close_form(model);
  if (kept)
    model_say(model, ROLE_NORMAL, "%s", _("kept as a draft: D goes on with it"));
}

/* --- sending ------------------------------------------------------------------------------------------ */
static bool complain(struct model *model, const struct agenda_entry *entry)
{
  unsigned broken = agenda_edit_broken(model, entry);
  if (broken == 0 || (*entry->reason != '\0' && *entry->approval != '\0'))
    return false;
  bool no_reason = *entry->reason == '\0'; /* which rule stands in the form */
  model->agenda_edit->at = no_reason ? AGENDA_FIELD_REASON : AGENDA_FIELD_APPROVAL;
  model_say(model, ROLE_BAD, "%s", no_reason ? _("not kept: why is the rule broken?")
                                             : _("not kept: choose the approval; Ctrl-R asks for one"));
  return true;
}

static bool read_entry(struct model *model, struct agenda_entry *out)
{
  GError *error = NULL;
  if (agenda_edit_entry(model, out, &error))
    return true;
  model_say(model, ROLE_BAD, "%s", error->message);
  g_error_free(error);
  return false;
}

static void send_entry(struct model *model, struct effects *effects)
{
  struct agenda_entry entry;
  if (!read_entry(model, &entry) || complain(model, &entry))
    return;
  struct pending pending = {.done = N_("entry %s of the calendar is kept")};
  keep(model, effects); /* until the store has it */
  draft_name(model->agenda_edit, pending.draft);
  if (entry.number != 0)
    g_snprintf(pending.ticket, sizeof pending.ticket, "%" G_GINT64_FORMAT, entry.number);
  model_send(model, agenda_put(model->actor, model->now, &entry), &pending, effects);
  close_form(model);
}

/* An approval of the kind that this entry needs: its title, and the reason as its words. */
static void ask_approval(struct model *model, struct effects *effects)
{
  struct agenda_entry entry;
  if (!read_entry(model, &entry))
    return;
  if (*entry.reason == '\0') {
    model->agenda_edit->at = AGENDA_FIELD_REASON;
    model_say(model, ROLE_BAD, "%s", _("an approval is asked for with a reason: type it first"));
    return;
  }
  const char *title = *entry.title[LANG_JA] != '\0' ? entry.title[LANG_JA] : entry.title[LANG_EN];
  struct pending pending = {.done = N_("%s is asked for; it can be chosen once it is granted")};
  model_send(model, approval_ask(model->actor, model->now, agenda_approval(&entry), title, entry.reason, UTC_NONE),
             &pending, effects);
  model->agenda_edit->at = AGENDA_FIELD_APPROVAL;
}

/* --- keys --------------------------------------------------------------------------------------------- */
static void go_to(struct agenda_edit *edit, int field)
{
  edit->at = (field + AGENDA_FIELDS) % AGENDA_FIELDS;
}

static void choose(struct model *model, int step, struct effects *effects)
{
  struct agenda_edit *edit = model->agenda_edit;
  char **choice = agenda_field_choices(model, edit->at);
  int count = (int)g_strv_length(choice), now = -1;
  for (int i = 0; i < count; i++)
    if (strcmp(choice[i], prompt_text(&edit->text[edit->at])) == 0)
      now = i;
  int to = now < 0 ? 0 : (now + step + count) % count;
  prompt_set(&edit->text[edit->at], choice[to]);
  g_strfreev(choice);
  keep(model, effects);
}

static bool common_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  struct agenda_edit *edit = model->agenda_edit;
  bool back = key == KEYCODE_BTAB || key == KEYCODE_UP || (key == '\t' && (mods & MOD_SHIFT));
  if (key == KEYCODE_F2 || (key == 'd' && (mods & MOD_CTRL)))
    send_entry(model, effects);
  else if (key == 'r' && (mods & MOD_CTRL))
    ask_approval(model, effects);
  else if (key == 27 || ((key == 'c' || key == 'g') && (mods & MOD_CTRL)))
    agenda_edit_leave(model);
  else if (back || key == '\t' || key == '\r' || key == KEYCODE_DOWN)
    go_to(edit, edit->at + (back ? -1 : 1));
  else
    return false;
  return true;
}

void agenda_edit_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  model_touch(model, DIRTY_ALL);
  if (common_key(model, key, mods, effects))
    return;
  struct agenda_edit *edit = model->agenda_edit;
  if (agenda_field_is_choice(edit->at)) {
    if (key == KEYCODE_LEFT || key == KEYCODE_RIGHT || key_half_width(key) == ' ')
      choose(model, key == KEYCODE_LEFT ? -1 : 1, effects);
  } else if (prompt_key(&edit->text[edit->at], key, mods) == PROMPT_EDITED) {
    keep(model, effects);
  }
}

void agenda_edit_paste(struct model *model, const char *text, size_t length, struct effects *effects)
{
  struct agenda_edit *edit = model->agenda_edit;
  if (agenda_field_is_choice(edit->at) || !prompt_insert(&edit->text[edit->at], text, length))
    effects_add(effects, EFFECT_BELL);
  keep(model, effects);
  model_touch(model, DIRTY_ALL);
}
