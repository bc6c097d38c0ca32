/* Calendars, holidays, special dates, policies, sections: whole files, kept in versions. */
#include <string.h>

#include "escalation.h"
#include "toban/agenda.h"
#include "toban/bulk.h"
#include "toban/calendar.h"
#include "toban/duty.h"
#include "toban/error.h"
#include "toban/escalation.h"
#include "toban/holiday_ics.h"
#include "toban/lang.h"
#include "toban/policy.h"
#include "table_file.h"

static const struct transfer_column calendar_columns[] = {
    {"id", true, COLUMN_TEXT},  {"tz", true, COLUMN_TEXT},  {"mon", true, COLUMN_LIST}, {"tue", true, COLUMN_LIST},
    {"wed", true, COLUMN_LIST}, {"thu", true, COLUMN_LIST}, {"fri", true, COLUMN_LIST}, {"sat", true, COLUMN_LIST},
    {"sun", true, COLUMN_LIST}, {"holidays", true, COLUMN_LIST}};
static const struct transfer_column holiday_columns[] = {{"set", true, COLUMN_TEXT},
                                                         {"date", true, COLUMN_TEXT},
                                                         {"name_ja", true, COLUMN_TEXT},
                                                         {"name_en", true, COLUMN_TEXT}};
static const struct transfer_column special_columns[] = {{"calendar", true, COLUMN_TEXT},
                                                         {"date", true, COLUMN_TEXT},
                                                         {"hours", true, COLUMN_LIST},
                                                         {"name_ja", true, COLUMN_TEXT},
                                                         {"name_en", true, COLUMN_TEXT}};
static const struct transfer_column policy_columns[] = {
    {"id", true, COLUMN_TEXT},       {"clock", true, COLUMN_TEXT},    {"from", true, COLUMN_TEXT},
    {"to", true, COLUMN_NULLABLE},   {"priority", true, COLUMN_LIST}, {"channel", true, COLUMN_LIST},
    {"category", true, COLUMN_TEXT}, {"office", true, COLUMN_LIST},   {"calendar", true, COLUMN_TEXT},
    {"target_min", true, COLUMN_INT}, {"goal", true, COLUMN_TEXT},    {"pause", true, COLUMN_LIST},
    {"label_ja", true, COLUMN_TEXT}, {"label_en", true, COLUMN_TEXT}};
static const struct transfer_column section_columns[] = {
    {"code", true, COLUMN_TEXT},         {"name_ja", true, COLUMN_TEXT},  {"name_en", true, COLUMN_TEXT},
    {"applications", true, COLUMN_LIST}, {"contact", true, COLUMN_TEXT}, {"hours", true, COLUMN_TEXT}};

static const struct transfer_column need_columns[] = {
    {"need", true, COLUMN_TEXT}, {"calendar", true, COLUMN_NULLABLE}, {"hours", true, COLUMN_LIST},
    {"want", true, COLUMN_INT},  {"label_ja", false, COLUMN_TEXT},    {"label_en", false, COLUMN_TEXT}};
static const struct transfer_column season_columns[] = {
    {"site", true, COLUMN_TEXT},     {"from_month", true, COLUMN_INT}, {"to_month", true, COLUMN_INT},
    {"label_ja", true, COLUMN_TEXT}, {"label_en", true, COLUMN_TEXT}};
static const struct transfer_column qualification_columns[] = {
    {"role", true, COLUMN_TEXT},      {"needs", true, COLUMN_TEXT},     {"level", true, COLUMN_TEXT},
    {"label_ja", false, COLUMN_TEXT}, {"label_en", false, COLUMN_TEXT}};
static const struct transfer_column contact_columns[] = {
    {"id", true, COLUMN_TEXT},  {"name_ja", true, COLUMN_TEXT}, {"name_en", true, COLUMN_TEXT},
    {"via", true, COLUMN_TEXT}, {"address", true, COLUMN_TEXT}, {"note", true, COLUMN_TEXT}};
static const struct transfer_column rule_columns[] = {
    {"id", true, COLUMN_TEXT},       {"clock", true, COLUMN_TEXT},  {"priority", true, COLUMN_LIST},
    {"category", true, COLUMN_TEXT}, {"at", true, COLUMN_TEXT},     {"to", true, COLUMN_LIST},
    {"ack_min", true, COLUMN_INT},   {"rounds", true, COLUMN_INT},  {"lang", true, COLUMN_TEXT},
    {"label_ja", true, COLUMN_TEXT}, {"label_en", true, COLUMN_TEXT}};

/* The rows are gathered as CSV, and judged as a whole at the end. */
bool transfer_file_begin(struct transfer *transfer, GError **error)
{
  (void)error;
  const char *names[64];
  for (size_t i = 0; i < transfer->kind->count; i++)
    names[i] = transfer->kind->columns[i].name;
  csv_write_row(transfer->text, names, transfer->kind->count);
  return true;
}

bool transfer_file_put(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  (void)error;
  csv_write_row(transfer->text, row->field, transfer->kind->count);
  return true;
}

static bool put_section(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  return transfer_key(transfer, row, "code", row->field[0], error) && transfer_need(row, 1, "name_ja", error) &&
         transfer_need(row, 2, "name_en", error) && transfer_file_put(transfer, row, error);
}

/* What is judged: the file as it came, so that messages name its lines; else the rows. */
static struct calendar_file own_file(const struct transfer *transfer)
{
  const struct transfer_input *in = transfer->input;
  if (transfer->format == FORMAT_CSV)
    return (struct calendar_file){in->name, in->bytes, in->length};
  return (struct calendar_file){in->name, transfer->text->str, transfer->text->len};
}

/* The file that is in force, unless this import brings it. */
static bool file_in_force(struct transfer *transfer, const char *kind, struct calendar_file *file, char **text,
                          GError **error)
{
  if (strcmp(kind, transfer->kind->id) == 0) {
    *file = own_file(transfer);
    return true;
  }
  if (!document_get(transfer->db, kind, text, NULL, error))
    return false;
  *file = (struct calendar_file){kind, *text, *text == NULL ? 0 : strlen(*text)};
  return true;
}

static struct calendar_set *calendars_then(struct transfer *transfer, GError **error)
{
  char *text[3] = {NULL, NULL, NULL};
  struct calendar_files files = {.strict = transfer->kind == &transfer_special_dates};
  struct calendar_set *set = NULL;
  if (file_in_force(transfer, "calendars", &files.calendars, &text[0], error) &&
      file_in_force(transfer, "holidays", &files.holidays, &text[1], error) &&
      file_in_force(transfer, "special-dates", &files.special_dates, &text[2], error))
    set = calendar_set_new(&files, error);
  for (int i = 0; i < 3; i++)
    g_free(text[i]);
  return set;
}

bool transfer_file_keep(struct transfer *transfer, GError **error)
{
  const struct transfer_input *in = transfer->input;
  char *detail = transfer_detail(transfer);
  bool ok = document_put(transfer->db, in->kind, in->at, in->by, transfer->text->str, error) &&
            reference_changed(transfer->db, in->kind, in->at, in->by, detail, error);
  g_free(detail);
  return ok;
}

static bool calendars_end(struct transfer *transfer, GError **error)
{
  struct calendar_set *set = calendars_then(transfer, error);
  if (set == NULL)
    return false;
  calendar_set_unref(set);
  return transfer_file_keep(transfer, error) && clocks_refresh(transfer->db, error);
}

static bool policies_end(struct transfer *transfer, GError **error)
{
  struct calendar_set *calendars = calendars_then(transfer, error);
  if (calendars == NULL)
    return false;
  struct calendar_file file = own_file(transfer);
  struct policy_set *set = policy_set_new(&file, calendars, error);
  bool ok = set != NULL;
  calendar_set_unref(calendars);
  policy_set_unref(set);
  return ok && transfer_file_keep(transfer, error) && clocks_refresh(transfer->db, error);
}

static bool seasons_end(struct transfer *transfer, GError **error)
{
  struct calendar_file file = own_file(transfer);
  struct agenda_seasons *seasons = agenda_seasons_new(&file, error);
  bool ok = seasons != NULL;
  agenda_seasons_unref(seasons);
  return ok && transfer_file_keep(transfer, error);
}

static bool duty_end(struct transfer *transfer, GError **error)
{
  struct calendar_set *calendars = calendars_then(transfer, error);
  if (calendars == NULL)
    return false;
  struct calendar_file file = own_file(transfer);
  bool needs = strcmp(transfer->kind->id, "needs") == 0;
  struct duty_rules *rules = duty_rules_new(needs ? &file : NULL, needs ? NULL : &file, calendars, error);
  bool ok = rules != NULL;
  calendar_set_unref(calendars);
  duty_rules_unref(rules);
  return ok && transfer_file_keep(transfer, error);
}

/* Contacts must have everybody whom the rules name, and the other way round. */
static bool escalation_end(struct transfer *transfer, GError **error)
{
  struct calendar_file contacts, rules;
  char *text[2] = {NULL, NULL};
  struct escalation_book *book = NULL;
  if (file_in_force(transfer, "contacts", &contacts, &text[0], error) &&
      file_in_force(transfer, "escalation-rules", &rules, &text[1], error))
    book = escalation_book_new(&contacts, &rules, error);
  bool ok = book != NULL;
  escalation_book_free(book);
  for (int i = 0; i < 2; i++)
    g_free(text[i]);
  return ok && transfer_file_keep(transfer, error) && escalation_plan_all(transfer->db, error);
}

/* --- holidays out of an iCalendar feed ------------------------------------------------------------------ */
/* The feed, as the table that it stands for: the set that the file is named after, and all other sets. */
struct feed {
  struct transfer_input input;
  GString *csv;
  char *set;
};

static bool keep_other_set(const struct csv_row *row, void *user, GError **error)
{
  struct feed *feed = user;
  (void)error;
  size_t length = strlen(feed->set);
  bool same = strncmp(row->field[0], feed->set, length) == 0 &&
              (row->field[0][length] == '\0' || strcmp(row->field[0] + length, HOLIDAY_NAMED) == 0);
  if (!same)
    csv_write_row(feed->csv, row->field, G_N_ELEMENTS(holiday_columns));
  return true;
}

static bool other_sets(struct transfer *transfer, struct feed *feed, GError **error)
{
  struct csv_column columns[G_N_ELEMENTS(holiday_columns)];
  char *text = NULL;
  for (size_t i = 0; i < G_N_ELEMENTS(columns); i++)
    columns[i] = (struct csv_column){holiday_columns[i].name, true};
  if (!document_get(transfer->db, "holidays", &text, NULL, error))
    return false;
  bool ok = text == NULL || csv_read("holidays", text, strlen(text), columns, G_N_ELEMENTS(columns), keep_other_set,
                                     feed, error);
  g_free(text);
  return ok;
}

static void feed_free(struct transfer *transfer)
{
  struct feed *feed = transfer->data;
  if (feed == NULL)
    return;
  g_string_free(feed->csv, TRUE);
  g_free(feed->set);
  g_free(feed);
  transfer->data = NULL;
}

static bool begin_holidays(struct transfer *transfer, GError **error)
{
  const struct transfer_input *in = transfer->input;
  if (!holiday_ics_is(in->bytes, in->length))
    return transfer_file_begin(transfer, error);
  struct feed *feed = g_new0(struct feed, 1);
  transfer->data = feed;
  feed->csv = g_string_new("set,date,name_ja,name_en\r\n");
  feed->set = holiday_ics_set(in->name, error);
  char *rows = feed->set == NULL ? NULL : holiday_ics_rows(in->name, in->bytes, in->length, feed->set, error);
  if (rows == NULL || !other_sets(transfer, feed, error)) {
    g_free(rows);
    return false;
  }
  g_string_append(feed->csv, rows);
  g_free(rows);
  feed->input = *in;
  feed->input.bytes = feed->csv->str;
  feed->input.length = feed->csv->len;
  transfer->input = &feed->input;
  return transfer_file_begin(transfer, error);
}

static bool holidays_end(struct transfer *transfer, GError **error)
{
  bool ok = calendars_end(transfer, error);
  if (ok)
    feed_free(transfer);
  return ok;
}

/* --- out ---------------------------------------------------------------------------------------------- */
static bool to_sink(const struct csv_row *row, void *user, GError **error)
{
  return transfer_sink_row(user, row->field, error);
}

bool transfer_file_each(struct db *db, struct transfer_sink *sink, GError **error)
{
  return table_file_each(db, sink->kind, to_sink, sink, error);
}

#define DOCUMENT(name, columns_, put_, end_)                                                                      \
  .id = name, .columns = columns_, .count = G_N_ELEMENTS(columns_), .begin = transfer_file_begin, .put = put_,   \
  .end = end_, .each = transfer_file_each
const struct transfer_kind transfer_calendars = {
    DOCUMENT("calendars", calendar_columns, transfer_file_put, calendars_end)};
const struct transfer_kind transfer_holidays = {
    .id = "holidays", .columns = holiday_columns, .count = G_N_ELEMENTS(holiday_columns), .begin = begin_holidays,
    .put = transfer_file_put, .end = holidays_end, .clear = feed_free, .each = transfer_file_each};
const struct transfer_kind transfer_special_dates = {
    DOCUMENT("special-dates", special_columns, transfer_file_put, calendars_end), .may_be_empty = true};
const struct transfer_kind transfer_policies = {
    DOCUMENT("policies", policy_columns, transfer_file_put, policies_end)};
const struct transfer_kind transfer_sections = {
    DOCUMENT("sections", section_columns, put_section, transfer_file_keep)};
const struct transfer_kind transfer_needs = {DOCUMENT("needs", need_columns, transfer_file_put, duty_end)};
const struct transfer_kind transfer_qualifications = {
    DOCUMENT("qualifications", qualification_columns, transfer_file_put, duty_end)};
const struct transfer_kind transfer_contacts = {
    DOCUMENT("contacts", contact_columns, transfer_file_put, escalation_end)};
const struct transfer_kind transfer_escalation_rules = {
    DOCUMENT("escalation-rules", rule_columns, transfer_file_put, escalation_end)};
const struct transfer_kind transfer_seasons = {DOCUMENT("seasons", season_columns, transfer_file_put, seasons_end)};
