/* Licences in and out: a row for each seat that is handed out, or one without a holder for a product with none. The
 * rows of a product agree about its seats and renewal. */
#include <string.h>

#include "record.h"
#include "toban/bulk.h"
#include "toban/lang.h"
#include "toban/loan.h"
#include "toban/store.h"
#include "transfer_kind.h"

enum { PRODUCT, SEATS, RENEWAL, HOLDER, COLUMNS };
enum { SEATS_MOST = 1000000 };
static const struct transfer_column columns[COLUMNS] = {[PRODUCT] = {"product", true, COLUMN_TEXT},
                                                        [SEATS] = {"seats", true, COLUMN_INT},
                                                        [RENEWAL] = {"renewal_on", false, COLUMN_NULLABLE},
                                                        [HOLDER] = {"holder", false, COLUMN_TEXT}};
struct licences { struct record_batch batch; GHashTable *said; /* product -> "seats renewal" */ };

static bool begin(struct transfer *transfer, GError **error)
{
  struct licences *licences = transfer->data = g_new0(struct licences, 1);
  licences->said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return record_batch_open(&licences->batch, transfer->db, NULL, error);
}

static bool close(struct transfer *transfer, GError **error)
{
  struct licences *licences = transfer->data;
  bool ok = record_batch_close(&licences->batch, false, error);
  g_hash_table_unref(licences->said);
  g_clear_pointer(&transfer->data, g_free);
  return ok;
}

static void clear(struct transfer *transfer)
{
  if (transfer->data != NULL)
    close(transfer, NULL);
}

static bool append(struct transfer *transfer, const char *product, const char *kind, json_t *take_data, GError **error)
{
  struct licences *licences = transfer->data;
  char *subject = g_strconcat("licence:", product, NULL);
  bool ok = record_batch_add(&licences->batch, subject, kind, transfer->input->at, transfer->input->by, take_data,
                             error);
  json_decref(take_data);
  g_free(subject);
  return ok;
}

/* The first row of a product sets it, the others must say the same. */
static bool put_product(struct transfer *transfer, const struct csv_row *row, int64_t seats, const char *renewal,
                        GError **error)
{
  struct licences *licences = transfer->data;
  char *says = g_strdup_printf("%ld %s", (long)seats, renewal);
  const char *before = g_hash_table_lookup(licences->said, row->field[PRODUCT]);
  bool known = before != NULL, agrees = known && strcmp(before, says) == 0;
  if (!known)
    g_hash_table_insert(licences->said, g_strdup(row->field[PRODUCT]), g_strdup(says));
  g_free(says);
  if (known)
    return agrees || csv_fail(row, "seats", error, _("another row of “%s” has other seats or another renewal"),
                              row->field[PRODUCT]);
  int64_t same = 0;
  if (!db_get_int(transfer->db, &same, 0, error,
                  "SELECT count(*) FROM licence WHERE product = $1 AND seats = $2 AND renewal_on = $3", "tit",
                  row->field[PRODUCT], seats, renewal))
    return false;
  return same > 0 || append(transfer, row->field[PRODUCT], "licence-set",
                            json_pack("{s:I, s:s}", "seats", (json_int_t)seats, "renewal_on", renewal), error);
}

static bool put_holder(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  int64_t held = 0;
  if (*row->field[HOLDER] == '\0')
    return true;
  if (!db_get_int(transfer->db, &held, 0, error, "SELECT count(*) FROM licence_seat WHERE product = $1 AND holder = $2",
                  "tt", row->field[PRODUCT], row->field[HOLDER]))
    return false;
  return held > 0 || append(transfer, row->field[PRODUCT], "licence-given",
                            json_pack("{s:s}", "holder", row->field[HOLDER]), error);
}

static bool put(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  GError *why = NULL;
  int64_t seats;
  day_t day;
  char renewal[16] = "", *key = g_strconcat(row->field[PRODUCT], "\n", row->field[HOLDER], NULL);
  bool ok = transfer_need(row, PRODUCT, "product", error) && transfer_need(row, SEATS, "seats", error) &&
            transfer_number(row, SEATS, "seats", 0, 0, SEATS_MOST, &seats, error) &&
            transfer_key(transfer, row, "holder", key, error);
  g_free(key);
  if (!ok)
    return false;
  if (strchr(row->field[PRODUCT], '\n') != NULL)
    return csv_fail(row, "product", error, _("has a line break"));
  if (!japan_day_parse(row->field[RENEWAL], transfer->input->at, &day, &why)) {
    csv_fail(row, "renewal_on", error, "%s", why->message);
    g_error_free(why);
    return false;
  }
  if (day != DAY_NONE)
    day_format(day, renewal);
  return put_product(transfer, row, seats, renewal, error) && put_holder(transfer, row, error);
}

/* Hand-outs that the file does not have are taken back; products that it does not name go as a whole. */
static bool take_away(struct transfer *transfer, const char *key, GError **error)
{
  struct licences *licences = transfer->data;
  const char *end = strchr(key, '\n');
  char *product = g_strndup(key, (gsize)(end - key));
  bool named = g_hash_table_contains(licences->said, product), ok = true;
  if (!named && end[1] == '\0')
    ok = append(transfer, product, "licence-removed", json_object(), error);
  else if (named && end[1] != '\0')
    ok = append(transfer, product, "licence-taken", json_pack("{s:s}", "holder", end + 1), error);
  g_free(product);
  return ok;
}

static bool end(struct transfer *transfer, GError **error)
{
  const struct transfer_input *in = transfer->input;
  char *detail = transfer_detail(transfer);
  bool ok = close(transfer, error) &&
            register_changed(transfer->db, TOPIC_ASSET, in->kind, in->at, in->by, detail, error);
  g_free(detail);
  return ok;
}

static bool each(struct db *db, struct transfer_sink *sink, GError **error)
{
  return transfer_sink_query(sink, db,
                             "SELECT l.product, l.seats, l.renewal_on, coalesce(s.holder, '') FROM licence l"
                             " LEFT JOIN licence_seat s ON s.product = l.product ORDER BY l.product, s.holder", error);
}

const struct transfer_kind transfer_licences = {
    .id = "licences", .columns = columns, .count = COLUMNS, .cp932 = true, .may_be_empty = true,
    .key = 1u << PRODUCT | 1u << HOLDER,
    .keys_sql = "SELECT product || '\n' FROM licence UNION ALL SELECT product || '\n' || holder FROM licence_seat",
    .remove = take_away, .begin = begin, .put = put, .end = end, .clear = clear, .each = each};
