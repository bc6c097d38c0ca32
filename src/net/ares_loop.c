#include "ares_loop.h"

#include <glib.h>
#include <sys/time.h>

struct ares_loop {
  uv_loop_t *loop;
  ares_channel channel;
  uv_timer_t timer;
  GHashTable *watches; /* of descriptors */
};

struct watch { uv_poll_t poll; struct ares_loop *al; ares_socket_t fd; };

static void happened(uv_poll_t *poll, int status, int events)
{
  struct watch *watch = poll->data;
  struct ares_loop *al = watch->al;
  bool broken = status < 0; /* c-ares finds out why by reading */
  ares_process_fd(al->channel, broken || (events & UV_READABLE) ? watch->fd : ARES_SOCKET_BAD,
                  broken || (events & UV_WRITABLE) ? watch->fd : ARES_SOCKET_BAD);
  ares_loop_kick(al);
}

static void free_watch(uv_handle_t *handle)
{
  g_free(handle->data);
}

static void close_watch(gpointer watch)
{
  uv_close((uv_handle_t *)&((struct watch *)watch)->poll, free_watch);
}

static void socket_state(void *user, ares_socket_t fd, int readable, int writable)
{
  struct ares_loop *al = user;
  struct watch *watch = g_hash_table_lookup(al->watches, GINT_TO_POINTER(fd));
  if (!readable && !writable) {
    g_hash_table_remove(al->watches, GINT_TO_POINTER(fd));
    return;
  }
  if (watch == NULL) {
    watch = g_new0(struct watch, 1);
    watch->al = al;
    watch->fd = fd;
    if (uv_poll_init_socket(al->loop, &watch->poll, fd) != 0) { /* the query then times out */
      g_free(watch);
      return;
    }
    watch->poll.data = watch;
    uv_unref((uv_handle_t *)&watch->poll);
    g_hash_table_insert(al->watches, GINT_TO_POINTER(fd), watch);
  }
  uv_poll_start(&watch->poll, (readable ? UV_READABLE : 0) | (writable ? UV_WRITABLE : 0), happened);
}

static void timed_out(uv_timer_t *timer)
{
  struct ares_loop *al = timer->data;
  ares_process_fd(al->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  ares_loop_kick(al);
}

void ares_loop_kick(struct ares_loop *al)
{
  struct timeval wait;
  if (ares_timeout(al->channel, NULL, &wait) == NULL)
    uv_timer_stop(&al->timer);
  else /* rounded up: a turn too early would find nothing to do */
    uv_timer_start(&al->timer, timed_out, (uint64_t)wait.tv_sec * 1000 + (uint64_t)wait.tv_usec / 1000 + 1, 0);
}

static void free_loop(uv_handle_t *handle)
{
  g_free(handle->data);
}

struct ares_loop *ares_loop_new(uv_loop_t *loop, const struct ares_loop_options *options)
{
  static gsize once;
  if (g_once_init_enter(&once)) {
    ares_library_init(ARES_LIB_INIT_ALL);
    g_once_init_leave(&once, 1);
  }
  struct ares_loop *al = g_new0(struct ares_loop, 1);
  struct ares_options setup = {.flags = options->flags, .timeout = options->timeout_ms, .tries = options->tries,
                               .sock_state_cb = socket_state, .sock_state_cb_data = al};
  if (ares_init_options(&al->channel, &setup, ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES |
                                                  ARES_OPT_SOCK_STATE_CB) != ARES_SUCCESS) {
    g_free(al);
    return NULL;
  }
  if (options->servers != NULL && ares_set_servers_ports_csv(al->channel, options->servers) != ARES_SUCCESS) {
    ares_destroy(al->channel);
    g_free(al);
    return NULL;
  }
  al->loop = loop;
  al->watches = g_hash_table_new_full(NULL, NULL, NULL, close_watch);
  uv_timer_init(loop, &al->timer);
  al->timer.data = al;
  uv_unref((uv_handle_t *)&al->timer);
  return al;
}

void ares_loop_free(struct ares_loop *al)
{
  if (al == NULL)
    return;
  ares_destroy(al->channel);
  g_hash_table_destroy(al->watches);
  uv_close((uv_handle_t *)&al->timer, free_loop);
}

ares_channel ares_loop_channel(struct ares_loop *al)
{
  return al->channel;
}
