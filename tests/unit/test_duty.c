/* Rosters: coverage against a sweep over each minute, the rules of the specification, clock changes. */
#include <stdlib.h>
#include <string.h>

#include "toban/duty.h"
#include "toban/error.h"
#include "toban/resource.h"

enum { PEOPLE = 12, SHIFTS = 64, LEAVES = 12 };

struct roster {
  struct duty_person person[PEOPLE];
  struct duty_shift shift[SHIFTS];
  struct duty_leave leave[LEAVES];
  struct duty_plan plan;
  char id[SHIFTS][8];
};

static struct calendar_set *calendars;
static struct duty_rules *rules;

static struct calendar_file shipped(const char *name)
{
  struct calendar_file file = {.name = name};
  file.bytes = resource_find(name, &file.length);
  g_assert_nonnull(file.bytes);
  return file;
}

static void load(void)
{
  GError *error = NULL;
  struct calendar_files files = {.calendars = shipped("calendars.csv"), .holidays = shipped("holidays.csv"),
                                 .special_dates = shipped("special-dates.csv")};
  struct calendar_file needs = shipped("needs.csv"), qualifications = shipped("qualifications.csv");
  calendars = calendar_set_new(&files, &error);
  g_assert_no_error(error);
  rules = duty_rules_new(&needs, &qualifications, calendars, &error);
  g_assert_no_error(error);
}

static utc_t at(const char *text)
{
  utc_t out;
  g_assert_true(utc_parse(text, &out, NULL));
  return out;
}

static void begin(struct roster *roster)
{
  *roster = (struct roster){.plan = {.rules = rules, .calendars = calendars}};
  roster->plan.person = roster->person;
  roster->plan.shift = roster->shift;
  roster->plan.leave = roster->leave;
}

static void person(struct roster *roster, const char *login, const char *languages, const char *roles,
                   const char *qualifications)
{
  roster->person[roster->plan.persons++] =
    (struct duty_person){login, "tokyo", languages, roles, qualifications, DAY_NONE, DAY_NONE};
}

/* Shifts must come in order. */
static void shift(struct roster *roster, const char *login, const char *site, const char *from, const char *to,
                  const char *role)
{
  int n = roster->plan.shifts++;
  g_snprintf(roster->id[n], sizeof roster->id[n], "%d", n);
  roster->shift[n] = (struct duty_shift){roster->id[n], login, site, role, "", at(from), at(to)};
}

static void leave(struct roster *roster, const char *login, const char *from, const char *to, const char *substitute)
{
  roster->leave[roster->plan.leaves++] = (struct duty_leave){"l", login, substitute, "", at(from), at(to)};
}

/* "need from to have/want" lines. */
static void gaps_are(const struct roster *roster, const char *from, const char *to, const char *only, const char *want)
{
  GArray *gaps = duty_gaps(&roster->plan, at(from), at(to));
  GString *got = g_string_new(NULL);
  for (guint i = 0; i < gaps->len; i++) {
    const struct duty_gap *gap = &g_array_index(gaps, struct duty_gap, i);
    char a[32], b[32];
    if (only == NULL || strcmp(gap->need, only) == 0)
      g_string_append_printf(got, "%s %s %s %d/%d\n", gap->need, utc_format(gap->from, a), utc_format(gap->to, b),
                             gap->have, gap->want);
  }
  g_assert_cmpstr(got->str, ==, want);
  g_string_free(got, TRUE);
  g_array_unref(gaps);
}

static void breaches_are(const struct roster *roster, const char *want)
{
  GArray *breaches = duty_breaches(&roster->plan, at("2026-01-01T00:00:00Z"), at("2027-12-31T00:00:00Z"));
  GString *got = g_string_new(NULL);
  for (guint i = 0; i < breaches->len; i++) {
    const struct duty_breach *breach = &g_array_index(breaches, struct duty_breach, i);
    if (breach->rule != DUTY_WISH)
      g_string_append_printf(got, "%s %s%s%s\n", duty_rule_id(breach->rule), breach->login,
                             breach->demand == NULL ? "" : " ", breach->demand == NULL ? "" : breach->demand->any);
  }
  g_assert_cmpstr(got->str, ==, want);
  g_string_free(got, TRUE);
  g_array_unref(breaches);
}

/* --- coverage --------------------------------------------------------------------------------------- */
static void test_empty(void)
{
  struct roster r;
  begin(&r);
  /* Friday 20 to Monday 23 November 2026, a holiday. */
  gaps_are(&r, "2026-11-20T00:00:00+09:00", "2026-11-24T00:00:00+09:00", NULL,
           "language:en 2026-11-19T15:00:00Z 2026-11-23T15:00:00Z 0/1\n"
           "language:ja 2026-11-19T15:00:00Z 2026-11-23T15:00:00Z 0/1\n"
           "site:tokyo 2026-11-20T00:00:00Z 2026-11-20T09:00:00Z 0/1\n"
           "site:osaka 2026-11-20T00:00:00Z 2026-11-20T09:00:00Z 0/1\n"
           "site:ide 2026-11-20T00:00:00Z 2026-11-20T10:00:00Z 0/1\n");
}

static void test_midnight(void)
{
  struct roster r;
  begin(&r);
  person(&r, "a", "ja;en", "agent", "");
  person(&r, "b", "ja", "agent", "");
  shift(&r, "a", "tokyo", "2026-11-20T22:00:00+09:00", "2026-11-21T07:00:00+09:00", "agent");
  shift(&r, "b", "tokyo", "2026-11-21T07:00:00+09:00", "2026-11-21T15:20:00+09:00", "agent");
  gaps_are(&r, "2026-11-20T22:00:00+09:00", "2026-11-21T15:30:00+09:00", NULL,
           "language:en 2026-11-20T22:00:00Z 2026-11-21T06:30:00Z 0/1\n"
           "language:ja 2026-11-21T06:20:00Z 2026-11-21T06:30:00Z 0/1\n");
}

static void test_substitute(void)
{
  struct roster r;
  begin(&r);
  person(&r, "a", "en;ja", "agent", "2y;lpic1");
  person(&r, "b", "ja", "agent", "2y;lpic1");
  shift(&r, "a", "tokyo", "2026-11-20T09:00:00+09:00", "2026-11-20T18:00:00+09:00", "agent");
  leave(&r, "a", "2026-11-20T12:00:00+09:00", "2026-11-20T15:00:00+09:00", "");
  gaps_are(&r, "2026-11-20T09:00:00+09:00", "2026-11-20T18:00:00+09:00", "site:tokyo",
           "site:tokyo 2026-11-20T03:00:00Z 2026-11-20T06:00:00Z 0/1\n");
  breaches_are(&r, "absent a\n");
  r.leave[0].substitute = "b";
  breaches_are(&r, "");
  gaps_are(&r, "2026-11-20T09:00:00+09:00", "2026-11-20T18:00:00+09:00", "site:tokyo", "");
  gaps_are(&r, "2026-11-20T09:00:00+09:00", "2026-11-20T18:00:00+09:00", "language:en",
           "language:en 2026-11-20T03:00:00Z 2026-11-20T06:00:00Z 0/1\n");
  leave(&r, "b", "2026-11-20T13:00:00+09:00", "2026-11-20T14:00:00+09:00", "a"); /* no ring of substitutes */
  gaps_are(&r, "2026-11-20T09:00:00+09:00", "2026-11-20T18:00:00+09:00", "site:tokyo",
           "site:tokyo 2026-11-20T04:00:00Z 2026-11-20T05:00:00Z 0/1\n");
}

static void test_wanted(void)
{
  static const char text[] = "need,calendar,hours,want\nsite:ide,ide,,1\nsite:ide,ide,10:00-18:00,2\n";
  struct calendar_file file = {"needs.csv", text, strlen(text)};
  struct duty_rules *two = duty_rules_new(&file, NULL, calendars, NULL);
  struct roster r;
  begin(&r);
  r.plan.rules = two;
  person(&r, "a", "ja", "agent", "");
  person(&r, "b", "ja", "agent", "");
  shift(&r, "a", "ide", "2026-11-20T09:00:00+09:00", "2026-11-20T18:00:00+09:00", "agent");
  shift(&r, "b", "ide", "2026-11-20T12:00:00+09:00", "2026-11-20T18:30:00+09:00", "agent");
  gaps_are(&r, "2026-11-20T00:00:00+09:00", "2026-11-21T00:00:00+09:00", NULL,
           "site:ide 2026-11-20T01:00:00Z 2026-11-20T03:00:00Z 1/2\n"
           "site:ide 2026-11-20T09:30:00Z 2026-11-20T10:00:00Z 0/1\n");
  r.plan.shifts = 0; /* gaps that touch are one, with the worst of them */
  gaps_are(&r, "2026-11-20T00:00:00+09:00", "2026-11-21T00:00:00+09:00", NULL,
           "site:ide 2026-11-20T00:00:00Z 2026-11-20T10:00:00Z 0/2\n");
  duty_rules_unref(two);
}

/* --- against a slow second way ------------------------------------------------------------------------ */
/* The leave that takes somebody away in this minute; of two the one that began first. */
static const struct duty_leave *slow_away(const struct roster *r, const char *login, utc_t t)
{
  const struct duty_leave *away = NULL;
  for (int i = 0; i < r->plan.leaves; i++) {
    const struct duty_leave *one = &r->leave[i];
    if (strcmp(one->login, login) == 0 && t >= one->from && t < one->to && (away == NULL || one->from < away->from))
      away = one;
  }
  return away;
}

/* Who works this shift in this minute, and for the sake of which leave. NULL: nobody. */
static const char *slow_worker(const struct roster *r, int shift, utc_t t, const struct duty_leave **leave)
{
  const struct duty_shift *s = &r->shift[shift];
  *leave = NULL;
  if (t < s->from || t >= s->to)
    return NULL;
  *leave = slow_away(r, s->login, t);
  if (*leave == NULL)
    return s->login;
  return *(*leave)->substitute == '\0' || slow_away(r, (*leave)->substitute, t) != NULL ? NULL : (*leave)->substitute;
}

/* Where is this person in this minute? Of several shifts where he or she came first, minute by minute. -1: nowhere. */
static int slow_shift(const struct roster *r, int who, utc_t t)
{
  int best = -1;
  utc_t best_since = 0;
  for (int i = 0; i < r->plan.shifts; i++) {
    const struct duty_leave *leave, *before;
    const char *worker = slow_worker(r, i, t, &leave);
    if (worker == NULL || strcmp(worker, r->person[who].login) != 0)
      continue;
    utc_t since = t;
    for (const char *then; (then = slow_worker(r, i, since - 60, &before)) != NULL && before == leave &&
                           strcmp(then, worker) == 0;)
      since -= 60;
    if (best < 0 || since < best_since)
      best = i, best_since = since;
  }
  return best;
}

static int slow_have(const struct roster *r, const char *need, const int place[PEOPLE])
{
  int have = 0;
  for (int who = 0; who < r->plan.persons; who++) {
    if (place[who] < 0)
      continue;
    if (g_str_has_prefix(need, "language:"))
      have += strstr(r->person[who].languages, need + 9) != NULL;
    else
      have += strcmp(r->shift[place[who]].site, need + 5) == 0;
  }
  return have;
}

static int slow_want(const char *need, utc_t t)
{
  if (g_str_has_prefix(need, "language:"))
    return 1;
  return calendar_business(calendar_find(calendars, need + 5), t, t + 60) == 60;
}

static void random_roster(struct roster *r, GRand *rand, utc_t start)
{
  static const char *const sites[] = {"tokyo", "osaka", "ide"}, *const logins[] = {"a", "b", "c", "d", "e", "f"},
                    *const languages[] = {"ja", "en", "ja;en", "en;ja", "ja"};
  begin(r);
  int people = g_rand_int_range(rand, 1, 7), shifts = g_rand_int_range(rand, 0, 14);
  for (int i = 0; i < people; i++)
    person(r, logins[i], languages[g_rand_int_range(rand, 0, 5)], "agent", "");
  utc_t from = start - 8 * 3600;
  for (int i = 0; i < shifts; i++) {
    from += 60 * g_rand_int_range(rand, 0, 400);
    int who = g_rand_int_range(rand, 0, people);
    utc_t to = from + 60 * g_rand_int_range(rand, 1, 900);
    g_snprintf(r->id[i], sizeof r->id[i], "%d", i);
    r->shift[i] = (struct duty_shift){r->id[i], logins[who], sites[g_rand_int_range(rand, 0, 3)], "agent", "",
                                      from, to};
    r->plan.shifts++;
  }
}

static void random_leaves(struct roster *r, GRand *rand)
{
  for (int i = 0; i < r->plan.shifts && r->plan.leaves < 3; i++) {
    if (g_rand_int_range(rand, 0, 6) != 0)
      continue;
    int stand = g_rand_int_range(rand, 0, r->plan.persons + 1);
    const struct duty_shift *s = &r->shift[i];
    r->leave[r->plan.leaves++] =
      (struct duty_leave){"l", s->login, stand == r->plan.persons ? "" : r->person[stand].login, "",
                          s->from + 60 * g_rand_int_range(rand, -300, 300), s->to + 60 * g_rand_int_range(rand, 0, 900)};
  }
}

static bool is_told(const GArray *gaps, const char *need, utc_t from, utc_t to)
{
  for (guint i = 0; i < gaps->len; i++) {
    const struct duty_gap *gap = &g_array_index(gaps, struct duty_gap, i);
    if (strcmp(gap->need, need) == 0 && gap->from == from && gap->to == to && gap->have == 0)
      return true;
  }
  return false;
}

static void compare(const struct roster *r, utc_t from, utc_t to)
{
  enum { NEEDS = 5 };
  static const char *const needs[NEEDS] = {"language:en", "language:ja", "site:tokyo", "site:osaka", "site:ide"};
  GArray *gaps = duty_gaps(&r->plan, from, to);
  utc_t begun[NEEDS] = {UTC_NONE, UTC_NONE, UTC_NONE, UTC_NONE, UTC_NONE};
  guint told = 0;
  for (utc_t t = from; t <= to; t += 60) {
    int place[PEOPLE];
    for (int who = 0; who < r->plan.persons; who++)
      place[who] = slow_shift(r, who, t);
    for (int n = 0; n < NEEDS; n++) {
      bool lacks = t < to && slow_have(r, needs[n], place) < slow_want(needs[n], t);
      if (lacks && begun[n] == UTC_NONE)
        begun[n] = t;
      if (lacks || begun[n] == UTC_NONE)
        continue;
      g_assert_true(is_told(gaps, needs[n], begun[n], t));
      told++;
      begun[n] = UTC_NONE;
    }
  }
  g_assert_cmpuint(gaps->len, ==, told);
  g_array_unref(gaps);
}

/* DUTY_ROSTERS=10000 for all of them. */
static void test_minutes(void)
{
  const char *many = g_getenv("DUTY_ROSTERS");
  int count = many == NULL ? 400 : atoi(many);
  GRand *rand = g_rand_new_with_seed(6);
  for (int i = 0; i < count; i++) {
    struct roster r;
    utc_t start = at("2026-11-18T00:00:00Z") + g_rand_int_range(rand, 0, 60 * 24 * 30) * 60;
    random_roster(&r, rand, start);
    if (i % 2 == 0)
      random_leaves(&r, rand);
    compare(&r, start, start + 26 * 3600);
  }
  g_rand_free(rand);
}

/* --- the rules ---------------------------------------------------------------------------------------- */
static void test_two_places(void)
{
  struct roster r;
  begin(&r);
  person(&r, "a", "ja;en", "agent", "2y;lpic1");
  shift(&r, "a", "tokyo", "2026-11-20T09:00:00+09:00", "2026-11-20T14:00:00+09:00", "agent");
  shift(&r, "a", "osaka", "2026-11-20T13:00:00+09:00", "2026-11-20T18:00:00+09:00", "agent");
  breaches_are(&r, "two-places a\n");
  gaps_are(&r, "2026-11-20T09:00:00+09:00", "2026-11-20T18:00:00+09:00", "site:osaka",
           "site:osaka 2026-11-20T00:00:00Z 2026-11-20T05:00:00Z 0/1\n");
  gaps_are(&r, "2026-11-20T09:00:00+09:00", "2026-11-20T18:00:00+09:00", "site:tokyo",
           "site:tokyo 2026-11-20T05:00:00Z 2026-11-20T09:00:00Z 0/1\n");
}

static void test_leaders(void)
{
  struct roster r;
  begin(&r);
  person(&r, "a", "ja;en", "leader-hq;leader-ide", "12y;lpic1;toeic600");
  person(&r, "b", "ja", "agent", "3y;aws");
  shift(&r, "a", "tokyo", "2026-11-19T09:00:00+09:00", "2026-11-19T18:00:00+09:00", "leader-hq");
  shift(&r, "b", "tokyo", "2026-11-19T09:00:00+09:00", "2026-11-19T18:00:00+09:00", "agent");
  shift(&r, "b", "osaka", "2026-11-20T09:00:00+09:00", "2026-11-20T18:00:00+09:00", "agent");
  shift(&r, "a", "ide", "2026-11-20T09:00:00+09:00", "2026-11-20T18:00:00+09:00", "leader");
  shift(&r, "b", "ide", "2026-11-21T09:00:00+09:00", "2026-11-21T18:00:00+09:00", "agent");
  breaches_are(&r, "two-leaders a\ntwo-houses b\n");
}

static void test_rest(void)
{
  struct roster r;
  begin(&r);
  person(&r, "a", "ja", "agent", "3y;aws");
  shift(&r, "a", "tokyo", "2026-11-19T09:00:00+09:00", "2026-11-19T18:00:00+09:00", "agent");
  shift(&r, "a", "tokyo", "2026-11-19T18:00:00+09:00", "2026-11-19T20:00:00+09:00", "agent"); /* goes on */
  shift(&r, "a", "tokyo", "2026-11-20T06:59:00+09:00", "2026-11-20T15:00:00+09:00", "agent");
  shift(&r, "a", "tokyo", "2026-11-21T02:00:00+09:00", "2026-11-21T09:00:00+09:00", "agent"); /* 11 h: enough */
  breaches_are(&r, "rest a\n");
}

static void test_qualifications(void)
{
  struct roster r;
  begin(&r);
  person(&r, "a", "en", "agent", "1y;lpic10");
  person(&r, "b", "ja", "agent", "10y;itil;lpic1;toeic500");
  shift(&r, "a", "tokyo", "2026-11-19T09:00:00+09:00", "2026-11-19T18:00:00+09:00", "agent");
  shift(&r, "b", "tokyo", "2026-11-19T09:00:00+09:00", "2026-11-19T18:00:00+09:00", "");
  shift(&r, "a", "tokyo", "2026-11-20T09:00:00+09:00", "2026-11-20T18:00:00+09:00", "agent"); /* said once */
  shift(&r, "b", "tokyo", "2026-11-20T09:00:00+09:00", "2026-11-20T18:00:00+09:00", "leader-hq");
  shift(&r, "gone", "tokyo", "2026-11-21T09:00:00+09:00", "2026-11-21T18:00:00+09:00", "agent");
  breaches_are(&r,
               "qualification a lpic1|lpic2|lpic3|azure|aws|ms\nqualification a 2y\nqualification a lang:ja\nrole b\n"
               "nobody gone\n");
}

static void test_listed(void)
{
  struct roster r;
  begin(&r);
  person(&r, "a", "ja", "agent", "3y;aws");
  r.person[0].to = day_from_civil(2026, 11, 20);
  shift(&r, "a", "tokyo", "2026-11-20T20:00:00+09:00", "2026-11-21T05:00:00+09:00", "agent");
  breaches_are(&r, "nobody a\n");
  gaps_are(&r, "2026-11-20T20:00:00+09:00", "2026-11-21T05:00:00+09:00", "language:ja",
           "language:ja 2026-11-20T15:00:00Z 2026-11-20T20:00:00Z 0/1\n");
}

static void bad_needs(const char *text, const char *want)
{
  GError *error = NULL;
  struct calendar_file file = {"n.csv", text, strlen(text)};
  g_assert_null(duty_rules_new(&file, NULL, calendars, &error));
  g_assert_true(error_is(error, TE_DATA));
  g_assert_nonnull(strstr(error->message, want));
  g_error_free(error);
}

static void test_files(void)
{
#define HEAD "need,calendar,hours,want\n"
  bad_needs(HEAD "language:,24x365,,1\n", "n.csv:2: column need");
  bad_needs(HEAD "site:tokyo,nowhere,,1\n", "n.csv:2: column calendar");
  bad_needs(HEAD "site:tokyo,tokyo,9,1\n", "n.csv:2: column hours");
  bad_needs(HEAD "site:tokyo,tokyo,,-1\n", "n.csv:2: column want");
  bad_needs(HEAD "rest,tokyo,,8\n", "n.csv:2: column calendar");
}

/* --- who is on ---------------------------------------------------------------------------------------- */
static void test_on(void)
{
  struct roster r;
  begin(&r);
  person(&r, "a", "ja", "agent", "");
  person(&r, "b", "ja", "agent", "");
  shift(&r, "a", "tokyo", "2026-11-20T09:00:00+09:00", "2026-11-20T13:00:00+09:00", "agent");
  shift(&r, "b", "osaka", "2026-11-20T09:00:00+09:00", "2026-11-20T12:00:00+09:00", "agent");
  shift(&r, "a", "tokyo", "2026-11-20T13:00:00+09:00", "2026-11-20T18:00:00+09:00", "agent");
  GArray *pieces = duty_pieces(&r.plan, at("2026-11-20T00:00:00+09:00"), at("2026-11-21T00:00:00+09:00"));
  utc_t from, until;
  g_assert_cmpuint(pieces->len, ==, 3);
  for (int i = 0; i < 2; i++) {
    duty_unbroken(&r.plan, (const struct duty_piece *)(void *)pieces->data, 3, i, &from, &until);
    g_assert_cmpint(from, ==, at("2026-11-20T09:00:00+09:00"));
    g_assert_cmpint(until, ==, at("2026-11-20T18:00:00+09:00"));
  }
  duty_unbroken(&r.plan, (const struct duty_piece *)(void *)pieces->data, 3, 2, &from, &until);
  g_assert_cmpint(until, ==, at("2026-11-20T12:00:00+09:00"));
  g_array_unref(pieces);
}

/* --- warnings: edge cases 30 and 31 --------------------------------------------------------------------- */
static void warns(const char *gap, const char *want)
{
  char got[32];
  g_assert_cmpstr(utc_format(duty_warn_at(calendar_find(calendars, "tokyo"), at(gap)), got), ==, want);
}

static void test_no_midnight_reminder(void)
{
  warns("2026-11-20T12:00:00+09:00", "2026-11-19T03:00:00Z");       /* a day before, at noon */
  warns("2026-11-21T00:00:00+09:00", "2026-11-20T00:00:00Z");       /* not at midnight: at 9:00 of that day */
  warns("2026-11-23T12:00:00+09:00", "2026-11-20T08:59:59Z");       /* not on a Sunday: before Friday's closing */
  warns("2026-11-24T08:00:00+09:00", "2026-11-20T08:59:59Z");       /* a holiday and a weekend between */
  g_assert_cmpint(duty_warn_at(NULL, 100000), ==, 100000 - DUTY_WARN_S);
}

/* Edge case 29: a shift in Japan stays where it is when clocks change elsewhere. */
static void test_clock_change(void)
{
  struct roster r;
  begin(&r);
  person(&r, "a", "ja;en", "agent", "");
  for (int day = 0; day < 14; day++) { /* New York changes on 1 November 2026 */
    utc_t from = zone_instant(zone_tokyo(), day_from_civil(2026, 10, 25) + day, 9 * 3600, false);
    g_snprintf(r.id[day], sizeof r.id[day], "%d", day);
    r.shift[day] = (struct duty_shift){r.id[day], "a", "tokyo", "agent", "", from, from + 9 * 3600};
    r.plan.shifts++;
  }
  gaps_are(&r, "2026-10-26T00:00:00+09:00", "2026-11-07T00:00:00+09:00", "site:tokyo", "");
  for (int day = 0; day < 14; day++)
    g_assert_cmpint((r.shift[day].from + 9 * 3600) % UTC_DAY, ==, 9 * 3600);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  load();
  g_test_add_func("/duty/coverage/nobody", test_empty);
  g_test_add_func("/duty/coverage/over-midnight", test_midnight);
  g_test_add_func("/duty/coverage/leave-and-substitute", test_substitute);
  g_test_add_func("/duty/coverage/how-many-are-wanted", test_wanted);
  g_test_add_func("/duty/coverage/equals-minute-sweep", test_minutes);
  g_test_add_func("/duty/rules/two-places", test_two_places);
  g_test_add_func("/duty/rules/leaders-and-houses", test_leaders);
  g_test_add_func("/duty/rules/rest", test_rest);
  g_test_add_func("/duty/rules/qualifications", test_qualifications);
  g_test_add_func("/duty/rules/days-in-the-list", test_listed);
  g_test_add_func("/duty/rules/files", test_files);
  g_test_add_func("/duty/on", test_on);
  g_test_add_func("/duty/edge-31-no-warning-at-midnight-or-weekend", test_no_midnight_reminder);
  g_test_add_func("/duty/edge-29-clock-change-elsewhere", test_clock_change);
  int failed = g_test_run();
  duty_rules_unref(rules);
  calendar_set_unref(calendars);
  return failed;
}
