/* toban operator list, operator set, operator rights, whoami: the people of the desk and what they may do. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/identity.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/person.h"
#include "toban/read.h"

/* --- list --------------------------------------------------------------------------------------------- */
static json_t *words(const char *text)
{
  json_t *list = json_array();
  char **word = g_strsplit(text, ";", -1);
  for (int i = 0; word[i] != NULL; i++)
    if (*word[i] != '\0')
      json_array_append_new(list, json_text(word[i]));
  g_strfreev(word);
  return list;
}

static bool list_json(const struct reference *ref, GError **error)
{
  json_t *list = json_array();
  for (int i = 0; i < ref->operators; i++) {
    const struct operator_ *p = &ref->operator_[i];
    json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "login", json_text(p->login), "name_ja",
                                          json_text(p->name[LANG_JA]), "name_en", json_text(p->name[LANG_EN]), "site",
                                          json_text(p->site), "languages", words(p->languages), "roles",
                                          words(p->roles)));
  }
  return cli_json(list, error);
}

static void list_table(const struct reference *ref)
{
  static const char *const titles[] = {N_("login"), N_("name"), N_("site"), N_("languages"), N_("roles")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < ref->operators; i++) {
    const struct operator_ *p = &ref->operator_[i];
    char *roles = roles_text(roles_parse(p->roles, p->site, NULL));
    const struct office *office = reference_office(ref, p->site);
    cli_table_add(table, p->login);
    cli_table_add(table, operator_name(p));
    cli_table_add(table, office == NULL ? p->site : office_name(office));
    cli_table_add(table, p->languages);
    cli_table_add(table, *roles == '\0' ? p->roles : roles);
    g_free(roles);
  }
  cli_table_print(table);
}

static bool list(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct reference *ref = cli_read(cli, reference_read, NULL, error);
  if (ref == NULL)
    return false;
  bool ok = true;
  if (cli->json)
    ok = list_json(ref, error);
  else
    list_table(ref);
  reference_free(ref);
  return ok;
}

/* --- set ---------------------------------------------------------------------------------------------- */
static char *opt_roles, *opt_site, *opt_languages, *opt_name_ja, *opt_name_en, *opt_from, *opt_until;
static const GOptionEntry set_options[] = {
    {"role", 0, 0, G_OPTION_ARG_STRING, &opt_roles, N_("roles, joined by “;” (toban operator rights)"), "ROLES"},
    {"site", 0, 0, G_OPTION_ARG_STRING, &opt_site, N_("where the person works"), "tokyo|osaka|ide"},
    {"languages", 0, 0, G_OPTION_ARG_STRING, &opt_languages, N_("languages, joined by “;”"), "ja;en"},
    {"name-ja", 0, 0, G_OPTION_ARG_STRING, &opt_name_ja, N_("name in Japanese"), "NAME"},
    {"name-en", 0, 0, G_OPTION_ARG_STRING, &opt_name_en, N_("name in English"), "NAME"},
    {"from", 0, 0, G_OPTION_ARG_STRING, &opt_from, N_("first day"), "DATE"},
    {"until", 0, 0, G_OPTION_ARG_STRING, &opt_until, N_("last day; “” for no end"), "DATE"},
    {NULL}};

static bool set(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct person_change change = {.login = argv[0], .name_ja = opt_name_ja, .name_en = opt_name_en, .site = opt_site,
                                 .languages = opt_languages, .roles = opt_roles, .valid_from = opt_from,
                                 .valid_to = opt_until};
  if (*argv[0] == '\0' || strpbrk(argv[0], " \t\r\n,;\"") != NULL) {
    error_set(error, TE_USAGE, _("“%s” is no login: letters, digits, dots and hyphens"), argv[0]);
    return false;
  }
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool ok = actor != NULL && person_change(db, actor, &change, clock_now(), error);
  db_close(db);
  g_free(actor);
  if (ok && !cli->json)
    printf(_("%s: entered in the list of operators\n"), argv[0]);
  return ok && (!cli->json || cli_json(json_pack("{s:s}", "login", argv[0]), error));
}

/* --- rights ------------------------------------------------------------------------------------------- */
static json_t *role_ids(unsigned roles)
{
  json_t *list = json_array();
  for (int i = 0; i < PERSON_ROLES; i++)
    if (roles & ROLE_BIT(i))
      json_array_append_new(list, json_string(role_id((enum person_role)i)));
  return list;
}

static bool rights_json(GError **error)
{
  json_t *list = json_array();
  for (int i = 0; i < RIGHTS; i++)
    json_array_append_new(list, json_pack("{s:s, s:s, s:o}", "right", right_id((enum right)i), "name",
                                          right_text((enum right)i), "roles", role_ids(right_roles((enum right)i))));
  return cli_json(list, error);
}

static bool rights(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  static const char *const titles[] = {N_("right"), N_("what"), N_("who may")};
  if (cli->json)
    return rights_json(error);
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < RIGHTS; i++) {
    char *roles = right_may(0, (enum right)i) ? g_strdup(_("anybody")) : roles_text(right_roles((enum right)i));
    cli_table_add(table, right_id((enum right)i));
    cli_table_add(table, right_text((enum right)i));
    cli_table_add(table, roles);
    g_free(roles);
  }
  cli_table_print(table);
  return true;
}

/* --- whoami ------------------------------------------------------------------------------------------- */
static bool whoami_json(const char *login, const struct person *person, GError **error)
{
  json_t *may = json_array();
  for (int i = 0; i < RIGHTS; i++)
    if (right_may(person->roles, (enum right)i))
      json_array_append_new(may, json_string(right_id((enum right)i)));
  return cli_json(json_pack("{s:s, s:s, s:b, s:b, s:o, s:o}", "login", login, "account", identity_login(),
                            "listed", person->listed, "demo", person->demo, "roles", role_ids(person->roles), "may",
                            may),
                  error);
}

static void whoami_text(const char *login, const struct person *person)
{
  char *roles = roles_text(person->roles);
  if (!person->self)
    printf(_("You play “%s” in a demonstration; your account is “%s”.\n"), login, identity_login());
  else
    printf(_("You are “%s”.\n"), login);
  if (person->listed)
    printf(_("Your roles: %s\n"), *roles == '\0' ? C_("role", "without a role") : roles);
  else
    printf("%s\n", _("You are not in the list of operators: you may look, but not write."));
  g_free(roles);
}

static bool whoami(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct person person;
  struct db *db = cli_open(cli, DB_READONLY, error);
  char *login = db == NULL ? NULL : cli_actor(cli, db, error);
  bool ok = login != NULL && person_read(db, login, clock_now(), &person, error);
  db_close(db);
  if (ok && cli->json)
    ok = whoami_json(login, &person, error);
  else if (ok)
    whoami_text(login, &person);
  g_free(login);
  return ok;
}

const struct cli_command command_operator_list = {
    .name = "operator list", .args = "", .run = list, .wants_json = true, .summary = N_("the people of the desk")};
const struct cli_command command_operator_set = {
    .name = "operator set", .args = "LOGIN", .min_args = 1, .max_args = 1, .options = set_options, .run = set,
    .wants_json = true, .summary = N_("enters a person in the list, or changes the entry"),
    .detail = N_("LOGIN is an account of this host. What is not named stays as it was. Only an administrator may, and "
                 "one administrator always remains.")};
const struct cli_command command_operator_rights = {
    .name = "operator rights", .args = "", .run = rights, .wants_json = true, .summary = N_("who may do what")};
const struct cli_command command_whoami = {
    .name = "whoami", .args = "", .run = whoami, .wants_json = true, .summary = N_("who you are here, and your roles")};
