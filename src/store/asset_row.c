/* Rows of the register, and what its events do to them. */
#include <string.h>

#include "asset.h"
#include "toban/arena.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/text.h"
#include "toban/utc.h"

bool asset_load(struct db *db, const char *tag, struct arena *arena, struct asset_row *out, GError **error)
{
  struct db_stmt *stmt =
      db_query(db, error, "SELECT " ASSET_COLUMNS ", a.folded, a.id FROM asset a WHERE a.tag = $1", "t", tag);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *out = (struct asset_row){.folded = ""};
  for (int i = 0; i < ASSET_FIELDS; i++)
    out->value[i] = got > 0 ? arena_strdup(arena, db_text(stmt, i)) : "";
  if (got > 0) {
    out->folded = arena_strdup(arena, db_text(stmt, ASSET_FIELDS));
    out->id = db_int(stmt, ASSET_FIELDS + 1);
  }
  db_done(stmt);
  return got >= 0;
}

/* Nothing to fold in most tags, hosts and serials: text_fold() would take a microsecond for each of them. */
static bool is_plain(const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar)*text > 0x7E || (guchar)*text <= ' ')
      return false;
  return true;
}

static void fold_into(GString *out, const char *text)
{
  if (is_plain(text)) {
    for (; *text != '\0'; text++)
      g_string_append_c(out, g_ascii_tolower(*text));
    return;
  }
  char *folded = text_fold(text, -1);
  g_string_append(out, folded);
  g_free(folded);
}

char *asset_folded(const char *const *value)
{
  static const enum asset_field sought[] = {ASSET_TAG, ASSET_HOST, ASSET_SERIAL, ASSET_USER};
  GString *folded = g_string_sized_new(128);
  for (size_t i = 0; i < G_N_ELEMENTS(sought); i++) {
    if (i > 0)
      g_string_append_c(folded, '\n');
    fold_into(folded, value[sought[i]]);
  }
  return g_string_free(folded, FALSE);
}

bool asset_put(struct db *db, const struct asset_row *row, int64_t seq, GError **error)
{
  char *folded = asset_folded(row->value), *end = strchr(folded, '\n');
  char *key = g_strndup(folded, (gsize)(end - folded));
  struct db_stmt *stmt = db_prepare(
      db,
      "INSERT INTO asset (tag, kind, host, serial, user_, office, department, state, bought_on, warranty_until,"
      " renewal_on, supplier, note, folded, key, id, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
      " $12, $13, $14, $15, $16, $17) ON CONFLICT (tag) DO UPDATE SET kind = $2, host = $3, serial = $4, user_ = $5,"
      " office = $6, department = $7, state = $8, bought_on = $9, warranty_until = $10, renewal_on = $11,"
      " supplier = $12, note = $13, folded = $14, key = $15, revision = $17",
      error);
  int got = -1;
  if (stmt != NULL) {
    for (int i = 0; i < ASSET_FIELDS; i++)
      db_bind_text(stmt, i + 1, row->value[i]);
    db_bind_text(stmt, 14, folded);
    db_bind_text(stmt, 15, key);
    db_bind_int(stmt, 16, row->id);
    db_bind_int(stmt, 17, seq);
    got = db_step(stmt, error);
    db_done(stmt);
  }
  g_free(key);
  g_free(folded);
  return got >= 0;
}

char *asset_extra(struct db *db, const char *tag, const char *field)
{
  struct db_stmt *stmt =
      db_query(db, NULL, "SELECT value FROM asset_extra WHERE tag = $1 AND field = $2", "tt", tag, field);
  char *value = stmt != NULL && db_step(stmt, NULL) > 0 ? g_strdup(db_text(stmt, 0)) : NULL;
  db_done(stmt);
  return value;
}

/* --- events ----------------------------------------------------------------------------------------------- */
/* The index is no table of the log: a replay leaves it alone, a rebuild makes it anew in the end. */
static bool reindex(struct db *db, const struct record *record, const struct asset_row *before,
                    const struct asset_row *after, GError **error)
{
  if (record->replay)
    return true;
  char *folded = after->id == 0 ? g_strdup("") : asset_folded(after->value);
  bool same = before->id == after->id && strcmp(before->folded, folded) == 0;
  bool done = same || ((before->id == 0 || asset_index_drop(db, before->id, before->folded, error)) &&
                       (after->id == 0 || asset_index_put(db, after->id, folded, error)));
  g_free(folded);
  return done;
}

/* Fields that are data: "" takes a value away. */
static bool write_extra(struct db *db, const struct record *record, GError **error)
{
  const char *name;
  json_t *value;
  enum asset_field field;
  bool done = true;
  json_object_foreach((json_t *)(guintptr)record->data, name, value) {
    if (!done || asset_field_parse(name, &field) || !json_is_string(value))
      continue;
    done = *json_string_value(value) == '\0'
               ? db_exec(db, error, "DELETE FROM asset_extra WHERE tag = $1 AND field = $2", "tt", record->key, name)
               : db_exec(db, error,
                         "INSERT INTO asset_extra (tag, field, value) VALUES ($1, $2, $3)"
                         " ON CONFLICT (tag, field) DO UPDATE SET value = $3",
                         "ttt", record->key, name, json_string_value(value));
  }
  return done;
}

static bool write_row(struct db *db, const struct record *record, const struct asset_row *before, GError **error)
{
  struct asset_row after = *before;
  if (after.id == 0)
    after.id = record->seq;
  for (int i = 0; i < ASSET_FIELDS; i++)
    if (i == ASSET_TAG)
      after.value[i] = record->key;
    else if (json_is_string(json_object_get(record->data, asset_field_id(i))))
      after.value[i] = record_text(record, asset_field_id(i));
  return asset_put(db, &after, record->seq, error) && write_extra(db, record, error) &&
         reindex(db, record, before, &after, error);
}

static bool remove_row(struct db *db, const struct record *record, const struct asset_row *before, GError **error)
{
  return db_exec(db, error, "DELETE FROM asset WHERE tag = $1", "t", record->key) &&
         db_exec(db, error, "DELETE FROM asset_relation WHERE from_ = $1 OR to_ = $1", "t", record->key) &&
         db_exec(db, error, "DELETE FROM asset_ticket WHERE tag = $1", "t", record->key) &&
         db_exec(db, error, "DELETE FROM asset_extra WHERE tag = $1", "t", record->key) &&
         reindex(db, record, before, &(struct asset_row){.id = 0}, error);
}

static bool relate(struct db *db, const struct record *record, bool on, GError **error)
{
  return db_exec(db, error,
                 on ? "INSERT INTO asset_relation (from_, relation, to_) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
                    : "DELETE FROM asset_relation WHERE from_ = $1 AND relation = $2 AND to_ = $3",
                 "ttt", record->key, record_text(record, "relation"), record_text(record, "to"));
}

static bool link_ticket(struct db *db, const struct record *record, bool on, GError **error)
{
  return db_exec(db, error,
                 on ? "INSERT INTO asset_ticket (tag, ticket) VALUES ($1, $2) ON CONFLICT DO NOTHING"
                    : "DELETE FROM asset_ticket WHERE tag = $1 AND ticket = $2",
                 "tt", record->key, record_text(record, "ticket"));
}

static bool touch(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error, "UPDATE asset SET revision = $1 WHERE tag = $2", "it", record->seq, record->key);
}

bool asset_apply(struct db *db, const struct record *record, GError **error)
{
  const char *kind = record->kind;
  if (strcmp(kind, "asset-related") == 0 || strcmp(kind, "asset-unrelated") == 0)
    return relate(db, record, strcmp(kind, "asset-related") == 0, error) && touch(db, record, error);
  if (strcmp(kind, "asset-ticket") == 0 || strcmp(kind, "asset-unticket") == 0)
    return link_ticket(db, record, strcmp(kind, "asset-ticket") == 0, error) && touch(db, record, error);
  struct arena *arena = arena_new();
  struct asset_row before;
  bool done = asset_load(db, record->key, arena, &before, error);
  bool exists = done && before.id != 0;
  if (done && exists && strcmp(kind, "asset-removed") == 0)
    done = remove_row(db, record, &before, error);
  else if (done && (strcmp(kind, "asset-added") == 0 ||
                    (exists && (strcmp(kind, "asset-changed") == 0 || strcmp(kind, "asset-condition") == 0))))
    done = write_row(db, record, &before, error);
  arena_free(arena);
  return done;
}
