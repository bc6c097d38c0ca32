/* What runs out in the next days, and what has: renewals, warranties, licences. */
#include <string.h>

#include "card.h"
#include "model_parts.h"
#include "names.h"
#include "table.h"
#include "toban/licence_store.h"
#include "toban/text.h"

enum { LIMIT = 500, FIRST_DAYS = 90, SOON_DAYS = 30 };

static const struct renewal_list *list_of(const struct model *model)
{
  return model->view[PANE_RENEWAL];
}

static int rows(const struct model *model)
{
  return list_of(model) == NULL ? 0 : list_of(model)->rows;
}

static const void *row_of(const struct model *model, int index)
{
  return &list_of(model)->row[index];
}

static int days_of(const struct model *model)
{
  return model->choice[PANE_RENEWAL] == 0 ? FIRST_DAYS : (int)model->choice[PANE_RENEWAL];
}

static void title(const struct model *model, GString *out)
{
  g_string_append_printf(out, _("Renewals in %d days"), days_of(model));
  if (list_of(model) != NULL)
    g_string_append_printf(out, C_("count of renewals", " %ld"), (long)list_of(model)->total);
}

static void on_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct renewal *)row)->on, -1);
}

static void days_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct renewal *renewal = row;
  (void)model;
  *role = renewal->days < 0 ? ROLE_LATE : renewal->days <= SOON_DAYS ? ROLE_SOON : ROLE_NORMAL;
  g_string_append_printf(out, "%d", renewal->days);
}

static void kind_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  g_string_append(out, renewal_kind_text(((const struct renewal *)row)->kind));
}

static void key_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct renewal *)row)->key, -1);
}

static void office_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct renewal *renewal = row;
  *role = ROLE_QUIET;
  if (*renewal->office != '\0')
    place_name(model, renewal->office, out);
}

static void name_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct renewal *)row)->name, -1);
}

static const struct table_column columns[] = {
  {NC_("column", "Runs out"), {10, 10}, .cell = on_cell},
  {NC_("column", "Days"), {6, 6}, .right = true, .cell = days_cell},
  {NC_("column", "Kind"), {10, 10}, .cell = kind_cell},
  {NC_("column", "Tag"), {20, 20}, .cell = key_cell},
  {NC_("column", "Office"), {14, 14}, .rank = 1, .cell = office_cell},
  {NC_("column", "Host"), {0, 0}, .cell = name_cell},
};
static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("Nothing runs out in these days. v looks further ahead."),
};

static void *args(const struct model *model)
{
  struct renewal_args *args = g_new0(struct renewal_args, 1);
  *args = (struct renewal_args){.now = model->now, .days = days_of(model), .limit = LIMIT};
  return args;
}

static void open_row(struct model *model, struct effects *effects)
{
  const struct renewal *renewal = table_current(model, PANE_RENEWAL);
  if (renewal != NULL && renewal->kind != RENEWAL_LICENCE)
    card_show(model, renewal->key, effects);
}

static const struct pane_read read = {.run = renewal_list_read, .args = args, .topics = TOPIC_ASSET};
const struct pane_ops pane_renewal = {
  .id = PANE_RENEWAL, .name = "renewals", .time = PANE_TIME_NONE, .title = title, .open = open_row, .read = &read,
  .table = &table,
};
