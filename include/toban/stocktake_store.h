/* stocktake_store.h: stock-takes: of one office, what the register expects there, what is seen, what is unknown. Its
 * result is kept. Requirements A1, A7.
 *
 * Events of "stocktake:NUMBER": stocktake-started {"office", "tags": what is expected, frozen}, stocktake-seen {"tag"}
 * as a barcode reader types it, stocktake-unseen {"tag"}, stocktake-closed. Tags are compared folded. */
#ifndef TOBAN_STOCKTAKE_STORE_H
#define TOBAN_STOCKTAKE_STORE_H
#include <jansson.h>
#include "toban/command.h"
#include "toban/read.h"

enum stocktake_result { STOCK_EXPECTED /* not seen yet, or missing when closed */, STOCK_SEEN, STOCK_UNKNOWN,
                        STOCK_RESULTS };
const char *stocktake_result_id(enum stocktake_result result);           /* expected seen unknown */
const char *stocktake_result_text(enum stocktake_result result, bool closed);    /* 未確認 / not seen; 不明 / missing */

struct stocktake {
  int64_t number;
  const char *office, *by;
  utc_t started_at, closed_at;               /* UTC_NONE: under way */
  int64_t count[STOCK_RESULTS];
};
struct stocktake_line {
  const char *tag, *host, *kind, *office /* where the register has it; "": nowhere */, *by;
  enum stocktake_result result;
  utc_t at;
};
/* number 0: the newest. start: an office of which the tags are wanted, for starting; "": none. */
struct stocktake_args { int64_t number; char start[64]; };
struct stocktake_view {
  struct snapshot s;
  const struct stocktake *list; int lists;   /* all, newest first */
  const struct stocktake *one;               /* the one asked for, in the list; NULL: there is none */
  const struct stocktake_line *line; int lines;          /* of it: unknown, not seen, seen (newest first) */
  const char *start; const char *const *tag; int tags;   /* what is expected at `start` */
};
void *stocktake_read(struct db *db, const void *stocktake_args, GError **error);

struct command *stocktake_start(const char *actor, utc_t at, const char *office, const char *const *tag, int tags);
/* kind: stocktake-seen, -unseen (tag), -closed (NULL). */
struct command *stocktake_step(const char *actor, utc_t at, int64_t number, const char *kind, const char *tag);
#endif
