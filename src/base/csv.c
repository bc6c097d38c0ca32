#include "toban/csv.h"

#include <csv.h>
#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"

enum { FIELD_LIMIT = 1 << 20, FIELDS_LIMIT = 256 };

/* One reading. libcsv calls back for each field and row and cannot be stopped, so `failed` makes the
 * call-backs idle until the piece at hand is over. A row may span lines; it is named by its first one. */
struct reading {
  const struct csv_column *columns;
  size_t count;
  const struct csv_rename *rename;
  size_t renames;
  csv_row_fn *each;
  void *user;
  GError **error;
  bool failed, header_done;
  int *place;                  /* for each field of the header: which column of the caller's; -1: passed over */
  size_t places;
  GPtrArray *fields;           /* char *, owned; of the row at hand */
  const char **ordered;        /* the same in the caller's order; "" when absent */
  bool *given;                 /* which columns the header has */
  struct csv_row row;
  int rows;                    /* rows done, to see whether a line ended one */
};

static bool guarded(const char *field)
{
  field += strspn(field, "'");
  return *field != '\0' && strchr("=+-@\t\r", *field) != NULL;
}

bool csv_fail(const struct csv_row *row, const char *column, GError **error, const char *why, ...)
{
  va_list args;
  va_start(args, why);
  char *text = g_strdup_vprintf(why, args);
  va_end(args);
  if (column == NULL)
    error_set(error, TE_DATA, "%s:%d: %s", row->file, row->line, text);
  else
    error_set(error, TE_DATA, _("%s:%d: column %s: %s"), row->file, row->line, column, text);
  g_free(text);
  return false;
}

static const char *field_name(const struct reading *r, size_t index, char buffer[static 16])
{
  if (r->header_done && index < r->places && r->place[index] >= 0)
    return r->columns[r->place[index]].name;
  g_snprintf(buffer, 16, "%zu", index + 1);
  return buffer;
}

static void on_field(void *bytes, size_t length, void *user)
{
  struct reading *r = user;
  char number[16];
  if (r->failed)
    return;
  const char *why = NULL;
  if (length > FIELD_LIMIT)
    why = _("longer than a megabyte");
  else if (r->fields->len >= FIELDS_LIMIT)
    why = _("more than 256 fields in a row");
  else if (memchr(bytes, '\0', length) != NULL)
    why = _("has a NUL byte");
  else if (!g_utf8_validate_len(bytes, length, NULL))
    why = _("not UTF-8");
  if (why != NULL) {
    r->failed = true;
    csv_fail(&r->row, field_name(r, r->fields->len, number), r->error, "%s", why);
    return;
  }
  const char *text = bytes;
  if (*text == '\'' && guarded(text + 1))
    text++, length--;
  g_ptr_array_add(r->fields, g_strndup(text, length));
}

static int column_of(const struct reading *r, const char *name)
{
  for (size_t i = 0; i < r->count; i++)
    if (strcmp(r->columns[i].name, name) == 0)
      return (int)i;
  return -1;
}

/* The name of our column for one of the header; NULL: passed over. */
static const char *renamed(const struct reading *r, const char *name)
{
  for (size_t i = 0; i < r->renames; i++)
    if (strcmp(r->rename[i].from, name) == 0)
      return *r->rename[i].to == '\0' ? NULL : r->rename[i].to;
  return name;
}

static bool read_header(struct reading *r)
{
  r->places = r->fields->len;
  r->place = g_new0(int, r->places);
  for (size_t i = 0; i < r->places; i++) {
    const char *name = renamed(r, g_strstrip(r->fields->pdata[i]));
    r->place[i] = name == NULL ? -1 : column_of(r, name);
    if (name == NULL)
      continue;
    if (r->place[i] < 0)
      return csv_fail(&r->row, NULL, r->error, _("unknown column “%s”"), name);
    for (size_t before = 0; before < i; before++)
      if (r->place[before] == r->place[i])
        return csv_fail(&r->row, NULL, r->error, _("column “%s” stands twice"), name);
    r->given[r->place[i]] = true;
  }
  for (size_t c = 0; c < r->count; c++)
    if (!r->given[c] && r->columns[c].required)
      return csv_fail(&r->row, NULL, r->error, _("column “%s” is missing"), r->columns[c].name);
  r->header_done = true;
  return true;
}

static bool read_row(struct reading *r)
{
  if (r->fields->len != r->places)
    return csv_fail(&r->row, NULL, r->error, _("%u fields where the header has %zu"), r->fields->len, r->places);
  for (size_t i = 0; i < r->places; i++)
    if (r->place[i] >= 0)
      r->ordered[r->place[i]] = r->fields->pdata[i];
  return r->each(&r->row, r->user, r->error);
}

static void on_row(int end, void *user)
{
  struct reading *r = user;
  (void)end;
  if (!r->failed)
    r->failed = !(r->header_done ? read_row(r) : read_header(r));
  g_ptr_array_set_size(r->fields, 0);
  r->rows++;
}

/* Feeds line by line, so that a row is known by the line it begins on. A line end inside quotes leaves an
 * odd number of quotes behind it (strict CSV doubles them), and then the row goes on. */
static bool feed(struct reading *r, struct csv_parser *parser, const char *bytes, size_t length)
{
  size_t quotes = 0;
  int line = 1;
  for (size_t at = 0, to; at < length && !r->failed; at = to, line++) {
    const char *end = memchr(bytes + at, '\n', length - at);
    to = end == NULL ? length : (size_t)(end - bytes) + 1;
    if (quotes % 2 == 0)
      r->row.line = line;
    for (size_t i = at; i < to; i++)
      quotes += bytes[i] == '"';
    if (csv_parse(parser, bytes + at, to - at, on_field, on_row, r) != to - at && !r->failed) {
      r->row.line = line;
      return csv_fail(&r->row, NULL, r->error, _("a quote where none may stand"));
    }
  }
  if (!r->failed && csv_fini(parser, on_field, on_row, r) != 0)
    return csv_fail(&r->row, NULL, r->error, _("the quote that opens in this row is never closed"));
  if (!r->failed && !r->header_done)
    return csv_fail(&r->row, NULL, r->error, _("the header line is missing"));
  return !r->failed;
}

bool csv_read(const char *name, const char *bytes, size_t length, const struct csv_column *columns,
              size_t count, csv_row_fn *each, void *user, GError **error)
{
  return csv_read_renamed(name, bytes, length, NULL, 0, columns, count, each, user, error);
}

bool csv_read_renamed(const char *name, const char *bytes, size_t length, const struct csv_rename *rename,
                      size_t renames, const struct csv_column *columns, size_t count, csv_row_fn *each, void *user,
                      GError **error)
{
  static const char bom[] = "\xef\xbb\xbf";
  if (length >= 3 && memcmp(bytes, bom, 3) == 0)
    bytes += 3, length -= 3;
  struct csv_parser parser;
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0) {
    error_set(error, TE_INTERNAL, "csv_init");
    return false;
  }
  csv_set_blk_size(&parser, 4096);
  struct reading r = {.columns = columns, .count = count, .rename = rename, .renames = renames, .each = each,
                      .user = user, .error = error};
  r.fields = g_ptr_array_new_with_free_func(g_free);
  r.ordered = g_new(const char *, count + 1);
  for (size_t i = 0; i < count; i++)
    r.ordered[i] = "";
  r.given = g_new0(bool, count + 1);
  r.row = (struct csv_row){.file = name, .line = 1, .field = r.ordered, .given = r.given};
  bool ok = feed(&r, &parser, bytes, length);
  csv_free(&parser);
  g_ptr_array_free(r.fields, TRUE);
  g_free(r.ordered);
  g_free(r.given);
  g_free(r.place);
  return ok;
}

char *csv_from_cp932(const char *bytes, size_t length, size_t *out_length)
{
  if (g_utf8_validate_len(bytes, length, NULL))
    return NULL;
  return g_convert(bytes, (gssize)length, "UTF-8", "CP932", NULL, out_length, NULL);
}

void csv_write_field(GString *out, const char *field)
{
  size_t length = strlen(field);
  bool guard = guarded(field);
  bool quote = strpbrk(field, ",\"\r\n") != NULL ||
               (length > 0 && (strchr(" \t", field[0]) != NULL || strchr(" \t", field[length - 1]) != NULL));
  if (quote)
    g_string_append_c(out, '"');
  if (guard)
    g_string_append_c(out, '\'');
  for (const char *c = field; *c != '\0'; c++) {
    if (*c == '"')
      g_string_append_c(out, '"');
    g_string_append_c(out, *c);
  }
  if (quote)
    g_string_append_c(out, '"');
}

void csv_write_row(GString *out, const char *const *fields, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    if (i > 0)
      g_string_append_c(out, ',');
    csv_write_field(out, fields[i]);
  }
  /* A row of one empty field would be a blank line, which readers skip. */
  if (count == 1 && *fields[0] == '\0')
    g_string_append(out, "\"\"");
  g_string_append_c(out, '\n');
}
