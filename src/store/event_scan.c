#include <string.h>

#include "event.h"

struct group {
  struct arena *arena;
  GArray *events;
};

static void group_begin(struct group *group)
{
  group->arena = arena_new();
  g_array_set_size(group->events, 0);
}

static bool group_end(struct group *group, ticket_events_fn *each, void *user, GError **error)
{
  bool going = group->events->len == 0 ||
               each(user, (const struct ticket_event *)(void *)group->events->data, (int)group->events->len, error);
  arena_free(group->arena);
  group->arena = NULL;
  return going;
}

static bool belongs(const struct group *group, const char *key)
{
  return group->events->len == 0 || strcmp(g_array_index(group->events, struct ticket_event, 0).ticket, key) == 0;
}

static bool scan(struct db_stmt *stmt, struct group *group, ticket_events_fn *each, void *user, GError **error)
{
  int got;
  group_begin(group);
  while ((got = db_step(stmt, error)) > 0) {
    if (!belongs(group, db_text(stmt, 1))) {
      if (!group_end(group, each, user, error))
        return false;
      group_begin(group);
    }
    struct ticket_event event;
    event_from_row(stmt, group->arena, &event);
    g_array_append_val(group->events, event);
  }
  return got == 0 && group_end(group, each, user, error);
}

bool events_by_ticket(struct db *db, ticket_events_fn *each, void *user, GError **error)
{
  struct group group = {.events = g_array_new(FALSE, FALSE, sizeof(struct ticket_event))};
  struct db_stmt *stmt = db_prepare(
      db, "SELECT " EVENT_COLUMNS " FROM event WHERE ticket IS NOT NULL ORDER BY ticket, at, seq", error);
  bool done = stmt != NULL && scan(stmt, &group, each, user, error);
  db_done(stmt);
  arena_free(group.arena);
  g_array_free(group.events, TRUE);
  return done;
}
