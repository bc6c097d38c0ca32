#include "toban/sla_month.h"

#include <stdio.h>
#include <string.h>

#include "sla_impl.h"
#include "toban/error.h"

struct sla_month {
  const struct sla_context *context;
  struct sla_period period;
  utc_t as_of;
  sla_counted_fn *each;
  void *user;
  struct sla_figure *figure;         /* one for each policy row */
  struct sla_answers answers;
  GChecksum *digest;
};

/* --- months --------------------------------------------------------------------------------------- */
struct sla_period sla_period_of(int year, int month)
{
  int next_year = month == 12 ? year + 1 : year, next = month == 12 ? 1 : month + 1;
  return (struct sla_period){zone_instant(zone_tokyo(), day_from_civil(year, month, 1), 0, false),
                             zone_instant(zone_tokyo(), day_from_civil(next_year, next, 1), 0, false)};
}

bool sla_period_parse(const char *text, struct sla_period *out, GError **error)
{
  char *day = g_strconcat(text, "-01", NULL);
  day_t first;
  bool good = strlen(text) == 7 && day_parse(day, &first, NULL);
  g_free(day);
  if (!good) {
    error_set(error, TE_USAGE, _("not a month: “%s” (write 2026-11)"), text);
    return false;
  }
  struct civil civil = civil_from_day(first);
  *out = sla_period_of(civil.year, civil.month);
  return true;
}

struct sla_period sla_period_at(utc_t at)
{
  day_t day;
  int second;
  zone_local(zone_tokyo(), at, &day, &second);
  struct civil civil = civil_from_day(day);
  return sla_period_of(civil.year, civil.month);
}

char *sla_period_format(struct sla_period period, char buffer[static 16])
{
  day_t day;
  int second;
  zone_local(zone_tokyo(), period.start, &day, &second);
  day_format(day, buffer);
  buffer[7] = '\0';
  return buffer;
}

/* --- rates ---------------------------------------------------------------------------------------- */
bool sla_rate(int met, int missed, double *out)
{
  if (met + missed == 0)
    return false;
  *out = (double)met / (met + missed);
  return true;
}

bool sla_reached(double rate, double goal)
{
  return rate >= goal - 1e-12;
}

/* --- the fold ------------------------------------------------------------------------------------- */
struct sla_month *sla_month_new(const struct sla_context *context, struct sla_period period, utc_t as_of)
{
  struct sla_month *month = g_new0(struct sla_month, 1);
  month->context = context;
  month->period = period;
  month->as_of = as_of;
  month->digest = g_checksum_new(G_CHECKSUM_SHA256);
  month->figure = g_new0(struct sla_figure, (gsize)policy_count(context->policies) + 1);
  for (int i = 0; i < policy_count(context->policies); i++)
    month->figure[i].policy = policy_get(context->policies, i);
  return month;
}

void sla_month_free(struct sla_month *month)
{
  if (month == NULL)
    return;
  g_checksum_free(month->digest);
  g_free(month->figure);
  g_free(month);
}

void sla_month_watch(struct sla_month *month, sla_counted_fn *each, void *user)
{
  month->each = each;
  month->user = user;
}

static bool within(struct sla_period period, utc_t at)
{
  return at >= period.start && at < period.end;
}

static void count(struct sla_month *month, const struct sla_counted *counted)
{
  const struct sla_clock *clock = counted->clock;
  struct sla_figure *figure = &month->figure[clock->row - policy_get(month->context->policies, 0)];
  int *met = counted->excluded ? &figure->excluded_met : &figure->met;
  int *missed = counted->excluded ? &figure->excluded_missed : &figure->missed;
  ++*(clock->result == SLA_MET ? met : missed);
  figure->excluded += counted->excluded;
  if (month->each != NULL)
    month->each(counted, month->user);
}

/* What a figure rests on, in one form: a field that is not there and an empty one differ. */
static void digest_text(GChecksum *digest, const char *text)
{
  g_checksum_update(digest, (const guchar *)(text == NULL ? "-" : "+"), 1);
  if (text != NULL)
    g_checksum_update(digest, (const guchar *)text, (gssize)strlen(text) + 1);
}

static void digest_event(GChecksum *digest, const struct ticket_event *event)
{
  char line[96];
  snprintf(line, sizeof line, "%" G_GINT64_FORMAT " %d %d %d %u", event->at, (int)event->kind, (int)event->channel,
           event->priority, event->clocks);
  digest_text(digest, line);
  const char *const texts[] = {event->ticket, event->by, event->category, event->office, event->target, event->reason};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    digest_text(digest, texts[i]);
}

static void add_answer(struct sla_month *month, const struct ticket *ticket, bool merged)
{
  bool excluded = (ticket->excluded & CLOCK_BIT(CLOCK_RESPONSE)) != 0;
  if (!within(month->period, ticket->received_at) || merged || excluded)
    return;
  month->answers.received++;
  month->answers.answered += ticket->answered_at != UTC_NONE;
}

/* Does any clock of the ticket count? */
static bool add_clocks(struct sla_month *month, const char *key, const struct ticket *ticket,
                       const struct sla_clock clock[static CLOCKS])
{
  bool any = false;
  for (int i = 0; i < CLOCKS; i++) {
    struct sla_counted counted = {key, i, &clock[i], (ticket->excluded & CLOCK_BIT(i)) != 0};
    utc_t at = clock[i].result == SLA_MISSED ? clock[i].missed_at : clock[i].met_at;
    if (clock[i].row == NULL || !within(month->period, at))
      continue;
    any = true;
    count(month, &counted);
  }
  return any;
}

void sla_month_add(struct sla_month *month, const struct ticket_event *event, int events)
{
  struct history seen;
  struct sla_clock clock[CLOCKS];
  history_read(&seen, event, events, month->as_of);
  if (seen.ticket.revision == 0)
    return;
  add_answer(month, &seen.ticket, seen.merged);
  sla_evaluate(month->context, event, events, MIN(month->period.end - 1, month->as_of), clock);
  if (!add_clocks(month, event[0].ticket, &seen.ticket, clock) && !within(month->period, seen.ticket.received_at))
    return;
  for (int i = 0; i < events && event[i].at <= month->as_of; i++)
    digest_event(month->digest, &event[i]);
}

/* The row by which a stored clock was measured: an id is there once at a time. */
static const struct policy *row_of(const struct policy_set *set, int number, const char *id, utc_t received_at)
{
  for (int i = 0; id != NULL && i < policy_count(set); i++) {
    const struct policy *row = policy_get(set, i);
    if (row->clock == number && received_at >= row->from && (row->to == UTC_NONE || received_at < row->to) &&
        strcmp(row->id, id) == 0)
      return row;
  }
  return NULL;
}

void sla_month_add_folded(struct sla_month *month, const struct ticket *ticket,
                          const struct sla_clock clock[static CLOCKS])
{
  struct sla_clock with_row[CLOCKS];
  for (int i = 0; i < CLOCKS; i++) {
    with_row[i] = clock[i];
    with_row[i].row = row_of(month->context->policies, i, clock[i].policy, ticket->received_at);
  }
  add_answer(month, ticket, false);
  add_clocks(month, ticket->key, ticket, with_row);
}

int sla_month_figures(const struct sla_month *month)
{
  return policy_count(month->context->policies);
}

const struct sla_figure *sla_month_figure(const struct sla_month *month, int index)
{
  return &month->figure[index];
}

struct sla_answers sla_month_answers(const struct sla_month *month)
{
  return month->answers;
}

const char *sla_month_digest(struct sla_month *month)
{
  return g_checksum_get_string(month->digest);
}

bool sla_month_may_count(struct sla_period period, utc_t received_at, utc_t changed_at,
                         const struct sla_clock clock[static CLOCKS])
{
  if (received_at >= period.end)
    return false;
  if (changed_at >= period.start)
    return true;
  for (int i = 0; i < CLOCKS; i++)      /* after its last event a clock can only become late */
    if ((clock[i].state == SLA_RUNNING || clock[i].state == SLA_EXCLUDED) && clock[i].result == SLA_OPEN)
      return true;
  return false;
}
