#include "toban/tokens.h"

#include <string.h>

#include "text_internal.h"

enum { CLUSTER_MOST = 32 }; /* characters: a base and what sits on it */

void tokens_init(struct tokens *tokens)
{
  tokens->chars = g_array_new(FALSE, FALSE, sizeof(struct token_char));
  tokens->runs = g_array_new(FALSE, FALSE, sizeof(struct token_run));
}

void tokens_clear(struct tokens *tokens)
{
  g_array_free(tokens->chars, TRUE);
  g_array_free(tokens->runs, TRUE);
}

/* --- what a character is ------------------------------------------------------------------------------ */
static bool is_ideograph(gunichar c)
{
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF);
}

static bool is_hiragana(gunichar c)
{
  return (c >= 0x3041 && c <= 0x3096) || c == 0x309D || c == 0x309E;
}

bool token_is_kana(gunichar c)
{
  return (c >= 0x30A1 && c <= 0x30FA) || (c >= TOKEN_PROLONGED && c <= 0x30FE);
}

/* Sits on the character before it: marks, voiced sound marks of half-width kana, the later parts of Hangul. */
static bool sits_on(gunichar c)
{
  return c >= 0x300 && (g_unichar_ismark(c) || c == 0xFF9E || c == 0xFF9F || (c >= 0x1160 && c <= 0x11FF));
}

static bool is_unseen(gunichar c)
{
  return c == 0xFE0F || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) ||
         g_unichar_type(c) == G_UNICODE_FORMAT;
}

static bool is_dense(gunichar c)
{
  if (is_ideograph(c) || token_is_kana(c) || (c >= 0x3005 && c <= 0x3007))
    return true;
  switch (g_unichar_get_script(c)) {
  case G_UNICODE_SCRIPT_HAN:
  case G_UNICODE_SCRIPT_HIRAGANA:
  case G_UNICODE_SCRIPT_KATAKANA:
  case G_UNICODE_SCRIPT_BOPOMOFO:
  case G_UNICODE_SCRIPT_THAI:
  case G_UNICODE_SCRIPT_LAO:
  case G_UNICODE_SCRIPT_KHMER:
  case G_UNICODE_SCRIPT_MYANMAR:
  case G_UNICODE_SCRIPT_TIBETAN: return true;
  default: return false;
  }
}

/* Everything that people type for a prolonged sound or a hyphen. */
static bool is_dash(gunichar c)
{
  return c == '-' || c == TOKEN_PROLONGED || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2043 ||
         c == 0xFE63 || c == 0x2500 || c == 0x2501 || c == 0x301C || c == 0x3030 || c == '~';
}

/* --- reading -------------------------------------------------------------------------------------------- */
struct reader {
  struct tokens *tokens;
  enum token_kind kind;   /* of the running run; TOKEN_NONE: none */
  guint32 from, to;       /* of the cluster at hand */
};

static gunichar last_char(const struct reader *reader)
{
  GArray *chars = reader->tokens->chars;
  return reader->kind == TOKEN_NONE ? 0 : g_array_index(chars, struct token_char, chars->len - 1).c;
}

static void put(struct reader *reader, gunichar c, enum token_kind kind)
{
  struct token_char one = {c, reader->from, reader->to};
  GArray *runs = reader->tokens->runs;
  struct token_run *run = runs->len == 0 ? NULL : &g_array_index(runs, struct token_run, runs->len - 1);
  if (kind != reader->kind || (kind == TOKEN_WORD && run->count >= TOKEN_WORD_MOST)) {
    struct token_run fresh = {kind, reader->tokens->chars->len, 0};
    g_array_append_val(runs, fresh);
    run = &g_array_index(runs, struct token_run, runs->len - 1);
  }
  g_array_append_val(reader->tokens->chars, one);
  run->count++;
  reader->kind = kind;
}

/* One character that is folded already. */
static void take(struct reader *reader, gunichar c)
{
  if (is_dash(c)) {
    gunichar before = last_char(reader);
    if (!token_is_kana(before))
      reader->kind = TOKEN_NONE;
    else if (before != TOKEN_PROLONGED)
      put(reader, TOKEN_PROLONGED, TOKEN_DENSE);
  } else if (g_unichar_ismark(c)) {
    if (reader->kind != TOKEN_NONE)
      put(reader, c, reader->kind);
  } else if (g_unichar_isalnum(c) || g_unichar_type(c) == G_UNICODE_LETTER_NUMBER ||
             g_unichar_type(c) == G_UNICODE_OTHER_NUMBER) {
    put(reader, is_hiragana(c) ? c + 0x60 : c, is_dense(is_hiragana(c) ? c + 0x60 : c) ? TOKEN_DENSE : TOKEN_WORD);
  } else {
    reader->kind = TOKEN_NONE;
  }
}

/* What a cluster comes to by the rules of Unicode. */
static void take_cluster(struct reader *reader, const gunichar *cluster, glong count)
{
  gunichar seen[CLUSTER_MOST + 1];
  glong kept = 0;
  for (glong i = 0; i < count; i++)
    if (!is_unseen(cluster[i]))
      seen[kept++] = cluster[i];
  char *text = g_ucs4_to_utf8(seen, kept, NULL, NULL, NULL);
  char *cased = g_utf8_casefold(text, -1);
  char *normal = g_utf8_normalize(cased, -1, G_NORMALIZE_NFKC);
  char *again = g_utf8_casefold(normal, -1); /* NFKC makes new capitals: ㎅, ℡ */
  for (const char *at = again; *at != '\0'; at = g_utf8_next_char(at))
    take(reader, g_utf8_get_char(at));
  g_free(text);
  g_free(cased);
  g_free(normal);
  g_free(again);
}

/* Punctuation that is no dash and stays itself. */
static bool is_mere_break(gunichar c)
{
  return (c >= 0x3000 && c <= 0x3004) || (c >= 0x3008 && c <= 0x301B) || c == 0x30FB || (c >= 0x2018 && c <= 0x201F);
}

/* Most characters are what they are; true when this one was such. */
static bool take_plain(struct reader *reader, gunichar c)
{
  if (c >= 0xFF01 && c <= 0xFF5E)
    c -= 0xFEE0; /* full width */
  if (c < 0x80 && c != '-' && c != '~') {
    if (g_ascii_isalnum((gchar)c))
      put(reader, (gunichar)g_ascii_tolower((gchar)c), TOKEN_WORD);
    else
      reader->kind = TOKEN_NONE;
  } else if (is_ideograph(c) || (c >= 0x30A1 && c <= 0x30FA)) {
    put(reader, c, TOKEN_DENSE);
  } else if (c >= 0x3041 && c <= 0x3096) {
    put(reader, c + 0x60, TOKEN_DENSE);
  } else if (is_mere_break(c)) {
    reader->kind = TOKEN_NONE;
  } else if (is_dash(c)) {
    take(reader, c);
  } else {
    return false;
  }
  return true;
}

void tokens_read(struct tokens *tokens, const char *text, gssize length)
{
  const char *end = text + (length < 0 ? strlen(text) : (gsize)length);
  struct reader reader = {.tokens = tokens};
  gunichar c, cluster[CLUSTER_MOST];
  gsize bytes = text < end ? text_decode(text, end, &c) : 0;
  for (const char *at = text; at < end;) {
    glong count = 0;
    reader.from = (guint32)(at - text);
    do {
      cluster[count++] = c;
      at += bytes;
      bytes = at < end ? text_decode(at, end, &c) : 0;
    } while (at < end && count < CLUSTER_MOST && sits_on(c));
    reader.to = (guint32)(at - text);
    if (count > 1 || !take_plain(&reader, cluster[0]))
      take_cluster(&reader, cluster, count);
  }
}

/* --- tokens ------------------------------------------------------------------------------------------------ */
static gsize write_chars(const struct tokens *tokens, guint first, guint count, char *out)
{
  gsize bytes = 0;
  for (guint i = first; i < first + count; i++)
    bytes += (gsize)g_unichar_to_utf8(tokens_char(tokens, i)->c, out + bytes);
  return bytes;
}

void tokens_each(const struct tokens *tokens, token_fn *each, void *user)
{
  char text[TOKEN_WORD_MOST * 6 + 1];
  for (guint r = 0; r < tokens->runs->len; r++) {
    const struct token_run *run = tokens_run(tokens, r);
    if (run->kind == TOKEN_WORD) {
      each(user, text, write_chars(tokens, run->first, run->count, text), TOKEN_WORD);
      continue;
    }
    for (guint i = run->first, last = run->first + run->count - 1; i <= last; i++)
      each(user, text, write_chars(tokens, i, i == last ? 1 : 2, text), TOKEN_DENSE);
  }
}

static void print_one(void *out, const char *token, gsize bytes, enum token_kind kind)
{
  (void)kind;
  g_string_append_c(out, ' ');
  g_string_append_len(out, token, (gssize)bytes);
}

void tokens_print(const struct tokens *tokens, GString *out)
{
  tokens_each(tokens, print_one, out);
}

/* --- letters ----------------------------------------------------------------------------------------------- */
void token_set_empty(struct token_set *set)
{
  if (set->used > 0)
    memset(set->slot, 0, set->size * sizeof *set->slot);
  set->used = 0;
}

void token_set_clear(struct token_set *set)
{
  g_free(set->slot);
  *set = (struct token_set){0};
}

static bool set_put(struct token_set *set, guint64 number)
{
  guint at = (guint)((number * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15)) >> 32) & (set->size - 1);
  while (set->slot[at] != 0 && set->slot[at] != number)
    at = (at + 1) & (set->size - 1);
  bool fresh = set->slot[at] == 0;
  set->slot[at] = number;
  set->used += fresh;
  return fresh;
}

static void set_grow(struct token_set *set)
{
  struct token_set old = *set;
  set->size = old.size == 0 ? 256 : old.size * 2;
  set->slot = g_new0(guint64, set->size);
  set->used = 0;
  for (guint i = 0; i < old.size; i++)
    if (old.slot[i] != 0)
      set_put(set, old.slot[i]);
  g_free(old.slot);
}

/* Up to three characters of 21 bits each are a number, never 0. */
static void letters(const struct tokens *tokens, guint first, guint count, struct token_set *seen, GString *out)
{
  guint64 number = 0;
  char text[TOKEN_LETTERS * 6];
  for (guint i = first; i < first + count; i++)
    number = number << 21 | tokens_char(tokens, i)->c;
  if (seen->used * 2 >= seen->size)
    set_grow(seen);
  if (set_put(seen, number))
    print_one(out, text, write_chars(tokens, first, count, text), TOKEN_NONE);
}

void tokens_letters(const struct tokens *tokens, struct token_set *seen, GString *out)
{
  for (guint r = 0; r < tokens->runs->len; r++) {
    const struct token_run *run = tokens_run(tokens, r);
    for (guint i = 0; i < run->count && run->kind == TOKEN_DENSE; i++)
      letters(tokens, run->first + i, 1, seen, out);
    for (guint n = 1; n <= MIN(run->count, TOKEN_LETTERS) && run->kind == TOKEN_WORD; n++)
      letters(tokens, run->first, n, seen, out);
  }
}
