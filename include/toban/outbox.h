/* outbox.h: messages that leave the desk (mail, Teams): kept in the database until a server has taken them.
 *
 * A record of the register "outbox" (record.h). Whoever sends first claims a message for OUTBOX_CLAIM_S seconds, so
 * several consoles send it once; what failed waits longer each time (outbox_delay), what cannot succeed fails at once.
 * A sender that died after the server may have taken the message leaves a doubt: it is sent again under the same
 * Message-ID and says so. Source: requirement E1, edge cases [notify]. */
#ifndef TOBAN_OUTBOX_H
#define TOBAN_OUTBOX_H
#include "toban/escalation.h"
#include "toban/read.h"
#include "toban/record.h"

enum outbox_state { OUTBOX_WAITING, OUTBOX_SENDING, OUTBOX_SENT, OUTBOX_FAILED, OUTBOX_CANCELLED, OUTBOX_STATES };
const char *outbox_state_id(enum outbox_state state);      /* waiting sending sent failed cancelled */
const char *outbox_state_text(enum outbox_state state);    /* 送信待ち / waiting */
enum outbox_state outbox_state_parse(const char *id);      /* OUTBOX_FAILED for what is none */

enum { OUTBOX_BODY_MAX = 256 * 1024 };
/* via: REACH_EMAIL or REACH_TEAMS; address as of a contact; origin: what it belongs to, "escalation:3", "survey:2". */
struct outbox_message { enum reach via; const char *address, *subject, *body, *origin; };
/* Puts a message into a command of records (record.h) under a key of its own: the subject "outbox:KEY". */
void outbox_add(struct command *command, const char *key, const struct outbox_message *message);
struct command *outbox_queue(const char *actor, utc_t at, const struct outbox_message *message);
/* Steps of a sender, who names itself by `holder`. problem: a message of health.h (check_message_make). */
struct command *outbox_claim(const char *actor, utc_t at, const char *key, const char *holder);
struct command *outbox_sent(const char *actor, utc_t at, const char *key, const char *holder, const char *answer);
/* final: another try cannot help. doubt: the server may have it all the same. */
struct command *outbox_problem(const char *actor, utc_t at, const char *key, const char *holder, const char *problem,
                               const char *answer, bool final, bool doubt);
/* By a person: try now; or never. */
struct command *outbox_retry(const char *actor, utc_t at, const char *key);
struct command *outbox_cancel(const char *actor, utc_t at, const char *key, const char *why);

struct outbox_row {
  int64_t number;                       /* for people: of its event */
  const char *key, *address, *subject, *body, *origin, *by;
  enum reach via;
  enum outbox_state state;
  utc_t queued_at, next_at, done_at;    /* UTC_NONE where there is none */
  int attempts;
  bool doubt;                           /* an earlier try may have arrived */
  const char *problem, *answer;         /* of the last try: a message of health.h; the server's words */
};
struct outbox_args { utc_t now; bool all /* also what was sent or cancelled */; int64_t number /* only this; 0 all */;
                     int limit; };
struct outbox_list { struct snapshot s; const struct outbox_row *row; int rows; int waiting, failed; };
void *outbox_list_read(struct db *db, const void *outbox_args, GError **error);   /* newest first */
/* What may be claimed now, oldest first; *next: when to look again (UTC_NONE: nothing waits). */
struct outbox_due_args { utc_t now; int limit; };
struct outbox_due { struct snapshot s; const struct outbox_row *row; int rows; utc_t next; };
void *outbox_due_read(struct db *db, const void *outbox_due_args, GError **error);
#endif
