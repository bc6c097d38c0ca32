/* Read model of notes that speak to somebody: `mention`, one row for each login and event. */
#include <string.h>

#include "feed.h"
#include "together.h"
#include "toban/lang.h"
#include "toban/mention.h"

static const char into_mention[] =
    "INSERT INTO mention (login, seq, ticket, at, by_) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (login, seq) DO NOTHING";

/* Nobody speaks to himself. */
static bool put_all(struct db *db, int64_t seq, const char *ticket, const char *by, utc_t at,
                    const char *body, GError **error)
{
  GPtrArray *logins = mentions_in(body);
  bool done = true;
  for (guint i = 0; done && i < logins->len; i++)
    if (strcmp(logins->pdata[i], by) != 0)
      done = db_exec(db, error, into_mention, "titut", logins->pdata[i], seq, ticket, at, by);
  g_ptr_array_unref(logins);
  return done;
}

bool mention_after_event(struct db *db, const struct event_record *record, GError **error)
{
  const struct ticket_event *e = &record->e;
  return e->kind != EVENT_NOTE || e->body == NULL ||
         put_all(db, e->seq, e->ticket, e->by, e->at, e->body, error);
}

typedef bool each_fn(void *user, int64_t seq, const char *ticket, const char *by, utc_t at, const char *body,
                     GError **error);

static bool each_note(struct db *db, each_fn *each, void *user, GError **error)
{
  struct db_stmt *stmt = db_prepare(db,
                                    "SELECT seq, ticket, by_, at, body FROM event WHERE kind = 'note'"
                                    " AND ticket IS NOT NULL AND body IS NOT NULL ORDER BY seq",
                                    error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    if (!each(user, db_int(stmt, 0), db_text(stmt, 1), db_text(stmt, 2), db_utc(stmt, 3), db_text(stmt, 4), error))
      got = -1;
  db_done(stmt);
  return got == 0;
}

static bool put_note(void *db, int64_t seq, const char *ticket, const char *by, utc_t at, const char *body,
                     GError **error)
{
  return put_all(db, seq, ticket, by, at, body, error);
}

bool mentions_rebuild(struct db *db, GError **error)
{
  return db_exec(db, error, "DELETE FROM mention", "") && each_note(db, put_note, db, error);
}

/* --- verify ------------------------------------------------------------------------------------------------- */
static char *row_text(const char *login, int64_t seq, const char *ticket, const char *by, utc_t at)
{
  return g_strdup_printf("%s %" G_GINT64_FORMAT " %s %s %" G_GINT64_FORMAT, login, seq, ticket, by, at);
}

static bool expect_note(void *wanted, int64_t seq, const char *ticket, const char *by, utc_t at, const char *body,
                        GError **error)
{
  GPtrArray *logins = mentions_in(body);
  (void)error;
  for (guint i = 0; i < logins->len; i++)
    if (strcmp(logins->pdata[i], by) != 0)
      g_hash_table_add(wanted, row_text(logins->pdata[i], seq, ticket, by, at));
  g_ptr_array_unref(logins);
  return true;
}

bool mentions_verify(struct db *db, GString *out, int64_t *differences, GError **error)
{
  GHashTable *wanted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  bool done = each_note(db, expect_note, wanted, error);
  struct db_stmt *stmt = !done ? NULL : db_prepare(db, "SELECT login, seq, ticket, by_, at FROM mention", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    char *row = row_text(db_text(stmt, 0), db_int(stmt, 1), db_text(stmt, 2), db_text(stmt, 3), db_utc(stmt, 4));
    if (!g_hash_table_remove(wanted, row)) {
      g_string_append_printf(out, "mention: %s\n", row);
      ++*differences;
    }
    g_free(row);
  }
  db_done(stmt);
  GHashTableIter iter;
  gpointer row;
  g_hash_table_iter_init(&iter, wanted);
  while (got == 0 && g_hash_table_iter_next(&iter, &row, NULL)) {
    g_string_append_printf(out, "mention: %s\n", (const char *)row);
    ++*differences;
  }
  g_hash_table_unref(wanted);
  return got == 0;
}
