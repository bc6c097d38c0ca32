/* People who may call: name, reading, mail, extension, office. Personal data: reading them in bulk leaves a record. */
#include <string.h>

#include "lookup.h"
#include "people.h"
#include "toban/bulk.h"
#include "toban/lang.h"
#include "transfer_kind.h"

enum { NAME, READING, MAIL, EXTENSION, OFFICE, LANGUAGE, DEPARTMENT, VIP, COLUMNS };
static const struct transfer_column columns[COLUMNS] = {
    [NAME] = {"name", true, COLUMN_TEXT},           [READING] = {"reading", false, COLUMN_TEXT},
    [MAIL] = {"mail", false, COLUMN_TEXT},          [EXTENSION] = {"extension", false, COLUMN_TEXT},
    [OFFICE] = {"office", true, COLUMN_TEXT},       [LANGUAGE] = {"language", false, COLUMN_TEXT},
    [DEPARTMENT] = {"department", false, COLUMN_TEXT}, [VIP] = {"vip", false, COLUMN_TEXT}};

/* A mail address is one person's; without one it is the name at its place. */
static char *key_of(const struct csv_row *row, const char *office)
{
  if (*row->field[MAIL] != '\0')
    return g_ascii_strdown(row->field[MAIL], -1);
  return g_strdup_printf("%s\n%s\n%s", row->field[NAME], office, row->field[EXTENSION]);
}

static bool check_language(const struct csv_row *row, GError **error)
{
  const char *code = row->field[LANGUAGE];
  size_t length = strlen(code);
  if (length == 0 || ((length == 2 || length == 3) && strspn(code, "abcdefghijklmnopqrstuvwxyz") == length))
    return true;
  return csv_fail(row, "language", error, _("“%s” is no code of a language (ja, en, th ...)"), code);
}

static bool check_mail(const struct csv_row *row, GError **error)
{
  const char *mail = row->field[MAIL], *at = strchr(mail, '@');
  bool fine = *mail == '\0' || (at != NULL && at > mail && at[1] != '\0' && strpbrk(mail, " \t\r\n<>,") == NULL);
  return fine || csv_fail(row, "mail", error, _("“%s” is no mail address"), mail);
}

static bool write_row(struct transfer *transfer, const struct csv_row *row, const char *key, const char *office,
                      GError **error)
{
  struct db_stmt *stmt = db_prepare(
      transfer->db,
      "INSERT INTO requester (key, name, reading, mail, extension, office, language, department, vip) VALUES ($1, $2,"
      " coalesce($3, ''), coalesce($4, ''), coalesce($5, ''), $6, coalesce($7, ''), coalesce($8, ''),"
      " coalesce($9, '')) ON CONFLICT (key) DO UPDATE SET name = $2, reading = coalesce($3, requester.reading),"
      " mail = coalesce($4, requester.mail), extension = coalesce($5, requester.extension), office = $6,"
      " language = coalesce($7, requester.language), department = coalesce($8, requester.department),"
      " vip = coalesce($9, requester.vip)",
      error);
  if (stmt == NULL)
    return false;
  db_bind_text(stmt, 1, key);
  for (int i = 0; i < COLUMNS; i++)
    transfer_bind(stmt, i + 2, row, i);
  db_bind_text(stmt, OFFICE + 2, office);
  int got = db_step(stmt, error);
  db_done(stmt);
  return got >= 0;
}

static bool put(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  char office[64];
  if (!transfer_need(row, NAME, "name", error) || !transfer_need(row, OFFICE, "office", error) ||
      !transfer_office_id(transfer, row, OFFICE, "office", office, error) || !check_mail(row, error) ||
      !check_language(row, error))
    return false;
  char *key = key_of(row, office);
  bool done = transfer_key(transfer, row, *row->field[MAIL] != '\0' ? "mail" : "name", key, error) &&
              write_row(transfer, row, key, office, error) && requester_index(transfer->db, key, error);
  g_free(key);
  return done;
}

static bool end(struct transfer *transfer, GError **error)
{
  const struct transfer_input *in = transfer->input;
  char *detail = transfer_detail(transfer);
  bool done = (!in->replace || db_exec(transfer->db, error,
                                       "DELETE FROM lookup_key WHERE kind = $1 AND ref NOT IN (SELECT key FROM"
                                       " requester)", "i", (int64_t)LOOKUP_REQUESTER)) &&
              register_changed(transfer->db, 0, in->kind, in->at, in->by, detail, error);
  g_free(detail);
  return done;
}

static bool each(struct db *db, struct transfer_sink *sink, GError **error)
{
  return transfer_sink_query(sink, db,
                             "SELECT name, reading, mail, extension, office, language, department, vip FROM requester"
                             " ORDER BY office, name, key", error);
}

const struct transfer_kind transfer_requesters = {
    .id = "requesters", .columns = columns, .count = COLUMNS, .cp932 = true, .may_be_empty = true,
    .keys_sql = "SELECT key FROM requester", .delete_sql = "DELETE FROM requester WHERE key = $1",
    .put = put, .end = end, .each = each};
