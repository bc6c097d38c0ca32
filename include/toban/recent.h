/* recent.h: the tickets that somebody worked on last, for going back to them. */
#ifndef TOBAN_RECENT_H
#define TOBAN_RECENT_H
#include "toban/read.h"

/* Looks at the newest RECENT_SCAN events of the log, whoever wrote them. */
enum { RECENT_SCAN = 20000, RECENT_MOST = 50 };
struct recent_args { char actor[64]; int limit; };
struct recent_row { const char *key, *title, *office; enum ticket_state state; enum event_kind kind; utc_t at; };
struct recent_list { struct snapshot s; const struct recent_row *row; int rows; };    /* newest first */
void *recent_list_read(struct db *db, const void *recent_args, GError **error);
#endif
