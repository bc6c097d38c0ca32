/* tokens.h: what a text is made of for finding: folded characters, runs of them, tokens of an index.
 *
 * Folded: NFKC, case folded, hiragana as katakana, every dash behind kana is a prolonged sound mark (several are one);
 * what nobody sees (format characters, variation selectors) is left out. Unlike text_fold() the mark at the end of a
 * word is kept: find.h lets a question do without it.
 *
 * Runs: letters and digits that stand together make a run. Scripts without blanks between words (Japanese, Chinese,
 * Thai, Lao, Khmer, Burmese ...) make dense runs, all others words; the change of the one to the other ends a run
 * ("VPN接続" are two), and so does everything that is neither letter nor digit: "tokyo-fs01.example" is three words.
 *
 * Tokens: a word is a token; a dense run of n characters is n - 1 overlapping pairs and its last character alone.
 * So two characters are one token, three and more a phrase, wherever in the run they stand; and runs that follow
 * each other are phrases too. Letters: the single characters of dense runs and the first one, two, three characters
 * of words, each once: what short questions ask for. Pure functions of their text. */
#ifndef TOBAN_TOKENS_H
#define TOBAN_TOKENS_H
#include <glib.h>
#include <stdbool.h>

enum token_kind { TOKEN_NONE, TOKEN_WORD, TOKEN_DENSE };
/* `from`, `to`: the bytes of the text that it came from; several characters may share them (㍉ is ミ and リ). */
struct token_char { gunichar c; guint32 from, to; };
struct token_run { enum token_kind kind; guint first, count; };  /* of chars */
enum { TOKEN_WORD_MOST = 64 };                   /* characters; what is longer is several runs */
enum { TOKEN_LETTERS = 3 };                      /* a word's first characters that are among the letters */
#define TOKEN_PROLONGED 0x30FC
#define TOKEN_WALL "\xEE\x80\x80"                /* U+E000, a token that no question has: no phrase goes across it */

struct tokens { GArray *chars, *runs; };         /* struct token_char, struct token_run */
void tokens_init(struct tokens *tokens);
void tokens_clear(struct tokens *tokens);
/* Appends the runs of any bytes (invalid UTF-8 separates); length -1: up to the NUL. */
void tokens_read(struct tokens *tokens, const char *text, gssize length);
static inline const struct token_char *tokens_char(const struct tokens *tokens, guint i)
{
  return &g_array_index(tokens->chars, struct token_char, i);
}
static inline const struct token_run *tokens_run(const struct tokens *tokens, guint i)
{
  return &g_array_index(tokens->runs, struct token_run, i);
}
bool token_is_kana(gunichar folded);             /* katakana or the prolonged sound mark */

/* The tokens in their order, each with a blank before it. */
void tokens_print(const struct tokens *tokens, GString *out);
/* Calls each() with the tokens that tokens_print() would write, in the same order; UTF-8, not NUL-terminated. */
typedef void token_fn(void *user, const char *token, gsize bytes, enum token_kind kind);
void tokens_each(const struct tokens *tokens, token_fn *each, void *user);
/* A set of letters; {0} is empty. token_set_empty() keeps the room. */
struct token_set { guint64 *slot; guint size, used; };
void token_set_empty(struct token_set *set);
void token_set_clear(struct token_set *set);
/* The letters that are not yet in `seen`, each with a blank before it. */
void tokens_letters(const struct tokens *tokens, struct token_set *seen, GString *out);
#endif
