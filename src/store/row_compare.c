/* Two rows of a ticket, field by field, by a table of the fields. */
#include <stddef.h>
#include <string.h>

#include "project.h"

enum type { TEXT, INT, WIDE, FLAG, TAGS };
struct field {
  const char *name;
  enum type type;
  size_t offset;
};
#define T(type, name) \
  { \
#name, type, offsetof(struct ticket_row, t.name) \
  }
#define R(type, name) \
  { \
#name, type, offsetof(struct ticket_row, name) \
  }
#define C(type, name) \
  { \
#name, type, offsetof(struct sla_clock, name) \
  }

static const struct field of_ticket[] = {
    R(WIDE, id),
    T(TEXT, key),
    T(TEXT, title),
    T(TEXT, requester),
    T(TEXT, lang),
    T(TEXT, category),
    T(TEXT, office),
    T(TEXT, assignee),
    T(TEXT, merged_into),
    T(INT, state),
    T(INT, channel),
    T(INT, priority),
    T(WIDE, received_at),
    T(WIDE, changed_at),
    T(WIDE, answered_at),
    T(WIDE, closed_at),
    T(INT, excluded),
    T(INT, exclusion_pending),
    T(TEXT, exclusion_by[CLOCK_RESPONSE]),
    T(TEXT, exclusion_by[CLOCK_RESOLUTION]),
    T(WIDE, revision),
    R(FLAG, open),
    R(FLAG, held),
    R(WIDE, rank_at),
    R(WIDE, late_at),
    T(WIDE, expected_at),
    T(WIDE, callback_at),
    T(TEXT, cause),
    T(TEXT, section),
    T(TEXT, parent),
    T(INT, children),
    T(WIDE, spent),
    T(INT, tags),
    T(TAGS, tag),
};
static const struct field of_clock[] = {
    C(INT, state),   C(INT, result), C(TEXT, policy), C(TEXT, calendar), C(WIDE, elapsed),
    C(WIDE, target), C(WIDE, at),    C(WIDE, due),    C(WIDE, met_at),   C(WIDE, missed_at),
};

static bool same_texts(const char *const *a, const char *const *b, int count)
{
  for (int i = 0; i < count; i++)
    if (g_strcmp0(a[i], b[i]) != 0)
      return false;
  return true;
}

static bool same(const struct field *field, const void *a, const void *b)
{
  const char *x = (const char *)a + field->offset, *y = (const char *)b + field->offset;
  static const size_t sizes[] = {[INT] = sizeof(int), [WIDE] = sizeof(int64_t), [FLAG] = sizeof(bool)};
  if (field->type == TAGS)
    return same_texts((const char *const *)(const void *)x, (const char *const *)(const void *)y, TICKET_TAGS);
  if (field->type != TEXT)
    return memcmp(x, y, sizes[field->type]) == 0;
  const char *left, *right;
  memcpy(&left, x, sizeof left);
  memcpy(&right, y, sizeof right);
  return g_strcmp0(left, right) == 0;
}

static bool compare(const struct field *fields, size_t count, const void *a, const void *b, const char *prefix,
                    GString *out)
{
  bool all = true;
  for (size_t i = 0; i < count; i++)
    if (!same(&fields[i], a, b)) {
      all = false;
      g_string_append_printf(out, "%s%s%s", out->len == 0 ? "" : " ", prefix, fields[i].name);
    }
  return all;
}

/* Nothing differs but what moves with every event: no index but those of changed_at has work with that. */
bool row_only_touched(const struct ticket_row *row, const struct ticket_row *before)
{
  struct ticket_row old = *before;
  old.t.changed_at = row->t.changed_at;
  old.t.revision = row->t.revision;
  for (size_t i = 0; i < G_N_ELEMENTS(of_ticket); i++)
    if (!same(&of_ticket[i], row, &old))
      return false;
  return true;
}

bool clock_only_touched(const struct ticket_row *row, const struct ticket_row *before, int clock)
{
  struct sla_clock old = before->clock[clock];
  old.elapsed = row->clock[clock].elapsed;
  old.at = row->clock[clock].at;
  for (size_t i = 0; i < G_N_ELEMENTS(of_clock); i++)
    if (!same(&of_clock[i], &row->clock[clock], &old))
      return false;
  return row->clock_late[clock] == before->clock_late[clock];
}

bool row_same(const struct ticket_row *a, const struct ticket_row *b, GString *out)
{
  static const char *const prefix[CLOCKS] = {"response.", "resolution."};
  g_string_truncate(out, 0);
  bool all = compare(of_ticket, G_N_ELEMENTS(of_ticket), a, b, "", out);
  for (int i = 0; i < CLOCKS; i++) {
    all &= compare(of_clock, G_N_ELEMENTS(of_clock), &a->clock[i], &b->clock[i], prefix[i], out);
    if (a->clock_late[i] != b->clock_late[i]) {
      all = false;
      g_string_append_printf(out, " %slate", prefix[i]);
    }
  }
  return all;
}
