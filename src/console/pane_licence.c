/* Licences: seats owned, handed out, left; who holds them; growth against the contract. */
#include <string.h>

#include "model_parts.h"
#include "table.h"
#include "toban/licence_store.h"
#include "toban/text.h"

static const struct licence_list *list_of(const struct model *model)
{
  return model->view[PANE_LICENCE];
}

static int rows(const struct model *model)
{
  return list_of(model) == NULL ? 0 : list_of(model)->rows;
}

static const void *row_of(const struct model *model, int index)
{
  return &list_of(model)->row[index];
}

/* The line of the contract is told in the frame, before it is crossed. */
static void title(const struct model *model, GString *out)
{
  const struct licence_list *list = list_of(model);
  g_string_append(out, C_("title", "Licences"));
  for (int i = 0; list != NULL && i < GROWTHS; i++) {
    enum growth_state state = growth_state((enum growth_of)i, &list->growth[i]);
    if (state == GROWTH_NEAR || state == GROWTH_OVER)
      g_string_append_printf(out, "  %s: %s", growth_text((enum growth_of)i), growth_state_text(state));
  }
}

static void product_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct licence *)row)->product, -1);
}

static void seats_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  g_string_append_printf(out, "%ld", (long)((const struct licence *)row)->seats);
}

static void given_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  g_string_append_printf(out, "%ld", (long)((const struct licence *)row)->given);
}

static void left_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct licence *licence = row;
  int64_t left = licence->seats - licence->given;
  (void)model;
  *role = left < 0 ? ROLE_LATE : left == 0 ? ROLE_SOON : ROLE_NORMAL;
  g_string_append_printf(out, "%ld", (long)left);
}

static void renewal_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct licence *)row)->renewal_on, -1);
}

static const struct table_column columns[] = {
  {NC_("column", "Product"), {0, 0}, .cell = product_cell},
  {NC_("column", "Owned"), {8, 8}, .right = true, .cell = seats_cell},
  {NC_("column", "Handed out"), {8, 10}, .right = true, .cell = given_cell},
  {NC_("column", "Left"), {8, 8}, .right = true, .cell = left_cell},
  {NC_("column", "Renewal"), {10, 10}, .cell = renewal_cell},
};

/* Who holds a seat, and how far everything is from the contract's line. */
static void detail(const struct model *model, const void *row, GString *out)
{
  const struct licence *licence = row;
  const struct licence_list *list = list_of(model);
  for (int i = 0; i < GROWTHS; i++) {
    const struct growth *growth = &list->growth[i];
    enum growth_of of = (enum growth_of)i;
    g_string_append_printf(out, "%s%s %ld", i == 0 ? "" : "   ", growth_text(of), (long)growth->now);
    if (growth->base >= 0)
      g_string_append_printf(out, _(" of at most %ld"), (long)growth_limit(of, growth->base));
  }
  g_string_append_c(out, '\n');
  for (int i = 0; i < licence->holders; i++) {
    g_string_append(out, i == 0 ? _("held by: ") : C_("between names", ", "));
    text_clean(out, licence->holder[i].name, -1);
  }
}

static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("No licence is entered. `:licence-set PRODUCT // SEATS // DAY` enters one."), .detail = 5,
  .draw_detail = detail,
};

static void *args(const struct model *model)
{
  struct licence_args *args = g_new0(struct licence_args, 1);
  (void)model;
  args->holders = true;
  return args;
}

static const struct pane_read read = {.run = licence_list_read, .args = args, .topics = TOPIC_ASSET};
const struct pane_ops pane_licence = {
  .id = PANE_LICENCE, .name = "licences", .time = PANE_TIME_NONE, .title = title, .read = &read, .table = &table,
};
