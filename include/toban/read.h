/* read.h: what screens and commands read: windowed, immutable snapshots of the read models.
 *
 * Each function runs on the thread that owns the db and returns one arena-backed structure, freed with
 * snapshot_free() (the arena holds everything, the structure too). Costs follow the window, not the
 * table. All are store_run_fn-compatible: (db, args) -> result, NULL with error. */
#ifndef TOBAN_READ_H
#define TOBAN_READ_H
#include "toban/db.h"
#include "toban/filter.h"
#include "toban/reference.h"
#include "toban/sla.h"
#include "toban/ticket.h"

struct maintenance;
struct snapshot { struct arena *arena; };        /* first member of each structure below */
void snapshot_free(void *snapshot);              /* NULL-safe; GDestroyNotify */

/* --- the queue ---------------------------------------------------------------------------------- */
enum queue_view { VIEW_OPEN, VIEW_MINE, VIEW_NEW, VIEW_LATE, VIEW_HELD, VIEW_DONE, VIEW_ALL, VIEWS };
const char *queue_view_id(enum queue_view view);           /* open mine new late held done all */
const char *queue_view_text(enum queue_view view);         /* [未完了] / open */
bool queue_view_parse(const char *id, enum queue_view *out);
const char *queue_view_filter(enum queue_view view);       /* is:open */

/* Orders of a list. Due: the earliest due time of a ticket's running clocks, then tickets without one. The program's
 * own views are by due, DONE and ALL by the newest change. */
enum queue_order { ORDER_DUE, ORDER_RECEIVED, ORDER_CHANGED, ORDER_PRIORITY, QUEUE_ORDERS };
const char *queue_order_id(enum queue_order order);        /* due received changed priority */
const char *queue_order_text(enum queue_order order, bool falling);    /* 期限順 / by due */
bool queue_order_parse(const char *id, enum queue_order *out);

/* Place of a row in the order: (what it is ordered by, id). */
struct queue_place { int64_t rank_at, id; };
/* Rows that a filter looks at in one call: a key that is typed meanwhile waits for no more. */
enum { QUEUE_LOOK = 2000 };
enum queue_where { QUEUE_TOP, QUEUE_BOTTOM, QUEUE_AROUND /* place, or where it would be */, QUEUE_KEY };
struct queue_args {
  enum queue_view view;
  char actor[64];                       /* for MINE */
  utc_t now;                            /* for LATE */
  char filter[FILTER_MAX + 1];          /* as it is typed (filter.h, unfinished ends are left out); "" none */
  bool strict;                          /* nothing of it is left out */
  char expression[FILTER_MAX + 1];      /* of a saved view, which is ordered by: */
  bool saved; enum queue_order order; bool falling;
  int look;                             /* rows to look at in this call at most; 0: as many as there are */
  enum queue_where where;
  struct queue_place place;
  char key[32];                         /* QUEUE_KEY */
  int before, after;                    /* rows wanted on each side of the place */
};
struct queue_row {
  struct queue_place place;
  struct ticket t;
  struct sla_clock clock[CLOCKS];       /* as of the last event; sla_clock_now() brings it to "now" */
};
struct queue_window {
  struct snapshot s;
  struct queue_args args;
  int64_t total;                        /* rows in the view (that match the filter) */
  int64_t first;                        /* position of row[0], from 0 */
  const struct queue_row *row; int rows;
  int anchor;                           /* index of the row asked for (AROUND: or of the nearest); -1 none */
  bool more;                            /* a filter has not looked at all rows: total is of the `looked` first ones */
  int64_t looked;
  utc_t turns_at;                       /* when the passing time changes the list next; UTC_NONE: it does not */
  bool unread;                          /* the list depends on what the actor has read */
};
void *queue_window_read(struct db *db, const void *queue_args, GError **error);

/* --- counters of the header ----------------------------------------------------------------------- */
struct desk_args { utc_t now; };
struct desk_office_load { const char *office; int open; };
struct desk_person { const char *login, *site, *lang; utc_t since; int consoles; };
struct desk_counts {
  struct snapshot s;
  int64_t state[TICKET_STATES];         /* tickets in each state (merged ones apart) */
  int64_t open, late;
  const struct desk_office_load *load; int loads;      /* open tickets by office id */
  const struct desk_person *person; int persons;       /* consoles seen in the last minutes */
  int checks_ok, checks_total;          /* endpoints that are not paused */
  int checks_bad;                       /* down, flapping or stale, and nobody has acknowledged it */
};
void *desk_counts_read(struct db *db, const void *desk_args, GError **error);

/* --- next deadlines ------------------------------------------------------------------------------- */
struct due_args { utc_t now; int limit; };
/* clock_kind: DUE_CALLBACK is a promised call-back, its clock has nothing but `due`. In the order of due times. */
enum { DUE_CALLBACK = CLOCKS };
struct due_row { const char *key, *title, *office, *assignee; int priority, clock_kind; struct sla_clock clock; };
struct due_list { struct snapshot s; const struct due_row *row; int rows; int64_t running; };
void *due_list_read(struct db *db, const void *due_args, GError **error);

/* --- one ticket ----------------------------------------------------------------------------------- */
struct ticket_args { char key[32]; utc_t now; };         /* key: or its number alone: the newest with it */
struct ticket_view {
  struct snapshot s;
  int64_t id;
  struct ticket t;
  struct sla_clock clock[CLOCKS];       /* evaluated at args.now */
  const struct ticket_event *event; int events;        /* oldest first */
};
void *ticket_view_read(struct db *db, const void *ticket_args, GError **error);   /* TE_NOINPUT: no such ticket */

/* --- assets --------------------------------------------------------------------------------------- */
struct asset { const char *tag, *kind, *host, *serial, *user, *office, *department, *state, *bought_on,
               *warranty_until, *renewal_on, *supplier, *note; };
/* text: folded parts of tag, host, serial or user, all must match, the tag that it is first; or the key of a ticket:
 * its assets; "": all, by tag. More than ASSET_COUNTED matches (or limit) are not counted: `more`. */
enum { ASSET_COUNTED = 1000 };
struct asset_args { char text[256]; int limit; };
struct asset_list {
  struct snapshot s; const struct asset *row; int rows; int64_t total /* matches */; bool more; struct asset_args args;
};
void *asset_find_read(struct db *db, const void *asset_args, GError **error);
/* text: the key of a ticket. Its assets; when it has none, its requester's, those at its office where there are any. */
void *asset_of_ticket_read(struct db *db, const void *asset_args, GError **error);

/* --- endpoints: see health.h for states and classes ----------------------------------------------- */
struct endpoint_row {
  const char *id, *group, *name[LANG_COUNT], *kind, *target, *parent, *office;
  int interval_s, timeout_s, down_after, up_after, slow_ms;
  const char *expect_status, *expect_body;
  int state, class_;                    /* enum check_state, enum check_class */
  int soft;                             /* failures (or successes) counted so far towards a change */
  utc_t since, checked_at; int latency_ms;      /* -1 unknown */
  int tls_days;                         /* INT_MIN unknown */
  const char *message;
  const char *options;                  /* of check_option.h */
  const char *line;                     /* of latency_line.h; NULL or "": empty */
  int base; utc_t base_since; uint32_t flaps;   /* of struct check_status */
  const char *paused_by, *paused_why, *acked_by, *acked_why;    /* see health_store.h; "" nobody */
  utc_t paused_until, acked_until;      /* UTC_NONE: until it is undone */
  const char *ticket; utc_t alert_since;        /* of the trouble that is open; "" none */
};
struct endpoint_vote { const char *id, *site; bool bad; utc_t at; };       /* what another site sees */
struct endpoint_list {
  struct snapshot s;
  const struct endpoint_row *row; int rows;
  const struct maintenance *window; int windows; /* health_store.h: not ended, or nobody was told so yet */
  const struct outage_notice *notice; int notices; /* newest first */
  const struct endpoint_vote *vote; int votes;          /* by id */
};
void *endpoint_list_read(struct db *db, const void *unused, GError **error);

/* --- reference data, settings --------------------------------------------------------------------- */
void *reference_read(struct db *db, const void *unused, GError **error);    /* struct reference * */
struct setting_args { char actor[64]; char name[64]; };
struct setting_value { struct snapshot s; const char *value; };             /* NULL: not set */
void *setting_read(struct db *db, const void *setting_args, GError **error);
#endif
