/* ticket.h: a ticket, its events and the edges that its state may take (pure rules).
 *
 * The event log is the truth: a ticket is the fold of its events in the order of (at, sequence).
 * Source: doc/service-levels.md ("Events"); requirements H1-H3, L3. */
#ifndef TOBAN_TICKET_H
#define TOBAN_TICKET_H
#include <glib.h>
#include <stdbool.h>
#include "toban/lang.h"
#include "toban/utc.h"

enum ticket_state {           /* ids: new open waiting-user waiting-vendor escalated resolved closed */
  TICKET_NEW, TICKET_OPEN, TICKET_WAITING_USER, TICKET_WAITING_VENDOR, TICKET_ESCALATED,
  TICKET_RESOLVED, TICKET_CLOSED, TICKET_STATES
};
enum channel {                /* ids: phone mail web salon face teams teams-voice */
  CHANNEL_PHONE, CHANNEL_MAIL, CHANNEL_WEB, CHANNEL_SALON, CHANNEL_FACE, CHANNEL_TEAMS,
  CHANNEL_TEAMS_VOICE, CHANNELS, CHANNEL_NONE = -1
};
enum event_kind {             /* ids: received answered note assigned changed state merged exclusion-... */
  EVENT_RECEIVED, EVENT_ANSWERED, EVENT_NOTE, EVENT_ASSIGNED, EVENT_CHANGED, EVENT_STATE, EVENT_MERGED,
  EVENT_EXCLUSION_REQUESTED, EVENT_EXCLUSION_APPROVED, EVENT_EXCLUSION_REJECTED,
  EVENT_EXCLUSION_WITHDRAWN,
  /* work on the ticket, see ticket_work.h: ids tagged untagged linked unlinked callback-promised ... */
  EVENT_TAGGED, EVENT_UNTAGGED, EVENT_LINKED, EVENT_UNLINKED, EVENT_CALLBACK_PROMISED, EVENT_CALLBACK_KEPT,
  EVENT_CALLBACK_CANCELLED, EVENT_CHECKED, EVENT_UNCHECKED, EVENT_SPENT, EVENT_HANDED_OVER, EVENT_REMOTE, EVENT_KINDS
};
enum { CLOCK_RESPONSE, CLOCK_RESOLUTION, CLOCKS };      /* ids: response resolution */
#define CLOCK_BIT(c) (1u << (c))
#define PRIORITY_NONE 0                                  /* priorities are 1 (highest) to 4 */

/* One event. Strings belong to whoever made the structure (an arena, a parser) and may be NULL where the
 * kind has no such field or, in `changed`, where it does not change. */
struct ticket_event {
  int64_t seq;                /* place in the log; 0 before it is stored */
  const char *ticket;         /* key */
  utc_t at;
  const char *by;             /* login or a name as written */
  enum event_kind kind;
  enum channel channel;       /* received, changed, answered; CHANNEL_NONE: none */
  int priority;               /* received, changed; PRIORITY_NONE: none */
  const char *category;       /* code of table 3-4: "5.1.2" */
  const char *office;         /* number of table 3-5 in decimal, or tokyo osaka ide domestic */
  const char *title;
  const char *requester;      /* received */
  const char *lang;           /* received: "ja" or "en"; NULL: unknown */
  const char *body;
  const char *target;         /* assigned: login or NULL; state: id; merged, linked: the other key; tagged: the tag;
                               * checked: LIST/ITEM; handed-over: code of the section; remote: tag of the asset */
  unsigned clocks;            /* exclusion-*: CLOCK_BIT set */
  const char *reason;         /* exclusion-requested: call-fault tool-failure local-circumstances other;
                               * state: cause code; linked: relation */
  utc_t until;                /* state to waiting-*: expected then; callback-promised: promised for; 0: none */
  int64_t amount;             /* spent: minutes; 0: none */
};
enum { TICKET_TAGS = 12 };    /* at most, of one ticket */

/* The fold. Strings belong to the events that were applied (or to whoever filled the structure). */
struct ticket {
  const char *key, *title, *requester, *lang, *category, *office, *assignee, *merged_into;
  enum ticket_state state;
  enum channel channel;
  int priority;
  utc_t received_at, changed_at;
  utc_t answered_at;                                      /* first answer, or state to resolved or closed */
  utc_t closed_at;                                        /* resolved or closed since; UTC_NONE while open */
  unsigned excluded;                                      /* CLOCK_BIT set, approved */
  unsigned exclusion_pending;                             /* CLOCK_BIT set, asked for, not decided */
  const char *exclusion_by[CLOCKS];                       /* who asked last for this clock */
  int64_t revision;                                       /* count of applied events */
  utc_t expected_at;                                      /* waits until; UTC_NONE: nobody said */
  utc_t callback_at;                                      /* a call-back is promised for; UTC_NONE: none is open */
  const char *cause, *section, *parent;                   /* cause code; handed over to; key of the parent ticket */
  int children;
  int64_t spent;                                          /* minutes */
  const char *tag[TICKET_TAGS]; int tags;                 /* in the order in which they came */
};

const char *ticket_state_id(enum ticket_state state);
const char *ticket_state_text(enum ticket_state state);       /* 新規 / new, in the current language */
bool ticket_state_parse(const char *id, enum ticket_state *out);
bool ticket_state_is_open(enum ticket_state state);           /* neither resolved nor closed */
const char *channel_id(enum channel channel);
const char *channel_text(enum channel channel);               /* short: 電話 / phone */
bool channel_parse(const char *id, enum channel *out);
const char *event_kind_id(enum event_kind kind);
const char *event_kind_text(enum event_kind kind);            /* 受付 / received */
bool event_kind_parse(const char *id, enum event_kind *out);
const char *sla_clock_id(int clock);                          /* "response", "resolution" */
const char *sla_clock_text(int clock);                        /* 回答 / response */
bool sla_clock_parse(const char *id, int *out);
/* Reasons of an exclusion. ids: call-fault tool-failure local-circumstances other */
enum { REASON_CALL_FAULT, REASON_TOOL_FAILURE, REASON_LOCAL, REASON_OTHER, REASONS };
const char *exclusion_reason_id(int reason);
bool exclusion_reason_known(const char *id);
const char *exclusion_reason_text(const char *id);            /* 入電障害 / call fault; the id itself when unknown */

/* May the log hold this event next? The grammar of "Events": the received event once and first, fields
 * that the kind needs, values in their range, an exclusion decided by another person than the one who asked,
 * a merge only once. Lenient where the fold is clear (the same state again, a note after a merge), so that
 * the log of another tool can be taken in. `ticket` is NULL before the first event. TE_DATA. */
bool ticket_may_apply(const struct ticket *ticket, const struct ticket_event *event, GError **error);
/* May a person do this now? ticket_may_apply, and the edges of ticket_next_states, and a merged ticket
 * takes notes only. For screens and commands. */
bool ticket_may_choose(const struct ticket *ticket, const struct ticket_event *event, GError **error);
/* Apply an event that may follow. `ticket` is zeroed before the first. */
void ticket_apply(struct ticket *ticket, const struct ticket_event *event);
/* States that a person may choose next, as a bit set of 1u << state. 0: merged, final. */
unsigned ticket_next_states(const struct ticket *ticket);
#endif
