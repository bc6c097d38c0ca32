#include "carry.h"

#include <stdio.h>
#include <string.h>

#include "toban/error.h"
#include "toban/json.h"

/* The whole key, which the outcome has room for only when it is short; numbers are made by the command. */
static char *key_of(const struct command *command, const struct command_outcome *outcome)
{
  const char *key = command->name == NULL ? NULL : strchr(command->name, ':');
  return g_strdup(key != NULL && key[1] != '\0' ? key + 1 : outcome->ticket);
}

static bool run(struct db *db, struct command *take_command, struct command_outcome *outcome, char **key,
                GError **error)
{
  bool ok = take_command != NULL && command_run(db, take_command, outcome, error);
  if (ok)
    *key = key_of(take_command, outcome);
  command_free(take_command);
  if (ok && outcome->result == COMMAND_CONFLICT)
    error_set(error, TE_CONFLICT, "%s", outcome->conflict);
  return ok && outcome->result != COMMAND_CONFLICT;
}

bool carry_out(const struct cli *cli, make_fn *make, void *user, GError **error)
{
  struct command_outcome outcome;
  char *key = NULL;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool ok = actor != NULL && run(db, make(db, actor, user, error), &outcome, &key, error);
  g_free(actor);
  db_close(db);
  if (ok && cli->json)
    ok = cli_json(json_pack("{s:o, s:I}", "key", json_text(key), "revision", (json_int_t)outcome.revision), error);
  else if (ok)
    puts(key);
  g_free(key);
  return ok;
}

bool carry_command(const struct cli *cli, struct db *db, struct command *take_command, const char *name, bool number,
                   GError **error)
{
  struct command_outcome outcome;
  char *key = NULL;
  bool ok = run(db, take_command, &outcome, &key, error);
  g_free(key);
  if (ok && cli->json)
    return cli_json(json_pack("{s:o}", name, number ? json_integer(g_ascii_strtoll(outcome.ticket, NULL, 10))
                                                    : json_text(outcome.ticket)), error);
  if (ok)
    puts(outcome.ticket);
  return ok;
}
