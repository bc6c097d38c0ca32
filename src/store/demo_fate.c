#include "demo_story.h"

enum { HOUR = 3600, LATE = 3, SOON = 4 };

static struct demo_arrival *arrival(struct demo_plan *plan, guint index)
{
  return &g_array_index(plan->arrivals, struct demo_arrival, index);
}

static bool ends_open(const struct demo_world *world, const struct demo_plan *plan, guint index)
{
  struct demo_story *story = demo_story_new(world, plan, index);
  bool open = story->open;
  demo_story_free(story);
  return open;
}

/* Stories end within a month or so: what is older has ended. */
static int64_t count_open(const struct demo_world *world, const struct demo_plan *plan)
{
  int64_t open = 0;
  for (guint i = plan->arrivals->len; i-- > 0 && demo_arrival_at(plan, i)->at > world->options->now - 30 * UTC_DAY;)
    open += ends_open(world, plan, i);
  return open;
}

/* A few that nobody has finished although their time is over, and a few whose time is nearly over. */
static int64_t leave_at_work(const struct demo_world *world, struct demo_plan *plan)
{
  utc_t now = world->options->now;
  int late = 0, soon = 0;
  for (guint i = plan->arrivals->len; i-- > 0 && late + soon < LATE + SOON;) {
    struct demo_arrival *a = arrival(plan, i);
    if (a->at < now - 20 * UTC_DAY)
      break;
    if (a->incident >= 0 || a->fate != FATE_NATURAL || a->at > now - 2 * HOUR)
      continue;
    struct demo_draft d;
    struct demo_random random;
    demo_draft(world, plan, i, &random, &d);
    utc_t due = demo_after(world, &d, a->at, CLOCK_RESOLUTION, a->at, 1000);
    bool is_late = due <= now && due > now - 8 * HOUR && late < LATE;
    bool is_soon = due > now && due < now + 3 * HOUR && soon < SOON;
    if ((!is_late && !is_soon) || ends_open(world, plan, i))
      continue;
    late += is_late;
    soon += is_soon;
    a->fate = FATE_WORKING;
  }
  return late + soon;
}

void demo_fates(const struct demo_world *world, struct demo_plan *plan)
{
  int64_t tickets = plan->arrivals->len;
  int64_t need = tickets * 2 / 100 - count_open(world, plan);
  if (tickets >= 200)
    need -= leave_at_work(world, plan);
  struct demo_random random;
  demo_random_init(&random, world->options->seed, 2);
  for (int64_t tries = 0; need > 0 && tries < tickets; tries++) {
    int64_t back = demo_below(&random, demo_below(&random, tickets * 35 / 100) + 1); /* the newer the likelier */
    guint i = (guint)(tickets - 1 - back);
    struct demo_arrival *a = arrival(plan, i);
    if (a->fate != FATE_NATURAL || a->incident >= 0 || a->at > world->options->now - 6 * HOUR ||
        ends_open(world, plan, i))
      continue;
    a->fate = FATE_WAITING;
    need--;
  }
}
