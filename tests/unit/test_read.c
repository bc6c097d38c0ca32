#include <limits.h>

#include "desk.h"
#include "toban/check_store.h"
#include "toban/read.h"
#include "toban/transfer.h"

static GError *error;

/* 60 tickets: in all states, some held, some mine, some merged, two without a due time. */
static void many_tickets(struct db *db)
{
  static const char *const titles[] = {"会議室の回線が落ちた", "VPN接続で証明書", "Printer jam ｽｷｬﾝ", "Outlook search"};
  for (int i = 0; i < 60; i++) {
    char key[16], other[16];
    g_snprintf(key, sizeof key, "T-%02d", i);
    g_snprintf(other, sizeof other, "T-%02d", i - 1);
    struct ticket_event event = desk_received(titles[i % 4], NOON + i * 37 % 600, i % 4 + 1);
    event.ticket = key;
    event.office = i % 3 == 0 ? "1" : i % 3 == 1 ? "12" : "tokyo";
    desk_do(db, &event);
    static const char *const states[] = {NULL, NULL, "waiting-user", "waiting-vendor", "escalated", "resolved", "closed"};
    event = desk_event(key, EVENT_ASSIGNED, NOON + 1000 + i, i % 2 == 0 ? "sato" : "yamada");
    if (i % 7 != 0)
      desk_do(db, &event);
    event = desk_event(key, EVENT_STATE, NOON + 2000 + i / 3 * 3, states[i % 7]);
    if (event.target != NULL)
      desk_do(db, &event);
    event = desk_event(key, EVENT_MERGED, NOON + 3000, other);
    if (i == 20 || i == 41)
      desk_do(db, &event);
  }
}

static struct queue_window *window(struct db *db, const struct queue_args *args)
{
  struct queue_window *made = queue_window_read(db, args, &error);
  g_assert_no_error(error);
  return made;
}

/* All keys of a view in order, by plain SQL that uses none of the view's own statements. */
static GPtrArray *expected(struct db *db, enum queue_view view, utc_t now)
{
  static const char *const sql[VIEWS] = {
      [VIEW_OPEN] = "SELECT key FROM ticket WHERE state < 5 AND merged_into IS NULL ORDER BY rank_at, id",
      [VIEW_MINE] = "SELECT key FROM ticket WHERE state < 5 AND merged_into IS NULL AND assignee = 'sato' ORDER BY rank_at, id",
      [VIEW_NEW] = "SELECT key FROM ticket WHERE state = 0 AND merged_into IS NULL ORDER BY rank_at, id",
      [VIEW_LATE] = ("SELECT key FROM ticket t WHERE state < 5 AND merged_into IS NULL AND EXISTS (SELECT 1 FROM"
                     " ticket_clock c WHERE c.id / 4 = t.id AND c.state = 1 AND c.due_at < $1) ORDER BY rank_at, id"),
      [VIEW_HELD] = "SELECT key FROM ticket WHERE state IN (2, 3) AND merged_into IS NULL ORDER BY rank_at, id",
      [VIEW_DONE] = "SELECT key FROM ticket WHERE state >= 5 OR merged_into IS NOT NULL ORDER BY changed_at DESC, id DESC",
      [VIEW_ALL] = "SELECT key FROM ticket ORDER BY changed_at DESC, id DESC",
  };
  GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
  struct db_stmt *stmt = view == VIEW_LATE ? db_query(db, &error, sql[view], "u", now) : db_prepare(db, sql[view], &error);
  g_assert_no_error(error);
  while (db_step(stmt, &error) > 0)
    g_ptr_array_add(keys, g_strdup(db_text(stmt, 0)));
  db_done(stmt);
  return keys;
}

/* The window shows keys[first ...], and knows where it is. */
static void assert_window(const struct queue_window *w, const GPtrArray *keys, int64_t first, int rows, int anchor)
{
  g_assert_cmpint(w->total, ==, keys->len);
  g_assert_cmpint(w->rows, ==, rows);
  g_assert_cmpint(w->anchor, ==, anchor);
  if (rows > 0)
    g_assert_cmpint(w->first, ==, first);
  for (int i = 0; i < rows; i++)
    g_assert_cmpstr(w->row[i].t.key, ==, g_ptr_array_index(keys, (guint)first + (guint)i));
}

static void check_view(struct db *db, enum queue_view view, utc_t now)
{
  GPtrArray *keys = expected(db, view, now);
  const int n = (int)keys->len, side = 3;
  struct queue_args args = {.view = view, .actor = "sato", .now = now, .before = side, .after = side};
  struct queue_window *w = window(db, &args);
  assert_window(w, keys, 0, MIN(n, side + 1), n == 0 ? -1 : 0);
  snapshot_free(w);
  args.where = QUEUE_BOTTOM;
  w = window(db, &args);
  assert_window(w, keys, MAX(n - side, 0), MIN(n, side), MIN(n, side) - 1);
  snapshot_free(w);
  for (int i = 0; i < n; i++) {
    int first = MAX(i - side, 0), last = MIN(i + side, n - 1);
    args.where = QUEUE_KEY;
    g_strlcpy(args.key, g_ptr_array_index(keys, (guint)i), sizeof args.key);
    w = window(db, &args);
    assert_window(w, keys, first, last - first + 1, i - first);
    args.where = QUEUE_AROUND;
    args.place = w->row[w->anchor].place;
    snapshot_free(w);
    w = window(db, &args);
    assert_window(w, keys, first, last - first + 1, i - first);
    snapshot_free(w);
  }
  g_ptr_array_unref(keys);
}

static void views(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  for (int view = 0; view < VIEWS; view++)
    check_view(db, (enum queue_view)view, NOON); /* empty */
  many_tickets(db);
  for (int view = 0; view < VIEWS; view++) {
    check_view(db, (enum queue_view)view, NOON + 100000);
    check_view(db, (enum queue_view)view, NOON + 15000);
    enum queue_view back;
    g_assert_true(queue_view_parse(queue_view_id((enum queue_view)view), &back));
    g_assert_cmpint(back, ==, view);
  }
  db_close(db);
  tempdb_free(&temp);
}

static void gone_place(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  many_tickets(db);
  struct queue_args args = {.view = VIEW_OPEN, .where = QUEUE_KEY, .key = "nowhere", .before = 2, .after = 2};
  struct queue_window *w = window(db, &args);
  g_assert_cmpint(w->anchor, ==, -1);
  snapshot_free(w);
  g_strlcpy(args.key, "T-05", sizeof args.key); /* resolved: not in this view */
  w = window(db, &args);
  g_assert_cmpint(w->anchor, ==, -1);
  snapshot_free(w);
  args.where = QUEUE_AROUND;
  args.place = (struct queue_place){INT64_MAX, 0}; /* after all rows: the last is nearest */
  w = window(db, &args);
  g_assert_cmpint(w->rows, ==, 2);
  g_assert_cmpint(w->anchor, ==, 1);
  g_assert_cmpint(w->first, ==, w->total - 2);
  snapshot_free(w);
  db_close(db);
  tempdb_free(&temp);
}

static void filters(void)
{
  static const struct { const char *filter; enum queue_view view; int total; } cases[] = {
      {"vpn", VIEW_ALL, 15}, {"ＶＰＮ 証明", VIEW_ALL, 15}, {"会議室 vpn", VIEW_ALL, 0}, {"スキャン", VIEW_ALL, 15}, {"すきゃん", VIEW_ALL, 15},
      {"t-0", VIEW_ALL, 10}, {"ろんどん", VIEW_ALL, 20}, {"LONDON rivera", VIEW_ALL, 20}, {"  ", VIEW_ALL, 60}, {"T-05", VIEW_DONE, 1},
      {"T-05", VIEW_OPEN, 0}, {"T-02", VIEW_HELD, 1}, {"T-07", VIEW_NEW, 1}, {"T-02", VIEW_MINE, 1}, {"T-03", VIEW_MINE, 0}, {"T-01", VIEW_LATE, 1},
  };
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  many_tickets(db);
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    struct queue_args args = {.view = cases[i].view, .actor = "sato", .now = NOON + 1000000, .before = 5, .after = 99};
    g_strlcpy(args.filter, cases[i].filter, sizeof args.filter);
    struct queue_window *w = window(db, &args);
    g_test_message("%s in %s", cases[i].filter, queue_view_id(cases[i].view));
    g_assert_cmpint(w->total, ==, cases[i].total);
    g_assert_cmpint(w->rows, ==, cases[i].total);
    g_assert_false(w->more);
    if (w->rows > 3) {
      args.where = QUEUE_KEY; /* from the middle of the matches */
      g_strlcpy(args.key, w->row[3].t.key, sizeof args.key);
      args.before = args.after = 1;
      struct queue_window *around = window(db, &args);
      g_assert_cmpint(around->first, ==, 2);
      g_assert_cmpint(around->anchor, ==, 1);
      g_assert_cmpint(around->rows, ==, 3);
      g_assert_cmpstr(around->row[1].t.key, ==, w->row[3].t.key);
      snapshot_free(around);
    }
    snapshot_free(w);
  }
  db_close(db);
  tempdb_free(&temp);
}

static void one_ticket(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  many_tickets(db);
  struct ticket_args args = {.key = "T-02", .now = NOON + 5000};
  struct ticket_view *view = ticket_view_read(db, &args, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(view->t.key, ==, "T-02");
  g_assert_cmpint(view->events, ==, 3);
  g_assert_cmpint(view->event[0].kind, ==, EVENT_RECEIVED);
  g_assert_cmpint(view->clock[CLOCK_RESOLUTION].state, ==, SLA_PAUSED);
  g_assert_cmpstr(view->clock[CLOCK_RESPONSE].policy, ==, "r");
  g_assert_cmpint(view->clock[CLOCK_RESPONSE].at, ==, NOON + 5000);
  db_close(db);
  g_assert_cmpstr(view->clock[CLOCK_RESPONSE].calendar, ==, "24x365"); /* outlives the connection */
  snapshot_free(view);
  db = tempdb_open(&temp, 0);
  g_strlcpy(args.key, "nowhere", sizeof args.key);
  g_assert_null(ticket_view_read(db, &args, &error));
  assert_error(error, TE_NOINPUT);
  db_close(db);
  tempdb_free(&temp);
}

static void counts_and_deadlines(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  many_tickets(db);
  struct desk_args args = {.now = NOON + 15000};
  struct desk_counts *counts = desk_counts_read(db, &args, &error);
  g_assert_no_error(error);
  int64_t sum = 0;
  int loads = 0;
  for (int i = 0; i < TICKET_STATES; i++)
    sum += counts->state[i];
  for (int i = 0; i < counts->loads; i++)
    loads += counts->load[i].open;
  g_assert_cmpint(sum, ==, 58); /* merged ones apart */
  g_assert_cmpint(loads, ==, counts->open);
  g_assert_cmpint(counts->open, ==, desk_count(db, "SELECT count(*) FROM ticket WHERE open = 1"));
  g_assert_cmpint(counts->late, >, 0);
  snapshot_free(counts);
  struct due_args due = {.now = NOON, .limit = 5};
  struct due_list *list = due_list_read(db, &due, &error);
  g_assert_no_error(error);
  g_assert_cmpint(list->rows, ==, 5);
  g_assert_cmpint(list->running, ==, desk_count(db, "SELECT count(*) FROM ticket_clock WHERE state = 1"));
  for (int i = 1; i < list->rows; i++)
    g_assert_cmpint(list->row[i - 1].clock.due, <=, list->row[i].clock.due);
  g_assert_nonnull(list->row[0].title);
  snapshot_free(list);
  db_close(db);
  tempdb_free(&temp);
}

static void reference(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  struct reference *first = reference_read(db, NULL, &error), *same = reference_read(db, NULL, &error);
  g_assert_no_error(error);
  g_assert_true(first == same); /* read again only when it changed */
  g_assert_cmpint(first->offices, ==, 3);
  g_assert_cmpstr(reference_office(first, "london")->id, ==, "12");
  g_assert_cmpstr(reference_office(first, "12")->name[LANG_JA], ==, "ロンドン");
  g_assert_cmpint(reference_office(first, "12")->pcs, ==, COUNT_UNKNOWN);
  g_assert_cmpint(reference_category(first, "5.1")->depth, ==, 2);
  g_assert_null(reference_office(first, "nowhere"));
  g_assert_cmpint(policy_count(first->policies), ==, 4);
  reference_free(same);
  desk_ok(db_begin(db, &error) && db_exec(db, &error, "UPDATE office SET name_en = 'Leeds' WHERE id = '12'", "") &&
          reference_changed(db, "offices", NOON, "sato", NULL, &error), error);
  struct reference *inside = reference_read(db, NULL, &error);
  g_assert_cmpstr(reference_office(inside, "12")->name[LANG_EN], ==, "Leeds");
  db_rollback(db);
  struct reference *back = reference_read(db, NULL, &error); /* the change did not happen */
  g_assert_cmpstr(reference_office(back, "12")->name[LANG_EN], ==, "London");
  reference_free(back);
  reference_free(inside);
  db_close(db);
  g_assert_cmpstr(reference_office(first, "12")->name[LANG_EN], ==, "London");
  reference_free(first);
  tempdb_free(&temp);
}

static void registers(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GString *csv = g_string_new("tag,kind,host,user\n");
  for (int i = 0; i < 30; i++)
    g_string_append_printf(csv, "PC-%04d,pc,ny-host%d,A. Rivera\n", i, i);
  struct transfer_input input = {.kind = "assets", .name = "f", .bytes = csv->str, .length = csv->len, .by = "sato",
                                 .at = NOON};
  int64_t taken;
  desk_ok(transfer_import(db, &input, &taken, &error), error);
  g_string_free(csv, TRUE);
  struct asset_args args = {.text = "HOST1 Rivera", .limit = 3};
  struct asset_list *assets = asset_find_read(db, &args, &error);
  g_assert_cmpint(assets->total, ==, 11);
  g_assert_cmpint(assets->rows, ==, 3);
  g_assert_cmpstr(assets->row[1].tag, ==, "PC-0010");
  snapshot_free(assets);
  g_strlcpy(args.text, "", sizeof args.text);
  assets = asset_find_read(db, &args, &error);
  g_assert_cmpint(assets->total, ==, 30);
  snapshot_free(assets);
  struct setting_args setting = {.actor = "sato", .name = "theme"};
  struct setting_value *value = setting_read(db, &setting, &error);
  g_assert_null(value->value);
  snapshot_free(value);
  db_close(db);
  tempdb_free(&temp);
}

/* --- endpoints ------------------------------------------------------------------------------------------ */
static void lease(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  struct lease l;
  desk_ok(lease_take(db, LEASE_POLLER, "a", NOON, 30, &l, &error), error);
  g_assert_cmpstr(l.holder, ==, "a");
  g_assert_cmpint(l.epoch, ==, 1);
  desk_ok(lease_take(db, LEASE_POLLER, "b", NOON + 29, 30, &l, &error), error);
  g_assert_cmpstr(l.holder, ==, "a");
  desk_ok(lease_take(db, LEASE_POLLER, "a", NOON + 20, 30, &l, &error), error); /* kept: the same epoch */
  g_assert_cmpint(l.epoch, ==, 1);
  g_assert_cmpint(l.until, ==, NOON + 50);
  desk_ok(lease_take(db, LEASE_POLLER, "b", NOON + 50, 30, &l, &error), error); /* run out */
  g_assert_cmpstr(l.holder, ==, "b");
  g_assert_cmpint(l.epoch, ==, 2);
  struct check_write write = {.id = "web"};
  check_status_init(&write.status);
  write.status.state = CHECK_DOWN;
  struct check_batch late = {.holder = "a", .epoch = 1, .now = NOON + 51, .count = 1, .write = &write};
  g_assert_false(check_write_batch(db, &late, &error));
  assert_error(error, TE_CONFLICT);
  g_assert_cmpint(desk_count(db, "SELECT count(*) FROM endpoint_state"), ==, 0);
  desk_ok(lease_release(db, LEASE_POLLER, "a", 1, NOON + 52, &error), error); /* not its own any more */
  desk_ok(lease_take(db, LEASE_POLLER, "a", NOON + 53, 30, &l, &error), error);
  g_assert_cmpstr(l.holder, ==, "b");
  desk_ok(lease_release(db, LEASE_POLLER, "b", 2, NOON + 54, &error), error);
  desk_ok(lease_take(db, LEASE_POLLER, "a", NOON + 54, 30, &l, &error), error);
  g_assert_cmpint(l.epoch, ==, 3);
  db_close(db);
  tempdb_free(&temp);
}

static void results(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  struct lease l;
  desk_ok(db_exec(db, &error,
                  "INSERT INTO endpoint (id, position, group_, name_ja, name_en, kind, target, interval_s, timeout_s, down_after,"
                  " up_after, expect_status, expect_body, slow_ms, parent, office) VALUES"
                  " ('web', 1, 'g', 'ウェブ', 'web', 'http', 'http://127.0.0.1/', 60, 5, 2, 1, '200', '', 900, '', '1')", ""), error);
  desk_ok(lease_take(db, LEASE_POLLER, "a", NOON, 300, &l, &error), error);
  struct check_write write = {.id = "web"};
  check_status_init(&write.status);
  struct check_batch batch = {.holder = "a", .epoch = l.epoch, .now = NOON, .count = 1, .write = &write};
  static const struct { enum check_state state; int latency, told; } steps[] = {
      {CHECK_OK, 12, 1}, {CHECK_OK, 15, 1}, {CHECK_DEGRADED, 1500, 2}, {CHECK_OK, 12, 3}};
  for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
    write.status.state = steps[i].state;
    write.status.latency_ms = steps[i].latency;
    write.status.checked_at = NOON + (int)i;
    desk_ok(check_write_batch(db, &batch, &error), error);
    g_assert_cmpint(desk_count(db, "SELECT count(*) FROM feed WHERE topic = 2 AND subject = 'web'"), ==, steps[i].told);
  }
  struct endpoint_list *list = endpoint_list_read(db, NULL, &error);
  g_assert_cmpint(list->rows, ==, 1);
  g_assert_cmpstr(list->row[0].name[LANG_EN], ==, "web");
  g_assert_cmpint(list->row[0].interval_s, ==, 60);
  g_assert_cmpint(list->row[0].slow_ms, ==, 900);
  g_assert_cmpint(list->row[0].state, ==, CHECK_OK);
  g_assert_cmpint(list->row[0].latency_ms, ==, 12);
  g_assert_cmpint(list->row[0].tls_days, ==, TLS_DAYS_UNKNOWN);
  g_assert_cmpint(list->row[0].checked_at, ==, NOON + 3);
  g_assert_true(list->row[0].since == UTC_NONE);
  snapshot_free(list);
  struct desk_args args = {.now = NOON};
  struct desk_counts *counts = desk_counts_read(db, &args, &error);
  g_assert_cmpint(counts->checks_ok, ==, 1);
  g_assert_cmpint(counts->checks_total, ==, 1);
  snapshot_free(counts);
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/read/views", views);
  g_test_add_func("/read/gone-place", gone_place);
  g_test_add_func("/read/filters", filters);
  g_test_add_func("/read/one-ticket", one_ticket);
  g_test_add_func("/read/counts-and-deadlines", counts_and_deadlines);
  g_test_add_func("/read/reference", reference);
  g_test_add_func("/read/registers", registers);
  g_test_add_func("/check-store/lease", lease);
  g_test_add_func("/check-store/results", results);
  return g_test_run();
}
