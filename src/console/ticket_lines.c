#include "ticket_lines.h"

#include <string.h>

#include "due_text.h"
#include "flow.h"
#include "model_parts.h"
#include "names.h"
#include "office_time.h"
#include "toban/text.h"
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
  g_string_append_printf(out, _("; on again at once: due %s"), due->str);
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
  g_autoptr(GString) text = g_string_new(NULL);
  struct flow flow;
  text_clean(text, model->ticket->t.title == NULL ? "" : model->ticket->t.title, -1);
  text_wrap(text->str, MAX(width, LEAST), title_line, &title);
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

static char *lead_of(const struct model *model, const struct ticket_event *event)
{
  char time[16];
  g_autoptr(GString) out = g_string_new(NULL), by = g_string_new(NULL);
  time_text(event->at, zone_offset(zone_tokyo(), event->at), false, time, sizeof time);
  person_short(model, event->by, by);
  g_string_append_printf(out, "%s ", time);
  text_fit(out, event_kind_text(event->kind), KIND, false);
  g_string_append_c(out, ' ');
  text_fit(out, by->str, BY, false);
  g_string_append_c(out, ' ');
  return g_strdup(out->str);
}

static void append_changes(const struct model *model, const struct ticket_event *event, GString *out)
{
  const char *gap = "";
  const struct category *category = model->ref == NULL || event->category == NULL
                                      ? NULL : reference_category(model->ref, event->category);
  if (event->priority != PRIORITY_NONE)
    g_string_append_printf(out, _("priority %d"), event->priority), gap = ", ";
  if (event->channel != CHANNEL_NONE)
    g_string_append_printf(out, "%s%s", gap, channel_text(event->channel)), gap = ", ";
  if (event->office != NULL) {
    g_string_append(out, gap), gap = ", ";
    place_name(model, event->office, out);
  }
  if (event->category != NULL) {
    g_string_append(out, gap), gap = ", ";
    text_clean(out, category == NULL ? event->category : category_name(category), -1);
  }
  if (event->title != NULL) {
    g_string_append(out, gap);
    text_clean(out, event->title, -1);
  }
}

static void append_body(const struct ticket_event *event, GString *out)
{
  if (event->body == NULL || *event->body == '\0')
    return;
  if (out->len > 0)
    g_string_append(out, ": ");
  text_clean_lines(out, event->body, -1);
  g_strchomp(out->str);
  g_string_set_size(out, strlen(out->str));
}

static void append_exclusion(const struct ticket_event *event, GString *out)
{
  for (int kind = 0; kind < CLOCKS; kind++)
    if (event->clocks & CLOCK_BIT(kind))
      g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "", sla_clock_text(kind));
  if (event->reason != NULL)
    g_string_append_printf(out, " (%s)", exclusion_reason_text(event->reason));
}

static void event_text(const struct model *model, const struct ticket_event *event, GString *out)
{
  enum ticket_state state;
  switch (event->kind) {
  case EVENT_RECEIVED:
    if (event->body == NULL || *event->body == '\0')
      text_clean(out, event->title == NULL ? "" : event->title, -1);
    break;
  case EVENT_ASSIGNED:
    if (event->target == NULL)
      g_string_append(out, _("nobody"));
    else
      person_full(model, event->target, out);
    break;
  case EVENT_CHANGED: append_changes(model, event, out); break;
  case EVENT_STATE:
    if (ticket_state_parse(event->target, &state))
      g_string_append(out, ticket_state_text(state));
    break;
  case EVENT_MERGED: text_clean(out, event->target == NULL ? "" : event->target, -1); break;
  case EVENT_ANSWERED: case EVENT_NOTE: break;
  default: append_exclusion(event, out);
  }
  append_body(event, out);
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
    struct wrapping wrapping = {out, lead_of(model, event)};
    g_string_truncate(text, 0);
    event_text(model, event, text);
    if (text->len == 0)
      wrapped("", 0, &wrapping);
    else
      text_wrap(text->str, MAX(width - ticket_lead_width(), LEAST), wrapped, &wrapping);
    g_free(wrapping.take_lead);
  }
  return out;
}
