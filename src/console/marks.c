/* Marked tickets, and the preview of one change to many. */
#include <string.h>

#include "work.h"

bool mark_has(const struct model *model, const char *key)
{
  return model->bulk != NULL && g_hash_table_contains(model->bulk->marks, key);
}

int mark_count(const struct model *model)
{
  return model->bulk == NULL ? 0 : (int)g_hash_table_size(model->bulk->marks);
}

static struct bulk_state *state_of(struct model *model)
{
  if (model->bulk == NULL) {
    model->bulk = g_new0(struct bulk_state, 1);
    model->bulk->marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  }
  return model->bulk;
}

void marks_free(struct model *model)
{
  if (model->bulk == NULL)
    return;
  g_hash_table_unref(model->bulk->marks);
  g_free(model->bulk->body);
  g_clear_pointer(&model->bulk, g_free);
}

bool mark_toggle(struct model *model, const char *key)
{
  GHashTable *marks = state_of(model)->marks;
  model_touch(model, PANE_BIT(PANE_QUEUE) | DIRTY_FOOTER);
  if (g_hash_table_remove(marks, key))
    return false;
  g_hash_table_add(marks, g_strdup(key));
  return true;
}

void mark_clear(struct model *model)
{
  if (model->bulk != NULL)
    g_hash_table_remove_all(model->bulk->marks);
  model_touch(model, PANE_BIT(PANE_QUEUE) | DIRTY_FOOTER);
}

static int by_text(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

void bulk_preview_of(struct model *model, const struct plan_step *step, const char *body, const char *draft,
                     const GPtrArray *keys, struct effects *effects)
{
  struct bulk_state *bulk = state_of(model);
  char *kept = g_strdup(body);
  g_free(bulk->body);
  bulk->body = kept;
  g_strlcpy(bulk->draft, draft == NULL ? "" : draft, sizeof bulk->draft);
  bulk->args = (struct plan_args){.step = *step, .now = model->now};
  g_strlcpy(bulk->args.actor, model->actor, sizeof bulk->args.actor);
  if (keys == NULL)
    queue_args_of_view(model, &bulk->args.queue);
  for (guint i = 0; keys != NULL && i < MIN(keys->len, (guint)PLAN_MOST); i++)
    g_strlcpy(bulk->args.key[bulk->args.keys++], keys->pdata[i], sizeof bulk->args.key[0]);
  pane_forget(model, PANE_PLAN);
  pane_show(model, PANE_PLAN, effects);
}

void bulk_preview(struct model *model, const struct plan_step *step, const char *body, const char *draft,
                  struct effects *effects)
{
  GPtrArray *keys = g_ptr_array_new();
  GHashTableIter iter;
  void *key;
  if (model->bulk != NULL) {
    g_hash_table_iter_init(&iter, model->bulk->marks);
    while (g_hash_table_iter_next(&iter, &key, NULL))
      g_ptr_array_add(keys, key);
  }
  if (keys->len > 1)
    qsort(keys->pdata, keys->len, sizeof *keys->pdata, by_text);
  bulk_preview_of(model, step, body, draft, keys->len > 0 ? keys : NULL, effects);
  g_ptr_array_free(keys, TRUE);
}
