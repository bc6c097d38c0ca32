#include "toban/find.h"

#include <string.h>

enum { LONG_WORD = 3 }; /* sounds before a mark that may be left out */

/* --- a question ---------------------------------------------------------------------------------------- */
static bool is_mark(const struct find_term *term, guint i)
{
  return tokens_char(&term->tokens, i)->c == TOKEN_PROLONGED;
}

/* Does a kana word end with char i of the run? */
static bool ends_kana(const struct find_term *term, const struct token_run *run, guint i)
{
  return i + 1 == run->first + run->count || !token_is_kana(tokens_char(&term->tokens, i + 1)->c);
}

static void settle_run(struct find_term *term, const struct token_run *run, struct tokens *kept)
{
  struct token_run fresh = {run->kind, kept->chars->len, 0};
  int sounds = 0;
  for (guint i = run->first; i < run->first + run->count; i++) {
    const struct token_char *c = tokens_char(&term->tokens, i);
    bool drop = is_mark(term, i) && sounds >= LONG_WORD && ends_kana(term, run, i);
    sounds = token_is_kana(c->c) ? sounds + !drop : 0;
    if (!drop)
      g_array_append_val(kept->chars, *c);
    bool may = drop || (sounds >= LONG_WORD && !is_mark(term, i) && ends_kana(term, run, i));
    if (may && kept->chars->len <= 64)
      term->optional |= G_GUINT64_CONSTANT(1) << (kept->chars->len - 1);
  }
  fresh.count = kept->chars->len - fresh.first;
  g_array_append_val(kept->runs, fresh);
}

/* Takes the optional marks out and notes where they may be. */
static void settle_marks(struct find_term *term)
{
  struct tokens kept;
  tokens_init(&kept);
  for (guint r = 0; r < term->tokens.runs->len; r++)
    settle_run(term, tokens_run(&term->tokens, r), &kept);
  tokens_clear(&term->tokens);
  term->tokens = kept;
}

static void add_term(struct find_query *query, const char *text, gsize length)
{
  if (length == 0 || query->terms == FIND_TERMS)
    return;
  struct find_term *term = &query->term[query->terms];
  tokens_init(&term->tokens);
  tokens_read(&term->tokens, text, (gssize)length);
  if (term->tokens.runs->len == 0) {
    tokens_clear(&term->tokens);
    return;
  }
  settle_marks(term);
  term->text = g_strndup(text, length);
  query->terms++;
}

static bool is_quote(gunichar c)
{
  return c == '"' || c == 0xFF02 || c == 0x201C || c == 0x201D;
}

struct find_query *find_query_new(const char *bytes)
{
  struct find_query *query = g_new0(struct find_query, 1);
  char *text = g_utf8_make_valid(bytes, -1);
  const char *from = text;
  bool quoted = false;
  for (const char *at = text;; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    bool ends = c == 0 || is_quote(c) || (!quoted && g_unichar_isspace(c));
    if (!ends)
      continue;
    add_term(query, from, (gsize)(at - from));
    if (c == 0)
      break;
    quoted = is_quote(c) ? !quoted : quoted;
    from = g_utf8_next_char(at);
  }
  g_free(text);
  return query;
}

void find_query_free(struct find_query *query)
{
  for (int i = 0; query != NULL && i < query->terms; i++) {
    tokens_clear(&query->term[i].tokens);
    g_free(query->term[i].text);
    find_query_free(query->term[i].also);
  }
  g_free(query);
}

void find_query_also(struct find_query *query, int term, const char *word)
{
  if (query->term[term].also == NULL)
    query->term[term].also = g_new0(struct find_query, 1);
  add_term(query->term[term].also, word, strlen(word));
}

/* --- spellings ---------------------------------------------------------------------------------------------- */
static bool may_follow(const struct find_term *term, guint i)
{
  return i < 64 && (term->optional >> i & 1) != 0;
}

/* The tokens of the term with the marks of `with`; those at its very end never matter. */
static void spell(const struct find_term *term, guint with, GString *out, bool *prefix)
{
  struct tokens way;
  guint number = 0, chars = term->tokens.chars->len;
  tokens_init(&way);
  for (guint r = 0; r < term->tokens.runs->len; r++) {
    const struct token_run *run = tokens_run(&term->tokens, r);
    struct token_run fresh = {run->kind, way.chars->len, 0};
    for (guint i = run->first; i < run->first + run->count; i++) {
      struct token_char mark = {.c = TOKEN_PROLONGED};
      g_array_append_val(way.chars, *tokens_char(&term->tokens, i));
      if (may_follow(term, i) && i + 1 < chars && number < FIND_OPTIONAL && (with >> number++ & 1) != 0)
        g_array_append_val(way.chars, mark);
    }
    fresh.count = way.chars->len - fresh.first;
    g_array_append_val(way.runs, fresh);
  }
  const struct token_run *last = tokens_run(&way, way.runs->len - 1);
  tokens_print(&way, out);
  *prefix = last->kind == TOKEN_WORD || last->count == 1;
  if (!*prefix) /* the lone last character: in the text more may follow */
    g_string_truncate(out, (gsize)(strrchr(out->str, ' ') - out->str));
  tokens_clear(&way);
}

void find_spellings(const struct find_term *term, find_spelling_fn *each, void *user)
{
  guint marks = 0;
  for (guint i = 0; i + 1 < term->tokens.chars->len; i++)
    marks += may_follow(term, i);
  for (guint with = 0; with < 1u << MIN(marks, FIND_OPTIONAL); with++) {
    GString *out = g_string_new(NULL);
    bool prefix;
    spell(term, with, out, &prefix);
    each(user, out->str, prefix);
    g_string_free(out, TRUE);
  }
}

/* --- where it is ---------------------------------------------------------------------------------------------- */
struct match { const struct find_term *term; const struct tokens *text; guint at, marks; };

/* One run of the term from m->at on, up to the end of its run of the text. */
static bool match_run(struct match *m, const struct token_run *want, guint end)
{
  guint chars = m->term->tokens.chars->len;
  for (guint i = want->first; i < want->first + want->count; i++) {
    if (m->at >= end || tokens_char(m->text, m->at++)->c != tokens_char(&m->term->tokens, i)->c)
      return false;
    bool may = may_follow(m->term, i) && i + 1 < chars && m->marks++ < FIND_OPTIONAL;
    if (may && m->at < end && tokens_char(m->text, m->at)->c == TOKEN_PROLONGED)
      m->at++;
  }
  return true;
}

/* The term from char `at` of run `run` of the text on: chars of the text that it takes; 0: no. */
static guint match_at(const struct find_term *term, const struct tokens *text, guint run, guint at)
{
  struct match m = {.term = term, .text = text, .at = at};
  for (guint r = 0; r < term->tokens.runs->len; r++) {
    const struct token_run *want = tokens_run(&term->tokens, r);
    if (run + r >= text->runs->len || tokens_run(text, run + r)->kind != want->kind)
      return 0;
    const struct token_run *have = tokens_run(text, run + r);
    m.at = r == 0 ? at : have->first;
    if (!match_run(&m, want, have->first + have->count))
      return 0;
    if (r + 1 < term->tokens.runs->len && m.at != have->first + have->count)
      return 0;
  }
  return m.at - at;
}

static bool find_itself(const struct find_term *term, const struct tokens *text, guint from, struct find_span *out)
{
  for (guint r = 0; r < text->runs->len; r++) {
    const struct token_run *run = tokens_run(text, r);
    if (run->first + run->count <= from)
      continue;
    guint tries = run->kind == TOKEN_WORD ? 1 : run->count;
    for (guint i = run->first; i < run->first + tries; i++) {
      guint count = i < from ? 0 : match_at(term, text, r, i);
      if (count > 0) {
        *out = (struct find_span){i, count};
        return true;
      }
    }
  }
  return false;
}

bool find_term_in(const struct find_term *term, const struct tokens *text, guint from, struct find_span *out)
{
  bool found = find_itself(term, text, from, out);
  for (int i = 0; term->also != NULL && i < term->also->terms; i++) {
    struct find_span other;
    if (find_itself(&term->also->term[i], text, from, &other) && (!found || other.first < out->first)) {
      *out = other;
      found = true;
    }
  }
  return found;
}

int find_count(const struct find_query *query, const struct tokens *text)
{
  int found = 0;
  struct find_span span;
  for (int i = 0; i < query->terms; i++)
    found += find_term_in(&query->term[i], text, 0, &span);
  return found;
}

bool find_all(const struct find_query *query, const char *text)
{
  struct tokens tokens;
  tokens_init(&tokens);
  tokens_read(&tokens, text, -1);
  bool all = query->terms > 0 && find_count(query, &tokens) == query->terms;
  tokens_clear(&tokens);
  return all;
}
