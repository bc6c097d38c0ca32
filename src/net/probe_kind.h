/* probe_kind.h: what the kinds of probes have in common (probe.h is the public side). Loop thread. */
#ifndef NET_PROBE_KIND_H
#define NET_PROBE_KIND_H
#include "net.h"
#include "target.h"
#include "toban/check_option.h"
#include "toban/probe.h"

struct probe {
  struct net *net;
  const struct probe_kind *kind;
  enum endpoint_kind endpoint;
  uv_timer_t timer;            /* the kind's, until it finishes; then the delivery of the result */
  struct target target;
  char *url;                   /* the target as it was written */
  char *expect_status, *expect_body;
  struct check_options options;
  char *login;                 /* "user:password", its secret in; NULL: none */
  GPtrArray *secrets;          /* that were used: kept out of the message */
  int timeout_ms;
  int64_t started_ms;
  struct check_result result;
  bool finished;
  probe_done_fn *done;
  void *user;
  void *state;                 /* the kind's */
};
struct probe_kind {
  void (*start)(struct probe *probe);
  void (*stop)(struct probe *probe);           /* frees the state; probe->state may be NULL */
};
extern const struct probe_kind probe_http, probe_stream, probe_dns, probe_ping;

/* The first of them ends the probe, later ones do nothing; may be called from start(). Latency is taken here. */
void probe_good(struct probe *probe);
void probe_fail(struct probe *probe, enum check_reason reason, const char *detail);
void probe_late(struct probe *probe, enum check_reason reason);  /* the detail is the time limit */
int64_t probe_left_ms(const struct probe *probe);                /* of its time limit, at least 1 */
/* The text with its secrets in (secret.h); NULL: the probe has failed. */
char *probe_secret(struct probe *probe, const char *text);
bool probe_expects_body(const struct probe *probe);
#endif
