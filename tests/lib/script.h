/* script.h: a ticket's events as a few lines of text, for tests of the clocks.
 *
 *   2026-11-20 09:00 received 3 mail 5.1 12      priority channel category office; times are Japan's,
 *   2026-11-20T01:00:00Z state waiting-user      or RFC 3339
 *   2026-11-20 10:00:20 changed priority=1 office=3
 *   2026-11-20 11:00 exclusion-approved both leader1
 *
 * and the calendars and policies that they are measured by. */
#ifndef SCRIPT_H
#define SCRIPT_H
#include "toban/sla.h"

struct script {
  struct ticket_event event[64];
  int events;
  GPtrArray *strings;
};
void script_init(struct script *script, const char *text);
void script_clear(struct script *script);

/* "2026-11-20 09:00", "2026-11-20 09:00:30" in Japan, or RFC 3339. */
utc_t script_time(const char *text);
char *script_text(utc_t at, char buffer[static 32]);      /* "none" or UTC */

struct world {
  struct calendar_set *calendars;
  struct policy_set *policies;
  struct sla_context context;        /* offices have the calendar office-NO, sites their code */
};
/* Rows without the header line. Ends the test on a bad row. */
void world_init(struct world *world, const char *calendars, const char *holidays, const char *specials, const char *policies);
void world_clear(struct world *world);
#endif
