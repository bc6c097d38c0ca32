#include "caller.h"

#include <stdlib.h>
#include <string.h>

#include "lookup.h"

struct change { int came, went; utc_t newest_came, newest_went; };

char *caller_ref(const char *requester, const char *office)
{
  return g_strconcat(requester, "\n", office == NULL ? "" : office, NULL);
}

char *caller_bare_name(const char *requester)
{
  const char *open = g_str_has_suffix(requester, ")") ? g_strrstr(requester, " (") : NULL;
  return open == NULL || open == requester ? g_strdup(requester) : g_strndup(requester, (gsize)(open - requester));
}

void callers_init(struct callers *callers)
{
  callers->change = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

void callers_clear(struct callers *callers)
{
  g_hash_table_unref(callers->change);
}

void callers_count(struct callers *callers, const struct ticket *ticket, int by)
{
  if (ticket->requester == NULL || *ticket->requester == '\0')
    return;
  char *ref = caller_ref(ticket->requester, ticket->office);
  struct change *change = g_hash_table_lookup(callers->change, ref);
  if (change == NULL) {
    change = g_new0(struct change, 1);
    change->newest_came = change->newest_went = UTC_NONE;
    g_hash_table_insert(callers->change, g_strdup(ref), change);
  }
  if (by > 0) {
    change->came += by;
    change->newest_came = MAX(change->newest_came, ticket->received_at);
  } else {
    change->went -= by;
    change->newest_went = MAX(change->newest_went, ticket->received_at);
  }
  g_free(ref);
}

/* --- rows -------------------------------------------------------------------------------------------- */
static bool write_keys(struct db *db, const char *ref, const char *requester, GError **error)
{
  return lookup_put(db, LOOKUP_CALLER, ref, (const char *const[]){requester, NULL}, error);
}

static bool add_row(struct db *db, const char *ref, const char *requester, const char *office, int by, utc_t newest,
                    GError **error)
{
  int64_t there = 0;
  return db_get_int(db, &there, 0, error, "SELECT 1 FROM caller WHERE requester = $1 AND office = $2", "tt", requester,
                    office) &&
         db_exec(db, error,
                 "INSERT INTO caller (requester, office, tickets, newest) VALUES ($1, $2, $3, $4)"
                 " ON CONFLICT (requester, office) DO UPDATE SET tickets = caller.tickets + $3,"
                 " newest = CASE WHEN caller.newest < $4 THEN $4 ELSE caller.newest END",
                 "ttiu", requester, office, (int64_t)by, newest) &&
         (there != 0 || write_keys(db, ref, requester, error));
}

/* Some went: what is left of the newest time is asked of the tickets. */
static bool count_row(struct db *db, const char *ref, const char *requester, const char *office, GError **error)
{
  int64_t tickets = 0, newest = 0;
  if (!db_get_int(db, &tickets, 0, error, "SELECT count(*) FROM ticket WHERE requester = $1 AND office = $2",
                  "tt", requester, office) ||
      !db_get_int(db, &newest, 0, error,
                  "SELECT max(received_at) FROM ticket WHERE requester = $1 AND office = $2", "tt",
                  requester, office))
    return false;
  if (!db_exec(db, error, "DELETE FROM caller WHERE requester = $1 AND office = $2", "tt", requester, office))
    return false;
  if (tickets == 0)
    return lookup_forget(db, LOOKUP_CALLER, ref, error);
  return add_row(db, ref, requester, office, (int)tickets, newest, error);
}

static bool write_change(struct db *db, const char *ref, const struct change *change, GError **error)
{
  if (change->came == change->went && change->newest_came == change->newest_went)
    return true;
  const char *end = strrchr(ref, '\n');
  char *requester = g_strndup(ref, (gsize)(end - ref));
  bool done = change->went == 0 ? add_row(db, ref, requester, end + 1, change->came, change->newest_came, error)
                                : count_row(db, ref, requester, end + 1, error);
  g_free(requester);
  return done;
}

static int by_name(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* In the order of names, so that the same import writes the same pages. */
bool callers_write(struct callers *callers, struct db *db, GError **error)
{
  guint count;
  char **refs = (char **)g_hash_table_get_keys_as_array(callers->change, &count);
  bool done = true;
  if (count > 0)
    qsort(refs, count, sizeof *refs, by_name);
  for (guint i = 0; done && i < count; i++)
    done = write_change(db, refs[i], g_hash_table_lookup(callers->change, refs[i]), error);
  g_free(refs);
  return done;
}

/* --- anew -------------------------------------------------------------------------------------------- */
bool callers_reset(struct db *db, GError **error)
{
  return db_exec(db, error, "DELETE FROM caller", "") &&
         db_exec(db, error, "DELETE FROM lookup_key WHERE kind = $1", "i", (int64_t)LOOKUP_CALLER);
}

bool callers_fill(struct db *db, GError **error)
{
  struct callers callers;
  if (!callers_reset(db, error))
    return false;
  callers_init(&callers);
  struct db_stmt *stmt =
      db_prepare(db, "SELECT requester, office, received_at FROM ticket WHERE requester IS NOT NULL", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    struct ticket ticket = {.requester = db_text(stmt, 0), .office = db_text(stmt, 1), .received_at = db_utc(stmt, 2)};
    callers_count(&callers, &ticket, 1);
  }
  db_done(stmt);
  bool done = got == 0 && callers_write(&callers, db, error);
  callers_clear(&callers);
  return done;
}
