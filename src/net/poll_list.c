#include "poll_list.h"

#include "toban/reference.h"

void poll_list_free(void *data)
{
  struct poll_list *list = data;
  if (list == NULL)
    return;
  snapshot_free(list->endpoints);
  g_free(list);
}

void *poll_list_run(struct db *db, const void *print, GError **error)
{
  struct reference *reference = reference_read(db, NULL, error);
  if (reference == NULL)
    return NULL;
  struct poll_list *list = g_new0(struct poll_list, 1);
  list->demo = reference->demo;
  reference_free(reference);
  list->endpoints = endpoint_list_read(db, NULL, error);
  if (list->endpoints == NULL) {
    g_free(list);
    return NULL;
  }
  list->print = endpoint_list_print(list->demo ? 1 : 2, list->endpoints);
  if (list->print == *(const uint64_t *)print)
    g_clear_pointer(&list->endpoints, snapshot_free);
  return list;
}

bool poll_list_has(const struct poll_list *list, const struct endpoint_row *row)
{
  enum endpoint_kind kind;
  return !list->demo || (endpoint_kind_parse(row->kind, &kind) && probe_target_is_loopback(kind, row->target));
}
