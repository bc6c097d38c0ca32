/* COMMAND_TICKET: one event onto a ticket, its rows, the feed. */
#include <string.h>

#include "closing.h"
#include "command.h"
#include "event.h"
#include "feed.h"
#include "project.h"
#include "reference.h"
#include "together.h"
#include "search_index.h"
#include "toban/error.h"
#include "toban/lang.h"
#include "toban/person.h"
#include "toban/store.h"
#include "toban/ticket_work.h"
#include "toban/zone.h"

struct work {
  struct db *db;
  const struct command *command;
  struct command_outcome *outcome;
  const struct reference *ref;
  struct arena *arena;
  int64_t revision;         /* of the ticket as its author saw it; 0: any */
  const char *made;         /* the ticket that an event before it in the same command took in */
  struct ticket_row before; /* id 0: a new ticket */
  struct event_record record;
};

/* --- may it be done? ------------------------------------------------------------------------------- */
static bool refuse(GError **error, enum toban_error code, const char *text)
{
  error_set(error, code, "%s", text);
  return false;
}

static bool check_author(struct work *work, GError **error)
{
  const struct ticket_event *event = &work->record.e;
  if (strcmp(event->by, work->command->actor) != 0)
    return refuse(error, TE_PERMISSION, _("nobody writes in another person’s name"));
  if (event->at > work->command->at)
    return refuse(error, TE_DATA, _("the time lies in the future"));
  return true;
}

/* Codes of the lists that one chooses from. A list that is empty knows no wrong ones. */
static bool check_words(struct work *work, GError **error)
{
  const struct ticket_event *event = &work->record.e;
  const struct reference *ref = work->ref;
  int64_t assets = 1;
  if (event->kind == EVENT_STATE && event->reason != NULL && ref->causes > 0 &&
      reference_cause(ref, event->reason) == NULL)
    error_set(error, TE_DATA, _("no such cause: “%s”"), event->reason);
  else if (event->kind == EVENT_HANDED_OVER && ref->sections > 0 && reference_section(ref, event->target) == NULL)
    error_set(error, TE_DATA, _("no such section: “%s”"), event->target);
  else if (event->kind == EVENT_CHECKED && ref->checks > 0 && reference_check(ref, event->target) == NULL)
    error_set(error, TE_DATA, _("no such item of a checklist: “%s”"), event->target);
  else if (event->kind == EVENT_REMOTE &&
           !db_get_int(work->db, &assets, 0, error, "SELECT count(*) FROM asset WHERE tag = $1", "t", event->target))
    return false;
  else if (assets == 0)
    error_set(error, TE_NOINPUT, _("there is no asset “%s”"), event->target);
  else
    return true;
  return false;
}

static bool check_reference(struct work *work, GError **error)
{
  const struct ticket_event *event = &work->record.e;
  if (event->office != NULL && work->ref->offices > 0 && reference_office(work->ref, event->office) == NULL)
    error_set(error, TE_DATA, _("no such office: “%s”"), event->office);
  else if (event->category != NULL && *event->category != '\0' && work->ref->categories > 0 &&
           reference_category(work->ref, event->category) == NULL)
    error_set(error, TE_DATA, _("no such category: “%s”"), event->category);
  else
    return check_words(work, error);
  return false;
}

static bool no_such_ticket(const char *key, GError **error)
{
  error_set(error, TE_NOINPUT, _("no such ticket: “%s”"), key == NULL ? "" : key);
  return false;
}

/* The other ticket of a merge must be there and must not itself lead elsewhere. */
static bool check_merge(struct work *work, GError **error)
{
  const char *into = work->record.e.target;
  struct ticket_row other;
  if (work->record.e.kind != EVENT_MERGED || into == NULL)
    return true;
  if (!row_load(work->db, into, work->arena, &other, error))
    return false;
  if (other.id == 0)
    return no_such_ticket(into, error);
  if (other.t.merged_into == NULL)
    return true;
  error_set(error, TE_DATA, _("%s is itself merged into %s: choose that one"), into, other.t.merged_into);
  return false;
}

/* A family has two storeys: else an answer to a parent would have to go on and on. */
static bool check_link(struct work *work, GError **error)
{
  const struct ticket_event *event = &work->record.e;
  enum ticket_relation relation;
  struct ticket_row other;
  if (event->kind != EVENT_LINKED || !ticket_relation_parse(event->reason, &relation))
    return true;
  if (!row_load(work->db, event->target, work->arena, &other, error))
    return false;
  if (other.id == 0)
    return no_such_ticket(event->target, error);
  if (relation == RELATION_PARENT && other.t.parent != NULL)
    error_set(error, TE_DATA, _("%s is itself a child of %s: choose that one"), event->target, other.t.parent);
  else if (relation == RELATION_PARENT && work->before.t.children > 0)
    error_set(error, TE_DATA, _("%s has children itself"), event->ticket);
  else
    return true;
  return false;
}

/* --- keys of new tickets ----------------------------------------------------------------------------- */
static bool make_key(struct work *work, GError **error)
{
  day_t day;
  int second;
  int64_t last;
  char key[32];
  zone_local(zone_tokyo(), work->record.e.at, &day, &second);
  if (!db_get_int(work->db, &last, 0, error, "SELECT value FROM tally_day WHERE kind = 'key' AND day = $1", "i",
                  (int64_t)day))
    return false;
  struct civil c = civil_from_day(day);
  g_snprintf(key, sizeof key, "%02d%02d%02d-%04" G_GINT64_FORMAT, c.year % 100, c.month, c.day, last + 1);
  work->record.e.ticket = arena_strdup(work->arena, key);
  return true;
}

static bool check_key(const char *key, GError **error)
{
  if (*key != '\0' && strlen(key) < sizeof((struct command_outcome *)0)->ticket && strpbrk(key, " \t\r\n") == NULL)
    return true;
  error_set(error, TE_DATA, _("not a ticket number: “%s” (at most 31 bytes, no blanks)"), key);
  return false;
}

/* The ticket as it is, or the key of the new one. */
static bool find_ticket(struct work *work, GError **error)
{
  struct ticket_event *event = &work->record.e;
  bool is_new = event->kind == EVENT_RECEIVED;
  if (is_new && event->ticket == NULL && !make_key(work, error))
    return false;
  if (event->ticket == NULL)
    return no_such_ticket(NULL, error);
  if ((is_new && !check_key(event->ticket, error)) ||
      !row_load(work->db, event->ticket, work->arena, &work->before, error))
    return false;
  if (!is_new && work->before.id == 0)
    return no_such_ticket(event->ticket, error);
  return true;
}

/* --- conflicts ------------------------------------------------------------------------------------- */
static void describe(GString *out, const struct ticket_event *event)
{
  enum ticket_state state;
  const char *what = event->target;
  if (event->kind == EVENT_STATE && what != NULL && ticket_state_parse(what, &state))
    what = ticket_state_text(state);
  else if (event->kind == EVENT_CHANGED && event->title != NULL)
    what = event->title;
  else if (event->kind == EVENT_CHANGED)
    what = event->category != NULL ? event->category : event->office;
  g_string_append_printf(out, "%s%s: %s", out->len == 0 ? "" : ", ", event->by, event_kind_text(event->kind));
  if (event->kind == EVENT_CHANGED && event->priority != PRIORITY_NONE)
    g_string_append_printf(out, " P%d", event->priority);
  if (event->kind == EVENT_CHANGED && event->channel != CHANNEL_NONE)
    g_string_append_printf(out, " %s", channel_text(event->channel));
  if (what != NULL)
    g_string_append_printf(out, " → %s", what);
}

static int by_seq(const void *a, const void *b)
{
  const struct ticket_event *x = a, *y = b;
  return (x->seq > y->seq) - (x->seq < y->seq);
}

/* Never half a character. */
static void copy_text(char *out, size_t size, const char *text)
{
  const char *end = text;
  g_utf8_validate(text, (gssize)MIN(strlen(text), size - 1), &end);
  memcpy(out, text, (size_t)(end - text));
  out[end - text] = '\0';
}

/* The last one to write a field is the one whose version stands. */
static void add_meetings(struct command_outcome *outcome, unsigned fields, const struct ticket_event *other)
{
  char buffer[16];
  for (int field = 0; field < TICKET_FIELDS; field++) {
    if ((fields & FIELD_BIT(field)) == 0)
      continue;
    int at = 0;
    while (at < outcome->meetings && outcome->meeting[at].field != (enum ticket_field)field)
      at++;
    outcome->meetings = MAX(outcome->meetings, at + 1);
    struct command_meeting *meeting = &outcome->meeting[at];
    const char *value = event_value(other, (enum ticket_field)field, buffer);
    meeting->field = (enum ticket_field)field;
    copy_text(meeting->theirs, sizeof meeting->theirs, value == NULL ? "" : value);
    copy_text(meeting->by, sizeof meeting->by, other->by);
  }
}

/* The author saw the first `revision` events in the order of writing; the others are news. One's own, from another
 * console, meet nothing. */
static GString *news_of(struct work *work, GArray *events)
{
  GString *text = g_string_new(NULL);
  const struct ticket_event *mine = &work->record.e;
  g_array_sort(events, by_seq);
  for (guint i = (guint)CLAMP(work->revision, 0, events->len); i < events->len; i++) {
    const struct ticket_event *other = &g_array_index(events, struct ticket_event, i);
    unsigned meets = strcmp(other->by, mine->by) == 0 ? 0 : event_meets(mine, other);
    add_meetings(work->outcome, meets, other);
    if (meets != 0 || !work->command->by_field)
      describe(text, other);
  }
  return text;
}

/* Somebody was faster: is that in the way of this event? Then the outcome says how. */
static bool look_for_conflict(struct work *work, GError **error)
{
  struct command_outcome *outcome = work->outcome;
  GArray *events = events_of_ticket(work->db, work->record.e.ticket, work->arena, error);
  if (events == NULL)
    return false;
  GString *text = news_of(work, events);
  if (outcome->meetings > 0 || !work->command->by_field) {
    outcome->result = COMMAND_CONFLICT;
    outcome->revision = work->before.t.revision;
    copy_text(outcome->conflict, sizeof outcome->conflict, text->str);
  }
  g_string_free(text, TRUE);
  g_array_free(events, TRUE);
  return true;
}

/* --- doing it ------------------------------------------------------------------------------------------ */
static bool append(struct work *work, GError **error)
{
  struct event_log log;
  work->record.recorded_at = clock_now();
  work->record.command = work->command->key;
  bool done = event_log_open(&log, work->db, error) && event_append(&log, &work->record, error);
  event_log_close(&log);
  return done;
}

/* Folds the whole ticket anew: an event may be dated before others, and its row rules all of its past. */
static bool project(struct work *work, GError **error)
{
  struct ticket_row row;
  struct tallies tallies;
  int bad;
  GArray *events = events_of_ticket(work->db, work->record.e.ticket, work->arena, error);
  if (events == NULL)
    return false;
  tallies_init(&tallies);
  tallies_key(&tallies, work->record.e.ticket);
  bool done = row_fold(&row, work->ref, (const struct ticket_event *)(void *)events->data, (int)events->len, &bad,
                       error) &&
              row_write(work->db, &row, &work->before, &tallies, error) &&
              tallies_write(&tallies, work->db, error) &&
              search_ticket_changed(work->db, row.id, (const struct ticket_event *)(void *)events->data,
                                    (int)events->len, work->record.e.seq, error) &&
              closing_after_event(work->db, &work->record, row.t.received_at, work->command->at, error) &&
              mention_after_event(work->db, &work->record, error) &&
              seen_own(work->db, &work->record, work->before.t.revision, row.t.revision, error);
  tallies_clear(&tallies);
  g_array_free(events, TRUE);
  work->outcome->revision = done ? row.t.revision : 0;
  return done;
}

/* Nobody decides on what he or she asked for, whatever the role. */
static bool check_decision(struct work *work, GError **error)
{
  const struct ticket_event *event = &work->record.e;
  unsigned known = work->before.t.exclusion_pending;
  if (event->kind == EVENT_EXCLUSION_WITHDRAWN)
    known |= work->before.t.excluded;
  else if (event->kind != EVENT_EXCLUSION_APPROVED && event->kind != EVENT_EXCLUSION_REJECTED)
    return true;
  for (int i = 0; i < CLOCKS; i++)
    if ((event->clocks & known & CLOCK_BIT(i)) != 0 &&
        g_strcmp0(work->before.t.exclusion_by[i], event->by) == 0)
      return refuse(error, TE_PERMISSION, _("another person than the one who asked decides on an exclusion"));
  return true;
}

/* A person may do what the present state allows; what is dated back is judged in its place by the fold. */
static bool may_choose(struct work *work, GError **error)
{
  const struct ticket *ticket = work->before.id == 0 ? NULL : &work->before.t;
  if (ticket != NULL && work->record.e.kind != EVENT_RECEIVED && work->record.e.at < ticket->changed_at)
    return true;
  return ticket_may_choose(ticket, &work->record.e, error);
}

static bool run(struct work *work, GError **error)
{
  if (!check_author(work, error) || !check_reference(work, error) || !find_ticket(work, error))
    return false;
  g_strlcpy(work->outcome->ticket, work->record.e.ticket, sizeof work->outcome->ticket);
  bool news = work->revision != 0 && work->before.id != 0 && work->revision != work->before.t.revision;
  if (news && !look_for_conflict(work, error))
    return false;
  if (work->outcome->result == COMMAND_CONFLICT)
    return true;
  return check_decision(work, error) && may_choose(work, error) && check_merge(work, error) &&
         check_link(work, error) && append(work, error) && project(work, error) &&
         feed_put(work->db, TOPIC_TICKET, work->record.e.ticket, error);
}

/* --- several events ------------------------------------------------------------------------------------ */
static void name_new(const char **key, const char *made)
{
  if (made != NULL && *key != NULL && strcmp(*key, COMMAND_NEW) == 0)
    *key = made;
}

static bool run_step(struct work *work, const struct ticket_event *event, int64_t revision, GError **error)
{
  work->record = (struct event_record){.e = *event};
  work->revision = revision;
  work->before = (struct ticket_row){0};
  name_new(&work->record.e.ticket, work->made);
  name_new(&work->record.e.target, work->made);
  if (!run(work, error))
    return false;
  if (event->kind == EVENT_RECEIVED)
    work->made = work->record.e.ticket;
  return true;
}

/* The outcome is that of the first event, unless one of the others is in conflict. */
static bool run_more(struct work *work, GError **error)
{
  const struct command *command = work->command;
  struct command_outcome *first = work->outcome;
  unsigned long asked = 0;
  if (command->mores > COMMAND_STEPS)
    return refuse(error, TE_DATA, _("too many changes at once"));
  for (int i = 0; i < command->mores && first->result != COMMAND_CONFLICT; i++) {
    const struct ticket_step *step = &command->more[i];
    struct command_outcome outcome = {.result = COMMAND_DONE};
    enum right right = right_of_event(step->event.kind);
    if ((asked & 1ul << step->event.kind) == 0 &&
        !person_permit(work->db, command->actor, right, clock_now(), error))
      return false;
    asked |= 1ul << step->event.kind;
    work->outcome = &outcome;
    bool done = run_step(work, &step->event, step->revision, error);
    work->outcome = first;
    if (!done) {
      if (step->event.ticket != NULL && step->event.kind != EVENT_RECEIVED)
        g_prefix_error(error, "%s: ", work->record.e.ticket);
      return false;
    }
    if (outcome.result == COMMAND_CONFLICT)
      *first = outcome;
  }
  return true;
}

bool command_run_ticket(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error)
{
  struct work work = {.db = db, .command = command, .outcome = outcome, .arena = arena_new()};
  work.ref = reference_cached(db, error);
  bool done = work.ref != NULL && run_step(&work, &command->event, command->revision, error) && run_more(&work, error);
  arena_free(work.arena);
  return done;
}
