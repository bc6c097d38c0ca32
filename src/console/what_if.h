/* what_if.h: what becomes of a ticket's clocks if it takes another state now: said before it is done. */
#ifndef CONSOLE_WHAT_IF_H
#define CONSOLE_WHAT_IF_H
#include "toban/model.h"

/* The clock right after the ticket took the state at model->now. */
struct sla_clock what_if(const struct model *model, const struct ticket *ticket, const struct sla_clock *clock,
                         int kind, enum ticket_state to);
/* "waiting: user: the resolution clock stops, 5:12h left; resumed Mon 9:00 there it is due Mon 14:12 there": a
 * line for each of the states of `bits`; NULL when there is nothing to say. g_free. */
char *what_if_text(const struct model *model, const struct ticket *ticket, const struct sla_clock clock[static CLOCKS],
                   unsigned bits);
/* "Mon 10:20 there (18:20 Japan)": an instant on the office's clock, and on Japan's when that differs. */
void time_there(const struct model *model, const char *office, utc_t at, GString *out);
#endif
