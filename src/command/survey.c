/* toban survey list, show, letters: what is asked, of whom, how far it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "survey.h"
#include "toban/csv.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/loan.h"

bool survey_number(const char *text, int64_t *out, GError **error)
{
  char *end;
  *out = g_ascii_strtoll(text, &end, 10);
  if (*out > 0 && *end == '\0')
    return true;
  error_set(error, TE_USAGE, _("“%s” is no number of a survey"), text);
  return false;
}

struct survey_view *survey_load(struct db *db, int64_t number, GError **error)
{
  struct survey_args args = {.number = number};
  struct survey_view *view = survey_read(db, &args, error);
  if (view == NULL || number == 0 || view->one != NULL)
    return view;
  error_set(error, TE_NOINPUT, _("there is no survey %ld"), (long)number);
  snapshot_free(view);
  return NULL;
}

/* The survey, and the reference for the names of its offices. */
struct shown { struct survey_view *view; struct reference *ref; };

static bool load(const struct cli *cli, int64_t number, struct shown *out, GError **error)
{
  struct db *db = cli_open(cli, DB_READONLY, error);
  *out = (struct shown){NULL, NULL};
  if (db != NULL && (out->ref = reference_read(db, NULL, error)) != NULL)
    out->view = survey_load(db, number, error);
  db_close(db);
  return out->view != NULL;
}

static void clear(struct shown *shown)
{
  snapshot_free(shown->view);
  reference_free(shown->ref);
}

static const char *name_of(const struct shown *shown, const char *id, enum lang lang)
{
  const struct office *office = reference_office(shown->ref, id);
  return office == NULL ? id : office->name[lang];
}

/* --- list ------------------------------------------------------------------------------------------------- */
static json_t *one_json(const struct survey *s)
{
  return json_pack("{s:I, s:o, s:o, s:s, s:o, s:o, s:o, s:I, s:I, s:I}", "number", (json_int_t)s->number, "title_ja",
                   json_text(s->title[LANG_JA]), "title_en", json_text(s->title[LANG_EN]), "state",
                   survey_state_id(s->state), "due_on", *s->due_on == '\0' ? json_null() : json_text(s->due_on),
                   "sent_at", json_utc(s->sent_at), "closed_at", json_utc(s->closed_at), "questions",
                   (json_int_t)s->questions, "offices", (json_int_t)s->offices, "answered", (json_int_t)s->answered);
}

static void print_list(const struct survey_view *view)
{
  static const char *const titles[] = {N_(">number"), N_("state"), N_("due"), N_(">answered"), N_(">offices"),
                                       N_("title")};
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  for (int i = 0; i < view->lists; i++) {
    const struct survey *s = &view->list[i];
    char number[32], answered[32], offices[32];
    g_snprintf(number, sizeof number, "%ld", (long)s->number);
    g_snprintf(answered, sizeof answered, "%ld", (long)s->answered);
    g_snprintf(offices, sizeof offices, "%ld", (long)s->offices);
    cli_table_add(table, number);
    cli_table_add(table, survey_state_text(s->state));
    cli_table_add(table, s->due_on);
    cli_table_add(table, answered);
    cli_table_add(table, offices);
    cli_table_add(table, s->title[lang_get()]);
  }
  cli_table_print(table);
}

static bool run_list(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct shown shown;
  (void)argc, (void)argv;
  bool ok = load(cli, 0, &shown, error);
  if (ok && cli->json) {
    json_t *array = json_array();
    for (int i = 0; i < shown.view->lists; i++)
      json_array_append_new(array, one_json(&shown.view->list[i]));
    ok = cli_json(array, error);
  } else if (ok)
    print_list(shown.view);
  clear(&shown);
  return ok;
}

/* --- show ------------------------------------------------------------------------------------------------- */
static gboolean opt_csv;
static const GOptionEntry show_options[] = {
    {"csv", 0, 0, G_OPTION_ARG_NONE, &opt_csv, N_("the answers as a table, a line for each office and question"), NULL},
    {NULL}};

static bool show_json(const struct survey_view *view, GError **error)
{
  json_t *object = one_json(view->one), *questions = json_array(), *offices = json_array();
  for (int i = 0; i < view->questions; i++) {
    const struct survey_question *q = &view->question[i];
    json_array_append_new(questions, json_pack("{s:i, s:o, s:o, s:o, s:o}", "number", q->place, "kind",
                                               json_text(q->kind), "ja", json_text(q->text[LANG_JA]), "en",
                                               json_text(q->text[LANG_EN]), "choices", json_text(q->choices)));
  }
  for (int i = 0; i < view->offices; i++) {
    const struct survey_office *o = &view->office[i];
    json_t *answers = json_array();
    for (int q = 0; q < view->questions; q++)
      json_array_append_new(answers, json_text(o->answer[q]));
    json_array_append_new(offices, json_pack("{s:o, s:o, s:i, s:o, s:o, s:o}", "office", json_text(o->office),
                                             "address", json_text(o->address), "reminders", o->reminders,
                                             "reminded_at", json_utc(o->reminded_at), "answered_at",
                                             json_utc(o->answered_at), "answers", answers));
  }
  json_object_set_new(object, "questions", questions);
  json_object_set_new(object, "addressed", offices);
  return cli_json(object, error);
}

static void csv_line(const struct shown *shown, const struct survey_office *o, int question, GString *out)
{
  char number[32], place[32], at[32] = "";
  const struct survey_question *q = &shown->view->question[question];
  g_snprintf(number, sizeof number, "%ld", (long)shown->view->one->number);
  g_snprintf(place, sizeof place, "%d", q->place);
  if (o->answered_at != UTC_NONE)
    utc_format(o->answered_at, at);
  const char *const row[] = {number, o->office, name_of(shown, o->office, LANG_JA), name_of(shown, o->office, LANG_EN),
                             place, q->text[LANG_JA], q->text[LANG_EN], o->answer[question], at};
  csv_write_row(out, row, G_N_ELEMENTS(row));
}

static void show_csv(const struct shown *shown)
{
  static const char *const head[] = {"survey", "office", "office_ja", "office_en", "question", "ja", "en", "answer",
                                     "answered_at"};
  GString *out = g_string_new(NULL);
  csv_write_row(out, head, G_N_ELEMENTS(head));
  for (int i = 0; i < shown->view->offices; i++)
    for (int q = 0; q < shown->view->questions; q++)
      csv_line(shown, &shown->view->office[i], q, out);
  fputs(out->str, stdout);
  g_string_free(out, TRUE);
}

static void show_text(const struct shown *shown)
{
  static const char *const titles[] = {N_("Office"), N_("answered (Japan)"), N_(">reminders"), N_("answers")};
  const struct survey_view *view = shown->view;
  struct cli_table *table = cli_table_new(titles, G_N_ELEMENTS(titles));
  printf("%s  %s\n", view->one->title[lang_get()], survey_state_text(view->one->state));
  for (int i = 0; i < view->questions; i++)
    printf("%d. %s  (%s%s%s)\n", view->question[i].place, view->question[i].text[lang_get()], view->question[i].kind,
           *view->question[i].choices == '\0' ? "" : ": ", view->question[i].choices);
  for (int i = 0; i < view->offices; i++) {
    const struct survey_office *o = &view->office[i];
    char at[32], reminders[16];
    GString *answers = g_string_new(NULL);
    for (int q = 0; q < view->questions; q++)
      if (*o->answer[q] != '\0')
        g_string_append_printf(answers, "%s%d: %s", answers->len == 0 ? "" : "; ", view->question[q].place,
                               o->answer[q]);
    g_snprintf(reminders, sizeof reminders, "%d", o->reminders);
    cli_table_add(table, name_of(shown, o->office, lang_get()));
    cli_table_add(table, japan_format(o->answered_at, at));
    cli_table_add(table, reminders);
    cli_table_add(table, answers->str);
    g_string_free(answers, TRUE);
  }
  cli_table_print(table);
}

static bool run_show(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct shown shown = {NULL, NULL};
  int64_t number;
  (void)argc;
  bool ok = survey_number(argv[0], &number, error) && load(cli, number, &shown, error);
  if (ok && cli->json)
    ok = show_json(shown.view, error);
  else if (ok && opt_csv)
    show_csv(&shown);
  else if (ok)
    show_text(&shown);
  clear(&shown);
  return ok;
}

/* --- letters ---------------------------------------------------------------------------------------------- */
static json_t *letter_json(const struct shown *shown, const struct survey_office *o)
{
  bool reminder = shown->view->one->state == SURVEY_SENT;
  char *subject = survey_subject(shown->view, reminder);
  char *body = survey_letter(shown->view, name_of(shown, o->office, LANG_JA), name_of(shown, o->office, LANG_EN),
                             reminder);
  json_t *letter = json_pack("{s:o, s:o, s:s, s:s}", "office", json_text(o->office), "to", json_text(o->address),
                             "subject", subject, "body", body);
  g_free(body);
  g_free(subject);
  return letter;
}

static bool run_letters(const struct cli *cli, int argc, char **argv, GError **error)
{
  struct shown shown = {NULL, NULL};
  int64_t number;
  (void)argc;
  bool ok = survey_number(argv[0], &number, error) && load(cli, number, &shown, error);
  json_t *letters = json_array();
  for (int i = 0; ok && i < shown.view->offices; i++)
    if (shown.view->office[i].answered_at == UTC_NONE)
      json_array_append_new(letters, letter_json(&shown, &shown.view->office[i]));
  size_t at;
  const json_t *letter;
  if (ok && cli->json)
    ok = cli_json(json_incref(letters), error);
  else if (ok)
    json_array_foreach(letters, at, letter)
      printf("%sTo: %s\nSubject: %s\n\n%s\n", at == 0 ? "" : "\f\n",
             json_string_value(json_object_get(letter, "to")), json_string_value(json_object_get(letter, "subject")),
             json_string_value(json_object_get(letter, "body")));
  json_decref(letters);
  clear(&shown);
  return ok;
}

const struct cli_command command_survey_list = {
    .name = "survey list", .args = "", .run = run_list, .wants_json = true,
    .summary = N_("the surveys, how far each is")};
const struct cli_command command_survey_show = {
    .name = "survey show", .args = "NUMBER", .min_args = 1, .max_args = 1, .options = show_options, .run = run_show,
    .wants_json = true, .summary = N_("questions, offices, answers")};
const struct cli_command command_survey_letters = {
    .name = "survey letters", .args = "NUMBER", .min_args = 1, .max_args = 1, .run = run_letters, .wants_json = true,
    .summary = N_("the letters to those who have not answered, in both languages"),
    .detail = N_("Invitations while it is a draft, reminders once it was sent.")};
