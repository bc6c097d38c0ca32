/* Surveys for screens and commands, and their letters. */
#include <string.h>

#include "read_rows.h"
#include "toban/lang.h"
#include "toban/survey_store.h"

static void list_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct survey *)out = (struct survey){
      .number = db_int(stmt, 0),
      .title = {[LANG_JA] = read_text(arena, stmt, 1), [LANG_EN] = read_text(arena, stmt, 2)},
      .due_on = read_text(arena, stmt, 3), .by = read_text(arena, stmt, 4),
      .state = (enum survey_state)db_int(stmt, 5), .made_at = db_utc(stmt, 6), .sent_at = db_utc(stmt, 7),
      .closed_at = db_utc(stmt, 8), .questions = db_int(stmt, 9), .offices = db_int(stmt, 10),
      .answered = db_int(stmt, 11)};
}

static void question_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct survey_question *)out = (struct survey_question){
      .place = (int)db_int(stmt, 0), .kind = read_text(arena, stmt, 1),
      .text = {[LANG_JA] = read_text(arena, stmt, 2), [LANG_EN] = read_text(arena, stmt, 3)},
      .choices = read_text(arena, stmt, 4)};
}

static void office_row(struct arena *arena, struct db_stmt *stmt, void *out)
{
  *(struct survey_office *)out = (struct survey_office){.office = read_text(arena, stmt, 0),
                                                        .address = read_text(arena, stmt, 1),
                                                        .reminded_at = db_utc(stmt, 2),
                                                        .reminders = (int)db_int(stmt, 3),
                                                        .answered_at = db_utc(stmt, 4)};
}

static bool read_answers(struct db *db, struct survey_view *view, struct survey_office *office, GError **error)
{
  const char **answer = arena_new0(view->s.arena, const char *, view->questions + 1);
  for (int i = 0; i < view->questions; i++)
    answer[i] = "";
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT place, answer FROM survey_answer WHERE number = $1 AND office = $2", "it",
                                  view->one->number, office->office);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0)
    for (int i = 0; i < view->questions; i++)
      if (view->question[i].place == db_int(stmt, 0))
        answer[i] = read_text(view->s.arena, stmt, 1);
  db_done(stmt);
  office->answer = answer;
  return got == 0;
}

static bool read_one(struct db *db, struct survey_view *view, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT place, kind, ja, en, choices FROM survey_question WHERE number = $1"
                                  " ORDER BY place", "i", view->one->number);
  view->question =
      read_rows(view->s.arena, stmt, sizeof(struct survey_question), question_row, &view->questions, error);
  if (view->question == NULL)
    return false;
  stmt = db_query(db, error,
                  "SELECT o.office, o.address, o.reminded_at, o.reminders, o.answered_at FROM survey_office o"
                  " LEFT JOIN office f ON f.id = o.office WHERE o.number = $1"
                  " ORDER BY CASE WHEN o.answered_at IS NULL THEN 0 ELSE 1 END, f.position, o.office", "i",
                  view->one->number);
  struct survey_office *office =
      read_rows(view->s.arena, stmt, sizeof *office, office_row, &view->offices, error);
  view->office = office;
  bool done = office != NULL;
  for (int i = 0; done && i < view->offices; i++)
    done = read_answers(db, view, &office[i], error);
  return done;
}

static bool read_all(struct db *db, struct survey_view *view, const struct survey_args *args, GError **error)
{
  struct db_stmt *stmt = db_prepare(
      db,
      "SELECT number, title_ja, title_en, due_on, by_, state, made_at, sent_at, closed_at,"
      " (SELECT count(*) FROM survey_question q WHERE q.number = s.number),"
      " (SELECT count(*) FROM survey_office o WHERE o.number = s.number),"
      " (SELECT count(*) FROM survey_office o WHERE o.number = s.number AND o.answered_at IS NOT NULL)"
      " FROM survey s ORDER BY number DESC", error);
  view->list = read_rows(view->s.arena, stmt, sizeof(struct survey), list_row, &view->lists, error);
  if (view->list == NULL)
    return false;
  for (int i = 0; view->one == NULL && i < view->lists; i++)
    if (args->number == 0 || args->number == view->list[i].number)
      view->one = &view->list[i];
  return view->one == NULL || read_one(db, view, error);
}

void *survey_read(struct db *db, const void *survey_args, GError **error)
{
  struct arena *arena = arena_new();
  struct survey_view *view = arena_new0(arena, struct survey_view, 1);
  view->s.arena = arena;
  bool done = db_begin_read(db, error) && read_all(db, view, survey_args, error);
  db_rollback(db);
  if (done)
    return view;
  arena_free(arena);
  return NULL;
}

/* --- letters ---------------------------------------------------------------------------------------------- */
/* Both languages in one letter, whichever the console speaks; the office answers in either. */
char *survey_subject(const struct survey_view *view, bool reminder)
{
  static const char mark[] = NC_("letter", "Reminder: ");
  GString *out = g_string_new(NULL);
  for (int lang = LANG_JA; lang < LANG_COUNT; lang++) {
    const char *text = lang_text_in((enum lang)lang, mark), *end = strchr(text, '\004');
    g_string_append_printf(out, "%s%s%s", lang == LANG_JA ? "" : " / ", !reminder ? "" : end == NULL ? text : end + 1,
                           view->one->title[lang]);
  }
  return g_string_free(out, FALSE);
}

static void letter_in(const struct survey_view *view, enum lang lang, const char *office, bool reminder, GString *out)
{
  static const char asks[] = N_("Please answer the following questions.");
  static const char asks_again[] = N_("We have no answer from you yet. Please answer the following questions.");
  static const char until[] = N_("We need the answers by %s (Japan time).");
  static const char again[] = N_("Please write the number of the question and your answer, a line for each.");
  g_string_append_printf(out, "%s\n\n%s\n", office, lang_text_in(lang, reminder ? asks_again : asks));
  if (*view->one->due_on != '\0') {
    g_string_append_printf(out, lang_text_in(lang, until), view->one->due_on);
    g_string_append_c(out, '\n');
  }
  g_string_append_printf(out, "%s\n\n", lang_text_in(lang, again));
  for (int i = 0; i < view->questions; i++) {
    const struct survey_question *q = &view->question[i];
    g_string_append_printf(out, "%d. %s", q->place, q->text[lang]);
    if (strcmp(q->kind, "yes-no") == 0)
      g_string_append(out, " (yes / no)");
    else if (*q->choices != '\0')
      g_string_append_printf(out, " (%s)", q->choices);
    g_string_append_c(out, '\n');
  }
}

char *survey_letter(const struct survey_view *view, const char *office_ja, const char *office_en, bool reminder)
{
  GString *out = g_string_new(NULL);
  letter_in(view, LANG_JA, office_ja, reminder, out);
  g_string_append(out, "\n----\n\n");
  letter_in(view, LANG_EN, office_en, reminder, out);
  return g_string_free(out, FALSE);
}
