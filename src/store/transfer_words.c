/* Lists that one chooses from in the middle of work: causes, checklists, replies. Whole files, kept in versions. */
#include <string.h>

#include "toban/csv.h"
#include "toban/lang.h"
#include "transfer_kind.h"

static const struct transfer_column cause_columns[] = {
    {"code", true, COLUMN_TEXT}, {"name_ja", true, COLUMN_TEXT}, {"name_en", true, COLUMN_TEXT}};
static const struct transfer_column checklist_columns[] = {
    {"list", true, COLUMN_TEXT},    {"category", true, COLUMN_TEXT}, {"name_ja", true, COLUMN_TEXT},
    {"name_en", true, COLUMN_TEXT}, {"item", true, COLUMN_TEXT},     {"text_ja", true, COLUMN_TEXT},
    {"text_en", true, COLUMN_TEXT}};
static const struct transfer_column reply_columns[] = {
    {"id", true, COLUMN_TEXT},      {"category", true, COLUMN_TEXT}, {"name_ja", true, COLUMN_TEXT},
    {"name_en", true, COLUMN_TEXT}, {"text_ja", true, COLUMN_TEXT},  {"text_en", true, COLUMN_TEXT}};

/* Both languages are there. */
static bool need_all(struct transfer *transfer, const struct csv_row *row, int from, GError **error)
{
  for (int i = from; i < (int)transfer->kind->count; i++)
    if (!transfer_need(row, i, transfer->kind->columns[i].name, error))
      return false;
  return true;
}

static bool put_cause(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  return transfer_key(transfer, row, "code", row->field[0], error) && need_all(transfer, row, 1, error) &&
         transfer_file_put(transfer, row, error);
}

static bool check_category(const struct csv_row *row, int field, GError **error)
{
  const char *category = row->field[field];
  return strcmp(category, "*") == 0 || (*category != '\0' && strspn(category, "0123456789.") == strlen(category)) ||
         csv_fail(row, "category", error, _("“%s” is no category: numbers with dots, like 5.1.2, or *"), category);
}

static bool put_check(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  enum { LIST = 0, ITEM = 4 };
  if (strchr(row->field[LIST], '/') != NULL)
    return csv_fail(row, "list", error, _("the name of a checklist has no “/”"));
  char *key = g_strdup_printf("%s/%s", row->field[LIST], row->field[ITEM]);
  bool ok = transfer_need(row, LIST, "list", error) && check_category(row, 1, error) &&
            need_all(transfer, row, 2, error) && transfer_key(transfer, row, "item", key, error) &&
            transfer_file_put(transfer, row, error);
  g_free(key);
  return ok;
}

static bool put_reply(struct transfer *transfer, const struct csv_row *row, GError **error)
{
  return transfer_key(transfer, row, "id", row->field[0], error) && check_category(row, 1, error) &&
         need_all(transfer, row, 2, error) && transfer_file_put(transfer, row, error);
}

/* What is shipped with the program counts until there is a document (document_current). */
#define LIST(name, columns_, put_) \
  .id = name, .columns = columns_, .count = G_N_ELEMENTS(columns_), .begin = transfer_file_begin, .put = put_, \
  .end = transfer_file_keep, .each = transfer_file_each
const struct transfer_kind transfer_causes = {LIST("causes", cause_columns, put_cause)};
const struct transfer_kind transfer_checklists = {LIST("checklists", checklist_columns, put_check)};
const struct transfer_kind transfer_replies = {LIST("replies", reply_columns, put_reply)};
