/* toban approval list, ask, decide, withdraw: what waits for the consent of somebody else. */
#include <stdio.h>
#include <string.h>

#include "carry.h"
#include "commands.h"
#include "toban/arena.h"
#include "toban/approval_store.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/person.h"

static char *kinds(void)
{
  GString *text = g_string_new("KIND:");
  const struct approval_kind *kind;
  for (int i = 0; (kind = approval_kind_at(i)) != NULL; i++)
    if (strcmp(kind->id, APPROVAL_EXCLUSION) != 0) /* asked for with the ticket */
      g_string_append_printf(text, " %s", kind->id);
  return g_string_free(text, FALSE);
}

/* --- list ------------------------------------------------------------------------------------------------- */
static gboolean opt_all, opt_mine;
static const GOptionEntry list_options[] = {
    {"mine", 0, 0, G_OPTION_ARG_NONE, &opt_mine, N_("only what waits for you"), NULL},
    {"all", 0, 0, G_OPTION_ARG_NONE, &opt_all, N_("what was decided too"), NULL},
    {NULL}};

static json_t *votes_json(const struct approval *a)
{
  json_t *list = json_array();
  for (int i = 0; i < a->votes; i++)
    json_array_append_new(list, json_pack("{s:o, s:o, s:b, s:o}", "by", json_text(a->vote[i].by), "at",
                                          json_utc(a->vote[i].at), "grant", a->vote[i].grant, "words",
                                          json_text(a->vote[i].words)));
  return list;
}

static bool list_json(const struct approval_list *list, GError **error)
{
  json_t *out = json_array();
  for (int i = 0; i < list->rows; i++) {
    const struct approval_row *r = &list->row[i];
    json_array_append_new(out, json_pack("{s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:s, s:b, s:i, s:o}", "name",
                                         json_text(r->name), "kind", r->a.kind->id, "subject", json_text(r->a.subject),
                                         "words", json_text(r->a.words), "asked_by", json_text(r->a.asked_by),
                                         "asked_at", json_utc(r->a.asked_at), "until", json_utc(r->a.until), "state",
                                         approval_state_id(r->state), "mine", r->mine, "people", r->a.kind->people,
                                         "votes", votes_json(&r->a)));
  }
  return cli_json(out, error);
}

static void list_table(const struct approval_list *list)
{
  static const char *const titles[] = {N_("approval"), N_("what"), N_("asked for by"), N_("until (UTC)"), N_("state"),
                                       N_("words")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    const struct approval_row *r = &list->row[i];
    char until[32] = "";
    if (r->a.until != UTC_NONE)
      utc_format(r->a.until, until);
    cli_table_add(table, r->name);
    cli_table_add(table, r->a.subject);
    cli_table_add(table, r->a.asked_by);
    cli_table_add(table, until);
    cli_table_add(table, r->mine ? _("waits for you") : approval_state_text(r->state));
    cli_table_add(table, r->a.words);
  }
  cli_table_print(table);
}

static struct approval_list *read_list(struct db *db, const char *actor, enum approval_choice choice, GError **error)
{
  struct approval_args args = {.now = clock_now(), .choice = choice};
  struct person person;
  g_strlcpy(args.actor, actor, sizeof args.actor);
  if (!person_read(db, actor, args.now, &person, error))
    return NULL;
  args.roles = person.roles;
  return approval_list_read(db, &args, error);
}

static bool list(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct db *db = cli_open(cli, DB_READONLY, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  enum approval_choice choice = opt_mine ? APPROVALS_MINE : opt_all ? APPROVALS_ALL : APPROVALS_WAITING;
  struct approval_list *found = actor == NULL ? NULL : read_list(db, actor, choice, error);
  bool ok = found != NULL && (!cli->json || list_json(found, error));
  if (ok && !cli->json)
    list_table(found);
  snapshot_free(found);
  g_free(actor);
  db_close(db);
  return ok;
}

/* --- steps ------------------------------------------------------------------------------------------------ */
static bool no_approval(const char *name, GError **error)
{
  error_set(error, TE_NOINPUT, _("no such approval: “%s”"), name);
  return false;
}

static char *opt_until;
static const GOptionEntry ask_options[] = {
    {"until", 0, 0, G_OPTION_ARG_STRING, &opt_until, N_("when it lapses (the usual days of its kind)"), "TIME"},
    {NULL}};

static bool ask(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  utc_t until = UTC_NONE;
  if (opt_until != NULL && !utc_parse(opt_until, &until, error))
    return false;
  const struct approval_kind *kind = approval_kind_find(argv[0]);
  if (kind == NULL || strcmp(kind->id, APPROVAL_EXCLUSION) == 0) {
    char *known = kinds();
    error_set(error, TE_USAGE, _("“%s” is no kind of approval (%s)"), argv[0], known);
    g_free(known);
    return false;
  }
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool ok = actor != NULL &&
            carry_command(cli, db, approval_ask(actor, clock_now(), argv[0], argv[1], argv[2], until),
                          "name", false, error);
  g_free(actor);
  db_close(db);
  return ok;
}

static gboolean opt_grant, opt_refuse;
static const GOptionEntry decide_options[] = {
    {"grant", 0, 0, G_OPTION_ARG_NONE, &opt_grant, N_("agrees"), NULL},
    {"refuse", 0, 0, G_OPTION_ARG_NONE, &opt_refuse, N_("does not agree"), NULL},
    {NULL}};

/* All clocks of the ticket that wait. */
static struct command *exclusion_step(struct db *db, const char *actor, const char *name, const char *words,
                                      GError **error)
{
  struct approval_list *list = read_list(db, actor, APPROVALS_WAITING, error);
  struct command *command = NULL;
  for (int i = 0; list != NULL && i < list->rows; i++)
    if (list->row[i].ticket != NULL && strcmp(list->row[i].name, name) == 0)
      command = approval_exclusion(actor, clock_now(), opt_grant, list->row[i].ticket, list->row[i].clocks, words);
  if (list != NULL && command == NULL)
    no_approval(name, error);
  snapshot_free(list);
  return command;
}

static struct command *step_of(struct db *db, const char *actor, enum approval_step step, char **argv, GError **error)
{
  if (step != STEP_WITHDRAW && g_str_has_prefix(argv[0], APPROVAL_EXCLUSION "-"))
    return exclusion_step(db, actor, argv[0], argv[1], error);
  struct command *command = approval_take(actor, clock_now(), step, argv[0], argv[1]);
  if (command == NULL)
    no_approval(argv[0], error);
  return command;
}

static bool run_step(const struct cli *cli, enum approval_step step, char **argv, GError **error)
{
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  struct command *command = actor == NULL ? NULL : step_of(db, actor, step, argv, error);
  bool ok = command != NULL && carry_command(cli, db, command, "name", false, error);
  g_free(actor);
  db_close(db);
  return ok;
}

static bool decide(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  if (opt_grant == opt_refuse) {
    error_set(error, TE_USAGE, _("say --grant or --refuse"));
    return false;
  }
  return run_step(cli, opt_grant ? STEP_GRANT : STEP_REFUSE, argv, error);
}

static bool withdraw(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  return run_step(cli, STEP_WITHDRAW, argv, error);
}

const struct cli_command command_approval_list = {
    .name = "approval list", .args = "", .options = list_options, .run = list, .wants_json = true,
    .summary = N_("what waits for somebody’s consent")};
const struct cli_command command_approval_ask = {
    .name = "approval ask", .args = "KIND SUBJECT WORDS", .min_args = 3, .max_args = 3, .options = ask_options,
    .run = ask, .wants_json = true, .values = kinds,
    .summary = N_("asks for consent and prints the name of the request"),
    .detail = N_("SUBJECT is what it is for, in the words of whatever waits for it. Exclusions from the service level "
                 "are asked for with toban ticket exclude.")};
const struct cli_command command_approval_decide = {
    .name = "approval decide", .args = "NAME WORDS", .min_args = 2, .max_args = 2, .options = decide_options,
    .run = decide, .wants_json = true, .summary = N_("agrees or does not, and why"),
    .detail = N_("Nobody decides on what he or she asked for. Where two people must agree, it waits for the second.")};
const struct cli_command command_approval_withdraw = {
    .name = "approval withdraw", .args = "NAME WORDS", .min_args = 2, .max_args = 2, .run = withdraw,
    .wants_json = true, .summary = N_("takes back what you asked for")};
