/* look.h: the record of who looked at what is personal: tickets, lists of them, the register of assets.
 *
 * A look is a command (COMMAND_LOOK): it enters one row for each person, thing and day of Japan. What was entered goes
 * into the log as one event for many things ("read:ticket", by the reader) when twenty wait or the oldest has waited
 * a quarter of an hour, with whatever is written next by anybody; so the log is not flooded, and a console that is
 * killed loses nothing. Until then the rows are in no chain. Who opens the database for reading only leaves no
 * record; exports, the audit log and copies (person.h: person_reads) are refused then. Requirements P9, D6. */
#ifndef TOBAN_LOOK_H
#define TOBAN_LOOK_H
#include "toban/command.h"

enum look_area { LOOK_TICKET /* what: its key */, LOOK_TICKETS /* a list: view and filter */,
                 LOOK_ASSETS /* what was looked for */, LOOK_AREAS };
const char *look_area_id(enum look_area area);             /* ticket tickets assets */

/* what: cut at 200 bytes. Of a ticket, command->revision and command->event.seq (its newest event) may say how much was
 * seen: what comes later is news then (together.h). */
struct command *look_command(const char *actor, utc_t at, enum look_area area, const char *what);
/* Moves into the log what has waited long enough; all: everything. In a write transaction. */
bool look_flush(struct db *db, utc_t now, bool all, GError **error);
#endif
