#include "toban/escalation.h"

#include <string.h>

static const struct {
  const char *id, *text;
  bool call;
  int liveliness; /* of those that are open: the smallest first */
} reaches[REACHES] = {
    [REACH_TEAMS] = {"teams", NC_("reach", "Teams"), false, 2},
    [REACH_TEAMS_VOICE] = {"teams-voice", NC_("reach", "Teams voice"), true, 1},
    [REACH_EMAIL] = {"email", NC_("reach", "e-mail"), false, 3},
    [REACH_PHONE] = {"phone", NC_("reach", "phone"), true, 0},
};

const char *reach_id(enum reach reach)
{
  return reaches[reach].id;
}

const char *reach_text(enum reach reach)
{
  return lang_text_context(reaches[reach].text);
}

bool reach_parse(const char *id, enum reach *out)
{
  for (int i = 0; i < REACHES; i++)
    if (strcmp(reaches[i].id, id) == 0) {
      *out = (enum reach)i;
      return true;
    }
  return false;
}

bool reach_is_call(enum reach reach)
{
  return reaches[reach].call;
}

struct reach_now reach_at(enum reach reach, const struct calendar *hours, utc_t at)
{
  if (!reaches[reach].call)
    return (struct reach_now){true, UTC_NONE, UTC_NONE};
  if (hours == NULL)
    return (struct reach_now){false, UTC_NONE, UTC_NONE};
  struct calendar_now now = calendar_at(hours, at);
  return (struct reach_now){now.open, now.open ? UTC_NONE : now.opens_at, now.open ? now.closes_at : UTC_NONE};
}

static bool sooner(enum reach a, enum reach b, const struct calendar *hours, utc_t at)
{
  struct reach_now now_a = reach_at(a, hours, at), now_b = reach_at(b, hours, at);
  if (now_a.open != now_b.open)
    return now_a.open;
  if (!now_a.open && now_a.opens_at != now_b.opens_at)
    return now_b.opens_at == UTC_NONE || (now_a.opens_at != UTC_NONE && now_a.opens_at < now_b.opens_at);
  return reaches[a].liveliness < reaches[b].liveliness;
}

void reach_order(const struct calendar *hours, utc_t at, enum reach out[static REACHES])
{
  for (int i = 0; i < REACHES; i++) {
    int place = i;
    for (; place > 0 && sooner((enum reach)i, out[place - 1], hours, at); place--)
      out[place] = out[place - 1];
    out[place] = (enum reach)i;
  }
}

int outbox_delay(int attempts)
{
  static const int seconds[OUTBOX_ATTEMPTS - 1] = {30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800};
  return attempts < 1 || attempts >= OUTBOX_ATTEMPTS ? -1 : seconds[attempts - 1];
}
