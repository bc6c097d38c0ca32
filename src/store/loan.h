/* loan.h: what the files of loans share (toban/loan_store.h). */
#ifndef STORE_LOAN_H
#define STORE_LOAN_H
#include "record.h"
#include "toban/loan_store.h"

#define LOAN_IS_OPEN "back_at IS NULL AND outcome <> 'lost'"
bool loan_may(struct db *db, const struct record *record, GError **error);
bool loan_apply(struct db *db, const struct record *record, GError **error);

/* Fills in the reminders of what is out. Borrows the database; strings go into the arena. */
struct reminding {
  struct db *db;
  struct arena *arena;
  const struct reference *ref;
  struct loan_steps steps;
  utc_t now;
};
bool reminding_begin(struct reminding *r, struct db *db, struct arena *arena, utc_t now, GError **error);
/* sent: the step that was sent last. Where the borrower's office is not known it is the asset's. */
bool reminding_fill(const struct reminding *r, struct loan *loan, int sent, GError **error);
/* The steps in force: the file loan-reminders, else the program's own. */
bool loan_steps_read(struct db *db, struct loan_steps *steps, GError **error);
/* The mail address of a borrower, by its name; of several, of the one at the office. *person: "" where not known. */
struct loan_person { enum loan_mail mail; const char *address, *name, *language, *office; };
bool loan_person_find(struct db *db, struct arena *arena, const char *borrower, const char *office,
                      struct loan_person *person, GError **error);
#endif
