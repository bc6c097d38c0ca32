/* The area at the foot of the ticket pane where an answer, a note or a reason is typed. Each change is a draft at
 * once, so that nothing typed is ever lost: not by leaving, not in the operator's own editor. */
#include <string.h>

#include "toban/event_text.h"
#include "toban/ticket_work.h"
#include "work.h"

static const struct edit_ops {
  const char *draft, *title, *done;
  enum event_kind event;
  bool empty;             /* may be sent without words */
} kinds[EDIT_KINDS] = {
  [EDIT_ANSWER] = {"answer", N_("answer to the requester"), N_("%s: answer written down"), EVENT_ANSWERED, false},
  [EDIT_NOTE] = {"note", N_("internal note"), N_("%s: note kept"), EVENT_NOTE, false},
  [EDIT_HOLD] = {"hold", N_("why it waits"), N_("%s: waits"), EVENT_STATE, true},
  [EDIT_HANDOVER] = {"handover", N_("words for the section"), N_("%s: handed over"), EVENT_HANDED_OVER, true},
  [EDIT_BULK_ANSWER] = {"answer/*", N_("the same answer to all"), NULL, EVENT_ANSWERED, false},
  [EDIT_BULK_NOTE] = {"note/*", N_("the same note to all"), NULL, EVENT_NOTE, false},
};

const char *editor_title(enum edit_kind kind)
{
  return kinds[kind].title;
}

int editor_height(const struct model *model, int room)
{
  enum { MOST = 8, LEAST = 3 };
  if (model->editor == NULL)
    return 0;
  return CLAMP(room / 2, MIN(LEAST, room), MOST);
}

static bool is_bulk(enum edit_kind kind)
{
  return kind == EDIT_BULK_ANSWER || kind == EDIT_BULK_NOTE;
}

static char *draft_id(const struct editor *editor)
{
  if (is_bulk(editor->kind))
    return g_strdup(kinds[editor->kind].draft);
  return g_strdup_printf("%s/%s", kinds[editor->kind].draft, editor->key);
}

/* The newest events stay in sight, unless one has gone back in them. */
static bool is_at_end(const struct model *model)
{
  return model->list[PANE_TICKET].top + pane_seen(model, PANE_TICKET) >= pane_get(PANE_TICKET)->rows(model);
}

void editor_open_for(struct model *model, enum edit_kind kind, const char *key, int64_t revision,
                     const struct plan_step *step, struct effects *effects)
{
  editor_close(model);
  struct editor *editor = g_new0(struct editor, 1);
  *editor = (struct editor){.kind = kind, .revision = revision, .step = *step};
  g_strlcpy(editor->key, key, sizeof editor->key);
  prompt_init(&editor->prompt, true);
  char *id = draft_id(editor);
  prompt_set(&editor->prompt, draft_get(model, id));
  g_free(id);
  bool at_end = is_at_end(model);
  model_open(model, key, effects);
  model_focus(model, PANE_TICKET);
  model->editor = editor;
  if (at_end)
    model->list[PANE_TICKET].top = LIST_END;
  model->mode = MODE_EDIT;
  model_touch(model, DIRTY_ALL);
}

void editor_open(struct model *model, enum edit_kind kind, const char *key, int64_t revision, struct effects *effects)
{
  editor_open_for(model, kind, key, revision, &(struct plan_step){.kind = kinds[kind].event}, effects);
}

void editor_close(struct model *model)
{
  if (model->editor == NULL)
    return;
  prompt_clear(&model->editor->prompt);
  g_clear_pointer(&model->editor, g_free);
  model->mode = MODE_NORMAL;
  model_touch(model, DIRTY_ALL);
}

static bool is_blank(const char *text)
{
  while (g_ascii_isspace(*text))
    text++;
  return *text == '\0';
}

/* --- sending ------------------------------------------------------------------------------------------- */
static struct ticket_event event_of(const struct model *model, const struct editor *editor)
{
  const char *text = prompt_text(&editor->prompt);
  return (struct ticket_event){.ticket = editor->key, .at = model->now, .by = model->actor,
                               .kind = kinds[editor->kind].event, .channel = CHANNEL_NONE,
                               .target = *editor->step.target == '\0' ? NULL : editor->step.target,
                               .until = editor->step.until, .body = is_blank(text) ? NULL : text};
}

static void send_one(struct model *model, struct effects *effects)
{
  struct editor *editor = model->editor;
  struct ticket_event event = event_of(model, editor);
  char *id = draft_id(editor);
  model_tell(model, &event, editor->revision, kinds[editor->kind].done, id, effects);
  g_free(id);
  editor_close(model);
}

/* To the ticket and all its children: shown first. */
static void send_to_family(struct model *model, struct effects *effects)
{
  struct editor *editor = model->editor;
  GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
  GArray *links = ticket_links(model->ticket->event, model->ticket->events);
  g_ptr_array_add(keys, g_strdup(editor->key));
  for (guint i = 0; i < links->len; i++)
    if (g_array_index(links, struct ticket_link, i).relation == RELATION_CHILD)
      g_ptr_array_add(keys, g_strdup(g_array_index(links, struct ticket_link, i).other));
  char *body = g_strdup(prompt_text(&editor->prompt)), *id = draft_id(editor);
  struct plan_step step = {.kind = EVENT_ANSWERED};
  editor_close(model);
  bulk_preview_of(model, &step, body, id, keys, effects);
  g_free(id);
  g_free(body);
  g_array_free(links, TRUE);
  g_ptr_array_unref(keys);
}

static void family_chosen(struct model *model, const char *value, struct effects *effects)
{
  bool all = strcmp(value, "all") == 0;
  menu_close(model);
  if (all)
    send_to_family(model, effects);
  else
    send_one(model, effects);
}

static bool has_children(const struct model *model)
{
  const struct editor *editor = model->editor;
  return editor->kind == EDIT_ANSWER && model->ticket != NULL && strcmp(model->ticket->t.key, editor->key) == 0 &&
         model->ticket->t.children > 0;
}

static void ask_family(struct model *model)
{
  char *all = g_strdup_printf(_("it and its %d children (shown first)"), model->ticket->t.children);
  struct menu *menu = work_menu(model, _("The answer of %s goes to"), model->editor->key, model->editor->revision,
                                family_chosen);
  menu_add(menu, "one", _("this ticket only"));
  menu_add(menu, "all", all);
  menu_ready(model, false);
  g_free(all);
}

static void send_bulk(struct model *model, struct effects *effects)
{
  struct editor *editor = model->editor;
  struct plan_step step = editor->step;
  char *body = g_strdup(prompt_text(&editor->prompt)), *id = draft_id(editor);
  editor_close(model);
  bulk_preview(model, &step, body, id, effects);
  g_free(id);
  g_free(body);
}

static void send_text(struct model *model, struct effects *effects)
{
  struct editor *editor = model->editor;
  if (is_blank(prompt_text(&editor->prompt)) && !kinds[editor->kind].empty) {
    model_say(model, ROLE_BAD, "%s", _("there is no text yet; Esc closes without sending"));
    return;
  }
  if (is_bulk(editor->kind))
    send_bulk(model, effects);
  else if (has_children(model))
    ask_family(model);
  else
    send_one(model, effects);
}

/* --- keeping ------------------------------------------------------------------------------------------- */
static void keep(struct model *model, struct effects *effects)
{
  char *id = draft_id(model->editor);
  draft_put(model, id, prompt_text(&model->editor->prompt), effects);
  g_free(id);
}

static void leave(struct model *model)
{
  bool text = !is_blank(prompt_text(&model->editor->prompt));
  editor_close(model);
  if (text)
    model_say(model, ROLE_NORMAL, "%s", _("kept as a draft: the same key goes on with it"));
}

void editor_paste(struct model *model, const char *text, size_t length, struct effects *effects)
{
  if (!prompt_insert(&model->editor->prompt, text, length)) {
    effects_add(effects, EFFECT_BELL);
    model_say(model, ROLE_BAD, _("too long: at most %d bytes; nothing was pasted"), PROMPT_LIMIT);
    return;
  }
  keep(model, effects);
  model_touch(model, PANE_BIT(PANE_TICKET));
}

/* --- prepared replies ------------------------------------------------------------------------------------ */
static const struct ticket *ticket_of(const struct model *model)
{
  return model->ticket != NULL && strcmp(model->ticket->t.key, model->editor->key) == 0 ? &model->ticket->t : NULL;
}

/* value: "ID/ja". */
static void reply_chosen(struct model *model, const char *value, struct effects *effects)
{
  const struct ticket *ticket = ticket_of(model);
  char *id = g_strndup(value, strcspn(value, "/"));
  enum lang lang = g_str_has_suffix(value, "/ja") ? LANG_JA : LANG_EN;
  menu_close(model);
  for (int i = 0; ticket != NULL && i < model->ref->replies; i++)
    if (strcmp(model->ref->reply[i].id, id) == 0) {
      char *text = reply_fill(model->ref->reply[i].text[lang], lang, model->ref, ticket, model->actor, model->now);
      editor_paste(model, text, strlen(text), effects);
      g_free(text);
    }
  g_free(id);
}

static void add_replies(const struct model *model, struct menu *menu, const struct ticket *ticket, enum lang lang)
{
  for (int i = 0; i < model->ref->replies; i++) {
    const struct reply *reply = &model->ref->reply[i];
    if (!category_covers(reply->category, ticket->category))
      continue;
    char *value = g_strdup_printf("%s/%s", reply->id, lang_id(lang));
    char *label = g_strdup_printf("%s  %s", lang == LANG_JA ? "JA" : "EN", reply->name[lang]);
    menu_add(menu, value, label);
    g_free(value);
    g_free(label);
  }
}

/* Those in the requester's language first. */
static void open_replies(struct model *model)
{
  const struct ticket *ticket = ticket_of(model);
  if (ticket == NULL || model->ref == NULL || model->ref->replies == 0)
    return;
  enum lang first = ticket->lang != NULL && strcmp(ticket->lang, "en") == 0 ? LANG_EN : LANG_JA;
  struct menu *menu = work_menu(model, _("Prepared replies for %s"), ticket->key, 0, reply_chosen);
  add_replies(model, menu, ticket, first);
  add_replies(model, menu, ticket, first == LANG_JA ? LANG_EN : LANG_JA);
  menu_ready(model, true);
}

/* --- the operator's own editor ------------------------------------------------------------------------------ */
static void open_outside(struct model *model, struct effects *effects)
{
  struct effect effect = {.type = EFFECT_EDIT, .text = g_strdup(prompt_text(&model->editor->prompt))};
  keep(model, effects);
  effects_add(effects, EFFECT_SAVE_DRAFTS);
  g_array_append_val(effects->list, effect);
}

void editor_edited(struct model *model, const struct message *message, struct effects *effects)
{
  if (message->error != NULL)
    model_say(model, ROLE_BAD, "%s", message->error->message);
  if (message->text == NULL || model->editor == NULL)
    return;
  if (strlen(message->text) > PROMPT_LIMIT) {
    model_say(model, ROLE_BAD, _("too long: at most %d bytes; the text is as it was"), PROMPT_LIMIT);
    return;
  }
  prompt_set(&model->editor->prompt, message->text);
  keep(model, effects);
  model_touch(model, DIRTY_ALL);
}

void editor_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  struct editor *editor = model->editor;
  struct rect inside = rect_inside(model->place.pane[PANE_TICKET]);
  editor->prompt.width = MAX(inside.w - 1, 8);
  if (key == 't' && (mods & MOD_CTRL)) {
    open_replies(model);
    return;
  }
  if (key == 'x' && (mods & MOD_CTRL)) {
    open_outside(model, effects);
    return;
  }
  enum prompt_result result = prompt_key(&editor->prompt, key, mods);
  model_touch(model, PANE_BIT(PANE_TICKET));
  if (result == PROMPT_ACCEPT)
    send_text(model, effects);
  else if (result == PROMPT_CANCEL)
    leave(model);
  else if (result == PROMPT_EDITED)
    keep(model, effects);
}
