/* approval_store.h: approvals in the store. The events are the truth (subject "approval:KIND-NUMBER", kinds
 * approval-ask, approval-grant, approval-refuse, approval-withdraw); the tables approval and approval_vote are made
 * from them in the same transaction, and `toban verify` compares. Exclusions come from the tickets. */
#ifndef TOBAN_APPROVAL_STORE_H
#define TOBAN_APPROVAL_STORE_H
#include "toban/approval.h"
#include "toban/command.h"
#include "toban/read.h"

/* --- writing: for command_run() or store_tell(); the outcome's `ticket` is the name of the approval ------- */
/* until: UTC_NONE for the days of its kind. For kinds other than exclusion. */
struct command *approval_ask(const char *actor, utc_t at, const char *kind, const char *subject, const char *words,
                             utc_t until);
/* name: KIND-NUMBER. NULL when that is the name of no approval. */
struct command *approval_take(const char *actor, utc_t at, enum approval_step step, const char *name,
                              const char *words);
/* Decides on what waits of a ticket's exclusion: `clocks` of those that the row of the list names. */
struct command *approval_exclusion(const char *actor, utc_t at, bool grant, const char *ticket, unsigned clocks,
                                   const char *words);

/* --- reading ---------------------------------------------------------------------------------------------- */
enum approval_choice { APPROVALS_MINE /* this person can decide on them now */, APPROVALS_WAITING, APPROVALS_ALL };
struct approval_args { char actor[64]; unsigned roles; utc_t now; enum approval_choice choice; int limit; };
struct approval_row {
  const char *name;                          /* "work-plan-3", "exclusion-261122-0001" */
  struct approval a;                         /* of an exclusion: subject is the ticket, number 0 */
  enum approval_state state;                 /* at args.now */
  const char *ticket;                        /* of an exclusion; NULL */
  unsigned clocks;                           /* of an exclusion: CLOCK_BIT set */
  bool mine;                                 /* waits for this person */
};
struct approval_list { struct snapshot s; const struct approval_row *row; int rows; int mine; };
/* Oldest first. Decided exclusions are with their tickets, not here. */
void *approval_list_read(struct db *db, const void *approval_args, GError **error);
/* For what needs an approval before it goes on: the state of the newest one of this kind for this subject, WITHDRAWN
 * when there is none. */
bool approval_of(struct db *db, const char *kind, const char *subject, utc_t now, enum approval_state *out,
                 GError **error);

/* Appends a line for each approval that is not what the log says; for `toban verify`. */
bool approvals_verify(struct db *db, GString *out, int64_t *differences, GError **error);
/* Makes the tables anew, in the caller's write transaction. */
bool approvals_rebuild(struct db *db, GError **error);
#endif
