/* toban export: all data out as files. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/right.h"
#include "toban/transfer.h"

static char *opt_format, *opt_out;
static const GOptionEntry export_options[] = {
    {"format", 0, 0, G_OPTION_ARG_STRING, &opt_format, N_("of the file (csv; jsonl for events)"), "csv|jsonl|json"},
    {"out", 0, 0, G_OPTION_ARG_FILENAME, &opt_out, N_("to a file instead of standard output"), "FILE"},
    {NULL}};

char *transfer_kinds(void)
{
  GString *known = g_string_new("KIND:");
  for (int i = 0; transfer_kind_id(i) != NULL; i++)
    g_string_append_printf(known, " %s", transfer_kind_id(i));
  return g_string_free(known, FALSE);
}

bool transfer_check_kind(const char *kind, GError **error)
{
  if (transfer_kind_known(kind))
    return true;
  char *known = transfer_kinds();
  error_set(error, TE_USAGE, _("there is no kind of data called “%s” (%s)"), kind, known);
  g_free(known);
  return false;
}

/* Into a file beside the one that is wanted, so that a failure leaves the old one alone. */
static bool export_to_file(struct db *db, const char *by, const char *kind, enum transfer_format format,
                           const char *path, GError **error)
{
  char *beside = g_strconcat(path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full(beside, O_RDWR | O_CLOEXEC, 0600); /* people's data */
  FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
  if (out == NULL) {
    error_set_errno(error, errno, path);
    if (error_is(*error, TE_NOINPUT))
      (*error)->code = TE_CANTCREATE;
    g_free(beside);
    return false;
  }
  bool ok = transfer_export(db, by, kind, format, out, error);
  bool kept = fflush(out) == 0 && fsync(fd) == 0;
  int n = errno;
  fclose(out);
  if (ok && kept && rename(beside, path) != 0) {
    kept = false;
    n = errno;
  }
  if (ok && !kept)
    error_set_errno(error, n, path);
  if (!ok || !kept)
    unlink(beside);
  g_free(beside);
  return ok && kept;
}

static bool export(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  if (!transfer_check_kind(argv[0], error))
    return false;
  enum transfer_format format = cli->json ? FORMAT_JSON : transfer_usual_format(argv[0]);
  if (opt_format != NULL && !transfer_format_parse(opt_format, &format)) {
    error_set(error, TE_USAGE, _("--format is csv, jsonl or json, not “%s”"), opt_format);
    return false;
  }
  bool recorded = right_is_personal(right_of_export(argv[0]));
  if (recorded && cli->read_only) {
    error_set(error, TE_PERMISSION, _("%s: this export leaves a record in the log; --read-only forbids that"), argv[0]);
    return false;
  }
  struct db *db = cli_open(cli, recorded ? 0 : DB_READONLY, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool to_file = opt_out != NULL && strcmp(opt_out, "-") != 0;
  bool ok = actor != NULL && (to_file ? export_to_file(db, actor, argv[0], format, opt_out, error)
                                      : transfer_export(db, actor, argv[0], format, stdout, error));
  db_close(db);
  g_free(actor);
  return ok;
}

const struct cli_command command_export = {
    .name = "export", .args = "KIND", .min_args = 1, .max_args = 1, .options = export_options, .run = export,
    .wants_json = true, .values = transfer_kinds,
    .summary = N_("gives data out; an export imports back to the same export")};
