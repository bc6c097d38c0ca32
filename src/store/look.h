/* look.h: COMMAND_LOOK, inside the transaction of command_run(). */
#ifndef STORE_LOOK_H
#define STORE_LOOK_H
#include "toban/look.h"

bool command_run_look(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error);
#endif
