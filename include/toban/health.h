/* health.h: states of checked endpoints (pure rules). Requirement A6; edge cases 33-45.
 *
 * A check gives a struct check_result; check_next() folds results into a struct check_status, one after
 * the other, whatever their times (clocks jump; order comes from the poller and its epoch):
 *
 *   failure         soft 1/n ... n/n -> down        n is down_after; `since` is the first failure's time
 *   success         at once good, but leaving down needs m = up_after successes in a row
 *   slow success    degraded (longer than slow_ms), and so is a certificate that ends within cert_days
 *   many changes    flapping, when 6 of the last 20 results were another than the one before, until 3 are
 *   internal        our own fault: the state and its age stay as they are, so it goes stale in the end and
 *                   is never taken for the endpoint's fault nor for its health
 *
 * That is the base. What is shown lies over it: paused, maintenance, unreachable (failing while the parent does), then
 * flapping. Who comes out of a pause, a maintenance or of the parent's trouble stays in it until a fresh result, and
 * begins to count anew: nothing is raised of what was measured meanwhile; what is still bad is raised after its own n.
 *
 * Messages are kept without language, as "CODE" or "CODE DETAIL" (enum check_reason), and become a
 * sentence of the reader's language by check_message_text(). A detail is foreign text: clean it with
 * text_clean() before it reaches a cell. Owner of the rules: src/domain/health.c. */
#ifndef TOBAN_HEALTH_H
#define TOBAN_HEALTH_H
#include <glib.h>
#include <limits.h>
#include <stdbool.h>
#include "toban/lang.h"
#include "toban/utc.h"

enum check_state { CHECK_UNKNOWN, CHECK_OK, CHECK_SOFT /* failing, not yet down */, CHECK_DOWN, CHECK_DEGRADED,
                   CHECK_FLAPPING, CHECK_UNREACHABLE /* parent down */, CHECK_MAINTENANCE, CHECK_PAUSED,
                   CHECK_STALE /* drawn, never stored: nobody polled in time */, CHECK_STATES };
enum check_class { CLASS_NONE, CLASS_DNS, CLASS_CONNECT, CLASS_TLS, CLASS_TIMEOUT, CLASS_PROTOCOL,
                   CLASS_CONTENT, CLASS_INTERNAL /* ours; never counts as down */, CHECK_CLASSES };
enum endpoint_kind { ENDPOINT_HTTP, ENDPOINT_TCP, ENDPOINT_TLS, ENDPOINT_DNS, ENDPOINT_SMTP, ENDPOINT_IMAP,
                     ENDPOINT_LDAP, ENDPOINT_PING, ENDPOINT_KINDS };
const char *check_state_id(enum check_state state);        /* "down" */
const char *check_state_text(enum check_state state);      /* 停止 / down */
const char *check_class_id(enum check_class klass);        /* "connect"; "" for CLASS_NONE */
const char *check_class_text(enum check_class klass);      /* 接続できない / no connection */
bool check_state_parse(const char *id, enum check_state *out);
bool check_class_parse(const char *id, enum check_class *out);
const char *endpoint_kind_id(enum endpoint_kind kind);
bool endpoint_kind_parse(const char *id, enum endpoint_kind *out);

/* Why a check failed: finer than the class, which follows from it. {} in its sentence is the detail. */
enum check_reason {
  REASON_NONE,
  REASON_NAME_UNKNOWN, REASON_NAME_NO_ADDRESS, REASON_NAME_NO_ANSWER, REASON_NAME_FAILED,     /* dns */
  REASON_REFUSED, REASON_NO_ROUTE, REASON_NOT_CONNECTED,                                      /* connect */
  REASON_TLS_EXPIRED, REASON_TLS_UNTRUSTED, REASON_TLS_NAME, REASON_TLS_FAILED,               /* tls */
  REASON_CONNECT_TIMEOUT, REASON_TIMEOUT, REASON_NO_ECHO,                                     /* timeout */
  REASON_CUT, REASON_STATUS, REASON_REDIRECTS, REASON_REDIRECT_TARGET, REASON_HEADERS_TOO_LARGE,
  REASON_ANSWER, REASON_RCODE, REASON_LOGIN,                                                  /* protocol */
  REASON_BODY, REASON_BODY_TOO_LARGE, REASON_BANNER, REASON_NO_RECORD, REASON_BODY_HAS, REASON_MATCH,
  REASON_JSON,                                                                                /* content */
  REASON_TARGET, REASON_PING_FORBIDDEN, REASON_RESOURCES, REASON_FAULT, REASON_DEMO, REASON_OPTIONS,
  REASON_SECRET, REASON_SECRET_CLEAR, REASON_REGEX,                                           /* internal */
  REASON_SLOW, REASON_CERT_SOON,                                                              /* degraded */
  CHECK_REASONS
};
enum { CHECK_MESSAGE_SIZE = 160, TLS_DAYS_UNKNOWN = INT_MIN, LATENCY_UNKNOWN = -1 };
const char *check_reason_code(enum check_reason reason);         /* "refused"; "" for REASON_NONE */
enum check_class check_reason_class(enum check_reason reason);
bool check_reason_parse(const char *message, enum check_reason *out, const char **detail);
/* A message as stored; detail may be NULL or "". */
void check_message_make(enum check_reason reason, const char *detail, char out[static CHECK_MESSAGE_SIZE]);
/* The sentence of a stored message in the current language, appended to out. A message of a newer version,
 * with an unknown code, is shown as it is. Returns out. */
GString *check_message_text(GString *out, const char *message);
GString *check_message_text_in(GString *out, enum lang lang, const char *message);

struct check_result {
  bool ok;
  enum check_class klass;              /* CLASS_NONE when ok */
  int latency_ms;                      /* LATENCY_UNKNOWN when nothing answered */
  int tls_days;                        /* whole days until the certificate ends, negative: since; TLS_DAYS_UNKNOWN */
  utc_t at;
  char message[CHECK_MESSAGE_SIZE];    /* "" when ok */
};
void check_result_init(struct check_result *result, utc_t at);   /* a success without figures */
void check_result_fail(struct check_result *result, enum check_reason reason, const char *detail);

struct check_rule { int down_after, up_after, slow_ms /* 0: never slow */, interval_s, cert_days /* 0: never */; };
struct check_status {
  enum check_state state;              /* with what lies over the base */
  enum check_state base;               /* what the results say: unknown, ok, soft, down, degraded */
  enum check_class klass;              /* of the last failure; of our own trouble while it lasts */
  int soft;                            /* in soft: failures so far; in down: successes so far; else 0 */
  utc_t since;                         /* of this state; a down's is that of its first failure */
  utc_t base_since;                    /* of the base */
  uint32_t flaps;                      /* the last results, the newest in bit 0, 1 bad; the highest 1 ends them */
  utc_t checked_at;                    /* last result that counted; UTC_NONE: never */
  int latency_ms, tls_days;
  char message[CHECK_MESSAGE_SIZE];
};
void check_status_init(struct check_status *status);             /* unknown, never checked */
/* What lies over an endpoint at that moment. */
struct check_context {
  bool paused, maintenance, parent_bad;
  bool wait;                           /* not down yet: the parent is being found out, or other sites see it good */
};
/* The next status after a result. Thresholds below 1 count as 1. Nothing changes what is paused. context may be
 * NULL: nothing. */
struct check_status check_next(const struct check_status *now, const struct check_rule *rule,
                               const struct check_result *result, const struct check_context *context);
/* Into a pause, a maintenance or under a bad parent without waiting for a result; never out. true: another state. */
bool check_cover(struct check_status *status, const struct check_context *context, utc_t at);
/* Is the endpoint only waiting for a fresh result, since what lay over it has ended? */
bool check_is_freed(const struct check_status *status, const struct check_context *context);
/* What a viewer shows at `now`: stale when the last result is more than three intervals away, before or
 * after `now` (a clock that ran ahead must not keep a dead poller's results fresh). */
enum check_state check_shown(const struct check_status *status, const struct check_rule *rule, utc_t now);
bool check_state_is_good(enum check_state state);                /* ok and degraded */
#endif
