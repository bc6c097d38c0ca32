/* callback.h: call-backs that are owed: many calls at once are taken in by a key each, and answered when called back.
 *
 * A call that went to the machine voice is a ticket with a promise (ticket_work.h) and no answer yet; the answer comes
 * with the call-back, and with it the call counts as answered (doc/service-levels.md, L2). */
#ifndef TOBAN_CALLBACK_H
#define TOBAN_CALLBACK_H
#include "toban/command.h"
#include "toban/read.h"

enum { CALLBACK_MINUTES = 15 };       /* promised for so long after the call */

struct callback_args { utc_t now; int limit; };
struct callback_row {
  const char *key, *title, *requester, *office, *assignee;      /* requester, assignee: may be NULL */
  enum ticket_state state;
  enum channel channel;
  int priority;
  utc_t received_at, promised_at, answered_at;                  /* answered_at: UTC_NONE not yet */
  int64_t revision;
};
struct callback_list {
  struct snapshot s;
  const struct callback_row *row; int rows;                     /* the earliest promise first */
  int64_t total, late;
};
void *callback_list_read(struct db *db, const void *callback_args, GError **error);

/* A call of this moment: by phone, at an office, with a promise; title and body: in words. One command. */
struct command *callback_take(const char *actor, utc_t at, const char *office, const char *title, const char *body);
/* Called back: the answer (body may be NULL), and the promise is kept. */
struct command *callback_done(const char *actor, utc_t at, const char *key, int64_t revision, const char *body);
#endif
