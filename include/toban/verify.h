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

/* The chain of the log (doc/events.md). A head that was noted elsewhere is an anchor: it shows that a tail was cut
 * off, or that the whole chain was computed anew. */
struct chain_anchor { int64_t seq; char hash[48]; };
enum chain_fault { CHAIN_WHOLE, CHAIN_BROKEN, CHAIN_REWRITTEN /* an anchor says otherwise */, CHAIN_CUT };
struct chain_report {
  int64_t rows;                        /* events in the log */
  int64_t events;                      /* sound ones, from the first on */
  int64_t first_bad;                   /* seq of the first broken, missing or reordered one; 0: the chain is whole */
  char head[48];                       /* hash of the last sound event; "" when there is none */
  enum chain_fault fault;
};
/* anchors: of struct chain_anchor, in the order of seq; NULL: none. */
bool chain_verify(struct db *db, const GArray *anchors, struct chain_report *report, GError **error);
/* The last event's number and hash; 0 and "" for an empty log. */
bool chain_head(struct db *db, struct chain_anchor *out, GError **error);
/* Anchors out of a file: lines in which a number and a hash stand side by side, or what the audit commands print with
 * --json. Sorted; TE_DATA when there is none at all. g_array_free. */
GArray *chain_anchors_parse(const char *name, const char *text, size_t length, GError **error);

/* Makes all read models of tickets anew from the log, in one transaction. */
bool verify_rebuild(struct db *db, GError **error);
#endif
