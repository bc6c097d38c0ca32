/* view.h: counts of saved views, kept by what changes (toban/view.h). */
#ifndef STORE_VIEW_H
#define STORE_VIEW_H
#include "project.h"
#include "record.h"
#include "toban/view.h"

/* Views that are counted, and what the present transaction does to their counts. Each view has for everybody (who "")
 * and, when it asks who looks, for the assignee of a ticket how the count differs for them: a value that it has from
 * the beginning, and steps at instants. upto: tickets with a greater id are not counted yet. */
struct view_counts;
/* Of the views whose count is that of their present filter and reference. */
struct view_counts *view_counts_new(struct db *db, GError **error);
/* Of this one, whatever of it is counted. */
struct view_counts *view_counts_only(struct db *db, const char *key, GError **error);
bool view_counts_empty(const struct view_counts *counts);          /* no view, or none that can be understood */
void view_counts_free(struct view_counts *counts);                 /* NULL-safe */
void view_counts_add(struct view_counts *counts, const struct ticket_row *row, int by);
bool view_counts_write(struct view_counts *counts, struct db *db, GError **error);
/* Takes what is stored away; then the keys of those that are not 0 onto `out`, a line each. */
bool view_counts_subtract(struct view_counts *counts, struct db *db, GError **error);
int view_counts_left(const struct view_counts *counts, GString *out);
/* All views anew, before every ticket is counted again. */
bool view_counts_reset(struct db *db, GError **error);

/* COMMAND_COUNT_VIEWS: counts on; the outcome's revision is 1 while there is more to count. */
bool command_run_count_views(struct db *db, const struct command *command, struct command_outcome *outcome,
                             GError **error);
/* The count of a view at `now`, and when the time moves it next. */
bool view_count_read(struct db *db, const char *key, const char *actor, utc_t now, int64_t *out, utc_t *turns_at,
                     GError **error);
#endif
