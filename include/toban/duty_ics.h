/* duty_ics.h: rosters in iCalendar files (RFC 5545): each VEVENT is a shift of one person. Pure.
 *
 *   who     the first ATTENDEE that the list of operators knows (the address before the @, or CN), else the SUMMARY, or
 *           its part before a colon, slash or bracket: a login or a name
 *   where   LOCATION: a site's code or name; else the person's own site
 *   role    the first CATEGORIES; else agent. leave, absence, vacation, 休暇, 不在: no shift but leave
 *   when    DTSTART and DTEND or DURATION; a TZID of the tz database, else as the file's VTIMEZONE has it, none: Japan.
 *           A day without times is the whole day. RRULE, RDATE, EXDATE and RECURRENCE-ID within the bounds; a shift
 *           keeps its local times over a clock change (a shift's length on that day differs, not its hours)
 * What is CANCELLED is left out. */
#ifndef TOBAN_DUTY_ICS_H
#define TOBAN_DUTY_ICS_H
#include "toban/duty.h"

#define DUTY_LEAVE "leave"          /* the role of rows that are no shift */
struct duty_ics_person { const char *login, *site, *name[LANG_COUNT]; };
struct duty_ics_site { const char *id, *code, *name[LANG_COUNT]; };
struct duty_ics {
  const char *name;                 /* of the file, for messages */
  const char *bytes; size_t length;
  utc_t from, to;                   /* only what touches this time */
  const struct duty_ics_person *person; int persons;
  const struct duty_ics_site *site; int sites;
};
/* The rows as CSV with the columns login,site,from,to,role,note; g_free. TE_DATA says what is wrong. */
char *duty_ics_rows(const struct duty_ics *in, GError **error);
#endif
