/* due_text.h: what the queue and the deadlines say about a ticket's clocks: a word and a number. */
#ifndef CONSOLE_DUE_TEXT_H
#define CONSOLE_DUE_TEXT_H
#include "toban/model.h"

enum { DUE_WORD = 4, DUE_NUMBER = 6, DUE_WIDTH = DUE_WORD + 1 + DUE_NUMBER };    /* columns */
struct due_text {
  char word[32];            /* "" while there is time; late, held, met ... */
  char number[32];          /* at most DUE_NUMBER columns, the colon always in the same one */
  enum role role;
};
/* Of the clock that is due first; of a ticket without a running clock, how that ended. */
void due_text(const struct model *model, const struct sla_clock clock[static CLOCKS], utc_t changed_at,
              struct due_text *out);
/* Of a ticket: what comes first of its clocks, a promised call-back, and the time at which it is expected to go on. */
void due_text_ticket(const struct model *model, const struct ticket *ticket,
                     const struct sla_clock clock[static CLOCKS], struct due_text *out);
/* Of a promised call-back. */
void due_text_callback(const struct model *model, utc_t at, struct due_text *out);
/* Of one clock. */
void due_text_clock(const struct model *model, const struct sla_clock *clock, struct due_text *out);
/* "41:55 ", " 1:12h", "  3d " for seconds of either sign; minutes only while seconds are not shown. */
void due_number(int64_t seconds, bool with_seconds, char *out, size_t size);
/* Seconds by the wall clock until it is due (negative: late); INT64_MAX without a due time. Not open
 * seconds: so a list in the order of due times counts down in order, and says when somebody must act. */
int64_t due_remaining(const struct model *model, const struct sla_clock *clock);
#endif
