/* The states of endpoints: results, one after the other, and what lies over them (health.h). */
#include <stdlib.h>

#include "toban/health.h"

enum { FLAP_RESULTS = 20, FLAP_BEGINS = 6, FLAP_ENDS = 3, NO_RESULTS = 1 };

void check_status_init(struct check_status *status)
{
  *status = (struct check_status){.state = CHECK_UNKNOWN, .base = CHECK_UNKNOWN, .since = UTC_NONE,
                                  .base_since = UTC_NONE, .checked_at = UTC_NONE, .flaps = NO_RESULTS,
                                  .latency_ms = LATENCY_UNKNOWN, .tls_days = TLS_DAYS_UNKNOWN};
}

static void set_base(struct check_status *next, enum check_state base, utc_t since)
{
  if (next->base != base)
    next->base_since = since;
  next->base = base;
}

/* A failure that counts. Down keeps the time of the first failure, which soft took. */
static void fail(struct check_status *next, const struct check_rule *rule, bool wait, utc_t at)
{
  if (next->base == CHECK_DOWN) {
    next->soft = 0;
    return;
  }
  int enough = MAX(rule->down_after, 1);
  next->soft = next->base != CHECK_SOFT ? 1 : MIN(next->soft + 1, enough);
  set_base(next, CHECK_SOFT, at);
  if (next->soft < enough || wait)
    return;
  next->base = CHECK_DOWN;
  next->soft = 0;
}

/* Slow, or with a certificate that ends soon: good, but somebody should look. */
static enum check_reason blemish(const struct check_rule *rule, const struct check_result *result, int *number)
{
  bool slow = rule->slow_ms > 0 && result->latency_ms > rule->slow_ms;
  bool ends = rule->cert_days > 0 && result->tls_days != TLS_DAYS_UNKNOWN && result->tls_days < rule->cert_days;
  *number = slow ? result->latency_ms : result->tls_days;
  return slow ? REASON_SLOW : ends ? REASON_CERT_SOON : REASON_NONE;
}

static void succeed(struct check_status *next, const struct check_rule *rule, const struct check_result *result)
{
  if (next->base == CHECK_DOWN && ++next->soft < rule->up_after)
    return;
  int number;
  char detail[32];
  enum check_reason reason = blemish(rule, result, &number);
  set_base(next, reason == REASON_NONE ? CHECK_OK : CHECK_DEGRADED, result->at);
  next->soft = 0;
  next->klass = CLASS_NONE;
  g_snprintf(detail, sizeof detail, "%d", number);
  check_message_make(reason, reason == REASON_NONE ? NULL : detail, next->message);
}

static uint32_t shift_in(uint32_t flaps, bool bad)
{
  flaps = flaps << 1 | bad;
  return flaps >> FLAP_RESULTS > 1 ? (flaps & ((1u << FLAP_RESULTS) - 1)) | 1u << FLAP_RESULTS : flaps;
}

static int count_changes(uint32_t flaps)
{
  int count = 0;
  for (; flaps > 3; flaps >>= 1) /* while two results are left */
    count += ((flaps ^ flaps >> 1) & 1u) != 0;
  return count;
}

static bool is_bad(enum check_state base)
{
  return base == CHECK_SOFT || base == CHECK_DOWN;
}

static bool is_covered(enum check_state state)
{
  return state == CHECK_PAUSED || state == CHECK_MAINTENANCE || state == CHECK_UNREACHABLE;
}

static enum check_state top_of(const struct check_status *status, const struct check_context *context)
{
  int limit = status->state == CHECK_FLAPPING ? FLAP_ENDS + 1 : FLAP_BEGINS;
  if (context->maintenance)
    return CHECK_MAINTENANCE;
  if (context->parent_bad && is_bad(status->base))
    return CHECK_UNREACHABLE;
  return count_changes(status->flaps) >= limit ? CHECK_FLAPPING : status->base;
}

static void settle(struct check_status *next, const struct check_context *context, utc_t at)
{
  enum check_state before = next->state;
  next->state = top_of(next, context);
  if (next->state == next->base)
    next->since = next->base_since;
  else if (next->state != before)
    next->since = at;
}

static void begin_anew(struct check_status *next)
{
  next->base = CHECK_UNKNOWN;
  next->soft = 0;
  next->flaps = NO_RESULTS;
}

struct check_status check_next(const struct check_status *now, const struct check_rule *rule,
                               const struct check_result *result, const struct check_context *context)
{
  static const struct check_context nothing = {0};
  struct check_status next = *now;
  if (context == NULL)
    context = &nothing;
  if (context->paused)
    return next;
  if (!result->ok) {
    next.klass = result->klass;
    g_strlcpy(next.message, result->message, sizeof next.message);
    if (result->klass == CLASS_INTERNAL)
      return next;
  }
  next.checked_at = result->at;
  next.latency_ms = result->latency_ms;
  if (result->tls_days != TLS_DAYS_UNKNOWN)
    next.tls_days = result->tls_days;
  if (check_is_freed(now, context))
    begin_anew(&next);
  next.flaps = shift_in(next.flaps, !result->ok);
  if (result->ok)
    succeed(&next, rule, result);
  else
    fail(&next, rule, context->wait, result->at);
  settle(&next, context, result->at);
  return next;
}

bool check_cover(struct check_status *status, const struct check_context *context, utc_t at)
{
  enum check_state before = status->state;
  if (context->paused)
    status->state = CHECK_PAUSED;
  else if (context->maintenance)
    status->state = CHECK_MAINTENANCE;
  else if (context->parent_bad && !is_covered(before) && is_bad(status->base))
    status->state = CHECK_UNREACHABLE;
  if (status->state == before)
    return false;
  status->since = at;
  return true;
}

bool check_is_freed(const struct check_status *status, const struct check_context *context)
{
  return is_covered(status->state) && !context->paused && !context->maintenance && !context->parent_bad;
}

enum check_state check_shown(const struct check_status *status, const struct check_rule *rule, utc_t now)
{
  if (status->state == CHECK_PAUSED || status->checked_at == UTC_NONE)
    return status->state;
  return llabs(now - status->checked_at) > 3 * (int64_t)rule->interval_s ? CHECK_STALE : status->state;
}

bool check_state_is_good(enum check_state state)
{
  return state == CHECK_OK || state == CHECK_DEGRADED;
}
