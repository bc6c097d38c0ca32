/* slow_find.h: a second implementation of what a question finds, for tests only. Written from the words of
 * include/toban/find.h, sharing nothing with src/base/tokens.c and src/domain/find.c: whole strings are folded, units
 * are parted by one blank, and a term is tried at every place. */
#ifndef SLOW_FIND_H
#define SLOW_FIND_H
#include <glib.h>
#include <stdbool.h>

/* Is the question found in the fields together: each of its terms in one of them? False for an empty question. */
bool slow_find(const char *question, const char *const *field, int fields);
#endif
