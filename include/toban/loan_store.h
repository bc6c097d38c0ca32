/* loan_store.h: loans and reservations. See loan.h for the rules, record.h for writing.
 *
 * Events of "loan:TAG", whose time is when it was done, however late it is written down: loan-out {"borrower",
 * "due_on", "note"}, loan-due {"due_on"}, loan-back {"outcome": "" or "broken", "note"}, loan-lost, loan-reminded
 * (by mail: {"due_on", "days", "address", "message"}: the step, and the key in the outbox), loan-reserved {"borrower",
 * "from_on", "to_on", "note"}, loan-unreserved {"from_on"}; of imports loan-entered (the whole row, with
 * "out_at", "back_at" as numbers) and loan-removed. Rows are named by tag and out_at. */
#ifndef TOBAN_LOAN_STORE_H
#define TOBAN_LOAN_STORE_H
#include "toban/command.h"
#include "toban/loan.h"
#include "toban/loan_remind.h"
#include "toban/outbox.h"

enum loan_choice { LOANS_OPEN /* out, the longest overdue first */, LOANS_OVERDUE, LOANS_RESERVED,
                   LOANS_ALL /* newest first */, LOAN_CHOICES };
const char *loan_choice_id(enum loan_choice choice);           /* open overdue reserved all */
const char *loan_choice_text(enum loan_choice choice);
bool loan_choice_parse(const char *id, enum loan_choice *out);

/* Reminders by mail (loan_remind.h). The borrower is looked up in the list of requesters: by name, reading or mail
 * address, blanks apart. */
enum loan_mail { LOAN_MAIL /* known */, LOAN_MAIL_NOBODY /* of that name */, LOAN_MAIL_SEVERAL, LOAN_MAIL_NONE /* the
                 person has none */, LOAN_MAILS };
const char *loan_mail_id(enum loan_mail mail);                 /* known unknown-person several-persons no-address */
const char *loan_mail_text(enum loan_mail mail);
struct loan_reminder {
  enum loan_mail mail;
  const char *address, *name;                /* "" where not known */
  enum lang lang;
  struct loan_step next;
  const char *message;                       /* the newest one: its key in the outbox; "" none */
  const char *to;                            /* and whom it went to */
  utc_t sent_at;
  enum outbox_state state;
};

/* A reservation has its days in from_on and due_on, and no out_at. */
struct loan {
  const char *tag, *host, *kind, *borrower, *from_on, *due_on, *note, *outcome, *by;
  const char *office;                        /* of the asset */
  const char *bar;                           /* of days from today, see below; "" */
  utc_t out_at, back_at, reminded_at;
  enum loan_state state;
  int days;                                  /* overdue */
  struct loan_reminder reminder;             /* of what is out */
};
/* text: words that tag, host or borrower must all have, folded; tag: of one asset alone; "" any. */
struct loan_args {
  enum loan_choice choice; char text[256], tag[256]; utc_t now; int limit, days /* of bars; 0 none */;
};
struct loan_list { struct snapshot s; const struct loan *row; int rows; int64_t out, overdue, reserved; };
void *loan_list_read(struct db *db, const void *loan_args, GError **error);

/* Days of things that are lent or reserved: a character a day from from_on: '.' free, '=' out, '!' overdue, 'r'
 * reserved. */
struct loan_days { const char *tag, *host, *bar; };
struct loan_calendar_args { utc_t now; day_t from; int days; };
struct loan_calendar { struct snapshot s; day_t from; int days; const struct loan_days *row; int rows; };
void *loan_calendar_read(struct db *db, const void *loan_calendar_args, GError **error);

/* Commands; at: when it was done. due: DAY_NONE for open-ended. */
struct command *loan_out(const char *actor, utc_t at, const char *tag, const char *borrower, day_t due,
                         const char *note);
struct command *loan_due(const char *actor, utc_t at, const char *tag, day_t due);
/* outcome: "" whole, "broken", "lost" (it does not come back). The asset's state follows when it is not whole. */
struct command *loan_back(const char *actor, utc_t at, const char *tag, const char *outcome, const char *note);
struct command *loan_remind(const char *actor, utc_t at, const char *tag);
/* By mail, to an address that is known. The key is made of the loan, its due day and the step: whoever is first sends
 * it. LOAN_STEP_NONE: by hand, which stands for all steps up to today. */
struct command *loan_remind_mail(const char *actor, utc_t at, const struct loan *loan, int days);
bool loan_mailed_today(const struct loan *loan, utc_t now);     /* by hand once a day is enough */
/* What is to be sent now, and when to look again at the latest (UTC_NONE: when loans change). */
struct loan_remind_args { utc_t now; };
struct loan_remind_due { struct snapshot s; const struct loan *row; int rows; utc_t next; };
void *loan_remind_due_read(struct db *db, const void *loan_remind_args, GError **error);
struct command *loan_reserve(const char *actor, utc_t at, const char *tag, const char *borrower, day_t from, day_t to,
                             const char *note);
struct command *loan_unreserve(const char *actor, utc_t at, const char *tag, day_t from);
#endif
