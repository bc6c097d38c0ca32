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

static bool read_view(struct db *db, struct ticket_view *view, const struct ticket_args *args, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  GArray *events = ref == NULL ? NULL : events_of_ticket(db, args->key, view->s.arena, error);
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
