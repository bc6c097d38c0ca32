/* toban import: data in from files; looked at first, with the header of whoever wrote them, cancelled at will. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/mapping.h"
#include "toban/text.h"
#include "toban/transfer.h"

static const size_t INPUT_LIMIT = (size_t)8 << 30;
enum { BAR = 40 };

static gboolean opt_replace, opt_dry_run, opt_progress;
static char *opt_columns, *opt_keep, *opt_mapping;
static const GOptionEntry options[] = {
    {"replace", 0, 0, G_OPTION_ARG_NONE, &opt_replace, N_("takes away what the file does not have"), NULL},
    {"dry-run", 0, 0, G_OPTION_ARG_NONE, &opt_dry_run, N_("only tells what would be added, changed, removed"), NULL},
    {"columns", 0, 0, G_OPTION_ARG_STRING, &opt_columns,
     N_("what the file’s header means: “theirs=ours;theirs=;...”, nothing behind = passes over a column"), "NAMES"},
    {"keep", 0, 0, G_OPTION_ARG_STRING, &opt_keep, N_("keeps these --columns under a name"), "NAME"},
    {"mapping", 0, 0, G_OPTION_ARG_STRING, &opt_mapping, N_("takes the columns that were kept under a name"), "NAME"},
    {"progress", 0, 0, G_OPTION_ARG_NONE, &opt_progress,
     N_("shows how far it is, also without a terminal; Ctrl-C leaves nothing behind"), NULL},
    {NULL}};

/* --- looking on, giving up --------------------------------------------------------------------------------- */
static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
  (void)number;
  interrupted = 1;
}

static bool progress(void *user, int line, int lines)
{
  const bool *bar = user;
  if (*bar && lines > 0) {
    int done = (int)((int64_t)MIN(line, lines) * BAR / lines);
    fprintf(stderr, "\r[%.*s%*s] %3d%%", done, "########################################", BAR - done, "",
            (int)((int64_t)MIN(line, lines) * 100 / lines));
  }
  return !interrupted;
}

static bool run_watched(struct db *db, struct transfer_input *input, int64_t *rows, GError **error)
{
  bool bar = opt_progress || isatty(STDERR_FILENO);
  struct sigaction before, catch = {.sa_handler = on_signal};
  sigaction(SIGINT, &catch, &before);
  input->progress = progress;
  input->user = &bar;
  bool ok = transfer_import(db, input, rows, error);
  sigaction(SIGINT, &before, NULL);
  if (bar)
    fprintf(stderr, "\r%*s\r", BAR + 8, "");
  return ok;
}

/* --- telling ----------------------------------------------------------------------------------------------- */
static const char *change_id(enum transfer_change change)
{
  static const char *const ids[CHANGES] = {"added", "changed", "removed"};
  return ids[change];
}

static bool preview_json(const struct transfer_preview *preview, const char *kind, int64_t rows, GError **error)
{
  json_t *list = json_array();
  for (guint i = 0; i < preview->lines->len; i++) {
    const struct transfer_line *line = &g_array_index(preview->lines, struct transfer_line, i);
    json_array_append_new(list, json_pack("{s:s, s:o, s:o}", "change", change_id(line->change), "key",
                                          json_text(line->key), "what", json_text(line->what)));
  }
  return cli_json(json_pack("{s:s, s:b, s:I, s:I, s:I, s:I, s:I, s:o}", "kind", kind, "dry_run", true, "rows",
                            (json_int_t)rows, "added", (json_int_t)preview->count[CHANGE_ADDED], "changed",
                            (json_int_t)preview->count[CHANGE_CHANGED], "removed",
                            (json_int_t)preview->count[CHANGE_REMOVED], "same", (json_int_t)preview->same, "changes",
                            list), error);
}

static void print_preview(const struct transfer_preview *preview, const char *kind)
{
  static const char signs[CHANGES] = {'+', '~', '-'};
  for (guint i = 0; i < preview->lines->len; i++) {
    const struct transfer_line *line = &g_array_index(preview->lines, struct transfer_line, i);
    GString *text = g_string_new(NULL);
    text_clean(text, line->key, -1);
    g_string_append(text, "  ");
    text_clean(text, line->what, -1);
    printf("%c %s\n", signs[line->change], text->str);
    g_string_free(text, TRUE);
  }
  for (int i = 0; i < CHANGES; i++)
    if (preview->count[i] > PREVIEW_NAMED)
      printf(_("%c %ld more\n"), signs[i], (long)(preview->count[i] - PREVIEW_NAMED));
  printf(_("%s: %ld would be added, %ld changed, %ld removed; %ld stay as they are. Nothing was written.\n"), kind,
         (long)preview->count[CHANGE_ADDED], (long)preview->count[CHANGE_CHANGED],
         (long)preview->count[CHANGE_REMOVED], (long)preview->same);
}

static bool tell(const struct cli *cli, const struct transfer_input *input, int64_t rows, GError **error)
{
  if (cli->json && input->preview != NULL)
    return preview_json(input->preview, input->kind, rows, error);
  if (cli->json)
    return cli_json(json_pack("{s:s, s:I}", "kind", input->kind, "rows", (json_int_t)rows), error);
  if (input->preview != NULL)
    print_preview(input->preview, input->kind);
  else
    printf(_("%s: %ld rows taken in\n"), input->kind, (long)rows);
  return true;
}

/* --- the import -------------------------------------------------------------------------------------------- */
static struct mapping *choose_mapping(struct db *db, const char *kind, GError **error)
{
  if (opt_mapping != NULL)
    return mapping_load(db, kind, opt_mapping, error);
  return mapping_parse(opt_columns == NULL ? "" : opt_columns, error);
}

static bool run_import(const struct cli *cli, struct db *db, const char *actor, struct transfer_input *input,
                       GError **error)
{
  int64_t rows = 0;
  struct transfer_preview preview;
  struct mapping *mapping = choose_mapping(db, input->kind, error);
  if (mapping == NULL)
    return false;
  transfer_preview_init(&preview);
  input->by = actor;
  input->rename = mapping->rename;
  input->renames = mapping->renames;
  input->preview = opt_dry_run ? &preview : NULL;
  bool ok = (opt_keep == NULL || opt_dry_run || mapping_keep(db, actor, input->kind, opt_keep, opt_columns, error)) &&
            run_watched(db, input, &rows, error) && tell(cli, input, rows, error);
  transfer_preview_clear(&preview);
  mapping_free(mapping);
  return ok;
}

static bool check_options(GError **error)
{
  if (opt_keep != NULL && opt_columns == NULL)
    error_set(error, TE_USAGE, _("--keep keeps --columns: give them"));
  else if (opt_mapping != NULL && opt_columns != NULL)
    error_set(error, TE_USAGE, _("either --columns or --mapping"));
  else
    return true;
  return false;
}

static bool import(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct transfer_input input = {.kind = argv[0], .at = clock_now(), .replace = opt_replace};
  char *bytes;
  input.name = strcmp(argv[1], "-") == 0 ? _("standard input") : argv[1];
  if (!transfer_check_kind(input.kind, error) || !check_options(error) ||
      !file_read_all(argv[1], INPUT_LIMIT, &bytes, &input.length, error))
    return false;
  input.bytes = bytes;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  bool ok = actor != NULL && run_import(cli, db, actor, &input, error);
  db_close(db);
  g_free(bytes);
  g_free(actor);
  return ok;
}

const struct cli_command command_import = {
    .name = "import",
    .args = "KIND FILE",
    .min_args = 2,
    .max_args = 2,
    .options = options,
    .run = import,
    .wants_json = true,
    .summary = N_("takes a file of data in, all or nothing (“-” is standard input)"),
    .values = transfer_kinds,
    .detail =
        N_("CSV, JSON Lines and JSON are told apart by their first byte. Errors name file, line and column. "
           "Calendars, holidays, special dates, policies, sections, vendors and templates replace the whole kind; "
           "events add tickets; of the others a row adds or changes the one with its key. Holidays also come as an "
           "iCalendar feed: egypt.ics replaces the holiday set “egypt” and leaves the others.")};
