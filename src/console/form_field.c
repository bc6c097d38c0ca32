/* Fields of the form and the values to choose from. */
#include <string.h>

#include "form.h"
#include "toban/text.h"

static void add(GPtrArray *out, const char *value, char *take_label)
{
  struct candidate *candidate = g_new0(struct candidate, 1);
  *candidate = (struct candidate){g_strdup(value), take_label};
  g_ptr_array_add(out, candidate);
}

static void candidate_free(void *data)
{
  struct candidate *candidate = data;
  g_free(candidate->value);
  g_free(candidate->label);
  g_free(candidate);
}

static void channels(const struct model *model, GPtrArray *out)
{
  (void)model;
  for (int i = 0; i < CHANNELS; i++)
    add(out, channel_id((enum channel)i), g_strdup(channel_text((enum channel)i)));
}

static void languages(const struct model *model, GPtrArray *out)
{
  (void)model;
  add(out, "ja", g_strdup(_("Japanese")));
  add(out, "en", g_strdup(_("English")));
}

static void priorities(const struct model *model, GPtrArray *out)
{
  (void)model;
  add(out, "1", g_strdup(_("1 highest: work stands still")));
  add(out, "2", g_strdup(_("2 high: work is hindered")));
  add(out, "3", g_strdup(_("3 normal")));
  add(out, "4", g_strdup(_("4 low: a question, a wish")));
}

static void offices(const struct model *model, GPtrArray *out)
{
  for (int i = 0; model->ref != NULL && i < model->ref->offices; i++) {
    const struct office *office = &model->ref->office[i];
    add(out, office->id, g_strdup_printf("%s %s  (%s, %s)", office->id, office_name(office),
                                         office->name[lang_get() == LANG_JA ? LANG_EN : LANG_JA], office->code));
  }
}

static void categories(const struct model *model, GPtrArray *out)
{
  for (int i = 0; model->ref != NULL && i < model->ref->categories; i++) {
    const struct category *category = &model->ref->category[i];
    add(out, category->code, g_strdup_printf("%s %s  (%s)", category->code, category_name(category),
                                             category->name[lang_get() == LANG_JA ? LANG_EN : LANG_JA]));
  }
}

/* Those of the chosen category, and of what is above and below it, come first. */
static void templates(const struct model *model, GPtrArray *out)
{
  const struct form *form = model->form;
  const char *category = form->value[FIELD_CATEGORY];
  for (int near = 1; near >= 0; near--)
    for (int i = 0; form->templates != NULL && i < form->templates->rows; i++) {
      const struct template_row *row = &form->templates->row[i];
      bool fits = *category != '\0' && *row->category != '\0' &&
                  (g_str_has_prefix(row->category, category) || g_str_has_prefix(category, row->category));
      if (fits != (near == 1))
        continue;
      GString *label = g_string_new(row->name[lang_get()]);
      g_string_append_printf(label, "  (%s%s%s)", row->name[lang_get() == LANG_JA ? LANG_EN : LANG_JA],
                             *row->category == '\0' ? "" : " ", row->category);
      if (*row->checklist != '\0')
        g_string_append_printf(label, _("  checklist %s"), row->checklist);
      add(out, row->id, g_string_free(label, FALSE));
    }
}

const struct form_ops form_fields[FIELDS] = {
  [FIELD_CHANNEL] = {"channel", N_("Channel"), N_("Left, Right or a digit"), FORM_CHOICE, channels},
  [FIELD_OFFICE] = {"office", N_("Office"), N_("name in either language, code or number"), FORM_PICK, offices},
  [FIELD_REQUESTER] = {"requester", N_("Requester"),
                       N_("name (kanji, kana, romaji), mail, extension, machine or office; Tab: as typed"), FORM_TEXT,
                       NULL},
  [FIELD_LANG] = {"lang", N_("Language"), N_("Left, Right or a digit"), FORM_CHOICE, languages},
  [FIELD_TITLE] = {"title", N_("Title"), N_("what it is about, in a line"), FORM_TEXT, NULL},
  [FIELD_PRIORITY] = {"priority", N_("Priority"), N_("Left, Right or a digit"), FORM_CHOICE, priorities},
  [FIELD_CATEGORY] = {"category", N_("Category"), N_("words or code; may stay empty"), FORM_PICK, categories},
  [FIELD_TEMPLATE] = {"template", N_("Template"), N_("words; fills title, inquiry, priority and category in"),
                      FORM_PICK, templates},
  [FIELD_RECEIVED] = {"received", N_("Received"), N_("empty: now; -15m: so long ago; 9:05 or 11/22 9:05, Japan time"),
                      FORM_TEXT, NULL},
  [FIELD_BODY] = {"body", N_("Inquiry"), N_("as it was asked; several lines"), FORM_TEXT, NULL},
};

bool form_picking(const struct form *form)
{
  return form_fields[form->at].kind == FORM_PICK && *form->value[form->at] == '\0' &&
         *prompt_text(&form->text[form->at]) != '\0';
}

/* 0 the best: the id itself, then a word of the label that begins so, then anywhere; -1 does not fit. */
static int rank(const struct candidate *candidate, const char *typed)
{
  char *label = text_fold(candidate->label, -1), *value = text_fold(candidate->value, -1);
  const char *found = strstr(label, typed);
  int rank = -1;
  if (strcmp(value, typed) == 0)
    rank = 0;
  else if (found != NULL)
    rank = found == label || strchr(" (,", found[-1]) != NULL ? 1 : 2;
  g_free(label);
  g_free(value);
  return rank;
}

GPtrArray *form_candidates(const struct model *model, int field)
{
  enum { RANKS = 3 };
  GPtrArray *all = g_ptr_array_new_with_free_func(candidate_free);
  form_fields[field].candidates(model, all);
  if (form_fields[field].kind != FORM_PICK || *model->form->value[field] != '\0')
    return all;
  GPtrArray *out = g_ptr_array_new_with_free_func(candidate_free);
  char *clean = g_strstrip(g_strdup(prompt_text(&model->form->text[field]))), *typed = text_fold(clean, -1);
  g_free(clean);
  for (int want = 0; want < RANKS; want++)
    for (guint i = 0; i < all->len; i++) {
      if (all->pdata[i] == NULL || rank(all->pdata[i], typed) != want)
        continue;
      g_ptr_array_add(out, all->pdata[i]);
      all->pdata[i] = NULL;
    }
  for (guint i = all->len; i > 0; i--)
    if (all->pdata[i - 1] == NULL)
      g_ptr_array_steal_index(all, i - 1);
  g_ptr_array_unref(all);
  g_free(typed);
  return out;
}

void form_set(struct model *model, int field, const char *value)
{
  struct form *form = model->form;
  GPtrArray *all = g_ptr_array_new_with_free_func(candidate_free);
  form_fields[field].candidates(model, all);
  for (guint i = 0; i < all->len; i++) {
    const struct candidate *candidate = all->pdata[i];
    if (strcmp(candidate->value, value) != 0)
      continue;
    g_strlcpy(form->value[field], value, sizeof form->value[field]);
    prompt_set(&form->text[field], candidate->label);
  }
  g_ptr_array_unref(all);
}
