/* loan_remind.h: when a borrower is reminded by mail that a lent thing is due back, and the letter. Pure.
 *
 * A step is a number of days behind the due day (before it: negative). It comes at LOAN_REMIND_HOUR of that day at the
 * borrower's office, or when that office opens next (edge case 31). Each due day has each step once; of steps that come
 * to the same opening, or were missed, only the last is sent. */
#ifndef TOBAN_LOAN_REMIND_H
#define TOBAN_LOAN_REMIND_H
#include "toban/calendar.h"

enum { LOAN_STEPS_MAX = 16, LOAN_STEP_FAR = 3650 /* days at most */, LOAN_REMIND_HOUR = 9 };
#define LOAN_STEP_NONE (-LOAN_STEP_FAR - 1)
struct loan_steps { int days[LOAN_STEPS_MAX]; int count; };              /* rising */
/* Keeps them rising. false: it is there already, or there are too many. */
bool loan_steps_add(struct loan_steps *steps, int days);

struct loan_step { int days; utc_t at; };                                /* at UTC_NONE: none comes any more */
/* sent: the last step that was sent for this due day; LOAN_STEP_NONE: none. `at` is now when it should go out now, else
 * later. zone: of the office; hours: its calendar (NULL: nothing is sent). */
struct loan_step loan_step_next(const struct loan_steps *steps, day_t due, int sent, const struct zone *zone,
                                const struct calendar *hours, utc_t now);

struct loan_letter {
  const char *name, *tag, *host, *out_on, *due_on;                       /* host, due_on: "" none; days as 2026-11-24 */
  int days;                                                              /* behind the due day; 0 and less: not yet */
};
char *loan_letter_subject(const struct loan_letter *letter, enum lang lang);                     /* g_free */
char *loan_letter_body(const struct loan_letter *letter, enum lang lang);
#endif
