/* toban backup, toban restore. */
#include <stdio.h>
#include <sys/stat.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/person.h"
#include "toban/verify.h"

static bool tell(const struct cli *cli, const char *format, const char *path, GError **error)
{
  if (cli->json)
    return cli_json(json_pack("{s:s}", "file", path), error);
  char *clean = g_strdup_printf("%s: %s\n", path, format);
  fputs(clean, stdout);
  g_free(clean);
  return true;
}

static bool run_backup(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool ok = actor != NULL && person_demand(db, actor, RIGHT_BACKUP, argv[0], clock_now(), error) &&
            person_reads(db, actor, RIGHT_BACKUP, argv[0], clock_now(), error) && db_backup(db, argv[0], error);
  db_close(db);
  g_free(actor);
  return ok && tell(cli, _("a whole copy"), argv[0], error);
}

/* A damaged copy is no help: the pages and the chain of the log must be sound. */
static bool check_copy(struct db *copy, GError **error)
{
  GString *faults = g_string_new(NULL);
  struct chain_report chain;
  bool ok = db_integrity(copy, faults, error) && chain_verify(copy, NULL, &chain, error);
  if (ok && (faults->len > 0 || chain.first_bad != 0)) {
    error_set(error, TE_CORRUPT, _("%s: this copy is damaged; take another one"), db_path(copy));
    ok = false;
  }
  g_string_free(faults, TRUE);
  return ok;
}

/* The list of the copy says who may; the restored database says who did. */
static bool write_down(const struct cli *cli, const char *actor, const char *from, GError **error)
{
  struct db *db = db_open(cli->db, 0, error);
  bool ok = db != NULL && person_reads(db, actor, RIGHT_RESTORE, from, clock_now(), error);
  db_close(db);
  return ok;
}

static bool run_restore(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct stat there;
  if (lstat(cli->db, &there) == 0) {
    error_set(error, TE_CANTCREATE, _("%s: there is a database; close the consoles and move it away first"), cli->db);
    return false;
  }
  struct db *copy = db_open(argv[0], DB_READONLY, error);
  char *actor = copy == NULL ? NULL : cli_actor(cli, copy, error);
  bool ok = actor != NULL && person_permit(copy, actor, RIGHT_RESTORE, clock_now(), error) && check_copy(copy, error) &&
            db_backup(copy, cli->db, error);
  db_close(copy);
  ok = ok && write_down(cli, actor, argv[0], error);
  g_free(actor);
  return ok && tell(cli, _("restored; it is as the copy was"), cli->db, error);
}

const struct cli_command command_backup = {
    .name = "backup", .args = "FILE", .min_args = 1, .max_args = 1, .run = run_backup, .wants_json = true,
    .summary = N_("a consistent copy of the database while others write")};
const struct cli_command command_restore = {
    .name = "restore", .args = "FILE", .min_args = 1, .max_args = 1, .run = run_restore, .wants_json = true,
    .summary = N_("makes the database from a copy, when it is sound and none is in the way")};
