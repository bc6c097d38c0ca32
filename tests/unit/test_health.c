#include <string.h>

#include "toban/health.h"
#include "toban/lang.h"

static void ids_round_trip(void)
{
  for (int i = 0; i < CHECK_STATES; i++) {
    enum check_state back;
    g_assert_true(check_state_parse(check_state_id((enum check_state)i), &back));
    g_assert_cmpint(back, ==, i);
  }
  for (int i = 0; i < CHECK_CLASSES; i++) {
    enum check_class back;
    g_assert_true(check_class_parse(check_class_id((enum check_class)i), &back));
    g_assert_cmpint(back, ==, i);
  }
  for (int i = 0; i < ENDPOINT_KINDS; i++) {
    enum endpoint_kind back;
    g_assert_true(endpoint_kind_parse(endpoint_kind_id((enum endpoint_kind)i), &back));
    g_assert_cmpint(back, ==, i);
  }
  enum check_state state;
  g_assert_false(check_state_parse("Down", &state));
}

static void texts(void)
{
  lang_set(LANG_EN);
  g_assert_cmpstr(check_state_text(CHECK_DOWN), ==, "down");
  g_assert_cmpstr(check_class_text(CLASS_CONNECT), ==, "no connection");
  g_assert_cmpstr(check_class_text(CLASS_NONE), ==, "");
  lang_set(LANG_JA);
  g_assert_cmpstr(check_state_text(CHECK_DOWN), ==, "停止");
  g_assert_cmpstr(check_class_text(CLASS_CONNECT), ==, "接続できない");
  g_assert_cmpstr(check_class_text(CLASS_NONE), ==, "");
}

static char *sentence(const char *message)
{
  return g_string_free(check_message_text(g_string_new(NULL), message), FALSE);
}

static void expect_sentence(enum lang lang, const char *message, const char *want)
{
  lang_set(lang);
  char *text = sentence(message);
  g_assert_cmpstr(text, ==, want);
  g_free(text);
}

static void messages(void)
{
  char message[CHECK_MESSAGE_SIZE];
  check_message_make(REASON_STATUS, "503", message);
  g_assert_cmpstr(message, ==, "status 503");
  expect_sentence(LANG_EN, message, "Answered with status 503");
  expect_sentence(LANG_JA, message, "応答の状態が 503 でした");
  expect_sentence(LANG_EN, "refused", "The connection was refused");
  expect_sentence(LANG_EN, "status", "Answered with status ?");
  expect_sentence(LANG_EN, "answer 100%s {} %n", "Not an answer of this protocol: 100%s {} %n");
  expect_sentence(LANG_EN, "from-the-future 3", "from-the-future 3");
  expect_sentence(LANG_JA, "", "");

  for (int i = 0; i < CHECK_REASONS; i++) { /* every reason has its code, its class and both sentences */
    enum check_reason reason;
    const char *detail;
    check_message_make((enum check_reason)i, "d", message);
    g_assert_true(check_reason_parse(message, &reason, &detail));
    g_assert_cmpint(reason, ==, i);
    g_assert_cmpstr(detail, ==, "d");
    lang_set(LANG_EN);
    char *en = sentence(message);
    lang_set(LANG_JA);
    char *ja = sentence(message);
    g_assert_true(i == REASON_NONE || strcmp(en, ja) != 0);
    g_free(en);
    g_free(ja);
  }
}

static void long_details_stay_text(void)
{
  GString *detail = g_string_new("x");
  while (detail->len < 400)
    g_string_append(detail, "監");
  char message[CHECK_MESSAGE_SIZE];
  check_message_make(REASON_ANSWER, detail->str, message);
  g_assert_true(g_utf8_validate(message, -1, NULL));
  g_assert_cmpint((int)strlen(message), >, CHECK_MESSAGE_SIZE - 5);
  check_message_make(REASON_ANSWER, "\xff\xfe", message);
  g_assert_true(g_utf8_validate(message, -1, NULL));
  g_string_free(detail, TRUE);
}

/* The rules told slowly: the state from the whole list of results, by looking back over it each time. */
struct model { enum check_state state; int soft; utc_t since; };

static int trailing(const struct check_result *const *list, int end, int begin, bool ok)
{
  int n = 0;
  while (end - n > begin && list[end - n - 1]->ok == ok)
    n++;
  return n;
}

static struct model model_of(const struct check_rule *rule, const struct check_result *all, int count)
{
  const struct check_result **list = g_new0(const struct check_result *, (gsize)count + 1);
  int n = 0, begin = 0; /* begin: after the last change between down and not down */
  bool down = false;
  utc_t down_since = UTC_NONE;
  for (int i = 0; i < count; i++)
    if (all[i].ok || all[i].klass != CLASS_INTERNAL)
      list[n++] = &all[i];
  for (int i = 1; i <= n; i++) {
    int run = trailing(list, i, begin, down);
    if (run == 0 || run < MAX(down ? rule->up_after : rule->down_after, 1))
      continue;
    if (!down)
      down_since = list[i - run]->at;
    down = !down;
    begin = down ? i : i - 1; /* the success that ended it counts as the first good one */
  }
  struct model m = {CHECK_UNKNOWN, 0, UTC_NONE};
  if (down) {
    m = (struct model){CHECK_DOWN, trailing(list, n, begin, true), down_since};
  } else if (n > 0 && !list[n - 1]->ok) {
    int run = trailing(list, n, begin, false);
    m = (struct model){CHECK_SOFT, run, list[n - run]->at};
  } else if (n > 0) {
    int i = n - 1;
    bool slow = rule->slow_ms > 0 && list[i]->latency_ms > rule->slow_ms;
    while (i > begin && list[i - 1]->ok && (rule->slow_ms > 0 && list[i - 1]->latency_ms > rule->slow_ms) == slow)
      i--;
    m = (struct model){slow ? CHECK_DEGRADED : CHECK_OK, 0, list[i]->at};
  }
  g_free(list);
  return m;
}

static struct check_result random_result(utc_t at)
{
  struct check_result r;
  check_result_init(&r, at);
  int dice = g_test_rand_int_range(0, 10);
  r.latency_ms = g_test_rand_int_range(0, 200);
  if (dice < 4)
    check_result_fail(&r, REASON_REFUSED, NULL);
  else if (dice < 5)
    check_result_fail(&r, REASON_RESOURCES, "x");
  return r;
}

static void against_the_slow_model(void)
{
  enum { LENGTH = 60 };
  for (int round = 0; round < 1500; round++) {
    struct check_rule rule = {g_test_rand_int_range(-1, 5), g_test_rand_int_range(-1, 5),
                              g_test_rand_bit() ? 100 : 0, 30};
    struct check_result list[LENGTH];
    struct check_status status;
    check_status_init(&status);
    utc_t at = 1000000;
    for (int i = 0; i < LENGTH; i++) {
      at += g_test_rand_int_range(-40, 60); /* the clock jumps: order is what counts */
      list[i] = random_result(at);
      struct check_status next = check_next(&status, &rule, &list[i], NULL);
      struct model m = model_of(&rule, list, i + 1);
      g_assert_cmpint(next.base, ==, m.state);
      g_assert_cmpint(next.soft, ==, m.soft);
      g_assert_cmpint(next.base_since, ==, m.since);
      bool internal = !list[i].ok && list[i].klass == CLASS_INTERNAL;
      g_assert_cmpint(next.checked_at, ==, internal ? status.checked_at : at);
      g_assert_true(check_state_is_good(next.base) ? next.klass == CLASS_NONE || internal : true);
      status = next;
    }
  }
}

static void our_own_faults_count_for_nothing(void)
{
  struct check_rule rule = {1, 1, 0, 30};
  struct check_status status;
  check_status_init(&status);
  struct check_result bad;
  check_result_init(&bad, 100);
  check_result_fail(&bad, REASON_PING_FORBIDDEN, NULL);
  for (int i = 0; i < 10; i++)
    status = check_next(&status, &rule, &bad, NULL);
  g_assert_cmpint(status.state, ==, CHECK_UNKNOWN);
  g_assert_cmpint(status.klass, ==, CLASS_INTERNAL);
  g_assert_cmpstr(status.message, ==, "ping-forbidden");
  g_assert_cmpint(check_shown(&status, &rule, 100000), ==, CHECK_UNKNOWN);

  struct check_result good;
  check_result_init(&good, 200);
  status = check_next(&status, &rule, &good, NULL);
  g_assert_cmpint(status.klass, ==, CLASS_NONE);
  bad.at = 100000;
  status = check_next(&status, &rule, &bad, NULL);
  g_assert_cmpint(status.state, ==, CHECK_OK);
  g_assert_cmpint(check_shown(&status, &rule, 100000), ==, CHECK_STALE); /* trouble of ours does not look healthy */
}

static void stale_is_drawn_from_the_clock(void)
{
  struct check_rule rule = {3, 2, 0, 60};
  struct check_status status;
  check_status_init(&status);
  g_assert_cmpint(check_shown(&status, &rule, 5000), ==, CHECK_UNKNOWN);
  status = (struct check_status){.state = CHECK_DOWN, .since = 900, .checked_at = 1000};
  g_assert_cmpint(check_shown(&status, &rule, 1000), ==, CHECK_DOWN);
  g_assert_cmpint(check_shown(&status, &rule, 1180), ==, CHECK_DOWN);
  g_assert_cmpint(check_shown(&status, &rule, 1181), ==, CHECK_STALE);
  g_assert_cmpint(check_shown(&status, &rule, 820), ==, CHECK_DOWN);
  g_assert_cmpint(check_shown(&status, &rule, 819), ==, CHECK_STALE); /* written while the clock ran ahead */
  status.state = CHECK_PAUSED;
  g_assert_cmpint(check_shown(&status, &rule, 99999), ==, CHECK_PAUSED);
  struct check_result good;
  check_result_init(&good, 2000);
  status = check_next(&status, &rule, &good, &(struct check_context){.paused = true});
  g_assert_cmpint(status.state, ==, CHECK_PAUSED);
  g_assert_cmpint(status.checked_at, ==, 1000);
}

static void slow_is_degraded_and_says_so(void)
{
  struct check_rule rule = {2, 2, 500, 30};
  struct check_status status;
  check_status_init(&status);
  struct check_result r;
  check_result_init(&r, 10);
  r.latency_ms = 2400;
  r.tls_days = 12;
  status = check_next(&status, &rule, &r, NULL);
  g_assert_cmpint(status.state, ==, CHECK_DEGRADED);
  g_assert_cmpstr(status.message, ==, "slow 2400");
  g_assert_cmpint(status.tls_days, ==, 12);
  r.at = 20;
  r.latency_ms = 500;
  r.tls_days = TLS_DAYS_UNKNOWN; /* a result that did not get as far keeps what is known */
  status = check_next(&status, &rule, &r, NULL);
  g_assert_cmpint(status.state, ==, CHECK_OK);
  g_assert_cmpint(status.since, ==, 20);
  g_assert_cmpstr(status.message, ==, "");
  g_assert_cmpint(status.tls_days, ==, 12);
}

/* --- what lies over the base -------------------------------------------------------------------------- */
static struct check_status feed(struct check_status status, const char *results, const struct check_context *context,
                                utc_t *at)
{
  struct check_rule rule = {2, 1, 0, 60, 0};
  for (const char *c = results; *c != '\0'; c++) {
    struct check_result r;
    check_result_init(&r, *at += 60);
    r.latency_ms = 5;
    if (*c == 'x')
      check_result_fail(&r, REASON_REFUSED, NULL);
    status = check_next(&status, &rule, &r, context);
  }
  return status;
}

/* Edge case 40, with maintenance: what is bad during it says nothing, what is still bad afterwards is raised, after a
 * fresh result and its own count. */
static void trouble_outlives_its_maintenance(void)
{
  struct check_context none = {0}, work = {.maintenance = true};
  struct check_status status;
  utc_t at = 0;
  check_status_init(&status);
  status = feed(status, "...", &none, &at);
  g_assert_true(check_cover(&status, &work, at + 5));
  g_assert_false(check_cover(&status, &work, at + 6));
  g_assert_cmpint(status.state, ==, CHECK_MAINTENANCE);
  g_assert_cmpint(status.since, ==, at + 5);
  status = feed(status, "xxxx", &work, &at);
  g_assert_cmpint(status.state, ==, CHECK_MAINTENANCE);
  g_assert_cmpint(status.base, ==, CHECK_DOWN);
  g_assert_false(check_cover(&status, &none, at)); /* the end alone changes nothing */
  g_assert_true(check_is_freed(&status, &none));
  status = feed(status, "x", &none, &at);
  g_assert_cmpint(status.state, ==, CHECK_SOFT);
  g_assert_cmpint(status.since, ==, at);
  status = feed(status, "x", &none, &at);
  g_assert_cmpint(status.state, ==, CHECK_DOWN);
  g_assert_cmpint(status.since, ==, at - 60);
}

/* Edge case 33: a name server that is away for seconds. */
static void a_moment_stays_soft(void)
{
  struct check_status status;
  utc_t at = 0;
  check_status_init(&status);
  status = feed(status, "..x", NULL, &at);
  g_assert_cmpint(status.state, ==, CHECK_SOFT);
  g_assert_cmpint(status.soft, ==, 1);
  status = feed(status, ".", NULL, &at);
  g_assert_cmpint(status.state, ==, CHECK_OK);
}

static void good_after_a_maintenance(void)
{
  struct check_context work = {.maintenance = true};
  struct check_status status;
  utc_t at = 0;
  check_status_init(&status);
  check_cover(&status, &work, 1);
  status = feed(status, "xx", &work, &at);
  status = feed(status, ".", NULL, &at);
  g_assert_cmpint(status.state, ==, CHECK_OK);
}

/* Edge case 40, with flapping: while it flaps it is one trouble, and what stays bad is raised as down. */
static void trouble_outlives_its_flapping(void)
{
  struct check_status status;
  utc_t at = 0;
  check_status_init(&status);
  status = feed(status, ".x.x.", NULL, &at);
  g_assert_cmpint(status.state, ==, CHECK_OK);
  status = feed(status, "x.", NULL, &at);
  g_assert_cmpint(status.state, ==, CHECK_FLAPPING);
  utc_t since = status.since;
  status = feed(status, "x.xxxxx", NULL, &at);
  g_assert_cmpint(status.state, ==, CHECK_FLAPPING);
  g_assert_cmpint(status.since, ==, since);
  g_assert_cmpint(status.base, ==, CHECK_DOWN);
  status = feed(status, "xxxxxxxxxxxx", NULL, &at);
  g_assert_cmpint(status.state, ==, CHECK_DOWN);
  status = feed(status, ".", NULL, &at);
  g_assert_cmpint(status.state, ==, CHECK_OK);
}

static void a_steady_outage_does_not_flap(void)
{
  struct check_status status;
  utc_t at = 0;
  check_status_init(&status);
  status = feed(status, "....xxxx....xxxx....", NULL, &at);
  g_assert_cmpint(status.state, ==, CHECK_OK);
}

/* Edge case 41: the parent comes back before its children: they stay unreachable until they were looked at, and begin
 * to count anew. */
static void the_parent_recovers_first(void)
{
  struct check_context dead = {.parent_bad = true}, doubt = {.wait = true}, none = {0};
  struct check_status status;
  utc_t at = 0;
  check_status_init(&status);
  status = feed(status, ".xxxx", &doubt, &at); /* the parent is being found out: not down yet */
  g_assert_cmpint(status.state, ==, CHECK_SOFT);
  g_assert_cmpint(status.soft, ==, 2);
  g_assert_true(check_cover(&status, &dead, at + 1));
  g_assert_cmpint(status.state, ==, CHECK_UNREACHABLE);
  status = feed(status, "xxx", &dead, &at);
  g_assert_cmpint(status.state, ==, CHECK_UNREACHABLE);
  g_assert_true(check_is_freed(&status, &none));
  status = feed(status, "x", &none, &at);
  g_assert_cmpint(status.state, ==, CHECK_SOFT);
  status = feed(status, ".", &none, &at);
  g_assert_cmpint(status.state, ==, CHECK_OK);
  g_assert_false(check_cover(&status, &dead, at)); /* what is good is not unreachable */
}

static void a_pause_begins_and_ends(void)
{
  struct check_context pause = {.paused = true, .maintenance = true}, none = {0};
  struct check_status status;
  utc_t at = 0;
  check_status_init(&status);
  status = feed(status, "xx", &none, &at);
  g_assert_true(check_cover(&status, &pause, at));
  g_assert_cmpint(status.state, ==, CHECK_PAUSED);
  status = feed(status, "..", &pause, &at);
  g_assert_cmpint(status.state, ==, CHECK_PAUSED);
  status = feed(status, "x", &none, &at);
  g_assert_cmpint(status.state, ==, CHECK_SOFT);
}

static void a_certificate_that_ends_soon(void)
{
  struct check_rule rule = {2, 1, 500, 60, 21};
  struct check_status status;
  struct check_result r;
  check_status_init(&status);
  check_result_init(&r, 60);
  r.latency_ms = 10;
  r.tls_days = 20;
  status = check_next(&status, &rule, &r, NULL);
  g_assert_cmpint(status.state, ==, CHECK_DEGRADED);
  g_assert_cmpstr(status.message, ==, "cert-soon 20");
  r.tls_days = 21;
  status = check_next(&status, &rule, &r, NULL);
  g_assert_cmpint(status.state, ==, CHECK_OK);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  g_test_add_func("/health/ids", ids_round_trip);
  g_test_add_func("/health/texts", texts);
  g_test_add_func("/health/messages", messages);
  g_test_add_func("/health/long-details", long_details_stay_text);
  g_test_add_func("/health/edge-36-slow-model", against_the_slow_model);
  g_test_add_func("/health/internal", our_own_faults_count_for_nothing);
  g_test_add_func("/health/edge-36-39-stale", stale_is_drawn_from_the_clock);
  g_test_add_func("/health/degraded", slow_is_degraded_and_says_so);
  g_test_add_func("/health/edge-33-moment", a_moment_stays_soft);
  g_test_add_func("/health/edge-40-maintenance", trouble_outlives_its_maintenance);
  g_test_add_func("/health/good-after-maintenance", good_after_a_maintenance);
  g_test_add_func("/health/edge-40-flapping", trouble_outlives_its_flapping);
  g_test_add_func("/health/steady", a_steady_outage_does_not_flap);
  g_test_add_func("/health/edge-41-parent", the_parent_recovers_first);
  g_test_add_func("/health/pause", a_pause_begins_and_ends);
  g_test_add_func("/health/certificate", a_certificate_that_ends_soon);
  return g_test_run();
}
