/* content.h: does a body have what it should? Pure. */
#ifndef NET_CONTENT_H
#define NET_CONTENT_H
#include "toban/check_option.h"

enum { CONTENT_MAX = 1 << 18 /* bytes of a body that is looked at as a whole */ };
bool content_is_asked(const struct check_options *options);
/* REASON_NONE, or why not; detail: of at least 64 bytes. A regular expression is stopped after a bounded number of
 * steps: REASON_REGEX. */
enum check_reason content_judge(const struct check_options *options, const char *body, size_t length, char *detail,
                                size_t size);
#endif
