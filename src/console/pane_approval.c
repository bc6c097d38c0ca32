/* What waits for somebody's consent, first what waits for me: what for, by whom, until when, with which words. */
#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "table.h"
#include "toban/text.h"

static const struct approval_list *list_of(const struct model *model)
{
  return model->view[PANE_APPROVAL];
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
  g_string_append(out, _("Approvals"));
  if (list_of(model) != NULL)
    g_string_append_printf(out, C_("count of approvals", " %d, %d for me"), list_of(model)->rows, list_of(model)->mine);
}

/* --- columns ------------------------------------------------------------------------------------------ */
static void mine_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model;
  *role = ROLE_GOOD;
  g_string_append(out, ((const struct approval_row *)row)->mine ? "*" : "");
}

static void kind_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  g_string_append(out, lang_text_context(((const struct approval_row *)row)->a.kind->name));
}

static void by_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  *role = ROLE_QUIET;
  person_short(model, ((const struct approval_row *)row)->a.asked_by, out);
}

static void until_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  utc_t until = ((const struct approval_row *)row)->a.until;
  *role = ROLE_QUIET;
  if (until != UTC_NONE)
    japan_time(model, until, out);
}

static void subject_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct approval_row *)row)->a.subject, -1);
}

static const struct table_column columns[] = {
  {NC_("column", "Me"), {4, 2}, .cell = mine_cell},
  {NC_("column", "Kind"), {15, 15}, .cell = kind_cell},
  {NC_("column", "By"), {10, 10}, .rank = 2, .cell = by_cell},
  {NC_("column", "Until"), {12, 12}, .rank = 1, .cell = until_cell},
  {NC_("column", "What for"), {0, 0}, .cell = subject_cell},
};

/* Why it does not wait for me: said, so that nobody looks for a key. */
static const char *standing(const struct approval_row *row)
{
  if (row->mine)
    return _("It waits for you.");
  return row->a.kind->people > 1 && row->a.votes > 0 ? _("One has agreed; another must too.")
                                                     : _("It waits for somebody else.");
}

static void detail(const struct model *model, const void *of, GString *out)
{
  const struct approval_row *row = of;
  g_autoptr(GString) by = g_string_new(NULL), at = g_string_new(NULL);
  char *who = roles_text(right_roles(row->a.kind->decide));
  person_full(model, row->a.asked_by, by);
  japan_time(model, row->a.asked_at, at);
  g_string_append_printf(out, _("%s: asked by %s, %s. %s Decided by: %s"), row->name, by->str, at->str, standing(row),
                         who);
  g_string_append_c(out, '\n');
  text_clean_lines(out, row->a.words, -1);
  g_free(who);
}

static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("Nothing waits for an approval."), .detail = 6, .draw_detail = detail,
};

/* --- the pane ----------------------------------------------------------------------------------------- */
static void *args(const struct model *model)
{
  enum { LIMIT = 200 };
  struct approval_args *args = g_new0(struct approval_args, 1);
  *args = (struct approval_args){.roles = model->roles, .now = model->now, .choice = APPROVALS_WAITING, .limit = LIMIT};
  g_strlcpy(args->actor, model->actor, sizeof args->actor);
  return args;
}

static void open_row(struct model *model, struct effects *effects)
{
  const struct approval_row *row = table_current(model, PANE_APPROVAL);
  if (row == NULL || row->ticket == NULL)
    return;
  model_open(model, row->ticket, effects);
  model_focus(model, PANE_TICKET);
}

static const struct pane_read read = {.run = approval_list_read, .args = args, .topics = TOPIC_TICKET | TOPIC_APPROVAL};
const struct pane_ops pane_approval = {
  .id = PANE_APPROVAL, .name = "approvals", .time = PANE_TIME_NONE,
  .title = title, .open = open_row, .read = &read, .table = &table,
};
