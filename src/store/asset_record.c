/* The register of assets among the registers: kinds, rights, what may be done. */
#include <string.h>

#include "asset.h"
#include "toban/arena.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/store.h"
#include "toban/text.h"
#include "toban/utc.h"

/* --- may it be done? -------------------------------------------------------------------------------------- */
static bool exists(struct db *db, const char *tag, bool *out, GError **error)
{
  int64_t count = 0;
  bool done = db_get_int(db, &count, 0, error, "SELECT count(*) FROM asset WHERE tag = $1", "t", tag);
  *out = count > 0;
  return done;
}

static bool must_exist(struct db *db, const char *tag, GError **error)
{
  bool there;
  if (!exists(db, tag, &there, error))
    return false;
  if (!there)
    error_set(error, TE_NOINPUT, _("there is no asset “%s”"), tag);
  return there;
}

static bool office_known(struct db *db, const char *office, GError **error)
{
  int64_t count = 0;
  if (*office == '\0')
    return true;
  if (!db_get_int(db, &count, 0, error, "SELECT count(*) FROM office WHERE id = $1", "t", office))
    return false;
  if (count == 0)
    error_set(error, TE_DATA, _("there is no office “%s”"), office);
  return count > 0;
}

/* One of those that are data? */
static bool is_field(struct db *db, const char *name)
{
  struct arena *arena = arena_new();
  const struct asset_word *word;
  int words = 0;
  bool found = false;
  if (asset_words_read(db, arena, &word, &words, NULL))
    for (int i = 0; i < words; i++)
      found = found || (word[i].of == WORD_FIELD && strcmp(word[i].id, name) == 0);
  arena_free(arena);
  return found;
}

static bool check_values(struct db *db, const struct record *record, GError **error)
{
  const char *name;
  json_t *value;
  json_object_foreach((json_t *)record->data, name, value) {
    enum asset_field field;
    day_t day;
    bool ours = asset_field_parse(name, &field);
    if (!ours && json_is_string(value) && is_field(db, name))
      continue;
    if (!ours || field == ASSET_TAG || !json_is_string(value)) {
      error_set(error, TE_DATA, _("an asset has no field “%s”"), name);
      return false;
    }
    const char *text = json_string_value(value);
    if (asset_field_is_date(field) && *text != '\0' && !day_parse(text, &day, error))
      return false;
    if (field == ASSET_OFFICE && !office_known(db, text, error))
      return false;
    if (field == ASSET_KIND && *text == '\0') {
      error_set(error, TE_DATA, _("an asset needs its kind"));
      return false;
    }
  }
  return true;
}

static bool may_add(struct db *db, const struct record *record, GError **error)
{
  bool there;
  if (!exists(db, record->key, &there, error))
    return false;
  if (there)
    error_set(error, TE_DATA, _("“%s”: an asset with this tag is there already"), record->key);
  else if (*record_text(record, "kind") == '\0')
    error_set(error, TE_DATA, _("an asset needs its kind"));
  return !there && *record_text(record, "kind") != '\0' && check_values(db, record, error);
}

static bool relation_known(const char *id)
{
  for (int i = 0; asset_relation_at(i) != NULL; i++)
    if (strcmp(asset_relation_at(i), id) == 0)
      return true;
  return false;
}

static bool may_relate(struct db *db, const struct record *record, GError **error)
{
  const char *relation = record_text(record, "relation"), *to = record_text(record, "to");
  if (!relation_known(relation))
    error_set(error, TE_DATA, _("“%s” is none of runs-on connected-to part-of"), relation);
  else if (strcmp(to, record->key) == 0)
    error_set(error, TE_DATA, _("“%s” cannot be related to itself"), to);
  else
    return must_exist(db, record->key, error) && must_exist(db, to, error);
  return false;
}

static bool may_link(struct db *db, const struct record *record, GError **error)
{
  int64_t count = 0;
  const char *key = record_text(record, "ticket");
  if (!must_exist(db, record->key, error) ||
      !db_get_int(db, &count, 0, error, "SELECT count(*) FROM ticket WHERE key = $1", "t", key))
    return false;
  if (count == 0)
    error_set(error, TE_NOINPUT, _("there is no ticket “%s”"), key);
  return count > 0;
}

static bool may_condition(struct db *db, const struct record *record, GError **error)
{
  if (json_object_size(record->data) == 1 && *record_text(record, "state") != '\0')
    return must_exist(db, record->key, error);
  error_set(error, TE_DATA, _("a condition is a state and nothing else"));
  return false;
}

bool asset_may(struct db *db, const struct record *record, GError **error)
{
  const char *kind = record->kind;
  if (strcmp(kind, "asset-added") == 0)
    return may_add(db, record, error);
  if (strcmp(kind, "asset-changed") == 0)
    return must_exist(db, record->key, error) && check_values(db, record, error);
  if (strcmp(kind, "asset-condition") == 0)
    return may_condition(db, record, error);
  if (strcmp(kind, "asset-related") == 0)
    return may_relate(db, record, error);
  if (strcmp(kind, "asset-ticket") == 0)
    return may_link(db, record, error);
  return must_exist(db, record->key, error);
}

/* --- commands --------------------------------------------------------------------------------------------- */
static struct command *change(const char *actor, utc_t at, int64_t revision, const char *tag, const char *kind,
                              json_t *take_data)
{
  char *subject = g_strconcat(ASSET_SUBJECT, tag, NULL);
  struct command *command = record_command(actor, at, revision, subject, kind, take_data);
  g_free(subject);
  return command;
}

struct command *asset_add(const char *actor, utc_t at, const char *tag, json_t *take_values)
{
  return change(actor, at, 0, tag, "asset-added", take_values);
}

struct command *asset_set(const char *actor, utc_t at, int64_t revision, const char *tag, json_t *take_values)
{
  return change(actor, at, revision, tag, "asset-changed", take_values);
}

struct command *asset_step(const char *actor, utc_t at, const char *tag, const char *kind, const char *name,
                           const char *value)
{
  return change(actor, at, 0, tag, kind, name == NULL ? NULL : json_pack("{s:s}", name, value));
}

struct command *asset_relate(const char *actor, utc_t at, const char *tag, const char *relation, const char *to,
                             bool undo)
{
  return change(actor, at, 0, tag, undo ? "asset-unrelated" : "asset-related",
                json_pack("{s:s, s:s}", "relation", relation, "to", to));
}

/* --- migration -------------------------------------------------------------------------------------------- */
/* Each row of before becomes the event that it would have been, so the log has it from now on. */
static bool migrate_row(struct record_batch *batch, struct db_stmt *stmt, utc_t now, GError **error)
{
  json_t *data = json_object();
  for (int i = ASSET_TAG + 1; i < ASSET_FIELDS; i++)
    if (*db_text(stmt, i) != '\0')
      json_object_set_new(data, asset_field_id(i), json_string(db_text(stmt, i)));
  char *subject = g_strconcat(ASSET_SUBJECT, db_text(stmt, ASSET_TAG), NULL);
  bool done = record_batch_add(batch, subject, "asset-added", now, "migration", data, error);
  g_free(subject);
  json_decref(data);
  return done;
}

bool asset_migrate(struct db *db, GError **error)
{
  struct record_batch batch;
  struct db_stmt *stmt = db_prepare(db, "SELECT " ASSET_COLUMNS " FROM asset_before a ORDER BY a.tag", error);
  bool done = stmt != NULL && record_batch_open(&batch, db, NULL, error);
  int got = done ? 1 : -1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    if (!migrate_row(&batch, stmt, clock_now(), error))
      got = -1;
  db_done(stmt);
  if (done)
    done = record_batch_close(&batch, false, NULL);
  return done && got == 0 && db_run(db, "DROP TABLE asset_before", error);
}

static const struct record_kind kinds[] = {
    {"asset-added", RIGHT_ASSET},     {"asset-changed", RIGHT_ASSET},   {"asset-removed", RIGHT_ASSET},
    {"asset-related", RIGHT_ASSET},   {"asset-unrelated", RIGHT_ASSET}, {"asset-condition", RIGHT_LOAN},
    {"asset-ticket", RIGHT_TICKET_CHANGE}, {"asset-unticket", RIGHT_TICKET_CHANGE},
};
static const char *const tables[] = {"asset", "asset_relation", "asset_ticket", "asset_extra", NULL};
const struct record_ops record_assets = {
    .prefix = "asset", .kind = kinds, .kinds = G_N_ELEMENTS(kinds), .tables = tables, .topic = TOPIC_ASSET,
    .may = asset_may, .apply = asset_apply, .rebuilt = asset_index_rebuild, .verify = asset_index_verify};
