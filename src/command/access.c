#include <string.h>

#include "toban/cli.h"
#include "toban/error.h"
#include "toban/identity.h"
#include "toban/lang.h"
#include "toban/log.h"
#include "toban/person.h"
#include "toban/read.h"
#include "toban/text.h"

/* Playing somebody is for demonstrations, and for people who are in their list. */
static bool check_play(const struct cli *cli, struct db *db, GError **error)
{
  struct person person;
  if (cli->as == NULL)
    return true;
  if (!person_read(db, cli->as, clock_now(), &person, error))
    return false;
  if (!person.demo && !person.self)
    error_set(error, TE_PERMISSION, _("--as plays somebody in a demonstration only. In %s you are “%s”"), cli->db,
              identity_login());
  else if (!person.listed && !person.self)
    error_set(error, TE_PERMISSION, _("“%s” is not in the list of operators (toban operator list)"), cli->as);
  else
    return true;
  return false;
}

struct db *cli_open(const struct cli *cli, unsigned flags, GError **error)
{
  GError *problem = NULL;
  struct db *db = db_open(cli->db, cli->read_only ? DB_READONLY : flags, &problem);
  if (db != NULL && check_play(cli, db, error))
    return db;
  if (db != NULL) {
    db_close(db);
    return NULL;
  }
  if (error_is(problem, TE_NOINPUT)) {
    g_clear_error(&problem);
    error_set(error, TE_NOINPUT, _("%s: there is no database (toban init makes one; --db names another)"), cli->db);
  } else
    g_propagate_error(error, problem);
  return NULL;
}

/* In a demonstration somebody who is in no list plays the first of it. */
static char *first_operator(struct db *db, const char *login, GError **error)
{
  struct reference *ref = reference_read(db, NULL, error);
  if (ref == NULL)
    return NULL;
  bool stranger = ref->demo && ref->operators > 0 && reference_operator(ref, login) == NULL;
  char *who = g_strdup(stranger ? ref->operator_[0].login : login);
  reference_free(ref);
  return who;
}

char *cli_actor(const struct cli *cli, struct db *db, GError **error)
{
  return cli->as != NULL ? g_strdup(cli->as) : first_operator(db, identity_login(), error);
}

char *cli_actor_alone(const struct cli *cli, GError **error)
{
  GError *unread = NULL;
  struct db *db = cli_open(cli, DB_READONLY, &unread);
  if (db == NULL && !cli->read_only && error_is(unread, TE_READONLY)) { /* an older file is migrated by opening it */
    g_clear_error(&unread);
    db = cli_open(cli, 0, &unread);
  }
  if (unread != NULL)
    g_propagate_error(error, unread);
  char *who = db == NULL ? NULL : cli_actor(cli, db, error);
  db_close(db);
  return who;
}

void cli_looked(const struct cli *cli, enum look_area area, const char *what)
{
  enum { PATIENCE_MS = 300 };
  GError *why = NULL;
  struct db *db = cli->read_only ? NULL : cli_open(cli, DB_NO_MIGRATE, &why);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, &why);
  struct command *command = actor == NULL ? NULL : look_command(actor, clock_now(), area, what);
  struct command_outcome outcome;
  if (db != NULL)
    db_set_patience(db, PATIENCE_MS);
  if (command != NULL)
    command_run(db, command, &outcome, &why);
  if (why != NULL)
    log_warn("no record of a look at %s: %s", what, why->message);
  g_clear_error(&why);
  command_free(command);
  g_free(actor);
  db_close(db);
}

void *cli_read(const struct cli *cli, void *(*run)(struct db *, const void *, GError **), const void *args,
               GError **error)
{
  struct db *db = cli_open(cli, DB_READONLY, error);
  void *result = db == NULL ? NULL : run(db, args, error);
  db_close(db);
  return result;
}

const struct office *cli_office(const struct reference *ref, const char *text, GError **error)
{
  const struct office *office = reference_office(ref, text);
  char *wanted = text_fold(text, -1);
  for (int i = 0; office == NULL && i < ref->offices; i++)
    for (int lang = 0; lang < LANG_COUNT; lang++) {
      char *name = text_fold(ref->office[i].name[lang], -1);
      if (strcmp(name, wanted) == 0)
        office = &ref->office[i];
      g_free(name);
    }
  g_free(wanted);
  if (office == NULL)
    error_set(error, TE_NOINPUT, _("there is no office “%s” (toban clock lists them)"), text);
  return office;
}

bool cli_period(const char *from, const char *to, int days, utc_t *out_from, utc_t *out_to, GError **error)
{
  *out_from = clock_now();
  if (from != NULL && !utc_parse(from, out_from, error))
    return false;
  *out_to = *out_from + (utc_t)days * UTC_DAY;
  if (to != NULL && !utc_parse(to, out_to, error))
    return false;
  if (*out_from < *out_to)
    return true;
  error_set(error, TE_USAGE, "%s", _("--to is not after --from"));
  return false;
}
