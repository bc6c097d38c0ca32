/* toban health list, check, run: the states of the endpoints, a check of all of them now, and polling. */
#include <stdio.h>

#include "commands.h"
#include "health_prometheus.h"
#include "toban/check_option.h"
#include "toban/error.h"
#include "toban/health_store.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/probe.h"
#include "toban/read.h"
#include "toban/text.h"
#include "toban/zone.h"

static char *message_text(const char *message)
{
  return g_string_free(check_message_text(g_string_new(NULL), message == NULL ? "" : message), FALSE);
}

static void add_take(struct cli_table *table, char *take)
{
  cli_table_add(table, take);
  g_free(take);
}

static char *latency_text(int latency_ms)
{
  return latency_ms == LATENCY_UNKNOWN ? NULL : g_strdup_printf("%d", latency_ms);
}

static char *days_text(int days)
{
  return days == TLS_DAYS_UNKNOWN ? NULL : g_strdup_printf("%d", days);
}

static json_t *latency_json(int latency_ms)
{
  return latency_ms == LATENCY_UNKNOWN ? json_null() : json_integer(latency_ms);
}

static json_t *days_json(int days)
{
  return days == TLS_DAYS_UNKNOWN ? json_null() : json_integer(days);
}

static void set_text(json_t *object, const char *name, char *take)
{
  json_object_set_new(object, name, json_text(take));
  g_free(take);
}

/* --- list -------------------------------------------------------------------------------------------- */

static json_t *maybe(const char *text, bool there)
{
  return there && text != NULL && *text != '\0' ? json_text(text) : json_null();
}

static json_t *window_json(const struct maintenance *m)
{
  if (m == NULL)
    return json_null();
  return json_pack("{s:s, s:I, s:o, s:o, s:o}", "source", m->calendar ? "calendar" : "maintenance", "number",
                   (json_int_t)m->number, "title", json_text(maintenance_title(m)), "start", json_utc(m->start), "end",
                   json_utc(m->end));
}

static json_t *row_json(const struct endpoint_list *list, const struct endpoint_row *row, utc_t now)
{
  json_t *object = json_object();
  json_object_set_new(object, "id", json_text(row->id));
  json_object_set_new(object, "group", json_text(row->group));
  json_object_set_new(object, "name_ja", json_text(row->name[LANG_JA]));
  json_object_set_new(object, "name_en", json_text(row->name[LANG_EN]));
  json_object_set_new(object, "kind", json_text(row->kind));
  json_object_set_new(object, "target", json_text(row->target));
  json_object_set_new(object, "state", json_text(check_state_id(endpoint_shown(row, now))));
  json_object_set_new(object, "since", json_utc(row->since));
  json_object_set_new(object, "checked_at", json_utc(row->checked_at));
  json_object_set_new(object, "class", json_text(check_class_id((enum check_class)row->class_)));
  json_object_set_new(object, "latency_ms", latency_json(row->latency_ms));
  set_text(object, "message", message_text(row->message));
  json_object_set_new(object, "tls_days", days_json(row->tls_days));
  json_object_set_new(object, "maintenance", window_json(maintenance_at(list, row, now)));
  json_object_set_new(object, "ticket", maybe(row->ticket, true));
  json_object_set_new(object, "paused_by", maybe(row->paused_by, endpoint_is_paused(row, now)));
  json_object_set_new(object, "acknowledged_by", maybe(row->acked_by, endpoint_is_acknowledged(row, now)));
  return object;
}

/* Why nothing is raised comes before what the last check said. */
static char *why_text(const struct endpoint_list *list, const struct endpoint_row *row, utc_t now)
{
  const struct maintenance *m = maintenance_at(list, row, now);
  if (m == NULL)
    return message_text(row->message);
  char date[32], time[16];
  int offset = zone_offset(zone_tokyo(), m->end);
  date_text(m->end, offset, DATE_SHORT, date, sizeof date);
  time_text(m->end, offset, false, time, sizeof time);
  return g_strdup_printf(_("%s (until %s %s)"), maintenance_title(m), date, time);
}

static void add_row(struct cli_table *table, const struct endpoint_list *list, const struct endpoint_row *row,
                    utc_t now)
{
  char since[64] = "";
  if (row->since != UTC_NONE)
    duration_text(MAX(now - row->since, 0), since, sizeof since);
  cli_table_add(table, check_state_text(endpoint_shown(row, now)));
  cli_table_add(table, since);
  cli_table_add(table, row->group);
  cli_table_add(table, row->name[lang_get()]);
  cli_table_add(table, row->kind);
  add_take(table, latency_text(row->latency_ms));
  add_take(table, days_text(row->tls_days));
  add_take(table, why_text(list, row, now));
}

static char *opt_format, *opt_out;
static const GOptionEntry list_options[] = {
    {"format", 0, 0, G_OPTION_ARG_STRING, &opt_format, N_("table (the usual), prometheus"), "FORMAT"},
    {"out", 0, 0, G_OPTION_ARG_FILENAME, &opt_out,
     N_("into a file, which is there as a whole or not at all (for node_exporter’s textfile collector)"), "FILE"},
    {NULL}};

static bool print_prometheus(const struct endpoint_list *list, GError **error)
{
  GString *text = health_prometheus(list, clock_now());
  bool done = opt_out == NULL || cli_write_file(opt_out, text->str, text->len, error);
  if (opt_out == NULL)
    fwrite(text->str, 1, text->len, stdout);
  g_string_free(text, TRUE);
  return done;
}

static bool check_list_options(bool *prometheus, GError **error)
{
  *prometheus = opt_format != NULL && g_str_equal(opt_format, "prometheus");
  if (opt_format != NULL && !*prometheus && !g_str_equal(opt_format, "table"))
    error_set(error, TE_USAGE, _("--format is table or prometheus, not “%s”"), opt_format);
  else if (opt_out != NULL && !*prometheus)
    error_set(error, TE_USAGE, "%s", _("--out goes with --format prometheus"));
  else
    return true;
  return false;
}

static bool run_list(const struct cli *cli, int argc, char **argv, GError **error)
{
  static const char *const titles[] = {N_("State"), N_(">Since"), N_("Group"), N_("Name"),
                                       N_("Kind"),  N_(">ms"),    N_(">Days"), N_("Message")};
  bool prometheus;
  (void)argc, (void)argv;
  if (!check_list_options(&prometheus, error))
    return false;
  struct endpoint_list *list = cli_read(cli, endpoint_list_read, NULL, error);
  if (list == NULL)
    return false;
  if (prometheus) {
    bool done = print_prometheus(list, error);
    snapshot_free(list);
    return done;
  }
  utc_t now = clock_now();
  json_t *array = cli->json ? json_array() : NULL;
  struct cli_table *table = cli->json ? NULL : cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    if (cli->json)
      json_array_append_new(array, row_json(list, &list->row[i], now));
    else
      add_row(table, list, &list->row[i], now);
  }
  snapshot_free(list);
  if (cli->json)
    return cli_json(array, error);
  cli_table_print(table);
  return true;
}

/* --- check ------------------------------------------------------------------------------------------- */

static gboolean opt_once;
static const GOptionEntry check_options[] = {
    {"once", 0, 0, G_OPTION_ARG_NONE, &opt_once, N_("each endpoint once, now (nothing else is meant without it)"),
     NULL},
    {NULL}};

static void each(void *user, int index, const struct check_result *result)
{
  ((struct check_result *)user)[index] = *result;
}

static int cert_days(const struct endpoint_row *row)
{
  struct check_options options;
  enum endpoint_kind kind;
  if (!endpoint_kind_parse(row->kind, &kind))
    return 0;
  check_options_parse(row->options, kind, &options, NULL);
  int days = options.cert_days;
  check_options_clear(&options);
  return days;
}

/* What one result alone says: no thresholds. Our own trouble says nothing of the endpoint. */
static enum check_state state_of(const struct endpoint_row *row, const struct check_result *result)
{
  struct check_status status;
  struct check_rule rule = {.down_after = 1, .up_after = 1, .slow_ms = row->slow_ms, .interval_s = row->interval_s,
                             .cert_days = cert_days(row)};
  check_status_init(&status);
  return check_next(&status, &rule, result, NULL).state;
}

static json_t *result_json(const struct endpoint_row *row, const struct check_result *result)
{
  json_t *object = json_object();
  json_object_set_new(object, "id", json_text(row->id));
  json_object_set_new(object, "state", json_text(check_state_id(state_of(row, result))));
  json_object_set_new(object, "class", json_text(check_class_id(result->klass)));
  json_object_set_new(object, "latency_ms", latency_json(result->latency_ms));
  set_text(object, "message", message_text(result->message));
  json_object_set_new(object, "tls_days", days_json(result->tls_days));
  return object;
}

static void add_result(struct cli_table *table, const struct endpoint_row *row, const struct check_result *result)
{
  cli_table_add(table, check_state_text(state_of(row, result)));
  cli_table_add(table, row->id);
  cli_table_add(table, row->name[lang_get()]);
  cli_table_add(table, check_class_text(result->klass));
  add_take(table, latency_text(result->latency_ms));
  add_take(table, days_text(result->tls_days));
  add_take(table, message_text(result->message));
}

static bool print_results(const struct cli *cli, const struct endpoint_list *list, const struct check_result *results,
                          GError **error)
{
  static const char *const titles[] = {N_("State"), "ID",       N_("Name"), N_("Class"),
                                       N_(">ms"),   N_(">Days"), N_("Message")};
  if (cli->json) {
    json_t *array = json_array();
    for (int i = 0; i < list->rows; i++)
      json_array_append_new(array, result_json(&list->row[i], &results[i]));
    return cli_json(array, error);
  }
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++)
    add_result(table, &list->row[i], &results[i]);
  cli_table_print(table);
  return true;
}

/* The plans of those that may be checked, each with its place in the list; the others get their result here. */
static int make_plans(const struct endpoint_list *list, bool demo, struct probe_plan *plans, int *place,
                      struct check_result *results)
{
  int count = 0;
  for (int i = 0; i < list->rows; i++) {
    const struct endpoint_row *row = &list->row[i];
    enum endpoint_kind kind;
    check_result_init(&results[i], clock_now());
    if (!endpoint_kind_parse(row->kind, &kind)) {
      check_result_fail(&results[i], REASON_TARGET, row->kind);
    } else if (demo && !probe_target_is_loopback(kind, row->target)) {
      check_result_fail(&results[i], REASON_DEMO, NULL);
    } else {
      place[count] = i;
      plans[count++] = (struct probe_plan){.kind = kind, .target = row->target, .expect_status = row->expect_status,
                                           .expect_body = row->expect_body, .options = row->options,
                                           .timeout_ms = MAX(row->timeout_s, 1) * 1000};
    }
  }
  return count;
}

static void check_all(const struct cli *cli, const struct endpoint_list *list, bool demo, struct check_result *results)
{
  struct probe_plan *plans = g_new0(struct probe_plan, (gsize)list->rows + 1);
  struct check_result *got = g_new0(struct check_result, (gsize)list->rows + 1);
  int *place = g_new0(int, (gsize)list->rows + 1);
  int count = make_plans(list, demo, plans, place, results);
  uv_loop_t loop;
  uv_loop_init(&loop);
  struct net *net = net_from_settings(&loop, cli->settings);
  probe_all(net, plans, count, each, got);
  uv_run(&loop, UV_RUN_DEFAULT);
  net_free(net);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
  for (int i = 0; i < count; i++)
    results[place[i]] = got[i];
  g_free(plans);
  g_free(place);
  g_free(got);
}

static bool run_check(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct reference *reference = cli_read(cli, reference_read, NULL, error);
  if (reference == NULL)
    return false;
  bool demo = reference->demo;
  reference_free(reference);
  struct endpoint_list *list = cli_read(cli, endpoint_list_read, NULL, error);
  if (list == NULL)
    return false;
  struct check_result *results = g_new0(struct check_result, (gsize)list->rows + 1);
  check_all(cli, list, demo, results);
  bool done = print_results(cli, list, results, error);
  g_free(results);
  snapshot_free(list);
  return done;
}

const struct cli_command command_health_list = {
    .name = "health list",
    .args = "",
    .summary = N_("the checked endpoints and their states"),
    .options = list_options,
    .run = run_list,
    .wants_json = true,
};

const struct cli_command command_health_check = {
    .name = "health check",
    .args = "",
    .summary = N_("checks each endpoint once, now, whatever its schedule"),
    .detail = N_("The results are printed, not stored: the state is what this one check says, without thresholds. In a "
                 "demonstration database only what is on this machine is checked."),
    .options = check_options,
    .run = run_check,
    .wants_json = true,
};
