/* Articles by use case: their state, which side is older, whether they helped. */
#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "table.h"
#include "toban/knowledge_store.h"
#include "toban/text.h"

enum { LIMIT = 500 };

static const struct knowledge_list *list_of(const struct model *model)
{
  return model->view[PANE_KNOWLEDGE];
}

static int rows(const struct model *model)
{
  return list_of(model) == NULL ? 0 : list_of(model)->rows;
}

static const void *row_of(const struct model *model, int index)
{
  return &list_of(model)->row[index];
}

static void title(const struct model *model, GString *out)
{
  g_string_append(out, _("Knowledge"));
  if (list_of(model) != NULL)
    g_string_append_printf(out, C_("count of articles", " %ld"), (long)list_of(model)->total);
  if (*model->filter[PANE_KNOWLEDGE] != '\0') {
    g_string_append(out, "  /");
    text_clean(out, model->filter[PANE_KNOWLEDGE], -1);
  }
}

static void place(const struct model *model, GString *out)
{
  if (rows(model) > 0)
    g_string_append_printf(out, "%d/%ld", model->list[PANE_KNOWLEDGE].cursor + 1, (long)list_of(model)->total);
}

/* --- columns ------------------------------------------------------------------------------------------ */
static const struct knowledge *article(const void *row)
{
  return &((const struct knowledge_row *)row)->a;
}

static void clean(GString *out, const char *text)
{
  text_clean(out, text, -1);
}

static void use_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  g_autoptr(GString) text = g_string_new(NULL);
  (void)model;
  *role = ROLE_QUIET;
  knowledge_use_case(article(row), lang_get(), text);
  clean(out, text->str);
}

static void question_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  g_autoptr(GString) text = g_string_new(NULL);
  (void)model, (void)role;
  knowledge_title(article(row), lang_get(), text);
  clean(out, text->str);
}

static void status_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  enum knowledge_status status = article(row)->status;
  (void)model;
  *role = status == KNOWLEDGE_REVIEW ? ROLE_SOON : status == KNOWLEDGE_DRAFT ? ROLE_QUIET : ROLE_NORMAL;
  g_string_append(out, knowledge_status_text(status));
}

static void older_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  int older = knowledge_older(article(row));
  (void)model;
  *role = ROLE_SOON;
  if (older >= 0)
    g_string_append(out, knowledge_side_name((enum lang)older));
}

static void helped_cell(const struct model *model, const void *of, GString *out, enum role *role)
{
  const struct knowledge_row *row = of;
  (void)model;
  *role = row->useless > row->helped ? ROLE_SOON : ROLE_QUIET;
  if (row->helped + row->useless > 0)
    g_string_append_printf(out, "+%d -%d", row->helped, row->useless);
}

static const struct table_column columns[] = {
  {NC_("column", "Use case"), {20, 20}, .rank = 2, .cell = use_cell},
  {NC_("column", "Question"), {0, 0}, .cell = question_cell},
  {NC_("column", "State"), {9, 12}, .cell = status_cell},
  {NC_("column", "Older"), {8, 8}, .rank = 3, .cell = older_cell},
  {NC_("column", "Helped"), {9, 9}, .rank = 4, .cell = helped_cell},
};

static void detail(const struct model *model, const void *row, GString *out)
{
  const struct knowledge *a = article(row);
  (void)model;
  text_clean_lines(out, a->side[knowledge_shown(a, lang_get())].answer, -1);
}

static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("No article here. `toban import knowledge FILE` reads articles; Alt-k in a ticket makes a draft."),
  .detail = 5, .draw_detail = detail,
};

/* --- the pane ----------------------------------------------------------------------------------------- */
static void *args(const struct model *model)
{
  struct knowledge_args *args = g_new0(struct knowledge_args, 1);
  *args = (struct knowledge_args){.statuses = KNOWLEDGE_ALIVE, .limit = LIMIT};
  g_strlcpy(args->filter, model->filter[PANE_KNOWLEDGE], sizeof args->filter);
  return args;
}

static void open_row(struct model *model, struct effects *effects)
{
  const struct knowledge_row *row = table_current(model, PANE_KNOWLEDGE);
  if (row != NULL)
    article_open(model, row->a.id, effects);
}

static const struct pane_read read = {.run = knowledge_list_read, .args = args, .topics = TOPIC_KNOWLEDGE};
const struct pane_ops pane_knowledge = {
  .id = PANE_KNOWLEDGE, .name = "knowledge", .filter = true, .time = PANE_TIME_NONE, .title = title, .place = place,
  .open = open_row, .read = &read, .table = &table,
};
