/* Reads of a store that a test of the screen has not: weak, so that the real ones win where they are linked. */
#include "toban/read.h"

#define WEAK __attribute__((weak))

WEAK void snapshot_free(void *snapshot)
{
  if (snapshot != NULL)
    arena_free(((struct snapshot *)snapshot)->arena);
}

static const char *const ids[VIEWS] = {"open", "mine", "new", "late", "held", "done", "all"};

WEAK const char *queue_view_id(enum queue_view view)
{
  return ids[view];
}

WEAK const char *queue_view_text(enum queue_view view)
{
  return ids[view];
}

WEAK bool queue_view_parse(const char *id, enum queue_view *out)
{
  for (int i = 0; i < VIEWS; i++)
    if (g_strcmp0(id, ids[i]) == 0) {
      *out = (enum queue_view)i;
      return true;
    }
  return false;
}

#define NO_READ(name) WEAK void *name(struct db *db, const void *args, GError **error) \
  { (void)db, (void)args, (void)error; return NULL; }
NO_READ(queue_window_read)
NO_READ(desk_counts_read)
NO_READ(due_list_read)
NO_READ(ticket_view_read)
NO_READ(asset_find_read)
NO_READ(endpoint_list_read)
NO_READ(setting_read)
