#include "look.h"

#include <jansson.h>
#include <string.h>

#include "event.h"
#include "feed.h"
#include "together.h"
#include "toban/error.h"
#include "toban/text.h"
#include "toban/zone.h"

enum { WAIT_S = 900, BATCH = 20, WHAT_BYTES = 200 };

static const char *const areas[LOOK_AREAS] = {
    [LOOK_TICKET] = "ticket", [LOOK_TICKETS] = "tickets", [LOOK_ASSETS] = "assets"};

const char *look_area_id(enum look_area area)
{
  return areas[area];
}

struct command *look_command(const char *actor, utc_t at, enum look_area area, const char *what)
{
  struct command *command = command_new(COMMAND_LOOK, actor, at);
  char *fits = g_strndup(what, WHAT_BYTES), *whole = g_utf8_make_valid(fits, -1); /* a cut character shows as such */
  command_set(command, &command->name, areas[area]);
  command_set(command, &command->value, whole);
  g_free(whole);
  g_free(fits);
  return command;
}

static int64_t japan_day(utc_t at)
{
  day_t day;
  int second;
  zone_local(zone_tokyo(), at, &day, &second);
  return day;
}

/* --- into the log ----------------------------------------------------------------------------------------- */
struct batch { char *login, *area; utc_t first, last; json_t *on; };

static bool fill(struct db *db, struct batch *batch, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT subject, at FROM reading WHERE login = $1 AND area = $2 AND written = 0"
                                  " ORDER BY at, subject",
                                  "tt", batch->login, batch->area);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    if (json_array_size(batch->on) == 0)
      batch->first = db_utc(stmt, 1);
    batch->last = db_utc(stmt, 1);
    json_array_append_new(batch->on, json_string(db_text(stmt, 0)));
  }
  db_done(stmt);
  return got == 0;
}

static bool append(struct db *db, const struct batch *batch, GError **error)
{
  char from[32], to[32], *subject = g_strconcat("read:", batch->area, NULL);
  json_t *object = json_pack("{s:O, s:s, s:s}", "on", batch->on, "from", utc_format(batch->first, from), "to",
                             utc_format(batch->last, to));
  char *data = json_dumps(object, JSON_COMPACT);
  bool done = event_subject(db, subject, "read", batch->last, batch->login, data, NULL, error) &&
              db_exec(db, error, "UPDATE reading SET written = 1 WHERE login = $1 AND area = $2 AND written = 0", "tt",
                      batch->login, batch->area);
  free(data);
  json_decref(object);
  g_free(subject);
  return done;
}

static bool write_batch(struct db *db, const char *login, const char *area, GError **error)
{
  struct batch batch = {.login = g_strdup(login), .area = g_strdup(area), .on = json_array()};
  bool done = fill(db, &batch, error) && append(db, &batch, error);
  json_decref(batch.on);
  g_free(batch.login);
  g_free(batch.area);
  return done;
}

/* Login and area, one after the other, of those whose turn it is. */
static GPtrArray *whose_turn(struct db *db, utc_t now, bool all, GError **error)
{
  GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT login, area FROM reading WHERE written = 0 GROUP BY login, area"
                                  " HAVING count(*) >= $1 OR min(at) <= $2 ORDER BY login, area",
                                  "iu", (int64_t)(all ? 1 : BATCH), now - WAIT_S);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0) {
    g_ptr_array_add(out, g_strdup(db_text(stmt, 0)));
    g_ptr_array_add(out, g_strdup(db_text(stmt, 1)));
  }
  db_done(stmt);
  if (got == 0)
    return out;
  g_ptr_array_unref(out);
  return NULL;
}

/* A row is needed for the rest of its day only. */
bool look_flush(struct db *db, utc_t now, bool all, GError **error)
{
  GPtrArray *turn = whose_turn(db, now, all, error);
  bool done = turn != NULL;
  for (guint i = 0; done && i + 1 < turn->len; i += 2)
    done = write_batch(db, turn->pdata[i], turn->pdata[i + 1], error);
  if (done && turn->len > 0)
    done = db_exec(db, error, "DELETE FROM reading WHERE written = 1 AND day < $1", "i", japan_day(now));
  if (turn != NULL)
    g_ptr_array_unref(turn);
  return done;
}

bool command_run_look(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  (void)outcome;
  return db_exec(db, error,
                 "INSERT INTO reading (login, day, area, subject, at, written) VALUES ($1, $2, $3, $4, $5, 0)"
                 " ON CONFLICT (login, day, area, subject) DO NOTHING",
                 "tittu", command->actor, japan_day(command->at), command->name, command->value, command->at) &&
         (command->revision == 0 || seen_put(db, command->actor, command->value, command->revision, command->event.seq,
                                             command->at, error)) &&
         look_flush(db, command->at, false, error) &&
         feed_put(db, command->revision == 0 ? 0 : TOPIC_SEEN, command->actor, error);
}
