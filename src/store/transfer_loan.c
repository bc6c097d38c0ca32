/* Loans in and out: a row is a loan, named by tag and the time at which it went out. */
#include <string.h>

#include "loan.h"
#include "toban/bulk.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/store.h"
#include "transfer_kind.h"

enum { TAG, BORROWER, OUT, DUE, BACK, NOTE, OUTCOME, COLUMNS };
static const struct transfer_column columns[COLUMNS] = {
    [TAG] = {"tag", true, COLUMN_TEXT},       [BORROWER] = {"borrower", true, COLUMN_TEXT},
    [OUT] = {"out_at", true, COLUMN_TEXT},    [DUE] = {"due_on", false, COLUMN_NULLABLE},
    [BACK] = {"back_at", false, COLUMN_NULLABLE}, [NOTE] = {"note", false, COLUMN_TEXT},
    [OUTCOME] = {"outcome", false, COLUMN_TEXT}};

static bool begin(struct transfer *transfer, GError **error)
{
  transfer->data = g_new0(struct record_batch, 1);
  return record_batch_open(transfer->data, transfer->db, NULL, error);
}

static void clear(struct transfer *transfer)
{
  if (transfer->data != NULL)
    record_batch_close(transfer->data, false, NULL);
  g_clear_pointer(&transfer->data, g_free);
}

/* In the words of the column, when something is wrong with it. */
static bool fail(const struct csv_row *row, int column, GError *take_why, GError **error)
{
  csv_fail(row, columns[column].name, error, "%s", take_why->message);
  g_error_free(take_why);
  return false;
}

struct loan_row { utc_t out_at, back_at; char due_on[16]; };

static bool read_times(const struct csv_row *row, utc_t now, struct loan_row *out, GError **error)
{
  GError *why = NULL;
  day_t due;
  *out = (struct loan_row){.back_at = UTC_NONE};
  if (!japan_parse(row->field[OUT], now, &out->out_at, &why))
    return fail(row, OUT, why, error);
  if (*row->field[BACK] != '\0' && !japan_parse(row->field[BACK], now, &out->back_at, &why))
    return fail(row, BACK, why, error);
  if (!japan_day_parse(row->field[DUE], now, &due, &why))
    return fail(row, DUE, why, error);
  if (due != DAY_NONE)
    day_format(due, out->due_on);
  return out->back_at == UTC_NONE || out->back_at >= out->out_at ||
         csv_fail(row, "back_at", error, _("it came back before it went out"));
}

static bool check_asset(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  int64_t count = 0;
  const char *outcome = row->field[OUTCOME];
  if (*outcome != '\0' && strcmp(outcome, "broken") != 0 && strcmp(outcome, "lost") != 0)
    return csv_fail(row, "outcome", error, _("“%s” is neither broken nor lost"), outcome);
  if (!db_get_int(transfer->db, &count, 0, error, "SELECT count(*) FROM asset WHERE tag = $1", "t", row->field[TAG]))
    return false;
  return count > 0 || csv_fail(row, "tag", error, _("there is no asset “%s”"), row->field[TAG]);
}

/* Is the row there as it is? What the file has no column for stays. */
static bool is_same(struct transfer *transfer, const struct csv_row *row, const struct loan_row *want, json_t *data,
                    bool *same, GError **error)
{
  struct db_stmt *stmt = db_query(transfer->db, error,
                                  "SELECT borrower, due_on, back_at, note, outcome FROM loan WHERE tag = $1"
                                  " AND out_at = $2", "tu", row->field[TAG], want->out_at);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  bool there = got > 0;
  const char *due = row->given[DUE] || !there ? want->due_on : db_text(stmt, 1);
  const char *note = row->given[NOTE] || !there ? row->field[NOTE] : db_text(stmt, 3);
  const char *outcome = row->given[OUTCOME] || !there ? row->field[OUTCOME] : db_text(stmt, 4);
  utc_t back = row->given[BACK] || !there ? want->back_at : db_utc(stmt, 2);
  *same = there && strcmp(db_text(stmt, 0), row->field[BORROWER]) == 0 && strcmp(db_text(stmt, 1), due) == 0 &&
          strcmp(db_text(stmt, 3), note) == 0 && strcmp(db_text(stmt, 4), outcome) == 0 && db_utc(stmt, 2) == back;
  json_object_set_new(data, "borrower", json_string(row->field[BORROWER]));
  json_object_set_new(data, "out_at", json_integer(want->out_at));
  json_object_set_new(data, "due_on", json_string(due));
  json_object_set_new(data, "note", json_string(note));
  json_object_set_new(data, "outcome", json_string(outcome));
  json_object_set_new(data, "back_at", back == UTC_NONE ? json_null() : json_integer(back));
  db_done(stmt);
  return got >= 0;
}

static bool append(struct transfer *transfer, const char *tag, const char *kind, const json_t *data, GError **error)
{
  char *subject = g_strconcat("loan:", tag, NULL);
  bool ok = record_batch_add(transfer->data, subject, kind, transfer->input->at, transfer->input->by, data, error);
  g_free(subject);
  return ok;
}

static bool put(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  struct loan_row want;
  bool same;
  if (!transfer_need(row, TAG, "tag", error) || !transfer_need(row, BORROWER, "borrower", error) ||
      !read_times(row, transfer->input->at, &want, error) || !check_asset(transfer, row, error))
    return false;
  char *key = g_strdup_printf("%s %" G_GINT64_FORMAT, row->field[TAG], want.out_at);
  json_t *data = json_object();
  bool ok = transfer_key(transfer, row, "out_at", key, error) &&
            is_same(transfer, row, &want, data, &same, error) &&
            (same || append(transfer, row->field[TAG], "loan-entered", data, error));
  json_decref(data);
  g_free(key);
  return ok;
}

static bool take_away(struct transfer *transfer, const char *key, GError **error)
{
  const char *blank = strrchr(key, ' ');
  char *tag = g_strndup(key, (gsize)(blank - key));
  json_t *data = json_pack("{s:I}", "out_at", (json_int_t)g_ascii_strtoll(blank + 1, NULL, 10));
  bool ok = append(transfer, tag, "loan-removed", data, error);
  json_decref(data);
  g_free(tag);
  return ok;
}

/* A thing is with one person at a time. */
static bool check_once(struct transfer *transfer, GError **error)
{
  struct db_stmt *stmt = db_prepare(transfer->db,
                                    "SELECT a.tag, b.borrower FROM loan a JOIN loan b ON b.tag = a.tag"
                                    " AND b.out_at > a.out_at AND a.outcome <> 'lost'"
                                    " AND (a.back_at IS NULL OR a.back_at > b.out_at) ORDER BY a.tag LIMIT 1", error);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0)
    error_set(error, TE_DATA, _("%s: %s would be lent twice at a time (%s)"), transfer->input->name, db_text(stmt, 0),
              db_text(stmt, 1));
  db_done(stmt);
  return got == 0;
}

static bool end(struct transfer *transfer, GError **error)
{
  const struct transfer_input *in = transfer->input;
  bool ok = record_batch_close(transfer->data, false, error);
  g_clear_pointer(&transfer->data, g_free);
  char *detail = transfer_detail(transfer);
  ok = ok && check_once(transfer, error) &&
       register_changed(transfer->db, TOPIC_LOAN | TOPIC_ASSET, in->kind, in->at, in->by, detail, error);
  g_free(detail);
  return ok;
}

static bool each(struct db *db, struct transfer_sink *sink, GError **error)
{
  struct db_stmt *stmt = db_prepare(db, "SELECT tag, borrower, out_at, due_on, back_at, note, outcome FROM loan"
                                        " ORDER BY out_at, tag", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    char out[32], back[32] = "";
    utc_format(db_utc(stmt, 2), out);
    if (!db_is_null(stmt, 4))
      utc_format(db_utc(stmt, 4), back);
    const char *fields[COLUMNS] = {[TAG] = db_text(stmt, 0), [BORROWER] = db_text(stmt, 1), [OUT] = out,
                                   [DUE] = db_text(stmt, 3), [BACK] = back, [NOTE] = db_text(stmt, 5),
                                   [OUTCOME] = db_text(stmt, 6)};
    if (!transfer_sink_row(sink, fields, error))
      got = -1;
  }
  db_done(stmt);
  return got == 0;
}

const struct transfer_kind transfer_loans = {
    .id = "loans", .columns = columns, .count = COLUMNS, .cp932 = true, .may_be_empty = true,
    .key = 1u << TAG | 1u << OUT, .keys_sql = "SELECT tag || ' ' || out_at FROM loan ORDER BY out_at, tag",
    .remove = take_away, .begin = begin, .put = put, .end = end, .clear = clear, .each = each};
