/* alert.h: warnings of running clocks, each given once over all consoles and restarts.
 *
 * The store keeps for each running clock the instant of its next threshold (table alert_next), so that looking
 * what is due costs one step in an index, with no event at that moment (a deadline passes in silence). A
 * console that finds one due claims it (COMMAND_ALERT); who claims first rings the bell, the others are told
 * COMMAND_REPEATED and only show it. What was claimed is kept by clock, policy and target: a clock that was
 * paused does not warn twice of the same share, one that came under another policy does. Clocks that stand,
 * are excluded, or whose ticket was merged are quiet.
 *
 * The thresholds of the desk are the setting "warnings" of nobody (actor ""), else WARNINGS_USUAL. */
#ifndef TOBAN_ALERT_H
#define TOBAN_ALERT_H
#include "toban/read.h"
#include "toban/warning.h"

struct alert_args { utc_t now; int limit; };
struct alert_row {
  int64_t id;                           /* of the clock */
  const char *key, *title, *office, *assignee;
  int priority, clock_kind;
  struct sla_clock clock;               /* at `now` */
  struct warning warning;               /* the gravest that is reached and was not given */
  utc_t since;                          /* when the first of those was reached */
};
struct alert_list {
  struct snapshot s;
  const struct alert_row *row; int rows;     /* longest due first */
  int64_t total;                        /* due, listed or not */
  utc_t next;                           /* when to look again if nothing changes; UTC_NONE: never */
};
void *alert_list_read(struct db *db, const void *alert_args, GError **error);

/* Claims what is due at `now` on one clock; COMMAND_REPEATED: somebody has. */
struct command *alert_claim(const char *actor, utc_t now, int64_t id);
/* Claims all that became due before `since`: what passed while no console was open. The outcome's revision is
 * the number of clocks. */
struct command *alert_claim_old(const char *actor, utc_t now, utc_t since);
/* The thresholds of the desk, newly allocated. */
bool alert_get_warnings(struct db *db, char **text, GError **error);
/* New ones, in a write transaction, with a line in the log; TE_DATA. */
bool alert_set_warnings(struct db *db, const char *text, const char *actor, utc_t at, GError **error);
#endif
