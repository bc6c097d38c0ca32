#include "toban/ticket.h"

#include <string.h>

/* One row a value, in the order of the enum. */
struct name { const char *id, *text; };

static const struct name states[TICKET_STATES] = {
  {"new", NC_("state", "new")},
  {"open", NC_("state", "open")},
  {"waiting-user", NC_("state", "waiting: user")},
  {"waiting-vendor", NC_("state", "waiting: vendor")},
  {"escalated", NC_("state", "escalated")},
  {"resolved", NC_("state", "resolved")},
  {"closed", NC_("state", "closed")},
};
static const struct name channels[CHANNELS] = {
  {"phone", NC_("channel", "phone")},
  {"mail", NC_("channel", "mail")},
  {"web", NC_("channel", "web")},
  {"salon", NC_("channel", "IT Salon")},
  {"face", NC_("channel", "in person")},
  {"teams", NC_("channel", "Teams")},
  {"teams-voice", NC_("channel", "Teams voice")},
};
static const struct name kinds[EVENT_KINDS] = {
  {"received", NC_("event", "received")},
  {"answered", NC_("event", "answered")},
  {"note", NC_("event", "note")},
  {"assigned", NC_("event", "assigned")},
  {"changed", NC_("event", "changed")},
  {"state", NC_("event", "state")},
  {"merged", NC_("event", "merged")},
  {"exclusion-requested", NC_("event", "exclusion requested")},
  {"exclusion-approved", NC_("event", "exclusion approved")},
  {"exclusion-rejected", NC_("event", "exclusion rejected")},
  {"exclusion-withdrawn", NC_("event", "exclusion withdrawn")},
  {"tagged", NC_("event", "tag")},
  {"untagged", NC_("event", "tag off")},
  {"linked", NC_("event", "linked")},
  {"unlinked", NC_("event", "unlinked")},
  {"callback-promised", NC_("event", "call-back promised")},
  {"callback-kept", NC_("event", "call-back kept")},
  {"callback-cancelled", NC_("event", "call-back cancelled")},
  {"checked", NC_("event", "checked")},
  {"unchecked", NC_("event", "unchecked")},
  {"spent", NC_("event", "time spent")},
  {"handed-over", NC_("event", "handed over")},
  {"remote", NC_("event", "remote")},
};
static const struct name clocks[CLOCKS] = {
  {"response", NC_("clock", "response")},
  {"resolution", NC_("clock", "resolution")},
};
static const struct name reasons[REASONS] = {
  {"call-fault", NC_("reason", "incoming-call fault")},
  {"tool-failure", NC_("reason", "failure of the management tool")},
  {"local-circumstances", NC_("reason", "circumstances of the place")},
  {"other", NC_("reason", "other")},
};

static bool find(const struct name *table, int count, const char *id, int *out)
{
  for (int i = 0; id != NULL && i < count; i++)
    if (strcmp(table[i].id, id) == 0) {
      *out = i;
      return true;
    }
  return false;
}

const char *ticket_state_id(enum ticket_state state)
{
  return states[state].id;
}

const char *ticket_state_text(enum ticket_state state)
{
  return lang_text_context(states[state].text);
}

bool ticket_state_parse(const char *id, enum ticket_state *out)
{
  int i;
  if (!find(states, TICKET_STATES, id, &i))
    return false;
  *out = (enum ticket_state)i;
  return true;
}

bool ticket_state_is_open(enum ticket_state state)
{
  return state != TICKET_RESOLVED && state != TICKET_CLOSED;
}

const char *channel_id(enum channel channel)
{
  return channels[channel].id;
}

const char *channel_text(enum channel channel)
{
  return lang_text_context(channels[channel].text);
}

bool channel_parse(const char *id, enum channel *out)
{
  int i;
  if (!find(channels, CHANNELS, id, &i))
    return false;
  *out = (enum channel)i;
  return true;
}

const char *event_kind_id(enum event_kind kind)
{
  return kinds[kind].id;
}

const char *event_kind_text(enum event_kind kind)
{
  return lang_text_context(kinds[kind].text);
}

bool event_kind_parse(const char *id, enum event_kind *out)
{
  int i;
  if (!find(kinds, EVENT_KINDS, id, &i))
    return false;
  *out = (enum event_kind)i;
  return true;
}

const char *sla_clock_id(int clock)
{
  return clocks[clock].id;
}

const char *sla_clock_text(int clock)
{
  return lang_text_context(clocks[clock].text);
}

bool sla_clock_parse(const char *id, int *out)
{
  return find(clocks, CLOCKS, id, out);
}

const char *exclusion_reason_id(int reason)
{
  return reasons[reason].id;
}

bool exclusion_reason_known(const char *id)
{
  int i;
  return find(reasons, REASONS, id, &i);
}

const char *exclusion_reason_text(const char *id)
{
  int i;
  return find(reasons, REASONS, id, &i) ? lang_text_context(reasons[i].text) : id;
}
