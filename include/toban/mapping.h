/* mapping.h: what the headers of other people's tables mean, kept by name for imports (transfer.h).
 *
 * Written as "theirs=ours;theirs=;...": their header on the left, the column of ours on the right, nothing on the
 * right passes over that column. Kept as the register "mapping:KIND NAME" (record.h). Requirement D5. */
#ifndef TOBAN_MAPPING_H
#define TOBAN_MAPPING_H
#include "toban/csv.h"
#include "toban/db.h"

struct mapping { char **text; struct csv_rename *rename; size_t renames; };
struct mapping *mapping_parse(const char *columns, GError **error);             /* TE_USAGE */
struct mapping *mapping_load(struct db *db, const char *kind, const char *name, GError **error);   /* TE_NOINPUT */
void mapping_free(struct mapping *mapping);                                     /* NULL-safe */
bool mapping_keep(struct db *db, const char *by, const char *kind, const char *name, const char *columns,
                  GError **error);
#endif
