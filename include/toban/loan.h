/* loan.h: lending of PCs and media: what is out, until when, to whom; pure rules. Requirement A3.
 *
 * Days are of Japan (Asia/Tokyo, UTC+9 without summer time), hours have 24 hours and nothing else: "12:30" is after
 * noon, "0:30" after midnight; "AM" and "PM" are refused. A loan is overdue from the day after its due day. */
#ifndef TOBAN_LOAN_H
#define TOBAN_LOAN_H
#include "toban/utc.h"

enum loan_state { LOAN_OUT, LOAN_DUE /* today or tomorrow */, LOAN_OVERDUE, LOAN_BACK, LOAN_BROKEN /* came back so */,
                  LOAN_LOST, LOAN_RESERVED, LOAN_STATES };
const char *loan_state_id(enum loan_state state);        /* out due overdue back broken lost reserved */
const char *loan_state_text(enum loan_state state);      /* 貸出中 / out */
/* outcome: "", "broken", "lost". due_on "": open-ended. */
enum loan_state loan_state_of(const char *due_on, utc_t back_at, const char *outcome, utc_t now);
/* Whole days behind the due day; 0: not overdue, or not known. */
int loan_days_overdue(const char *due_on, utc_t now);

day_t japan_day(utc_t at);
/* RFC 3339; else a time of Japan: "2026-11-24 9:05", "2026/11/24 09:05:30", "2026-11-24" (its beginning), "9:05" (of
 * the day of now). TE_DATA. */
bool japan_parse(const char *text, utc_t now, utc_t *out, GError **error);
/* "2026-11-24", "2026/11/24", "+14" (days from the day of now); "" gives DAY_NONE. TE_DATA. */
bool japan_day_parse(const char *text, utc_t now, day_t *out, GError **error);
char *japan_format(utc_t at, char buffer[static 32]);    /* 2026-11-24 09:05, Japan; "" for UTC_NONE */
#endif
