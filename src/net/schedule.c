#include "schedule.h"

static struct slot *slot_at(const struct schedule *schedule, guint place)
{
  return schedule->heap->pdata[place - 1];
}

static void put(struct schedule *schedule, guint place, struct slot *slot)
{
  schedule->heap->pdata[place - 1] = slot;
  slot->place = place;
}

/* Move the slot at its place to where it belongs: places are 1..n, the children of i are 2i and 2i + 1. */
static void settle(struct schedule *schedule, struct slot *slot)
{
  guint place = slot->place, count = schedule->heap->len;
  while (place > 1 && slot_at(schedule, place / 2)->at > slot->at) {
    put(schedule, place, slot_at(schedule, place / 2));
    place /= 2;
  }
  for (guint child = 2 * place; child <= count; child = 2 * place) {
    if (child < count && slot_at(schedule, child + 1)->at < slot_at(schedule, child)->at)
      child++;
    if (slot_at(schedule, child)->at >= slot->at)
      break;
    put(schedule, place, slot_at(schedule, child));
    place = child;
  }
  put(schedule, place, slot);
}

void schedule_init(struct schedule *schedule)
{
  schedule->heap = g_ptr_array_new();
}

void schedule_clear(struct schedule *schedule)
{
  for (guint i = 0; i < schedule->heap->len; i++)
    ((struct slot *)schedule->heap->pdata[i])->place = 0;
  g_ptr_array_free(schedule->heap, TRUE);
  schedule->heap = NULL;
}

/* xorshift (Marsaglia 2003): spreading does not need more. */
static int64_t random_below(struct slot *slot, int64_t limit)
{
  slot->random ^= slot->random << 13;
  slot->random ^= slot->random >> 17;
  slot->random ^= slot->random << 5;
  return limit <= 0 ? 0 : (int64_t)(slot->random % (uint64_t)limit);
}

void schedule_add(struct schedule *schedule, struct slot *slot, int64_t interval_ms, const char *key, int64_t now)
{
  *slot = (struct slot){.interval_ms = interval_ms, .random = g_str_hash(key) * 2654435761u | 1};
  slot->base = now + random_below(slot, interval_ms);
  slot->at = now + random_below(slot, MIN(interval_ms, FIRST_RUN_MS));
  if (slot->base - slot->at < interval_ms / 2)
    slot->base += interval_ms;
  g_ptr_array_add(schedule->heap, slot);
  slot->place = schedule->heap->len;
  settle(schedule, slot);
}

void schedule_soon(struct schedule *schedule, struct slot *slot, int64_t now, int64_t wait)
{
  int64_t at = now + random_below(slot, wait);
  if (slot->place == 0 || slot->at <= at)
    return;
  slot->base -= slot->interval_ms; /* the run that was next comes after this one */
  slot->at = at;
  settle(schedule, slot);
}

void schedule_remove(struct schedule *schedule, struct slot *slot)
{
  if (slot->place == 0)
    return;
  struct slot *last = g_ptr_array_steal_index(schedule->heap, schedule->heap->len - 1);
  if (last != slot) {
    put(schedule, slot->place, last);
    settle(schedule, last);
  }
  slot->place = 0;
}

struct slot *schedule_take(struct schedule *schedule, int64_t now, int *skipped)
{
  if (schedule_next(schedule) > now)
    return NULL;
  struct slot *slot = slot_at(schedule, 1);
  int64_t missed = slot->base <= now ? (now - slot->base) / slot->interval_ms + 1 : 0;
  *skipped = (int)missed;
  slot->base += missed * slot->interval_ms;
  slot->at = slot->base + random_below(slot, slot->interval_ms / 20);
  slot->base += slot->interval_ms;
  settle(schedule, slot);
  return slot;
}

int64_t schedule_next(const struct schedule *schedule)
{
  return schedule->heap->len == 0 ? INT64_MAX : slot_at(schedule, 1)->at;
}
