/* The area at the foot of the ticket pane where an answer or a note is typed. Each change is a draft at
 * once, so that nothing typed is ever lost. */
#include <string.h>

#include "model_parts.h"

static const struct edit_ops {
  const char *draft, *title, *done;
  enum event_kind event;
} kinds[EDIT_KINDS] = {
  [EDIT_ANSWER] = {"answer", N_("answer to the requester"), N_("%s: answer written down"), EVENT_ANSWERED},
  [EDIT_NOTE] = {"note", N_("internal note"), N_("%s: note kept"), EVENT_NOTE},
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

static char *draft_id(const struct editor *editor)
{
  return g_strdup_printf("%s/%s", kinds[editor->kind].draft, editor->key);
}

void editor_open(struct model *model, enum edit_kind kind, const char *key, int64_t revision, struct effects *effects)
{
  editor_close(model);
  struct editor *editor = g_new0(struct editor, 1);
  *editor = (struct editor){.kind = kind, .revision = revision};
  g_strlcpy(editor->key, key, sizeof editor->key);
  prompt_init(&editor->prompt, true);
  char *id = draft_id(editor);
  prompt_set(&editor->prompt, draft_get(model, id));
  g_free(id);
  model_open(model, key, effects);
  model_focus(model, PANE_TICKET);
  model->editor = editor;
  model->mode = MODE_EDIT;
  model_touch(model, DIRTY_ALL);
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

static void send_text(struct model *model, struct effects *effects)
{
  struct editor *editor = model->editor;
  const struct edit_ops *ops = &kinds[editor->kind];
  const char *text = prompt_text(&editor->prompt);
  if (is_blank(text)) {
    model_say(model, ROLE_BAD, "%s", _("there is no text yet; Esc closes without sending"));
    return;
  }
  struct ticket_event event = {.ticket = editor->key, .at = model->now, .by = model->actor, .kind = ops->event,
                               .channel = CHANNEL_NONE, .body = text};
  char *id = draft_id(editor);
  model_tell(model, &event, editor->revision, ops->done, id, effects);
  g_free(id);
  editor_close(model);
}

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

void editor_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  struct editor *editor = model->editor;
  struct rect inside = rect_inside(model->place.pane[PANE_TICKET]);
  editor->prompt.width = MAX(inside.w - 1, 8);
  enum prompt_result result = prompt_key(&editor->prompt, key, mods);
  model_touch(model, PANE_BIT(PANE_TICKET));
  if (result == PROMPT_ACCEPT)
    send_text(model, effects);
  else if (result == PROMPT_CANCEL)
    leave(model);
  else if (result == PROMPT_EDITED)
    keep(model, effects);
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
