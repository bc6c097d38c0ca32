#include "toban/person.h"

#include <string.h>

#include "toban/bulk.h"
#include "toban/error.h"
#include "toban/identity.h"
#include "toban/lang.h"
#include "toban/zone.h"

/* Dates are texts of one length: their order is that of the days. Empty is open-ended. */
static bool valid_on(const char *from, const char *to, const char *day)
{
  return strcmp(from, day) <= 0 && (*to == '\0' || strcmp(day, to) <= 0);
}

static void today(utc_t now, char day[static 16])
{
  day_t date;
  int second;
  zone_local(zone_tokyo(), now, &date, &second);
  day_format(date, day);
}

static bool count_administrators(struct db *db, utc_t now, int *count, GError **error)
{
  char day[16];
  today(now, day);
  *count = 0;
  struct db_stmt *stmt = db_prepare(db, "SELECT roles, site, valid_from, valid_to FROM operator", error);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    if (valid_on(db_text(stmt, 2), db_text(stmt, 3), day) &&
        (roles_parse(db_text(stmt, 0), db_text(stmt, 1), NULL) & ROLE_BIT(ROLE_ADMINISTRATOR)) != 0)
      ++*count;
  db_done(stmt);
  return got == 0;
}

static bool read_entry(struct db *db, const char *login, utc_t now, struct person *out, GError **error)
{
  char day[16];
  today(now, day);
  struct db_stmt *stmt = db_query(db, error, "SELECT roles, site, valid_from, valid_to FROM operator WHERE login = $1",
                                  "t", login);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  if (got > 0) {
    out->listed = valid_on(db_text(stmt, 2), db_text(stmt, 3), day);
    out->expired = !out->listed;
    out->roles = out->listed ? roles_parse(db_text(stmt, 0), db_text(stmt, 1), NULL) : 0;
  }
  db_done(stmt);
  return got >= 0;
}

/* Somebody must be able to enter the first people. */
static bool stand_in(struct db *db, utc_t now, struct person *out, GError **error)
{
  int administrators;
  if (!identity_owns(db_path(db)))
    return true;
  if (!count_administrators(db, now, &administrators, error))
    return false;
  if (administrators > 0)
    return true;
  out->roles |= ROLE_BIT(ROLE_ADMINISTRATOR);
  out->listed = true;
  out->expired = false;
  return true;
}

bool person_read(struct db *db, const char *login, utc_t now, struct person *out, GError **error)
{
  int64_t demo;
  *out = (struct person){.self = strcmp(login, identity_login()) == 0};
  if (!db_get_int(db, &demo, 0, error, "SELECT value FROM meta WHERE name = 'demo'", "") ||
      !read_entry(db, login, now, out, error))
    return false;
  out->demo = demo != 0;
  return !out->self || (out->roles & ROLE_BIT(ROLE_ADMINISTRATOR)) != 0 || stand_in(db, now, out, error);
}

static bool refuse(const struct person *person, const char *login, enum right right, GError **error)
{
  if (!person->self && !person->demo)
    error_set(error, TE_PERMISSION, _("nobody writes in another person’s name: you are “%s”, not “%s”"),
              identity_login(), login);
  else if (person->expired)
    error_set(error, TE_PERMISSION,
              _("the entry of “%s” in the list of operators is not valid today. An administrator changes it:"
                " toban operator set %s --until DATE"),
              login, login);
  else if (!person->listed && person->demo)
    error_set(error, TE_PERMISSION,
              _("“%s” is not in the list of operators. In a demonstration play somebody who is: --as LOGIN"
                " (toban operator list)"),
              login);
  else if (!person->listed)
    error_set(error, TE_PERMISSION,
              _("“%s” is not in the list of operators. Ask an administrator to enter you: toban operator set %s"
                " --role agent"),
              login, login);
  else
    right_refuse(person->roles, right, error);
  return false;
}

bool person_permit(struct db *db, const char *login, enum right right, utc_t now, GError **error)
{
  struct person person;
  if (!person_read(db, login, now, &person, error))
    return false;
  if ((!person.self && !person.demo) || !right_may(person.roles, right))
    return refuse(&person, login, right, error);
  return true;
}

bool person_demand(struct db *db, const char *login, enum right right, const char *on, utc_t now, GError **error)
{
  GError *why = NULL;
  if (person_permit(db, login, right, now, &why))
    return true;
  if (error_is(why, TE_PERMISSION))
    person_refused(db, login, right, on, now);
  g_propagate_error(error, why);
  return false;
}

bool person_begin(struct db *db, const char *login, enum right right, const char *on, GError **error)
{
  GError *why = NULL;
  if (!db_begin(db, error))
    return false;
  if (person_permit(db, login, right, clock_now(), &why))
    return true;
  db_rollback(db);
  if (error_is(why, TE_PERMISSION))
    person_refused(db, login, right, on, clock_now());
  g_propagate_error(error, why);
  return false;
}

/* --- the list ----------------------------------------------------------------------------------------------- */
static bool add_role(struct db *db, const char *login, GError **error)
{
  return db_exec(db, error,
                 "UPDATE operator SET roles = CASE WHEN roles = '' THEN $1 ELSE roles || ';' || $1 END,"
                 " valid_from = '', valid_to = '' WHERE login = $2",
                 "tt", role_id(ROLE_ADMINISTRATOR), login);
}

static bool enter(struct db *db, const char *login, GError **error)
{
  const char *name = strcmp(login, identity_login()) == 0 ? identity_name() : login;
  return db_exec(db, error,
                 "INSERT INTO operator (login, position, name_ja, name_en, site, languages, roles, qualifications,"
                 " valid_from, valid_to) VALUES ($1, (SELECT coalesce(max(position), 0) + 1 FROM operator), $2, $2,"
                 " 'tokyo', '', $3, '', '', '')",
                 "ttt", login, name, role_id(ROLE_ADMINISTRATOR));
}

bool person_found(struct db *db, const char *login, utc_t now, GError **error)
{
  struct person person = {0};
  if (!read_entry(db, login, now, &person, error))
    return false;
  if ((person.roles & ROLE_BIT(ROLE_ADMINISTRATOR)) != 0)
    return true;
  return (person.listed || person.expired ? add_role(db, login, error) : enter(db, login, error)) &&
         reference_changed(db, "operators", now, login, "{\"administrator\":true}", error);
}

bool person_keeps_administrator(struct db *db, utc_t now, GError **error)
{
  int administrators;
  if (!count_administrators(db, now, &administrators, error))
    return false;
  if (administrators == 0)
    error_set(error, TE_DATA, _("no administrator would be left: nobody could change the list again"));
  return administrators > 0;
}
