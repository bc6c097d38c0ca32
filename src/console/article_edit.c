#include "article_edit.h"

#include <string.h>

#include "model_parts.h"
#include "state_line.h"
#include "toban/knowledge_store.h"

#define STEPS "---"
enum { BESIDE = 80, DRAFT_NAME = 64 };

static const struct knowledge_view *view_of(const struct model *model)
{
  return model->view[PANE_ARTICLE];
}

static char *side_text(const struct knowledge_side *side)
{
  GString *out = g_string_new(side->question);
  g_string_append_printf(out, "\n%s", side->answer);
  if (*side->steps != '\0')
    g_string_append_printf(out, "\n" STEPS "\n%s", side->steps);
  return g_string_free(out, FALSE);
}

/* The parts of a typed text, in place. */
static void split(char *text, struct knowledge_side *out)
{
  char *answer = strchr(text, '\n');
  *out = (struct knowledge_side){.question = text, .answer = "", .steps = "", .at = UTC_NONE};
  if (answer == NULL)
    return;
  *answer++ = '\0';
  char *steps = g_str_has_prefix(answer, STEPS "\n") ? answer - 1 : strstr(answer, "\n" STEPS "\n");
  if (steps != NULL) {
    *steps = '\0';
    out->steps = g_strchomp(steps + strlen("\n" STEPS "\n"));
  }
  out->answer = steps == answer - 1 ? "" : g_strchomp(answer);
}

/* What is kept while it is typed: both sides, apart by a form feed. */
static void draft_name(const struct article_edit *edit, char out[static DRAFT_NAME])
{
  g_snprintf(out, DRAFT_NAME, "article/%s", edit->id);
}

static void keep(struct model *model, struct effects *effects)
{
  struct article_edit *edit = model->article_edit;
  char name[DRAFT_NAME];
  const char *ja = prompt_text(&edit->prompt[LANG_JA]), *en = prompt_text(&edit->prompt[LANG_EN]);
  g_autofree char *both = g_strconcat(ja, "\f", en, NULL);
  draft_name(edit, name);
  draft_put(model, name, both, effects);
}

static void take_draft(const struct model *model, struct article_edit *edit)
{
  char name[DRAFT_NAME];
  draft_name(edit, name);
  const char *kept = draft_get(model, name), *between = kept == NULL ? NULL : strchr(kept, '\f');
  if (between == NULL)
    return;
  g_autofree char *ja = g_strndup(kept, (gsize)(between - kept));
  prompt_set(&edit->prompt[LANG_JA], ja);
  prompt_set(&edit->prompt[LANG_EN], between + 1);
}

void article_edit_open(struct model *model, struct effects *effects)
{
  const struct knowledge_view *view = view_of(model);
  (void)effects;
  if (view == NULL)
    return;
  struct article_edit *edit = g_new0(struct article_edit, 1);
  g_strlcpy(edit->id, view->row.a.id, sizeof edit->id);
  edit->revision = view->row.revision;
  edit->side = lang_get();
  for (int i = 0; i < LANG_COUNT; i++) {
    g_autofree char *text = side_text(&view->row.a.side[i]);
    prompt_init(&edit->prompt[i], true);
    prompt_set(&edit->prompt[i], text);
  }
  take_draft(model, edit);
  model->article_edit = edit;
  model->mode = MODE_ARTICLE;
  model_touch(model, DIRTY_ALL);
}

void article_edit_close(struct model *model)
{
  if (model->article_edit == NULL)
    return;
  for (int i = 0; i < LANG_COUNT; i++)
    prompt_clear(&model->article_edit->prompt[i]);
  g_clear_pointer(&model->article_edit, g_free);
  model->mode = MODE_NORMAL;
  model_touch(model, DIRTY_ALL);
}

static void save(struct model *model, struct effects *effects)
{
  struct article_edit *edit = model->article_edit;
  const struct knowledge_view *view = view_of(model);
  if (view == NULL || strcmp(view->row.a.id, edit->id) != 0)
    return;
  struct knowledge article = view->row.a;
  char *text[LANG_COUNT];
  for (int i = 0; i < LANG_COUNT; i++) {
    text[i] = g_strdup(prompt_text(&edit->prompt[i]));
    split(text[i], &article.side[i]);
  }
  struct pending pending = {.done = N_("%s: written, a draft now")};
  g_strlcpy(pending.ticket, edit->id, sizeof pending.ticket);
  draft_name(edit, pending.draft);
  model_send(model, knowledge_save(model->actor, model->now, edit->revision, &article), &pending, effects);
  for (int i = 0; i < LANG_COUNT; i++)
    g_free(text[i]);
  article_edit_close(model);
}

void article_edit_key(struct model *model, uint32_t key, unsigned mods, struct effects *effects)
{
  struct article_edit *edit = model->article_edit;
  if (key == '\t' && mods == 0) {
    edit->side = edit->side == LANG_JA ? LANG_EN : LANG_JA;
    model_touch(model, PANE_BIT(PANE_ARTICLE));
    return;
  }
  switch (prompt_key(&edit->prompt[edit->side], key, mods)) {
  case PROMPT_ACCEPT: save(model, effects); break;
  case PROMPT_CANCEL:
    article_edit_close(model);
    model_say(model, ROLE_QUIET, "%s", _("not saved; what was typed is kept for the next edit"));
    break;
  case PROMPT_EDITED: keep(model, effects); /* fall through */
  default: model_touch(model, PANE_BIT(PANE_ARTICLE));
  }
}

void article_edit_paste(struct model *model, const char *text, size_t length, struct effects *effects)
{
  struct article_edit *edit = model->article_edit;
  if (!prompt_insert(&edit->prompt[edit->side], text, length))
    effects_add(effects, EFFECT_BELL);
  keep(model, effects);
  model_touch(model, PANE_BIT(PANE_ARTICLE));
}

/* The side that is typed into alone, where it is narrow. */
void article_edit_draw(const struct model *model, struct grid *grid, struct rect area)
{
  const struct article_edit *edit = model->article_edit;
  bool beside = area.w >= BESIDE;
  int half = beside ? (area.w - 3) / 2 : area.w;
  rule_draw(model, grid, area,
            _("first line: the question; --- before the steps. Tab: other language, F2 saves, Esc leaves "));
  for (int i = 0; i < LANG_COUNT; i++) {
    bool active = edit->side == (enum lang)i;
    int x = area.x + (beside && i == (int)LANG_EN ? half + 3 : 0);
    if (!beside && !active)
      continue;
    grid_put(grid, area.y + 1, x, half, active ? ROLE_TITLE : ROLE_QUIET, knowledge_side_name((enum lang)i));
    prompt_draw(&edit->prompt[i], grid, (struct rect){area.y + 2, x, MAX(area.h - 2, 1), half}, ROLE_NORMAL, active);
  }
}
