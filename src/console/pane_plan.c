/* What one change to many tickets would do: each of them, what is and what will be, or why it is left out. */
#include <string.h>

#include "table.h"
#include "toban/text.h"
#include "work.h"

static const struct plan *plan_of(const struct model *model)
{
  return model->view[PANE_PLAN];
}

static int rows(const struct model *model)
{
  return plan_of(model) == NULL ? 0 : plan_of(model)->rows;
}

static const void *row_of(const struct model *model, int index)
{
  return &plan_of(model)->row[index];
}

static void title(const struct model *model, GString *out)
{
  const struct plan *plan = plan_of(model);
  g_string_append(out, _("Preview"));
  if (plan == NULL)
    return;
  g_string_append_printf(out, C_("count of a preview", " %s: %d of %d tickets"), event_kind_text(plan->step.kind),
                         plan->able, plan->rows);
  if (plan->more)
    g_string_append_printf(out, _(" (the first %d only)"), PLAN_MOST);
}

static void key_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct plan_row *)row)->key, -1);
}

static void before_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model;
  *role = ROLE_QUIET;
  g_string_append(out, ((const struct plan_row *)row)->before);
}

static void after_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct plan_row *plan = row;
  (void)model;
  *role = plan->refusal != NULL ? ROLE_BAD : ROLE_GOOD;
  g_string_append(out, plan->refusal != NULL ? C_("plan", "left out") : *plan->after != '\0' ? plan->after
                                                                                           : C_("plan", "yes"));
}

static void title_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct plan_row *)row)->title == NULL ? "" : ((const struct plan_row *)row)->title, -1);
}

static const struct table_column columns[] = {
  {NC_("column", "Key"), {12, 12}, .cell = key_cell},
  {NC_("column", "Now"), {14, 16}, .rank = 1, .cell = before_cell},
  {NC_("column", "Then"), {14, 16}, .cell = after_cell},
  {NC_("column", "Title"), {0, 0}, .cell = title_cell},
};

/* What nothing takes back is said with what it is about. */
static void tell_merge(const struct plan *plan, GString *out)
{
  g_autoptr(GString) key = text_clean(g_string_new(NULL), plan->step.target, -1), title = g_string_new(NULL);
  g_string_append_c(out, '\n');
  if (plan->into == NULL)
    g_string_append_printf(out, _("no such ticket: “%s”"), key->str);
  else
    g_string_append_printf(out, _("Merged for good into %s: %s"), key->str, text_clean(title, plan->into, -1)->str);
}

static void detail(const struct model *model, const void *of, GString *out)
{
  const struct plan_row *row = of;
  text_clean(out, row->refusal != NULL ? row->refusal : _("This ticket is changed."), -1);
  if (plan_of(model)->step.kind == EVENT_MERGED)
    tell_merge(plan_of(model), out);
  if (model->bulk != NULL && model->bulk->body != NULL) {
    g_string_append_c(out, '\n');
    text_clean_lines(out, model->bulk->body, -1);
  }
}

static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("No ticket to change: mark some with “.”, or filter the queue."), .detail = 6, .draw_detail = detail,
};

static void *args(const struct model *model)
{
  struct plan_args *args = g_new0(struct plan_args, 1);
  if (model->bulk != NULL)
    *args = model->bulk->args;
  args->now = model->now;
  return args;
}

static void open_row(struct model *model, struct effects *effects)
{
  const struct plan_row *row = table_current(model, PANE_PLAN);
  if (row == NULL)
    return;
  model_open(model, row->key, effects);
  model_focus(model, PANE_TICKET);
}

/* Read again when tickets change: what is done is what is shown, or nothing. */
static const struct pane_read read = {.run = plan_read, .args = args, .topics = TOPIC_TICKET};
const struct pane_ops pane_plan = {
  .id = PANE_PLAN, .name = "preview", .time = PANE_TIME_NONE,
  .title = title, .open = open_row, .read = &read, .table = &table,
};
