#include <string.h>

#include "script.h"
#include "toban/sla_explain.h"

#define CALENDARS \
  "tokyo,Asia/Tokyo,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,09:00-18:00,,,jp\n" \
  "office-1,America/New_York,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,\n"
#define HOLIDAYS "jp:named,2026-11-20,世界こどもの日,World Children's Day\n" \
  "jp:named,2026-11-23,別の日,Another day\njp,2026-11-22,日曜の記念日,A Sunday's feast\njp,2026-11-23,勤労感謝の日,Labour Thanksgiving Day\n"
#define SPECIALS "tokyo,2026-11-24,10:00-12:00,停電,Power inspection\n"
#define POLICIES \
  "solve,resolution,2026-01-01,,*,*,*,*,office,300,95,waiting-user,解決の目標,Resolve\n" \
  "answer,response,2026-01-01,,1,*,*,*,24x365,30,95,,回答の目標,Answer\n"

static const char events[] =
  "2026-11-20 16:00 received 3 mail 5.1 tokyo\n2026-11-20 16:30 assigned toban2\n2026-11-20 17:00 state waiting-user\n"
  "2026-11-20 17:30 state open\n2026-11-24 10:30 state resolved\n2026-11-24 11:00 state open\n";

static void explain(struct world *world, struct arena *arena, const char *text, const char *t, int clock,
                    const struct sla_explanation **out)
{
  struct script script;
  world_init(world, CALENDARS, HOLIDAYS, SPECIALS, POLICIES);
  script_init(&script, text);
  *out = sla_explain(arena, &world->context, script.event, script.events, script_time(t), clock);
  script_clear(&script);
}

/* The stretches are without gaps, and what they counted is what the clock shows. */
static void stretches(void)
{
  struct world world;
  struct arena *arena = arena_new();
  const struct sla_explanation *e;
  int64_t counted = 0;
  explain(&world, arena, events, "2026-11-24 11:15", CLOCK_RESOLUTION, &e);
  g_assert_cmpint(e->stretches, ==, 6);
  for (int i = 0; i < e->stretches; i++) {
    counted += e->stretch[i].counted;
    if (i > 0)
      g_assert_cmpint(e->stretch[i].from, ==, e->stretch[i - 1].to);
    g_assert_cmpint(e->stretch[i].counted, ==, e->stretch[i].standing == SLA_RUNNING ? e->stretch[i].open : 0);
  }
  g_assert_cmpint(counted, ==, e->clock.elapsed);
  g_assert_cmpint(counted, ==, (60 + 60 + 15) * 60);
  g_assert_cmpint(e->stretch[2].standing, ==, SLA_PAUSED);
  g_assert_cmpint(e->stretch[4].standing, ==, SLA_STOPPED);
  g_assert_cmpstr(e->policy->id, ==, "solve");
  g_assert_cmpstr(calendar_id(e->calendar), ==, "tokyo");
  g_assert_false(e->stand_in);
  arena_free(arena);
  world_clear(&world);
}

/* Edge case 20: holiday feeds hold days that are no days off; each is named, with what it took away. */
static void edge_20(void)
{
  struct world world;
  struct arena *arena = arena_new();
  const struct sla_explanation *e;
  explain(&world, arena, events, "2026-11-24 11:15", CLOCK_RESOLUTION, &e);
  g_assert_cmpint(e->days, ==, 4);
  g_assert_cmpstr(e->day[0].about.name[LANG_EN], ==, "World Children's Day");
  g_assert_true(e->day[0].about.no_day_off);
  g_assert_cmpint(e->day[0].about.open, ==, 9 * 3600);
  g_assert_cmpstr(e->day[1].about.name[LANG_EN], ==, "A Sunday's feast");
  g_assert_cmpint(e->day[1].about.usual, ==, 0);
  g_assert_cmpstr(e->day[2].about.name[LANG_JA], ==, "勤労感謝の日");
  g_assert_false(e->day[2].about.no_day_off);
  g_assert_cmpint(e->day[2].about.usual, ==, 9 * 3600);
  g_assert_cmpint(e->day[2].about.open, ==, 0);
  g_assert_true(e->day[3].about.special);
  g_assert_cmpint(e->day[3].about.open, ==, 2 * 3600);
  arena_free(arena);
  world_clear(&world);
}

static void clock_change(void)
{
  struct world world;
  struct arena *arena = arena_new();
  const struct sla_explanation *e;
  explain(&world, arena, "2026-10-31T12:00:00Z received 3 mail 5.1 1\n", "2026-11-02T12:00:00Z", CLOCK_RESOLUTION, &e);
  g_assert_cmpint(e->days, ==, 1);
  g_assert_cmpint(e->day[0].about.shift, ==, -3600);
  g_assert_cmpint(e->day[0].about.open, ==, 90000);
  g_assert_cmpint(e->day[0].day, ==, day_from_civil(2026, 11, 1));
  arena_free(arena);
  world_clear(&world);
}

static void collect(const char *line, void *user)
{
  g_string_append_printf(user, "%s\n", line);
}

static void has(const GString *text, const char *words)
{
  if (strstr(text->str, words) == NULL)
    g_error("“%s” is not in:\n%s", words, text->str);
}

static void words(void)
{
  struct world world;
  struct arena *arena = arena_new();
  const struct sla_explanation *e;
  GString *text = g_string_new(NULL);
  explain(&world, arena, events, "2026-11-24 11:15", CLOCK_RESOLUTION, &e);
  lang_set(LANG_EN);
  sla_explain_text(e, collect, text);
  has(text, "Resolve (solve, from 2026-01-01)");
  has(text, "Labour Thanksgiving Day");
  has(text, "World Children's Day        no day off");
  has(text, "2:15:00 / target 5:00:00");
  g_string_truncate(text, 0);
  lang_set(LANG_JA);
  sla_explain_text(e, collect, text);
  has(text, "解決の目標 (solve, 適用開始 2026-01-01)");
  has(text, "勤労感謝の日");
  has(text, "利用者待ち");
  has(text, "保留");
  if (g_test_verbose())
    g_test_message("%s", text->str);
  g_string_free(text, TRUE);
  arena_free(arena);
  world_clear(&world);
}

static void no_row(void)
{
  struct world world;
  struct arena *arena = arena_new();
  const struct sla_explanation *e;
  GString *text = g_string_new(NULL);
  explain(&world, arena, events, "2026-11-24 11:15", CLOCK_RESPONSE, &e);
  g_assert_null(e->policy);
  sla_explain_text(e, collect, text);
  g_assert_cmpuint(text->len, >, 1);
  g_string_free(text, TRUE);
  arena_free(arena);
  world_clear(&world);
}

static void stand_in(void)
{
  struct world world;
  struct arena *arena = arena_new();
  const struct sla_explanation *e;
  explain(&world, arena, "2026-11-20 16:00 received 3 mail 5.1 99\n", "2026-11-21 16:00", CLOCK_RESOLUTION, &e);
  g_assert_true(e->stand_in);
  g_assert_cmpstr(calendar_id(e->calendar), ==, "24x365");
  arena_free(arena);
  world_clear(&world);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/sla/explain/stretches", stretches);
  g_test_add_func("/sla/edge-20", edge_20);
  g_test_add_func("/sla/explain/clock-change", clock_change);
  g_test_add_func("/sla/explain/words", words);
  g_test_add_func("/sla/explain/no-row", no_row);
  g_test_add_func("/sla/explain/stand-in", stand_in);
  return g_test_run();
}
