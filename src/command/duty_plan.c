/* toban duty shift, leave, swap: changes of the roster. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/duty_store.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"

static char *opt_role, *opt_note, *opt_substitute, *opt_back;
static gboolean opt_drop;
static const GOptionEntry shift_options[] = {
    {"role", 0, 0, G_OPTION_ARG_STRING, &opt_role, N_("the role (agent)"), "ROLE"},
    {"note", 0, 0, G_OPTION_ARG_STRING, &opt_note, N_("a note"), "TEXT"}, {NULL}};
static const GOptionEntry leave_options[] = {
    {"substitute", 0, 0, G_OPTION_ARG_STRING, &opt_substitute, N_("who stands in"), "LOGIN"},
    {"note", 0, 0, G_OPTION_ARG_STRING, &opt_note, N_("a note"), "TEXT"}, {NULL}};
static const GOptionEntry swap_options[] = {
    {"back", 0, 0, G_OPTION_ARG_STRING, &opt_back, N_("the shift that you take in return: when it begins"), "TIME"},
    {"note", 0, 0, G_OPTION_ARG_STRING, &opt_note, N_("words for the other one"), "TEXT"}, {NULL}};

static const char *or_empty(const char *text)
{
  return text == NULL ? "" : text;
}

typedef struct command *make_fn(const char *actor, char **argv, struct db *db, GError **error);

/* Runs the command that `make` makes, in the name of who calls. */
static bool carry_out(const struct cli *cli, char **argv, make_fn *make, GError **error)
{
  struct command_outcome outcome;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  struct command *command = actor == NULL ? NULL : make(actor, argv, db, error);
  bool ok = command != NULL && command_run(db, command, &outcome, error);
  command_free(command);
  g_free(actor);
  db_close(db);
  if (ok && cli->json)
    return cli_json(json_pack("{s:s}", "name", outcome.ticket), error);
  if (ok)
    puts(outcome.ticket);
  return ok;
}

static bool times(char **argv, utc_t *from, utc_t *to, GError **error)
{
  return utc_parse(argv[0], from, error) && utc_parse(argv[1], to, error);
}

/* --- shift --------------------------------------------------------------------------------------------- */
static struct command *make_shift(const char *actor, char **argv, struct db *db, GError **error)
{
  struct duty_shift shift = {.login = argv[0], .role = opt_role == NULL ? "agent" : opt_role,
                             .note = or_empty(opt_note)};
  struct reference *ref = reference_read(db, NULL, error);
  const struct office *site = ref == NULL ? NULL : cli_office(ref, argv[1], error);
  struct command *command = NULL;
  shift.site = site == NULL ? "" : site->id;
  if (site != NULL && times(argv + 2, &shift.from, &shift.to, error))
    command = duty_put_shift(actor, clock_now(), &shift);
  reference_free(ref);
  return command;
}

static bool run_shift(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return carry_out(cli, argv, make_shift, error);
}

static struct command *make_drop(const char *actor, char **argv, struct db *db, GError **error)
{
  utc_t from;
  (void)db;
  if (!utc_parse(argv[1], &from, error))
    return NULL;
  return opt_drop ? duty_drop_leave(actor, clock_now(), argv[0], from)
                  : duty_drop_shift(actor, clock_now(), argv[0], from);
}

static bool run_drop(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return carry_out(cli, argv, make_drop, error);
}
static const GOptionEntry drop_options[] = {
    {"leave", 0, 0, G_OPTION_ARG_NONE, &opt_drop, N_("leave, not a shift"), NULL}, {NULL}};

/* --- leave --------------------------------------------------------------------------------------------- */
static struct command *make_leave(const char *actor, char **argv, struct db *db, GError **error)
{
  struct duty_leave leave = {.login = argv[0], .substitute = or_empty(opt_substitute), .note = or_empty(opt_note)};
  (void)db;
  return times(argv + 1, &leave.from, &leave.to, error) ? duty_put_leave(actor, clock_now(), &leave) : NULL;
}

static bool run_leave(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return carry_out(cli, argv, make_leave, error);
}

/* --- swap ---------------------------------------------------------------------------------------------- */
static struct command *make_ask(const char *actor, char **argv, struct db *db, GError **error)
{
  utc_t shift, back = UTC_NONE;
  (void)db;
  if (!utc_parse(argv[0], &shift, error) || (opt_back != NULL && !utc_parse(opt_back, &back, error)))
    return NULL;
  return duty_swap_ask(actor, clock_now(), shift, argv[1], back, or_empty(opt_note));
}

static bool run_ask(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return carry_out(cli, argv, make_ask, error);
}

static struct command *make_answer(const char *actor, char **argv, struct db *db, GError **error)
{
  static const char *const words[] = {"agree", "refuse", "withdraw"};
  utc_t shift;
  (void)db;
  for (int i = 0; i < (int)G_N_ELEMENTS(words); i++)
    if (strcmp(argv[0], words[i]) == 0)
      return utc_parse(argv[2], &shift, error)
                 ? duty_swap_answer(actor, clock_now(), argv[1], shift, (enum duty_answer)i) : NULL;
  error_set(error, TE_USAGE, _("“%s” is none of agree refuse withdraw"), argv[0]);
  return NULL;
}

static bool run_answer(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return carry_out(cli, argv, make_answer, error);
}

const struct cli_command command_duty_shift = {
    .name = "duty shift", .args = "LOGIN SITE FROM TO", .min_args = 4, .max_args = 4, .options = shift_options,
    .run = run_shift, .wants_json = true, .summary = N_("enters or changes a shift"),
    .detail = N_("FROM and TO are RFC 3339 times. A shift is named by who and when it begins.")};
const struct cli_command command_duty_leave = {
    .name = "duty leave", .args = "LOGIN FROM TO", .min_args = 3, .max_args = 3, .options = leave_options,
    .run = run_leave, .wants_json = true, .summary = N_("enters leave, and who stands in")};
const struct cli_command command_duty_drop = {
    .name = "duty drop", .args = "LOGIN FROM", .min_args = 2, .max_args = 2, .options = drop_options, .run = run_drop,
    .wants_json = true, .summary = N_("takes a shift or leave out of the roster")};
const struct cli_command command_duty_swap = {
    .name = "duty swap", .args = "FROM LOGIN", .min_args = 2, .max_args = 2, .options = swap_options, .run = run_ask,
    .wants_json = true, .summary = N_("offers your shift that begins then to somebody"),
    .detail = N_("The shifts change hands when the other one agrees: toban duty answer.")};
const struct cli_command command_duty_answer = {
    .name = "duty answer", .args = "agree|refuse|withdraw LOGIN FROM", .min_args = 3, .max_args = 3, .run = run_answer,
    .wants_json = true, .summary = N_("answers to a swap that LOGIN asked for, or takes it back")};
