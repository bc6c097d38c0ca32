#include "toban/growth.h"

#include "toban/lang.h"

enum { PERCENT = 20, KINDS = 5 };

static const struct { const char *id, *text; } names[GROWTHS] = {
  [GROWTH_HARDWARE] = {"hardware", NC_("growth", "hardware")},
  [GROWTH_LICENCES] = {"licences", NC_("growth", "licence seats")},
  [GROWTH_OF_KINDS] = {"kinds", NC_("growth", "kinds")},
};
static const struct { const char *id, *text; } states[] = {
  [GROWTH_UNKNOWN] = {"unknown", NC_("growth", "no base")},
  [GROWTH_FINE] = {"fine", NC_("growth", "within the contract")},
  [GROWTH_NEAR] = {"near", NC_("growth", "near the line")},
  [GROWTH_OVER] = {"over", NC_("growth", "over the line")},
};

const char *growth_id(enum growth_of of)
{
  return names[of].id;
}

const char *growth_text(enum growth_of of)
{
  return lang_text_context(names[of].text);
}

int64_t growth_limit(enum growth_of of, int64_t base)
{
  return of == GROWTH_OF_KINDS ? base + KINDS : base + base * PERCENT / 100;
}

enum growth_state growth_state(enum growth_of of, const struct growth *growth)
{
  if (growth->base < 0)
    return GROWTH_UNKNOWN;
  int64_t limit = growth_limit(of, growth->base), room = limit - growth->base, grown = growth->now - growth->base;
  if (growth->now > limit)
    return GROWTH_OVER;
  return grown > 0 && grown * 4 >= room * 3 ? GROWTH_NEAR : GROWTH_FINE;
}

const char *growth_state_id(enum growth_state state)
{
  return states[state].id;
}

const char *growth_state_text(enum growth_state state)
{
  return lang_text_context(states[state].text);
}
