/* A question in the engine's words. */
#include <string.h>

#include "search_ask.h"

enum { WORDS_MOST = 128 }; /* words that begin alike and are asked for one by one: beyond, the engine walks them all */

struct building { struct db *db; GString *out; const struct find_term *term; bool done; GError **error; };

static gsize last_token(const char *tokens)
{
  const char *blank = strrchr(tokens, ' ');
  return blank == NULL ? 0 : (gsize)(blank + 1 - tokens);
}

/* The words of the list that begin so, each in its place behind the tokens before it. */
static bool each_word(struct building *b, const char *tokens, GPtrArray *words)
{
  gsize from = last_token(tokens);
  g_autofree char *to = g_strconcat(tokens + from, "\xF4\x8F\xBF\xBF", NULL);
  struct db_stmt *stmt = db_query(b->db, b->error,
                                  "SELECT word FROM search_word WHERE word >= $1 AND word <= $2 ORDER BY word LIMIT $3",
                                  "tti", tokens + from, to, (int64_t)WORDS_MOST + 1);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, b->error)) > 0) {
    GString *whole = g_string_new_len(tokens, (gssize)from);
    g_string_append(whole, db_text(stmt, 0));
    g_ptr_array_add(words, g_string_free(whole, FALSE));
  }
  db_done(stmt);
  return got == 0;
}

static void put_words(struct building *b, const char *tokens)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
  if (!each_word(b, tokens, words)) {
    b->done = false;
    return;
  }
  if (words->len > WORDS_MOST) {
    search_engine_phrase(b->out, tokens, true);
    return;
  }
  for (guint i = 0; i < words->len; i++)
    search_engine_phrase(b->out, g_ptr_array_index(words, i), false);
  if (words->len == 0)
    search_engine_phrase(b->out, tokens, false);
}

static void put_spelling(void *user, const char *tokens, bool prefix)
{
  struct building *b = user;
  const struct tokens *parts = &b->term->tokens;
  const struct token_run *last = tokens_run(parts, parts->runs->len - 1);
  bool alone = parts->runs->len == 1, is_short = last->count <= (last->kind == TOKEN_WORD ? TOKEN_LETTERS : 1);
  if (!prefix)
    search_engine_phrase(b->out, tokens, false);
  else if (alone && is_short)
    search_engine_letters(b->out, tokens);
  else if (is_short || last->kind == TOKEN_DENSE)
    search_engine_phrase(b->out, tokens, true);
  else
    put_words(b, tokens);
}

static void put_term(struct building *b, const struct find_term *term)
{
  b->term = term;
  find_spellings(term, put_spelling, b);
}

GString *search_expression(struct db *db, const struct find_query *query, GError **error)
{
  struct building b = {.db = db, .out = g_string_new(NULL), .done = true, .error = error};
  for (int i = 0; b.done && i < query->terms; i++) {
    const struct find_query *also = query->term[i].also;
    search_engine_and(b.out);
    put_term(&b, &query->term[i]);
    for (int j = 0; b.done && also != NULL && j < also->terms; j++)
      put_term(&b, &also->term[j]);
  }
  if (b.done)
    return b.out;
  g_string_free(b.out, TRUE);
  return NULL;
}

GArray *search_ids(struct search_ask *ask, enum search_index index, int limit, GError **error)
{
  GString *expression = search_expression(ask->db, ask->query, error);
  if (expression == NULL)
    return NULL;
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  struct db_stmt *stmt = search_engine_query(ask->db, index, expression->str, INT64_MAX, limit, error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    int64_t id = db_int(stmt, 0);
    g_array_append_val(ids, id);
  }
  db_done(stmt);
  g_string_free(expression, TRUE);
  if (got == 0)
    return ids;
  g_array_free(ids, TRUE);
  return NULL;
}
