/* COMMAND_PRESENCE: which consoles there are, and at which ticket each is. */
#include <string.h>

#include "command.h"
#include "feed.h"
#include "look.h"
#include "toban/store.h"

enum { PRESENCE_KEPT_S = 86400, WORDS = 4 };

struct sign { char **word; const char *site, *lang, *ticket; int64_t writes; };

static const char *word_at(char **word, int index)
{
  return index < (int)g_strv_length(word) ? word[index] : "";
}

static struct sign sign_of(const char *value)
{
  struct sign sign = {.word = g_strsplit(value == NULL ? "" : value, "\t", WORDS)};
  sign.site = word_at(sign.word, 0);
  sign.lang = word_at(sign.word, 1);
  sign.ticket = *word_at(sign.word, 2) == '\0' ? NULL : word_at(sign.word, 2);
  sign.writes = strcmp(word_at(sign.word, 3), "1") == 0;
  return sign;
}

static bool put(struct db *db, const struct command *command, const struct sign *sign, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO presence (console, login, site, lang, since, seen_at, ticket, writes)"
                 " VALUES ($1, $2, $3, $4, $5, $5, $6, $7) ON CONFLICT (console) DO UPDATE SET login = $2, site = $3,"
                 " lang = $4, seen_at = $5, ticket = $6, writes = $7",
                 "ttttuti", command->name, command->actor, sign->site, sign->lang, command->at, sign->ticket,
                 sign->writes);
}

/* A sign of life that tells nothing new wakes nobody: topic 0. */
bool command_run_presence(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  int64_t same = 0;
  struct sign sign = sign_of(command->value);
  (void)outcome;
  bool done = db_get_int(db, &same, 0, error,
                         "SELECT count(*) FROM presence WHERE console = $1 AND login = $2 AND site = $3 AND lang = $4"
                         " AND seen_at > $5 AND coalesce(ticket, '') = $6 AND writes = $7",
                         "ttttuti", command->name, command->actor, sign.site, sign.lang,
                         command->at - PRESENCE_KEPT_S, sign.ticket == NULL ? "" : sign.ticket, sign.writes);
  if (command->value == NULL)
    done = done && db_exec(db, error, "DELETE FROM presence WHERE console = $1", "t", command->name);
  else
    done = done && put(db, command, &sign, error);
  done = done && db_exec(db, error, "DELETE FROM presence WHERE seen_at < $1", "u", command->at - PRESENCE_KEPT_S);
  g_strfreev(sign.word);
  return done && look_flush(db, command->at, false, error) &&
         feed_put(db, command->value != NULL && same > 0 ? 0 : TOPIC_PRESENCE, command->name, error);
}
