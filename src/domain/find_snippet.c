/* The match shown: the text around it, cleaned, with what was found marked. */
#include <string.h>

#include "toban/find.h"
#include "toban/text.h"

enum { SPANS_MOST = 200, BEFORE = 3 /* a third of the columns stands before the match */ };

struct bytes { gsize from, to; };

static int by_place(gconstpointer a, gconstpointer b)
{
  const struct bytes *x = a, *y = b;
  return (x->from > y->from) - (x->from < y->from);
}

static void add_term(const struct find_term *term, const struct tokens *tokens, GArray *spans)
{
  struct find_span span;
  guint count = 0;
  for (guint from = 0; count < SPANS_MOST && find_term_in(term, tokens, from, &span); count++) {
    struct bytes one = {tokens_char(tokens, span.first)->from, tokens_char(tokens, span.first + span.count - 1)->to};
    g_array_append_val(spans, one);
    from = span.first + span.count;
  }
}

/* In order, those that touch joined. */
static GArray *spans_of(const struct find_query *query, const char *text)
{
  GArray *all = g_array_new(FALSE, FALSE, sizeof(struct bytes)), *out = g_array_new(FALSE, FALSE, sizeof(struct bytes));
  struct tokens tokens;
  tokens_init(&tokens);
  tokens_read(&tokens, text, -1);
  for (int i = 0; i < query->terms; i++)
    add_term(&query->term[i], &tokens, all);
  tokens_clear(&tokens);
  g_array_sort(all, by_place);
  for (guint i = 0; i < all->len; i++) {
    struct bytes one = g_array_index(all, struct bytes, i);
    struct bytes *last = out->len == 0 ? NULL : &g_array_index(out, struct bytes, out->len - 1);
    if (last != NULL && one.from <= last->to)
      last->to = MAX(last->to, one.to);
    else
      g_array_append_val(out, one);
  }
  g_array_free(all, TRUE);
  return out;
}

/* Appends a cleaned piece that takes at most *room columns; false when it did not fit whole. */
static bool put_piece(GString *out, const char *text, gsize bytes, bool hit, int *room)
{
  g_autoptr(GString) piece = text_clean(g_string_new(NULL), text, (gssize)bytes);
  int used;
  gsize fits = text_bytes_for(piece->str, *room, &used);
  if (hit && fits > 0)
    g_string_append_c(out, FIND_HIT);
  g_string_append_len(out, piece->str, (gssize)fits);
  if (hit && fits > 0)
    g_string_append_c(out, FIND_END);
  *room -= used;
  return fits == piece->len;
}

/* Where the piece begins: so many columns before the match. */
static gsize start_of(const char *text, gsize match, int columns)
{
  const char *at = text + match;
  while (at > text && columns > 0) {
    const char *before = g_utf8_find_prev_char(text, at);
    if (before == NULL)
      break;
    at = before;
    columns -= MAX(text_char_width(g_utf8_get_char_validated(at, -1)), 1);
  }
  return (gsize)(at - text);
}

static char *put_all(const char *text, GArray *spans, gsize at, int columns)
{
  GString *out = g_string_new(NULL);
  gsize length = strlen(text);
  bool cut = columns < INT_MAX, whole = true;
  int room = cut ? columns - (at > 0) - 1 : columns;
  if (at > 0)
    g_string_append(out, TEXT_CUT);
  for (guint i = 0; whole && i < spans->len; i++) {
    const struct bytes *span = &g_array_index(spans, struct bytes, i);
    if (span->to <= at)
      continue;
    whole = (span->from <= at || put_piece(out, text + at, span->from - at, false, &room)) &&
            put_piece(out, text + MAX(span->from, at), span->to - MAX(span->from, at), true, &room);
    at = span->to;
  }
  if (whole && at < length)
    whole = put_piece(out, text + at, length - at, false, &room);
  if (!whole)
    g_string_append(out, TEXT_CUT);
  return g_string_free(out, FALSE);
}

char *find_snippet(const struct find_query *query, const char *text, int columns)
{
  char *valid = g_utf8_make_valid(text, -1), *out = NULL;
  GArray *spans = spans_of(query, valid);
  if (spans->len > 0)
    out = put_all(valid, spans, start_of(valid, g_array_index(spans, struct bytes, 0).from, columns / BEFORE), columns);
  g_array_free(spans, TRUE);
  g_free(valid);
  return out;
}

char *find_marked(const struct find_query *query, const char *text)
{
  char *valid = g_utf8_make_valid(text, -1);
  GArray *spans = spans_of(query, valid);
  char *out = put_all(valid, spans, 0, INT_MAX);
  g_array_free(spans, TRUE);
  g_free(valid);
  return out;
}
