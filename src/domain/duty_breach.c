/* What in a roster breaks a rule: reported, never mended. */
#include <stdlib.h>
#include <string.h>

#include "duty_impl.h"
#include "toban/right.h"

static const struct { const char *id, *text; } names[DUTY_RULES] = {
  [DUTY_NOBODY] = {"nobody", NC_("roster", "not in the list of operators on that day")},
  [DUTY_TWO_PLACES] = {"two-places", NC_("roster", "two shifts at once")},
  [DUTY_TWO_LEADERS] = {"two-leaders", NC_("roster", "leader of HQ and of IDE at once")},
  [DUTY_TWO_HOUSES] = {"two-houses", NC_("roster", "works at HQ and at IDE")},
  [DUTY_REST] = {"rest", NC_("roster", "too short a rest")},
  [DUTY_ABSENT] = {"absent", NC_("roster", "on leave without a substitute")},
  [DUTY_ROLE] = {"role", NC_("roster", "does not have this role")},
  [DUTY_DEMAND] = {"qualification", NC_("roster", "lacks a qualification")},
  [DUTY_WISH] = {"wish", NC_("roster", "lacks what is wished for")},
};

const char *duty_rule_id(enum duty_rule rule)
{
  return names[rule].id;
}

const char *duty_rule_text(enum duty_rule rule)
{
  return lang_text_context(names[rule].text);
}

struct finding {
  const struct duty_plan *plan;
  GHashTable *people;
  GHashTable *said;                /* "login role": what a person lacks is said once */
  GArray *out;
};

static const struct duty_shift *shift_at(const struct finding *finding, int index)
{
  return &finding->plan->shift[index];
}

static void found(struct finding *finding, enum duty_rule rule, int shift, int other, utc_t from, utc_t to)
{
  struct duty_breach breach = {.rule = rule, .shift = shift, .other = other,
                               .login = shift_at(finding, shift)->login, .from = from, .to = to};
  g_array_append_val(finding->out, breach);
}

/* --- one shift ------------------------------------------------------------------------------------ */
static void check_listed(struct finding *finding, int index, int person)
{
  const struct duty_shift *shift = shift_at(finding, index);
  day_t first, last;
  int second;
  zone_local(zone_tokyo(), shift->from, &first, &second);
  zone_local(zone_tokyo(), shift->to - 1, &last, &second);
  const struct duty_person *p = person < 0 ? NULL : &finding->plan->person[person];
  if (p == NULL || (p->from != DAY_NONE && first < p->from) || (p->to != DAY_NONE && last > p->to))
    found(finding, DUTY_NOBODY, index, -1, shift->from, shift->to);
}

static bool demand_is_for(const struct duty_demand *demand, unsigned roles)
{
  if (strcmp(demand->role, "*") == 0)
    return (roles & ROLES_DESK) != 0;
  return (roles_parse(demand->role, "", NULL) & roles) != 0;
}

static void check_role(struct finding *finding, int index, const struct duty_person *person)
{
  const struct duty_shift *shift = shift_at(finding, index);
  unsigned role = roles_parse(*shift->role == '\0' ? "agent" : shift->role, shift->site, NULL);
  unsigned mine = roles_parse(person->roles, person->site, NULL);
  char *key = g_strdup_printf("%s %s", shift->login, shift->role);
  if (!g_hash_table_add(finding->said, key))
    return;
  if (role != 0 && (mine & role) == 0)
    found(finding, DUTY_ROLE, index, -1, shift->from, shift->to);
  for (int i = 0; i < duty_demands(finding->plan->rules); i++) {
    const struct duty_demand *demand = duty_demand(finding->plan->rules, i);
    if (!demand_is_for(demand, role) || duty_meets(demand, person))
      continue;
    found(finding, demand->must ? DUTY_DEMAND : DUTY_WISH, index, -1, shift->from, shift->to);
    g_array_index(finding->out, struct duty_breach, finding->out->len - 1).demand = demand;
  }
}

/* Who is away and for whom nobody stands in: the part of the shift that leave takes and no piece gives back. */
static void check_leave(struct finding *finding, int index)
{
  const struct duty_plan *plan = finding->plan;
  const struct duty_shift *shift = shift_at(finding, index);
  for (int i = 0; i < plan->leaves; i++) {
    const struct duty_leave *leave = &plan->leave[i];
    utc_t from = MAX(shift->from, leave->from), to = MIN(shift->to, leave->to);
    if (strcmp(leave->login, shift->login) == 0 && from < to &&
        duty_person_at(finding->people, leave->substitute) < 0)
      found(finding, DUTY_ABSENT, index, -1, from, to);
  }
}

/* --- two shifts of one person ------------------------------------------------------------------------ */
/* Shifts of one person in order: the next against the one before that ends last. */
static void check_pair(struct finding *finding, int before, int index)
{
  const struct duty_shift *a = shift_at(finding, before), *b = shift_at(finding, index);
  if (b->from < a->to)
    found(finding, DUTY_TWO_PLACES, index, before, b->from, MIN(a->to, b->to));
  else if (b->from > a->to && b->from - a->to < duty_rest(finding->plan->rules))
    found(finding, DUTY_REST, index, before, a->to, b->from);
}

struct person_so_far { int last, house, other_house, hq, ide; };      /* indexes of shifts, -1 none */

static void check_houses(struct finding *finding, int index, struct person_so_far *so_far)
{
  const struct duty_shift *shift = shift_at(finding, index);
  unsigned roles = roles_parse(shift->role, shift->site, NULL);
  int house = duty_house(shift->site);
  bool bound = (roles & ~(ROLE_BIT(ROLE_GENERAL_MANAGER) | ROLE_BIT(ROLE_DEPUTY))) != 0 || roles == 0;
  if (roles & ROLE_BIT(ROLE_LEADER_HQ) && so_far->hq < 0)
    so_far->hq = index;
  if (roles & ROLE_BIT(ROLE_LEADER_IDE) && so_far->ide < 0)
    so_far->ide = index;
  if (roles & (ROLE_BIT(ROLE_LEADER_HQ) | ROLE_BIT(ROLE_LEADER_IDE)) && so_far->hq >= 0 && so_far->ide >= 0) {
    found(finding, DUTY_TWO_LEADERS, index, so_far->hq == index ? so_far->ide : so_far->hq, shift->from, shift->to);
    return;
  }
  if (house == 0 || !bound)
    return;
  if (so_far->house < 0)
    so_far->house = index;
  else if (duty_house(shift_at(finding, so_far->house)->site) != house && so_far->other_house < 0) {
    so_far->other_house = index; /* said once */
    found(finding, DUTY_TWO_HOUSES, index, so_far->house, shift->from, shift->to);
  }
}

/* --- all ------------------------------------------------------------------------------------------ */
static int by_breach(const void *a, const void *b)
{
  const struct duty_breach *x = a, *y = b;
  if (x->from != y->from)
    return x->from < y->from ? -1 : 1;
  return x->rule != y->rule ? (int)x->rule - (int)y->rule : x->shift - y->shift;
}

static void check_shift(struct finding *finding, int index, struct person_so_far *so_far)
{
  int person = duty_person_at(finding->people, shift_at(finding, index)->login);
  check_listed(finding, index, person);
  check_leave(finding, index);
  if (person < 0)
    return;
  check_role(finding, index, &finding->plan->person[person]);
  struct person_so_far *mine = &so_far[person];
  if (mine->last >= 0)
    check_pair(finding, mine->last, index);
  check_houses(finding, index, mine);
  if (mine->last < 0 || shift_at(finding, index)->to > shift_at(finding, mine->last)->to)
    mine->last = index;
}

GArray *duty_breaches(const struct duty_plan *plan, utc_t from, utc_t to)
{
  struct finding finding = {.plan = plan, .people = duty_people(plan),
                            .said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                            .out = g_array_new(FALSE, FALSE, sizeof(struct duty_breach))};
  struct person_so_far *so_far = g_new(struct person_so_far, plan->persons + 1);
  for (int i = 0; i < plan->persons; i++)
    so_far[i] = (struct person_so_far){-1, -1, -1, -1, -1};
  for (int i = 0; i < plan->shifts; i++)
    if (plan->shift[i].from < to && plan->shift[i].to > from)
      check_shift(&finding, i, so_far);
  g_array_sort(finding.out, by_breach);
  g_free(so_far);
  g_hash_table_unref(finding.said);
  g_hash_table_unref(finding.people);
  return finding.out;
}
