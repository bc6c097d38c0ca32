/* The time zone database is upgraded under a store with deadlines: they are computed again, step by step, shared by
 * consoles; never backwards to an older release. With a database of zones of our own. */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "desk.h"
#include "toban/store.h"
#include "toban/transfer.h"
#include "toban/verify.h"
#include "toban/zone.h"
#include "toban/zone_store.h"
#include "toban/zone_watch.h"

#define SYSTEM "/usr/share/zoneinfo"
enum { TICKETS = ZONES_STEP + 10, GUARD_MS = 60000 };

static char *folder;

/* --- zones of our own: links to those of the system, but for New York ------------------------------------- */
static void link_all(const char *name, const char *but)
{
  char *from = g_build_filename(SYSTEM, name, NULL), *to = g_build_filename(folder, name, NULL);
  GDir *dir = g_dir_open(from, 0, NULL);
  g_assert_nonnull(dir);
  g_assert_cmpint(g_mkdir_with_parents(to, 0700), ==, 0);
  for (const char *entry; (entry = g_dir_read_name(dir)) != NULL;) {
    char *source = g_build_filename(from, entry, NULL), *target = g_build_filename(to, entry, NULL);
    if (strcmp(entry, but) != 0)
      g_assert_cmpint(symlink(source, target), ==, 0);
    g_free(source);
    g_free(target);
  }
  g_dir_close(dir);
  g_free(from);
  g_free(to);
}

static void put(const char *name, const char *bytes, size_t length)
{
  char *path = g_build_filename(folder, name, NULL), *next = g_strconcat(path, ".new", NULL);
  g_assert_true(g_file_set_contents(next, bytes, (gssize)length, NULL));
  g_assert_cmpint(g_rename(next, path), ==, 0);
  g_free(path);
  g_free(next);
}

/* As a package does: the zone first, then the list. */
static void install(const char *rules, const char *release)
{
  char *source = g_build_filename(SYSTEM, rules, NULL), *bytes, *version = g_strdup_printf("# version %s\n", release);
  gsize length;
  g_assert_true(g_file_get_contents(source, &bytes, &length, NULL));
  put("America/New_York", bytes, length);
  put("tzdata.zi", version, strlen(version));
  g_free(version);
  g_free(source);
  g_free(bytes);
}

static void remove_tree(const char *path)
{
  GDir *dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
  for (const char *entry; dir != NULL && (entry = g_dir_read_name(dir)) != NULL;) {
    char *child = g_build_filename(path, entry, NULL);
    remove_tree(child);
    g_free(child);
  }
  if (dir != NULL)
    g_dir_close(dir);
  g_remove(path);
}

/* --- a desk with tickets of New York ------------------------------------------------------------------------ */
struct shop { struct tempdb temp; struct db *db, *other; };

static void set_up(struct shop *shop, gconstpointer unused)
{
  GError *error = NULL;
  (void)unused;
  install("America/New_York", "2026b");
  zone_refresh();
  clock_pin(NOON);
  shop->temp = tempdb_new();
  shop->db = tempdb_open(&shop->temp, DB_CREATE);
  desk_ok(db_begin(shop->db, &error), error);
  desk_ok(transfer_initial(shop->db, "init", NOON, &error), error);
  desk_person(shop->db, "sato", "agent;administrator");
  desk_ok(db_exec(shop->db, &error, "INSERT INTO meta (name, value) VALUES ('demo', 1)", ""), error);
  struct bulk *bulk = bulk_begin(shop->db, NOON, &error);
  for (int i = 0; i < TICKETS; i++) {
    char key[32];
    g_snprintf(key, sizeof key, "261122-%04d", i + 1);
    struct ticket_event event = {.kind = EVENT_RECEIVED, .at = NOON, .by = "sato", .ticket = key, .channel = CHANNEL_WEB,
                                 .priority = 3, .category = "5.1", .office = "1", .title = "x", .requester = "y",
                                 .lang = "en"};
    desk_ok(bulk_event(bulk, &event, &error), error);
  }
  desk_ok(bulk_end(bulk, NULL, &error), error);
  desk_ok(db_commit(shop->db, &error), error);
  shop->other = tempdb_open(&shop->temp, 0);
}

static void tear_down(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  db_close(shop->other);
  db_close(shop->db);
  tempdb_free(&shop->temp);
  clock_pin(UTC_NONE);
}

static struct command_outcome step(struct db *db)
{
  struct command_outcome outcome;
  struct command *command = zones_step("sato", NOON);
  GError *error = NULL;
  desk_ok(command_run(db, command, &outcome, &error), error);
  command_free(command);
  return outcome;
}

/* Tickets whose solution is due then: Tuesday 17:30, 17 office hours behind Monday 9:00. */
static int64_t due_at(struct db *db, const char *when)
{
  utc_t at;
  int64_t n = -1;
  GError *error = NULL;
  g_assert_true(utc_parse(when, &at, NULL));
  desk_ok(db_get_int(db, &n, -1, &error, "SELECT count(*) FROM ticket_clock WHERE due_at = $1 AND id % 4 = 1", "u", at),
          error);
  return n;
}

static void assert_sound(struct db *db)
{
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  g_assert_cmpint(report.differences, ==, 0);
  verify_report_clear(&report);
}

#define IN_NEW_YORK "2026-11-24T17:30:00-05:00"
#define IN_DUBAI "2026-11-24T17:30:00+04:00"
#define IN_LONDON "2026-11-24T17:30:00Z"

static void two_consoles_share_the_work(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  g_assert_cmpint(due_at(shop->db, IN_NEW_YORK), ==, TICKETS);
  g_assert_cmpint(step(shop->db).result, ==, COMMAND_REPEATED); /* nothing to do */
  install("Asia/Dubai", "2026c");
  g_assert_true(zone_refresh());
  struct command_outcome first = step(shop->db);
  g_assert_cmpint(first.result, ==, COMMAND_DONE);
  g_assert_cmpint((int)first.revision, ==, 1);
  g_assert_cmpint(due_at(shop->db, IN_DUBAI), ==, ZONES_STEP); /* a part, and others can write now */
  g_assert_cmpint((int)step(shop->other).revision, ==, 1);     /* the other goes on, not again */
  g_assert_cmpint(due_at(shop->db, IN_DUBAI), ==, TICKETS);
  g_assert_cmpint((int)step(shop->db).revision, ==, 0);
  g_assert_cmpint(step(shop->other).result, ==, COMMAND_REPEATED);
  g_assert_cmpint(step(shop->db).result, ==, COMMAND_REPEATED);
  g_assert_cmpint(desk_count(shop->db, "SELECT count(*) FROM event WHERE subject = 'zones'"), ==, 1);
  g_assert_cmpint(desk_count(shop->db, "SELECT count(*) FROM ticket t JOIN ticket_clock c ON c.id = t.id * 4 + 1"
                                       " WHERE t.rank_at > c.due_at"), ==, 0);
  assert_sound(shop->db);
}

static void never_back_to_an_older_release(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  install("Asia/Dubai", "2025a");
  zone_refresh();
  g_assert_cmpint(step(shop->db).result, ==, COMMAND_REPEATED);
  g_assert_cmpint(due_at(shop->db, IN_NEW_YORK), ==, TICKETS);
  install("Europe/London", "2026d"); /* another one comes while the first is under way: from the beginning */
  zone_refresh();
  g_assert_cmpint((int)step(shop->db).revision, ==, 1);
  install("Asia/Dubai", "2026e");
  zone_refresh();
  while (step(shop->db).revision == 1)
    continue;
  g_assert_cmpint(due_at(shop->db, IN_DUBAI), ==, TICKETS);
  assert_sound(shop->db);
}

/* --- a running console ---------------------------------------------------------------------------------------- */
static uv_loop_t loop;
static bool closed;

static void never(uv_timer_t *timer)
{
  (void)timer;
  g_error("the deadlines did not come");
}

static void no_feed(void *user, const struct store_feed *feed)
{
  (void)user, (void)feed;
}

static void no_status(void *user, const struct store_status *status)
{
  (void)user, (void)status;
}

static void count(void *user)
{
  ++*(int *)user;
}

static void store_gone(void *user)
{
  (void)user;
  closed = true;
}

static void under_a_running_console(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  int changed = 0;
  uv_timer_t guard;
  struct store_hooks hooks = {NULL, no_feed, no_status};
  uv_loop_init(&loop);
  uv_timer_init(&loop, &guard);
  uv_timer_start(&guard, never, GUARD_MS, 0);
  struct store *store = store_new(&loop, shop->temp.path, 0, &hooks);
  struct zone_watch *watch = zone_watch_new(&loop, store, 20, &(struct zone_watch_hooks){&changed, count});
  zone_watch_actor(watch, "sato");
  for (int i = 0; i < 5; i++)
    uv_run(&loop, UV_RUN_ONCE);
  install("Europe/London", "2026f");
  while (due_at(shop->other, IN_LONDON) < TICKETS || changed == 0)
    uv_run(&loop, UV_RUN_ONCE);
  g_assert_cmpint(changed, ==, 1);
  zone_watch_free(watch);
  closed = false;
  store_close(store, 5000, store_gone, NULL);
  while (!closed)
    uv_run(&loop, UV_RUN_ONCE);
  uv_close((uv_handle_t *)&guard, NULL);
  uv_run(&loop, UV_RUN_DEFAULT);
  g_assert_cmpint(uv_loop_close(&loop), ==, 0);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  if (!g_file_test(SYSTEM "/tzdata.zi", G_FILE_TEST_EXISTS)) {
    g_test_skip("no tzdata.zi");
    return 0;
  }
  folder = g_dir_make_tmp("toban-zones.XXXXXX", NULL);
  g_assert_nonnull(folder);
  g_setenv("TZDIR", folder, TRUE);
  link_all("", "America");
  link_all("America", "New_York");
  char *list = g_build_filename(folder, "tzdata.zi", NULL);
  g_unlink(list);
  g_free(list);
#define ADD(path, test) g_test_add(path, struct shop, NULL, set_up, test, tear_down)
  ADD("/zones/shared", two_consoles_share_the_work);
  ADD("/zones/releases", never_back_to_an_older_release);
  ADD("/zones/console", under_a_running_console);
  int failed = g_test_run();
  remove_tree(folder);
  g_free(folder);
  return failed;
}
