#include "demo_story.h"

#include <string.h>

#include "toban/error.h"
#include "toban/right.h"

enum { MINUTE = 60, HOUR = 3600, AUTOMATIC_CLOSE = 3 * UTC_DAY };

/* The telling of one story: time goes on with each event; what lies in the future is not told. */
struct teller {
  const struct demo_world *world;
  const struct demo_plan *plan;
  const struct demo_arrival *arrival;
  struct demo_random random;
  struct demo_draft d;
  struct demo_story *story;
  char key[32];
  const char *worker;
  utc_t last;
  bool over;
  struct ticket_event nowhere;             /* what is not told is written here */
};

static const char *filled(struct teller *t, const char *pattern)
{
  char *text = demo_fill_in(pattern, &t->d.slots);
  const char *kept = arena_strdup(t->story->arena, text);
  g_free(text);
  return kept;
}

static const char *phrase(struct teller *t, const char *list)
{
  return filled(t, demo_phrase(&t->world->words, list, &t->random, LANG_JA));
}

/* What the user reads is in the user's language, notes among the desk in Japanese. */
static const char *phrase_for_user(struct teller *t, const char *list)
{
  return filled(t, demo_phrase(&t->world->words, list, &t->random, t->d.lang));
}

static struct ticket_event *tell(struct teller *t, utc_t at, enum event_kind kind, const char *by, const char *body)
{
  at = MAX(at, t->last + 1);
  if (at > t->world->options->now || t->story->events == STORY_EVENTS)
    t->over = true;
  if (t->over)
    return &t->nowhere;
  t->last = at;
  struct ticket_event *e = &t->story->event[t->story->events++];
  *e = (struct ticket_event){.ticket = t->key, .at = at, .by = by, .kind = kind, .channel = CHANNEL_NONE, .body = body};
  e->ticket = arena_strdup(t->story->arena, t->key);
  return e;
}

static void move(struct teller *t, utc_t at, enum ticket_state to, const char *by, const char *body)
{
  tell(t, at, EVENT_STATE, by, body)->target = ticket_state_id(to);
  if (!t->over)
    t->story->open = ticket_state_is_open(to);
}

static bool is_live(enum channel channel)
{
  return channel == CHANNEL_PHONE || channel == CHANNEL_FACE || channel == CHANNEL_TEAMS_VOICE;
}

static utc_t after(struct teller *t, int clock, utc_t from, int64_t per_mille)
{
  return demo_after(t->world, &t->d, t->arrival->at, clock, from, per_mille);
}

static void receive(struct teller *t)
{
  struct demo_draft *d = &t->d;
  struct ticket_event *e = tell(t, t->arrival->at, EVENT_RECEIVED, is_live(d->channel) ? t->worker : "auto",
                                filled(t, d->c->body[d->lang]));
  e->channel = d->channel;
  e->priority = d->priority;
  e->category = d->c->category;
  e->office = t->world->office[d->office].office->id;
  e->title = filled(t, d->title);
  e->requester = arena_strdup(t->story->arena, d->requester);
  e->lang = lang_id(d->lang);
  t->story->open = true;
}

/* Somebody takes it and answers; at once when the user is on the line. Few answers are late. */
static void take_and_answer(struct teller *t)
{
  bool live = is_live(t->d.channel);
  int64_t share = demo_lower(&t->random, 60, 950);
  if (live)
    share = demo_between(&t->random, 5, 200);
  else if (demo_chance(&t->random, 25))
    share = demo_between(&t->random, 1050, 2200);
  utc_t answer = after(t, CLOCK_RESPONSE, t->arrival->at, share);
  utc_t taken = t->arrival->at + 20 + demo_below(&t->random, MAX((answer - t->arrival->at) / 2, 2));
  tell(t, taken, EVENT_ASSIGNED, t->worker, NULL)->target = t->worker;
  if (demo_chance(&t->random, 40) && t->d.incident == NULL)
    tell(t, taken + 30 + demo_below(&t->random, 5 * MINUTE), EVENT_CHANGED, t->worker, NULL)->category = "5.2";
  struct ticket_event *e = tell(t, answer, EVENT_ANSWERED, t->worker, phrase_for_user(t, live ? "ack-live" : "ack"));
  e->channel = t->d.channel;
}

static void note(struct teller *t)
{
  if (demo_chance(&t->random, 850))
    tell(t, t->last + demo_between(&t->random, 3 * MINUTE, 25 * MINUTE), EVENT_NOTE, t->worker,
         filled(t, t->d.c->note[LANG_JA]));
}

static enum demo_hold pick_hold(struct teller *t)
{
  enum demo_hold usual = t->d.c->hold;
  if (t->d.incident != NULL)
    return DEMO_HOLD_NONE;
  if (usual == DEMO_HOLD_NONE)
    return demo_chance(&t->random, 80) ? DEMO_HOLD_USER : DEMO_HOLD_NONE;
  return demo_chance(&t->random, 600) ? usual : DEMO_HOLD_NONE;
}

static void hold(struct teller *t, enum demo_hold kind)
{
  static const struct { enum ticket_state state; const char *list; } holds[] = {
      [DEMO_HOLD_USER] = {TICKET_WAITING_USER, "wait-user"},
      [DEMO_HOLD_VENDOR] = {TICKET_WAITING_VENDOR, "wait-vendor"},
      [DEMO_HOLD_ESCALATED] = {TICKET_ESCALATED, "escalated"}};
  utc_t at = t->last + demo_between(&t->random, 2 * MINUTE, 40 * MINUTE);
  move(t, at, holds[kind].state, t->worker, phrase(t, holds[kind].list));
}

/* Waits until today; somebody asks again now and then. */
static void linger(struct teller *t)
{
  hold(t, t->d.c->hold == DEMO_HOLD_VENDOR || demo_chance(&t->random, 250) ? DEMO_HOLD_VENDOR : DEMO_HOLD_USER);
  for (int i = 0; i < 8 && !t->over; i++) {
    utc_t at = t->last + demo_between(&t->random, 4, 12) * UTC_DAY + demo_between(&t->random, -4 * HOUR, 4 * HOUR);
    const char *by = demo_on_duty(t->world, t->d.office, t->d.lang, at, &t->random);
    tell(t, at, EVENT_NOTE, by, phrase(t, "chase"));
  }
}

/* Work in one or two stretches with a wait between; few take longer than they may. */
static void work(struct teller *t)
{
  int64_t share = demo_lower(&t->random, 80, 940);
  if (demo_chance(&t->random, 35))
    share = demo_between(&t->random, 1020, 1900);
  enum demo_hold wait = pick_hold(t);
  utc_t from = t->arrival->at, upto;
  if (wait != DEMO_HOLD_NONE) {
    int64_t part = share * demo_between(&t->random, 20, 60) / 100;
    upto = after(t, CLOCK_RESOLUTION, from, part);
    t->last = MAX(t->last, upto - 10 * MINUTE);
    hold(t, wait);
    from = t->last + demo_between(&t->random, 40 * MINUTE, wait == DEMO_HOLD_VENDOR ? 6 * UTC_DAY : 2 * UTC_DAY);
    move(t, from, TICKET_OPEN, t->worker, phrase(t, "resumed"));
    share -= part;
  }
  upto = after(t, CLOCK_RESOLUTION, from, share);
  upto = MAX(upto, t->last + 2 * MINUTE);
  struct ticket_event *e = tell(t, upto - demo_between(&t->random, 20, 100), EVENT_ANSWERED, t->worker,
                                filled(t, t->d.c->answer[t->d.lang]));
  e->channel = t->d.channel;
  move(t, upto, TICKET_RESOLVED, t->worker, phrase(t, "resolved"));
}

static void finish(struct teller *t)
{
  if (demo_chance(&t->random, 30)) {
    move(t, t->last + demo_between(&t->random, 2 * HOUR, 2 * UTC_DAY), TICKET_OPEN, t->worker, phrase(t, "reopened"));
    utc_t upto = after(t, CLOCK_RESOLUTION, t->last, demo_between(&t->random, 50, 400));
    move(t, upto, TICKET_RESOLVED, t->worker, phrase(t, "resolved"));
  }
  bool told = demo_chance(&t->random, 300);
  utc_t at = t->last + (told ? demo_between(&t->random, HOUR, UTC_DAY) : AUTOMATIC_CLOSE);
  move(t, at, TICKET_CLOSED, told ? t->worker : "auto", demo_word(&t->world->words, "closed", told)->text[LANG_JA]);
}

/* JETRO's sections approve (table 6-1). */
static const char *a_judge(const struct teller *t)
{
  const unsigned others = ~(ROLES_DESK | ROLE_BIT(ROLE_ADMINISTRATOR));
  for (int i = 0; i < t->world->ref->operators; i++) {
    const struct operator_ *person = &t->world->ref->operator_[i];
    if (right_may(roles_parse(person->roles, person->site, NULL) & others, RIGHT_EXCLUSION_DECIDE))
      return person->login;
  }
  return NULL;
}

/* L3: not measured, for a reason, approved by another person. */
static void exclude(struct teller *t)
{
  static const char *const reasons[] = {"call-fault", "tool-failure", "local-circumstances"};
  const char *judge = a_judge(t), *reason = reasons[demo_below(&t->random, 3)];
  if (!demo_chance(&t->random, 10) || judge == NULL)
    return;
  unsigned clocks = CLOCK_BIT(CLOCK_RESPONSE);
  if (demo_chance(&t->random, 500))
    clocks |= CLOCK_BIT(CLOCK_RESOLUTION);
  struct ticket_event *e = tell(t, t->last + demo_between(&t->random, HOUR, UTC_DAY), EVENT_EXCLUSION_REQUESTED,
                                t->worker, phrase(t, reason));
  e->clocks = clocks;
  e->reason = reason;
  bool yes = demo_chance(&t->random, 850);
  e = tell(t, t->last + demo_between(&t->random, 3 * HOUR, 4 * UTC_DAY),
           yes ? EVENT_EXCLUSION_APPROVED : EVENT_EXCLUSION_REJECTED, judge, phrase(t, yes ? "approved" : "rejected"));
  e->clocks = clocks;
}

/* One of many with the same cause: some are merged into the first, the others end when the cause ends. */
static void share_incident(struct teller *t, guint index)
{
  const struct demo_incident *incident = t->d.incident;
  bool first = incident->leader == (int32_t)index;
  if (!first && demo_chance(&t->random, 400)) {
    char leader[32];
    demo_key(t->plan, (guint)incident->leader, leader);
    utc_t at = t->last + demo_between(&t->random, 2 * MINUTE, 20 * MINUTE);
    tell(t, at, EVENT_MERGED, t->worker, phrase(t, "merged"))->target = arena_strdup(t->story->arena, leader);
    t->story->open &= t->over;
    return;
  }
  if (first) {
    utc_t at = t->last + demo_between(&t->random, 3 * MINUTE, 9 * MINUTE);
    tell(t, at, EVENT_NOTE, t->worker, filled(t, t->d.c->note[LANG_JA]));
    move(t, t->last + 2 * MINUTE, TICKET_ESCALATED, t->worker, phrase(t, "escalated"));
  }
  utc_t end = incident->end + demo_below(&t->random, 20 * MINUTE);
  end = MAX(end, t->last + 5 * MINUTE);
  tell(t, end - MINUTE, EVENT_ANSWERED, t->worker, filled(t, t->d.c->answer[t->d.lang]))->channel = t->d.channel;
  move(t, end, TICKET_RESOLVED, t->worker, phrase(t, "resolved"));
  finish(t);
}

static void tell_all(struct teller *t, guint index)
{
  receive(t);
  if (t->arrival->fate == FATE_UNTOUCHED)
    return;
  take_and_answer(t);
  if (t->d.incident != NULL) {
    share_incident(t, index);
    return;
  }
  note(t);
  if (t->arrival->fate == FATE_WORKING)
    return;
  if (t->arrival->fate == FATE_WAITING) {
    linger(t);
    return;
  }
  work(t);
  finish(t);
  exclude(t);
}

struct demo_story *demo_story_new(const struct demo_world *world, const struct demo_plan *plan, guint index)
{
  struct teller t = {.world = world, .plan = plan, .arrival = demo_arrival_at(plan, index), .last = INT64_MIN / 2};
  demo_draft(world, plan, index, &t.random, &t.d);
  demo_key(plan, index, t.key);
  t.story = g_new0(struct demo_story, 1);
  t.story->arena = arena_new();
  t.worker = demo_on_duty(world, t.d.office, t.d.lang, t.arrival->at, &t.random);
  tell_all(&t, index);
  return t.story;
}

void demo_story_free(struct demo_story *story)
{
  arena_free(story->arena);
  g_free(story);
}
