/* toban health pause, resume, ack, unack: what people decide about one endpoint. */
#include <stdio.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/health_store.h"
#include "toban/lang.h"
#include "toban/moment.h"

static char *opt_until, *opt_reason;
static const GOptionEntry options[] = {
    {"until", 0, 0, G_OPTION_ARG_STRING, &opt_until, N_("when it ends: 18:00, \"2026-11-29 02:00\", +2h"), "TIME"},
    {"reason", 0, 0, G_OPTION_ARG_STRING, &opt_reason, N_("why; others read it"), "TEXT"},
    {NULL}};

static bool carry_out(const struct cli *cli, struct db *db, struct command *take_command, GError **error)
{
  struct command_outcome outcome;
  bool done = command_run(db, take_command, &outcome, error);
  command_free(take_command);
  if (done && cli->json)
    return cli_json(json_pack("{s:s}", "id", outcome.ticket), error);
  return done;
}

typedef struct command *hold_fn(const char *actor, utc_t at, const char *id, utc_t until, const char *reason);
typedef struct command *end_fn(const char *actor, utc_t at, const char *id);

/* One of the two functions is given. */
static bool run(const struct cli *cli, const char *id, hold_fn *hold, end_fn *end, GError **error)
{
  utc_t until = UTC_NONE, now = clock_now();
  if (opt_until != NULL && !moment_parse(opt_until, now, zone_tokyo(), true, &until, error))
    return false;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool done = actor != NULL &&
              carry_out(cli, db, hold != NULL ? hold(actor, now, id, until, opt_reason) : end(actor, now, id), error);
  g_free(actor);
  db_close(db);
  return done;
}

static bool run_pause(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return run(cli, argv[0], endpoint_pause, NULL, error);
}

static bool run_resume(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return run(cli, argv[0], NULL, endpoint_resume, error);
}

static bool run_ack(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return run(cli, argv[0], endpoint_acknowledge, NULL, error);
}

static bool run_unack(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return run(cli, argv[0], NULL, endpoint_unacknowledge, error);
}

const struct cli_command command_health_pause = {
    .name = "health pause", .args = "ID", .min_args = 1, .max_args = 1,
    .summary = N_("checks an endpoint no more, until a time or until it is resumed"),
    .detail = N_("What is paused raises nothing, and is shown as paused with who did it and why. When it ends the "
                 "endpoint is looked at afresh first."),
    .options = options, .run = run_pause, .wants_json = true,
};

const struct cli_command command_health_resume = {
    .name = "health resume", .args = "ID", .min_args = 1, .max_args = 1,
    .summary = N_("checks a paused endpoint again"), .run = run_resume, .wants_json = true,
};

const struct cli_command command_health_ack = {
    .name = "health ack", .args = "ID", .min_args = 1, .max_args = 1,
    .summary = N_("says that somebody takes care of an endpoint’s trouble"),
    .detail = N_("It is shown beside the trouble and takes it off the alarm of the screen. It ends with the trouble, "
                 "or at "
                 "the time that is given."),
    .options = options, .run = run_ack, .wants_json = true,
};

const struct cli_command command_health_unack = {
    .name = "health unack", .args = "ID", .min_args = 1, .max_args = 1,
    .summary = N_("takes an acknowledgement back"), .run = run_unack, .wants_json = true,
};
