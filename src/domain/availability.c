#include "toban/availability.h"

enum side { UP, DOWN, UNMEASURED };

/* Did the failures that begin at `from` become an outage? */
static bool becomes_down(const struct check_span *spans, int from, int count)
{
  for (int i = from; i < count; i++)
    if (spans[i].state == CHECK_DOWN || spans[i].state == CHECK_FLAPPING)
      return true;
    else if (spans[i].state != CHECK_SOFT)
      return false;
  return false;
}

static enum side side_of(const struct check_span *spans, int i, int count)
{
  switch (spans[i].state) {
  case CHECK_OK: case CHECK_DEGRADED: return UP;
  case CHECK_DOWN: return DOWN;
  case CHECK_SOFT: return becomes_down(spans, i, count) ? DOWN : UP;
  case CHECK_FLAPPING: return spans[i].base == CHECK_SOFT || spans[i].base == CHECK_DOWN ? DOWN : UP;
  default: return UNMEASURED;
  }
}

void availability_of(const struct check_span *spans, int count, struct availability *out)
{
  enum side before = UNMEASURED;
  *out = (struct availability){0};
  for (int i = 0; i < count; i++) {
    int64_t seconds = MAX(spans[i].end - spans[i].at, 0);
    enum side side = side_of(spans, i, count);
    int64_t *const sums[] = {&out->up_s, &out->down_s, &out->unmeasured_s};
    *sums[side] += seconds;
    out->outages += side == DOWN && before != DOWN;
    before = side;
  }
}

double availability_share(const struct availability *a)
{
  int64_t measured = a->up_s + a->down_s;
  return measured == 0 ? -1 : (double)a->up_s / (double)measured;
}
