#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "transfer_kind.h"

enum { LOOK_ROWS = 500 };   /* somebody who looks on is told after so many */

static bool look(struct transfer *transfer, int line, GError **error)
{
  const struct transfer_input *in = transfer->input;
  if (in->progress == NULL || transfer->rows % LOOK_ROWS != 0 || in->progress(in->user, line, transfer->lines))
    return true;
  error_set(error, TE_NO, _("%s: given up; nothing was changed"), in->name);
  return false;
}

static bool put(const struct csv_row *row, void *user, GError **error)
{
  struct transfer *transfer = user;
  transfer->rows++;
  if (!look(transfer, row->line, error))
    return false;
  return transfer->kind->put(transfer, row, error);
}

static int count_lines(const char *bytes, size_t length)
{
  int lines = 0;
  for (const char *at = bytes; (at = memchr(at, '\n', length - (size_t)(at - bytes))) != NULL; at++)
    lines++;
  return lines;
}

static bool read_csv(struct transfer *transfer, GError **error)
{
  const struct transfer_kind *kind = transfer->kind;
  const struct transfer_input *in = transfer->input;
  struct csv_column columns[64];
  for (size_t i = 0; i < kind->count; i++)
    columns[i] = (struct csv_column){kind->columns[i].name, kind->columns[i].required};
  size_t length = in->length;
  char *decoded = kind->cp932 ? csv_from_cp932(in->bytes, in->length, &length) : NULL;
  const char *bytes = decoded == NULL ? in->bytes : decoded;
  length = decoded == NULL ? in->length : length;
  if (in->progress != NULL)
    transfer->lines = count_lines(bytes, length);
  bool ok = csv_read_renamed(in->name, bytes, length, in->rename, in->renames, columns, kind->count, put, transfer,
                             error);
  g_free(decoded);
  return ok;
}

static char *json_field(const json_t *value)
{
  char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY), *out = g_strdup(text);
  free(text);
  return out;
}

/* A JSON value as a CSV field would have it; NULL: it is of no use in a column. */
static char *field_of(const json_t *value, enum column_type type)
{
  if (type == COLUMN_JSON)
    return json_field(value);
  if (json_is_null(value))
    return g_strdup("");
  if (json_is_string(value))
    return strlen(json_string_value(value)) == json_string_length(value) ? g_strdup(json_string_value(value)) : NULL;
  if (json_is_integer(value))
    return g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
  if (!json_is_array(value))
    return NULL;
  GString *list = g_string_new(NULL);
  size_t i;
  const json_t *item;
  json_array_foreach(value, i, item) {
    if (!json_is_string(item)) {
      g_string_free(list, TRUE);
      return NULL;
    }
    g_string_append_printf(list, "%s%s", i == 0 ? "" : ";", json_string_value(item));
  }
  return g_string_free(list, FALSE);
}

static int column_of(const struct transfer_kind *kind, const char *name)
{
  for (size_t i = 0; i < kind->count; i++)
    if (strcmp(kind->columns[i].name, name) == 0)
      return (int)i;
  return -1;
}

static bool take_fields(const struct transfer_kind *kind, json_t *object, const struct csv_row *row, char **fields,
                        GError **error)
{
  const char *name;
  json_t *value;
  json_object_foreach(object, name, value) {
    int column = column_of(kind, name);
    if (column < 0)
      return csv_fail(row, NULL, error, _("unknown field “%s”"), name);
    fields[column] = field_of(value, kind->columns[column].type);
    if (fields[column] == NULL)
      return csv_fail(row, name, error, _("not a text, a number, a list of texts or null"));
  }
  for (size_t i = 0; i < kind->count; i++)
    if (fields[i] == NULL && kind->columns[i].required)
      return csv_fail(row, NULL, error, _("field “%s” is missing"), kind->columns[i].name);
  return true;
}

static bool put_object(struct transfer *transfer, json_t *object, int line, GError **error)
{
  char *fields[64] = {NULL};
  const char *whole[64];
  bool given[64] = {false};
  struct csv_row row = {.file = transfer->input->name, .line = line, .field = whole, .given = given};
  bool ok = json_is_object(object) ? take_fields(transfer->kind, object, &row, fields, error)
                                   : csv_fail(&row, NULL, error, _("not an object"));
  for (size_t i = 0; i < transfer->kind->count; i++) {
    given[i] = fields[i] != NULL;
    whole[i] = given[i] ? fields[i] : "";
  }
  ok = ok && put(&row, transfer, error);
  for (size_t i = 0; i < transfer->kind->count; i++)
    g_free(fields[i]);
  return ok;
}

static bool read_lines(struct transfer *transfer, GError **error)
{
  const char *bytes = transfer->input->bytes;
  size_t length = transfer->input->length;
  bool ok = true;
  int line = 1;
  for (size_t at = 0, to; ok && at < length; at = to + 1, line++) {
    const char *end = memchr(bytes + at, '\n', length - at);
    to = end == NULL ? length : (size_t)(end - bytes);
    size_t blank = at;
    while (blank < to && strchr(" \t\r", bytes[blank]) != NULL)
      blank++;
    if (blank == to)
      continue;
    json_t *object = json_read(transfer->input->name, line, bytes + at, to - at, error);
    ok = object != NULL && put_object(transfer, object, line, error);
    json_decref(object);
  }
  return ok;
}

/* In one JSON document the rows have no lines of their own: they are counted from 1. */
static bool read_document(struct transfer *transfer, GError **error)
{
  json_t *list = json_read(transfer->input->name, 1, transfer->input->bytes, transfer->input->length, error);
  bool ok = list != NULL;
  for (size_t i = 0; ok && i < json_array_size(list); i++)
    ok = put_object(transfer, json_array_get(list, i), (int)i + 1, error);
  json_decref(list);
  return ok;
}

bool transfer_source(struct transfer *transfer, GError **error)
{
  switch (transfer->format) {
    case FORMAT_JSONL: return read_lines(transfer, error);
    case FORMAT_JSON: return read_document(transfer, error);
    default: return read_csv(transfer, error);
  }
}
