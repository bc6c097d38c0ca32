/* toban init: a new database, with the reference data, and with a believable history on demand. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "commands.h"
#include "toban/demo.h"
#include "toban/error.h"
#include "toban/identity.h"
#include "toban/lang.h"
#include "toban/safety.h"
#include "toban/person.h"
#include "toban/transfer.h"

static gboolean opt_demo;
static gint64 opt_tickets = DEMO_TICKETS, opt_seed = DEMO_SEED;
static int opt_months = DEMO_MONTHS;
static const GOptionEntry options[] = {
    {"demo", 0, 0, G_OPTION_ARG_NONE, &opt_demo, N_("adds people, assets, endpoints and a history that ends now"),
     NULL},
    {"tickets", 0, 0, G_OPTION_ARG_INT64, &opt_tickets, N_("tickets of the history (8000)"), "N"},
    {"months", 0, 0, G_OPTION_ARG_INT, &opt_months, N_("months that it reaches back (13)"), "M"},
    {"seed", 0, 0, G_OPTION_ARG_INT64, &opt_seed, N_("another seed, another history"), "S"},
    {NULL}};

/* A folder that it makes is the operators' own (safety.h); those above it only the maker's. */
static bool make_folder(const char *path, GError **error)
{
  char *folder = g_path_get_dirname(path), *above = g_path_get_dirname(folder);
  bool made = false, ok = g_mkdir_with_parents(above, 0700) == 0;
  if (ok) {
    made = mkdir(folder, 0770) == 0;
    ok = made || errno == EEXIST;
  }
  if (!ok || (made && chmod(folder, SAFETY_FOLDER_MODE) != 0)) {
    error_set_errno(error, errno, folder);
    ok = false;
  }
  g_free(above);
  g_free(folder);
  return ok;
}

static bool check_options(GError **error)
{
  if (opt_tickets >= 0 && opt_tickets <= DEMO_TICKETS_MOST && opt_months >= 1 && opt_months <= DEMO_MONTHS_MOST)
    return true;
  error_set(error, TE_USAGE, _("tickets are 0 to %d, months 1 to %d"), DEMO_TICKETS_MOST, DEMO_MONTHS_MOST);
  return false;
}

static bool fill(struct db *db, utc_t now, GError **error)
{
  struct demo_options demo = {.tickets = opt_tickets, .months = opt_months, .seed = (uint64_t)opt_seed, .now = now};
  return db_begin(db, error) && transfer_initial(db, "init", now, error) &&
         (opt_demo ? demo_fill(db, &demo, error) : person_found(db, identity_login(), now, error)) &&
         db_commit(db, error);
}

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct stat there;
  if (!check_options(error))
    return false;
  if (lstat(cli->db, &there) == 0) {
    error_set(error, TE_CANTCREATE, _("%s: there is a file already; choose another with --db, or move it away"),
              cli->db);
    return false;
  }
  umask(umask(0) | S_IRWXO); /* people's data: the group's at most, as its own umask allows */
  if (!make_folder(cli->db, error))
    return false;
  struct db *db = db_build_open(cli->db, error);
  if (db == NULL)
    return false;
  if (!fill(db, clock_now(), error)) {
    db_close(db);
    return false;
  }
  if (!db_build_finish(db, error))
    return false;
  if (opt_demo)
    printf(_("%s: a new database with a demonstration of %ld tickets\n"), cli->db, (long)opt_tickets);
  else
    printf(_("%s: a new database\n"), cli->db);
  return true;
}

const struct cli_command command_init = {
    .name = "init",
    .args = "",
    .summary = N_("makes a database with the reference data"),
    .options = options,
    .run = run,
    .detail =
        N_("With --demo the database gets a believable history that ends at “now” (--at pins it): the same bytes of "
           "events for the same seed and time. An existing file is left alone (exit status 73).")};
