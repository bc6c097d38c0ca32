/* The tree of an expression:   either: all { "or" all }     all: one { one }     one: "-" one | ( either ) | term */
#include <string.h>

#include "filter_impl.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/text.h"

struct parser {
  struct lexer lexer;
  struct token token;          /* the next one */
  const struct reference *ref;
  int depth, terms;
  bool failed;
};

/* --- nodes ----------------------------------------------------------------------------------------- */
static void value_clear(void *data)
{
  struct value *value = data;
  if (value->set != NULL)
    g_hash_table_unref(value->set);
  g_free(value->text);
  g_free(value->print);
}

static void free_child(void *node)
{
  node_free(node);
}

struct node *node_new(enum node_kind kind)
{
  struct node *node = g_new0(struct node, 1);
  node->kind = kind;
  if (kind != NODE_TERM) {
    node->child = g_ptr_array_new_with_free_func(free_child);
    return node;
  }
  node->value = g_array_new(FALSE, TRUE, sizeof(struct value));
  g_array_set_clear_func(node->value, value_clear);
  return node;
}

void node_free(struct node *node)
{
  if (node == NULL)
    return;
  if (node->child != NULL)
    g_ptr_array_unref(node->child);
  if (node->value != NULL)
    g_array_unref(node->value);
  g_free(node->range);
  g_free(node);
}

/* The only child in its place; none: NULL. */
static struct node *simplify(struct node *take)
{
  if (take->child->len > 1)
    return take;
  struct node *only = take->child->len == 0 ? NULL : g_ptr_array_steal_index(take->child, 0);
  node_free(take);
  return only;
}

/* One of the same kind gives its children. */
static void adopt(struct node *parent, struct node *take)
{
  if (take == NULL)
    return;
  if (take->kind != parent->kind) {
    g_ptr_array_add(parent->child, take);
    return;
  }
  while (take->child->len > 0)
    g_ptr_array_add(parent->child, g_ptr_array_steal_index(take->child, 0));
  node_free(take);
}

/* --- reading --------------------------------------------------------------------------------------- */
/* What is unfinished at the end of a text that is being typed is not there yet. */
static bool forgive(struct parser *parser)
{
  if (!parser->lexer.typing || !parser->lexer.fault->unfinished)
    parser->failed = true;
  return !parser->failed;
}

static void advance(struct parser *parser)
{
  token_clear(&parser->token);
  if (token_next(&parser->lexer, &parser->token))
    return;
  forgive(parser);
  token_clear(&parser->token);
  parser->lexer.at = strlen(parser->lexer.text);
  parser->token = (struct token){.kind = TOKEN_END, .at = parser->lexer.at,
                                 .value = g_array_new(FALSE, FALSE, sizeof(struct piece))};
}

static void wrong_here(struct parser *parser, const char *text)
{
  filter_wrong(&parser->lexer, parser->token.at, parser->token.length, "%s", text);
  forgive(parser);
}

/* Over a limit nothing that is typed on makes it right. */
static void over_limit(struct parser *parser, const char *text)
{
  filter_wrong(&parser->lexer, parser->token.at, parser->token.length, "%s", text);
  parser->failed = true;
}

static struct node *read_either(struct parser *parser);
static struct node *read_one(struct parser *parser);

static struct node *read_group(struct parser *parser)
{
  size_t at = parser->token.at, length = parser->token.length;
  advance(parser);
  if (parser->token.kind == TOKEN_CLOSE) {
    filter_wrong(&parser->lexer, at, parser->lexer.at - at, _("there is nothing in the parentheses"));
    parser->failed = true;
    return NULL;
  }
  struct node *inside = parser->token.kind == TOKEN_END ? NULL : read_either(parser);
  if (parser->token.kind == TOKEN_CLOSE) {
    advance(parser);
  } else if (!parser->failed) {
    filter_wrong(&parser->lexer, at, length, _("this parenthesis is never closed"));
    parser->lexer.fault->unfinished = true;
    forgive(parser);
  }
  return inside;
}

static struct node *read_term(struct parser *parser)
{
  struct making making = {&parser->lexer, parser->ref, node_new(NODE_TERM)};
  if (++parser->terms > FILTER_TERMS)
    over_limit(parser, _("these are too many conditions"));
  else if (!term_values(&making, &parser->token))
    forgive(parser);
  else {
    advance(parser);
    return making.term;
  }
  node_free(making.term);
  if (!parser->failed)
    advance(parser);
  return NULL;
}

static struct node *read_not(struct parser *parser)
{
  advance(parser);
  if (parser->token.kind != TOKEN_NOT && parser->token.kind != TOKEN_OPEN && parser->token.kind != TOKEN_TERM) {
    if (parser->lexer.fault->text == NULL || parser->token.kind != TOKEN_END)
      wrong_here(parser, _("“-” stands before what it excludes"));
    return NULL;
  }
  struct node *inside = read_one(parser);
  if (inside == NULL)
    return NULL;
  struct node *not = node_new(NODE_NOT);
  g_ptr_array_add(not->child, inside);
  return not;
}

static struct node *read_one(struct parser *parser)
{
  struct node *node = NULL;
  if (++parser->depth > FILTER_DEPTH)
    over_limit(parser, _("this is nested too deep"));
  else if (parser->token.kind == TOKEN_NOT)
    node = read_not(parser);
  else if (parser->token.kind == TOKEN_OPEN)
    node = read_group(parser);
  else
    node = read_term(parser);
  parser->depth--;
  return node;
}

static struct node *read_all(struct parser *parser)
{
  struct node *all = node_new(NODE_AND);
  int found = 0;
  while (!parser->failed) {
    enum token_kind kind = parser->token.kind;
    if (kind == TOKEN_AND && found > 0) {
      advance(parser);
      kind = parser->token.kind;
      if (kind == TOKEN_AND || kind == TOKEN_OR || kind == TOKEN_CLOSE || kind == TOKEN_END)
        wrong_here(parser, _("“and” stands between two conditions; as a word it needs quotes"));
    }
    if (parser->failed || (kind != TOKEN_TERM && kind != TOKEN_NOT && kind != TOKEN_OPEN))
      break;
    adopt(all, read_one(parser));
    found++;
  }
  if (found == 0 && !parser->failed) /* `or` without its other side; a text without any word does not come here */
    wrong_here(parser, parser->token.kind == TOKEN_CLOSE
                           ? _("no parenthesis was opened that this one closes")
                           : _("“or” stands between two conditions; as a word it needs quotes"));
  return simplify(all);
}

/* A side that is not there yet leaves the other one alone. */
static struct node *read_either(struct parser *parser)
{
  struct node *either = node_new(NODE_OR), *side = read_all(parser);
  adopt(either, side);
  while (!parser->failed && parser->token.kind == TOKEN_OR) {
    advance(parser);
    adopt(either, read_all(parser));
  }
  return simplify(either);
}

static struct node *read_whole(struct parser *parser)
{
  advance(parser);
  if (parser->failed || parser->token.kind == TOKEN_END)
    return NULL;
  struct node *root = read_either(parser);
  if (!parser->failed && parser->token.kind == TOKEN_CLOSE)
    wrong_here(parser, _("no parenthesis was opened that this one closes"));
  parser->failed = parser->failed || parser->token.kind != TOKEN_END;
  return root;
}

struct filter *filter_parse(const char *text, const struct reference *ref, bool typing, struct filter_fault *fault)
{
  struct parser parser = {.lexer = {.text = text, .fault = fault, .typing = typing}, .ref = ref};
  const char *end;
  *fault = (struct filter_fault){0};
  if (!g_utf8_validate(text, -1, &end)) {
    filter_wrong(&parser.lexer, (size_t)(end - text), 1, _("these bytes are no text"));
    return NULL;
  }
  if (strlen(text) > FILTER_MAX) {
    end = g_utf8_find_prev_char(text, text + FILTER_MAX + 1);
    filter_wrong(&parser.lexer, (size_t)(end - text), strlen(end), _("an expression has at most %d bytes"), FILTER_MAX);
    return NULL;
  }
  parser.token.value = g_array_new(FALSE, FALSE, sizeof(struct piece));
  struct node *root = read_whole(&parser);
  token_clear(&parser.token);
  if (parser.failed || (fault->text != NULL && !typing)) {
    node_free(root);
    return NULL;
  }
  struct filter *filter = g_new0(struct filter, 1);
  filter->root = root;
  return filter;
}

void filter_free(struct filter *filter)
{
  if (filter == NULL)
    return;
  node_free(filter->root);
  g_free(filter);
}

struct filter *filter_both(struct filter *take_a, struct filter *take_b)
{
  struct node *all = node_new(NODE_AND);
  struct filter *const both[] = {take_a, take_b};
  for (size_t i = 0; i < G_N_ELEMENTS(both); i++)
    if (both[i] != NULL)
      adopt(all, g_steal_pointer(&both[i]->root));
  struct filter *filter = g_new0(struct filter, 1);
  filter->root = simplify(all);
  filter_free(take_a);
  filter_free(take_b);
  return filter;
}

bool filter_is_all(const struct filter *filter)
{
  return filter == NULL || filter->root == NULL;
}
