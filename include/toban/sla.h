/* sla.h: the clocks of a ticket at an instant. Pure functions of the events, the policies, the calendars
 * and t; nothing stores a remaining time. doc/service-levels.md, "Clocks of a ticket". */
#ifndef TOBAN_SLA_H
#define TOBAN_SLA_H
#include "toban/calendar.h"
#include "toban/policy.h"
#include "toban/ticket.h"

enum sla_state { SLA_NONE /* no policy row */, SLA_RUNNING, SLA_PAUSED, SLA_STOPPED, SLA_NOT_MEASURED /* merged */,
                 SLA_EXCLUDED, SLA_STATES };
enum sla_result { SLA_OPEN, SLA_MET, SLA_MISSED };
struct sla_clock {
  enum sla_state state; enum sla_result result;
  const char *policy;              /* id; NULL for SLA_NONE */
  const struct policy *row;        /* the same, whole (it belongs to the policy_set); NULL when read from a table */
  const char *calendar;            /* id of the calendar that it really runs on ("office-12") */
  int64_t elapsed, target;         /* seconds of open time, at `at` */
  utc_t at;                        /* the instant this describes */
  utc_t due, met_at, missed_at;    /* UTC_NONE: none */
};
const char *sla_state_id(enum sla_state state);      /* running paused stopped not-measured excluded */
const char *sla_result_id(enum sla_result result);   /* NULL for open, met, missed */

struct sla_context {
  const struct calendar_set *calendars;
  const struct policy_set *policies;
  /* calendar id of an office id ("12" -> "office-12"); NULL when unknown */
  const char *(*office_calendar)(void *user, const char *office);
  void *user;
};
/* Both clocks at t from the events of one ticket (in order); events after t do not count. Allocates
 * nothing. A clock set aside (excluded, merged) keeps elapsed, result, met_at and missed_at by its own
 * measure, and has no due time. */
void sla_evaluate(const struct sla_context *context, const struct ticket_event *event, int events, utc_t t,
                  struct sla_clock out[static CLOCKS]);
/* The same clock later, when no event came in between: elapsed, result, missed_at at `now`. Cheap: used
 * for each drawn row. `calendar` may be NULL when the id is unknown (then wall time is used). */
struct sla_clock sla_clock_now(const struct sla_clock *clock, const struct calendar *calendar, utc_t now);
/* The instant, not before clock->at, at which it has run so many open seconds: for warnings at a share of
 * the target or some minutes of open time before the end. UTC_NONE: it does not run. */
utc_t sla_reaches(const struct sla_clock *clock, const struct calendar *calendar, int64_t elapsed);
/* Open seconds until due (negative: late by so many). INT64_MAX when it has no due time. */
int64_t sla_remaining(const struct sla_clock *clock, const struct calendar *calendar, utc_t now);
#endif
