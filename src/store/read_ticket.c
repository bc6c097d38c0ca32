/* One ticket in full, folded from its events: what the log says, not what a table remembers. */
#include <string.h>

#include "event.h"
#include "project.h"
#include "reference.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/read.h"

/* The texts of a clock belong to the reference data, which may go before the view does. */
static void own_clock(struct sla_clock *clock, struct arena *arena)
{
  clock->policy = arena_strdup(arena, clock->policy);
  clock->calendar = arena_strdup(arena, clock->calendar);
  clock->row = NULL;
}

static bool fill(struct ticket_view *view, const struct reference *ref, GArray *events, utc_t now, GError **error)
{
  struct arena *arena = view->s.arena;
  struct ticket_event *event = arena_new0(arena, struct ticket_event, events->len);
  struct ticket_row row;
  struct sla_context context = sla_context_of(ref);
  int bad;
  memcpy(event, events->data, events->len * sizeof *event);
  if (!row_fold(&row, ref, event, (int)events->len, &bad, error))
    return false;
  view->id = row.id;
  view->t = row.t;
  view->event = event;
  view->events = (int)events->len;
  sla_evaluate(&context, event, view->events, MAX(now, row.t.changed_at), view->clock);
  for (int i = 0; i < CLOCKS; i++)
    own_clock(&view->clock[i], arena);
  return true;
}

/* The newest ticket with this number, of any day: 14 and 0014 are 261124-0014. `out` stays as it is without one. */
static bool find_by_number(struct db *db, const char *digits, char *out, size_t size, GError **error)
{
  int64_t number = g_ascii_strtoll(digits, NULL, 10), there = 0;
  struct db_stmt *stmt = db_query(
      db, error, "SELECT day FROM tally_day WHERE kind = 'key' AND value >= $1 ORDER BY day DESC", "i", number);
  int got = stmt == NULL ? -1 : 1;
  while (there == 0 && got > 0 && (got = db_step(stmt, error)) > 0) {
    struct civil c = civil_from_day((day_t)db_int(stmt, 0));
    char key[40];
    g_snprintf(key, sizeof key, "%02d%02d%02d-%04" G_GINT64_FORMAT, c.year % 100, c.month, c.day, number);
    if (!db_get_int(db, &there, 0, error, "SELECT id FROM ticket WHERE key = $1", "t", key))
      got = -1;
    if (there != 0)
      g_strlcpy(out, key, size);
  }
  db_done(stmt);
  return got >= 0;
}

static bool is_number(const char *key)
{
  size_t length = strlen(key);
  return length > 0 && length < 10 && strspn(key, "0123456789") == length;
}

static bool read_view(struct db *db, struct ticket_view *view, const struct ticket_args *args, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  char key[sizeof args->key];
  g_strlcpy(key, args->key, sizeof key);
  if (ref == NULL || (is_number(key) && !find_by_number(db, key, key, sizeof key, error)))
    return false;
  GArray *events = events_of_ticket(db, key, view->s.arena, error);
  if (events == NULL)
    return false;
  if (events->len == 0)
    error_set(error, TE_NOINPUT, _("no such ticket: “%s”"), args->key);
  bool done = events->len > 0 && fill(view, ref, events, args->now, error);
  g_array_free(events, TRUE);
  return done;
}

void *ticket_view_read(struct db *db, const void *ticket_args, GError **error)
{
  struct arena *arena = arena_new();
  struct ticket_view *view = arena_new0(arena, struct ticket_view, 1);
  view->s.arena = arena;
  bool done = db_begin_read(db, error) && read_view(db, view, ticket_args, error);
  db_rollback(db);
  if (done)
    return view;
  arena_free(arena);
  return NULL;
}
