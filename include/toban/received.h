/* received.h: when an inquiry came in, as people write it (pure). */
#ifndef TOBAN_RECEIVED_H
#define TOBAN_RECEIVED_H
#include <stdbool.h>
#include "toban/utc.h"

/* "" is now; "-15m", "-1h30m", "-90" (minutes) are so long ago; "9:05" was the last time that it was so in Japan;
 * "11/22 9:05" of this year, or of the last one; RFC 3339. false: none of these, or later than now. */
bool received_parse(const char *text, utc_t now, utc_t *out);
#endif
