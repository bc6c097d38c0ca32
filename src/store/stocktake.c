/* Stock-takes among the registers. */
#include <stdlib.h>
#include <string.h>

#include "read_rows.h"
#include "record.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/stocktake_store.h"
#include "toban/store.h"
#include "toban/text.h"

static const struct { const char *id, *open, *closed; } results[STOCK_RESULTS] = {
  [STOCK_EXPECTED] = {"expected", NC_("stock", "not seen"), NC_("stock", "missing")},
  [STOCK_SEEN] = {"seen", NC_("stock", "seen"), NC_("stock", "seen")},
  [STOCK_UNKNOWN] = {"unknown", NC_("stock", "unknown"), NC_("stock", "unknown")},
};

const char *stocktake_result_id(enum stocktake_result result)
{
  return results[result].id;
}

const char *stocktake_result_text(enum stocktake_result result, bool closed)
{
  return lang_text_context(closed ? results[result].closed : results[result].open);
}

/* --- may it be done? -------------------------------------------------------------------------------------- */
static bool may_start(struct db *db, const struct record *record, GError **error)
{
  int64_t open = 0, known = 0;
  const char *office = record_text(record, "office");
  if (!db_get_int(db, &known, 0, error, "SELECT count(*) FROM office WHERE id = $1", "t", office) ||
      !db_get_int(db, &open, 0, error, "SELECT number FROM stocktake WHERE office = $1 AND closed_at IS NULL", "t",
                  office))
    return false;
  if (known == 0)
    error_set(error, TE_DATA, _("there is no office “%s”"), office);
  else if (open > 0)
    error_set(error, TE_DATA, _("stock-take %ld of this office is under way"), (long)open);
  return known > 0 && open == 0;
}

static bool may_step(struct db *db, const struct record *record, GError **error)
{
  struct db_stmt *stmt = db_query(db, error, "SELECT closed_at FROM stocktake WHERE number = $1", "i",
                                  g_ascii_strtoll(record->key, NULL, 10));
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  bool closed = got > 0 && !db_is_null(stmt, 0);
  db_done(stmt);
  if (got == 0)
    error_set(error, TE_NOINPUT, _("there is no stock-take %s"), record->key);
  else if (closed)
    error_set(error, TE_DATA, _("stock-take %s is closed"), record->key);
  else if (got > 0 && strcmp(record->kind, "stocktake-closed") != 0 && *record_text(record, "tag") == '\0')
    error_set(error, TE_DATA, _("a tag is missing"));
  else
    return got > 0;
  return false;
}

static bool may(struct db *db, const struct record *record, GError **error)
{
  return strcmp(record->kind, "stocktake-started") == 0 ? may_start(db, record, error) : may_step(db, record, error);
}

/* --- events ----------------------------------------------------------------------------------------------- */
static bool put_line(struct db *db, const struct record *record, const char *tag, enum stocktake_result result,
                     GError **error)
{
  char *key = text_fold(tag, -1);
  bool expected = result == STOCK_EXPECTED;
  bool done = db_exec(db, error,
                      "INSERT INTO stocktake_line (number, key, tag, result, at, by_) VALUES ($1, $2, $3, $4, $5, $6)"
                      " ON CONFLICT (number, key) DO UPDATE SET at = $5, by_ = $6,"
                      " result = CASE WHEN stocktake_line.result = 0 THEN 1 ELSE stocktake_line.result END",
                      "ittiut", g_ascii_strtoll(record->key, NULL, 10), key, tag, (int64_t)result,
                      expected ? UTC_NONE : record->at, expected ? "" : record->by);
  g_free(key);
  return done;
}

static bool start(struct db *db, const struct record *record, GError **error)
{
  const json_t *tags = json_object_get(record->data, "tags"), *tag;
  size_t i;
  bool done = db_exec(db, error,
                      "INSERT INTO stocktake (number, office, started_at, by_, closed_at) VALUES ($1, $2, $3, $4, NULL)"
                      " ON CONFLICT (number) DO NOTHING",
                      "itut", g_ascii_strtoll(record->key, NULL, 10), record_text(record, "office"), record->at,
                      record->by);
  json_array_foreach(tags, i, tag)
    done = done && (!json_is_string(tag) || put_line(db, record, json_string_value(tag), STOCK_EXPECTED, error));
  return done;
}

/* What was expected is so again, what was unknown was never there. */
static bool unsee(struct db *db, const struct record *record, GError **error)
{
  char *key = text_fold(record_text(record, "tag"), -1);
  int64_t number = g_ascii_strtoll(record->key, NULL, 10);
  bool done = db_exec(db, error, "DELETE FROM stocktake_line WHERE number = $1 AND key = $2 AND result = 2", "it",
                      number, key) &&
              db_exec(db, error,
                      "UPDATE stocktake_line SET result = 0, at = NULL, by_ = '' WHERE number = $1 AND key = $2", "it",
                      number, key);
  g_free(key);
  return done;
}

static bool apply(struct db *db, const struct record *record, GError **error)
{
  const char *kind = record->kind;
  if (strcmp(kind, "stocktake-started") == 0)
    return start(db, record, error);
  if (strcmp(kind, "stocktake-seen") == 0)
    return put_line(db, record, record_text(record, "tag"), STOCK_UNKNOWN, error);
  if (strcmp(kind, "stocktake-unseen") == 0)
    return unsee(db, record, error);
  return db_exec(db, error, "UPDATE stocktake SET closed_at = $1 WHERE number = $2", "ui", record->at,
                 g_ascii_strtoll(record->key, NULL, 10));
}

/* --- commands --------------------------------------------------------------------------------------------- */
struct command *stocktake_start(const char *actor, utc_t at, const char *office, const char *const *tag, int tags)
{
  json_t *list = json_array();
  for (int i = 0; i < tags; i++)
    json_array_append_new(list, json_string(tag[i]));
  return record_command(actor, at, 0, "stocktake:", "stocktake-started",
                        json_pack("{s:s, s:o}", "office", office, "tags", list));
}

struct command *stocktake_step(const char *actor, utc_t at, int64_t number, const char *kind, const char *tag)
{
  char *subject = g_strdup_printf("stocktake:%" G_GINT64_FORMAT, number);
  struct command *command =
      record_command(actor, at, 0, subject, kind, tag == NULL ? NULL : json_pack("{s:s}", "tag", tag));
  g_free(subject);
  return command;
}

/* --- reading ---------------------------------------------------------------------------------------------- */
static void list_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  struct stocktake *one = out;
  *one = (struct stocktake){.number = db_int(stmt, 0), .office = read_text(arena, stmt, 1),
                            .started_at = db_utc(stmt, 2), .by = read_text(arena, stmt, 3),
                            .closed_at = db_utc(stmt, 4)};
  for (int i = 0; i < STOCK_RESULTS; i++)
    one->count[i] = db_int(stmt, 5 + i);
}

static void line_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct stocktake_line *)out = (struct stocktake_line){
      .tag = read_text(arena, stmt, 0), .host = read_text(arena, stmt, 1), .kind = read_text(arena, stmt, 2),
      .office = read_text(arena, stmt, 3), .by = read_text(arena, stmt, 4),
      .result = (enum stocktake_result)db_int(stmt, 5), .at = db_utc(stmt, 6)};
}

static void tag_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(const char **)out = read_text(arena, stmt, 0);
}

static bool read_lines(struct db *db, struct stocktake_view *view, GError **error)
{
  struct db_stmt *stmt = db_query(
      db, error,
      "SELECT l.tag, coalesce(a.host, ''), coalesce(a.kind, ''), coalesce(a.office, ''), l.by_, l.result, l.at"
      " FROM stocktake_line l LEFT JOIN asset a ON a.key = l.key WHERE l.number = $1"
      " ORDER BY CASE l.result WHEN 2 THEN 0 WHEN 0 THEN 1 ELSE 2 END, l.at DESC, l.tag", "i", view->one->number);
  view->line = read_rows(view->s.arena, stmt, sizeof(struct stocktake_line), line_row, &view->lines, error);
  return view->line != NULL;
}

static bool read_expected(struct db *db, struct stocktake_view *view, const char *office, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT tag FROM asset WHERE office = $1 AND state <> 'retired' AND state <> 'lost'"
                                  " ORDER BY tag", "t", office);
  view->start = arena_strdup(view->s.arena, office);
  view->tag = read_rows(view->s.arena, stmt, sizeof(const char *), tag_row, &view->tags, error);
  return view->tag != NULL;
}

#define COUNT(result) "(SELECT count(*) FROM stocktake_line l WHERE l.number = s.number AND l.result = " #result ")"

static bool read_all(struct db *db, struct stocktake_view *view, const struct stocktake_args *args, GError **error)
{
  struct db_stmt *stmt = db_prepare(db,
                                    "SELECT number, office, started_at, by_, closed_at, " COUNT(0) ", " COUNT(1) ", "
                                    COUNT(2) " FROM stocktake s ORDER BY number DESC", error);
  view->list = read_rows(view->s.arena, stmt, sizeof(struct stocktake), list_row, &view->lists, error);
  if (view->list == NULL)
    return false;
  for (int i = 0; view->one == NULL && i < view->lists; i++)
    if (args->number == 0 || args->number == view->list[i].number)
      view->one = &view->list[i];
  return (view->one == NULL || read_lines(db, view, error)) &&
         (*args->start == '\0' || read_expected(db, view, args->start, error));
}

void *stocktake_read(struct db *db, const void *stocktake_args, GError **error)
{
  struct arena *arena = arena_new();
  struct stocktake_view *view = arena_new0(arena, struct stocktake_view, 1);
  view->s.arena = arena;
  bool done = db_begin_read(db, error) && read_all(db, view, stocktake_args, error);
  db_rollback(db);
  if (done)
    return view;
  arena_free(arena);
  return NULL;
}

static const struct record_kind kinds[] = {{"stocktake-started", RIGHT_ASSET}, {"stocktake-seen", RIGHT_LOAN},
                                           {"stocktake-unseen", RIGHT_LOAN},   {"stocktake-closed", RIGHT_ASSET}};
static const char *const tables[] = {"stocktake", "stocktake_line", NULL};
const struct record_ops record_stocktakes = {.prefix = "stocktake", .kind = kinds, .kinds = G_N_ELEMENTS(kinds),
                                             .tables = tables, .topic = TOPIC_ASSET,
                                             .next = "SELECT max(number) + 1 FROM stocktake", .may = may,
                                             .apply = apply};
