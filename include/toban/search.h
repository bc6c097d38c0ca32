/* search.h: looking for words in all that the desk has written: tickets, articles, assets.
 *
 * What is found, and when a text matches: find.h. Tickets are found by their key, titles, requester and the bodies of
 * all their events, merged ones too. Best first: the key itself, then by how many of the terms are in the title, then
 * the newest; of more than SEARCH_RANKED matches the newest come first, because looking at all would take too long.
 * Where libmigemo and its dictionary are installed, romaji fill up what is still free below `limit` (migemo.h). */
#ifndef TOBAN_SEARCH_H
#define TOBAN_SEARCH_H
#include "toban/read.h"

enum search_kind { SEARCH_KNOWLEDGE_KIND, SEARCH_ASSET_KIND, SEARCH_TICKET_KIND, SEARCH_KINDS };
#define SEARCH_ALL ((1u << SEARCH_KINDS) - 1)
enum { SEARCH_RANKED = 50, SEARCH_TEXT = 512, SEARCH_SNIPPET = 200 /* columns */ };
const char *search_kind_id(enum search_kind kind);             /* knowledge asset ticket, of the JSON */
const char *search_kind_text(enum search_kind kind);           /* in the operator's language */
bool search_kind_parse(const char *plural, enum search_kind *out);   /* knowledge assets tickets */

struct search_args {
  char text[SEARCH_TEXT];
  unsigned kinds;                       /* bits 1 << enum search_kind */
  int limit;
};
struct search_hit {
  enum search_kind kind;
  const char *key, *title;
  const char *marked;                   /* the title cleaned, matches between FIND_HIT and FIND_END */
  const char *snippet;                  /* the best other place, marked so; "" when the title says it all */
  const char *merged_into;              /* tickets; NULL */
  const char *state;                    /* id of the ticket's or article's state; of the asset's */
  utc_t at;                             /* received; UTC_NONE */
  int score;                            /* 1000: its key; else terms in the title */
};
struct search_result {
  struct snapshot s;
  struct search_args args;
  const struct search_hit *hit; int hits;
  bool more;                            /* there are further ones */
  bool empty;                           /* the text has nothing to look for */
  const char *romaji;                   /* what romaji were taken for, "" none */
};
void *search_read(struct db *db, const void *search_args, GError **error);
#endif
