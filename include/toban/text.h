/* text.h: text as a terminal sees it: columns, cutting, folding, cleaning.
 *
 * Strings are UTF-8. Width is in terminal columns (East Asian wide and full-width 2, combining 0,
 * ambiguous 1). Every foreign text passes text_clean() before it reaches a cell: control characters,
 * escape sequences, bidirectional overrides, unpaired joiners and invalid bytes become visible, harmless
 * marks. The raw bytes stay in the store. */
#ifndef TOBAN_TEXT_H
#define TOBAN_TEXT_H
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

int text_char_width(gunichar c);                   /* 0, 1 or 2 */
int text_width(const char *text);                  /* columns of a clean text */
size_t text_bytes_for(const char *text, int columns, int *used); /* longest prefix of at most columns */
#define TEXT_CUT "~"                               /* the mark that ends a cut text; one column */
/* Exactly `columns` columns: cut with TEXT_CUT, or padded with blanks (left-aligned when !right). The
 * result never ends in half a wide character. Returns out. */
GString *text_fit(GString *out, const char *text, int columns, bool right);
/* Append a harmless, one-line form of any bytes: invalid UTF-8 becomes U+FFFD, C0/C1 and line breaks
 * become a blank or a visible mark, escape sequences are removed, half-width kana become full-width. */
GString *text_clean(GString *out, const char *bytes, gssize length);
/* The same, but line breaks are kept ("\r\n" as "\n") and tabs expand to 4 columns. */
GString *text_clean_lines(GString *out, const char *bytes, gssize length);
/* The form in which texts are compared and searched: NFKC, case folded, hiragana as katakana, width
 * folded, hyphens and prolonged sound marks unified, the mark at the end of a long kana word dropped (プリンター
 * is プリンタ, キー stays), blanks collapsed and trimmed. Free with g_free. */
char *text_fold(const char *text, gssize length);
bool text_is_japanese(const char *text);           /* has kana or kanji */
/* A folded text of kana and Latin letters in one spelling of romaji, for names: サトウ, Satoh and Satō give "sato", しんいち
 * and Shin'ichi "siniti"; the beginning of a word gives the beginning of its spelling. NULL when it has anything else
 * (kanji), or nothing. Free with g_free. */
char *text_romaji(const char *folded);
/* Wrap to lines of at most `columns`; calls each(line, bytes, user) with pieces of `text`. Japanese may
 * break anywhere except before 。、）」 and after （「 (a small kinsoku); other text at blanks; "\n" ends a line.
 * `columns` is at least 2, so that a wide character finds room. */
typedef void text_line_fn(const char *line, size_t bytes, void *user);
void text_wrap(const char *text, int columns, text_line_fn *each, void *user);
#endif
