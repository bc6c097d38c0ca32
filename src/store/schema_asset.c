/* Tables of the registers around assets, see schema.c. */
#include "asset.h"

/* Assets become a register of events (asset.h). id: of the event that added it. key: the folded tag. asset_gram: the
 * index of asset_index.c, of this engine. */
const char *const schema_assets[] = {
  "ALTER TABLE asset RENAME TO asset_before",
  "CREATE TABLE asset (id INTEGER PRIMARY KEY, tag TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, host TEXT NOT NULL,"
  " serial TEXT NOT NULL, user_ TEXT NOT NULL, office TEXT NOT NULL, department TEXT NOT NULL, state TEXT NOT NULL,"
  " bought_on TEXT NOT NULL, warranty_until TEXT NOT NULL, renewal_on TEXT NOT NULL, supplier TEXT NOT NULL,"
  " note TEXT NOT NULL, folded TEXT NOT NULL, key TEXT NOT NULL, revision INTEGER NOT NULL)",
  "CREATE INDEX asset_key ON asset (key)",
  "CREATE INDEX asset_renewal ON asset (renewal_on) WHERE renewal_on <> ''",
  "CREATE INDEX asset_warranty ON asset (warranty_until) WHERE warranty_until <> ''",
  "DROP INDEX asset_of_office",
  "CREATE INDEX asset_of_office ON asset (office, kind, state)",
  "CREATE TABLE asset_relation (from_ TEXT NOT NULL, relation TEXT NOT NULL, to_ TEXT NOT NULL,"
  " PRIMARY KEY (from_, relation, to_))",
  "CREATE INDEX asset_relation_to ON asset_relation (to_)",
  "CREATE TABLE asset_ticket (tag TEXT NOT NULL, ticket TEXT NOT NULL, PRIMARY KEY (tag, ticket))",
  "CREATE INDEX asset_of_ticket ON asset_ticket (ticket)",
  "CREATE TABLE mapping (key TEXT PRIMARY KEY, columns TEXT NOT NULL)",
  "CREATE VIRTUAL TABLE asset_gram USING fts5(grams, content='', detail=none, columnsize=0,"
  " tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'\")",
  NULL,
};

const char *const schema_loans[] = {
  "CREATE TABLE loan (tag TEXT NOT NULL, out_at INTEGER NOT NULL, borrower TEXT NOT NULL, due_on TEXT NOT NULL,"
  " back_at INTEGER, note TEXT NOT NULL, outcome TEXT NOT NULL, by_ TEXT NOT NULL, reminded_at INTEGER,"
  " PRIMARY KEY (tag, out_at))",
  "CREATE INDEX loan_open ON loan (tag) WHERE back_at IS NULL AND outcome <> 'lost'",
  "CREATE INDEX loan_in_time ON loan (out_at)",
  "CREATE TABLE loan_reservation (tag TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT NOT NULL,"
  " borrower TEXT NOT NULL, note TEXT NOT NULL, by_ TEXT NOT NULL, PRIMARY KEY (tag, from_on))",
  NULL,
};

const char *const schema_licences[] = {
  "CREATE TABLE licence (product TEXT PRIMARY KEY, seats INTEGER NOT NULL, renewal_on TEXT NOT NULL)",
  "CREATE TABLE licence_seat (product TEXT NOT NULL, holder TEXT NOT NULL, since INTEGER NOT NULL, by_ TEXT NOT NULL,"
  " PRIMARY KEY (product, holder))",
  "CREATE TABLE contract_base (name TEXT PRIMARY KEY, value INTEGER NOT NULL)",
  NULL,
};

const char *const schema_stocktakes[] = {
  "CREATE TABLE stocktake (number INTEGER PRIMARY KEY, office TEXT NOT NULL, started_at INTEGER NOT NULL,"
  " by_ TEXT NOT NULL, closed_at INTEGER)",
  "CREATE TABLE stocktake_line (number INTEGER NOT NULL, key TEXT NOT NULL, tag TEXT NOT NULL, result INTEGER NOT NULL,"
  " at INTEGER, by_ TEXT NOT NULL, PRIMARY KEY (number, key))",
  NULL,
};

const char *const schema_surveys[] = {
  "CREATE TABLE survey (number INTEGER PRIMARY KEY, title_ja TEXT NOT NULL, title_en TEXT NOT NULL,"
  " due_on TEXT NOT NULL, by_ TEXT NOT NULL, state INTEGER NOT NULL, made_at INTEGER NOT NULL, sent_at INTEGER,"
  " closed_at INTEGER)",
  "CREATE TABLE survey_question (number INTEGER NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, ja TEXT NOT NULL,"
  " en TEXT NOT NULL, choices TEXT NOT NULL, PRIMARY KEY (number, place))",
  "CREATE TABLE survey_office (number INTEGER NOT NULL, office TEXT NOT NULL, address TEXT NOT NULL,"
  " reminded_at INTEGER, reminders INTEGER NOT NULL, answered_at INTEGER, PRIMARY KEY (number, office))",
  "CREATE TABLE survey_answer (number INTEGER NOT NULL, office TEXT NOT NULL, place INTEGER NOT NULL,"
  " answer TEXT NOT NULL, PRIMARY KEY (number, office, place))",
  NULL,
};

/* Values of the fields that are data. */
const char *const schema_fields[] = {
  "CREATE TABLE asset_extra (tag TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (tag, field))",
  NULL,
};

/* What was sent to borrowers, by the step (loan_remind.h). message: the key in the outbox. */
const char *const schema_reminders[] = {
  "CREATE TABLE loan_reminder (tag TEXT NOT NULL, out_at INTEGER NOT NULL, due_on TEXT NOT NULL, days INTEGER NOT NULL,"
  " at INTEGER NOT NULL, address TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (tag, out_at, due_on, days))",
  NULL,
};
