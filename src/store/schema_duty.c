/* Tables of the roster and what goes with it (schema.c has the list). Never changed once released: add others. */
#include <stddef.h>

#include "roster.h"

/* Read models of the events roster:KIND/LOGIN@TIME (roster.c). key: LOGIN@TIME of the beginning. duty_warned: gaps of
 * which the desk was warned. */
const char *const schema_roster[] = {
  "CREATE TABLE duty_shift (key TEXT PRIMARY KEY, login TEXT NOT NULL, site TEXT NOT NULL, from_ INTEGER NOT NULL,"
  " to_ INTEGER NOT NULL, role TEXT NOT NULL, note TEXT NOT NULL, seq INTEGER NOT NULL)",
  "CREATE INDEX duty_shift_in_time ON duty_shift (from_, key)",
  "CREATE TABLE duty_leave (key TEXT PRIMARY KEY, login TEXT NOT NULL, from_ INTEGER NOT NULL, to_ INTEGER NOT NULL,"
  " substitute TEXT NOT NULL, note TEXT NOT NULL, seq INTEGER NOT NULL)",
  "CREATE INDEX duty_leave_in_time ON duty_leave (to_, key)",
  "CREATE TABLE duty_swap (key TEXT PRIMARY KEY, asked_by TEXT NOT NULL, asked_at INTEGER NOT NULL, asks TEXT NOT NULL,"
  " back TEXT NOT NULL, words TEXT NOT NULL, state TEXT NOT NULL, answered_at INTEGER, seq INTEGER NOT NULL)",
  "CREATE INDEX duty_swap_open ON duty_swap (key) WHERE state = 'asked'",
  "CREATE TABLE duty_warned (key TEXT PRIMARY KEY, need TEXT NOT NULL, from_ INTEGER NOT NULL, to_ INTEGER NOT NULL,"
  " at INTEGER NOT NULL)",
  NULL,
};
