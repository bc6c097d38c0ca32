#include "what_if.h"

#include <string.h>

#include "due_text.h"
#include "model_parts.h"
#include "names.h"
#include "office_time.h"

static bool is_answered(const struct ticket *ticket)
{
  return ticket->answered_at != UTC_NONE;
}

static enum sla_state standing(const struct policy *row, const struct ticket *ticket, int kind, enum ticket_state to)
{
  if (kind == CLOCK_RESPONSE ? is_answered(ticket) || !ticket_state_is_open(to) : !ticket_state_is_open(to))
    return SLA_STOPPED;
  return (row->pause & 1u << to) != 0 ? SLA_PAUSED : SLA_RUNNING;
}

struct sla_clock what_if(const struct model *model, const struct ticket *ticket, const struct sla_clock *clock,
                         int kind, enum ticket_state to)
{
  const struct calendar *calendar = model_calendar(model, clock->calendar);
  const struct policy *row = model->ref == NULL || model->ref->policies == NULL
                               ? NULL : policy_match(model->ref->policies, kind, ticket);
  struct sla_clock then = sla_clock_now(clock, calendar, model->now);
  if (row == NULL || clock->state == SLA_NONE || clock->state == SLA_NOT_MEASURED || clock->state == SLA_EXCLUDED)
    return then;
  utc_t was_due = then.due;
  then.state = standing(row, ticket, kind, to);
  then.due = UTC_NONE;
  if (then.state == SLA_RUNNING && then.elapsed >= then.target)
    then.due = was_due != UTC_NONE ? was_due : model->now;
  else if (then.state == SLA_RUNNING)
    then.due = calendar == NULL ? model->now + then.target - then.elapsed
                                : calendar_add(calendar, model->now, then.target - then.elapsed);
  return then;
}

void time_there(const struct model *model, const char *id, utc_t at, GString *out)
{
  const struct office *office = place_of(model, id);
  if (office == NULL || office->zone == NULL ||
      zone_offset(office->zone, at) == zone_offset(zone_tokyo(), at)) {
    japan_time(model, at, out);
    return;
  }
  g_autoptr(GString) there = g_string_new(NULL), here = g_string_new(NULL);
  office_instant(model, office, at, there);
  japan_time(model, at, here);
  g_string_append_printf(out, _("%s there (%s Japan)"), there->str, here->str);
}

/* When somebody is there again who can answer: the next opening of the office; UTC_NONE: it is open, or unknown. */
static utc_t next_opening(const struct model *model, const struct ticket *ticket)
{
  const struct office *office = place_of(model, ticket->office);
  const struct calendar *calendar = office == NULL ? NULL : model_calendar(model, office->calendar);
  if (calendar == NULL)
    return UTC_NONE;
  struct calendar_now now = calendar_at(calendar, model->now);
  return now.open ? UTC_NONE : now.opens_at;
}

static void append_resumed(const struct model *model, const struct ticket *ticket, const struct sla_clock *then,
                           GString *out)
{
  const struct calendar *calendar = model_calendar(model, then->calendar);
  utc_t opens = next_opening(model, ticket);
  if (calendar == NULL || then->elapsed >= then->target)
    return;
  utc_t from = opens == UTC_NONE ? model->now : opens;
  g_autoptr(GString) when = g_string_new(NULL), due = g_string_new(NULL);
  time_there(model, ticket->office, calendar_add(calendar, from, then->target - then->elapsed), due);
  if (opens == UTC_NONE) {
    g_string_append_printf(out, _("; resumed at once it is due %s"), due->str);
    return;
  }
  time_there(model, ticket->office, opens, when);
  g_string_append_printf(out, _("; resumed when they open, %s, it is due %s"), when->str, due->str);
}

static void append_clock(const struct model *model, const struct ticket *ticket, const struct sla_clock *clock,
                         int kind, enum ticket_state to, GString *out)
{
  char left[48];
  struct sla_clock then = what_if(model, ticket, clock, kind, to);
  if (then.state != SLA_PAUSED && then.state != SLA_RUNNING)
    return;
  if (out->len > 0)
    g_string_append_c(out, '\n');
  if (then.state == SLA_PAUSED && then.elapsed > then.target) {
    g_string_append_printf(out, _("the %s clock stops; it is late already"), sla_clock_text(kind));
  } else if (then.state == SLA_PAUSED) {
    due_number(then.target - then.elapsed, true, left, sizeof left);
    g_string_append_printf(out, _("the %s clock stops, %s left"), sla_clock_text(kind), g_strstrip(left));
    append_resumed(model, ticket, &then, out);
  } else {
    g_autoptr(GString) due = g_string_new(NULL);
    time_there(model, ticket->office, then.due, due);
    g_string_append_printf(out, _("the %s clock runs on: due %s"), sla_clock_text(kind), due->str);
  }
}

static GString *of_state(const struct model *model, const struct ticket *ticket, const struct sla_clock *clock,
                         enum ticket_state to)
{
  GString *out = g_string_new(NULL);
  for (int kind = 0; kind < CLOCKS; kind++)
    if (clock[kind].state == SLA_RUNNING || clock[kind].state == SLA_PAUSED)
      append_clock(model, ticket, &clock[kind], kind, to, out);
  return out;
}

/* States that come to the same are said once, without their names. */
char *what_if_text(const struct model *model, const struct ticket *ticket, const struct sla_clock clock[static CLOCKS],
                   unsigned bits)
{
  g_autoptr(GString) all = g_string_new(NULL), first = NULL;
  bool same = true;
  for (int state = 0; state < TICKET_STATES; state++) {
    if ((bits & 1u << state) == 0)
      continue;
    g_autoptr(GString) one = of_state(model, ticket, clock, (enum ticket_state)state);
    if (one->len == 0)
      continue;
    g_string_append_printf(all, "%s%s: %s", all->len == 0 ? "" : "\n", ticket_state_text((enum ticket_state)state),
                           one->str);
    same = same && (first == NULL || g_string_equal(first, one));
    if (first == NULL)
      first = g_steal_pointer(&one);
  }
  if (first == NULL)
    return NULL;
  return g_strdup(same ? first->str : all->str);
}
