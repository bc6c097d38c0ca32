/* health_store.h: what people decide about checks, and the troubles that became tickets.
 *
 * Registers of records (record.h), so all of it is in the log:
 *
 *   maintenance:NUMBER   planned (start, end, targets, reason), cancelled. Instants: a clock change moves nothing
 *   outage:SOURCE-NUMBER begins, ends: the one notice of each, written by the poller; SOURCE: calendar, maintenance
 *   endpoint:ID          paused, resumed, acknowledged, unacknowledged, by whom, until when, why;
 *                        alert-opened, alert-changed, alert-ended: written by the poller with the state
 *
 * Targets of a maintenance: "endpoint:ID", "group:NAME", "office:ID", "all". Requirements A6, C2; edge cases 37-43. */
#ifndef TOBAN_HEALTH_STORE_H
#define TOBAN_HEALTH_STORE_H
#include "toban/availability.h"
#include "toban/command.h"
#include "toban/health.h"
#include "toban/read.h"

enum { MAINTENANCE_DAYS_MAX = 366, REOPEN_MINUTES = 30 };
#define ALERT_AUTHOR "toban"                   /* who writes a trouble's ticket: nobody's login */
struct command *maintenance_plan(const char *actor, utc_t at, utc_t start, utc_t end, const char *const *targets,
                                 const char *reason);
struct command *maintenance_cancel(const char *actor, utc_t at, int64_t number);
/* until: UTC_NONE until it is undone. An acknowledgement ends with its trouble, too. */
struct command *endpoint_pause(const char *actor, utc_t at, const char *id, utc_t until, const char *reason);
struct command *endpoint_resume(const char *actor, utc_t at, const char *id);
struct command *endpoint_acknowledge(const char *actor, utc_t at, const char *id, utc_t until, const char *reason);
struct command *endpoint_unacknowledge(const char *actor, utc_t at, const char *id);

/* A time at which checks of its targets raise nothing: planned here, or an entry of the calendar (agenda.h). */
enum outage_what { OUTAGE_BEGINS, OUTAGE_ENDS, OUTAGE_TOLD };
struct maintenance {
  int64_t number;
  bool calendar;                               /* the number is of an entry of the calendar */
  utc_t start, end;
  const char *reason, *by;
  const char *title[LANG_COUNT];               /* of an entry; else "" */
  utc_t told[OUTAGE_TOLD];                     /* the start, the end of which the desk was told; UTC_NONE */
  const char *const *target;                   /* NULL-ended */
  bool cancelled;
};
struct maintenance_args { utc_t from; };       /* those that end later; UTC_NONE: all */
struct maintenance_list { struct snapshot s; const struct maintenance *row; int rows; };   /* by start, number */
void *maintenance_list_read(struct db *db, const void *maintenance_args, GError **error);
bool maintenance_names(const struct maintenance *m, const char *id, const char *group, const char *office);
bool maintenance_covers(const struct maintenance *m, const char *id, const char *group, const char *office);
const char *maintenance_title(const struct maintenance *m);      /* of the entry, in our language; else the reason */
/* Is the endpoint in one at `now`? The one that ends last; NULL: in none. */
const struct maintenance *maintenance_at(const struct endpoint_list *list, const struct endpoint_row *row, utc_t now);

/* One notice for the beginning of an outage that has endpoints in it, one for its end (edge case 32). */
struct outage_notice {
  int64_t seq;
  enum outage_what what;
  utc_t start, end;
  const char *title[LANG_COUNT];
  int endpoints, bad;                          /* bad: that a fresh check at the end found failing */
  const char *names;                           /* ids of the bad ones, the first few */
};
struct outage_args {
  char holder[64]; int64_t epoch;              /* of the poller's lease */
  utc_t now;
  bool calendar; int64_t number;
  enum outage_what what;
  int endpoints, bad;
  char names[128];
};
/* Writes the notice in one transaction, unless it was given or is not due (any more): then nothing, and true.
 * TE_CONFLICT: the lease has moved on. The _run one for store_ask(): a token (g_free). */
bool outage_tell(struct db *db, const struct outage_args *args, GError **error);
void *outage_tell_run(struct db *db, const void *outage_args, GError **error);

/* What an endpoint's row says at `now`: stale, paused. */
enum check_state endpoint_shown(const struct endpoint_row *row, utc_t now);
bool endpoint_is_paused(const struct endpoint_row *row, utc_t now);
bool endpoint_is_acknowledged(const struct endpoint_row *row, utc_t now);

/* States of one endpoint in time: for its history and its availability. */
struct endpoint_history_args { char id[64]; utc_t from, to; };
struct endpoint_history {
  struct snapshot s;
  const struct check_span *span; int spans;    /* availability.h; cut to the stretch, oldest first */
};
void *endpoint_history_read(struct db *db, const void *endpoint_history_args, GError **error);

/* All of one endpoint at `now`: its row, the windows over it, the history of the day of Japan, and of the month. */
struct endpoint_args { char id[64]; utc_t now; };
struct endpoint_view {
  struct snapshot s;
  char id[64];
  utc_t now, day, month;               /* beginnings */
  const struct endpoint_row *row;      /* NULL: there is none of that id */
  const struct maintenance *window; int windows;
  const struct check_span *span; int spans;            /* of the day */
  struct availability available;                       /* of the month so far */
};
void *endpoint_view_read(struct db *db, const void *endpoint_args, GError **error);
#endif
