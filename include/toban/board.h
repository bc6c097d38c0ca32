/* board.h: the desk's notes to itself (掲示板): what everybody on duty is to know, until it is done or its time has
 * passed. A register of events ("note:NUMBER", record.h): posted, pinned, unpinned, done. Requirements H5, E2. */
#ifndef TOBAN_BOARD_H
#define TOBAN_BOARD_H
#include "toban/read.h"
#include "toban/command.h"

struct board_args { utc_t now; bool all /* what is done or over too */; int limit /* 0: 500 */; };
struct board_note {
  int64_t number;
  const char *text, *by;
  utc_t at, until /* UTC_NONE: open-ended */, done_at /* UTC_NONE: not yet */;
  const char *done_by;
  bool pinned, over;            /* over: its time has passed */
};
/* Pinned ones first, then the newest. */
struct board_list { struct snapshot s; const struct board_note *row; int rows; };
void *board_list_read(struct db *db, const void *board_args, GError **error);

enum { BOARD_TEXT_MOST = 2000 /* bytes */ };
enum board_step { BOARD_PIN, BOARD_UNPIN, BOARD_DONE };
struct command *board_post(const char *actor, utc_t now, const char *text, utc_t until, bool pinned);
struct command *board_take(const char *actor, utc_t now, enum board_step step, int64_t number);
/* When a note ends, as people write it: "2026-11-30" (the end of that day in Japan), "11/30", "18:00" (the next one in
 * Japan), "+8h", "+3d", RFC 3339. TE_DATA. */
bool board_until(const char *text, utc_t now, utc_t *out, GError **error);
#endif
