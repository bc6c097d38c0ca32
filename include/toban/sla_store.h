/* sla_store.h: service levels out of the store: the figures of a month, its closing, exclusions to decide.
 *
 * A month's figures are those of sla_month.h over all tickets; only tickets that can count are read, and
 * their events only where the rows do not say it all: tickets that went on after the month's end (table
 * ticket_span) or after `as_of`. doc/service-levels.md, "How figures are kept".
 *
 * Closing a month writes its figures and the digest of what they rest on into the log. A command or an import
 * that changes a closed month afterwards writes an amendment in the same transaction: the next version, which
 * names what changed it. Versions are never changed or taken away. */
#ifndef TOBAN_SLA_STORE_H
#define TOBAN_SLA_STORE_H
#include "toban/command.h"
#include "toban/read.h"
#include "toban/sla_month.h"

struct sla_report_args { struct sla_period period; utc_t as_of; };
struct sla_report_row {
  const char *policy, *label[LANG_COUNT];
  int clock_kind;
  double goal;
  int met, missed, excluded, excluded_met, excluded_missed;
  const char *cause, *measure, *cause_by;          /* of a miss; NULL: not given */
  utc_t cause_at;
};
/* One clock that was missed in the month. */
struct sla_report_miss { const char *key, *title, *office; int clock_kind, row; utc_t missed_at; bool excluded; };
struct sla_closing {
  int version;                          /* 1: the closing; more: amendments */
  utc_t at, as_of;
  const char *by, *digest;
  const char *why;                      /* of an amendment: what changed the figures; NULL for the closing */
  const struct sla_report_row *row; int rows;      /* as they were; without labels and causes */
  struct sla_answers answers;
};
struct sla_report {
  struct snapshot s;
  struct sla_period period;
  utc_t as_of;
  const struct sla_report_row *row; int rows;      /* every policy row, in file order */
  struct sla_answers answers;
  const struct sla_report_miss *miss; int misses;  /* by row, then by time */
  const struct sla_closing *closing; int closings; /* oldest first */
  int64_t tickets, folded;              /* looked at; of these, from their events */
};
void *sla_report_read(struct db *db, const void *sla_report_args, GError **error);

/* Freezes a month that is over. TE_NO when it is closed already. The outcome's revision is the version. */
struct command *sla_close(const char *actor, utc_t at, struct sla_period period);
/* Why a level was missed, and what is done about it; a later one replaces it, the log keeps both. */
struct command *sla_cause(const char *actor, utc_t at, struct sla_period period, const char *policy, const char *cause,
                          const char *measure);
/* Are the latest versions of all closed months what the log comes to? Appends a line for each that is not. */
bool sla_closings_verify(struct db *db, GString *out, int64_t *differences, GError **error);

/* --- exclusions that wait for a decision ------------------------------------------------------------ */
struct exclusion_row {
  const char *key, *title, *office, *requester /* who asked for it */, *reason, *body;
  int priority;
  unsigned clocks;                      /* CLOCK_BIT set */
  utc_t at;
  struct sla_clock clock[CLOCKS];       /* at the ticket's last event */
  int64_t revision;
};
struct exclusion_args { int limit; };
struct exclusion_list { struct snapshot s; const struct exclusion_row *row; int rows; int64_t total; };
void *exclusion_list_read(struct db *db, const void *exclusion_args, GError **error);      /* oldest first */
#endif
