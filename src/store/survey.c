/* Surveys among the registers. */
#include <string.h>

#include "record.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/store.h"
#include "toban/survey_store.h"

enum { QUESTIONS_MOST = 50 };

static const struct { const char *id, *text; } states[SURVEY_STATES] = {
  [SURVEY_DRAFT] = {"draft", NC_("survey", "draft")},
  [SURVEY_SENT] = {"sent", NC_("survey", "sent")},
  [SURVEY_CLOSED] = {"closed", NC_("survey", "closed")},
};
static const char *const question_kinds[] = {"text", "yes-no", "number", "choice", NULL};

const char *survey_state_id(enum survey_state state)
{
  return states[state].id;
}

const char *survey_state_text(enum survey_state state)
{
  return lang_text_context(states[state].text);
}

const char *survey_kind_at(int index)
{
  return index >= 0 && index < (int)G_N_ELEMENTS(question_kinds) ? question_kinds[index] : NULL;
}

static bool is_kind(const char *kind)
{
  for (int i = 0; question_kinds[i] != NULL; i++)
    if (strcmp(question_kinds[i], kind) == 0)
      return true;
  return false;
}

static bool is_choice(const char *choices, const char *answer)
{
  char **choice = g_strsplit(choices, ";", -1);
  bool found = false;
  for (int i = 0; choice[i] != NULL; i++)
    found = found || strcmp(g_strstrip(choice[i]), answer) == 0;
  g_strfreev(choice);
  return found;
}

bool survey_answer_fits(const char *kind, const char *choices, const char *answer)
{
  char *end;
  if (*answer == '\0' || strcmp(kind, "text") == 0)
    return true;
  if (strcmp(kind, "yes-no") == 0)
    return strcmp(answer, "yes") == 0 || strcmp(answer, "no") == 0;
  if (strcmp(kind, "choice") == 0)
    return is_choice(choices, answer);
  g_ascii_strtod(answer, &end);
  return *end == '\0' && strspn(answer, "+-.0123456789") == strlen(answer);
}

static int64_t number_of(const struct record *record)
{
  return g_ascii_strtoll(record->key, NULL, 10);
}

/* --- may it be done? -------------------------------------------------------------------------------------- */
static bool is_addressed(struct db *db, const struct record *record, GError **error)
{
  int64_t count = 0;
  const char *office = record_text(record, "office");
  if (!db_get_int(db, &count, 0, error, "SELECT count(*) FROM survey_office WHERE number = $1 AND office = $2", "it",
                  number_of(record), office))
    return false;
  if (count == 0)
    error_set(error, TE_NOINPUT, _("survey %s does not go to “%s”"), record->key, office);
  return count > 0;
}

static bool check_answer(struct db *db, const struct record *record, const char *place, const json_t *answer,
                         GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT kind, choices FROM survey_question WHERE number = $1 AND place = $2", "ii",
                                  number_of(record), g_ascii_strtoll(place, NULL, 10));
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  const char *text = json_string_value(answer);
  bool fits = got > 0 && text != NULL && survey_answer_fits(db_text(stmt, 0), db_text(stmt, 1), text);
  if (got == 0)
    error_set(error, TE_DATA, _("survey %s has no question %s"), record->key, place);
  else if (got > 0 && !fits)
    error_set(error, TE_DATA, _("question %s: “%s” is no answer to it (%s %s)"), place, text == NULL ? "" : text,
              db_text(stmt, 0), db_text(stmt, 1));
  db_done(stmt);
  return fits;
}

static bool may_answer(struct db *db, const struct record *record, GError **error)
{
  const char *place;
  json_t *answer;
  if (!is_addressed(db, record, error))
    return false;
  json_object_foreach(json_object_get(record->data, "answers"), place, answer)
    if (!check_answer(db, record, place, answer, error))
      return false;
  return true;
}

static bool may_ask(const struct record *record, int64_t questions, GError **error)
{
  if (!is_kind(record_text(record, "kind")))
    error_set(error, TE_DATA, _("“%s” is none of text yes-no number choice"), record_text(record, "kind"));
  else if (*record_text(record, "ja") == '\0' || *record_text(record, "en") == '\0')
    error_set(error, TE_DATA, _("a question needs both languages"));
  else if (strcmp(record_text(record, "kind"), "choice") == 0 && *record_text(record, "choices") == '\0')
    error_set(error, TE_DATA, _("a choice needs its choices: “a;b;c”"));
  else if (questions >= QUESTIONS_MOST)
    error_set(error, TE_DATA, _("a survey has at most %d questions"), QUESTIONS_MOST);
  else
    return true;
  return false;
}

static bool may_address(struct db *db, const struct record *record, GError **error)
{
  int64_t count = 0;
  const char *office = record_text(record, "office");
  if (!db_get_int(db, &count, 0, error, "SELECT count(*) FROM office WHERE id = $1", "t", office))
    return false;
  if (count == 0)
    error_set(error, TE_DATA, _("there is no office “%s”"), office);
  return count > 0;
}

static bool may_send(const struct record *record, int64_t questions, int64_t offices, GError **error)
{
  if (questions == 0)
    error_set(error, TE_DATA, _("survey %s has no question yet"), record->key);
  else if (offices == 0)
    error_set(error, TE_DATA, _("survey %s goes to nobody yet"), record->key);
  return questions > 0 && offices > 0;
}

struct standing { bool there; enum survey_state state; int64_t questions, offices; };

static bool load(struct db *db, const struct record *record, struct standing *out, GError **error)
{
  struct db_stmt *stmt = db_query(db, error,
                                  "SELECT state, (SELECT count(*) FROM survey_question q WHERE q.number = s.number),"
                                  " (SELECT count(*) FROM survey_office o WHERE o.number = s.number) FROM survey s"
                                  " WHERE number = $1", "i", number_of(record));
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *out = (struct standing){.there = got > 0};
  if (got > 0)
    *out = (struct standing){true, (enum survey_state)db_int(stmt, 0), db_int(stmt, 1), db_int(stmt, 2)};
  db_done(stmt);
  return got >= 0;
}

static bool may_be_made(const struct record *record, GError **error)
{
  day_t day;
  const char *due = record_text(record, "due_on");
  if (*record_text(record, "title_ja") != '\0' && *record_text(record, "title_en") != '\0')
    return *due == '\0' || day_parse(due, &day, error);
  error_set(error, TE_DATA, _("a survey needs a title in both languages"));
  return false;
}

/* In which state each step is possible. */
static const struct { const char *kind; enum survey_state in; } steps[] = {
    {"survey-asked", SURVEY_DRAFT},       {"survey-addressed", SURVEY_DRAFT}, {"survey-unaddressed", SURVEY_DRAFT},
    {"survey-sent", SURVEY_DRAFT},        {"survey-reminded", SURVEY_SENT},   {"survey-answered", SURVEY_SENT},
    {"survey-closed", SURVEY_SENT},
};

static bool may_in_state(const struct record *record, const struct standing *now, GError **error)
{
  enum survey_state in = SURVEY_DRAFT;
  for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
    if (strcmp(steps[i].kind, record->kind) == 0)
      in = steps[i].in;
  if (!now->there)
    error_set(error, TE_NOINPUT, _("there is no survey %s"), record->key);
  else if (now->state != in)
    error_set(error, TE_DATA, _("survey %s is in the state “%s”: that cannot be done now"), record->key,
              survey_state_text(now->state));
  return now->there && now->state == in;
}

static bool may(struct db *db, const struct record *record, GError **error)
{
  struct standing now;
  const char *kind = record->kind;
  if (strcmp(kind, "survey-made") == 0)
    return may_be_made(record, error);
  if (!load(db, record, &now, error) || !may_in_state(record, &now, error))
    return false;
  if (strcmp(kind, "survey-asked") == 0)
    return may_ask(record, now.questions, error);
  if (strcmp(kind, "survey-addressed") == 0)
    return may_address(db, record, error);
  if (strcmp(kind, "survey-sent") == 0)
    return may_send(record, now.questions, now.offices, error);
  if (strcmp(kind, "survey-answered") == 0)
    return may_answer(db, record, error);
  return strcmp(kind, "survey-closed") == 0 || is_addressed(db, record, error);
}

/* --- events ----------------------------------------------------------------------------------------------- */
static bool made(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO survey (number, title_ja, title_en, due_on, by_, state, made_at, sent_at, closed_at)"
                 " VALUES ($1, $2, $3, $4, $5, 0, $6, NULL, NULL) ON CONFLICT (number) DO NOTHING",
                 "ittttu", number_of(record), record_text(record, "title_ja"), record_text(record, "title_en"),
                 record_text(record, "due_on"), record->by, record->at);
}

static bool asked(struct db *db, const struct record *record, GError **error)
{
  int64_t place = 0;
  return db_get_int(db, &place, 0, error, "SELECT max(place) FROM survey_question WHERE number = $1", "i",
                    number_of(record)) &&
         db_exec(db, error,
                 "INSERT INTO survey_question (number, place, kind, ja, en, choices) VALUES ($1, $2, $3, $4, $5, $6)",
                 "iitttt", number_of(record), place + 1, record_text(record, "kind"), record_text(record, "ja"),
                 record_text(record, "en"), record_text(record, "choices"));
}

static bool addressed(struct db *db, const struct record *record, GError **error)
{
  return db_exec(db, error,
                 "INSERT INTO survey_office (number, office, address, reminded_at, reminders, answered_at)"
                 " VALUES ($1, $2, $3, NULL, 0, NULL) ON CONFLICT (number, office) DO UPDATE SET address = $3",
                 "itt", number_of(record), record_text(record, "office"), record_text(record, "address"));
}

static bool answered(struct db *db, const struct record *record, GError **error)
{
  const char *place;
  json_t *answer;
  bool done = db_exec(db, error, "UPDATE survey_office SET answered_at = $1 WHERE number = $2 AND office = $3", "uit",
                      record->at, number_of(record), record_text(record, "office"));
  json_object_foreach(json_object_get(record->data, "answers"), place, answer)
    done = done && json_is_string(answer) &&
           db_exec(db, error,
                   "INSERT INTO survey_answer (number, office, place, answer) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (number, office, place) DO UPDATE SET answer = $4",
                   "itit", number_of(record), record_text(record, "office"), g_ascii_strtoll(place, NULL, 10),
                   json_string_value(answer));
  return done;
}

static bool apply(struct db *db, const struct record *record, GError **error)
{
  const char *kind = record->kind, *office = record_text(record, "office");
  if (strcmp(kind, "survey-made") == 0)
    return made(db, record, error);
  if (strcmp(kind, "survey-asked") == 0)
    return asked(db, record, error);
  if (strcmp(kind, "survey-addressed") == 0)
    return addressed(db, record, error);
  if (strcmp(kind, "survey-answered") == 0)
    return answered(db, record, error);
  if (strcmp(kind, "survey-unaddressed") == 0)
    return db_exec(db, error, "DELETE FROM survey_office WHERE number = $1 AND office = $2", "it", number_of(record),
                   office);
  if (strcmp(kind, "survey-reminded") == 0)
    return db_exec(db, error,
                   "UPDATE survey_office SET reminded_at = $1, reminders = reminders + 1 WHERE number = $2"
                   " AND office = $3", "uit", record->at, number_of(record), office);
  if (strcmp(kind, "survey-sent") == 0)
    return db_exec(db, error, "UPDATE survey SET state = 1, sent_at = $1 WHERE number = $2", "ui", record->at,
                   number_of(record));
  return db_exec(db, error, "UPDATE survey SET state = 2, closed_at = $1 WHERE number = $2", "ui", record->at,
                 number_of(record));
}

/* --- commands --------------------------------------------------------------------------------------------- */
struct command *survey_make(const char *actor, utc_t at, const char *ja, const char *en, day_t due)
{
  char day[16] = "";
  if (due != DAY_NONE)
    day_format(due, day);
  return record_command(actor, at, 0, "survey:", "survey-made",
                        json_pack("{s:s, s:s, s:s}", "title_ja", ja, "title_en", en, "due_on", day));
}

struct command *survey_step(const char *actor, utc_t at, int64_t number, const char *kind, json_t *take_data)
{
  char *subject = g_strdup_printf("survey:%" G_GINT64_FORMAT, number);
  struct command *command = record_command(actor, at, 0, subject, kind, take_data);
  g_free(subject);
  return command;
}

static const struct record_kind kinds[] = {
    {"survey-made", RIGHT_SURVEY},     {"survey-asked", RIGHT_SURVEY},    {"survey-addressed", RIGHT_SURVEY},
    {"survey-unaddressed", RIGHT_SURVEY}, {"survey-sent", RIGHT_SURVEY},  {"survey-reminded", RIGHT_SURVEY},
    {"survey-answered", RIGHT_SURVEY}, {"survey-closed", RIGHT_SURVEY},
};
static const char *const tables[] = {"survey", "survey_question", "survey_office", "survey_answer", NULL};
const struct record_ops record_surveys = {.prefix = "survey", .kind = kinds, .kinds = G_N_ELEMENTS(kinds),
                                          .tables = tables, .topic = TOPIC_SURVEY,
                                          .next = "SELECT max(number) + 1 FROM survey", .may = may, .apply = apply};
