/* together.h: the others at the desk, on the screen: who else is at a ticket, what is new, who was mentioned; and two
 * edits that met (model_together.c, model_meet.c). */
#ifndef CONSOLE_TOGETHER_H
#define CONSOLE_TOGETHER_H
#include "model_parts.h"
#include "toban/together.h"

struct together_state;
struct together_state *together_new(void);
void together_free(struct together_state *state);
const struct together *together_view(const struct model *model);         /* NULL until it was read */
args_fn together_args;
arrived_fn together_arrived;
/* After each update: where this console is, for the others. */
void together_settle(struct model *model, struct effects *effects);
const char *together_ticket(const struct model *model, bool *writes);    /* "": at no ticket */
/* "佐藤 (writing), Lee" who else is at this ticket, onto out; false: nobody. */
bool together_others(const struct model *model, const char *ticket, GString *out);
/* What stands before a ticket in the queue: "@" speaks to me, "*" is new to me, "&" somebody else is at it, " ". */
const char *together_mark(const struct model *model, const char *ticket, enum role *role);

/* A value as people say it: an office, a category, a channel by its name. */
void field_value_text(const struct model *model, enum ticket_field field, const char *value, GString *out);

/* An edit that met another one: its author chooses, field by field. The command is a copy of the one that was told. */
struct meet;
void meet_open(struct model *model, struct command *take_edit, const struct command_outcome *outcome, const char *done);
/* Shows the choice when nothing is typed; Esc keeps the other version, and what was typed as a draft. */
void meet_settle(struct model *model, struct effects *effects);
void meet_free(struct meet *meet);
#endif
