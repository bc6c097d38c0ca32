/* toban measure list: figures of servers and clients, and what warns. */
#include "commands.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/measure_store.h"

static json_t *row_json(const struct measure_row *row)
{
  char value[32];
  const struct measure_finding *f = &row->finding;
  return json_pack("{s:s, s:o, s:f, s:o, s:s, s:o}", "measure", measure_id(row->kind), "subject",
                   json_text(row->subject), "value", g_ascii_strtod(measure_value_text(f->value, value), NULL), "at",
                   json_utc(f->at), "state", measure_state_id(f->state), "full_in_days",
                   f->days_left == MEASURE_NO_FORECAST ? json_null() : json_integer(f->days_left));
}

static void add_row(struct cli_table *table, const struct measure_row *row)
{
  char value[32], at[32], days[32] = "";
  const struct measure_finding *f = &row->finding;
  if (f->days_left != MEASURE_NO_FORECAST)
    g_snprintf(days, sizeof days, "%d", f->days_left);
  cli_table_add(table, f->state == MEASURE_OVER   ? C_("measure", "over")
                       : f->state == MEASURE_SOON ? C_("measure", "full soon")
                                                  : C_("measure", "good"));
  cli_table_add(table, measure_text(row->kind));
  cli_table_add(table, row->subject);
  cli_table_add(table, measure_value_text(f->value, value));
  cli_table_add(table, days);
  cli_table_add(table, utc_format(f->at, at));
}

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  static const char *const titles[] = {N_("State"), N_("Measure"), N_("Of"), N_(">Value"), N_(">Full in days"),
                                       N_("Reported (UTC)")};
  struct measure_args args = {.now = clock_now()};
  (void)argc, (void)argv;
  struct measure_list *list = cli_read(cli, measure_list_read, &args, error);
  if (list == NULL)
    return false;
  json_t *array = cli->json ? json_array() : NULL;
  struct cli_table *table = cli->json ? NULL : cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    if (cli->json)
      json_array_append_new(array, row_json(&list->row[i]));
    else
      add_row(table, &list->row[i]);
  }
  snapshot_free(list);
  if (cli->json)
    return cli_json(array, error);
  cli_table_print(table);
  return true;
}

const struct cli_command command_measure_list = {
    .name = "measure list",
    .args = "",
    .summary = N_("antivirus definitions, malware and disks: the newest figures, what warns first"),
    .detail = N_("Figures come by `toban import measures` and are kept (`toban export measures`); what warns is data "
                 "too: "
                 "`toban import measure-rules`. The age of definitions goes on growing after it was reported; a disk’s "
                 "forecast is the straight line through its last 60 days."),
    .run = run,
    .wants_json = true,
};
