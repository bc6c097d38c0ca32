/* toban sla report: a month's figures, its misses and its versions. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/sla_store.h"
#include "toban/text.h"
#include "toban/verify.h"

static char *opt_month, *opt_as_of;
static int opt_version;
static gboolean opt_misses, opt_details;
static const GOptionEntry options[] = {
    {"month", 0, 0, G_OPTION_ARG_STRING, &opt_month, N_("the month, of Japan"), "YYYY-MM"},
    {"as-of", 0, 0, G_OPTION_ARG_STRING, &opt_as_of, N_("as it was known at this time (now)"), "TIME"},
    {"misses", 0, 0, G_OPTION_ARG_NONE, &opt_misses, N_("lists every ticket that was late"), NULL},
    {"frozen", 0, 0, G_OPTION_ARG_INT, &opt_version, N_("the frozen figures of a closed month"), "N"},
    {"details", 0, 0, G_OPTION_ARG_NONE, &opt_details,
     N_("with --json: excluded ones by their own result, causes, misses, versions too"), NULL},
    {NULL}};

/* Figures as they are printed: those of now, or of a version. */
struct figures { const struct sla_report_row *row; int rows; struct sla_answers answers; utc_t as_of; };

static double with_excluded(const struct sla_report_row *row, bool *any)
{
  double rate = 0;
  *any = sla_rate(row->met + row->excluded_met, row->missed + row->excluded_missed, &rate);
  return rate;
}

/* --- JSON ----------------------------------------------------------------------------------------------- */
static json_t *rate_json(int met, int missed)
{
  double rate;
  return sla_rate(met, missed, &rate) ? json_real(rate) : json_null();
}

static json_t *reached_json(const struct sla_report_row *row)
{
  double rate;
  return sla_rate(row->met, row->missed, &rate) ? json_boolean(sla_reached(rate, row->goal)) : json_null();
}

static json_t *row_json(const struct sla_report_row *row)
{
  bool any;
  double rate = with_excluded(row, &any);
  json_t *out = json_pack("{s:o, s:s, s:i, s:i, s:i, s:o, s:f, s:o}", "id", json_text(row->policy), "clock",
                          sla_clock_id(row->clock_kind), "met", row->met, "missed", row->missed, "excluded",
                          row->excluded, "rate", rate_json(row->met, row->missed), "goal", row->goal, "reached",
                          reached_json(row));
  if (!opt_details)
    return out;
  json_object_set_new(out, "rate_with_excluded", any ? json_real(rate) : json_null());
  json_object_set_new(out, "cause", json_text(row->cause));
  json_object_set_new(out, "measure", json_text(row->measure));
  json_object_set_new(out, "cause_by", json_text(row->cause_by));
  json_object_set_new(out, "cause_at", json_utc(row->cause_at));
  return out;
}

static json_t *figures_json(const struct figures *figures)
{
  json_t *policies = json_array();
  for (int i = 0; i < figures->rows; i++)
    json_array_append_new(policies, row_json(&figures->row[i]));
  const struct sla_answers *a = &figures->answers;
  return json_pack("{s:o, s:{s:i, s:i, s:o}}", "policies", policies, "answer", "received", a->received, "answered",
                   a->answered, "rate", rate_json(a->answered, a->received - a->answered));
}

static void add_details(json_t *out, const struct sla_report *report)
{
  json_t *misses = json_array(), *versions = json_array();
  for (int i = 0; i < report->misses; i++) {
    const struct sla_report_miss *miss = &report->miss[i];
    json_array_append_new(misses, json_pack("{s:o, s:s, s:o, s:o, s:b}", "ticket", json_text(miss->key), "clock",
                                            sla_clock_id(miss->clock_kind), "policy",
                                            json_text(report->row[miss->row].policy), "missed_at",
                                            json_utc(miss->missed_at), "excluded", (int)miss->excluded));
  }
  for (int i = 0; i < report->closings; i++) {
    const struct sla_closing *c = &report->closing[i];
    json_array_append_new(versions, json_pack("{s:i, s:o, s:o, s:o, s:o, s:o}", "version", c->version, "at",
                                              json_utc(c->at), "by", json_text(c->by), "as_of", json_utc(c->as_of),
                                              "digest", json_text(c->digest), "why", json_text(c->why)));
  }
  json_object_set_new(out, "misses", misses);
  json_object_set_new(out, "versions", versions);
}

static bool print_json(const struct sla_report *report, const struct figures *figures, GError **error)
{
  char month[16];
  json_t *out = json_pack("{s:s, s:o}", "month", sla_period_format(report->period, month), "as_of",
                          json_utc(figures->as_of));
  json_t *rest = figures_json(figures);
  json_object_update(out, rest);
  json_decref(rest);
  if (opt_details)
    add_details(out, report);
  return cli_json(out, error);
}

/* --- for people ------------------------------------------------------------------------------------------- */
/* Cut, not rounded: 94.996 % is never shown as the goal of 95 %. */
static char *percent(double rate)
{
  return g_strdup_printf("%.2f%%", floor(rate * 10000 + 1e-7) / 100);
}

static void add_free(struct cli_table *table, char *take)
{
  cli_table_add(table, take);
  g_free(take);
}

static void add_rate(struct cli_table *table, bool any, double rate)
{
  add_free(table, any ? percent(rate) : g_strdup("-"));
}

static const char *label_of(const struct sla_report_row *row)
{
  const char *label = row->label[lang_get()];
  return label != NULL && *label != '\0' ? label : row->policy;
}

static void print_rows(const struct figures *figures)
{
  static const char *const titles[] = {N_("Level"),  N_("Clock"), N_(">met"),  N_(">missed"), N_(">excluded"),
                                       N_(">rate"),  N_(">with excluded"), N_(">goal"),  N_("Result")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < figures->rows; i++) {
    const struct sla_report_row *row = &figures->row[i];
    double rate = 0;
    bool any = sla_rate(row->met, row->missed, &rate), all;
    double other = with_excluded(row, &all);
    cli_table_add(table, label_of(row));
    cli_table_add(table, sla_clock_text(row->clock_kind));
    add_free(table, g_strdup_printf("%d", row->met));
    add_free(table, g_strdup_printf("%d", row->missed));
    add_free(table, g_strdup_printf("%d", row->excluded));
    add_rate(table, any, rate);
    add_rate(table, all, other);
    add_rate(table, true, row->goal);
    cli_table_add(table, !any ? _("nothing measured") : sla_reached(rate, row->goal) ? _("reached") : _("not reached"));
  }
  cli_table_print(table);
}

static void when(utc_t at, char *out, size_t size)
{
  char day[40], hour[16];
  int offset = zone_offset(zone_tokyo(), at);
  date_text(at, offset, DATE_FULL, day, sizeof day);
  time_text(at, offset, false, hour, sizeof hour);
  g_snprintf(out, size, "%s %s", day, hour);
}

static void print_clean(const char *text)
{
  GString *clean = text_clean(g_string_new(NULL), text == NULL ? "" : text, -1);
  fputs(clean->str, stdout);
  g_string_free(clean, TRUE);
}

static void print_head(const struct sla_report *report, const struct figures *figures)
{
  char month[16], at[64];
  when(figures->as_of, at, sizeof at);
  printf(_("Service levels of %s, as known on %s (Japan)\n"), sla_period_format(report->period, month), at);
  if (figures->as_of < report->period.end)
    printf(_("The month is not over: what lies ahead is not counted.\n"));
}

static void print_answers(const struct sla_answers *a)
{
  double rate;
  char *text = sla_rate(a->answered, a->received - a->answered, &rate) ? percent(rate) : g_strdup("-");
  printf(_("Answer rate: %s (%d answered of %d received)\n"), text, a->answered, a->received);
  g_free(text);
}

static void print_causes(const struct sla_report *report)
{
  for (int i = 0; i < report->rows; i++) {
    const struct sla_report_row *row = &report->row[i];
    double rate;
    if (!sla_rate(row->met, row->missed, &rate) || (sla_reached(rate, row->goal) && row->cause == NULL))
      continue;
    char month[16];
    print_clean(label_of(row));
    if (row->cause == NULL) {
      printf(_(": not reached. Say why: toban sla cause --month %s --policy %s --cause TEXT --measure TEXT\n"),
             sla_period_format(report->period, month), row->policy);
      continue;
    }
    printf("%s", _(": cause: "));
    print_clean(row->cause);
    printf("%s", _("; countermeasure: "));
    print_clean(row->measure);
    printf(" (%s)\n", row->cause_by);
  }
}

static void print_versions(const struct sla_report *report)
{
  for (int i = 0; i < report->closings; i++) {
    const struct sla_closing *c = &report->closing[i];
    char at[64];
    when(c->at, at, sizeof at);
    if (c->why == NULL)
      printf(_("Closed on %s by %s; digest %s\n"), at, c->by, c->digest);
    else
      printf(_("Amended on %s, version %d: %s; digest %s\n"), at, c->version, c->why, c->digest);
  }
}

static void print_misses(const struct sla_report *report)
{
  static const char *const titles[] = {N_("Level"), N_("Ticket"), N_("Missed at (Japan)"), N_("Office"), N_("Title"),
                                       N_("Excluded")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < report->misses; i++) {
    const struct sla_report_miss *miss = &report->miss[i];
    char at[64];
    when(miss->missed_at, at, sizeof at);
    cli_table_add(table, report->row[miss->row].policy);
    cli_table_add(table, miss->key);
    cli_table_add(table, at);
    cli_table_add(table, miss->office);
    cli_table_add(table, miss->title);
    cli_table_add(table, miss->excluded ? _("excluded") : "");
  }
  puts("");
  cli_table_print(table);
}

static void print_text(const struct sla_report *report, const struct figures *figures)
{
  print_head(report, figures);
  print_rows(figures);
  print_answers(&figures->answers);
  if (opt_version == 0)
    print_causes(report);
  print_versions(report);
  if (opt_misses)
    print_misses(report);
}

/* --- the command -------------------------------------------------------------------------------------------- */
bool sla_month_option(const char *text, struct sla_period *out, GError **error)
{
  if (text != NULL)
    return sla_period_parse(text, out, error);
  error_set(error, TE_USAGE, "%s", _("which month? --month YYYY-MM"));
  return false;
}

static bool take_options(struct sla_report_args *args, GError **error)
{
  args->as_of = clock_now();
  if (!sla_month_option(opt_month, &args->period, error))
    return false;
  if (opt_as_of == NULL || utc_parse(opt_as_of, &args->as_of, error))
    return true;
  g_prefix_error(error, "--as-of: ");
  if (error != NULL)
    (*error)->code = TE_USAGE;
  return false;
}

static bool choose(const struct sla_report *report, struct figures *out, GError **error)
{
  *out = (struct figures){report->row, report->rows, report->answers, report->as_of};
  if (opt_version == 0)
    return true;
  if (opt_version < 0 || opt_version > report->closings) {
    error_set(error, TE_NO, _("there is no version %d of this month (there are %d)"), opt_version, report->closings);
    return false;
  }
  const struct sla_closing *closing = &report->closing[opt_version - 1];
  *out = (struct figures){closing->row, closing->rows, closing->answers, closing->as_of};
  return true;
}

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct sla_report_args args;
  struct figures figures;
  if (!take_options(&args, error))
    return false;
  struct chain_anchor head;
  struct db *db = cli_open(cli, DB_READONLY, error);
  struct sla_report *report = db == NULL ? NULL : sla_report_read(db, &args, error);
  bool ok = report != NULL && choose(report, &figures, error) && chain_head(db, &head, error);
  if (ok && cli->json)
    ok = print_json(report, &figures, error);
  else if (ok) {
    print_text(report, &figures);
    printf(_("Head of the log when this was printed: event %ld %s\n"), (long)head.seq, head.hash);
  }
  snapshot_free(report);
  db_close(db);
  return ok;
}

const struct cli_command command_sla_report = {
    .name = "sla report",
    .args = "",
    .summary = N_("the figures of a month: met, missed, excluded, rates, answers"),
    .options = options,
    .run = run,
    .wants_json = true,
    .detail = N_("A clock counts in the month in which it was met or missed. Excluded ones are counted apart; the rate "
                 "with them, by their own result, stands beside. A level that was not reached asks for its cause and a "
                 "countermeasure (toban sla cause).")};
