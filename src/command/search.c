/* toban search. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/find.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/search.h"
#include "toban/text.h"

enum { LIMIT = 50, LIMIT_MOST = 1000000, KIND_WIDTH = 10, KEY_WIDTH = 14, INDENT = KIND_WIDTH };

static char *opt_in;
static int opt_limit = LIMIT;
static const GOptionEntry options[] = {
    {"in", 0, 0, G_OPTION_ARG_STRING, &opt_in, N_("tickets, knowledge, assets, joined by commas (all)"), "KINDS"},
    {"limit", 0, 0, G_OPTION_ARG_INT, &opt_limit, N_("at most so many (50)"), "N"},
    {NULL}};

static bool parse_kinds(unsigned *out, GError **error)
{
  if (opt_in == NULL) {
    *out = SEARCH_ALL;
    return true;
  }
  char **names = g_strsplit(opt_in, ",", -1);
  enum search_kind kind;
  bool good = *names != NULL;
  *out = 0;
  for (int i = 0; good && names[i] != NULL; i++) {
    good = search_kind_parse(names[i], &kind);
    if (good)
      *out |= 1u << kind;
    else
      error_set(error, TE_USAGE, _("--in: there is no “%s”; tickets, knowledge, assets"), names[i]);
  }
  if (*names == NULL)
    error_set(error, TE_USAGE, _("--in: there is no “%s”; tickets, knowledge, assets"), "");
  g_strfreev(names);
  return good;
}

static bool prepare(struct search_args *args, int argc, char **argv, GError **error)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 0; i < argc; i++)
    g_string_append_printf(text, "%s%s", i == 0 ? "" : " ", argv[i]);
  args->limit = opt_limit;
  if (opt_limit < 1 || opt_limit > LIMIT_MOST)
    error_set(error, TE_USAGE, _("--limit is a number from 1"));
  else if (g_strlcpy(args->text, text->str, sizeof args->text) >= sizeof args->text)
    error_set(error, TE_USAGE, _("the text is too long"));
  else
    return parse_kinds(&args->kinds, error);
  return false;
}

static bool print_json(const struct search_result *result, GError **error)
{
  json_t *array = json_array();
  for (int i = 0; i < result->hits; i++) {
    const struct search_hit *hit = &result->hit[i];
    json_array_append_new(array, json_pack("{s:s, s:o, s:o}", "kind", search_kind_id(hit->kind), "key",
                                           json_text(hit->key), "title", json_text(hit->title)));
  }
  return cli_json(array, error);
}

/* Bold on a terminal, nothing elsewhere. */
static void put_marked(GString *line, const char *marked, bool terminal)
{
  for (const char *at = marked; *at != '\0'; at++)
    if (*at != FIND_HIT && *at != FIND_END)
      g_string_append_c(line, *at);
    else if (terminal)
      g_string_append(line, *at == FIND_HIT ? "\033[1m" : "\033[0m");
}

static void print_hit(const struct search_hit *hit, bool terminal)
{
  g_autoptr(GString) line = g_string_new(NULL), key = text_clean(g_string_new(NULL), hit->key, -1);
  text_fit(line, search_kind_text(hit->kind), KIND_WIDTH - 1, false);
  g_string_append_c(line, ' ');
  g_string_append(line, key->str);
  g_string_append_printf(line, "%*s  ", MAX(KEY_WIDTH - text_width(key->str), 0), "");
  put_marked(line, hit->marked, terminal);
  if (hit->merged_into != NULL)
    g_string_append_printf(line, _(" (merged into %s)"), hit->merged_into);
  puts(line->str);
  if (*hit->snippet == '\0')
    return;
  g_string_printf(line, "%*s", INDENT, "");
  put_marked(line, hit->snippet, terminal);
  puts(line->str);
}

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct search_args args = {.limit = LIMIT};
  struct search_result *result = prepare(&args, argc, argv, error) ? cli_read(cli, search_read, &args, error) : NULL;
  if (result == NULL)
    return false;
  bool ok = true;
  if (cli->json)
    ok = print_json(result, error);
  for (int i = 0; !cli->json && i < result->hits; i++)
    print_hit(&result->hit[i], isatty(STDOUT_FILENO) != 0);
  if (result->empty)
    fprintf(stderr, "%s\n", _("There is nothing to look for: give a word."));
  else if (result->hits == 0)
    fprintf(stderr, "%s\n", _("Nothing has all these words."));
  else if (result->more)
    fprintf(stderr, _("The best %d; --limit shows more\n"), result->hits);
  snapshot_free(result);
  return ok;
}

const struct cli_command command_search = {
    .name = "search", .args = "TEXT...", .min_args = 1, .max_args = 64, .options = options, .run = run,
    .wants_json = true, .summary = N_("tickets, articles and assets that have all these words"),
    .detail = N_("Japanese matches anywhere, other scripts from the beginning of a word; width, case, hiragana and "
                 "katakana make no difference; \"...\" is a phrase. What is neither letter nor digit only separates. "
                 "Where C/Migemo is installed, romaji find Japanese too.")};
