#include "../../src/net/schedule.h"

#include <stdlib.h>

enum { SLOTS = 500, MINUTE = 60000 };

static void fill(struct schedule *schedule, struct slot *slots, int64_t now)
{
  for (int i = 0; i < SLOTS; i++) {
    char key[16];
    g_snprintf(key, sizeof key, "e%d", i);
    schedule_add(schedule, &slots[i], MINUTE, key, now);
  }
}

/* A day of minutes, looked at the moment each is due: as many runs as beats, none drifts, none is skipped. */
static void no_drift(void)
{
  static struct slot slots[SLOTS];
  static int64_t first[SLOTS], last[SLOTS];
  static int runs[SLOTS];
  struct schedule schedule;
  schedule_init(&schedule);
  int64_t now = 1000, end = now + 24 * 60 * MINUTE;
  fill(&schedule, slots, now);
  for (int64_t next; (next = schedule_next(&schedule)) < end;) {
    int skipped = -1;
    g_assert_cmpint(next, >=, now); /* in order */
    now = next;
    struct slot *slot = schedule_take(&schedule, now, &skipped);
    g_assert_cmpint(skipped, ==, 0);
    int i = (int)(slot - slots);
    if (runs[i] == 1)
      first[i] = now;
    if (runs[i] > 1) {
      int64_t off = now - first[i] - (int64_t)(runs[i] - 1) * MINUTE; /* from its beat: only the jitter */
      g_assert_cmpint(llabs(off), <=, MINUTE / 20);
    } else if (runs[i] == 0) {
      g_assert_cmpint(now, <=, 1000 + FIRST_RUN_MS);
    }
    last[i] = now;
    runs[i]++;
  }
  for (int i = 0; i < SLOTS; i++) {
    g_assert_cmpint(runs[i], >=, 24 * 60 - 2);
    g_assert_cmpint(runs[i], <=, 24 * 60 + 1);
    g_assert_cmpint(end - last[i], <=, MINUTE + MINUTE / 20);
  }
  schedule_clear(&schedule);
}

/* No second of the minute has more than three times its share of the runs. */
static void spread(void)
{
  static struct slot slots[SLOTS];
  struct schedule schedule;
  int second[60] = {0}, skipped;
  schedule_init(&schedule);
  fill(&schedule, slots, 0);
  for (int64_t next; (next = schedule_next(&schedule)) < 62 * MINUTE;) {
    schedule_take(&schedule, next, &skipped);
    if (next >= 2 * MINUTE)
      second[next / 1000 % 60]++;
  }
  for (int i = 0; i < 60; i++)
    g_assert_cmpint(second[i], <, 3 * SLOTS * 60 / 60);
  schedule_clear(&schedule);
}

/* The process sleeps for hours: every slot is run once and says how many beats are gone. */
static void skipped_runs_are_counted(void)
{
  static struct slot slots[SLOTS];
  struct schedule schedule;
  int skipped, taken = 0;
  schedule_init(&schedule);
  fill(&schedule, slots, 0);
  int64_t now = 3 * MINUTE;
  while (schedule_take(&schedule, now, &skipped) != NULL)
    ;
  now += 60 * MINUTE;
  while (schedule_take(&schedule, now, &skipped) != NULL) {
    g_assert_cmpint(skipped, >=, 58);
    g_assert_cmpint(skipped, <=, 60);
    taken++;
  }
  g_assert_cmpint(taken, ==, SLOTS);
  g_assert_cmpint(schedule_next(&schedule), >, now);
  schedule_clear(&schedule);
}

static void removing(void)
{
  static struct slot slots[SLOTS];
  struct schedule schedule;
  int skipped, left = SLOTS;
  schedule_init(&schedule);
  fill(&schedule, slots, 0);
  for (int i = 0; i < SLOTS; i += 1 + g_test_rand_int_range(0, 3)) {
    schedule_remove(&schedule, &slots[i]);
    schedule_remove(&schedule, &slots[i]);
    left--;
  }
  int64_t before = 0;
  for (int taken = 0; taken < 5 * left; taken++) {
    int64_t next = schedule_next(&schedule);
    g_assert_cmpint(next, >=, before);
    before = next;
    g_assert_cmpint(schedule_take(&schedule, next, &skipped)->place, >, 0);
  }
  for (int i = 0; i < SLOTS; i++)
    schedule_remove(&schedule, &slots[i]);
  g_assert_cmpint(schedule_next(&schedule), ==, INT64_MAX);
  schedule_clear(&schedule);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/schedule/no-drift", no_drift);
  g_test_add_func("/schedule/spread", spread);
  g_test_add_func("/schedule/skipped", skipped_runs_are_counted);
  g_test_add_func("/schedule/removing", removing);
  return g_test_run();
}
