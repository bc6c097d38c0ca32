/* policy.h: which target holds for a ticket. Pure; doc/service-levels.md, "Policies". Immutable. */
#ifndef TOBAN_POLICY_H
#define TOBAN_POLICY_H
#include "toban/calendar.h"
#include "toban/ticket.h"

struct policy {
  const char *id;
  int clock;                          /* CLOCK_RESPONSE, CLOCK_RESOLUTION */
  utc_t from, to;                     /* [from, to) in instants (dates are Japan time); to UTC_NONE: open-ended */
  unsigned priorities;                /* bit 1 << priority; all bits for * */
  unsigned channels;                  /* bit 1 << channel */
  const char *category;               /* "*" or a code */
  const char *const *offices;         /* NULL for *; else NULL-terminated list of ids */
  const char *calendar;               /* id, or "office": that of the ticket's office */
  int64_t target;                     /* seconds */
  double goal;                        /* 0..1 */
  unsigned pause;                     /* bit 1 << ticket_state */
  const char *label[LANG_COUNT];
};
struct policy_set;
/* From a CSV file's text. Errors (unknown calendar, target 0, goal over 100, from after to, the same id
 * twice over overlapping dates ...) are TE_DATA with file, line, column. calendars: to check names; NULL
 * when reading what was checked before (a calendar may have been taken away since). */
struct policy_set *policy_set_new(const struct calendar_file *file, const struct calendar_set *calendars,
                                  GError **error);
struct policy_set *policy_set_ref(struct policy_set *set);
void policy_set_unref(struct policy_set *set);
int policy_count(const struct policy_set *set);
const struct policy *policy_get(const struct policy_set *set, int index);     /* file order */
/* The row that holds for a ticket with these fields, received then; NULL: not measured. */
const struct policy *policy_match(const struct policy_set *set, int clock, const struct ticket *ticket);
#endif
