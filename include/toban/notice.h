/* notice.h: what the desk has to know of an office for a while: a power cut, a move, a line that is slow. Records
 * (record.h) "notice:NUMBER"; on the office card until they end. Requirement H5. */
#ifndef TOBAN_NOTICE_H
#define TOBAN_NOTICE_H
#include "toban/command.h"

enum { NOTICE_WORDS = 500 /* bytes */ };

/* until: UTC_NONE until somebody ends it. The outcome's `ticket` is the number. TE_DATA: no words, no such office. */
struct command *notice_put(const char *actor, utc_t at, const char *office, const char *words, utc_t until);
struct command *notice_end(const char *actor, utc_t at, int64_t number);
#endif
