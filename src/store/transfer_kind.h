/* transfer_kind.h: what one kind of data is made of, for transfer.c. */
#ifndef STORE_TRANSFER_KIND_H
#define STORE_TRANSFER_KIND_H
#include "toban/arena.h"
#include "toban/csv.h"
#include "toban/transfer.h"

enum column_type {
  COLUMN_TEXT,
  COLUMN_INT,      /* whole number; empty in CSV is null in JSON */
  COLUMN_LIST,     /* "a;b" in CSV, ["a","b"] in JSON */
  COLUMN_JSON,     /* any JSON value; in CSV its text */
  COLUMN_NULLABLE, /* text; empty in CSV is null in JSON */
};
struct transfer_column { const char *name; bool required; enum column_type type; };

/* An import that is under way. */
struct transfer {
  struct db *db;
  const struct transfer_kind *kind;
  const struct transfer_input *input;
  enum transfer_format format;
  int64_t rows;
  GHashTable *keys;                     /* key -> line, to see doubles and, with replace, what is missing */
  GString *text;                        /* documents: the rows as CSV */
  int lines;                            /* of the file, where somebody looks on */
  void *data;                           /* the kind's own, from begin to end */
};
/* Where an export goes. */
struct transfer_sink {
  FILE *out; const struct transfer_kind *kind; enum transfer_format format; int64_t rows;
  bool (*take)(void *user, const char *const *fields, GError **error);   /* instead of writing; NULL: write */
  void *user;
};

struct transfer_kind {
  const char *id;
  const struct transfer_column *columns; size_t count;
  bool cp932;                           /* files of older Windows programs are welcome */
  bool may_be_empty;                    /* a file of no bytes has no rows, and that makes sense */
  bool sparse;                          /* JSON leaves fields out that are NULL in an export */
  bool replaces;                        /* `end` itself takes away what a replacing file does not have */
  /* Adds columns that are data to a copy of the kind (*out, columns owned by `columns`, 64 at most). May be NULL. */
  bool (*extend)(struct db *db, struct transfer_kind *out, struct transfer_column columns[static 64],
                 struct arena *arena, GError **error);
  unsigned key;                         /* 1u << column of those that name a row; 0: the whole row does */
  const char *keys_sql, *delete_sql;    /* for replace; keys_sql NULL: not that kind */
  bool (*remove)(struct transfer *transfer, const char *key, GError **error);          /* instead of delete_sql */
  bool (*begin)(struct transfer *transfer, GError **error);                            /* may be NULL */
  bool (*put)(struct transfer *transfer, const struct csv_row *row, GError **error);
  bool (*end)(struct transfer *transfer, GError **error);                              /* also when rows is 0 */
  void (*clear)(struct transfer *transfer); /* after a failure; may be NULL */
  bool (*each)(struct db *db, struct transfer_sink *sink, GError **error);
};
#define TRANSFER(name) extern const struct transfer_kind transfer_##name;
#include "transfer.list"
#undef TRANSFER

/* What the import under way has changed so far, against the rows that were there before. */
GHashTable *transfer_preview_before(struct db *db, const struct transfer_kind *kind, GError **error);
bool transfer_preview_after(struct transfer *transfer, GHashTable *before, GError **error);

/* Reads rows of any format and calls kind->put. */
bool transfer_source(struct transfer *transfer, GError **error);
/* One row of an export; NULL fields are empty (or left out, when sparse). */
bool transfer_sink_begin(struct transfer_sink *sink, GError **error);
bool transfer_sink_row(struct transfer_sink *sink, const char *const *fields, GError **error);
bool transfer_sink_end(struct transfer_sink *sink, GError **error);
/* All rows of a statement whose columns are the kind's. */
bool transfer_sink_query(struct transfer_sink *sink, struct db *db, const char *sql, GError **error);

/* Checks for put: the key is there and new in this file; a number; a date or empty; one of the offices. */
bool transfer_key(struct transfer *transfer, const struct csv_row *row, const char *column, const char *key,
                  GError **error);
bool transfer_need(const struct csv_row *row, int field, const char *column, GError **error);
bool transfer_number(const struct csv_row *row, int field, const char *column, int64_t otherwise, int64_t low,
                     int64_t high, int64_t *out, GError **error);
bool transfer_date(const struct csv_row *row, int field, const char *column, GError **error);
/* RFC 3339. */
bool transfer_time(const struct csv_row *row, int field, const char *column, utc_t *out, GError **error);
/* The id of the office that the field names by number or code, into a buffer; "" for an empty field. */
bool transfer_office_id(struct transfer *transfer, const struct csv_row *row, int field, const char *column,
                        char id[static 64], GError **error);
/* Binds a field; NULL when the file has no such column, so that the row keeps what it has. */
void transfer_bind(struct db_stmt *stmt, int index, const struct csv_row *row, int field);
/* For kinds that are kept whole, as a file in versions: the rows are gathered as CSV; at the end a new version. */
bool transfer_file_begin(struct transfer *transfer, GError **error);
bool transfer_file_put(struct transfer *transfer, const struct csv_row *row, GError **error);
bool transfer_file_keep(struct transfer *transfer, GError **error);
bool transfer_file_each(struct db *db, struct transfer_sink *sink, GError **error);
/* {"rows":79,"sha256":"..."}; g_free. */
char *transfer_detail(const struct transfer *transfer);
#endif
