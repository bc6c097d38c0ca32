#include "ticket_lines.h"

#include <string.h>

#include "due_text.h"
#include "flow.h"
#include "model_parts.h"
#include "names.h"
#include "office_time.h"
#include "together.h"
#include "toban/event_text.h"
#include "toban/text.h"
#include "toban/ticket_work.h"
#include "what_if.h"

enum { TIME = 5, KIND = 9, BY = 8, LEAST = 20 };

static void line_free(void *data)
{
  struct ticket_line *line = data;
  g_free(line->lead);
  g_free(line->text);
  g_free(line);
}

GPtrArray *ticket_lines_new(void)
{
  return g_ptr_array_new_with_free_func(line_free);
}

static void add(GPtrArray *out, char *take_lead, const char *text, size_t bytes, enum role role)
{
  struct ticket_line *line = g_new0(struct ticket_line, 1);
  *line = (struct ticket_line){take_lead, g_strndup(text, bytes), role};
  g_ptr_array_add(out, line);
}

/* --- the head ------------------------------------------------------------------------------------- */
static void office_part(const struct model *model, struct flow *flow, const char *id)
{
  enum { STATUS = 40 };
  g_autoptr(GString) text = g_string_new(NULL);
  const struct office *office = place_of(model, id);
  place_name(model, id, text);
  if (office != NULL && office->zone != NULL) {
    struct office_time time = office_time(model, office);
    g_string_append_printf(text, " %s %s ", time.weekday, time.clock);
    office_status(model, office, &time, STATUS, text);
  }
  flow_part(flow, text->str);
}

/* Why it stands, and what would be if it went on now. */
static void append_paused(const struct model *model, const struct ticket *ticket, const struct sla_clock *clock,
                          int kind, GString *out)
{
  struct sla_clock then = what_if(model, ticket, clock, kind, TICKET_OPEN);
  g_string_append_printf(out, ", %s", ticket_state_text(ticket->state));
  if (then.state != SLA_RUNNING || then.due == UTC_NONE || then.elapsed >= then.target)
    return;
  g_autoptr(GString) due = g_string_new(NULL);
  time_there(model, ticket->office, then.due, due);
  g_string_append_printf(out, _("; resumed at once it is due %s"), due->str);
}

static void clock_part(const struct model *model, struct flow *flow, int kind, const struct ticket_view *view)
{
  const struct sla_clock *clock = &view->clock[kind];
  g_autoptr(GString) text = g_string_new(kind == CLOCK_RESPONSE ? C_("long clock", "answer") : C_("long clock",
                                                                                                  "resolution"));
  struct due_text due;
  char took[48];
  if (clock->state == SLA_NONE)
    return;
  due_text_clock(model, clock, &due);
  if (clock->state == SLA_RUNNING && clock->due != UTC_NONE) {
    g_string_append(text, _(" due "));
    japan_time(model, clock->due, text);
    if (*due.word != '\0')
      g_string_append_printf(text, " %s %s", due.word, g_strstrip(due.number));
    else
      g_string_append_printf(text, _(" (%s left)"), g_strstrip(due.number));
  } else {
    duration_text(clock->elapsed, took, sizeof took);
    g_string_append_printf(text, " %s (%s)", due.word, took);
    if (clock->state == SLA_PAUSED)
      append_paused(model, &view->t, clock, kind, text);
  }
  flow_part(flow, g_strchomp(text->str));
}

static void clocks_part(const struct model *model, struct flow *flow, const struct ticket_view *view)
{
  for (int kind = 0; kind < CLOCKS; kind++)
    clock_part(model, flow, kind, view);
  if (view->t.exclusion_pending != 0)
    flow_part(flow, _("an exclusion is asked for"));
}

static void both_times(const struct model *model, struct flow *flow, const char *label, utc_t at)
{
  g_autoptr(GString) text = g_string_new(NULL);
  if (at == UTC_NONE)
    return;
  event_time_both(place_of(model, model->ticket->t.office), at, text);
  flow_labelled(flow, label, text->str);
}

static void tags_part(struct flow *flow, const struct ticket *ticket)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (int i = 0; i < ticket->tags; i++)
    g_string_append_printf(text, "%s%s", i > 0 ? " " : "", ticket->tag[i]);
  if (ticket->tags > 0)
    flow_labelled(flow, C_("ticket", "tags"), text->str);
}

static void links_part(struct flow *flow, const struct ticket_view *view)
{
  enum { NAMED = 6 };
  GArray *links = ticket_links(view->event, view->events);
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < MIN(links->len, (guint)NAMED); i++) {
    const struct ticket_link *link = &g_array_index(links, struct ticket_link, i);
    g_string_printf(text, "%s %s", ticket_relation_text(link->relation), link->other);
    flow_part(flow, text->str);
  }
  if (links->len > NAMED) {
    g_string_printf(text, _("and %d more links"), (int)links->len - NAMED);
    flow_part(flow, text->str);
  }
  g_array_free(links, TRUE);
}

/* "check PC trouble 2/5": of the lists that have a tick, or that are for its category. */
static void checks_part(const struct model *model, struct flow *flow, const struct ticket_view *view)
{
  const struct reference *ref = model->ref;
  for (int i = 0; ref != NULL && i < ref->checks; i++) {
    int ticked = 0, all = 0;
    if (i > 0 && strcmp(ref->check[i].list, ref->check[i - 1].list) == 0)
      continue;
    for (int k = i; k < ref->checks && strcmp(ref->check[k].list, ref->check[i].list) == 0; k++, all++)
      ticked += ticket_checked(view->event, view->events, ref->check[k].id, NULL, NULL);
    if (ticked == 0)
      continue;
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_printf(text, _("%s %d of %d"), reference_name(ref->check[i].name), ticked, all);
    flow_labelled(flow, C_("ticket", "checks"), text->str);
  }
}

/* How the promises of call-backs went, once there is something to say. */
static void promises_part(const struct model *model, struct flow *flow, const struct ticket_view *view)
{
  struct callback_count count = ticket_callbacks(view->event, view->events, model->now);
  g_autoptr(GString) text = g_string_new(NULL);
  if (count.kept + count.broken == 0)
    return;
  g_string_printf(text, _("call-backs kept %d, broken %d"), count.kept, count.broken);
  flow_part(flow, text->str);
}

static void work_parts(const struct model *model, struct flow *flow, const struct ticket_view *view)
{
  const struct ticket *ticket = &view->t;
  const struct cause *cause = model->ref == NULL ? NULL : reference_cause(model->ref, ticket->cause);
  const struct section *section = model->ref == NULL ? NULL : reference_section(model->ref, ticket->section);
  both_times(model, flow, C_("ticket", "expected"), ticket->expected_at);
  both_times(model, flow, C_("ticket", "call back"), ticket->callback_at);
  promises_part(model, flow, view);
  if (ticket->cause != NULL)
    flow_labelled(flow, C_("ticket", "cause"), cause == NULL ? ticket->cause : reference_name(cause->name));
  if (ticket->section != NULL)
    flow_labelled(flow, C_("ticket", "handed over to"),
                  section == NULL ? ticket->section : reference_name(section->name));
  tags_part(flow, ticket);
  links_part(flow, view);
  checks_part(model, flow, view);
  if (ticket->spent > 0) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_printf(text, _("%d min"), (int)ticket->spent);
    flow_labelled(flow, C_("ticket", "spent"), text->str);
  }
}

static void head_parts(const struct model *model, struct flow *flow, const struct ticket_view *view)
{
  const struct ticket *ticket = &view->t;
  const struct category *category = model->ref == NULL || ticket->category == NULL
                                      ? NULL : reference_category(model->ref, ticket->category);
  g_autoptr(GString) text = g_string_new(NULL);
  flow_part(flow, ticket_state_text(ticket->state));
  g_string_printf(text, _("priority %d"), ticket->priority);
  flow_part(flow, text->str);
  office_part(model, flow, ticket->office);
  clocks_part(model, flow, view);
  g_string_truncate(text, 0);
  person_full(model, ticket->assignee, text);
  flow_labelled(flow, C_("ticket", "operator"), text->str);
  flow_labelled(flow, C_("ticket", "requester"), ticket->requester);
  if (ticket->lang != NULL)
    flow_part(flow, strcmp(ticket->lang, "ja") == 0 ? _("Japanese") : _("English"));
  if (ticket->channel != CHANNEL_NONE)
    flow_labelled(flow, C_("ticket", "by"), channel_text(ticket->channel));
  g_string_truncate(text, 0);
  japan_time(model, ticket->received_at, text);
  flow_labelled(flow, C_("ticket", "received"), text->str);
  if (category != NULL)
    flow_labelled(flow, C_("ticket", "category"), category_name(category));
  if (ticket->merged_into != NULL)
    flow_labelled(flow, C_("ticket", "merged into"), ticket->merged_into);
  work_parts(model, flow, view);
}

struct title { GPtrArray *out; };

static void title_line(const char *line, size_t bytes, void *user)
{
  add(((struct title *)user)->out, NULL, line, bytes, ROLE_TITLE);
}

static void head_line(void *user, const char *line, gsize bytes)
{
  add(user, NULL, line, bytes, ROLE_NORMAL);
}

GPtrArray *ticket_head(const struct model *model, int width)
{
  struct title title = {ticket_lines_new()};
  g_autoptr(GString) text = g_string_new(NULL), others = g_string_new(NULL);
  struct flow flow;
  text_clean(text, model->ticket->t.title == NULL ? "" : model->ticket->t.title, -1);
  text_wrap(text->str, MAX(width, LEAST), title_line, &title);
  if (together_others(model, model->ticket->t.key, others)) {
    g_string_prepend(others, _("also here: "));
    add(title.out, NULL, others->str, others->len, ROLE_SOON);
  }
  flow_init(&flow, width, head_line, title.out);
  head_parts(model, &flow, model->ticket);
  flow_end(&flow);
  return title.out;
}

/* --- the timeline --------------------------------------------------------------------------------- */
int ticket_lead_width(void)
{
  return TIME + 1 + KIND + 1 + BY + 1;
}

/* "call-back" of "call-back promised": the words that fit; *rest: the others, which stand before the text. */
static char *short_kind(enum event_kind kind, const char **rest)
{
  char *text = g_strdup(event_kind_text(kind)), *blank = text_width(text) > KIND ? strchr(text, ' ') : NULL;
  *rest = "";
  if (blank != NULL) {
    *rest = event_kind_text(kind) + (blank + 1 - text);
    *blank = '\0';
  }
  return text;
}

static char *lead_of(const struct model *model, const struct ticket_event *event, const char **rest)
{
  char time[16];
  g_autoptr(GString) out = g_string_new(NULL), by = g_string_new(NULL);
  time_text(event->at, zone_offset(zone_tokyo(), event->at), false, time, sizeof time);
  person_short(model, event->by, by);
  g_string_append_printf(out, "%s ", time);
  char *kind = short_kind(event->kind, rest);
  text_fit(out, kind, KIND, false);
  g_free(kind);
  g_string_append_c(out, ' ');
  text_fit(out, by->str, BY, false);
  g_string_append_c(out, ' ');
  return g_strdup(out->str);
}

struct wrapping { GPtrArray *out; char *take_lead; };

static void wrapped(const char *line, size_t bytes, void *user)
{
  struct wrapping *wrapping = user;
  add(wrapping->out, g_steal_pointer(&wrapping->take_lead), line, bytes, ROLE_NORMAL);
}

static day_t japan_day(utc_t at)
{
  day_t day;
  int second;
  zone_local(zone_tokyo(), at, &day, &second);
  return day;
}

GPtrArray *ticket_timeline(const struct model *model, int width)
{
  GPtrArray *out = ticket_lines_new();
  const struct ticket_view *view = model->ticket;
  g_autoptr(GString) text = g_string_new(NULL);
  day_t day = DAY_NONE;
  for (int i = 0; i < view->events; i++) {
    const struct ticket_event *event = &view->event[i];
    char date[64];
    if (japan_day(event->at) != day) {
      day = japan_day(event->at);
      date_text(event->at, zone_offset(zone_tokyo(), event->at), DATE_FULL, date, sizeof date);
      add(out, NULL, date, strlen(date), ROLE_QUIET);
    }
    const char *rest;
    struct wrapping wrapping = {out, lead_of(model, event, &rest)};
    g_string_assign(text, rest);
    gsize before = text->len;
    event_text_full(model->ref, place_of(model, view->t.office), event, text);
    if (before > 0 && text->len > before)
      g_string_insert(text, (gssize)before, ": ");
    if (text->len == 0)
      wrapped("", 0, &wrapping);
    else
      text_wrap(text->str, MAX(width - ticket_lead_width(), LEAST), wrapped, &wrapping);
    g_free(wrapping.take_lead);
  }
  return out;
}
