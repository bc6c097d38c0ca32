/* What is written down about people: what they were refused, and what they read that is personal. */
#include <jansson.h>

#include "event.h"
#include "toban/error.h"
#include "toban/log.h"
#include "toban/person.h"

enum { FOLD_S = 3600 };

struct fold { int64_t since, count, earlier; };

/* Counts this refusal. A new hour begins anew and says how many there were since the last one that was written. */
static bool count_refusal(struct db *db, const char *login, enum right right, utc_t now, struct fold *out,
                          GError **error)
{
  struct db_stmt *stmt = db_query(db, error, "SELECT since, count FROM refusal WHERE login = $1 AND right_ = $2", "tt",
                                  login, right_id(right));
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *out = (struct fold){.since = now, .count = 1};
  if (got > 0 && now >= db_int(stmt, 0) && now - db_int(stmt, 0) < FOLD_S)
    *out = (struct fold){.since = db_int(stmt, 0), .count = db_int(stmt, 1) + 1};
  else if (got > 0)
    out->earlier = db_int(stmt, 1);
  db_done(stmt);
  return got >= 0 && db_exec(db, error,
                             "INSERT INTO refusal (login, right_, since, count) VALUES ($1, $2, $3, $4)"
                             " ON CONFLICT (login, right_) DO UPDATE SET since = $3, count = $4",
                             "ttii", login, right_id(right), out->since, out->count);
}

static bool is_power_of_ten(int64_t n)
{
  while (n >= 10 && n % 10 == 0)
    n /= 10;
  return n == 1;
}

static bool put_event(struct db *db, const char *word, const char *kind, const char *login, enum right right,
                      json_t *take_data, utc_t now, GError **error)
{
  char *subject = g_strconcat(word, ":", right_id(right), NULL);
  char *data = json_dumps(take_data, JSON_COMPACT);
  bool done = event_subject(db, subject, kind, now, login, data, NULL, error);
  free(data);
  json_decref(take_data);
  g_free(subject);
  return done;
}

static bool write_refusal(struct db *db, const char *login, enum right right, const char *on, utc_t now, GError **error)
{
  struct fold fold;
  if (!count_refusal(db, login, right, now, &fold, error))
    return false;
  if (!is_power_of_ten(fold.count))
    return true;
  json_t *data = json_object();
  if (on != NULL)
    json_object_set_new(data, "on", json_string(on));
  json_object_set_new(data, "count", json_integer(fold.count));
  if (fold.earlier > 1)
    json_object_set_new(data, "earlier", json_integer(fold.earlier));
  return put_event(db, "denied", "denied", login, right, data, now, error);
}

void person_refused(struct db *db, const char *login, enum right right, const char *on, utc_t now)
{
  GError *why = NULL;
  if (db_is_readonly(db) || !db_begin(db, &why) || !write_refusal(db, login, right, on, now, &why) ||
      !db_commit(db, &why))
    log_warn("refused %s to %s; no record in the database: %s", right_id(right), login,
             why == NULL ? "read-only" : why->message);
  db_rollback(db);
  g_clear_error(&why);
}

bool person_reads(struct db *db, const char *login, enum right right, const char *on, utc_t now, GError **error)
{
  bool nested = db_in_transaction(db);
  if (!nested && !db_begin(db, error))
    return false;
  json_t *data = json_object();
  if (on != NULL)
    json_object_set_new(data, "on", json_string(on));
  bool done = put_event(db, "read", "read", login, right, data, now, error);
  if (done && !nested)
    return db_commit(db, error);
  if (!nested)
    db_rollback(db);
  return done;
}
