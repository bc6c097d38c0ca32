#include "batch.h"

#include <string.h>

#include "toban/error.h"
#include "toban/log.h"

enum { URGENT_MS = 50, FRESH_MS = 2000, AGAIN_MS = 2000, WRITE_MAX = 500 };

struct batch {
  uv_loop_t *loop;
  struct store *store;
  void (*refused)(void *user);
  void *user;
  uv_timer_t timer;
  GHashTable *waiting;         /* struct check_write *, by its id */
  char holder[64], site[24];
  int64_t epoch;
  struct order *order;         /* what the store is writing; NULL */
  bool closing, timer_gone;
  void (*closed)(void *user);
  void *closed_user;
};

struct order { struct check_batch batch; struct check_write write[]; };

static void write_out(struct batch *batch);

static void end_if_done(struct batch *batch)
{
  if (!batch->closing || batch->order != NULL || !batch->timer_gone)
    return;
  void (*closed)(void *user) = batch->closed;
  void *user = batch->closed_user;
  g_hash_table_destroy(batch->waiting);
  g_free(batch);
  closed(user);
}

static void handle_closed(uv_handle_t *handle)
{
  struct batch *batch = handle->data;
  batch->timer_gone = true;
  end_if_done(batch);
}

static void due(uv_timer_t *timer)
{
  write_out(timer->data);
}

static void write_within(struct batch *batch, uint64_t ms)
{
  uv_handle_t *handle = (uv_handle_t *)&batch->timer;
  if (batch->order == NULL && !batch->closing &&
      (!uv_is_active(handle) || uv_timer_get_due_in(&batch->timer) > ms))
    uv_timer_start(&batch->timer, due, ms, 0);
}

/* What could not be written waits again, unless there is something newer. */
static void keep(struct batch *batch, const struct order *order)
{
  for (int i = 0; i < order->batch.count; i++)
    if (!g_hash_table_contains(batch->waiting, order->write[i].id)) {
      struct check_write *again = g_memdup2(&order->write[i], sizeof *again);
      g_hash_table_insert(batch->waiting, again->id, again);
    }
}

static void written(void *user, void *take_result, const GError *error)
{
  struct batch *batch = user;
  struct order *order = batch->order;
  bool current = order->batch.epoch == batch->epoch;
  batch->order = NULL;
  g_free(take_result);
  if (error != NULL)
    log_debug("poller: results: %s", error->message);
  if (batch->closing) {
    g_hash_table_remove_all(batch->waiting); /* given up: it is checked again soon */
  } else if (error_is(error, TE_CONFLICT)) {
    if (current) {
      batch_drop(batch);
      batch->refused(batch->user);
    }
  } else if (error != NULL && current) {
    keep(batch, order);
    write_within(batch, AGAIN_MS);
  } else if (g_hash_table_size(batch->waiting) > 0) {
    write_within(batch, URGENT_MS);
  }
  g_free(order);
  end_if_done(batch);
}

static void write_out(struct batch *batch)
{
  guint count = MIN(g_hash_table_size(batch->waiting), WRITE_MAX);
  if (batch->order != NULL || count == 0)
    return;
  struct order *order = g_malloc0(sizeof *order + count * sizeof order->write[0]);
  order->batch = (struct check_batch){.epoch = batch->epoch, .now = clock_now(), .count = (int)count,
                                      .write = order->write};
  g_strlcpy(order->batch.site, batch->site, sizeof order->batch.site);
  g_strlcpy(order->batch.holder, batch->holder, sizeof order->batch.holder);
  GHashTableIter iter;
  void *write;
  g_hash_table_iter_init(&iter, batch->waiting);
  for (guint i = 0; i < count && g_hash_table_iter_next(&iter, NULL, &write); i++) {
    order->write[i] = *(struct check_write *)write;
    g_hash_table_iter_remove(&iter);
  }
  batch->order = order;
  struct store_job job = {.run = check_batch_run, .args = &order->batch, .free_result = g_free, .done = written,
                          .user = batch};
  store_ask(batch->store, &job);
}

struct batch *batch_new(uv_loop_t *loop, struct store *store, void (*refused)(void *user), void *user)
{
  struct batch *batch = g_new0(struct batch, 1);
  *batch = (struct batch){.loop = loop, .store = store, .refused = refused, .user = user};
  batch->waiting = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
  uv_timer_init(loop, &batch->timer);
  batch->timer.data = batch;
  return batch;
}

void batch_set_site(struct batch *batch, const char *site)
{
  g_strlcpy(batch->site, site, sizeof batch->site);
}

void batch_put(struct batch *batch, const struct keeper *keeper, const struct endpoint *endpoint, bool urgent)
{
  struct check_write *write = g_new0(struct check_write, 1);
  g_strlcpy(write->id, endpoint->id, sizeof write->id);
  write->status = endpoint->status;
  write->interval_s = endpoint->rule.interval_s;
  latency_line_format(&endpoint->line, write->line);
  g_strlcpy(batch->holder, keeper_self(keeper), sizeof batch->holder);
  batch->epoch = keeper_epoch(keeper);
  g_hash_table_replace(batch->waiting, write->id, write);
  write_within(batch, urgent || g_hash_table_size(batch->waiting) >= WRITE_MAX ? URGENT_MS : FRESH_MS);
}

void batch_drop(struct batch *batch)
{
  g_hash_table_remove_all(batch->waiting);
  uv_timer_stop(&batch->timer);
}

int batch_waiting(const struct batch *batch)
{
  return (int)g_hash_table_size(batch->waiting) + (batch->order == NULL ? 0 : batch->order->batch.count);
}

void batch_free(struct batch *batch, void (*closed)(void *user), void *user)
{
  batch->closed = closed;
  batch->closed_user = user;
  write_out(batch);
  batch->closing = true;
  uv_close((uv_handle_t *)&batch->timer, handle_closed);
}
