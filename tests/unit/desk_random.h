/* desk_random.h: a desk of tickets T-000 ... that changes by chance. */
#ifndef TESTS_DESK_RANDOM_H
#define TESTS_DESK_RANDOM_H
#include "desk.h"
#include "toban/look.h"

enum { DESK_TICKETS = 90 };

static inline void desk_change(struct db *db, GRand *rand, int ticket, utc_t at)
{
  static const char *const states[] = {"open", "waiting-user", "waiting-vendor", "escalated", "resolved", "closed"};
  static const char *const who[] = {"sato", "yamada", NULL};
  static const enum event_kind kinds[] = {EVENT_STATE, EVENT_ASSIGNED, EVENT_NOTE, EVENT_ANSWERED, EVENT_CHANGED};
  char key[16];
  g_snprintf(key, sizeof key, "T-%03d", ticket);
  enum event_kind kind = kinds[g_rand_int_range(rand, 0, 5)];
  struct ticket_event event = desk_event(key, kind, at, NULL);
  if (kind == EVENT_STATE)
    event.target = states[g_rand_int_range(rand, 0, 6)];
  if (kind == EVENT_ASSIGNED)
    event.target = who[g_rand_int_range(rand, 0, 3)];
  if (kind == EVENT_NOTE || kind == EVENT_ANSWERED)
    event.body = "said";
  if (kind == EVENT_CHANGED)
    event.priority = g_rand_int_range(rand, 1, 5);
  struct command *command = command_ticket("sato", at, 0, &event);
  struct command_outcome outcome;
  command_run(db, command, &outcome, NULL); /* it may be an edge that no state takes */
  command_free(command);
}

/* Somebody opens a ticket: what it has until then is no news for them any more. */
static inline void desk_read(struct db *db, GRand *rand, int ticket, utc_t at)
{
  static const char *const who[] = {"sato", "yamada", "chief"};
  char key[16];
  int64_t revision = 0;
  g_snprintf(key, sizeof key, "T-%03d", ticket);
  g_assert_true(db_get_int(db, &revision, 0, NULL, "SELECT revision FROM ticket WHERE key = $1", "t", key));
  struct command *command = look_command(who[g_rand_int_range(rand, 0, 3)], at, LOOK_TICKET, key);
  command->revision = revision;
  desk_tell(db, command, -1);
}

/* One ticket, one person, word by word. */
static inline bool desk_unread(struct db *db, const char *key, const char *login)
{
  int64_t open = 0, revision = 0, given = 0, looks = 0, seen = 0;
  g_assert_true(
      db_get_int(db, &open, 0, NULL, "SELECT open FROM ticket WHERE key = $1", "t", key) &&
      db_get_int(db, &revision, 0, NULL, "SELECT revision FROM ticket WHERE key = $1", "t", key) &&
      db_get_int(db, &given, 0, NULL, "SELECT count(*) FROM ticket WHERE key = $1 AND assignee = $2", "tt", key, login) &&
      db_get_int(db, &looks, 0, NULL, "SELECT count(*) FROM seen WHERE ticket = $1 AND login = $2", "tt", key, login) &&
      db_get_int(db, &seen, 0, NULL, "SELECT max(revision) FROM seen WHERE ticket = $1 AND login = $2", "tt", key, login));
  return open == 1 && (looks > 0 ? seen < revision : given > 0);
}

static inline void desk_random(struct db *db, GRand *rand)
{
  static const char *const titles[] = {"会議室の回線が落ちた", "VPN接続で証明書", "Printer jam ｽｷｬﾝ", "Outlook search"};
  static const char *const offices[] = {"1", "12", "tokyo"};
  for (int i = 0; i < DESK_TICKETS; i++) {
    char key[16];
    g_snprintf(key, sizeof key, "T-%03d", i);
    struct ticket_event event = desk_received(titles[i % 4], NOON + g_rand_int_range(rand, 0, 20000), i % 4 + 1);
    event.ticket = key;
    event.office = offices[i % 3];
    desk_do(db, &event);
    desk_change(db, rand, i, NOON + 20000 + i);
    desk_change(db, rand, i, NOON + 21000 + i);
  }
}
#endif
