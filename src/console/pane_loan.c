/* What is lent and reserved: to whom, until when, and the next days as a bar. */
#include <string.h>

#include "card.h"
#include "model_parts.h"
#include "names.h"
#include "table.h"
#include "toban/loan_store.h"
#include "toban/text.h"

enum { DAYS = 28, LIMIT = 500 };

static const struct loan_list *list_of(const struct model *model)
{
  return model->view[PANE_LOAN];
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
  const struct loan_list *list = list_of(model);
  g_string_append_printf(out, "%s [%s]", C_("title", "Loans"),
                         loan_choice_text((enum loan_choice)model->choice[PANE_LOAN]));
  if (list != NULL)
    g_string_append_printf(out, C_("count of loans", " %ld out, %ld overdue, %ld reserved"), (long)list->out,
                           (long)list->overdue, (long)list->reserved);
}

/* --- columns ------------------------------------------------------------------------------------------------- */
static void state_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct loan *loan = row;
  (void)model;
  *role = loan->state == LOAN_OVERDUE ? ROLE_LATE : loan->state == LOAN_DUE ? ROLE_SOON : ROLE_NORMAL;
  if (loan->days > 0)
    g_string_append_printf(out, C_("loan", "overdue %d d"), loan->days);
  else if (loan->state == LOAN_RESERVED && strlen(loan->from_on) > strlen("2026-"))
    g_string_append_printf(out, C_("loan", "from %s"), loan->from_on + strlen("2026-"));
  else
    g_string_append(out, loan_state_text(loan->state));
}

static void tag_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct loan *)row)->tag, -1);
}

static void due_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct loan *)row)->due_on, -1);
}

static void borrower_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct loan *)row)->borrower, -1);
}

static void host_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model;
  *role = ROLE_QUIET;
  text_clean(out, ((const struct loan *)row)->host, -1);
}

static void bar_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model;
  *role = ROLE_QUIET;
  g_string_append(out, ((const struct loan *)row)->bar);
}

/* What came of the newest mail; without one, why there will be none. */
static void mail_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  const struct loan *loan = row;
  const struct loan_reminder *r = &loan->reminder;
  if (loan->state > LOAN_OVERDUE)
    return;
  *role = *r->message != '\0' && r->state == OUTBOX_FAILED ? ROLE_BAD : ROLE_QUIET;
  if (*r->message == '\0' && r->mail != LOAN_MAIL && *loan->due_on != '\0')
    g_string_append(out, loan_mail_text(r->mail));
  if (*r->message == '\0')
    return;
  g_autoptr(GString) at = g_string_new(NULL);
  japan_time(model, r->sent_at, at);
  g_string_append_printf(out, "%s %s", at->str, outbox_state_text(r->state));
}

static const struct table_column columns[] = {
  {NC_("column", "State"), {12, 14}, .cell = state_cell},
  {NC_("column", "Due day"), {10, 10}, .cell = due_cell},
  {NC_("column", "Tag"), {12, 12}, .cell = tag_cell},
  {NC_("column", "Host"), {16, 16}, .rank = 2, .cell = host_cell},
  {NC_("column", "Next 28 days"), {DAYS, DAYS}, .rank = 3, .cell = bar_cell},
  {NC_("column", "Reminder"), {22, 20}, .rank = 4, .cell = mail_cell},
  {NC_("column", "Borrower"), {0, 0}, .cell = borrower_cell},
};

static void reminder(const struct model *model, const struct loan *loan, GString *out)
{
  const struct loan_reminder *r = &loan->reminder;
  g_autoptr(GString) at = g_string_new(NULL), next = g_string_new(NULL);
  if (*r->message != '\0') {
    japan_time(model, r->sent_at, at);
    g_string_append_printf(out, _("reminded %s by mail to %s (%s)"), at->str, r->to, outbox_state_text(r->state));
  } else if (loan->reminded_at != UTC_NONE) {
    japan_time(model, loan->reminded_at, at);
    g_string_append_printf(out, _("reminded %s"), at->str);
  }
  if (*loan->due_on == '\0')
    return;
  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append(out, "  ");
  if (r->mail != LOAN_MAIL)
    g_string_append_printf(out, _("no mail: %s"), loan_mail_text(r->mail));
  else if (r->next.at != UTC_NONE && r->next.at <= model->now)
    g_string_append_printf(out, _("a mail to %s is due"), r->address);
  else if (r->next.at != UTC_NONE) {
    japan_time(model, r->next.at, next);
    g_string_append_printf(out, _("next mail %s to %s"), next->str, r->address);
  }
}

static void detail(const struct model *model, const void *row, GString *out)
{
  const struct loan *loan = row;
  g_autoptr(GString) by = g_string_new(NULL), at = g_string_new(NULL);
  person_full(model, loan->by, by);
  if (loan->state == LOAN_RESERVED)
    g_string_append_printf(out, _("reserved from %s to %s, by %s"), loan->from_on, loan->due_on, by->str);
  else {
    japan_time(model, loan->out_at, at);
    g_string_append_printf(out, _("out since %s, by %s"), at->str, by->str);
  }
  g_string_append_c(out, '\n');
  if (*loan->bar != '\0')
    g_string_append_printf(out, _("next days: %s  (= out, ! overdue, r reserved)"), loan->bar);
  g_string_append_c(out, '\n');
  if (loan->state <= LOAN_OVERDUE)
    reminder(model, loan, out);
  g_string_append_c(out, '\n');
  text_clean(out, loan->note, -1);
}

static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of,
  .empty = N_("Nothing is lent here. On an asset: l lends it, s reserves it."), .detail = 5, .draw_detail = detail,
};

/* --- the pane ------------------------------------------------------------------------------------------------ */
static void *args(const struct model *model)
{
  struct loan_args *args = g_new0(struct loan_args, 1);
  *args = (struct loan_args){.choice = (enum loan_choice)model->choice[PANE_LOAN], .now = model->now, .limit = LIMIT,
                             .days = DAYS};
  return args;
}

static void open_row(struct model *model, struct effects *effects)
{
  const struct loan *loan = table_current(model, PANE_LOAN);
  if (loan != NULL)
    card_show(model, loan->tag, effects);
}

static const struct pane_read read = {.run = loan_list_read, .args = args, .topics = TOPIC_LOAN | TOPIC_ASSET};
const struct pane_ops pane_loan = {
  .id = PANE_LOAN, .name = "loans", .time = PANE_TIME_NONE, .title = title, .open = open_row, .read = &read,
  .table = &table,
};
