/* Words of an expression: terms with their field, sign and values, and what joins them. */
#include <stdarg.h>
#include <string.h>

#include "filter_impl.h"
#include "toban/lang.h"

gunichar filter_twin(const char *at, const char **next)
{
  gunichar c = g_utf8_get_char(at);
  if (next != NULL)
    *next = g_utf8_next_char(at);
  if (c >= 0xFF01 && c <= 0xFF5E)
    return c - 0xFF01 + '!';
  switch (c) {
  case 0x3000: return ' ';
  case 0x3001: return ',';                                             /* 、 */
  case 0x201C: case 0x201D: case 0x300C: case 0x300D: return '"';      /* “ ” 「 」 */
  default: return c;
  }
}

bool filter_wrong(struct lexer *lexer, size_t at, size_t length, const char *format, ...)
{
  va_list args;
  if (lexer->fault->text != NULL)
    return false;
  va_start(args, format);
  *lexer->fault = (struct filter_fault){.at = at, .length = length, .text = g_strdup_vprintf(format, args)};
  va_end(args);
  lexer->fault->unfinished = at + length >= strlen(lexer->text);
  return false;
}

static void piece_clear(void *piece)
{
  g_free(((struct piece *)piece)->text);
}

void token_clear(struct token *token)
{
  g_free(token->field.text);
  g_array_unref(token->value);
  *token = (struct token){0};
}

static bool is_blank(gunichar c)
{
  return c == ' ' || g_unichar_isspace(c);
}

static bool is_sign(gunichar c)
{
  return c == ':' || c == '=' || c == '<' || c == '>';
}

static bool at_quote(const char *at)
{
  return *at != '\0' && filter_twin(at, NULL) == '"';
}

/* --- pieces ---------------------------------------------------------------------------------------- */
/* Up to the quotation mark; a backslash takes the next character as it is. */
static bool read_quoted(struct lexer *lexer, struct piece *out)
{
  const char *begin = lexer->text + lexer->at, *at = g_utf8_next_char(begin);
  GString *text = g_string_new(NULL);
  while (*at != '\0' && !at_quote(at)) {
    if (*at == '\\' && at[1] != '\0')
      at++;
    const char *next = g_utf8_next_char(at);
    g_string_append_len(text, at, next - at);
    at = next;
  }
  bool closed = *at != '\0';
  if (closed)
    at = g_utf8_next_char(at);
  *out = (struct piece){g_string_free(text, FALSE), lexer->at, (size_t)(at - begin), true};
  lexer->at += out->length;
  if (closed)
    return true;
  filter_wrong(lexer, out->at, out->length, _("the quotation has no end"));
  return lexer->typing;
}

/* Up to a blank, a parenthesis that was not opened within, or one of `ends`: a comma, two dots. */
static void read_bare(struct lexer *lexer, bool list, bool range, struct piece *out)
{
  const char *begin = lexer->text + lexer->at, *at = begin, *next;
  for (int inner = 0; *at != '\0'; at = next) {
    gunichar c = filter_twin(at, &next);
    if (is_blank(c) || (c == ')' && inner == 0) || (list && c == ',') || (range && at[0] == '.' && at[1] == '.'))
      break;
    inner += c == '(' ? 1 : c == ')' ? -1 : 0;
  }
  *out = (struct piece){g_strndup(begin, (gsize)(at - begin)), lexer->at, (size_t)(at - begin), false};
  lexer->at += out->length;
}

static bool no_value(struct lexer *lexer, const struct token *token)
{
  return filter_wrong(lexer, token->at, lexer->at - token->at, _("“%s” needs a value"), token->field.text);
}

static bool read_values(struct lexer *lexer, struct token *token, bool ordered)
{
  for (;;) {
    struct piece piece;
    bool quoted = at_quote(lexer->text + lexer->at), good = true;
    if (quoted)
      good = read_quoted(lexer, &piece);
    else
      read_bare(lexer, true, ordered, &piece);
    bool empty = *piece.text == '\0';
    g_array_append_val(token->value, piece);
    if (!good)
      return false;
    if (empty)
      return no_value(lexer, token);
    const char *at = lexer->text + lexer->at, *next = at;
    bool dots = ordered && !token->range && token->value->len == 1 && at[0] == '.' && at[1] == '.';
    if (dots)
      token->range = true;
    else if (*at == '\0' || token->range || filter_twin(at, &next) != ',')
      return true;
    lexer->at += dots ? 2 : (size_t)(next - at);
  }
}

/* --- terms ----------------------------------------------------------------------------------------- */
static void read_sign(struct lexer *lexer, struct token *token)
{
  const char *at = lexer->text + lexer->at, *next, *after;
  gunichar c = filter_twin(at, &next);
  bool equal = *next != '\0' && filter_twin(next, &after) == '=';
  token->op = c == '<' ? OP_LESS : c == '>' ? OP_MORE : OP_IS;
  if (equal && c != '=') {
    token->op = c == '<' ? OP_AT_MOST : c == '>' ? OP_AT_LEAST : OP_IS;
    next = after;
  }
  lexer->at += (size_t)(next - at);
  token->op_at = lexer->at;
}

/* Length of a name that a sign follows, in bytes; 0: none. Only letters: 10:30 and C:\ are words. */
static size_t name_length(const char *text, gunichar *sign, const char **behind)
{
  const char *at = text, *next;
  int letters = 0;
  for (; *at != '\0'; at = next, letters++) {
    gunichar c = filter_twin(at, &next);
    *behind = next;
    *sign = c;
    if (is_sign(c))
      return letters > 1 || (letters == 1 && (*text & 0x80) != 0) ? (size_t)(at - text) : 0; /* 国 is a name, C no */
    if (!g_unichar_isalpha(c) && c != '-')
      return 0;
  }
  return 0;
}

static bool read_field(struct lexer *lexer, struct token *token)
{
  const char *begin = lexer->text + lexer->at, *behind = begin;
  gunichar sign = 0;
  size_t length = name_length(begin, &sign, &behind);
  enum filter_field field;
  if (length == 0)
    return true;
  char *name = g_strndup(begin, length);
  bool known = field_parse(name, &field);
  if (!known && (sign == '=' || *behind == '/' || *behind == '\\')) { /* an address, an option: words */
    g_free(name);
    return true;
  }
  token->field = (struct piece){name, lexer->at, length, false};
  if (!known)
    return filter_wrong(lexer, token->at, length, _("there is no field “%s”; in quotes it is looked for as words"),
                        name);
  lexer->at += length;
  read_sign(lexer, token);
  return read_values(lexer, token, field_get(field)->ordered);
}

/* Words that join; as plain words they need quotes. */
static enum token_kind keyword(const char *text)
{
  static const struct { const char *word; enum token_kind kind; } words[] = {
    {"or", TOKEN_OR}, {"|", TOKEN_OR}, {"または", TOKEN_OR}, {"and", TOKEN_AND}, {"かつ", TOKEN_AND}, /* lint: data */
  };
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    if (g_ascii_strcasecmp(text, words[i].word) == 0)
      return words[i].kind;
  return TOKEN_TERM;
}

static bool read_term(struct lexer *lexer, struct token *token)
{
  struct piece piece;
  bool good = true;
  if (!read_field(lexer, token))
    return false;
  if (token->field.text != NULL)
    return true;
  bool quoted = at_quote(lexer->text + lexer->at);
  if (quoted)
    good = read_quoted(lexer, &piece);
  else
    read_bare(lexer, false, false, &piece);
  token->kind = quoted ? TOKEN_TERM : keyword(piece.text);
  g_array_append_val(token->value, piece);
  return good;
}

static bool one_sign(struct lexer *lexer, struct token *token, gunichar c, const char *next)
{
  token->kind = c == '(' ? TOKEN_OPEN : c == ')' ? TOKEN_CLOSE : TOKEN_NOT;
  lexer->at = (size_t)(next - lexer->text);
  if (token->kind == TOKEN_NOT && (*next == '\0' || is_blank(filter_twin(next, NULL))))
    return filter_wrong(lexer, token->at, lexer->at - token->at, _("“-” stands before what it excludes"));
  return true;
}

bool token_next(struct lexer *lexer, struct token *out)
{
  const char *at = lexer->text + lexer->at, *next = at;
  gunichar c = 0;
  while (*at != '\0' && is_blank(c = filter_twin(at, &next)))
    at = next;
  lexer->at = (size_t)(at - lexer->text);
  *out = (struct token){.kind = TOKEN_END, .at = lexer->at, .value = g_array_new(FALSE, FALSE, sizeof(struct piece))};
  g_array_set_clear_func(out->value, piece_clear);
  if (*at == '\0')
    return true;
  out->kind = TOKEN_TERM;
  bool good = c == '(' || c == ')' || c == '-' ? one_sign(lexer, out, c, next) : read_term(lexer, out);
  out->length = lexer->at - out->at;
  return good;
}
