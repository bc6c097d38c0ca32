#include "keeper.h"

#include <string.h>
#include <unistd.h>

#include "toban/log.h"

struct keeper {
  uv_loop_t *loop;
  struct store *store;
  struct keeper_hooks hooks;
  struct keeper_pace pace;
  uv_timer_t timer;
  char self[64], name[32];
  bool wanted, holds, asking, releasing, closing, timer_gone;
  struct lease seen;           /* epoch 0: nothing yet */
  int64_t changed_ms;          /* monotonic: when it last was another one */
  utc_t since;
  void (*closed)(void *user);
  void *closed_user;
};

static void ask(struct keeper *keeper, bool release);

static void end_if_done(struct keeper *keeper)
{
  if (!keeper->closing || keeper->asking || !keeper->timer_gone)
    return;
  void (*closed)(void *user) = keeper->closed;
  void *user = keeper->closed_user;
  g_free(keeper);
  closed(user);
}

static void handle_closed(uv_handle_t *handle)
{
  struct keeper *keeper = handle->data;
  keeper->timer_gone = true;
  end_if_done(keeper);
}

static void tick(uv_timer_t *timer)
{
  struct keeper *keeper = timer->data;
  if (!keeper->asking)
    ask(keeper, false);
}

static void set_pace(struct keeper *keeper, uint64_t first)
{
  uint64_t pace = (uint64_t)(keeper->holds ? keeper->pace.beat_ms : keeper->pace.look_ms);
  if (keeper->closing)
    return;
  if (keeper->wanted)
    uv_timer_start(&keeper->timer, tick, first, pace);
  else
    uv_timer_stop(&keeper->timer);
}

static void lose(struct keeper *keeper, const char *why)
{
  if (!keeper->holds)
    return;
  keeper->holds = false;
  keeper->changed_ms = clock_mono_ms();
  log_info("poller: standing by: %s", why);
  set_pace(keeper, (uint64_t)keeper->pace.look_ms);
  keeper->hooks.lost(keeper->hooks.user);
}

/* true: the holder is another one than before. */
static bool remember(struct keeper *keeper, const struct lease *lease)
{
  bool same_holder = strcmp(lease->holder, keeper->seen.holder) == 0 && keeper->since != UTC_NONE;
  if (lease->epoch != keeper->seen.epoch || lease->until != keeper->seen.until || !same_holder)
    keeper->changed_ms = clock_mono_ms();
  if (!same_holder)
    keeper->since = clock_now();
  keeper->seen = *lease;
  return !same_holder;
}

static void judge(struct keeper *keeper, const struct lease *lease)
{
  bool ours = strcmp(lease->holder, keeper->self) == 0;
  bool moved_on = keeper->holds && (!ours || lease->epoch != keeper->seen.epoch);
  bool another = remember(keeper, lease);
  if (moved_on)
    lose(keeper, "the lease has moved on");
  if (another && !ours && keeper->hooks.seen != NULL)
    keeper->hooks.seen(keeper->hooks.user);
  if (!ours || keeper->holds)
    return;
  keeper->holds = true;
  log_info("poller: polling, epoch %" G_GINT64_FORMAT, lease->epoch);
  set_pace(keeper, (uint64_t)keeper->pace.beat_ms);
  keeper->hooks.gained(keeper->hooks.user);
}

static void answered(void *user, void *take_result, const GError *error)
{
  struct keeper *keeper = user;
  struct lease *lease = take_result;
  bool released = keeper->releasing;
  keeper->asking = keeper->releasing = false;
  if (error != NULL)
    log_debug("poller: lease: %s", error->message);
  if (keeper->closing && keeper->holds) {
    keeper->holds = false;
    ask(keeper, true);
  } else if (!keeper->closing && lease != NULL && keeper->wanted && !released) {
    judge(keeper, lease);
  }
  g_free(lease);
  end_if_done(keeper);
}

/* A look is a take at the beginning of counting: it succeeds only when nobody holds the lease. */
static void ask(struct keeper *keeper, bool release)
{
  struct lease_args *args = g_new0(struct lease_args, 1);
  bool dead = keeper->seen.epoch > 0 && clock_mono_ms() - keeper->changed_ms >= keeper->pace.dead_ms;
  g_strlcpy(args->name, keeper->name, sizeof args->name);
  g_strlcpy(args->holder, keeper->self, sizeof args->holder);
  args->release = release;
  args->epoch = keeper->seen.epoch;
  if (keeper->holds) {
    args->now = keeper->seen.until - 1; /* not run out yet, and one more beat */
    args->seconds = 2;
  } else if (!release) {
    args->now = dead ? keeper->seen.until : 0; /* run out, if there was no beat since */
    args->seconds = 1;
  }
  struct store_job job = {.run = lease_run, .args = args, .free_args = g_free, .free_result = g_free, .done = answered,
                          .user = keeper};
  keeper->asking = true;
  keeper->releasing = release;
  store_ask(keeper->store, &job);
}

struct keeper *keeper_new(uv_loop_t *loop, struct store *store, const struct keeper_pace *pace,
                          const struct keeper_hooks *hooks)
{
  static const struct keeper_pace usual = {BEAT_MS, LOOK_MS, DEAD_MS};
  struct keeper *keeper = g_new0(struct keeper, 1);
  *keeper = (struct keeper){.loop = loop, .store = store, .hooks = *hooks, .since = UTC_NONE,
                             .pace = pace == NULL ? usual : *pace};
  g_snprintf(keeper->self, sizeof keeper->self, "%.40s:%d:%08x", g_get_host_name(), (int)getpid(), g_random_int());
  g_strlcpy(keeper->name, LEASE_POLLER, sizeof keeper->name);
  uv_timer_init(loop, &keeper->timer);
  keeper->timer.data = keeper;
  return keeper;
}

void keeper_set_lease(struct keeper *keeper, const char *name)
{
  g_strlcpy(keeper->name, name, sizeof keeper->name);
}

void keeper_free(struct keeper *keeper, void (*closed)(void *user), void *user)
{
  keeper->closing = true;
  keeper->closed = closed;
  keeper->closed_user = user;
  uv_close((uv_handle_t *)&keeper->timer, handle_closed);
  if (keeper->asking || !keeper->holds)
    return; /* answered() goes on, or nothing is left to do */
  keeper->holds = false;
  ask(keeper, true);
}

void keeper_want(struct keeper *keeper, bool wanted)
{
  if (keeper->wanted == wanted)
    return;
  keeper->wanted = wanted;
  if (!wanted && keeper->holds) {
    lose(keeper, "nothing to poll");
    if (!keeper->asking) /* else it runs out by itself: nobody beats it any more */
      ask(keeper, true);
  }
  set_pace(keeper, 0);
}

void keeper_refused(struct keeper *keeper)
{
  lose(keeper, "a write was refused");
}

bool keeper_holds(const struct keeper *keeper)
{
  return keeper->holds;
}

int64_t keeper_epoch(const struct keeper *keeper)
{
  return keeper->seen.epoch;
}

const char *keeper_self(const struct keeper *keeper)
{
  return keeper->self;
}

const char *keeper_holder(const struct keeper *keeper)
{
  return keeper->seen.holder;
}

utc_t keeper_since(const struct keeper *keeper)
{
  return keeper->since;
}
