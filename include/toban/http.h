/* http.h: the network: one curl_multi and one resolver on the loop, and HTTP requests over them.
 *
 * Everything runs on the loop thread and nothing blocks it. Names are looked up by c-ares on the same loop,
 * never by libcurl's threads: a dead name server costs a waiting look-up, not a thread for each check, and
 * an answer to a cancelled look-up is dropped. curl then gets the addresses (CURLOPT_RESOLVE, so it still
 * chooses between IPv6 and IPv4 by itself). c-ares reads /etc/resolv.conf (again when it changes) and
 * /etc/hosts; other sources of nsswitch.conf (mDNS, LDAP) do not take part. Proxies of the environment
 * are not used: what is measured is the endpoint.
 *
 * Certificates are always verified. Redirects are followed here, hop by hop, to http and https only. A body
 * or a header block over its cap ends the transfer; a body is only kept when asked for. */
#ifndef TOBAN_HTTP_H
#define TOBAN_HTTP_H
#include <uv.h>
#include "toban/health.h"

struct net;
struct net_options {
  const char *name_servers;    /* "192.0.2.1,[2001:db8::1]:5353"; NULL: the system's */
  const char *ca_file;         /* PEM of trusted authorities; NULL: the system's */
};
/* options may be NULL. From now on the process ignores SIGPIPE. */
struct net *net_new(uv_loop_t *loop, const struct net_options *options);
/* Group [network] of the configuration file: name_servers, ca_file; the system's where they are not set. The
 * file may be NULL. */
struct net *net_from_settings(uv_loop_t *loop, GKeyFile *settings);
/* Every request, probe and poller must be gone. The loop has to turn once more to close the handles. */
void net_free(struct net *net);

struct http_request {
  const char *method;          /* NULL: GET, or POST when there is a body */
  const char *url;             /* http or https */
  const char *const *headers;  /* "Name: value", NULL-terminated; may be NULL */
  const char *body;            /* copied; NULL: none */
  int timeout_ms;              /* for all of it: names, connection, redirects, body */
  int max_redirects;           /* 0: none is followed */
  const char *stop_at;         /* statuses that are wanted as they are ("301,308"), not followed; may be NULL */
  const char *find;            /* text looked for in the body as it streams by; NULL: none */
  const char *login;           /* "user:password" for Basic, to the first host only; NULL: none */
  int ip;                      /* 4, 6, or 0: either */
  bool keep_body;              /* collect it for the reply (up to max_body) */
  size_t max_body;             /* bytes after decompression; 0: HTTP_MAX_BODY */
};
enum { HTTP_MAX_BODY = 4 << 20, HTTP_MAX_HEADERS = 64 << 10 };
struct http_reply {
  enum check_reason reason;    /* REASON_NONE: a whole answer came, whatever its status */
  const char *detail;          /* of the reason; "" */
  int status;                  /* 0: none */
  int latency_ms;              /* from the start to the end of the last hop */
  int tls_days;                /* of the first hop's certificate, also of an expired one; TLS_DAYS_UNKNOWN */
  bool found;                  /* `find` was in the body */
  bool sent;                   /* a request went out: the server may have acted on it */
  const char *body; size_t length;     /* when kept; until the callback returns */
};
typedef void http_done_fn(void *user, const struct http_reply *reply);
struct http_transfer;
/* Strings of the request are copied. done is called once, later, never from here; the transfer is then gone.
 * NULL: the URL cannot be understood. */
struct http_transfer *http_send(struct net *net, const struct http_request *request, http_done_fn *done, void *user);
void http_cancel(struct http_transfer *transfer);                /* done is not called */

/* Is the status in a list such as "200,204,300-399"? An empty or missing list means 200-299. */
bool http_status_in(const char *list, int status);
bool http_status_list_valid(const char *list);
#endif
