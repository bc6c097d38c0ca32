#include "tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view.h"

const char *const tally_day_kinds[TALLY_DAYS] = {"all", "done", "rank", "late", "key"};

void tallies_init(struct tallies *tallies)
{
  *tallies = (struct tallies){0};
  tallies->offices = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (int i = 0; i < TALLY_DAYS; i++)
    tallies->days[i] = g_hash_table_new(NULL, NULL);
  callers_init(&tallies->callers);
}

bool tallies_views(struct tallies *tallies, struct db *db, GError **error)
{
  if (tallies->views == NULL)
    tallies->views = view_counts_new(db, error);
  return tallies->views != NULL;
}

void tallies_clear(struct tallies *tallies)
{
  view_counts_free(tallies->views);
  g_hash_table_unref(tallies->offices);
  for (int i = 0; i < TALLY_DAYS; i++)
    g_hash_table_unref(tallies->days[i]);
  callers_clear(&tallies->callers);
}

void tallies_office(struct tallies *tallies, const char *office, int by)
{
  void *had = g_hash_table_lookup(tallies->offices, office);
  g_hash_table_insert(tallies->offices, g_strdup(office), GINT_TO_POINTER(GPOINTER_TO_INT(had) + by));
}

/* Places at the very ends of a list lie beyond every instant: their day is the last that a day_t holds. */
day_t utc_day(utc_t at)
{
  utc_t day = at >= 0 ? at / UTC_DAY : (at + 1) / UTC_DAY - 1;
  return (day_t)CLAMP(day, INT32_MIN + 1, INT32_MAX - 1);
}

void tallies_day(GHashTable *days, utc_t at, int by)
{
  void *day = GINT_TO_POINTER(utc_day(at));
  g_hash_table_insert(days, day, GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(days, day)) + by));
}

bool ticket_key_parse(const char *key, day_t *day, int64_t *number)
{
  int year, month, of_month, used = 0;
  if (strspn(key, "0123456789") != 6 || key[6] != '-' || strspn(key + 7, "0123456789") != strlen(key + 7) ||
      strlen(key + 7) < 4 || strlen(key + 7) > 9 ||
      sscanf(key, "%2d%2d%2d-%n", &year, &month, &of_month, &used) != 3 || !civil_valid(2000 + year, month, of_month))
    return false;
  *day = day_from_civil(2000 + year, month, of_month);
  *number = strtoll(key + 7, NULL, 10);
  return true;
}

void tallies_key(struct tallies *tallies, const char *key)
{
  day_t day;
  int64_t number;
  if (ticket_key_parse(key, &day, &number) &&
      number > GPOINTER_TO_INT(g_hash_table_lookup(tallies->days[DAYS_KEY], GINT_TO_POINTER(day))))
    g_hash_table_insert(tallies->days[DAYS_KEY], GINT_TO_POINTER(day), GINT_TO_POINTER((int)number));
}

static bool add(struct db *db, const char *kind, const char *name, int64_t by, GError **error)
{
  return by == 0 || db_exec(db, error,
                            "INSERT INTO tally (kind, name, value) VALUES ($1, $2, $3)"
                            " ON CONFLICT (kind, name) DO UPDATE SET value = tally.value + $3",
                            "tti", kind, name, by);
}

static bool write_days(struct db *db, const char *kind, GHashTable *days, GError **error)
{
  GHashTableIter iter;
  void *day, *by;
  bool done = true;
  g_hash_table_iter_init(&iter, days);
  while (done && g_hash_table_iter_next(&iter, &day, &by))
    done = by == NULL || db_exec(db, error,
                                 "INSERT INTO tally_day (kind, day, value) VALUES ($1, $2, $3)"
                                 " ON CONFLICT (kind, day) DO UPDATE SET value = tally_day.value + $3",
                                 "tii", kind, (int64_t)GPOINTER_TO_INT(day), (int64_t)GPOINTER_TO_INT(by));
  return done;
}

static bool write_keys(struct db *db, GHashTable *keys, GError **error)
{
  GHashTableIter iter;
  void *day, *number;
  bool done = true;
  g_hash_table_iter_init(&iter, keys);
  while (done && g_hash_table_iter_next(&iter, &day, &number))
    done = db_exec(db, error,
                   "INSERT INTO tally_day (kind, day, value) VALUES ('key', $1, $2) ON CONFLICT (kind, day) DO UPDATE"
                   " SET value = CASE WHEN tally_day.value > $2 THEN tally_day.value ELSE $2 END",
                   "ii", (int64_t)GPOINTER_TO_INT(day), (int64_t)GPOINTER_TO_INT(number));
  return done;
}

bool tallies_write(struct tallies *tallies, struct db *db, GError **error)
{
  GHashTableIter iter;
  void *office, *by;
  bool done = add(db, "all", "", tallies->all, error) && add(db, "open", "", tallies->open, error) &&
              add(db, "done", "", tallies->done, error) && add(db, "running", "", tallies->running, error);
  for (int state = 0; done && state < TICKET_STATES; state++)
    done = add(db, "state", ticket_state_id((enum ticket_state)state), tallies->state[state], error);
  g_hash_table_iter_init(&iter, tallies->offices);
  while (done && g_hash_table_iter_next(&iter, &office, &by))
    done = add(db, "office", office, GPOINTER_TO_INT(by), error);
  for (int i = 0; done && i < DAYS_KEY; i++)
    done = write_days(db, tally_day_kinds[i], tallies->days[i], error);
  return done && write_keys(db, tallies->days[DAYS_KEY], error) && callers_write(&tallies->callers, db, error) &&
         view_counts_write(tallies->views, db, error);
}

bool tallies_reset(struct db *db, GError **error)
{
  return db_exec(db, error, "DELETE FROM tally", "") && db_exec(db, error, "DELETE FROM tally_day", "") &&
         callers_reset(db, error);
}

bool tally_get(struct db *db, const char *kind, const char *name, int64_t *out, GError **error)
{
  return db_get_int(db, out, 0, error, "SELECT value FROM tally WHERE kind = $1 AND name = $2", "tt", kind, name);
}
