#include "hop.h"

#include <string.h>
#include <unistd.h>

#include "reason_curl.h"

struct hop {
  struct net *net;
  struct hop_plan plan;
  hop_done_fn *done;
  char *url, *host, *port;
  struct name_query *query;
  struct curl_slist *addresses;   /* of CURLOPT_RESOLVE */
  CURL *easy;
  CURL *look;                     /* second, unverified look at a certificate that was refused */
  struct multi_job job, look_job;
  struct hop_end end;
  bool taken;                     /* the connection is somebody else's: it cannot be made again */
  char error[CURL_ERROR_SIZE], look_error[CURL_ERROR_SIZE];
};

static void finish(struct hop *hop)
{
  hop->done(hop->plan.user, &hop->end);
}

static long left_ms(const struct hop *hop)
{
  return (long)MAX(hop->plan.deadline_ms - clock_mono_ms(), 1);
}

static void set_options(struct hop *hop, CURL *easy, char *error)
{
  long left = left_ms(hop);
  error[0] = '\0';
  curl_easy_setopt(easy, CURLOPT_URL, hop->url);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, hop->plan.protocols);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); /* should curl's resolver ever run: never wait for its thread */
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, left);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, left);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L); /* a check is to find out whether one can connect */
  curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
  curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L);
  if (hop->net->ca_file != NULL)
    curl_easy_setopt(easy, CURLOPT_CAINFO, hop->net->ca_file);
  if (hop->addresses != NULL)
    curl_easy_setopt(easy, CURLOPT_RESOLVE, hop->addresses);
  if (hop->plan.connect_only) {
    curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_ENABLE_ALPN, 0L);
  } else {
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L); /* (would close a CONNECT_ONLY connection at once) */
  }
  if (hop->plan.ip != 0)
    curl_easy_setopt(easy, CURLOPT_IPRESOLVE, (long)(hop->plan.ip == 4 ? CURL_IPRESOLVE_V4 : CURL_IPRESOLVE_V6));
  if (hop->plan.starttls)
    curl_easy_setopt(easy, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
}

/* Of plan.connected: curl is told that it need not connect. */
static curl_socket_t give_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
  struct hop *hop = user;
  int fd = hop->plan.connected;
  (void)purpose, (void)address;
  hop->plan.connected = 0;
  return fd == 0 ? CURL_SOCKET_BAD : fd;
}

static int is_connected(void *user, curl_socket_t fd, curlsocktype purpose)
{
  (void)user, (void)fd, (void)purpose;
  return CURL_SOCKOPT_ALREADY_CONNECTED;
}

static void looked(void *user, CURLcode code)
{
  struct hop *hop = user;
  (void)code; /* the certificate is there or it is not */
  curl_certificate_days(hop->look, &hop->end.tls_days, hop->end.reason == REASON_TLS_EXPIRED ? hop->end.detail : NULL,
                        sizeof hop->end.detail);
  finish(hop);
}

/* A refused certificate is not shown by libcurl. Nothing is sent over this second connection. */
static void look_again(struct hop *hop)
{
  hop->look = multi_take(hop->net->multi);
  if (hop->look == NULL) {
    finish(hop);
    return;
  }
  set_options(hop, hop->look, hop->look_error);
  curl_easy_setopt(hop->look, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(hop->look, CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(hop->look, CURLOPT_SSL_VERIFYHOST, 0L);
  hop->look_job = (struct multi_job){looked, hop};
  multi_run(hop->net->multi, hop->look, &hop->look_job);
}

static void ended(void *user, CURLcode code)
{
  struct hop *hop = user;
  hop->end.code = code;
  hop->end.reason = curl_reason(hop->easy, code, hop->error, hop->host, hop->plan.limit_s, hop->end.detail,
                                sizeof hop->end.detail);
  bool known = curl_certificate_days(hop->easy, &hop->end.tls_days, NULL, 0);
  if (code == CURLE_PEER_FAILED_VERIFICATION && !known && !hop->taken)
    look_again(hop);
  else
    finish(hop);
}

static void run(struct hop *hop)
{
  set_options(hop, hop->easy, hop->error);
  if (hop->plan.setup != NULL)
    hop->plan.setup(hop->easy, hop->plan.user);
  if (hop->taken) {
    curl_easy_setopt(hop->easy, CURLOPT_OPENSOCKETFUNCTION, give_socket);
    curl_easy_setopt(hop->easy, CURLOPT_OPENSOCKETDATA, hop);
    curl_easy_setopt(hop->easy, CURLOPT_SOCKOPTFUNCTION, is_connected);
  }
  hop->job = (struct multi_job){ended, hop};
  multi_run(hop->net->multi, hop->easy, &hop->job);
}

/* "+HOST:PORT:ADDRESS,[ADDRESS]": curl tries them in its own way and forgets them after a minute. */
static void named(void *user, enum check_reason reason, const char *const *addresses)
{
  struct hop *hop = user;
  hop->query = NULL;
  if (reason != REASON_NONE) {
    hop->end.reason = reason;
    g_strlcpy(hop->end.detail, hop->host, sizeof hop->end.detail);
    finish(hop);
    return;
  }
  GString *entry = g_string_new(NULL);
  g_string_printf(entry, "+%s:%s:", hop->host, hop->port);
  for (int i = 0; addresses[i] != NULL; i++)
    g_string_append_printf(entry, strchr(addresses[i], ':') ? "%s[%s]" : "%s%s", i > 0 ? "," : "", addresses[i]);
  hop->addresses = curl_slist_append(NULL, entry->str);
  g_string_free(entry, TRUE);
  run(hop);
}

static char *url_part(CURLU *url, CURLUPart part, unsigned flags)
{
  char *text = NULL;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK)
    return NULL;
  char *copy = g_strdup(text);
  curl_free(text);
  return copy;
}

/* Takes the URL apart; writes it again with the host in ASCII (IDNA), as look-up and curl must agree on it. */
static bool take_url(struct hop *hop, const char *text)
{
  CURLU *url = curl_url();
  bool good = curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK;
  char *host = good ? url_part(url, CURLUPART_HOST, 0) : NULL;
  hop->host = host == NULL ? NULL : host[0] == '[' ? g_strdup(host) : g_hostname_to_ascii(host);
  if (hop->host != NULL && *hop->host != '\0' && curl_url_set(url, CURLUPART_HOST, hop->host, 0) == CURLUE_OK) {
    hop->port = url_part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    hop->url = url_part(url, CURLUPART_URL, 0);
  }
  g_free(host);
  curl_url_cleanup(url);
  return hop->url != NULL && hop->port != NULL;
}

struct hop *hop_start(struct net *net, const struct hop_plan *plan, hop_done_fn *done)
{
  struct hop *hop = g_new0(struct hop, 1);
  *hop = (struct hop){.net = net, .plan = *plan, .done = done, .end.tls_days = TLS_DAYS_UNKNOWN};
  hop->plan.url = NULL;
  hop->taken = plan->connected != 0;
  if (!take_url(hop, plan->url) || (hop->easy = multi_take(net->multi)) == NULL) {
    hop_free(hop);
    return NULL;
  }
  if (hop->host[0] == '[' || host_is_address(hop->host) || host_is_loopback(hop->host)) /* curl knows localhost */
    run(hop);
  else
    hop->query = names_ask(net->names, hop->host, plan->ip, (int)left_ms(hop), named, hop);
  return hop;
}

void hop_free(struct hop *hop)
{
  if (hop == NULL)
    return;
  name_query_cancel(hop->query);
  if (hop->look != NULL)
    multi_give(hop->net->multi, hop->look);
  if (hop->easy != NULL)
    multi_give(hop->net->multi, hop->easy);
  curl_slist_free_all(hop->addresses);
  if (hop->plan.connected != 0)
    close(hop->plan.connected);
  g_free(hop->url);
  g_free(hop->host);
  g_free(hop->port);
  g_free(hop);
}

CURL *hop_easy(struct hop *hop)
{
  return hop->easy;
}
