/* Maintenance vendors of the offices, and templates of tickets: whole files, kept in versions. */
#include <string.h>

#include "toban/csv.h"
#include "toban/lang.h"
#include "toban/vendor.h"
#include "transfer_kind.h"

/* --- vendors ---------------------------------------------------------------------------------------- */
enum { OFFICE, NAME, CONTACT, CONTRACT, HOURS, TZ, LANGUAGES, NOTE, VENDOR_COLUMNS };
static const struct transfer_column vendor_columns[VENDOR_COLUMNS] = {
    [OFFICE] = {"office", true, COLUMN_TEXT},         [NAME] = {"name", true, COLUMN_TEXT},
    [CONTACT] = {"contact", true, COLUMN_TEXT},       [CONTRACT] = {"contract", true, COLUMN_TEXT},
    [HOURS] = {"hours", true, COLUMN_LIST},           [TZ] = {"tz", true, COLUMN_TEXT},
    [LANGUAGES] = {"languages", true, COLUMN_LIST},   [NOTE] = {"note", true, COLUMN_TEXT}};

static bool check_hours(const struct csv_row *row, GError **error)
{
  const char *why = vendor_hours_check(row->field[HOURS]);
  return why == NULL || csv_fail(row, "hours", error, "%s", lang_text(why));
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

/* An office may have several vendors, but not one twice. */
static bool put_vendor(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  char office[64];
  if (!transfer_need(row, OFFICE, "office", error) || !transfer_need(row, NAME, "name", error) ||
      !transfer_office_id(transfer, row, OFFICE, "office", office, error))
    return false;
  char *key = g_strdup_printf("%s: %s", office, row->field[NAME]);
  bool ok = transfer_key(transfer, row, "name", key, error) && check_hours(row, error) && check_zone(row, error);
  g_free(key);
  if (!ok)
    return false;
  const char *field[VENDOR_COLUMNS];
  memcpy(field, row->field, sizeof field);
  field[OFFICE] = office;
  struct csv_row kept = *row;
  kept.field = field;
  return transfer_file_put(transfer, &kept, error);
}

const struct transfer_kind transfer_vendors = {
    .id = "vendors", .columns = vendor_columns, .count = VENDOR_COLUMNS, .may_be_empty = true,
    .begin = transfer_file_begin, .put = put_vendor, .end = transfer_file_keep, .each = transfer_file_each};

/* --- templates -------------------------------------------------------------------------------------- */
enum { ID, CATEGORY, PRIORITY, CHECKLIST, NAME_JA, NAME_EN, TITLE_JA, TITLE_EN, BODY_JA, BODY_EN, TEMPLATE_COLUMNS };
static const struct transfer_column template_columns[TEMPLATE_COLUMNS] = {
    [ID] = {"id", true, COLUMN_TEXT},             [CATEGORY] = {"category", true, COLUMN_TEXT},
    [PRIORITY] = {"priority", true, COLUMN_INT},  [CHECKLIST] = {"checklist", true, COLUMN_TEXT},
    [NAME_JA] = {"name_ja", true, COLUMN_TEXT},   [NAME_EN] = {"name_en", true, COLUMN_TEXT},
    [TITLE_JA] = {"title_ja", true, COLUMN_TEXT}, [TITLE_EN] = {"title_en", true, COLUMN_TEXT},
    [BODY_JA] = {"body_ja", true, COLUMN_TEXT},   [BODY_EN] = {"body_en", true, COLUMN_TEXT}};

static bool check_category(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  int64_t there = 0;
  const char *code = row->field[CATEGORY];
  if (*code == '\0')
    return true;
  if (!db_get_int(transfer->db, &there, 0, error, "SELECT 1 FROM category WHERE code = $1", "t", code))
    return false;
  return there != 0 || csv_fail(row, "category", error, _("no such category: “%s”"), code);
}

static bool put_template(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  int64_t priority;
  return transfer_key(transfer, row, "id", row->field[ID], error) && transfer_need(row, NAME_JA, "name_ja", error) &&
         transfer_need(row, NAME_EN, "name_en", error) && check_category(transfer, row, error) &&
         transfer_number(row, PRIORITY, "priority", 0, 1, 4, &priority, error) &&
         transfer_file_put(transfer, row, error);
}

const struct transfer_kind transfer_templates = {
    .id = "templates", .columns = template_columns, .count = TEMPLATE_COLUMNS, .may_be_empty = true,
    .begin = transfer_file_begin, .put = put_template, .end = transfer_file_keep, .each = transfer_file_each};
