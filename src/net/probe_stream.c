/* Probes of tcp, tls, smtp, imap and ldap: curl makes the connection (names, IPv6 and IPv4, TLS), for smtp
 * and imap also takes the greeting, EHLO or CAPABILITY and STARTTLS. Here: what is said after that.
 * The connection is CURLOPT_CONNECT_ONLY, which curl closes without a word: its QUIT and LOGOUT would wait
 * for the server inside a blocking call. LDAP is not left to curl for the same reason. */
#define _GNU_SOURCE /* memmem */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "hop.h"
#include "ldap.h"
#include "probe_kind.h"

enum { GREETING_MAX = 8192 };

struct stream {
  struct probe *probe;
  const struct speech *speech;
  struct hop *hop;
  struct watch *watch;   /* NULL while curl watches the socket itself */
  GString *in;           /* what the server said */
  GByteArray *say;       /* said first; NULL: nothing */
  size_t sent;
  bool upgrade;          /* what is said asks for TLS */
};
struct watch { uv_poll_t poll; struct stream *stream; };

struct speech {
  const char *protocols; /* CURLOPT_PROTOCOLS_STR */
  const char *rest;      /* of the URL: the name in EHLO */
  bool (*heard)(struct stream *stream);   /* true: enough has come, the probe is finished; NULL: nothing is awaited */
};

static void answer_unlike(struct stream *stream, enum check_reason reason)
{
  char line[80];
  g_strlcpy(line, stream->in->str, sizeof line);
  line[strcspn(line, "\r\n")] = '\0';
  probe_fail(stream->probe, reason, line);
}

static bool greeting_found(struct stream *stream)
{
  const char *want = stream->probe->expect_body;
  return memmem(stream->in->str, stream->in->len, want, strlen(want)) != NULL;
}

static bool tcp_heard(struct stream *stream)
{
  bool found = greeting_found(stream);
  if (found)
    probe_good(stream->probe);
  else if (stream->in->len >= GREETING_MAX)
    answer_unlike(stream, REASON_BANNER);
  return found || stream->in->len >= GREETING_MAX;
}

static void upgrade(struct stream *stream);

/* A server that refuses anonymous binds says so: it answers all the same. */
static bool ldap_heard(struct stream *stream)
{
  int code = 0;
  char detail[32];
  int got = ldap_answer(stream->in->str, stream->in->len, stream->upgrade ? LDAP_EXTENDED_ANSWER : LDAP_BIND_ANSWER,
                        &code);
  g_snprintf(detail, sizeof detail, "LDAP %d", code);
  if (got == 0 && stream->in->len < GREETING_MAX)
    return false;
  if (got <= 0)
    probe_fail(stream->probe, REASON_ANSWER, "LDAP");
  else if (stream->upgrade && code == 0)
    upgrade(stream);
  else if (stream->upgrade)
    probe_fail(stream->probe, REASON_TLS_FAILED, detail);
  else if (stream->probe->login != NULL && code != 0)
    probe_fail(stream->probe, REASON_LOGIN, detail);
  else
    probe_good(stream->probe);
  return true;
}

static const struct speech speeches[ENDPOINT_KINDS] = {
  [ENDPOINT_TCP] = {.protocols = "http", .rest = "", .heard = tcp_heard},
  [ENDPOINT_TLS] = {.protocols = "https", .rest = ""},
  [ENDPOINT_SMTP] = {.protocols = "smtp,smtps", .rest = "toban"},
  [ENDPOINT_IMAP] = {.protocols = "imap,imaps", .rest = ""},
  [ENDPOINT_LDAP] = {.protocols = "http,https", .rest = "", .heard = ldap_heard},
};

static void listen_to(struct stream *stream);

/* Greeting lines that curl reads for smtp and imap. */
static size_t take_greeting(char *bytes, size_t one, size_t length, void *user)
{
  struct stream *stream = user;
  if (stream->in->len + length > GREETING_MAX)
    return 0;
  g_string_append_len(stream->in, bytes, (gssize)length);
  return length * one;
}

static void set_up(CURL *easy, void *user)
{
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_greeting);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, user);
  const char *login = ((struct stream *)user)->probe->login;
  if (login != NULL && ((struct stream *)user)->speech->heard == NULL)
    curl_easy_setopt(easy, CURLOPT_USERPWD, login);
}

static void free_watch(uv_handle_t *handle)
{
  g_free(handle->data);
}

static void stop_watching(struct stream *stream)
{
  if (stream->watch != NULL)
    uv_close((uv_handle_t *)&stream->watch->poll, free_watch);
  stream->watch = NULL;
}

static void late(uv_timer_t *timer)
{
  struct probe *probe = timer->data;
  struct stream *stream = probe->state;
  stop_watching(stream);
  if (stream->in->len > 0)
    answer_unlike(stream, REASON_BANNER);
  else
    probe_late(probe, REASON_TIMEOUT);
}

static void happened(uv_poll_t *poll, int status, int events)
{
  (void)status, (void)events; /* reading and writing tell what it was */
  listen_to(((struct watch *)poll->data)->stream);
}

static void watch_for(struct stream *stream, int events)
{
  curl_socket_t fd = CURL_SOCKET_BAD;
  if (stream->watch == NULL) {
    curl_easy_getinfo(hop_easy(stream->hop), CURLINFO_ACTIVESOCKET, &fd);
    struct watch *watch = g_new0(struct watch, 1);
    if (uv_poll_init_socket(stream->probe->net->loop, &watch->poll, fd) != 0) {
      g_free(watch);
      probe_fail(stream->probe, REASON_FAULT, "poll");
      return;
    }
    watch->poll.data = watch;
    watch->stream = stream;
    stream->watch = watch;
  }
  uv_poll_start(&stream->watch->poll, events, happened);
}

/* Says what is left to say, hears what has come; then waits for the socket or ends the probe. */
static void listen_to(struct stream *stream)
{
  const struct speech *speech = stream->speech;
  size_t done = 0;
  char bytes[4096];
  CURLcode code = CURLE_OK;
  CURL *easy = hop_easy(stream->hop);
  size_t length = stream->say == NULL ? 0 : stream->say->len;
  while (code == CURLE_OK && stream->sent < length) {
    code = curl_easy_send(easy, stream->say->data + stream->sent, length - stream->sent, &done);
    stream->sent += done;
  }
  while (code == CURLE_OK) {
    code = curl_easy_recv(easy, bytes, sizeof bytes, &done);
    if (code == CURLE_OK && done == 0)
      code = CURLE_GOT_NOTHING;
    if (code != CURLE_OK)
      break;
    g_string_append_len(stream->in, bytes, (gssize)done);
    if (speech->heard(stream)) {
      stop_watching(stream);
      return;
    }
  }
  if (code == CURLE_AGAIN) {
    watch_for(stream, stream->sent < length ? UV_READABLE | UV_WRITABLE : UV_READABLE);
    return;
  }
  stop_watching(stream);
  if (stream->in->len > 0 && stream->say == NULL)
    answer_unlike(stream, REASON_BANNER);
  else
    probe_fail(stream->probe, REASON_CUT, NULL);
}

static void greeted(struct stream *stream)
{
  struct probe *probe = stream->probe;
  bool by_curl = stream->speech->heard == NULL;
  if (by_curl && probe_expects_body(probe) && !greeting_found(stream)) {
    answer_unlike(stream, REASON_BANNER);
  } else if (by_curl || (stream->say == NULL && !probe_expects_body(probe))) {
    probe_good(probe);
  } else {
    uv_timer_start(&probe->timer, late, (uint64_t)probe_left_ms(probe), 0);
    listen_to(stream);
  }
}

static void connected(void *user, const struct hop_end *end)
{
  struct stream *stream = user;
  stream->probe->result.tls_days = end->tls_days;
  if (end->reason == REASON_NONE)
    greeted(stream);
  else if (end->code == CURLE_LOGIN_DENIED && stream->probe->login != NULL)
    probe_fail(stream->probe, REASON_LOGIN, end->detail);
  else if (end->code == CURLE_WRITE_ERROR)
    answer_unlike(stream, REASON_ANSWER);
  else
    probe_fail(stream->probe, end->reason, end->detail);
}

/* over: a socket that is connected, for TLS over it; 0: a new connection. */
static void connect_to(struct stream *stream, const char *url, int over)
{
  struct probe *probe = stream->probe;
  struct hop_plan plan = {.url = url, .protocols = stream->speech->protocols, .limit_s = probe->timeout_ms / 1000.0,
                          .deadline_ms = probe->started_ms + probe->timeout_ms, .connect_only = true,
                          .starttls = probe->target.scheme->starttls && probe->endpoint != ENDPOINT_LDAP,
                          .ip = probe->options.ip, .connected = over, .setup = set_up, .user = stream};
  stream->hop = hop_start(probe->net, &plan, connected);
  if (stream->hop == NULL)
    probe_fail(probe, REASON_TARGET, probe->url);
}

static void say(struct stream *stream, GByteArray *take_message)
{
  if (stream->say != NULL)
    g_byte_array_unref(stream->say);
  stream->say = take_message;
  stream->sent = 0;
  g_string_truncate(stream->in, 0);
}

/* StartTLS of LDAP (RFC 4511, 4.14): the server agreed, the handshake comes next on the same connection. curl has no
 * word for that with LDAP, so it gets the socket as one that is connected already. */
static void upgrade(struct stream *stream)
{
  const struct target *target = &stream->probe->target;
  curl_socket_t fd = CURL_SOCKET_BAD;
  curl_easy_getinfo(hop_easy(stream->hop), CURLINFO_ACTIVESOCKET, &fd);
  int over = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  char *url = g_strdup_printf(strchr(target->host, ':') ? "https://[%s]:%d/" : "https://%s:%d/", target->host,
                              target->port);
  stop_watching(stream);
  uv_timer_stop(&stream->probe->timer);
  hop_free(stream->hop);
  stream->hop = NULL;
  stream->upgrade = false;
  say(stream, ldap_bind_message(stream->probe->login));
  if (over < 0)
    probe_fail(stream->probe, REASON_RESOURCES, g_strerror(errno));
  else
    connect_to(stream, url, over);
  g_free(url);
}

static void start(struct probe *probe)
{
  const struct speech *speech = &speeches[probe->endpoint];
  struct stream *stream = g_new0(struct stream, 1);
  char *url = target_url(&probe->target, speech->rest);
  *stream = (struct stream){.probe = probe, .speech = speech, .in = g_string_new(NULL)};
  probe->state = stream;
  if (probe->endpoint == ENDPOINT_LDAP) {
    stream->upgrade = probe->target.scheme->starttls;
    say(stream, stream->upgrade ? ldap_starttls_message() : ldap_bind_message(probe->login));
  }
  connect_to(stream, url, 0);
  g_free(url);
}

static void stop(struct probe *probe)
{
  struct stream *stream = probe->state;
  stop_watching(stream);
  hop_free(stream->hop);
  g_string_free(stream->in, TRUE);
  if (stream->say != NULL)
    g_byte_array_unref(stream->say);
  g_free(stream);
}

const struct probe_kind probe_stream = {start, stop};
