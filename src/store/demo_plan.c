#include "demo_plan.h"

#include <stdio.h>
#include <string.h>

#include "toban/calendar.h"
#include "toban/zone.h"

enum { HOUR = 3600, RECENT = 9, CURRENT = 6 /* in the incident that goes on */ };
static const utc_t recent_minutes[RECENT] = {2, 6, 11, 19, 27, 38, 52, 75, 100};

/* Tables 3-1 and 3-2: per cent of an ordinary month. January first. */
static const int season_hq[12] = {100, 100, 130, 130, 130, 100, 120, 120, 100, 100, 100, 100};
static const int season_ide[12] = {130, 130, 130, 115, 115, 100, 100, 100, 100, 100, 100, 130};
static const int season_overseas[12] = {100, 100, 105, 115, 100, 100, 100, 90, 105, 100, 100, 85};

static int season(const struct demo_office *o, day_t day)
{
  int month = civil_from_day(day).month - 1;
  if (!o->domestic)
    return season_overseas[month];
  return strcmp(o->code, "ide") == 0 ? season_ide[month] : season_hq[month];
}

/* The opening of the local day, from the first to the last minute; false on a closed day. */
static bool office_day(const struct demo_office *o, day_t day, utc_t *from, utc_t *to)
{
  struct calendar_span span[8];
  int spans = o->calendar == NULL ? 0 : calendar_day(o->calendar, day, span, G_N_ELEMENTS(span));
  *from = spans > 0 ? span[0].from : zone_instant(o->zone, day, 9 * HOUR, false);
  *to = spans > 0 ? span[MIN(spans, 8) - 1].to : zone_instant(o->zone, day, 18 * HOUR, false);
  return o->calendar == NULL ? day_weekday(day) < 5 : spans > 0;
}

static utc_t time_of_day(const struct demo_office *o, day_t day, struct demo_random *random)
{
  utc_t from, to;
  bool open = office_day(o, day, &from, &to);
  int64_t length = MAX(to - from, 2 * HOUR), morning = length * 2 / 5, afternoon = length / 2;
  int64_t r = demo_below(random, 100);
  if (!open)
    return from + demo_below(random, length);
  if (r < 52)
    return from + (demo_below(random, morning) + demo_below(random, morning)) / 2;
  if (r < 92)
    return from + length - afternoon + (demo_below(random, afternoon) + demo_below(random, afternoon)) / 2;
  return r < 96 ? from - demo_below(random, 2 * HOUR) : to + demo_below(random, 4 * HOUR);
}

static void add(struct demo_plan *plan, const struct demo_world *world, utc_t at, int office, int incident,
                enum demo_fate fate)
{
  while (at > world->options->now - 60) /* the part of today that is still to come happened a week ago */
    at -= 7 * UTC_DAY;
  struct demo_arrival a = {.at = at, .made = (int32_t)plan->arrivals->len, .incident = incident,
                           .office = (uint8_t)office, .fate = (uint8_t)fate};
  g_array_append_val(plan->arrivals, a);
}

static int64_t day_weight(const struct demo_world *world, int office, day_t day, struct demo_random *random)
{
  const struct demo_office *o = &world->office[office];
  utc_t from, to;
  int open = office_day(o, day, &from, &to) ? 100 : 6; /* a few people work on any day */
  return (int64_t)o->people * open * season(o, day) / 1000 * demo_between(random, 60, 140) / 10;
}

/* `count` tickets over all days and offices, in proportion to their weights: each cell gets what brings the
 * sum so far to its share, so the total is exact. */
static void add_ordinary(struct demo_plan *plan, const struct demo_world *world, int64_t count,
                         struct demo_random *random)
{
  day_t first, last;
  int second;
  zone_local(zone_tokyo(), world->start, &first, &second);
  zone_local(zone_tokyo(), world->options->now, &last, &second);
  int64_t cells = (int64_t)(last - first + 1) * world->offices, total = 0, sum = 0, given = 0;
  int64_t *weight = g_new(int64_t, cells);
  for (int64_t i = 0; i < cells; i++)
    total += weight[i] = day_weight(world, (int)(i % world->offices), first + (day_t)(i / world->offices), random);
  for (int64_t i = 0; i < cells && total > 0; i++) {
    int office = (int)(i % world->offices);
    sum += weight[i];
    for (int64_t upto = (int64_t)((__int128)sum * count / total); given < upto; given++)
      add(plan, world, time_of_day(&world->office[office], first + (day_t)(i / world->offices), random), office, -1,
          FATE_NATURAL);
  }
  g_free(weight);
}

/* --- many tickets of one cause ------------------------------------------------------------------------ */
static bool fits(const struct demo_world *world, const struct demo_case *c, int office)
{
  const struct demo_office *o = &world->office[office];
  switch (c->scope) {
    case SCOPE_ALL: return true;
    case SCOPE_DOMESTIC: return o->domestic;
    case SCOPE_TOKYO: return strcmp(o->code, "tokyo") == 0;
    case SCOPE_IDE: return strcmp(o->code, "ide") == 0;
    case SCOPE_OFFICE: return !o->domestic && (!c->needs_server || o->servers > 0) && o->people >= 10;
    case SCOPE_OVERSEAS: return !o->domestic;
  }
  return false;
}

static const struct demo_case *pick_incident(const struct demo_world *world, int office, struct demo_random *random)
{
  const GArray *all = world->words.incidents;
  for (int tries = 0; tries < 40; tries++) {
    const struct demo_case *c = &g_array_index(all, struct demo_case, demo_below(random, all->len));
    if (fits(world, c, office))
      return c;
  }
  return &g_array_index(all, struct demo_case, 0);
}

static void add_incident(struct demo_plan *plan, const struct demo_world *world, const struct demo_case *c, int office,
                         utc_t from, int64_t reports, utc_t within, struct demo_random *random)
{
  struct demo_incident incident = {.c = c, .office = office, .from = from, .leader = -1,
                                   .end = from + within + demo_between(random, HOUR / 2, 5 * HOUR)};
  int index = (int)plan->incidents->len;
  g_array_append_val(plan->incidents, incident);
  add(plan, world, from, office, index, FATE_NATURAL);
  for (int64_t i = 1; i < reports; i++) {
    utc_t after = 1 + demo_below(random, demo_below(random, within) + 1); /* most of them early */
    int where = c->scope == SCOPE_OFFICE ? office : demo_open_office(world, from + after, c->scope, random);
    add(plan, world, from + after, where < 0 ? office : where, index, FATE_NATURAL);
  }
}

static void add_incidents(struct demo_plan *plan, const struct demo_world *world, int64_t count,
                          struct demo_random *random)
{
  guint ordinary = plan->arrivals->len;
  for (int64_t left = count; left > 0 && ordinary > 0;) {
    const struct demo_arrival *base = &g_array_index(plan->arrivals, struct demo_arrival, demo_below(random, ordinary));
    utc_t from = base->at;
    if (from > world->options->now - 8 * HOUR)
      from -= 7 * UTC_DAY;
    int office = base->office;
    int64_t reports = demo_between(random, 5, 30);
    reports = MIN(reports, left);
    add_incident(plan, world, pick_incident(world, office, random), office, from, reports, HOUR, random);
    left -= reports;
  }
}

/* What is going on at this moment: new tickets of the last two hours, and an incident half an hour old. */
static void add_recent(struct demo_plan *plan, const struct demo_world *world, int64_t count, bool incident,
                       struct demo_random *random)
{
  utc_t now = world->options->now;
  for (int64_t i = 0; i < count; i++) {
    utc_t at = now - recent_minutes[i] * 60 - demo_below(random, 45);
    int office = demo_open_office(world, at, SCOPE_ALL, random);
    if (office < 0)
      office = (int)demo_below(random, world->offices);
    add(plan, world, at, office, -1, i < 4 && i != 2 ? FATE_UNTOUCHED : FATE_WORKING);
  }
  if (!incident)
    return;
  utc_t from = now - 34 * 60;
  int office = demo_open_office(world, from, SCOPE_OVERSEAS, random);
  office = office >= 0 ? office : (int)demo_below(random, world->offices);
  add_incident(plan, world, pick_incident(world, office, random), office, from, CURRENT, HOUR / 2, random);
}

static gint by_time(gconstpointer a, gconstpointer b)
{
  const struct demo_arrival *x = a, *y = b;
  if (x->at != y->at)
    return x->at < y->at ? -1 : 1;
  return x->made < y->made ? -1 : x->made > y->made;
}

static day_t day_in_japan(utc_t at)
{
  return (day_t)((at + 9 * HOUR) / UTC_DAY);
}

static void number(struct demo_plan *plan)
{
  g_array_sort(plan->arrivals, by_time);
  int32_t of_day = 0;
  for (guint i = 0; i < plan->arrivals->len; i++) {
    struct demo_arrival *a = &g_array_index(plan->arrivals, struct demo_arrival, i);
    if (i == 0 || day_in_japan(a[-1].at) != day_in_japan(a->at))
      of_day = 0;
    a->number = ++of_day;
    if (a->incident < 0)
      continue;
    struct demo_incident *incident = &g_array_index(plan->incidents, struct demo_incident, a->incident);
    if (incident->leader < 0)
      incident->leader = (int32_t)i;
  }
}

void demo_plan_init(struct demo_plan *plan, const struct demo_world *world)
{
  int64_t tickets = world->options->tickets;
  int64_t recent = MIN(tickets / 4, RECENT), current = tickets >= 200 ? CURRENT : 0;
  int64_t bursts = tickets >= 200 ? tickets / 20 : 0;
  struct demo_random random;
  demo_random_init(&random, world->options->seed, 1);
  plan->arrivals = g_array_sized_new(FALSE, FALSE, sizeof(struct demo_arrival), (guint)tickets);
  plan->incidents = g_array_new(FALSE, FALSE, sizeof(struct demo_incident));
  add_ordinary(plan, world, tickets - recent - current - bursts, &random);
  add_incidents(plan, world, bursts, &random);
  add_recent(plan, world, recent, current > 0, &random);
  number(plan);
}

void demo_plan_clear(struct demo_plan *plan)
{
  g_array_free(plan->arrivals, TRUE);
  g_array_free(plan->incidents, TRUE);
}

const struct demo_arrival *demo_arrival_at(const struct demo_plan *plan, guint index)
{
  return &g_array_index(plan->arrivals, struct demo_arrival, index);
}

char *demo_key(const struct demo_plan *plan, guint index, char buffer[static 32])
{
  const struct demo_arrival *a = demo_arrival_at(plan, index);
  struct civil c = civil_from_day(day_in_japan(a->at));
  snprintf(buffer, 32, "%02d%02d%02d-%04d", c.year % 100, c.month, c.day, (int)a->number);
  return buffer;
}
