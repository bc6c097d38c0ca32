/* toban health show: one endpoint: what it says now, the history of a day, the availability of a month. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/availability.h"
#include "toban/error.h"
#include "toban/health_store.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/text.h"
#include "toban/zone.h"

static char *opt_day, *opt_month;
static const GOptionEntry options[] = {
    {"day", 0, 0, G_OPTION_ARG_STRING, &opt_day, N_("the day of Japan whose history is shown (today)"), "YYYY-MM-DD"},
    {"month", 0, 0, G_OPTION_ARG_STRING, &opt_month, N_("the month of Japan whose availability is shown (this one)"),
     "YYYY-MM"},
    {NULL}};

struct stretch { utc_t from, to; char name[16]; };

static bool choose_day(utc_t now, struct stretch *out, GError **error)
{
  day_t day;
  int second;
  zone_local(zone_tokyo(), now, &day, &second);
  if (opt_day != NULL && !day_parse(opt_day, &day, error))
    return false;
  out->from = zone_instant(zone_tokyo(), day, 0, false);
  out->to = MIN(zone_instant(zone_tokyo(), day + 1, 0, false), MAX(now, out->from));
  day_format(day, out->name);
  return true;
}

static bool choose_month(utc_t now, struct stretch *out, GError **error)
{
  struct sla_period period = sla_period_at(now);
  if (opt_month != NULL && !sla_period_parse(opt_month, &period, error))
    return false;
  sla_period_format(period, out->name);
  out->from = period.start;
  out->to = MIN(period.end, MAX(now, period.start));
  return true;
}

/* --- as JSON ------------------------------------------------------------------------------------------------ */
static char *sentence(enum lang lang, const char *message)
{
  return g_string_free(check_message_text_in(g_string_new(NULL), lang, message == NULL ? "" : message), FALSE);
}

static json_t *messages_json(const char *message)
{
  char *ja = sentence(LANG_JA, message), *en = sentence(LANG_EN, message);
  json_t *both = json_pack("{s:o, s:o}", "ja", json_text(ja), "en", json_text(en));
  g_free(ja);
  g_free(en);
  return both;
}

static json_t *history_json(const struct endpoint_history *history)
{
  json_t *array = json_array();
  for (int i = 0; i < history->spans; i++) {
    const struct check_span *span = &history->span[i];
    json_array_append_new(array, json_pack("{s:o, s:o, s:s, s:o}", "from", json_utc(span->at), "to",
                                           json_utc(span->end), "state", check_state_id(span->state), "message",
                                           messages_json(span->message)));
  }
  return array;
}

static json_t *availability_json(const struct availability *a, const char *month)
{
  double share = availability_share(a);
  return json_pack("{s:s, s:o, s:I, s:I, s:I, s:i}", "month", month, "share",
                   share < 0 ? json_null() : json_real(share), "up_s", (json_int_t)a->up_s, "down_s",
                   (json_int_t)a->down_s, "unmeasured_s", (json_int_t)a->unmeasured_s, "outages", a->outages);
}

static json_t *hold_json(const char *by, utc_t until, const char *why, bool holds)
{
  if (!holds)
    return json_null();
  return json_pack("{s:o, s:o, s:o}", "by", json_text(by), "until", json_utc(until), "reason", json_text(why));
}

static json_t *endpoint_json(const struct endpoint_row *row, utc_t now)
{
  json_t *object = json_object();
  json_object_set_new(object, "id", json_text(row->id));
  json_object_set_new(object, "state", json_text(check_state_id(endpoint_shown(row, now))));
  json_object_set_new(object, "since", json_utc(row->since));
  json_object_set_new(object, "checked_at", json_utc(row->checked_at));
  json_object_set_new(object, "message", messages_json(row->message));
  json_object_set_new(object, "ticket", row->ticket == NULL || *row->ticket == '\0' ? json_null()
                                                                                   : json_text(row->ticket));
  json_object_set_new(object, "paused",
                      hold_json(row->paused_by, row->paused_until, row->paused_why, endpoint_is_paused(row, now)));
  json_object_set_new(object, "acknowledged",
                      hold_json(row->acked_by, row->acked_until, row->acked_why, endpoint_is_acknowledged(row, now)));
  return object;
}

/* --- for people ---------------------------------------------------------------------------------------------- */
static void clock_of(utc_t at, char *out, size_t size)
{
  time_text(at, zone_offset(zone_tokyo(), at), true, out, size);
}

static void print_history(const struct endpoint_history *history)
{
  static const char *const titles[] = {N_("From (JST)"), N_(">For"), N_("State"), N_("Message")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < history->spans; i++) {
    const struct check_span *span = &history->span[i];
    char from[16], length[64], *message = sentence(lang_get(), span->message);
    clock_of(span->at, from, sizeof from);
    duration_text(MAX(span->end - span->at, 0), length, sizeof length);
    cli_table_add(table, from);
    cli_table_add(table, length);
    cli_table_add(table, check_state_text(span->state));
    cli_table_add(table, message);
    g_free(message);
  }
  cli_table_print(table);
}

static void print_hold(const char *what, const char *by, utc_t until, const char *why)
{
  char end[32] = "-";
  GString *line = g_string_new(NULL);
  if (until != UTC_NONE)
    utc_format(until, end);
  g_string_printf(line, _("%s by %s until %s: %s"), what, by, end, why == NULL ? "" : why);
  GString *clean = text_clean(g_string_new(NULL), line->str, -1);
  puts(clean->str);
  g_string_free(clean, TRUE);
  g_string_free(line, TRUE);
}

static void print_endpoint(const struct endpoint_row *row, utc_t now)
{
  GString *line = g_string_new(NULL);
  text_clean(line, row->name[lang_get()], -1);
  g_string_append_printf(line, ": %s", check_state_text(endpoint_shown(row, now)));
  puts(line->str);
  for (int i = 0; i < LANG_COUNT && row->message != NULL && *row->message != '\0'; i++) {
    char *text = sentence((enum lang)i, row->message);
    g_string_truncate(line, 0);
    text_clean(line, text, -1);
    puts(line->str);
    g_free(text);
  }
  g_string_free(line, TRUE);
  if (endpoint_is_paused(row, now))
    print_hold(_("paused"), row->paused_by, row->paused_until, row->paused_why);
  if (endpoint_is_acknowledged(row, now))
    print_hold(_("acknowledged"), row->acked_by, row->acked_until, row->acked_why);
  if (row->ticket != NULL && *row->ticket != '\0')
    printf(_("ticket %s\n"), row->ticket);
}

static void print_availability(const struct availability *a, const char *month)
{
  char up[64], down[64], unmeasured[64];
  duration_text(a->up_s, up, sizeof up);
  duration_text(a->down_s, down, sizeof down);
  duration_text(a->unmeasured_s, unmeasured, sizeof unmeasured);
  if (availability_share(a) < 0)
    printf(_("%s: nothing was measured\n"), month);
  else
    printf(_("%s: %.3f %% available (up %s, down %s in %d outages, not measured %s)\n"), month,
           availability_share(a) * 100, up, down, a->outages, unmeasured);
}

/* --- the command ------------------------------------------------------------------------------------------------ */
struct answer { const struct endpoint_row *row; struct endpoint_history *day, *month; struct availability available; };

static struct endpoint_history *read_history(const struct cli *cli, const char *id, const struct stretch *stretch,
                                             GError **error)
{
  struct endpoint_history_args args = {.from = stretch->from, .to = stretch->to};
  g_strlcpy(args.id, id, sizeof args.id);
  return cli_read(cli, endpoint_history_read, &args, error);
}

static bool print(const struct cli *cli, const struct answer *answer, const struct stretch *month, GError **error)
{
  utc_t now = clock_now();
  if (cli->json) {
    json_t *object = endpoint_json(answer->row, now);
    json_object_set_new(object, "history", history_json(answer->day));
    json_object_set_new(object, "availability", availability_json(&answer->available, month->name));
    return cli_json(object, error);
  }
  print_endpoint(answer->row, now);
  print_availability(&answer->available, month->name);
  print_history(answer->day);
  return true;
}

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct stretch day = {0}, month = {0};
  struct answer answer = {0};
  (void)argc;
  if (!choose_day(clock_now(), &day, error) || !choose_month(clock_now(), &month, error))
    return false;
  struct endpoint_list *list = cli_read(cli, endpoint_list_read, NULL, error);
  for (int i = 0; list != NULL && i < list->rows; i++)
    if (strcmp(list->row[i].id, argv[0]) == 0)
      answer.row = &list->row[i];
  if (list != NULL && answer.row == NULL)
    error_set(error, TE_NOINPUT, _("no such endpoint: “%s”"), argv[0]);
  bool done = answer.row != NULL && (answer.day = read_history(cli, argv[0], &day, error)) != NULL &&
              (answer.month = read_history(cli, argv[0], &month, error)) != NULL;
  if (done) {
    availability_of(answer.month->span, answer.month->spans, &answer.available);
    done = print(cli, &answer, &month, error);
  }
  snapshot_free(answer.day);
  snapshot_free(answer.month);
  snapshot_free(list);
  return done;
}

const struct cli_command command_health_show = {
    .name = "health show",
    .args = "ID",
    .min_args = 1,
    .max_args = 1,
    .summary = N_("one endpoint: its state, the history of a day, the availability of a month"),
    .detail = N_("Time under maintenance, paused, behind a parent that is down, or without a poller was not measured "
                 "and "
                 "counts for neither side."),
    .options = options,
    .run = run,
    .wants_json = true,
};
