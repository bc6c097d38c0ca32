/* Warnings of running clocks: when the next is due (alert_next), and which were given (alert). */
#include "alert.h"

#include <string.h>

#include "event.h"
#include "feed.h"
#include "reference.h"
#include "toban/alert.h"
#include "toban/lang.h"
#include "toban/store.h"

#define SETTING "warnings"

/* One running clock and what is known about its warnings. */
struct watch {
  int64_t id;
  struct sla_clock clock;
  const struct calendar *calendar;      /* NULL: wall time */
  struct warning_list list;
  char *rule;                           /* policy and target: what was given is given for these */
  unsigned given;                       /* bits by index of list */
};

static bool read_warnings(struct db *db, struct warning_list *out, GError **error)
{
  struct db_stmt *stmt = db_query(db, error, "SELECT value FROM setting WHERE actor = '' AND name = $1", "t", SETTING);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0 && !warnings_parse(db_text(stmt, 0), out, NULL))
    got = 0; /* checked when it was set; whoever wrote something else gets the usual ones */
  db_done(stmt);
  if (got == 0)
    warnings_parse(WARNINGS_USUAL, out, NULL);
  return got >= 0;
}

static bool read_given(struct db *db, struct watch *watch, GError **error)
{
  struct db_stmt *stmt = db_query(db, error, "SELECT warning FROM alert WHERE clock = $1 AND rule = $2", "it",
                                  watch->id, watch->rule);
  int got = stmt == NULL ? -1 : 1;
  watch->given = 0;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    for (int i = 0; i < watch->list.count; i++)
      if (strcmp(watch->list.warning[i].id, db_text(stmt, 0)) == 0)
        watch->given |= 1u << i;
  db_done(stmt);
  return got == 0;
}

/* Strings of the clock are borrowed. */
static bool watch_init(struct watch *watch, struct db *db, int64_t id, const struct sla_clock *clock, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  *watch = (struct watch){.id = id, .clock = *clock};
  if (ref == NULL || !read_warnings(db, &watch->list, error))
    return false;
  watch->calendar = calendar_find(ref->calendars, clock->calendar);
  watch->rule = g_strdup_printf("%s %" G_GINT64_FORMAT, clock->policy, clock->target);
  return read_given(db, watch, error);
}

static unsigned not_given(const struct watch *watch)
{
  return ((1u << watch->list.count) - 1) & ~watch->given;
}

static bool forget(struct db *db, int64_t id, GError **error)
{
  return db_exec(db, error, "DELETE FROM alert_next WHERE id = $1", "i", id);
}

static bool plan(struct db *db, const struct watch *watch, GError **error)
{
  utc_t next = warnings_next(&watch->list, not_given(watch), &watch->clock, watch->calendar);
  if (next == UTC_NONE)
    return forget(db, watch->id, error);
  return db_exec(db, error,
                 "INSERT INTO alert_next (id, next_at) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET next_at = $2",
                 "iu", watch->id, next);
}

static bool plan_clock(struct db *db, int64_t id, const struct sla_clock *clock, GError **error)
{
  struct watch watch;
  bool done = watch_init(&watch, db, id, clock, error) && plan(db, &watch, error);
  g_free(watch.rule);
  return done;
}

bool alert_plan_row(struct db *db, const struct ticket_row *row, const struct ticket_row *before, GError **error)
{
  bool done = true;
  for (int i = 0; done && i < CLOCKS; i++)
    if (row->clock[i].state == SLA_RUNNING)
      done = plan_clock(db, row->id * 4 + i, &row->clock[i], error);
    else if (before != NULL && before->id != 0 && before->clock[i].state == SLA_RUNNING)
      done = forget(db, row->id * 4 + i, error);
  return done;
}

static GArray *ids_of(struct db_stmt *stmt, GError **error)
{
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    int64_t id = db_int(stmt, 0);
    g_array_append_val(ids, id);
  }
  db_done(stmt);
  if (got == 0)
    return ids;
  g_array_free(ids, TRUE);
  return NULL;
}

/* The clock as it was at the ticket's last event; state SLA_NONE when there is no such clock. */
static bool load_clock(struct db *db, int64_t id, struct arena *arena, struct sla_clock *out, GError **error)
{
  utc_t late;
  struct db_stmt *stmt = db_query(db, error, "SELECT " CLOCK_COLUMNS " FROM ticket_clock c WHERE c.id = $1", "i", id);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *out = (struct sla_clock){.state = SLA_NONE};
  if (got > 0)
    clock_from_stmt(stmt, arena, out, &late);
  db_done(stmt);
  return got >= 0;
}

bool alert_plan_all(struct db *db, GError **error)
{
  GArray *ids = NULL;
  if (db_exec(db, error, "DELETE FROM alert_next", ""))
    ids = ids_of(db_prepare(db, "SELECT id FROM ticket_clock WHERE state = 1 ORDER BY id", error), error);
  struct arena *arena = arena_new();
  bool done = ids != NULL;
  for (guint i = 0; done && i < ids->len; i++) {
    struct sla_clock clock;
    int64_t id = g_array_index(ids, int64_t, i);
    done = load_clock(db, id, arena, &clock, error) && plan_clock(db, id, &clock, error);
  }
  arena_free(arena);
  if (ids != NULL)
    g_array_free(ids, TRUE);
  return done;
}

bool alert_get_warnings(struct db *db, char **text, GError **error)
{
  struct db_stmt *stmt = db_query(db, error, "SELECT value FROM setting WHERE actor = '' AND name = $1", "t", SETTING);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got >= 0)
    *text = g_strdup(got > 0 ? db_text(stmt, 0) : WARNINGS_USUAL);
  db_done(stmt);
  return got >= 0;
}

bool alert_set_warnings(struct db *db, const char *text, const char *actor, utc_t at, GError **error)
{
  struct warning_list list;
  if (!warnings_parse(text, &list, error))
    return false;
  char *data = g_strdup_printf("{\"warnings\":\"%s\"}", text); /* digits, "%", "m" and ";": nothing to escape */
  bool done = event_subject(db, SETTING, "changed", at, actor, data, NULL, error) &&
              db_exec(db, error,
                      "INSERT INTO setting (actor, name, value) VALUES ('', $1, $2)"
                      " ON CONFLICT (actor, name) DO UPDATE SET value = $2",
                      "tt", SETTING, text) &&
              alert_plan_all(db, error) && feed_put(db, TOPIC_TICKET, NULL, error);
  g_free(data);
  return done;
}

/* --- claiming --------------------------------------------------------------------------------------- */
struct command *alert_claim(const char *actor, utc_t now, int64_t id)
{
  struct command *command = command_new(COMMAND_ALERT, actor, now);
  char text[24];
  g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, id);
  command_set(command, &command->name, text);
  return command;
}

struct command *alert_claim_old(const char *actor, utc_t now, utc_t since)
{
  struct command *command = command_new(COMMAND_ALERT, actor, now);
  char text[24];
  g_snprintf(text, sizeof text, "%" G_GINT64_FORMAT, since);
  command_set(command, &command->value, text);
  return command;
}

static bool give(struct db *db, struct watch *watch, unsigned set, const struct command *command, GError **error)
{
  bool done = true;
  for (int i = 0; done && i < watch->list.count; i++)
    if ((set & 1u << i) != 0)
      done = db_exec(db, error,
                     "INSERT INTO alert (clock, rule, warning, at, by_) VALUES ($1, $2, $3, $4, $5)"
                     " ON CONFLICT (clock, rule, warning) DO NOTHING",
                     "ittut", watch->id, watch->rule, watch->list.warning[i].id, command->at, command->actor);
  watch->given |= set;
  return done && plan(db, watch, error);
}

/* *claimed grows by one when something was due that nobody had claimed. */
static bool claim(struct db *db, int64_t id, const struct command *command, int64_t *claimed, GError **error)
{
  struct arena *arena = arena_new();
  struct watch watch = {0};
  struct sla_clock clock;
  bool done = load_clock(db, id, arena, &clock, error);
  if (done && clock.state == SLA_RUNNING && (done = watch_init(&watch, db, id, &clock, error))) {
    struct sla_clock now = sla_clock_now(&clock, watch.calendar, command->at);
    unsigned set = warnings_reached(&watch.list, now.target, now.elapsed) & ~watch.given;
    *claimed += set != 0;
    done = set == 0 || give(db, &watch, set, command, error);
  }
  g_free(watch.rule);
  arena_free(arena);
  return done;
}

bool command_run_alert(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  int64_t claimed = 0;
  bool done = false;
  if (command->name != NULL) {
    done = claim(db, g_ascii_strtoll(command->name, NULL, 10), command, &claimed, error);
  } else {
    utc_t since = g_ascii_strtoll(command->value, NULL, 10);
    GArray *ids = ids_of(
        db_query(db, error, "SELECT id FROM alert_next WHERE next_at < $1 ORDER BY id", "u", since), error);
    done = ids != NULL;
    for (guint i = 0; done && i < ids->len; i++)
      done = claim(db, g_array_index(ids, int64_t, i), command, &claimed, error);
    if (ids != NULL)
      g_array_free(ids, TRUE);
  }
  outcome->revision = claimed;
  outcome->result = claimed == 0 ? COMMAND_REPEATED : COMMAND_DONE;
  return done;
}

/* --- what is due ------------------------------------------------------------------------------------- */
static bool fill_row(struct db *db, struct alert_row *row, utc_t now, GError **error)
{
  struct watch watch = {0};
  bool done = watch_init(&watch, db, row->id, &row->clock, error);
  if (done) {
    row->clock = sla_clock_now(&row->clock, watch.calendar, now);
    unsigned set = warnings_reached(&watch.list, row->clock.target, row->clock.elapsed) & ~watch.given;
    int gravest = warnings_gravest(&watch.list, set, row->clock.target);
    if (gravest >= 0)
      row->warning = watch.list.warning[gravest];
  }
  g_free(watch.rule);
  return done;
}

static void row_of(struct db_stmt *stmt, struct arena *arena, struct alert_row *row)
{
  enum { OWN = 12 }; /* after CLOCK_COLUMNS */
  utc_t late;
  clock_from_stmt(stmt, arena, &row->clock, &late);
  row->id = db_int(stmt, 0);
  row->clock_kind = (int)(row->id % 4);
  row->since = db_utc(stmt, OWN);
  row->key = arena_strdup(arena, db_text(stmt, OWN + 1));
  row->title = arena_strdup(arena, db_text(stmt, OWN + 2));
  row->office = arena_strdup(arena, db_text(stmt, OWN + 3));
  row->assignee = arena_strdup(arena, db_text(stmt, OWN + 4));
  row->priority = (int)db_int(stmt, OWN + 5);
}

static bool read_rows(struct db *db, const struct alert_args *args, struct alert_list *list, GError **error)
{
  struct alert_row *rows = arena_new0(list->s.arena, struct alert_row, MAX(args->limit, 1));
  struct db_stmt *stmt = db_query(
      db, error,
      "SELECT " CLOCK_COLUMNS ", n.next_at, t.key, t.title, t.office, t.assignee, t.priority FROM alert_next n"
      " JOIN ticket_clock c ON c.id = n.id JOIN ticket t ON t.id = n.id / 4 WHERE n.next_at <= $1 AND c.state = 1"
      " ORDER BY n.next_at, n.id LIMIT $2",
      "ui", args->now, (int64_t)args->limit);
  int got = stmt == NULL ? -1 : 1;
  list->row = rows;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    row_of(stmt, list->s.arena, &rows[list->rows++]);
  db_done(stmt);
  bool done = got == 0;
  for (int i = 0; done && i < list->rows; i++)
    done = fill_row(db, &rows[i], args->now, error);
  return done;
}

static bool read_next(struct db *db, const struct alert_args *args, struct alert_list *list, GError **error)
{
  utc_t now = args->now;
  return db_get_int(db, &list->total, 0, error, "SELECT count(*) FROM alert_next WHERE next_at <= $1", "u", now) &&
         db_get_int(db, &list->next, UTC_NONE, error, "SELECT min(next_at) FROM alert_next WHERE next_at > $1", "u",
                    now);
}

void *alert_list_read(struct db *db, const void *alert_args, GError **error)
{
  struct arena *arena = arena_new();
  struct alert_list *list = arena_new0(arena, struct alert_list, 1);
  list->s.arena = arena;
  bool done = db_begin_read(db, error) && read_rows(db, alert_args, list, error) &&
              read_next(db, alert_args, list, error);
  db_rollback(db);
  if (done)
    return list;
  arena_free(arena);
  return NULL;
}
