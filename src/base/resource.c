#include "toban/resource.h"

#include <string.h>

/* Rows as resources.S lays them out: three words each, ended by a row of zeros. */
struct resource { const char *name; const char *bytes; size_t length; };
extern const struct resource toban_resources[];

const char *resource_find(const char *name, size_t *length)
{
  for (const struct resource *row = toban_resources; row->name != NULL; row++)
    if (strcmp(row->name, name) == 0) {
      *length = row->length;
      return row->bytes;
    }
  return NULL;
}

const char *resource_name(int index)
{
  for (const struct resource *row = toban_resources; row->name != NULL; row++)
    if (index-- == 0)
      return row->name;
  return NULL;
}
