/* libcurl's multi_socket interface on libuv: curl says which sockets and which time out it waits for, the
 * loop says what happened. https://curl.se/libcurl/c/curl_multi_socket_action.html */
#include "multi.h"

#include <glib.h>
#include <stdbool.h>

enum { POOL_MAX = 512 }; /* idle handles kept, about 6 KB each */

struct multi {
  uv_loop_t *loop;
  CURLM *curl;
  uv_timer_t timer;
  GPtrArray *pool;
  bool draining, again;
};

struct watch { uv_poll_t poll; struct multi *multi; curl_socket_t fd; };

/* Hand out what has ended. Callbacks may start and end other transfers; they come round again here. */
static void drain(struct multi *multi)
{
  CURLMsg *message;
  int left;
  multi->again = true;
  if (multi->draining)
    return;
  multi->draining = true;
  while (multi->again) {
    multi->again = false;
    while ((message = curl_multi_info_read(multi->curl, &left)) != NULL) {
      struct multi_job *job = NULL;
      CURLcode code = message->data.result;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&job);
      job->done(job->user, code);
    }
  }
  multi->draining = false;
}

static void timed_out(uv_timer_t *timer)
{
  struct multi *multi = timer->data;
  int running;
  curl_multi_socket_action(multi->curl, CURL_SOCKET_TIMEOUT, 0, &running);
  drain(multi);
}

static int set_timer(CURLM *curl, long milliseconds, void *user)
{
  struct multi *multi = user;
  (void)curl;
  if (milliseconds < 0)
    uv_timer_stop(&multi->timer);
  else
    uv_timer_start(&multi->timer, timed_out, (uint64_t)milliseconds, 0);
  return 0;
}

static void happened(uv_poll_t *poll, int status, int events)
{
  struct watch *watch = poll->data;
  struct multi *multi = watch->multi;
  int flags = 0, running;
  if (status < 0)
    flags = CURL_CSELECT_ERR;
  if (events & UV_READABLE)
    flags |= CURL_CSELECT_IN;
  if (events & UV_WRITABLE)
    flags |= CURL_CSELECT_OUT;
  curl_multi_socket_action(multi->curl, watch->fd, flags, &running); /* watch may be gone after this */
  drain(multi);
}

static void free_watch(uv_handle_t *handle)
{
  g_free(handle->data);
}

static struct watch *watch_new(struct multi *multi, curl_socket_t fd)
{
  struct watch *watch = g_new0(struct watch, 1);
  watch->multi = multi;
  watch->fd = fd;
  if (uv_poll_init_socket(multi->loop, &watch->poll, fd) != 0) {
    g_free(watch);
    return NULL;
  }
  watch->poll.data = watch;
  return watch;
}

static int set_socket(CURL *easy, curl_socket_t fd, int action, void *user, void *of_socket)
{
  struct multi *multi = user;
  struct watch *watch = of_socket;
  (void)easy;
  if (action == CURL_POLL_REMOVE) {
    if (watch != NULL) {
      curl_multi_assign(multi->curl, fd, NULL);
      uv_close((uv_handle_t *)&watch->poll, free_watch); /* stops it too: the number may come again at once */
    }
    return 0;
  }
  if (watch == NULL && (watch = watch_new(multi, fd)) == NULL)
    return -1;
  curl_multi_assign(multi->curl, fd, watch);
  int events = (action & CURL_POLL_IN ? UV_READABLE : 0) | (action & CURL_POLL_OUT ? UV_WRITABLE : 0);
  uv_poll_start(&watch->poll, events, happened);
  return 0;
}

struct multi *multi_new(uv_loop_t *loop)
{
  static gsize once;
  if (g_once_init_enter(&once)) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    g_once_init_leave(&once, 1);
  }
  struct multi *multi = g_new0(struct multi, 1);
  multi->loop = loop;
  multi->pool = g_ptr_array_new_with_free_func(curl_easy_cleanup);
  uv_timer_init(loop, &multi->timer);
  multi->timer.data = multi;
  multi->curl = curl_multi_init();
  curl_multi_setopt(multi->curl, CURLMOPT_SOCKETFUNCTION, set_socket);
  curl_multi_setopt(multi->curl, CURLMOPT_SOCKETDATA, multi);
  curl_multi_setopt(multi->curl, CURLMOPT_TIMERFUNCTION, set_timer);
  curl_multi_setopt(multi->curl, CURLMOPT_TIMERDATA, multi);
  return multi;
}

static void free_multi(uv_handle_t *handle)
{
  g_free(handle->data);
}

void multi_free(struct multi *multi)
{
  g_ptr_array_free(multi->pool, TRUE);
  curl_multi_cleanup(multi->curl);
  uv_close((uv_handle_t *)&multi->timer, free_multi);
}

CURL *multi_take(struct multi *multi)
{
  if (multi->pool->len == 0)
    return curl_easy_init();
  return g_ptr_array_steal_index_fast(multi->pool, multi->pool->len - 1);
}

void multi_run(struct multi *multi, CURL *easy, struct multi_job *job)
{
  curl_easy_setopt(easy, CURLOPT_PRIVATE, job);
  curl_multi_add_handle(multi->curl, easy); /* sets curl's timer to 0: it starts from the loop */
}

void multi_give(struct multi *multi, CURL *easy)
{
  curl_multi_remove_handle(multi->curl, easy);
  curl_easy_reset(easy);
  if (multi->pool->len < POOL_MAX)
    g_ptr_array_add(multi->pool, easy);
  else
    curl_easy_cleanup(easy);
}
