/* read_rows.h: a result that is one array of rows, in one arena. */
#ifndef STORE_READ_ROWS_H
#define STORE_READ_ROWS_H
#include "toban/arena.h"
#include "toban/db.h"

typedef void read_row_fn(struct arena *arena, struct db_stmt *stmt, void *out);
/* Steps through stmt (may be NULL: error is set) and ends it; each row is made by `each` in `size` bytes.
 * The rows, in the arena; NULL on error. */
void *read_rows(struct arena *arena, struct db_stmt *stmt, size_t size, read_row_fn *each, int *count, GError **error);
/* "" for NULL. */
const char *read_text(struct arena *arena, struct db_stmt *stmt, int column);
#endif
