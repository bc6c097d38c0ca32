/* toban knowledge list, show, suggest: reading articles. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/knowledge_store.h"
#include "toban/text.h"

enum { LIMIT = 200, LIMIT_MOST = 1000000, SUGGESTED = 5 };

static char *opt_status, *opt_filter;
static int opt_limit = LIMIT;
static const GOptionEntry list_options[] = {
    {"status", 0, 0, G_OPTION_ARG_STRING, &opt_status, N_("draft, review, internal, public, retired, joined by commas"),
     "STATUS"},
    {"filter", 0, 0, G_OPTION_ARG_STRING, &opt_filter, N_("words that must all be there"), "TEXT"},
    {"limit", 0, 0, G_OPTION_ARG_INT, &opt_limit, N_("at most so many (200)"), "N"},
    {NULL}};

/* --- JSON --------------------------------------------------------------------------------------------------- */
static json_t *side_json(const struct knowledge *a, enum lang lang)
{
  const struct knowledge_side *side = &a->side[lang];
  if (!knowledge_has(a, lang))
    return json_null();
  return json_pack("{s:o, s:o, s:o, s:o}", "question", json_text(side->question), "answer", json_text(side->answer),
                   "steps", json_text(side->steps), "updated_at", json_utc(side->at));
}

static json_t *offices_json(const char *offices)
{
  char **ids = g_strsplit(offices, ";", -1);
  json_t *list = json_array();
  for (int i = 0; ids[i] != NULL; i++)
    if (*ids[i] != '\0')
      json_array_append_new(list, json_text(ids[i]));
  g_strfreev(ids);
  return list;
}

static json_t *row_json(const struct knowledge_row *row)
{
  const struct knowledge *a = &row->a;
  int older = knowledge_older(a);
  return json_pack("{s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:i, s:I, s:o, s:o}", "id",
                   json_text(a->id), "category", json_text(a->category), "use_case", json_text(a->use_case), "status",
                   knowledge_status_id(a->status), "ja", side_json(a, LANG_JA), "en", side_json(a, LANG_EN), "older",
                   json_text(older < 0 ? NULL : lang_id((enum lang)older)), "offices", offices_json(a->offices),
                   "links", json_lines(a->links), "source", json_text(*a->source == '\0' ? NULL : a->source), "helped",
                   row->helped, "not_helped", row->useless, "revision", (json_int_t)row->revision, "changed_at",
                   json_utc(row->changed_at), "changed_by", json_text(row->changed_by));
}

/* --- list --------------------------------------------------------------------------------------------------- */
static bool parse_statuses(unsigned *out, GError **error)
{
  *out = KNOWLEDGE_ALIVE;
  if (opt_status == NULL)
    return true;
  char **names = g_strsplit(opt_status, ",", -1);
  enum knowledge_status status;
  bool good = true;
  *out = 0;
  for (int i = 0; good && names[i] != NULL; i++) {
    good = knowledge_status_parse(names[i], &status);
    if (good)
      *out |= KNOWLEDGE_BIT(status);
    else
      error_set(error, TE_USAGE, _("“%s” is none of draft, review, internal, public, retired"), names[i]);
  }
  g_strfreev(names);
  return good;
}

static void print_list(const struct knowledge_list *list)
{
  static const char *const titles[] = {N_("article"), N_("status"), N_("use case"), N_("question"), N_("older side"),
                                       N_("> helped"), N_("> did not")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    const struct knowledge_row *row = &list->row[i];
    g_autoptr(GString) title = g_string_new(NULL), use_case = g_string_new(NULL);
    int older = knowledge_older(&row->a);
    char helped[16], useless[16];
    knowledge_title(&row->a, lang_get(), title);
    knowledge_use_case(&row->a, lang_get(), use_case);
    g_snprintf(helped, sizeof helped, "%d", row->helped);
    g_snprintf(useless, sizeof useless, "%d", row->useless);
    const char *const cells[] = {row->a.id, knowledge_status_text(row->a.status), use_case->str, title->str,
                                 older < 0 ? "" : knowledge_side_name((enum lang)older), helped, useless};
    for (size_t c = 0; c < G_N_ELEMENTS(cells); c++)
      cli_table_add(table, cells[c]);
  }
  cli_table_print(table);
  if (list->rows < list->total)
    fprintf(stderr, _("%d of %ld articles; --limit shows more\n"), list->rows, (long)list->total);
}

static bool run_list(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct knowledge_args args = {.limit = opt_limit};
  (void)argc, (void)argv;
  if (opt_limit < 1 || opt_limit > LIMIT_MOST)
    error_set(error, TE_USAGE, _("--limit is a number from 1"));
  else if (opt_filter != NULL && g_strlcpy(args.filter, opt_filter, sizeof args.filter) >= sizeof args.filter)
    error_set(error, TE_USAGE, _("the text is too long"));
  if (opt_limit < 1 || opt_limit > LIMIT_MOST || (opt_filter != NULL && strlen(opt_filter) >= sizeof args.filter) ||
      !parse_statuses(&args.statuses, error))
    return false;
  struct knowledge_list *list = cli_read(cli, knowledge_list_read, &args, error);
  if (list == NULL)
    return false;
  bool ok = true;
  if (cli->json) {
    json_t *out = json_array();
    for (int i = 0; i < list->rows; i++)
      json_array_append_new(out, row_json(&list->row[i]));
    ok = cli_json(out, error);
  } else {
    print_list(list);
  }
  snapshot_free(list);
  return ok;
}

/* --- show --------------------------------------------------------------------------------------------------- */
static gboolean opt_versions;
static const GOptionEntry show_options[] = {
    {"versions", 0, 0, G_OPTION_ARG_NONE, &opt_versions, N_("all versions of its words, newest first"), NULL}, {NULL}};

static json_t *view_json(const struct knowledge_view *view)
{
  json_t *out = row_json(&view->row), *findings = json_array(), *versions = json_array();
  for (int i = 0; i < view->findings; i++)
    json_array_append_new(findings, json_pack("{s:s, s:o, s:s}", "kind", scrub_kind_id(view->finding[i].kind), "words",
                                              json_text(view->finding[i].words), "where", view->finding[i].where));
  json_object_set_new(out, "findings", findings);
  for (int i = 0; i < view->versions; i++) {
    const struct knowledge_version *v = &view->version[i];
    json_array_append_new(versions, json_pack("{s:i, s:o, s:o, s:o, s:o}", "version", v->number, "at", json_utc(v->at),
                                              "by", json_text(v->by), "ja", side_json(&v->a, LANG_JA), "en",
                                              side_json(&v->a, LANG_EN)));
  }
  if (opt_versions)
    json_object_set_new(out, "versions", versions);
  else
    json_decref(versions);
  return out;
}

static void print_text(const char *label, const char *text)
{
  g_autoptr(GString) clean = text_clean_lines(g_string_new(NULL), text, -1);
  char **lines = g_strsplit(clean->str, "\n", -1);
  for (int i = 0; lines[i] != NULL && clean->len > 0; i++) {
    g_autoptr(GString) line = text_fit(g_string_new(NULL), i == 0 ? label : "", 12, false);
    g_string_append(line, lines[i]);
    puts(line->str);
  }
  g_strfreev(lines);
}

static void print_sides(const struct knowledge *a)
{
  for (int i = 0; i < LANG_COUNT; i++) {
    const struct knowledge_side *side = &a->side[i];
    bool older = knowledge_older(a) == i;
    if (!knowledge_has(a, (enum lang)i)) {
      printf(_("--- %s: missing\n"), knowledge_side_name((enum lang)i));
      continue;
    }
    printf("--- %s%s\n", knowledge_side_name((enum lang)i), older ? _(" (older than the other side)") : "");
    print_text(_("Question"), side->question);
    print_text(_("Answer"), side->answer);
    print_text(_("Steps"), side->steps);
  }
}

static void print_view(const struct knowledge_view *view)
{
  const struct knowledge *a = &view->row.a;
  print_text(_("Article"), a->id);
  print_text(_("Status"), knowledge_status_text(a->status));
  print_text(_("Use case"), a->use_case);
  print_text(_("Category"), a->category);
  print_text(_("Offices"), a->offices);
  print_text(_("Links"), a->links);
  print_text(_("From"), a->source);
  printf(_("Helped %d times, did not %d times\n"), view->row.helped, view->row.useless);
  print_sides(a);
  for (int i = 0; i < view->findings; i++)
    printf(_("Not dealt with: %s “%s” (%s)\n"), scrub_kind_text(view->finding[i].kind), view->finding[i].words,
           view->finding[i].where);
  for (int i = 0; i < view->versions; i++) {
    char at[32];
    printf(_("=== version %d, %s, %s\n"), view->version[i].number, view->version[i].by,
           utc_format(view->version[i].at, at));
    print_sides(&view->version[i].a);
  }
}

static bool run_show(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct knowledge_one_args args = {.versions = opt_versions};
  (void)argc;
  g_strlcpy(args.id, argv[0], sizeof args.id);
  struct knowledge_view *view = cli_read(cli, knowledge_view_read, &args, error);
  if (view == NULL)
    return false;
  bool ok = true;
  if (cli->json)
    ok = cli_json(view_json(view), error);
  else
    print_view(view);
  snapshot_free(view);
  return ok;
}

/* --- suggest ------------------------------------------------------------------------------------------------- */
static char *opt_category;
static int opt_suggested = SUGGESTED;
static const GOptionEntry suggest_options[] = {
    {"category", 0, 0, G_OPTION_ARG_STRING, &opt_category, N_("of the ticket: tips the scales"), "C"},
    {"limit", 0, 0, G_OPTION_ARG_INT, &opt_suggested, N_("at most so many (5)"), "N"},
    {NULL}};

static bool run_suggest(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct suggest_args args = {.limit = opt_suggested};
  (void)argc;
  g_strlcpy(args.words, argv[0], sizeof args.words);
  g_strlcpy(args.category, opt_category == NULL ? "" : opt_category, sizeof args.category);
  struct suggest_list *list = cli_read(cli, knowledge_suggest_read, &args, error);
  json_t *out = json_array();
  for (int i = 0; list != NULL && i < list->rows; i++) {
    const struct suggest_row *row = &list->row[i];
    json_array_append_new(out, json_pack("{s:o, s:o, s:o, s:s, s:i}", "id", json_text(row->id), "use_case",
                                         json_text(row->use_case), "title", json_text(row->title[lang_get()]), "status",
                                         knowledge_status_id(row->status), "score", row->score));
    g_autoptr(GString) clean = text_clean(g_string_new(NULL), row->title[lang_get()], -1);
    if (!cli->json)
      printf("%s  %s\n", row->id, clean->str);
  }
  bool ok = list != NULL;
  if (ok && cli->json)
    ok = cli_json(json_incref(out), error);
  json_decref(out);
  snapshot_free(list);
  return ok;
}

const struct cli_command command_knowledge_list = {
    .name = "knowledge list", .args = "", .options = list_options, .run = run_list, .wants_json = true,
    .summary = N_("articles, by use case")};
const struct cli_command command_knowledge_show = {
    .name = "knowledge show", .args = "ID", .min_args = 1, .max_args = 1, .options = show_options, .run = run_show,
    .wants_json = true, .summary = N_("both sides of one, what stands in the way of publishing it, its versions")};
const struct cli_command command_knowledge_suggest = {
    .name = "knowledge suggest", .args = "TEXT", .min_args = 1, .max_args = 1, .options = suggest_options,
    .run = run_suggest, .wants_json = true, .summary = N_("published articles that fit what somebody asks")};
