/* Does a ticket match, and when may that change. */
#include <stdlib.h>
#include <string.h>

#include "filter_impl.h"
#include "toban/text.h"

/* --- one value --------------------------------------------------------------------------------------- */
/* Line `number` of the folded text; not terminated. */
static const char *folded_line(const char *folded, int number, size_t *length)
{
  for (; number > 0 && folded != NULL; number--) {
    folded = strchr(folded, '\n');
    folded = folded == NULL ? NULL : folded + 1;
  }
  *length = folded == NULL ? 0 : strcspn(folded, "\n");
  return folded == NULL ? "" : folded;
}

static bool in_line(const char *folded, int number, const char *text)
{
  size_t length, wanted = strlen(text);
  const char *line = folded_line(folded, number, &length);
  return wanted <= length && (wanted == 0 || g_strstr_len(line, (gssize)length, text) != NULL);
}

static bool in_set(const struct value *value, const char *id)
{
  return id != NULL && value->set != NULL && g_hash_table_contains(value->set, id);
}

static bool is_flag(enum flag flag, const struct filter_ticket *ticket, const struct filter_eyes *eyes)
{
  const struct ticket *t = ticket->t;
  switch (flag) {
  case FLAG_OPEN: return ticket->open;
  case FLAG_DONE: return !ticket->open;
  case FLAG_LATE: return ticket->open && ticket->late_at != UTC_NONE && ticket->late_at <= eyes->now;
  case FLAG_MINE: return t->assignee != NULL && g_strcmp0(t->assignee, eyes->me) == 0;
  case FLAG_NEW: return ticket->open && t->state == TICKET_NEW;
  case FLAG_HELD: return ticket->open && ticket->held;
  case FLAG_EXCLUDED: return t->excluded != 0;
  case FLAG_MERGED: return t->merged_into != NULL;
  case FLAG_UNREAD: return ticket->open && ticket->unread;
  case FLAGS: break;
  }
  return false;
}

static bool has_bit(const struct node *term, unsigned bits, const struct filter_ticket *ticket,
                    const struct filter_eyes *eyes)
{
  const struct ticket *t = ticket->t;
  if (term->field == FILTER_STATE) /* a merged ticket has no state of its own any more */
    return t->merged_into == NULL && (bits & 1u << t->state) != 0;
  if (term->field == FILTER_CHANNEL)
    return t->channel != CHANNEL_NONE && (bits & 1u << t->channel) != 0;
  if (term->field == FILTER_LANG)
    return t->lang != NULL && ((bits & 1u << LANG_JA && strcmp(t->lang, "ja") == 0) ||
                               (bits & 1u << LANG_EN && strcmp(t->lang, "en") == 0));
  for (unsigned flag = 0; flag < FLAGS; flag++)
    if ((bits & 1u << flag) != 0 && is_flag((enum flag)flag, ticket, eyes))
      return true;
  return false;
}

static bool is_empty(enum filter_field field, const struct filter_ticket *ticket)
{
  const struct ticket *t = ticket->t;
  size_t length;
  switch (field) {
  case FILTER_OFFICE: case FILTER_REGION: case FILTER_COUNTRY: return t->office == NULL || *t->office == '\0';
  case FILTER_CHANNEL: return t->channel == CHANNEL_NONE;
  case FILTER_CATEGORY: return t->category == NULL || *t->category == '\0';
  case FILTER_PRIORITY: return t->priority == PRIORITY_NONE;
  case FILTER_ASSIGNEE: return t->assignee == NULL;
  case FILTER_REQUESTER: folded_line(ticket->folded, 1, &length); return length == 0;
  case FILTER_TAG: return ticket->tags == NULL;
  case FILTER_LANG: return t->lang == NULL || *t->lang == '\0';
  default: return filter_time_of(field, ticket) == UTC_NONE;
  }
}

static bool is_below(const char *code, const char *above)
{
  size_t length = above == NULL ? 0 : strlen(above);
  return code != NULL && length > 0 && strncmp(code, above, length) == 0 &&
         (code[length] == '\0' || code[length] == '.');
}

static bool is_key(const struct value *value, const char *key)
{
  const char *number = strchr(key, '-'), *wanted = value->text;
  size_t length = strlen(wanted);
  if (g_ascii_strncasecmp(key, wanted, length) == 0)
    return true;
  if (number == NULL || strspn(wanted, "0123456789") != length)
    return false;
  number += 1 + strspn(number + 1, "0");
  wanted += strspn(wanted, "0");
  return *wanted != '\0' && strcmp(number, wanted) == 0;
}

utc_t filter_time_of(enum filter_field field, const struct filter_ticket *ticket)
{
  switch (field) {
  case FILTER_DUE: return ticket->open ? ticket->due : UTC_NONE;
  case FILTER_RECEIVED: return ticket->t->received_at;
  case FILTER_CHANGED: return ticket->t->changed_at;
  case FILTER_ANSWERED: return ticket->t->answered_at;
  case FILTER_UNTIL: return ticket->t->expected_at;
  case FILTER_CALLBACK: return ticket->t->callback_at;
  default: return UTC_NONE;
  }
}

static bool in_time(const struct value *value, utc_t at, utc_t now)
{
  return at != UTC_NONE && (value->from.kind == BOUND_NONE || at >= bound_at(&value->from, now)) &&
         (value->to.kind == BOUND_NONE || at < bound_at(&value->to, now));
}

static bool has_tag(const char *tags, const char *text)
{
  char **tag = g_strsplit(tags == NULL ? "" : tags, ";", -1);
  bool found = false;
  for (int i = 0; tag[i] != NULL && !found; i++) {
    char *folded = text_fold(tag[i], -1);
    found = *folded != '\0' && strcmp(folded, text) == 0;
    g_free(folded);
  }
  g_strfreev(tag);
  return found;
}

static bool has_text(const struct node *term, const struct value *value, const struct filter_ticket *ticket)
{
  if (term->field == FILTER_REQUESTER)
    return in_line(ticket->folded, 1, value->text);
  if (term->field == FILTER_TITLE)
    return in_line(ticket->folded, 2, value->text);
  if (term->field == FILTER_TAG)
    return has_tag(ticket->tags, value->text);
  return strstr(ticket->folded, value->text) != NULL || in_set(value, ticket->t->office);
}

static bool has_value(const struct node *term, const struct value *value, const struct filter_ticket *ticket,
                      const struct filter_eyes *eyes)
{
  const struct ticket *t = ticket->t;
  switch (value->kind) {
  case VALUE_NONE: return is_empty(term->field, ticket);
  case VALUE_BITS: return has_bit(term, value->bits, ticket, eyes);
  case VALUE_ME: return t->assignee != NULL && g_strcmp0(t->assignee, eyes->me) == 0;
  case VALUE_NUMBER: return t->priority >= value->lo && t->priority <= value->hi && t->priority != PRIORITY_NONE;
  case VALUE_TIME: return in_time(value, filter_time_of(term->field, ticket), eyes->now);
  case VALUE_TEXT: return has_text(term, value, ticket);
  case VALUE_KEY: return is_key(value, t->key);
  case VALUE_SET: break;
  }
  if (term->field == FILTER_CATEGORY)
    return is_below(t->category, value->text) || in_set(value, t->category);
  return in_set(value, term->field == FILTER_ASSIGNEE ? t->assignee : t->office);
}

/* --- the tree ---------------------------------------------------------------------------------------- */
static bool matches(const struct node *node, const struct filter_ticket *ticket, const struct filter_eyes *eyes)
{
  if (node->kind == NODE_NOT)
    return !matches(node->child->pdata[0], ticket, eyes);
  if (node->kind == NODE_TERM) {
    for (guint i = 0; i < node->value->len; i++)
      if (has_value(node, &g_array_index(node->value, struct value, i), ticket, eyes))
        return true;
    return false;
  }
  bool all = node->kind == NODE_AND;
  for (guint i = 0; i < node->child->len; i++)
    if (matches(node->child->pdata[i], ticket, eyes) != all)
      return !all;
  return all;
}

bool filter_matches(const struct filter *filter, const struct filter_ticket *ticket, const struct filter_eyes *eyes)
{
  return filter_is_all(filter) || matches(filter->root, ticket, eyes);
}

/* --- what it depends on -------------------------------------------------------------------------------- */
typedef bool ask_fn(const struct node *term, const struct value *value);

static bool any(const struct node *node, ask_fn *ask)
{
  for (guint i = 0; node->child != NULL && i < node->child->len; i++)
    if (any(node->child->pdata[i], ask))
      return true;
  for (guint i = 0; node->value != NULL && i < node->value->len; i++)
    if (ask(node, &g_array_index(node->value, struct value, i)))
      return true;
  return false;
}

static unsigned uses(const struct node *node)
{
  unsigned fields = node->kind == NODE_TERM ? 1u << node->field : 0;
  for (guint i = 0; node->child != NULL && i < node->child->len; i++)
    fields |= uses(node->child->pdata[i]);
  return fields;
}

unsigned filter_uses(const struct filter *filter)
{
  return filter_is_all(filter) ? 0 : uses(filter->root);
}

static bool asks_me(const struct node *term, const struct value *value)
{
  const unsigned mine = 1u << FLAG_MINE | 1u << FLAG_UNREAD;
  return value->kind == VALUE_ME || (term->field == FILTER_IS && (value->bits & mine) != 0);
}

static bool moves(const struct bound *bound)
{
  return bound->kind == BOUND_NOW || bound->kind == BOUND_DAY;
}

static bool asks_time(const struct node *term, const struct value *value)
{
  return (value->kind == VALUE_TIME && (moves(&value->from) || moves(&value->to))) ||
         (term->field == FILTER_IS && (value->bits & 1u << FLAG_LATE) != 0);
}

static bool has_flag(const struct node *node, unsigned bit)
{
  bool found = false;
  for (guint i = 0; node->child != NULL && i < node->child->len; i++)
    found = found || has_flag(node->child->pdata[i], bit);
  for (guint i = 0; node->value != NULL && node->field == FILTER_IS && i < node->value->len; i++)
    found = found || (g_array_index(node->value, struct value, i).bits & bit) != 0;
  return found;
}

bool filter_has_flag(const struct filter *filter, const char *id)
{
  const struct filter_words *flags = field_get(FILTER_IS)->words;
  int found = words_find(flags, id);
  return !filter_is_all(filter) && found >= 0 && has_flag(filter->root, 1u << flags->word[found].number);
}

bool filter_has_me(const struct filter *filter)
{
  return !filter_is_all(filter) && any(filter->root, asks_me);
}

bool filter_has_time(const struct filter *filter)
{
  return !filter_is_all(filter) && any(filter->root, asks_time);
}

static void turns(const struct node *node, const struct filter_ticket *ticket, GArray *out)
{
  for (guint i = 0; node->child != NULL && i < node->child->len; i++)
    turns(node->child->pdata[i], ticket, out);
  for (guint i = 0; node->value != NULL && i < node->value->len; i++) {
    const struct value *value = &g_array_index(node->value, struct value, i);
    utc_t at = value->kind == VALUE_TIME ? filter_time_of(node->field, ticket) : UTC_NONE;
    if (at != UTC_NONE) {
      bound_turns(&value->from, at, out);
      bound_turns(&value->to, at, out);
    }
    if (node->field == FILTER_IS && (value->bits & 1u << FLAG_LATE) != 0 && ticket->late_at != UTC_NONE)
      g_array_append_val(out, ticket->late_at);
  }
}

void filter_turns(const struct filter *filter, const struct filter_ticket *ticket, GArray *out)
{
  if (!filter_is_all(filter))
    turns(filter->root, ticket, out);
}
