#include <string.h>

#include "toban/error.h"
#include "toban/ticket.h"

static struct ticket_event make(enum event_kind kind, utc_t at, const char *by)
{
  return (struct ticket_event){.ticket = "T1", .at = at, .by = by, .kind = kind, .channel = CHANNEL_NONE};
}

static struct ticket_event received(utc_t at)
{
  struct ticket_event event = make(EVENT_RECEIVED, at, "toban1");
  event.channel = CHANNEL_MAIL;
  event.priority = 3;
  event.office = "12";
  event.category = "5.1";
  event.title = "印刷できない";
  return event;
}

static struct ticket_event state(utc_t at, const char *to)
{
  struct ticket_event event = make(EVENT_STATE, at, "toban1");
  event.target = to;
  return event;
}

static struct ticket_event exclusion(enum event_kind kind, const char *by, unsigned clocks)
{
  struct ticket_event event = make(kind, 50, by);
  event.clocks = clocks;
  event.reason = kind == EVENT_EXCLUSION_REQUESTED ? "call-fault" : NULL;
  return event;
}

static void refused(const struct ticket *ticket, struct ticket_event event)
{
  GError *error = NULL;
  g_assert_false(ticket_may_apply(ticket, &event, &error));
  g_assert_true(error_is(error, TE_DATA));
  g_error_free(error);
}

static void apply(struct ticket *ticket, struct ticket_event event)
{
  GError *error = NULL;
  bool may = ticket_may_apply(ticket->revision == 0 ? NULL : ticket, &event, &error);
  g_assert_no_error(error);
  g_assert_true(may);
  ticket_apply(ticket, &event);
}

static struct ticket taken_in(void)
{
  struct ticket ticket = {0};
  apply(&ticket, received(10));
  return ticket;
}

/* Every value has an id that parses back, and a text in both languages. */
static void names(void)
{
  for (int i = 0; i < TICKET_STATES; i++) {
    enum ticket_state back;
    g_assert_true(ticket_state_parse(ticket_state_id((enum ticket_state)i), &back) && (int)back == i);
    g_assert_cmpint(*ticket_state_text((enum ticket_state)i), !=, '\0');
  }
  for (int i = 0; i < CHANNELS; i++) {
    enum channel back;
    g_assert_true(channel_parse(channel_id((enum channel)i), &back) && (int)back == i);
    g_assert_cmpint(*channel_text((enum channel)i), !=, '\0');
  }
  for (int i = 0; i < EVENT_KINDS; i++) {
    enum event_kind back;
    g_assert_true(event_kind_parse(event_kind_id((enum event_kind)i), &back) && (int)back == i);
    g_assert_cmpint(*event_kind_text((enum event_kind)i), !=, '\0');
  }
  for (int i = 0; i < CLOCKS; i++) {
    int back;
    g_assert_true(sla_clock_parse(sla_clock_id(i), &back) && back == i);
    g_assert_cmpint(*sla_clock_text(i), !=, '\0');
  }
  for (int i = 0; i < REASONS; i++)
    g_assert_true(exclusion_reason_known(exclusion_reason_id(i)));
  enum ticket_state none;
  g_assert_false(ticket_state_parse("Open", &none));
  g_assert_false(ticket_state_parse(NULL, &none));
}

static void japanese(void)
{
  lang_set(LANG_JA);
  g_assert_cmpstr(ticket_state_text(TICKET_WAITING_USER), ==, "利用者待ち");
  g_assert_cmpstr(channel_text(CHANNEL_FACE), ==, "対面");
  g_assert_cmpstr(sla_clock_text(CLOCK_RESPONSE), ==, "回答");
  lang_set(LANG_EN);
  g_assert_cmpstr(ticket_state_text(TICKET_WAITING_USER), ==, "waiting: user");
}

static void first_event(void)
{
  struct ticket ticket = taken_in();
  g_assert_cmpint(ticket.state, ==, TICKET_NEW);
  g_assert_cmpint(ticket.received_at, ==, 10);
  g_assert_cmpint(ticket.closed_at, ==, UTC_NONE);
  g_assert_cmpstr(ticket.office, ==, "12");
  refused(NULL, make(EVENT_NOTE, 10, "toban1"));
  refused(&ticket, received(20));
  struct ticket_event event = received(10);
  event.channel = CHANNEL_NONE;
  refused(NULL, event);
  event = received(10);
  event.priority = 5;
  refused(NULL, event);
  event = received(UTC_NONE);
  refused(NULL, event);
}

/* `new` until the first assigned or state; then open. */
static void leaves_new(void)
{
  struct ticket ticket = taken_in();
  apply(&ticket, make(EVENT_NOTE, 11, "toban1"));
  apply(&ticket, make(EVENT_ANSWERED, 12, "toban1"));
  g_assert_cmpint(ticket.state, ==, TICKET_NEW);
  struct ticket_event assigned = make(EVENT_ASSIGNED, 13, "toban1");
  assigned.target = "toban2";
  apply(&ticket, assigned);
  g_assert_cmpint(ticket.state, ==, TICKET_OPEN);
  g_assert_cmpstr(ticket.assignee, ==, "toban2");
  apply(&ticket, state(14, "waiting-user"));
  assigned.target = NULL;
  apply(&ticket, assigned);
  g_assert_cmpint(ticket.state, ==, TICKET_WAITING_USER);
  g_assert_null(ticket.assignee);
  g_assert_cmpint(ticket.answered_at, ==, 12);
  refused(&ticket, state(15, "new"));
  refused(&ticket, state(15, "paused"));
}

static void closes_and_reopens(void)
{
  struct ticket ticket = taken_in();
  apply(&ticket, state(20, "resolved"));
  apply(&ticket, state(30, "closed"));
  g_assert_cmpint(ticket.closed_at, ==, 20);
  g_assert_cmpint(ticket.answered_at, ==, 20);
  apply(&ticket, state(40, "escalated"));
  g_assert_cmpint(ticket.closed_at, ==, UTC_NONE);
  g_assert_cmpint(ticket.answered_at, ==, 20);
  g_assert_cmpint(ticket.revision, ==, 4);
}

static void changes(void)
{
  struct ticket ticket = taken_in();
  refused(&ticket, make(EVENT_CHANGED, 11, "toban1"));
  struct ticket_event event = make(EVENT_CHANGED, 12, "toban1");
  event.priority = 1;
  apply(&ticket, event);
  g_assert_cmpint(ticket.priority, ==, 1);
  g_assert_cmpint(ticket.channel, ==, CHANNEL_MAIL);
  g_assert_cmpstr(ticket.title, ==, "印刷できない");
  event.priority = 7;
  refused(&ticket, event);
}

static void merge_is_final(void)
{
  struct ticket ticket = taken_in();
  struct ticket_event event = make(EVENT_MERGED, 20, "toban1");
  refused(&ticket, event);
  event.target = "T1";
  refused(&ticket, event);
  event.target = "T0";
  apply(&ticket, event);
  event.target = "T2";
  refused(&ticket, event);
  g_assert_cmpuint(ticket_next_states(&ticket), ==, 0);
  /* A mail that comes in later is kept, but nobody works on it here. */
  struct ticket_event answer = make(EVENT_ANSWERED, 30, "toban1"), note = make(EVENT_NOTE, 30, "toban1");
  g_assert_true(ticket_may_apply(&ticket, &answer, NULL));
  g_assert_false(ticket_may_choose(&ticket, &answer, NULL));
  g_assert_true(ticket_may_choose(&ticket, &note, NULL));
}

/* Reason, author, approval by another person, each clock by itself. */
static void exclusions(void)
{
  enum { RESPONSE = CLOCK_BIT(CLOCK_RESPONSE), RESOLUTION = CLOCK_BIT(CLOCK_RESOLUTION) };
  struct ticket ticket = taken_in();
  refused(&ticket, exclusion(EVENT_EXCLUSION_APPROVED, "leader1", RESPONSE));
  refused(&ticket, exclusion(EVENT_EXCLUSION_REQUESTED, "toban1", 0));
  struct ticket_event event = exclusion(EVENT_EXCLUSION_REQUESTED, "toban1", RESPONSE);
  event.reason = "weather";
  refused(&ticket, event);
  apply(&ticket, exclusion(EVENT_EXCLUSION_REQUESTED, "toban1", RESPONSE));
  apply(&ticket, exclusion(EVENT_EXCLUSION_REQUESTED, "toban2", RESOLUTION));
  refused(&ticket, exclusion(EVENT_EXCLUSION_APPROVED, "toban1", RESPONSE));
  refused(&ticket, exclusion(EVENT_EXCLUSION_APPROVED, "toban2", RESPONSE | RESOLUTION));
  apply(&ticket, exclusion(EVENT_EXCLUSION_APPROVED, "toban2", RESPONSE));
  g_assert_cmpuint(ticket.excluded, ==, RESPONSE);
  g_assert_cmpuint(ticket.exclusion_pending, ==, RESOLUTION);
  refused(&ticket, exclusion(EVENT_EXCLUSION_APPROVED, "leader1", RESPONSE));
  apply(&ticket, exclusion(EVENT_EXCLUSION_REJECTED, "leader1", RESOLUTION));
  g_assert_cmpuint(ticket.exclusion_pending, ==, 0);
  apply(&ticket, exclusion(EVENT_EXCLUSION_WITHDRAWN, "leader1", RESPONSE));
  g_assert_cmpuint(ticket.excluded, ==, 0);
  refused(&ticket, exclusion(EVENT_EXCLUSION_WITHDRAWN, "leader1", RESPONSE));
}

/* What a person may choose is what the log takes, less what says nothing new. */
static void choices(void)
{
  struct ticket ticket = taken_in();
  for (int from = 0; from < TICKET_STATES; from++) {
    ticket.state = (enum ticket_state)from;
    unsigned next = ticket_next_states(&ticket);
    g_assert_cmpuint(next & (1u << from | 1u << TICKET_NEW), ==, 0);
    for (int to = 0; to < TICKET_STATES; to++) {
      struct ticket_event event = state(60, ticket_state_id((enum ticket_state)to));
      g_assert_cmpint(ticket_may_choose(&ticket, &event, NULL), ==, (next & 1u << to) != 0);
      g_assert_cmpint(ticket_may_apply(&ticket, &event, NULL), ==, to != TICKET_NEW);
    }
  }
}

int main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  lang_init();
  lang_set(LANG_EN);
  g_test_add_func("/ticket/names", names);
  g_test_add_func("/ticket/japanese", japanese);
  g_test_add_func("/ticket/first-event", first_event);
  g_test_add_func("/ticket/leaves-new", leaves_new);
  g_test_add_func("/ticket/closes-and-reopens", closes_and_reopens);
  g_test_add_func("/ticket/changes", changes);
  g_test_add_func("/ticket/merge-is-final", merge_is_final);
  g_test_add_func("/ticket/exclusions", exclusions);
  g_test_add_func("/ticket/choices", choices);
  return g_test_run();
}
