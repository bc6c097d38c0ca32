#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "toban/lang.h"
#include "transfer_kind.h"

bool transfer_key(struct transfer *transfer, const struct csv_row *row, const char *column, const char *key,
                  GError **error)
{
  if (*key == '\0')
    return csv_fail(row, column, error, _("is empty"));
  gpointer line = g_hash_table_lookup(transfer->keys, key);
  if (line != NULL)
    return csv_fail(row, column, error, _("“%s” stands in line %d already"), key, GPOINTER_TO_INT(line));
  g_hash_table_insert(transfer->keys, g_strdup(key), GINT_TO_POINTER(row->line));
  return true;
}

bool transfer_need(const struct csv_row *row, int field, const char *column, GError **error)
{
  return *row->field[field] != '\0' || csv_fail(row, column, error, _("is empty"));
}

bool transfer_number(const struct csv_row *row, int field, const char *column, int64_t otherwise, int64_t low,
                     int64_t high, int64_t *out, GError **error)
{
  const char *text = row->field[field];
  *out = otherwise;
  if (*text == '\0')
    return true;
  char *end;
  errno = 0;
  *out = strtoll(text, &end, 10);
  if (errno != 0 || *end != '\0' || *out < low || *out > high)
    return csv_fail(row, column, error, _("“%s” is no whole number from %ld to %ld"), text, (long)low, (long)high);
  return true;
}

bool transfer_date(const struct csv_row *row, int field, const char *column, GError **error)
{
  day_t day;
  GError *why = NULL;
  if (*row->field[field] == '\0' || day_parse(row->field[field], &day, &why))
    return true;
  csv_fail(row, column, error, "%s", why->message);
  g_error_free(why);
  return false;
}

bool transfer_office_id(struct transfer *transfer, const struct csv_row *row, int field, const char *column,
                        char id[static 64], GError **error)
{
  const char *text = row->field[field];
  *id = '\0';
  if (*text == '\0')
    return true;
  struct db_stmt *stmt =
      db_query(transfer->db, error, "SELECT id FROM office WHERE id = $1 OR code = $1", "t", text);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0)
    g_strlcpy(id, db_text(stmt, 0), 64);
  db_done(stmt);
  return got > 0 || (got == 0 && csv_fail(row, column, error, _("there is no office “%s”"), text));
}

void transfer_bind(struct db_stmt *stmt, int index, const struct csv_row *row, int field)
{
  db_bind_text(stmt, index, row->given[field] ? row->field[field] : NULL);
}

char *transfer_detail(const struct transfer *transfer)
{
  const struct transfer_input *in = transfer->input;
  char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)in->bytes, in->length);
  char *detail = g_strdup_printf("{\"rows\":%" G_GINT64_FORMAT ",\"sha256\":\"%s\"}", transfer->rows, sum);
  g_free(sum);
  return detail;
}

bool transfer_time(const struct csv_row *row, int field, const char *column, utc_t *out, GError **error)
{
  GError *why = NULL;
  if (utc_parse(row->field[field], out, &why))
    return true;
  csv_fail(row, column, error, "%s", why->message);
  g_error_free(why);
  return false;
}
