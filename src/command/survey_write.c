/* toban survey make, ask, address, send, remind, answer, import, close. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "carry.h"
#include "commands.h"
#include "survey.h"
#include "toban/csv.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/loan.h"
#include "toban/record.h"

static const size_t INPUT_LIMIT = (size_t)64 << 20;
static char *opt_due, *opt_kind, *opt_choices, *opt_address;
static const GOptionEntry make_options[] = {
    {"due", 0, 0, G_OPTION_ARG_STRING, &opt_due, N_("until which day: 2026-12-01, or +14 days from today"), "DAY"},
    {NULL}};
static const GOptionEntry ask_options[] = {
    {"kind", 0, 0, G_OPTION_ARG_STRING, &opt_kind, N_("of answer (text)"), "text|yes-no|number|choice"},
    {"choices", 0, 0, G_OPTION_ARG_STRING, &opt_choices, N_("what can be chosen"), "A;B;C"},
    {NULL}};
static const GOptionEntry address_options[] = {
    {"address", 0, 0, G_OPTION_ARG_STRING, &opt_address, N_("mail address of the office"), "MAIL"}, {NULL}};

static struct command *make_make(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  day_t due;
  (void)db;
  if (!japan_day_parse(opt_due == NULL ? "" : opt_due, clock_now(), &due, error))
    return NULL;
  return survey_make(actor, clock_now(), argv[0], argv[1], due);
}

static struct command *make_ask(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  int64_t number;
  (void)db;
  if (!survey_number(argv[0], &number, error))
    return NULL;
  return survey_step(actor, clock_now(), number, "survey-asked",
                     json_pack("{s:s, s:s, s:s, s:s}", "ja", argv[1], "en", argv[2], "kind",
                               opt_kind == NULL ? "text" : opt_kind, "choices",
                               opt_choices == NULL ? "" : opt_choices));
}

/* --- offices ---------------------------------------------------------------------------------------------- */
static void add_office(struct command **command, const char *actor, int64_t number, const char *office)
{
  json_t *data = json_pack("{s:s, s:s}", "office", office, "address", opt_address == NULL ? "" : opt_address);
  if (*command == NULL) {
    *command = survey_step(actor, clock_now(), number, "survey-addressed", data);
    return;
  }
  char *subject = g_strdup_printf("survey:%ld", (long)number);
  record_command_add(*command, subject, "survey-addressed", data);
  g_free(subject);
}

static struct command *make_address(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  int64_t number;
  struct command *command = NULL;
  struct reference *ref = survey_number(argv[0], &number, error) ? reference_read(db, NULL, error) : NULL;
  bool all = ref != NULL && strcmp(argv[1], "all") == 0, ok = ref != NULL;
  for (int i = 0; all && i < ref->offices; i++)
    add_office(&command, actor, number, ref->office[i].id);
  for (int i = 1; ok && !all && argv[i] != NULL; i++) {
    const struct office *office = cli_office(ref, argv[i], error);
    ok = office != NULL;
    if (ok)
      add_office(&command, actor, number, office->id);
  }
  reference_free(ref);
  if (ok)
    return command;
  command_free(command);
  return NULL;
}

/* --- sending ---------------------------------------------------------------------------------------------- */
/* With letters to those offices that have an address, in the same command. */
static struct command *with_letters(struct db *db, struct command *take_command, const struct survey_view *view,
                                    bool reminder, GError **error)
{
  struct reference *ref = take_command == NULL ? NULL : reference_read(db, NULL, error);
  if (ref != NULL)
    survey_mail(take_command, view, ref, reminder);
  else
    g_clear_pointer(&take_command, command_free);
  reference_free(ref);
  return take_command;
}

static struct command *make_send(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  int64_t number;
  struct survey_view *view = survey_number(argv[0], &number, error) ? survey_load(db, number, error) : NULL;
  struct command *command =
      view == NULL ? NULL
                   : with_letters(db, survey_step(actor, clock_now(), number, "survey-sent", NULL), view, false, error);
  snapshot_free(view);
  return command;
}

static struct command *make_close(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  int64_t number;
  (void)db;
  return survey_number(argv[0], &number, error) ? survey_step(actor, clock_now(), number, "survey-closed", NULL) : NULL;
}

static struct command *make_remind(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  int64_t number;
  struct command *command = NULL;
  struct survey_view *view = survey_number(argv[0], &number, error) ? survey_load(db, number, error) : NULL;
  for (int i = 0; view != NULL && i < view->offices; i++) {
    if (view->office[i].answered_at != UTC_NONE)
      continue;
    json_t *data = json_pack("{s:s}", "office", view->office[i].office);
    if (command == NULL)
      command = survey_step(actor, clock_now(), number, "survey-reminded", data);
    else
      record_command_add(command, command->name, "survey-reminded", data);
  }
  if (view != NULL && command == NULL)
    error_set(error, TE_NO, _("survey %s: everybody has answered"), argv[0]);
  command = with_letters(db, command, view, true, error);
  snapshot_free(view);
  return command;
}

/* --- answers ---------------------------------------------------------------------------------------------- */
static bool add_answer(const char *text, json_t *answers, GError **error)
{
  const char *equals = strchr(text, '=');
  if (equals == NULL || equals == text) {
    error_set(error, TE_USAGE, _("“%s”: write QUESTION=ANSWER"), text);
    return false;
  }
  char *place = g_strndup(text, (gsize)(equals - text));
  json_object_set_new(answers, place, json_string(equals + 1));
  g_free(place);
  return true;
}

static struct command *make_answer(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  int64_t number;
  struct reference *ref = survey_number(argv[0], &number, error) ? reference_read(db, NULL, error) : NULL;
  const struct office *office = ref == NULL ? NULL : cli_office(ref, argv[1], error);
  json_t *answers = json_object();
  bool ok = office != NULL;
  for (int i = 2; ok && argv[i] != NULL; i++)
    ok = add_answer(argv[i], answers, error);
  struct command *command =
      ok ? survey_step(actor, clock_now(), number, "survey-answered",
                       json_pack("{s:s, s:O}", "office", office->id, "answers", answers)) : NULL;
  json_decref(answers);
  reference_free(ref);
  return command;
}

/* A table of answers, as `survey show --csv` writes it: all of them or none. */
struct table { const struct reference *ref; const char *actor; int64_t number; struct command *command; };
enum { OFFICE, QUESTION, ANSWER, COLUMNS };

static bool take_row(const struct csv_row *row, void *user, GError **error)
{
  struct table *table = user;
  const struct office *office = cli_office(table->ref, row->field[OFFICE], NULL);
  if (office == NULL)
    return csv_fail(row, "office", error, _("there is no office “%s”"), row->field[OFFICE]);
  if (*row->field[ANSWER] == '\0')
    return true;
  json_t *data = json_pack("{s:s, s:{s:s}}", "office", office->id, "answers", row->field[QUESTION], row->field[ANSWER]);
  if (table->command == NULL)
    table->command = survey_step(table->actor, clock_now(), table->number, "survey-answered", data);
  else
    record_command_add(table->command, table->command->name, "survey-answered", data);
  return true;
}

static bool read_table(struct table *table, const char *path, GError **error)
{
  static const struct csv_column columns[COLUMNS] = {{"office", true}, {"question", true}, {"answer", true}};
  static const struct csv_rename passed[] = {{"survey", ""}, {"office_ja", ""}, {"office_en", ""}, {"ja", ""},
                                             {"en", ""}, {"answered_at", ""}};
  char *bytes;
  size_t length, decoded_length;
  if (!file_read_all(path, INPUT_LIMIT, &bytes, &length, error))
    return false;
  char *decoded = csv_from_cp932(bytes, length, &decoded_length);
  bool ok = csv_read_renamed(path, decoded == NULL ? bytes : decoded, decoded == NULL ? length : decoded_length, passed,
                             G_N_ELEMENTS(passed), columns, COLUMNS, take_row, table, error);
  g_free(decoded);
  g_free(bytes);
  if (ok && table->command == NULL)
    error_set(error, TE_DATA, _("%s: no answers"), path);
  return ok && table->command != NULL;
}

static struct command *make_import(struct db *db, const char *actor, void *user, GError **error)
{
  char **argv = user;
  struct table table = {.actor = actor};
  struct reference *ref = survey_number(argv[0], &table.number, error) ? reference_read(db, NULL, error) : NULL;
  table.ref = ref;
  bool ok = ref != NULL && read_table(&table, argv[1], error);
  reference_free(ref);
  if (ok)
    return table.command;
  command_free(table.command);
  return NULL;
}

#define RUN(name)                                                                         \
  static bool run_##name(const struct cli *cli, int argc, char **argv, GError **error)    \
  {                                                                                       \
    (void)argc;                                                                           \
    return carry_out(cli, make_##name, argv, error);                                      \
  }
RUN(make)
RUN(ask)
RUN(address)
RUN(send)
RUN(remind)
RUN(answer)
RUN(import)
RUN(close)

const struct cli_command command_survey_make = {
    .name = "survey make", .args = "TITLE-JA TITLE-EN", .min_args = 2, .max_args = 2, .options = make_options,
    .run = run_make, .wants_json = true, .summary = N_("begins a survey; prints its number")};
const struct cli_command command_survey_ask = {
    .name = "survey ask", .args = "NUMBER JA EN", .min_args = 3, .max_args = 3, .options = ask_options, .run = run_ask,
    .wants_json = true, .summary = N_("adds a question, in both languages")};
const struct cli_command command_survey_address = {
    .name = "survey address", .args = "NUMBER OFFICE...", .min_args = 2, .max_args = 100, .options = address_options,
    .run = run_address, .wants_json = true, .summary = N_("says which offices are asked; “all” are all of them")};
const struct cli_command command_survey_send = {
    .name = "survey send", .args = "NUMBER", .min_args = 1, .max_args = 1, .run = run_send, .wants_json = true,
    .summary = N_("sends it: questions and offices stand still from now on")};
const struct cli_command command_survey_remind = {
    .name = "survey remind", .args = "NUMBER", .min_args = 1, .max_args = 1, .run = run_remind, .wants_json = true,
    .summary = N_("reminds those who have not answered")};
const struct cli_command command_survey_answer = {
    .name = "survey answer", .args = "NUMBER OFFICE QUESTION=ANSWER...", .min_args = 3, .max_args = 60,
    .run = run_answer, .wants_json = true, .summary = N_("enters the answers of an office")};
const struct cli_command command_survey_import = {
    .name = "survey import", .args = "NUMBER FILE", .min_args = 2, .max_args = 2, .run = run_import, .wants_json = true,
    .summary = N_("takes a table of answers in, all or nothing"),
    .detail = N_("Its columns are office, question, answer, as survey show --csv writes them; empty answers are passed "
                 "over.")};
const struct cli_command command_survey_close = {
    .name = "survey close", .args = "NUMBER", .min_args = 1, .max_args = 1, .run = run_close, .wants_json = true,
    .summary = N_("ends a survey: no more answers")};
