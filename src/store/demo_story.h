/* demo_story.h: what happens to one ticket of the demonstration: its events up to now. */
#ifndef STORE_DEMO_STORY_H
#define STORE_DEMO_STORY_H
#include "demo_plan.h"
#include "toban/arena.h"

enum { STORY_EVENTS = 32 };
/* Who asks what: everything that is known when the ticket arrives. */
struct demo_draft {
  const struct demo_case *c;
  const struct demo_incident *incident;    /* NULL: a ticket of its own */
  int office, priority;
  enum lang lang;
  enum channel channel;
  const char *title;                       /* pattern */
  char requester[96];
  struct demo_slots slots;
};
struct demo_story {
  struct arena *arena;                     /* strings of the events */
  int events, left;                        /* left: for whoever hands the events on */
  bool open;                               /* neither resolved nor merged at the end */
  struct ticket_event event[STORY_EVENTS];
};
struct demo_story *demo_story_new(const struct demo_world *world, const struct demo_plan *plan, guint index);
void demo_story_free(struct demo_story *story);

/* From the ticket's own stream: draws the same for the same ticket. */
void demo_draft(const struct demo_world *world, const struct demo_plan *plan, guint index, struct demo_random *random,
                struct demo_draft *draft);
/* When a clock that begins at `from` has run per_mille of its target; a plain working day when no policy holds. */
utc_t demo_after(const struct demo_world *world, const struct demo_draft *draft, utc_t received, int clock, utc_t from,
                 int64_t per_mille);
/* Decides which tickets stay open, so that two in a hundred are: some late, some soon due, most waiting. */
void demo_fates(const struct demo_world *world, struct demo_plan *plan);
#endif
