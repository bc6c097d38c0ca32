/* toban ticket bulk, check, recent: many tickets at once; lists. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "ticket_write.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/plan.h"
#include "toban/recent.h"
#include "toban/text.h"
#include "toban/ticket_work.h"
#include "toban/view.h"

static char *opt_view, *opt_filter, **opt_keys, *opt_cause;
static gboolean opt_yes, opt_remove;
static int opt_limit = 20;
static const GOptionEntry bulk_options[] = {
    {"key", 0, 0, G_OPTION_ARG_STRING_ARRAY, &opt_keys, N_("this ticket; may be given again"), "KEY"},
    {"view", 0, 0, G_OPTION_ARG_STRING, &opt_view,
     N_("all of this view: open mine new late held done all, or a saved view"), "V"},
    {"filter", 0, 0, G_OPTION_ARG_STRING, &opt_filter, N_("of them, those that fit (see ticket list)"), "EXPR"},
    {"cause", 0, 0, G_OPTION_ARG_STRING, &opt_cause, N_("of “state resolved”: a code of the list “causes”"), "CODE"},
    {"yes", 0, 0, G_OPTION_ARG_NONE, &opt_yes, N_("does it; without it, it only shows what would change"), NULL},
    TICKET_BODY_OPTION, TICKET_ONCE_OPTION, {NULL}};
static const GOptionEntry check_options[] = {
    {"remove", 0, 0, G_OPTION_ARG_NONE, &opt_remove, N_("takes the tick away"), NULL}, TICKET_COMMON_OPTIONS};
static const GOptionEntry recent_options[] = {
    {"limit", 0, 0, G_OPTION_ARG_INT, &opt_limit, N_("at most so many (20)"), "N"}, {NULL}};

static bool usage(GError **error, const char *text)
{
  error_set(error, TE_USAGE, "%s", text);
  return false;
}

/* --- bulk ------------------------------------------------------------------------------------------------------- */
static bool parse_step(struct plan_step *step, int argc, char **argv, GError **error)
{
  static const struct { const char *name; enum event_kind kind; bool value, body; } ways[] = {
      {"assign", EVENT_ASSIGNED, true, false}, {"state", EVENT_STATE, true, false},
      {"priority", EVENT_CHANGED, true, false}, {"tag", EVENT_TAGGED, true, false},
      {"untag", EVENT_UNTAGGED, true, false},  {"merge", EVENT_MERGED, true, false},
      {"answer", EVENT_ANSWERED, false, true}, {"note", EVENT_NOTE, false, true}};
  size_t i = 0;
  while (i < G_N_ELEMENTS(ways) && strcmp(ways[i].name, argv[0]) != 0)
    i++;
  if (i == G_N_ELEMENTS(ways) || ways[i].value != (argc > 1) || ways[i].body != (ticket_option.body != NULL))
    return usage(error, _("write: assign LOGIN, state STATE, priority N, tag TAG, untag TAG, merge INTO, or answer or"
                          " note with --body TEXT"));
  *step = (struct plan_step){.kind = ways[i].kind};
  if (!ways[i].value)
    return true;
  if (ways[i].kind == EVENT_CHANGED) {
    step->priority = argv[1][0] >= '1' && argv[1][0] <= '4' && argv[1][1] == '\0' ? argv[1][0] - '0' : PRIORITY_NONE;
    return step->priority != PRIORITY_NONE || usage(error, _("--priority is 1 to 4"));
  }
  const char *value = ways[i].kind == EVENT_ASSIGNED && strcmp(argv[1], "-") == 0 ? "" : argv[1];
  return g_strlcpy(step->target, value, sizeof step->target) < sizeof step->target ||
         usage(error, _("the text is too long"));
}

static bool parse_which(struct plan_args *args, GError **error)
{
  args->queue.view = VIEW_OPEN;
  args->queue.strict = true;
  args->queue.now = args->now;
  if ((opt_keys != NULL) == (opt_view != NULL || opt_filter != NULL))
    return usage(error, _("say which tickets: --key KEY, or --view and --filter"));
  for (; opt_keys != NULL && opt_keys[args->keys] != NULL; args->keys++)
    if (args->keys == PLAN_MOST || g_strlcpy(args->key[args->keys], opt_keys[args->keys], sizeof args->key[0]) >=
                                       sizeof args->key[0])
      return usage(error, _("too many tickets, or not a ticket number"));
  if (opt_filter != NULL &&
      g_strlcpy(args->queue.filter, opt_filter, sizeof args->queue.filter) >= sizeof args->queue.filter)
    return usage(error, _("--filter is too long"));
  if (opt_cause != NULL)
    g_strlcpy(args->step.reason, opt_cause, sizeof args->step.reason);
  return true;
}

static bool show_plan(const struct cli *cli, const struct plan *plan, bool done, GError **error)
{
  static const char *const titles[] = {N_("Key"), N_("Now"), N_("Then"), N_("Title")};
  if (cli->json) {
    json_t *changes = json_array();
    for (int i = 0; i < plan->rows; i++)
      json_array_append_new(changes,
                            json_pack("{s:o, s:o, s:o, s:o, s:o}", "ticket", json_text(plan->row[i].key), "title",
                                      json_text(plan->row[i].title), "before", json_text(plan->row[i].before), "after",
                                      json_text(plan->row[i].after), "refused", json_text(plan->row[i].refusal)));
    return cli_json(json_pack("{s:o, s:i, s:b, s:b}", "changes", changes, "able", plan->able, "more", plan->more,
                              "done", done), error);
  }
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < plan->rows; i++) {
    const struct plan_row *row = &plan->row[i];
    cli_table_add(table, row->key);
    cli_table_add(table, row->before);
    cli_table_add(table, row->refusal != NULL ? row->refusal : row->after);
    cli_table_add(table, row->title);
  }
  cli_table_print(table);
  if (plan->more)
    fprintf(stderr, _("only the first %d tickets; narrow the filter for the others\n"), PLAN_MOST);
  fprintf(stderr, done ? _("done: %d of %d tickets\n") : _("%d of %d tickets would change; --yes does it\n"),
          plan->able, plan->rows);
  return true;
}

static bool do_plan(struct db *db, const struct plan *plan, const struct plan_args *args, const char *body,
                    GError **error)
{
  struct command_outcome outcome;
  struct command *command = plan_command(plan, args->actor, args->now, body);
  if (ticket_option.once != NULL)
    g_strlcpy(command->key, ticket_option.once, sizeof command->key);
  bool ok = command_run(db, command, &outcome, error);
  command_free(command);
  if (ok && outcome.result == COMMAND_CONFLICT) {
    error_set(error, TE_CONFLICT, _("%s has moved on to revision %ld: %s"), outcome.ticket, (long)outcome.revision,
              outcome.conflict);
    return false;
  }
  return ok;
}

static bool bulk_in(const struct cli *cli, struct db *db, struct plan_args *args, const char *body, GError **error)
{
  char *actor = cli_actor(cli, db, error);
  if (actor == NULL)
    return false;
  g_strlcpy(args->actor, actor, sizeof args->actor);
  g_strlcpy(args->queue.actor, actor, sizeof args->queue.actor);
  g_free(actor);
  if (opt_view != NULL && !view_choose(db, opt_view, &args->queue, error))
    return false;
  struct plan *plan = plan_read(db, args, error);
  bool ok = plan != NULL;
  if (ok && plan->able == 0 && (opt_yes || plan->rows == 0)) {
    ok = plan->rows == 0 || show_plan(cli, plan, false, error);
    error_set(error, TE_NO, "%s", _("no ticket to change"));
    ok = false;
  }
  ok = ok && (!opt_yes || do_plan(db, plan, args, body, error)) && show_plan(cli, plan, opt_yes, error);
  snapshot_free(plan);
  return ok;
}

static bool run_bulk(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct plan_args *args = g_new0(struct plan_args, 1);
  struct ticket_event words = {.kind = EVENT_NOTE};
  args->now = clock_now();
  bool ok = parse_step(&args->step, argc, argv, error) && parse_which(args, error) && ticket_check_once(error) &&
            ticket_take_body(&words, error);
  struct db *db = ok ? cli_open(cli, opt_yes ? 0 : DB_READONLY, error) : NULL;
  ok = db != NULL && bulk_in(cli, db, args, words.body, error);
  db_close(db);
  if (ok)
    cli_looked(cli, LOOK_TICKETS, "bulk");
  g_free(args);
  return ok;
}

/* --- checklists ------------------------------------------------------------------------------------------------ */
static bool list_checks(const struct cli *cli, const struct ticket_view *view, const struct reference *ref,
                        GError **error)
{
  static const char *const titles[] = {N_("Done"), N_("Item"), N_("List"), N_("Text")};
  json_t *array = cli->json ? json_array() : NULL;
  struct cli_table *table = cli->json ? NULL : cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < ref->checks; i++) {
    const struct check_item *item = &ref->check[i];
    const char *by = NULL;
    utc_t at = UTC_NONE;
    bool done = ticket_checked(view->event, view->events, item->id, &by, &at);
    if (!done && !category_covers(item->category, view->t.category))
      continue;
    if (array != NULL)
      json_array_append_new(array, json_pack("{s:o, s:b, s:o, s:o, s:o, s:o}", "item", json_text(item->id), "done",
                                             done, "by", json_text(done ? by : NULL), "at",
                                             json_utc(done ? at : UTC_NONE), "text_ja", json_text(item->text[LANG_JA]),
                                             "text_en", json_text(item->text[LANG_EN])));
    if (array != NULL)
      continue;
    cli_table_add(table, done ? "x" : "-");
    cli_table_add(table, item->id);
    cli_table_add(table, reference_name(item->name));
    cli_table_add(table, reference_name(item->text));
  }
  if (array != NULL)
    return cli_json(array, error);
  cli_table_print(table);
  return true;
}

static bool write_check(const struct cli *cli, struct db *db, const char *key, const char *item, GError **error)
{
  char *actor = ticket_check_once(error) ? cli_actor(cli, db, error) : NULL;
  struct ticket_event event = {.ticket = key, .at = UTC_NONE, .kind = opt_remove ? EVENT_UNCHECKED : EVENT_CHECKED,
                               .channel = CHANNEL_NONE, .target = item};
  if (actor == NULL)
    return false;
  struct command *command = command_ticket(actor, clock_now(), ticket_option.revision, &event);
  g_free(actor);
  return ticket_carry_out(cli, db, command, false, error);
}

static bool run_check(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct db *db = cli_open(cli, argc > 1 ? 0 : DB_READONLY, error);
  bool ok = db != NULL;
  if (ok && argc > 1) {
    ok = write_check(cli, db, argv[0], argv[1], error);
  } else if (ok) {
    struct reference *ref = reference_read(db, NULL, error);
    struct ticket_view *view = ref == NULL ? NULL : ticket_look(db, argv[0], error);
    ok = view != NULL && list_checks(cli, view, ref, error);
    snapshot_free(view);
    reference_free(ref);
  }
  db_close(db);
  if (ok)
    cli_looked(cli, LOOK_TICKET, argv[0]);
  return ok;
}

/* --- recent ---------------------------------------------------------------------------------------------------- */
static bool print_recent(const struct cli *cli, const struct recent_list *list, GError **error)
{
  static const char *const titles[] = {N_("Key"), N_("State"), N_("Last"), N_("Title")};
  json_t *array = cli->json ? json_array() : NULL;
  struct cli_table *table = cli->json ? NULL : cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    const struct recent_row *row = &list->row[i];
    if (array != NULL)
      json_array_append_new(array, json_pack("{s:o, s:o, s:s, s:s, s:o}", "ticket", json_text(row->key), "title",
                                             json_text(row->title), "state", ticket_state_id(row->state), "last",
                                             event_kind_id(row->kind), "at", json_utc(row->at)));
    if (array != NULL)
      continue;
    cli_table_add(table, row->key);
    cli_table_add(table, ticket_state_text(row->state));
    cli_table_add(table, event_kind_text(row->kind));
    cli_table_add(table, row->title);
  }
  if (array != NULL)
    return cli_json(array, error);
  cli_table_print(table);
  return true;
}

static bool run_recent(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc, (void)argv;
  struct recent_args args = {.limit = opt_limit};
  struct db *db = cli_open(cli, DB_READONLY, error);
  char *actor = db == NULL ? NULL : cli_actor(cli, db, error);
  g_strlcpy(args.actor, actor == NULL ? "" : actor, sizeof args.actor);
  struct recent_list *list = actor == NULL ? NULL : recent_list_read(db, &args, error);
  bool ok = list != NULL && print_recent(cli, list, error);
  snapshot_free(list);
  g_free(actor);
  db_close(db);
  if (ok)
    cli_looked(cli, LOOK_TICKETS, "recent");
  return ok;
}

const struct cli_command command_ticket_bulk = {
    .name = "ticket bulk", .args = "ACTION [VALUE]", .min_args = 1, .max_args = 2, .options = bulk_options,
    .run = run_bulk, .wants_json = true,
    .summary = N_("one change to many tickets: shows what would change, and does it with --yes"),
    .detail = N_("ACTION VALUE: assign LOGIN, state STATE, priority N, tag TAG, untag TAG, merge INTO; answer and note"
                 " take --body TEXT. All of it is done, or nothing.")};
const struct cli_command command_ticket_check = {
    .name = "ticket check", .args = "KEY [LIST/ITEM]", .min_args = 1, .max_args = 2, .options = check_options,
    .run = run_check, .wants_json = true,
    .summary = N_("ticks an item of a checklist; without ITEM: the lists for this ticket")};
const struct cli_command command_ticket_recent = {
    .name = "ticket recent", .args = "", .options = recent_options, .run = run_recent, .wants_json = true,
    .summary = N_("the tickets that you worked on last")};
