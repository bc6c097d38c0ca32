/* toban verify. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/person.h"
#include "toban/verify.h"

static gboolean opt_rebuild;
static const GOptionEntry options[] = {
    {"rebuild", 0, 0, G_OPTION_ARG_NONE, &opt_rebuild, N_("makes the read models anew from the log"), NULL}, {NULL}};

struct findings { struct verify_report report; struct chain_report chain; GString *file; };

static bool look(struct db *db, struct findings *f, GError **error)
{
  return db_integrity(db, f->file, error) && verify_run(db, &f->report, error) &&
         chain_verify(db, NULL, &f->chain, error);
}

static bool tell(const struct cli *cli, const struct findings *f, GError **error)
{
  bool whole = f->chain.first_bad == 0;
  if (cli->json)
    return cli_json(json_pack("{s:I, s:I, s:I, s:o, s:o, s:{s:b, s:o, s:s}}", "tickets", (json_int_t)f->report.tickets,
                              "events", (json_int_t)f->report.events, "differences", (json_int_t)f->report.differences,
                              "named", json_lines(f->report.text->str), "file", json_lines(f->file->str),
                              "chain", "ok", whole,
                              "first_bad", whole ? json_null() : json_integer(f->chain.first_bad), "head",
                              f->chain.head),
                    error);
  printf(_("%ld tickets, %ld events: %ld differences\n"), (long)f->report.tickets, (long)f->report.events,
         (long)f->report.differences);
  fputs(f->report.text->str, stdout);
  fputs(f->file->str, stdout);
  if (whole)
    printf(_("The chain of the log is whole.\n"));
  else
    printf(_("The chain of the log is broken at event %ld.\n"), (long)f->chain.first_bad);
  return true;
}

static bool rebuild(const struct cli *cli, struct db *db, GError **error)
{
  char *actor = cli_actor(cli, db, error);
  bool ok =
      actor != NULL && person_demand(db, actor, RIGHT_REBUILD, NULL, clock_now(), error) && verify_rebuild(db, error);
  g_free(actor);
  return ok;
}

static bool run_verify(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct findings f = {.file = g_string_new(NULL)};
  verify_report_init(&f.report);
  struct db *db = cli_open(cli, opt_rebuild ? 0 : DB_READONLY, error);
  bool ok = db != NULL && (!opt_rebuild || rebuild(cli, db, error)) && look(db, &f, error) && tell(cli, &f, error);
  db_close(db);
  if (ok && (f.report.differences > 0 || f.chain.first_bad != 0 || f.file->len > 0)) {
    error_set(error, TE_NO, "%s",
              _("the database is not what its log says (toban verify --rebuild mends read models)"));
    ok = false;
  }
  verify_report_clear(&f.report);
  g_string_free(f.file, TRUE);
  return ok;
}

const struct cli_command command_verify = {
    .name = "verify", .args = "", .options = options, .run = run_verify, .wants_json = true,
    .summary = N_("computes everything anew from the log and compares; exit status 1 when something differs")};
