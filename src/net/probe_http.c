/* The probe of HTTP and HTTPS: a request by http.h, then what the answer should be. */
#include <string.h>

#include "content.h"
#include "probe_kind.h"
#include "secret.h"

static void judge(struct probe *probe, const struct http_reply *reply)
{
  char detail[CHECK_MESSAGE_SIZE];
  g_snprintf(detail, sizeof detail, "%d", reply->status);
  if (reply->reason != REASON_NONE) {
    probe_fail(probe, reply->reason, reply->detail);
  } else if (!http_status_in(probe->expect_status, reply->status)) {
    probe_fail(probe, REASON_STATUS, detail);
  } else if (probe_expects_body(probe) && !reply->found) {
    probe_fail(probe, REASON_BODY, NULL);
  } else if (content_is_asked(&probe->options)) {
    enum check_reason reason = content_judge(&probe->options, reply->body, reply->length, detail, sizeof detail);
    if (reason != REASON_NONE)
      probe_fail(probe, reason, detail);
    else
      probe_good(probe);
  } else {
    probe_good(probe);
  }
}

static void done(void *user, const struct http_reply *reply)
{
  struct probe *probe = user;
  probe->state = NULL; /* the transfer is gone */
  probe->result.tls_days = reply->tls_days;
  judge(probe, reply);
}

/* The headers with their secrets in, NULL-terminated; NULL: the probe has failed. */
static GPtrArray *headers(struct probe *probe)
{
  GPtrArray *out = g_ptr_array_new_with_free_func(secret_free);
  for (guint i = 0; out != NULL && i < probe->options.headers->len; i++) {
    char *header = probe_secret(probe, probe->options.headers->pdata[i]);
    if (header != NULL)
      g_ptr_array_add(out, header);
    else
      g_clear_pointer(&out, g_ptr_array_unref);
  }
  if (out != NULL)
    g_ptr_array_add(out, NULL);
  return out;
}

static void send_request(struct probe *probe, const char *url, const char *const *lines)
{
  enum { MAX_REDIRECTS = 5 };
  const struct check_options *options = &probe->options;
  bool whole = content_is_asked(options);
  struct http_request request = {.method = options->method, .url = url, .headers = lines, .body = options->data,
                                 .timeout_ms = probe->timeout_ms, .max_redirects = MAX_REDIRECTS,
                                 .stop_at = probe->expect_status, .login = probe->login, .ip = options->ip,
                                 .find = probe_expects_body(probe) ? probe->expect_body : NULL, .keep_body = whole,
                                 .max_body = whole ? CONTENT_MAX : 0};
  probe->state = http_send(probe->net, &request, done, probe);
  if (probe->state == NULL)
    probe_fail(probe, REASON_TARGET, probe->url);
}

static void start(struct probe *probe)
{
  bool bare = strstr(probe->url, "://") == NULL;
  char *url = bare ? g_strconcat("http://", probe->url, NULL) : g_strdup(probe->url);
  GPtrArray *lines = http_status_list_valid(probe->expect_status) ? headers(probe) : NULL;
  if (lines != NULL) {
    send_request(probe, url, (const char *const *)lines->pdata);
    g_ptr_array_unref(lines);
  } else {
    probe_fail(probe, REASON_TARGET, probe->expect_status); /* or it has failed already */
  }
  g_free(url);
}

static void stop(struct probe *probe)
{
  http_cancel(probe->state);
}

const struct probe_kind probe_http = {start, stop};
