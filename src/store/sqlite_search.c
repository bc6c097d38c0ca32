/* SQLite's full-text index: an FTS5 table without content. The tokens come ready made, parted by blanks: whatever is
 * no blank is part of a token. */
#include <sqlite3.h>
#include <string.h>

#include "search_engine.h"
#include "sqlite.h"

#define TOKENIZE "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'\""
#define COLUMNS "(title, body, letters, content='', columnsize=0, " TOKENIZE ")"
enum { HURRY_BYTES = 96 << 20, QUIET_BYTES = 1 << 20 };

/* Statements are cached by the address of their text: one for each index. */
static const struct {
  const char *create, *vocabulary, *empty, *put, *remove, *query, *config;
} sql[SEARCH_INDEXES] = {
#define INDEX(name) \
  {"CREATE VIRTUAL TABLE " name " USING fts5" COLUMNS, \
   "CREATE VIRTUAL TABLE IF NOT EXISTS temp." name "_tokens USING fts5vocab('main', '" name "', 'instance')", \
   "INSERT INTO " name " (" name ") VALUES ('delete-all')", \
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

bool search_engine_hurry(struct db *db, enum search_index index, bool on, GError **error)
{
  return db_exec(db, error, sql[index].config, "ti", "hashsize", (int64_t)(on ? HURRY_BYTES : QUIET_BYTES)) &&
         db_exec(db, error, sql[index].config, "ti", "automerge", (int64_t)(on ? 0 : 4));
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
