/* May it be lent, given back, reserved? Each refusal says who has it, since when, or for when it is promised. */
#include <string.h>

#include "loan.h"
#include "toban/asset.h"
#include "toban/error.h"
#include "toban/lang.h"

static bool refuse(struct db_stmt *stmt, int got, GError **error, const char *format, ...) G_GNUC_PRINTF(4, 5);

/* True when the query had no row; else the reason. Ends it. */
static bool refuse(struct db_stmt *stmt, int got, GError **error, const char *format, ...)
{
  if (got > 0) {
    va_list args;
    va_start(args, format);
    char *text = g_strdup_vprintf(format, args);
    va_end(args);
    error_set(error, TE_DATA, "%s", text);
    g_free(text);
  }
  db_done(stmt);
  return got == 0;
}

static bool asset_lendable(struct db *db, const char *tag, GError **error)
{
  struct db_stmt *stmt = db_query(db, error, "SELECT state FROM asset WHERE tag = $1", "t", tag);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  const char *state = got > 0 ? db_text(stmt, 0) : "";
  bool gone = strcmp(state, "lost") == 0 || strcmp(state, "broken") == 0 || strcmp(state, "retired") == 0;
  if (got == 0)
    error_set(error, TE_NOINPUT, _("there is no asset “%s”"), tag);
  else if (gone)
    error_set(error, TE_DATA, _("%s cannot be lent: its state is “%s”"), tag, asset_state_text(state));
  db_done(stmt);
  return got > 0 && !gone;
}

static bool dates_fit(const char *from, const char *to, GError **error)
{
  if (*to == '\0' || strcmp(from, to) <= 0)
    return true;
  error_set(error, TE_DATA, _("%s is before %s"), to, from);
  return false;
}

/* A loan that is still out, or ends later than this one begins. */
static bool is_free_at(struct db *db, const char *tag, utc_t at, GError **error)
{
  char since[32];
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT borrower, out_at FROM loan WHERE tag = $1 AND ((" LOAN_IS_OPEN ")"
                                  " OR back_at > $2 OR out_at >= $2) ORDER BY out_at DESC LIMIT 1", "tu", tag, at);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  return refuse(stmt, got, error, _("%s is lent to %s since %s (Japan)"), tag, got > 0 ? db_text(stmt, 0) : "",
                got > 0 ? japan_format(db_utc(stmt, 1), since) : "");
}

static bool is_not_promised(struct db *db, const char *tag, const char *borrower, const char *from, const char *to,
                            GError **error)
{
  struct db_stmt *stmt =
      db_query(db, error,
               "SELECT borrower, from_on, to_on FROM loan_reservation WHERE tag = $1 AND borrower <> $2 AND to_on >= $3"
               " AND ($4 = '' OR from_on <= $4) ORDER BY from_on LIMIT 1", "tttt", tag, borrower, from, to);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  return refuse(stmt, got, error, _("%s is reserved for %s from %s to %s"), tag, got > 0 ? db_text(stmt, 0) : "",
                got > 0 ? db_text(stmt, 1) : "", got > 0 ? db_text(stmt, 2) : "");
}

static bool has_borrower(const struct record *record, GError **error)
{
  if (*record_text(record, "borrower") != '\0')
    return true;
  error_set(error, TE_DATA, _("%s: say who gets it"), record->key);
  return false;
}

static bool is_past(const struct record *record, GError **error)
{
  if (record->at <= clock_now())
    return true;
  error_set(error, TE_DATA, _("%s: the time is still to come"), record->key);
  return false;
}

static bool may_out(struct db *db, const struct record *record, GError **error)
{
  char day[16];
  const char *due = record_text(record, "due_on");
  day_format(japan_day(record->at), day);
  return has_borrower(record, error) && is_past(record, error) && asset_lendable(db, record->key, error) &&
         dates_fit(day, due, error) && is_free_at(db, record->key, record->at, error) &&
         is_not_promised(db, record->key, record_text(record, "borrower"), day, due, error);
}

/* It is out (or lost), since before. */
static bool is_out(struct db *db, const struct record *record, GError **error)
{
  char since[32];
  struct db_stmt *stmt =
      db_query(db, error, "SELECT out_at FROM loan WHERE tag = $1 AND back_at IS NULL", "t", record->key);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  utc_t from = got > 0 ? db_utc(stmt, 0) : UTC_NONE;
  db_done(stmt);
  if (got == 0)
    error_set(error, TE_NOINPUT, _("%s is not lent"), record->key);
  else if (got > 0 && record->at < from)
    error_set(error, TE_DATA, _("%s went out at %s only (Japan)"), record->key, japan_format(from, since));
  return got > 0 && record->at >= from;
}

static bool may_reserve(struct db *db, const struct record *record, GError **error)
{
  const char *from = record_text(record, "from_on"), *to = record_text(record, "to_on");
  day_t day;
  if (!has_borrower(record, error) || !day_parse(from, &day, error) || !day_parse(to, &day, error) ||
      !asset_lendable(db, record->key, error) || !dates_fit(from, to, error) ||
      !is_not_promised(db, record->key, "", from, to, error))
    return false;
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT borrower, due_on FROM loan WHERE tag = $1 AND " LOAN_IS_OPEN
                                  " AND (due_on = '' OR due_on >= $2)", "tt", record->key, from);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  return refuse(stmt, got, error, _("%s is lent to %s until %s"), record->key, got > 0 ? db_text(stmt, 0) : "",
                got > 0 && *db_text(stmt, 1) != '\0' ? db_text(stmt, 1) : "-");
}

static bool may_unreserve(struct db *db, const struct record *record, GError **error)
{
  int64_t count = 0;
  const char *from = record_text(record, "from_on");
  if (!db_get_int(db, &count, 0, error, "SELECT count(*) FROM loan_reservation WHERE tag = $1 AND from_on = $2", "tt",
                  record->key, from))
    return false;
  if (count == 0)
    error_set(error, TE_NOINPUT, _("%s is not reserved from %s"), record->key, from);
  return count > 0;
}

static bool may_due(struct db *db, const struct record *record, GError **error)
{
  day_t day;
  const char *due = record_text(record, "due_on");
  return (*due == '\0' || day_parse(due, &day, error)) && is_out(db, record, error);
}

/* A mail goes once for a due day and a step, whoever sends it. */
static bool may_remind(struct db *db, const struct record *record, GError **error)
{
  int64_t sent = 0;
  if (!is_out(db, record, error))
    return false;
  if (*record_text(record, "message") == '\0')
    return true;
  if (!db_get_int(db, &sent, 0, error,
                  "SELECT count(*) FROM loan_reminder r JOIN loan l ON l.tag = r.tag AND l.out_at = r.out_at"
                  " WHERE r.tag = $1 AND r.due_on = $2 AND r.days = $3 AND l.back_at IS NULL", "tti", record->key,
                  record_text(record, "due_on"), record_int(record, "days", 0)))
    return false;
  if (sent > 0)
    error_set(error, TE_NO, _("%s: that reminder was sent already"), record->key);
  return sent == 0;
}

bool loan_may(struct db *db, const struct record *record, GError **error)
{
  const char *kind = record->kind;
  if (strcmp(kind, "loan-out") == 0)
    return may_out(db, record, error);
  if (strcmp(kind, "loan-back") == 0 || strcmp(kind, "loan-lost") == 0)
    return is_past(record, error) && is_out(db, record, error);
  if (strcmp(kind, "loan-due") == 0)
    return may_due(db, record, error);
  if (strcmp(kind, "loan-reminded") == 0)
    return may_remind(db, record, error);
  if (strcmp(kind, "loan-reserved") == 0)
    return may_reserve(db, record, error);
  return strcmp(kind, "loan-unreserved") != 0 || may_unreserve(db, record, error);
}
