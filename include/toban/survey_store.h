/* survey_store.h: questions to offices, in both languages, and their answers (requirement H6, specification 3.5).
 *
 * Events of "survey:NUMBER": survey-made {"title_ja", "title_en", "due_on"}, survey-asked {"kind", "ja", "en",
 * "choices"} (a question more), survey-addressed {"office", "address"}, survey-unaddressed {"office"}, survey-sent,
 * survey-reminded {"office"}, survey-answered {"office", "answers": {"1": "...", ...}} (the newest answer to a question
 * counts), survey-closed. Questions and offices stand still once it is sent. */
#ifndef TOBAN_SURVEY_STORE_H
#define TOBAN_SURVEY_STORE_H
#include <jansson.h>
#include "toban/command.h"
#include "toban/read.h"

enum survey_state { SURVEY_DRAFT, SURVEY_SENT, SURVEY_CLOSED, SURVEY_STATES };
const char *survey_state_id(enum survey_state state);          /* draft sent closed */
const char *survey_state_text(enum survey_state state);
/* Kinds of questions: text, yes-no, number, choice. */
const char *survey_kind_at(int index);                         /* NULL: no more */
/* Is it an answer to such a question? choices: "a;b". An empty one always is. */
bool survey_answer_fits(const char *kind, const char *choices, const char *answer);

struct survey {
  int64_t number;
  const char *title[LANG_COUNT], *due_on, *by;
  enum survey_state state;
  utc_t made_at, sent_at, closed_at;
  int64_t questions, offices, answered;
};
struct survey_question { int place; const char *kind, *text[LANG_COUNT], *choices; };
struct survey_office {
  const char *office, *address;
  utc_t reminded_at, answered_at;
  int reminders;
  const char *const *answer;                   /* by question; "" none */
};
struct survey_args { int64_t number; };        /* 0: the newest */
struct survey_view {
  struct snapshot s;
  const struct survey *list; int lists;        /* all, newest first */
  const struct survey *one;                    /* the one asked for; NULL: there is none */
  const struct survey_question *question; int questions;
  const struct survey_office *office; int offices;     /* of it: who has not answered comes first */
};
void *survey_read(struct db *db, const void *survey_args, GError **error);

/* The letter to an office, in both languages: the invitation or, with `reminder`, the reminder. */
char *survey_subject(const struct survey_view *view, bool reminder);       /* g_free */
char *survey_letter(const struct survey_view *view, const char *office_ja, const char *office_en, bool reminder);

/* Puts the letters to those who have an address and no answer yet into the command, for the outbox (outbox.h); how
 * many. ref (may be NULL) has the names of the offices. */
int survey_mail(struct command *command, const struct survey_view *view, const struct reference *ref, bool reminder);

struct command *survey_make(const char *actor, utc_t at, const char *ja, const char *en, day_t due);
/* take_data may be NULL: see above for the kinds. */
struct command *survey_step(const char *actor, utc_t at, int64_t number, const char *kind, json_t *take_data);
#endif
