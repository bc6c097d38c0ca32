/* Notes that speak to this person: newest first; those not seen yet have a mark. */
#include "names.h"
#include "table.h"
#include "toban/text.h"
#include "together.h"

static int rows(const struct model *model)
{
  const struct together *view = together_view(model);
  return view == NULL ? 0 : view->mentions;
}

static const void *row_of(const struct model *model, int index)
{
  return &together_view(model)->mention[index];
}

static void title(const struct model *model, GString *out)
{
  const struct together *view = together_view(model);
  g_string_append(out, _("Notes that speak to me"));
  if (view != NULL && view->mentions_unread > 0)
    g_string_append_printf(out, C_("count of mentions", " %d, %d new"), view->mentions, view->mentions_unread);
}

static void new_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model;
  g_string_append(out, ((const struct together_mention *)row)->unread ? "@" : "");
  *role = ROLE_MINE;
}

static void when_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  japan_time(model, ((const struct together_mention *)row)->at, out);
  *role = ROLE_QUIET;
}

static void by_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)role;
  person_short(model, ((const struct together_mention *)row)->by, out);
}

static void ticket_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct together_mention *)row)->ticket, -1);
}

static void text_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct together_mention *)row)->body, -1);
}

static void detail(const struct model *model, const void *row, GString *out)
{
  (void)model;
  text_clean_lines(out, ((const struct together_mention *)row)->body, -1);
}

static const struct table_column columns[] = {
  {NC_("column", "New"), {4, 3}, false, 0, new_cell},
  {NC_("column", "When"), {11, 12}, false, 2, when_cell},
  {NC_("column", "Writer"), {8, 10}, false, 0, by_cell},
  {NC_("column", "Ticket"), {11, 11}, false, 0, ticket_cell},
  {NC_("column", "Words"), {0, 0}, false, 0, text_cell},
};
static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("No note speaks to you. Write @login in a note, and that person is told."), .detail = 5,
  .draw_detail = detail,
};

static void open_row(struct model *model, struct effects *effects)
{
  const struct together_mention *mention = table_current(model, PANE_MENTION);
  if (mention == NULL)
    return;
  model_open(model, mention->ticket, effects);
  model_focus(model, PANE_TICKET);
}

const struct pane_ops pane_mention = {
  .id = PANE_MENTION, .name = "mentions", .time = PANE_TIME_NONE, .title = title, .open = open_row, .table = &table,
};
