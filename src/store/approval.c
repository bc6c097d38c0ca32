/* Approvals: their commands and their rows. */
#include "approval.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "event.h"
#include "feed.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/store.h"

/* --- names ------------------------------------------------------------------------------------------------- */
bool approval_name_parse(const char *name, const struct approval_kind **kind, int64_t *number, const char **rest)
{
  for (int i = 0; (*kind = approval_kind_at(i)) != NULL; i++) {
    size_t length = strlen((*kind)->id);
    if (strncmp(name, (*kind)->id, length) != 0 || name[length] != '-' || name[length + 1] == '\0')
      continue;
    char *end = NULL;
    *rest = name + length + 1;
    *number = g_ascii_isdigit(**rest) ? g_ascii_strtoll(*rest, &end, 10) : 0;
    if (strcmp((*kind)->id, APPROVAL_EXCLUSION) == 0)
      *number = 0;
    else if (*number < 1 || *end != '\0')
      return false;
    return true;
  }
  return false;
}

char *approval_name(const struct approval *approval)
{
  return g_strdup_printf("%s-%" G_GINT64_FORMAT, approval->kind->id, approval->number);
}

/* --- rows -------------------------------------------------------------------------------------------------- */
void approval_from_row(struct db_stmt *stmt, struct arena *arena, struct approval *out)
{
  *out = (struct approval){.number = db_int(stmt, 0),
                           .kind = approval_kind_find(db_text(stmt, 1)),
                           .subject = arena_strdup(arena, db_text(stmt, 2)),
                           .words = arena_strdup(arena, db_text(stmt, 3)),
                           .asked_by = arena_strdup(arena, db_text(stmt, 4)),
                           .asked_at = db_utc(stmt, 5),
                           .until = db_utc(stmt, 6),
                           .decided_at = db_utc(stmt, 8)};
  approval_state_parse(db_text(stmt, 7), &out->state);
}

bool approval_load_votes(struct db *db, struct arena *arena, struct approval *approval, GError **error)
{
  struct db_stmt *stmt = db_query(
      db, error, "SELECT by_, at, granted, words FROM approval_vote WHERE number = $1 ORDER BY place", "i",
      approval->number);
  int got = stmt == NULL ? -1 : 1;
  while (got > 0 && (got = db_step(stmt, error)) > 0 && approval->votes < APPROVAL_PEOPLE)
    approval->vote[approval->votes++] = (struct approval_vote){.by = arena_strdup(arena, db_text(stmt, 0)),
                                                               .at = db_utc(stmt, 1),
                                                               .grant = db_int(stmt, 2) != 0,
                                                               .words = arena_strdup(arena, db_text(stmt, 3))};
  db_done(stmt);
  return got >= 0;
}

bool approval_load(struct db *db, int64_t number, struct arena *arena, struct approval *out, GError **error)
{
  struct db_stmt *stmt =
      db_query(db, error, "SELECT " APPROVAL_COLUMNS " FROM approval a WHERE a.number = $1", "i", number);
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  *out = (struct approval){0};
  if (got > 0)
    approval_from_row(stmt, arena, out);
  db_done(stmt);
  return got >= 0 && (got == 0 || approval_load_votes(db, arena, out, error));
}

bool approval_write(struct db *db, const struct approval *a, GError **error)
{
  bool done = db_exec(db, error,
                      "INSERT INTO approval (number, kind, subject, words, asked_by, asked_at, until_, state,"
                      " decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                      " ON CONFLICT (number) DO UPDATE SET state = $8, decided_at = $9",
                      "ittttuutu", a->number, a->kind->id, a->subject, a->words, a->asked_by, a->asked_at, a->until,
                      approval_state_id(a->state), a->decided_at);
  for (int i = 0; done && i < a->votes; i++)
    done = db_exec(db, error,
                   "INSERT INTO approval_vote (number, place, by_, at, granted, words) VALUES ($1, $2, $3, $4, $5, $6)"
                   " ON CONFLICT (number, place) DO NOTHING",
                   "iituit", a->number, (int64_t)i, a->vote[i].by, a->vote[i].at, (int64_t)a->vote[i].grant,
                   a->vote[i].words);
  return done;
}

/* --- commands ---------------------------------------------------------------------------------------------- */
/* `name` is "STEP KIND-NUMBER" or "ask KIND": command_right() reads the right from it. */
static struct command *make(const char *actor, utc_t at, enum approval_step step, const char *name, json_t *take_data)
{
  struct command *command = command_new(COMMAND_APPROVAL, actor, at);
  char *text = json_dumps(take_data, JSON_COMPACT), *words = g_strdup_printf("%s %s", approval_step_id(step), name);
  command_set(command, &command->name, words);
  command_set(command, &command->value, text);
  g_free(words);
  free(text);
  json_decref(take_data);
  return command;
}

struct command *approval_ask(const char *actor, utc_t at, const char *kind, const char *subject, const char *words,
                             utc_t until)
{
  const struct approval_kind *known = approval_kind_find(kind);
  if (until == UTC_NONE && known != NULL && known->days > 0)
    until = at + known->days * INT64_C(86400);
  json_t *data = json_pack("{s:o, s:o}", "subject", json_text(subject), "words", json_text(words));
  if (until != UTC_NONE)
    json_object_set_new(data, "until", json_integer(until));
  return make(actor, at, STEP_ASK, kind, data);
}

struct command *approval_take(const char *actor, utc_t at, enum approval_step step, const char *name,
                              const char *words)
{
  const struct approval_kind *kind;
  const char *rest;
  int64_t number;
  if (!approval_name_parse(name, &kind, &number, &rest) || number == 0)
    return NULL;
  return make(actor, at, step, name, json_pack("{s:o}", "words", json_text(words)));
}

struct command *approval_exclusion(const char *actor, utc_t at, bool grant, const char *ticket, unsigned clocks,
                                   const char *words)
{
  struct ticket_event event = {.ticket = ticket, .at = at, .by = actor, .channel = CHANNEL_NONE, .clocks = clocks,
                               .kind = grant ? EVENT_EXCLUSION_APPROVED : EVENT_EXCLUSION_REJECTED, .body = words};
  return command_ticket(actor, at, 0, &event);
}

/* --- running ----------------------------------------------------------------------------------------------- */
struct step {
  struct db *db;
  const struct command *command;
  enum approval_step step;
  json_t *data;
  struct arena *arena;
};

static const char *word(const struct step *s, const char *name)
{
  const char *text = json_string_value(json_object_get(s->data, name));
  return text == NULL ? "" : text;
}

static bool no_approval(const char *name, GError **error)
{
  error_set(error, TE_NOINPUT, _("no such approval: “%s”"), name);
  return false;
}

static bool begin(struct step *s, const char *kind, struct approval *out, GError **error)
{
  const json_t *until = json_object_get(s->data, "until");
  *out = (struct approval){.kind = approval_kind_find(kind), .subject = word(s, "subject"), .words = word(s, "words"),
                           .asked_by = s->command->actor, .asked_at = s->command->at, .decided_at = UTC_NONE,
                           .until = until == NULL ? UTC_NONE : json_integer_value(until)};
  if (out->kind == NULL || strcmp(kind, APPROVAL_EXCLUSION) == 0)
    return no_approval(kind, error);
  if (*out->subject == '\0') {
    error_set(error, TE_DATA, _("an approval needs words: what for, or why"));
    return false;
  }
  if (out->until != UTC_NONE && out->until <= out->asked_at) {
    error_set(error, TE_DATA, _("it would lapse before it is asked for"));
    return false;
  }
  return db_get_int(s->db, &out->number, 1, error, "SELECT max(number) + 1 FROM approval", "");
}

static bool find(struct step *s, const char *name, struct approval *out, GError **error)
{
  const struct approval_kind *kind;
  const char *rest;
  int64_t number;
  if (!approval_name_parse(name, &kind, &number, &rest) || number == 0)
    return no_approval(name, error);
  if (!approval_load(s->db, number, s->arena, out, error))
    return false;
  return out->kind == kind || no_approval(name, error);
}

static bool record(struct step *s, const struct approval *approval, struct command_outcome *outcome, GError **error)
{
  const struct command *c = s->command;
  char *name = approval_name(approval), *subject = g_strconcat("approval:", name, NULL);
  char *kind = g_strconcat("approval-", approval_step_id(s->step), NULL);
  g_strlcpy(outcome->ticket, name, sizeof outcome->ticket);
  bool done = event_subject(s->db, subject, kind, c->at, c->actor, c->value, c->key, error) &&
              approval_write(s->db, approval, error) && feed_put(s->db, TOPIC_APPROVAL, name, error);
  g_free(kind);
  g_free(subject);
  g_free(name);
  return done;
}

static bool run(struct step *s, struct command_outcome *outcome, GError **error)
{
  struct approval approval;
  const struct command *c = s->command;
  const char *name = strchr(c->name, ' ') + 1, *words = word(s, "words");
  if (!(s->step == STEP_ASK ? begin(s, name, &approval, error) : find(s, name, &approval, error)) ||
      !approval_may(&approval, s->step, c->actor, words, c->at, error))
    return false;
  approval_apply(&approval, s->step, c->actor, words, c->at);
  return record(s, &approval, outcome, error);
}

bool command_run_approval(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  struct step s = {.db = db, .command = command, .arena = arena_new()};
  char *step = g_strndup(command->name, strcspn(command->name, " "));
  bool known = approval_step_parse(step, &s.step) && strchr(command->name, ' ') != NULL;
  s.data = json_loads(command->value == NULL ? "" : command->value, 0, NULL);
  bool done = known ? run(&s, outcome, error) : no_approval(command->name, error);
  json_decref(s.data);
  g_free(step);
  arena_free(s.arena);
  return done;
}

enum right approval_command_right(const char *name)
{
  enum approval_step step;
  const struct approval_kind *kind;
  const char *rest, *target = strchr(name, ' ');
  int64_t number;
  char *word = g_strndup(name, strcspn(name, " "));
  bool known = approval_step_parse(word, &step) && target != NULL;
  g_free(word);
  if (!known)
    return RIGHT_APPROVAL_ASK;
  if (step == STEP_ASK)
    kind = approval_kind_find(target + 1);
  else if (!approval_name_parse(target + 1, &kind, &number, &rest))
    kind = NULL;
  return kind == NULL ? RIGHT_APPROVAL_ASK : approval_right(kind, step);
}
