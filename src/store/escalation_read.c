/* Escalations for screens; and what the rules ask for now. */
#include <string.h>

#include "escalation.h"
#include "reference.h"
#include "toban/arena.h"
#include "toban/error.h"

#define COLUMNS \
  "e.number, e.ticket, e.rule, e.contact, e.address, e.subject, e.text, e.reason, e.by_, e.words, e.done_by, e.via," \
  " e.lang, e.clock, e.level, e.calls, e.state, e.at, e.ack_due, e.call_next, e.done_at, t.title, e.message"

static enum escalation_state state_of(const char *id)
{
  for (int i = 0; i < ESCALATION_STATES; i++)
    if (g_strcmp0(escalation_state_id((enum escalation_state)i), id) == 0)
      return (enum escalation_state)i;
  return ESCALATION_ENDED;
}

/* The message's own state; how it went is the outbox's. */
static bool read_message(struct db *db, const char *key, struct arena *arena, struct escalation_row *row,
                         GError **error)
{
  int64_t number = 0;
  if (*key == '\0')
    return true;
  if (!db_get_int(db, &number, 0, error, "SELECT seq FROM outbox WHERE key = $1", "t", key))
    return false;
  struct outbox_list *list = outbox_list_read(db, &(struct outbox_args){.all = true, .number = number, .limit = 1},
                                              error);
  if (list == NULL)
    return false;
  row->has_message = number > 0 && list->rows == 1;
  if (row->has_message) {
    row->message = list->row[0];
    const char **const texts[] = {&row->message.key, &row->message.address, &row->message.subject, &row->message.body,
                                  &row->message.origin, &row->message.by, &row->message.problem, &row->message.answer};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
      *texts[i] = arena_strdup(arena, *texts[i]);
  }
  snapshot_free(list);
  return true;
}

static struct escalation_row row_of(struct db_stmt *stmt, struct arena *arena)
{
  struct escalation_row row = {.number = db_int(stmt, 0), .clock = (int)db_int(stmt, 13),
                               .level = (int)db_int(stmt, 14), .calls = (int)db_int(stmt, 15),
                               .state = state_of(db_text(stmt, 16)),
                               .at = db_utc(stmt, 17), .ack_due = db_utc(stmt, 18), .call_next = db_utc(stmt, 19),
                               .done_at = db_utc(stmt, 20)};
  const char **const texts[] = {&row.ticket, &row.rule, &row.contact, &row.address, &row.subject,
                                &row.text,   &row.reason, &row.by,    &row.words,   &row.done_by};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    *texts[i] = arena_strdup(arena, db_text(stmt, 1 + (int)i));
  row.title = arena_strdup(arena, db_is_null(stmt, 21) ? "" : db_text(stmt, 21));
  reach_parse(db_text(stmt, 11), &row.via);
  lang_parse(db_text(stmt, 12), &row.lang);
  row.message.key = arena_strdup(arena, db_text(stmt, 22));
  return row;
}

static bool count(struct db *db, const char *sql, int *out, GError **error)
{
  int64_t value;
  bool done = db_get_int(db, &value, 0, error, sql, "");
  *out = done ? (int)value : 0;
  return done;
}

static bool read_list(struct db *db, const struct escalation_args *args, struct escalation_list *list, GError **error)
{
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct escalation_row));
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT " COLUMNS " FROM escalation e LEFT JOIN ticket t ON t.key = e.ticket"
                                  " WHERE ($1 = '' OR e.ticket = $1) AND ($2 = 1 OR e.state IN ('open',"
                                  " 'acknowledged', 'unanswered')) ORDER BY e.number DESC LIMIT $3",
                                  "tii", args->ticket, (int64_t)args->all, (int64_t)args->limit);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct escalation_row row = row_of(stmt, list->s.arena);
    g_array_append_val(rows, row);
  }
  db_done(stmt);
  struct escalation_row *row = arena_new0(list->s.arena, struct escalation_row, MAX(rows->len, 1));
  for (guint i = 0; got == 0 && i < rows->len; i++) {
    row[i] = g_array_index(rows, struct escalation_row, i);
    if (!read_message(db, row[i].message.key, list->s.arena, &row[i], error))
      got = -1;
  }
  list->row = row;
  list->rows = (int)rows->len;
  g_array_free(rows, TRUE);
  return got == 0;
}

void *escalation_list_read(struct db *db, const void *escalation_args, GError **error)
{
  struct arena *arena = arena_new();
  struct escalation_list *list = arena_new0(arena, struct escalation_list, 1);
  list->s.arena = arena;
  if (read_list(db, escalation_args, list, error) &&
      count(db, "SELECT count(*) FROM escalation WHERE state IN ('open', 'unanswered')", &list->waiting, error) &&
      count(db, "SELECT count(*) FROM outbox WHERE state = 'failed'", &list->failed, error))
    return list;
  arena_free(arena);
  return NULL;
}

/* --- what the rules ask for ------------------------------------------------------------------------------ */
struct gather { struct db *db; const struct escalation_due_args *args; struct escalation_due *due; GArray *rows; };

static struct ticket_view *view_of(const struct gather *g, const char *ticket, GError **error)
{
  struct ticket_args args = {.now = g->args->now};
  g_strlcpy(args.key, ticket, sizeof args.key);
  return ticket_view_read(g->db, &args, error);
}

/* The rule that reached its threshold on this clock and was not carried out; NULL: none (the plan is behind). */
static const struct escalation_rule *reached(const struct gather *g, const struct ticket_view *view, int clock,
                                             GError **error)
{
  const struct sla_clock *c = &view->clock[clock];
  for (int i = 0; i < g->due->ref->book->rules; i++) {
    const struct escalation_rule *rule = &g->due->ref->book->rule[i];
    int64_t at = warning_elapsed(&rule->at, c->target);
    bool made;
    if (!escalation_rule_matches(rule, &view->t, clock) || at < 0 || c->elapsed < at || c->state != SLA_RUNNING)
      continue;
    if (!escalation_was_made(g->db, view->t.key, clock, rule->id, &made, error))
      return NULL;
    if (!made)
      return rule;
  }
  return NULL;
}

/* From this level on the first whose way is open now; a rule never rings where nobody is. false: all are closed now, so
 * it waits. *contact NULL: the rule has said all that it says. */
static bool pick(const struct gather *g, const struct escalation_rule *rule, int *level, const struct contact **contact)
{
  const struct calendar *hours = calendar_find(g->due->ref->calendars, REACH_CALENDAR);
  int first = *level;
  for (; (*contact = escalation_contact(g->due->ref->book, escalation_rule_contact(rule, *level))) != NULL; ++*level)
    if (reach_at((*contact)->via, hours, g->args->now).open)
      return true;
  return escalation_rule_contact(rule, first) == NULL;
}

static bool add(const struct gather *g, const char *ticket, const struct escalation_due_row *row, GError **error)
{
  struct escalation_due_row one = *row;
  struct ticket_view *view = view_of(g, ticket, error);
  GError *why = NULL;
  if (view == NULL)
    return false;
  one.view = view;
  if (one.rule == NULL)
    one.rule = reached(g, view, one.clock, &why);
  bool failed = why != NULL;
  if (failed)
    g_propagate_error(error, why);
  if (failed || one.rule == NULL || !pick(g, one.rule, &one.level, &one.contact)) {
    snapshot_free(view);
    return !failed;
  }
  g_array_append_val(g->rows, one);
  return true;
}

struct waiting { char *ticket, *rule; int clock, level; int64_t number; };

static void waiting_clear(gpointer data)
{
  struct waiting *w = data;
  g_free(w->ticket);
  g_free(w->rule);
}

static GArray *read_waiting(struct db_stmt *stmt, GError **error)
{
  GArray *list = g_array_new(FALSE, TRUE, sizeof(struct waiting));
  int got = stmt == NULL ? -1 : 1;
  g_array_set_clear_func(list, waiting_clear);
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct waiting w = {g_strdup(db_text(stmt, 0)), g_strdup(db_text(stmt, 1)), (int)db_int(stmt, 2),
                        (int)db_int(stmt, 3), db_int(stmt, 4)};
    g_array_append_val(list, w);
  }
  db_done(stmt);
  if (got == 0)
    return list;
  g_array_unref(list);
  return NULL;
}

static bool add_all(struct gather *g, struct db_stmt *stmt, bool levels, GError **error)
{
  GArray *list = read_waiting(stmt, error);
  bool done = list != NULL;
  for (guint i = 0; done && i < list->len; i++) {
    const struct waiting *w = &g_array_index(list, struct waiting, i);
    struct escalation_due_row row = {.clock = w->clock, .level = levels ? w->level + 1 : 0,
                                     .after = levels ? w->number : 0};
    row.rule = levels ? escalation_rule_find(g->due->ref->book, w->rule) : NULL;
    if (!levels || row.rule != NULL)
      done = add(g, w->ticket, &row, error);
  }
  if (list != NULL)
    g_array_unref(list);
  return done;
}

static bool gather(struct gather *g, GError **error)
{
  const struct escalation_due_args *args = g->args;
  struct db_stmt *stmt = db_query(g->db, error,
                                  "SELECT ticket, '', id % 4, 0, 0 FROM escalation_next WHERE next_at <= $1"
                                  " ORDER BY next_at, id LIMIT $2",
                                  "ui", args->now, (int64_t)args->limit);
  if (!add_all(g, stmt, false, error))
    return false;
  stmt = db_query(g->db, error,
                  "SELECT ticket, rule, clock, level, number FROM escalation WHERE state = 'open' AND ack_due <= $1"
                  " ORDER BY number LIMIT $2",
                  "ui", args->now, (int64_t)args->limit);
  return add_all(g, stmt, true, error) &&
         db_get_int(g->db, &g->due->next, UTC_NONE, error,
                    "SELECT min(at) FROM (SELECT min(next_at) AS at FROM escalation_next UNION ALL"
                    " SELECT min(ack_due) FROM escalation WHERE state = 'open') soon", "");
}

void escalation_due_free(void *due)
{
  struct escalation_due *d = due;
  if (d == NULL)
    return;
  for (int i = 0; i < d->rows; i++)
    snapshot_free((void *)(uintptr_t)d->row[i].view);
  reference_free(d->ref);
  snapshot_free(d);
}

void *escalation_due_read(struct db *db, const void *escalation_due_args, GError **error)
{
  struct arena *arena = arena_new();
  struct escalation_due *due = arena_new0(arena, struct escalation_due, 1);
  struct gather g = {db, escalation_due_args, due, g_array_new(FALSE, TRUE, sizeof(struct escalation_due_row))};
  due->s.arena = arena;
  due->ref = reference_read(db, NULL, error);
  bool done = due->ref != NULL && gather(&g, error);
  struct escalation_due_row *row = arena_new0(arena, struct escalation_due_row, MAX(g.rows->len, 1));
  if (g.rows->len > 0)
    memcpy(row, g.rows->data, g.rows->len * sizeof *row);
  due->row = row;
  due->rows = (int)g.rows->len;
  g_array_free(g.rows, TRUE);
  if (done)
    return due;
  escalation_due_free(due);
  return NULL;
}
