/* Changes to the list of operators, one person at a time. */
#include <jansson.h>
#include <stdlib.h>

#include "toban/bulk.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/person.h"

static bool check_roles(const struct person_change *change, GError **error)
{
  char *unknown = NULL;
  if (change->roles != NULL)
    roles_parse(change->roles, NULL, &unknown);
  if (unknown == NULL)
    return true;
  GString *known = g_string_new(NULL);
  for (int i = 0; i < PERSON_ROLES; i++)
    g_string_append_printf(known, "%s%s", i == 0 ? "" : " ", role_id((enum person_role)i));
  error_set(error, TE_USAGE, _("“%s” is no role: %s"), unknown, known->str);
  g_string_free(known, TRUE);
  g_free(unknown);
  return false;
}

static bool check_site(struct db *db, const struct person_change *change, GError **error)
{
  int64_t known = 1;
  if (change->site != NULL &&
      !db_get_int(db, &known, 0, error, "SELECT 1 FROM office WHERE id = $1", "t", change->site))
    return false;
  if (known == 0)
    error_set(error, TE_DATA, _("no such office: “%s”"), change->site);
  return known != 0;
}

static bool check_dates(const struct person_change *change, GError **error)
{
  const char *const dates[] = {change->valid_from, change->valid_to};
  day_t day;
  for (int i = 0; i < 2; i++)
    if (dates[i] != NULL && *dates[i] != '\0' && !day_parse(dates[i], &day, error))
      return false;
  return true;
}

static bool write_entry(struct db *db, const struct person_change *c, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO operator (login, position, name_ja, name_en, site, languages, roles, qualifications,"
                 " valid_from, valid_to) VALUES ($1, (SELECT coalesce(max(position), 0) + 1 FROM operator),"
                 " coalesce($2, $1), coalesce($3, $1), coalesce($4, 'tokyo'), coalesce($5, 'ja'), coalesce($6, ''), '',"
                 " coalesce($7, ''), coalesce($8, '')) ON CONFLICT (login) DO UPDATE SET"
                 " name_ja = coalesce($2, operator.name_ja), name_en = coalesce($3, operator.name_en),"
                 " site = coalesce($4, operator.site), languages = coalesce($5, operator.languages),"
                 " roles = coalesce($6, operator.roles), valid_from = coalesce($7, operator.valid_from),"
                 " valid_to = coalesce($8, operator.valid_to)",
                 "tttttttt", c->login, c->name_ja, c->name_en, c->site, c->languages, c->roles, c->valid_from,
                 c->valid_to);
}

static bool record(struct db *db, const char *by, const struct person_change *c, utc_t now, GError **error)
{
  json_t *data = json_pack("{s:s, s:s*, s:s*, s:s*, s:s*}", "login", c->login, "roles", c->roles, "site", c->site,
                           "from", c->valid_from, "until", c->valid_to);
  char *text = json_dumps(data, JSON_COMPACT);
  bool done = text != NULL && reference_changed(db, "operators", now, by, text, error);
  if (text == NULL)
    error_set(error, TE_DATA, _("not UTF-8: “%s”"), c->login);
  free(text);
  json_decref(data);
  return done;
}

bool person_change(struct db *db, const char *by, const struct person_change *change, utc_t now, GError **error)
{
  if (!check_roles(change, error) || !check_dates(change, error) ||
      !person_begin(db, by, RIGHT_PEOPLE, change->login, error))
    return false;
  if (check_site(db, change, error) && write_entry(db, change, error) && record(db, by, change, now, error) &&
      person_keeps_administrator(db, now, error))
    return db_commit(db, error);
  db_rollback(db);
  return false;
}
