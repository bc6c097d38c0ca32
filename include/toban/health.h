/* health.h: states of checked endpoints (pure rules). Requirement A6; edge cases 33-45.
 * Owner of the rules: src/domain/health.c. */
#ifndef TOBAN_HEALTH_H
#define TOBAN_HEALTH_H
#include <stdbool.h>
#include "toban/utc.h"

enum check_state { CHECK_UNKNOWN, CHECK_OK, CHECK_SOFT /* failing, not yet down */, CHECK_DOWN, CHECK_DEGRADED,
                   CHECK_FLAPPING, CHECK_UNREACHABLE /* parent down */, CHECK_MAINTENANCE, CHECK_PAUSED,
                   CHECK_STALE /* drawn, never stored: nobody polled in time */, CHECK_STATES };
enum check_class { CLASS_NONE, CLASS_DNS, CLASS_CONNECT, CLASS_TLS, CLASS_TIMEOUT, CLASS_PROTOCOL,
                   CLASS_CONTENT, CLASS_INTERNAL /* ours; never counts as down */, CHECK_CLASSES };
enum endpoint_kind { ENDPOINT_HTTP, ENDPOINT_TCP, ENDPOINT_TLS, ENDPOINT_DNS, ENDPOINT_SMTP, ENDPOINT_IMAP,
                     ENDPOINT_LDAP, ENDPOINT_PING, ENDPOINT_KINDS };
const char *check_state_id(enum check_state state);
const char *check_state_text(enum check_state state);      /* 停止 / down */
const char *check_class_id(enum check_class klass);
const char *check_class_text(enum check_class klass);      /* 接続できない / no connection */
bool check_state_parse(const char *id, enum check_state *out);
bool check_class_parse(const char *id, enum check_class *out);
const char *endpoint_kind_id(enum endpoint_kind kind);
bool endpoint_kind_parse(const char *id, enum endpoint_kind *out);

struct check_result { bool ok; enum check_class klass; int latency_ms; int tls_days; utc_t at; char message[160]; };
struct check_rule { int down_after, up_after, slow_ms, interval_s; };
struct check_status { enum check_state state; enum check_class klass; int soft; utc_t since, checked_at;
                      int latency_ms, tls_days; char message[160]; };
/* The next status after a result. */
struct check_status check_next(const struct check_status *now, const struct check_rule *rule, const struct check_result *result);
/* What a viewer shows at `now`: stale when no result came for three intervals. */
enum check_state check_shown(const struct check_status *status, const struct check_rule *rule, utc_t now);
bool check_state_is_good(enum check_state state);
#endif
