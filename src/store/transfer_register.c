/* Endpoints. */
#include <string.h>

#include "toban/bulk.h"
#include "toban/check_option.h"
#include "toban/error.h"
#include "toban/health.h"
#include "toban/lang.h"
#include "toban/store.h"
#include "transfer_kind.h"

static bool step_done(struct db_stmt *stmt, GError **error)
{
  int got = db_step(stmt, error);
  db_done(stmt);
  return got >= 0;
}

static bool register_end(struct transfer *transfer, unsigned topic, GError **error)
{
  const struct transfer_input *in = transfer->input;
  char *detail = transfer_detail(transfer);
  bool ok = register_changed(transfer->db, topic, in->kind, in->at, in->by, detail, error);
  g_free(detail);
  return ok;
}

/* --- endpoints ---------------------------------------------------------------------------------------- */
enum { ID, GROUP, NAME_JA, NAME_EN, CHECK, TARGET, INTERVAL, TIMEOUT, DOWN_AFTER, UP_AFTER, STATUS, BODY, SLOW, PARENT,
       PLACE, OPTIONS, ENDPOINT_COLUMNS };
static const struct transfer_column endpoint_columns[ENDPOINT_COLUMNS] = {
    [ID] = {"id", true, COLUMN_TEXT},             [GROUP] = {"group", false, COLUMN_TEXT},
    [NAME_JA] = {"name_ja", true, COLUMN_TEXT},   [NAME_EN] = {"name_en", true, COLUMN_TEXT},
    [CHECK] = {"kind", true, COLUMN_TEXT},        [TARGET] = {"target", true, COLUMN_TEXT},
    [INTERVAL] = {"interval_s", false, COLUMN_INT}, [TIMEOUT] = {"timeout_s", false, COLUMN_INT},
    [DOWN_AFTER] = {"down_after", false, COLUMN_INT}, [UP_AFTER] = {"up_after", false, COLUMN_INT},
    [STATUS] = {"expect_status", false, COLUMN_TEXT}, [BODY] = {"expect_body", false, COLUMN_TEXT},
    [SLOW] = {"slow_ms", false, COLUMN_INT},      [PARENT] = {"parent", false, COLUMN_NULLABLE},
    [PLACE] = {"office", false, COLUMN_TEXT},     [OPTIONS] = {"options", false, COLUMN_TEXT}};
static const struct { int field; int64_t otherwise, low, high;
} endpoint_numbers[] = {{INTERVAL, 60, 1, 86400},
                        {TIMEOUT, 10, 1, 300},
                        {DOWN_AFTER, 3, 1, 100},
                        {UP_AFTER, 2, 1, 100},
                        {SLOW, 0, 0, 300000}};
enum { NUMBERS = G_N_ELEMENTS(endpoint_numbers) };

static bool write_endpoint(struct transfer *transfer, const struct csv_row *row, const int64_t *number,
                           const char *office, GError **error)
{
  struct db_stmt *stmt = db_prepare(
      transfer->db,
      "INSERT INTO endpoint (id, position, group_, name_ja, name_en, kind, target, interval_s, timeout_s, down_after,"
      " up_after, expect_status, expect_body, slow_ms, parent, office, options) VALUES ($1,"
      " (SELECT coalesce(max(position), 0) + 1 FROM endpoint), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
      " $15, $16) ON CONFLICT (id) DO UPDATE SET group_ = $2, name_ja = $3, name_en = $4, kind = $5, target = $6,"
      " interval_s = $7, timeout_s = $8, down_after = $9, up_after = $10, expect_status = $11, expect_body = $12,"
      " slow_ms = $13, parent = $14, office = $15, options = $16",
      error);
  if (stmt == NULL)
    return false;
  for (int i = 0; i < ENDPOINT_COLUMNS; i++)
    db_bind_text(stmt, i + 1, row->field[i]);
  for (int i = 0; i < NUMBERS; i++)
    db_bind_int(stmt, endpoint_numbers[i].field + 1, number[i]);
  db_bind_text(stmt, PLACE + 1, office);
  return step_done(stmt, error);
}

/* What it does, as far as it can be known without the network; and no secret written out. */
static bool check_of_endpoint(const struct csv_row *row, enum endpoint_kind kind, GError **error)
{
  struct check_options options;
  GError *why = NULL;
  if (check_target_has_secret(row->field[TARGET]))
    return csv_fail(row, "target", error, _("a user or a password does not belong here: see the option login"));
  bool good = check_options_parse(row->field[OPTIONS], kind, &options, &why);
  check_options_clear(&options);
  if (!good)
    csv_fail(row, "options", error, "%s", why->message);
  g_clear_error(&why);
  return good;
}

static bool put_endpoint(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  int64_t number[NUMBERS];
  char office[64];
  enum endpoint_kind kind;
  if (!transfer_key(transfer, row, "id", row->field[ID], error) || !transfer_need(row, NAME_JA, "name_ja", error) ||
      !transfer_need(row, NAME_EN, "name_en", error) || !transfer_need(row, TARGET, "target", error) ||
      !transfer_office_id(transfer, row, PLACE, "office", office, error))
    return false;
  if (!endpoint_kind_parse(row->field[CHECK], &kind))
    return csv_fail(row, "kind", error, _("“%s” is none of http tcp tls dns smtp imap ldap ping"), row->field[CHECK]);
  for (int i = 0; i < NUMBERS; i++)
    if (!transfer_number(row, endpoint_numbers[i].field, endpoint_columns[endpoint_numbers[i].field].name,
                         endpoint_numbers[i].otherwise, endpoint_numbers[i].low, endpoint_numbers[i].high, &number[i],
                         error))
      return false;
  return check_of_endpoint(row, kind, error) && write_endpoint(transfer, row, number, office, error);
}

/* Parents: each is there, and nobody is above itself. At the end, because a child may stand before its parent. */
static bool check_parents(struct transfer *transfer, GError **error)
{
  GHashTable *parent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  struct db_stmt *stmt = db_prepare(transfer->db, "SELECT id, parent FROM endpoint ORDER BY position", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    char *id = g_strdup(db_text(stmt, 0));
    g_hash_table_insert(parent, id, g_strdup(db_text(stmt, 1)));
  }
  db_done(stmt);
  bool ok = got == 0;
  GHashTableIter iter;
  gpointer id, above;
  g_hash_table_iter_init(&iter, parent);
  while (ok && g_hash_table_iter_next(&iter, &id, &above)) {
    struct csv_row row = {.file = transfer->input->name,
                          .line = GPOINTER_TO_INT(g_hash_table_lookup(transfer->keys, id))};
    guint steps = 0;
    for (const char *at = above; ok && *at != '\0'; at = g_hash_table_lookup(parent, at), steps++)
      if (!g_hash_table_contains(parent, at))
        ok = csv_fail(&row, "parent", error, _("there is no endpoint “%s”"), at);
      else if (steps > g_hash_table_size(parent))
        ok = csv_fail(&row, "parent", error, _("“%s” is above itself"), (const char *)id);
  }
  g_hash_table_destroy(parent);
  return ok;
}

/* States of endpoints that are gone go too. */
static bool endpoints_end(struct transfer *transfer, GError **error)
{
  return check_parents(transfer, error) &&
         db_exec(transfer->db, error, "DELETE FROM endpoint_state WHERE id NOT IN (SELECT id FROM endpoint)", "") &&
         register_end(transfer, TOPIC_ENDPOINT, error);
}

static bool each_endpoint(struct db *db, struct transfer_sink *sink, GError **error)
{
  return transfer_sink_query(sink, db,
                             "SELECT id, group_, name_ja, name_en, kind, target, interval_s, timeout_s, down_after,"
                             " up_after, expect_status, expect_body, slow_ms, parent, office, options"
                             " FROM endpoint ORDER BY position", error);
}

const struct transfer_kind transfer_endpoints = {
    .id = "endpoints", .columns = endpoint_columns, .count = ENDPOINT_COLUMNS,
    .may_be_empty = true, .key = 1,
    .keys_sql = "SELECT id FROM endpoint", .delete_sql = "DELETE FROM endpoint WHERE id = $1",
    .put = put_endpoint, .end = endpoints_end, .each = each_endpoint};
