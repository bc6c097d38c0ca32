/* alert.h: keeps alert_next beside the clocks. */
#ifndef STORE_ALERT_H
#define STORE_ALERT_H
#include "project.h"
#include "toban/command.h"

/* After the clocks of a row were written: when is the next warning of each? `before` as in row_write(). */
bool alert_plan_row(struct db *db, const struct ticket_row *row, const struct ticket_row *before, GError **error);
/* Makes alert_next anew for all running clocks: new thresholds, a new table. */
bool alert_plan_all(struct db *db, GError **error);
bool command_run_alert(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error);
#endif
