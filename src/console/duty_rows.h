/* duty_rows.h: what the pane of the roster lists: gaps, swaps, the week of each person, broken rules. */
#ifndef CONSOLE_DUTY_ROWS_H
#define CONSOLE_DUTY_ROWS_H
#include "toban/model.h"

enum duty_row_kind { DUTY_ROW_HEAD, DUTY_ROW_GAP, DUTY_ROW_SWAP, DUTY_ROW_SITE, DUTY_ROW_PERSON, DUTY_ROW_BREACH };
struct duty_row { enum duty_row_kind kind; int index; /* in the view; of a person or a site's first person */
                  const char *text; /* msgid of a heading, the site's code */ };
enum { DUTY_WEEK = 7, DUTY_ROWS = 512 };

int duty_rows(const struct model *model, struct duty_row row[static DUTY_ROWS]);
/* The row under the cursor; false: there is none. */
bool duty_current(const struct model *model, struct duty_row *out);
day_t duty_first_day(const struct model *model);                /* Monday of the week that is shown, in Japan */
/* The person's first time on duty that begins on that day in Japan; NULL: none. *more: there are others. */
const struct duty_piece *duty_of_day(const struct duty_view *view, int person, day_t day, bool *more);
/* Leave that takes the person away on that day; NULL: none. */
const struct duty_leave *duty_leave_of_day(const struct duty_view *view, int person, day_t day);
/* "Osoban 07:30, Taio 18:00 ...": who is on at each site and until when; level 0 is the longest. */
enum { DUTY_LEVELS = 5 };
bool duty_on_text(const struct model *model, int level, GString *out);  /* false: there is no roster */
#endif
