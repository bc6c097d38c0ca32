/* migemo.h: Japanese words for what is typed in Latin letters: insatsu gives 印刷, いんさつ ...
 *
 * By C/Migemo (libmigemo.so.1 and its UTF-8 dictionary), found when the program runs, never required. Its folder is
 * /usr/share/cmigemo/utf-8, or what TOBAN_MIGEMO says ("" : none). Loading takes a tenth of a second, at the first
 * question; call from one thread at a time. */
#ifndef TOBAN_MIGEMO_H
#define TOBAN_MIGEMO_H
#include <glib.h>
#include <stdbool.h>

bool migemo_there(void);
/* Words of two characters and more for a word of three letters and more, at most MIGEMO_WORDS, none a beginning of
 * another; NULL: none. */
enum { MIGEMO_WORDS = 16 };
GPtrArray *migemo_words(const char *word);
/* The words that a pattern of the library stands for: groups (a|b), classes [ab], other characters; for tests. */
GPtrArray *migemo_expand(const char *pattern, guint most);
#endif
