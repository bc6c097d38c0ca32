/* filter.h: the small language in which people say which tickets they want to see. Pure.
 *
 *   state:open office:asia due<2h "印刷" -tag:vip (priority:1 or is:late)
 *
 * Conditions side by side must all hold; `or` and parentheses, `-` for not, `,` between values for either of them.
 * A word without a field is looked for in the key, the requester, the title and the names of the office, folded as
 * text.h says. Names of fields and values have Japanese twins, signs may be full-width. doc/filter.md is the
 * reference for people; the tables are in src/domain/filter_field.c.
 *
 * Times. A length without a sign is how long it is until `due` (due<2h: in less than two hours, or late already), or
 * since the ticket was received, changed, answered (received<2h: in the last two hours). With a sign it is an instant,
 * so many hours from now (due<-1h). Days are days in Japan. What holds at one "now" may not at another: see
 * filter_turns().
 *
 * A filter is immutable; it keeps nothing of the reference it was made with (so one made before an import of
 * offices must be made again). Any thread. */
#ifndef TOBAN_FILTER_H
#define TOBAN_FILTER_H
#include "toban/reference.h"

enum { FILTER_MAX = 1000 };             /* bytes of an expression */
enum filter_field {
  FILTER_TEXT, FILTER_KEY, FILTER_STATE, FILTER_OFFICE, FILTER_REGION, FILTER_COUNTRY, FILTER_SITE, FILTER_CHANNEL,
  FILTER_CATEGORY, FILTER_PRIORITY, FILTER_ASSIGNEE, FILTER_REQUESTER, FILTER_TITLE, FILTER_LANG, FILTER_DUE,
  FILTER_RECEIVED, FILTER_CHANGED, FILTER_ANSWERED, FILTER_UNTIL, FILTER_CALLBACK, FILTER_TAG, FILTER_IS, FILTER_FIELDS
};
const char *filter_field_id(enum filter_field field);         /* "state" */

struct filter;
/* What is wrong: `length` bytes from byte `at` of the expression, and why, in the current language. */
struct filter_fault {
  size_t at, length;
  bool unfinished;          /* the expression ends there: it may become right while it is typed on */
  char *text;               /* newly allocated; NULL: nothing is wrong */
};
/* NULL and *fault when it is wrong. With `typing`, what is unfinished at the end is left out and the rest is a filter:
 * then both the result and fault->text are set. ref may be NULL: then every office and category is taken as it is. */
struct filter *filter_parse(const char *text, const struct reference *ref, bool typing, struct filter_fault *fault);
void filter_free(struct filter *filter);                       /* NULL-safe */
/* Everything: `a` and `b` must both hold; takes both (either may be NULL: no condition). */
struct filter *filter_both(struct filter *take_a, struct filter *take_b);
bool filter_is_all(const struct filter *filter);               /* has no condition; true for NULL */
/* The one way of writing it: ids in English, fields in full. Parses to the same again. g_free. */
char *filter_print(const struct filter *filter);
/* Three lines: the reason, the expression, a mark under what is wrong. Clean text; lines end with "\n". */
void filter_fault_mark(const char *text, const struct filter_fault *fault, GString *out);
/* TE_DATA with these lines. Frees the fault's text. */
void filter_fault_set(GError **error, const char *text, struct filter_fault *fault);

/* What a filter looks at. Strings are borrowed. */
struct filter_ticket {
  const struct ticket *t;
  const char *folded;                   /* folded key, requester and title, a line each (project.h: row_folded) */
  utc_t due, late_at;                   /* of the running clocks: the earliest due; when the first will be missed */
  bool open, held;
  const char *tags;                     /* ";vip;printer;" (project.h: row_tags); NULL: none */
  bool unread;                          /* by eyes->me (together.h) */
};
struct filter_eyes { utc_t now; const char *me; };             /* who looks, and when; me NULL: nobody of the desk */
bool filter_matches(const struct filter *filter, const struct filter_ticket *ticket, const struct filter_eyes *eyes);
unsigned filter_uses(const struct filter *filter);             /* 1u << field: what it asks about */
bool filter_has_flag(const struct filter *filter, const char *id);      /* is:ID is asked for */
bool filter_has_me(const struct filter *filter);               /* it depends on who looks */
bool filter_has_time(const struct filter *filter);             /* it depends on when */
/* Instants at which the answer for this ticket may change, appended to `out` (utc_t; unordered, maybe repeated):
 * between two neighbours it is the same. */
void filter_turns(const struct filter *filter, const struct filter_ticket *ticket, GArray *out);

/* What holds for every ticket that matches: for an index to begin with. Ranges are [from, to); INT64_MIN and
 * INT64_MAX: no limit. */
struct filter_range { int64_t from, to; };
struct filter_narrow {
  bool open, done;                      /* some may be open; some may be done (or merged). Neither: none at all */
  struct filter_range received, changed, due;
  const char *assignee;                 /* a login; NULL: anybody. Borrowed from the filter or from eyes->me */
};
void filter_narrow(const struct filter *filter, const struct filter_eyes *eyes, struct filter_narrow *out);

/* What may stand where the text ends: names of fields with their sign, values behind one, as new strings; each is the
 * whole last word, ready to take its place. *from: byte at which that word begins. */
void filter_complete(const char *text, const struct reference *ref, size_t *from, GPtrArray *out);
#endif
