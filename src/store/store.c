/* The loop side of the store: hands work to the thread and its results to those who asked. */
#include <string.h>

#include "store_thread.h"
#include "toban/error.h"

struct store {
  struct link link;
  uv_thread_t thread;
  uv_fs_event_t bell;
  char *bell_path;
  struct store_hooks hooks;
  struct store_status status;
  int waiting; /* commands told and not yet answered */
  int handles; /* open libuv handles of ours */
  void (*closed)(void *user);
  void *closed_user;
};

/* --- the bell ----------------------------------------------------------------------------------------- */
static void look(struct store *store)
{
  uv_mutex_lock(&store->link.lock);
  store->link.look = true;
  uv_cond_signal(&store->link.work);
  uv_mutex_unlock(&store->link.lock);
}

/* A bell that was taken away is watched again from the next opening; the thread looks each second anyhow. */
static void on_bell(uv_fs_event_t *handle, const char *name, int events, int status)
{
  struct store *store = handle->data;
  (void)name, (void)events;
  if (status < 0)
    uv_fs_event_stop(handle);
  look(store);
}

static void watch(struct store *store)
{
  uv_fs_event_stop(&store->bell);
  uv_fs_event_start(&store->bell, on_bell, store->bell_path, 0);
}

/* --- results ------------------------------------------------------------------------------------------ */
static void tell_status(struct store *store)
{
  store->status.waiting = store->waiting;
  if (store->hooks.status != NULL)
    store->hooks.status(store->hooks.user, &store->status);
}

static void take_ask(struct store *store, struct result *result)
{
  (void)store;
  result->job.done(result->job.user, g_steal_pointer(&result->value), result->error);
}

/* Words of the operator's that are not written yet; signs of life and records of looks are none. */
static bool is_work(const struct command *command)
{
  return command->kind != COMMAND_PRESENCE && command->kind != COMMAND_LOOK;
}

static void take_tell(struct store *store, struct result *result)
{
  store->waiting -= is_work(result->tell->command);
  if (result->tell->done != NULL)
    result->tell->done(result->tell->user, &result->outcome, result->error);
  if (store->status.condition != STORE_OK)
    tell_status(store);
}

static void take_status(struct store *store, struct result *result)
{
  store->status = result->status;
  tell_status(store);
}

static void take_feed(struct store *store, struct result *result)
{
  if (store->hooks.changed != NULL)
    store->hooks.changed(store->hooks.user, &result->feed);
}

static void take_opened(struct store *store, struct result *result)
{
  (void)result;
  watch(store);
  look(store); /* what rang before the watch */
}

static void on_handle_closed(uv_handle_t *handle)
{
  struct store *store = handle->data;
  if (--store->handles > 0)
    return;
  void (*closed)(void *user) = store->closed;
  void *user = store->closed_user;
  uv_cond_destroy(&store->link.work);
  uv_mutex_destroy(&store->link.lock);
  g_free(store->bell_path);
  g_free(store->link.db_path);
  g_free(store);
  if (closed != NULL)
    closed(user);
}

static void take_ended(struct store *store, struct result *result)
{
  (void)result;
  uv_thread_join(&store->thread);
  uv_close((uv_handle_t *)&store->bell, on_handle_closed);
  uv_close((uv_handle_t *)&store->link.wake, on_handle_closed);
}

typedef void take_fn(struct store *store, struct result *result);
static take_fn *const take[] = {
    [RESULT_ASK] = take_ask,   [RESULT_TELL] = take_tell,     [RESULT_STATUS] = take_status,
    [RESULT_FEED] = take_feed, [RESULT_OPENED] = take_opened, [RESULT_ENDED] = take_ended,
};

static struct result *next_result(struct link *link)
{
  uv_mutex_lock(&link->lock);
  struct result *result = g_queue_pop_head(&link->results);
  uv_mutex_unlock(&link->lock);
  return result;
}

/* RESULT_ENDED is the last one: nothing touches the store after it. */
static void on_wake(uv_async_t *handle)
{
  struct store *store = handle->data;
  struct result *result;
  for (bool ended = false; !ended && (result = next_result(&store->link)) != NULL;) {
    ended = result->kind == RESULT_ENDED;
    take[result->kind](store, result);
    result_free(result);
  }
}

/* --- opening and closing ------------------------------------------------------------------------------ */
struct store *store_new(uv_loop_t *loop, const char *path, unsigned db_flags, const struct store_hooks *hooks)
{
  struct store *store = g_new0(struct store, 1);
  store->hooks = *hooks;
  store->status = (struct store_status){.condition = STORE_OPENING, .since = clock_now()};
  store->bell_path = db_bell_path(path);
  store->link.db_path = g_strdup(path);
  store->link.db_flags = db_flags;
  g_queue_init(&store->link.asks);
  g_queue_init(&store->link.tells);
  g_queue_init(&store->link.results);
  bool ready = uv_mutex_init(&store->link.lock) == 0 && uv_cond_init(&store->link.work) == 0 &&
               uv_async_init(loop, &store->link.wake, on_wake) == 0 && uv_fs_event_init(loop, &store->bell) == 0;
  store->link.wake.data = store->bell.data = store;
  store->handles = 2;
  if (!ready || uv_thread_create(&store->thread, store_thread_run, &store->link) != 0)
    g_error("no thread for the store"); /* like running out of memory: nothing can be done here */
  return store;
}

void store_close(struct store *store, int patience_ms, void (*closed)(void *user), void *user)
{
  store->closed = closed;
  store->closed_user = user;
  uv_mutex_lock(&store->link.lock);
  store->link.closing = true;
  store->link.close_until = clock_mono_ms() + patience_ms;
  uv_cond_signal(&store->link.work);
  uv_mutex_unlock(&store->link.lock);
}

/* --- work --------------------------------------------------------------------------------------------- */
static void replace_waiting(GQueue *asks, int slot)
{
  for (GList *at = asks->head; slot != 0 && at != NULL; at = at->next) {
    struct ask *ask = at->data;
    if (ask->job.slot != slot)
      continue;
    ask_free(ask);
    g_queue_delete_link(asks, at);
    return;
  }
}

void store_ask(struct store *store, const struct store_job *job)
{
  struct ask *ask = g_new(struct ask, 1);
  ask->job = *job;
  uv_mutex_lock(&store->link.lock);
  replace_waiting(&store->link.asks, job->slot);
  g_queue_push_tail(&store->link.asks, ask);
  uv_cond_signal(&store->link.work);
  uv_mutex_unlock(&store->link.lock);
}

void store_tell(struct store *store, struct command *take_command, store_told_fn *done, void *user)
{
  struct tell *tell = g_new(struct tell, 1);
  *tell = (struct tell){.command = take_command, .done = done, .user = user};
  store->waiting += is_work(take_command);
  uv_mutex_lock(&store->link.lock);
  g_queue_push_tail(&store->link.tells, tell);
  uv_cond_signal(&store->link.work);
  uv_mutex_unlock(&store->link.lock);
  if (store->status.condition != STORE_OK)
    tell_status(store);
}

const struct store_status *store_status(const struct store *store)
{
  return &store->status;
}
