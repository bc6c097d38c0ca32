/* Exclusions that wait for a decision, with what was said when they were asked for. */
#include "event.h"
#include "project.h"
#include "toban/sla_store.h"

static void fill(struct exclusion_row *row, const struct ticket_row *ticket)
{
  *row = (struct exclusion_row){.key = ticket->t.key,
                                .title = ticket->t.title,
                                .office = ticket->t.office,
                                .priority = ticket->t.priority,
                                .clocks = ticket->t.exclusion_pending,
                                .revision = ticket->t.revision,
                                .at = UTC_NONE};
  for (int i = 0; i < CLOCKS; i++) {
    row->clock[i] = ticket->clock[i];
    if ((row->clocks & CLOCK_BIT(i)) != 0)
      row->requester = ticket->t.exclusion_by[i];
  }
}

/* The last request that names one of the clocks that wait. */
static bool find_request(struct db *db, struct arena *arena, struct exclusion_row *row, GError **error)
{
  GArray *events = events_of_ticket(db, row->key, arena, error);
  if (events == NULL)
    return false;
  for (guint i = 0; i < events->len; i++) {
    const struct ticket_event *event = &g_array_index(events, struct ticket_event, i);
    if (event->kind != EVENT_EXCLUSION_REQUESTED || (event->clocks & row->clocks) == 0)
      continue;
    row->requester = event->by;
    row->reason = event->reason;
    row->body = event->body;
    row->at = event->at;
  }
  g_array_free(events, TRUE);
  return true;
}

static bool read_rows(struct db *db, struct exclusion_list *list, struct exclusion_row *rows, int limit, GError **error)
{
  struct db_stmt *stmt = db_query(
      db, error, "SELECT " TICKET_COLUMNS " FROM ticket t WHERE t.exclusion_pending <> 0 ORDER BY t.id LIMIT $1", "i",
      (int64_t)limit);
  struct ticket_row *ticket = g_new0(struct ticket_row, limit);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    row_from_stmt(stmt, list->s.arena, &ticket[list->rows++]);
  db_done(stmt);
  bool done = got == 0;
  for (int i = 0; done && i < list->rows; i++) {
    done = row_load_clocks(db, list->s.arena, &ticket[i], error);
    fill(&rows[i], &ticket[i]);
    done = done && find_request(db, list->s.arena, &rows[i], error);
  }
  g_free(ticket);
  return done;
}

void *exclusion_list_read(struct db *db, const void *exclusion_args, GError **error)
{
  const struct exclusion_args *args = exclusion_args;
  struct arena *arena = arena_new();
  struct exclusion_list *list = arena_new0(arena, struct exclusion_list, 1);
  struct exclusion_row *rows = arena_new0(arena, struct exclusion_row, MAX(args->limit, 1));
  list->s.arena = arena;
  list->row = rows;
  bool done = db_begin_read(db, error) && read_rows(db, list, rows, MAX(args->limit, 1), error) &&
              db_get_int(db, &list->total, 0, error, "SELECT count(*) FROM ticket WHERE exclusion_pending <> 0", "");
  db_rollback(db);
  if (done)
    return list;
  arena_free(arena);
  return NULL;
}
