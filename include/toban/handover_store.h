/* handover_store.h: handover sheets in the store (handover.h). The events are the truth (subjects "handover:NUMBER"),
 * the tables handover, handover_item, handover_words are made from them (record.h). */
#ifndef TOBAN_HANDOVER_STORE_H
#define TOBAN_HANDOVER_STORE_H
#include "toban/command.h"
#include "toban/handover.h"
#include "toban/read.h"

/* --- writing: for command_run() or store_tell(); the outcome's `ticket` is the number ----------------------- */
/* number 0: of the draft that is open, else of a new one. lang: "ja", "en". */
struct command *handover_write(const char *actor, utc_t at, int64_t number, const char *lang, const char *text);
/* Gives what `sheet` shows (handover_read): its items stay as they are there. */
struct command *handover_give(const char *actor, utc_t at, const struct handover_sheet *sheet);
struct command *handover_confirm(const char *actor, utc_t at, int64_t number, int place);
struct command *handover_confirm_rest(const char *actor, utc_t at, const struct handover_sheet *sheet); /* NULL: none */
struct command *handover_end(const char *actor, utc_t at, int64_t number, const char *reason);

/* --- reading -------------------------------------------------------------------------------------------------- */
/* number > 0: that sheet. HANDOVER_NOW: the one that was given and is not ended, the oldest first, else the draft.
 * HANDOVER_NEXT: the draft of the next one, filled as things stand at `now`. */
enum { HANDOVER_NOW = 0, HANDOVER_NEXT = -1 };
struct handover_args { int64_t number; utc_t now; };
struct handover_view { struct snapshot s; struct handover_sheet sheet; };
void *handover_read(struct db *db, const void *handover_args, GError **error);          /* TE_NOINPUT: no such sheet */
/* Newest first; all words of `text` (folded) must be in it. Items and words are not read. */
struct handover_list_args { char text[256]; int limit; };
struct handover_list { struct snapshot s; const struct handover_sheet *row; int rows; };
void *handover_list_read(struct db *db, const void *handover_list_args, GError **error);
/* Items of sheets that were given and are not ended, which nobody confirmed. */
bool handover_count(struct db *db, int64_t *out, GError **error);
#endif
