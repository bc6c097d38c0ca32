/* endpoint_row.h: what the panes and the actions of checks share. */
#ifndef CONSOLE_ENDPOINT_ROW_H
#define CONSOLE_ENDPOINT_ROW_H
#include "toban/health_store.h"
#include "toban/model.h"
#include "toban/theme.h"

/* The endpoint that is meant: of the open one, or under the cursor of the list. NULL: none. */
const struct endpoint_row *endpoint_current(const struct model *model);
const struct endpoint_row *health_row(const struct model *model);          /* under the cursor of the list */
const char *endpoint_name(const struct endpoint_row *row);
enum role endpoint_role(enum check_state state);
/* "down", "failing 1/3" */
void endpoint_state_words(const struct endpoint_row *row, enum check_state state, GString *out);
#endif
