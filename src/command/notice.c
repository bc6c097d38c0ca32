/* toban notice put, end: what the desk has to know of an office for a while. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/notice.h"
#include "toban/read.h"

static char *opt_until;
static const GOptionEntry put_options[] = {
    {"until", 0, 0, G_OPTION_ARG_STRING, &opt_until, N_("when it is over (RFC 3339); else until somebody ends it"),
     "TIME"}, {NULL}};

static bool carry_out(struct db *db, struct command *take_command, GError **error)
{
  struct command_outcome outcome;
  bool ok = command_run(db, take_command, &outcome, error);
  command_free(take_command);
  if (ok)
    puts(outcome.ticket);
  return ok;
}

static bool run_put(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  utc_t until = UTC_NONE;
  if (opt_until != NULL && !utc_parse(opt_until, &until, error)) {
    (*error)->code = TE_USAGE;
    return false;
  }
  struct db *db = cli_open(cli, 0, error);
  struct reference *ref = db == NULL ? NULL : reference_read(db, NULL, error);
  char *actor = ref == NULL ? NULL : cli_actor(cli, db, error);
  const struct office *office = actor == NULL ? NULL : cli_office(ref, argv[0], error);
  bool ok = office != NULL && carry_out(db, notice_put(actor, clock_now(), office->id, argv[1], until), error);
  g_free(actor);
  reference_free(ref);
  db_close(db);
  return ok;
}

static bool run_end(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  int64_t number;
  if (!g_ascii_string_to_signed(argv[0], 10, 1, G_MAXINT64, &number, NULL)) {
    error_set(error, TE_USAGE, _("NUMBER is the number of a notice"));
    return false;
  }
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool ok = actor != NULL && carry_out(db, notice_end(actor, clock_now(), number), error);
  g_free(actor);
  db_close(db);
  return ok;
}

const struct cli_command command_notice_put = {
    .name = "notice put", .args = "NO|CODE TEXT", .min_args = 2, .max_args = 2, .options = put_options, .run = run_put,
    .summary = N_("a notice on the card of an office: a power cut, a move ...; prints its number")};
const struct cli_command command_notice_end = {
    .name = "notice end", .args = "NUMBER", .min_args = 1, .max_args = 1, .run = run_end,
    .summary = N_("the notice is over")};
