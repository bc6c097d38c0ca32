/* The poller and its lease over a store that is played here, so that it can be slow, full or frozen. */
#include <string.h>

#include "../../src/net/keeper.h"
#include "../../src/net/lanes.h"
#include "../tools/child.h"
#include "toban/arena.h"
#include "toban/error.h"
#include "toban/health_store.h"
#include "toban/lang.h"
#include "toban/poller.h"
#include "toban/read.h"

enum { GUARD_MS = 60000, MAX_ROWS = 16 };

/* --- the store, played --------------------------------------------------------------------------------- */

struct store { uv_loop_t *loop; bool frozen; GQueue held; };

static struct {
  struct lease lease;
  bool busy, demo;
  struct endpoint_row row[MAX_ROWS];
  int rows, writes, refused, asked_while_busy;
  struct maintenance window[2];
  struct endpoint_vote vote[2];
  int windows, votes, child_downs;
  int told[OUTAGE_TOLD];       /* notices of outages */
  struct outage_args outage;   /* the last one */
  utc_t told_at;
  GHashTable *status;          /* struct check_status by id */
} desk;

struct errand { uv_timer_t timer; struct store *store; struct store_job job; };

static void free_errand(uv_handle_t *handle)
{
  g_free(handle->data);
}

static void run_errand(uv_timer_t *timer)
{
  struct errand *errand = timer->data;
  GError *error = NULL;
  if (errand->store->frozen) {
    g_queue_push_tail(&errand->store->held, errand);
    return;
  }
  void *result = errand->job.run(NULL, errand->job.args, &error);
  if (errand->job.free_args != NULL)
    errand->job.free_args(errand->job.args);
  errand->job.done(errand->job.user, result, error);
  g_clear_error(&error);
  uv_close((uv_handle_t *)timer, free_errand);
}

void store_ask(struct store *store, const struct store_job *job)
{
  struct errand *errand = g_new0(struct errand, 1);
  errand->store = store;
  errand->job = *job;
  uv_timer_init(store->loop, &errand->timer);
  errand->timer.data = errand;
  uv_timer_start(&errand->timer, run_errand, 0, 0);
}

static void thaw(struct store *store)
{
  store->frozen = false;
  for (struct errand *errand; (errand = g_queue_pop_head(&store->held)) != NULL;)
    uv_timer_start(&errand->timer, run_errand, 0, 0);
}

static bool is_busy(GError **error)
{
  if (!desk.busy)
    return false;
  desk.asked_while_busy++;
  error_set(error, TE_BUSY, "busy");
  return true;
}

/* As check_store.h says. */
void *lease_run(struct db *db, const void *lease_args, GError **error)
{
  const struct lease_args *args = lease_args;
  (void)db;
  if (is_busy(error))
    return NULL;
  bool ours = strcmp(desk.lease.holder, args->holder) == 0, over = args->now >= desk.lease.until;
  if (args->release) {
    if (ours && args->epoch == desk.lease.epoch)
      desk.lease.until = args->now;
  } else if (ours || over || desk.lease.epoch == 0) {
    desk.lease.epoch += !ours || over;
    g_strlcpy(desk.lease.holder, args->holder, sizeof desk.lease.holder);
    desk.lease.until = args->now + args->seconds;
    g_strlcpy(desk.lease.name, args->name, sizeof desk.lease.name);
  }
  return g_memdup2(&desk.lease, sizeof desk.lease);
}

void *check_batch_run(struct db *db, const void *check_batch, GError **error)
{
  const struct check_batch *batch = check_batch;
  (void)db;
  if (is_busy(error))
    return NULL;
  if (batch->epoch != desk.lease.epoch || strcmp(batch->holder, desk.lease.holder) != 0) {
    desk.refused++;
    error_set(error, TE_CONFLICT, "the lease has moved on");
    return NULL;
  }
  for (int i = 0; i < batch->count; i++) {
    desk.child_downs += strcmp(batch->write[i].id, "child") == 0 && batch->write[i].status.state == CHECK_DOWN;
    g_hash_table_replace(desk.status, g_strdup(batch->write[i].id),
                         g_memdup2(&batch->write[i].status, sizeof batch->write[i].status));
  }
  desk.writes++;
  return g_malloc0(1);
}

/* As health_store.h says, but for a window that has moved on. */
void *outage_tell_run(struct db *db, const void *outage_args, GError **error)
{
  const struct outage_args *args = outage_args;
  (void)db;
  if (is_busy(error))
    return NULL;
  if (args->epoch != desk.lease.epoch || strcmp(args->holder, desk.lease.holder) != 0) {
    desk.refused++;
    error_set(error, TE_CONFLICT, "the lease has moved on");
    return NULL;
  }
  for (int i = 0; i < desk.windows; i++)
    if (desk.window[i].number == args->number)
      desk.window[i].told[args->what] = args->what == OUTAGE_BEGINS ? desk.window[i].start : desk.window[i].end;
  desk.told[args->what]++;
  desk.outage = *args;
  desk.told_at = clock_now();
  return g_malloc0(1);
}

void *endpoint_list_read(struct db *db, const void *unused, GError **error)
{
  (void)db, (void)unused;
  if (is_busy(error))
    return NULL;
  struct arena *arena = arena_new();
  struct endpoint_list *list = arena_new0(arena, struct endpoint_list, 1);
  struct endpoint_row *row = arena_new0(arena, struct endpoint_row, desk.rows + 1);
  memcpy(row, desk.row, sizeof desk.row[0] * (size_t)desk.rows);
  *list = (struct endpoint_list){.s = {arena}, .row = row, .rows = desk.rows, .window = desk.window,
                                 .windows = desk.windows, .vote = desk.vote, .votes = desk.votes};
  for (int i = 0; i < desk.rows; i++) {
    const struct check_status *status = g_hash_table_lookup(desk.status, row[i].id);
    if (status != NULL) {
      row[i].state = (int)status->state;
      row[i].soft = status->soft;
      row[i].base = (int)status->base;
      row[i].base_since = status->base_since;
      row[i].flaps = status->flaps;
      row[i].since = status->since;
      row[i].checked_at = status->checked_at;
    }
  }
  return list;
}

void snapshot_free(void *snapshot)
{
  if (snapshot != NULL)
    arena_free(((struct snapshot *)snapshot)->arena);
}

void *reference_read(struct db *db, const void *unused, GError **error)
{
  (void)db, (void)unused, (void)error;
  struct arena *arena = arena_new();
  struct reference *reference = arena_new0(arena, struct reference, 1);
  reference->arena = arena;
  reference->demo = desk.demo;
  return reference;
}

void reference_free(struct reference *reference)
{
  arena_free(reference->arena);
}

/* --- what the tests share --------------------------------------------------------------------------------- */

static struct child *faults;
static uv_loop_t loop;
static uv_timer_t guard;
static struct net *net;
static struct store first = {.loop = &loop}, second = {.loop = &loop};

static void never(uv_timer_t *timer)
{
  (void)timer;
  g_error("it did not come");
}

static void begin(void)
{
  memset(&desk, 0, sizeof desk);
  desk.status = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  uv_loop_init(&loop);
  uv_timer_init(&loop, &guard);
  uv_timer_start(&guard, never, GUARD_MS, 0);
  net = net_new(&loop, NULL);
}

static void finish(void)
{
  net_free(net);
  uv_close((uv_handle_t *)&guard, NULL);
  uv_run(&loop, UV_RUN_DEFAULT);
  g_assert_cmpint(uv_loop_close(&loop), ==, 0);
  g_hash_table_destroy(desk.status);
  for (int i = 0; i < desk.rows; i++)
    g_free((char *)(uintptr_t)desk.row[i].target);
}

static void add(const char *id, const char *kind, char *take_target)
{
  desk.row[desk.rows++] = (struct endpoint_row){.id = id, .group = "g", .name = {id, id}, .kind = kind, .target = take_target,
                                                .interval_s = 1, .timeout_s = 5, .down_after = 2, .up_after = 2,
                                                .since = UTC_NONE, .checked_at = UTC_NONE, .latency_ms = -1,
                                                .tls_days = TLS_DAYS_UNKNOWN, .message = ""};
}

static const struct check_status *stored(const char *id)
{
  return g_hash_table_lookup(desk.status, id);
}

static bool stored_as(const char *id, enum check_state state)
{
  return stored(id) != NULL && stored(id)->state == state;
}

#define wait_until(condition) \
  do \
    uv_run(&loop, UV_RUN_ONCE); \
  while (!(condition))

static void set_true(void *user)
{
  *(bool *)user = true;
}

static void end_poller(struct poller *poller)
{
  bool closed = false;
  poller_free(poller, set_true, &closed);
  while (!closed)
    uv_run(&loop, UV_RUN_ONCE);
}

static struct poller_status status_of(const struct poller *poller)
{
  struct poller_status status;
  poller_status(poller, &status);
  return status;
}

/* --- tests ------------------------------------------------------------------------------------------------- */

static void polls(void)
{
  begin();
  add("good", "http", child_url(faults, "http", "http", "/ok"));
  add("bad", "http", child_url(faults, "http", "http", "/status/503"));
  add("refused", "tcp", child_url(faults, "", "refused", ""));
  add("strange", "gopher", g_strdup("127.0.0.1:70")); /* of a newer version: left alone */
  struct poller *poller = poller_new(&loop, &first, net, NULL);
  wait_until(stored_as("good", CHECK_OK) && stored_as("bad", CHECK_DOWN) && stored_as("refused", CHECK_DOWN));
  struct poller_status status = status_of(poller);
  g_assert_true(status.polling);
  g_assert_cmpint(status.endpoints, ==, 3);
  g_assert_cmpint((int)status.checks, >=, 5);
  g_assert_nonnull(strchr(status.who, ':'));
  g_assert_cmpstr(stored("bad")->message, ==, "status 503");
  g_assert_cmpint(stored("refused")->klass, ==, CLASS_CONNECT);
  g_assert_null(stored("strange"));
  g_assert_cmpint((int)desk.lease.epoch, ==, 1);
  end_poller(poller);
  finish();
}

/* While the store is busy results wait, the checks go on, nothing is taken for down; then all is written. */
static void busy_store(void)
{
  begin();
  add("good", "http", child_url(faults, "http", "http", "/ok"));
  add("bad", "http", child_url(faults, "http", "http", "/status/503"));
  struct poller *poller = poller_new(&loop, &first, net, NULL);
  wait_until(stored_as("good", CHECK_OK));
  desk.busy = true;
  int64_t checks = status_of(poller).checks;
  wait_until(status_of(poller).checks > checks + 4 && status_of(poller).unwritten == 2 && desk.asked_while_busy > 1);
  g_assert_true(stored_as("good", CHECK_OK));
  g_assert_true(status_of(poller).polling);
  desk.busy = false;
  wait_until(stored_as("bad", CHECK_DOWN));
  g_assert_true(stored_as("good", CHECK_OK));
  g_assert_cmpint(desk.refused, ==, 0);
  g_assert_cmpint((int)desk.lease.epoch, ==, 1);
  end_poller(poller);
  finish();
}

/* A poller that leaves gives the lease back; the other goes on from the statuses that it left. */
static void handed_over(void)
{
  begin();
  add("bad", "http", child_url(faults, "http", "http", "/status/503"));
  struct poller *one = poller_new(&loop, &first, net, NULL);
  wait_until(stored_as("bad", CHECK_DOWN));
  struct poller *two = poller_new(&loop, &second, net, NULL);
  wait_until(*status_of(two).who != '\0');
  g_assert_false(status_of(two).polling);
  g_assert_cmpstr(status_of(two).who, ==, status_of(one).who);
  g_assert_cmpint((int)status_of(two).checks, ==, 0);
  utc_t since = stored("bad")->since;
  end_poller(one);
  wait_until(status_of(two).checks > 1 && status_of(two).unwritten == 0);
  g_assert_true(stored_as("bad", CHECK_DOWN));
  g_assert_cmpint(stored("bad")->since, ==, since);
  g_assert_cmpint((int)desk.lease.epoch, ==, 2);
  end_poller(two);
  finish();
}

/* A frozen poller is replaced; when it wakes, its late results are refused and it stands by. */
static void frozen(void)
{
  begin();
  add("good", "http", child_url(faults, "http", "http", "/ok"));
  struct poller *one = poller_new(&loop, &first, net, NULL);
  wait_until(stored_as("good", CHECK_OK));
  first.frozen = true;
  wait_until(status_of(one).unwritten > 0 && first.held.length > 1); /* a beat and a batch are on their way */
  struct poller *two = poller_new(&loop, &second, net, NULL);
  wait_until(status_of(two).polling);
  g_assert_cmpint((int)desk.lease.epoch, ==, 2);
  int writes = desk.writes;
  thaw(&first);
  wait_until(!status_of(one).polling);
  g_assert_cmpint(desk.refused, >=, 1);
  wait_until(desk.writes > writes);
  g_assert_true(status_of(two).polling);
  g_assert_cmpint(status_of(one).unwritten, ==, 0);
  end_poller(one);
  end_poller(two);
  finish();
}

/* The store does not answer at all (its file is gone): the end comes all the same, and late answers harm nobody. */
static void ending_without_the_store(void)
{
  begin();
  add("good", "http", child_url(faults, "http", "http", "/ok"));
  struct poller *poller = poller_new(&loop, &first, net, NULL);
  wait_until(stored_as("good", CHECK_OK));
  first.frozen = true;
  wait_until(status_of(poller).unwritten > 0 && first.held.length > 1);
  end_poller(poller);
  g_assert_cmpint((int)first.held.length, >, 0);
  thaw(&first);
  finish();
}

/* A demonstration is polled on loopback only. */
static void demonstration(void)
{
  begin();
  desk.demo = true;
  add("inside", "http", child_url(faults, "http", "http", "/ok"));
  add("outside", "http", g_strdup("http://192.0.2.1/"));
  add("named", "tcp", g_strdup("www.example:80"));
  struct poller *poller = poller_new(&loop, &first, net, NULL);
  wait_until(stored_as("inside", CHECK_OK));
  g_assert_cmpint(status_of(poller).endpoints, ==, 1);
  end_poller(poller);
  finish();
}

/* The feed brings another list: what went is checked no more, what came is, the rest goes on. */
static void list_changes(void)
{
  begin();
  struct poller *poller = poller_new(&loop, &first, net, NULL);
  struct store_feed feed = {.topics = TOPIC_REFERENCE};
  uv_run(&loop, UV_RUN_NOWAIT);
  add("late", "http", child_url(faults, "http", "http", "/ok"));
  poller_feed(poller, &feed);
  poller_feed(poller, &feed);
  wait_until(stored_as("late", CHECK_OK));
  g_assert_cmpint((int)desk.lease.epoch, ==, 1);
  desk.rows = 0;
  g_free((char *)(uintptr_t)desk.row[0].target);
  feed.everything = true;
  poller_feed(poller, &feed);
  wait_until(status_of(poller).endpoints == 0);
  g_assert_false(status_of(poller).polling); /* nothing to poll: the lease is left to others */
  g_assert_cmpint(status_of(poller).running, ==, 0);
  end_poller(poller);
  finish();
}

static void a_pinned_clock_polls_nothing(void)
{
  begin();
  add("good", "http", child_url(faults, "http", "http", "/ok"));
  clock_pin(1000000);
  struct poller *poller = poller_new(&loop, &first, net, NULL);
  struct store_feed feed = {.everything = true};
  poller_feed(poller, &feed);
  uv_run(&loop, UV_RUN_NOWAIT);
  g_assert_cmpint(status_of(poller).endpoints, ==, 0);
  end_poller(poller);
  clock_pin(UTC_NONE);
  finish();
}

/* --- the lease alone --------------------------------------------------------------------------------------- */

struct hold { int gained, lost; };

static void gained(void *user)
{
  ((struct hold *)user)->gained++;
}

static void lost(void *user)
{
  ((struct hold *)user)->lost++;
}

static void end_keeper(struct keeper *keeper)
{
  bool closed = false;
  keeper_free(keeper, set_true, &closed);
  while (!closed)
    uv_run(&loop, UV_RUN_ONCE);
}

/* Many compete, the holder dies again and again: there is never a second one, and each change has a new epoch. */
static void lease_changes_hands(void)
{
  enum { KEEPERS = 6, DEATHS = 12 };
  static const struct keeper_pace pace = {10, 5, 150};
  struct store stores[KEEPERS];
  struct keeper *keepers[KEEPERS];
  struct hold holds[KEEPERS] = {0};
  begin();
  for (int i = 0; i < KEEPERS; i++) {
    struct keeper_hooks hooks = {&holds[i], gained, lost, NULL};
    stores[i] = (struct store){.loop = &loop};
    keepers[i] = keeper_new(&loop, &stores[i], &pace, &hooks);
    keeper_want(keepers[i], true);
  }
  int64_t epoch = 0;
  for (int death = 0; death < DEATHS; death++) {
    int holder = -1;
    wait_until(desk.lease.epoch > epoch);
    epoch = desk.lease.epoch;
    while (holder < 0) {
      uv_run(&loop, UV_RUN_ONCE);
      for (int i = 0; i < KEEPERS; i++)
        if (keeper_holds(keepers[i]) && !stores[i].frozen) {
          g_assert_cmpint(holder, ==, -1);
          holder = i;
        }
    }
    g_assert_cmpstr(keeper_self(keepers[holder]), ==, desk.lease.holder);
    for (int i = 0; i < KEEPERS; i++) /* the one before wakes up late */
      if (stores[i].frozen)
        thaw(&stores[i]);
    stores[holder].frozen = true;
  }
  for (int i = 0; i < KEEPERS; i++) {
    thaw(&stores[i]);
    g_assert_cmpint(holds[i].gained - holds[i].lost, ==, keeper_holds(keepers[i]));
    end_keeper(keepers[i]);
  }
  finish();
}

/* --- caps ---------------------------------------------------------------------------------------------------- */

struct guest { const char *host; int went; };
static int on_host[3];

static void guest_goes(void *item)
{
  struct guest *guest = item;
  guest->went++;
  g_assert_cmpint(++on_host[guest->host[0] - 'a'], <=, LANES_HOST);
}

static void caps(void)
{
  enum { GUESTS = 900 };
  static const char *const hosts[] = {"a", "b", "c"};
  struct guest *guests = g_new0(struct guest, GUESTS);
  struct lanes *lanes = lanes_new(guest_goes);
  int gone = 0;
  memset(on_host, 0, sizeof on_host);
  for (int i = 0; i < GUESTS; i++) {
    guests[i].host = hosts[i < GUESTS - 2 ? 0 : i - GUESTS + 3]; /* a crowd on one host, one each on two others */
    lanes_enter(lanes, guests[i].host, &guests[i]);
  }
  g_assert_cmpint(guests[GUESTS - 1].went + guests[GUESTS - 2].went, ==, 2); /* they need not wait for it */
  g_assert_cmpint(lanes_running(lanes), ==, LANES_HOST + 2);
  lanes_forget(lanes, "a", &guests[500]);
  lanes_forget(lanes, "a", &guests[500]);
  for (int i = 0; i < GUESTS; i++) {
    if (i == 500)
      continue;
    g_assert_cmpint(guests[i].went, ==, 1); /* in their order */
    on_host[guests[i].host[0] - 'a']--;
    lanes_leave(lanes, guests[i].host);
    gone++;
  }
  g_assert_cmpint(gone, ==, GUESTS - 1);
  g_assert_cmpint(guests[500].went, ==, 0);
  g_assert_cmpint(lanes_running(lanes) + lanes_waiting(lanes), ==, 0);
  lanes_free(lanes);
  g_free(guests);
}

/* The store has other definitions, windows or votes now. */
static void tell_changed(struct poller *poller)
{
  struct store_feed feed = {.topics = TOPIC_REFERENCE, .everything = true};
  poller_feed(poller, &feed);
}

/* A maintenance is there from its first second, and after its end there is a fresh look before anything is raised. */
static void maintenance_begins_and_ends(void)
{
  static const char *const target[] = {"endpoint:child", NULL};
  begin();
  add("child", "http", child_url(faults, "http", "http", "/status/503"));
  desk.window[0] = (struct maintenance){.number = 1, .start = clock_now() - 10, .end = clock_now() + 3600, .reason = "",
                                        .by = "", .target = target};
  desk.windows = 1;
  struct poller *poller = poller_new(&loop, &first, net, NULL);
  wait_until(stored_as("child", CHECK_MAINTENANCE));
  wait_until(stored("child")->base == CHECK_DOWN);
  g_assert_true(stored_as("child", CHECK_MAINTENANCE));
  g_assert_cmpint(desk.child_downs, ==, 0);
  desk.window[0].end = clock_now();
  tell_changed(poller);
  wait_until(stored_as("child", CHECK_SOFT) || stored_as("child", CHECK_DOWN));
  wait_until(stored_as("child", CHECK_DOWN));
  g_assert_cmpint((int)(stored("child")->checked_at - desk.window[0].end), >=, 0);
  end_poller(poller);
  finish();
}

/* Edge case 32: an outage with several endpoints in it begins and ends with one notice each; at the end each was looked
 * at afresh before, and what fails is named. A store that is busy is asked again. */
static void an_outage_is_told_once(void)
{
  static const char *const target[] = {"group:g", NULL};
  begin();
  add("bad", "http", child_url(faults, "http", "http", "/status/503"));
  add("good", "http", child_url(faults, "http", "http", "/ok"));
  add("fine", "http", child_url(faults, "http", "http", "/ok"));
  desk.window[0] = (struct maintenance){.number = 4, .calendar = true, .start = clock_now() - 10,
                                        .end = clock_now() + 3600, .reason = "", .by = "", .title = {"点検", "Inspection"},
                                        .target = target, .told = {UTC_NONE, UTC_NONE}};
  desk.windows = 1;
  struct poller *poller = poller_new(&loop, &first, net, NULL), *other = poller_new(&loop, &second, net, NULL);
  wait_until(stored_as("bad", CHECK_MAINTENANCE) && stored_as("good", CHECK_MAINTENANCE) && desk.told[OUTAGE_BEGINS] > 0);
  g_assert_cmpint(desk.outage.endpoints, ==, 3);
  g_assert_cmpint(desk.outage.bad, ==, 0);
  desk.window[0].end = clock_now();
  tell_changed(poller);
  tell_changed(other);
  desk.busy = true;
  wait_until(desk.asked_while_busy > 2);
  desk.busy = false;
  wait_until(desk.told[OUTAGE_ENDS] > 0);
  g_assert_true(desk.outage.calendar);
  g_assert_cmpint(desk.outage.endpoints, ==, 3);
  g_assert_cmpint(desk.outage.bad, ==, 1);
  g_assert_cmpstr(desk.outage.names, ==, "bad");
  g_assert_cmpint((int)(desk.told_at - desk.window[0].end), <, 60); /* not for want of patience */
  tell_changed(poller);
  int64_t checks = status_of(poller).checks + status_of(other).checks;
  wait_until(stored_as("bad", CHECK_DOWN) && stored_as("good", CHECK_OK) && stored_as("fine", CHECK_OK) &&
             status_of(poller).checks + status_of(other).checks > checks + 6);
  g_assert_cmpint(desk.told[OUTAGE_BEGINS], ==, 1);
  g_assert_cmpint(desk.told[OUTAGE_ENDS], ==, 1);
  end_poller(other);
  end_poller(poller);
  finish();
}

/* Edge case 41: parent and child fail together, the child is seen first: it is never down, only unreachable. When the
 * parent is back, the child is looked at anew, and raised after its own count. */
static void a_child_behind_its_parent(void)
{
  begin();
  add("child", "tcp", child_url(faults, "", "refused", ""));
  add("parent", "http", child_url(faults, "http", "http", "/status/503"));
  desk.row[0].parent = "parent";
  desk.row[1].down_after = 3;
  struct poller *poller = poller_new(&loop, &first, net, NULL);
  wait_until(stored_as("parent", CHECK_DOWN));
  wait_until(stored_as("child", CHECK_UNREACHABLE));
  g_assert_cmpint(desk.child_downs, ==, 0);
  char *bad = (char *)(uintptr_t)desk.row[1].target;
  desk.row[1].target = child_url(faults, "http", "http", "/ok");
  g_free(bad);
  tell_changed(poller);
  wait_until(stored_as("parent", CHECK_OK));
  wait_until(stored_as("child", CHECK_SOFT) || desk.child_downs > 0);
  g_assert_cmpint(desk.child_downs, ==, 0);
  wait_until(stored_as("child", CHECK_DOWN));
  end_poller(poller);
  finish();
}

static void paused(void)
{
  begin();
  add("good", "http", child_url(faults, "http", "http", "/ok"));
  add("child", "http", child_url(faults, "http", "http", "/status/503"));
  desk.row[1].paused_by = "sato";
  desk.row[1].paused_until = UTC_NONE;
  struct poller *poller = poller_new(&loop, &first, net, NULL);
  wait_until(stored_as("child", CHECK_PAUSED));
  int64_t checks = status_of(poller).checks;
  wait_until(status_of(poller).checks > checks + 2);
  g_assert_true(stored_as("child", CHECK_PAUSED));
  desk.row[1].paused_until = clock_now(); /* its end has come: as good as resumed */
  tell_changed(poller);
  wait_until(stored_as("child", CHECK_DOWN));
  end_poller(poller);
  finish();
}

/* Two sites: one alone that sees a failure does not make it down, two do; a site that is silent has no vote. */
static void two_sites_vote(void)
{
  begin();
  add("child", "http", child_url(faults, "http", "http", "/status/503"));
  desk.row[0].options = "votes=2";
  desk.row[0].interval_s = 2;
  desk.vote[0] = (struct endpoint_vote){.id = "child", .site = "osaka", .bad = false, .at = clock_now() + 3};
  desk.votes = 1;
  struct poller *poller = poller_new(&loop, &first, net, NULL);
  wait_until(stored_as("child", CHECK_SOFT) && stored("child")->soft == 2);
  int64_t checks = status_of(poller).checks;
  wait_until(status_of(poller).checks > checks && status_of(poller).unwritten == 0);
  g_assert_cmpint(desk.child_downs, ==, 0);
  desk.vote[0].bad = true;
  tell_changed(poller);
  wait_until(stored_as("child", CHECK_DOWN));
  end_poller(poller);
  finish();
}

/* A poller of a site holds a lease of its own and checks only what is voted on. */
static void a_site_has_its_own_lease(void)
{
  struct poller_hooks hooks = {.site = "osaka"};
  begin();
  add("child", "http", child_url(faults, "http", "http", "/status/503"));
  add("good", "http", child_url(faults, "http", "http", "/ok"));
  desk.row[0].options = "votes=2";
  struct poller *poller = poller_new(&loop, &first, net, &hooks);
  wait_until(stored("child") != NULL && stored("child")->base == CHECK_DOWN);
  g_assert_null(stored("good"));
  g_assert_cmpstr(desk.lease.name, ==, "poller@osaka");
  end_poller(poller);
  finish();
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  char *program = test_program("tests/tools/fault_server");
  faults = child_start((const char *const[]){program, NULL});
  g_test_add_func("/poller/polls", polls);
  g_test_add_func("/poller/edge-44-busy-store", busy_store);
  g_test_add_func("/poller/edge-38-handed-over", handed_over);
  g_test_add_func("/poller/edge-38-frozen", frozen);
  g_test_add_func("/poller/ending-without-the-store", ending_without_the_store);
  g_test_add_func("/poller/demonstration", demonstration);
  g_test_add_func("/poller/list-changes", list_changes);
  g_test_add_func("/poller/pinned-clock", a_pinned_clock_polls_nothing);
  g_test_add_func("/poller/lease", lease_changes_hands);
  g_test_add_func("/poller/edge-40-maintenance", maintenance_begins_and_ends);
  g_test_add_func("/poller/edge-32-outage", an_outage_is_told_once);
  g_test_add_func("/poller/edge-41-parent", a_child_behind_its_parent);
  g_test_add_func("/poller/edge-39-paused", paused);
  g_test_add_func("/poller/votes", two_sites_vote);
  g_test_add_func("/poller/site", a_site_has_its_own_lease);
  g_test_add_func("/poller/caps", caps);
  int status = g_test_run();
  child_stop(faults);
  g_free(program);
  return status;
}
