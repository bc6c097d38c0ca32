/* Registers kept as events: their list, and the writing of changes. */
#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "feed.h"
#include "roster.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/person.h"

/* --- the registers ------------------------------------------------------------------------------------ */
static const struct record_ops *const all[] = {
#define REGISTER(name) &record_##name,
#include "record.list"
#undef REGISTER
    NULL,
};
static const struct record_ops *const *registers = all;

void record_ops_use(const struct record_ops *const *list)
{
  registers = list == NULL ? all : list;
}

const struct record_ops *record_ops_at(int index)
{
  return registers[index];
}

static const struct record_ops *ops_of(const char *subject)
{
  for (int i = 0; registers[i] != NULL; i++) {
    size_t length = strlen(registers[i]->prefix);
    if (strncmp(subject, registers[i]->prefix, length) == 0 && subject[length] == ':')
      return registers[i];
  }
  return NULL;
}

static const struct record_kind *kind_of(const struct record_ops *ops, const char *kind)
{
  for (int i = 0; ops != NULL && i < ops->kinds; i++)
    if (strcmp(ops->kind[i].id, kind) == 0)
      return &ops->kind[i];
  return NULL;
}

/* --- data --------------------------------------------------------------------------------------------- */
const char *record_text(const struct record *record, const char *name)
{
  const char *text = json_string_value(json_object_get(record->data, name));
  return text == NULL ? "" : text;
}

int64_t record_int(const struct record *record, const char *name, int64_t otherwise)
{
  const json_t *value = json_object_get(record->data, name);
  return json_is_integer(value) ? json_integer_value(value) : json_is_boolean(value) ? json_is_true(value) : otherwise;
}

bool record_has(const struct record *record, const char *name)
{
  const json_t *value = json_object_get(record->data, name);
  return value != NULL && !json_is_null(value);
}

/* --- commands ----------------------------------------------------------------------------------------- */
struct command *record_command(const char *actor, utc_t at, int64_t revision, const char *subject, const char *kind,
                               json_t *take_data)
{
  struct command *command = command_new(COMMAND_RECORD, actor, at);
  command->revision = revision;
  command->records = json_array();
  command_set(command, &command->name, subject);
  record_command_add(command, subject, kind, take_data);
  return command;
}

void record_command_add(struct command *command, const char *subject, const char *kind, json_t *take_data)
{
  json_t *data = take_data == NULL ? json_object() : take_data;
  json_array_append_new(command->records, json_pack("{s:s, s:s, s:o}", "subject", subject, "kind", kind, "data", data));
}

struct change { const char *subject, *kind; const json_t *data; };

static struct change change_at(const struct command *command, size_t index)
{
  const json_t *one = json_array_get(command->records, index);
  return (struct change){json_string_value(json_object_get(one, "subject")),
                         json_string_value(json_object_get(one, "kind")), json_object_get(one, "data")};
}

static enum right right_of(const struct change *change)
{
  const struct record_kind *kind =
      change->subject == NULL || change->kind == NULL ? NULL : kind_of(ops_of(change->subject), change->kind);
  return kind == NULL ? RIGHT_READ /* refused where it is written */ : kind->right;
}

enum right record_command_right(const struct command *command)
{
  struct change change = change_at(command, 0);
  return right_of(&change);
}

/* `before` was asked for by who runs the command. */
static bool permit_from(struct db *db, const struct command *command, size_t from, enum right before, GError **error)
{
  for (size_t i = from; i < json_array_size(command->records); i++) {
    struct change change = change_at(command, i);
    enum right right = right_of(&change);
    if (right != before && !person_permit(db, command->actor, right, clock_now(), error))
      return false;
    before = right;
  }
  return true;
}

bool record_revision(struct db *db, const char *subject, int64_t *out, GError **error)
{
  return db_get_int(db, out, 0, error, "SELECT max(seq) FROM event WHERE subject = $1", "t", subject);
}

/* 1: somebody else changed it since; the outcome says who. */
static int find_conflict(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  if (command->revision == 0)
    return 0;
  struct db_stmt *stmt = db_query(
      db, error, "SELECT seq, by_, kind FROM event WHERE subject = $1 ORDER BY seq DESC LIMIT 1", "t", command->name);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  bool other = got > 0 && db_int(stmt, 0) != command->revision;
  if (other) {
    outcome->result = COMMAND_CONFLICT;
    outcome->revision = db_int(stmt, 0);
    g_snprintf(outcome->conflict, sizeof outcome->conflict, _("%s changed it in between (%s)"), db_text(stmt, 1),
               db_text(stmt, 2));
  }
  db_done(stmt);
  return got < 0 ? -1 : other;
}

static bool run_all(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  struct record_batch batch;
  bool done = record_batch_open(&batch, db, command->key, error);
  for (size_t i = 0; done && i < json_array_size(command->records); i++) {
    struct change change = change_at(command, i);
    char key[RECORD_KEY_MAX] = "";
    int64_t seq = 0;
    done = record_batch_put(&batch, change.subject, change.kind, command->at, command->actor, change.data, key, &seq,
                            error);
    if (i > 0)
      continue;
    outcome->revision = seq;
    g_strlcpy(outcome->ticket, key, sizeof outcome->ticket);
  }
  return record_batch_close(&batch, done, error) && done;
}

bool command_run_record(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  if (!permit_from(db, command, 1, record_command_right(command), error))
    return false;
  int conflict = find_conflict(db, command, outcome, error);
  return conflict > 0 || (conflict == 0 && run_all(db, command, outcome, error));
}

bool record_run_with(struct db *db, const struct command *command, GError **error)
{
  struct command_outcome unused;
  return permit_from(db, command, 0, RIGHT_READ, error) && run_all(db, command, &unused, error);
}

/* --- writing ------------------------------------------------------------------------------------------ */
bool record_batch_open(struct record_batch *batch, struct db *db, const char *command, GError **error)
{
  *batch = (struct record_batch){.command = command};
  return event_log_open(&batch->log, db, error);
}

bool record_batch_close(struct record_batch *batch, bool told, GError **error)
{
  struct db *db = batch->log.db;
  event_log_close(&batch->log);
  return !told || batch->topics == 0 || feed_put(db, batch->topics, NULL, error);
}

/* The key behind the prefix, or the next number of the register. */
static bool find_key(struct db *db, const struct record_ops *ops, const char *subject, char out[RECORD_KEY_MAX],
                     GError **error)
{
  const char *key = subject + strlen(ops->prefix) + 1;
  int64_t number;
  if (*key == '\0' && ops->next != NULL) {
    if (!db_get_int(db, &number, 1, error, ops->next, ""))
      return false;
    g_snprintf(out, RECORD_KEY_MAX, "%" G_GINT64_FORMAT, number);
    return true;
  }
  bool fits = *key != '\0' && strlen(key) < RECORD_KEY_MAX && g_utf8_validate(key, -1, NULL);
  if (fits)
    g_strlcpy(out, key, RECORD_KEY_MAX);
  else
    error_set(error, TE_DATA, _("“%s” is no name for an entry"), subject);
  return fits;
}

static bool append(struct record_batch *batch, const struct record_ops *ops, struct record *record, GError **error)
{
  char *subject = g_strconcat(ops->prefix, ":", record->key, NULL);
  char *data = json_dumps(record->data, JSON_COMPACT | JSON_SORT_KEYS);
  struct event_record event = {.e = {.at = record->at, .by = record->by, .channel = CHANNEL_NONE},
                               .kind = record->kind, .subject = subject, .data = data, .recorded_at = clock_now(),
                               .command = batch->command};
  bool fits = data != NULL && strlen(data) <= RECORD_DATA_MAX;
  if (!fits)
    error_set(error, TE_DATA, _("%s: too much text in one entry"), subject);
  bool done = fits && event_append(&batch->log, &event, error);
  record->seq = event.e.seq;
  free(data);
  g_free(subject);
  return done;
}

static bool put(struct record_batch *batch, const char *subject, bool ask, struct record *record,
                char key[RECORD_KEY_MAX], GError **error)
{
  struct db *db = batch->log.db;
  const struct record_ops *ops = subject == NULL ? NULL : ops_of(subject);
  if (record->kind == NULL || kind_of(ops, record->kind) == NULL || !json_is_object(record->data)) {
    error_set(error, TE_DATA, _("there is no such change: %s %s"), subject == NULL ? "" : subject,
              record->kind == NULL ? "" : record->kind);
    return false;
  }
  record->key = key;
  if (!find_key(db, ops, subject, key, error) || (ask && ops->may != NULL && !ops->may(db, record, error)) ||
      !append(batch, ops, record, error) || !ops->apply(db, record, error))
    return false;
  batch->topics |= ops->topic;
  return true;
}

bool record_batch_put(struct record_batch *batch, const char *subject, const char *kind, utc_t at, const char *by,
                      const json_t *data, char *key, int64_t *seq, GError **error)
{
  char found[RECORD_KEY_MAX];
  struct record record = {.kind = kind, .at = at, .by = by, .data = data};
  if (!put(batch, subject, true, &record, found, error))
    return false;
  if (key != NULL)
    g_strlcpy(key, found, RECORD_KEY_MAX);
  if (seq != NULL)
    *seq = record.seq;
  return true;
}

bool record_batch_add(struct record_batch *batch, const char *subject, const char *kind, utc_t at, const char *by,
                      const json_t *data, GError **error)
{
  char found[RECORD_KEY_MAX];
  struct record record = {.kind = kind, .at = at, .by = by, .data = data};
  return put(batch, subject, false, &record, found, error);
}
