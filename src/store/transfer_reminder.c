/* The steps at which borrowers are reminded (loan_remind.h): the file loan-reminders. Without a row nobody is. */
#include <stdlib.h>
#include <string.h>

#include "loan.h"
#include "toban/bulk.h"
#include "toban/lang.h"
#include "toban/resource.h"
#include "transfer_kind.h"

enum { DAYS, COLUMNS };
static const struct transfer_column columns[COLUMNS] = {[DAYS] = {"days", true, COLUMN_INT}};

static bool take(const struct csv_row *row, void *steps, GError **error)
{
  char *end;
  const char *text = row->field[DAYS];
  long days = strtol(text, &end, 10);
  if (*text == '\0' || *end != '\0' || days < -LOAN_STEP_FAR || days > LOAN_STEP_FAR)
    return csv_fail(row, "days", error, _("“%s” is no number of days"), text);
  return loan_steps_add(steps, (int)days) ||
         csv_fail(row, "days", error, _("each number of days once, at most %d of them"), LOAN_STEPS_MAX);
}

static bool begin(struct transfer *transfer, GError **error)
{
  transfer->data = g_new0(struct loan_steps, 1);
  return transfer_file_begin(transfer, error);
}

static void clear(struct transfer *transfer)
{
  g_clear_pointer(&transfer->data, g_free);
}

static bool put(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  return take(row, transfer->data, error) && transfer_file_put(transfer, row, error);
}

static bool end(struct transfer *transfer, GError **error)
{
  clear(transfer);
  return transfer_file_keep(transfer, error);
}

static bool to_sink(const struct csv_row *row, void *user, GError **error)
{
  return transfer_sink_row(user, row->field, error);
}

static bool each_step(struct db *db, csv_row_fn *fn, void *user, GError **error)
{
  static const struct csv_column names[COLUMNS] = {{"days", true}};
  char *text = NULL;
  size_t length = 0;
  if (!document_get(db, "loan-reminders", &text, NULL, error))
    return false;
  const char *bytes = text != NULL ? text : resource_find("loan-reminders.csv", &length);
  bool done = csv_read("loan-reminders", bytes, text != NULL ? strlen(text) : length, names, COLUMNS, fn, user, error);
  g_free(text);
  return done;
}

static bool each(struct db *db, struct transfer_sink *sink, GError **error)
{
  return each_step(db, to_sink, sink, error);
}

bool loan_steps_read(struct db *db, struct loan_steps *steps, GError **error)
{
  steps->count = 0;
  return each_step(db, take, steps, error);
}

const struct transfer_kind transfer_loan_reminders = {
    .id = "loan-reminders", .columns = columns, .count = COLUMNS, .may_be_empty = true, .begin = begin, .put = put,
    .end = end, .clear = clear, .each = each};
