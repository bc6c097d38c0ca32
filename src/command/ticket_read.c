/* toban ticket list, ticket show. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "ticket_json.h"
#include "toban/error.h"
#include "toban/event_text.h"
#include "toban/lang.h"
#include "toban/read.h"
#include "toban/sla_explain.h"
#include "toban/text.h"
#include "toban/ticket_work.h"
#include "toban/view.h"
#include "toban/zone.h"

enum { PAGE = 500, LIMIT = 100, WIDTH = 100 };

static char *opt_view, *opt_filter;
static gint64 opt_limit = LIMIT;
static gboolean opt_explain;
static const GOptionEntry list_options[] = {
    {"view", 0, 0, G_OPTION_ARG_STRING, &opt_view, N_("open mine new late held done all, or a saved view (open)"), "V"},
    {"limit", 0, 0, G_OPTION_ARG_INT64, &opt_limit, N_("at most so many (100); 0 is all"), "N"},
    {"filter", 0, 0, G_OPTION_ARG_STRING, &opt_filter,
     N_("only what matches, such as: state:open office:asia due<2h"), "EXPR"},
    {NULL}};
static const GOptionEntry show_options[] = {{"explain", 0, 0, G_OPTION_ARG_NONE, &opt_explain,
                                             N_("every stretch of each clock, and the days that were peculiar"), NULL},
                                            {NULL}};

/* --- the list ------------------------------------------------------------------------------------------------ */
struct listing {
  const struct cli *cli;
  const struct reference *ref;
  struct queue_args args;
  struct cli_table *table;
  json_t *array;
  int64_t rows, total;
  bool more;
};

/* The clocks as they are now, not as of the last event. */
static void bring_to_now(const struct reference *ref, struct sla_clock *clock, utc_t now)
{
  for (int i = 0; i < CLOCKS; i++) {
    const struct calendar *calendar =
        clock[i].calendar == NULL ? NULL : calendar_find(ref->calendars, clock[i].calendar);
    clock[i] = sla_clock_now(&clock[i], calendar, now);
  }
}

/* Counted by the wall clock, as the console does: the list is in the order of these. */
static void due_text(const struct sla_clock *clock, utc_t now, GString *out)
{
  utc_t due = UTC_NONE;
  for (int i = 0; i < CLOCKS; i++)
    if (clock[i].state == SLA_RUNNING && clock[i].due != UTC_NONE && (due == UTC_NONE || clock[i].due < due))
      due = clock[i].due;
  if (due == UTC_NONE)
    return;
  char text[64];
  duration_text(due < now ? now - due : due - now, text, sizeof text);
  g_string_append_printf(out, due < now ? _("late %s") : "%s", text);
}

static void add_row(struct listing *l, const struct queue_row *row)
{
  struct sla_clock clock[CLOCKS];
  memcpy(clock, row->clock, sizeof clock);
  bring_to_now(l->ref, clock, l->args.now);
  l->rows++;
  if (l->array != NULL) {
    json_array_append_new(l->array, ticket_json(&row->t, clock));
    return;
  }
  const struct office *office = row->t.office == NULL ? NULL : reference_office(l->ref, row->t.office);
  const struct operator_ *person = row->t.assignee == NULL ? NULL : reference_operator(l->ref, row->t.assignee);
  char priority[8];
  GString *due = g_string_new(NULL);
  due_text(clock, l->args.now, due);
  g_snprintf(priority, sizeof priority, "%d", row->t.priority);
  const char *const cells[] = {due->str, row->t.key, priority, channel_text(row->t.channel),
                               office == NULL ? row->t.office : office_name(office), ticket_state_text(row->t.state),
                               person == NULL ? row->t.assignee : operator_name(person), row->t.title};
  for (size_t i = 0; i < G_N_ELEMENTS(cells); i++)
    cli_table_add(l->table, cells[i]);
  g_string_free(due, TRUE);
}

/* Page by page, so that a list of any length needs the memory of one. */
static bool read_pages(struct listing *l, struct db *db, GError **error)
{
  int64_t wanted = opt_limit == 0 ? INT64_MAX : opt_limit;
  bool first = true;
  while (l->rows < wanted) {
    l->args.after = (int)MIN(wanted - l->rows, PAGE) - first;
    struct queue_window *window = queue_window_read(db, &l->args, error);
    if (window == NULL)
      return false;
    int from = first ? 0 : window->anchor + 1;
    for (int i = from; i < window->rows && l->rows < wanted; i++)
      add_row(l, &window->row[i]);
    bool end = window->rows <= from;
    if (window->rows > 0)
      l->args.place = window->row[window->rows - 1].place;
    l->total = window->total;
    l->more = window->more;
    snapshot_free(window);
    if (end)
      break;
    l->args.where = QUEUE_AROUND;
    first = false;
  }
  return true;
}

/* What is wrong is told before a row is read, with its place marked. */
static bool filter_given(struct listing *l, GError **error)
{
  struct filter_fault fault;
  if (strlen(opt_filter) >= sizeof l->args.filter) {
    error_set(error, TE_USAGE, _("--filter is too long"));
    return false;
  }
  struct filter *filter = filter_parse(opt_filter, l->ref, false, &fault);
  if (filter == NULL)
    filter_fault_set(error, opt_filter, &fault);
  else
    g_strlcpy(l->args.filter, opt_filter, sizeof l->args.filter);
  filter_free(filter);
  return filter != NULL;
}

static bool prepare(struct listing *l, struct db *db, GError **error)
{
  if (opt_limit < 0) {
    error_set(error, TE_USAGE, _("--limit is a number"));
    return false;
  }
  l->args.strict = true;
  if (opt_filter != NULL && !filter_given(l, error))
    return false;
  char *actor = cli_actor(l->cli, db, error);
  g_strlcpy(l->args.actor, actor == NULL ? "" : actor, sizeof l->args.actor);
  bool ok = actor != NULL;
  g_free(actor);
  return ok && (opt_view == NULL || view_choose(db, opt_view, &l->args, error));
}

static bool print_listing(struct listing *l, GError **error)
{
  if (l->array != NULL)
    return cli_json(g_steal_pointer(&l->array), error);
  cli_table_print(g_steal_pointer(&l->table));
  if (l->rows < l->total || l->more)
    fprintf(stderr, _("%ld of %ld tickets; --limit 0 shows all\n"), (long)l->rows, (long)l->total);
  return true;
}

static void looked_at_list(const struct listing *l)
{
  char *what = g_strdup_printf("%s %s", queue_view_id(l->args.view), opt_filter == NULL ? "" : opt_filter);
  cli_looked(l->cli, LOOK_TICKETS, g_strchomp(what));
  g_free(what);
}

static bool run_list(const struct cli *cli, int argc, char **argv, GError **error)
{
  static const char *const titles[] = {N_(">Due"), N_("Key"),   N_("P"),        N_("From"),
                                       N_("Office"), N_("State"), N_("Assignee"), N_("Title")};
  (void)argc, (void)argv;
  struct listing l = {.cli = cli, .args = {.view = VIEW_OPEN, .now = clock_now(), .where = QUEUE_TOP}};
  struct db *db = cli_open(cli, DB_READONLY, error);
  struct reference *ref = db == NULL ? NULL : reference_read(db, NULL, error);
  l.ref = ref;
  l.array = cli->json ? json_array() : NULL;
  l.table = cli->json ? NULL : cli_table_new(titles, G_N_ELEMENTS(titles));
  bool ok = ref != NULL && prepare(&l, db, error) && read_pages(&l, db, error) && print_listing(&l, error);
  json_decref(l.array);
  cli_table_free(l.table);
  reference_free(ref);
  db_close(db);
  if (ok)
    looked_at_list(&l);
  return ok;
}

/* --- one ticket ------------------------------------------------------------------------------------------------ */
static const char *japan_text(utc_t at, char out[static 96])
{
  char date[64], time[16];
  int offset = zone_offset(zone_tokyo(), at);
  date_text(at, offset, DATE_SHORT, date, sizeof date);
  time_text(at, offset, false, time, sizeof time);
  g_snprintf(out, 96, "%s %s", date, time);
  return out;
}

static void put_line(const char *line, void *indent)
{
  printf("%s%s\n", (const char *)indent, line);
}

static void put_piece(const char *piece, size_t bytes, void *indent)
{
  printf("%s%.*s\n", (const char *)indent, (int)bytes, piece);
}

static void field(const char *label, const char *value)
{
  GString *clean = g_string_new(NULL);
  text_fit(clean, label, 14, false);
  text_clean(clean, value == NULL || *value == '\0' ? "-" : value, -1);
  puts(clean->str);
  g_string_free(clean, TRUE);
}

static void print_fields(const struct reference *ref, const struct ticket *t)
{
  const struct office *office = t->office == NULL ? NULL : reference_office(ref, t->office);
  const struct category *category = t->category == NULL ? NULL : reference_category(ref, t->category);
  const struct operator_ *person = t->assignee == NULL ? NULL : reference_operator(ref, t->assignee);
  char time[96];
  GString *title = g_string_new(t->key);
  g_string_append(title, "  ");
  text_clean(title, t->title == NULL ? "" : t->title, -1);
  puts(title->str);
  g_string_free(title, TRUE);
  field(_("State"), ticket_state_text(t->state));
  if (t->merged_into != NULL)
    field(_("Merged into"), t->merged_into);
  g_snprintf(time, sizeof time, "%d", t->priority);
  field(_("Priority"), time);
  field(_("From"), channel_text(t->channel));
  field(_("Office"), office == NULL ? t->office : office_name(office));
  field(_("Requester"), t->requester);
  field(_("Category"), category == NULL ? t->category : category_name(category));
  field(_("Assignee"), person == NULL ? t->assignee : operator_name(person));
  field(_("Received"), japan_text(t->received_at, time));
}

static const char *clock_text(enum sla_state state)
{
  static const char *const texts[SLA_STATES] = {
      [SLA_NONE] = NC_("clock", "no target"),        [SLA_RUNNING] = NC_("clock", "running"),
      [SLA_PAUSED] = NC_("clock", "on hold"),        [SLA_STOPPED] = NC_("clock", "stopped"),
      [SLA_NOT_MEASURED] = NC_("clock", "not measured"), [SLA_EXCLUDED] = NC_("clock", "excluded")};
  return lang_text_context(texts[state]);
}

static void print_clocks(const struct ticket_view *view, utc_t now)
{
  for (int i = 0; i < CLOCKS; i++) {
    const struct sla_clock *c = &view->clock[i];
    if (c->state == SLA_NONE)
      continue;
    GString *text = g_string_new(NULL);
    struct sla_clock only[CLOCKS] = {{SLA_NONE}};
    only[i] = *c;
    char elapsed[64], target[64];
    duration_text(c->elapsed, elapsed, sizeof elapsed);
    duration_text(c->target, target, sizeof target);
    g_string_append_printf(text, "%s  %s / %s", clock_text(c->state), elapsed, target);
    if (c->result != SLA_OPEN)
      g_string_append_printf(text, "  %s", c->result == SLA_MET ? C_("clock", "met") : C_("clock", "missed"));
    if (c->state == SLA_RUNNING) {
      g_string_append(text, "  ");
      due_text(only, now, text);
    }
    field(sla_clock_text(i), text->str);
    g_string_free(text, TRUE);
  }
}

static void print_event(const struct reference *ref, const struct office *office, const struct ticket_event *e)
{
  char time[96];
  GString *line = g_string_new(NULL);
  g_string_append_printf(line, "\n%s  %s  ", japan_text(e->at, time), event_kind_text(e->kind));
  event_person(ref, e->by, line);
  gsize before = line->len;
  event_text(ref, office, e, line);
  if (line->len > before)
    g_string_insert(line, (gssize)before, "  ");
  puts(line->str);
  if (e->body != NULL) {
    g_string_truncate(line, 0);
    text_clean_lines(line, e->body, -1);
    text_wrap(line->str, WIDTH - 4, put_piece, "    ");
  }
  g_string_free(line, TRUE);
}

static void explain(const struct ticket_view *view, const struct reference *ref, utc_t now)
{
  struct arena *arena = arena_new();
  struct sla_context context = sla_context_of(ref);
  for (int i = 0; i < CLOCKS; i++) {
    const struct sla_explanation *e = sla_explain(arena, &context, view->event, view->events, now, i);
    printf("\n%s\n", sla_clock_text(i));
    sla_explain_text(e, put_line, "  ");
  }
  arena_free(arena);
}

static bool show(const struct cli *cli, const struct ticket_view *view, const struct reference *ref, utc_t now,
                 GError **error)
{
  if (cli->json) {
    json_t *object = ticket_json(&view->t, view->clock), *events = json_array();
    for (int i = 0; i < view->events; i++)
      json_array_append_new(events, event_json(&view->event[i]));
    json_object_set_new(object, "events", events);
    struct callback_count calls = ticket_callbacks(view->event, view->events, now);
    json_object_set_new(object, "callbacks", json_pack("{s:i, s:i}", "kept", calls.kept, "broken", calls.broken));
    return cli_json(object, error);
  }
  print_fields(ref, &view->t);
  print_clocks(view, now);
  if (opt_explain)
    explain(view, ref, now);
  for (int i = 0; i < view->events; i++)
    print_event(ref, reference_office(ref, view->t.office), &view->event[i]);
  return true;
}

static bool run_show(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct ticket_args args = {.now = clock_now()};
  if (g_strlcpy(args.key, argv[0], sizeof args.key) >= sizeof args.key) {
    error_set(error, TE_NOINPUT, _("no such ticket: “%s”"), argv[0]);
    return false;
  }
  struct db *db = cli_open(cli, DB_READONLY, error);
  struct reference *ref = db == NULL ? NULL : reference_read(db, NULL, error);
  struct ticket_view *view = ref == NULL ? NULL : ticket_view_read(db, &args, error);
  bool ok = view != NULL && show(cli, view, ref, args.now, error);
  snapshot_free(view);
  reference_free(ref);
  db_close(db);
  if (ok)
    cli_looked(cli, LOOK_TICKET, args.key);
  return ok;
}

const struct cli_command command_ticket_list = {
    .name = "ticket list", .args = "", .options = list_options, .run = run_list, .wants_json = true,
    .summary = N_("the queue, most urgent first")};
const struct cli_command command_ticket_show = {
    .name = "ticket show", .args = "KEY", .min_args = 1, .max_args = 1, .options = show_options, .run = run_show,
    .wants_json = true, .summary = N_("one ticket: fields, clocks, everything that happened")};
