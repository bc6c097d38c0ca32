/* ticket_work.h: work on a ticket beside its states: tags, links, checklists, promised call-backs, time spent, undo.
 *
 * All of it is events of ticket.h, so it is in the log, in the timeline and in the export. Pure rules.
 * Source: requirements H1, H7, H8; doc/events.md ("Events of work"). */
#ifndef TOBAN_TICKET_WORK_H
#define TOBAN_TICKET_WORK_H
#include "toban/ticket.h"

/* What another ticket is to this one. Both tickets have an event of the pair: child and parent, split-from and
 * split-to, related and related. ids: parent child related split-from split-to */
enum ticket_relation { RELATION_PARENT, RELATION_CHILD, RELATION_RELATED, RELATION_SPLIT_FROM, RELATION_SPLIT_TO,
                       RELATIONS };
const char *ticket_relation_id(enum ticket_relation relation);
const char *ticket_relation_text(enum ticket_relation relation);        /* 親 / parent */
bool ticket_relation_parse(const char *id, enum ticket_relation *out);
/* The pair of events that links two tickets (or, unlink, parts them): `relation` is what `other` is to `key`. */
void ticket_link_pair(const char *key, enum ticket_relation relation, const char *other, bool unlink,
                      struct ticket_event out[static 2]);
enum ticket_relation ticket_relation_back(enum ticket_relation relation);     /* what this one is to the other */

/* A tag: letters, digits, "-", "_", "." of any script, at most TAG_BYTES of UTF-8. */
enum { TAG_BYTES = 40 };
bool ticket_tag_valid(const char *tag);
bool ticket_has_tag(const struct ticket *ticket, const char *tag);

/* The links that events (oldest first) leave, as an array of struct ticket_link in the order in which they came. */
struct ticket_link { const char *other; enum ticket_relation relation; };
GArray *ticket_links(const struct ticket_event *event, int events);
/* Is the item of a checklist ("LIST/ITEM") ticked after these events? *by, *at (each may be NULL): who and when. */
bool ticket_checked(const struct ticket_event *event, int events, const char *item, const char **by, utc_t *at);

/* Promises of call-backs in these events as seen at `now`: kept in time, kept late or given up for another time after
 * it had passed, or still open and past: broken. Cancelled in time: not counted. */
struct callback_count { int kept, broken; };
struct callback_count ticket_callbacks(const struct ticket_event *event, int events, utc_t now);

/* Undo: the event that takes back the newest one of a ticket (events oldest first). Only its author, only within
 * UNDO_SECONDS of `now`, only while nothing came after it, and not what reached a person or cannot be unsaid: an
 * answer, a note, a merge, an exclusion, a kept call-back. Strings of *out borrow from the events. `said`: what it
 * does, as a sentence in the current language, newly allocated. TE_DATA says why not. */
enum { UNDO_SECONDS = 15 * 60 };
bool ticket_undo(const struct ticket_event *event, int events, const char *actor, utc_t now, struct ticket_event *out,
                 char **said, GError **error);
#endif
