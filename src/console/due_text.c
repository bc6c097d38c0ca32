#include "due_text.h"

#include <stdio.h>
#include <stdlib.h>

#include "model_parts.h"

enum { MINUTE = 60, HOUR = 3600, SOON = 15 * MINUTE, DAYS_FROM = 48 * HOUR };

void due_number(int64_t seconds, bool with_seconds, char *out, size_t size)
{
  long s = labs((long)seconds);
  if (s >= DAYS_FROM)
    snprintf(out, size, C_("due", "%ldd"), s / UTC_DAY);
  else if (s >= HOUR)
    snprintf(out, size, C_("due", "%ld:%02ldh"), s / HOUR, s / MINUTE % 60);
  else if (with_seconds)
    snprintf(out, size, "%ld:%02ld ", s / MINUTE, s % MINUTE);
  else
    snprintf(out, size, C_("due", "%ldm"), s / MINUTE);
}

int64_t due_remaining(const struct model *model, const struct sla_clock *clock)
{
  return clock->due == UTC_NONE ? INT64_MAX : clock->due - model->now;
}

static void running(const struct model *model, const struct sla_clock *clock, struct due_text *out)
{
  int64_t left = due_remaining(model, clock);
  if (left == INT64_MAX)
    return;
  bool late = sla_clock_now(clock, model_calendar(model, clock->calendar), model->now).result == SLA_MISSED;
  if (left < 0 && !late)
    left = 0; /* due at a closing: in time until they open again */
  due_number(left, model->seconds, out->number, sizeof out->number);
  if (!late) {
    out->role = left <= MIN(SOON, clock->target / 4) ? ROLE_SOON : ROLE_NORMAL;
    return;
  }
  g_strlcpy(out->word, C_("due", "LATE"), sizeof out->word);
  out->role = ROLE_LATE;
}

static void standing(const struct sla_clock *clock, struct due_text *out)
{
  static const char *const words[SLA_STATES] = {
    [SLA_PAUSED] = NC_("due", "held"), [SLA_NOT_MEASURED] = NC_("due", "merg"), [SLA_EXCLUDED] = NC_("due", "excl"),
  };
  bool missed = clock->result == SLA_MISSED;
  const char *word = words[clock->state];
  if (clock->state == SLA_STOPPED)
    word = missed ? NC_("due", "LATE") : NC_("due", "met");
  g_strlcpy(out->word, word == NULL ? "-" : lang_text_context(word), sizeof out->word);
  out->role = ROLE_QUIET;
  if (clock->state == SLA_PAUSED && missed)
    g_strlcpy(out->number, C_("due", "LATE"), sizeof out->number);
  if (missed && clock->state != SLA_EXCLUDED && clock->state != SLA_NOT_MEASURED)
    out->role = ROLE_LATE;
}

void due_text_clock(const struct model *model, const struct sla_clock *clock, struct due_text *out)
{
  *out = (struct due_text){.role = ROLE_NORMAL};
  if (clock->state == SLA_RUNNING)
    running(model, clock, out);
  else
    standing(clock, out);
}

void due_text(const struct model *model, const struct sla_clock clock[static CLOCKS], utc_t changed_at,
              struct due_text *out)
{
  const struct sla_clock *first = NULL;
  for (int i = 0; i < CLOCKS; i++)
    if (clock[i].state == SLA_RUNNING && clock[i].due != UTC_NONE && (first == NULL || clock[i].due < first->due))
      first = &clock[i];
  for (int i = CLOCKS - 1; i >= 0 && first == NULL; i--) /* the resolution's end is the ticket's */
    if (clock[i].state != SLA_NONE)
      first = &clock[i];
  if (first == NULL)
    first = &clock[0];
  due_text_clock(model, first, out);
  if (first->state == SLA_STOPPED && changed_at != UTC_NONE)
    date_text(changed_at, zone_offset(zone_tokyo(), changed_at), DATE_MINIMAL, out->number, sizeof out->number);
}

void due_text_callback(const struct model *model, utc_t at, struct due_text *out)
{
  int64_t left = at - model->now;
  *out = (struct due_text){.role = left < 0 ? ROLE_LATE : left <= SOON ? ROLE_SOON : ROLE_NORMAL};
  g_strlcpy(out->word, C_("due", "call"), sizeof out->word);
  due_number(left, model->seconds, out->number, sizeof out->number);
}

/* It waits: the time until it is expected; then it is time to ask. */
static void expected(const struct model *model, utc_t at, struct due_text *out)
{
  bool over = at <= model->now;
  *out = (struct due_text){.role = over ? ROLE_SOON : ROLE_QUIET};
  g_strlcpy(out->word, over ? C_("due", "back") : C_("due", "held"), sizeof out->word);
  due_number(at - model->now, model->seconds, out->number, sizeof out->number);
}

static utc_t first_due(const struct sla_clock clock[static CLOCKS])
{
  utc_t due = INT64_MAX;
  for (int i = 0; i < CLOCKS; i++)
    if (clock[i].state == SLA_RUNNING && clock[i].due != UTC_NONE)
      due = MIN(due, clock[i].due);
  return due;
}

void due_text_ticket(const struct model *model, const struct ticket *ticket,
                     const struct sla_clock clock[static CLOCKS], struct due_text *out)
{
  bool waits = ticket->state == TICKET_WAITING_USER || ticket->state == TICKET_WAITING_VENDOR;
  utc_t call = ticket->callback_at == UTC_NONE || ticket->merged_into != NULL ? INT64_MAX : ticket->callback_at;
  utc_t back = waits && ticket->expected_at != UTC_NONE ? ticket->expected_at : INT64_MAX;
  utc_t due = first_due(clock);
  if (call != INT64_MAX && call <= due && call <= back)
    due_text_callback(model, call, out);
  else if (back != INT64_MAX && back <= due)
    expected(model, back, out);
  else
    due_text(model, clock, ticket->changed_at, out);
}
