/* desk.h: a small desk in a database: offices, categories, policies, people; and short ways to write to it.
 * It is a demonstration, so that a test can act as anybody of the list. */
#ifndef TESTS_DESK_H
#define TESTS_DESK_H
#include <string.h>

#include "tempdb.h"
#include "toban/bulk.h"
#include "toban/command.h"

#define NOON 1795316400 /* 2026-11-22T12:00:00+09:00 */

static const char desk_policies[] =
    "id,clock,from,to,priority,channel,category,office,calendar,target_min,goal,pause,label_ja,label_en\n"
    "r1,response,2023-04-01,,1,*,*,*,24x365,15,95,,回答1,answer 1\n"
    "r,response,2023-04-01,,*,*,*,*,24x365,60,95,,回答,answer\n"
    "s1,resolution,2023-04-01,,1,*,*,*,24x365,240,90,waiting-user,解決1,solve 1\n"
    "s,resolution,2023-04-01,,*,*,*,*,24x365,1440,90,waiting-user;waiting-vendor,解決,solve\n";

/* A macro: the call sets the error, so it must be looked at after it. */
#define desk_ok(done, error) \
  do { \
    bool desk_done = (done); \
    g_assert_no_error(error); \
    g_assert_true(desk_done); \
  } while (0)

static inline void desk_person(struct db *db, const char *login, const char *roles)
{
  GError *error = NULL;
  desk_ok(db_exec(db, &error,
                  "INSERT INTO operator (login, position, name_ja, name_en, site, languages, roles, qualifications,"
                  " valid_from, valid_to) VALUES ($1, 1, $1, $1, 'tokyo', 'ja', $2, '', '', '')",
                  "tt", login, roles), error);
}

static inline void desk_fill(struct db *db)
{
  static const char *const offices[] = {"1", "12", "tokyo"};
  GError *error = NULL;
  g_assert_true(db_begin(db, &error));
  for (int i = 0; i < 3; i++)
    db_exec(db, &error,
            "INSERT INTO office (id, position, no, code, region_ja, region_en, name_ja, name_en, country, tz, calendar,"
            " languages) VALUES ($1, $2, 0, $3, '', '', $4, $5, 'JP', 'Asia/Tokyo', '24x365', 'ja')",
            "tittt", offices[i], (int64_t)i, i == 2 ? "tokyo" : i == 1 ? "london" : "newyork",
            i == 2 ? "東京" : i == 1 ? "ロンドン" : "ニューヨーク", i == 2 ? "Tokyo" : i == 1 ? "London" : "New York");
  db_exec(db, &error, "INSERT INTO category (code, position, name_ja, name_en) VALUES ('5.1', 1, '回線', 'Network')", "");
  desk_person(db, "sato", "agent;administrator");
  desk_person(db, "yamada", "agent;deputy");
  desk_person(db, "chief", "general-manager");
  db_exec(db, &error, "INSERT INTO meta (name, value) VALUES ('demo', 1)", "");
  document_put(db, "policies", NOON, "sato", desk_policies, &error);
  desk_ok(reference_changed(db, "policies", NOON, "sato", NULL, &error), error);
  desk_ok(db_commit(db, &error), error);
}

static inline struct db *desk_open(const struct tempdb *temp)
{
  struct db *db = tempdb_open(temp, DB_CREATE);
  desk_fill(db);
  return db;
}

static inline struct ticket_event desk_received(const char *title, utc_t at, int priority)
{
  return (struct ticket_event){.kind = EVENT_RECEIVED, .at = at, .channel = CHANNEL_PHONE, .priority = priority,
                               .category = "5.1", .office = "12", .title = title, .requester = "A. Rivera", .lang = "en"};
}

static inline struct ticket_event desk_event(const char *key, enum event_kind kind, utc_t at, const char *target)
{
  return (struct ticket_event){.ticket = key, .kind = kind, .at = at, .channel = CHANNEL_NONE, .target = target};
}

/* Runs it at its own time, by sato; must succeed. */
static inline struct command_outcome desk_do(struct db *db, const struct ticket_event *event)
{
  struct command *command = command_ticket("sato", event->at, 0, event);
  struct command_outcome outcome;
  GError *error = NULL;
  desk_ok(command_run(db, command, &outcome, &error), error);
  command_free(command);
  return outcome;
}

/* Runs and takes a command; code -1: it must be done, else it must be refused so. */
static inline struct command_outcome desk_tell(struct db *db, struct command *take_command, int code)
{
  struct command_outcome outcome = {0};
  GError *error = NULL;
  g_assert_nonnull(take_command);
  bool done = command_run(db, take_command, &outcome, &error);
  command_free(take_command);
  g_assert_cmpint(done, ==, code < 0);
  if (code < 0)
    g_assert_no_error(error);
  else
    assert_error(error, code);
  return outcome;
}

static inline int64_t desk_count(struct db *db, const char *sql)
{
  int64_t n = -1;
  GError *error = NULL;
  desk_ok(db_get_int(db, &n, -1, &error, sql, ""), error);
  return n;
}
#endif
