/* mention.h: who a note speaks to: "@login" (＠ too). Pure. */
#ifndef TOBAN_MENTION_H
#define TOBAN_MENTION_H
#include <glib.h>

/* The logins behind each @ that begins a word, in small letters, each once, in the order of the text; strings of the
 * array's own. Whether there is such a person is not asked: the same text gives the same list at any time. */
GPtrArray *mentions_in(const char *text);
#endif
