/* ping without privileges: an ICMP datagram socket (Linux, net.ipv4.ping_group_range). The kernel sets the
 * identifier and gives us only the answers to our own echoes; the sequence number tells them apart. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <string.h>
#include <unistd.h>

#include "probe_kind.h"

enum { ECHO_EVERY_MS = 1000 };

struct ping {
  struct name_query *name;
  struct watch *watch;
  struct sockaddr_storage to;
  socklen_t to_length;
  uint16_t sequence;
};
struct watch { uv_poll_t poll; struct probe *probe; int fd; };
struct echo { uint8_t type, code; uint16_t sum, id, sequence; char data[16]; };

static void free_watch(uv_handle_t *handle)
{
  struct watch *watch = handle->data;
  close(watch->fd);
  g_free(watch);
}

static void fail_errno(struct probe *probe, int n)
{
  if (n == EACCES || n == EPERM)
    probe_fail(probe, REASON_PING_FORBIDDEN, NULL);
  else if (n == ENETUNREACH || n == EHOSTUNREACH)
    probe_fail(probe, REASON_NO_ROUTE, NULL);
  else
    probe_fail(probe, REASON_RESOURCES, g_strerror(n));
}

static void happened(uv_poll_t *poll, int status, int events)
{
  struct watch *watch = poll->data;
  struct echo echo;
  (void)status, (void)events;
  ssize_t got = recv(watch->fd, &echo, sizeof echo, MSG_DONTWAIT);
  if (got < 0 && errno != EAGAIN && errno != EINTR)
    fail_errno(watch->probe, errno);
  else if (got >= (ssize_t)offsetof(struct echo, data) &&
           (echo.type == ICMP_ECHOREPLY || echo.type == ICMP6_ECHO_REPLY))
    probe_good(watch->probe);
}

static void send_echo(uv_timer_t *timer)
{
  struct probe *probe = timer->data;
  struct ping *ping = probe->state;
  const struct sockaddr *to = (const struct sockaddr *)&ping->to;
  struct echo echo = {.type = to->sa_family == AF_INET6 ? ICMP6_ECHO_REQUEST : ICMP_ECHO,
                      .sequence = htons(++ping->sequence), .data = "toban"};
  int64_t left = probe->started_ms + probe->timeout_ms - clock_mono_ms();
  if (left <= 0)
    probe_late(probe, REASON_NO_ECHO);
  else if (sendto(ping->watch->fd, &echo, sizeof echo, MSG_DONTWAIT, to, ping->to_length) < 0)
    fail_errno(probe, errno);
  else
    uv_timer_start(timer, send_echo, (uint64_t)MIN(left, ECHO_EVERY_MS), 0);
}

static void set_address(struct ping *ping, const char *address)
{
  struct sockaddr_in *v4 = (struct sockaddr_in *)&ping->to;
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&ping->to;
  bool is_v4 = inet_pton(AF_INET, address, &v4->sin_addr) == 1;
  ping->to.ss_family = is_v4 ? AF_INET : AF_INET6;
  ping->to_length = is_v4 ? sizeof *v4 : sizeof *v6;
  if (!is_v4)
    inet_pton(AF_INET6, address, &v6->sin6_addr);
}

static void begin(struct probe *probe, const char *address)
{
  struct ping *ping = probe->state;
  set_address(ping, address);
  bool v6 = ping->to.ss_family == AF_INET6;
  int fd = socket(ping->to.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, v6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP);
  if (fd < 0) {
    fail_errno(probe, errno);
    return;
  }
  struct watch *watch = g_new0(struct watch, 1);
  *watch = (struct watch){.probe = probe, .fd = fd};
  if (uv_poll_init(probe->net->loop, &watch->poll, fd) != 0) {
    close(fd);
    g_free(watch);
    probe_fail(probe, REASON_FAULT, "poll");
    return;
  }
  watch->poll.data = watch;
  ping->watch = watch;
  uv_poll_start(&watch->poll, UV_READABLE, happened);
  send_echo(&probe->timer);
}

static void named(void *user, enum check_reason reason, const char *const *addresses)
{
  struct probe *probe = user;
  ((struct ping *)probe->state)->name = NULL;
  if (reason == REASON_NONE)
    begin(probe, addresses[0]);
  else
    probe_fail(probe, reason, probe->target.host);
}

static void start(struct probe *probe)
{
  const char *host = probe->target.host;
  bool local = g_ascii_strcasecmp(host, "localhost") == 0;
  struct ping *ping = probe->state = g_new0(struct ping, 1);
  if (local || host_is_address(host))
    begin(probe, !local ? host : probe->options.ip == 6 ? "::1" : "127.0.0.1");
  else
    ping->name = names_ask(probe->net->names, host, probe->options.ip, (int)probe_left_ms(probe), named, probe);
}

static void stop(struct probe *probe)
{
  struct ping *ping = probe->state;
  name_query_cancel(ping->name);
  if (ping->watch != NULL)
    uv_close((uv_handle_t *)&ping->watch->poll, free_watch);
  g_free(ping);
}

const struct probe_kind probe_ping = {start, stop};
