/* toban callback list, take, done: call-backs that are owed. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/callback.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"

enum { LIMIT = 200 };

static char *opt_office;
static const GOptionEntry take_options[] = {
    {"office", 0, 0, G_OPTION_ARG_STRING, &opt_office, N_("number, code or name of the office"), "NO|CODE"}, {NULL}};

static json_t *row_json(const struct callback_row *r)
{
  return json_pack("{s:s, s:o, s:o, s:s, s:s, s:o, s:o, s:o}", "ticket", r->key, "title", json_text(r->title),
                   "requester", r->requester == NULL ? json_null() : json_text(r->requester), "office", r->office,
                   "state", ticket_state_id(r->state), "received_at", json_utc(r->received_at), "promised_at",
                   json_utc(r->promised_at), "answered_at", json_utc(r->answered_at));
}

static void print_list(const struct callback_list *list, const struct reference *ref, utc_t now)
{
  static const char *const titles[] = {N_(">Waits"), N_(">Promised"), N_("Key"), N_("Office"), N_("Requester"),
                                       N_("Title")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    const struct callback_row *r = &list->row[i];
    const struct office *office = reference_office(ref, r->office);
    char waited[32], left[32];
    duration_text(MAX(now - r->received_at, 0), waited, sizeof waited);
    duration_text(r->promised_at - now, left, sizeof left);
    const char *const cells[] = {waited, left, r->key, office == NULL ? r->office : office_name(office), r->requester,
                                 r->title};
    for (size_t c = 0; c < G_N_ELEMENTS(cells); c++)
      cli_table_add(table, cells[c]);
  }
  cli_table_print(table);
}

static bool show(const struct cli *cli, struct db *db, GError **error)
{
  struct callback_args args = {clock_now(), LIMIT};
  struct reference *ref = reference_read(db, NULL, error);
  struct callback_list *list = ref == NULL ? NULL : callback_list_read(db, &args, error);
  bool ok = list != NULL;
  if (ok && cli->json) {
    json_t *array = json_array();
    for (int i = 0; i < list->rows; i++)
      json_array_append_new(array, row_json(&list->row[i]));
    ok = cli_json(array, error);
  } else if (ok) {
    print_list(list, ref, args.now);
  }
  snapshot_free(list);
  reference_free(ref);
  return ok;
}

static bool run_list(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct db *db = cli_open(cli, DB_READONLY, error);
  bool ok = db != NULL && show(cli, db, error);
  db_close(db);
  return ok;
}

static bool carry_out(struct db *db, struct command *take_command, GError **error)
{
  struct command_outcome outcome;
  bool ok = command_run(db, take_command, &outcome, error);
  command_free(take_command);
  if (ok && outcome.result == COMMAND_CONFLICT) {
    error_set(error, TE_CONFLICT, "%s: %s", outcome.ticket, outcome.conflict);
    return false;
  }
  if (ok)
    puts(outcome.ticket);
  return ok;
}

static bool run_take(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct db *db = cli_open(cli, 0, error);
  struct reference *ref = db == NULL ? NULL : reference_read(db, NULL, error);
  char *actor = ref == NULL ? NULL : cli_actor(cli, db, error);
  const struct operator_ *me = actor == NULL ? NULL : reference_operator(ref, actor);
  const char *where = opt_office != NULL ? opt_office : me != NULL ? me->site : "tokyo";
  const struct office *office = actor == NULL ? NULL : cli_office(ref, where, error);
  bool ok = office != NULL &&
            carry_out(db,
                      callback_take(actor, clock_now(), office->id, _("Call to be called back"),
                                    _("Machine voice and recording; a call-back is owed.")),
                      error);
  g_free(actor);
  reference_free(ref);
  db_close(db);
  return ok;
}

static bool run_done(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool ok = actor != NULL && carry_out(db, callback_done(actor, clock_now(), argv[0], 0, argv[1]), error);
  g_free(actor);
  db_close(db);
  return ok;
}

const struct cli_command command_callback_list = {
    .name = "callback list", .args = "", .run = run_list, .wants_json = true,
    .summary = N_("call-backs that are owed, the earliest promise first")};
const struct cli_command command_callback_take = {
    .name = "callback take", .args = "", .options = take_options, .run = run_take,
    .summary = N_("takes in a call that went to the machine voice; prints its key")};
const struct cli_command command_callback_done = {
    .name = "callback done", .args = "KEY TEXT", .min_args = 2, .max_args = 2, .run = run_done,
    .summary = N_("called back: the call counts as answered, the promise is kept")};
