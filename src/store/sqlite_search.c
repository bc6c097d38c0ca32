/* SQLite's full-text index: an FTS5 table without content. The tokens come ready made, parted by blanks: whatever is
 * no blank is part of a token. */
#include <sqlite3.h>
#include <string.h>

#include "search_engine.h"
#include "sqlite.h"

#define TOKENIZE "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'\""
#define COLUMNS "(title, body, letters, content='', columnsize=0, " TOKENIZE ")"
enum { HURRY_BYTES = 96 << 20, QUIET_BYTES = 1 << 20, PAGE_BYTES = 4050, SEGMENTS_MOST = 1999,
       MERGE_PAGES = 2000, LEVEL_ROUNDS = 2 };
#define NOBODY INT64_C(-1) /* no document has this number */

/* Statements are cached by the address of their text: one for each index. */
static const struct {
  const char *create, *vocabulary, *empty, *any, *put, *remove, *query, *config;
} sql[SEARCH_INDEXES] = {
#define INDEX(name) \
  {"CREATE VIRTUAL TABLE " name " USING fts5" COLUMNS, \
   "CREATE VIRTUAL TABLE IF NOT EXISTS temp." name "_tokens USING fts5vocab('main', '" name "', 'instance')", \
   "INSERT INTO " name " (" name ") VALUES ('delete-all')", \
   "SELECT count(*) FROM (SELECT 1 FROM " name "_idx LIMIT 1) x", \
   "INSERT INTO " name " (rowid, title, body, letters) VALUES ($1, $2, $3, $4)", \
   "INSERT INTO " name " (" name ", rowid, title, body, letters) VALUES ('delete', $1, $2, $3, $4)", \
   "SELECT rowid FROM " name " WHERE " name " MATCH $1 AND rowid < $2 ORDER BY rowid DESC LIMIT $3", \
   "INSERT INTO " name " (" name ", rank) VALUES ($1, $2)"}
  [SEARCH_TICKETS] = INDEX("search_ticket"), [SEARCH_KNOWLEDGE] = INDEX("search_knowledge"),
#undef INDEX
};
static const char *const place_queries[SEARCH_INDEXES] = {
  "SELECT term, doc, col, \"offset\" FROM temp.search_ticket_tokens",
  "SELECT term, doc, col, \"offset\" FROM temp.search_knowledge_tokens",
};

bool search_engine_create(struct db *db, enum search_index index, GError **error)
{
  return db_run(db, sql[index].create, error);
}

bool search_engine_empty(struct db *db, enum search_index index, GError **error)
{
  return db_exec(db, error, sql[index].empty, "");
}

bool search_engine_put(struct db *db, enum search_index index, int64_t id, const struct search_document *d,
                       GError **error)
{
  return db_exec(db, error, sql[index].put, "ittt", id, d->title->str, d->body->str, d->letters->str);
}

bool search_engine_remove(struct db *db, enum search_index index, int64_t id, const struct search_document *d,
                          GError **error)
{
  return db_exec(db, error, sql[index].remove, "ittt", id, d->title->str, d->body->str, d->letters->str);
}

/* --- many ------------------------------------------------------------------------------------------------- */
static bool configure(struct db *db, enum search_index index, const char *name, int64_t value, GError **error)
{
  return db_exec(db, error, sql[index].config, "ti", name, value);
}

bool search_engine_hurry(struct db *db, enum search_index index, bool *empty, GError **error)
{
  int64_t segments = 0;
  if (!db_get_int(db, &segments, 0, error, sql[index].any, ""))
    return false;
  *empty = segments == 0;
  return configure(db, index, "hashsize", HURRY_BYTES, error) && configure(db, index, "automerge", 0, error) &&
         configure(db, index, "crisismerge", SEGMENTS_MOST, error);
}

/* What is in memory becomes a segment. */
static bool flush(struct db *db, GError **error)
{
  return db_run(db, "SAVEPOINT flush", error) && db_run(db, "RELEASE flush", error);
}

/* FTS5 merges sixteen segments of one level at once, however large they are: what was put in at once must not lie on a
 * level that small changes fill. To put all on one level ("merge" by a negative number) makes the index two levels
 * higher where there were two already: each round adds a small one below. */
static bool raise_levels(struct db *db, enum search_index index, GError **error)
{
  for (int round = 0; round < LEVEL_ROUNDS; round++)
    if (!db_exec(db, error, sql[index].put, "ittt", NOBODY, "x", "", "") || !flush(db, error) ||
        !configure(db, index, "merge", -1, error))
      return false;
  return db_exec(db, error, sql[index].remove, "ittt", NOBODY, "x", "", "");
}

/* A piece at a time, so that what is merged gives its place to what comes out. */
static bool merge(struct db *db, enum search_index index, int64_t first, int64_t pages, GError **error)
{
  int before = sqlite3_total_changes(db->handle);
  bool done = configure(db, index, "merge", first, error);
  for (; done && pages > 0 && sqlite3_total_changes(db->handle) - before > 1; pages -= MERGE_PAGES) {
    before = sqlite3_total_changes(db->handle);
    done = configure(db, index, "merge", MERGE_PAGES, error);
  }
  return done;
}

bool search_engine_settle(struct db *db, enum search_index index, bool was_empty, int64_t bytes, GError **error)
{
  bool done = flush(db, error) && configure(db, index, "usermerge", 2, error);
  if (was_empty)
    done = done && raise_levels(db, index, error) && flush(db, error) &&
           merge(db, index, -MERGE_PAGES, INT64_MAX, error);
  else
    done = done && merge(db, index, MERGE_PAGES, bytes / PAGE_BYTES, error);
  return done && configure(db, index, "usermerge", 4, error) && configure(db, index, "automerge", 4, error) &&
         configure(db, index, "crisismerge", 16, error) && configure(db, index, "hashsize", QUIET_BYTES, error);
}

/* --- questions -------------------------------------------------------------------------------------------- */
void search_engine_and(GString *expression)
{
  g_string_append(expression, expression->len == 0 ? "(" : ") AND (");
}

void search_engine_or(GString *expression)
{
  if (expression->len > 0 && expression->str[expression->len - 1] != '(')
    g_string_append(expression, " OR ");
}

/* Tokens are letters, digits and marks: nothing of them has to be escaped. */
void search_engine_phrase(GString *expression, const char *tokens, bool prefix)
{
  search_engine_or(expression);
  g_string_append_printf(expression, "{title body} : \"%s\"%s", tokens, prefix ? " *" : "");
}

void search_engine_letters(GString *expression, const char *letters)
{
  search_engine_or(expression);
  g_string_append_printf(expression, "letters : \"%s\"", letters);
}

struct db_stmt *search_engine_query(struct db *db, enum search_index index, const char *expression, int64_t below,
                                    int limit, GError **error)
{
  g_autofree char *whole = g_strconcat(expression, ")", NULL);
  return db_query(db, error, sql[index].query, "tii", whole, below, (int64_t)limit);
}

/* --- verification --------------------------------------------------------------------------------------------- */
static int field_of(const char *column)
{
  return *column == 't' ? 0 : *column == 'b' ? 1 : 2;
}

/* Hundreds of millions of rows: past db.h, which looks at every text of each. */
bool search_engine_places(struct db *db, enum search_index index, search_place_fn *each, void *user, GError **error)
{
  sqlite3_stmt *stmt = NULL;
  g_autoptr(GString) before = g_string_new(NULL);
  if (!db_run(db, sql[index].vocabulary, error))
    return false;
  int code = sqlite3_prepare_v2(db->handle, place_queries[index], -1, &stmt, NULL);
  while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
    const char *token = (const char *)sqlite3_column_text(stmt, 0);
    const char *column = (const char *)sqlite3_column_text(stmt, 2);
    if (token == NULL || column == NULL) {
      code = SQLITE_NOMEM;
      break;
    }
    bool same = strcmp(token, before->str) == 0;
    if (!same)
      g_string_assign(before, token);
    each(user, token, same, sqlite3_column_int64(stmt, 1), field_of(column), sqlite3_column_int64(stmt, 3));
    code = SQLITE_OK;
  }
  bool done = code == SQLITE_DONE || sqlite_fail(db, error);
  sqlite3_finalize(stmt);
  return done;
}
