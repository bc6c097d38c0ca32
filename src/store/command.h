/* command.h: what the kinds of commands share, inside the transaction of command_run(). */
#ifndef STORE_COMMAND_H
#define STORE_COMMAND_H
#include "toban/command.h"

/* Each runs in the write transaction; false rolls back. A conflict is true with COMMAND_CONFLICT, and is
 * rolled back too. */
bool command_run_ticket(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error);
bool command_run_presence(struct db *db, const struct command *command, struct command_outcome *outcome,
                          GError **error);
#endif
