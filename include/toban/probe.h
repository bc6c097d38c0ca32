/* probe.h: one check of one endpoint. Loop thread only; nothing blocks; always ends within its timeout.
 *
 *   kind   target                                   good when
 *   http   http(s)://host[:port]/path               status in expect_status (default 200-299, redirects
 *                                                   followed unless the list has them), body has expect_body
 *   tcp    host:port                                connected, and the greeting has expect_body if given
 *   tls    host[:port]                              handshake with a valid certificate (443)
 *   smtp   host[:port], smtps:// smtp+starttls://   greeting 2xx and EHLO (25, 465, 587)
 *   imap   host[:port], imaps:// imap+starttls://   greeting and CAPABILITY (143, 993, 143)
 *   ldap   host[:port], ldaps:// ldap+starttls://   anonymous bind is answered, granted or not (389, 636, 389)
 *   dns    server[:port]/name[/type]                an answer with a record of the type (A), and one of
 *                                                   them has expect_body if given
 *   ping   host                                     an echo comes back (needs net.ipv4.ping_group_range)
 *
 * Beside that, what check_option.h says. A bad target, a secret that cannot be read, a ping that the system forbids,
 * too many open files and the like are CLASS_INTERNAL. */
#ifndef TOBAN_PROBE_H
#define TOBAN_PROBE_H
#include "toban/http.h"

struct probe_plan {
  enum endpoint_kind kind;
  const char *target;
  const char *expect_status, *expect_body;   /* NULL or "": nothing special */
  const char *options;                       /* of check_option.h; NULL or "": the usual */
  int timeout_ms;
};
typedef void probe_done_fn(void *user, const struct check_result *result);
struct probe;
/* Strings are copied. done is called once, later, never from here; the probe is then gone. */
struct probe *probe_start(struct net *net, const struct probe_plan *plan, probe_done_fn *done, void *user);
void probe_cancel(struct probe *probe);                                   /* done is not called */

/* Many at once, within the poller's caps (in all, and by host): each(user, index, result) for every one, later;
 * the plans and their strings must live until the last. */
typedef void probe_each_fn(void *user, int index, const struct check_result *result);
void probe_all(struct net *net, const struct probe_plan *plans, int count, probe_each_fn *each, void *user);

/* The host that a target names, for caps by host: "" when the target cannot be understood. */
void probe_target_host(enum endpoint_kind kind, const char *target, char *out, size_t size);
/* Does a check of it stay on this machine: a loopback address or localhost, no name to look up? */
bool probe_target_is_loopback(enum endpoint_kind kind, const char *target);
bool probe_target_valid(enum endpoint_kind kind, const char *target);
#endif
