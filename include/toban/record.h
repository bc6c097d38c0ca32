/* record.h: registers kept as events: what is neither a ticket nor an imported document (loans, shifts, notes ...).
 *
 * A change of a record is one event: subject "PREFIX:KEY", a kind of its register ("loan-out"), data (a JSON object).
 * The tables of a register are made from its events alone, in the same transaction; `toban verify` replays them into
 * tables of its own and compares, `--rebuild` makes them anew. A register is one struct record_ops (src/store/record.h)
 * in the list of src/store/record.c; rights are asked for each change where it is carried out. */
#ifndef TOBAN_RECORD_H
#define TOBAN_RECORD_H
#include <jansson.h>
#include "toban/command.h"

enum { RECORD_KEY_MAX = 256, RECORD_DATA_MAX = 1 << 20 /* bytes of JSON */ };

/* A change of one record, for command_run() or store_tell(). subject: "PREFIX:KEY"; "PREFIX:" lets a register that
 * numbers its records give the next number. The outcome's `ticket` is the key, its revision the event's number.
 * revision: of the record as its author saw it (record_revision(), or a table that keeps it); 0: any. When another
 * change came in between nothing is written and the outcome is COMMAND_CONFLICT. take_data is taken; NULL: {}. */
struct command *record_command(const char *actor, utc_t at, int64_t revision, const char *subject, const char *kind,
                               json_t *take_data);
/* One more change in the same command: all of them are done, or none. The outcome speaks of the first. */
void record_command_add(struct command *command, const char *subject, const char *kind, json_t *take_data);

/* The number of the newest event of this subject; 0: there is none. */
bool record_revision(struct db *db, const char *subject, int64_t *out, GError **error);

/* Appends a line for each difference between the tables and the log; for `toban verify`. Writes nothing to the file. */
bool records_verify(struct db *db, GString *out, int64_t *differences, GError **error);
/* Makes the tables of all registers anew, in the caller's write transaction. */
bool records_rebuild(struct db *db, GError **error);
#endif
