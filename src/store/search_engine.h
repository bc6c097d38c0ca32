/* search_engine.h: full-text match, the part of the search that each engine does in its own way; src/store/
 * sqlite_search.c is SQLite's (FTS5). Another engine stores the same tokens (tokens.h) in its own kind of index.
 *
 * A document has three fields of tokens, each with a blank before it: what it is about, what it says, its letters. */
#ifndef STORE_SEARCH_ENGINE_H
#define STORE_SEARCH_ENGINE_H
#include "toban/db.h"

enum search_index { SEARCH_TICKETS, SEARCH_KNOWLEDGE, SEARCH_INDEXES };
struct search_document { GString *title, *body, *letters; };

/* Makes the index; once, by a migration. */
bool search_engine_create(struct db *db, enum search_index index, GError **error);
bool search_engine_empty(struct db *db, enum search_index index, GError **error);
bool search_engine_put(struct db *db, enum search_index index, int64_t id, const struct search_document *document,
                       GError **error);
/* The document must be what was put: the index keeps tokens, not texts. */
bool search_engine_remove(struct db *db, enum search_index index, int64_t id, const struct search_document *document,
                          GError **error);
/* Many documents follow: memory against time. `empty`: the index had nothing. */
bool search_engine_hurry(struct db *db, enum search_index index, bool *empty, GError **error);
/* They are put; `bytes` of tokens in all. Costs about as much again as they did, so that no later change has to. */
bool search_engine_settle(struct db *db, enum search_index index, bool was_empty, int64_t bytes,
                          GError **error);

/* --- questions: an expression of the engine, built piece by piece ------------------------------------- */
/* " AND " between terms, " OR " within one. */
void search_engine_and(GString *expression);
void search_engine_or(GString *expression);
/* Tokens one after the other in title or body; `prefix`: the last one is the beginning of one. */
void search_engine_phrase(GString *expression, const char *tokens, bool prefix);
void search_engine_letters(GString *expression, const char *letters);
/* Rows of one column, the id: newest (greatest) first, below `below`. */
struct db_stmt *search_engine_query(struct db *db, enum search_index index, const char *expression, int64_t below,
                                    int limit, GError **error);

/* --- verification -------------------------------------------------------------------------------------- */
/* Calls each() for every token of the index at every place: of which document, in which field (0 title, 1 body,
 * 2 letters), the how manieth of it from 0. same: the token is that of the call before. */
typedef void search_place_fn(void *user, const char *token, bool same, int64_t id, int field, int64_t place);
bool search_engine_places(struct db *db, enum search_index index, search_place_fn *each, void *user, GError **error);
#endif
