/* toban ticket summary, ticket reply: texts made of a ticket. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "ticket_write.h"
#include "toban/error.h"
#include "toban/event_text.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/read.h"
#include "toban/summary.h"

static char *opt_language;
static const GOptionEntry reply_options[] = {
    {"language", 0, 0, G_OPTION_ARG_STRING, &opt_language, N_("of the prepared reply (the requester’s)"), "ja|en"},
    {NULL}};

struct ticket_view *ticket_look(struct db *db, const char *key, GError **error)
{
  struct ticket_args args = {.now = clock_now()};
  if (g_strlcpy(args.key, key, sizeof args.key) < sizeof args.key)
    return ticket_view_read(db, &args, error);
  error_set(error, TE_NOINPUT, _("no such ticket: “%s”"), key);
  return NULL;
}

/* --- summary ------------------------------------------------------------------------------------------------- */
static bool print_summary(const struct cli *cli, const struct summary_source *source, GError **error)
{
  unsigned both = 1u << LANG_JA | 1u << LANG_EN, langs = cli->lang_both || !cli->lang_given ? both : 1u << lang_get();
  if (!cli->json) {
    char *text = ticket_summary(source, langs);
    fputs(text, stdout);
    g_free(text);
    return true;
  }
  json_t *object = json_pack("{s:o}", "ticket", json_text(source->ticket->key));
  for (int lang = 0; lang < LANG_COUNT; lang++)
    if (langs & 1u << lang) {
      char *text = ticket_summary(source, 1u << lang), *subject = ticket_summary_subject(source, (enum lang)lang);
      json_object_set_new(object, lang_id((enum lang)lang),
                          json_pack("{s:o, s:o}", "subject", json_text(subject), "text", json_text(text)));
      g_free(text);
      g_free(subject);
    }
  return cli_json(object, error);
}

static bool run_summary(const struct cli *cli, int argc, char **argv, GError **error)
{
  (void)argc;
  struct db *db = cli_open(cli, DB_READONLY, error);
  struct reference *ref = db == NULL ? NULL : reference_read(db, NULL, error);
  struct ticket_view *view = ref == NULL ? NULL : ticket_look(db, argv[0], error);
  bool ok = view != NULL;
  if (ok) {
    struct summary_source source = {&view->t, view->clock, view->event, view->events, ref, clock_now()};
    ok = print_summary(cli, &source, error);
  }
  snapshot_free(view);
  reference_free(ref);
  db_close(db);
  if (ok)
    cli_looked(cli, LOOK_TICKET, argv[0]);
  return ok;
}

/* --- replies -------------------------------------------------------------------------------------------------- */
static bool list_replies(const struct cli *cli, const struct reference *ref, const struct ticket *ticket,
                           GError **error)
{
  static const char *const titles[] = {N_("Id"), N_("Category"), N_("Name")};
  json_t *array = cli->json ? json_array() : NULL;
  struct cli_table *table = cli->json ? NULL : cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < ref->replies; i++) {
    const struct reply *t = &ref->reply[i];
    if (!category_covers(t->category, ticket->category))
      continue;
    if (array != NULL)
      json_array_append_new(array, json_pack("{s:o, s:o, s:o, s:o}", "id", json_text(t->id), "category",
                                             json_text(t->category), "name_ja", json_text(t->name[LANG_JA]),
                                             "name_en", json_text(t->name[LANG_EN])));
    else
      cli_table_add(table, t->id), cli_table_add(table, t->category), cli_table_add(table, reference_name(t->name));
  }
  if (array != NULL)
    return cli_json(array, error);
  cli_table_print(table);
  return true;
}

bool ticket_reply_lang(const struct ticket *ticket, const char *option, enum lang *out, GError **error)
{
  if (option == NULL)
    *out = ticket->lang != NULL && strcmp(ticket->lang, "en") == 0 ? LANG_EN : LANG_JA;
  else if (!lang_parse(option, out) || option[2] != '\0') {
    error_set(error, TE_USAGE, "%s", _("--language is ja or en"));
    return false;
  }
  return true;
}

char *ticket_reply_text(const struct reference *ref, const struct ticket *ticket, const char *id, enum lang lang,
                           const char *actor, GError **error)
{
  for (int i = 0; i < ref->replies; i++)
    if (strcmp(ref->reply[i].id, id) == 0)
      return reply_fill(ref->reply[i].text[lang], lang, ref, ticket, actor, clock_now());
  error_set(error, TE_NOINPUT, _("there is no reply “%s”"), id);
  return NULL;
}

static bool print_reply(const struct cli *cli, struct db *db, const struct reference *ref,
                           const struct ticket *ticket, const char *id, GError **error)
{
  enum lang lang;
  char *actor = cli_actor(cli, db, error);
  char *text = actor == NULL || !ticket_reply_lang(ticket, opt_language, &lang, error)
                   ? NULL : ticket_reply_text(ref, ticket, id, lang, actor, error);
  bool ok = text != NULL;
  if (ok && cli->json)
    ok = cli_json(json_pack("{s:s, s:s, s:o}", "id", id, "language", lang_id(lang), "text", json_text(text)), error);
  else if (ok)
    puts(text);
  g_free(text);
  g_free(actor);
  return ok;
}

static bool run_reply(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct db *db = cli_open(cli, DB_READONLY, error);
  struct reference *ref = db == NULL ? NULL : reference_read(db, NULL, error);
  struct ticket_view *view = ref == NULL ? NULL : ticket_look(db, argv[0], error);
  bool ok = view != NULL && (argc == 1 ? list_replies(cli, ref, &view->t, error)
                                       : print_reply(cli, db, ref, &view->t, argv[1], error));
  snapshot_free(view);
  reference_free(ref);
  db_close(db);
  if (ok)
    cli_looked(cli, LOOK_TICKET, argv[0]);
  return ok;
}

const struct cli_command command_ticket_summary = {
    .name = "ticket summary", .args = "KEY", .min_args = 1, .max_args = 1, .run = run_summary, .wants_json = true,
    .wants_both = true,
    .summary = N_("a ticket as a text for another section: facts, office, what was tried, timeline"),
    .detail = N_("In both languages one after the other, or in one of them with --lang ja or --lang en.")};
const struct cli_command command_ticket_reply = {
    .name = "ticket reply", .args = "KEY [ID]", .min_args = 1, .max_args = 2, .options = reply_options,
    .run = run_reply, .wants_json = true,
    .summary = N_("a prepared reply, filled in for the ticket; without ID: which there are")};
