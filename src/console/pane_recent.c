/* The tickets that the operator worked on last. */
#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "queue_columns.h"
#include "table.h"
#include "toban/recent.h"
#include "toban/text.h"

static const struct recent_list *list_of(const struct model *model)
{
  return model->view[PANE_RECENT];
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
  (void)model;
  g_string_append(out, _("My last tickets"));
}

static void at_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  *role = ROLE_QUIET;
  japan_time(model, ((const struct recent_row *)row)->at, out);
}

static void key_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct recent_row *)row)->key, -1);
}

static void kind_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  enum event_kind kind = ((const struct recent_row *)row)->kind;
  (void)model, (void)role;
  g_string_append(out, kind < EVENT_KINDS ? event_kind_text(kind) : "");
}

static void state_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  g_string_append(out, queue_state_text(((const struct recent_row *)row)->state));
}

static void office_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)role;
  place_name(model, ((const struct recent_row *)row)->office, out);
}

static void title_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct recent_row *)row)->title, -1);
}

static const struct table_column columns[] = {
  {NC_("column", "When"), {11, 12}, .cell = at_cell},
  {NC_("column", "Key"), {12, 12}, .cell = key_cell},
  {NC_("column", "Did"), {10, 19}, .cell = kind_cell},
  {NC_("column", "State"), {10, 9}, .rank = 1, .cell = state_cell},
  {NC_("column", "Office"), {14, 14}, .rank = 2, .cell = office_cell},
  {NC_("column", "Title"), {0, 0}, .cell = title_cell},
};

static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("Nothing was done here in your name yet."),
};

static void *args(const struct model *model)
{
  struct recent_args *args = g_new0(struct recent_args, 1);
  g_strlcpy(args->actor, model->actor, sizeof args->actor);
  args->limit = RECENT_MOST;
  return args;
}

static void open_row(struct model *model, struct effects *effects)
{
  const struct recent_row *row = table_current(model, PANE_RECENT);
  if (row == NULL)
    return;
  model_open(model, row->key, effects);
  model_focus(model, PANE_TICKET);
}

static const struct pane_read read = {.run = recent_list_read, .args = args, .topics = TOPIC_TICKET};
const struct pane_ops pane_recent = {
  .id = PANE_RECENT, .name = "recent", .time = PANE_TIME_NONE,
  .title = title, .open = open_row, .read = &read, .table = &table,
};
