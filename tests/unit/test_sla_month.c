/* Figures of a month: the sentences of doc/service-levels.md one by one, then months by chance against the
 * second implementation. */
#include <string.h>

#include "random_world.h"
#include "toban/error.h"
#include "toban/sla_month.h"

#define POLICIES \
  "answer,response,2026-01-01,,*,*,*,*,24x365,60,95,,,\n" \
  "solve,resolution,2026-01-01,,*,*,*,*,24x365,600,90,waiting-user,,\n"

static const struct sla_period november = {1793458800, 1796050800};     /* 2026-11, Japan */

static void periods(void)
{
  struct sla_period period;
  char text[16];
  GError *error = NULL;
  g_assert_true(sla_period_parse("2026-11", &period, NULL));
  g_assert_cmpint(period.start, ==, november.start);
  g_assert_cmpint(period.end, ==, november.end);
  g_assert_cmpint(period.start, ==, script_time("2026-11-01 00:00"));
  g_assert_cmpstr(sla_period_format(period, text), ==, "2026-11");
  period = sla_period_at(script_time("2026-12-31 23:59:59"));
  g_assert_cmpint(period.end, ==, script_time("2027-01-01 00:00"));
  g_assert_cmpint(sla_period_at(script_time("2026-10-31T15:00:00Z")).start, ==, november.start);
  const char *bad[] = {"2026-13", "2026-1", "2026-11-01", "", "november"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_assert_false(sla_period_parse(bad[i], &period, &error));
    g_assert_true(error_is(error, TE_USAGE));
    g_clear_error(&error);
  }
}

static void rates(void)
{
  double rate;
  g_assert_false(sla_rate(0, 0, &rate));
  g_assert_true(sla_rate(19, 1, &rate) && sla_reached(rate, 95.0 / 100));
  g_assert_true(sla_rate(999, 1, &rate) && sla_reached(rate, 99.9 / 100));
  g_assert_true(sla_rate(18, 1, &rate) && !sla_reached(rate, 0.95));
}

/* The figures of the tickets in `texts` (NULL ends them): met missed excluded(met missed) of both rows. */
static struct sla_figure figures[2];
static struct sla_answers answers;

static void add_up(const char *const *texts, struct sla_period period, const char *as_of)
{
  struct world world;
  world_init(&world, NULL, NULL, NULL, POLICIES);
  struct sla_month *month = sla_month_new(&world.context, period, script_time(as_of));
  for (; *texts != NULL; texts++) {
    struct script script;
    script_init(&script, *texts);
    sla_month_add(month, script.event, script.events);
    script_clear(&script);
  }
  for (int i = 0; i < sla_month_figures(month); i++)
    figures[i] = *sla_month_figure(month, i);
  answers = sla_month_answers(month);
  sla_month_free(month);
  world_clear(&world);
}

static void are(int row, int met, int missed, int excluded)
{
  g_assert_cmpint(figures[row].met, ==, met);
  g_assert_cmpint(figures[row].missed, ==, missed);
  g_assert_cmpint(figures[row].excluded, ==, excluded);
}

#define R "received 3 mail 5.1 1\n"

/* A clock counts where it was met or missed; a month is Japan's. */
static void counts_where_it_ended(void)
{
  add_up((const char *const[]){"2026-10-31 23:30 " R "2026-11-01 00:00 answered\n2026-11-02 09:00 state resolved\n",
                               "2026-11-30 23:30 " R "2026-11-30 23:59:59 answered\n",
                               "2026-11-30 23:30 " R "2026-12-01 00:00 answered\n", NULL}, november, "2026-12-05 09:00");
  are(0, 2, 0, 0);
  are(1, 0, 1, 0);
  g_assert_cmpint(answers.received, ==, 2);
  g_assert_cmpint(answers.answered, ==, 2);
}

/* Met in one month, reopened and missed in the next. */
static void reopened(void)
{
  const char *const ticket[] = {"2026-10-30 09:00 " R "2026-10-30 10:00 state resolved\n2026-11-02 09:00 state open\n", NULL};
  add_up(ticket, sla_period_of(2026, 10), "2026-12-05 09:00");
  are(1, 1, 0, 0);
  add_up(ticket, november, "2026-12-05 09:00");
  are(1, 0, 1, 0);
  are(0, 0, 0, 0);
}

/* Excluded as it is known at as_of: approved after the month's end it counts apart, by its own result. */
static void excluded(void)
{
  const char *const ticket[] = {"2026-11-10 09:00 " R "2026-11-10 11:00 answered\n2026-11-10 12:00 state resolved\n"
                                "2026-12-02 09:00 exclusion-approved both leader1\n", NULL};
  add_up(ticket, november, "2026-12-01 09:00");
  are(0, 0, 1, 0);
  are(1, 1, 0, 0);
  add_up(ticket, november, "2026-12-05 09:00");
  are(0, 0, 0, 1);
  are(1, 0, 0, 1);
  g_assert_cmpint(figures[0].excluded_missed, ==, 1);
  g_assert_cmpint(figures[1].excluded_met, ==, 1);
  g_assert_cmpint(answers.received, ==, 0);
}

/* What was missed before a merge stays; a merged ticket asks for no answer. */
static void merged(void)
{
  add_up((const char *const[]){"2026-11-10 09:00 " R "2026-11-10 11:00 merged T2\n", "2026-11-10 09:00 " R
                               "2026-11-10 09:30 merged T2\n", NULL}, november, "2026-12-05 09:00");
  are(0, 0, 1, 0);
  are(1, 0, 0, 0);
  g_assert_cmpint(answers.received, ==, 0);
}

/* An answer after the month's end answers; what is late after the end is not of the month. */
static void answered_later(void)
{
  const char *const ticket[] = {"2026-11-30 23:30 " R "2026-12-03 10:00 answered\n", NULL};
  add_up(ticket, november, "2026-12-02 09:00");
  are(0, 0, 0, 0);
  g_assert_cmpint(answers.received, ==, 1);
  g_assert_cmpint(answers.answered, ==, 0);
  add_up(ticket, november, "2026-12-05 09:00");
  g_assert_cmpint(answers.answered, ==, 1);
  are(0, 0, 0, 0);
}

/* Half a month: what lies ahead is neither missed nor received. */
static void not_over_yet(void)
{
  const char *const tickets[] = {"2026-11-10 09:00 " R, "2026-11-20 09:00 " R, NULL};
  add_up(tickets, november, "2026-11-10 09:30");
  are(0, 0, 0, 0);
  g_assert_cmpint(answers.received, ==, 1);
  add_up(tickets, november, "2026-11-10 10:00:01");
  are(0, 0, 1, 0);
}

static const char *digest_of(struct world *world, const char *text, const char *as_of)
{
  static char hex[80];
  struct script script;
  struct sla_month *month = sla_month_new(&world->context, november, script_time(as_of));
  script_init(&script, text);
  sla_month_add(month, script.event, script.events);
  g_strlcpy(hex, sla_month_digest(month), sizeof hex);
  sla_month_free(month);
  script_clear(&script);
  return hex;
}

/* A back-dated event changes the digest, one after as_of does not. */
static void digest(void)
{
  struct world world;
  world_init(&world, NULL, NULL, NULL, POLICIES);
  const char *text = "2026-11-10 09:00 " R "2026-12-03 10:00 answered\n";
  char *first = g_strdup(digest_of(&world, text, "2026-12-02 09:00"));
  g_assert_cmpstr(first, ==, digest_of(&world, "2026-11-10 09:00 " R, "2026-12-02 09:00"));
  g_assert_cmpstr(first, !=, digest_of(&world, text, "2026-12-04 09:00"));
  g_assert_cmpstr(first, !=, digest_of(&world, "2026-11-10 09:00 " R "2026-11-10 09:01 note\n", "2026-12-02 09:00"));
  g_free(first);
  world_clear(&world);
}

/* --- by chance ------------------------------------------------------------------------------------ */
static void count_slowly(const struct random_world *world, const struct ticket_event *event, int events,
                         struct sla_period period, utc_t as_of, struct sla_figure *out)
{
  utc_t t = as_of < period.end ? as_of : period.end - 1;
  for (int clock = 0; clock < CLOCKS; clock++) {
    struct slow_clock slow = slow_evaluate(&world->slow, event, events, t, clock);
    utc_t at = slow.missed_at != UTC_NONE ? slow.missed_at : slow.met_at;
    bool apart = false;
    for (int i = 0; i < events && event[i].at <= as_of && event[i].kind != EVENT_MERGED; i++)
      if (event[i].kind == EVENT_EXCLUSION_APPROVED || event[i].kind == EVENT_EXCLUSION_WITHDRAWN)
        if ((event[i].clocks & CLOCK_BIT(clock)) != 0)
          apart = event[i].kind == EVENT_EXCLUSION_APPROVED;
    if (slow.policy == NULL || at == UTC_NONE || at < period.start || at >= period.end)
      continue;
    for (int row = 0; row < world->slow.policies; row++)
      if (strcmp(world->slow.policy[row].id, slow.policy) == 0) {
        out[row].excluded += apart;
        out[row].met += !apart && slow.missed_at == UTC_NONE;
        out[row].missed += !apart && slow.missed_at != UTC_NONE;
      }
  }
}

static void compare_month(const struct random_world *world, GRand *rand)
{
  enum { TICKETS = 60, EVENTS = 12 };
  struct sla_figure want[8] = {0};
  struct sla_period period = sla_period_at(world->pivot + g_rand_int_range(rand, -20, 20) * UTC_DAY);
  utc_t as_of = period.end + g_rand_int_range(rand, -20, 20) * UTC_DAY;
  struct sla_month *month = sla_month_new(&world->fast.context, period, as_of);
  for (int i = 0; i < TICKETS; i++) {
    struct ticket_event event[EVENTS];
    struct sla_clock clock[CLOCKS];
    int events = random_events(world, rand, event, EVENTS), before = 0, after = 0;
    for (int row = 0; row < 8; row++)
      before += want[row].met + want[row].missed + want[row].excluded;
    count_slowly(world, event, events, period, as_of, want);
    for (int row = 0; row < 8; row++)
      after += want[row].met + want[row].missed + want[row].excluded;
    sla_month_add(month, event, events);
    sla_evaluate(&world->fast.context, event, events, event[events - 1].at, clock);
    g_assert_true(before == after || sla_month_may_count(period, event[0].at, event[events - 1].at, clock));
  }
  for (int row = 0; row < world->slow.policies; row++) {
    const struct sla_figure *got = sla_month_figure(month, row);
    g_assert_cmpint(got->met, ==, want[row].met);
    g_assert_cmpint(got->missed, ==, want[row].missed);
    g_assert_cmpint(got->excluded, ==, want[row].excluded);
    g_assert_cmpint(got->excluded, ==, got->excluded_met + got->excluded_missed);
  }
  sla_month_free(month);
}

static void random_months(void)
{
  GRand *rand = g_rand_new_with_seed(20261123);
  random_zones_load();
  for (int i = 0; i < 150; i++) {
    struct random_world world;
    random_world_init(&world, rand);
    compare_month(&world, rand);
    random_world_clear(&world);
  }
  random_zones_clear();
  g_rand_free(rand);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sla/month/periods", periods);
  g_test_add_func("/sla/month/rates", rates);
  g_test_add_func("/sla/month/counts-where-it-ended", counts_where_it_ended);
  g_test_add_func("/sla/month/reopened", reopened);
  g_test_add_func("/sla/month/excluded", excluded);
  g_test_add_func("/sla/month/merged", merged);
  g_test_add_func("/sla/month/answered-later", answered_later);
  g_test_add_func("/sla/month/not-over-yet", not_over_yet);
  g_test_add_func("/sla/month/digest", digest);
  g_test_add_func("/sla/month/random", random_months);
  return g_test_run();
}
