/* hop.h: one connection by curl: name, connection, TLS, transfer, until a deadline. What HTTP requests (each
 * redirect is a hop) and the probes of the other protocols are made of. Loop thread. */
#ifndef NET_HOP_H
#define NET_HOP_H
#include "net.h"

struct hop_plan {
  const char *url;             /* curl's, with a port; copied */
  const char *protocols;       /* CURLOPT_PROTOCOLS_STR; literal */
  int64_t deadline_ms;         /* clock_mono_ms() */
  double limit_s;              /* the whole time limit, for messages */
  bool connect_only;           /* stop when connected (and greeted, for smtp and imap) */
  bool starttls;
  int ip;                      /* 4, 6, or 0: either */
  int connected;               /* a socket that is connected already, taken over; 0: none */
  void (*setup)(CURL *easy, void *user);       /* further options; may be NULL */
  void *user;
};
struct hop_end {
  CURLcode code;               /* meaningless when the name was not found */
  enum check_reason reason;    /* REASON_NONE: curl is content */
  char detail[CURL_ERROR_SIZE];
  int tls_days;                /* TLS_DAYS_UNKNOWN without TLS */
};
typedef void hop_done_fn(void *user, const struct hop_end *end);
struct hop;
/* done is called once, later, never from here, with plan->user. The hop (and a CONNECT_ONLY connection)
 * lives until hop_free(), which may come at any time. NULL when the URL cannot be understood. */
struct hop *hop_start(struct net *net, const struct hop_plan *plan, hop_done_fn *done);
void hop_free(struct hop *hop);                /* NULL-safe */
CURL *hop_easy(struct hop *hop);               /* for getinfo, send and recv after the end */
#endif
