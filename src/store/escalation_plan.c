/* When the rules look at each running clock next: table escalation_next. */
#include <string.h>

#include "escalation.h"
#include "reference.h"
#include "toban/lang.h"

bool escalation_was_made(struct db *db, const char *ticket, int clock, const char *rule, bool *out, GError **error)
{
  int64_t made = 0;
  bool done = db_get_int(db, &made, 0, error,
                         "SELECT count(*) FROM escalation WHERE ticket = $1 AND clock = $2 AND rule = $3", "tit",
                         ticket, (int64_t)clock, rule);
  *out = made > 0;
  return done;
}

/* The earliest threshold of a rule that was not carried out yet; UTC_NONE: none. */
static bool next_of(struct db *db, const struct reference *ref, const struct ticket_row *row, int clock, utc_t *out,
                    GError **error)
{
  const struct sla_clock *c = &row->clock[clock];
  const struct calendar *calendar = calendar_find(ref->calendars, c->calendar);
  *out = UTC_NONE;
  for (int i = 0; i < ref->book->rules; i++) {
    const struct escalation_rule *rule = &ref->book->rule[i];
    struct warning_list one = {.warning = {rule->at}, .count = 1};
    bool made;
    if (!escalation_rule_matches(rule, &row->t, clock))
      continue;
    if (!escalation_was_made(db, row->t.key, clock, rule->id, &made, error))
      return false;
    utc_t at = made ? UTC_NONE : warnings_next(&one, 1, c, calendar);
    if (at != UTC_NONE && (*out == UTC_NONE || at < *out))
      *out = at;
  }
  return true;
}

static bool plan_clock(struct db *db, const struct reference *ref, const struct ticket_row *row, int clock,
                       GError **error)
{
  int64_t id = row->id * 4 + clock;
  utc_t next = UTC_NONE;
  if (row->clock[clock].state == SLA_RUNNING && !next_of(db, ref, row, clock, &next, error))
    return false;
  if (next == UTC_NONE)
    return db_exec(db, error, "DELETE FROM escalation_next WHERE id = $1", "i", id);
  return db_exec(db, error,
                 "INSERT INTO escalation_next (id, ticket, next_at) VALUES ($1, $2, $3)"
                 " ON CONFLICT (id) DO UPDATE SET next_at = $3",
                 "itu", id, row->t.key, next);
}

bool escalation_plan_row(struct db *db, const struct ticket_row *row, const struct ticket_row *before, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  if (ref == NULL)
    return false;
  for (int i = 0; i < CLOCKS && ref->book->rules > 0; i++) {
    bool ran = before != NULL && before->id != 0 && before->clock[i].state == SLA_RUNNING;
    if ((ran || row->clock[i].state == SLA_RUNNING) && !plan_clock(db, ref, row, i, error))
      return false;
  }
  return true;
}

static GPtrArray *running_tickets(struct db *db, GError **error)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
  struct db_stmt *stmt = db_prepare(db, "SELECT key FROM ticket WHERE open = 1 ORDER BY id", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    g_ptr_array_add(keys, g_strdup(db_text(stmt, 0)));
  db_done(stmt);
  if (got == 0)
    return keys;
  g_ptr_array_free(keys, TRUE);
  return NULL;
}

bool escalation_plan_all(struct db *db, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  if (ref == NULL || !db_exec(db, error, "DELETE FROM escalation_next", ""))
    return false;
  if (ref->book->rules == 0)
    return true;
  GPtrArray *keys = running_tickets(db, error);
  bool done = keys != NULL;
  for (guint i = 0; done && i < keys->len; i++) {
    struct arena *arena = arena_new();
    struct ticket_row row;
    done = row_load(db, keys->pdata[i], arena, &row, error) && escalation_plan_row(db, &row, NULL, error);
    arena_free(arena);
  }
  if (keys != NULL)
    g_ptr_array_free(keys, TRUE);
  return done;
}
