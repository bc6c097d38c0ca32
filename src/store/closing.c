/* Closing a month, and what changes it afterwards. */
#include "closing.h"

#include <string.h>

#include "closing_json.h"
#include "event.h"
#include "feed.h"
#include "month.h"
#include "reference.h"
#include "span.h"
#include "toban/bulk.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/store.h"

/* A closed month, and the figures of its latest version. */
struct closed { int month, version; utc_t as_of; json_t *figures; };
/* Who writes a version, when; command: NULL for amendments. */
struct writer { utc_t at; const char *by, *command; };

static struct sla_period period_of(int month)
{
  return sla_period_of(month / 12, month % 12 + 1);
}

static char *subject_of(struct sla_period period, char out[static 24])
{
  char text[16];
  g_snprintf(out, 24, "sla-%s", sla_period_format(period, text));
  return out;
}

/* --- what a month rests on ------------------------------------------------------------------------------ */
static bool add_document(GChecksum *sum, struct db *db, const char *kind, GError **error)
{
  char *text = NULL;
  bool done = document_get(db, kind, &text, NULL, error);
  g_checksum_update(sum, (const guchar *)kind, (gssize)strlen(kind) + 1);
  if (text != NULL)
    g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text));
  g_checksum_update(sum, (const guchar *)"", 1);
  g_free(text);
  return done;
}

/* SHA-256 of: the month, as_of, the digest of the events that counted, the four files, and which calendar each
 * office has. g_free. */
static char *digest_of(struct month_fold *fold, struct db *db, const struct reference *ref, GError **error)
{
  static const char *const kinds[] = {"calendars", "holidays", "special-dates", "policies"};
  GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
  char month[16], as_of[32], *head, *out = NULL;
  bool done = true;
  head = g_strdup_printf("toban month 1 %s %s %s\n", sla_period_format(fold->period, month),
                         utc_format(fold->as_of, as_of), sla_month_digest(fold->month));
  g_checksum_update(sum, (const guchar *)head, (gssize)strlen(head));
  for (size_t i = 0; done && i < G_N_ELEMENTS(kinds); i++)
    done = add_document(sum, db, kinds[i], error);
  for (int i = 0; i < ref->offices; i++) {
    char *line = g_strdup_printf("%s=%s\n", ref->office[i].id, ref->office[i].calendar);
    g_checksum_update(sum, (const guchar *)line, (gssize)strlen(line));
    g_free(line);
  }
  if (done)
    out = g_strdup(g_checksum_get_string(sum));
  g_free(head);
  g_checksum_free(sum);
  return out;
}

static json_t *version_data(struct month_fold *fold, const char *digest, int version, json_t *take_why)
{
  char month[16], as_of[32];
  return json_pack("{s:s, s:i, s:s, s:s, s:o, s:o*}", "month", sla_period_format(fold->period, month), "version",
                   version, "as_of", utc_format(fold->as_of, as_of), "digest", digest, "figures",
                   figures_to_json(fold->month), "why", take_why);
}

/* --- writing a version ------------------------------------------------------------------------------------ */
static bool append_version(struct db *db, struct sla_period period, int version, utc_t as_of, const json_t *data,
                           const struct writer *writer, GError **error)
{
  char subject[24], *text = json_dumps(data, JSON_COMPACT | JSON_SORT_KEYS);
  int64_t seq = 0;
  bool done = event_subject(db, subject_of(period, subject), version == 1 ? "sla-closed" : "sla-amended", writer->at,
                            writer->by, text, writer->command, error) &&
              db_get_int(db, &seq, 0, error, "SELECT max(seq) FROM event", "") &&
              db_exec(db, error, "INSERT INTO sla_closing (month, version, seq, as_of) VALUES ($1, $2, $3, $4)", "iiiu",
                      (int64_t)span_month(period.start), (int64_t)version, seq, as_of);
  free(text);
  return done && feed_put(db, TOPIC_SETTING, subject, error);
}

/* Folds the month at as_of and writes it, unless its figures are `unless` (NULL: always). */
static bool write_version(struct db *db, int month, int version, utc_t as_of, const json_t *unless, json_t *take_why,
                          const struct writer *writer, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  struct month_fold fold = {0};
  char *digest = NULL;
  json_t *data = NULL;
  bool done = false;
  if (ref != NULL) {
    month_fold_init(&fold, ref, period_of(month), as_of);
    fold.all_events = true;
    done = month_fold_run(&fold, db, error) && (digest = digest_of(&fold, db, ref, error)) != NULL;
  }
  if (done) {
    data = version_data(&fold, digest, version, json_incref(take_why));
    done = (unless != NULL && figures_same(json_object_get(data, "figures"), unless)) ||
           append_version(db, fold.period, version, as_of, data, writer, error);
  }
  json_decref(data);
  json_decref(take_why);
  g_free(digest);
  month_fold_clear(&fold);
  return done;
}

static bool month_of(const struct command *command, struct sla_period *out, GError **error)
{
  if (sla_period_parse(command->name == NULL ? "" : command->name, out, error))
    return true;
  (*error)->code = TE_DATA;
  return false;
}

bool command_run_close(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  struct sla_period period;
  GError *why = NULL;
  int64_t version = 0;
  if (!month_of(command, &period, &why)) {
    g_propagate_error(error, why);
    return false;
  }
  if (period.end > command->at) {
    error_set(error, TE_NO, _("%s is not over yet"), command->name);
    return false;
  }
  if (!db_get_int(db, &version, 0, error, "SELECT max(version) FROM sla_closing WHERE month = $1", "i",
                  (int64_t)span_month(period.start)))
    return false;
  if (version > 0) {
    error_set(error, TE_NO, _("%s is closed already; what changed since is its version %d"), command->name,
              (int)version);
    return false;
  }
  outcome->revision = 1;
  struct writer writer = {command->at, command->actor, command->key};
  return write_version(db, span_month(period.start), 1, command->at, NULL, NULL, &writer, error);
}

/* --- amendments --------------------------------------------------------------------------------------------- */
static void closed_clear(void *closed)
{
  json_decref(((struct closed *)closed)->figures);
}

/* The latest version of each month closed that ended after `from`. */
static GArray *closed_since(struct db *db, utc_t from, GError **error)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(struct closed));
  g_array_set_clear_func(list, closed_clear);
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT c.month, c.version, c.as_of, e.data FROM sla_closing c JOIN event e"
                                  " ON e.seq = c.seq WHERE c.month >= $1 AND NOT EXISTS (SELECT 1 FROM sla_closing d"
                                  " WHERE d.month = c.month AND d.version > c.version) ORDER BY c.month",
                                  "i", from == UTC_NONE ? 0 : (int64_t)span_month(from));
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    json_t *data = json_loads(db_text(stmt, 3), 0, NULL);
    struct closed closed = {(int)db_int(stmt, 0), (int)db_int(stmt, 1), db_utc(stmt, 2),
                            json_incref(json_object_get(data, "figures"))};
    json_decref(data);
    g_array_append_val(list, closed);
  }
  db_done(stmt);
  if (got == 0)
    return list;
  g_array_free(list, TRUE);
  return NULL;
}

static bool amend(struct db *db, const struct closed *closed, utc_t now, json_t *take_why, const char *by,
                  GError **error)
{
  struct writer writer = {now, by, NULL};
  return write_version(db, closed->month, closed->version + 1, MAX(now, closed->as_of), closed->figures, take_why,
                       &writer, error);
}

/* What one ticket adds to a month, without one of its events (0: with all). */
static json_t *share_of(const struct reference *ref, int month, utc_t as_of, const GArray *events, int64_t without)
{
  struct month_fold fold;
  GArray *some = g_array_new(FALSE, FALSE, sizeof(struct ticket_event));
  for (guint i = 0; i < events->len; i++)
    if (g_array_index(events, struct ticket_event, i).seq != without)
      g_array_append_val(some, g_array_index(events, struct ticket_event, i));
  month_fold_init(&fold, ref, period_of(month), as_of);
  if (some->len > 0)
    sla_month_add(fold.month, (const struct ticket_event *)(void *)some->data, (int)some->len);
  json_t *figures = figures_to_json(fold.month);
  month_fold_clear(&fold);
  g_array_free(some, TRUE);
  return figures;
}

static json_t *event_why(const struct event_record *record)
{
  char at[32];
  return json_pack("{s:I, s:o, s:s, s:o, s:s}", "event", (json_int_t)record->e.seq, "ticket",
                   json_text(record->e.ticket), "kind", event_kind_id(record->e.kind), "by", json_text(record->e.by),
                   "at", utc_format(record->e.at, at));
}

static bool amend_if_changed(struct db *db, const struct closed *closed, const GArray *events,
                             const struct event_record *record, utc_t now, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  if (ref == NULL)
    return false;
  utc_t as_of = MAX(now, closed->as_of);
  json_t *before = share_of(ref, closed->month, as_of, events, record->e.seq);
  json_t *after = share_of(ref, closed->month, as_of, events, 0);
  bool same = figures_same(before, after);
  json_decref(before);
  json_decref(after);
  return same || amend(db, closed, now, event_why(record), record->e.by, error);
}

bool closing_after_event(struct db *db, const struct event_record *record, utc_t received_at, utc_t now, GError **error)
{
  GArray *closed = closed_since(db, received_at, error);
  if (closed == NULL || closed->len == 0) {
    if (closed != NULL)
      g_array_free(closed, TRUE);
    return closed != NULL;
  }
  struct arena *arena = arena_new();
  GArray *events = events_of_ticket(db, record->e.ticket, arena, error);
  bool done = events != NULL;
  for (guint i = 0; done && i < closed->len; i++)
    done = amend_if_changed(db, &g_array_index(closed, struct closed, i), events, record, now, error);
  if (events != NULL)
    g_array_free(events, TRUE);
  arena_free(arena);
  g_array_free(closed, TRUE);
  return done;
}

/* The last event of the log as a reason; *by is newly allocated. */
static json_t *last_why(struct db *db, char **by, GError **error)
{
  struct db_stmt *stmt = db_prepare(
      db, "SELECT seq, ticket, subject, kind, by_, at FROM event ORDER BY seq DESC LIMIT 1", error);
  json_t *why = NULL;
  if (stmt != NULL && db_step(stmt, error) > 0) {
    *by = g_strdup(db_text(stmt, 4));
    why = json_pack("{s:I, s:o, s:o, s:o, s:o}", "event", (json_int_t)db_int(stmt, 0),
                    db_is_null(stmt, 1) ? "subject" : "ticket", json_text(db_text(stmt, db_is_null(stmt, 1) ? 2 : 1)),
                    "kind", json_text(db_text(stmt, 3)), "by", json_text(*by), "at", json_utc(db_utc(stmt, 5)));
  }
  db_done(stmt);
  return why;
}

bool closing_after_many(struct db *db, utc_t from, utc_t now, GError **error)
{
  GArray *closed = closed_since(db, from, error);
  char *by = NULL;
  json_t *why = NULL;
  bool done = closed != NULL && (closed->len == 0 || (why = last_why(db, &by, error)) != NULL);
  for (guint i = 0; done && i < closed->len; i++)
    done = amend(db, &g_array_index(closed, struct closed, i), now, json_incref(why), by, error);
  json_decref(why);
  g_free(by);
  if (closed != NULL)
    g_array_free(closed, TRUE);
  return done;
}
