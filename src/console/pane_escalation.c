/* Escalations that are not over: who was told and which way, whether the message went out, what came back. */
#include <string.h>

#include "model_parts.h"
#include "names.h"
#include "table.h"
#include "toban/escalation_store.h"
#include "toban/text.h"

static const struct escalation_list *list_of(const struct model *model)
{
  return model->view[PANE_ESCALATION];
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
  g_string_append(out, _("Escalations"));
  if (list_of(model) == NULL)
    return;
  g_string_append_printf(out, C_("count of escalations", " %d without answer"), list_of(model)->waiting);
  if (list_of(model)->failed > 0)
    g_string_append_printf(out, C_("count of escalations", ", %d not sent"), list_of(model)->failed);
}

/* --- columns ------------------------------------------------------------------------------------------ */
static bool failed(const struct escalation_row *row)
{
  return row->has_message && row->message.state == OUTBOX_FAILED;
}

static void state_cell(const struct model *model, const void *of, GString *out, enum role *role)
{
  const struct escalation_row *row = of;
  bool late = (row->ack_due != UTC_NONE && row->ack_due <= model->now) || row->state == ESCALATION_UNANSWERED;
  *role = failed(row) || late ? ROLE_LATE : row->state == ESCALATION_OPEN ? ROLE_SOON : ROLE_NORMAL;
  g_string_append(out, failed(row) ? C_("escalation", "not sent") : escalation_state_text(row->state));
}

static void ticket_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  g_string_append(out, ((const struct escalation_row *)row)->ticket);
}

static void via_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_fit(out, reach_text(((const struct escalation_row *)row)->via), 11, false);
}

static void append_contact(const struct model *model, const char *id, GString *out)
{
  const struct contact *contact = model->ref == NULL ? NULL : escalation_contact(model->ref->book, id);
  const char *name = contact == NULL ? "" : contact->name[lang_get()];
  text_clean(out, *name == '\0' ? id : name, -1);
}

static void contact_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)role;
  append_contact(model, ((const struct escalation_row *)row)->contact, out);
}

/* What the desk waits for next, and when. */
static void next_cell(const struct model *model, const void *of, GString *out, enum role *role)
{
  const struct escalation_row *row = of;
  *role = ROLE_QUIET;
  if (row->call_next != UTC_NONE) {
    *role = row->call_next <= model->now ? ROLE_SOON : ROLE_NORMAL;
    g_string_append(out, C_("escalation", "call "));
    japan_time(model, row->call_next, out);
  } else if (row->has_message && row->message.done_at == UTC_NONE) {
    g_string_append(out, outbox_state_text(row->message.state));
  } else if (row->ack_due != UTC_NONE) {
    g_string_append(out, C_("escalation", "by "));
    japan_time(model, row->ack_due, out);
  }
}

static void since_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  *role = ROLE_QUIET;
  japan_time(model, ((const struct escalation_row *)row)->at, out);
}

static void by_cell(const struct model *model, const void *of, GString *out, enum role *role)
{
  const struct escalation_row *row = of;
  *role = ROLE_QUIET;
  if (*row->rule == '\0')
    person_short(model, row->by, out);
  else
    g_string_append_printf(out, C_("escalation", "rule %s %d"), row->rule, row->level + 1);
}

static void title_cell(const struct model *model, const void *row, GString *out, enum role *role)
{
  (void)model, (void)role;
  text_clean(out, ((const struct escalation_row *)row)->title, -1);
}

static const struct table_column columns[] = {
  {NC_("column", "State"), {10, 13}, .cell = state_cell},
  {NC_("column", "Key"), {11, 11}, .cell = ticket_cell},
  {NC_("column", "Way"), {11, 11}, .rank = 1, .cell = via_cell},
  {NC_("column", "To"), {16, 16}, .cell = contact_cell},
  {NC_("column", "Next"), {12, 12}, .cell = next_cell},
  {NC_("column", "Since"), {11, 12}, .rank = 3, .cell = since_cell},
  {NC_("column", "By"), {10, 10}, .rank = 2, .cell = by_cell},
  {NC_("column", "Title"), {0, 0}, .cell = title_cell},
};

/* --- below the rows --------------------------------------------------------------------------------------- */
static void append_message(const struct model *model, const struct outbox_row *message, GString *out)
{
  g_string_append_printf(out, _("Message %ld: %s, %d tries"), (long)message->number, outbox_state_text(message->state),
                         message->attempts);
  if (message->doubt)
    g_string_append(out, _(" (it may have arrived twice)"));
  if (message->state == OUTBOX_WAITING && message->attempts > 0) {
    g_string_append(out, _(", again at "));
    japan_time(model, message->next_at, out);
  }
  if (message->state == OUTBOX_WAITING && message->attempts == 0 && model->now - message->queued_at > 60)
    g_string_append(out, _(". Nobody has sent it yet: no toban that runs here is set up for it (toban doctor)"));
  if (*message->problem != '\0') {
    g_string_append(out, ". ");
    check_message_text(out, message->problem);
  }
  if (*message->answer != '\0') {
    g_string_append(out, " ");
    text_clean(out, message->answer, -1);
  }
  g_string_append_c(out, '\n');
}

static void detail(const struct model *model, const void *of, GString *out)
{
  const struct escalation_row *row = of;
  append_contact(model, row->contact, out);
  g_string_append(out, "  ");
  text_clean(out, row->address, -1);
  if (*row->reason != '\0') {
    g_string_append(out, "  ");
    text_clean(out, row->reason, -1);
  }
  g_string_append_c(out, '\n');
  if (row->has_message)
    append_message(model, &row->message, out);
  if (row->calls > 0)
    g_string_append_printf(out, _("%d calls, nobody was reached. "), row->calls);
  if (*row->words != '\0') {
    text_clean(out, row->words, -1);
    g_string_append_c(out, '\n');
  }
  text_clean_lines(out, row->text, -1);
}

static const struct table table = {
  .column = columns, .columns = (int)G_N_ELEMENTS(columns), .rows = rows, .row = row_of, .detail = 8,
  .draw_detail = detail, .empty = N_("Nothing is escalated. E on a ticket does it."),
};

/* --- the pane ----------------------------------------------------------------------------------------- */
static void *args(const struct model *model)
{
  enum { LIMIT = 300 };
  struct escalation_args *args = g_new0(struct escalation_args, 1);
  (void)model;
  args->limit = LIMIT;
  return args;
}

static void open_row(struct model *model, struct effects *effects)
{
  const struct escalation_row *row = table_current(model, PANE_ESCALATION);
  if (row == NULL)
    return;
  model_open(model, row->ticket, effects);
  model_focus(model, PANE_TICKET);
}

static const struct pane_read read = {.run = escalation_list_read, .args = args,
                                      .topics = TOPIC_ESCALATION | TOPIC_REFERENCE};
const struct pane_ops pane_escalation = {
  .id = PANE_ESCALATION, .name = "escalations", .time = PANE_TIME_MINUTES,
  .title = title, .open = open_row, .read = &read, .table = &table,
};
