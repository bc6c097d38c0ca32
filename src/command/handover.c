/* toban duty handover: the sheet of the shift: filled, written on, given, confirmed, ended, kept, found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "toban/error.h"
#include "toban/handover_store.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/text.h"

enum { LISTED = 200 };

static char *opt_format, *opt_words, *opt_words_lang, *opt_confirm, *opt_reason, *opt_search;
static gboolean opt_give, opt_end, opt_list, opt_next;
static const GOptionEntry options[] = {
    {"format", 0, 0, G_OPTION_ARG_STRING, &opt_format, N_("text or html"), "FORMAT"},
    {"next", 0, 0, G_OPTION_ARG_NONE, &opt_next,
     N_("the draft of the next one, though one waits to be confirmed"), NULL},
    {"words", 0, 0, G_OPTION_ARG_STRING, &opt_words, N_("adds these words"), "TEXT"},
    {"words-lang", 0, 0, G_OPTION_ARG_STRING, &opt_words_lang,
     N_("their language: ja or en (as the text looks)"), "LANG"},
    {"give", 0, 0, G_OPTION_ARG_NONE, &opt_give, N_("hands the draft over"), NULL},
    {"confirm", 0, 0, G_OPTION_ARG_STRING, &opt_confirm, N_("confirms this item, or all that are left"), "N|all"},
    {"end", 0, 0, G_OPTION_ARG_NONE, &opt_end, N_("ends a sheet that was handed over"), NULL},
    {"reason", 0, 0, G_OPTION_ARG_STRING, &opt_reason, N_("why it ends unconfirmed"), "TEXT"},
    {"list", 0, 0, G_OPTION_ARG_NONE, &opt_list, N_("the sheets that are kept, newest first"), NULL},
    {"search", 0, 0, G_OPTION_ARG_STRING, &opt_search, N_("of those only the ones with all these words"), "TEXT"},
    {NULL}};

/* --- JSON --------------------------------------------------------------------------------------------- */
static json_t *item_json(const struct handover_item *i, const struct reference *ref)
{
  GString *text = g_string_new(NULL);
  handover_item_text(i, ref, text);
  json_t *out = json_pack("{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:o, s:o}", "place", i->place,
                          "kind", handover_kind_id(i->kind), "ref", i->ref, "title_ja", i->title[LANG_JA], "title_en",
                          i->title[LANG_EN], "state", i->state, "office", i->office, "words", i->words, "at",
                          json_utc(i->at), "until", json_utc(i->until), "text", text->str, "confirmed_by",
                          json_text(i->confirmed_by), "confirmed_at", json_utc(i->confirmed_at));
  g_string_free(text, TRUE);
  return out;
}

static json_t *sheet_json(const struct handover_sheet *s, const struct reference *ref)
{
  json_t *items = json_array(), *words = json_array();
  for (int i = 0; i < s->items; i++)
    json_array_append_new(items, item_json(&s->item[i], ref));
  for (int i = 0; i < s->words_count; i++)
    json_array_append_new(words, json_pack("{s:s, s:o, s:s, s:s}", "by", s->words[i].by, "at", json_utc(s->words[i].at),
                                           "lang", s->words[i].lang, "text", s->words[i].text));
  return json_pack("{s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:i, s:o, s:o}", "number",
                   s->number > 0 ? json_integer(s->number) : json_null(), "state", handover_state_id(s->state),
                   "given_by", json_text(s->given_by), "given_at", json_utc(s->given_at), "until", json_utc(s->until),
                   "ended_by", json_text(s->ended_by), "ended_at", json_utc(s->ended_at), "reason",
                   json_text(s->reason == NULL || *s->reason == '\0' ? NULL : s->reason), "unconfirmed",
                   handover_unconfirmed(s), "items", items, "words", words);
}

/* --- showing ------------------------------------------------------------------------------------------ */
static bool show(const struct cli *cli, struct db *db, const struct handover_sheet *sheet, GError **error)
{
  struct reference *ref = reference_read(db, NULL, error);
  if (ref == NULL)
    return false;
  GString *out = g_string_new(NULL);
  bool ok = true;
  if (cli->json)
    ok = cli_json(sheet_json(sheet, ref), error);
  else if (g_strcmp0(opt_format, "html") == 0)
    handover_html(sheet, ref, out);
  else
    handover_print(sheet, ref, out);
  fputs(out->str, stdout);
  g_string_free(out, TRUE);
  reference_free(ref);
  return ok;
}

static void list_table(const struct handover_list *list)
{
  static const char *const titles[] = {N_(">sheet"), N_("state"), N_("handed over (UTC)"), N_("by"), N_("ended by")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < list->rows; i++) {
    const struct handover_sheet *s = &list->row[i];
    char number[32], at[32] = "";
    g_snprintf(number, sizeof number, "%" G_GINT64_FORMAT, s->number);
    if (s->given_at != UTC_NONE)
      utc_format(s->given_at, at);
    cli_table_add(table, number);
    cli_table_add(table, handover_state_text(s->state));
    cli_table_add(table, at);
    cli_table_add(table, s->given_by);
    cli_table_add(table, s->ended_by);
  }
  cli_table_print(table);
}

static bool show_list(const struct cli *cli, struct db *db, GError **error)
{
  struct handover_list_args args = {.limit = LISTED};
  g_strlcpy(args.text, opt_search == NULL ? "" : opt_search, sizeof args.text);
  struct handover_list *list = handover_list_read(db, &args, error);
  json_t *out = json_array();
  for (int i = 0; list != NULL && i < list->rows; i++) {
    json_t *one = sheet_json(&list->row[i], NULL);
    json_object_del(one, "items");
    json_object_del(one, "words");
    json_object_del(one, "unconfirmed");
    json_array_append_new(out, one);
  }
  bool ok = list != NULL;
  if (ok && cli->json)
    ok = cli_json(json_incref(out), error);
  else if (ok)
    list_table(list);
  json_decref(out);
  snapshot_free(list);
  return ok;
}

/* --- steps -------------------------------------------------------------------------------------------- */
static const char *words_language(void)
{
  if (opt_words_lang != NULL)
    return opt_words_lang;
  return text_is_japanese(opt_words) ? "ja" : "en";
}

static struct command *step_of(const char *actor, const struct handover_sheet *sheet, GError **error)
{
  utc_t now = clock_now();
  if (opt_words != NULL)
    return handover_write(actor, now, sheet->number, words_language(), opt_words);
  if (opt_give)
    return handover_give(actor, now, sheet);
  if (opt_end)
    return handover_end(actor, now, sheet->number, opt_reason);
  if (strcmp(opt_confirm, "all") != 0)
    return handover_confirm(actor, now, sheet->number, atoi(opt_confirm));
  struct command *rest = handover_confirm_rest(actor, now, sheet);
  if (rest == NULL)
    error_set(error, TE_NO, "%s", _("everything is confirmed"));
  return rest;
}

static bool carry_out(const struct cli *cli, struct db *db, const struct handover_sheet *sheet, GError **error)
{
  struct command_outcome outcome;
  char *actor = cli_actor(cli, db, error);
  struct command *command = actor == NULL ? NULL : step_of(actor, sheet, error);
  bool ok = command != NULL && command_run(db, command, &outcome, error);
  command_free(command);
  g_free(actor);
  if (ok && cli->json)
    return cli_json(json_pack("{s:i}", "number", atoi(outcome.ticket)), error);
  if (ok)
    puts(outcome.ticket);
  return ok;
}

static bool is_step(void)
{
  return opt_words != NULL || opt_give || opt_confirm != NULL || opt_end;
}

/* Words and giving are for the draft; the rest is for the sheet that waits. */
static int64_t which(int argc, char **argv)
{
  if (argc > 0)
    return strtoll(argv[0], NULL, 10);
  return opt_next || opt_give || opt_words != NULL ? HANDOVER_NEXT : HANDOVER_NOW;
}

static bool check_options(int argc, char **argv, GError **error)
{
  const char *format = opt_format == NULL ? "text" : opt_format;
  if (strcmp(format, "text") != 0 && strcmp(format, "html") != 0)
    error_set(error, TE_USAGE, _("“%s” is neither text nor html"), format);
  else if (argc > 0 && strtoll(argv[0], NULL, 10) <= 0)
    error_set(error, TE_USAGE, _("“%s” is no number of a sheet"), argv[0]);
  else if (opt_words_lang != NULL && strcmp(opt_words_lang, "ja") != 0 && strcmp(opt_words_lang, "en") != 0)
    error_set(error, TE_USAGE, _("“%s” is neither ja nor en"), opt_words_lang);
  else
    return true;
  return false;
}

static bool run(const struct cli *cli, int argc, char **argv, GError **error)
{
  if (!check_options(argc, argv, error))
    return false;
  struct db *db = cli_open(cli, is_step() ? 0 : DB_READONLY, error);
  bool ok = db != NULL;
  if (ok && (opt_list || opt_search != NULL)) {
    ok = show_list(cli, db, error);
  } else if (ok) {
    struct handover_args args = {.number = which(argc, argv), .now = clock_now()};
    struct handover_view *view = handover_read(db, &args, error);
    ok = view != NULL &&
         (is_step() ? carry_out(cli, db, &view->sheet, error) : show(cli, db, &view->sheet, error));
    snapshot_free(view);
  }
  db_close(db);
  return ok;
}

const struct cli_command command_duty_handover = {
    .name = "duty handover", .args = "[NUMBER]", .max_args = 1, .options = options, .run = run, .wants_json = true,
    .summary = N_("the handover sheet: shown, written on, handed over, confirmed, ended"),
    .detail = N_("Without a number: the sheet that waits to be confirmed, else the draft, which fills itself: what is "
                 "due within the next shift, on hold and why, promised, escalated, in trouble, short of people, and "
                 "the head of the log. Who takes over confirms item by item; a sheet ends unconfirmed only with a "
                 "reason. A printed sheet serves toban audit verify --anchors.")};
