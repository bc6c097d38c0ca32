/* Antivirus definitions, malware and disks: what warns first. */
#include "model_parts.h"
#include "names.h"
#include "table.h"
#include "toban/measure_store.h"
#include "toban/text.h"

static const struct measure_list *list_of(const struct model *model)
{
  return model->view[PANE_MEASURE];
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
  g_string_append(out, _("Figures of servers"));
  if (list_of(model) != NULL)
    g_string_append_printf(out, C_("count of figures", " %d, %d over, %d full soon"), list_of(model)->rows,
                           list_of(model)->over, list_of(model)->soon);
}

static void state_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  enum measure_state state = ((const struct measure_row *)row)->finding.state;
  (void)model;
  *role = state == MEASURE_OVER ? ROLE_BAD : state == MEASURE_SOON ? ROLE_SOON : ROLE_NORMAL;
  g_string_append(out, state == MEASURE_OVER   ? C_("measure", "over")
                       : state == MEASURE_SOON ? C_("measure", "full soon")
                                               : C_("measure", "good"));
}

static void kind_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  g_string_append(out, measure_text(((const struct measure_row *)row)->kind));
}

static void value_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  enum { TENTH = MEASURE_ONE / 10 };
  char text[32];
  (void)model, (void)role;
  int64_t value = ((const struct measure_row *)row)->finding.value; /* an age grows with each second */
  g_string_append(out, measure_value_text(value / TENTH * TENTH, text));
}

static void full_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  int days = ((const struct measure_row *)row)->finding.days_left;
  (void)model;
  *role = ROLE_QUIET;
  if (days != MEASURE_NO_FORECAST)
    g_string_append_printf(out, _("%d days"), days);
}

static void at_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  *role = ROLE_QUIET;
  japan_time(model, ((const struct measure_row *)row)->finding.at, out);
}

static void subject_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct measure_row *)row)->subject, -1);
}

static const struct table_column columns[] = {
  {NC_("column", "State"), {10, 10}, .cell = state_cell},
  {NC_("column", "Measure"), {22, 28}, .rank = 1, .cell = kind_cell},
  {NC_("column", "Value"), {8, 8}, .right = true, .cell = value_cell},
  {NC_("column", "Full in"), {8, 9}, .right = true, .rank = 2, .cell = full_cell},
  {NC_("column", "Reported"), {12, 13}, .right = true, .rank = 3, .cell = at_cell},
  {NC_("column", "Of"), {0, 0}, .cell = subject_cell},
};

static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("No figures yet. `toban import measures FILE` brings them."),
};

static void *args(const struct model *model)
{
  struct measure_args *args = g_new0(struct measure_args, 1);
  args->now = model->now;
  return args;
}

static const struct pane_read read = {.run = measure_list_read, .args = args, .topics = TOPIC_MEASURE};
const struct pane_ops pane_measure = {
  .id = PANE_MEASURE, .name = "measures", .time = PANE_TIME_NONE, .title = title, .read = &read, .table = &table,
};
