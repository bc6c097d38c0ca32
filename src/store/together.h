/* together.h: what a write leaves behind for others, inside its transaction. */
#ifndef STORE_TOGETHER_H
#define STORE_TOGETHER_H
#include "event.h"
#include "toban/together.h"

/* Who the event speaks to. */
bool mention_after_event(struct db *db, const struct event_record *record, GError **error);
/* `login` has seen a ticket up to this revision, whose newest event is seq. */
bool seen_put(struct db *db, const char *login, const char *ticket, int64_t revision, int64_t seq, utc_t at,
              GError **error);
/* The author of an event who had seen all before it has seen this one too. */
bool seen_own(struct db *db, const struct event_record *record, int64_t before, int64_t after, GError **error);
#endif
