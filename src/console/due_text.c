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
