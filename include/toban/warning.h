/* warning.h: at which moments of a running clock the desk is warned. Pure.
 *
 * A threshold is a share of the target ("75%"), some minutes of open time before the target ("15m"), or the
 * miss itself ("late", always there, the last). Each stands for a number of open seconds on the clock, so a
 * threshold never falls into closed hours, and a pause moves it along with the due time. */
#ifndef TOBAN_WARNING_H
#define TOBAN_WARNING_H
#include "toban/sla.h"

#define WARNINGS_USUAL "50%;75%;90%;100%;15m"
enum { WARNINGS_MAX = 16 };
struct warning {
  char id[12];                     /* as written; "late" */
  int percent, minutes;            /* one of them, the other 0; both 0: late */
};
struct warning_list { struct warning warning[WARNINGS_MAX]; int count; };

/* "50%;90%;15m": shares of 1 to 100, minutes of 1 to 9999, none twice; "late" is added. TE_DATA. */
bool warnings_parse(const char *text, struct warning_list *out, GError **error);
/* Open seconds on the clock at which it is reached; -1: never (15 minutes before the end of 10). */
int64_t warning_elapsed(const struct warning *warning, int64_t target);
/* Of those reached when the clock has run `elapsed`, as bits by index. */
unsigned warnings_reached(const struct warning_list *list, int64_t target, int64_t elapsed);
/* The next instant, not before clock->at, at which a warning out of `wanted` (bits) is reached; UTC_NONE: none. */
utc_t warnings_next(const struct warning_list *list, unsigned wanted, const struct sla_clock *clock,
                    const struct calendar *calendar);
/* The gravest of a set of bits: the one with the most open seconds; -1 for an empty set. */
int warnings_gravest(const struct warning_list *list, unsigned set, int64_t target);
/* "75 % of the time is used", "15 min left", "missed", in the current language. */
void warning_text(const struct warning *warning, char *out, size_t size);
#endif
