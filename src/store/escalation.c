/* The register of escalations: its commands and its rows. */
#include "escalation.h"

#include <string.h>

#include "record.h"
#include "reference.h"
#include "toban/arena.h"
#include "toban/error.h"
#include "toban/json.h"
#include "toban/lang.h"
#include "toban/store.h"

static const struct { const char *id, *text; } states[ESCALATION_STATES] = {
    [ESCALATION_OPEN] = {"open", NC_("escalation", "waiting")},
    [ESCALATION_ACKNOWLEDGED] = {"acknowledged", NC_("escalation", "acknowledged")},
    [ESCALATION_ANSWERED] = {"answered", NC_("escalation", "answered")},
    [ESCALATION_ENDED] = {"ended", NC_("escalation", "ended")},
    [ESCALATION_UNANSWERED] = {"unanswered", NC_("escalation", "nobody answered")},
};
static const struct { const char *kind; enum escalation_state to; } steps[ESCALATION_STEPS] = {
    [STEP_ACKNOWLEDGED] = {"escalation-acknowledged", ESCALATION_ACKNOWLEDGED},
    [STEP_ANSWERED] = {"escalation-answered", ESCALATION_ANSWERED},
    [STEP_CALLED] = {"escalation-called", ESCALATION_OPEN},
    [STEP_ENDED] = {"escalation-ended", ESCALATION_ENDED},
    [STEP_EXHAUSTED] = {"escalation-exhausted", ESCALATION_UNANSWERED},
};

const char *escalation_state_id(enum escalation_state state)
{
  return states[state].id;
}

const char *escalation_state_text(enum escalation_state state)
{
  return lang_text_context(states[state].text);
}

static enum escalation_state state_of(const char *id)
{
  for (int i = 0; i < ESCALATION_STATES; i++)
    if (g_strcmp0(states[i].id, id) == 0)
      return (enum escalation_state)i;
  return ESCALATION_ENDED;
}

/* --- commands ------------------------------------------------------------------------------------------ */
static json_t *data_of(const struct escalation_order *o, const char *message)
{
  return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:s, s:i, s:i, s:i, s:s}", "ticket", o->ticket, "via",
                   reach_id(o->contact->via), "contact", o->contact->id, "address", o->contact->address, "lang",
                   lang_id(o->lang), "subject", json_text(o->subject), "text", json_text(o->text), "reason",
                   json_text(o->reason == NULL ? "" : o->reason), "rule", o->rule == NULL ? "" : o->rule->id, "clock",
                   o->rule == NULL ? -1 : o->clock, "level", o->level, "ack_min",
                   o->rule == NULL ? 0 : o->rule->ack_min, "message", message);
}

/* The state's words: which way, to whom, why a closed way. */
static char *words_of(const struct escalation_order *o)
{
  const char *name = o->contact->name[o->lang];
  return g_strdup_printf("%s → %s%s%s", reach_id(o->contact->via), *name == '\0' ? o->contact->id : name,
                         o->reason == NULL || *o->reason == '\0' ? "" : ": ", o->reason == NULL ? "" : o->reason);
}

static struct command *on_ticket(const char *actor, utc_t at, int64_t revision, const struct ticket *ticket,
                                 const struct escalation_order *o)
{
  char *words = words_of(o);
  bool may = (ticket_next_states(ticket) & 1u << TICKET_ESCALATED) != 0;
  struct ticket_event event = {.ticket = o->ticket, .at = at, .by = actor, .channel = CHANNEL_NONE, .body = words,
                               .kind = may ? EVENT_STATE : EVENT_NOTE,
                               .target = may ? ticket_state_id(TICKET_ESCALATED) : NULL};
  struct command *command = command_ticket(actor, at, revision, &event);
  g_free(words);
  return command;
}

struct command *escalate(const char *actor, utc_t at, int64_t revision, const struct ticket *ticket,
                         const struct escalation_order *order)
{
  struct command *command = on_ticket(actor, at, revision, ticket, order);
  bool call = reach_is_call(order->contact->via);
  if (order->rule != NULL) /* whoever is first does it */
    g_snprintf(command->key, sizeof command->key, "e%08x-%.12s-%d-%d", g_str_hash(order->rule->id), order->ticket,
               order->clock, order->level);
  command->records = json_array();
  record_command_add(command, "escalation:", "escalation-made", data_of(order, call ? "" : command->key));
  if (call)
    return command;
  char *origin = g_strdup_printf("ticket:%s", order->ticket);
  outbox_add(command, command->key, &(struct outbox_message){order->contact->via, order->contact->address,
                                                            order->subject, order->text, origin});
  g_free(origin);
  return command;
}

struct command *escalation_step(const char *actor, utc_t at, int64_t number, enum escalation_step step,
                                const char *words, utc_t next)
{
  char *subject = g_strdup_printf("escalation:%" G_GINT64_FORMAT, number);
  json_t *data = json_pack("{s:o}", "words", json_text(words == NULL ? "" : words));
  if (next != UTC_NONE)
    json_object_set_new(data, "next", json_integer(next));
  struct command *command = record_command(actor, at, 0, subject, steps[step].kind, data);
  g_free(subject);
  return command;
}

/* --- the register -------------------------------------------------------------------------------------- */
/* A closed way: says when it opens. */
static bool refuse_closed(enum reach via, utc_t opens_at, GError **error)
{
  char date[64], time[16];
  if (opens_at == UTC_NONE) {
    error_set(error, TE_NO, _("%s is closed now; give a reason to take it nonetheless"), reach_text(via));
    return false;
  }
  int offset = zone_offset(zone_tokyo(), opens_at);
  date_text(opens_at, offset, DATE_SHORT, date, sizeof date);
  time_text(opens_at, offset, false, time, sizeof time);
  error_set(error, TE_NO, _("%s is closed until %s %s; give a reason to take it nonetheless"), reach_text(via), date,
            time);
  return false;
}

static bool may_make(struct db *db, const struct record *r, GError **error)
{
  const struct reference *ref = reference_cached(db, error);
  enum reach via;
  bool made;
  if (ref == NULL)
    return false;
  if (!reach_parse(record_text(r, "via"), &via) || *record_text(r, "address") == '\0') {
    error_set(error, TE_DATA, _("an escalation needs a way and an address"));
    return false;
  }
  struct reach_now now = reach_at(via, calendar_find(ref->calendars, REACH_CALENDAR), r->at);
  if (!now.open && *record_text(r, "reason") == '\0')
    return refuse_closed(via, now.opens_at, error);
  if (*record_text(r, "rule") == '\0' || record_int(r, "level", 0) > 0)
    return true;
  if (!escalation_was_made(db, record_text(r, "ticket"), (int)record_int(r, "clock", -1), record_text(r, "rule"),
                           &made, error))
    return false;
  if (made)
    error_set(error, TE_NO, _("the rule %s was carried out already"), record_text(r, "rule"));
  return !made;
}

static bool may(struct db *db, const struct record *r, GError **error)
{
  if (strcmp(r->kind, "escalation-made") == 0)
    return may_make(db, r, error);
  struct db_stmt *stmt = db_query(db, error, "SELECT state FROM escalation WHERE number = $1", "i",
                                  g_ascii_strtoll(r->key, NULL, 10));
  int got = stmt == NULL ? -1 : db_step(stmt, error);
  enum escalation_state state = got > 0 ? state_of(db_text(stmt, 0)) : ESCALATION_ENDED;
  db_done(stmt);
  if (got < 0)
    return false;
  if (got == 0)
    error_set(error, TE_NOINPUT, _("there is no escalation %s"), r->key);
  else if (state == ESCALATION_ENDED || state == ESCALATION_ANSWERED)
    error_set(error, TE_NO, _("the escalation %s is over: %s"), r->key, escalation_state_text(state));
  else if (strcmp(r->kind, "escalation-answered") == 0 && *record_text(r, "words") == '\0')
    error_set(error, TE_DATA, _("an answer needs words: what was said"));
  else
    return true;
  return false;
}

static bool make(struct db *db, const struct record *r, GError **error)
{
  enum reach via;
  int64_t ack = record_int(r, "ack_min", 0);
  bool call = reach_parse(record_text(r, "via"), &via) && reach_is_call(via);
  /* the level before it waits no longer */
  if (!db_exec(db, error,
               "UPDATE escalation SET ack_due = NULL WHERE ticket = $1 AND clock = $2 AND rule = $3 AND rule <> ''",
               "tit", record_text(r, "ticket"), record_int(r, "clock", -1), record_text(r, "rule")))
    return false;
  return db_exec(db, error,
                 "INSERT INTO escalation (number, ticket, clock, rule, level, via, contact, address, lang, subject,"
                 " text, reason, by_, at, state, ack_due, call_next, calls, done_at, done_by, words, message)"
                 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'open', $15, $16, 0, NULL, '',"
                 " '', $17)"
                 " ON CONFLICT (number) DO NOTHING",
                 "itititttttttt" "uuut", g_ascii_strtoll(r->key, NULL, 10), record_text(r, "ticket"),
                 record_int(r, "clock", -1), record_text(r, "rule"), record_int(r, "level", 0), record_text(r, "via"),
                 record_text(r, "contact"), record_text(r, "address"), record_text(r, "lang"),
                 record_text(r, "subject"), record_text(r, "text"), record_text(r, "reason"), r->by, r->at,
                 ack > 0 ? r->at + ack * 60 : UTC_NONE, call ? r->at : UTC_NONE, record_text(r, "message"));
}

static bool apply(struct db *db, const struct record *r, GError **error)
{
  if (strcmp(r->kind, "escalation-made") == 0)
    return make(db, r, error);
  int64_t number = g_ascii_strtoll(r->key, NULL, 10);
  if (strcmp(r->kind, "escalation-called") == 0)
    return db_exec(db, error,
                   "UPDATE escalation SET calls = calls + 1, call_next = $1, words = $2 WHERE number = $3", "uti",
                   record_int(r, "next", UTC_NONE), record_text(r, "words"), number);
  for (int i = 0; i < ESCALATION_STEPS; i++)
    if (strcmp(r->kind, steps[i].kind) == 0)
      return db_exec(db, error,
                     "UPDATE escalation SET state = $1, ack_due = NULL, call_next = NULL, done_at = $2, done_by = $3,"
                     " words = $4 WHERE number = $5",
                     "tutti", states[steps[i].to].id, r->at, r->by, record_text(r, "words"), number);
  return true;
}

static const struct record_kind kinds[] = {
    {"escalation-made", RIGHT_ESCALATE},   {"escalation-acknowledged", RIGHT_ESCALATE},
    {"escalation-answered", RIGHT_ESCALATE}, {"escalation-called", RIGHT_ESCALATE},
    {"escalation-ended", RIGHT_ESCALATE},  {"escalation-exhausted", RIGHT_ESCALATE},
};
static const char *const tables[] = {"escalation", NULL};
const struct record_ops record_escalation = {
    .prefix = "escalation", .kind = kinds, .kinds = (int)G_N_ELEMENTS(kinds), .tables = tables,
    .topic = TOPIC_ESCALATION, .next = "SELECT max(number) + 1 FROM escalation", .may = may, .apply = apply};
