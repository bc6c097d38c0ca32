#include "toban/zone_watch.h"

#include "toban/log.h"
#include "toban/zone.h"
#include "toban/zone_store.h"

enum { LOOK_MS = 20000, FIRST_MS = 2000, PAUSE_MS = 50 };

struct zone_watch {
  struct store *store;
  struct zone_watch_hooks hooks;
  uv_timer_t look, step;
  char *actor;
  unsigned known, asked;       /* generations: deadlines go by this one; the step on its way goes by */
  bool computed;               /* they go by `known` at all */
  bool asking, closing;
  int open;                    /* timers that are not closed yet */
  int64_t steps;
};

static GSList *given_up;       /* watches whose store never answered */

static void end_if_done(struct zone_watch *watch)
{
  if (!watch->closing || watch->open > 0 || watch->asking)
    return;
  given_up = g_slist_remove(given_up, watch);
  g_free(watch->actor);
  g_free(watch);
}

static void step(uv_timer_t *timer);

static void told(void *user, const struct command_outcome *outcome, const GError *error)
{
  struct zone_watch *watch = user;
  watch->asking = false;
  if (watch->closing) {
    end_if_done(watch);
    return;
  }
  if (error != NULL) {
    log_warn("zones: deadlines: %s", error->message); /* again at the next look */
    return;
  }
  bool more = outcome->revision == 1;
  watch->steps += outcome->result == COMMAND_DONE;
  if (more)
    uv_timer_start(&watch->step, step, PAUSE_MS, 0);
  else if (watch->steps > 0)
    log_info("zones: deadlines go by the new time zones (%ld steps)", (long)watch->steps);
  watch->computed = watch->computed || !more;
  if (!more) {
    watch->known = watch->asked;
    watch->steps = 0;
  }
}

static void step(uv_timer_t *timer)
{
  struct zone_watch *watch = timer->data;
  if (watch->asking || watch->actor == NULL)
    return;
  watch->asking = true;
  watch->asked = zone_generation();
  store_tell(watch->store, zones_step(watch->actor, clock_now()), told, watch);
}

static void look(uv_timer_t *timer)
{
  struct zone_watch *watch = timer->data;
  if (zone_refresh() && watch->hooks.changed != NULL)
    watch->hooks.changed(watch->hooks.user);
  bool waits = uv_is_active((uv_handle_t *)&watch->step) != 0;
  if (!waits && (!watch->computed || watch->known != zone_generation()))
    step(&watch->step);
}

struct zone_watch *zone_watch_new(uv_loop_t *loop, struct store *store, int look_ms,
                                  const struct zone_watch_hooks *hooks)
{
  struct zone_watch *watch = g_new0(struct zone_watch, 1);
  uint64_t pace = (uint64_t)(look_ms > 0 ? look_ms : LOOK_MS);
  *watch = (struct zone_watch){.store = store, .open = 2};
  if (hooks != NULL)
    watch->hooks = *hooks;
  uv_timer_init(loop, &watch->look);
  uv_timer_init(loop, &watch->step);
  watch->look.data = watch->step.data = watch;
  uv_timer_start(&watch->look, look, pace, pace);
  return watch;
}

void zone_watch_actor(struct zone_watch *watch, const char *actor)
{
  if (watch == NULL || g_strcmp0(watch->actor, actor) == 0)
    return;
  g_free(watch->actor);
  watch->actor = g_strdup(actor);
  if (actor != NULL && !watch->asking)
    uv_timer_start(&watch->step, step, MIN(FIRST_MS, uv_timer_get_repeat(&watch->look)), 0);
}

static void handle_closed(uv_handle_t *handle)
{
  struct zone_watch *watch = handle->data;
  watch->open--;
  end_if_done(watch);
}

void zone_watch_free(struct zone_watch *watch)
{
  if (watch == NULL)
    return;
  watch->closing = true;
  given_up = g_slist_prepend(given_up, watch);
  uv_close((uv_handle_t *)&watch->look, handle_closed);
  uv_close((uv_handle_t *)&watch->step, handle_closed);
}
