/* What one person is to know of the others, and what everybody has seen. */
#include "together.h"

#include <stdlib.h>
#include <string.h>

#include "read_rows.h"
#include "unread.h"

enum { PRESENCE_S = 180 /* as in read_desk.c */, KEYS_MOST = 1000, MENTIONS_MOST = 200, KEPT_S = 60 * 86400 };

/* --- seen --------------------------------------------------------------------------------------------------- */
bool seen_put(struct db *db, const char *login, const char *ticket, int64_t revision, int64_t seq, utc_t at,
              GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO seen (login, ticket, revision, seq, at) VALUES ($1, $2, $3, $4, $5)"
                 " ON CONFLICT (login, ticket) DO UPDATE SET revision = $3, seq = $4, at = $5 WHERE seen.revision < $3",
                 "ttiiu", login, ticket, revision, seq, at) &&
         db_exec(db, error, "DELETE FROM seen WHERE login = $1 AND at < $2", "tu", login, at - KEPT_S);
}

bool seen_own(struct db *db, const struct event_record *record, int64_t before, int64_t after, GError **error)
{
  return db_exec(db, error,
                 "UPDATE seen SET revision = $1, seq = $2 WHERE login = $3 AND ticket = $4 AND revision = $5",
                 "iitti", after, record->e.seq, record->e.by, record->e.ticket, before);
}

/* --- reading ------------------------------------------------------------------------------------------------ */
static void looker_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct together_looker *)out = (struct together_looker){
      .ticket = read_text(arena, stmt, 0), .login = read_text(arena, stmt, 1), .writes = db_int(stmt, 2) != 0};
}

static bool read_lookers(struct db *db, struct together *t, const struct together_args *args, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT ticket, login, max(writes) FROM presence WHERE ticket IS NOT NULL"
                                  " AND login <> $1 AND seen_at > $2 GROUP BY ticket, login ORDER BY ticket, login",
                                  "tu", args->actor, args->now - PRESENCE_S);
  t->looker = read_rows(t->s.arena, stmt, sizeof(struct together_looker), looker_row, &t->lookers, error);
  return t->looker != NULL;
}

static void key_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(const char **)out = read_text(arena, stmt, 0);
}

static bool read_unread(struct db *db, struct together *t, const struct together_args *args, GError **error)
{
  struct db_stmt *stmt = db_query(
      db, error,
      UNREAD("u.key") " ORDER BY 1 LIMIT $2", "ti", args->actor, (int64_t)KEYS_MOST);
  t->unread = read_rows(t->s.arena, stmt, sizeof(const char *), key_row, &t->unreads, error);
  return t->unread != NULL;
}

static void mention_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct together_mention *)out = (struct together_mention){.seq = db_int(stmt, 0),
                                                              .ticket = read_text(arena, stmt, 1),
                                                              .by = read_text(arena, stmt, 2),
                                                              .at = db_utc(stmt, 3),
                                                              .body = read_text(arena, stmt, 4),
                                                              .unread = db_int(stmt, 5) != 0};
}

static bool read_mentions(struct db *db, struct together *t, const struct together_args *args, GError **error)
{
  struct db_stmt *stmt = db_query(
      db, error,
      "SELECT m.seq, m.ticket, m.by_, m.at, e.body, CASE WHEN m.seq > coalesce(s.seq, 0) THEN 1 ELSE 0 END"
      " FROM mention m JOIN event e ON e.seq = m.seq LEFT JOIN seen s ON s.login = m.login AND s.ticket = m.ticket"
      " WHERE m.login = $1 ORDER BY m.seq DESC LIMIT $2",
      "ti", args->actor, (int64_t)MENTIONS_MOST);
  t->mention = read_rows(t->s.arena, stmt, sizeof(struct together_mention), mention_row, &t->mentions, error);
  for (int i = 0; t->mention != NULL && i < t->mentions; i++)
    t->mentions_unread += t->mention[i].unread;
  t->newest = t->mentions > 0 ? t->mention[0].seq : 0;
  return t->mention != NULL;
}

void *together_read(struct db *db, const void *together_args, GError **error)
{
  struct arena *arena = arena_new();
  struct together *t = arena_new0(arena, struct together, 1);
  t->s.arena = arena;
  bool done = db_begin_read(db, error) && read_lookers(db, t, together_args, error) &&
              read_unread(db, t, together_args, error) && read_mentions(db, t, together_args, error);
  db_rollback(db);
  if (done)
    return t;
  arena_free(arena);
  return NULL;
}

static int by_text(const void *key, const void *place)
{
  return strcmp(key, *(const char *const *)place);
}

bool together_is_unread(const struct together *t, const char *ticket)
{
  return t != NULL && t->unreads > 0 &&
         bsearch(ticket, t->unread, (size_t)t->unreads, sizeof *t->unread, by_text) != NULL;
}
