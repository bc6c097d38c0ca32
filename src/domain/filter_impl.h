/* filter_impl.h: the pieces of a filter: words of the text, the tree, its values. */
#ifndef DOMAIN_FILTER_IMPL_H
#define DOMAIN_FILTER_IMPL_H
#include "toban/filter.h"

enum { FILTER_DEPTH = 24, FILTER_TERMS = 100 };      /* nested; conditions in all */

/* --- filter_lex.c: words --------------------------------------------------------------------------- */
enum token_kind { TOKEN_END, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_NOT, TOKEN_OR, TOKEN_AND, TOKEN_TERM };
enum filter_op { OP_IS, OP_LESS, OP_AT_MOST, OP_MORE, OP_AT_LEAST };
struct piece { char *text; size_t at, length; bool quoted; };   /* text: without quotes; place: with them */
struct token {
  enum token_kind kind;
  size_t at, length;
  struct piece field;          /* text NULL: a plain word, in `value` */
  enum filter_op op;
  size_t op_at;                /* where the sign ends */
  GArray *value;               /* struct piece; a range is two pieces with `range` */
  bool range;
};
struct lexer { const char *text; size_t at; struct filter_fault *fault; bool typing; };
/* false: fault. The token owns its pieces: token_clear. */
bool token_next(struct lexer *lexer, struct token *out);
void token_clear(struct token *token);
/* The next character as its ASCII twin where it has one (full-width signs, 、 “ ” 「 」); *next: behind it. */
gunichar filter_twin(const char *at, const char **next);
/* Sets the fault unless there is one; always false. format is in the current language. */
bool filter_wrong(struct lexer *lexer, size_t at, size_t length, const char *format, ...) G_GNUC_PRINTF(4, 5);

/* --- the tree -------------------------------------------------------------------------------------- */
/* An instant that may move with now: `value` itself; now + value; or `second` seconds into the day in Japan that is
 * `value` days from now's. */
struct bound { enum { BOUND_NONE, BOUND_AT, BOUND_NOW, BOUND_DAY } kind; int64_t value; int second; };
utc_t bound_at(const struct bound *bound, utc_t now);
/* When `at >= bound` may turn. */
void bound_turns(const struct bound *bound, utc_t at, GArray *out);

enum value_kind {
  VALUE_NONE,                  /* the field is empty */
  VALUE_BITS,                  /* 1u << value: states, channels, languages, flags */
  VALUE_SET,                   /* ids: offices, categories, logins */
  VALUE_ME,
  VALUE_NUMBER,                /* lo <= value <= hi */
  VALUE_TIME,                  /* from <= value < to */
  VALUE_TEXT,                  /* folded, somewhere in it; a plain word: or an office of the set */
  VALUE_KEY,
};
struct value {
  enum value_kind kind;
  unsigned bits;
  GHashTable *set;             /* of char *, owned; NULL: none */
  char *text;                  /* folded */
  int lo, hi;
  struct bound from, to;
  char *print;                 /* canonical, without quotes */
  bool quote;                  /* print it in quotes */
};
enum node_kind { NODE_AND, NODE_OR, NODE_NOT, NODE_TERM };
struct node {
  enum node_kind kind;
  GPtrArray *child;            /* struct node *, owned; NULL for a term */
  enum filter_field field;
  bool plain;                  /* a word without a field */
  enum filter_op op;
  GArray *value;               /* struct value */
  char *range;                 /* a term a..b as one canonical text, or NULL */
};
struct filter { struct node *root; };        /* NULL: everything */
struct node *node_new(enum node_kind kind);
void node_free(struct node *node);

/* --- filter_field.c, filter_value.c: what stands behind a field --------------------------------------------- */
enum flag { FLAG_OPEN, FLAG_DONE, FLAG_LATE, FLAG_MINE, FLAG_NEW, FLAG_HELD, FLAG_EXCLUDED, FLAG_MERGED,
            FLAG_UNREAD, FLAGS };
struct filter_word { const char *id, *ja; int number; };     /* a name, its Japanese twin */
struct filter_words { const struct filter_word *word; int count; };
struct making { struct lexer *lexer; const struct reference *ref; struct node *term; };
typedef bool value_fn(struct making *making, const struct piece *piece, struct value *out);
struct field_ops {
  struct filter_word name;
  const char *more;            /* further names, joined by blanks */
  value_fn *read;
  bool ordered;                /* takes < > and a..b */
  bool none;                   /* may be empty: the value `none` */
  bool future;                 /* a length without a sign is counted until then, not since */
  const struct filter_words *words;        /* values by name, or NULL */
};
const struct field_ops *field_get(enum filter_field field);
bool field_parse(const char *name, enum filter_field *out);
/* The word with this name, in either language, folded; -1 none. */
int words_find(const struct filter_words *words, const char *text);
bool is_none_word(const char *text);
value_fn value_words, value_office, value_region, value_country, value_site, value_category, value_priority,
    value_assignee, value_text, value_key, value_time;
/* Offices whose names have the folded text: ids, into a new set. */
GHashTable *offices_named(const struct reference *ref, const char *folded);
/* Makes the values of a term from a token. */
bool term_values(struct making *making, struct token *token);

/* --- filter_time.c ------------------------------------------------------------------------------------------ */
/* The pieces a (and b, of a range; or NULL) as bounds for the sign. */
bool time_value(struct making *making, const struct piece *a, const struct piece *b, struct value *out);

/* --- filter_match.c ----------------------------------------------------------------------------------------- */
/* The time that the field is about; UTC_NONE: there is none. */
utc_t filter_time_of(enum filter_field field, const struct filter_ticket *ticket);
#endif
