#include "random_world.h"

#include <stdio.h>

enum { WINDOW_BEFORE = 60, WINDOW = 330 };       /* days around the pivot */

/* Changes in both hemispheres, at midnight, by half an hour; a day left out (Apia, 2011); a change at 00:01, by
 * which a date comes twice (St John's, until 2011). */
static struct slow_zone zones[] = {
  {"America/Santiago", 2014, 2031, 15}, {"Africa/Cairo", 2010, 2031, 15},    {"Africa/Casablanca", 2010, 2031, 15},
  {"Europe/London", 2014, 2031, 15},    {"America/New_York", 2014, 2031, 15}, {"Australia/Sydney", 2014, 2031, 15},
  {"Asia/Kolkata", 2014, 2031, 15},     {"Asia/Yangon", 2014, 2031, 15},     {"Asia/Tehran", 2014, 2031, 15},
  {"America/Sao_Paulo", 2010, 2031, 15}, {"America/Vancouver", 2014, 2031, 15}, {"Asia/Tokyo", 2010, 2031, 15},
  {"Australia/Lord_Howe", 2014, 2031, 15}, {"Pacific/Apia", 2010, 2014, 15}, {"America/St_Johns", 2007, 2012, 1},
};

void random_zones_load(void)
{
  for (size_t i = 0; i < G_N_ELEMENTS(zones); i++)
    slow_zone_load(&zones[i]);
}

void random_zones_clear(void)
{
  for (size_t i = 0; i < G_N_ELEMENTS(zones); i++)
    slow_zone_clear(&zones[i]);
}

static int below(GRand *rand, int end)
{
  return g_rand_int_range(rand, 0, end);
}

static bool chance(GRand *rand, int percent)
{
  return below(rand, 100) < percent;
}

static void civil(int64_t day, char out[static 16])
{
  day_format((day_t)day, out);
}

/* --- calendars ------------------------------------------------------------------------------------ */
/* Mostly quarter hours, often the small hours in which clocks are changed. */
static int minute_of_day(GRand *rand)
{
  switch (below(rand, 4)) {
    case 0: return below(rand, 5 * 60 + 1);
    case 1: return below(rand, 97) * 15;
    case 2: return 22 * 60 + below(rand, 121);
    default: return below(rand, 1441);
  }
}

static void random_hours(GRand *rand, struct slow_hours *hours, GString *text)
{
  hours->count = chance(rand, 12) ? -1 : below(rand, 4);
  if (hours->count <= 0) {                       /* the whole day, or closed */
    hours->count = -hours->count;
    hours->part[0].from = 0, hours->part[0].to = 1440;
  } else
    for (int i = 0; i < hours->count; i++) {
      int a = minute_of_day(rand), b = minute_of_day(rand);
      if (i > 0 && chance(rand, 20))
        a = hours->part[i - 1].to;               /* touching */
      hours->part[i].from = a == b ? MAX(a - 1, 0) : MIN(a, b);
      hours->part[i].to = a == b ? MAX(a, 1) : MAX(a, b);
    }
  for (int i = 0; i < hours->count; i++)
    g_string_append_printf(text, "%s%02d:%02d-%02d:%02d", i == 0 ? "" : ";", hours->part[i].from / 60,
                           hours->part[i].from % 60, hours->part[i].to / 60, hours->part[i].to % 60);
}

/* Sets a, b and c; c is named by calendars but has no days. */
static void random_holidays(struct random_world *world, GRand *rand, int64_t days[2][6], int64_t first)
{
  for (int set = 0; set < 2; set++)
    for (int i = 0; i < 6; i++) {
      char date[16];
      days[set][i] = chance(rand, 30) ? world->pivot / 86400 + below(rand, 5) - 2 : first + below(rand, WINDOW);
      civil(days[set][i], date);
      g_string_append_printf(world->holidays, "%c,%s,休,off\n", 'a' + set, date);
    }
}

static void random_specials(struct random_world *world, GRand *rand, struct slow_calendar *calendar, int64_t first)
{
  for (int i = below(rand, 5); i > 0; i--) {
    struct slow_day *special = &calendar->special[calendar->specials];
    char date[16];
    bool twice = false;
    special->day = chance(rand, 40) ? world->pivot / 86400 + below(rand, 4) - 2 : first + below(rand, WINDOW);
    for (int j = 0; j < calendar->specials; j++)
      twice = twice || calendar->special[j].day == special->day;
    if (twice)
      continue;
    civil(special->day, date);
    g_string_append_printf(world->specials, "%s,%s,", calendar->id, date);
    random_hours(rand, &special->hours, world->specials);
    g_string_append(world->specials, ",特別,special\n");
    calendar->specials++;
  }
}

static void random_calendar(struct random_world *world, GRand *rand, const char *id, const struct slow_zone *zone,
                            int64_t days[2][6], int64_t first)
{
  struct slow_calendar *calendar = &world->slow.calendar[world->slow.calendars++];
  int mask = 1 + below(rand, 127), sets = below(rand, 8);
  *calendar = (struct slow_calendar){.zone = zone};
  g_snprintf(calendar->id, sizeof calendar->id, "%s", id);
  g_string_append_printf(world->calendars, "%s,%s", id, zone->name);
  for (int i = 0; i < 7; i++) {
    g_string_append_c(world->calendars, ',');
    if ((mask & 1 << i) != 0)
      random_hours(rand, &calendar->week[i], world->calendars);
  }
  g_string_append_printf(world->calendars, ",%s%s%s\n", (sets & 1) ? "a;" : "", (sets & 2) ? "b;" : "", (sets & 4) ? "c" : "");
  for (int set = 0; set < 2; set++)
    for (int i = 0; i < 6 && (sets & 1 << set) != 0; i++)
      calendar->holiday[calendar->holidays++] = days[set][i];
  random_specials(world, rand, calendar, first);
  slow_calendar_open(calendar, first, WINDOW);
}

/* A zone that is known over the whole window. */
static const struct slow_zone *zone_for(GRand *rand, int year)
{
  const struct slow_zone *zone;
  do
    zone = &zones[below(rand, G_N_ELEMENTS(zones))];
  while (year - 1 < zone->year_from || year + 2 > zone->year_to);
  return zone;
}

static void random_calendars(struct random_world *world, GRand *rand)
{
  static const char *const ids[] = {"office-1", "office-2", "tokyo"};
  const struct slow_zone *zone;
  int year;
  do {
    zone = &zones[below(rand, G_N_ELEMENTS(zones))];
    world->pivot = zone->changes > 0 && chance(rand, 85)
                     ? zone->change[below(rand, zone->changes)] * 60
                     : (zone->first + below(rand, (int)zone->count)) * zone->step_min * 60;
    year = civil_from_day((day_t)(world->pivot / 86400)).year;
  } while (year - 1 < zone->year_from || year + 2 > zone->year_to);
  int64_t first = world->pivot / 86400 - WINDOW_BEFORE, days[2][6];
  random_holidays(world, rand, days, first);
  for (int i = 0; i < 3; i++)
    random_calendar(world, rand, ids[i], i == 0 || chance(rand, 40) ? zone : zone_for(rand, year), days, first);
  struct slow_calendar *always = &world->slow.calendar[world->slow.calendars++];
  *always = (struct slow_calendar){.id = "24x365", .zone = zone};
  for (int i = 0; i < 7; i++)
    always->week[i] = (struct slow_hours){1, {{0, 1440}}};
  slow_calendar_open(always, first, WINDOW);
}

/* --- policies ------------------------------------------------------------------------------------- */
static const char *const offices[] = {"1", "2", "tokyo"};
static const char *const categories[] = {"5", "5.1", "5.1.2", "5.10", "6.1"};

static void list(GString *out, unsigned bits, int count, const char *(*name)(int))
{
  bool first = true;
  for (int i = 0; i < count; i++)
    if ((bits >> i & 1) != 0) {
      g_string_append_printf(out, "%s%s", first ? "" : ";", name(i));
      first = false;
    }
}

static const char *priority_name(int i)
{
  static const char *const names[] = {"0", "1", "2", "3", "4"};
  return names[i];
}

static const char *channel_name(int i)
{
  return channel_id((enum channel)i);
}

static const char *state_name(int i)
{
  return ticket_state_id((enum ticket_state)i);
}

static unsigned random_pause(GRand *rand)
{
  static const unsigned usual[] = {0, 1u << TICKET_WAITING_USER, 1u << TICKET_WAITING_USER | 1u << TICKET_WAITING_VENDOR};
  return chance(rand, 70) ? usual[below(rand, 3)] : (unsigned)below(rand, 1 << TICKET_STATES);
}

static void dates(GRand *rand, struct slow_policy *row, utc_t pivot, GString *out)
{
  char from[16] = "2001-01-01", to[16] = "";
  row->from = (utc_t)day_from_civil(2001, 1, 1) * 86400 - 9 * 3600;
  row->to = UTC_NONE;
  if (chance(rand, 30)) {
    int64_t day = pivot / 86400 + below(rand, 20) - 10;
    bool begins = chance(rand, 50);
    civil(day, begins ? from : to);
    *(begins ? &row->from : &row->to) = day * 86400 - 9 * 3600;
  }
  g_string_append_printf(out, ",%s,%s,", from, to);
}

static void random_policy(struct random_world *world, GRand *rand)
{
  static const char *const calendars[] = {"office-1", "office-2", "tokyo", "24x365"};
  struct slow_policy *row = &world->slow.policy[world->slow.policies];
  GString *out = world->policies;
  *row = (struct slow_policy){.clock = below(rand, 2), .calendar = chance(rand, 40) ? -1 : below(rand, 4)};
  g_snprintf(row->id, sizeof row->id, "p%d", world->slow.policies++);
  g_string_append_printf(out, "%s,%s", row->id, sla_clock_id(row->clock));
  dates(rand, row, world->pivot, out);
  row->priorities = chance(rand, 50) ? 0 : (unsigned)(1 + below(rand, 15)) << 1;
  list(out, row->priorities, 5, priority_name);
  g_string_append(out, row->priorities == 0 ? "*," : ",");
  row->channels = chance(rand, 70) ? 0 : (unsigned)(1 + below(rand, (1 << CHANNELS) - 1));
  list(out, row->channels, CHANNELS, channel_name);
  row->category = chance(rand, 70) ? NULL : categories[below(rand, G_N_ELEMENTS(categories))];
  g_string_append_printf(out, "%s%s,", row->channels == 0 ? "*," : ",", row->category == NULL ? "*" : row->category);
  if (chance(rand, 30))
    row->office[row->offices++] = offices[below(rand, 3)];
  g_string_append_printf(out, "%s,%s,", row->offices == 0 ? "*" : row->office[0],
                         row->calendar < 0 ? "office" : calendars[row->calendar]);
  int minutes = 1 + below(rand, (int[]){5, 60, 600, 6000}[below(rand, 4)]);
  row->target = minutes * 60;
  row->pause = random_pause(rand);
  g_string_append_printf(out, "%d,95,", minutes);
  list(out, row->pause, TICKET_STATES, state_name);
  g_string_append(out, ",,\n");
}

void random_world_init(struct random_world *world, GRand *rand)
{
  *world = (struct random_world){.calendars = g_string_new(NULL), .holidays = g_string_new(NULL),
                                 .specials = g_string_new(NULL), .policies = g_string_new(NULL)};
  random_calendars(world, rand);
  for (int i = 0; i < 3; i++) {
    world->slow.office[i] = offices[i];
    world->slow.office_calendar[i] = i;
  }
  world->slow.offices = 3;
  for (int i = 2 + below(rand, 6); i > 0; i--)
    random_policy(world, rand);
  world_init(&world->fast, world->calendars->str, world->holidays->str, world->specials->str, world->policies->str);
}

void random_world_clear(struct random_world *world)
{
  for (int i = 0; i < world->slow.calendars; i++)
    slow_calendar_clear(&world->slow.calendar[i]);
  world_clear(&world->fast);
  g_string_free(world->calendars, TRUE);
  g_string_free(world->holidays, TRUE);
  g_string_free(world->specials, TRUE);
  g_string_free(world->policies, TRUE);
}

/* --- tickets -------------------------------------------------------------------------------------- */
static utc_t gap(GRand *rand)
{
  int kind = below(rand, 100);
  if (kind < 8)
    return 0;
  if (kind < 35)
    return below(rand, 60);
  if (kind < 60)
    return below(rand, 3 * 3600);
  return kind < 90 ? below(rand, 3 * 86400) : below(rand, 14 * 86400);
}

static void fields(GRand *rand, struct ticket_event *event, int percent)
{
  if (chance(rand, percent))
    event->channel = (enum channel)below(rand, CHANNELS);
  if (chance(rand, percent))
    event->priority = 1 + below(rand, 4);
  if (chance(rand, percent))
    event->category = categories[below(rand, G_N_ELEMENTS(categories))];
  if (chance(rand, percent))
    event->office = offices[below(rand, 3)];
}

static void random_event(GRand *rand, struct ticket_event *event)
{
  static const enum event_kind kinds[] = {
    EVENT_STATE, EVENT_STATE, EVENT_STATE, EVENT_STATE, EVENT_STATE, EVENT_STATE, EVENT_STATE, EVENT_STATE,
    EVENT_ANSWERED, EVENT_ANSWERED, EVENT_NOTE, EVENT_ASSIGNED, EVENT_ASSIGNED, EVENT_CHANGED, EVENT_CHANGED,
    EVENT_CHANGED, EVENT_MERGED, EVENT_EXCLUSION_REQUESTED, EVENT_EXCLUSION_APPROVED, EVENT_EXCLUSION_APPROVED,
    EVENT_EXCLUSION_REJECTED, EVENT_EXCLUSION_WITHDRAWN,
  };
  event->kind = kinds[below(rand, G_N_ELEMENTS(kinds))];
  if (event->kind == EVENT_STATE)
    event->target = ticket_state_id((enum ticket_state)(1 + below(rand, TICKET_STATES - 1)));
  else if (event->kind == EVENT_MERGED || event->kind == EVENT_ASSIGNED)
    event->target = "other";
  else if (event->kind == EVENT_CHANGED)
    fields(rand, event, 40);
  else if (event->kind >= EVENT_EXCLUSION_REQUESTED)
    event->clocks = (unsigned)(1 + below(rand, 3));
}

int random_events(const struct random_world *world, GRand *rand, struct ticket_event *event, int max)
{
  int count = 1 + below(rand, max);
  utc_t at = world->pivot + below(rand, 12 * 86400) - 10 * 86400;
  if (chance(rand, 50))
    at = world->pivot + below(rand, 6 * 3600) - 3 * 3600;
  for (int i = 0; i < count; i++) {
    event[i] = (struct ticket_event){.ticket = "T", .at = at, .by = "toban1", .channel = CHANNEL_NONE};
    if (i == 0)
      fields(rand, &event[0], 100);
    else
      random_event(rand, &event[i]);
    at += gap(rand);
  }
  return count;
}

void events_print(const struct ticket_event *event, int events)
{
  for (int i = 0; i < events; i++) {
    char at[32];
    printf("# %s %s target=%s clocks=%u priority=%d channel=%d category=%s office=%s\n", utc_format(event[i].at, at),
           event_kind_id(event[i].kind), event[i].target == NULL ? "" : event[i].target, event[i].clocks,
           event[i].priority, (int)event[i].channel, event[i].category == NULL ? "" : event[i].category,
           event[i].office == NULL ? "" : event[i].office);
  }
}
