/* What stands behind a field, read against the reference. */
#include <stdlib.h>
#include <string.h>

#include "filter_impl.h"
#include "toban/lang.h"
#include "toban/text.h"

static bool wrong(struct making *making, const struct piece *piece, const char *format) G_GNUC_PRINTF(3, 0);
static bool wrong(struct making *making, const struct piece *piece, const char *format)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return filter_wrong(making->lexer, piece->at, piece->length, format, piece->text);
#pragma GCC diagnostic pop
}

static void print_as(struct value *out, const char *text, bool quote)
{
  out->print = g_strdup(text);
  out->quote = quote;
}

/* --- by name --------------------------------------------------------------------------------------- */
bool value_words(struct making *making, const struct piece *piece, struct value *out)
{
  const struct filter_words *words = field_get(making->term->field)->words;
  int found = words_find(words, piece->text);
  if (found < 0) {
    GString *names = g_string_new(NULL);
    unsigned seen = 0;
    for (int i = 0; i < words->count; i++) {
      unsigned bit = 1u << words->word[i].number;
      if ((seen & bit) == 0)
        g_string_append_printf(names, " %s", lang_get() == LANG_JA ? words->word[i].ja : words->word[i].id);
      seen |= bit;
    }
    filter_wrong(making->lexer, piece->at, piece->length, _("“%s” is none of:%s"), piece->text, names->str);
    g_string_free(names, TRUE);
    return false;
  }
  out->kind = VALUE_BITS;
  out->bits = 1u << words->word[found].number;
  for (int i = found; i >= 0; i--)
    if (words->word[i].number == words->word[found].number)
      found = i; /* its first name */
  print_as(out, words->word[found].id, false);
  return true;
}

/* --- places ---------------------------------------------------------------------------------------- */
static bool has(const char *text, const char *folded, bool whole)
{
  char *other = text_fold(text == NULL ? "" : text, -1);
  bool found = whole ? strcmp(other, folded) == 0 : strstr(other, folded) != NULL;
  g_free(other);
  return found;
}

GHashTable *offices_named(const struct reference *ref, const char *folded)
{
  GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (int i = 0; ref != NULL && *folded != '\0' && i < ref->offices; i++) {
    const struct office *o = &ref->office[i];
    if (has(o->name[LANG_JA], folded, false) || has(o->name[LANG_EN], folded, false) || has(o->code, folded, false))
      g_hash_table_add(set, g_strdup(o->id));
  }
  return set;
}

/* What an office is called, in order of trust: the whole of one name rules out parts of others. */
enum { BY_ID = 1, BY_NAME = 2, BY_REGION = 4, BY_COUNTRY = 8, ONLY_SITES = 16 };

static bool is_called(const struct office *o, const char *folded, unsigned by, bool whole)
{
  if ((by & ONLY_SITES) != 0 && o->no != 0)
    return false;
  if ((by & BY_ID) != 0 && whole && has(o->id, folded, true))
    return true;
  if ((by & BY_NAME) != 0 && (has(o->code, folded, whole) || has(o->name[LANG_JA], folded, whole) ||
                              has(o->name[LANG_EN], folded, whole)))
    return true;
  if ((by & BY_REGION) != 0 && (has(o->region[LANG_JA], folded, whole) || has(o->region[LANG_EN], folded, whole)))
    return true;
  return (by & BY_COUNTRY) != 0 && whole && has(o->country, folded, true);
}

static bool places(struct making *making, const struct piece *piece, unsigned by, const char *none, struct value *out)
{
  const struct reference *ref = making->ref;
  char *folded = text_fold(piece->text, -1);
  bool number = *folded != '\0' && strspn(folded, "0123456789") == strlen(folded);
  out->kind = VALUE_SET;
  out->set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (int whole = 1; whole >= (number ? 1 : 0) && g_hash_table_size(out->set) == 0; whole--)
    for (int i = 0; ref != NULL && *folded != '\0' && i < ref->offices; i++)
      if (is_called(&ref->office[i], folded, by, whole == 1))
        g_hash_table_add(out->set, g_strdup(ref->office[i].id));
  if (ref == NULL || ref->offices == 0)
    g_hash_table_add(out->set, g_strdup(piece->text));
  print_as(out, folded, false);
  g_free(folded);
  return g_hash_table_size(out->set) > 0 || wrong(making, piece, none);
}

bool value_office(struct making *making, const struct piece *piece, struct value *out)
{
  return places(making, piece, BY_ID | BY_NAME | BY_REGION | BY_COUNTRY,
                _("no office, region or country is called “%s”"), out);
}

bool value_region(struct making *making, const struct piece *piece, struct value *out)
{
  return places(making, piece, BY_REGION, _("no region is called “%s”"), out);
}

bool value_country(struct making *making, const struct piece *piece, struct value *out)
{
  return places(making, piece, BY_COUNTRY, _("no office is in the country “%s”: two letters, such as US"), out);
}

bool value_site(struct making *making, const struct piece *piece, struct value *out)
{
  return places(making, piece, BY_ID | BY_NAME | ONLY_SITES, _("no site is called “%s”"), out);
}

/* --- the others ------------------------------------------------------------------------------------- */
/* A code stands for all below it, as in the policies: 5.1 has 5.1.2. A name for all that have it. */
bool value_category(struct making *making, const struct piece *piece, struct value *out)
{
  const struct reference *ref = making->ref;
  bool code = strspn(piece->text, "0123456789.") == strlen(piece->text);
  char *folded = text_fold(piece->text, -1);
  size_t length = strlen(piece->text);
  out->kind = VALUE_SET;
  out->set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  out->text = code ? g_strdup(piece->text) : NULL; /* tickets may have codes that the list lost */
  bool found = ref == NULL || ref->categories == 0;
  for (int i = 0; ref != NULL && *folded != '\0' && i < ref->categories; i++) {
    const struct category *c = &ref->category[i];
    bool below = strncmp(c->code, piece->text, length) == 0 && (c->code[length] == '\0' || c->code[length] == '.');
    found = found || (code && below);
    if (!code && (has(c->name[LANG_JA], folded, false) || has(c->name[LANG_EN], folded, false)))
      g_hash_table_add(out->set, g_strdup(c->code));
  }
  print_as(out, code ? piece->text : folded, false);
  g_free(folded);
  return found || g_hash_table_size(out->set) > 0 || wrong(making, piece, _("no category is called “%s”"));
}

bool value_priority(struct making *making, const struct piece *piece, struct value *out)
{
  char *folded = text_fold(piece->text, -1);
  const char *digit = *folded == 'p' ? folded + 1 : folded;
  bool good = digit[0] >= '1' && digit[0] <= '4' && digit[1] == '\0';
  out->kind = VALUE_NUMBER;
  out->lo = out->hi = good ? digit[0] - '0' : 0;
  print_as(out, digit, false);
  g_free(folded);
  return good || wrong(making, piece, _("“%s” is no priority: 1 (highest) to 4"));
}

static bool is_me(const char *folded)
{
  return strcmp(folded, "me") == 0 || strcmp(folded, "自分") == 0 || strcmp(folded, "私") == 0; /* lint: data */
}

/* A login or a part of a name; who is not on the list of operators (any more) by the login as it is. */
bool value_assignee(struct making *making, const struct piece *piece, struct value *out)
{
  const struct reference *ref = making->ref;
  char *folded = text_fold(piece->text, -1);
  bool me = is_me(folded) && !piece->quoted;
  out->kind = me ? VALUE_ME : VALUE_SET;
  print_as(out, me ? "me" : piece->text, !me && is_me(folded));
  if (!me) {
    out->set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int whole = 1; whole >= 0 && g_hash_table_size(out->set) == 0; whole--)
      for (int i = 0; ref != NULL && *folded != '\0' && i < ref->operators; i++) {
        const struct operator_ *p = &ref->operator_[i];
        if (has(p->login, folded, whole) || has(p->name[LANG_JA], folded, whole) ||
            has(p->name[LANG_EN], folded, whole))
          g_hash_table_add(out->set, g_strdup(p->login));
      }
    if (g_hash_table_size(out->set) == 0)
      g_hash_table_add(out->set, g_strdup(piece->text));
  }
  g_free(folded);
  return true;
}

bool value_text(struct making *making, const struct piece *piece, struct value *out)
{
  out->kind = VALUE_TEXT;
  out->text = text_fold(piece->text, -1);
  if (making->term->field == FILTER_TEXT)
    out->set = offices_named(making->ref, out->text);
  print_as(out, piece->text, piece->quoted);
  return true;
}

/* The beginning of a key, or the number of the day: 14 is 0014 of any day. */
bool value_key(struct making *making, const struct piece *piece, struct value *out)
{
  out->kind = VALUE_KEY;
  out->text = text_fold(piece->text, -1);
  print_as(out, out->text, false);
  return *out->text != '\0' || wrong(making, piece, _("“%s” is no number of a ticket"));
}

/* --- terms ------------------------------------------------------------------------------------------ */
static bool read_value(struct making *making, const struct piece *piece, struct value *out)
{
  const struct field_ops *ops = field_get(making->term->field);
  if (!ops->none || piece->quoted || !is_none_word(piece->text))
    return ops->read(making, piece, out);
  if (making->term->op != OP_IS)
    return wrong(making, piece, _("“%s” takes no < and >"));
  out->kind = VALUE_NONE;
  print_as(out, "none", false);
  return true;
}

/* < 3 as a range of what there is. */
static void priority_range(struct node *term)
{
  struct value *value = &g_array_index(term->value, struct value, 0);
  int at = value->lo;
  switch (term->op) {
  case OP_LESS: value->lo = 1, value->hi = at - 1; break;
  case OP_AT_MOST: value->lo = 1; break;
  case OP_MORE: value->lo = at + 1, value->hi = 4; break;
  case OP_AT_LEAST: value->hi = 4; break;
  case OP_IS: break;
  }
}

static bool range_values(struct making *making, const struct token *token)
{
  struct node *term = making->term;
  const struct piece *a = &g_array_index(token->value, struct piece, 0), *b = a + 1;
  struct value value = {0}, other = {0};
  bool good = term->op == OP_IS || filter_wrong(making->lexer, token->op_at, b->at + b->length - token->op_at,
                                                _("a range takes “:”, not < or >"));
  if (term->field == FILTER_PRIORITY) {
    good = good && value_priority(making, a, &value) && value_priority(making, b, &other);
    term->range = g_strdup_printf("%d..%d", value.lo, other.lo);
    value.hi = other.lo;
    g_free(other.print);
  } else {
    good = good && time_value(making, a, b, &value);
  }
  g_array_append_val(term->value, value);
  return good;
}

bool term_values(struct making *making, struct token *token)
{
  struct node *term = making->term;
  term->plain = token->field.text == NULL;
  term->op = token->op;
  if (!term->plain && !field_parse(token->field.text, &term->field))
    return false;
  const struct field_ops *ops = field_get(term->field);
  if (term->op != OP_IS && !ops->ordered)
    return filter_wrong(making->lexer, token->field.at, token->op_at - token->field.at, _("“%s” takes no < and >"),
                        token->field.text);
  if (token->range)
    return range_values(making, token);
  if (term->op != OP_IS && token->value->len > 1)
    return filter_wrong(making->lexer, token->at, token->length, _("< and > take one value"));
  for (guint i = 0; i < token->value->len; i++) {
    struct value value = {0};
    bool good = read_value(making, &g_array_index(token->value, struct piece, i), &value);
    g_array_append_val(term->value, value);
    if (!good)
      return false;
  }
  if (term->field == FILTER_PRIORITY)
    priority_range(term);
  return true;
}
