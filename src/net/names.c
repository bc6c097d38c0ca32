#include "names.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>
#include <sys/stat.h>

#include "ares_loop.h"

#define RESOLV_CONF "/etc/resolv.conf"
enum { ASK_MS = 1500, ASK_TRIES = 2, CONF_LOOK_MS = 10000 };

struct names {
  uv_loop_t *loop;
  struct ares_loop *ares;   /* NULL when c-ares could not be set up */
  char *servers;
  struct timespec conf;     /* of resolv.conf when the channel was made */
  uint64_t looked_at;       /* loop time of the last look at resolv.conf */
};

/* Lives until both sides are done with it: the asker (answered or cancelled) and c-ares, whose look-ups
 * cannot be taken back one by one. */
struct name_query {
  struct names *names;
  uv_timer_t timer;         /* the limit; then, at 0, the delivery */
  names_done_fn *done;
  void *user;
  char *host;
  int family;
  bool with_ares, with_asker;
  enum check_reason reason;
  GPtrArray *addresses;
};

static void conf_time(struct timespec *out)
{
  struct stat st;
  *out = stat(RESOLV_CONF, &st) == 0 ? st.st_mtim : (struct timespec){0};
}

static void open_channel(struct names *names)
{
  struct ares_loop_options options = {.servers = names->servers, .timeout_ms = ASK_MS, .tries = ASK_TRIES};
  conf_time(&names->conf);
  names->ares = ares_loop_new(names->loop, &options);
}

/* A console runs for months; the machine's name servers change meanwhile. Look-ups that wait for the old
 * ones ask the new ones: answered() sees their ARES_EDESTRUCTION. */
static void follow_conf(struct names *names)
{
  struct timespec now;
  if (names->servers != NULL || uv_now(names->loop) - names->looked_at < CONF_LOOK_MS)
    return;
  names->looked_at = uv_now(names->loop);
  conf_time(&now);
  if (now.tv_sec == names->conf.tv_sec && now.tv_nsec == names->conf.tv_nsec && names->ares != NULL)
    return;
  struct ares_loop *before = names->ares;
  open_channel(names);
  if (names->ares == NULL)
    names->ares = before;
  else
    ares_loop_free(before);
}

struct names *names_new(uv_loop_t *loop, const char *servers)
{
  struct names *names = g_new0(struct names, 1);
  names->loop = loop;
  names->servers = g_strdup(servers);
  names->looked_at = uv_now(loop);
  open_channel(names);
  return names;
}

void names_free(struct names *names)
{
  ares_loop_free(names->ares); /* calls back for each look-up that it still has */
  g_free(names->servers);
  g_free(names);
}

static void free_query(uv_handle_t *handle)
{
  struct name_query *query = handle->data;
  if (query->addresses != NULL)
    g_ptr_array_free(query->addresses, TRUE);
  g_free(query->host);
  g_free(query);
}

static void release(struct name_query *query)
{
  if (!query->with_ares && !query->with_asker)
    uv_close((uv_handle_t *)&query->timer, free_query);
}

static void deliver(uv_timer_t *timer)
{
  struct name_query *query = timer->data;
  bool good = query->reason == REASON_NONE;
  query->with_asker = false;
  query->done(query->user, query->reason, good ? (const char *const *)query->addresses->pdata : NULL);
  release(query);
}

static void too_late(uv_timer_t *timer)
{
  struct name_query *query = timer->data;
  query->reason = REASON_NAME_NO_ANSWER;
  deliver(timer);
}

static void take_addresses(struct name_query *query, const struct ares_addrinfo *info)
{
  char text[INET6_ADDRSTRLEN];
  query->addresses = g_ptr_array_new_with_free_func(g_free);
  for (const struct ares_addrinfo_node *node = info->nodes; node != NULL; node = node->ai_next) {
    const struct sockaddr_in *v4 = (const void *)node->ai_addr;
    const struct sockaddr_in6 *v6 = (const void *)node->ai_addr;
    const void *address = node->ai_family == AF_INET ? (const void *)&v4->sin_addr : (const void *)&v6->sin6_addr;
    if (ares_inet_ntop(node->ai_family, address, text, sizeof text) != NULL)
      g_ptr_array_add(query->addresses, g_strdup(text));
  }
  query->reason = query->addresses->len > 0 ? REASON_NONE : REASON_NAME_NO_ADDRESS;
  g_ptr_array_add(query->addresses, NULL);
}

static enum check_reason reason_of(int status)
{
  switch (status) {
  case ARES_SUCCESS: return REASON_NONE;
  case ARES_ENOTFOUND: return REASON_NAME_UNKNOWN;
  case ARES_ENODATA: return REASON_NAME_NO_ADDRESS;
  case ARES_EBADNAME:
  case ARES_ENONAME: return REASON_TARGET;
  case ARES_ENOMEM: return REASON_RESOURCES;
  case ARES_ETIMEOUT:
  case ARES_ECONNREFUSED: return REASON_NAME_NO_ANSWER;
  default: return REASON_NAME_FAILED;
  }
}

static void ask(struct name_query *query);

/* May be called from inside names_ask() (names of /etc/hosts), so the answer is delivered by the timer. */
static void answered(void *user, int status, int timeouts, struct ares_addrinfo *info)
{
  struct name_query *query = user;
  (void)timeouts;
  query->with_ares = false;
  if (query->with_asker && status == ARES_EDESTRUCTION) {
    ask(query);
    return;
  }
  if (query->with_asker) {
    query->reason = reason_of(status);
    if (info != NULL && query->reason == REASON_NONE)
      take_addresses(query, info);
    uv_timer_start(&query->timer, deliver, 0, 0);
  }
  if (info != NULL)
    ares_freeaddrinfo(info);
  release(query);
}

static void ask(struct name_query *query)
{
  struct ares_addrinfo_hints hints = {.ai_family = query->family, .ai_socktype = SOCK_STREAM,
                                       .ai_flags = ARES_AI_NOSORT};
  struct ares_loop *ares = query->names->ares;
  query->with_ares = true;
  ares_getaddrinfo(ares_loop_channel(ares), query->host, NULL, &hints, answered, query);
  ares_loop_kick(ares);
}

struct name_query *names_ask(struct names *names, const char *host, int ip, int timeout_ms, names_done_fn *done,
                             void *user)
{
  follow_conf(names);
  struct name_query *query = g_new0(struct name_query, 1);
  *query = (struct name_query){.names = names, .done = done, .user = user, .host = g_strdup(host), .with_asker = true,
                               .family = ip == 4 ? AF_INET : ip == 6 ? AF_INET6 : AF_UNSPEC};
  uv_timer_init(names->loop, &query->timer);
  query->timer.data = query;
  if (names->ares == NULL) {
    query->reason = REASON_RESOURCES;
    uv_timer_start(&query->timer, deliver, 0, 0);
    return query;
  }
  uv_timer_start(&query->timer, too_late, (uint64_t)MAX(timeout_ms, 0), 0);
  ask(query);
  return query;
}

void name_query_cancel(struct name_query *query)
{
  if (query == NULL)
    return;
  query->with_asker = false;
  uv_timer_stop(&query->timer);
  release(query);
}

bool host_is_address(const char *host)
{
  struct in6_addr any;
  return ares_inet_pton(AF_INET, host, &any) == 1 || ares_inet_pton(AF_INET6, host, &any) == 1;
}

bool host_is_loopback(const char *host)
{
  struct in_addr v4;
  struct in6_addr v6;
  if (ares_inet_pton(AF_INET, host, &v4) == 1)
    return ntohl(v4.s_addr) >> 24 == 127;
  if (ares_inet_pton(AF_INET6, host, &v6) == 1)
    return IN6_IS_ADDR_LOOPBACK(&v6);
  return g_ascii_strcasecmp(host, "localhost") == 0;
}
