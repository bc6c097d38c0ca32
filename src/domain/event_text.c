#include "toban/event_text.h"

#include <string.h>

#include "toban/text.h"
#include "toban/ticket_work.h"

void event_person(const struct reference *ref, const char *login, GString *out)
{
  const struct operator_ *person = ref == NULL ? NULL : reference_operator(ref, login);
  text_clean(out, person != NULL ? operator_name(person) : login == NULL ? "-" : login, -1);
}

void event_place(const struct reference *ref, const char *id, GString *out)
{
  const struct office *office = ref == NULL ? NULL : reference_office(ref, id);
  text_clean(out, office != NULL ? office_name(office) : id == NULL ? "-" : id, -1);
}

static void append_time(const struct zone *zone, utc_t at, GString *out)
{
  char date[48], time[16];
  int offset = zone_offset(zone, at);
  date_text(at, offset, DATE_SHORT, date, sizeof date);
  time_text(at, offset, false, time, sizeof time);
  g_string_append_printf(out, "%s %s", date, time);
}

void event_time_both(const struct office *office, utc_t at, GString *out)
{
  g_autoptr(GString) japan = g_string_new(NULL), there = g_string_new(NULL);
  append_time(zone_tokyo(), at, japan);
  if (office == NULL || office->zone == NULL || zone_offset(office->zone, at) == zone_offset(zone_tokyo(), at)) {
    g_string_append_printf(out, _("%s Japan"), japan->str);
    return;
  }
  append_time(office->zone, at, there);
  g_string_append_printf(out, _("%s there (%s Japan)"), there->str, japan->str);
}

/* --- by kind ---------------------------------------------------------------------------------------- */
struct telling {
  const struct reference *ref;
  const struct office *office;
  const struct ticket_event *event;
  GString *out;
};

static void comma(struct telling *t)
{
  if (t->out->len > 0)
    g_string_append(t->out, C_("between facts", ", "));
}

static void tell_received(struct telling *t)
{
  if (t->event->body == NULL || *t->event->body == '\0')
    text_clean(t->out, t->event->title == NULL ? "" : t->event->title, -1);
}

static void tell_assigned(struct telling *t)
{
  if (t->event->target == NULL)
    g_string_append(t->out, _("nobody"));
  else
    event_person(t->ref, t->event->target, t->out);
}

static void tell_changed(struct telling *t)
{
  const struct ticket_event *event = t->event;
  const struct category *category = t->ref == NULL ? NULL : reference_category(t->ref, event->category);
  if (event->priority != PRIORITY_NONE)
    g_string_append_printf(t->out, _("priority %d"), event->priority);
  if (event->channel != CHANNEL_NONE)
    comma(t), g_string_append(t->out, channel_text(event->channel));
  if (event->office != NULL)
    comma(t), event_place(t->ref, event->office, t->out);
  if (event->category != NULL)
    comma(t), text_clean(t->out, category == NULL ? event->category : category_name(category), -1);
  if (event->title != NULL)
    comma(t), text_clean(t->out, event->title, -1);
}

static void tell_state(struct telling *t)
{
  enum ticket_state state;
  const struct cause *cause = t->ref == NULL ? NULL : reference_cause(t->ref, t->event->reason);
  if (ticket_state_parse(t->event->target, &state))
    g_string_append(t->out, ticket_state_text(state));
  if (t->event->reason != NULL) {
    comma(t);
    g_string_append_printf(t->out, "%s ", C_("ticket", "cause"));
    text_clean(t->out, cause == NULL ? t->event->reason : reference_name(cause->name), -1);
  }
  if (t->event->until != 0) {
    comma(t);
    g_string_append_printf(t->out, "%s ", C_("ticket", "expected"));
    event_time_both(t->office, t->event->until, t->out);
  }
}

static void tell_target(struct telling *t)
{
  text_clean(t->out, t->event->target == NULL ? "" : t->event->target, -1);
}

static void tell_exclusion(struct telling *t)
{
  for (int kind = 0; kind < CLOCKS; kind++)
    if (t->event->clocks & CLOCK_BIT(kind))
      comma(t), g_string_append(t->out, sla_clock_text(kind));
  if (t->event->reason != NULL)
    g_string_append_printf(t->out, " (%s)", exclusion_reason_text(t->event->reason));
}

static void tell_link(struct telling *t)
{
  enum ticket_relation relation;
  if (ticket_relation_parse(t->event->reason, &relation))
    g_string_append_printf(t->out, "%s ", ticket_relation_text(relation));
  tell_target(t);
}

static void tell_promise(struct telling *t)
{
  event_time_both(t->office, t->event->until, t->out);
}

static void tell_check(struct telling *t)
{
  const struct check_item *item = t->ref == NULL ? NULL : reference_check(t->ref, t->event->target);
  if (item == NULL)
    tell_target(t);
  else
    text_clean(t->out, reference_name(item->text), -1);
}

static void tell_spent(struct telling *t)
{
  g_string_append_printf(t->out, _("%d min"), (int)t->event->amount);
}

static void tell_section(struct telling *t)
{
  const struct section *section = t->ref == NULL ? NULL : reference_section(t->ref, t->event->target);
  if (section == NULL)
    tell_target(t);
  else
    text_clean(t->out, reference_name(section->name), -1);
}

typedef void tell_fn(struct telling *t);
static tell_fn *const tellers[EVENT_KINDS] = {
    [EVENT_RECEIVED] = tell_received,
    [EVENT_ASSIGNED] = tell_assigned,
    [EVENT_CHANGED] = tell_changed,
    [EVENT_STATE] = tell_state,
    [EVENT_MERGED] = tell_target,
    [EVENT_EXCLUSION_REQUESTED] = tell_exclusion,
    [EVENT_EXCLUSION_APPROVED] = tell_exclusion,
    [EVENT_EXCLUSION_REJECTED] = tell_exclusion,
    [EVENT_EXCLUSION_WITHDRAWN] = tell_exclusion,
    [EVENT_TAGGED] = tell_target,
    [EVENT_UNTAGGED] = tell_target,
    [EVENT_LINKED] = tell_link,
    [EVENT_UNLINKED] = tell_link,
    [EVENT_CALLBACK_PROMISED] = tell_promise,
    [EVENT_CHECKED] = tell_check,
    [EVENT_UNCHECKED] = tell_check,
    [EVENT_SPENT] = tell_spent,
    [EVENT_HANDED_OVER] = tell_section,
    [EVENT_REMOTE] = tell_target,
};

void event_text(const struct reference *ref, const struct office *office, const struct ticket_event *event,
                GString *out)
{
  g_autoptr(GString) own = g_string_new(NULL);
  struct telling telling = {ref, office, event, own};
  if (event->kind < EVENT_KINDS && tellers[event->kind] != NULL)
    tellers[event->kind](&telling);
  g_string_append(out, own->str);
}

void event_text_full(const struct reference *ref, const struct office *office, const struct ticket_event *event,
                     GString *out)
{
  gsize before = out->len;
  event_text(ref, office, event, out);
  if (event->body == NULL || *event->body == '\0')
    return;
  if (out->len > before)
    g_string_append(out, ": ");
  text_clean_lines(out, event->body, -1);
  g_strchomp(out->str);
  g_string_set_size(out, strlen(out->str));
}
