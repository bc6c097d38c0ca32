/* Tables of the roster and what goes with it (schema.c has the list). Never changed once released: add others. */
#include <stddef.h>

#include "agenda.h"
#include "handover.h"
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

/* Read models of the events handover:NUMBER (handover.c). folded: what a search looks at. */
const char *const schema_handover[] = {
  "CREATE TABLE handover (number INTEGER PRIMARY KEY, state TEXT NOT NULL, made_at INTEGER NOT NULL, given_by TEXT,"
  " given_at INTEGER, until_ INTEGER, ended_by TEXT, ended_at INTEGER, reason TEXT NOT NULL, folded TEXT NOT NULL,"
  " seq INTEGER NOT NULL)",
  "CREATE INDEX handover_open ON handover (number) WHERE state <> 'ended'",
  "CREATE TABLE handover_item (number INTEGER NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL,"
  " title_ja TEXT NOT NULL, title_en TEXT NOT NULL, state TEXT NOT NULL, office TEXT NOT NULL, words TEXT NOT NULL,"
  " at INTEGER, until_ INTEGER, have INTEGER NOT NULL, want INTEGER NOT NULL, confirmed_by TEXT, confirmed_at INTEGER,"
  " PRIMARY KEY (number, place))",
  "CREATE TABLE handover_words (number INTEGER NOT NULL, place INTEGER NOT NULL, by_ TEXT NOT NULL,"
  " at INTEGER NOT NULL, lang TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (number, place))",
  NULL,
};

/* Read model of the events agenda:NUMBER (agenda.c). */
const char *const schema_agenda[] = {
  "CREATE TABLE agenda (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, site TEXT NOT NULL, from_ INTEGER NOT NULL,"
  " to_ INTEGER NOT NULL, title_ja TEXT NOT NULL, title_en TEXT NOT NULL, note TEXT NOT NULL, stops INTEGER NOT NULL,"
  " submitted INTEGER NOT NULL, by_ TEXT NOT NULL, reason TEXT NOT NULL, approval TEXT NOT NULL,"
  " dropped INTEGER NOT NULL, seq INTEGER NOT NULL)",
  "CREATE INDEX agenda_in_time ON agenda (to_, number) WHERE dropped = 0",
  NULL,
};

/* Endpoints that entries silence; the notices of beginnings and ends, made of the events outage:SOURCE-NUMBER
 * (outage.c). */
const char *const schema_outages[] = {
  "ALTER TABLE agenda ADD COLUMN targets TEXT NOT NULL DEFAULT ''",
  "CREATE TABLE outage_notice (source TEXT NOT NULL, number INTEGER NOT NULL, what TEXT NOT NULL, at INTEGER NOT NULL,"
  " start_ INTEGER NOT NULL, end_ INTEGER NOT NULL, ja TEXT NOT NULL, en TEXT NOT NULL, endpoints INTEGER NOT NULL,"
  " bad INTEGER NOT NULL, names TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (source, number, what))",
  "CREATE INDEX outage_notice_seq ON outage_notice (seq)",
  NULL,
};
