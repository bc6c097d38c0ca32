/* transfer.h: the desk's data in and out as files: CSV, JSON Lines, JSON.
 *
 * One table of kinds (src/store/transfer.c) says the columns of each; all formats have the same fields, and
 * an export imports back to the same export. An import is one transaction: all or nothing; errors are
 * TE_DATA and read "FILE:LINE: column NAME: why". The format of an import is seen from its first byte:
 * "{" JSON Lines, "[" JSON, else CSV.
 *
 * Registers (offices, categories, operators, requesters, assets, endpoints): a row adds or changes the one with its
 * key; with `replace`, those that the file does not have are taken away. Documents (calendars, holidays,
 * special-dates, policies, sections, vendors, templates, causes, checklists, replies): a new version replaces the
 * whole. Events: add tickets. */
#ifndef TOBAN_TRANSFER_H
#define TOBAN_TRANSFER_H
#include <stdio.h>
#include "toban/csv.h"
#include "toban/db.h"

enum transfer_format { FORMAT_CSV, FORMAT_JSONL, FORMAT_JSON, FORMATS };
bool transfer_format_parse(const char *id, enum transfer_format *out);    /* csv jsonl json */
const char *transfer_kind_id(int index);                   /* in the order of the manual; NULL after the last */
bool transfer_kind_known(const char *kind);
enum transfer_format transfer_usual_format(const char *kind);             /* CSV; JSON Lines for events */

/* What an import would do, row by row. */
enum transfer_change { CHANGE_ADDED, CHANGE_CHANGED, CHANGE_REMOVED, CHANGES };
enum { PREVIEW_NAMED = 1000 };             /* rows that are told; the others are counted */
struct transfer_line { enum transfer_change change; char *key, *what /* "host: a -> b", or the row */; };
struct transfer_preview {
  int64_t count[CHANGES], same;
  GArray *lines;                           /* of struct transfer_line, removed ones last, by key */
};
void transfer_preview_init(struct transfer_preview *preview);
void transfer_preview_clear(struct transfer_preview *preview);

struct transfer_input {
  const char *kind;
  const char *name;                     /* of the file, for messages */
  const char *bytes; size_t length;
  const char *by; utc_t at;             /* for the log: who imported, when */
  bool replace;
  const struct csv_rename *rename; size_t renames;     /* names of the header of a CSV file; NULL: ours */
  struct transfer_preview *preview;     /* not NULL: nothing is kept, this says what would have been */
  bool (*progress)(void *user, int line, int lines);   /* now and then, in CSV; false: give up. NULL: nobody looks */
  void *user;
};
/* In a transaction of its own, after asking for the right of right_of_import() for `by`; or in the caller's when one is
 * open, who has asked. *rows: how many were taken in. */
bool transfer_import(struct db *db, const struct transfer_input *input, int64_t *rows, GError **error);
/* Streams; does not flush or close. Asks for the right of right_of_export() for `by`; an export of what is personal
 * leaves a record first, so it needs a database that can be written. */
bool transfer_export(struct db *db, const char *by, const char *kind, enum transfer_format format, FILE *out,
                     GError **error);
/* The reference data that is part of the program: offices, categories, sections, calendars, policies ...
 * In a write transaction; for a new database. */
bool transfer_initial(struct db *db, const char *by, utc_t at, GError **error);
#endif
