#include "demo_world.h"

#include <string.h>

#include "toban/calendar.h"
#include "toban/right.h"
#include "toban/zone.h"

/* The domestic sites are not in table 3-5: their people (S1: 3,000 of 4,000 users are at home) and the share
 * of their equipment that the demonstration's register has. */
static const struct { const char *code; int people, pcs, servers, printers; } domestic[] = {
    {"tokyo", 1000, 270, 12, 18}, {"osaka", 300, 106, 4, 10}, {"ide", 400, 172, 10, 18}, {"domestic", 280, 60, 0, 12}};
enum { PEOPLE_UNREPORTED = 4 };

static void set_up_office(struct demo_office *o, const struct reference *ref, const struct office *office)
{
  *o = (struct demo_office){.office = office, .domestic = office->no == 0,
                            .calendar = ref->calendars == NULL ? NULL : calendar_find(ref->calendars, office->calendar),
                            .zone = office->zone != NULL ? office->zone : zone_tokyo()};
  g_strlcpy(o->code, office->code, sizeof o->code);
  o->pcs = MAX(office->pcs, 0);
  o->servers = MAX(office->servers, 0);
  o->printers = MAX(office->printers, 0);
  o->people = o->pcs > 0 ? o->pcs : PEOPLE_UNREPORTED;
  for (size_t i = 0; i < G_N_ELEMENTS(domestic); i++)
    if (o->domestic && strcmp(office->code, domestic[i].code) == 0) {
      o->people = domestic[i].people;
      o->pcs = domestic[i].pcs;
      o->servers = domestic[i].servers;
      o->printers = domestic[i].printers;
    }
}

static utc_t months_before(utc_t now, int months)
{
  day_t day;
  int second;
  zone_local(zone_tokyo(), now, &day, &second);
  struct civil c = civil_from_day(day);
  int month = c.year * 12 + c.month - 1 - months;
  return zone_instant(zone_tokyo(), day_from_civil(month / 12, month % 12 + 1, MIN(c.day, 28)), 0, false);
}

bool demo_world_init(struct demo_world *world, const struct reference *ref, const struct demo_options *options,
                     GError **error)
{
  *world = (struct demo_world){.ref = ref, .options = options, .start = months_before(options->now, options->months)};
  world->office = g_new0(struct demo_office, ref->offices);
  world->offices = ref->offices;
  for (int i = 0; i < ref->offices; i++)
    set_up_office(&world->office[i], ref, &ref->office[i]);
  return demo_words_init(&world->words, error);
}

void demo_world_clear(struct demo_world *world)
{
  demo_words_clear(&world->words);
  g_free(world->office);
}

struct person { enum lang lang; uint64_t family, given; };

static struct person person_of(const struct demo_world *world, int office, int n)
{
  const struct demo_office *o = &world->office[office];
  uint64_t h = demo_mix((uint64_t)office * 100003 + (uint64_t)n);
  int japanese = !o->domestic ? 45 : strcmp(o->code, "ide") == 0 ? 92 : 98; /* per cent of an office's people */
  return (struct person){(int)(h % 100) < japanese ? LANG_JA : LANG_EN, h >> 16, h >> 40};
}

enum lang demo_person(const struct demo_world *world, int office, int n, char *name, size_t size)
{
  struct person p = person_of(world, office, n);
  const char *family = demo_word(&world->words, "family", p.family)->text[p.lang];
  const char *given = demo_word(&world->words, "given", p.given)->text[p.lang];
  if (p.lang == LANG_JA)
    g_snprintf(name, (gulong)size, "%s %s", family, given);
  else
    g_snprintf(name, (gulong)size, "%s %s", given, family);
  return p.lang;
}

void demo_person_reading(const struct demo_world *world, int office, int n, char *reading, size_t size)
{
  struct person p = person_of(world, office, n);
  *reading = '\0';
  if (p.lang == LANG_JA)
    g_snprintf(reading, (gulong)size, "%s %s", demo_word(&world->words, "family-reading", p.family)->text[LANG_JA],
               demo_word(&world->words, "given-reading", p.given)->text[LANG_JA]);
}

int demo_any_person(const struct demo_world *world, int office, struct demo_random *random)
{
  return (int)demo_below(random, world->office[office].people);
}

void demo_host(const struct demo_office *office, const char *kind, int n, char *out, size_t size)
{
  g_snprintf(out, (gulong)size, "%s-%s%03d", office->code, kind, n);
}

bool demo_is_open(const struct demo_office *office, utc_t at)
{
  if (office->calendar != NULL)
    return calendar_at(office->calendar, at).open;
  day_t day;
  int second;
  zone_local(office->zone, at, &day, &second);
  return day_weekday(day) < 5 && second >= 9 * 3600 && second < 18 * 3600;
}

static bool in_scope(const struct demo_office *o, enum demo_scope scope)
{
  switch (scope) {
    case SCOPE_OVERSEAS: return !o->domestic;
    case SCOPE_DOMESTIC: return o->domestic;
    case SCOPE_TOKYO: return strcmp(o->code, "tokyo") == 0;
    case SCOPE_IDE: return strcmp(o->code, "ide") == 0;
    default: return true;
  }
}

int demo_open_office(const struct demo_world *world, utc_t at, enum demo_scope scope, struct demo_random *random)
{
  int total = 0, weight[256];
  for (int i = 0; i < MIN(world->offices, 256); i++) {
    const struct demo_office *o = &world->office[i];
    weight[i] = in_scope(o, scope) && demo_is_open(o, at) ? o->people : 0;
    total += weight[i];
  }
  int64_t left = demo_below(random, total);
  for (int i = 0; i < MIN(world->offices, 256) && total > 0; i++)
    if (weight[i] > 0 && (left -= weight[i]) < 0)
      return i;
  return -1;
}

/* --- who is on ------------------------------------------------------------------------------------- */
static bool speaks(const struct operator_ *person, enum lang lang)
{
  return strstr(person->languages, lang_id(lang)) != NULL;
}

/* The site that answers first: Osaka's and the institute's own people by day, Tokyo for everybody else. */
static const char *site_for(const struct demo_office *o, bool by_day)
{
  if (by_day && (strcmp(o->code, "osaka") == 0 || strcmp(o->code, "ide") == 0))
    return o->code;
  return "tokyo";
}

const char *demo_on_duty(const struct demo_world *world, int office, enum lang lang, utc_t at,
                         struct demo_random *random)
{
  day_t day;
  int second;
  zone_local(zone_tokyo(), at, &day, &second);
  int shift = second / (8 * 3600);
  const char *site = site_for(&world->office[office], day_weekday(day) < 5 && second >= 9 * 3600 && second < 18 * 3600);
  const char *near[64], *any[64];
  int nears = 0, anys = 0;
  for (int i = 0; i < world->ref->operators && anys < 64; i++) {
    const struct operator_ *person = &world->ref->operator_[i];
    if (!speaks(person, lang) || strstr(person->roles, role_id(ROLE_AGENT)) == NULL)
      continue;
    any[anys++] = person->login;
    if (strcmp(person->site, site) == 0)
      near[nears++] = person->login;
  }
  if (anys == 0)
    return "toban";
  bool at_site = nears > 0 && !demo_chance(random, 200); /* one in five goes to a colleague elsewhere */
  int64_t on = day * 7 + shift * 3 + demo_below(random, 2); /* two of them share a shift */
  return at_site ? near[on % nears] : any[on % anys];
}
