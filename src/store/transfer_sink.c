#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "toban/json.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "transfer_kind.h"

static bool written(struct transfer_sink *sink, GError **error)
{
  if (!ferror(sink->out))
    return true;
  error_set_errno(error, errno != 0 ? errno : EIO, _("output"));
  return false;
}

static bool put_csv(struct transfer_sink *sink, const char *const *fields, GError **error)
{
  GString *line = g_string_new(NULL);
  csv_write_row(line, fields, sink->kind->count);
  fwrite(line->str, 1, line->len, sink->out);
  g_string_free(line, TRUE);
  return written(sink, error);
}

static json_t *list_value(const char *text)
{
  json_t *list = json_array();
  char **items = g_strsplit(text, ";", -1);
  for (int i = 0; items[i] != NULL; i++)
    if (*items[i] != '\0')
      json_array_append_new(list, json_text(items[i]));
  g_strfreev(items);
  return list;
}

static json_t *value_of(enum column_type type, const char *text)
{
  if (type == COLUMN_JSON)
    return *text == '\0' ? json_null() : json_loads(text, JSON_DECODE_ANY, NULL);
  if (*text == '\0' && (type == COLUMN_INT || type == COLUMN_NULLABLE))
    return json_null();
  if (type == COLUMN_INT)
    return json_integer(strtoll(text, NULL, 10));
  return type == COLUMN_LIST ? list_value(text) : json_text(text);
}

static bool put_json(struct transfer_sink *sink, const char *const *fields, GError **error)
{
  json_t *row = json_object();
  for (size_t i = 0; i < sink->kind->count; i++)
    if (fields[i] != NULL || !sink->kind->sparse)
      json_object_set_new(row, sink->kind->columns[i].name,
                          value_of(sink->kind->columns[i].type, fields[i] == NULL ? "" : fields[i]));
  if (sink->format == FORMAT_JSONL)
    return json_print_line(sink->out, row, error);
  fputs(sink->rows == 0 ? "[\n" : ",\n", sink->out);
  json_dumpf(row, sink->out, JSON_COMPACT);
  json_decref(row);
  return written(sink, error);
}

bool transfer_sink_begin(struct transfer_sink *sink, GError **error)
{
  const char *names[64];
  for (size_t i = 0; i < sink->kind->count; i++)
    names[i] = sink->kind->columns[i].name;
  return sink->format != FORMAT_CSV || put_csv(sink, names, error);
}

bool transfer_sink_row(struct transfer_sink *sink, const char *const *fields, GError **error)
{
  const char *whole[64];
  for (size_t i = 0; i < sink->kind->count; i++)
    whole[i] = fields[i] == NULL ? "" : fields[i];
  if (sink->take != NULL)
    return sink->take(sink->user, whole, error);
  bool ok = sink->format == FORMAT_CSV ? put_csv(sink, whole, error) : put_json(sink, fields, error);
  sink->rows++;
  return ok;
}

bool transfer_sink_end(struct transfer_sink *sink, GError **error)
{
  if (sink->format == FORMAT_JSON)
    fputs(sink->rows == 0 ? "[]\n" : "\n]\n", sink->out);
  return written(sink, error);
}

static char *column_text(struct db_stmt *stmt, int column, enum column_type type)
{
  if (db_is_null(stmt, column))
    return NULL;
  return type == COLUMN_INT ? g_strdup_printf("%" G_GINT64_FORMAT, db_int(stmt, column))
                            : g_strdup(db_text(stmt, column));
}

bool transfer_sink_query(struct transfer_sink *sink, struct db *db, const char *sql, GError **error)
{
  struct db_stmt *stmt = db_prepare(db, sql, error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    char *fields[64] = {NULL};
    for (size_t i = 0; i < sink->kind->count; i++)
      fields[i] = column_text(stmt, (int)i, sink->kind->columns[i].type);
    if (!transfer_sink_row(sink, (const char *const *)fields, error))
      got = -1;
    for (size_t i = 0; i < sink->kind->count; i++)
      g_free(fields[i]);
  }
  db_done(stmt);
  return got == 0;
}
