/* escalation_store.h: escalations of tickets in the store: who was told, by whom, which way, when, and what came of it.
 *
 * A record of the register "escalation" (record.h), numbered. What is written (mail, Teams) goes through the outbox in
 * the same command; a call is a step for people, with a time at which it is tried again. The rules' thresholds are
 * planned for each running clock when its ticket changes (table escalation_next), so that nobody scans. Whoever comes
 * first carries an automatic step out: its idempotency key is made from ticket, clock, rule and level.
 * Source: specification 3.1, 3.7, 6.1; requirements E1, E2, P2; edge cases [notify]. */
#ifndef TOBAN_ESCALATION_STORE_H
#define TOBAN_ESCALATION_STORE_H
#include "toban/outbox.h"

enum escalation_state { ESCALATION_OPEN, ESCALATION_ACKNOWLEDGED, ESCALATION_ANSWERED, ESCALATION_ENDED,
                        ESCALATION_UNANSWERED /* a rule has said all that it says */, ESCALATION_STATES };
const char *escalation_state_id(enum escalation_state state);
const char *escalation_state_text(enum escalation_state state);      /* 回答待ち / waiting */

struct escalation_order {
  const char *ticket;
  const struct contact *contact;
  enum lang lang;
  const char *subject, *text;           /* the summary that goes out, or is read out */
  const char *reason;                   /* why a closed way is taken nonetheless; NULL or "" */
  const struct escalation_rule *rule;   /* NULL: a person does it */
  int clock, level;                     /* of a rule */
};
/* The ticket goes to "escalated" if it may (revision as of the ticket; 0: any), with its message or its call. A closed
 * way without a reason is TE_NO, naming when it opens. */
struct command *escalate(const char *actor, utc_t at, int64_t revision, const struct ticket *ticket,
                         const struct escalation_order *order);
/* What came of it. words: what was said. */
enum escalation_step { STEP_ACKNOWLEDGED, STEP_ANSWERED, STEP_CALLED /* nobody was reached: again at `next` */,
                       STEP_ENDED, STEP_EXHAUSTED, ESCALATION_STEPS };
struct command *escalation_step(const char *actor, utc_t at, int64_t number, enum escalation_step step,
                                const char *words, utc_t next);

struct escalation_row {
  int64_t number;
  const char *ticket, *title, *rule /* id; "" a person's */, *contact, *address, *subject, *text, *reason, *by, *words;
  enum reach via;
  enum lang lang;
  int clock, level, calls;
  enum escalation_state state;
  utc_t at, ack_due, call_next, done_at;          /* UTC_NONE where there is none */
  const char *done_by;
  bool has_message;                                /* of the outbox: */
  struct outbox_row message;
};
struct escalation_args { char ticket[32] /* only of this one; "" all */; bool all /* also what is over */; int limit; };
struct escalation_list { struct snapshot s; const struct escalation_row *row; int rows; int waiting, failed; };
void *escalation_list_read(struct db *db, const void *escalation_args, GError **error);     /* newest first */

/* What the rules ask for now: a clock that reached a threshold, a level that nobody acknowledged. The ticket with its
 * events and clocks is there for the summary. */
struct escalation_due_row {
  const struct escalation_rule *rule;
  int clock, level;
  const struct contact *contact;                   /* NULL: the rule is exhausted; `after` is to be marked so */
  int64_t after;                                   /* the escalation that nobody acknowledged; 0: the first level */
  const struct ticket_view *view;
};
struct escalation_due_args { utc_t now; int limit; };
struct escalation_due {
  struct snapshot s;
  struct reference *ref;                           /* held; rules and contacts belong to it */
  const struct escalation_due_row *row; int rows;
  utc_t next;                                      /* when to look again; UTC_NONE: nothing is planned */
};
void *escalation_due_read(struct db *db, const void *escalation_due_args, GError **error);
void escalation_due_free(void *due);               /* GDestroyNotify; NULL-safe */
#endif
