/* Troubles of endpoints become tickets, with the state, once each; and what people decide about checks. */
#include "desk.h"
#include "store/health_record.h"
#include "toban/agenda_store.h"
#include "toban/availability.h"
#include "toban/check_store.h"
#include "toban/lang.h"
#include "toban/verify.h"

enum { MINUTE = 60 };
struct shop { struct tempdb temp; struct db *db; utc_t now; struct lease lease; };

static void take_lease(struct shop *shop, const char *holder)
{
  GError *error = NULL;
  desk_ok(lease_take(shop->db, LEASE_POLLER, holder, shop->now, 2, &shop->lease, &error), error);
  g_assert_cmpstr(shop->lease.holder, ==, holder);
}

static void add_endpoint(struct shop *shop, const char *id, const char *options)
{
  GError *error = NULL;
  desk_ok(db_exec(shop->db, &error,
                  "INSERT INTO endpoint (id, position, group_, name_ja, name_en, kind, target, interval_s, timeout_s,"
                  " down_after, up_after, expect_status, expect_body, slow_ms, parent, office, options) VALUES ($1, 1,"
                  " 'Web', $1, $1, 'http', 'http://127.0.0.1/', 60, 10, 3, 2, '', '', 0, '', '12', $2)",
                  "tt", id, options), error);
}

static void set_up(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  lang_set(LANG_EN);
  shop->temp = tempdb_new();
  shop->db = desk_open(&shop->temp);
  shop->now = NOON;
  clock_pin(NOON);
  add_endpoint(shop, "web", "");
  take_lease(shop, "a:1:x");
}

static void tear_down(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report); /* whatever was done: the log says the same as the tables */
  desk_ok(verify_run(shop->db, &report, &error), error);
  g_assert_cmpint(report.differences, ==, 0);
  verify_report_clear(&report);
  db_close(shop->db);
  tempdb_free(&shop->temp);
  clock_pin(UTC_NONE);
}

static bool write_state(struct shop *shop, const char *id, enum check_state state, const char *message, int tls_days,
                        GError **error)
{
  struct check_write write = {.interval_s = 60};
  g_strlcpy(write.id, id, sizeof write.id);
  check_status_init(&write.status);
  write.status.state = write.status.base = state;
  write.status.since = write.status.base_since = write.status.checked_at = shop->now;
  write.status.tls_days = tls_days;
  g_strlcpy(write.status.message, message, sizeof write.status.message);
  struct check_batch batch = {.epoch = shop->lease.epoch, .now = shop->now, .count = 1, .write = &write};
  g_strlcpy(batch.holder, shop->lease.holder, sizeof batch.holder);
  return check_write_batch(shop->db, &batch, error);
}

/* The state of an endpoint a minute later. */
static void put(struct shop *shop, const char *id, enum check_state state, const char *message)
{
  GError *error = NULL;
  shop->now += MINUTE;
  clock_pin(shop->now);
  desk_ok(write_state(shop, id, state, message, TLS_DAYS_UNKNOWN, &error), error);
}

static int64_t tickets(struct shop *shop)
{
  return desk_count(shop->db, "SELECT count(*) FROM ticket");
}

static char *text_of(struct shop *shop, const char *sql)
{
  GError *error = NULL;
  struct db_stmt *stmt = db_prepare(shop->db, sql, &error);
  g_assert_no_error(error);
  g_assert_cmpint(db_step(stmt, &error), >, 0);
  char *text = g_strdup(db_text(stmt, 0));
  db_done(stmt);
  return text;
}

static void assert_text(struct shop *shop, const char *sql, const char *part)
{
  char *text = text_of(shop, sql);
  if (strstr(text, part) == NULL)
    g_error("%s: “%s”, without “%s”", sql, text, part);
  g_free(text);
}

#define NEWEST "SELECT body FROM event WHERE ticket IS NOT NULL AND body IS NOT NULL ORDER BY seq DESC LIMIT 1"
#define STATE_IS(s) "SELECT count(*) FROM ticket WHERE state = " G_STRINGIFY(s)

static int64_t in_state(struct shop *shop, enum ticket_state state)
{
  int64_t n = -1;
  GError *error = NULL;
  desk_ok(db_get_int(shop->db, &n, -1, &error, "SELECT count(*) FROM ticket WHERE state = $1", "i", (int64_t)state),
          error);
  return n;
}

static void one_ticket_for_one_trouble(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  put(shop, "web", CHECK_OK, "");
  put(shop, "web", CHECK_SOFT, "refused");
  g_assert_cmpint(tickets(shop), ==, 0);
  put(shop, "web", CHECK_DOWN, "refused");
  g_assert_cmpint(tickets(shop), ==, 1);
  assert_text(shop, "SELECT title FROM ticket", "web does not answer");
  assert_text(shop, "SELECT title FROM ticket", "応答しません");
  assert_text(shop, NEWEST, "The connection was refused");
  put(shop, "web", CHECK_DOWN, "timeout 10"); /* another reason: a note */
  put(shop, "web", CHECK_DOWN, "timeout 11"); /* the same reason: nothing */
  g_assert_cmpint(tickets(shop), ==, 1);
  g_assert_cmpint(desk_count(shop->db, "SELECT count(*) FROM event WHERE kind = 'note'"), ==, 1);
  put(shop, "web", CHECK_OK, "");
  g_assert_cmpint(in_state(shop, TICKET_RESOLVED), ==, 1);
  put(shop, "web", CHECK_DEGRADED, "slow 900");
  g_assert_cmpint(desk_count(shop->db, "SELECT count(*) FROM event WHERE kind = 'note'"), ==, 2);
}

/* Edge case 38: a restart while it is down, a second poller, one that slept: nothing is told twice. */
static void a_restart_tells_nothing_twice(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  struct lease old = shop->lease;
  put(shop, "web", CHECK_DOWN, "refused");
  shop->now += 10;
  take_lease(shop, "b:2:y");
  put(shop, "web", CHECK_DOWN, "refused");
  put(shop, "web", CHECK_SOFT, "refused"); /* the new one began to count anew */
  put(shop, "web", CHECK_DOWN, "refused");
  g_assert_cmpint(tickets(shop), ==, 1);
  struct lease now = shop->lease;
  shop->lease = old;
  g_assert_false(write_state(shop, "web", CHECK_OK, "", TLS_DAYS_UNKNOWN, &error));
  assert_error(error, TE_CONFLICT);
  shop->lease = now;
  g_assert_cmpint(in_state(shop, TICKET_NEW), ==, 1);
}

/* Edge case 43: the ticket of this endpoint and of nobody else, for as long as it is the same trouble. */
static void the_right_ticket_is_reopened(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  add_endpoint(shop, "mail", "priority=1");
  add_endpoint(shop, "dns", "");
  put(shop, "web", CHECK_DOWN, "refused");
  put(shop, "mail", CHECK_DOWN, "refused");
  put(shop, "dns", CHECK_DOWN, "refused");
  g_assert_cmpint(tickets(shop), ==, 3); /* three endpoints of one host: three tickets */
  g_assert_cmpint(desk_count(shop->db, "SELECT count(*) FROM ticket WHERE priority = 1"), ==, 1);
  put(shop, "mail", CHECK_OK, "");
  g_assert_cmpint(in_state(shop, TICKET_RESOLVED), ==, 1);
  assert_text(shop, "SELECT requester FROM ticket WHERE closed_at IS NOT NULL", "mail");
  shop->now += 28 * MINUTE;
  put(shop, "mail", CHECK_DOWN, "refused");
  g_assert_cmpint(tickets(shop), ==, 3); /* within the half hour: the same one */
  g_assert_cmpint(in_state(shop, TICKET_OPEN), ==, 1);
  put(shop, "mail", CHECK_OK, "");
  char *first = text_of(shop, "SELECT key FROM ticket WHERE requester = 'mail'");
  shop->now += 31 * MINUTE;
  put(shop, "mail", CHECK_DOWN, "refused");
  g_assert_cmpint(tickets(shop), ==, 4); /* later: a new one, which names the one before */
  assert_text(shop, NEWEST, first);
  g_free(first);
}

static void what_somebody_took_stays_his(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  put(shop, "web", CHECK_DOWN, "refused");
  char *key = text_of(shop, "SELECT key FROM ticket");
  struct ticket_event take = desk_event(key, EVENT_ASSIGNED, shop->now, "sato");
  desk_do(shop->db, &take);
  put(shop, "web", CHECK_OK, "");
  g_assert_cmpint(in_state(shop, TICKET_RESOLVED), ==, 0);
  assert_text(shop, NEWEST, "It is good again");
  shop->now += 40 * MINUTE;
  put(shop, "web", CHECK_DOWN, "refused"); /* his is still open, but it is another trouble */
  g_assert_cmpint(tickets(shop), ==, 2);
  g_free(key);
}

/* Edge case 40: what is still bad when its maintenance or its flapping ends is raised. */
static void what_outlives_a_maintenance_is_raised(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  put(shop, "web", CHECK_MAINTENANCE, "refused");
  put(shop, "web", CHECK_MAINTENANCE, "timeout 10");
  put(shop, "web", CHECK_UNREACHABLE, "timeout 10");
  put(shop, "web", CHECK_SOFT, "refused");
  g_assert_cmpint(tickets(shop), ==, 0);
  put(shop, "web", CHECK_DOWN, "refused");
  g_assert_cmpint(tickets(shop), ==, 1);
  put(shop, "web", CHECK_MAINTENANCE, "refused"); /* a trouble that goes on through a maintenance is the same */
  put(shop, "web", CHECK_DOWN, "refused");
  put(shop, "web", CHECK_FLAPPING, "refused");
  put(shop, "web", CHECK_FLAPPING, "");
  put(shop, "web", CHECK_DOWN, "refused");
  g_assert_cmpint(tickets(shop), ==, 1);
  g_assert_cmpint(in_state(shop, TICKET_NEW), ==, 1);
  put(shop, "web", CHECK_OK, "");
  g_assert_cmpint(in_state(shop, TICKET_RESOLVED), ==, 1);
}

/* Edge case 42: one notice for a certificate, not one for each hour or figure. */
static void one_notice_for_a_certificate(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  for (int days = 20; days > 10; days--) {
    char message[32];
    g_snprintf(message, sizeof message, "cert-soon %d", days);
    shop->now += 3600;
    desk_ok(write_state(shop, "web", CHECK_DEGRADED, message, days, &error), error);
    shop->now += 60;
    desk_ok(write_state(shop, "web", CHECK_DEGRADED, "slow 900", days, &error), error);
    shop->now += 60;
    desk_ok(write_state(shop, "web", CHECK_DOWN, "refused", TLS_DAYS_UNKNOWN, &error), error);
    shop->now += 60;
  }
  g_assert_cmpint(desk_count(shop->db, "SELECT count(*) FROM ticket WHERE title LIKE '%certificate%'"), ==, 1);
  put(shop, "web", CHECK_OK, "");
  g_assert_cmpint(desk_count(shop->db, "SELECT count(*) FROM ticket WHERE closed_at IS NULL"), ==, 1);
  shop->now += 60;
  desk_ok(write_state(shop, "web", CHECK_DEGRADED, "cert-soon 9", 9, &error), error);
  shop->now += 60;
  desk_ok(write_state(shop, "web", CHECK_OK, "", 365, &error), error);
  g_assert_cmpint(desk_count(shop->db, "SELECT count(*) FROM ticket WHERE closed_at IS NULL"), ==, 0);
}

static void no_ticket_where_none_is_wanted(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  add_endpoint(shop, "lab", "ticket=no");
  put(shop, "lab", CHECK_DOWN, "refused");
  put(shop, "lab", CHECK_OK, "");
  put(shop, "lab", CHECK_DOWN, "refused");
  g_assert_cmpint(tickets(shop), ==, 0);
  g_assert_cmpint(desk_count(shop->db, "SELECT count(*) FROM endpoint_alert WHERE ended_at IS NULL"), ==, 1);
}

/* --- what people decide ------------------------------------------------------------------------------------ */
static struct command_outcome tell(struct shop *shop, struct command *take_command, int code)
{
  struct command_outcome outcome = {0};
  GError *error = NULL;
  bool done = command_run(shop->db, take_command, &outcome, &error);
  command_free(take_command);
  g_assert_cmpint(done, ==, code < 0);
  if (code < 0)
    g_assert_no_error(error);
  else
    assert_error(error, code);
  return outcome;
}

static struct endpoint_list *read_list(struct shop *shop)
{
  GError *error = NULL;
  struct endpoint_list *list = endpoint_list_read(shop->db, NULL, &error);
  g_assert_no_error(error);
  return list;
}

static void acknowledged_until_it_is_good(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  put(shop, "web", CHECK_DOWN, "refused");
  tell(shop, endpoint_acknowledge("sato", shop->now, "web", shop->now + 3600, "the vendor comes"), -1);
  struct endpoint_list *list = read_list(shop);
  g_assert_true(endpoint_is_acknowledged(&list->row[0], shop->now));
  g_assert_false(endpoint_is_acknowledged(&list->row[0], shop->now + 3600));
  g_assert_cmpstr(list->row[0].acked_by, ==, "sato");
  g_assert_cmpstr(list->row[0].ticket, !=, "");
  snapshot_free(list);
  put(shop, "web", CHECK_OK, "");
  list = read_list(shop);
  g_assert_false(endpoint_is_acknowledged(&list->row[0], shop->now));
  g_assert_cmpstr(list->row[0].ticket, ==, "");
  snapshot_free(list);
}

/* Edge case 39: what is paused stays paused, whoever polls, until its end; and says so whatever its last result was. */
static void paused_stays_paused(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  put(shop, "web", CHECK_DOWN, "refused");
  tell(shop, endpoint_pause("sato", shop->now, "web", shop->now + 7200, "moved"), -1);
  take_lease(shop, "a:1:x");
  struct endpoint_list *list = read_list(shop);
  g_assert_cmpint(endpoint_shown(&list->row[0], shop->now), ==, CHECK_PAUSED);
  g_assert_cmpint(endpoint_shown(&list->row[0], shop->now + 7199), ==, CHECK_PAUSED);
  g_assert_cmpint(endpoint_shown(&list->row[0], shop->now + 7200), ==, CHECK_STALE); /* and not silently good */
  snapshot_free(list);
  tell(shop, endpoint_resume("sato", shop->now, "web"), -1);
  list = read_list(shop);
  g_assert_cmpint(endpoint_shown(&list->row[0], shop->now), ==, CHECK_DOWN);
  snapshot_free(list);
  tell(shop, endpoint_pause("sato", shop->now, "web", shop->now - 1, ""), TE_DATA);
  tell(shop, endpoint_pause("sato", shop->now, "nobody", UTC_NONE, ""), TE_NOINPUT);
  desk_person(shop->db, "guest", "viewer");
  tell(shop, endpoint_pause("guest", shop->now, "web", UTC_NONE, ""), TE_PERMISSION);
}

static const struct maintenance *window_of(const struct endpoint_list *list, const char *id)
{
  for (int i = 0; i < list->windows; i++)
    if (maintenance_covers(&list->window[i], id, "Web", "12"))
      return &list->window[i];
  return NULL;
}

static void maintenance_windows(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  const char *one[] = {"endpoint:web", NULL}, *group[] = {"group:Web", NULL}, *none[] = {NULL}, *bad[] = {"web", NULL};
  struct command_outcome done = tell(shop, maintenance_plan("sato", NOON, NOON + 60, NOON + 120, one, "new disk"), -1);
  g_assert_cmpstr(done.ticket, ==, "1");
  struct endpoint_list *list = read_list(shop);
  g_assert_nonnull(window_of(list, "web"));
  g_assert_null(window_of(list, "mail"));
  snapshot_free(list);
  tell(shop, maintenance_plan("sato", NOON, NOON + 60, NOON + 60, one, ""), TE_DATA);
  tell(shop, maintenance_plan("sato", NOON, NOON - 60, NOON, one, ""), TE_DATA);
  tell(shop, maintenance_plan("sato", NOON, NOON + 60, NOON + 400 * UTC_DAY, one, ""), TE_DATA);
  tell(shop, maintenance_plan("sato", NOON, NOON + 60, NOON + 120, none, ""), TE_DATA);
  tell(shop, maintenance_plan("sato", NOON, NOON + 60, NOON + 120, bad, ""), TE_DATA);
  done = tell(shop, maintenance_plan("sato", NOON, NOON + 60, NOON + 120, group, ""), -1);
  g_assert_cmpstr(done.ticket, ==, "2");
  tell(shop, maintenance_cancel("sato", NOON, 1), -1);
  tell(shop, maintenance_cancel("sato", NOON, 1), TE_NOINPUT);
  list = read_list(shop);
  g_assert_cmpint((int)window_of(list, "web")->number, ==, 2);
  snapshot_free(list);
  clock_pin(NOON + 120); /* it is over */
  list = read_list(shop);
  g_assert_cmpint(list->windows, ==, 0);
  snapshot_free(list);
}

/* --- outages, edge case 32 ------------------------------------------------------------------------------------ */
static int64_t told(struct shop *shop, const char *kind)
{
  int64_t n = -1;
  GError *error = NULL;
  desk_ok(db_get_int(shop->db, &n, -1, &error, "SELECT count(*) FROM event WHERE kind = $1", "t", kind), error);
  return n;
}

/* What a poller asks for: the notice of the entry or maintenance `number`. code -1: it is taken, or needs no notice. */
static void tell_outage(struct shop *shop, bool calendar, int64_t number, enum outage_what what, int code)
{
  struct outage_args args = {.epoch = shop->lease.epoch, .now = shop->now, .calendar = calendar, .number = number,
                             .what = what, .endpoints = 3, .bad = what == OUTAGE_ENDS, .names = "mail"};
  GError *error = NULL;
  g_strlcpy(args.holder, shop->lease.holder, sizeof args.holder);
  bool done = outage_tell(shop->db, &args, &error);
  g_assert_cmpint(done, ==, code < 0);
  if (code < 0)
    g_assert_no_error(error);
  else
    assert_error(error, code);
}

static void pass(struct shop *shop, utc_t at)
{
  shop->now = at;
  clock_pin(at);
}

static struct agenda_entry inspection(void)
{
  return (struct agenda_entry){.kind = AGENDA_OUTAGE, .site = "tokyo", .from = NOON + 600, .to = NOON + 3600,
                               .title = {"電源点検", "Power inspection"}, .note = "", .reason = "", .approval = "",
                               .stops = true, .targets = "group:Web"};
}

/* The calendar's outage silences the endpoints that it names; its beginning and its end are told once each, whoever
 * polls and however often; nothing is told for each endpoint. */
static void an_outage_is_told_once(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  struct agenda_entry entry = inspection();
  add_endpoint(shop, "mail", "");
  add_endpoint(shop, "file", "");
  tell(shop, agenda_put("sato", NOON, &entry), -1);
  tell_outage(shop, true, 1, OUTAGE_BEGINS, -1); /* not begun */
  g_assert_cmpint(told(shop, "outage-begins"), ==, 0);
  pass(shop, NOON + 600);
  struct endpoint_list *list = read_list(shop);
  g_assert_cmpint(list->windows, ==, 1);
  for (int i = 0; i < list->rows; i++)
    g_assert_cmpstr(maintenance_title(maintenance_at(list, &list->row[i], shop->now)), ==, "Power inspection");
  g_assert_null(maintenance_at(list, &list->row[0], NOON + 599));
  g_assert_null(maintenance_at(list, &list->row[0], NOON + 3600));
  snapshot_free(list);
  tell_outage(shop, true, 1, OUTAGE_ENDS, -1); /* nothing ends before it has begun */
  tell_outage(shop, true, 1, OUTAGE_BEGINS, -1);
  tell_outage(shop, true, 1, OUTAGE_BEGINS, -1);
  struct lease late = shop->lease;
  pass(shop, NOON + 700);
  take_lease(shop, "b:2:y"); /* another poller asks again; the one before is too late */
  tell_outage(shop, true, 1, OUTAGE_BEGINS, -1);
  struct lease now = shop->lease;
  shop->lease = late;
  tell_outage(shop, true, 1, OUTAGE_BEGINS, TE_CONFLICT);
  shop->lease = now;
  g_assert_cmpint(told(shop, "outage-begins"), ==, 1);
  static const char *const ids[] = {"web", "mail", "file"};
  for (size_t i = 0; i < G_N_ELEMENTS(ids); i++)
    put(shop, ids[i], CHECK_MAINTENANCE, "refused");
  pass(shop, NOON + 3600);
  list = read_list(shop); /* over, and nobody was told: still in the list */
  g_assert_cmpint(list->windows, ==, 1);
  snapshot_free(list);
  tell_outage(shop, true, 1, OUTAGE_ENDS, -1);
  tell_outage(shop, true, 1, OUTAGE_ENDS, -1);
  g_assert_cmpint(told(shop, "outage-ends"), ==, 1);
  list = read_list(shop);
  g_assert_cmpint(list->windows, ==, 0);
  g_assert_cmpint(list->notices, ==, 2);
  g_assert_cmpint(list->notice[0].what, ==, OUTAGE_ENDS);
  g_assert_cmpint(list->notice[0].bad, ==, 1);
  g_assert_cmpstr(list->notice[0].names, ==, "mail");
  g_assert_cmpstr(list->notice[1].title[LANG_JA], ==, "電源点検");
  snapshot_free(list);
  g_assert_cmpint(tickets(shop), ==, 0);
  put(shop, "mail", CHECK_SOFT, "refused"); /* what is still bad is raised, after its own count */
  put(shop, "mail", CHECK_DOWN, "refused");
  g_assert_cmpint(tickets(shop), ==, 1);
}

/* An entry that is moved while it lasts ends when it ends then; one that is dropped ends at once. */
static void a_moved_outage(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  struct agenda_entry entry = inspection();
  const char *one[] = {"endpoint:web", NULL};
  tell(shop, agenda_put("sato", NOON, &entry), -1);
  pass(shop, NOON + 600);
  tell_outage(shop, true, 1, OUTAGE_BEGINS, -1);
  entry.number = 1;
  entry.to = NOON + 7200;
  tell(shop, agenda_put("sato", shop->now, &entry), -1);
  pass(shop, NOON + 3600);
  tell_outage(shop, true, 1, OUTAGE_ENDS, -1);
  g_assert_cmpint(told(shop, "outage-ends"), ==, 0);
  tell(shop, agenda_drop("sato", shop->now, 1, "done sooner"), -1);
  struct endpoint_list *list = read_list(shop);
  g_assert_cmpint(list->windows, ==, 1);
  g_assert_null(maintenance_at(list, &list->row[0], shop->now));
  snapshot_free(list);
  tell_outage(shop, true, 1, OUTAGE_ENDS, -1);
  g_assert_cmpint(told(shop, "outage-ends"), ==, 1);
  tell(shop, maintenance_plan("sato", shop->now, shop->now, shop->now + 60, one, "new disk"), -1);
  tell_outage(shop, false, 1, OUTAGE_BEGINS, -1);
  tell(shop, maintenance_cancel("sato", shop->now + 5, 1), -1);
  tell_outage(shop, false, 1, OUTAGE_ENDS, -1);
  tell_outage(shop, false, 1, OUTAGE_ENDS, -1);
  tell_outage(shop, false, 99, OUTAGE_BEGINS, -1); /* gone: nothing */
  g_assert_cmpint(told(shop, "outage-begins"), ==, 2);
  g_assert_cmpint(told(shop, "outage-ends"), ==, 2);
  entry = inspection();
  entry.targets = "group:Nowhere";
  tell(shop, agenda_put("sato", shop->now, &entry), TE_DATA);
}

/* --- history -------------------------------------------------------------------------------------------------- */
static void history_and_availability(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  struct endpoint_history_args args = {.id = "web", .from = NOON, .to = NOON + 3600};
  put(shop, "web", CHECK_OK, "");                 /* from :01 */
  put(shop, "web", CHECK_SOFT, "refused");        /* from :02, and it becomes down */
  put(shop, "web", CHECK_DOWN, "refused");        /* from :03 */
  put(shop, "web", CHECK_MAINTENANCE, "refused"); /* from :04 */
  put(shop, "web", CHECK_OK, "");                 /* from :05 */
  put(shop, "web", CHECK_SOFT, "refused");        /* from :06, and it does not */
  put(shop, "web", CHECK_OK, "");                 /* from :07; nobody polls from :10 on */
  shop->now += 20 * MINUTE;
  put(shop, "web", CHECK_OK, "");                 /* from :28 */
  struct endpoint_history *history = endpoint_history_read(shop->db, &args, &error);
  g_assert_no_error(error);
  static const enum check_state want[] = {CHECK_OK, CHECK_SOFT, CHECK_DOWN, CHECK_MAINTENANCE, CHECK_OK,
                                          CHECK_SOFT, CHECK_OK, CHECK_STALE, CHECK_OK};
  g_assert_cmpint(history->spans, ==, G_N_ELEMENTS(want));
  for (size_t i = 0; i < G_N_ELEMENTS(want); i++)
    g_assert_cmpint(history->span[i].state, ==, want[i]);
  struct availability a;
  availability_of(history->span, history->spans, &a);
  g_assert_cmpint((int)a.down_s, ==, 2 * MINUTE);
  g_assert_cmpint((int)a.up_s, ==, (1 + 2 + 3 + 32) * MINUTE);
  g_assert_cmpint((int)a.unmeasured_s, ==, (1 + 18) * MINUTE);
  g_assert_cmpint(a.outages, ==, 1);
  snapshot_free(history);
  args.from = NOON + 150; /* the state at the beginning of a stretch comes from before it */
  args.to = NOON + 210;
  history = endpoint_history_read(shop->db, &args, &error);
  g_assert_cmpint(history->spans, ==, 2);
  g_assert_cmpint(history->span[0].state, ==, CHECK_SOFT);
  g_assert_cmpint((int)(history->span[0].end - history->span[0].at), ==, 30);
  snapshot_free(history);
}

static void old_history_is_forgotten(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  for (int i = 0; i < 3; i++)
    desk_ok(db_exec(shop->db, &error, "INSERT INTO endpoint_change (id, at, state, base, message) VALUES ('web', $1,"
                                      " 'ok', 'ok', '')", "i", NOON - (500 + i) * UTC_DAY), error);
  take_lease(shop, "a:1:x");
  shop->now += 10;
  take_lease(shop, "b:2:y");
  g_assert_cmpint(desk_count(shop->db, "SELECT count(*) FROM endpoint_change"), ==, 1); /* the state from then on */
}

static void votes_of_other_sites(struct shop *shop, gconstpointer unused)
{
  (void)unused;
  GError *error = NULL;
  struct lease lease;
  struct check_write write = {.id = "web", .interval_s = 60};
  check_status_init(&write.status);
  write.status.base = CHECK_DOWN;
  write.status.checked_at = NOON;
  desk_ok(lease_take(shop->db, "poller@osaka", "o:1:z", NOON, 2, &lease, &error), error);
  struct check_batch batch = {.holder = "o:1:z", .site = "osaka", .epoch = lease.epoch, .now = NOON, .count = 1,
                              .write = &write};
  desk_ok(check_write_batch(shop->db, &batch, &error), error);
  g_assert_cmpint(desk_count(shop->db, "SELECT count(*) FROM endpoint_state"), ==, 0);
  g_assert_cmpint(tickets(shop), ==, 0);
  struct endpoint_list *list = read_list(shop);
  g_assert_cmpint(list->votes, ==, 1);
  g_assert_true(list->vote[0].bad);
  snapshot_free(list);
  batch.site[0] = '\0'; /* its lease is not that of the desk's poller */
  g_assert_false(check_write_batch(shop->db, &batch, &error));
  assert_error(error, TE_CONFLICT);
}

#define ADD(path, test) g_test_add(path, struct shop, NULL, set_up, test, tear_down)

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  ADD("/trouble/one-ticket", one_ticket_for_one_trouble);
  ADD("/trouble/edge-38-restart", a_restart_tells_nothing_twice);
  ADD("/trouble/edge-39-paused", paused_stays_paused);
  ADD("/trouble/edge-40-outlives", what_outlives_a_maintenance_is_raised);
  ADD("/trouble/edge-42-certificate", one_notice_for_a_certificate);
  ADD("/trouble/edge-43-right-ticket", the_right_ticket_is_reopened);
  ADD("/trouble/taken", what_somebody_took_stays_his);
  ADD("/trouble/no-ticket", no_ticket_where_none_is_wanted);
  ADD("/trouble/acknowledged", acknowledged_until_it_is_good);
  ADD("/trouble/maintenance", maintenance_windows);
  ADD("/trouble/edge-32-once", an_outage_is_told_once);
  ADD("/trouble/edge-32-moved", a_moved_outage);
  ADD("/trouble/history", history_and_availability);
  ADD("/trouble/old-history", old_history_is_forgotten);
  ADD("/trouble/votes", votes_of_other_sites);
  return g_test_run();
}
