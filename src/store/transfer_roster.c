/* Shifts and leave as files: CSV, JSON, iCalendar. Each row is an event of the roster (roster.h). */
#include <string.h>

#include "reference.h"
#include "roster.h"
#include "toban/duty_ics.h"
#include "toban/duty_store.h"
#include "toban/error.h"
#include "toban/holiday_ics.h"
#include "toban/lang.h"
#include "toban/store.h"
#include "toban/bulk.h"
#include "transfer_kind.h"

enum { ICS_BACK_DAYS = 92, ICS_AHEAD_DAYS = 400 };
enum { LOGIN, SITE, FROM, TO, ROLE, NOTE, SUBSTITUTE, COLUMNS };
static const struct transfer_column columns[COLUMNS] = {
    [LOGIN] = {"login", true, COLUMN_TEXT}, [SITE] = {"site", true, COLUMN_TEXT}, [FROM] = {"from", true, COLUMN_TEXT},
    [TO] = {"to", true, COLUMN_TEXT},       [ROLE] = {"role", false, COLUMN_TEXT},
    [NOTE] = {"note", false, COLUMN_TEXT},
    [SUBSTITUTE] = {"substitute", false, COLUMN_NULLABLE}};

struct importing {
  struct record_batch batch;
  bool open;
  struct transfer_input input;          /* of an iCalendar file: the table that it stands for */
  char *rows;
};

/* --- iCalendar -------------------------------------------------------------------------------------------- */
static char *rows_of_ics(struct transfer *transfer, GError **error)
{
  const struct transfer_input *in = transfer->input;
  const struct reference *ref = reference_cached(transfer->db, error);
  if (ref == NULL)
    return NULL;
  struct duty_ics_person *person = g_new0(struct duty_ics_person, ref->operators + 1);
  struct duty_ics_site *site = g_new0(struct duty_ics_site, ref->offices + 1);
  struct duty_ics ics = {.name = in->name, .bytes = in->bytes, .length = in->length,
                         .from = in->at - (utc_t)ICS_BACK_DAYS * UTC_DAY,
                         .to = in->at + (utc_t)ICS_AHEAD_DAYS * UTC_DAY,
                         .person = person, .persons = ref->operators, .site = site, .sites = ref->offices};
  for (int i = 0; i < ref->operators; i++) {
    const struct operator_ *o = &ref->operator_[i];
    person[i] = (struct duty_ics_person){o->login, o->site, {o->name[LANG_JA], o->name[LANG_EN]}};
  }
  for (int i = 0; i < ref->offices; i++) {
    const struct office *o = &ref->office[i];
    site[i] = (struct duty_ics_site){o->id, o->code, {o->name[LANG_JA], o->name[LANG_EN]}};
  }
  char *rows = duty_ics_rows(&ics, error);
  g_free(person);
  g_free(site);
  return rows;
}

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
  transfer->data = importing;
  if (holiday_ics_is(transfer->input->bytes, transfer->input->length)) {
    importing->rows = rows_of_ics(transfer, error);
    if (importing->rows == NULL)
      return false;
    importing->input = *transfer->input;
    importing->input.bytes = importing->rows;
    importing->input.length = strlen(importing->rows);
    transfer->input = &importing->input;
  }
  importing->open = record_batch_open(&importing->batch, transfer->db, NULL, error);
  return importing->open;
}

/* --- a row -------------------------------------------------------------------------------------------------- */
static bool is_leave(const struct csv_row *row)
{
  return strcmp(row->field[ROLE], DUTY_LEAVE) == 0;
}

static json_t *data_of(const struct csv_row *row, const char *site, utc_t from, utc_t to)
{
  if (is_leave(row))
    return json_pack("{s:s, s:I, s:I, s:s, s:s}", "login", row->field[LOGIN], "from", (json_int_t)from, "to",
                     (json_int_t)to, "substitute", row->field[SUBSTITUTE], "note", row->field[NOTE]);
  return json_pack("{s:s, s:s, s:I, s:I, s:s, s:s}", "login", row->field[LOGIN], "site", site, "from", (json_int_t)from,
                   "to", (json_int_t)to, "role", *row->field[ROLE] == '\0' ? "agent" : row->field[ROLE], "note",
                   row->field[NOTE]);
}

static bool write_row(struct transfer *transfer, const struct csv_row *row, const char *key, const char *site,
                      utc_t from, utc_t to, GError **error)
{
  struct importing *importing = transfer->data;
  GError *why = NULL;
  char *subject = g_strconcat("roster:", key, NULL);
  json_t *data = data_of(row, site, from, to);
  bool done = data != NULL && record_batch_put(&importing->batch, subject, is_leave(row) ? "leave-put" : "shift-put",
                                               transfer->input->at, transfer->input->by, data, NULL, NULL, &why);
  json_decref(data);
  g_free(subject);
  if (!done && error_is(why, TE_DATA)) {
    csv_fail(row, NULL, error, "%s", why->message);
    g_error_free(why);
  } else if (why != NULL) {
    g_propagate_error(error, why);
  }
  return done;
}

static bool put(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  char site[64], name[ROSTER_KEY];
  utc_t from, to;
  if (!transfer_need(row, LOGIN, "login", error) ||
      (!is_leave(row) && !transfer_need(row, SITE, "site", error)) ||
      !transfer_office_id(transfer, row, SITE, "site", site, error) ||
      !transfer_time(row, FROM, columns[FROM].name, &from, error) ||
      !transfer_time(row, TO, columns[TO].name, &to, error))
    return false;
  if (from >= to)
    return csv_fail(row, "to", error, _("is not after “from”"));
  roster_key(row->field[LOGIN], from, name);
  char *key = g_strdup_printf("%s/%s", is_leave(row) ? "leave" : "shift", name);
  bool done = transfer_key(transfer, row, "from", key, error) &&
              write_row(transfer, row, key, site, from, to, error);
  g_free(key);
  return done;
}

/* --- the end, and out --------------------------------------------------------------------------------------- */
/* With --replace: what the file does not have goes, by an event for each. */
static bool drop_others(struct transfer *transfer, GError **error)
{
  struct importing *importing = transfer->data;
  GPtrArray *gone = g_ptr_array_new_with_free_func(g_free);
  struct db_stmt *stmt = db_prepare(transfer->db,
                                    "SELECT 'shift/' || key FROM duty_shift UNION ALL"
                                    " SELECT 'leave/' || key FROM duty_leave ORDER BY 1",
                                    error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    if (!g_hash_table_contains(transfer->keys, db_text(stmt, 0)))
      g_ptr_array_add(gone, g_strdup(db_text(stmt, 0)));
  db_done(stmt);
  bool done = got == 0;
  json_t *nothing = json_object();
  for (guint i = 0; done && i < gone->len; i++) {
    char *subject = g_strconcat("roster:", (const char *)gone->pdata[i], NULL);
    done = record_batch_put(&importing->batch, subject, subject[7] == 's' ? "shift-drop" : "leave-drop",
                            transfer->input->at, transfer->input->by, nothing, NULL, NULL, error);
    g_free(subject);
  }
  json_decref(nothing);
  g_ptr_array_unref(gone);
  return done;
}

static bool end(struct transfer *transfer, GError **error)
{
  struct importing *importing = transfer->data;
  const struct transfer_input *in = transfer->input;
  if (in->replace && !drop_others(transfer, error))
    return false;
  importing->open = false;
  bool done = record_batch_close(&importing->batch, true, error);
  char *detail = transfer_detail(transfer);
  done = done && register_changed(transfer->db, TOPIC_DUTY, in->kind, in->at, in->by, detail, error);
  g_free(detail);
  if (done)
    clear(transfer);
  return done;
}

static bool to_sink(struct transfer_sink *sink, struct db_stmt *stmt, GError **error)
{
  char from[32], to[32];
  const char *const fields[COLUMNS] = {
      [LOGIN] = db_text(stmt, 0), [SITE] = db_text(stmt, 1), [FROM] = utc_format(db_utc(stmt, 2), from),
      [TO] = utc_format(db_utc(stmt, 3), to), [ROLE] = db_text(stmt, 4), [NOTE] = db_text(stmt, 5),
      [SUBSTITUTE] = db_text(stmt, 6)};
  return transfer_sink_row(sink, fields, error);
}

static bool each(struct db *db, struct transfer_sink *sink, GError **error)
{
  struct db_stmt *stmt = db_prepare(db,
                                    "SELECT login, site, from_, to_, role, note, '' FROM duty_shift UNION ALL"
                                    " SELECT login, '', from_, to_, '" DUTY_LEAVE "', note, substitute FROM duty_leave"
                                    " ORDER BY 3, 1, 5",
                                    error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    if (!to_sink(sink, stmt, error))
      got = -1;
  db_done(stmt);
  return got == 0;
}

const struct transfer_kind transfer_roster = {.id = "roster", .columns = columns, .count = COLUMNS, .cp932 = true,
                                              .may_be_empty = true, .replaces = true, .begin = begin, .put = put,
                                              .end = end, .clear = clear, .each = each};
