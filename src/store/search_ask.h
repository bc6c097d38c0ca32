/* search_ask.h: what the files of the search share. */
#ifndef STORE_SEARCH_ASK_H
#define STORE_SEARCH_ASK_H
#include "search_engine.h"
#include "toban/arena.h"
#include "toban/find.h"
#include "toban/search.h"

struct search_ask {
  struct db *db;
  const struct search_args *args;
  const struct find_query *query;
  struct arena *arena;
  GArray *hits;                    /* struct search_hit, of all kinds */
  bool more;
};
/* The query as an expression of the engine. g_string_free. */
GString *search_expression(struct db *db, const struct find_query *query, GError **error);
/* The newest ids that match, at most `limit`, as a GArray of int64_t; NULL on error. */
GArray *search_ids(struct search_ask *ask, enum search_index index, int limit, GError **error);
/* Makes what is shown of a hit: its title, and the part of it that has the most terms. Parts may be NULL. */
void search_show(struct search_ask *ask, struct search_hit *hit, const char *const *part, guint parts);
bool search_knowledge(struct search_ask *ask, GError **error);
bool search_tickets(struct search_ask *ask, GError **error);
bool search_assets(struct search_ask *ask, GError **error);
/* How good a hit is: its key, or how many terms its title has. */
int search_score(const struct search_ask *ask, const char *key, const char *title);
#endif
