/* What is asked of the store while the form is filled in, and what the answers do to it. */
#include <string.h>

#include "form.h"
#include "toban/text.h"

enum { CALLERS = 40, SIMILAR = 6 };

/* --- asking ----------------------------------------------------------------------------------------- */
void *caller_args(const struct model *model)
{
  struct caller_args *args = g_new0(struct caller_args, 1);
  args->limit = CALLERS;
  if (model->form != NULL)
    g_strlcpy(args->text, prompt_text(&model->form->text[FIELD_REQUESTER]), sizeof args->text);
  return args;
}

/* The title tells what it is about; before there is one, the inquiry itself. */
static const char *words_of(const struct form *form)
{
  const char *title = prompt_text(&form->text[FIELD_TITLE]);
  return title[strspn(title, " \t")] != '\0' ? title : prompt_text(&form->text[FIELD_BODY]);
}

void *similar_args(const struct model *model)
{
  struct similar_args *args = g_new0(struct similar_args, 1);
  args->limit = SIMILAR;
  args->now = model->now;
  if (model->form == NULL)
    return args;
  g_strlcpy(args->office, model->form->value[FIELD_OFFICE], sizeof args->office);
  g_strlcpy(args->requester, prompt_text(&model->form->text[FIELD_REQUESTER]), sizeof args->requester);
  g_strlcpy(args->text, words_of(model->form), sizeof args->text);
  return args;
}

void *suggestion_args(const struct model *model)
{
  enum { ARTICLES = 3 };
  struct suggest_args *args = g_new0(struct suggest_args, 1);
  args->limit = ARTICLES;
  if (model->form == NULL)
    return args;
  g_strlcpy(args->words, words_of(model->form), sizeof args->words);
  g_strlcpy(args->category, model->form->value[FIELD_CATEGORY], sizeof args->category);
  return args;
}

static bool is_blank(const char *text)
{
  return text[strspn(text, " \t\n")] == '\0';
}

void form_typed(struct model *model, struct effects *effects)
{
  struct form *form = model->form;
  if (form->at == FIELD_REQUESTER) {
    *form->known = '\0';
    form->choose = false;
    model_ask(model, SLOT_CALLER, effects);
  }
  if (form->at == FIELD_REQUESTER || form->at == FIELD_TITLE || form->at == FIELD_BODY)
    model_ask(model, SLOT_SIMILAR, effects);
  if (form->at == FIELD_TITLE || form->at == FIELD_BODY)
    model_ask(model, SLOT_SUGGEST, effects);
}

void form_office_known(struct model *model, struct effects *effects)
{
  const struct form *form = model->form;
  if (*form->value[FIELD_OFFICE] == '\0')
    return;
  g_strlcpy(model->office, form->value[FIELD_OFFICE], sizeof model->office);
  pane_ask_now(model, PANE_OFFICE, effects);
  model_ask(model, SLOT_SIMILAR, effects);
}

void form_ask_all(struct model *model, struct effects *effects)
{
  model_ask(model, SLOT_TEMPLATE, effects);
  form_office_known(model, effects);
  if (is_blank(words_of(model->form)))
    return;
  model_ask(model, SLOT_SIMILAR, effects);
  model_ask(model, SLOT_SUGGEST, effects);
}

/* --- callers ---------------------------------------------------------------------------------------- */
bool form_calling(const struct form *form)
{
  return form->at == FIELD_REQUESTER && *form->known == '\0' && form->callers != NULL && form->callers->rows > 0 &&
         !is_blank(prompt_text(&form->text[FIELD_REQUESTER]));
}

bool form_unknown(const struct form *form)
{
  const char *typed = prompt_text(&form->text[FIELD_REQUESTER]);
  return form->at == FIELD_REQUESTER && *form->known == '\0' && !is_blank(typed) && form->callers != NULL &&
         form->callers->rows == 0 && strcmp(form->callers->text, typed) == 0;
}

static void add_known(GString *out, const char *format, const char *value)
{
  if (*value == '\0')
    return;
  if (out->len > 0)
    g_string_append(out, "  ");
  char **part = g_strsplit(format, "%s", 2);
  g_string_append(out, part[0]);
  text_clean(out, value, -1);
  g_string_append(out, part[1] == NULL ? "" : part[1]);
  g_strfreev(part);
}

static void set_known(struct model *model, const struct caller_row *row)
{
  GString *out = g_string_new(NULL);
  char count[64] = "", date[64];
  if (row->tickets > 0 && row->newest != UTC_NONE) {
    date_text(row->newest, zone_offset(zone_tokyo(), row->newest), DATE_SHORT, date, sizeof date);
    g_snprintf(count, sizeof count, _("%d tickets, last %s"), (int)row->tickets, date);
  }
  add_known(out, "* %s", row->vip);
  add_known(out, _("ext. %s"), row->extension);
  add_known(out, "%s", row->department);
  add_known(out, "%s", row->reading);
  add_known(out, "%s", row->mail);
  add_known(out, "%s", row->asset);
  add_known(out, "%s", count);
  if (out->len == 0)
    g_string_append(out, _("called for the first time, or the place alone is known"));
  g_strlcpy(model->form->known, out->str, sizeof model->form->known);
  const char *end;
  if (!g_utf8_validate(model->form->known, -1, &end)) /* never half a character */
    model->form->known[end - model->form->known] = '\0';
  g_string_free(out, TRUE);
}

static void set_language(struct model *model, const struct caller_row *row)
{
  if (*row->lang != '\0')
    form_set(model, FIELD_LANG, strcmp(row->lang, "ja") == 0 ? "ja" : "en");
  else if (*row->name != '\0')
    form_set(model, FIELD_LANG, text_is_japanese(row->name) ? "ja" : "en");
}

/* The machine by which somebody was found is what it is about, most likely. */
static void note_asset(struct form *form, const struct caller_row *row)
{
  if (*row->asset == '\0' || !is_blank(prompt_text(&form->text[FIELD_BODY])))
    return;
  char *line = g_strdup_printf("[%s]\n", row->asset);
  prompt_set(&form->text[FIELD_BODY], line);
  g_free(line);
}

static void take_caller(struct model *model, const struct caller_row *row, struct effects *effects)
{
  struct form *form = model->form;
  GString *requester = g_string_new(NULL);
  caller_requester(row, requester);
  prompt_set(&form->text[FIELD_REQUESTER], requester->str);
  g_string_free(requester, TRUE);
  if (*row->office != '\0')
    form_set(model, FIELD_OFFICE, row->office);
  set_language(model, row);
  set_known(model, row);
  note_asset(form, row);
  form_keep(model, effects);
  form_office_known(model, effects);
  model_ask(model, SLOT_SIMILAR, effects);
}

/* The list is of what stands in the field now. */
static bool is_fresh(const struct form *form)
{
  return form->callers != NULL && strcmp(form->callers->text, prompt_text(&form->text[FIELD_REQUESTER])) == 0;
}

void form_choose_caller(struct model *model, struct effects *effects)
{
  struct form *form = model->form;
  if (is_blank(prompt_text(&form->text[FIELD_REQUESTER])) || *form->known != '\0') {
    form->at = *form->value[FIELD_OFFICE] == '\0' ? FIELD_OFFICE : FIELD_TITLE;
  } else if (!is_fresh(form)) { /* who types fast goes on: the answer is taken when it comes */
    form->choose = true;
    form->at = FIELD_TITLE;
  } else {
    if (form->callers->rows > 0)
      take_caller(model, &form->callers->row[MIN(form->list.cursor, form->callers->rows - 1)], effects);
    form->at = *form->value[FIELD_OFFICE] == '\0' ? FIELD_OFFICE : FIELD_TITLE;
  }
  form->list = (struct list){0};
  form->similar_at = -1;
}

void caller_arrived(struct model *model, void *take, struct effects *effects)
{
  struct form *form = model->form;
  if (form == NULL) {
    snapshot_free(take);
    return;
  }
  snapshot_free(form->callers);
  form->callers = take;
  if (form->choose && is_fresh(form)) {
    form->choose = false;
    if (form->callers->rows > 0)
      take_caller(model, &form->callers->row[0], effects);
  }
  model_touch(model, DIRTY_ALL);
}

void similar_arrived(struct model *model, void *take, struct effects *effects)
{
  struct form *form = model->form;
  (void)effects;
  if (form == NULL) {
    snapshot_free(take);
    return;
  }
  snapshot_free(form->similar);
  form->similar = take;
  form->similar_at = MIN(form->similar_at, form->similar->rows - 1);
  model_touch(model, DIRTY_ALL);
}

void suggestion_arrived(struct model *model, void *take, struct effects *effects)
{
  struct form *form = model->form;
  (void)effects;
  if (form == NULL) {
    snapshot_free(take);
    return;
  }
  snapshot_free(form->knowledge);
  form->knowledge = take;
  model_touch(model, DIRTY_ALL);
}

/* --- templates -------------------------------------------------------------------------------------- */
void template_arrived(struct model *model, void *take, struct effects *effects)
{
  struct form *form = model->form;
  (void)effects;
  if (form == NULL) {
    snapshot_free(take);
    return;
  }
  snapshot_free(form->templates);
  form->templates = take;
  if (*form->value[FIELD_TEMPLATE] != '\0') {
    char *value = g_strdup(form->value[FIELD_TEMPLATE]);
    form_set(model, FIELD_TEMPLATE, value); /* its label was not known before */
    g_free(value);
  }
  model_touch(model, DIRTY_ALL);
}

/* Is the text empty, or what some template put there? */
static bool is_replaceable(const struct form *form, int field)
{
  const char *text = prompt_text(&form->text[field]);
  for (int i = 0; form->templates != NULL && i < form->templates->rows; i++)
    for (int lang = 0; lang < LANG_COUNT; lang++) {
      const struct template_row *row = &form->templates->row[i];
      if (strcmp(text, field == FIELD_TITLE ? row->title[lang] : row->body[lang]) == 0)
        return true;
    }
  return is_blank(text);
}

void form_apply_template(struct model *model, const char *id, struct effects *effects)
{
  struct form *form = model->form;
  enum lang lang = LANG_JA;
  lang_parse(form->value[FIELD_LANG], &lang);
  for (int i = 0; form->templates != NULL && i < form->templates->rows; i++) {
    const struct template_row *row = &form->templates->row[i];
    char priority[] = {(char)('0' + row->priority), '\0'};
    if (strcmp(row->id, id) != 0)
      continue;
    if (is_replaceable(form, FIELD_TITLE))
      prompt_set(&form->text[FIELD_TITLE], row->title[lang]);
    if (is_replaceable(form, FIELD_BODY))
      prompt_set(&form->text[FIELD_BODY], row->body[lang]);
    if (row->priority != PRIORITY_NONE)
      form_set(model, FIELD_PRIORITY, priority);
    if (*row->category != '\0')
      form_set(model, FIELD_CATEGORY, row->category);
    model_ask(model, SLOT_SIMILAR, effects);
    model_ask(model, SLOT_SUGGEST, effects);
  }
}
