/* unread.h: open tickets that have news for a person (toban/together.h), as filters ask for them (is:unread). */
#ifndef STORE_UNREAD_H
#define STORE_UNREAD_H
#include "toban/view.h"

/* Columns of the tickets "u" that are unread by login $1: changed since they looked; or theirs, and never opened. */
#define UNREAD(columns) \
  "SELECT " columns " FROM seen s JOIN ticket u ON u.key = s.ticket WHERE s.login = $1 AND u.open = 1" \
  " AND u.revision > s.revision UNION SELECT " columns " FROM ticket u WHERE u.open = 1 AND u.assignee = $1" \
  " AND NOT EXISTS (SELECT 1 FROM seen s WHERE s.login = $1 AND s.ticket = u.key)"

/* int64_t * (id) -> key, both owned. */
GHashTable *unread_of(struct db *db, const char *login, GError **error);
bool unread_has(const GHashTable *unread, int64_t id);             /* NULL: nothing is unread */
/* Keys that are in one of the two only: borrowed from them. */
GPtrArray *unread_turned(GHashTable *before, GHashTable *after);

/* Counts are kept as if nobody had anything unread. Adds what the actor's unread tickets, and only those are looked at,
 * change in the counts of views that ask for them; list->unread: there are such views. */
bool unread_count(struct db *db, struct view_list *list, struct saved_view *view, GError **error);
#endif
