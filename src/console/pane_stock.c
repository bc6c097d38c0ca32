/* A stock-take: what is unknown, what was not seen yet, what was seen last. */
#include <string.h>

#include "card.h"
#include "model_parts.h"
#include "names.h"
#include "stock.h"
#include "table.h"
#include "toban/text.h"

static const struct stocktake_view *view_of(const struct model *model)
{
  return model->view[PANE_STOCK];
}

static int rows(const struct model *model)
{
  return view_of(model) == NULL ? 0 : view_of(model)->lines;
}

static const void *row_of(const struct model *model, int index)
{
  return &view_of(model)->line[index];
}

static void title(const struct model *model, GString *out)
{
  const struct stocktake *one = stock_current(model);
  g_string_append(out, C_("title", "Stock-take"));
  if (one == NULL)
    return;
  g_string_append_printf(out, " %ld ", (long)one->number);
  place_name(model, one->office, out);
  g_string_append_printf(out, C_("count of stock", " %ld of %ld seen, %ld unknown"), (long)one->count[STOCK_SEEN],
                         (long)(one->count[STOCK_SEEN] + one->count[STOCK_EXPECTED]),
                         (long)one->count[STOCK_UNKNOWN]);
  if (one->closed_at != UTC_NONE)
    g_string_append_printf(out, "  [%s]", C_("stock", "closed"));
}

static void result_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct stocktake_line *line = row;
  bool closed = stock_current(model) != NULL && stock_current(model)->closed_at != UTC_NONE;
  *role = line->result == STOCK_SEEN ? ROLE_GOOD
          : line->result == STOCK_UNKNOWN ? ROLE_SOON : closed ? ROLE_LATE : ROLE_NORMAL;
  g_string_append(out, stocktake_result_text(line->result, closed));
}

static void tag_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct stocktake_line *)row)->tag, -1);
}

static void host_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model;
  *role = ROLE_QUIET;
  text_clean(out, ((const struct stocktake_line *)row)->host, -1);
}

static void at_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct stocktake_line *line = row;
  *role = ROLE_QUIET;
  if (line->at != UTC_NONE)
    japan_time(model, line->at, out);
}

static void by_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct stocktake_line *line = row;
  *role = ROLE_QUIET;
  if (*line->by != '\0')
    person_short(model, line->by, out);
}

static void office_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct stocktake_line *line = row;
  (void)role;
  if (line->result == STOCK_UNKNOWN && *line->office == '\0')
    g_string_append(out, C_("stock", "not in the register"));
  else if (line->result == STOCK_UNKNOWN)
    place_name(model, line->office, out);
}

static const struct table_column columns[] = {
  {NC_("column", "Result"), {8, 10}, .cell = result_cell},
  {NC_("column", "Tag"), {14, 14}, .cell = tag_cell},
  {NC_("column", "Host"), {18, 18}, .rank = 1, .cell = host_cell},
  {NC_("column", "Seen at"), {12, 12}, .rank = 2, .cell = at_cell},
  {NC_("column", "Seen by"), {8, 8}, .rank = 3, .cell = by_cell},
  {NC_("column", "Belongs to"), {0, 0}, .cell = office_cell},
};
static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("No stock-take yet. `:stocktake OFFICE` begins one; i then takes tags from a barcode reader."),
};

const struct stocktake *stock_current(const struct model *model)
{
  return view_of(model) == NULL ? NULL : view_of(model)->one;
}

/* stock_office: the office at which one shall begin, until its tags are here. */
static void *args(const struct model *model)
{
  struct stocktake_args *args = g_new0(struct stocktake_args, 1);
  args->number = model->choice[PANE_STOCK];
  g_strlcpy(args->start, model->stock_office, sizeof args->start);
  return args;
}

static void arrived(struct model *model, void *take, struct effects *effects)
{
  struct stocktake_view *view = take;
  bool begins = *model->stock_office != '\0' && view->start != NULL &&
                strcmp(view->start, model->stock_office) == 0;
  snapshot_free(model->view[PANE_STOCK]);
  model->view[PANE_STOCK] = view;
  model_touch(model, PANE_BIT(PANE_STOCK) | DIRTY_FOOTER);
  if (!begins)
    return;
  *model->stock_office = '\0';
  model->choice[PANE_STOCK] = 0; /* the newest: this one */
  model_send(model, stocktake_start(model->actor, model->now, view->start, view->tag, view->tags),
             &(struct pending){.done = N_("the stock-take has begun: i takes tags")}, effects);
}

static void open_row(struct model *model, struct effects *effects)
{
  const struct stocktake_line *line = table_current(model, PANE_STOCK);
  if (line != NULL && *line->kind != '\0')
    card_show(model, line->tag, effects);
}

static const struct pane_read read = {.run = stocktake_read, .args = args, .arrived = arrived, .topics = TOPIC_ASSET};
const struct pane_ops pane_stock = {
  .id = PANE_STOCK, .name = "stocktake", .time = PANE_TIME_NONE, .title = title, .open = open_row, .read = &read,
  .table = &table,
};
