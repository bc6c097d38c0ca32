/* carry.h: one change from the command line: open, find out who, make the command, carry it out, tell. */
#ifndef COMMAND_CARRY_H
#define COMMAND_CARRY_H
#include "toban/cli.h"
#include "toban/command.h"

/* NULL with an error. */
typedef struct command *make_fn(struct db *db, const char *actor, void *user, GError **error);
/* Prints the key of what was changed ({"key", "revision"} with --json). TE_CONFLICT: somebody else was faster. */
bool carry_out(const struct cli *cli, make_fn *make, void *user, GError **error);
/* One that is made already: prints the name of what was changed ({"name": it} with --json; `number`: as a number). */
bool carry_command(const struct cli *cli, struct db *db, struct command *take_command, const char *name, bool number,
                   GError **error);
#endif
