/* csv.h: tables in files: header line, UTF-8 (with or without BOM) or CP932 where allowed; RFC 4180.
 *
 * Reading: the whole input is read and decoded, the header is checked against the columns that the
 * caller knows (unknown or missing ones are an error that names them), then `each` is called for every
 * row with the fields in the caller's order. Errors are TE_DATA and read "FILE:LINE: column NAME: why".
 * Writing: fields that begin with = + - @ TAB CR are led by an apostrophe, which reading takes away
 * again, so no spreadsheet ever runs a cell and an export imports back to itself. Built on libcsv. */
#ifndef TOBAN_CSV_H
#define TOBAN_CSV_H
#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

struct csv_column { const char *name; bool required; };   /* required: the header must have it */
struct csv_row {
  const char *file;            /* name for messages */
  int line;                    /* 1 is the header */
  const char *const *field;    /* by the caller's column; "" when the column is absent */
  const bool *given;           /* by the caller's column: does the file have it? */
};
typedef bool csv_row_fn(const struct csv_row *row, void *user, GError **error);

bool csv_read(const char *name, const char *bytes, size_t length, const struct csv_column *columns,
              size_t count, csv_row_fn *each, void *user, GError **error);
/* The same for a file whose header has other names: `from` is read as `to`; `to` "" passes over that column. */
struct csv_rename { const char *from, *to; };
bool csv_read_renamed(const char *name, const char *bytes, size_t length, const struct csv_rename *rename,
                      size_t renames, const struct csv_column *columns, size_t count, csv_row_fn *each, void *user,
                      GError **error);
/* A ready error for a field: TE_DATA, "NAME:LINE: column COLUMN: WHY" (column NULL: the row). Always false. */
bool csv_fail(const struct csv_row *row, const char *column, GError **error, const char *why, ...) G_GNUC_PRINTF(4, 5);
/* Tables of older Windows programs, for kinds of data that allow them (assets, people): the UTF-8 of CP932
 * bytes, newly allocated. NULL when the bytes are UTF-8 already, or neither (csv_read then names the place). */
char *csv_from_cp932(const char *bytes, size_t length, size_t *out_length);
/* The whole of a file or of standard input ("-"), at most `limit` bytes. */
bool file_read_all(const char *path, size_t limit, char **bytes, size_t *length, GError **error);

void csv_write_field(GString *out, const char *field);     /* quoted where needed; no separator */
void csv_write_row(GString *out, const char *const *fields, size_t count);
#endif
