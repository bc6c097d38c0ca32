/* toban outbox list, retry, cancel: messages that leave the desk. */
#include <stdio.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/health.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/outbox.h"

static gboolean opt_all;
static const GOptionEntry list_options[] = {
    {"all", 0, 0, G_OPTION_ARG_NONE, &opt_all, N_("what was sent or cancelled too"), NULL}, {NULL}};

static json_t *row_json(const struct outbox_row *r)
{
  return json_pack("{s:I, s:s, s:s, s:o, s:o, s:s, s:o, s:o, s:o, s:i, s:b, s:o, s:o}", "number",
                   (json_int_t)r->number, "state", outbox_state_id(r->state), "channel", reach_id(r->via), "to",
                   json_text(r->address), "subject", json_text(r->subject), "origin", r->origin, "queued_at",
                   json_utc(r->queued_at), "next_at", json_utc(r->next_at), "done_at", json_utc(r->done_at), "attempts",
                   r->attempts, "doubt", r->doubt, "problem", json_text(r->problem), "answer", json_text(r->answer));
}

static void add_row(struct cli_table *table, const struct outbox_row *r)
{
  char number[24], at[32], tries[16];
  GString *problem = check_message_text(g_string_new(NULL), r->problem);
  g_snprintf(number, sizeof number, "%ld", (long)r->number);
  g_snprintf(tries, sizeof tries, "%d", r->attempts);
  if (r->doubt)
    g_string_append(problem, _(" (it may have arrived twice)"));
  cli_table_add(table, number);
  cli_table_add(table, outbox_state_text(r->state));
  cli_table_add(table, reach_text(r->via));
  cli_table_add(table, r->address);
  cli_table_add(table, utc_format(r->queued_at, at));
  cli_table_add(table, tries);
  cli_table_add(table, r->subject);
  cli_table_add(table, problem->str);
  g_string_free(problem, TRUE);
}

static bool list(const struct cli *cli, int argc, char **argv, GError **error)
{
  static const char *const titles[] = {N_(">no."), N_("state"), N_("way"), N_("sent to"), N_("since (UTC)"),
                                       N_(">tries"), N_("subject"), N_("trouble")};
  enum { MOST = 100000 };
  (void)argc, (void)argv;
  struct outbox_args args = {.now = clock_now(), .all = opt_all, .limit = MOST};
  struct outbox_list *found = cli_read(cli, outbox_list_read, &args, error);
  if (found == NULL)
    return false;
  json_t *out = json_array();
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < found->rows; i++) {
    json_array_append_new(out, row_json(&found->row[i]));
    add_row(table, &found->row[i]);
  }
  bool done = !cli->json || cli_json(json_incref(out), error);
  if (cli->json)
    cli_table_free(table);
  else
    cli_table_print(table);
  json_decref(out);
  snapshot_free(found);
  return done;
}

static struct command *step_of(struct db *db, const char *actor, char **argv, int argc, bool retry, GError **error)
{
  guint64 number;
  if (!g_ascii_string_to_unsigned(argv[0], 10, 1, G_MAXINT64, &number, NULL)) {
    error_set(error, TE_USAGE, _("“%s” is no number of a message (toban outbox list)"), argv[0]);
    return NULL;
  }
  struct outbox_args args = {.all = true, .number = (int64_t)number, .limit = 1};
  struct outbox_list *found = outbox_list_read(db, &args, error);
  struct command *command = NULL;
  if (found != NULL && found->rows == 0)
    error_set(error, TE_NOINPUT, _("there is no such message: %s"), argv[0]);
  else if (found != NULL)
    command = retry ? outbox_retry(actor, clock_now(), found->row[0].key)
                    : outbox_cancel(actor, clock_now(), found->row[0].key, argc > 1 ? argv[1] : "");
  snapshot_free(found);
  return command;
}

static bool step(const struct cli *cli, int argc, char **argv, bool retry, GError **error)
{
  struct command_outcome outcome;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  struct command *command = actor == NULL ? NULL : step_of(db, actor, argv, argc, retry, error);
  bool done = command != NULL && command_run(db, command, &outcome, error);
  command_free(command);
  g_free(actor);
  db_close(db);
  return done && (!cli->json || cli_json(json_pack("{s:b}", "done", 1), error));
}

static bool retry(const struct cli *cli, int argc, char **argv, GError **error)
{
  return step(cli, argc, argv, true, error);
}

static bool cancel(const struct cli *cli, int argc, char **argv, GError **error)
{
  return step(cli, argc, argv, false, error);
}

const struct cli_command command_outbox_list = {
    .name = "outbox list", .args = "", .options = list_options, .run = list, .wants_json = true,
    .summary = N_("messages that wait to be sent, or could not be")};
const struct cli_command command_outbox_retry = {
    .name = "outbox retry", .args = "NUMBER", .min_args = 1, .max_args = 1, .run = retry, .wants_json = true,
    .summary = N_("tries a message again now")};
const struct cli_command command_outbox_cancel = {
    .name = "outbox cancel", .args = "NUMBER WHY", .min_args = 2, .max_args = 2, .run = cancel, .wants_json = true,
    .summary = N_("never sends a message, and why")};
