/* Call-backs that are owed: many calls at once, a key each; who has waited longest stands first. */
#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "table.h"
#include "toban/callback.h"
#include "toban/text.h"

static const struct callback_list *list_of(const struct model *model)
{
  return model->view[PANE_CALLBACK];
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
  const struct callback_list *list = list_of(model);
  g_string_append(out, _("Call-backs owed"));
  if (list == NULL)
    return;
  g_string_append_printf(out, C_("count of call-backs", " %ld"), (long)list->total);
  if (list->late > 0)
    g_string_append_printf(out, _(", %ld late"), (long)list->late);
  if (model->focus == PANE_CALLBACK)
    g_string_append_printf(out, "  %s", _("P: one more call"));
}

/* --- columns ------------------------------------------------------------------------------------------ */
static void waited_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  char age[32];
  (void)role;
  duration_text(MAX(model->now - ((const struct callback_row *)row)->received_at, 0), age, sizeof age);
  g_string_append(out, age);
}

static void promise_cell(const struct model *model, const void *of, GString *out, enum role *role)
{
  const struct callback_row *row = of;
  char left[32];
  int64_t seconds = row->promised_at - model->now;
  if (row->answered_at != UTC_NONE) {
    *role = ROLE_GOOD;
    g_string_append(out, C_("call-back", "answered"));
    return;
  }
  *role = seconds < 0 ? ROLE_LATE : seconds < 300 ? ROLE_SOON : ROLE_NORMAL;
  duration_text(ABS(seconds), left, sizeof left);
  g_string_append_printf(out, seconds < 0 ? C_("call-back", "LATE %s") : "%s", left);
}

static void key_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  g_string_append(out, ((const struct callback_row *)row)->key);
}

static void office_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)role;
  place_name(model, ((const struct callback_row *)row)->office, out);
}

static void requester_cell(const struct model *model, const void *of, GString *out, enum role *role)
{
  const struct callback_row *row = of;
  (void)model;
  *role = row->requester == NULL ? ROLE_QUIET : ROLE_NORMAL;
  text_clean(out, row->requester == NULL ? "-" : row->requester, -1);
}

static void title_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct callback_row *)row)->title, -1);
}

static const struct table_column columns[] = {
  {NC_("column", "Waits"), {9, 9}, .right = true, .cell = waited_cell},
  {NC_("column", "Promised"), {11, 12}, .right = true, .cell = promise_cell},
  {NC_("column", "Key"), {11, 11}, .cell = key_cell},
  {NC_("column", "Office"), {12, 12}, .rank = 2, .cell = office_cell},
  {NC_("column", "Requester"), {16, 16}, .rank = 1, .cell = requester_cell},
  {NC_("column", "Title"), {0, 0}, .cell = title_cell},
};

static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("No call-back is owed. P takes in a call that went to the machine voice, one for each key."),
};

static void *args(const struct model *model)
{
  enum { LIMIT = 200 };
  struct callback_args *args = g_new0(struct callback_args, 1);
  *args = (struct callback_args){model->now, LIMIT};
  return args;
}

static void open_row(struct model *model, struct effects *effects)
{
  const struct callback_row *row = table_current(model, PANE_CALLBACK);
  if (row == NULL)
    return;
  model_open(model, row->key, effects);
  model_focus(model, PANE_TICKET);
}

static const struct pane_read read = {.run = callback_list_read, .args = args, .topics = TOPIC_TICKET, .minutes = true};
const struct pane_ops pane_callback = {
  .id = PANE_CALLBACK, .name = "callbacks", .time = PANE_TIME_SECONDS,
  .title = title, .open = open_row, .read = &read, .table = &table,
};
