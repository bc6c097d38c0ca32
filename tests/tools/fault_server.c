/* A server that misbehaves in every way a check must survive. Loopback only.
 *
 * usage: fault_server          prints "NAME PORT" for each service, then ".", and serves until its standard
 *                              input ends, so it never outlives the test that started it.
 * http answers by path (see paths[]); the other TCP services are in services[]; dns and dns-silent are UDP. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

/* 64 KB of zeros as a self-contained piece of deflate: repeated, it is a bomb of any size. */
static const char zeros[] =
  "\xec\xc1\x01\x01\x00\x00\x00\x80\x90\xfe\xaf\xee\x08\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
  "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
  "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x6a\x00\x00\x00"
  "\xff\xff";

struct client {
  uv_tcp_t tcp;
  uv_timer_t timer;
  int handles;
  const char *first, *more;   /* what is sent at once, and what again and again */
  size_t more_length;
  unsigned every_ms;          /* 0: as fast as it is taken */
  const struct service *service;
  char in[8192];
  size_t length;
};

enum after { KEEP, CLOSE, RESET, REPEAT };
struct path { const char *path, *answer; enum after after; const char *more; size_t more_length; unsigned every_ms; };

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
static char to_self[128]; /* Location of the redirect loop, with our port */
static const struct path paths[] = {
  {"/ok", HEAD "Content-Length: 14\r\n\r\nservice is up\n", CLOSE},
  {"/split", HEAD "Transfer-Encoding: chunked\r\n\r\n9\r\nservice i\r\n1\r\ns\r\n4\r\n up\n\r\n0\r\n\r\n", CLOSE},
  {"/status/503", "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", CLOSE},
  {"/status/204", "HTTP/1.1 204 No Content\r\n\r\n", CLOSE},
  {"/wait", "", KEEP},
  {"/drip", HEAD "Content-Length: 100000\r\n\r\n", REPEAT, "x", 1, 20},
  {"/drip-headers", "HTTP/1.1 200 OK\r\n", REPEAT, "X", 1, 20},
  {"/endless", HEAD "\r\n", REPEAT, "all work and no play\n", 21},
  {"/endless-headers", "HTTP/1.1 200 OK\r\n", REPEAT, "X-Filler: all work and no play\r\n", 32},
  {"/long-header", "HTTP/1.1 200 OK\r\nX-Filler: ", REPEAT, "all work and no play ", 21},
  {"/bomb", HEAD "Content-Encoding: deflate\r\n\r\n\x78\xda", REPEAT, zeros, sizeof zeros - 1},
  {"/redirect", "HTTP/1.1 302 Found\r\nLocation: /ok\r\nContent-Length: 0\r\n\r\n", CLOSE},
  {"/redirect-loop", to_self, CLOSE},
  {"/redirect-file", "HTTP/1.1 302 Found\r\nLocation: file:///etc/hostname\r\nContent-Length: 0\r\n\r\n", CLOSE},
  {"/reset", "", RESET},
  {"/nothing", "", CLOSE},
  {"/half", HEAD "Content-Length: 100\r\n\r\nservice is", CLOSE},
  {"/garbage", "\x01\x02 what do you want\r\n\r\n", CLOSE},
};

/* Raw services: what they say when a client comes, and when it has spoken. */
struct service { const char *name, *greeting, *reply; size_t reply_length; enum after after; };
static const char ldap_yes[] = "\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00";
static const struct service services[] = {
  {"http", NULL, NULL},
  {"silent", "", "", 0, KEEP},
  {"closing", "", "", 0, CLOSE},
  {"banner", "SSH-2.0-Fault_1.0\r\n", "", 0, KEEP},
  {"smtp", "220 mail.example ESMTP\r\n", "250 mail.example\r\n", 18, KEEP},
  {"smtp-refuses", "554 go away\r\n", "", 0, KEEP},
  {"smtp-endless", "220-", "", 0, REPEAT},
  {"imap", "* OK IMAP4rev1 ready\r\n", "", 0, KEEP},
  {"imap-bye", "* BYE too busy\r\n", "", 0, CLOSE},
  {"ldap", "", ldap_yes, sizeof ldap_yes - 1, KEEP},
  {"ldap-mute", "", "", 0, KEEP},
  {"ldap-garbage", "", "HTTP/1.0 400 what\r\n\r\n", 21, CLOSE},
};

static uv_loop_t *loop;

static void closed(uv_handle_t *handle)
{
  struct client *client = handle->data;
  if (--client->handles == 0)
    free(client);
}

static void end(struct client *client)
{
  if (!uv_is_closing((uv_handle_t *)&client->tcp))
    uv_close((uv_handle_t *)&client->tcp, closed);
  if (!uv_is_closing((uv_handle_t *)&client->timer))
    uv_close((uv_handle_t *)&client->timer, closed);
}

static void repeat(struct client *client);

static void tick(uv_timer_t *timer)
{
  repeat(timer->data);
}

static void written(uv_write_t *write, int status)
{
  struct client *client = write->data;
  free(write);
  if (status < 0)
    end(client);
  else if (client->more != NULL && client->every_ms > 0)
    uv_timer_start(&client->timer, tick, client->every_ms, 0);
  else if (client->more != NULL)
    repeat(client);
}

static void say(struct client *client, const char *bytes, size_t length)
{
  uv_write_t *write = calloc(1, sizeof *write);
  uv_buf_t buffer = uv_buf_init((char *)(uintptr_t)bytes, (unsigned)length);
  write->data = client;
  if (uv_is_closing((uv_handle_t *)&client->tcp) ||
      uv_write(write, (uv_stream_t *)&client->tcp, &buffer, 1, written) != 0)
    free(write);
}

/* Fast repeaters send 64 KB or so at a time. */
static void repeat(struct client *client)
{
  static char block[1 << 16];
  if (client->every_ms > 0) {
    say(client, client->more, client->more_length);
    return;
  }
  size_t length = 0;
  for (; length + client->more_length <= sizeof block; length += client->more_length)
    memcpy(block + length, client->more, client->more_length);
  uv_buf_t buffer = uv_buf_init(block, (unsigned)length);
  int put = uv_try_write((uv_stream_t *)&client->tcp, &buffer, 1);
  size_t rest = put > 0 ? (size_t)put % client->more_length : 0; /* finish the piece that was cut */
  if (put < 0 && put != UV_EAGAIN)
    end(client);
  else
    say(client, client->more + rest, client->more_length - rest);
}

static void shut(uv_shutdown_t *shutdown, int status)
{
  (void)status;
  free(shutdown);
}

static void act(struct client *client, enum after after, const char *bytes, size_t length)
{
  if (after == RESET) {
    uv_tcp_close_reset(&client->tcp, closed);
    end(client);
    return;
  }
  if (length > 0)
    say(client, bytes, length);
  if (after == CLOSE) {
    uv_shutdown_t *shutdown = calloc(1, sizeof *shutdown);
    if (uv_shutdown(shutdown, (uv_stream_t *)&client->tcp, shut) != 0)
      free(shutdown);
  }
}

static void answer_http(struct client *client)
{
  char path[256] = "";
  if (sscanf(client->in, "%*s %255s", path) != 1)
    return;
  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
    if (strcmp(paths[i].path, path) == 0) {
      client->more = paths[i].more;
      client->more_length = paths[i].more_length;
      client->every_ms = paths[i].every_ms;
      act(client, paths[i].after, paths[i].answer, strlen(paths[i].answer));
      return;
    }
  static const char none[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
  act(client, CLOSE, none, sizeof none - 1);
}

/* Every answer of IMAP repeats the question's tag. */
static void answer_imap(struct client *client)
{
  static char answer[128];
  char tag[32] = "";
  if (sscanf(client->in, "%31s", tag) == 1)
    say(client, answer, (size_t)snprintf(answer, sizeof answer, "* CAPABILITY IMAP4rev1\r\n%s OK done\r\n", tag));
}

static void heard(uv_stream_t *stream, ssize_t got, const uv_buf_t *buffer)
{
  struct client *client = stream->data;
  (void)buffer;
  if (got < 0) {
    end(client);
    return;
  }
  client->length += (size_t)got;
  client->in[client->length] = '\0';
  if (strcmp(client->service->name, "imap") == 0)
    answer_imap(client);
  if (client->service->greeting != NULL) {
    client->length = 0;
    act(client, client->service->after, client->service->reply, client->service->reply_length);
  } else if (strstr(client->in, "\r\n\r\n") != NULL) {
    client->length = 0;
    answer_http(client);
  }
}

static void room(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
  struct client *client = handle->data;
  (void)suggested;
  *out = uv_buf_init(client->in + client->length, (unsigned)(sizeof client->in - client->length - 1));
}

static void came(uv_stream_t *server, int status)
{
  struct client *client = calloc(1, sizeof *client);
  (void)status;
  client->service = server->data;
  client->handles = 2;
  uv_tcp_init(loop, &client->tcp);
  uv_timer_init(loop, &client->timer);
  client->tcp.data = client->timer.data = client;
  if (uv_accept(server, (uv_stream_t *)&client->tcp) != 0) {
    end(client);
    return;
  }
  const struct service *service = client->service;
  if (service->after == REPEAT) {
    client->more = "220-and another thing\r\n220-";
    client->more_length = 27;
  }
  if (service->greeting != NULL && *service->greeting != '\0')
    say(client, service->greeting, strlen(service->greeting));
  if (strcmp(service->name, "closing") == 0 || strcmp(service->name, "imap-bye") == 0)
    act(client, CLOSE, NULL, 0);
  uv_read_start((uv_stream_t *)&client->tcp, room, heard);
}

/* --- DNS ------------------------------------------------------------------------------------------- */

static void sent(uv_udp_send_t *send, int status)
{
  (void)status;
  free(send->data);
  free(send);
}

static void udp_room(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
  static char bytes[2048];
  (void)handle, (void)suggested;
  *out = uv_buf_init(bytes, sizeof bytes);
}

/* By the first label: ok has both kinds of address, v6only-dead has one nobody can reach beside a good one,
 * nx does not exist, fail is SERVFAIL, none has no records, lost is never answered. */
static size_t answer_dns(unsigned char *out, const unsigned char *in, size_t length)
{
  size_t at = 12, label = in[12];
  const char *name = (const char *)in + 13;
  while (at < length && in[at] != 0)
    at += 1u + in[at];
  at += 5; /* the end of the name, type, class */
  int type = in[at - 3];
  memcpy(out, in, at);
  out[2] = 0x81, out[3] = 0x80;
  memset(out + 6, 0, 6);
  if (label == 2 && memcmp(name, "nx", 2) == 0)
    out[3] = 0x83;
  else if (label == 4 && memcmp(name, "fail", 4) == 0)
    out[3] = 0x82;
  else if (type == 1 && (label != 4 || memcmp(name, "none", 4) != 0)) {
    out[7] = 1;
    memcpy(out + at, "\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\x7f\x00\x00\x01", 16);
    return at + 16;
  } else if (type == 16) {
    out[7] = 1;
    memcpy(out + at, "\xc0\x0c\x00\x10\x00\x01\x00\x00\x00\x3c\x00\x0c\x0bv=spf1 -all", 24);
    return at + 24;
  } else if (type == 15) {
    out[7] = 1;
    memcpy(out + at, "\xc0\x0c\x00\x0f\x00\x01\x00\x00\x00\x3c\x00\x09\x00\x0a\x04mail\xc0\x0c", 21);
    return at + 21;
  } else if (type == 28 && label == 11 && memcmp(name, "v6only-dead", 11) == 0) {
    out[7] = 1; /* 100::/64 is the discard prefix, RFC 6666 */
    memcpy(out + at, "\xc0\x0c\x00\x1c\x00\x01\x00\x00\x00\x3c\x00\x10\x01\x00\0\0\0\0\0\0\0\0\0\0\0\0\0\x01", 28);
    return at + 28;
  }
  return at;
}

static void asked(uv_udp_t *udp, ssize_t got, const uv_buf_t *buffer, const struct sockaddr *from, unsigned flags)
{
  const unsigned char *in = (const unsigned char *)buffer->base;
  (void)flags;
  if (got < 17 || from == NULL || udp->data == NULL || (in[12] == 4 && memcmp(in + 13, "lost", 4) == 0))
    return;
  uv_udp_send_t *send = calloc(1, sizeof *send);
  unsigned char *out = send->data = calloc(1, 2048);
  uv_buf_t answer = uv_buf_init((char *)out, (unsigned)answer_dns(out, in, (size_t)got));
  uv_udp_send(send, udp, &answer, 1, from, sent);
}

/* --- setting up ------------------------------------------------------------------------------------ */

static struct sockaddr_in any_port;

static int print_port(const char *name, const struct sockaddr_in *bound)
{
  int port = ntohs(bound->sin_port);
  printf("%s %d\n", name, port);
  return port;
}

static void serve(const struct service *service)
{
  uv_tcp_t *server = calloc(1, sizeof *server);
  struct sockaddr_in bound;
  int length = sizeof bound;
  uv_tcp_init(loop, server);
  server->data = (void *)(uintptr_t)service;
  if (uv_tcp_bind(server, (struct sockaddr *)&any_port, 0) != 0 || uv_listen((uv_stream_t *)server, 512, came) != 0)
    exit(1);
  uv_tcp_getsockname(server, (struct sockaddr *)&bound, &length);
  int port = print_port(service->name, &bound);
  if (service->greeting == NULL)
    snprintf(to_self, sizeof to_self,
             "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/redirect-loop\r\nContent-Length: 0\r\n\r\n", port);
}

static void serve_dns(const char *name, bool answers)
{
  uv_udp_t *udp = calloc(1, sizeof *udp);
  struct sockaddr_in bound;
  int length = sizeof bound;
  uv_udp_init(loop, udp);
  udp->data = answers ? udp : NULL;
  if (uv_udp_bind(udp, (struct sockaddr *)&any_port, 0) != 0)
    exit(1);
  uv_udp_recv_start(udp, udp_room, asked);
  uv_udp_getsockname(udp, (struct sockaddr *)&bound, &length);
  print_port(name, &bound);
}

/* A port that refuses (bound, nobody listens), and one whose queue is full, so that SYNs are dropped. */
static void raw(const char *name, bool full)
{
  struct sockaddr_in bound;
  socklen_t length = sizeof bound;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(fd, (struct sockaddr *)&any_port, sizeof any_port) != 0)
    exit(1);
  getsockname(fd, (struct sockaddr *)&bound, &length);
  if (full) {
    listen(fd, 0);
    for (int i = 0; i < 3; i++)
      connect(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), (struct sockaddr *)&bound, sizeof bound);
  }
  print_port(name, &bound);
}

static void input(uv_stream_t *stream, ssize_t got, const uv_buf_t *buffer)
{
  (void)buffer;
  if (got < 0)
    uv_stop(stream->loop);
}

int main(void)
{
  uv_pipe_t in;
  signal(SIGPIPE, SIG_IGN);
  loop = uv_default_loop();
  uv_ip4_addr("127.0.0.1", 0, &any_port);
  for (size_t i = 0; i < sizeof services / sizeof services[0]; i++)
    serve(&services[i]);
  serve_dns("dns", true);
  serve_dns("dns-silent", false);
  raw("refused", false);
  raw("full", true);
  puts(".");
  fflush(stdout);
  uv_pipe_init(loop, &in, 0);
  if (uv_pipe_open(&in, 0) == 0)
    uv_read_start((uv_stream_t *)&in, udp_room, input);
  return uv_run(loop, UV_RUN_DEFAULT) < 0;
}
