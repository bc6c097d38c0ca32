#include "project.h"

#include <string.h>

#include "alert.h"
#include "escalation.h"
#include "span.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/text.h"
#include "view.h"

enum { FOLDED_MAX = 600 }; /* bytes: a filter looks at the beginning of a long title */

/* --- from events to a row ------------------------------------------------------------------------- */
static bool fold(struct ticket_row *row, const struct ticket_event *event, int events, int *bad, GError **error)
{
  for (int i = 0; i < events; i++) {
    if (!ticket_may_apply(i == 0 ? NULL : &row->t, &event[i], error)) {
      g_prefix_error(error, "%s: ", event[i].ticket);
      *bad = i;
      return false;
    }
    ticket_apply(&row->t, &event[i]);
  }
  return true;
}

/* One second more than the target: that is missed. */
static utc_t late_instant(const struct sla_clock *clock, const struct calendar_set *calendars)
{
  if (clock->state != SLA_RUNNING)
    return UTC_NONE;
  if (clock->missed_at != UTC_NONE)
    return clock->missed_at;
  const struct calendar *calendar = clock->calendar == NULL ? NULL : calendar_find(calendars, clock->calendar);
  return sla_reaches(clock, calendar, clock->target + 1);
}

static utc_t earlier(utc_t a, utc_t b)
{
  return a == UTC_NONE ? b : b == UTC_NONE ? a : MIN(a, b);
}

static void rank(struct ticket_row *row, const struct calendar_set *calendars)
{
  utc_t due = UTC_NONE;
  row->late_at = UTC_NONE;
  for (int i = 0; i < CLOCKS; i++) {
    row->clock_late[i] = late_instant(&row->clock[i], calendars);
    row->late_at = earlier(row->late_at, row->clock_late[i]);
    if (row->clock[i].state == SLA_RUNNING)
      due = earlier(due, row->clock[i].due);
  }
  row->open = row->t.merged_into == NULL && ticket_state_is_open(row->t.state);
  row->held = row->t.state == TICKET_WAITING_USER || row->t.state == TICKET_WAITING_VENDOR;
  due = earlier(earlier(due, row->t.callback_at), row->held ? row->t.expected_at : UTC_NONE);
  row->rank_at = due != UTC_NONE ? due : RANK_LAST + row->t.received_at;
}

bool row_fold(struct ticket_row *row, const struct reference *ref, const struct ticket_event *event, int events,
              int *bad, GError **error)
{
  struct sla_context context = sla_context_of(ref);
  *row = (struct ticket_row){0};
  if (!fold(row, event, events, bad, error))
    return false;
  row->id = event[0].seq;
  sla_evaluate(&context, event, events, row->t.changed_at, row->clock);
  rank(row, ref->calendars);
  return true;
}

char *row_folded(const struct ticket *ticket)
{
  GString *text = g_string_new(ticket->key);
  g_string_append_c(text, '\n');
  g_string_append(text, ticket->requester == NULL ? "" : ticket->requester);
  g_string_append_c(text, '\n');
  g_string_append(text, ticket->title == NULL ? "" : ticket->title);
  char **lines = g_strsplit(text->str, "\n", -1);
  g_string_truncate(text, 0);
  for (int i = 0; lines[i] != NULL; i++) {
    char *folded = text_fold(lines[i], -1);
    g_string_append_printf(text, "%s%s", i == 0 ? "" : "\n", folded);
    g_free(folded);
  }
  g_strfreev(lines);
  if (text->len > FOLDED_MAX)
    g_string_truncate(text, (gsize)(g_utf8_find_prev_char(text->str, text->str + FOLDED_MAX + 1) - text->str));
  return g_string_free(text, FALSE);
}

char *row_tags(const struct ticket *ticket)
{
  if (ticket->tags == 0)
    return NULL;
  GString *out = g_string_new(";");
  for (int i = 0; i < ticket->tags; i++)
    g_string_append_printf(out, "%s;", ticket->tag[i]);
  return g_string_free(out, FALSE);
}

void row_tags_set(struct ticket *ticket, const char *text, struct arena *arena)
{
  char **tags = g_strsplit(text == NULL ? "" : text, ";", -1);
  for (int i = 0; tags[i] != NULL && ticket->tags < TICKET_TAGS; i++)
    if (*tags[i] != '\0')
      ticket->tag[ticket->tags++] = arena_strdup(arena, tags[i]);
  g_strfreev(tags);
}

/* --- counts --------------------------------------------------------------------------------------- */
void row_tally(const struct ticket_row *row, struct tallies *tallies, int by)
{
  view_counts_add(tallies->views, row, by);
  callers_count(&tallies->callers, &row->t, by);
  tallies->all += by;
  *(row->open ? &tallies->open : &tallies->done) += by;
  if (row->t.merged_into == NULL)
    tallies->state[row->t.state] += by;
  if (row->open && row->t.office != NULL)
    tallies_office(tallies, row->t.office, by);
  for (int i = 0; i < CLOCKS; i++)
    tallies->running += row->clock[i].state == SLA_RUNNING ? by : 0;
  tallies_day(tallies->days[DAYS_ALL], row->t.changed_at, by);
  if (row->open)
    tallies_day(tallies->days[DAYS_RANK], row->rank_at, by);
  else
    tallies_day(tallies->days[DAYS_DONE], row->t.changed_at, by);
  if (row->open && row->late_at != UTC_NONE)
    tallies_day(tallies->days[DAYS_LATE], row->late_at, by);
}

/* --- rows in the database --------------------------------------------------------------------------- */
static void bind_ticket(struct db_stmt *stmt, const struct ticket_row *row)
{
  const struct ticket *t = &row->t;
  const char *const texts[] = {t->key,      t->title,  t->requester, t->lang,
                               t->category, t->office, t->assignee,  t->merged_into};
  const int64_t numbers[] = {t->state, t->channel, t->priority};
  const utc_t times[] = {t->received_at, t->changed_at, t->answered_at, t->closed_at};
  int n = 1;
  db_bind_int(stmt, n++, row->id);
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    db_bind_text(stmt, n++, texts[i]);
  for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
    db_bind_int(stmt, n++, numbers[i]);
  for (size_t i = 0; i < G_N_ELEMENTS(times); i++)
    db_bind_utc(stmt, n++, times[i]);
  db_bind_int(stmt, n++, t->excluded);
  db_bind_int(stmt, n++, t->exclusion_pending);
  for (int i = 0; i < CLOCKS; i++)
    db_bind_text(stmt, n++, t->exclusion_by[i]);
  db_bind_int(stmt, n++, t->revision);
  db_bind_int(stmt, n++, row->open);
  db_bind_int(stmt, n++, row->held);
  db_bind_int(stmt, n++, row->rank_at);
  db_bind_utc(stmt, n++, row->late_at);
  char *folded = row_folded(t), *tags = row_tags(t);
  db_bind_text(stmt, n++, folded);
  db_bind_utc(stmt, n++, t->expected_at);
  db_bind_utc(stmt, n++, t->callback_at);
  db_bind_text(stmt, n++, t->cause);
  db_bind_text(stmt, n++, t->section);
  db_bind_text(stmt, n++, t->parent);
  db_bind_int(stmt, n++, t->children);
  db_bind_int(stmt, n++, t->spent);
  db_bind_text(stmt, n++, tags);
  g_free(folded);
  g_free(tags);
}

static bool finish(struct db_stmt *stmt, GError **error)
{
  int got = db_step(stmt, error);
  db_done(stmt);
  return got >= 0;
}

static bool write_ticket(struct db *db, const struct ticket_row *row, GError **error)
{
  struct db_stmt *stmt = db_prepare(
      db,
      "INSERT INTO ticket (id, key, title, requester, lang, category, office, assignee, merged_into, state, channel,"
      " priority, received_at, changed_at, answered_at, closed_at, excluded, exclusion_pending, exclusion_by_response,"
      " exclusion_by_resolution, revision, open, held, rank_at, late_at, folded, expected_at, callback_at, cause,"
      " section, parent, children, spent, tags) VALUES ($1, $2, $3, $4, $5, $6, $7,"
      " $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29,"
      " $30, $31, $32, $33, $34)"
      " ON CONFLICT (id) DO UPDATE SET title = $3, requester = $4, lang = $5, category = $6, office = $7,"
      " assignee = $8, merged_into = $9, state = $10, channel = $11, priority = $12, received_at = $13,"
      " changed_at = $14, answered_at = $15, closed_at = $16, excluded = $17, exclusion_pending = $18,"
      " exclusion_by_response = $19, exclusion_by_resolution = $20, revision = $21, open = $22, held = $23,"
      " rank_at = $24, late_at = $25, folded = $26, expected_at = $27, callback_at = $28, cause = $29,"
      " section = $30, parent = $31, children = $32, spent = $33, tags = $34",
      error);
  if (stmt == NULL)
    return false;
  bind_ticket(stmt, row);
  return finish(stmt, error);
}

/* A note changes next to nothing: naming every column would rewrite every index. */
static bool touch_ticket(struct db *db, const struct ticket_row *row, GError **error)
{
  return db_exec(db, error, "UPDATE ticket SET changed_at = $1, revision = $2 WHERE id = $3", "uii", row->t.changed_at,
                 row->t.revision, row->id);
}

static bool write_clock(struct db *db, const struct ticket_row *row, const struct ticket_row *before, int clock,
                        GError **error)
{
  const struct sla_clock *c = &row->clock[clock];
  if (before != NULL && clock_only_touched(row, before, clock))
    return db_exec(db, error, "UPDATE ticket_clock SET elapsed = $1, at = $2 WHERE id = $3", "iui", c->elapsed, c->at,
                   row->id * 4 + clock);
  return db_exec(
      db, error,
      "INSERT INTO ticket_clock (id, policy, calendar, state, result, elapsed, target, at, due_at, late_at,"
      " met_at, missed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO UPDATE SET"
      " policy = $2, calendar = $3, state = $4, result = $5, elapsed = $6, target = $7, at = $8, due_at = $9,"
      " late_at = $10, met_at = $11, missed_at = $12",
      "ittiiiiuuuuu", row->id * 4 + clock, c->policy, c->calendar, (int64_t)c->state, (int64_t)c->result, c->elapsed,
      c->target, c->at, c->due, row->clock_late[clock], c->met_at, c->missed_at);
}

bool row_write(struct db *db, const struct ticket_row *row, const struct ticket_row *before, struct tallies *tallies,
               GError **error)
{
  const struct ticket_row *old = before != NULL && before->id != 0 ? before : NULL;
  if (!tallies_views(tallies, db, error))
    return false;
  if (old != NULL)
    row_tally(old, tallies, -1);
  row_tally(row, tallies, 1);
  if (!(old != NULL && row_only_touched(row, old) ? touch_ticket(db, row, error) : write_ticket(db, row, error)))
    return false;
  for (int i = 0; i < CLOCKS; i++)
    if (!write_clock(db, row, old, i, error))
      return false;
  return alert_plan_row(db, row, before, error) && escalation_plan_row(db, row, before, error) &&
         span_write(db, row, before, error);
}

void row_from_stmt(struct db_stmt *stmt, struct arena *arena, struct ticket_row *out)
{
  struct ticket *t = &out->t;
  const char **const texts[] = {&t->key,      &t->title,  &t->requester, &t->lang,
                                &t->category, &t->office, &t->assignee,  &t->merged_into};
  utc_t *const times[] = {&t->received_at, &t->changed_at, &t->answered_at, &t->closed_at};
  int n = 0;
  *out = (struct ticket_row){.id = db_int(stmt, n++)};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    *texts[i] = arena_strdup(arena, db_text(stmt, n++));
  t->state = (enum ticket_state)db_int(stmt, n++);
  t->channel = (enum channel)db_int(stmt, n++);
  t->priority = (int)db_int(stmt, n++);
  for (size_t i = 0; i < G_N_ELEMENTS(times); i++)
    *times[i] = db_utc(stmt, n++);
  t->excluded = (unsigned)db_int(stmt, n++);
  t->exclusion_pending = (unsigned)db_int(stmt, n++);
  for (int i = 0; i < CLOCKS; i++)
    t->exclusion_by[i] = arena_strdup(arena, db_text(stmt, n++));
  t->revision = db_int(stmt, n++);
  out->open = db_int(stmt, n++) != 0;
  out->held = db_int(stmt, n++) != 0;
  out->rank_at = db_int(stmt, n++);
  out->late_at = db_utc(stmt, n++);
  t->expected_at = db_utc(stmt, n++);
  t->callback_at = db_utc(stmt, n++);
  t->cause = arena_strdup(arena, db_text(stmt, n++));
  t->section = arena_strdup(arena, db_text(stmt, n++));
  t->parent = arena_strdup(arena, db_text(stmt, n++));
  t->children = (int)db_int(stmt, n++);
  t->spent = db_int(stmt, n++);
  row_tags_set(t, db_text(stmt, n++), arena);
}

void clock_from_stmt(struct db_stmt *stmt, struct arena *arena, struct sla_clock *out, utc_t *late_at)
{
  *out = (struct sla_clock){.policy = arena_strdup(arena, db_text(stmt, 1)),
                            .calendar = arena_strdup(arena, db_text(stmt, 2)),
                            .state = (enum sla_state)db_int(stmt, 3),
                            .result = (enum sla_result)db_int(stmt, 4),
                            .elapsed = db_int(stmt, 5),
                            .target = db_int(stmt, 6),
                            .at = db_utc(stmt, 7),
                            .due = db_utc(stmt, 8),
                            .met_at = db_utc(stmt, 10),
                            .missed_at = db_utc(stmt, 11)};
  *late_at = db_utc(stmt, 9);
}

bool row_load_clocks(struct db *db, struct arena *arena, struct ticket_row *row, GError **error)
{
  for (int i = 0; i < CLOCKS; i++) {
    row->clock[i] = (struct sla_clock){
        .state = SLA_NONE, .at = UTC_NONE, .due = UTC_NONE, .met_at = UTC_NONE, .missed_at = UTC_NONE};
    row->clock_late[i] = UTC_NONE;
  }
  struct db_stmt *stmt = db_query(
      db, error, "SELECT " CLOCK_COLUMNS " FROM ticket_clock c WHERE c.id BETWEEN $1 AND $2 ORDER BY c.id", "ii",
      row->id * 4, row->id * 4 + CLOCKS - 1);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    int clock = (int)(db_int(stmt, 0) % 4);
    clock_from_stmt(stmt, arena, &row->clock[clock], &row->clock_late[clock]);
  }
  db_done(stmt);
  return got == 0;
}

bool row_load(struct db *db, const char *key, struct arena *arena, struct ticket_row *row, GError **error)
{
  *row = (struct ticket_row){0};
  struct db_stmt *stmt = db_query(db, error, "SELECT " TICKET_COLUMNS " FROM ticket t WHERE t.key = $1", "t", key);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0)
    row_from_stmt(stmt, arena, row);
  db_done(stmt);
  return got == 0 || (got > 0 && row_load_clocks(db, arena, row, error));
}
