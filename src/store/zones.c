#include "zones.h"

#include <stdlib.h>

#include "closing.h"
#include "reference.h"
#include "toban/bulk.h"
#include "toban/calendar.h"
#include "toban/log.h"
#include "toban/store.h"
#include "toban/zone.h"
#include "toban/zone_store.h"

struct command *zones_step(const char *actor, utc_t at)
{
  return command_new(COMMAND_ZONES, actor, at);
}

static bool meta_get(struct db *db, const char *name, int64_t *out, GError **error)
{
  return db_get_int(db, out, 0, error, "SELECT value FROM meta WHERE name = $1", "t", name);
}

static bool meta_set(struct db *db, const char *name, int64_t value, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2", "ti",
                 name, value);
}

static int64_t print_of(const struct reference *ref)
{
  return (int64_t)calendar_set_zones(ref->calendars);
}

/* 202602 of "2026b"; 0: not to be seen. */
static int64_t release(void)
{
  char *version = zone_version();
  int64_t out = 0;
  if (version != NULL) {
    char *letter;
    int64_t year = strtoll(version, &letter, 10);
    if (g_ascii_islower(*letter))
      out = year * 100 + *letter - 'a' + 1;
  }
  g_free(version);
  return out;
}

bool zones_used(struct db *db, const struct reference *ref, GError **error)
{
  return meta_set(db, "zones", print_of(ref), error) && meta_set(db, "zones_release", release(), error) &&
         meta_set(db, "zones_next", 0, error);
}

/* How far it is; from the beginning when these zones are others than those that it goes on with. */
static bool where(struct db *db, const struct command *command, int64_t print, int64_t *after, GError **error)
{
  int64_t next;
  if (!meta_get(db, "zones_next", &next, error) || !meta_get(db, "zones_after", after, error))
    return false;
  if (next == print)
    return true;
  *after = 0;
  char *version = zone_version();
  char *detail = g_strdup_printf("{\"release\":\"%.16s\"}", version == NULL ? "" : version); /* letters, digits */
  bool done = meta_set(db, "zones_next", print, error) &&
              reference_changed(db, "zones", command->at, command->actor, detail, error);
  g_free(detail);
  g_free(version);
  return done;
}

bool command_run_zones(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  int64_t used, used_release, after, last, mine = release();
  if (ref == NULL || !meta_get(db, "zones", &used, error) || !meta_get(db, "zones_release", &used_release, error))
    return false;
  int64_t print = print_of(ref);
  outcome->revision = 0;
  outcome->result = COMMAND_REPEATED;
  if (print == used)
    return true;
  if (mine != 0 && mine < used_release) {
    log_warn("zones: this machine's time zones are an older release than those of the deadlines");
    return true;
  }
  if (!where(db, command, print, &after, error) || (ref = reference_cached(db, error)) == NULL ||
      !clocks_refresh_some(db, after, ZONES_STEP, &last, error))
    return false;
  outcome->result = COMMAND_DONE;
  outcome->revision = last != after;
  if (last != after)
    return meta_set(db, "zones_after", last, error);
  return zones_used(db, ref, error) && closing_after_many(db, UTC_NONE, clock_now(), error);
}
