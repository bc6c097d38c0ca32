/* plan.h: one change to many tickets: first what it would do (read), then the one command that does it.
 *
 * The tickets are named, or are those of a view and its filter. Each row says what is and what will be, or why it
 * cannot be done to that ticket (it is then left out). The command carries the revisions that were seen: if one of the
 * tickets moved on since, nothing is written, and the outcome names it. Source: requirements H1; edge case 25. */
#ifndef TOBAN_PLAN_H
#define TOBAN_PLAN_H
#include "toban/command.h"
#include "toban/read.h"

enum { PLAN_MOST = 500 };           /* tickets at once */
/* What to do: kind, target, reason, priority, until of an event. No pointers, so that g_free() frees the arguments. */
struct plan_step { enum event_kind kind; char target[96], reason[48]; int priority; utc_t until; };
struct plan_args {
  struct plan_step step;
  char actor[64];
  utc_t now;
  struct queue_args queue;          /* keys 0: all tickets of this view and filter */
  int keys;
  char key[PLAN_MOST][32];
};
struct plan_row {
  const char *key, *title;
  int64_t revision;
  const char *before, *after;       /* in words: "Yamada" "Sato"; "" where there is nothing to say */
  const char *refusal;              /* why not; NULL: it can be done */
};
struct plan {
  struct snapshot s;
  struct plan_step step;
  const struct plan_row *row; int rows;
  int able;                         /* rows without a refusal */
  bool more;                        /* there are more tickets than PLAN_MOST */
  const char *into;                 /* of a merge: the title of the ticket that stays; NULL: there is no such one */
};
void *plan_read(struct db *db, const void *plan_args, GError **error);
/* The command for all able rows, with the body (NULL: none) of an answer or a note. NULL when no row is able. */
struct command *plan_command(const struct plan *plan, const char *actor, utc_t at, const char *body);
#endif
