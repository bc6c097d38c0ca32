/* A filter written again, and what is wrong with an expression shown under it. */
#include <string.h>

#include "filter_impl.h"
#include "toban/error.h"
#include "toban/text.h"

/* --- the one way of writing it ------------------------------------------------------------------------ */
static void put_quoted(GString *out, const char *text)
{
  g_string_append_c(out, '"');
  for (const char *at = text, *next; *at != '\0'; at = next) {
    next = g_utf8_next_char(at);
    if (filter_twin(at, NULL) == '"' || *at == '\\')
      g_string_append_c(out, '\\');
    g_string_append_len(out, at, next - at);
  }
  g_string_append_c(out, '"');
}

/* Letters and digits of any script: nothing that the language uses, nor what has a twin that it uses. */
static bool is_plain(const char *text)
{
  if (*text == '\0' || *text == '-')
    return false;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);
    if (!g_unichar_isalnum(c) && c != '-' && c != '_' && !(c == '.' && at[1] != '.'))
      return false;
  }
  return true;
}

static bool is_keyword(const char *text)
{
  static const char *const words[] = {"or", "and", "または", "かつ"}; /* lint: data */
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
    if (g_ascii_strcasecmp(text, words[i]) == 0)
      return true;
  return is_none_word(text);
}

static void put_value(GString *out, const struct value *value)
{
  bool ours = value->kind == VALUE_NONE || value->kind == VALUE_ME || value->kind == VALUE_TIME ||
              value->kind == VALUE_NUMBER || value->kind == VALUE_BITS;
  if (ours || (!value->quote && is_plain(value->print) && !is_keyword(value->print)))
    g_string_append(out, value->print);
  else
    put_quoted(out, value->print);
}

static void put_term(GString *out, const struct node *term)
{
  static const char *const signs[] = {":", "<", "<=", ">", ">="};
  if (!term->plain) {
    g_string_append(out, filter_field_id(term->field));
    g_string_append(out, signs[term->op]);
  }
  if (term->range != NULL) {
    g_string_append(out, term->range);
    return;
  }
  for (guint i = 0; i < term->value->len; i++) {
    g_string_append(out, i == 0 ? "" : ",");
    put_value(out, &g_array_index(term->value, struct value, i));
  }
}

/* Parentheses where the node above binds closer. */
static void put_node(GString *out, const struct node *node, enum node_kind above)
{
  if (node->kind == NODE_TERM) {
    put_term(out, node);
    return;
  }
  bool inside = node->kind != NODE_NOT && (above == NODE_NOT || (above == NODE_AND && node->kind == NODE_OR));
  g_string_append(out, inside ? "(" : "");
  if (node->kind == NODE_NOT)
    g_string_append_c(out, '-');
  for (guint i = 0; i < node->child->len; i++) {
    g_string_append(out, i == 0 ? "" : node->kind == NODE_OR ? " or " : " ");
    put_node(out, node->child->pdata[i], node->kind);
  }
  g_string_append(out, inside ? ")" : "");
}

char *filter_print(const struct filter *filter)
{
  GString *out = g_string_new(NULL);
  if (!filter_is_all(filter))
    put_node(out, filter->root, NODE_OR);
  return g_string_free(out, FALSE);
}

/* --- what is wrong ------------------------------------------------------------------------------------ */
static int columns_of(const char *text, size_t bytes)
{
  GString *clean = text_clean(g_string_new(NULL), text, (gssize)bytes);
  int width = text_width(clean->str);
  g_string_free(clean, TRUE);
  return width;
}

void filter_fault_mark(const char *text, const struct filter_fault *fault, GString *out)
{
  size_t whole = strlen(text), at = MIN(fault->at, whole), length = MIN(fault->length, whole - at);
  int before = columns_of(text, at), marks = MAX(columns_of(text + at, length), 1);
  text_clean(out, fault->text, -1);
  g_string_append(out, "\n  ");
  text_clean(out, text, -1);
  g_string_append_printf(out, "\n  %*s", before, "");
  for (int i = 0; i < marks; i++)
    g_string_append_c(out, '^');
  g_string_append_c(out, '\n');
}

void filter_fault_set(GError **error, const char *text, struct filter_fault *fault)
{
  GString *mark = g_string_new(NULL);
  filter_fault_mark(text, fault, mark);
  error_set(error, TE_DATA, "%s", (g_string_truncate(mark, mark->len - 1), mark->str));
  g_string_free(mark, TRUE);
  g_clear_pointer(&fault->text, g_free);
}
