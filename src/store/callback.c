#include "toban/callback.h"

#include "read_rows.h"

static void read_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct callback_row *)out = (struct callback_row){.key = read_text(arena, stmt, 0),
                                                      .title = read_text(arena, stmt, 1),
                                                      .requester = arena_strdup(arena, db_text(stmt, 2)),
                                                      .office = read_text(arena, stmt, 3),
                                                      .assignee = arena_strdup(arena, db_text(stmt, 4)),
                                                      .state = (enum ticket_state)db_int(stmt, 5),
                                                      .channel = (enum channel)db_int(stmt, 6),
                                                      .priority = (int)db_int(stmt, 7),
                                                      .received_at = db_utc(stmt, 8),
                                                      .promised_at = db_utc(stmt, 9),
                                                      .answered_at = db_utc(stmt, 10),
                                                      .revision = db_int(stmt, 11)};
}

static bool read_list(struct db *db, struct callback_list *list, const struct callback_args *args, GError **error)
{
  struct db_stmt *stmt =
      db_query(db, error,
               "SELECT key, title, requester, office, assignee, state, channel, priority, received_at, callback_at,"
               " answered_at, revision FROM ticket WHERE callback_at IS NOT NULL ORDER BY callback_at, id LIMIT $1",
               "i", (int64_t)args->limit);
  list->row = read_rows(list->s.arena, stmt, sizeof(struct callback_row), read_row, &list->rows, error);
  return list->row != NULL &&
         db_get_int(db, &list->total, 0, error, "SELECT count(*) FROM ticket WHERE callback_at IS NOT NULL", "") &&
         db_get_int(db, &list->late, 0, error, "SELECT count(*) FROM ticket WHERE callback_at < $1", "u", args->now);
}

void *callback_list_read(struct db *db, const void *callback_args, GError **error)
{
  struct arena *arena = arena_new();
  struct callback_list *list = arena_new0(arena, struct callback_list, 1);
  list->s.arena = arena;
  bool done = db_begin_read(db, error) && read_list(db, list, callback_args, error);
  db_rollback(db);
  if (done)
    return list;
  arena_free(arena);
  return NULL;
}

struct command *callback_take(const char *actor, utc_t at, const char *office, const char *title, const char *body)
{
  enum { NORMAL = 3, MINUTE = 60 };
  struct ticket_event call = {.kind = EVENT_RECEIVED, .channel = CHANNEL_PHONE, .priority = NORMAL, .office = office,
                              .title = title, .body = body};
  struct ticket_event promise = {.ticket = COMMAND_NEW, .kind = EVENT_CALLBACK_PROMISED, .channel = CHANNEL_NONE,
                                 .until = at + CALLBACK_MINUTES * MINUTE};
  struct command *command = command_ticket(actor, at, 0, &call);
  command_ticket_add(command, 0, &promise);
  return command;
}

struct command *callback_done(const char *actor, utc_t at, const char *key, int64_t revision, const char *body)
{
  struct ticket_event answer = {.ticket = key, .kind = EVENT_ANSWERED, .channel = CHANNEL_PHONE, .body = body};
  struct ticket_event kept = {.ticket = key, .kind = EVENT_CALLBACK_KEPT, .channel = CHANNEL_NONE};
  struct command *command = command_ticket(actor, at, revision, &answer);
  command_ticket_add(command, 0, &kept);
  return command;
}
