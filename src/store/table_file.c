#include "table_file.h"

#include <string.h>

#include "toban/bulk.h"

enum { COLUMNS = 64 };

bool table_file_each(struct db *db, const struct transfer_kind *kind, csv_row_fn *each, void *user, GError **error)
{
  char *text = NULL;
  struct csv_column columns[COLUMNS];
  for (size_t i = 0; i < kind->count; i++)
    columns[i] = (struct csv_column){kind->columns[i].name, true};
  if (!document_current(db, kind->id, &text, error))
    return false;
  bool ok = text == NULL || csv_read(kind->id, text, strlen(text), columns, kind->count, each, user, error);
  g_free(text);
  return ok;
}
