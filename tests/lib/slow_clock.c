#include <string.h>

#include "slow.h"

/* --- which row holds ------------------------------------------------------------------------------ */
/* Level by level: the policy's levels must be the first ones of the ticket's. */
static bool below(const char *policy, const char *ticket)
{
  bool same = true;
  char **want = g_strsplit(policy, ".", -1), **have = g_strsplit(ticket == NULL ? "" : ticket, ".", -1);
  for (int i = 0; want[i] != NULL && same; i++)
    same = g_strv_length(have) > (guint)i && strcmp(want[i], have[i]) == 0;
  g_strfreev(want);
  g_strfreev(have);
  return same;
}

static const struct slow_policy *row_for(const struct slow_world *world, int clock, utc_t received, int priority,
                                         int channel, const char *category, const char *office)
{
  for (int i = 0; i < world->policies; i++) {
    const struct slow_policy *row = &world->policy[i];
    bool there = row->offices == 0;
    for (int j = 0; j < row->offices; j++)
      there = there || strcmp(row->office[j], office) == 0;
    if (row->clock == clock && received >= row->from && (row->to == UTC_NONE || received < row->to) && there &&
        (row->priorities == 0 || (row->priorities >> priority & 1)) && (row->channels == 0 || (row->channels >> channel & 1)) &&
        (row->category == NULL || below(row->category, category)))
      return row;
  }
  return NULL;
}

/* --- what the ticket was after its first n events --------------------------------------------------- */
static const char *state_after(const struct ticket_event *event, int n)
{
  const char *state = "new";
  for (int i = 0; i < n; i++)
    if (event[i].kind == EVENT_STATE)
      state = event[i].target;
    else if (event[i].kind == EVENT_ASSIGNED && strcmp(state, "new") == 0)
      state = "open";
  return state;
}

static bool is_done(const char *state)
{
  return strcmp(state, "resolved") == 0 || strcmp(state, "closed") == 0;
}

static bool answered_after(const struct ticket_event *event, int n)
{
  for (int i = 0; i < n; i++)
    if (event[i].kind == EVENT_ANSWERED || (event[i].kind == EVENT_STATE && is_done(event[i].target)))
      return true;
  return false;
}

static const char *standing_after(const struct ticket_event *event, int n, int clock, unsigned pause)
{
  const char *state = state_after(event, n);
  if (clock == CLOCK_RESPONSE ? answered_after(event, n) : is_done(state))
    return "stopped";
  for (int s = 0; s < TICKET_STATES; s++)
    if ((pause >> s & 1) && strcmp(ticket_state_id((enum ticket_state)s), state) == 0)
      return "paused";
  return "running";
}

/* --- the clock ------------------------------------------------------------------------------------ */
struct running { utc_t from, to; };

/* The instant at which so many seconds had run in these stretches; UTC_NONE: not yet. */
static utc_t reached(const struct slow_calendar *calendar, const struct running *stretch, int count, int64_t seconds)
{
  for (int i = 0; i < count; i++) {
    int64_t open = slow_business(calendar, stretch[i].from, stretch[i].to);
    if (open >= seconds)
      return slow_add(calendar, stretch[i].from, seconds);
    seconds -= open;
  }
  return UTC_NONE;
}

static void figures(const struct slow_calendar *calendar, const struct ticket_event *event, int n, utc_t end, unsigned pause,
                    int clock, struct slow_clock *out)
{
  struct running stretch[64];
  int count = 0;
  utc_t stop = UTC_NONE;
  const char *was = NULL;
  for (int i = 1; i <= n; i++) {
    out->state = standing_after(event, i, clock, pause);
    utc_t until = i < n ? event[i].at : end;
    if (strcmp(out->state, "running") == 0)
      stretch[count++] = (struct running){event[i - 1].at, until};
    if (strcmp(out->state, "stopped") == 0 && (was == NULL || strcmp(was, "stopped") != 0))
      stop = event[i - 1].at;
    was = out->state;
  }
  for (int i = 0; i < count; i++)
    out->elapsed += slow_business(calendar, stretch[i].from, stretch[i].to);
  out->missed_at = reached(calendar, stretch, count, out->target + 1);
  out->due = reached(calendar, stretch, count, out->target);
  if (out->due == UTC_NONE && strcmp(out->state, "running") == 0) {
    out->due = slow_add(calendar, end, out->target - out->elapsed);
    out->due_unknown = out->due == UTC_NONE;
  }
  if (out->missed_at == UTC_NONE && strcmp(out->state, "stopped") == 0)
    out->met_at = stop;
}

static bool excluded_after(const struct ticket_event *event, int n, int clock)
{
  bool excluded = false;
  for (int i = 0; i < n; i++)
    if ((event[i].clocks & CLOCK_BIT(clock)) != 0) {
      if (event[i].kind == EVENT_EXCLUSION_APPROVED)
        excluded = true;
      else if (event[i].kind == EVENT_EXCLUSION_WITHDRAWN)
        excluded = false;
    }
  return excluded;
}

struct slow_clock slow_evaluate(const struct slow_world *world, const struct ticket_event *event, int events, utc_t t,
                                int clock)
{
  struct slow_clock out = {.state = "none", .due = UTC_NONE, .met_at = UTC_NONE, .missed_at = UTC_NONE};
  int n = 0, priority = 0, channel = 0;
  const char *category = NULL, *office = NULL;
  utc_t merged = UTC_NONE;
  for (; n < events && event[n].at <= t && merged == UTC_NONE; n++)
    if (event[n].kind == EVENT_MERGED)
      merged = event[n--].at;
  for (int i = 0; i < n; i++) {
    bool sets = event[i].kind == EVENT_RECEIVED || event[i].kind == EVENT_CHANGED;
    priority = sets && event[i].priority != PRIORITY_NONE ? event[i].priority : priority;
    channel = sets && event[i].channel != CHANNEL_NONE ? (int)event[i].channel : channel;
    category = sets && event[i].category != NULL ? event[i].category : category;
    office = sets && event[i].office != NULL ? event[i].office : office;
  }
  const struct slow_policy *row = n == 0 ? NULL : row_for(world, clock, event[0].at, priority, channel, category, office);
  if (row == NULL)
    return out;
  out.calendar = row->calendar;
  for (int i = 0; out.calendar < 0 && i < world->offices; i++)
    if (strcmp(world->office[i], office) == 0)
      out.calendar = world->office_calendar[i];
  out.policy = row->id;
  out.target = row->target;
  figures(&world->calendar[out.calendar], event, n, merged == UTC_NONE ? t : merged, row->pause, clock, &out);
  if (merged != UTC_NONE && out.missed_at == merged)
    out.missed_at = UTC_NONE;
  out.result = out.missed_at != UTC_NONE ? "missed" : out.met_at != UTC_NONE ? "met" : NULL;
  if (merged != UTC_NONE)
    out.state = "not-measured";
  else if (excluded_after(event, n, clock))
    out.state = "excluded";
  else
    return out;
  out.due = UTC_NONE;
  out.due_unknown = false;
  return out;
}
