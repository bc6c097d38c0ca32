/* together.h: what operators are to know of each other: who else is at a ticket, what is new since one looked, who was
 * mentioned. What one person sees; cheap enough to be read after each change. Requirements H1, H5. */
#ifndef TOBAN_TOGETHER_H
#define TOBAN_TOGETHER_H
#include "toban/read.h"

struct together_args { char actor[64]; utc_t now; };
struct together_looker { const char *ticket, *login; bool writes; };   /* another person's console */
struct together_mention { int64_t seq; const char *ticket, *by, *body; utc_t at; bool unread; };
struct together {
  struct snapshot s;
  const struct together_looker *looker; int lookers;     /* by ticket */
  /* Keys of open tickets with events since the actor looked; or given to the actor, who never looked. By key. */
  const char *const *unread; int unreads;
  const struct together_mention *mention; int mentions;  /* newest first, at most 200 */
  int mentions_unread;
  int64_t newest;                                        /* seq of the newest mention; 0: none */
};
void *together_read(struct db *db, const void *together_args, GError **error);
bool together_is_unread(const struct together *together, const char *ticket);
/* Read models of notes that mention somebody: made anew; compared. */
bool mentions_rebuild(struct db *db, GError **error);
bool mentions_verify(struct db *db, GString *out, int64_t *differences, GError **error);
#endif
