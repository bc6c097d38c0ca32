/* verify.h: is the database what its log says? Reads only; any connection, on the thread that owns it.
 *
 * verify_run folds every ticket from the log and compares fields, clocks, deadlines, rank and tallies with
 * what is stored; chain_verify computes the hash of every event anew. Both take one consistent view, need
 * memory for one ticket at a time, and about 10 s for each 1,000,000 tickets. */
#ifndef TOBAN_VERIFY_H
#define TOBAN_VERIFY_H
#include "toban/db.h"

enum { VERIFY_NAMED = 20 };            /* differences that are named; the others are counted */
struct verify_report {
  int64_t tickets, events, differences;
  GString *text;                       /* one line for each named difference, in the current language */
};
void verify_report_init(struct verify_report *report);
void verify_report_clear(struct verify_report *report);
/* false: it could not be made (TE_IO ...). Differences are no error. */
bool verify_run(struct db *db, struct verify_report *report, GError **error);

struct chain_report {
  int64_t events;                      /* looked at */
  int64_t first_bad;                   /* seq of the first broken, missing or reordered one; 0: the chain is whole */
  char head[48];                       /* hash of the last event; "" when there is none */
};
bool chain_verify(struct db *db, struct chain_report *report, GError **error);

/* Makes all read models of tickets anew from the log, in one transaction. */
bool verify_rebuild(struct db *db, GError **error);
#endif
