/* escalation.h: when the rules look at a clock next. In the transaction that writes a ticket's row. */
#ifndef STORE_ESCALATION_H
#define STORE_ESCALATION_H
#include "project.h"
#include "toban/escalation_store.h"

bool escalation_plan_row(struct db *db, const struct ticket_row *row, const struct ticket_row *before, GError **error);
/* After new rules, calendars or a rebuild. */
bool escalation_plan_all(struct db *db, GError **error);
/* Was the rule carried out for this clock? */
bool escalation_was_made(struct db *db, const char *ticket, int clock, const char *rule, bool *out, GError **error);
#endif
