/* What must hold for every ticket that matches, so that an index can be looked in instead of everywhere. It may be
 * too wide, never too narrow (a property test compares). */
#include <string.h>

#include "filter_impl.h"

static const struct filter_narrow wide = {
  .open = true, .done = true, .received = {INT64_MIN, INT64_MAX}, .changed = {INT64_MIN, INT64_MAX},
  .due = {INT64_MIN, INT64_MAX},
};
static const struct filter_narrow nothing = {0};

static bool is_nothing(const struct filter_narrow *narrow)
{
  return !narrow->open && !narrow->done;
}

/* --- one value --------------------------------------------------------------------------------------- */
static struct filter_narrow of_bits(const struct node *term, unsigned bits, const struct filter_eyes *eyes)
{
  struct filter_narrow out = wide;
  if (term->field == FILTER_STATE) {
    out.open = out.done = false;
    for (unsigned state = 0; state < TICKET_STATES; state++)
      if ((bits & 1u << state) != 0)
        *(state == TICKET_RESOLVED || state == TICKET_CLOSED ? &out.done : &out.open) = true;
  }
  if (term->field != FILTER_IS)
    return out;
  const unsigned open = 1u << FLAG_OPEN | 1u << FLAG_LATE | 1u << FLAG_NEW | 1u << FLAG_HELD |
                        1u << FLAG_UNREAD;
  out.done = (bits & ~open) != 0;
  out.open = (bits & ~(1u << FLAG_DONE | 1u << FLAG_MERGED)) != 0;
  if (bits == 1u << FLAG_MINE)
    out.assignee = eyes->me;
  return out;
}

static struct filter_narrow of_value(const struct node *term, const struct value *value, const struct filter_eyes *eyes)
{
  struct filter_narrow out = wide;
  struct filter_range *range = term->field == FILTER_RECEIVED  ? &out.received
                               : term->field == FILTER_CHANGED ? &out.changed
                               : term->field == FILTER_DUE     ? &out.due : NULL;
  if (value->kind == VALUE_BITS)
    return of_bits(term, value->bits, eyes);
  if (value->kind == VALUE_ME)
    out.assignee = eyes->me;
  if (value->kind == VALUE_SET && term->field == FILTER_ASSIGNEE && g_hash_table_size(value->set) == 1) {
    GHashTableIter iter;
    void *login;
    g_hash_table_iter_init(&iter, value->set);
    if (g_hash_table_iter_next(&iter, &login, NULL))
      out.assignee = login;
  }
  if (value->kind != VALUE_TIME || range == NULL)
    return out;
  if (value->from.kind != BOUND_NONE)
    range->from = bound_at(&value->from, eyes->now);
  if (value->to.kind != BOUND_NONE)
    range->to = bound_at(&value->to, eyes->now);
  out.done = term->field != FILTER_DUE; /* only running clocks are due */
  return out;
}

/* --- together ---------------------------------------------------------------------------------------- */
static struct filter_narrow both(struct filter_narrow a, struct filter_narrow b)
{
  struct filter_range *const left[] = {&a.received, &a.changed, &a.due},
                      *const right[] = {&b.received, &b.changed, &b.due};
  for (size_t i = 0; i < G_N_ELEMENTS(left); i++) {
    left[i]->from = MAX(left[i]->from, right[i]->from);
    left[i]->to = MIN(left[i]->to, right[i]->to);
  }
  a.open = a.open && b.open;
  a.done = a.done && b.done;
  a.assignee = a.assignee != NULL ? a.assignee : b.assignee;
  return a;
}

static struct filter_narrow either(struct filter_narrow a, struct filter_narrow b)
{
  struct filter_range *const left[] = {&a.received, &a.changed, &a.due},
                      *const right[] = {&b.received, &b.changed, &b.due};
  if (is_nothing(&a) || is_nothing(&b))
    return is_nothing(&a) ? b : a;
  for (size_t i = 0; i < G_N_ELEMENTS(left); i++) {
    left[i]->from = MIN(left[i]->from, right[i]->from);
    left[i]->to = MAX(left[i]->to, right[i]->to);
  }
  a.open = a.open || b.open;
  a.done = a.done || b.done;
  a.assignee = g_strcmp0(a.assignee, b.assignee) == 0 ? a.assignee : NULL;
  return a;
}

/* What holds where a term does not: only the kinds of which all are open, or all done. */
static struct filter_narrow of_not(const struct node *node)
{
  struct filter_narrow out = wide;
  if (node->kind != NODE_TERM || node->field != FILTER_IS)
    return out;
  for (guint i = 0; i < node->value->len; i++) {
    unsigned bits = g_array_index(node->value, struct value, i).bits;
    out.open = out.open && (bits & 1u << FLAG_OPEN) == 0;
    out.done = out.done && (bits & 1u << FLAG_DONE) == 0;
  }
  return out;
}

static struct filter_narrow of_node(const struct node *node, const struct filter_eyes *eyes)
{
  if (node->kind == NODE_NOT)
    return of_not(node->child->pdata[0]);
  struct filter_narrow out = node->kind == NODE_AND ? wide : nothing;
  if (node->kind == NODE_TERM)
    for (guint i = 0; i < node->value->len; i++)
      out = either(out, of_value(node, &g_array_index(node->value, struct value, i), eyes));
  else
    for (guint i = 0; i < node->child->len; i++) {
      struct filter_narrow child = of_node(node->child->pdata[i], eyes);
      out = node->kind == NODE_AND ? both(out, child) : either(out, child);
    }
  return out;
}

void filter_narrow(const struct filter *filter, const struct filter_eyes *eyes, struct filter_narrow *out)
{
  *out = filter_is_all(filter) ? wide : of_node(filter->root, eyes);
}
