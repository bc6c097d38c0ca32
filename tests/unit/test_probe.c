/* Probes against servers that misbehave: each gets its class and its reason, all at once on one loop. */
#include <string.h>
#include <sys/resource.h>

#include "../tools/child.h"
#include "toban/lang.h"
#include "toban/probe.h"

enum { GUARD_MS = 60000, SHORT_MS = 1500, LONG_MS = 30000 };

static struct child *faults, *tls;
static uv_loop_t loop;
static uv_timer_t guard;
static struct net *net;

static void never(uv_timer_t *timer)
{
  (void)timer;
  g_error("a probe did not end");
}

static void begin(const char *name_servers, bool with_tls)
{
  char *ca = test_source("tests/data/tls/ca.pem");
  struct net_options options = {.name_servers = name_servers, .ca_file = with_tls ? ca : NULL};
  uv_loop_init(&loop);
  uv_timer_init(&loop, &guard);
  uv_timer_start(&guard, never, GUARD_MS, 0);
  uv_unref((uv_handle_t *)&guard);
  net = net_new(&loop, &options);
  g_free(ca);
}

static void finish(void)
{
  net_free(net);
  uv_close((uv_handle_t *)&guard, NULL);
  uv_run(&loop, UV_RUN_DEFAULT);
  g_assert_cmpint(uv_loop_close(&loop), ==, 0);
}

struct expected {
  enum endpoint_kind kind;
  const char *scheme, *service, *rest;   /* "SCHEME://127.0.0.1:PORT-OF-SERVICE/REST"; service NULL: rest is the target */
  const char *status, *body;
  int timeout_ms;
  const char *message;                   /* as stored, by its beginning; NULL: good */
  int answers;
};

struct run {
  const struct expected *want;
  struct child *server;
  struct check_result result;
  int answers;
  char *target;
  uint64_t began, took;                  /* ns */
};

/* For `make health-faults`: each fault alone, and a line of the table in doc/health.md for it. */
static bool measuring(void)
{
  return g_getenv("TOBAN_FAULT_TABLE") != NULL;
}

static void print_fault(const struct run *run)
{
  const struct expected *want = run->want;
  const char *scheme = want->scheme == NULL || strcmp(want->scheme, endpoint_kind_id(want->kind)) == 0 ? "" : want->scheme;
  const char *wanted = want->body != NULL && *want->body != '\0' ? want->body : want->status == NULL ? "" : want->status;
  if (!measuring() || run->result.ok || *run->result.message == '\0')
    return;
  printf("FAULT\t%s\t%s%s%s%s%s%s\t%s\t%s\t%.2f\t%d\n", endpoint_kind_id(want->kind), scheme, *scheme == '\0' ? "" : " ",
         want->service == NULL ? "" : want->service, want->rest, *wanted == '\0' ? "" : " wants ", wanted,
         check_class_id(run->result.klass), run->result.message, (double)run->took / 1e6, want->timeout_ms);
}

static void done(void *user, const struct check_result *result)
{
  struct run *run = user;
  run->took = uv_hrtime() - run->began;
  run->answers++;
  run->result = *result;
}

static void start(struct run *run)
{
  const struct expected *want = run->want;
  run->target = want->service == NULL ? g_strdup(want->rest)
                                      : child_url(run->server, want->scheme, want->service, want->rest);
  struct probe_plan plan = {.kind = want->kind, .target = run->target, .expect_status = want->status,
                            .expect_body = want->body, .timeout_ms = want->timeout_ms};
  run->began = uv_hrtime();
  probe_start(net, &plan, done, run);
  g_assert_cmpint(run->answers, ==, 0); /* never from the start */
  if (measuring())
    uv_run(&loop, UV_RUN_DEFAULT);
}

static void check(const struct run *run)
{
  const struct expected *want = run->want;
  const char *got = run->result.message;
  g_test_message("%s: %s", run->target, run->result.ok ? "good" : got);
  print_fault(run);
  g_assert_cmpint(run->answers, ==, 1);
  g_assert_cmpint(run->result.ok, ==, want->message == NULL);
  if (want->message != NULL && !g_str_has_prefix(got, want->message))
    g_error("%s: %s, not %s", run->target, got, want->message);
  if (want->message == NULL)
    g_assert_cmpint(run->result.latency_ms, >=, 0);
}

static void run_all(const struct expected *table, size_t count, struct child *server)
{
  struct run *runs = g_new0(struct run, count);
  for (size_t i = 0; i < count; i++) {
    runs[i] = (struct run){.want = &table[i], .server = server};
    start(&runs[i]);
  }
  uv_run(&loop, UV_RUN_DEFAULT);
  for (size_t i = 0; i < count; i++) {
    check(&runs[i]);
    g_free(runs[i].target);
  }
  g_free(runs);
}

static long peak_kb(void)
{
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return use.ru_maxrss;
}

static void http_faults(void)
{
  static const struct expected table[] = {
    {ENDPOINT_HTTP, "http", "http", "/ok", NULL, NULL, LONG_MS, NULL},
    {ENDPOINT_HTTP, "", "http", "/ok", "", "", LONG_MS, NULL},
    {ENDPOINT_HTTP, "http", "http", "/ok", NULL, "service is up", LONG_MS, NULL},
    {ENDPOINT_HTTP, "http", "http", "/split", NULL, "service is up", LONG_MS, NULL},
    {ENDPOINT_HTTP, "http", "http", "/ok", NULL, "service is down", LONG_MS, "body"},
    {ENDPOINT_HTTP, "http", "http", "/status/503", NULL, NULL, LONG_MS, "status 503"},
    {ENDPOINT_HTTP, "http", "http", "/status/503", "200, 500-599", NULL, LONG_MS, NULL},
    {ENDPOINT_HTTP, "http", "http", "/status/204", NULL, NULL, LONG_MS, NULL},
    {ENDPOINT_HTTP, "http", "http", "/status/204", "200", NULL, LONG_MS, "status 204"},
    {ENDPOINT_HTTP, "http", "http", "/redirect", NULL, "service is up", LONG_MS, NULL},
    {ENDPOINT_HTTP, "http", "http", "/redirect", "302", NULL, LONG_MS, NULL},
    {ENDPOINT_HTTP, "http", "http", "/redirect-loop", NULL, NULL, LONG_MS, "redirects 5"},
    {ENDPOINT_HTTP, "http", "http", "/redirect-file", NULL, NULL, LONG_MS, "redirect-target file:///etc/hostname"},
    {ENDPOINT_HTTP, "http", "http", "/wait", NULL, NULL, SHORT_MS, "timeout 1.5"},
    {ENDPOINT_HTTP, "http", "http", "/drip", NULL, NULL, SHORT_MS, "timeout 1.5"},
    {ENDPOINT_HTTP, "http", "http", "/drip-headers", NULL, NULL, SHORT_MS, "timeout 1.5"},
    {ENDPOINT_HTTP, "http", "silent", "/", NULL, NULL, SHORT_MS, "timeout 1.5"},
    {ENDPOINT_HTTP, "http", "http", "/endless", NULL, NULL, LONG_MS, "body-too-large 4194304"},
    {ENDPOINT_HTTP, "http", "http", "/bomb", NULL, NULL, LONG_MS, "body-too-large 4194304"},
    {ENDPOINT_HTTP, "http", "http", "/endless-headers", NULL, NULL, LONG_MS, "headers-too-large 65536"},
    {ENDPOINT_HTTP, "http", "http", "/long-header", NULL, NULL, LONG_MS, "headers-too-large 65536"},
    {ENDPOINT_HTTP, "http", "http", "/reset", NULL, NULL, LONG_MS, "cut"},
    {ENDPOINT_HTTP, "http", "http", "/nothing", NULL, NULL, LONG_MS, "cut"},
    {ENDPOINT_HTTP, "http", "http", "/half", NULL, NULL, LONG_MS, "cut"},
    {ENDPOINT_HTTP, "http", "http", "/garbage", NULL, NULL, LONG_MS, "answer"},
    {ENDPOINT_HTTP, "http", "refused", "/", NULL, NULL, LONG_MS, "refused"},
    {ENDPOINT_HTTP, "http", "full", "/", NULL, NULL, SHORT_MS, "connect-timeout 1.5"},
    {ENDPOINT_HTTP, "https", "http", "/ok", NULL, NULL, SHORT_MS, "timeout 1.5"},
    {ENDPOINT_HTTP, "https", "banner", "/ok", NULL, NULL, LONG_MS, "tls-failed"},
    {ENDPOINT_HTTP, "http", "http", "/ok", "2xx", NULL, LONG_MS, "target 2xx"},
    {ENDPOINT_HTTP, NULL, NULL, "http://", NULL, NULL, LONG_MS, "target http://"},
    {ENDPOINT_HTTP, NULL, NULL, "ftp://127.0.0.1/", NULL, NULL, LONG_MS, "target ftp"},
    {ENDPOINT_HTTP, NULL, NULL, "file:///etc/hostname", NULL, NULL, LONG_MS, "target file"},
    {ENDPOINT_HTTP, NULL, NULL, "", NULL, NULL, LONG_MS, "target"},
  };
  begin(NULL, false);
  run_all(table, G_N_ELEMENTS(table), faults);
  finish();
}

static void other_protocols(void)
{
  static const struct expected table[] = {
    {ENDPOINT_TCP, "", "http", "", NULL, NULL, LONG_MS, NULL},
    {ENDPOINT_TCP, "tcp", "silent", "", NULL, NULL, LONG_MS, NULL},
    {ENDPOINT_TCP, "", "banner", "", NULL, "SSH-2.0", LONG_MS, NULL},
    {ENDPOINT_TCP, "", "banner", "", NULL, "220 ", SHORT_MS, "banner SSH-2.0-Fault_1.0"},
    {ENDPOINT_TCP, "", "silent", "", NULL, "SSH-2.0", SHORT_MS, "timeout 1.5"},
    {ENDPOINT_TCP, "", "closing", "", NULL, "SSH-2.0", LONG_MS, "cut"},
    {ENDPOINT_TCP, "", "smtp-endless", "", NULL, "SSH-2.0", LONG_MS, "banner 220-"},
    {ENDPOINT_TCP, "", "refused", "", NULL, NULL, LONG_MS, "refused"},
    {ENDPOINT_TCP, "", "full", "", NULL, NULL, SHORT_MS, "connect-timeout 1.5"},
    {ENDPOINT_TCP, NULL, NULL, "127.0.0.1", NULL, NULL, LONG_MS, "target 127.0.0.1"},
    {ENDPOINT_TLS, "", "smtp", "", NULL, NULL, LONG_MS, "tls-failed"},
    {ENDPOINT_TLS, "", "silent", "", NULL, NULL, SHORT_MS, "timeout 1.5"},
    {ENDPOINT_SMTP, "", "smtp", "", NULL, NULL, LONG_MS, NULL},
    {ENDPOINT_SMTP, "smtp", "smtp", "", NULL, "mail.example", LONG_MS, NULL},
    {ENDPOINT_SMTP, "", "smtp", "", NULL, "other.example", LONG_MS, "banner 220 mail.example ESMTP"},
    {ENDPOINT_SMTP, "", "smtp-refuses", "", NULL, NULL, LONG_MS, "answer"},
    {ENDPOINT_SMTP, "", "smtp-endless", "", NULL, NULL, LONG_MS, "answer 220-"},
    {ENDPOINT_SMTP, "", "silent", "", NULL, NULL, SHORT_MS, "timeout 1.5"},
    {ENDPOINT_SMTP, "", "closing", "", NULL, NULL, LONG_MS, "cut"},
    {ENDPOINT_SMTP, "", "banner", "", NULL, NULL, SHORT_MS, "timeout 1.5"}, /* curl waits for a line with a code */
    {ENDPOINT_SMTP, "smtp+starttls", "smtp", "", NULL, NULL, LONG_MS, "tls-failed"},
    {ENDPOINT_IMAP, "", "imap", "", NULL, NULL, LONG_MS, NULL},
    {ENDPOINT_IMAP, "", "imap-bye", "", NULL, NULL, LONG_MS, "answer"},
    {ENDPOINT_IMAP, "", "silent", "", NULL, NULL, SHORT_MS, "timeout 1.5"},
    {ENDPOINT_LDAP, "", "ldap", "", NULL, NULL, LONG_MS, NULL},
    {ENDPOINT_LDAP, "ldap", "ldap-mute", "", NULL, NULL, SHORT_MS, "timeout 1.5"},
    {ENDPOINT_LDAP, "", "ldap-garbage", "", NULL, NULL, LONG_MS, "answer LDAP"},
    {ENDPOINT_LDAP, "", "closing", "", NULL, NULL, LONG_MS, "cut"},
    {ENDPOINT_DNS, "", "dns", "/ok.test", NULL, NULL, LONG_MS, NULL},
    {ENDPOINT_DNS, "dns", "dns", "/ok.test/a", NULL, "127.0.0.1", LONG_MS, NULL},
    {ENDPOINT_DNS, "", "dns", "/ok.test/A", NULL, "192.0.2.7", LONG_MS, "no-record 127.0.0.1"},
    {ENDPOINT_DNS, "", "dns", "/ok.test/TXT", NULL, "v=spf1", LONG_MS, NULL},
    {ENDPOINT_DNS, "", "dns", "/ok.test/MX", NULL, "mail.ok.test", LONG_MS, NULL},
    {ENDPOINT_DNS, "", "dns", "/nx.test", NULL, NULL, LONG_MS, "rcode NXDOMAIN"},
    {ENDPOINT_DNS, "", "dns", "/fail.test", NULL, NULL, LONG_MS, "rcode SERVFAIL"},
    {ENDPOINT_DNS, "", "dns", "/none.test", NULL, NULL, LONG_MS, "no-record none.test"},
    {ENDPOINT_DNS, "", "dns", "/ok.test/HINFO", NULL, NULL, LONG_MS, "target HINFO"},
    {ENDPOINT_DNS, "", "dns", "", NULL, NULL, LONG_MS, "target"},
    {ENDPOINT_DNS, "", "dns-silent", "/ok.test", NULL, NULL, SHORT_MS, "timeout 1.5"},
    {ENDPOINT_PING, NULL, NULL, "127.0.0.1:80", NULL, NULL, LONG_MS, "target"},
  };
  begin(NULL, false);
  run_all(table, G_N_ELEMENTS(table), faults);
  finish();
}

/* As the server's table of names has them (fault_server.c). */
static void names(void)
{
  char *server = child_url(faults, "", "dns", ""), *silent = child_url(faults, "", "dns-silent", "");
  char *good = g_strdup_printf("http://ok.test:%d/ok", child_port(faults, "http"));
  char *dead_v6 = g_strdup_printf("v6only-dead.test:%d", child_port(faults, "http"));
  const struct expected table[] = {
    {ENDPOINT_HTTP, NULL, NULL, good, NULL, "service", LONG_MS, NULL},
    {ENDPOINT_TCP, NULL, NULL, dead_v6, NULL, NULL, LONG_MS, NULL}, /* IPv6 is named but nobody reaches it */
    {ENDPOINT_HTTP, NULL, NULL, "http://nx.test/", NULL, NULL, LONG_MS, "name-unknown nx.test"},
    {ENDPOINT_TCP, NULL, NULL, "none.test:80", NULL, NULL, LONG_MS, "name-no-address none.test"},
    {ENDPOINT_TCP, NULL, NULL, "fail.test:80", NULL, NULL, LONG_MS, "name-no-answer fail.test"},
    {ENDPOINT_TCP, NULL, NULL, "lost.test:80", NULL, NULL, SHORT_MS, "name-no-answer lost.test"},
    {ENDPOINT_PING, NULL, NULL, "lost.test", NULL, NULL, SHORT_MS, "name-no-answer lost.test"},
  };
  begin(server, false);
  run_all(table, G_N_ELEMENTS(table), faults);
  finish();
  g_free(server);
  g_free(silent);
  g_free(good);
  g_free(dead_v6);
}

/* The loop turns and other checks come through while every name server is dead. */
static void dead_name_server(void)
{
  char *silent = child_url(faults, "", "dns-silent", ""), *good = child_url(faults, "http", "http", "/ok");
  const struct expected lost = {ENDPOINT_HTTP, NULL, NULL, "http://ok.test/", NULL, NULL, SHORT_MS, "name-no-answer"};
  const struct expected fine = {ENDPOINT_HTTP, NULL, NULL, good, NULL, NULL, LONG_MS, NULL};
  struct run waiting[50], quick = {.want = &fine};
  begin(silent, false);
  for (size_t i = 0; i < G_N_ELEMENTS(waiting); i++) {
    waiting[i] = (struct run){.want = &lost};
    start(&waiting[i]);
  }
  start(&quick);
  while (quick.answers == 0)
    uv_run(&loop, UV_RUN_ONCE);
  for (size_t i = 0; i < G_N_ELEMENTS(waiting); i++)
    g_assert_cmpint(waiting[i].answers, ==, 0); /* it came first */
  uv_run(&loop, UV_RUN_DEFAULT);
  check(&quick);
  g_free(quick.target);
  for (size_t i = 0; i < G_N_ELEMENTS(waiting); i++) {
    check(&waiting[i]);
    g_free(waiting[i].target);
  }
  finish();
  g_free(silent);
  g_free(good);
}

static void certificates(void)
{
  static const struct expected table[] = {
    {ENDPOINT_TLS, "", "https-good", "", NULL, NULL, LONG_MS, NULL},
    {ENDPOINT_TLS, "", "https-expired", "", NULL, NULL, LONG_MS, "tls-expired 2021-06-30"},
    {ENDPOINT_TLS, "", "https-other-name", "", NULL, NULL, LONG_MS, "tls-name 127.0.0.1"},
    {ENDPOINT_TLS, "", "https-self-signed", "", NULL, NULL, LONG_MS, "tls-untrusted"},
    {ENDPOINT_HTTP, "https", "https-good", "/redirect", NULL, "up", LONG_MS, NULL},
    {ENDPOINT_HTTP, "https", "https-expired", "/ok", NULL, NULL, LONG_MS, "tls-expired 2021-06-30"},
    {ENDPOINT_SMTP, "smtp+starttls", "smtp-starttls", "", NULL, NULL, LONG_MS, NULL},
    {ENDPOINT_IMAP, "imaps", "imaps", "", NULL, NULL, LONG_MS, NULL},
    {ENDPOINT_LDAP, "ldaps", "ldaps", "", NULL, NULL, LONG_MS, NULL},
  };
  struct run runs[G_N_ELEMENTS(table)];
  utc_t at;
  g_assert_true(utc_parse("2026-11-22T14:41:07Z", &at, NULL));
  clock_pin(at);
  begin(NULL, true);
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
    runs[i] = (struct run){.want = &table[i], .server = tls};
    start(&runs[i]);
  }
  uv_run(&loop, UV_RUN_DEFAULT);
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
    bool expired = strcmp(table[i].service, "https-expired") == 0;
    check(&runs[i]);
    if (expired)
      g_assert_cmpint(runs[i].result.tls_days, ==, -1972); /* from 2021-06-30T12:00Z to the pinned now */
    else
      g_assert_cmpint(runs[i].result.tls_days, >, 30000);
    g_free(runs[i].target);
  }
  finish();
  clock_pin(UTC_NONE);
}

static void ping(void)
{
  const struct expected want = {ENDPOINT_PING, NULL, NULL, "127.0.0.1", NULL, NULL, LONG_MS, NULL};
  struct run run = {.want = &want};
  begin(NULL, false);
  start(&run);
  uv_run(&loop, UV_RUN_DEFAULT);
  finish();
  g_free(run.target);
  g_assert_cmpint(run.answers, ==, 1);
  if (run.result.ok)
    g_assert_cmpint(run.result.latency_ms, >=, 0);
  else /* this system does not let its users ping: our matter, not the endpoint's */
    g_assert_cmpstr(run.result.message, ==, "ping-forbidden");
  g_assert_cmpint(run.result.klass, ==, run.result.ok ? CLASS_NONE : CLASS_INTERNAL);
}

static void not_called(void *user, const struct check_result *result)
{
  (void)user, (void)result;
  g_error("a cancelled probe answered");
}

/* Cancelling at any moment: nothing answers, nothing leaks, the loop ends. */
static void cancel(void)
{
  static const struct { enum endpoint_kind kind; const char *service, *scheme, *rest; } table[] = {
    {ENDPOINT_HTTP, "http", "http", "/drip"}, {ENDPOINT_TCP, "silent", "", ""}, {ENDPOINT_SMTP, "smtp", "", ""},
    {ENDPOINT_LDAP, "ldap-mute", "", ""}, {ENDPOINT_DNS, "dns-silent", "", "/ok.test"}, {ENDPOINT_HTTP, NULL, NULL, "http://lost.test/"},
    {ENDPOINT_PING, NULL, NULL, "lost.test"}, {ENDPOINT_HTTP, NULL, NULL, "what://"}, {ENDPOINT_TCP, "full", "", ""},
  };
  char *server = child_url(faults, "", "dns", "");
  for (int turns = 0; turns < 6; turns++) {
    struct probe *probes[G_N_ELEMENTS(table)];
    begin(server, false);
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
      char *target = table[i].service == NULL ? g_strdup(table[i].rest)
                                              : child_url(faults, table[i].scheme, table[i].service, table[i].rest);
      struct probe_plan plan = {.kind = table[i].kind, .target = target, .expect_body = "x", .timeout_ms = LONG_MS};
      bool ends_by_itself = table[i].kind == ENDPOINT_SMTP || strcmp(target, "what://") == 0;
      probes[i] = ends_by_itself && turns > 0 ? NULL : probe_start(net, &plan, not_called, NULL);
      g_free(target);
    }
    for (int i = 0; i < turns; i++)
      uv_run(&loop, UV_RUN_NOWAIT);
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
      if (probes[i] != NULL)
        probe_cancel(probes[i]);
    finish();
  }
  g_free(server);
}

static void targets(void)
{
  char host[64];
  static const struct { enum endpoint_kind kind; const char *target, *host; bool loopback; } table[] = {
    {ENDPOINT_HTTP, "https://www.example:8443/a?b", "www.example", false},
    {ENDPOINT_HTTP, "http://[::1]:80/", "::1", true},
    {ENDPOINT_HTTP, "http://localhost/", "localhost", true},
    {ENDPOINT_HTTP, "http://127.0.0.1.example/", "127.0.0.1.example", false},
    {ENDPOINT_HTTP, "http://127.0.0.1@192.0.2.1/", "192.0.2.1", false},
    {ENDPOINT_TCP, "[2001:db8::1]:22", "2001:db8::1", false},
    {ENDPOINT_TCP, "host.example", "", false},
    {ENDPOINT_TLS, "host.example", "host.example", false},
    {ENDPOINT_SMTP, "smtps://mx.example", "mx.example", false},
    {ENDPOINT_SMTP, "imap://mx.example", "", false},
    {ENDPOINT_DNS, "127.0.0.53/example.org/MX", "127.0.0.53", true},
    {ENDPOINT_DNS, "127.0.0.53", "", false},
    {ENDPOINT_PING, "::1", "::1", true},
    {ENDPOINT_PING, "[::1]", "::1", true},
    {ENDPOINT_PING, "192.0.2.1", "192.0.2.1", false},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
    probe_target_host(table[i].kind, table[i].target, host, sizeof host);
    g_assert_cmpstr(host, ==, table[i].host);
    g_assert_cmpint(probe_target_is_loopback(table[i].kind, table[i].target), ==, table[i].loopback);
    g_assert_cmpint(probe_target_valid(table[i].kind, table[i].target), ==, *table[i].host != '\0');
  }
}

static void status_lists(void)
{
  g_assert_true(http_status_in(NULL, 204));
  g_assert_false(http_status_in("", 301));
  g_assert_true(http_status_in("200, 301-303 ,404", 302));
  g_assert_true(http_status_in("200, 301-303 ,404", 404));
  g_assert_false(http_status_in("200, 301-303 ,404", 304));
  const char *bad[] = {",", "200,", "2xx", "200-", "-200", "300-200", "99", "600", "200 300", "200;300"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
    g_assert_false(http_status_list_valid(bad[i]));
  g_assert_true(http_status_list_valid("200,204, 300-399"));
}

/* A sanitizer keeps what is freed for a while, to catch its use. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KEEPS_FREED true
#elif defined(__has_feature)
#define KEEPS_FREED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define KEEPS_FREED false
#endif

/* Endless bodies, bombs and headers many times over: what is read is not kept. */
static void memory_is_flat(void)
{
  if (KEEPS_FREED) {
    g_test_skip("a sanitizer keeps memory");
    return;
  }
  static const struct { const char *path, *message; } paths[] = {
    {"/endless", "body-too-large"}, {"/bomb", "body-too-large"}, {"/endless-headers", "headers-too-large"},
    {"/long-header", "headers-too-large"}, {"/redirect-loop", "redirects"}};
  struct expected table[20];
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
    table[i] = (struct expected){ENDPOINT_HTTP, "http", "http", paths[i % G_N_ELEMENTS(paths)].path, NULL,
                                 "never there", LONG_MS, paths[i % G_N_ELEMENTS(paths)].message};
  begin(NULL, false);
  run_all(table, G_N_ELEMENTS(table), faults);
  long before = peak_kb();
  for (int i = 0; i < 3; i++)
    run_all(table, G_N_ELEMENTS(table), faults);
  finish();
  g_test_message("peak %ld KB, then %ld KB", before, peak_kb());
  g_assert_cmpint((int)(peak_kb() - before), <, 4096);
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  char *program = test_program("tests/tools/fault_server"), *script = test_source("tests/tools/tls_server.py");
  char *folder = test_source("tests/data/tls");
  faults = child_start((const char *const[]){program, NULL});
  tls = child_start((const char *const[]){"python3", script, folder, NULL});
  g_test_add_func("/probe/targets", targets);
  g_test_add_func("/probe/status-lists", status_lists);
  g_test_add_func("/probe/edge-34-45-http", http_faults);
  g_test_add_func("/probe/other-protocols", other_protocols);
  g_test_add_func("/probe/edge-35-names", names);
  g_test_add_func("/probe/edge-33-dead-name-server", dead_name_server);
  g_test_add_func("/probe/certificates", certificates);
  g_test_add_func("/probe/ping", ping);
  g_test_add_func("/probe/cancel", cancel);
  g_test_add_func("/probe/edge-34-memory", memory_is_flat);
  int status = g_test_run();
  child_stop(faults);
  child_stop(tls);
  g_free(program);
  g_free(script);
  g_free(folder);
  return status;
}
