/* States of the endpoints as Prometheus reads them (text format 0.0.4), for `health list --format prometheus` and for a
 * file of node_exporter's textfile collector. */
#include "health_prometheus.h"

#include "toban/health_store.h"

static void label(GString *out, const char *name, const char *value)
{
  g_string_append_printf(out, "%s=\"", name);
  for (const char *c = value == NULL ? "" : value; *c != '\0'; c++)
    if (*c == '\\' || *c == '"')
      g_string_append_printf(out, "\\%c", *c);
    else if (*c == '\n')
      g_string_append(out, "\\n");
    else
      g_string_append_c(out, *c);
  g_string_append_c(out, '"');
}

static void sample(GString *out, const char *metric, const struct endpoint_row *row, const char *state)
{
  g_string_append_printf(out, "%s{", metric);
  label(out, "id", row->id);
  g_string_append_c(out, ',');
  label(out, "group", row->group);
  if (state != NULL) {
    g_string_append_c(out, ',');
    label(out, "state", state);
  }
  g_string_append(out, "} ");
}

typedef void value_fn(GString *out, const struct endpoint_row *row, utc_t now);

static void up(GString *out, const struct endpoint_row *row, utc_t now)
{
  sample(out, "toban_check_up", row, NULL);
  g_string_append_printf(out, "%d\n", check_state_is_good(endpoint_shown(row, now)));
}

static void state(GString *out, const struct endpoint_row *row, utc_t now)
{
  sample(out, "toban_check_state", row, check_state_id(endpoint_shown(row, now)));
  g_string_append(out, "1\n");
}

static void latency(GString *out, const struct endpoint_row *row, utc_t now)
{
  (void)now;
  if (row->latency_ms == LATENCY_UNKNOWN)
    return;
  sample(out, "toban_check_latency_seconds", row, NULL);
  g_string_append_printf(out, "%d.%03d\n", row->latency_ms / 1000, row->latency_ms % 1000);
}

static void certificate(GString *out, const struct endpoint_row *row, utc_t now)
{
  (void)now;
  if (row->tls_days == TLS_DAYS_UNKNOWN)
    return;
  sample(out, "toban_check_certificate_days", row, NULL);
  g_string_append_printf(out, "%d\n", row->tls_days);
}

static void checked(GString *out, const struct endpoint_row *row, utc_t now)
{
  (void)now;
  if (row->checked_at == UTC_NONE)
    return;
  sample(out, "toban_check_last_result_timestamp_seconds", row, NULL);
  g_string_append_printf(out, "%" G_GINT64_FORMAT "\n", row->checked_at);
}

GString *health_prometheus(const struct endpoint_list *list, utc_t now)
{
  static const struct { const char *name, *help; value_fn *value; } metrics[] = {
    {"toban_check_up", "1 when the endpoint is good, 0 when it is not or nobody knows.", up},
    {"toban_check_state", "The state of the endpoint; always 1.", state},
    {"toban_check_latency_seconds", "How long the last answer took.", latency},
    {"toban_check_certificate_days", "Days until the certificate ends, negative since.", certificate},
    {"toban_check_last_result_timestamp_seconds", "When the last result came.", checked},
  };
  GString *out = g_string_new(NULL);
  for (size_t m = 0; m < G_N_ELEMENTS(metrics); m++) {
    g_string_append_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", metrics[m].name, metrics[m].help, metrics[m].name);
    for (int i = 0; i < list->rows; i++)
      metrics[m].value(out, &list->row[i], now);
  }
  return out;
}
