/* Offices, categories, operators. */
#include <string.h>

#include "toban/bulk.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/person.h"
#include "toban/zone.h"
#include "transfer_kind.h"

/* --- offices ------------------------------------------------------------------------------------------ */
enum { NO, CODE, REGION_JA, REGION_EN, NAME_JA, NAME_EN, COUNTRY, TZ, CALENDAR, LANGUAGES, PCS, SERVERS, PRINTERS };
static const struct transfer_column office_columns[] = {
    [NO] = {"no", true, COLUMN_INT},           [CODE] = {"code", true, COLUMN_TEXT},
    [REGION_JA] = {"region_ja", true, COLUMN_TEXT}, [REGION_EN] = {"region_en", true, COLUMN_TEXT},
    [NAME_JA] = {"name_ja", true, COLUMN_TEXT}, [NAME_EN] = {"name_en", true, COLUMN_TEXT},
    [COUNTRY] = {"country", true, COLUMN_TEXT}, [TZ] = {"tz", true, COLUMN_NULLABLE},
    [CALENDAR] = {"calendar", true, COLUMN_TEXT}, [LANGUAGES] = {"languages", true, COLUMN_LIST},
    [PCS] = {"pcs", true, COLUMN_INT},         [SERVERS] = {"servers", true, COLUMN_INT},
    [PRINTERS] = {"printers", true, COLUMN_INT}};

static bool is_code(const char *text, const char *also)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isalnum(*c) && strchr(also, *c) == NULL)
      return false;
  return *text != '\0';
}

static bool check_zone(const struct csv_row *row, GError **error)
{
  if (*row->field[TZ] == '\0')
    return true;
  struct zone *zone = zone_new(row->field[TZ]);
  bool known = zone != NULL;
  zone_unref(zone);
  return known || csv_fail(row, "tz", error, _("“%s” is no time zone that this machine knows"), row->field[TZ]);
}

/* A code belongs to one office: tickets may be imported by code. */
static bool check_code(struct transfer *transfer, const struct csv_row *row, const char *id, GError **error)
{
  const char *code = row->field[CODE];
  if (!is_code(code, "-_") || g_ascii_isdigit(*code))
    return csv_fail(row, "code", error, _("“%s” is no code: letters, digits and hyphens, a letter first"), code);
  struct db_stmt *stmt =
      db_query(transfer->db, error, "SELECT id FROM office WHERE code = $1 AND id <> $2", "tt", code, id);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  bool taken = got > 0;
  if (taken)
    csv_fail(row, "code", error, _("“%s” is the code of office %s"), code, db_text(stmt, 0));
  db_done(stmt);
  return got == 0;
}

static void bind_count(struct db_stmt *stmt, int index, int64_t count)
{
  if (count < 0)
    db_bind_text(stmt, index, NULL);
  else
    db_bind_int(stmt, index, count);
}

static bool write_office(struct transfer *transfer, const struct csv_row *row, const char *id, const int64_t *numbers,
                         GError **error)
{
  struct db_stmt *stmt = db_prepare(
      transfer->db,
      "INSERT INTO office (id, position, no, code, region_ja, region_en, name_ja, name_en, country, tz, calendar,"
      " languages, pcs, servers, printers) VALUES ($1, (SELECT coalesce(max(position), 0) + 1 FROM office), $2, $3,"
      " $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO UPDATE SET no = $2, code = $3,"
      " region_ja = $4, region_en = $5, name_ja = $6, name_en = $7, country = $8, tz = $9, calendar = $10,"
      " languages = $11, pcs = $12, servers = $13, printers = $14",
      error);
  if (stmt == NULL)
    return false;
  db_bind_text(stmt, 1, id);
  bind_count(stmt, 2, numbers[0]);
  for (int field = CODE; field <= LANGUAGES; field++)
    db_bind_text(stmt, field + 2, row->field[field]);
  for (int i = 1; i < 4; i++)
    bind_count(stmt, 11 + i, numbers[i]);
  int got = db_step(stmt, error);
  db_done(stmt);
  return got >= 0;
}

static bool put_office(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  static const struct { int field; const char *column; int64_t low, high; } numbers[] = {
      {NO, "no", 1, 9999}, {PCS, "pcs", 0, 100000}, {SERVERS, "servers", 0, 100000}, {PRINTERS, "printers", 0, 100000}};
  int64_t value[G_N_ELEMENTS(numbers)];
  for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
    if (!transfer_number(row, numbers[i].field, numbers[i].column, -1, numbers[i].low, numbers[i].high, &value[i],
                         error))
      return false;
  const char *id = value[0] > 0 ? row->field[NO] : row->field[CODE];
  return transfer_key(transfer, row, value[0] > 0 ? "no" : "code", id, error) &&
         check_code(transfer, row, id, error) && transfer_need(row, NAME_JA, "name_ja", error) &&
         transfer_need(row, NAME_EN, "name_en", error) && transfer_need(row, CALENDAR, "calendar", error) &&
         check_zone(row, error) && write_office(transfer, row, id, value, error);
}

static bool reference_end(struct transfer *transfer, GError **error)
{
  const struct transfer_input *in = transfer->input;
  char *detail = transfer_detail(transfer);
  bool ok = reference_changed(transfer->db, in->kind, in->at, in->by, detail, error);
  g_free(detail);
  return ok;
}

static bool offices_end(struct transfer *transfer, GError **error)
{
  return reference_end(transfer, error) && clocks_refresh(transfer->db, error);
}

static bool each_office(struct db *db, struct transfer_sink *sink, GError **error)
{
  return transfer_sink_query(
      sink, db,
      "SELECT no, code, region_ja, region_en, name_ja, name_en, country, tz, calendar, languages,"
      " pcs, servers, printers FROM office ORDER BY position",
      error);
}

const struct transfer_kind transfer_offices = {
    .id = "offices", .columns = office_columns, .count = G_N_ELEMENTS(office_columns),
    .may_be_empty = true, .key = 3,
    .keys_sql = "SELECT id FROM office", .delete_sql = "DELETE FROM office WHERE id = $1",
    .put = put_office, .end = offices_end, .each = each_office};

/* --- categories --------------------------------------------------------------------------------------- */
static const struct transfer_column category_columns[] = {
    {"code", true, COLUMN_TEXT}, {"name_ja", true, COLUMN_TEXT}, {"name_en", true, COLUMN_TEXT}};

static bool put_category(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  const char *code = row->field[0];
  size_t length = strlen(code);
  if (!transfer_key(transfer, row, "code", code, error) || !transfer_need(row, 1, "name_ja", error) ||
      !transfer_need(row, 2, "name_en", error))
    return false;
  if (strspn(code, "0123456789.") != length || code[0] == '.' || code[length - 1] == '.' || strstr(code, "..") != NULL)
    return csv_fail(row, "code", error, _("“%s” is no category: numbers with dots, like 5.1.2"), code);
  return db_exec(transfer->db, error,
                 "INSERT INTO category (code, position, name_ja, name_en) VALUES ($1,"
                 " (SELECT coalesce(max(position), 0) + 1 FROM category), $2, $3)"
                 " ON CONFLICT (code) DO UPDATE SET name_ja = $2, name_en = $3",
                 "ttt", code, row->field[1], row->field[2]);
}

static bool each_category(struct db *db, struct transfer_sink *sink, GError **error)
{
  return transfer_sink_query(sink, db, "SELECT code, name_ja, name_en FROM category ORDER BY position", error);
}

const struct transfer_kind transfer_categories = {
    .id = "categories", .columns = category_columns, .count = G_N_ELEMENTS(category_columns),
    .may_be_empty = true, .key = 1,
    .keys_sql = "SELECT code FROM category", .delete_sql = "DELETE FROM category WHERE code = $1",
    .put = put_category, .end = reference_end, .each = each_category};

/* --- operators ---------------------------------------------------------------------------------------- */
static const struct transfer_column operator_columns[] = {
    {"login", true, COLUMN_TEXT},           {"name_ja", true, COLUMN_TEXT},
    {"name_en", true, COLUMN_TEXT},         {"site", true, COLUMN_TEXT},
    {"languages", true, COLUMN_LIST},       {"roles", true, COLUMN_LIST},
    {"qualifications", false, COLUMN_LIST}, {"valid_from", false, COLUMN_NULLABLE},
    {"valid_to", false, COLUMN_NULLABLE}};

static bool check_roles(const struct csv_row *row, GError **error)
{
  char *unknown;
  roles_parse(row->field[5], row->field[3], &unknown);
  bool ok = unknown == NULL || csv_fail(row, "roles", error, _("there is no role “%s”"), unknown);
  g_free(unknown);
  return ok;
}

/* The list must not lock everybody out. */
static bool operators_end(struct transfer *transfer, GError **error)
{
  return reference_end(transfer, error) && person_keeps_administrator(transfer->db, transfer->input->at, error);
}

static bool put_operator(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  char site[64];
  if (!transfer_key(transfer, row, "login", row->field[0], error) || !transfer_need(row, 1, "name_ja", error) ||
      !transfer_need(row, 2, "name_en", error) || !transfer_office_id(transfer, row, 3, "site", site, error) ||
      !transfer_date(row, 7, "valid_from", error) || !transfer_date(row, 8, "valid_to", error))
    return false;
  if (!check_roles(row, error))
    return false;
  if (!is_code(row->field[0], "-_."))
    return csv_fail(row, "login", error, _("“%s” is no login: letters, digits, dots and hyphens"), row->field[0]);
  struct db_stmt *stmt = db_prepare(
      transfer->db,
      "INSERT INTO operator (login, position, name_ja, name_en, site, languages, roles, qualifications, valid_from,"
      " valid_to) VALUES ($1, (SELECT coalesce(max(position), 0) + 1 FROM operator), $2, $3, $4, $5, $6,"
      " coalesce($7, ''), coalesce($8, ''), coalesce($9, '')) ON CONFLICT (login) DO UPDATE SET"
      " position = (SELECT max(position) + 1 FROM operator), name_ja = $2,"
      " name_en = $3, site = $4, languages = $5, roles = $6, qualifications = coalesce($7, operator.qualifications),"
      " valid_from = coalesce($8, operator.valid_from), valid_to = coalesce($9, operator.valid_to)",
      error);
  if (stmt == NULL)
    return false;
  for (int i = 0; i < 9; i++)
    transfer_bind(stmt, i + 1, row, i);
  db_bind_text(stmt, 4, site);
  int got = db_step(stmt, error);
  db_done(stmt);
  return got >= 0;
}

static bool each_operator(struct db *db, struct transfer_sink *sink, GError **error)
{
  return transfer_sink_query(
      sink, db,
      "SELECT login, name_ja, name_en, site, languages, roles, qualifications, valid_from, valid_to"
      " FROM operator ORDER BY position",
      error);
}

const struct transfer_kind transfer_operators = {.id = "operators",
                                                 .columns = operator_columns,
                                                 .count = G_N_ELEMENTS(operator_columns),
                                                 .cp932 = true,
                                                 .may_be_empty = true,
                                                 .key = 1,
                                                 .keys_sql = "SELECT login FROM operator",
                                                 .delete_sql = "DELETE FROM operator WHERE login = $1",
                                                 .put = put_operator,
                                                 .end = operators_end,
                                                 .each = each_operator};
