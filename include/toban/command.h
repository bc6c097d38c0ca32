/* command.h: every write to the desk's data: one command, one transaction, its events, its read models.
 *
 * A command carries an idempotency key (a second run with the same key answers as the first and changes
 * nothing) and the revision that its author saw (0: does not care). If the ticket moved on, nothing is
 * written and the outcome names the fields that both wrote, so the console can show both versions.
 * Rights (person.h) are checked here, not only on the screen. Source: requirements H1, design "Data goes one way". */
#ifndef TOBAN_COMMAND_H
#define TOBAN_COMMAND_H
#include "toban/db.h"
#include "toban/meet.h"
#include "toban/right.h"

enum command_kind {
  COMMAND_TICKET,             /* append `event` to a ticket (EVENT_RECEIVED makes one; its key may be NULL) */
  COMMAND_SETTING,            /* keep `name` = `value` for `actor` */
  COMMAND_PRESENCE,           /* console `name` is here (value: "site\tlang"), or gone (value NULL) */
  COMMAND_ALERT,              /* claims warnings that are due: see alert.h */
  COMMAND_CLOSE, COMMAND_CAUSE,        /* of a month's figures: see sla_store.h */
  COMMAND_APPROVAL,           /* a step of an approval: see approval_store.h */
  COMMAND_RECORD,             /* changes of registers: see record.h */
  COMMAND_LOOK,               /* something personal was looked at: see look.h */
  COMMAND_ZONES,              /* deadlines anew, bit by bit, after another tz database: see zone_store.h */
  COMMAND_COUNT_VIEWS,        /* counts saved views on: see view.h; the outcome's revision is 1 while there is more */
};
struct ticket_step { struct ticket_event event; int64_t revision; };
struct command {
  enum command_kind kind;
  char key[40];               /* idempotency: 128 random bits; command_new fills it */
  char *actor;                /* login of who does it */
  utc_t at;                   /* when it was done */
  int64_t revision;           /* of the ticket as seen; 0: any */
  bool by_field;              /* of a newer one, only what meets this event (meet.h) is a conflict */
  struct ticket_event event;  /* strings owned by `strings` */
  struct ticket_step *more;   /* further events of the same command; see command_ticket_add */
  int mores;
  char *name, *value;
  struct json_t *records;     /* of COMMAND_RECORD; of COMMAND_TICKET, written together with its event */
  struct arena *strings;
};
enum command_result { COMMAND_DONE, COMMAND_REPEATED /* done before */, COMMAND_CONFLICT };
struct command_outcome {
  enum command_result result;
  char ticket[32];            /* key of the ticket */
  int64_t revision;           /* after it, or the present one in a conflict */
  char conflict[512];         /* in a conflict: who changed what, for people */
  struct command_meeting {    /* in a conflict: the fields that both wrote, and what the other one made of them */
    enum ticket_field field;
    char theirs[256], by[64];
  } meeting[TICKET_FIELDS];
  int meetings;
};

struct command *command_new(enum command_kind kind, const char *actor, utc_t at);
/* Copies the strings of event into the command. event->by: NULL or the actor; event->at: 0 or UTC_NONE means
 * `at`, earlier is back-dating ("the call began 14:02"), later is refused. */
struct command *command_ticket(const char *actor, utc_t at, int64_t revision, const struct ticket_event *event);
/* One more event in the same command, of any ticket: all are written, or none. The outcome speaks of the first, but a
 * conflict of the ticket that has it. `ticket` and `target` may be COMMAND_NEW: the ticket that an event before it in
 * this command took in. At most COMMAND_STEPS further ones (TE_DATA when it runs). */
#define COMMAND_NEW "+"
enum { COMMAND_STEPS = 2000 };
void command_ticket_add(struct command *command, int64_t revision, const struct ticket_event *event);
void command_free(struct command *command);
/* Sets one of the strings of a command (name, value, ...). */
void command_set(struct command *command, char **field, const char *value);
/* The right of the table in right.h that a command asks for. */
enum right command_right(const struct command *command);
/* One transaction. false with TE_BUSY, TE_FULL, TE_DATA ...: nothing was written. TE_PERMISSION: the actor may
 * not, and the log has a record of the refusal. */
bool command_run(struct db *db, const struct command *command, struct command_outcome *outcome, GError **error);
#endif
