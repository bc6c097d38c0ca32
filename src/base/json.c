#include "toban/json.h"

#include <errno.h>

#include "toban/error.h"
#include "toban/lang.h"

json_t *json_text(const char *text)
{
  if (text == NULL)
    return json_null();
  json_t *value = json_string(text);
  if (value != NULL)
    return value;
  char *valid = g_utf8_make_valid(text, -1); /* foreign bytes must not lose the whole document */
  value = json_string(valid);
  g_free(valid);
  return value;
}

json_t *json_utc(utc_t at)
{
  char text[32];
  return at == UTC_NONE ? json_null() : json_string(utc_format(at, text));
}

static bool print(FILE *out, json_t *take, size_t flags, GError **error)
{
  errno = 0;
  bool ok = json_dumpf(take, out, flags) == 0 && fputc('\n', out) != EOF && !ferror(out);
  json_decref(take);
  if (!ok)
    error_set_errno(error, errno != 0 ? errno : EIO, _("output"));
  return ok;
}

bool json_print(FILE *out, json_t *take, GError **error)
{
  return print(out, take, JSON_INDENT(2), error);
}

bool json_print_line(FILE *out, json_t *take, GError **error)
{
  return print(out, take, JSON_COMPACT, error);
}

json_t *json_read(const char *name, int line, const char *text, size_t length, GError **error)
{
  json_error_t why;
  json_t *value = json_loadb(text, length, JSON_REJECT_DUPLICATES, &why);
  if (value == NULL)
    error_set(error, TE_DATA, _("%s:%d: not JSON: %s (column %d)"), name, line + (why.line > 0 ? why.line - 1 : 0),
              why.text, why.column);
  return value;
}

json_t *json_lines(const char *text)
{
  json_t *list = json_array();
  char **line = g_strsplit(text, "\n", -1);
  for (int i = 0; line[i] != NULL; i++)
    if (*line[i] != '\0')
      json_array_append_new(list, json_text(line[i]));
  g_strfreev(line);
  return list;
}
