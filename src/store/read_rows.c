#include "read_rows.h"

#include <string.h>

void *read_rows(struct arena *arena, struct db_stmt *stmt, size_t size, read_row_fn *each, int *count, GError **error)
{
  GByteArray *rows = g_byte_array_new();
  void *kept = NULL;
  int got = stmt == NULL ? -1 : 1;
  *count = 0;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    g_byte_array_set_size(rows, (guint)((size_t)++*count * size));
    each(arena, stmt, rows->data + ((size_t)*count - 1) * size);
  }
  db_done(stmt);
  if (got != 0)
    *count = 0; /* a count is never without its rows */
  else
    kept = arena_alloc(arena, rows->len);
  if (got == 0 && rows->len > 0)
    memcpy(kept, rows->data, rows->len);
  g_byte_array_unref(rows);
  return kept;
}

const char *read_text(struct arena *arena, struct db_stmt *stmt, int column)
{
  const char *text = db_text(stmt, column);
  return text == NULL ? "" : arena_strdup(arena, text);
}
