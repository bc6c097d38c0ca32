/* toban view list, show, save, remove. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/view.h"

/* --- reading ------------------------------------------------------------------------------------------------ */
/* The count of a view that waits for being counted is found by looking at the tickets. */
static bool count_now(struct db *db, const struct view_list *list, const struct saved_view *view, int64_t *out,
                      GError **error)
{
  struct queue_args args = {.now = list->args.now, .where = QUEUE_BOTTOM};
  *out = view->count;
  if (view->count != VIEW_UNCOUNTED)
    return true;
  g_strlcpy(args.actor, list->args.actor, sizeof args.actor);
  view_to_args(view, &args);
  GError *why = NULL;
  struct queue_window *window = queue_window_read(db, &args, &why);
  if (window != NULL)
    *out = window->total;
  snapshot_free(window);
  if (!error_is(why, TE_DATA)) {
    if (why != NULL)
      g_propagate_error(error, why);
    return why == NULL;
  }
  g_clear_error(&why); /* a name in it is gone from the reference: it has no count */
  return true;
}

static json_t *view_json(const struct saved_view *view, int64_t count)
{
  char **columns = g_strsplit(view->columns, " ", -1);
  json_t *list = json_array();
  for (int i = 0; columns[i] != NULL; i++)
    if (*columns[i] != '\0')
      json_array_append_new(list, json_text(columns[i]));
  g_strfreev(columns);
  return json_pack("{s:o, s:o, s:o, s:b, s:o, s:o, s:s, s:b, s:o, s:o}", "name", json_text(view->name), "title_ja",
                   json_text(view->title[LANG_JA]), "title_en", json_text(view->title[LANG_EN]), "shared",
                   *view->owner == '\0', "owner", *view->owner == '\0' ? json_null() : json_text(view->owner), "filter",
                   json_text(view->filter), "order", queue_order_id(view->order), "falling", view->falling, "columns",
                   list, "count", count == VIEW_UNCOUNTED ? json_null() : json_integer(count));
}

static json_t *own_json(enum queue_view view, int64_t count)
{
  return json_pack("{s:s, s:n, s:I}", "name", queue_view_id(view), "filter", "count", (json_int_t)count);
}

static void add_line(struct cli_table *table, const char *name, const char *title, const char *whose, int64_t count,
                     const char *filter)
{
  char number[32] = "-";
  if (count != VIEW_UNCOUNTED)
    g_snprintf(number, sizeof number, "%" G_GINT64_FORMAT, count);
  const char *const cells[] = {name, title, whose, number, filter};
  for (size_t i = 0; i < G_N_ELEMENTS(cells); i++)
    cli_table_add(table, cells[i]);
}

static bool print_list(const struct cli *cli, struct db *db, const struct view_list *list, GError **error)
{
  static const char *const titles[] = {N_("Name"), N_("Title"), N_("Whose"), N_(">Tickets"), N_("Filter")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  json_t *array = json_array();
  bool ok = true;
  for (int i = 0; i < VIEWS; i++) {
    enum queue_view view = (enum queue_view)i;
    add_line(table, queue_view_id(view), queue_view_text(view), "", list->total[i], "");
    json_array_append_new(array, own_json(view, list->total[i]));
  }
  for (int i = 0; ok && i < list->rows; i++) {
    const struct saved_view *view = &list->row[i];
    int64_t count;
    ok = count_now(db, list, view, &count, error);
    add_line(table, view->name, saved_view_title(view), *view->owner == '\0' ? _("shared") : _("own"), count,
             view->filter);
    json_array_append_new(array, view_json(view, count));
  }
  if (ok && cli->json)
    ok = cli_json(json_incref(array), error);
  else if (ok)
    cli_table_print(g_steal_pointer(&table));
  json_decref(array);
  cli_table_free(table);
  return ok;
}

static struct view_list *read_list(const struct cli *cli, struct db *db, GError **error)
{
  struct view_args args = {.now = clock_now()};
  char *actor = cli_actor(cli, db, error);
  if (actor == NULL)
    return NULL;
  g_strlcpy(args.actor, actor, sizeof args.actor);
  g_free(actor);
  return view_list_read(db, &args, error);
}

static bool run_list(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct db *db = cli_open(cli, DB_READONLY, error);
  struct view_list *list = db == NULL ? NULL : read_list(cli, db, error);
  bool ok = list != NULL && print_list(cli, db, list, error);
  snapshot_free(list);
  db_close(db);
  return ok;
}

static const struct saved_view *find(const struct view_list *list, const char *name, GError **error)
{
  const struct saved_view *view = view_find(list, name);
  if (view == NULL)
    error_set(error, TE_NOINPUT, _("there is no view “%s”"), name);
  return view;
}

static void field(const char *name, const char *value)
{
  printf("%s: %s\n", name, *value == '\0' ? "-" : value);
}

static bool print_view(const struct cli *cli, const struct saved_view *view, int64_t count, GError **error)
{
  if (cli->json)
    return cli_json(view_json(view, count), error);
  char number[32] = "-";
  if (count != VIEW_UNCOUNTED)
    g_snprintf(number, sizeof number, "%" G_GINT64_FORMAT, count);
  field(_("Name"), view->name);
  field(_("Title"), saved_view_title(view));
  field(_("Whose"), *view->owner == '\0' ? _("shared") : view->owner);
  field(_("Filter"), view->filter);
  field(_("Order"), queue_order_text(view->order, view->falling));
  field(_("Columns"), view->columns);
  field(_("Tickets"), number);
  return true;
}

static bool run_show(const struct cli *cli, int argc, char **argv, GError **error)
{
  int64_t count;
  (void)argc;
  struct db *db = cli_open(cli, DB_READONLY, error);
  struct view_list *list = db == NULL ? NULL : read_list(cli, db, error);
  const struct saved_view *view = list == NULL ? NULL : find(list, argv[0], error);
  bool ok = view != NULL && count_now(db, list, view, &count, error) && print_view(cli, view, count, error);
  snapshot_free(list);
  db_close(db);
  return ok;
}

/* --- writing ------------------------------------------------------------------------------------------------- */
static char *opt_filter, *opt_order, *opt_columns, *opt_ja, *opt_en;
static gboolean opt_falling, opt_shared;
static const GOptionEntry save_options[] = {
    {"filter", 0, 0, G_OPTION_ARG_STRING, &opt_filter, N_("what it shows, such as: state:open office:asia due<2h"),
     "EXPR"},
    {"order", 0, 0, G_OPTION_ARG_STRING, &opt_order, N_("due received changed priority (due)"), "ORDER"},
    {"falling", 0, 0, G_OPTION_ARG_NONE, &opt_falling, N_("the other way round: the latest first"), NULL},
    {"columns", 0, 0, G_OPTION_ARG_STRING, &opt_columns, N_("ids of columns, joined by commas"), "LIST"},
    {"title-ja", 0, 0, G_OPTION_ARG_STRING, &opt_ja, N_("how it is called in Japanese"), "TEXT"},
    {"title-en", 0, 0, G_OPTION_ARG_STRING, &opt_en, N_("how it is called in English"), "TEXT"},
    {"shared", 0, 0, G_OPTION_ARG_NONE, &opt_shared, N_("for everybody"), NULL},
    {NULL}};
static const GOptionEntry remove_options[] = {
    {"shared", 0, 0, G_OPTION_ARG_NONE, &opt_shared, N_("the one for everybody"), NULL}, {NULL}};

/* Counts until all is counted, a bit in each transaction, so that others can write in between. */
static bool count_on(struct db *db, const char *actor, GError **error)
{
  struct command_outcome outcome = {.revision = 1};
  bool done = true;
  while (done && outcome.revision > 0) {
    struct command *command = command_new(COMMAND_COUNT_VIEWS, actor, clock_now());
    done = command_run(db, command, &outcome, error);
    command_free(command);
  }
  return done;
}

static bool carry_out(struct db *db, struct command *take_command, const char *actor, GError **error)
{
  struct command_outcome outcome;
  bool done = command_run(db, take_command, &outcome, error) && count_on(db, actor, error);
  command_free(take_command);
  return done;
}

/* The options as a view; what is wrong is wrong usage, but for the filter. */
static bool from_options(const char *name, const char *actor, struct saved_view *view, char **columns, GError **error)
{
  *view = (struct saved_view){.name = name, .owner = opt_shared ? "" : actor, .falling = opt_falling,
                              .title = {opt_ja == NULL ? "" : opt_ja, opt_en == NULL ? "" : opt_en}};
  *columns = view_columns_parse(opt_columns == NULL ? "" : opt_columns, error);
  if (*columns == NULL)
    return false;
  view->columns = *columns;
  if (!saved_view_name_valid(name))
    error_set(error, TE_USAGE, _("“%s” is no name for a view: one word, none of the program’s own views"), name);
  else if (opt_order != NULL && !queue_order_parse(opt_order, &view->order))
    error_set(error, TE_USAGE, _("a list is ordered by due, received, changed or priority"));
  else
    return true;
  return false;
}

/* As it is written once and for all. */
static char *canonical(struct db *db, GError **error)
{
  struct reference *ref = reference_read(db, NULL, error);
  struct filter_fault fault = {0};
  const char *text = opt_filter == NULL ? "" : opt_filter;
  struct filter *filter = ref == NULL ? NULL : filter_parse(text, ref, false, &fault);
  char *print = filter == NULL ? NULL : filter_print(filter);
  if (fault.text != NULL)
    filter_fault_set(error, text, &fault);
  filter_free(filter);
  reference_free(ref);
  return print;
}

static bool run_save(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct saved_view view;
  char *columns = NULL;
  (void)argc;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  char *filter = actor == NULL ? NULL : canonical(db, error);
  bool ok = filter != NULL && from_options(argv[0], actor, &view, &columns, error);
  if (ok) {
    view.filter = filter;
    ok = carry_out(db, view_save(actor, clock_now(), &view), actor, error);
  }
  g_free(columns);
  g_free(filter);
  g_free(actor);
  db_close(db);
  return ok;
}

static bool run_remove(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct db *db = cli_open(cli, 0, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  char *key = g_strdup_printf("%s/%s", opt_shared || actor == NULL ? "" : actor, argv[0]);
  bool ok = actor != NULL && carry_out(db, view_remove(actor, clock_now(), key), actor, error);
  g_free(key);
  g_free(actor);
  db_close(db);
  return ok;
}

const struct cli_command command_view_list = {
    .name = "view list", .args = "", .run = run_list, .wants_json = true,
    .summary = N_("the views of the queue and how many tickets they have")};
const struct cli_command command_view_show = {
    .name = "view show", .args = "NAME", .min_args = 1, .max_args = 1, .run = run_show, .wants_json = true,
    .summary = N_("one saved view")};
const struct cli_command command_view_save = {
    .name = "view save", .args = "NAME", .min_args = 1, .max_args = 1, .options = save_options, .run = run_save,
    .summary = N_("saves a filter as a view"),
    .detail = N_("Columns: due key priority channel office there state assignee title requester category changed "
                 "received lang tags. The language of filters is described in doc/filter.md.")};
const struct cli_command command_view_remove = {
    .name = "view remove", .args = "NAME", .min_args = 1, .max_args = 1, .options = remove_options, .run = run_remove,
    .summary = N_("removes a saved view")};
