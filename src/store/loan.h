/* loan.h: what the files of loans share (toban/loan_store.h). */
#ifndef STORE_LOAN_H
#define STORE_LOAN_H
#include "record.h"
#include "toban/loan_store.h"

#define LOAN_IS_OPEN "back_at IS NULL AND outcome <> 'lost'"
bool loan_may(struct db *db, const struct record *record, GError **error);
bool loan_apply(struct db *db, const struct record *record, GError **error);
#endif
