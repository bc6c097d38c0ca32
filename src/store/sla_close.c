/* Versions of closed months for readers, their check, and causes of misses. */
#include <string.h>

#include "closing.h"
#include "closing_json.h"
#include "event.h"
#include "feed.h"
#include "month.h"
#include "reference.h"
#include "span.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/store.h"

static struct command *month_command(enum command_kind kind, const char *actor, utc_t at, struct sla_period period)
{
  struct command *command = command_new(kind, actor, at);
  char text[16];
  command_set(command, &command->name, sla_period_format(period, text));
  return command;
}

struct command *sla_close(const char *actor, utc_t at, struct sla_period period)
{
  return month_command(COMMAND_CLOSE, actor, at, period);
}

/* --- causes ------------------------------------------------------------------------------------------------- */
struct command *sla_cause(const char *actor, utc_t at, struct sla_period period, const char *policy, const char *cause,
                          const char *measure)
{
  struct command *command = month_command(COMMAND_CAUSE, actor, at, period);
  json_t *data = json_pack("{s:o, s:o, s:o}", "policy", json_text(policy), "cause", json_text(cause), "measure",
                           json_text(measure));
  char *text = json_dumps(data, JSON_COMPACT);
  command_set(command, &command->value, text);
  free(text);
  json_decref(data);
  return command;
}

static const char *word(const json_t *data, const char *name)
{
  const char *text = json_string_value(json_object_get(data, name));
  return text == NULL ? "" : text;
}

static bool check_cause(struct db *db, const json_t *data, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  bool known = false;
  for (int i = 0; ref != NULL && i < policy_count(ref->policies); i++)
    known = known || strcmp(policy_get(ref->policies, i)->id, word(data, "policy")) == 0;
  if (ref == NULL)
    return false;
  if (!known)
    error_set(error, TE_DATA, _("there is no policy “%s”"), word(data, "policy"));
  else if (*word(data, "cause") == '\0' || *word(data, "measure") == '\0')
    error_set(error, TE_DATA, _("a missed level needs its cause and a countermeasure: one of them is empty"));
  else
    return true;
  return false;
}

bool command_run_cause(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  struct sla_period period;
  char subject[24];
  json_t *data = json_loads(command->value == NULL ? "" : command->value, 0, NULL);
  (void)outcome;
  bool done = sla_period_parse(command->name == NULL ? "" : command->name, &period, error) &&
              check_cause(db, data, error);
  g_snprintf(subject, sizeof subject, "sla-%s", command->name);
  done = done &&
         event_subject(db, subject, "sla-cause", command->at, command->actor, command->value, command->key, error) &&
         db_exec(db, error,
                 "INSERT INTO sla_cause (month, policy, cause, measure, by_, at) VALUES ($1, $2, $3, $4, $5, $6)"
                 " ON CONFLICT (month, policy) DO UPDATE SET cause = $3, measure = $4, by_ = $5, at = $6",
                 "ittttu", (int64_t)span_month(period.start), word(data, "policy"), word(data, "cause"),
                 word(data, "measure"), command->actor, command->at) &&
         feed_put(db, TOPIC_SETTING, subject, error);
  json_decref(data);
  return done;
}

/* --- versions ----------------------------------------------------------------------------------------------- */
bool closing_list(struct db *db, int month, struct arena *arena, struct sla_report *out, GError **error)
{
  GArray *list = g_array_new(FALSE, TRUE, sizeof(struct sla_closing));
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT e.at, e.by_, e.data FROM sla_closing c JOIN event e ON e.seq = c.seq"
                                  " WHERE c.month = $1 ORDER BY c.version",
                                  "i", (int64_t)month);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct sla_closing closing = {.at = db_utc(stmt, 0), .by = arena_strdup(arena, db_text(stmt, 1))};
    json_t *data = json_loads(db_text(stmt, 2), 0, NULL);
    if (closing_from_json(data, arena, &closing))
      g_array_append_val(list, closing);
    json_decref(data);
  }
  db_done(stmt);
  struct sla_closing *closing = arena_new0(arena, struct sla_closing, list->len + 1);
  if (list->len > 0)
    memcpy(closing, list->data, list->len * sizeof *closing);
  out->closing = closing;
  out->closings = (int)list->len;
  g_array_free(list, TRUE);
  return got == 0;
}

struct latest { int month, version; utc_t as_of; json_t *figures; };

static bool next_latest(struct db *db, int after, struct latest *out, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT c.month, c.version, c.as_of, e.data FROM sla_closing c JOIN event e"
                                  " ON e.seq = c.seq WHERE c.month > $1 ORDER BY c.month, c.version DESC LIMIT 1",
                                  "i", (int64_t)after);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *out = (struct latest){.month = 0};
  if (got > 0) {
    json_t *data = json_loads(db_text(stmt, 3), 0, NULL);
    *out = (struct latest){(int)db_int(stmt, 0), (int)db_int(stmt, 1), db_utc(stmt, 2),
                           json_incref(json_object_get(data, "figures"))};
    json_decref(data);
  }
  db_done(stmt);
  return got >= 0;
}

static bool verify_one(struct db *db, const struct reference *ref, const struct latest *latest, GString *out,
                       int64_t *differences, GError **error)
{
  struct month_fold fold;
  char month[16];
  month_fold_init(&fold, ref, sla_period_of(latest->month / 12, latest->month % 12 + 1), latest->as_of);
  bool done = month_fold_run(&fold, db, error);
  json_t *figures = figures_to_json(fold.month);
  if (done && !figures_same(figures, latest->figures)) {
    ++*differences;
    g_string_append_printf(out, _("%s: the figures of version %d are not what the log comes to\n"),
                           sla_period_format(fold.period, month), latest->version);
  }
  json_decref(figures);
  month_fold_clear(&fold);
  return done;
}

bool sla_closings_verify(struct db *db, GString *out, int64_t *differences, GError **error)
{
  struct latest latest = {.month = -1};
  bool done = db_begin_read(db, error);
  const struct reference *ref = done ? reference_cached(db, error) : NULL;
  done = ref != NULL;
  while (done && latest.month != 0) {
    done = next_latest(db, latest.month, &latest, error) &&
           (latest.month == 0 || verify_one(db, ref, &latest, out, differences, error));
    json_decref(latest.figures);
  }
  db_rollback(db);
  return done;
}
