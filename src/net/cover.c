#include "cover.h"

#include <string.h>

static bool is_bad(enum check_state base)
{
  return base == CHECK_SOFT || base == CHECK_DOWN;
}

static bool is_paused(const struct endpoint *endpoint, utc_t now)
{
  return endpoint->paused && (endpoint->paused_until == UTC_NONE || now < endpoint->paused_until);
}

bool cover_in_maintenance(const struct endpoint *endpoint, utc_t now)
{
  for (int i = 0; i < endpoint->windows; i++)
    if (endpoint->window[i].start <= now && now < endpoint->window[i].end)
      return true;
  return false;
}

/* A parent that is off during its maintenance hides its children as one that is down does. */
static bool hides(const struct endpoint *parent)
{
  enum check_state state = parent->status.state;
  return state == CHECK_DOWN || state == CHECK_UNREACHABLE ||
         ((state == CHECK_MAINTENANCE || state == CHECK_FLAPPING) && is_bad(parent->status.base));
}

bool cover_asks_parent(const struct endpoint *endpoint, const struct endpoint *parent)
{
  return parent != NULL && is_bad(endpoint->status.base) && parent->status.state != CHECK_PAUSED &&
         (parent->status.checked_at == UTC_NONE || parent->status.checked_at < endpoint->status.base_since);
}

/* The parent is failing but not down yet, or has not been looked at since: not for ever, should it not be checked. */
static bool waits_for_parent(const struct endpoint *endpoint, const struct endpoint *parent, utc_t now)
{
  int64_t limit = (int64_t)parent->rule.interval_s * (parent->rule.down_after + 1) + parent->timeout_ms / 1000 + 1;
  if (!is_bad(endpoint->status.base) || now - endpoint->status.base_since > limit)
    return false;
  return parent->status.base == CHECK_SOFT || cover_asks_parent(endpoint, parent);
}

/* Fewer sites see it fail than are asked for; sites that have not looked lately have no vote. */
static bool is_outvoted(const struct endpoint *endpoint, utc_t now)
{
  int bad = 1, fresh = 1;
  for (int i = 0; i < endpoint->votes; i++) {
    const struct vote *vote = &endpoint->vote[i];
    if (now - vote->at > 3 * (int64_t)endpoint->rule.interval_s)
      continue;
    fresh++;
    bad += vote->bad;
  }
  return bad < MIN(endpoint->votes_wanted, fresh);
}

void cover_context(const struct endpoint *endpoint, const struct endpoint *parent, utc_t now, struct check_context *out)
{
  *out = (struct check_context){.paused = is_paused(endpoint, now), .maintenance = cover_in_maintenance(endpoint, now),
                                .parent_bad = parent != NULL && hides(parent)};
  out->wait = is_outvoted(endpoint, now) || (parent != NULL && waits_for_parent(endpoint, parent, now));
}
