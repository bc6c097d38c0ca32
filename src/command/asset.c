/* toban asset find, asset show: the register. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/asset_store.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/loan.h"
#include "toban/text.h"

enum { LIMIT = 50, LIMIT_MOST = 1000000 };

static const char *place(const struct reference *ref, const char *id)
{
  const struct office *office = *id == '\0' ? NULL : reference_office(ref, id);
  return office == NULL ? id : office_name(office);
}

/* --- find ------------------------------------------------------------------------------------------------- */
static int opt_limit = LIMIT;
static const GOptionEntry find_options[] = {
    {"limit", 0, 0, G_OPTION_ARG_INT, &opt_limit, N_("at most so many (50)"), "N"}, {NULL}};

static json_t *brief_json(const struct asset *a)
{
  return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "tag", json_text(a->tag), "kind", json_text(a->kind), "host",
                   json_text(a->host), "serial", json_text(a->serial), "user", json_text(a->user), "office",
                   json_text(a->office), "state", json_text(a->state));
}

static struct asset_list *find(const struct cli *cli, struct reference **ref, const char *text, int limit,
                               GError **error)
{
  struct asset_args args = {.limit = limit};
  struct db *db = cli_open(cli, DB_READONLY, error);
  struct asset_list *list = NULL;
  if (g_strlcpy(args.text, text, sizeof args.text) >= sizeof args.text)
    error_set(error, TE_USAGE, _("the text is too long"));
  else if (db != NULL && (*ref = reference_read(db, NULL, error)) != NULL)
    list = asset_find_read(db, &args, error);
  db_close(db);
  return list;
}

static bool list_json(const struct asset_list *list, GError **error)
{
  json_t *array = json_array();
  for (int i = 0; i < list->rows; i++)
    json_array_append_new(array, brief_json(&list->row[i]));
  return cli_json(array, error);
}

static void print_list(const struct asset_list *list, const struct reference *ref)
{
  static const char *const titles[] = {N_("Tag"),  N_("Kind"),   N_("Host"), N_("Serial"),
                                       N_("User"), N_("Office"), N_("State")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    const struct asset *a = &list->row[i];
    const char *const cells[] = {a->tag, reference_asset_word(ref, WORD_KIND, a->kind), a->host, a->serial, a->user,
                                 place(ref, a->office),
                                 reference_asset_word(ref, WORD_STATE, a->state)};
    for (size_t c = 0; c < G_N_ELEMENTS(cells); c++)
      cli_table_add(table, cells[c]);
  }
  cli_table_print(table);
  if (list->more)
    fprintf(stderr, _("%d of more than %ld assets; type more of the name, or --limit\n"), list->rows,
            (long)list->total);
  else if (list->rows < list->total)
    fprintf(stderr, _("%d of %ld assets; --limit shows more\n"), list->rows, (long)list->total);
}

static bool run_find(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct reference *ref = NULL;
  if (opt_limit < 1 || opt_limit > LIMIT_MOST) {
    error_set(error, TE_USAGE, _("--limit is a number from 1"));
    return false;
  }
  struct asset_list *list = find(cli, &ref, argv[0], opt_limit, error);
  bool ok = list != NULL && (!cli->json || list_json(list, error));
  if (ok && !cli->json)
    print_list(list, ref);
  snapshot_free(list);
  reference_free(ref);
  if (ok)
    cli_looked(cli, LOOK_ASSETS, argv[0]);
  return ok;
}

/* --- show ------------------------------------------------------------------------------------------------- */
static const char *field_of(const struct asset *a, enum asset_field field)
{
  const char *const values[ASSET_FIELDS] = {a->tag,       a->kind,           a->host,       a->serial,   a->user,
                                            a->office,    a->department,     a->state,      a->bought_on,
                                            a->warranty_until, a->renewal_on, a->supplier, a->note};
  return values[field];
}

static void print_line(const char *label, const char *value)
{
  GString *line = g_string_new(NULL);
  text_fit(line, label, 16, false);
  text_clean(line, value, -1);
  puts(line->str);
  g_string_free(line, TRUE);
}

static void print_fields(const struct asset *a, const struct reference *ref)
{
  for (int i = 0; i < ASSET_FIELDS; i++) {
    const char *value = field_of(a, (enum asset_field)i);
    const char *shown = i == ASSET_KIND     ? reference_asset_word(ref, WORD_KIND, value)
                        : i == ASSET_STATE  ? reference_asset_word(ref, WORD_STATE, value)
                        : i == ASSET_OFFICE ? place(ref, value)
                                            : value;
    if (*value != '\0')
      print_line(asset_field_text((enum asset_field)i), shown);
  }
}

static void print_links(const struct asset_view *view)
{
  for (int i = 0; i < view->links; i++) {
    const struct asset_link *link = &view->link[i];
    char *text = g_strconcat(link->tag, "  ", link->host, NULL);
    print_line(link->back ? asset_relation_back_text(link->relation) : asset_relation_text(link->relation), text);
    g_free(text);
  }
  for (int i = 0; i < view->tickets; i++) {
    char *text = g_strconcat(view->ticket[i].key, "  ", view->ticket[i].title, NULL);
    print_line(_("Ticket"), text);
    g_free(text);
  }
}

static void print_loans(const struct asset_view *view)
{
  for (int i = 0; i < view->loans; i++) {
    const struct asset_loan *l = &view->loan[i];
    char out_at[32], back_at[32];
    char *text = g_strdup_printf("%s  %s - %s", l->borrower, japan_format(l->out_at, out_at),
                                 l->back_at == UTC_NONE ? l->due_on : japan_format(l->back_at, back_at));
    print_line(loan_state_text(loan_state_of(l->due_on, l->back_at, l->outcome, clock_now())), text);
    g_free(text);
  }
}

static void print_promises(const struct asset_view *view)
{
  for (int i = 0; i < view->promises; i++) {
    const struct asset_promise *p = &view->promise[i];
    char *text = g_strdup_printf("%s  %s - %s", p->borrower, p->from_on, p->to_on);
    print_line(loan_state_text(LOAN_RESERVED), text);
    g_free(text);
  }
}

static json_t *promises_json(const struct asset_view *view)
{
  json_t *list = json_array();
  for (int i = 0; i < view->promises; i++)
    json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "borrower", json_text(view->promise[i].borrower),
                                          "from_on", json_text(view->promise[i].from_on), "to_on",
                                          json_text(view->promise[i].to_on)));
  return list;
}

static void print_history(const struct asset_view *view, const struct reference *ref)
{
  static const char *const titles[] = {N_("at (UTC)"), N_("by"), N_("what"), N_("before"), N_("after")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < view->changes; i++) {
    const struct asset_change *change = &view->change[i];
    char at[32];
    utc_format(change->at, at);
    cli_table_add(table, at);
    cli_table_add(table, change->by);
    const char *field = reference_asset_word(ref, WORD_FIELD, change->what);
    cli_table_add(table, field != change->what ? field : asset_change_text(change));
    cli_table_add(table, change->before);
    cli_table_add(table, change->after);
  }
  putchar('\n');
  cli_table_print(table);
}

static json_t *view_json(const struct asset_view *view)
{
  json_t *object = json_object(), *links = json_array(), *tickets = json_array(), *history = json_array();
  json_t *loans = json_array();
  for (int i = 0; i < ASSET_FIELDS; i++)
    json_object_set_new(object, asset_field_id((enum asset_field)i),
                        json_text(field_of(&view->asset, (enum asset_field)i)));
  for (int i = 0; i < view->links; i++)
    json_array_append_new(links, json_pack("{s:o, s:o, s:b}", "relation", json_text(view->link[i].relation), "tag",
                                           json_text(view->link[i].tag), "back", view->link[i].back));
  for (int i = 0; i < view->tickets; i++)
    json_array_append_new(tickets, json_text(view->ticket[i].key));
  for (int i = 0; i < view->changes; i++) {
    const struct asset_change *c = &view->change[i];
    json_array_append_new(history, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "at", json_utc(c->at), "by",
                                             json_text(c->by), "kind", json_text(c->kind), "what", json_text(c->what),
                                             "before", json_text(c->before), "after", json_text(c->after)));
  }
  json_object_set_new(object, "relations", links);
  json_object_set_new(object, "tickets", tickets);
  for (int i = 0; i < view->loans; i++) {
    const struct asset_loan *l = &view->loan[i];
    json_array_append_new(loans, json_pack("{s:o, s:o, s:o, s:o, s:o}", "borrower", json_text(l->borrower), "out_at",
                                           json_utc(l->out_at), "due_on", json_text(l->due_on), "back_at",
                                           json_utc(l->back_at), "outcome", json_text(l->outcome)));
  }
  for (int i = 0; i < view->extras; i++)
    json_object_set_new(object, view->extra[i].field, json_text(view->extra[i].value));
  json_object_set_new(object, "loans", loans);
  json_object_set_new(object, "reservations", promises_json(view));
  json_object_set_new(object, "revision", json_integer(view->revision));
  json_object_set_new(object, "history", history);
  return object;
}

static struct asset_view *read_view(const struct cli *cli, struct reference **ref, const char *tag, GError **error)
{
  struct asset_view_args args;
  struct asset_view *view = NULL;
  struct db *db = cli_open(cli, DB_READONLY, error);
  if (g_strlcpy(args.tag, tag, sizeof args.tag) >= sizeof args.tag)
    error_set(error, TE_USAGE, _("the text is too long"));
  else if (db != NULL && (*ref = reference_read(db, NULL, error)) != NULL)
    view = asset_view_read(db, &args, error);
  db_close(db);
  return view;
}

static bool run_show(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct reference *ref = NULL;
  struct asset_view *view = read_view(cli, &ref, argv[0], error);
  bool ok = view != NULL && (!cli->json || cli_json(view_json(view), error));
  if (ok && !cli->json) {
    print_fields(&view->asset, ref);
    for (int i = 0; i < view->extras; i++)
      print_line(reference_asset_word(ref, WORD_FIELD, view->extra[i].field), view->extra[i].value);
    print_links(view);
    print_promises(view);
    print_loans(view);
    print_history(view, ref);
  }
  snapshot_free(view);
  reference_free(ref);
  if (ok)
    cli_looked(cli, LOOK_ASSETS, argv[0]);
  return ok;
}

const struct cli_command command_asset_find = {
    .name = "asset find", .args = "TEXT", .min_args = 1, .max_args = 1, .options = find_options, .run = run_find,
    .wants_json = true, .summary = N_("the register: any part of tag, host name, serial number, user"),
    .detail = N_("Width, case, hiragana and katakana make no difference; all words must match. The key of a ticket "
                 "finds its assets.")};
const struct cli_command command_asset_show = {
    .name = "asset show", .args = "TAG", .min_args = 1, .max_args = 1, .run = run_show, .wants_json = true,
    .summary = N_("everything about one: fields, relations, tickets, every change")};
