/* table_file.h: the rows of a reference file that is kept whole (vendors, sections, templates), for reads. */
#ifndef STORE_TABLE_FILE_H
#define STORE_TABLE_FILE_H
#include "transfer_kind.h"

/* Calls `each` with every row of the newest version, fields in the order of the kind's columns; none when nothing was
 * imported. */
bool table_file_each(struct db *db, const struct transfer_kind *kind, csv_row_fn *each, void *user, GError **error);
#endif
