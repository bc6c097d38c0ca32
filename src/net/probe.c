#include "probe_kind.h"

#include <string.h>

#include "secret.h"

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
  check_options_clear(&probe->options);
  secret_free(probe->login);
  g_ptr_array_unref(probe->secrets);
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
  secret_mask(probe->result.message, probe->secrets);
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

char *probe_secret(struct probe *probe, const char *text)
{
  GError *why = NULL;
  char *out = secret_expand(text, probe->secrets, &why);
  if (out == NULL)
    probe_fail(probe, REASON_SECRET, why->message);
  g_clear_error(&why);
  return out;
}

/* ip=6 and an address of IPv4, or the other way round: it could never be reached. */
static bool fits_family(const struct probe *probe)
{
  const char *host = probe->target.host;
  bool v6 = strchr(host, ':') != NULL;
  return probe->options.ip == 0 || !host_is_address(host) || v6 == (probe->options.ip == 6);
}

/* A password goes out over TLS only, or stays on this machine. */
static bool take_login(struct probe *probe)
{
  if (probe->options.login == NULL)
    return true;
  if (!probe->target.scheme->tls && !probe->target.scheme->starttls && !host_is_loopback(probe->target.host)) {
    probe_fail(probe, REASON_SECRET_CLEAR, NULL);
    return false;
  }
  probe->login = probe_secret(probe, probe->options.login);
  return probe->login != NULL;
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
  probe->secrets = g_ptr_array_new_with_free_func(secret_free);
  GError *why = NULL;
  bool understood = check_options_parse(plan->options, plan->kind, &probe->options, &why);
  if (!understood)
    probe_fail(probe, REASON_OPTIONS, why->message);
  else if (!target_parse(plan->kind, plan->target, &probe->target))
    probe_fail(probe, REASON_TARGET, plan->target);
  else if (!fits_family(probe))
    probe_fail(probe, REASON_OPTIONS, plan->options);
  else if (take_login(probe))
    probe->kind->start(probe);
  g_clear_error(&why);
  return probe;
}

void probe_cancel(struct probe *probe)
{
  end(probe);
}
