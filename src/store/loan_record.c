/* Loans among the registers: what an event does to the rows, and the commands that make them. */
#include <string.h>

#include "loan.h"
#include "toban/asset_store.h"
#include "toban/store.h"

/* --- events ----------------------------------------------------------------------------------------------- */
static bool put(struct db *db, const struct record *record, utc_t out_at, utc_t back_at, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO loan (tag, out_at, borrower, due_on, back_at, note, outcome, by_, reminded_at) VALUES"
                 " ($1, $2, $3, $4, $5, $6, $7, $8, NULL) ON CONFLICT (tag, out_at) DO UPDATE SET borrower = $3,"
                 " due_on = $4, back_at = $5, note = $6, outcome = $7",
                 "tuttuttt", record->key, out_at, record_text(record, "borrower"), record_text(record, "due_on"),
                 back_at, record_text(record, "note"), record_text(record, "outcome"), record->by);
}

/* Whoever reserved it for this day has it now. */
static bool out(struct db *db, const struct record *record, GError **error)
{
  char day[16];
  return put(db, record, record->at, UTC_NONE, error) &&
         db_exec(db, error,
                 "DELETE FROM loan_reservation WHERE tag = $1 AND borrower = $2 AND from_on <= $3 AND to_on >= $3",
                 "ttt", record->key, record_text(record, "borrower"), day_format(japan_day(record->at), day));
}

/* Also of what was lost and is found. */
static bool back(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error,
                 "UPDATE loan SET back_at = $1, outcome = $2, note = CASE WHEN $3 = '' THEN note ELSE $3 END"
                 " WHERE tag = $4 AND back_at IS NULL",
                 "uttt", record->at, record_text(record, "outcome"), record_text(record, "note"), record->key);
}

static bool lost(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error,
                 "UPDATE loan SET outcome = 'lost', note = CASE WHEN $1 = '' THEN note ELSE $1 END WHERE tag = $2"
                 " AND back_at IS NULL", "tt", record_text(record, "note"), record->key);
}

static bool due(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error, "UPDATE loan SET due_on = $1 WHERE tag = $2 AND back_at IS NULL", "tt",
                 record_text(record, "due_on"), record->key);
}

static bool reminded(struct db *db, const struct record *record, GError **error)
{
  if (!db_exec(db, error, "UPDATE loan SET reminded_at = $1 WHERE tag = $2 AND back_at IS NULL", "ut", record->at,
               record->key))
    return false;
  const char *message = record_text(record, "message");
  return *message == '\0' ||
         db_exec(db, error,
                 "INSERT INTO loan_reminder (tag, out_at, due_on, days, at, address, message)"
                 " SELECT tag, out_at, $1, $2, $3, $4, $5 FROM loan WHERE tag = $6 AND back_at IS NULL"
                 " ON CONFLICT DO NOTHING",
                 "tiuttt", record_text(record, "due_on"), record_int(record, "days", 0), record->at,
                 record_text(record, "address"), message, record->key);
}

static bool reserved(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO loan_reservation (tag, from_on, to_on, borrower, note, by_) VALUES"
                 " ($1, $2, $3, $4, $5, $6) ON CONFLICT (tag, from_on) DO UPDATE SET"
                 " to_on = $3, borrower = $4, note = $5, by_ = $6",
                 "tttttt", record->key, record_text(record, "from_on"), record_text(record, "to_on"),
                 record_text(record, "borrower"), record_text(record, "note"), record->by);
}

static bool unreserved(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error, "DELETE FROM loan_reservation WHERE tag = $1 AND from_on = $2", "tt", record->key,
                 record_text(record, "from_on"));
}

static bool entered(struct db *db, const struct record *record, GError **error)
{
  return put(db, record, record_int(record, "out_at", 0), record_int(record, "back_at", UTC_NONE), error);
}

static bool removed(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error, "DELETE FROM loan WHERE tag = $1 AND out_at = $2", "ti", record->key,
                 record_int(record, "out_at", 0));
}

static const struct { const char *kind; bool (*apply)(struct db *, const struct record *, GError **); } steps[] = {
    {"loan-out", out},           {"loan-back", back},         {"loan-lost", lost},
    {"loan-due", due},           {"loan-reminded", reminded}, {"loan-reserved", reserved},
    {"loan-unreserved", unreserved}, {"loan-entered", entered}, {"loan-removed", removed},
};

bool loan_apply(struct db *db, const struct record *record, GError **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
    if (strcmp(steps[i].kind, record->kind) == 0)
      return steps[i].apply(db, record, error);
  return true;
}

/* --- commands --------------------------------------------------------------------------------------------- */
static struct command *change(const char *actor, utc_t at, const char *tag, const char *kind, json_t *take_data)
{
  char *subject = g_strconcat("loan:", tag, NULL);
  struct command *command = record_command(actor, at, 0, subject, kind, take_data);
  g_free(subject);
  return command;
}

static const char *day_text(day_t day, char buffer[static 16])
{
  return day == DAY_NONE ? "" : day_format(day, buffer);
}

struct command *loan_out(const char *actor, utc_t at, const char *tag, const char *borrower, day_t due_on,
                         const char *note)
{
  char day[16];
  return change(actor, at, tag, "loan-out",
                json_pack("{s:s, s:s, s:s}", "borrower", borrower, "due_on", day_text(due_on, day), "note", note));
}

struct command *loan_due(const char *actor, utc_t at, const char *tag, day_t due_on)
{
  char day[16];
  return change(actor, at, tag, "loan-due", json_pack("{s:s}", "due_on", day_text(due_on, day)));
}

struct command *loan_back(const char *actor, utc_t at, const char *tag, const char *outcome, const char *note)
{
  bool is_lost = strcmp(outcome, "lost") == 0;
  struct command *command = change(actor, at, tag, is_lost ? "loan-lost" : "loan-back",
                                   json_pack("{s:s, s:s}", "outcome", is_lost ? "" : outcome, "note", note));
  char *subject = g_strconcat(ASSET_SUBJECT, tag, NULL);
  if (*outcome != '\0')
    record_command_add(command, subject, "asset-condition", json_pack("{s:s}", "state", outcome));
  g_free(subject);
  return command;
}

struct command *loan_remind(const char *actor, utc_t at, const char *tag)
{
  return change(actor, at, tag, "loan-reminded", NULL);
}

struct command *loan_reserve(const char *actor, utc_t at, const char *tag, const char *borrower, day_t from, day_t to,
                             const char *note)
{
  char first[16], last[16];
  return change(actor, at, tag, "loan-reserved",
                json_pack("{s:s, s:s, s:s, s:s}", "borrower", borrower, "from_on", day_text(from, first), "to_on",
                          day_text(to, last), "note", note));
}

struct command *loan_unreserve(const char *actor, utc_t at, const char *tag, day_t from)
{
  char day[16];
  return change(actor, at, tag, "loan-unreserved", json_pack("{s:s}", "from_on", day_text(from, day)));
}

static const struct record_kind kinds[] = {
    {"loan-out", RIGHT_LOAN},      {"loan-back", RIGHT_LOAN},     {"loan-lost", RIGHT_LOAN},
    {"loan-due", RIGHT_LOAN},      {"loan-reminded", RIGHT_LOAN}, {"loan-reserved", RIGHT_LOAN},
    {"loan-unreserved", RIGHT_LOAN}, {"loan-entered", RIGHT_ASSET}, {"loan-removed", RIGHT_ASSET},
};
static const char *const tables[] = {"loan", "loan_reservation", "loan_reminder", NULL};
const struct record_ops record_loans = {.prefix = "loan", .kind = kinds, .kinds = G_N_ELEMENTS(kinds),
                                        .tables = tables, .topic = TOPIC_LOAN, .may = loan_may, .apply = loan_apply};
