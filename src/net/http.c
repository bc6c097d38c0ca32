/* HTTP requests: hops (hop.h) from one redirect to the next, caps on what comes in. */
#define _GNU_SOURCE /* memmem */
#include "toban/http.h"

#include <string.h>

#include "hop.h"
#include "secret.h"

struct http_transfer {
  struct net *net;
  struct hop *hop;
  http_done_fn *done;
  void *user;
  int64_t started_ms;
  int timeout_ms, max_redirects, redirects;
  char *method, *stop_at, *body, *find, *login;
  int ip;
  struct curl_slist *headers;
  bool keep_body;
  size_t max_body, header_bytes, body_bytes, find_length;
  bool headers_too_large, body_too_large, found;
  GString *tail;         /* the last find_length - 1 bytes of the body so far */
  GString *kept;
  int tls_days;
};

static void free_transfer(struct http_transfer *t)
{
  hop_free(t->hop);
  curl_slist_free_all(t->headers);
  g_free(t->method);
  g_free(t->stop_at);
  g_free(t->body);
  g_free(t->find);
  secret_free(t->login);
  g_string_free(t->tail, TRUE);
  g_string_free(t->kept, TRUE);
  g_free(t);
}

void http_cancel(struct http_transfer *transfer)
{
  free_transfer(transfer);
}

/* curl hands over whole lines, and itself gives up on a line over 100 KB (as out of memory, in ended()). */
static size_t take_header(char *bytes, size_t one, size_t length, void *user)
{
  struct http_transfer *t = user;
  (void)bytes;
  t->header_bytes += length;
  t->headers_too_large = t->header_bytes > HTTP_MAX_HEADERS;
  return t->headers_too_large ? 0 : length * one;
}

/* The text may lie across the border of two pieces: look into the end of what was, with the new piece's
 * beginning, then into the new piece. */
static void search(struct http_transfer *t, const char *bytes, size_t length)
{
  size_t overlap = t->find_length - 1, head = MIN(length, overlap);
  g_string_append_len(t->tail, bytes, (gssize)head);
  t->found = memmem(t->tail->str, t->tail->len, t->find, t->find_length) != NULL ||
             memmem(bytes, length, t->find, t->find_length) != NULL;
  if (length > overlap) {
    g_string_truncate(t->tail, 0);
    g_string_append_len(t->tail, bytes + length - overlap, (gssize)overlap);
  } else if (t->tail->len > overlap) {
    g_string_erase(t->tail, 0, (gssize)(t->tail->len - overlap));
  }
}

static size_t take_body(char *bytes, size_t one, size_t length, void *user)
{
  struct http_transfer *t = user;
  t->body_bytes += length;
  t->body_too_large = t->body_bytes > t->max_body;
  if (t->body_too_large)
    return 0;
  if (t->find_length > 0 && !t->found)
    search(t, bytes, length);
  if (t->keep_body)
    g_string_append_len(t->kept, bytes, (gssize)length);
  return length * one;
}

static void set_up(CURL *easy, void *user)
{
  struct http_transfer *t = user;
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "toban");
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate"); /* unpacked piece by piece: the cap holds */
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
  if (t->headers != NULL)
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->headers);
  if (t->body != NULL)
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, t->body);
  if (t->login != NULL) {
    curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    curl_easy_setopt(easy, CURLOPT_USERPWD, t->login);
  }
  if (t->method != NULL && g_str_equal(t->method, "HEAD"))
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  else if (t->method != NULL)
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, t->method);
}

static void finish(struct http_transfer *t, enum check_reason reason, const char *detail, int status)
{
  struct http_reply reply = {.reason = reason, .detail = detail, .status = status, .tls_days = t->tls_days,
                             .latency_ms = (int)(clock_mono_ms() - t->started_ms), .found = t->found,
                             .body = t->keep_body ? t->kept->str : NULL, .length = t->kept->len};
  long bytes = 0;
  if (t->hop != NULL)
    curl_easy_getinfo(hop_easy(t->hop), CURLINFO_REQUEST_SIZE, &bytes);
  reply.sent = bytes > 0;
  t->done(t->user, &reply);
  free_transfer(t);
}

static void finish_limit(struct http_transfer *t, enum check_reason reason, size_t limit, int status)
{
  char detail[32];
  g_snprintf(detail, sizeof detail, "%" G_GSIZE_FORMAT, limit);
  finish(t, reason, detail, status);
}

static void hop_ended(void *user, const struct hop_end *end);

static bool start_hop(struct http_transfer *t, const char *url)
{
  struct hop_plan plan = {.url = url, .protocols = "http,https", .deadline_ms = t->started_ms + t->timeout_ms,
                          .limit_s = t->timeout_ms / 1000.0, .ip = t->ip, .setup = set_up, .user = t};
  t->header_bytes = t->body_bytes = 0;
  g_string_truncate(t->tail, 0);
  g_string_truncate(t->kept, 0);
  t->found = false;
  t->hop = hop_start(t->net, &plan, hop_ended);
  return t->hop != NULL;
}

static bool is_web(const char *url)
{
  return g_ascii_strncasecmp(url, "http://", 7) == 0 || g_ascii_strncasecmp(url, "https://", 8) == 0;
}

/* A redirect of a request with a body is not repeated with it: it becomes a GET, as browsers do. */
static void follow(struct http_transfer *t, const char *location, int status)
{
  if (t->redirects++ >= t->max_redirects) {
    finish_limit(t, REASON_REDIRECTS, (size_t)t->max_redirects, status);
    return;
  }
  char *url = g_strdup(location); /* it belongs to the handle that goes */
  hop_free(t->hop);
  t->hop = NULL;
  g_clear_pointer(&t->body, g_free);
  g_clear_pointer(&t->method, g_free);
  g_clear_pointer(&t->login, secret_free);
  curl_slist_free_all(t->headers); /* they may carry secrets, and were meant for the first host */
  t->headers = NULL;
  if (!is_web(url) || !start_hop(t, url))
    finish(t, REASON_REDIRECT_TARGET, url, status);
  g_free(url);
}

static void hop_ended(void *user, const struct hop_end *end)
{
  struct http_transfer *t = user;
  long status = 0;
  char *location = NULL;
  curl_easy_getinfo(hop_easy(t->hop), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(hop_easy(t->hop), CURLINFO_REDIRECT_URL, &location);
  if (t->redirects == 0)
    t->tls_days = end->tls_days;
  bool whole = end->reason == REASON_NONE;
  bool wanted = t->stop_at != NULL && *t->stop_at != '\0' && http_status_in(t->stop_at, (int)status);
  if (t->headers_too_large || (!whole && end->code == CURLE_OUT_OF_MEMORY))
    finish_limit(t, REASON_HEADERS_TOO_LARGE, HTTP_MAX_HEADERS, (int)status);
  else if (t->body_too_large)
    finish_limit(t, REASON_BODY_TOO_LARGE, t->max_body, (int)status);
  else if (whole && location != NULL && t->max_redirects > 0 && !wanted)
    follow(t, location, (int)status);
  else
    finish(t, end->reason, end->detail, (int)status);
}

struct http_transfer *http_send(struct net *net, const struct http_request *request, http_done_fn *done, void *user)
{
  struct http_transfer *t = g_new0(struct http_transfer, 1);
  *t = (struct http_transfer){.net = net, .done = done, .user = user, .started_ms = clock_mono_ms(),
                              .timeout_ms = request->timeout_ms, .max_redirects = request->max_redirects,
                              .method = g_strdup(request->method), .stop_at = g_strdup(request->stop_at),
                              .body = g_strdup(request->body), .login = g_strdup(request->login),
                              .ip = request->ip, .find = g_strdup(request->find),
                              .find_length = request->find == NULL ? 0 : strlen(request->find),
                              .keep_body = request->keep_body, .tls_days = TLS_DAYS_UNKNOWN,
                              .max_body = request->max_body == 0 ? HTTP_MAX_BODY : request->max_body,
                              .tail = g_string_new(NULL), .kept = g_string_new(NULL)};
  for (size_t i = 0; request->headers != NULL && request->headers[i] != NULL; i++)
    t->headers = curl_slist_append(t->headers, request->headers[i]);
  if (is_web(request->url) && start_hop(t, request->url))
    return t;
  free_transfer(t);
  return NULL;
}
