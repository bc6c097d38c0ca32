#include <stdio.h>
#include <string.h>

#include "demo_story.h"
#include "toban/policy.h"
#include "toban/zone.h"

/* Per cent of the inquiries by channel, in the order of enum channel. */
static const int overseas_mix[CHANNELS] = {12, 40, 24, 6, 0, 13, 5};
static const int hq_mix[CHANNELS] = {30, 20, 14, 4, 18, 11, 3};
static const int domestic_mix[CHANNELS] = {38, 32, 12, 4, 0, 11, 3};

static enum channel pick_channel(const struct demo_office *o, struct demo_random *random)
{
  const int *mix = !o->domestic ? overseas_mix : strcmp(o->code, "domestic") == 0 ? domestic_mix : hq_mix;
  int64_t at = demo_below(random, 100);
  for (int i = 0; i < CHANNELS; i++)
    if ((at -= mix[i]) < 0)
      return (enum channel)i;
  return CHANNEL_MAIL;
}

static const struct demo_case *pick_case(const struct demo_world *world, const struct demo_office *o,
                                         struct demo_random *random)
{
  for (int tries = 0; tries < 20; tries++) {
    const struct demo_case *c = demo_case_pick(&world->words, random);
    if ((!c->needs_server || o->servers > 0) && (!c->needs_printer || o->printers > 0))
      return c;
  }
  return &g_array_index(world->words.cases, struct demo_case, 0);
}

static void date_slot(enum lang lang, day_t day, char *out, size_t size)
{
  static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  struct civil c = civil_from_day(day);
  if (lang == LANG_JA)
    g_snprintf(out, (gulong)size, "%d/%d", c.month, c.day);
  else
    g_snprintf(out, (gulong)size, "%d %s", c.day, months[c.month - 1]);
}

static void fill_slots(const struct demo_world *world, struct demo_draft *d, int person, utc_t at,
                       struct demo_random *random)
{
  static const struct { enum demo_slot slot; const char *list; } lists[] = {
      {SLOT_ROOM, "room"}, {SLOT_FOLDER, "folder"}, {SLOT_CODE, "code"}};
  enum { SIZE = sizeof d->slots.value[0] };
  const struct demo_office *o = &world->office[d->office];
  char (*value)[64] = d->slots.value;
  demo_host(o, "pc", 1 + person % MAX(o->pcs, 1), value[SLOT_HOST], SIZE);
  demo_host(o, "sv", 1 + (int)demo_below(random, o->servers), value[SLOT_SERVER], SIZE);
  demo_host(o, "mfp", 1 + (int)demo_below(random, o->printers), value[SLOT_PRINTER], SIZE);
  g_strlcpy(value[SLOT_OFFICE], o->office->name[d->lang], SIZE);
  demo_person(world, d->office, demo_any_person(world, d->office, random), value[SLOT_PERSON], SIZE);
  g_snprintf(value[SLOT_EXT], SIZE, "%d", (int)demo_between(random, 2100, 4899));
  for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
    g_strlcpy(value[lists[i].slot], demo_phrase(&world->words, lists[i].list, random, d->lang), SIZE);
  day_t day;
  int second;
  zone_local(o->zone, at, &day, &second);
  date_slot(d->lang, day + (day_t)demo_between(random, 3, 20), value[SLOT_DATE], SIZE);
  g_snprintf(value[SLOT_N], SIZE, "%d", (int)demo_between(random, 3, 40));
}

static void draft_requester(const struct demo_world *world, struct demo_draft *d, int person)
{
  char name[64];
  d->lang = demo_person(world, d->office, person, name, sizeof name);
  if (world->office[d->office].domestic && strcmp(world->office[d->office].code, "domestic") != 0)
    g_snprintf(d->requester, sizeof d->requester, "%s %s",
               demo_word(&world->words, "department", demo_mix((uint64_t)person))->text[d->lang], name);
  else
    g_strlcpy(d->requester, name, sizeof d->requester);
}

void demo_draft(const struct demo_world *world, const struct demo_plan *plan, guint index, struct demo_random *random,
                struct demo_draft *d)
{
  const struct demo_arrival *a = demo_arrival_at(plan, index);
  demo_random_init(random, world->options->seed, 1000 + index);
  *d = (struct demo_draft){.office = a->office};
  const struct demo_office *o = &world->office[d->office];
  int person = demo_any_person(world, d->office, random);
  draft_requester(world, d, person);
  d->channel = pick_channel(o, random);
  if (a->incident >= 0) {
    d->incident = &g_array_index(plan->incidents, struct demo_incident, a->incident);
    d->c = d->incident->c;
  } else
    d->c = pick_case(world, o, random);
  int shift = d->incident != NULL || !demo_chance(random, 120) ? 0 : demo_chance(random, 400) ? -1 : 1;
  d->priority = CLAMP(d->c->priority + shift, d->incident != NULL ? 1 : 2, 4);
  if (d->c->priority == 1)
    d->priority = 1;
  char **titles = d->c->titles[d->lang];
  d->title = titles[demo_below(random, g_strv_length(titles))];
  fill_slots(world, d, person, a->at, random);
}

utc_t demo_after(const struct demo_world *world, const struct demo_draft *d, utc_t received, int clock, utc_t from,
                 int64_t per_mille)
{
  const struct demo_office *o = &world->office[d->office];
  struct ticket t = {.category = d->c->category, .office = o->office->id, .channel = d->channel,
                     .priority = d->priority, .received_at = received};
  const struct policy *policy = world->ref->policies == NULL ? NULL : policy_match(world->ref->policies, clock, &t);
  int64_t target = policy != NULL ? policy->target : clock == CLOCK_RESPONSE ? 3600 : 8 * 3600;
  const struct calendar *calendar = NULL;
  if (policy != NULL && strcmp(policy->calendar, "office") == 0)
    calendar = o->calendar;
  else if (policy != NULL)
    calendar = calendar_find(world->ref->calendars, policy->calendar);
  int64_t seconds = target * per_mille / 1000;
  utc_t at = calendar == NULL ? from + seconds : calendar_add(calendar, from, seconds);
  return at == UTC_NONE ? from + seconds : at;
}
