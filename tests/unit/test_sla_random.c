/* The clocks against a second, slow implementation (tests/lib/slow.h), over calendars, policies and
 * tickets made by chance. TOBAN_TEST_WORLDS asks for more of them, TOBAN_TEST_SEED for others. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random_world.h"
#include "toban/sla_explain.h"

enum { WORLDS = 1700, CASES = 60 /* of two clocks each */, EVENTS = 12, SPANS = 24, SEED = 20261122 };

static int setting(const char *name, int otherwise)
{
  const char *value = g_getenv(name);
  return value == NULL ? otherwise : atoi(value);
}

static void show(const struct random_world *world)
{
  char **lines = g_strsplit(world->calendars->str, "\n", -1), *text = g_strjoinv("\n# ", lines);
  printf("# calendars\n# %s\n", text);
  g_strfreev(lines);
  g_free(text);
  const GString *others[] = {world->holidays, world->specials, world->policies};
  for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
    lines = g_strsplit(others[i]->str, "\n", -1);
    text = g_strjoinv("\n# ", lines);
    printf("# %s\n", text);
    g_strfreev(lines);
    g_free(text);
  }
}

/* --- open time ------------------------------------------------------------------------------------ */
static void check_span(const struct random_world *world, GRand *rand, int number)
{
  const struct slow_calendar *slow = &world->slow.calendar[number];
  const struct calendar *fast = calendar_find(world->fast.calendars, slow->id);
  utc_t a = world->pivot + g_rand_int_range(rand, -3 * 86400, 3 * 86400);
  utc_t b = a + g_rand_int_range(rand, 0, g_rand_boolean(rand) ? 2 * 86400 : 90 * 86400);
  int64_t want = slow_business(slow, a, b), got = calendar_business(fast, a, b);
  int64_t seconds = g_rand_int_range(rand, 0, 100 * 3600);
  utc_t want_at = slow_add(slow, a, seconds), got_at = calendar_add(fast, a, seconds);
  struct calendar_now now = calendar_at(fast, a);
  bool open = slow->open[a / 60 - slow->from_min] != 0;
  if (want == got && (want_at == UTC_NONE || want_at == got_at) && now.open == open)
    return;
  char text[4][32];
  show(world);
  printf("# %s from %s to %s: %" PRId64 ", not %" PRId64 "; and %" PRId64 " s: %s, not %s; open %d, not %d\n", slow->id,
         utc_format(a, text[0]), utc_format(b, text[1]), got, want, seconds, script_text(got_at, text[2]),
         script_text(want_at, text[3]), now.open, open);
  g_test_fail();
}

/* --- clocks --------------------------------------------------------------------------------------- */
static bool same_text(const char *a, const char *b)
{
  return g_strcmp0(a, b) == 0;
}

static bool same(const struct random_world *world, const struct sla_clock *fast, const struct slow_clock *slow, utc_t end)
{
  if (fast->state == SLA_NONE)
    return same_text(slow->state, "none");
  bool due = slow->due_unknown ? fast->due == UTC_NONE || fast->due >= end : fast->due == slow->due;
  return same_text(sla_state_id(fast->state), slow->state) && same_text(sla_result_id(fast->result), slow->result) &&
         same_text(fast->policy, slow->policy) && same_text(fast->calendar, world->slow.calendar[slow->calendar].id) &&
         fast->elapsed == slow->elapsed && fast->target == slow->target && due && fast->met_at == slow->met_at &&
         fast->missed_at == slow->missed_at;
}

static void differ(const struct random_world *world, const struct ticket_event *event, int events,
                   const struct sla_clock *fast, const struct slow_clock *slow)
{
  char text[7][32];
  show(world);
  events_print(event, events);
  printf("# at %s\n", utc_format(fast->at, text[0]));
  printf("# program: %s %s %s %s %" PRId64 "/%" PRId64 " due %s met %s missed %s\n", sla_state_id(fast->state),
         sla_result_id(fast->result) == NULL ? "-" : sla_result_id(fast->result), fast->policy == NULL ? "-" : fast->policy,
         fast->calendar == NULL ? "-" : fast->calendar, fast->elapsed, fast->target, script_text(fast->due, text[1]),
         script_text(fast->met_at, text[2]), script_text(fast->missed_at, text[3]));
  printf("# slow:    %s %s %s %s %" PRId64 "/%" PRId64 " due %s met %s missed %s\n", slow->state,
         slow->result == NULL ? "-" : slow->result, slow->policy == NULL ? "-" : slow->policy,
         world->slow.calendar[slow->calendar].id, slow->elapsed, slow->target, script_text(slow->due, text[4]),
         script_text(slow->met_at, text[5]), script_text(slow->missed_at, text[6]));
  g_test_fail();
}

/* An instant in or after the history: one of its own, or around the moment that decides. */
static utc_t moment(const struct random_world *world, GRand *rand, const struct ticket_event *event, int events)
{
  utc_t last = event[events - 1].at;
  struct sla_clock clock[CLOCKS];
  switch (g_rand_int_range(rand, 0, 5)) {
    case 0: return event[g_rand_int_range(rand, 0, events)].at + g_rand_int_range(rand, -1, 2);
    case 1: return last + g_rand_int_range(rand, 0, 5 * 86400);
    case 2: return event[0].at + (last > event[0].at ? g_rand_int_range(rand, 0, (int)(last - event[0].at)) : 0);
    default:
      sla_evaluate(&world->fast.context, event, events, last, clock);
      utc_t due = clock[g_rand_int_range(rand, 0, CLOCKS)].due;
      return due == UTC_NONE || due > last + 90 * 86400 ? last : due + g_rand_int_range(rand, -2, 3);
  }
}

/* A clock read at the last event and carried on is the clock read later. */
static bool carried_on(const struct random_world *world, const struct ticket_event *event, int events, utc_t t,
                       const struct sla_clock *now)
{
  struct sla_clock then[CLOCKS];
  utc_t last = event[events - 1].at;
  if (t < last)
    return true;
  sla_evaluate(&world->fast.context, event, events, last, then);
  for (int i = 0; i < CLOCKS; i++) {
    if (then[i].state == SLA_NONE || then[i].state == SLA_EXCLUDED)
      continue;
    struct sla_clock later = sla_clock_now(&then[i], calendar_find(world->fast.calendars, then[i].calendar), t);
    if (later.elapsed != now[i].elapsed || later.result != now[i].result || later.missed_at != now[i].missed_at ||
        later.due != now[i].due || later.state != now[i].state)
      return false;
  }
  return true;
}

/* One more event at the very second that decides, or beside it. */
static int last_second(const struct random_world *world, GRand *rand, struct ticket_event *event, int events)
{
  static const struct { enum event_kind kind; const char *target; } ends[] = {
    {EVENT_MERGED, "T2"}, {EVENT_STATE, "resolved"}, {EVENT_STATE, "waiting-user"}, {EVENT_ANSWERED, NULL}};
  struct sla_clock clock[CLOCKS];
  int i = g_rand_int_range(rand, 0, G_N_ELEMENTS(ends));
  utc_t last = event[events - 1].at;
  sla_evaluate(&world->fast.context, event, events, last, clock);
  utc_t due = clock[g_rand_int_range(rand, 0, CLOCKS)].due;
  if (events == EVENTS || due <= last || due > last + 90 * 86400)
    return events;
  event[events] = (struct ticket_event){.ticket = "T", .by = "toban1", .channel = CHANNEL_NONE, .kind = ends[i].kind,
                                        .target = ends[i].target, .at = due + g_rand_int_range(rand, 0, 3)};
  return events + 1;
}

/* The stretches of the explanation follow each other and add up to the clock, by the slow count too. */
static void check_explanation(const struct random_world *world, const struct ticket_event *event, int events, utc_t t,
                              int number, const struct slow_clock *slow)
{
  struct arena *arena = arena_new();
  const struct sla_explanation *e = sla_explain(arena, &world->fast.context, event, events, t, number);
  int64_t counted = 0;
  for (int i = 0; i < e->stretches; i++) {
    const struct sla_stretch *s = &e->stretch[i];
    int64_t open = slow_business(&world->slow.calendar[slow->calendar], s->from, s->to);
    g_assert_cmpint(s->from, ==, i == 0 ? event[0].at : e->stretch[i - 1].to);
    g_assert_cmpint(s->open, ==, open);
    counted += s->counted;
  }
  g_assert_cmpint(counted, ==, slow->elapsed);
  arena_free(arena);
}

static void check_ticket(const struct random_world *world, GRand *rand)
{
  struct ticket_event event[EVENTS];
  struct sla_clock fast[CLOCKS];
  int events = random_events(world, rand, event, EVENTS);
  if (g_rand_int_range(rand, 0, 6) == 0)
    events = last_second(world, rand, event, events);
  utc_t t = moment(world, rand, event, events);
  utc_t end = (world->slow.calendar[0].from_min + world->slow.calendar[0].minutes) * 60;
  sla_evaluate(&world->fast.context, event, events, t, fast);
  for (int i = 0; i < CLOCKS; i++) {
    struct slow_clock slow = slow_evaluate(&world->slow, event, events, t, i);
    if (!same(world, &fast[i], &slow, end))
      differ(world, event, events, &fast[i], &slow);
    else if (g_rand_int_range(rand, 0, 10) == 0)
      check_explanation(world, event, events, t, i, &slow);
  }
  g_assert_true(carried_on(world, event, events, t, fast));
}

static void same_clocks(void)
{
  GRand *rand = g_rand_new_with_seed((guint32)setting("TOBAN_TEST_SEED", SEED));
  int worlds = setting("TOBAN_TEST_WORLDS", WORLDS), done = 0;
  for (; done < worlds && !g_test_failed(); done++) {
    struct random_world world;
    random_world_init(&world, rand);
    for (int i = 0; i < SPANS && !g_test_failed(); i++)
      check_span(&world, rand, i % world.slow.calendars);
    for (int i = 0; i < CASES && !g_test_failed(); i++)
      check_ticket(&world, rand);
    random_world_clear(&world);
  }
  g_test_message("%d worlds, %d clocks, %d spans", done, done * CASES * CLOCKS, done * SPANS);
  g_rand_free(rand);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  random_zones_load();
  g_test_add_func("/sla/random/same-clocks", same_clocks);
  int status = g_test_run();
  random_zones_clear();
  return status;
}
