/* Entries of the calendar as files: CSV, JSON, iCalendar. Importing adds; each row is an event that keeps the rules. */
#include <string.h>

#include "agenda.h"
#include "toban/bulk.h"
#include "toban/error.h"
#include "toban/holiday_ics.h"
#include "toban/lang.h"
#include "toban/store.h"
#include "transfer_kind.h"

enum { KIND, SITE, FROM, TO, TITLE_JA, TITLE_EN, STOPS, NOTE, REASON, APPROVAL, TARGETS, COLUMNS };
static const struct transfer_column columns[COLUMNS] = {
    [KIND] = {"kind", true, COLUMN_TEXT},         [SITE] = {"site", true, COLUMN_TEXT},
    [FROM] = {"from", true, COLUMN_TEXT},         [TO] = {"to", true, COLUMN_TEXT},
    [TITLE_JA] = {"title_ja", true, COLUMN_TEXT}, [TITLE_EN] = {"title_en", true, COLUMN_TEXT},
    [STOPS] = {"stops", false, COLUMN_TEXT},      [NOTE] = {"note", false, COLUMN_TEXT},
    [REASON] = {"reason", false, COLUMN_TEXT},    [APPROVAL] = {"approval", false, COLUMN_TEXT},
    [TARGETS] = {"targets", false, COLUMN_TEXT}};

struct importing { struct record_batch batch; bool open; struct transfer_input input; char *rows; };

static void clear(struct transfer *transfer)
{
  struct importing *importing = transfer->data;
  if (importing == NULL)
    return;
  if (importing->open)
    record_batch_close(&importing->batch, false, NULL);
  g_free(importing->rows);
  g_free(importing);
  transfer->data = NULL;
}

static bool begin(struct transfer *transfer, GError **error)
{
  struct importing *importing = g_new0(struct importing, 1);
  const struct transfer_input *in = transfer->input;
  transfer->data = importing;
  if (holiday_ics_is(in->bytes, in->length)) {
    importing->rows = agenda_ics_rows(in->name, in->bytes, in->length, in->at, error);
    if (importing->rows == NULL)
      return false;
    importing->input = *in;
    importing->input.bytes = importing->rows;
    importing->input.length = strlen(importing->rows);
    transfer->input = &importing->input;
  }
  importing->open = record_batch_open(&importing->batch, transfer->db, NULL, error);
  return importing->open;
}

/* What is there already (the same kind, site, times and titles) is not entered twice. */
static bool is_there(struct db *db, const struct agenda_entry *e, bool *out, GError **error)
{
  int64_t n;
  if (!db_get_int(db, &n, 0, error,
                  "SELECT count(*) FROM agenda WHERE dropped = 0 AND kind = $1 AND site = $2 AND from_ = $3"
                  " AND to_ = $4 AND title_ja = $5 AND title_en = $6",
                  "ttiitt", agenda_kind_id(e->kind), e->site, e->from, e->to, e->title[LANG_JA], e->title[LANG_EN]))
    return false;
  *out = n > 0;
  return true;
}

static bool write_row(struct transfer *transfer, const struct csv_row *row, const struct agenda_entry *e,
                      GError **error)
{
  struct importing *importing = transfer->data;
  GError *why = NULL;
  json_t *data = agenda_json(e);
  bool done = record_batch_put(&importing->batch, "agenda:", "agenda-put", transfer->input->at, transfer->input->by,
                               data, NULL, NULL, &why);
  json_decref(data);
  if (error_is(why, TE_DATA)) {
    csv_fail(row, NULL, error, "%s", why->message);
    g_error_free(why);
  } else if (why != NULL) {
    g_propagate_error(error, why);
  }
  return done;
}

static bool put(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  struct agenda_entry e = {.site = row->field[SITE], .note = row->field[NOTE], .reason = row->field[REASON],
                           .approval = row->field[APPROVAL], .targets = row->field[TARGETS]};
  const char *stops = row->field[STOPS];
  bool there;
  e.title[LANG_JA] = row->field[TITLE_JA];
  e.title[LANG_EN] = row->field[TITLE_EN];
  e.stops = strcmp(stops, "yes") == 0;
  if (!agenda_kind_parse(row->field[KIND], &e.kind))
    return csv_fail(row, "kind", error, _("“%s” is none of outage maintenance work emergency event"), row->field[KIND]);
  if (*stops != '\0' && !e.stops && strcmp(stops, "no") != 0)
    return csv_fail(row, "stops", error, _("“%s” is neither yes nor no"), stops);
  if (!transfer_time(row, FROM, columns[FROM].name, &e.from, error) ||
      !transfer_time(row, TO, columns[TO].name, &e.to, error) ||
      !is_there(transfer->db, &e, &there, error))
    return false;
  return there || write_row(transfer, row, &e, error);
}

static bool end(struct transfer *transfer, GError **error)
{
  struct importing *importing = transfer->data;
  importing->open = false;
  bool done = record_batch_close(&importing->batch, true, error);
  char *detail = transfer_detail(transfer);
  done = done && register_changed(transfer->db, TOPIC_CALENDAR, transfer->input->kind, transfer->input->at,
                                  transfer->input->by, detail, error);
  g_free(detail);
  if (done)
    clear(transfer);
  return done;
}

static bool each(struct db *db, struct transfer_sink *sink, GError **error)
{
  struct db_stmt *stmt = db_prepare(db,
                                    "SELECT kind, site, from_, to_, title_ja, title_en, stops, note, reason, approval,"
                                    " targets FROM agenda WHERE dropped = 0 ORDER BY from_, number",
                                    error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    char from[32], to[32];
    const char *const fields[COLUMNS] = {
        [KIND] = db_text(stmt, 0), [SITE] = db_text(stmt, 1), [FROM] = utc_format(db_utc(stmt, 2), from),
        [TO] = utc_format(db_utc(stmt, 3), to), [TITLE_JA] = db_text(stmt, 4), [TITLE_EN] = db_text(stmt, 5),
        [STOPS] = db_int(stmt, 6) != 0 ? "yes" : "no", [NOTE] = db_text(stmt, 7), [REASON] = db_text(stmt, 8),
        [APPROVAL] = db_text(stmt, 9), [TARGETS] = db_text(stmt, 10)};
    if (!transfer_sink_row(sink, fields, error))
      got = -1;
  }
  db_done(stmt);
  return got == 0;
}

const struct transfer_kind transfer_agenda = {.id = "agenda", .columns = columns, .count = COLUMNS,
                                              .may_be_empty = true, .begin = begin, .put = put, .end = end,
                                              .clear = clear, .each = each};
