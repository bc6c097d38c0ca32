/* Assets in and out: each row that differs from the register is a change of its own in the log. */
#include <stdio.h>
#include <string.h>

#include "asset.h"
#include "toban/arena.h"
#include "toban/bulk.h"
#include "toban/lang.h"
#include "toban/store.h"
#include "transfer_kind.h"

static const struct transfer_column columns[ASSET_FIELDS] = {
    [ASSET_TAG] = {"tag", true, COLUMN_TEXT},
    [ASSET_KIND] = {"kind", true, COLUMN_TEXT},
    [ASSET_HOST] = {"host", false, COLUMN_TEXT},
    [ASSET_SERIAL] = {"serial", false, COLUMN_TEXT},
    [ASSET_USER] = {"user", false, COLUMN_TEXT},
    [ASSET_OFFICE] = {"office", false, COLUMN_TEXT},
    [ASSET_DEPARTMENT] = {"department", false, COLUMN_TEXT},
    [ASSET_STATE] = {"state", false, COLUMN_TEXT},
    [ASSET_BOUGHT] = {"bought_on", false, COLUMN_NULLABLE},
    [ASSET_WARRANTY] = {"warranty_until", false, COLUMN_NULLABLE},
    [ASSET_RENEWAL] = {"renewal_on", false, COLUMN_NULLABLE},
    [ASSET_SUPPLIER] = {"supplier", false, COLUMN_TEXT},
    [ASSET_NOTE] = {"note", false, COLUMN_TEXT}};

/* Of an import under way. words: a reference of nothing but the words of this database. */
struct assets { struct record_batch batch; struct arena *arena; struct reference words; };

static bool begin(struct transfer *transfer, GError **error)
{
  struct assets *assets = transfer->data = g_new0(struct assets, 1);
  assets->arena = arena_new();
  return asset_words_read(transfer->db, assets->arena, &assets->words.asset_word, &assets->words.asset_words, error) &&
         record_batch_open(&assets->batch, transfer->db, NULL, error);
}

static bool finish(struct transfer *transfer, GError **error)
{
  struct assets *assets = transfer->data;
  bool ok = assets == NULL || assets->batch.log.db == NULL || record_batch_close(&assets->batch, false, error);
  if (assets != NULL)
    arena_free(assets->arena);
  g_clear_pointer(&transfer->data, g_free);
  return ok;
}

static void clear(struct transfer *transfer)
{
  finish(transfer, NULL);
}

static bool append(struct transfer *transfer, const char *tag, const char *kind, const json_t *data, GError **error)
{
  const struct transfer_input *in = transfer->input;
  char *subject = g_strconcat(ASSET_SUBJECT, tag, NULL);
  bool ok = record_batch_add(&((struct assets *)transfer->data)->batch, subject, kind, in->at, in->by, data, error);
  g_free(subject);
  return ok;
}

/* Spreadsheets write 2026/4/1. */
static const char *date_of(const char *text, char iso[static 16])
{
  int year, month, day, length = 0;
  if (sscanf(text, "%4d/%2d/%2d%n", &year, &month, &day, &length) != 3 || text[length] != '\0' || year < 1000 ||
      month < 0 || day < 0)
    return text;
  g_snprintf(iso, 16, "%04d-%02d-%02d", year, month, day);
  return iso;
}

static bool check_date(const struct csv_row *row, int field, const char *text, GError **error)
{
  day_t day;
  GError *why = NULL;
  if (*text == '\0' || day_parse(text, &day, &why))
    return true;
  csv_fail(row, columns[field].name, error, "%s", why->message);
  g_error_free(why);
  return false;
}

/* The values of a row as the register has them; behind those of every asset the fields that are data. */
enum { VALUES = 64 };
struct values { const char *value[VALUES]; char office[64], date[ASSET_FIELDS][16]; };

static bool extend(struct db *db, struct transfer_kind *out, struct transfer_column column[static 64],
                   struct arena *arena, GError **error)
{
  const struct asset_word *word;
  int words;
  if (!asset_words_read(db, arena, &word, &words, error))
    return false;
  for (int i = 0; i < words && out->count < VALUES; i++)
    if (word[i].of == WORD_FIELD)
      column[out->count++] = (struct transfer_column){word[i].id, false, COLUMN_TEXT};
  return true;
}

static bool read_values(struct transfer *transfer, const struct csv_row *row, struct values *out, GError **error)
{
  const struct reference *words = &((struct assets *)transfer->data)->words;
  for (size_t i = 0; i < transfer->kind->count; i++)
    out->value[i] = row->field[i];
  out->value[ASSET_KIND] = reference_asset_id(words, WORD_KIND, row->field[ASSET_KIND]);
  out->value[ASSET_STATE] = reference_asset_id(words, WORD_STATE, row->field[ASSET_STATE]);
  if (!transfer_office_id(transfer, row, ASSET_OFFICE, "office", out->office, error))
    return false;
  out->value[ASSET_OFFICE] = out->office;
  for (int i = 0; i < ASSET_FIELDS; i++)
    if (asset_field_is_date((enum asset_field)i)) {
      out->value[i] = date_of(row->field[i], out->date[i]);
      if (!check_date(row, i, out->value[i], error))
        return false;
    }
  return true;
}

/* What differs; a new asset differs from one with nothing. Columns that the file does not have stay. */
static json_t *differences(const struct transfer *transfer, const struct csv_row *row, const struct asset_row *before,
                           const struct values *values)
{
  json_t *data = json_object();
  for (size_t i = ASSET_FIELDS; i < transfer->kind->count; i++) {
    const char *name = transfer->kind->columns[i].name;
    char *had = before->id == 0 ? NULL : asset_extra(transfer->db, row->field[ASSET_TAG], name);
    if (row->given[i] && strcmp(had == NULL ? "" : had, values->value[i]) != 0)
      json_object_set_new(data, name, json_string(values->value[i]));
    g_free(had);
  }
  for (int i = ASSET_TAG + 1; i < ASSET_FIELDS; i++)
    if (row->given[i] && strcmp(before->value[i], values->value[i]) != 0)
      json_object_set_new(data, columns[i].name, json_string(values->value[i]));
  return data;
}

static bool put_values(struct transfer *transfer, const struct csv_row *row, const struct values *values,
                       GError **error)
{
  struct arena *arena = arena_new();
  struct asset_row before;
  bool ok = asset_load(transfer->db, row->field[ASSET_TAG], arena, &before, error);
  json_t *data = ok ? differences(transfer, row, &before, values) : NULL;
  if (ok && (before.id == 0 || json_object_size(data) > 0))
    ok = append(transfer, row->field[ASSET_TAG], before.id == 0 ? "asset-added" : "asset-changed", data, error);
  json_decref(data);
  arena_free(arena);
  return ok;
}

static bool put(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  const char *tag = row->field[ASSET_TAG];
  struct values values;
  if (!transfer_key(transfer, row, "tag", tag, error) || !transfer_need(row, ASSET_KIND, "kind", error))
    return false;
  if (strlen(tag) >= RECORD_KEY_MAX)
    return csv_fail(row, "tag", error, _("too long"));
  return read_values(transfer, row, &values, error) && put_values(transfer, row, &values, error);
}

static bool take_away(struct transfer *transfer, const char *tag, GError **error)
{
  json_t *nothing = json_object();
  bool ok = append(transfer, tag, "asset-removed", nothing, error);
  json_decref(nothing);
  return ok;
}

static bool end(struct transfer *transfer, GError **error)
{
  const struct transfer_input *in = transfer->input;
  bool ok = finish(transfer, error);
  char *detail = transfer_detail(transfer);
  ok = ok && register_changed(transfer->db, TOPIC_ASSET, in->kind, in->at, in->by, detail, error);
  g_free(detail);
  return ok;
}

static bool each(struct db *db, struct transfer_sink *sink, GError **error)
{
  struct db_stmt *stmt = db_prepare(db, "SELECT " ASSET_COLUMNS " FROM asset a ORDER BY a.tag", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    const char *fields[VALUES];
    char *extra[VALUES] = {NULL};
    for (size_t i = 0; i < sink->kind->count; i++) {
      if (i >= ASSET_FIELDS)
        extra[i] = asset_extra(db, db_text(stmt, ASSET_TAG), sink->kind->columns[i].name);
      fields[i] = i < ASSET_FIELDS ? db_text(stmt, (int)i) : extra[i];
    }
    if (!transfer_sink_row(sink, fields, error))
      got = -1;
    for (size_t i = ASSET_FIELDS; i < sink->kind->count; i++)
      g_free(extra[i]);
  }
  db_done(stmt);
  return got == 0;
}

const struct transfer_kind transfer_assets = {
    .id = "assets", .columns = columns, .count = ASSET_FIELDS, .cp932 = true, .may_be_empty = true,
    .key = 1u << ASSET_TAG, .keys_sql = "SELECT tag FROM asset ORDER BY tag", .remove = take_away, .begin = begin,
    .extend = extend,
    .put = put, .end = end, .clear = clear, .each = each};
