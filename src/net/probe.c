#include "probe_kind.h"

#include <string.h>

static const struct probe_kind *const kinds[ENDPOINT_KINDS] = {
  [ENDPOINT_HTTP] = &probe_http, [ENDPOINT_TCP] = &probe_stream, [ENDPOINT_TLS] = &probe_stream,
  [ENDPOINT_DNS] = &probe_dns, [ENDPOINT_SMTP] = &probe_stream, [ENDPOINT_IMAP] = &probe_stream,
  [ENDPOINT_LDAP] = &probe_stream, [ENDPOINT_PING] = &probe_ping,
};

static void free_probe(uv_handle_t *handle)
{
  struct probe *probe = handle->data;
  g_free(probe->url);
  g_free(probe->expect_status);
  g_free(probe->expect_body);
  g_free(probe);
}

static void end(struct probe *probe)
{
  if (probe->state != NULL)
    probe->kind->stop(probe);
  uv_close((uv_handle_t *)&probe->timer, free_probe);
}

static void deliver(uv_timer_t *timer)
{
  struct probe *probe = timer->data;
  probe->done(probe->user, &probe->result);
  end(probe);
}

/* Always by the timer: the end may come from start(), or deep inside curl's or c-ares' callbacks. */
static void finish(struct probe *probe)
{
  probe->finished = true;
  probe->result.at = clock_now();
  uv_timer_start(&probe->timer, deliver, 0, 0);
}

void probe_good(struct probe *probe)
{
  if (probe->finished)
    return;
  probe->result.latency_ms = (int)(clock_mono_ms() - probe->started_ms);
  finish(probe);
}

void probe_fail(struct probe *probe, enum check_reason reason, const char *detail)
{
  if (probe->finished)
    return;
  if (check_reason_class(reason) == CLASS_PROTOCOL || check_reason_class(reason) == CLASS_CONTENT)
    probe->result.latency_ms = (int)(clock_mono_ms() - probe->started_ms); /* it did answer */
  check_result_fail(&probe->result, reason, detail);
  finish(probe);
}

void probe_late(struct probe *probe, enum check_reason reason)
{
  char detail[32];
  g_snprintf(detail, sizeof detail, "%g", probe->timeout_ms / 1000.0);
  probe_fail(probe, reason, detail);
}

int64_t probe_left_ms(const struct probe *probe)
{
  return MAX(probe->started_ms + probe->timeout_ms - clock_mono_ms(), 1);
}

bool probe_expects_body(const struct probe *probe)
{
  return probe->expect_body != NULL && *probe->expect_body != '\0';
}

struct probe *probe_start(struct net *net, const struct probe_plan *plan, probe_done_fn *done, void *user)
{
  struct probe *probe = g_new0(struct probe, 1);
  *probe = (struct probe){.net = net, .endpoint = plan->kind, .kind = kinds[plan->kind],
                          .url = g_strdup(plan->target),
                          .expect_status = g_strdup(plan->expect_status), .expect_body = g_strdup(plan->expect_body),
                          .timeout_ms = plan->timeout_ms, .started_ms = clock_mono_ms(), .done = done, .user = user};
  check_result_init(&probe->result, clock_now());
  uv_timer_init(net->loop, &probe->timer);
  probe->timer.data = probe;
  if (target_parse(plan->kind, plan->target, &probe->target))
    probe->kind->start(probe);
  else
    probe_fail(probe, REASON_TARGET, plan->target);
  return probe;
}

void probe_cancel(struct probe *probe)
{
  end(probe);
}

/* --- http ----------------------------------------------------------------------------------------- */

static void http_done(void *user, const struct http_reply *reply)
{
  struct probe *probe = user;
  char status[16];
  probe->state = NULL; /* the transfer is gone */
  probe->result.tls_days = reply->tls_days;
  g_snprintf(status, sizeof status, "%d", reply->status);
  if (reply->reason != REASON_NONE)
    probe_fail(probe, reply->reason, reply->detail);
  else if (!http_status_in(probe->expect_status, reply->status))
    probe_fail(probe, REASON_STATUS, status);
  else if (probe_expects_body(probe) && !reply->found)
    probe_fail(probe, REASON_BODY, NULL);
  else
    probe_good(probe);
}

static void http_start(struct probe *probe)
{
  enum { MAX_REDIRECTS = 5 };
  bool bare = strstr(probe->url, "://") == NULL;
  char *url = bare ? g_strconcat("http://", probe->url, NULL) : g_strdup(probe->url);
  struct http_request request = {.url = url, .timeout_ms = probe->timeout_ms, .max_redirects = MAX_REDIRECTS,
                                 .stop_at = probe->expect_status,
                                 .find = probe_expects_body(probe) ? probe->expect_body : NULL};
  if (!http_status_list_valid(probe->expect_status))
    probe_fail(probe, REASON_TARGET, probe->expect_status);
  else if ((probe->state = http_send(probe->net, &request, http_done, probe)) == NULL)
    probe_fail(probe, REASON_TARGET, probe->url);
  g_free(url);
}

static void http_stop(struct probe *probe)
{
  http_cancel(probe->state);
}

const struct probe_kind probe_http = {http_start, http_stop};
