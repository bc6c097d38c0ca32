/* approval.h: what the files of approvals share (toban/approval_store.h). Exclusions have no rows here. */
#ifndef STORE_APPROVAL_H
#define STORE_APPROVAL_H
#include "toban/approval_store.h"
#include "toban/arena.h"

bool command_run_approval(struct db *db, const struct command *command, struct command_outcome *outcome,
                          GError **error);
/* The right that a command of that name asks for. */
enum right approval_command_right(const char *name);
/* The kind and the number that a name of an approval is made of; false when it is none. For an exclusion the rest is
 * a ticket: *number is 0, *rest the key. */
bool approval_name_parse(const char *name, const struct approval_kind **kind, int64_t *number, const char **rest);
char *approval_name(const struct approval *approval);      /* g_free */

#define APPROVAL_COLUMNS "a.number, a.kind, a.subject, a.words, a.asked_by, a.asked_at, a.until_, a.state, a.decided_at"
/* A row that begins with APPROVAL_COLUMNS; votes are not read. Strings go to the arena. */
void approval_from_row(struct db_stmt *stmt, struct arena *arena, struct approval *out);
bool approval_load_votes(struct db *db, struct arena *arena, struct approval *approval, GError **error);
/* out->number is 0 when there is none. */
bool approval_load(struct db *db, int64_t number, struct arena *arena, struct approval *out, GError **error);
bool approval_write(struct db *db, const struct approval *approval, GError **error);
#endif
