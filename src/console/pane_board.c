/* The desk's notes to itself: pinned ones first, then the newest; gone when they are done or their time has passed. */
#include "names.h"
#include "table.h"
#include "toban/board.h"
#include "toban/text.h"

static const struct board_list *list_of(const struct model *model)
{
  return model->view[PANE_BOARD];
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
  g_string_append(out, _("Desk notes"));
  if (list_of(model) != NULL)
    g_string_append_printf(out, C_("count of notes", " %d"), rows(model));
}

static void number_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model;
  g_string_append_printf(out, "%ld", (long)((const struct board_note *)row)->number);
  *role = ROLE_QUIET;
}

static void pin_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model;
  g_string_append(out, ((const struct board_note *)row)->pinned ? C_("desk note", "pin") : "");
  *role = ROLE_SOON;
}

static void by_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  person_short(model, ((const struct board_note *)row)->by, out);
  *role = ROLE_QUIET;
}

static void text_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct board_note *)row)->text, -1);
}

static void until_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct board_note *note = row;
  if (note->until != UTC_NONE)
    japan_time(model, note->until, out);
  *role = ROLE_QUIET;
}

static void detail(const struct model *model, const void *row, GString *out)
{
  const struct board_note *note = row;
  g_autoptr(GString) by = g_string_new(NULL), at = g_string_new(NULL);
  person_full(model, note->by, by);
  japan_time(model, note->at, at);
  g_string_append_printf(out, _("%ld: %s, %s"), (long)note->number, by->str, at->str);
  g_string_append_c(out, '\n');
  text_clean_lines(out, note->text, -1);
}

static const struct table_column columns[] = {
  {NC_("column", "No"), {4, 4}, true, 1, number_cell},
  {NC_("column", "Pin"), {4, 4}, false, 0, pin_cell},
  {NC_("column", "Writer"), {8, 10}, false, 3, by_cell},
  {NC_("column", "Words"), {0, 0}, false, 0, text_cell},
  {NC_("column", "Ends"), {12, 12}, false, 2, until_cell},
};
static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("Nothing is on the board. + posts a note for everybody on duty."), .detail = 6, .draw_detail = detail,
};

static void *args(const struct model *model)
{
  struct board_args *args = g_new0(struct board_args, 1);
  args->now = model->now;
  return args;
}

static const struct pane_read read = {.run = board_list_read, .args = args, .topics = TOPIC_BOARD, .minutes = true};
const struct pane_ops pane_board = {
  .id = PANE_BOARD, .name = "board", .time = PANE_TIME_NONE, .title = title, .read = &read, .table = &table,
};
