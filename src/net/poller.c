#include "toban/poller.h"

#include <string.h>

#include "batch.h"
#include "cover.h"
#include "endpoint.h"
#include "keeper.h"
#include "lanes.h"
#include "outage.h"
#include "poll_list.h"
#include "toban/log.h"

/* The least time between two reads of the list: when it may be another one, when only states changed. */
enum { RELOAD_MS = 1000, RELOAD_STATES_MS = 5000, RETRY_MS = 2000,
       CLOSE_PATIENCE_MS = 500, LOOK_OVER_MS = 1000, STUCK_MS = 5000 };

#define LISTS (TOPIC_REFERENCE | TOPIC_CALENDAR) /* who is checked, and when not */
enum { STARTS_A_TURN = 10 /* of the loop: a key that comes meanwhile waits for no more */ };

struct poller {
  uv_loop_t *loop;
  struct store *store;
  struct net *net;
  struct poller_hooks hooks;
  struct keeper *keeper;
  struct batch *batch;
  struct lanes *lanes;
  struct outages *outages;
  struct schedule schedule;
  GHashTable *endpoints;       /* by id */
  uv_timer_t due, reload, over;
  char site[24];               /* "": the desk's poller */
  bool loading, load_again;
  bool gained, load_gained;    /* the statuses must be read once more since we hold the lease; this load does */
  bool active;                 /* we hold the lease and know the statuses as the store has them */
  bool closing;
  int open;                    /* parts that are not closed yet */
  uv_timer_t patience;         /* with the store, then */
  bool patience_gone;
  uint64_t print;              /* of the list that we have; 0: none */
  int64_t loaded_ms, checks, skipped;
  void (*closed)(void *user);
  void *closed_user;
};

static void load(struct poller *poller);
static void arm(struct poller *poller);

static void tell(struct poller *poller)
{
  if (!poller->closing && poller->hooks.changed != NULL)
    poller->hooks.changed(poller->hooks.user);
}

/* --- one check ------------------------------------------------------------------------------------- */

static struct endpoint *parent_of(struct poller *poller, const struct endpoint *endpoint)
{
  return *endpoint->parent == '\0' ? NULL : g_hash_table_lookup(poller->endpoints, endpoint->parent);
}

/* A failure may be the parent's: who has not been looked at since is looked at now. */
static void take_result(struct poller *poller, struct endpoint *endpoint, const struct check_result *result)
{
  struct check_status before = endpoint->status;
  struct check_context context;
  struct endpoint *parent = parent_of(poller, endpoint);
  cover_context(endpoint, parent, result->at, &context);
  if (!result->ok && parent != NULL && before.base != CHECK_SOFT && before.base != CHECK_DOWN)
    context.wait = context.wait || parent->status.checked_at == UTC_NONE || parent->status.checked_at < result->at;
  endpoint->status = check_next(&before, &endpoint->rule, result, &context);
  latency_line_add(&endpoint->line, result);
  if (cover_asks_parent(endpoint, parent)) {
    schedule_soon(&poller->schedule, &parent->slot, clock_mono_ms(), 0);
    arm(poller);
  }
  bool news = before.state != endpoint->status.state || strcmp(before.message, endpoint->status.message) != 0;
  batch_put(poller->batch, poller->keeper, endpoint, news);
}

static void checked(void *user, const struct check_result *result)
{
  struct endpoint *endpoint = user;
  struct poller *poller = endpoint->owner;
  endpoint->probe = NULL;
  endpoint->phase = ENDPOINT_IDLE;
  poller->checks++;
  take_result(poller, endpoint, result);
  lanes_leave(poller->lanes, endpoint->host);
}

static void go(void *item)
{
  struct endpoint *endpoint = item;
  struct poller *poller = endpoint->owner;
  struct probe_plan plan;
  endpoint_plan(endpoint, &plan);
  endpoint->phase = ENDPOINT_RUNNING;
  endpoint->started_ms = clock_mono_ms();
  endpoint->probe = probe_start(poller->net, &plan, checked, endpoint);
}

static void come_due(uv_timer_t *timer)
{
  struct poller *poller = timer->data;
  int64_t now = clock_mono_ms();
  int skipped, starts = 0;
  for (struct slot *slot; starts < STARTS_A_TURN && (slot = schedule_take(&poller->schedule, now, &skipped)) != NULL;
       starts++) {
    struct endpoint *endpoint = (struct endpoint *)slot;
    poller->skipped += skipped;
    if (endpoint->phase != ENDPOINT_IDLE) { /* still waiting for its turn */
      poller->skipped++;
      continue;
    }
    if (endpoint->status.state == CHECK_PAUSED && !endpoint->hurried)
      continue;
    endpoint->phase = ENDPOINT_WAITING;
    lanes_enter(poller->lanes, endpoint->host, endpoint);
  }
  arm(poller);
}

static void arm(struct poller *poller)
{
  int64_t next = schedule_next(&poller->schedule);
  if (next == INT64_MAX || !poller->active)
    uv_timer_stop(&poller->due);
  else /* clock and loop time differ by the length of this turn */
    uv_timer_start(&poller->due, come_due, (uint64_t)MAX(next - clock_mono_ms(), 0), 0);
}

/* --- what lies over them ----------------------------------------------------------------------------- */

/* A check that does not end by itself, against all rules: it must not stay silent for days. */
static void free_stuck(struct endpoint *endpoint)
{
  struct check_result result;
  if (endpoint->phase != ENDPOINT_RUNNING ||
      clock_mono_ms() - endpoint->started_ms < endpoint->timeout_ms + STUCK_MS)
    return;
  log_warn("poller: %s: the check did not end", endpoint->id);
  probe_cancel(endpoint->probe);
  check_result_init(&result, clock_now());
  check_result_fail(&result, REASON_FAULT, "did not end");
  checked(endpoint, &result);
}

static void look_over(struct poller *poller, struct endpoint *endpoint)
{
  struct check_context context;
  utc_t now = clock_now();
  cover_context(endpoint, parent_of(poller, endpoint), now, &context);
  if (check_cover(&endpoint->status, &context, now))
    batch_put(poller->batch, poller->keeper, endpoint, true);
  bool freed = check_is_freed(&endpoint->status, &context);
  if (freed && !endpoint->hurried) /* a fresh look, but not all of them at once */
    schedule_soon(&poller->schedule, &endpoint->slot, clock_mono_ms(),
                  MIN(endpoint->slot.interval_ms, FIRST_RUN_MS));
  endpoint->hurried = freed;
  free_stuck(endpoint);
}

static void look_over_all(uv_timer_t *timer)
{
  struct poller *poller = timer->data;
  GHashTableIter iter;
  void *endpoint;
  g_hash_table_iter_init(&iter, poller->endpoints);
  while (g_hash_table_iter_next(&iter, NULL, &endpoint))
    look_over(poller, endpoint);
  if (*poller->site == '\0')
    outages_look(poller->outages, poller->endpoints, clock_now());
  arm(poller);
}

/* --- the list of endpoints --------------------------------------------------------------------------- */

static void stop_endpoint(struct poller *poller, struct endpoint *endpoint)
{
  schedule_remove(&poller->schedule, &endpoint->slot);
  if (endpoint->phase == ENDPOINT_WAITING)
    lanes_forget(poller->lanes, endpoint->host, endpoint);
  if (endpoint->probe != NULL) {
    probe_cancel(endpoint->probe);
    endpoint->probe = NULL;
    lanes_leave(poller->lanes, endpoint->host);
  }
  endpoint->phase = ENDPOINT_IDLE;
}

static void start_endpoint(struct poller *poller, struct endpoint *endpoint)
{
  schedule_add(&poller->schedule, &endpoint->slot, (int64_t)endpoint->rule.interval_s * 1000, endpoint->id,
               clock_mono_ms());
}

static void stop_all(struct poller *poller)
{
  GHashTableIter iter;
  void *endpoint;
  poller->active = false;
  uv_timer_stop(&poller->due);
  uv_timer_stop(&poller->over);
  /* Those that wait first: a place that becomes free must not start one of them. */
  for (int pass = 0; pass < 2; pass++) {
    g_hash_table_iter_init(&iter, poller->endpoints);
    while (g_hash_table_iter_next(&iter, NULL, &endpoint))
      if (pass == 1 || ((struct endpoint *)endpoint)->phase == ENDPOINT_WAITING)
        stop_endpoint(poller, endpoint);
  }
}

static void take_endpoint(struct poller *poller, GHashTable *next, const struct endpoint_list *list,
                          const struct endpoint_row *row)
{
  struct endpoint *fresh = endpoint_new(row);
  if (fresh == NULL)
    return;
  fresh->owner = poller;
  if (*poller->site != '\0' && fresh->votes_wanted < 2) {
    endpoint_free(fresh);
    return;
  }
  if (*poller->site != '\0') /* what the row says is another site's view */
    check_status_init(&fresh->status);
  struct endpoint *known = poller->active ? g_hash_table_lookup(poller->endpoints, row->id) : NULL;
  if (known != NULL) { /* what we know is newer than what we read */
    fresh->status = known->status;
    fresh->line = known->line;
  }
  if (known != NULL && endpoint_same(known, fresh)) {
    known->status = fresh->status;
    endpoint_free(fresh);
    g_hash_table_steal(poller->endpoints, known->id);
    fresh = known;
  } else if (poller->active) {
    start_endpoint(poller, fresh);
  }
  endpoint_decide(fresh, list, row);
  g_hash_table_replace(next, fresh->id, fresh);
}

static void take_list(struct poller *poller, const struct poll_list *list)
{
  GHashTable *next = g_hash_table_new(g_str_hash, g_str_equal);
  GHashTableIter iter;
  void *endpoint;
  for (int i = 0; i < list->endpoints->rows; i++) {
    const struct endpoint_row *row = &list->endpoints->row[i];
    if (poll_list_has(list, row))
      take_endpoint(poller, next, list->endpoints, row);
  }
  g_hash_table_iter_init(&iter, poller->endpoints);
  while (g_hash_table_iter_next(&iter, NULL, &endpoint)) { /* gone, or defined otherwise now */
    stop_endpoint(poller, endpoint);
    endpoint_free(endpoint);
  }
  g_hash_table_destroy(poller->endpoints);
  poller->endpoints = next;
  outages_take(poller->outages, list->endpoints);
}

static void activate(struct poller *poller)
{
  GHashTableIter iter;
  void *endpoint;
  poller->active = true;
  poller->gained = false;
  uv_timer_start(&poller->over, look_over_all, LOOK_OVER_MS, LOOK_OVER_MS);
  g_hash_table_iter_init(&iter, poller->endpoints);
  while (g_hash_table_iter_next(&iter, NULL, &endpoint))
    start_endpoint(poller, endpoint);
}

static void tell_closed(struct poller *poller)
{
  void (*closed)(void *user) = poller->closed;
  poller->closed = NULL;
  if (closed != NULL)
    closed(poller->closed_user);
}

static void patience_closed(uv_handle_t *handle);
static GSList *given_up; /* pollers whose store never answered */

static void end_if_done(struct poller *poller)
{
  if (poller->open > 0)
    return;
  if (!poller->patience_gone) {
    if (!uv_is_closing((uv_handle_t *)&poller->patience))
      uv_close((uv_handle_t *)&poller->patience, patience_closed);
    return;
  }
  tell_closed(poller);
  given_up = g_slist_remove(given_up, poller);
  lanes_free(poller->lanes);
  schedule_clear(&poller->schedule);
  GHashTableIter iter;
  void *endpoint;
  g_hash_table_iter_init(&iter, poller->endpoints);
  while (g_hash_table_iter_next(&iter, NULL, &endpoint))
    endpoint_free(endpoint);
  g_hash_table_destroy(poller->endpoints);
  g_free(poller);
}

static void patience_closed(uv_handle_t *handle)
{
  struct poller *poller = handle->data;
  poller->patience_gone = true;
  end_if_done(poller);
}

static void part_closed(void *user)
{
  struct poller *poller = user;
  poller->open--;
  end_if_done(poller);
}

static void load_later(uv_timer_t *timer)
{
  load(timer->data);
}

static void loaded(void *user, void *take_result, const GError *error)
{
  struct poller *poller = user;
  struct poll_list *list = take_result;
  poller->loading = false;
  if (poller->closing) {
    poll_list_free(list);
    part_closed(poller);
    return;
  }
  if (list == NULL) {
    log_debug("poller: endpoints: %s", error == NULL ? "?" : error->message);
    uv_timer_start(&poller->reload, load_later, RETRY_MS, 0);
    return;
  }
  if (list->endpoints != NULL)
    take_list(poller, list);
  poller->print = list->print;
  poll_list_free(list);
  keeper_want(poller->keeper, g_hash_table_size(poller->endpoints) > 0);
  if (poller->load_gained && keeper_holds(poller->keeper))
    activate(poller);
  arm(poller);
  if (poller->load_again)
    load(poller);
  tell(poller);
}

static void load(struct poller *poller)
{
  poller->load_again = poller->loading;
  if (poller->loading)
    return;
  poller->loading = true;
  poller->load_gained = poller->gained;
  poller->loaded_ms = clock_mono_ms();
  uv_timer_stop(&poller->reload);
  uint64_t print = poller->gained ? 0 : poller->print; /* the states matter too when we begin */
  struct store_job job = {.run = poll_list_run, .args = g_memdup2(&print, sizeof print), .free_args = g_free,
                          .free_result = poll_list_free, .done = loaded, .user = poller};
  store_ask(poller->store, &job);
}

/* --- the lease --------------------------------------------------------------------------------------- */

static void gained(void *user)
{
  struct poller *poller = user;
  poller->gained = true; /* statuses of the one before us may be newer than what we read as a bystander */
  load(poller);
  tell(poller);
}

static void lost(void *user)
{
  struct poller *poller = user;
  poller->gained = false;
  stop_all(poller);
  batch_drop(poller->batch);
  tell(poller);
}

static void seen(void *user)
{
  tell(user);
}

static void refused(void *user)
{
  keeper_refused(((struct poller *)user)->keeper);
}

/* --- from outside ------------------------------------------------------------------------------------ */

struct poller *poller_new(uv_loop_t *loop, struct store *store, struct net *net, const struct poller_hooks *hooks)
{
  struct poller *poller = g_new0(struct poller, 1);
  struct keeper_hooks of_keeper = {.user = poller, .gained = gained, .lost = lost, .seen = seen};
  *poller = (struct poller){.loop = loop, .store = store, .net = net};
  if (hooks != NULL)
    poller->hooks = *hooks;
  g_strlcpy(poller->site, hooks == NULL || hooks->site == NULL ? "" : hooks->site, sizeof poller->site);
  poller->keeper = keeper_new(loop, store, NULL, &of_keeper);
  poller->batch = batch_new(loop, store, refused, poller);
  poller->lanes = lanes_new(go);
  poller->outages = outages_new(store, poller->keeper);
  schedule_init(&poller->schedule);
  poller->endpoints = g_hash_table_new(g_str_hash, g_str_equal);
  uv_timer_init(loop, &poller->due);
  uv_timer_init(loop, &poller->reload);
  uv_timer_init(loop, &poller->over);
  uv_timer_init(loop, &poller->patience);
  poller->due.data = poller->reload.data = poller->over.data = poller->patience.data = poller;
  if (*poller->site != '\0') {
    char name[32];
    check_lease_name(poller->site, name);
    keeper_set_lease(poller->keeper, name);
    batch_set_site(poller->batch, poller->site);
  }
  if (!clock_is_pinned())
    load(poller);
  return poller;
}

/* The store does not answer, and may not before it is closed, when it drops what it was asked: what waits for
 * the answers stays where it is, as they might still come. */
static void give_up(uv_timer_t *timer)
{
  struct poller *poller = timer->data;
  given_up = g_slist_prepend(given_up, poller);
  uv_close((uv_handle_t *)timer, patience_closed);
  tell_closed(poller);
}

static void timer_closed(uv_handle_t *handle)
{
  part_closed(handle->data);
}

void poller_free(struct poller *poller, void (*closed)(void *user), void *user)
{
  poller->closing = true;
  poller->closed = closed;
  poller->closed_user = user;
  stop_all(poller);
  uv_timer_start(&poller->patience, give_up, CLOSE_PATIENCE_MS, 0);
  poller->open = 6 + poller->loading;
  batch_free(poller->batch, part_closed, poller);
  outages_free(poller->outages, part_closed, poller);
  keeper_free(poller->keeper, part_closed, poller);
  uv_close((uv_handle_t *)&poller->due, timer_closed);
  uv_close((uv_handle_t *)&poller->reload, timer_closed);
  uv_close((uv_handle_t *)&poller->over, timer_closed);
}

void poller_feed(struct poller *poller, const struct store_feed *feed)
{
  if (clock_is_pinned() || (!feed->everything && (feed->topics & (TOPIC_ENDPOINT | LISTS)) == 0))
    return;
  bool list = feed->everything || (feed->topics & LISTS) != 0;
  int64_t wait = poller->loaded_ms + (list ? RELOAD_MS : RELOAD_STATES_MS) - clock_mono_ms();
  bool planned = uv_is_active((uv_handle_t *)&poller->reload) != 0;
  if (wait <= 0)
    load(poller);
  else if (!planned || uv_timer_get_due_in(&poller->reload) > (uint64_t)wait)
    uv_timer_start(&poller->reload, load_later, (uint64_t)wait, 0);
}

void poller_status(const struct poller *poller, struct poller_status *out)
{
  const char *holder = keeper_holder(poller->keeper);
  const char *end = strrchr(holder, ':'); /* the random part is for programs */
  *out = (struct poller_status){.polling = keeper_holds(poller->keeper), .since = keeper_since(poller->keeper),
                                .endpoints = (int)g_hash_table_size(poller->endpoints),
                                .running = lanes_running(poller->lanes), .waiting = lanes_waiting(poller->lanes),
                                .unwritten = batch_waiting(poller->batch), .checks = poller->checks,
                                .skipped = poller->skipped};
  g_strlcpy(out->who, holder, MIN(sizeof out->who, end == NULL ? sizeof out->who : (gsize)(end - holder) + 1));
}
