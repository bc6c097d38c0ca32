/* Probes of tcp, tls, smtp, imap and ldap: curl makes the connection (names, IPv6 and IPv4, TLS), for smtp
 * and imap also takes the greeting, EHLO or CAPABILITY and STARTTLS. Here: what is said after that.
 * The connection is CURLOPT_CONNECT_ONLY, which curl closes without a word: its QUIT and LOGOUT would wait
 * for the server inside a blocking call. LDAP is not left to curl for the same reason. */
#define _GNU_SOURCE /* memmem */
#include <string.h>

#include "hop.h"
#include "probe_kind.h"

enum { GREETING_MAX = 8192 };

struct stream {
  struct probe *probe;
  const struct speech *speech;
  struct hop *hop;
  struct watch *watch;   /* NULL while curl watches the socket itself */
  GString *in;           /* what the server said */
  size_t sent;
};
struct watch { uv_poll_t poll; struct stream *stream; };

struct speech {
  const char *protocols; /* CURLOPT_PROTOCOLS_STR */
  const char *rest;      /* of the URL: the name in EHLO */
  const char *say;       /* said first; NULL: nothing */
  size_t say_length;
  bool (*heard)(struct stream *stream);   /* true: enough has come, the probe is finished; NULL: nothing is awaited */
};

/* LDAPv3 bind, message 1, no name, simple without password (RFC 4511, 4.2). */
static const char ldap_bind[] = "\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00";

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

/* SEQUENCE { messageID 1, [APPLICATION 1] BindResponse ... }; lengths in short or long form. A server that
 * refuses anonymous binds says so: it answers all the same. */
static bool ldap_heard(struct stream *stream)
{
  const unsigned char *in = (const unsigned char *)stream->in->str;
  size_t length = stream->in->len, skip = length > 1 && in[1] >= 0x80 ? 2u + (in[1] & 0x7fu) : 2;
  if (length > 0 && (in[0] != 0x30 || skip > 6))
    probe_fail(stream->probe, REASON_ANSWER, "LDAP");
  else if (length < skip + 4)
    return false;
  else if (memcmp(in + skip, "\x02\x01\x01\x61", 4) == 0)
    probe_good(stream->probe);
  else
    probe_fail(stream->probe, REASON_ANSWER, "LDAP");
  return true;
}

static const struct speech speeches[ENDPOINT_KINDS] = {
  [ENDPOINT_TCP] = {.protocols = "http", .rest = "", .heard = tcp_heard},
  [ENDPOINT_TLS] = {.protocols = "https", .rest = ""},
  [ENDPOINT_SMTP] = {.protocols = "smtp,smtps", .rest = "toban"},
  [ENDPOINT_IMAP] = {.protocols = "imap,imaps", .rest = ""},
  [ENDPOINT_LDAP] = {.protocols = "http,https", .rest = "", .say = ldap_bind, .say_length = sizeof ldap_bind - 1,
                     .heard = ldap_heard},
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
  while (code == CURLE_OK && stream->sent < speech->say_length) {
    code = curl_easy_send(easy, speech->say + stream->sent, speech->say_length - stream->sent, &done);
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
    watch_for(stream, stream->sent < speech->say_length ? UV_READABLE | UV_WRITABLE : UV_READABLE);
    return;
  }
  stop_watching(stream);
  if (stream->in->len > 0 && speech->say == NULL)
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
  } else if (by_curl || (stream->speech->say == NULL && !probe_expects_body(probe))) {
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
  else if (end->code == CURLE_WRITE_ERROR)
    answer_unlike(stream, REASON_ANSWER);
  else
    probe_fail(stream->probe, end->reason, end->detail);
}

static void start(struct probe *probe)
{
  const struct speech *speech = &speeches[probe->endpoint];
  struct stream *stream = g_new0(struct stream, 1);
  char *url = target_url(&probe->target, speech->rest);
  *stream = (struct stream){.probe = probe, .speech = speech, .in = g_string_new(NULL)};
  struct hop_plan plan = {.url = url, .protocols = speech->protocols, .limit_s = probe->timeout_ms / 1000.0,
                          .deadline_ms = probe->started_ms + probe->timeout_ms, .connect_only = true,
                          .starttls = probe->target.scheme->starttls, .setup = set_up, .user = stream};
  probe->state = stream;
  stream->hop = hop_start(probe->net, &plan, connected);
  if (stream->hop == NULL)
    probe_fail(probe, REASON_TARGET, probe->url);
  g_free(url);
}

static void stop(struct probe *probe)
{
  struct stream *stream = probe->state;
  stop_watching(stream);
  hop_free(stream->hop);
  g_string_free(stream->in, TRUE);
  g_free(stream);
}

const struct probe_kind probe_stream = {start, stop};
