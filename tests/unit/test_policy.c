#include <string.h>

#include "script.h"
#include "toban/error.h"

#define HEADER "id,clock,from,to,priority,channel,category,office,calendar,target_min,goal,pause,label_ja,label_en\n"
#define ROW(id, clock, from, to, priority, channel, category, office, calendar, target, goal, pause) \
  id "," clock "," from "," to "," priority "," channel "," category "," office "," calendar "," target "," goal "," pause ",,\n"

static void bad_rows(void)
{
  static const struct { const char *rows, *where; } bad[] = {
    {ROW("", "response", "2026-04-01", "", "*", "*", "*", "*", "24x365", "60", "95", ""), "p.csv:2: column id:"},
    {ROW("a", "answer", "2026-04-01", "", "*", "*", "*", "*", "24x365", "60", "95", ""), "p.csv:2: column clock:"},
    {ROW("a", "response", "2026-04-31", "", "*", "*", "*", "*", "24x365", "60", "95", ""), "p.csv:2: column from:"},
    {ROW("a", "response", "2026-04-01", "2026-04-01", "*", "*", "*", "*", "24x365", "60", "95", ""), "p.csv:2: column to:"},
    {ROW("a", "response", "2026-04-01", "", "5", "*", "*", "*", "24x365", "60", "95", ""), "p.csv:2: column priority:"},
    {ROW("a", "response", "2026-04-01", "", "", "*", "*", "*", "24x365", "60", "95", ""), "p.csv:2: column priority:"},
    {ROW("a", "response", "2026-04-01", "", "*", "fax", "*", "*", "24x365", "60", "95", ""), "p.csv:2: column channel:"},
    {ROW("a", "response", "2026-04-01", "", "*", "*", "5.", "*", "24x365", "60", "95", ""), "p.csv:2: column category:"},
    {ROW("a", "response", "2026-04-01", "", "*", "*", "*", "", "24x365", "60", "95", ""), "p.csv:2: column office:"},
    {ROW("a", "response", "2026-04-01", "", "*", "*", "*", "1;;2", "24x365", "60", "95", ""), "p.csv:2: column office:"},
    {ROW("a", "response", "2026-04-01", "", "*", "*", "*", "*", "nine", "60", "95", ""), "p.csv:2: column calendar:"},
    {ROW("a", "response", "2026-04-01", "", "*", "*", "*", "*", "24x365", "0", "95", ""), "p.csv:2: column target_min:"},
    {ROW("a", "response", "2026-04-01", "", "*", "*", "*", "*", "24x365", "-5", "95", ""), "p.csv:2: column target_min:"},
    {ROW("a", "response", "2026-04-01", "", "*", "*", "*", "*", "24x365", "60", "101", ""), "p.csv:2: column goal:"},
    {ROW("a", "response", "2026-04-01", "", "*", "*", "*", "*", "24x365", "60", "", ""), "p.csv:2: column goal:"},
    {ROW("a", "response", "2026-04-01", "", "*", "*", "*", "*", "24x365", "60", "95%", ""), "p.csv:2: column goal:"},
    {ROW("a", "response", "2026-04-01", "", "*", "*", "*", "*", "24x365", "60", "95", "asleep"), "p.csv:2: column pause:"},
    {ROW("a", "response", "2026-04-01", "2027-04-01", "1", "*", "*", "*", "24x365", "60", "95", "")
     ROW("a", "response", "2027-03-31", "", "1", "*", "*", "*", "24x365", "60", "95", ""), "p.csv:3: column id:"},
  };
  struct world world;
  world_init(&world, NULL, NULL, NULL, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    GError *error = NULL;
    char *text = g_strconcat(HEADER, bad[i].rows, NULL);
    g_assert_null(policy_set_new(&(struct calendar_file){"p.csv", text, strlen(text)}, world.calendars, &error));
    g_assert_true(error_is(error, TE_DATA));
    if (!g_str_has_prefix(error->message, bad[i].where))
      g_error("%s, not %s", error->message, bad[i].where);
    g_error_free(error);
    g_free(text);
  }
  world_clear(&world);
}

/* What was checked before is read again, even when its calendar has gone. */
static void without_calendars(void)
{
  const char text[] = HEADER ROW("a", "response", "2026-04-01", "", "*", "*", "*", "*", "gone", "60", "95.5", "");
  struct policy_set *set = policy_set_new(&(struct calendar_file){NULL, text, sizeof text - 1}, NULL, NULL);
  g_assert_cmpint(policy_count(set), ==, 1);
  g_assert_cmpfloat_with_epsilon(policy_get(set, 0)->goal, 0.955, 1e-12);
  g_assert_cmpint(policy_get(set, 0)->target, ==, 3600);
  policy_set_unref(policy_set_ref(set));
  policy_set_unref(set);
}

static const char *match(const struct world *world, const char *received, int priority, enum channel channel,
                         const char *category, const char *office)
{
  struct ticket ticket = {.received_at = script_time(received), .priority = priority, .channel = channel,
                          .category = category, .office = office};
  const struct policy *policy = policy_match(world->policies, CLOCK_RESPONSE, &ticket);
  return policy == NULL ? "none" : policy->id;
}

static void first_row_wins(void)
{
  struct world world;
  world_init(&world, NULL, NULL, NULL,
             ROW("resolve", "resolution", "2026-04-01", "", "*", "*", "*", "*", "24x365", "9", "95", "")
             ROW("printers", "response", "2026-04-01", "2027-04-01", "*", "*", "5.1", "*", "24x365", "1", "95", "")
             ROW("phone", "response", "2026-04-01", "2027-04-01", "1;2", "phone;teams-voice", "*", "*", "24x365", "1", "95", "")
             ROW("here", "response", "2026-04-01", "2027-04-01", "*", "*", "*", "12; tokyo", "24x365", "1", "95", "")
             ROW("low", "response", "2026-04-01", "2027-04-01", "4", "*", "*", "*", "24x365", "1", "95", "")
             ROW("low", "response", "2027-04-01", "", "4", "*", "*", "*", "24x365", "2", "95", ""));
  const char *now = "2026-06-01 12:00";
  g_assert_cmpstr(match(&world, now, 3, CHANNEL_MAIL, "5.1", "1"), ==, "printers");
  g_assert_cmpstr(match(&world, now, 3, CHANNEL_MAIL, "5.1.2", "1"), ==, "printers");
  g_assert_cmpstr(match(&world, now, 3, CHANNEL_MAIL, "5.10", "1"), ==, "none");
  g_assert_cmpstr(match(&world, now, 3, CHANNEL_MAIL, "5", "1"), ==, "none");
  g_assert_cmpstr(match(&world, now, 3, CHANNEL_MAIL, NULL, "1"), ==, "none");
  g_assert_cmpstr(match(&world, now, 2, CHANNEL_TEAMS_VOICE, "6", "1"), ==, "phone");
  g_assert_cmpstr(match(&world, now, 3, CHANNEL_PHONE, "6", "1"), ==, "none");
  g_assert_cmpstr(match(&world, now, 1, CHANNEL_PHONE, "6", "12"), ==, "phone");
  g_assert_cmpstr(match(&world, now, 3, CHANNEL_MAIL, "6", "tokyo"), ==, "here");
  g_assert_cmpstr(match(&world, now, 3, CHANNEL_MAIL, "6", "1"), ==, "none");
  g_assert_cmpstr(match(&world, now, 4, CHANNEL_MAIL, "6", NULL), ==, "low");
  world_clear(&world);
}

/* [from, to) are days of Japan, and the moment of receipt decides. */
static void dates_are_japans(void)
{
  struct world world;
  world_init(&world, NULL, NULL, NULL,
             ROW("old", "response", "2026-04-01", "2027-04-01", "*", "*", "*", "*", "24x365", "1", "95", "")
             ROW("new", "response", "2027-04-01", "", "*", "*", "*", "*", "24x365", "2", "95", ""));
  g_assert_cmpstr(match(&world, "2026-03-31T14:59:59Z", 1, CHANNEL_WEB, "1", "1"), ==, "none");
  g_assert_cmpstr(match(&world, "2026-03-31T15:00:00Z", 1, CHANNEL_WEB, "1", "1"), ==, "old");
  g_assert_cmpstr(match(&world, "2027-03-31T14:59:59Z", 1, CHANNEL_WEB, "1", "1"), ==, "old");
  g_assert_cmpstr(match(&world, "2027-03-31T15:00:00Z", 1, CHANNEL_WEB, "1", "1"), ==, "new");
  world_clear(&world);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  lang_set(LANG_EN);
  g_test_add_func("/policy/bad-rows", bad_rows);
  g_test_add_func("/policy/without-calendars", without_calendars);
  g_test_add_func("/policy/first-row-wins", first_row_wins);
  g_test_add_func("/policy/dates-are-japans", dates_are_japans);
  return g_test_run();
}
