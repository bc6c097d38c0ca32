/* The registers "maintenance" and "endpoint" (toban/health_store.h). */
#include "health_record.h"

#include <stdlib.h>
#include <string.h>

#include "toban/error.h"
#include "toban/lang.h"
#include "toban/store.h"

/* --- commands ----------------------------------------------------------------------------------------- */
static json_t *text_or_null(const char *text)
{
  return text == NULL || *text == '\0' ? json_null() : json_string(text);
}

static json_t *time_or_null(utc_t at)
{
  return at == UTC_NONE ? json_null() : json_integer(at);
}

static struct command *of_endpoint(const char *actor, utc_t at, const char *id, const char *kind, utc_t until,
                                   const char *reason)
{
  char *subject = g_strconcat("endpoint:", id, NULL);
  json_t *data = json_pack("{s:o, s:o}", "until", time_or_null(until), "reason", text_or_null(reason));
  struct command *command = record_command(actor, at, 0, subject, kind, data);
  g_free(subject);
  return command;
}

struct command *endpoint_pause(const char *actor, utc_t at, const char *id, utc_t until, const char *reason)
{
  return of_endpoint(actor, at, id, "endpoint-paused", until, reason);
}

struct command *endpoint_resume(const char *actor, utc_t at, const char *id)
{
  return of_endpoint(actor, at, id, "endpoint-resumed", UTC_NONE, NULL);
}

struct command *endpoint_acknowledge(const char *actor, utc_t at, const char *id, utc_t until, const char *reason)
{
  return of_endpoint(actor, at, id, "endpoint-acknowledged", until, reason);
}

struct command *endpoint_unacknowledge(const char *actor, utc_t at, const char *id)
{
  return of_endpoint(actor, at, id, "endpoint-unacknowledged", UTC_NONE, NULL);
}

struct command *maintenance_plan(const char *actor, utc_t at, utc_t start, utc_t end, const char *const *targets,
                                 const char *reason)
{
  json_t *list = json_array();
  for (int i = 0; targets[i] != NULL; i++)
    json_array_append_new(list, json_string(targets[i]));
  return record_command(actor, at, 0, "maintenance:", "maintenance-planned",
                        json_pack("{s:I, s:I, s:o, s:o}", "start", (json_int_t)start, "end", (json_int_t)end, "targets",
                                  list, "reason", text_or_null(reason)));
}

struct command *maintenance_cancel(const char *actor, utc_t at, int64_t number)
{
  char subject[64];
  g_snprintf(subject, sizeof subject, "maintenance:%" G_GINT64_FORMAT, number);
  return record_command(actor, at, 0, subject, "maintenance-cancelled", NULL);
}

/* --- maintenance --------------------------------------------------------------------------------------- */
static bool exists(struct db *db, const char *sql, const char *key, bool *found, GError **error)
{
  int64_t n;
  if (!db_get_int(db, &n, 0, error, sql, "t", key))
    return false;
  *found = n > 0;
  return true;
}

bool maintenance_target_check(struct db *db, const char *target, GError **error)
{
  static const struct { const char *prefix, *sql; } kinds[] = {
    {"endpoint:", "SELECT count(*) FROM endpoint WHERE id = $1"},
    {"group:", "SELECT count(*) FROM endpoint WHERE group_ = $1"},
    {"office:", "SELECT count(*) FROM endpoint WHERE office = $1"},
  };
  bool found = strcmp(target, "all") == 0;
  for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (g_str_has_prefix(target, kinds[i].prefix) &&
        !exists(db, kinds[i].sql, target + strlen(kinds[i].prefix), &found, error))
      return false;
  if (!found)
    error_set(error, TE_DATA, _("“%s” names no endpoint: endpoint:ID, group:NAME, office:ID or all"), target);
  return found;
}

static bool check_targets(struct db *db, const json_t *list, GError **error)
{
  size_t i;
  json_t *value;
  if (json_array_size(list) == 0) {
    error_set(error, TE_DATA, "%s", _("a maintenance names what it is about"));
    return false;
  }
  json_array_foreach((json_t *)list, i, value)
    if (!maintenance_target_check(db, json_is_string(value) ? json_string_value(value) : "", error))
      return false;
  return true;
}

static bool may_maintain(struct db *db, const struct record *record, GError **error)
{
  bool found = true;
  if (strcmp(record->kind, "maintenance-planned") == 0) {
    int64_t start = record_int(record, "start", 0), end = record_int(record, "end", 0);
    if (start < end && end > record->at && end - start <= MAINTENANCE_DAYS_MAX * UTC_DAY)
      return check_targets(db, json_object_get(record->data, "targets"), error);
    error_set(error, TE_DATA, "%s", _("a maintenance ends after it begins, and after now"));
    return false;
  }
  if (!exists(db, "SELECT count(*) FROM maintenance WHERE number = CAST($1 AS INTEGER) AND cancelled = 0", record->key,
              &found, error))
    return false;
  if (!found)
    error_set(error, TE_NOINPUT, _("no such maintenance: %s"), record->key);
  return found;
}

static bool put_targets(struct db *db, int64_t number, const json_t *list, GError **error)
{
  size_t i;
  json_t *value;
  json_array_foreach((json_t *)list, i, value)
    if (json_is_string(value) &&
        !db_exec(db, error, "INSERT INTO maintenance_target (number, target) VALUES ($1, $2)"
                            " ON CONFLICT (number, target) DO NOTHING",
                 "it", number, json_string_value(value)))
      return false;
  return true;
}

static bool apply_maintenance(struct db *db, const struct record *record, GError **error)
{
  int64_t number = g_ascii_strtoll(record->key, NULL, 10);
  if (strcmp(record->kind, "maintenance-cancelled") == 0)
    return db_exec(db, error, "UPDATE maintenance SET cancelled = 1 WHERE number = $1", "i", number);
  return db_exec(db, error,
                 "INSERT INTO maintenance (number, start_, end_, reason, by_, at, cancelled) VALUES ($1, $2, $3, $4, "
                 "$5,"
                 " $6, 0) ON CONFLICT (number) DO UPDATE SET start_ = $2, end_ = $3, reason = $4, by_ = $5, at = $6",
                 "iiittu", number, record_int(record, "start", 0), record_int(record, "end", 0),
                 record_text(record, "reason"), record->by, record->at) &&
         put_targets(db, number, json_object_get(record->data, "targets"), error);
}

static const struct record_kind maintenance_kinds[] = {{"maintenance-planned", RIGHT_HEALTH_WORK},
                                                       {"maintenance-cancelled", RIGHT_HEALTH_WORK}};
static const char *const maintenance_tables[] = {"maintenance", "maintenance_target", NULL};
const struct record_ops record_maintenance = {
    .prefix = "maintenance", .kind = maintenance_kinds, .kinds = G_N_ELEMENTS(maintenance_kinds),
    .tables = maintenance_tables, .topic = TOPIC_ENDPOINT, .may = may_maintain, .apply = apply_maintenance,
    .next = "SELECT coalesce(max(number), 0) + 1 FROM maintenance"};

/* --- endpoints ------------------------------------------------------------------------------------------ */
static bool may_change(struct db *db, const struct record *record, GError **error)
{
  bool found = false;
  if (!exists(db, "SELECT count(*) FROM endpoint WHERE id = $1", record->key, &found, error))
    return false;
  if (!found) {
    error_set(error, TE_NOINPUT, _("no such endpoint: “%s”"), record->key);
    return false;
  }
  if (record_int(record, "until", UTC_NONE) == UTC_NONE || record_int(record, "until", 0) > record->at)
    return true;
  error_set(error, TE_DATA, "%s", _("the end lies in the past"));
  return false;
}

/* which: paused or acked. by NULL: it ends. */
static bool put_hold(struct db *db, const char *which, const struct record *record, bool ends, GError **error)
{
  char *sql = g_strdup_printf(
      "INSERT INTO endpoint_hold (id, %s_by, %s_at, %s_until, %s_why) VALUES ($1, $2, $3, $4, $5)"
      " ON CONFLICT (id) DO UPDATE SET %s_by = $2, %s_at = $3, %s_until = $4, %s_why = $5",
      which, which, which, which, which, which, which, which);
  struct db_stmt *stmt = db_query(db, error, sql, "ttuut", record->key, ends ? NULL : record->by,
                                  ends ? UTC_NONE : record->at, ends ? UTC_NONE : record_int(record, "until", UTC_NONE),
                                  ends ? NULL : record_text(record, "reason"));
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  db_done(stmt);
  g_free(sql);
  return got >= 0;
}

static bool put_alert(struct db *db, const struct record *record, GError **error)
{
  const char *alert = record_text(record, "alert"), *message = record_text(record, "message");
  if (strcmp(record->kind, "alert-opened") == 0)
    return db_exec(db, error,
                   "INSERT INTO endpoint_alert (id, alert, ticket, opened_at, ended_at, message) VALUES ($1, $2, $3, "
                   "$4,"
                   " NULL, $5) ON CONFLICT (id, alert) DO UPDATE SET ticket = $3, opened_at = $4, ended_at = NULL,"
                   " message = $5",
                   "tttut", record->key, alert, record_text(record, "ticket"), record->at, message);
  if (strcmp(record->kind, "alert-changed") == 0)
    return db_exec(db, error, "UPDATE endpoint_alert SET message = $1 WHERE id = $2 AND alert = $3", "ttt", message,
                   record->key, alert);
  return db_exec(db, error, "UPDATE endpoint_alert SET ended_at = $1 WHERE id = $2 AND alert = $3", "utt", record->at,
                 record->key, alert) &&
         (strcmp(alert, ALERT_TROUBLE) != 0 || put_hold(db, "acked", record, true, error));
}

static bool apply_endpoint(struct db *db, const struct record *record, GError **error)
{
  if (g_str_has_prefix(record->kind, "alert-"))
    return put_alert(db, record, error);
  bool ends = strcmp(record->kind, "endpoint-resumed") == 0 || strcmp(record->kind, "endpoint-unacknowledged") == 0;
  bool pause = strcmp(record->kind, "endpoint-resumed") == 0 || strcmp(record->kind, "endpoint-paused") == 0;
  return put_hold(db, pause ? "paused" : "acked", record, ends, error);
}

static const struct record_kind endpoint_kinds[] = {
    {"endpoint-paused", RIGHT_HEALTH_WORK},       {"endpoint-resumed", RIGHT_HEALTH_WORK},
    {"endpoint-acknowledged", RIGHT_HEALTH_WORK}, {"endpoint-unacknowledged", RIGHT_HEALTH_WORK},
    {"alert-opened", RIGHT_HEALTH_RUN},           {"alert-changed", RIGHT_HEALTH_RUN},
    {"alert-ended", RIGHT_HEALTH_RUN}};
static const char *const endpoint_tables[] = {"endpoint_hold", "endpoint_alert", NULL};
const struct record_ops record_endpoint = {
    .prefix = "endpoint", .kind = endpoint_kinds, .kinds = G_N_ELEMENTS(endpoint_kinds), .tables = endpoint_tables,
    .topic = TOPIC_ENDPOINT, .may = may_change, .apply = apply_endpoint};
