/* Exclusions that wait for a decision: which clocks, why, by whom; what the clock came to by itself. */
#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "table.h"
#include "toban/text.h"

static const struct exclusion_list *list_of(const struct model *model)
{
  return model->view[PANE_EXCLUSION];
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
  g_string_append(out, _("Exclusions to decide"));
  if (list_of(model) != NULL)
    g_string_append_printf(out, " %ld", (long)list_of(model)->total);
}

/* --- columns ------------------------------------------------------------------------------------------ */
static void key_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  g_string_append(out, ((const struct exclusion_row *)row)->key);
}

static void office_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)role;
  place_name(model, ((const struct exclusion_row *)row)->office, out);
}

static void clocks_cell(const struct model *model, const void *of, GString *out, enum role *role)
{
  const struct exclusion_row *row = of;
  (void)model, (void)role;
  for (int i = 0, some = 0; i < CLOCKS; i++)
    if ((row->clocks & CLOCK_BIT(i)) != 0)
      g_string_append_printf(out, "%s%s", some++ > 0 ? ", " : "", sla_clock_text(i));
}

static void reason_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model;
  *role = ROLE_QUIET;
  g_string_append(out, exclusion_reason_text(((const struct exclusion_row *)row)->reason));
}

static void title_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const char *text = ((const struct exclusion_row *)row)->title;
  (void)model, (void)role;
  text_clean(out, text == NULL ? "" : text, -1);
}

static const struct table_column columns[] = {
  {NC_("column", "Key"), {12, 12}, .cell = key_cell},
  {NC_("column", "Office"), {14, 14}, .rank = 1, .cell = office_cell},
  {NC_("column", "Clocks"), {12, 12}, .cell = clocks_cell},
  {NC_("column", "Reason"), {20, 20}, .rank = 2, .cell = reason_cell},
  {NC_("column", "Title"), {0, 0}, .cell = title_cell},
};

static const char *result_text(const struct sla_clock *clock)
{
  switch (clock->result) {
  case SLA_MET: return C_("result", "met");
  case SLA_MISSED: return C_("result", "missed");
  default: return C_("result", "still open");
  }
}

static void detail(const struct model *model, const void *of, GString *out)
{
  const struct exclusion_row *row = of;
  g_autoptr(GString) by = g_string_new(NULL), at = g_string_new(NULL);
  person_full(model, row->requester, by);
  japan_time(model, row->at, at);
  g_string_append_printf(out, _("asked by %s, %s: %s"), by->str, at->str, exclusion_reason_text(row->reason));
  for (int i = 0; i < CLOCKS; i++)
    if ((row->clocks & CLOCK_BIT(i)) != 0)
      g_string_append_printf(out, _("; %s by its own measure: %s"), sla_clock_text(i), result_text(&row->clock[i]));
  g_string_append_c(out, '\n');
  text_clean_lines(out, row->body == NULL ? "" : row->body, -1);
}

static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("No exclusion waits for a decision."), .detail = 6, .draw_detail = detail,
};

/* --- the pane ----------------------------------------------------------------------------------------- */
static void *args(const struct model *model)
{
  enum { LIMIT = 200 };
  struct exclusion_args *args = g_new0(struct exclusion_args, 1);
  (void)model;
  args->limit = LIMIT;
  return args;
}

static void open_row(struct model *model, struct effects *effects)
{
  const struct exclusion_row *row = table_current(model, PANE_EXCLUSION);
  if (row == NULL)
    return;
  model_open(model, row->key, effects);
  model_focus(model, PANE_TICKET);
}

static const struct pane_read read = {.run = exclusion_list_read, .args = args, .topics = TOPIC_TICKET};
const struct pane_ops pane_exclusion = {
  .id = PANE_EXCLUSION, .name = "exclusions", .time = PANE_TIME_NONE,
  .title = title, .open = open_row, .read = &read, .table = &table,
};
