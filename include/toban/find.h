/* find.h: what somebody looks for, and whether, where and how well a text has it.
 *
 * A question is words between blanks; "..." (also “...” and ＂...＂) holds words together as a phrase. Every term must
 * be found. Scripts without blanks match anywhere, others from the beginning of a word; width, case, hiragana and
 * katakana make no difference (tokens.h). What is neither letter nor digit only separates: `tokyo-fs01`, `tokyo/fs01`
 * and "tokyo fs01" are the same phrase.
 *
 * The prolonged sound mark at the end of a long kana word (three sounds and more, as JIS Z 8301 drops it) may be
 * there or not, on either side: プリンタ finds プリンター, サーバー証明書 finds サーバ証明書; キー and キ are two. */
#ifndef TOBAN_FIND_H
#define TOBAN_FIND_H
#include "toban/tokens.h"

enum { FIND_TERMS = 16, FIND_OPTIONAL = 3 };     /* terms beyond are not looked for; marks beyond count as written */
struct find_query;
struct find_term {
  struct tokens tokens;                          /* its runs, one after the other; no optional mark among the chars */
  guint64 optional;                              /* bit n: a mark may follow the nth char (of the first 64) */
  char *text;                                    /* as written, without quotes */
  struct find_query *also;                       /* other words for it: any of its terms is as good; NULL: none */
};
struct find_query { struct find_term term[FIND_TERMS]; int terms; };   /* 0 terms: nothing to look for */
/* Any bytes; a quote that is not closed goes to the end. */
struct find_query *find_query_new(const char *text);
void find_query_free(struct find_query *query);  /* NULL-safe */
/* One more way to say a term (romaji: いんさつ for insatsu). At most FIND_TERMS for each. */
void find_query_also(struct find_query *query, int term, const char *word);

/* The ways to write a term: each mark of `optional` there or not, as strings of tokens (tokens_print), the last one
 * without the lone last character of a dense run of two and more. `prefix`: what is last is the beginning of a word,
 * or of a pair. Calls at most 8 times. */
typedef void find_spelling_fn(void *user, const char *tokens, bool prefix);
void find_spellings(const struct find_term *term, find_spelling_fn *each, void *user);

/* The first place at or after char `from` of the text where the term matches: true, with its chars. */
struct find_span { guint first, count; };
bool find_term_in(const struct find_term *term, const struct tokens *text, guint from, struct find_span *out);
/* How many of the terms are in the text. */
int find_count(const struct find_query *query, const struct tokens *text);
bool find_all(const struct find_query *query, const char *text);

/* A piece of the text of at most `columns` around its first match, cleaned for a screen (text_clean), with cut
 * marks where it was cut; matches stand between FIND_HIT and FIND_END, which no clean text has. NULL when nothing
 * of the query is in the text. g_free. */
#define FIND_HIT '\x01'
#define FIND_END '\x02'
char *find_snippet(const struct find_query *query, const char *text, int columns);
/* The whole text cleaned, matches marked so; also without any. */
char *find_marked(const struct find_query *query, const char *text);
#endif
