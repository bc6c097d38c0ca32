/* Work on tickets: tags, links, call-backs, checks, time, undo, splits, many at once; texts made of a ticket. */
#include "desk.h"
#include "toban/error.h"
#include "toban/event_text.h"
#include "toban/plan.h"
#include "toban/read.h"
#include "toban/recent.h"
#include "toban/split.h"
#include "toban/summary.h"
#include "toban/ticket_work.h"
#include "toban/verify.h"

static struct ticket_event event_(enum event_kind kind, utc_t at, const char *target)
{
  return (struct ticket_event){.ticket = "T1", .at = at, .by = "sato", .kind = kind, .channel = CHANNEL_NONE,
                               .target = target};
}

static struct ticket_event received_(void)
{
  struct ticket_event event = desk_received("印刷できない", 10, 3);
  event.ticket = "T1";
  event.by = "sato";
  return event;
}

static struct ticket start(void)
{
  struct ticket ticket = {0};
  struct ticket_event event = received_();
  ticket_apply(&ticket, &event);
  return ticket;
}

/* Applies what may follow; false: it was refused, as data. */
static bool go(struct ticket *ticket, struct ticket_event event)
{
  GError *error = NULL;
  if (ticket_may_apply(ticket, &event, &error)) {
    ticket_apply(ticket, &event);
    return true;
  }
  g_assert_true(error_is(error, TE_DATA));
  g_error_free(error);
  return false;
}

/* --- rules ---------------------------------------------------------------------------------------------- */
static void tags(void)
{
  struct ticket t = start();
  const char *const good[] = {"vip", "印刷", "ルーター", "vpn-2.1_x"};
  const char *const wrong[] = {"", "two words", "a;b", "-x", "a\x1b", "\xff", "tab\t",
                               "123456789012345678901234567890123456789012"};
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
    g_assert_false(go(&t, event_(EVENT_TAGGED, 20, wrong[i])));
  g_assert_false(go(&t, event_(EVENT_TAGGED, 20, NULL)));
  for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
    g_assert_true(go(&t, event_(EVENT_TAGGED, 20, good[i])));
  g_assert_true(go(&t, event_(EVENT_TAGGED, 20, "vip")));
  g_assert_cmpint(t.tags, ==, 4);
  g_assert_false(go(&t, event_(EVENT_UNTAGGED, 20, "none")));
  g_assert_true(go(&t, event_(EVENT_UNTAGGED, 20, "印刷")));
  g_assert_cmpstr(t.tag[1], ==, "ルーター");
  g_assert_true(ticket_has_tag(&t, "vip") && !ticket_has_tag(&t, "印刷"));
  char more[16][8];
  for (int i = 0; i < 9; i++) {
    g_snprintf(more[i], sizeof more[i], "t%d", i);
    g_assert_true(go(&t, event_(EVENT_TAGGED, 20, more[i])));
  }
  g_assert_cmpint(t.tags, ==, TICKET_TAGS);
  g_assert_false(go(&t, event_(EVENT_TAGGED, 20, "thirteenth")));
  g_assert_true(go(&t, event_(EVENT_TAGGED, 20, "vip")));
}

static void links(void)
{
  struct ticket t = start();
  struct ticket_event e = event_(EVENT_LINKED, 20, "T2");
  g_assert_false(go(&t, e)); /* no relation */
  e.reason = "parent";
  g_assert_true(go(&t, e));
  g_assert_true(go(&t, e));
  g_assert_cmpstr(t.parent, ==, "T2");
  e.target = "T3";
  g_assert_false(go(&t, e)); /* one parent */
  e.target = "T1";
  g_assert_false(go(&t, e)); /* itself */
  e = event_(EVENT_UNLINKED, 30, "T3");
  e.reason = "parent";
  g_assert_false(go(&t, e));
  e.target = "T2";
  g_assert_true(go(&t, e));
  g_assert_null(t.parent);
  e.reason = "child";
  g_assert_false(go(&t, e));
  for (int i = 0; i < RELATIONS; i++) {
    enum ticket_relation relation;
    g_assert_true(ticket_relation_parse(ticket_relation_id((enum ticket_relation)i), &relation));
    g_assert_cmpint(ticket_relation_back(ticket_relation_back(relation)), ==, i);
    g_assert_cmpint(*ticket_relation_text(relation), !=, '\0');
  }
  struct ticket_event list[4];
  ticket_link_pair("T1", RELATION_CHILD, "A", false, &list[0]);
  ticket_link_pair("T1", RELATION_CHILD, "A", true, &list[2]);
  g_assert_cmpstr(list[1].ticket, ==, "A");
  g_assert_cmpstr(list[1].reason, ==, "parent");
  GArray *left = ticket_links(list, 1);
  g_assert_cmpint(left->len, ==, 1);
  g_array_free(left, TRUE);
  list[1] = list[2];
  left = ticket_links(list, 2);
  g_assert_cmpint(left->len, ==, 0);
  g_array_free(left, TRUE);
}

static void call_backs(void)
{
  struct ticket t = start();
  struct ticket_event promise = event_(EVENT_CALLBACK_PROMISED, 100, NULL), kept = event_(EVENT_CALLBACK_KEPT, 150, NULL);
  g_assert_false(go(&t, kept));
  g_assert_false(go(&t, promise)); /* no time */
  promise.until = 99;
  g_assert_false(go(&t, promise)); /* over before it was promised */
  promise.until = 200;
  g_assert_true(go(&t, promise));
  g_assert_cmpint(t.callback_at, ==, 200);
  struct ticket_event list[] = {received_(), promise, kept, promise, promise, kept};
  list[3].at = 300, list[3].until = 400;   /* again, */
  list[4].at = 500, list[4].until = 600;   /* moved after it had passed: broken */
  list[5].at = 600;                        /* exactly in time: kept */
  struct callback_count count = ticket_callbacks(list, 6, 1000);
  g_assert_cmpint(count.kept, ==, 2);
  g_assert_cmpint(count.broken, ==, 1);
  count = ticket_callbacks(list, 5, 600);
  g_assert_cmpint(count.broken, ==, 1); /* the last one is not broken yet */
  count = ticket_callbacks(list, 5, 601);
  g_assert_cmpint(count.broken, ==, 2);
  g_assert_true(go(&t, kept));
  g_assert_cmpint(t.callback_at, ==, UTC_NONE);
}

static void states(void)
{
  struct ticket t = start();
  struct ticket_event wait = event_(EVENT_STATE, 20, "waiting-vendor"), over = event_(EVENT_STATE, 40, "resolved");
  wait.until = 19;
  g_assert_false(go(&t, wait));
  wait.until = 5000;
  g_assert_true(go(&t, wait));
  g_assert_cmpint(t.expected_at, ==, 5000);
  wait.target = "open";
  g_assert_false(go(&t, wait)); /* what is open waits for nothing */
  over.reason = "hardware";
  g_assert_true(go(&t, over));
  g_assert_cmpint(t.expected_at, ==, UTC_NONE);
  g_assert_cmpstr(t.cause, ==, "hardware");
  g_assert_true(go(&t, event_(EVENT_STATE, 50, "closed")));
  g_assert_cmpstr(t.cause, ==, "hardware");
  g_assert_true(go(&t, event_(EVENT_STATE, 60, "open")));
  g_assert_null(t.cause);
  over.target = "open";
  g_assert_false(go(&t, over)); /* a cause of what is open */
}

static void small_ones(void)
{
  struct ticket t = start();
  struct ticket_event spent = event_(EVENT_SPENT, 20, NULL);
  g_assert_false(go(&t, spent));
  spent.amount = 1441;
  g_assert_false(go(&t, spent));
  spent.amount = -1;
  g_assert_false(go(&t, spent));
  spent.amount = 30;
  g_assert_true(go(&t, spent));
  spent.amount = -10;
  g_assert_true(go(&t, spent));
  g_assert_cmpint(t.spent, ==, 20);
  g_assert_false(go(&t, event_(EVENT_CHECKED, 20, "power")));
  g_assert_false(go(&t, event_(EVENT_CHECKED, 20, "pc/")));
  g_assert_true(go(&t, event_(EVENT_CHECKED, 20, "pc-boot/power")));
  g_assert_false(go(&t, event_(EVENT_HANDED_OVER, 20, NULL)));
  g_assert_true(go(&t, event_(EVENT_HANDED_OVER, 20, "admin")));
  g_assert_cmpstr(t.section, ==, "admin");
  g_assert_false(go(&t, event_(EVENT_REMOTE, 20, "")));
  struct ticket_event list[] = {event_(EVENT_CHECKED, 20, "a/1"), event_(EVENT_CHECKED, 30, "a/2"),
                                event_(EVENT_UNCHECKED, 40, "a/1")};
  const char *by = NULL;
  utc_t at = 0;
  g_assert_false(ticket_checked(list, 3, "a/1", NULL, NULL));
  g_assert_true(ticket_checked(list, 3, "a/2", &by, &at) && at == 30 && strcmp(by, "sato") == 0);
  g_assert_true(ticket_checked(list, 2, "a/1", NULL, NULL));
}

/* --- undo ----------------------------------------------------------------------------------------------- */
/* What undoing `last` after received + `before` gives; NULL kind: refused. */
static bool undo_of(const struct ticket_event *before, const struct ticket_event *last, struct ticket_event *out)
{
  struct ticket_event list[3] = {received_()};
  char *said = NULL;
  GError *error = NULL;
  int n = 1;
  if (before != NULL)
    list[n++] = *before;
  list[n++] = *last;
  for (int i = 0; i < n; i++)
    list[i].seq = i + 1;
  bool done = ticket_undo(list, n, "sato", last->at + 60, out, &said, &error);
  g_assert_true(done ? said != NULL && *said != '\0' : error_is(error, TE_DATA) && said == NULL);
  g_clear_error(&error);
  g_free(said);
  if (!done)
    return false;
  /* It may follow, and leaves the ticket as it was before but for times and counts. */
  struct ticket was = start(), is = start();
  for (int i = 1; i < n; i++) {
    if (i < n - 1)
      ticket_apply(&was, &list[i]);
    ticket_apply(&is, &list[i]);
  }
  g_assert_true(ticket_may_choose(&is, out, &error));
  ticket_apply(&is, out);
  g_assert_cmpstr(is.assignee, ==, was.assignee);
  g_assert_cmpint(is.priority, ==, was.priority);
  g_assert_cmpint(is.tags, ==, was.tags);
  g_assert_cmpint(is.spent, ==, was.spent);
  g_assert_cmpint(is.callback_at, ==, was.callback_at);
  g_assert_cmpint(is.state, ==, was.state == TICKET_NEW && (last->kind == EVENT_STATE || last->kind == EVENT_ASSIGNED) ?
                                TICKET_OPEN : was.state);
  return true;
}

static void undo(void)
{
  struct ticket_event out, tag = event_(EVENT_TAGGED, 100, "vip"), assigned = event_(EVENT_ASSIGNED, 100, "sato"),
                           other = event_(EVENT_ASSIGNED, 200, "yamada"), spent = event_(EVENT_SPENT, 100, NULL),
                           change = event_(EVENT_CHANGED, 100, NULL), wait = event_(EVENT_STATE, 100, "waiting-user"),
                           promise = event_(EVENT_CALLBACK_PROMISED, 100, NULL),
                           cancel = event_(EVENT_CALLBACK_CANCELLED, 200, NULL);
  g_assert_true(undo_of(NULL, &tag, &out) && out.kind == EVENT_UNTAGGED);
  g_assert_true(undo_of(NULL, &assigned, &out) && out.kind == EVENT_ASSIGNED && out.target == NULL);
  g_assert_true(undo_of(&assigned, &other, &out));
  g_assert_cmpstr(out.target, ==, "sato");
  spent.amount = 30;
  g_assert_true(undo_of(NULL, &spent, &out) && out.amount == -30);
  change.priority = 1;
  g_assert_true(undo_of(NULL, &change, &out) && out.priority == 3 && out.channel == CHANNEL_NONE && out.title == NULL);
  g_assert_true(undo_of(NULL, &wait, &out) && strcmp(out.target, "open") == 0);
  promise.until = 5000;
  g_assert_true(undo_of(NULL, &promise, &out) && out.kind == EVENT_CALLBACK_CANCELLED);
  g_assert_true(undo_of(&promise, &cancel, &out) && out.kind == EVENT_CALLBACK_PROMISED && out.until == 5000);
  promise.until = 210; /* gone by the time of the undo */
  g_assert_false(undo_of(&promise, &cancel, &out));
  const enum event_kind final[] = {EVENT_RECEIVED, EVENT_ANSWERED, EVENT_NOTE, EVENT_MERGED, EVENT_EXCLUSION_REQUESTED,
                                   EVENT_CALLBACK_KEPT, EVENT_HANDED_OVER, EVENT_REMOTE, EVENT_LINKED};
  for (size_t i = 0; i < G_N_ELEMENTS(final); i++) {
    struct ticket_event last = event_(final[i], 100, "T2");
    g_assert_false(undo_of(NULL, &last, &out));
  }
  char *said;
  struct ticket_event list[] = {received_(), tag};
  list[0].seq = 1, list[1].seq = 2;
  g_assert_false(ticket_undo(list, 2, "yamada", 160, &out, &said, NULL));
  g_assert_true(ticket_undo(list, 2, "sato", 100 + UNDO_SECONDS, &out, &said, NULL));
  g_free(said);
  g_assert_false(ticket_undo(list, 2, "sato", 101 + UNDO_SECONDS, &out, &said, NULL));
  list[0].seq = 3; /* the newest is the one before it in time: dated back */
  g_assert_false(ticket_undo(list, 2, "sato", 160, &out, &said, NULL));
}

/* --- events of work move no clock ------------------------------------------------------------------------ */
static const char *const kinds_of_work[] = {"vip", "印刷", "pc-boot/power", "T2"};

static struct ticket_event random_work(GRand *dice, utc_t at)
{
  struct ticket_event e = event_((enum event_kind)g_rand_int_range(dice, EVENT_TAGGED, EVENT_KINDS), at,
                                 kinds_of_work[g_rand_int_range(dice, 0, 4)]);
  e.until = at + g_rand_int_range(dice, 0, 9000);
  e.amount = g_rand_int_range(dice, 1, 60);
  e.reason = "child";
  return e;
}

static void no_clock_moves(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  GError *error = NULL;
  struct reference *ref = reference_read(db, NULL, &error);
  g_assert_no_error(error);
  struct sla_context context = sla_context_of(ref);
  static const char *const to[] = {"open", "waiting-user", "waiting-vendor", "escalated", "resolved", "closed"};
  GRand *dice = g_rand_new_with_seed(7);
  for (int round = 0; round < 500; round++) {
    struct ticket_event plain[24] = {received_()}, full[72] = {received_()};
    int plains = 1, fulls = 1;
    plain[0].at = full[0].at = NOON;
    for (int i = 1; i < 24; i++) {
      utc_t at = NOON + i * 3000 + g_rand_int_range(dice, 0, 2900);
      struct ticket_event e = event_(i % 5 == 0 ? EVENT_ANSWERED : EVENT_STATE, at, to[g_rand_int_range(dice, 0, 6)]);
      plain[plains++] = e;
      if (g_rand_boolean(dice))
        full[fulls++] = random_work(dice, at);
      if (e.kind == EVENT_STATE && g_str_has_prefix(e.target, "wait"))
        e.until = at + 50000;
      if (e.kind == EVENT_STATE && strcmp(e.target, "resolved") == 0)
        e.reason = "hardware";
      full[fulls++] = e;
    }
    utc_t t = NOON + g_rand_int_range(dice, 0, 90000);
    struct sla_clock a[CLOCKS], b[CLOCKS];
    sla_evaluate(&context, plain, plains, t, a);
    sla_evaluate(&context, full, fulls, t, b);
    for (int k = 0; k < CLOCKS; k++) {
      g_assert_cmpint(a[k].state, ==, b[k].state);
      g_assert_cmpint(a[k].result, ==, b[k].result);
      g_assert_cmpint(a[k].elapsed, ==, b[k].elapsed);
      g_assert_cmpint(a[k].due, ==, b[k].due);
      g_assert_cmpint(a[k].met_at, ==, b[k].met_at);
      g_assert_cmpint(a[k].missed_at, ==, b[k].missed_at);
    }
  }
  g_rand_free(dice);
  reference_free(ref);
  db_close(db);
  tempdb_free(&temp);
}

/* --- in the store ------------------------------------------------------------------------------------------ */
static struct ticket_view *look(struct db *db, const char *key)
{
  struct ticket_args args = {.now = NOON + 9000};
  GError *error = NULL;
  g_strlcpy(args.key, key, sizeof args.key);
  struct ticket_view *view = ticket_view_read(db, &args, &error);
  g_assert_no_error(error);
  return view;
}

static char *take(struct db *db, const char *title, utc_t at)
{
  struct ticket_event event = desk_received(title, at, 3);
  return g_strdup(desk_do(db, &event).ticket);
}

static bool run(struct db *db, struct command *command, struct command_outcome *outcome, GError **error)
{
  bool done = command_run(db, command, outcome, error);
  command_free(command);
  return done;
}

static int64_t count(struct db *db, const char *sql)
{
  int64_t n = -1;
  g_assert_true(db_get_int(db, &n, -1, NULL, sql, ""));
  return n;
}

static void sound(struct db *db)
{
  struct verify_report report;
  GError *error = NULL;
  verify_report_init(&report);
  desk_ok(verify_run(db, &report, &error), error);
  g_assert_cmpstr(report.text->str, ==, "");
  verify_report_clear(&report);
}

static void together_or_not(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  char *a = take(db, "first", NOON), *b = take(db, "second", NOON);
  struct command_outcome outcome;
  GError *error = NULL;
  struct ticket_event pair[2], bad = desk_event(b, EVENT_UNTAGGED, NOON + 60, "none"),
                               tag = desk_event(a, EVENT_TAGGED, NOON + 60, "vip");
  /* The second event is refused: nothing of the first stays. */
  struct command *command = command_ticket("sato", NOON + 60, 0, &tag);
  command_ticket_add(command, 0, &bad);
  int64_t before = count(db, "SELECT count(*) FROM event");
  g_assert_false(run(db, command, &outcome, &error));
  g_assert_true(error_is(error, TE_DATA) && strstr(error->message, b) != NULL);
  g_clear_error(&error);
  g_assert_cmpint(count(db, "SELECT count(*) FROM event"), ==, before);
  /* The second ticket has moved on: nothing either, and the outcome names it. */
  command = command_ticket("sato", NOON + 60, 1, &tag);
  bad.kind = EVENT_TAGGED;
  command_ticket_add(command, 7, &bad);
  desk_ok(run(db, command, &outcome, &error), error);
  g_assert_cmpint(outcome.result, ==, COMMAND_CONFLICT);
  g_assert_cmpstr(outcome.ticket, ==, b);
  g_assert_cmpint(count(db, "SELECT count(*) FROM event"), ==, before);
  /* A link is two events, done once. */
  ticket_link_pair(a, RELATION_CHILD, b, false, pair);
  for (int i = 0; i < 2; i++) {
    command = command_ticket("sato", NOON + 60, 0, &pair[0]);
    command_ticket_add(command, 0, &pair[1]);
    g_strlcpy(command->key, "link-once", sizeof command->key);
    desk_ok(run(db, command, &outcome, &error), error);
    g_assert_cmpint(outcome.result, ==, i == 0 ? COMMAND_DONE : COMMAND_REPEATED);
  }
  struct ticket_view *view = look(db, a);
  g_assert_cmpint(view->t.children, ==, 1);
  snapshot_free(view);
  view = look(db, b);
  g_assert_cmpstr(view->t.parent, ==, a);
  snapshot_free(view);
  /* Two storeys at most. */
  char *c = take(db, "third", NOON);
  ticket_link_pair(c, RELATION_PARENT, b, false, pair);
  command = command_ticket("sato", NOON + 90, 0, &pair[0]);
  g_assert_false(run(db, command, &outcome, &error));
  g_clear_error(&error);
  sound(db);
  g_free(a), g_free(b), g_free(c);
  db_close(db);
  tempdb_free(&temp);
}

static void splitting(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  char *key = take(db, "two things", NOON);
  struct ticket_event note = desk_event(key, EVENT_NOTE, NOON + 100, NULL);
  struct command_outcome outcome;
  GError *error = NULL;
  note.body = "and the scanner is broken too";
  desk_do(db, &note);
  struct ticket_view *view = look(db, key);
  const struct ticket_event *words[] = {&view->event[1]};
  struct split split = {&view->t, words, 1, "the scanner", "please call"};
  desk_ok(run(db, command_split("sato", NOON + 200, view->t.revision, &split), &outcome, &error), error);
  snapshot_free(view);
  g_assert_cmpstr(outcome.ticket, !=, key);
  struct ticket_view *part = look(db, outcome.ticket);
  g_assert_cmpstr(part->t.title, ==, "the scanner");
  g_assert_cmpstr(part->event[0].body, ==, "and the scanner is broken too\n\nplease call");
  g_assert_cmpint(part->t.received_at, ==, NOON + 100);
  GArray *links = ticket_links(part->event, part->events);
  g_assert_cmpint(links->len, ==, 1);
  g_assert_cmpstr(g_array_index(links, struct ticket_link, 0).other, ==, key);
  g_assert_cmpint(g_array_index(links, struct ticket_link, 0).relation, ==, RELATION_SPLIT_FROM);
  g_array_free(links, TRUE);
  snapshot_free(part);
  sound(db);
  g_free(key);
  db_close(db);
  tempdb_free(&temp);
}

/* What waits comes forward when its time has come, and a call-back stands where it is due. */
static void order(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  char *held = take(db, "held", NOON - 1), *called = take(db, "called", NOON), *plain = take(db, "plain", NOON + 100);
  struct ticket_event wait = desk_event(held, EVENT_STATE, NOON + 200, "waiting-user"),
                      answer = desk_event(held, EVENT_ANSWERED, NOON + 150, NULL),
                      promise = desk_event(called, EVENT_CALLBACK_PROMISED, NOON + 200, NULL);
  wait.until = NOON + 500;
  desk_do(db, &answer);
  desk_do(db, &wait);
  promise.until = NOON + 400;
  desk_do(db, &promise);
  struct queue_args args = {.view = VIEW_OPEN, .where = QUEUE_TOP, .after = 10, .now = NOON + 600};
  GError *error = NULL;
  struct queue_window *window = queue_window_read(db, &args, &error);
  g_assert_no_error(error);
  g_assert_cmpint(window->rows, ==, 3);
  g_assert_cmpstr(window->row[0].t.key, ==, called);
  g_assert_cmpstr(window->row[1].t.key, ==, held);
  g_assert_cmpint(window->row[1].t.expected_at, ==, NOON + 500);
  snapshot_free(window);
  sound(db);
  g_free(held), g_free(called), g_free(plain);
  db_close(db);
  tempdb_free(&temp);
}

static void many_at_once(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  char *key[4];
  for (int i = 0; i < 4; i++)
    key[i] = take(db, i == 3 ? "other" : "printer", NOON + i);
  struct ticket_event done = desk_event(key[2], EVENT_MERGED, NOON + 10, key[0]);
  desk_do(db, &done);
  struct plan_args *args = g_new0(struct plan_args, 1);
  *args = (struct plan_args){.step = {.kind = EVENT_MERGED}, .now = NOON + 60, .actor = "sato", .keys = 3};
  g_strlcpy(args->step.target, key[0], sizeof args->step.target);
  for (int i = 0; i < 3; i++)
    g_strlcpy(args->key[i], key[i], sizeof args->key[i]);
  GError *error = NULL;
  struct plan *plan = plan_read(db, args, &error);
  g_assert_no_error(error);
  g_assert_cmpint(plan->rows, ==, 3);
  g_assert_cmpint(plan->able, ==, 1); /* not into itself, and not what is merged already */
  g_assert_nonnull(plan->row[0].refusal);
  g_assert_cmpstr(plan->row[1].after, ==, key[0]);
  g_assert_nonnull(plan->row[2].refusal);
  struct command_outcome outcome;
  desk_ok(run(db, plan_command(plan, "sato", NOON + 61, NULL), &outcome, &error), error);
  /* The same plan again: that ticket has moved on. */
  desk_ok(run(db, plan_command(plan, "sato", NOON + 62, NULL), &outcome, &error), error);
  g_assert_cmpint(outcome.result, ==, COMMAND_CONFLICT);
  snapshot_free(plan);
  *args = (struct plan_args){.step = {.kind = EVENT_ANSWERED}, .now = NOON + 70, .actor = "sato",
                             .queue = {.view = VIEW_OPEN, .filter = "other", .now = NOON + 70}};
  plan = plan_read(db, args, &error);
  g_assert_no_error(error);
  g_assert_cmpint(plan->rows, ==, 1);
  desk_ok(run(db, plan_command(plan, "sato", NOON + 71, "Both lines are up again."), &outcome, &error), error);
  g_assert_cmpstr(outcome.ticket, ==, key[3]);
  snapshot_free(plan);
  g_free(args);
  struct recent_args recent = {.actor = "sato", .limit = 2};
  struct recent_list *list = recent_list_read(db, &recent, &error);
  g_assert_no_error(error);
  g_assert_cmpint(list->rows, ==, 2);
  g_assert_cmpstr(list->row[0].key, ==, key[3]);
  g_assert_cmpint(list->row[0].kind, ==, EVENT_ANSWERED);
  snapshot_free(list);
  sound(db);
  for (int i = 0; i < 4; i++)
    g_free(key[i]);
  db_close(db);
  tempdb_free(&temp);
}

/* --- texts --------------------------------------------------------------------------------------------------- */
static void replies(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  struct reference *ref = reference_read(db, NULL, NULL);
  struct ticket t = start();
  t.title = "x\x1b[2Jy";
  char *text = reply_fill("{ticket} {title} {office} {callback} {nonsense} {", LANG_EN, ref, &t, "sato", NOON);
  g_assert_cmpstr(text, ==, "T1 xy London … {nonsense} {");
  g_free(text);
  text = reply_fill("{office} {local-time} {requester}", LANG_JA, ref, &t, "sato", NOON);
  g_assert_cmpstr(text, ==, "ロンドン 11/22(日) 12:00 A. Rivera");
  g_free(text);
  g_assert_cmpint(ref->causes, >, 10);
  g_assert_cmpint(ref->replies, >, 5);
  g_assert_cmpint(ref->checks, >, 10);
  for (int i = 0; i < ref->replies; i++)
    for (int lang = 0; lang < LANG_COUNT; lang++) { /* the shipped ones have no field that nobody knows */
      text = reply_fill(ref->reply[i].text[lang], (enum lang)lang, ref, &t, "sato", NOON);
      g_assert_null(strchr(text, '{'));
      g_free(text);
    }
  g_assert_true(category_covers("5.1", "5.1.2") && !category_covers("5.1", "5.10") && category_covers("*", NULL));
  reference_free(ref);
  db_close(db);
  tempdb_free(&temp);
}

static void summaries(void)
{
  struct tempdb temp = tempdb_new();
  struct db *db = desk_open(&temp);
  char *key = take(db, "line \x1b]0;x\x07 down", NOON);
  struct ticket_event note = desk_event(key, EVENT_NOTE, NOON + 60, NULL),
                      check = desk_event(key, EVENT_CHECKED, NOON + 70, "pc-boot/power"),
                      off = desk_event(key, EVENT_CHECKED, NOON + 71, "pc-boot/restart"),
                      undone = desk_event(key, EVENT_UNCHECKED, NOON + 72, "pc-boot/restart");
  note.body = "Router restarted.\nNo change.";
  desk_do(db, &note), desk_do(db, &check), desk_do(db, &off), desk_do(db, &undone);
  struct reference *ref = reference_read(db, NULL, NULL);
  struct ticket_view *view = look(db, key);
  struct summary_source source = {&view->t, view->clock, view->event, view->events, ref, NOON + 9000};
  lang_set(LANG_EN);
  char *en = ticket_summary(&source, 1u << LANG_EN), *both = ticket_summary(&source, 3u),
       *ja = ticket_summary(&source, 1u << LANG_JA), *subject = ticket_summary_subject(&source, LANG_JA);
  g_assert_cmpint(lang_get(), ==, LANG_EN);
  g_assert_true(g_utf8_validate(both, -1, NULL));
  g_assert_null(strchr(both, 0x1b));
  const char *const words[] = {key, "London", "No change.", "Power, cables and peripherals", "A. Rivera"};
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    g_assert_nonnull(strstr(en, words[i]));
  const char *tried = strstr(en, "Tried and told"), *line = strstr(en, "Timeline");
  g_assert_true(tried != NULL && line > tried);
  const char *restart = strstr(tried, "Restarted");
  g_assert_true(restart == NULL || restart > line); /* what was unticked again is no attempt */
  g_assert_nonnull(strstr(ja, "これまでの対応"));
  g_assert_nonnull(strstr(ja, "ロンドン"));
  g_assert_true(g_str_has_prefix(both, ja) && g_str_has_suffix(both, en));
  g_assert_nonnull(strstr(subject, "ロンドン"));
  g_free(en), g_free(both), g_free(ja), g_free(subject), g_free(key);
  snapshot_free(view);
  reference_free(ref);
  db_close(db);
  tempdb_free(&temp);
}

int main(int argc, char **argv)
{
  lang_init();
  lang_set(LANG_EN);
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/work/tags", tags);
  g_test_add_func("/work/links", links);
  g_test_add_func("/work/call-backs", call_backs);
  g_test_add_func("/work/states", states);
  g_test_add_func("/work/small-ones", small_ones);
  g_test_add_func("/work/undo", undo);
  g_test_add_func("/work/no-clock-moves", no_clock_moves);
  g_test_add_func("/work/together-or-not", together_or_not);
  g_test_add_func("/work/splitting", splitting);
  g_test_add_func("/work/order", order);
  g_test_add_func("/work/many-at-once", many_at_once);
  g_test_add_func("/work/replies", replies);
  g_test_add_func("/work/summaries", summaries);
  return g_test_run();
}
