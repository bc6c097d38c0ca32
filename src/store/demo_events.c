#include "demo_story.h"

/* Stories overlap; the log is in the order of time. Events that lie after the next arrival wait in a heap,
 * ordered by (time, ticket, place in the story). */
struct waiting { utc_t at; guint index; int place; struct demo_story *story; };

static bool before(const struct waiting *a, const struct waiting *b)
{
  if (a->at != b->at)
    return a->at < b->at;
  return a->index != b->index ? a->index < b->index : a->place < b->place;
}

static void push(GArray *heap, struct waiting item)
{
  g_array_append_val(heap, item);
  struct waiting *w = (struct waiting *)(void *)heap->data;
  for (guint i = heap->len - 1, up; i > 0 && before(&w[i], &w[up = (i - 1) / 2]); i = up) {
    struct waiting keep = w[i];
    w[i] = w[up];
    w[up] = keep;
  }
}

static struct waiting pop(GArray *heap)
{
  struct waiting *w = (struct waiting *)(void *)heap->data, top = w[0], last = w[heap->len - 1];
  g_array_set_size(heap, heap->len - 1);
  guint i = 0;
  for (guint down; (down = 2 * i + 1) < heap->len; i = down) {
    if (down + 1 < heap->len && before(&w[down + 1], &w[down]))
      down++;
    if (!before(&w[down], &last))
      break;
    w[i] = w[down];
  }
  if (heap->len > 0)
    w[i] = last;
  return top;
}

static bool flush(GArray *heap, utc_t upto, demo_event_fn *each, void *user, GError **error)
{
  bool ok = true;
  while (ok && heap->len > 0 && g_array_index(heap, struct waiting, 0).at < upto) {
    struct waiting next = pop(heap);
    struct demo_story *story = next.story;
    ok = each(&story->event[next.place], user, error);
    if (next.place + 1 < story->events)
      push(heap, (struct waiting){story->event[next.place + 1].at, next.index, next.place + 1, story});
    else
      demo_story_free(story);
  }
  return ok;
}

static bool tell_all(const struct demo_world *world, const struct demo_plan *plan, demo_event_fn *each, void *user,
                     GError **error)
{
  GArray *heap = g_array_new(FALSE, FALSE, sizeof(struct waiting));
  bool ok = true;
  for (guint i = 0; i < plan->arrivals->len && ok; i++) {
    ok = flush(heap, demo_arrival_at(plan, i)->at, each, user, error);
    struct demo_story *story = ok ? demo_story_new(world, plan, i) : NULL;
    if (story != NULL)
      push(heap, (struct waiting){story->event[0].at, i, 0, story});
  }
  ok = ok && flush(heap, INT64_MAX, each, user, error);
  while (heap->len > 0)
    demo_story_free(pop(heap).story);
  g_array_free(heap, TRUE);
  return ok;
}

bool demo_events(const struct reference *ref, const struct demo_options *options, demo_event_fn *each, void *user,
                 GError **error)
{
  struct demo_world world;
  bool ok = demo_world_init(&world, ref, options, error);
  if (ok) {
    struct demo_plan plan;
    demo_plan_init(&plan, &world);
    demo_fates(&world, &plan);
    ok = tell_all(&world, &plan, each, user, error);
    demo_plan_clear(&plan);
  }
  demo_world_clear(&world);
  return ok;
}
